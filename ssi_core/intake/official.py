"""LinkedIn's own score: from the page's text as pasted, the JSON behind it, typed numbers or a tracker's table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ssi_core.i18n import _
from ssi_core.intake import dates
from ssi_core.intake.cells import Expected, Problem, identity, number, text
from ssi_core.intake.columns import recognise
from ssi_core.intake.findings import Condensed, Finding
from ssi_core.intake.score_page import GROUPS, adds_up, pillar_called, read_page
from ssi_core.intake.strict_json import parse
from ssi_core.intake.tables import Cell, Table
from ssi_core.rubric import Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.frame import DATE, PERSON, official

TOTAL = "total"
FULL_TOTAL = 100.0
MAX_CHARACTERS = 100_000  # of a paste; the page has some thousands
NAME_CHARACTERS = 60  # of an industry's name, a change in words or a column's header; more is no name


class NotAScore(ValueError):
    """What was given holds no score; the message is a sentence for the person."""


@dataclass(frozen=True)
class Group:
    """The people a member is compared with. rank: the member is in the top so many percent; total, pillars: means.

    name: the industry's, where LinkedIn says it. change: since last week, as LinkedIn words it.
    """

    rank: float | None = None
    total: float | None = None
    pillars: Mapping[str, float] = field(default_factory=dict)
    name: str = ""
    change: str = ""


@dataclass(frozen=True)
class Official:
    """LinkedIn's own score as far as it is known: total 0 to 100, pillars by id 0 to 25 each.

    doubt: a question in words where the numbers don't fit each other, else empty.
    """

    total: float | None = None
    pillars: Mapping[str, float] = field(default_factory=dict)
    industry: Group | None = None
    network: Group | None = None
    team: Group | None = None
    on: date | None = None
    doubt: str = ""


def read_official(text: str, rubric: Rubric | None = None) -> Official:
    """The score in a paste of linkedin.com/sales/ssi or in the JSON behind that page, as far as it is there.

    Raises NotAScore with what to copy instead, or with the number that LinkedIn cannot have given.
    """
    rubric, written = rubric or load(), text.lstrip("\ufeff \t\r\n")
    if len(written) > MAX_CHARACTERS:
        raise NotAScore(_("This is too long for the score page. {copy}").format(copy=_what_to_copy()))
    found = _from_json(written, rubric) if written.startswith(("{", "[")) else read_page(written, rubric)
    if not any(found.values()):
        raise NotAScore(_("There is no Social Selling Index in this. {copy}").format(copy=_what_to_copy()))
    own = checked(_numbers(found), rubric)
    groups = {kind: _group(found[kind], rubric) for kind in GROUPS if kind in found}
    return _made(own, rubric, **groups)


def read_scores(table: Table, rubric: Rubric | None = None) -> tuple[tuple[Official, ...], tuple[Finding, ...]]:
    """The scores that a tracker kept of one member, oldest first, undated ones last; and what was not taken.

    Columns are recognised by the rubric's names for LinkedIn's own scores. Raises NotAScore for a table without any,
    and for one of several people, which is a team's.
    """
    rubric = rubric or load()
    columns = {match.target: match.column for match in recognise(table.header, rubric) if match.target}
    parts = {official(part): part for part in (TOTAL, *rubric.pillar_ids)}
    is_sentence = any(len(label) > NAME_CHARACTERS for label in table.header)  # the page lists the parts in one, too
    if is_sentence or not parts.keys() & columns.keys():
        raise NotAScore(_("This table has no column of LinkedIn's own scores."))
    if PERSON in columns and len({identity(text(row[columns[PERSON]])) for row in table.rows}) > 1:
        raise NotAScore(_("This table holds the scores of several people. Open it under team data."))
    reader = _Tracker(table, {parts[name]: columns[name] for name in parts if name in columns}, columns.get(DATE))
    scores = [replace(_made(own, rubric), on=on) for own, on in reader.rows()]
    return tuple(sorted(scores, key=lambda score: score.on or date.max)), reader.findings.all()


def checked(given: Mapping[str, object], rubric: Rubric) -> dict[str, float]:
    """LinkedIn's own total ("total", 0 to 100) and pillars (by id, 0 to 25), as far as given. Raises NotAScore."""
    tops = {TOTAL: FULL_TOTAL, **dict.fromkeys(rubric.pillar_ids, PILLAR_POINTS)}
    for part, points in given.items():
        is_number = isinstance(points, int | float) and not isinstance(points, bool)
        if part not in tops or not is_number or not 0 <= points <= tops[part]:
            names = {TOTAL: _("total")} | {pillar.id: _(pillar.name) for pillar in rubric.pillars}
            words = _("LinkedIn's own score, {name}: expected a number from 0 to {top:.0f}.")
            raise NotAScore(words.format(name=names.get(part, _("unknown part")), top=tops.get(part, PILLAR_POINTS)))
    return {part: float(given[part]) for part in tops if part in given}


def doubt(own: Mapping[str, float], rubric: Rubric) -> str:
    """A question where all four parts and the total are known and don't fit, beyond rounding; else empty."""
    pillars = [own[pillar] for pillar in rubric.pillar_ids if pillar in own]
    if TOTAL not in own or len(pillars) < len(rubric.pillar_ids) or adds_up(own[TOTAL], pillars):
        return ""
    words = _("The four parts add up to {sum:g}, the total says {total:g}. Which is right?")
    return words.format(sum=round(sum(pillars), 3), total=own[TOTAL])


def own_numbers(score: Official) -> dict[str, float]:
    """Its total and pillars as `checked` gives them."""
    return ({} if score.total is None else {TOTAL: score.total}) | dict(score.pillars)


def groups_of(score: Official) -> dict[str, Group]:
    """What it says of the people that the member is compared with: industry, network, team."""
    return {kind: group for kind in GROUPS if (group := getattr(score, kind))}


def standings(groups: Mapping[str, Group]) -> list[str]:
    """For each group "top 37 % of your industry (mean 31)", as far as it is known; top 1 % is the best."""
    whose = {"industry": _("your industry"), "network": _("your network"), "team": _("your team")}
    known = {kind: group for kind, group in groups.items() if (group.rank, group.total) != (None, None)}
    return [_standing(group, whose[kind]) for kind, group in known.items()]


def as_json(score: Official | None) -> dict[str, Any] | None:
    """The score for the command line: total, pillars by id, each group or null, the day, and what is in doubt."""
    if score is None:
        return None
    kept = asdict(score) | {"on": score.on and score.on.isoformat()}
    return {name: kept[name] for name in (TOTAL, "pillars", *GROUPS, "on", "doubt")}


def _what_to_copy() -> str:
    return _("Open linkedin.com/sales/ssi while you are signed in, select the whole page, copy it and paste it here.")


def _made(own: Mapping[str, float], rubric: Rubric, **groups: Group) -> Official:
    pillars = {pillar: own[pillar] for pillar in rubric.pillar_ids if pillar in own}
    return Official(own.get(TOTAL), pillars, doubt=doubt(own, rubric), **groups)


def _numbers(found: Mapping[str, Any]) -> dict[str, float]:
    return ({TOTAL: found[TOTAL]} if TOTAL in found else {}) | found.get("pillars", {})


def _group(found: Mapping[str, Any], rubric: Rubric) -> Group:
    means = checked(_numbers(found), rubric)
    rank = found.get("rank")
    if rank is not None and not 0 <= rank <= 100:
        raise NotAScore(_("A rank is a percentage from 0 to 100."))
    name, change = (_short(found.get(words, "")) for words in ("name", "change"))
    return Group(rank, means.pop(TOTAL, None), means, name, change)


def _short(words: str) -> str:
    return words if len(words) <= NAME_CHARACTERS and words.isprintable() else ""


def _standing(group: Group, whose: str) -> str:
    if group.rank is None:
        return _("mean of {group} {mean:g}").format(group=whose, mean=group.total)
    rank = _("top {rank:g}\u00a0% of {group}").format(rank=group.rank, group=whose)
    return rank if group.total is None else _("{rank} (mean {mean:g})").format(rank=rank, mean=round(group.total, 1))


# ------------------------------------------------------------------ the JSON behind the page


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, alias_generator=to_camel)


class _SubScore(_Part):
    score: float | None = None
    pillar: str


class _Score(_Part):
    overall: float | None = None
    sub_scores: list[_SubScore] | None = None


class _GroupScore(_Part):
    group_type: str
    rank: float | None = None
    score: _Score | None = None
    industry: Any = None


class _Answer(_Part):
    member_score: _Score
    group_score: list[_GroupScore] | None = None


def _from_json(written: str, rubric: Rubric) -> dict[str, Any]:
    """The score as `read_page` gives it, wherever a tool that saved it has put it."""
    damaged = NotAScore(_("This looks like the JSON behind the score page, but it is damaged. Copy it again, whole."))
    try:
        holder = next(_holders(parse(written)), None)
        answer = holder and _Answer.model_validate(holder)
    except ValueError:  # pydantic's ValidationError is one
        raise damaged from None
    if answer is None:
        return {}
    groups = {group.group_type.lower(): group for group in answer.group_score or ()}
    found: dict[str, Any] = {kind: _of_group(groups[kind], rubric) for kind in GROUPS if kind in groups}
    return _of_score(answer.member_score, rubric) | found


def _holders(data: Any) -> Iterator[dict]:
    """The objects with a member's score, those further out first."""
    level = [data]
    while level:
        objects = [each for each in level if isinstance(each, dict)]
        yield from (each for each in objects if "memberScore" in each)
        lists = [each for each in level if isinstance(each, list)]
        level = [value for each in objects for value in each.values()] + [value for each in lists for value in each]


def _of_score(score: _Score, rubric: Rubric) -> dict[str, Any]:
    named = [(pillar_called(part.pillar, rubric), part.score) for part in score.sub_scores or ()]
    total = {} if score.overall is None else {TOTAL: score.overall}
    return total | {"pillars": {pillar: points for pillar, points in named if pillar and points is not None}}


def _of_group(group: _GroupScore, rubric: Rubric) -> dict[str, Any]:
    means = _of_score(group.score, rubric) if group.score else {}
    named = isinstance(group.industry, str) and not group.industry.startswith("urn:")
    return means | {"rank": group.rank, "name": group.industry if named else ""}


# ------------------------------------------------------------------ a tracker's table


class _Tracker:
    """The rows of a tracker's table; findings tell rows and columns, never what stood there."""

    def __init__(self, table: Table, parts: Mapping[str, int], day: int | None):
        self.table, self.parts, self.day = table, parts, day
        self.findings = Condensed(table.file)
        for finding in table.findings:  # without what stood there
            aside = finding.row is not None and not finding.column and finding.row not in table.row_numbers
            self._find(finding.row, finding.column, finding.problem, finding.taken_as, int(aside))
        self.day_first = self._day_first()

    def rows(self) -> Iterator[tuple[dict[str, float], date | None]]:
        """Numbers and day of each row that has a number; a row that says the same as an earlier one counts once."""
        seen = set()
        for place, row in zip(self.table.row_numbers, self.table.rows, strict=True):
            own = {part: value for part in self.parts if (value := self._number(place, row, part)) is not None}
            on = self._day(place, row)
            if not own:
                self._find(place, "", _("no score in this row"), _("row not used"), 1)
            elif (on, *own.items()) in seen and on:
                self._find(place, "", _("the same score of the same day stands above"), _("counted once"), 1)
            else:
                seen.add((on, *own.items()))
                yield own, on

    def _number(self, place: int, row: Sequence[Cell], part: str) -> float | None:
        top = FULL_TOTAL if part == TOTAL else PILLAR_POINTS
        try:
            return number(row[self.parts[part]], Expected(high=top, scale=True))
        except Problem:
            words = _("not a number from 0 to {top:.0f}").format(top=top)
            self._find(place, self.table.header[self.parts[part]], words, _("unknown"))
            return None

    def _day(self, place: int, row: Sequence[Cell]) -> date | None:
        try:
            return None if self.day is None else dates.day(row[self.day], self.day_first)
        except Problem:
            self._find(place, self.table.header[self.day], _("not a date"), _("without a date"))
            return None

    def _day_first(self) -> bool:
        """As the column shows, else day first, with a remark where that was a guess."""
        cells = [] if self.day is None else [row[self.day] for row in self.table.rows]
        shown = {dates.day_first(cell) for cell in cells} - {None}
        if len(shown) != 1 and any(dates.is_either(cell) for cell in cells):
            self._find(None, self.table.header[self.day], _("day or month first?"), _("the day first"))
        return shown != {False}

    def _find(self, row: int | None, column: str, problem: str, taken_as: str, rows: int = 0) -> None:
        self.findings.add(row, column, "", problem, taken_as, rows)
