"""A team's sheets to one activity frame, with what was not taken, what was assumed and what is still to be asked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ssi_core.i18n import _
from ssi_core.intake import people
from ssi_core.intake.columns import PERIOD, Choice, Entry, Match, is_usage_report, recognise, targets
from ssi_core.intake.findings import Finding
from ssi_core.intake.questions import Answers, Option, Question, question
from ssi_core.intake.score_page import adds_up
from ssi_core.intake.sheet import ROW, WEEKS, Sheet
from ssi_core.intake.tables import Table, Unreadable
from ssi_core.intake.units import BY_ROW, NOW, Unit
from ssi_core.rubric import Column, Rate, Rubric, load
from ssi_core.scoring import score
from ssi_core.scoring.frame import PERSON, complete, official

Read = list[tuple[Table, tuple[Match, ...]]]


@dataclass(frozen=True)
class Team:
    """An activity frame, one row a person and date, with outcome columns under the user's headers.

    matches: for each table what its columns were taken for. outcomes: the frame's columns that are results; bars: from
    where those in percent of a quota count as reached.
    """

    frame: pd.DataFrame
    findings: tuple[Finding, ...]
    matches: tuple[tuple[Match, ...], ...]
    outcomes: tuple[str, ...]
    bars: Mapping[str, float]
    notes: tuple[str, ...]
    questions: tuple[Question, ...]


def read_team(
    tables: Sequence[Table],
    rubric: Rubric | None = None,
    mapping: Mapping[str, Choice] | None = None,
    answers: Answers | None = None,
) -> Team:
    """Reads one or more tables as one team.

    mapping: what the user says about columns, by header; the others are recognised. answers: to earlier questions.
    A table without names is left out with a finding. Raises Unreadable when no table has names, or none has figures.
    """
    rubric, answers = rubric or load(), answers or Answers()
    known = targets(rubric)
    read = [(table, _in_period(recognise(table.header, rubric, mapping), rubric, answers)) for table in tables]
    read, asides = _without_asides(read, known)
    sheets, findings = _sheets(read, known, rubric, answers)
    if not any(sheet.figures for sheet in sheets):
        raise Unreadable(_missing_figures(tables) if sheets else _missing_name(tables[0], with_notes=True))
    counts = [column.id for column in rubric.columns if column.role == "count"]
    frame = people.join(sheets).drop(columns=counts, errors="ignore")
    outcomes = dict.fromkeys(name for sheet in sheets for name in sheet.outcomes)
    return Team(
        complete(frame, rubric),
        tuple(finding for sheet in sheets for finding in sheet.findings) + tuple(findings),
        tuple(matches for _table, matches in read),
        tuple(outcomes),
        {name: bar for sheet in sheets for name, bar in sheet.bars.items()},
        (*_notes(sheets), *map(_left_out, asides)),
        tuple(_questions([matches for _table, matches in read], sheets, known)),
    )


def _sheets(read: Read, known: dict[str, Entry], rubric: Rubric, answers: Answers) -> tuple[list[Sheet], list[Finding]]:
    """The tables with names as sheets, a finding for each other one."""
    taken = {*known, *score(complete(pd.DataFrame(), rubric), rubric)}
    sheets, findings = [], []
    for (table, matches), label in zip(read, _labels([table for table, _matches in read]), strict=True):
        if _has_names(matches, known):
            sheet = Sheet(table, label, matches, known, answers, is_usage_report(matches, rubric), taken)
            sheets.append(_settled(sheet, rubric))
        else:
            findings.append(Finding(label, None, "", "", _missing_name(table), _("table not used")))
    return sheets, findings


def _without_asides(read: Read, known: dict[str, Entry]) -> tuple[Read, list[Table]]:
    """Parts a workbook's sheets without names from its sheets with names: they explain the team and are none."""
    named = {table.file for table, matches in read if _has_names(matches, known)}
    teams = [(table, matches) for table, matches in read if table.file not in named or _has_names(matches, known)]
    asides = [table for table, matches in read if table.file in named and not _has_names(matches, known)]
    return teams, asides


def _has_names(matches: Sequence[Match], known: dict[str, Entry]) -> bool:
    return any(_is_person(match, known) for match in matches)


def _left_out(table: Table) -> str:
    return _("{file}: sheet “{sheet}” has no names and was left out.").format(file=table.file, sheet=table.sheet)


def _labels(tables: Sequence[Table]) -> list[str]:
    """The file's name, with the sheet's where several tables of a file are read."""
    several = Counter(table.file for table in tables)
    return [f"{table.file}, {table.sheet}" if several[table.file] > 1 else table.file for table in tables]


def _in_period(matches: Sequence[Match], rubric: Rubric, answers: Answers) -> tuple[Match, ...]:
    """Counts whose header names no period cover the days that their row names, else as many as are usual or said."""
    by_row = set(PERIOD) <= {match.target for match in matches}
    days = answers.report_period if is_usage_report(matches, rubric) else answers.period

    def unit(usual: Unit) -> Unit:
        return BY_ROW if by_row and usual.whole else replace(usual, days=days)

    return tuple(replace(match, unit=unit(match.unit)) if match.unit and match.is_open else match for match in matches)


def _is_person(match: Match, known: dict[str, Entry]) -> bool:
    entry = known.get(match.target or "")
    return isinstance(entry, Column) and entry.role == "person"


def _missing_name(table: Table, with_notes: bool = False) -> str:
    """with_notes: also what became of a workbook's other sheets, where the names may be."""
    words = _("no column for the person's name; found: {columns}").format(columns=", ".join(table.header))
    return ". ".join([words, *table.notes]) if with_notes and table.sheet else words


def _missing_figures(tables: Sequence[Table]) -> str:
    columns = dict.fromkeys(name for table in tables for name in table.header)
    return _("no column for an activity or a score; found: {columns}").format(columns=", ".join(columns))


def _settled(sheet: Sheet, rubric: Rubric) -> Sheet:
    """The sheet with its people settled, its rates worked out and LinkedIn's own scores checked."""
    people.leave_out_totals(sheet)
    people.settle_twins(sheet)
    if sheet.is_report:
        _mark_idle(sheet)
        _say_stocks(sheet)
    for rate in rubric.rates:
        if rate.count in sheet.frame:
            _derive(sheet, rate)
    _check_official(sheet, rubric)
    sheet.frame = sheet.frame.drop(columns=WEEKS, errors="ignore")
    return sheet


def _mark_idle(sheet: Sheet) -> None:
    """A finding on each seat of a usage report that shows no activity at all, in days that are known."""
    frame = sheet.frame
    idle = frame[sheet.counted].isna().all(axis=1)
    if WEEKS in frame:
        idle &= frame[WEEKS].notna()
    for row in frame.loc[idle, ROW]:
        words = _("this seat shows no activity; perhaps it was never used")
        sheet.find(row, PERSON, words, _("unknown, not zero"))


def _say_stocks(sheet: Sheet) -> None:
    """A note where a usage report, which counts over a period, is taken to say how many there are."""
    for figure in sheet.figures:
        if figure.unit == NOW and not figure.unit_known:
            words = _(
                "“{column}” is taken as how many there are in all; if it counts the report's period only, leave it out."
            )
            sheet.notes.append(words.format(column=figure.header))


def _derive(sheet: Sheet, rate: Rate) -> None:
    """Fills the gaps of a rate from its two counts in the file's own period.

    (count + strength * prior) / (of + strength), in percent; unknown without a denominator, or where it is 0. A rate
    that stands in the file is taken as it stands. Source: method, section 1.
    """
    frame, header = sheet.frame, sheet.figure(rate.count).header
    if rate.of not in frame:
        sheet.notes.append(_("“{column}” needs the number sent beside it to make a rate.").format(column=header))
        return
    sent = sheet.figure(rate.of)
    weeks = sheet.weeks(sent)
    count, of = frame[rate.count] * weeks, frame[rate.of] * weeks
    more = (count - of * (1 + 1e-9)).fillna(0) > 0
    for row in frame.loc[more, ROW]:
        sheet.find(row, rate.count, _("more than in “{column}”").format(column=sent.header), _("rate unknown"))
    derived = (100 * (count + rate.strength * rate.prior) / (of + rate.strength)).where((of.fillna(0) > 0) & ~more)
    sheet.frame = frame.assign(**{rate.id: frame[rate.id].fillna(derived) if rate.id in frame else derived})
    words = _(
        "“{count}” and “{of}” make a rate, with {strength:g} average ones added so that few don't count too much."
    )
    sheet.notes.append(words.format(count=header, of=sent.header, strength=rate.strength))


def _check_official(sheet: Sheet, rubric: Rubric) -> None:
    """A finding where LinkedIn's own four parts don't add up to its total, beyond rounding."""
    total, parts = official("total"), [official(pillar) for pillar in rubric.pillar_ids]
    if not {total, *parts} <= set(sheet.frame):
        return
    for row, whole, *pillars in sheet.frame[[ROW, total, *parts]].dropna().itertuples(index=False, name=None):
        if not adds_up(whole, pillars):
            words = _("the four parts add up to {sum:g}").format(sum=round(sum(pillars), 3))
            sheet.find(row, total, words, _("both are kept"))


def _notes(sheets: Sequence[Sheet]) -> list[str]:
    notes = []
    for sheet in sheets:
        words = [_("Not used: {columns}.").format(columns=", ".join(sheet.unused))] if sheet.unused else []
        several = f"{sheet.label}: " if len(sheets) > 1 else ""
        notes += [several + note for note in (*sheet.table.notes, *sheet.notes, *words)]
    return notes


def _questions(matches: Sequence[Sequence[Match]], sheets: Sequence[Sheet], known: dict[str, Entry]) -> list[Question]:
    """Each question once: what columns are and count, then what the rows and cells of all sheets leave open."""
    columns = [_about(match, known) for matched in matches for match in matched if match.asked]
    columns += [asked for sheet in sheets for asked in sheet.questions]
    places: dict[str, list[str]] = {}
    for about, place in (asked for sheet in sheets for asked in sheet.places):
        places.setdefault(about, []).append(place)
    once = {asked.column: asked for asked in columns}
    return [*once.values(), *(question(about, where) for about, where in places.items())]


def _about(match: Match, known: dict[str, Entry]) -> Question:
    words = _("Is “{column}” this: {name}?").format(column=match.header, name=_(known[match.guess or ""].name))
    options = (Option(Choice(None), _("No")), Option(Choice(match.guess), _("Yes")))
    return Question("mapping", words, options, (), match.header)
