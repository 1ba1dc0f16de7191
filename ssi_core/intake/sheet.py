"""One table with its columns understood: names, dates and numbers, a finding for each cell that is not taken."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ssi_core.i18n import _
from ssi_core.intake import dates
from ssi_core.intake.cells import LIMIT, Expected, Problem, Sign, decimal_sign, has_percent, identity, number, text
from ssi_core.intake.columns import PERIOD, PERIOD_END, PERIOD_START, Choice, Entry, Match, is_outcome
from ssi_core.intake.findings import Finding
from ssi_core.intake.questions import Answers, Option, Question
from ssi_core.intake.tables import Cell, Table
from ssi_core.intake.units import AMOUNT, BY_ROW, FRACTION, PERCENT, WEEK, Unit
from ssi_core.rubric import Activity, Column
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.frame import DATE, GROUP, PERSON, official

KEY, ROW, WEEKS = "_key", "_row", "_weeks"
FULL_SCORE = 100.0
NAME = r"(?!#\S+[!?]$)(?!#N/A$).+"  # anything but a blank and Excel's errors: Null, NA and 007 are names


@dataclass(frozen=True)
class Figure:
    """A column of numbers: its place and header in the table, its name in the frame, what it is, in which unit."""

    column: int
    header: str
    name: str
    entry: Entry
    unit: Unit
    unit_known: bool


class Sheet:
    """A table on its way to an activity frame.

    frame: one row for each row of the table that is used, with person, group, date, every number in the rubric's unit
    (flows and counts: a week's), _key (the person's identity), _row (the row in the file) and, where rows name the
    days they cover, _weeks (how many weeks these are).
    is_report: LinkedIn wrote it, a usage report. taken: names of columns that no result may have.
    notes, findings and questions: what was assumed, not taken and left open; places: what to ask of Answers, and where.
    """

    def __init__(
        self,
        table: Table,
        label: str,
        matches: Sequence[Match],
        known: dict[str, Entry],
        answers: Answers,
        is_report: bool = False,
        taken: Collection[str] = (),
    ):
        self.table, self.label, self.answers, self.is_report = table, label, answers, is_report
        self.columns = _first_columns(matches)
        self.figures = [_figure(match, match.unit, known, taken) for match in matches if match.target and match.unit]
        self._has_periods = set(PERIOD) <= set(self.columns)
        self.unused = [match.header for match in matches if not match.target]
        if not self._has_periods:
            self.unused += [table.header[self.columns[half]] for half in PERIOD if half in self.columns]
        self.notes: list[str] = []
        self.questions: list[Question] = []
        self.places: list[tuple[str, str]] = []
        self._cells: list[Finding] = [replace(finding, file=label) for finding in table.findings]
        self._rows: dict[int, Finding] = {}
        self._places = {row: place for place, row in enumerate(table.row_numbers)}
        self.frame = self._read()
        if unsaid := [match.header for match in matches if match.target and match.is_open]:
            self.ask("report_period" if is_report else "period", ", ".join(unsaid))
        self.leave_out(~self.frame[PERSON].str.fullmatch(NAME), _("no name"))

    @property
    def findings(self) -> list[Finding]:
        """One for each row that is left out, those on names and on cells of rows that are used, in the file's order."""
        name = self.table.header[self.columns[PERSON]]
        cells = [finding for finding in self._cells if finding.column == name or finding.row not in self._rows]
        return sorted([*cells, *self._rows.values()], key=lambda finding: finding.row or 0)

    @property
    def numbers(self) -> list[str]:
        """The frame's columns of numbers."""
        return list(dict.fromkeys(figure.name for figure in self.figures))

    @property
    def counted(self) -> list[str]:
        """Those that count over a period, and so can be added up."""
        return list(dict.fromkeys(figure.name for figure in self.figures if figure.unit.adds_up))

    @property
    def outcomes(self) -> list[str]:
        """Those that are results."""
        return list(dict.fromkeys(figure.name for figure in self.figures if is_outcome(figure.entry)))

    @property
    def bars(self) -> dict[str, float]:
        """From where a result in percent counts as reached, by column; none for one in money."""
        entries = {figure.name: figure.entry for figure in self.figures if not _is_money(figure.header)}
        return {name: entry.bar for name, entry in entries.items() if is_outcome(entry) and entry.bar}

    def figure(self, name: str) -> Figure:
        """The first column of the table behind a column of the frame."""
        return next(figure for figure in self.figures if figure.name == name)

    def weeks(self, figure: Figure) -> pd.Series | float:
        """How many weeks a figure counts, row by row where these say it; 1 for one without a period."""
        return self.frame[WEEKS] if figure.unit == BY_ROW else figure.unit.weeks or 1.0

    def leave_out(self, rows: pd.Series, problem: str | Iterable[str], taken_as: str | None = None) -> None:
        """Takes the rows where `rows` is true out of the frame, with a finding for each."""
        out = self.frame[rows]
        problems = [problem] * len(out) if isinstance(problem, str) else problem
        for row, name, words in zip(out[ROW].tolist(), out[PERSON], problems, strict=True):
            self._rows[row] = Finding(self.label, row, "", name, words, taken_as or _("row not used"))
        self.frame = self.frame[~rows]

    def find(self, row: int, name: str, problem: str, taken_as: str | None = None) -> None:
        """A finding on the cell of a row, numbered as in the file, and a column of the frame.

        A rate worked out from two counts has no cell of its own; it goes by the rate's id.
        """
        columns = self.columns | {figure.name: figure.column for figure in reversed(self.figures)}
        cell, header = "", name
        if name in columns:
            cell, header = text(self.table.rows[self._places[row]][columns[name]]), self.table.header[columns[name]]
        self._cells.append(Finding(self.label, int(row), header, cell, problem, taken_as or _("unknown")))

    def ask(self, about: str, place: str) -> None:
        self.places.append((about, f"{self.label}: {place}"))

    def _read(self) -> pd.DataFrame:
        names = self._names()
        first = {ROW: self.table.row_numbers, KEY: [identity(name) for name in names], PERSON: names}
        frame = pd.DataFrame(first).astype({KEY: "str", PERSON: "str"})
        frame[GROUP] = pd.Series([text(cell) for cell in self._first(GROUP)], frame.index, dtype="str")
        frame[DATE] = pd.to_datetime(pd.Series(self._dates(), frame.index))
        if self._has_periods:
            frame[WEEKS] = self._row_weeks(frame)
        self.frame = frame
        return frame.assign(**self._numbers())

    def _column(self, column: int) -> list[Cell]:
        return [row[column] for row in self.table.rows]

    def _first(self, target: str) -> list[Cell]:
        """The cells of the first column for a target, all blank without one."""
        if target not in self.columns:
            return [None] * len(self.table.rows)
        return self._column(self.columns[target])

    def _names(self) -> list[str]:
        """The full name; beside a column of first names "Name" is the family name, beside family names the first."""
        halves = (self.columns.get(half, self.columns[PERSON]) for half in ("first_name", "last_name"))
        columns = dict.fromkeys(halves)
        return [_full_name([text(row[column]) for column in columns]) for row in self.table.rows]

    def _dates(self) -> list:
        """Without a column of dates, the day, week or month that the sheet of a workbook is called by."""
        if DATE not in self.columns and (named := _day_named(self.table.sheet)):
            self.notes.append(_("The sheet's name is taken as its date: {day}.").format(day=named.isoformat()))
            return [named] * len(self.table.rows)
        return self._days(DATE)

    def _days(self, target: str) -> list:
        """Day or month first as the dates show, else as the user says, else day first; not where they do both."""
        cells = self._first(target)
        shown = {dates.day_first(cell) for other in (DATE, *PERIOD) for cell in self._first(other)} - {None}
        first = next(iter(shown)) if len(shown) == 1 else self.answers.day_first
        if first is None and any(dates.is_either(cell) for cell in cells):
            self.ask("day_first", self.table.header[self.columns[target]])
        order = True if first is None and not shown else first
        values, problems = _each(cells, lambda cell: dates.day(cell, order))
        self._find_all(target, problems)
        return values

    def _row_weeks(self, frame: pd.DataFrame) -> pd.Series:
        """Weeks from a row's first to its last day, both included; unknown, with a finding, where there are none."""
        start = pd.to_datetime(pd.Series(self._days(PERIOD_START), frame.index))
        is_date = self.columns[DATE] == self.columns[PERIOD_END]
        end = frame[DATE] if is_date else pd.to_datetime(pd.Series(self._days(PERIOD_END), frame.index))
        days = (end - start).dt.days + 1
        for row in frame.loc[~(days > 0), ROW]:
            self.find(row, PERIOD_END, _("no days from the first to the last"), _("counts unknown"))
        return days.where(days > 0) / WEEK

    def _numbers(self) -> dict[str, np.ndarray]:
        """Each column of the frame. Of several columns for one, counts are added up, else the first known is taken."""
        columns: dict[str, np.ndarray] = {}
        for figure in self.figures:
            values = self._values(figure)
            if figure.name in columns:
                before = columns[figure.name]
                values = before + values if figure.unit.adds_up else np.where(np.isnan(before), values, before)
            columns[figure.name] = values
        return columns

    def _values(self, figure: Figure) -> np.ndarray:
        """The column's numbers in the rubric's unit, unknown as NaN."""
        cells, unit = self._column(figure.column), self._unit(figure)
        expected = _expected(figure.entry, unit)
        values, problems = _each(cells, lambda cell: number(cell, expected, self._known_sign(cell, unit)))
        if undecided := [place for place, problem in problems.items() if problem.asks == "decimal"]:
            decimal = self._decimal(figure)
            values, problems = _each(cells, lambda cell: number(cell, expected, decimal))
            self._say_decimal(figure, cells[undecided[0]], decimal)
        if any(problem.asks == "unit" for problem in problems.values()):
            averages = Unit("per", unit.days) if unit.days else AMOUNT
            self._ask_unit(figure, _("Some numbers in “{column}” are not whole. What are they?"), unit, averages)
        self._find_all(figure.name, problems)
        return np.array(values, dtype=float) / np.asarray(self.weeks(replace(figure, unit=unit)))

    def _known_sign(self, cell: Cell, unit: Unit) -> Sign | None:
        """In a report's whole numbers the decimal sign is the one that the cell doesn't part its thousands with."""
        if not self.is_report or not unit.whole:
            return None
        return "," if "." in text(cell) else "."

    def _unit(self, figure: Figure) -> Unit:
        """The column's unit; a percentage that is never above 1 and has no percent sign is taken for a share of 1."""
        cells = self._column(figure.column)
        if figure.unit != PERCENT or figure.unit_known or not _looks_like_fractions(cells):
            return figure.unit
        self._ask_unit(figure, _("“{column}” holds nothing above 1. What is a 1?"), FRACTION, PERCENT)
        return FRACTION

    def _ask_unit(self, figure: Figure, words: str, *units: Unit) -> None:
        options = tuple(Option(Choice(figure.entry.id, unit), unit.words) for unit in units)
        self.questions.append(Question("mapping", words.format(column=figure.header), options, (), figure.header))

    def _decimal(self, figure: Figure) -> Sign | None:
        """The decimal sign that the column shows, else the table; the user's where they disagree or don't show any."""
        shown = self._signs[figure.column] or set().union(*self._signs.values())
        return next(iter(shown)) if len(shown) == 1 else self.answers.decimal

    @cached_property
    def _signs(self) -> dict[int, set[Sign]]:
        """The decimal signs that cells give away, by column."""
        return {figure.column: _signs(self._column(figure.column), figure) for figure in self.figures}

    def _say_decimal(self, figure: Figure, cell: Cell, decimal: Sign | None) -> None:
        if decimal is None:
            self.ask("decimal", f"{figure.header}, {cell}")
        else:
            words = _("In “{column}” “{sign}” was read as the decimal sign, so in {cell}, as other cells show.")
            self.notes.append(words.format(column=figure.header, sign=decimal, cell=cell))

    def _find_all(self, name: str, problems: dict[int, Problem]) -> None:
        for place, problem in problems.items():
            self.find(self.table.row_numbers[place], name, str(problem))


def _day_named(name: str | None) -> date | None:
    """The day that a sheet's name says, None where it says something else."""
    try:
        return dates.day(name)
    except Problem:
        return None


def _first_columns(matches: Sequence[Match]) -> dict[str, int]:
    """The first column for each target that is no number.

    A name in two parts counts as person by its first part; without a date, a period by its last day.
    """
    columns = {match.target: match.column for match in reversed(matches) if match.target and not match.unit}
    parts = [columns[part] for part in ("first_name", "last_name") if part in columns]
    period = {DATE: columns[PERIOD_END]} if set(PERIOD) <= set(columns) else {}
    return period | ({PERSON: parts[0]} if parts else {}) | columns


def _full_name(parts: list[str]) -> str:
    """The parts in order; one that the other holds already, where "Name" is the full name, is not said twice."""
    held = {part for part in parts for other in parts if part != other and f" {part} " in f" {other} "}
    return text(" ".join(part for part in parts if part not in held))


def _figure(match: Match, unit: Unit, known: dict[str, Entry], taken: Collection[str]) -> Figure:
    """Results keep the user's own header, unless another column is called so; everything else is called by its id."""
    entry, name = known[match.target or ""], match.header
    if not is_outcome(entry):
        name = entry.id
    elif name in taken or name.startswith("_"):  # as working columns are
        name = f"{name} ({_('result')})"
    return Figure(match.column, match.header, name, entry, unit, match.unit_known)


def _is_money(header: str) -> bool:
    return any(unicodedata.category(sign) == "Sc" for sign in header)


def _signs(cells: Sequence[Cell], figure: Figure) -> set[Sign]:
    expected = _expected(figure.entry, figure.unit)
    return {sign for cell in cells if (sign := decimal_sign(cell, expected))}


def _expected(entry: Entry, unit: Unit) -> Expected:
    """What a column for this target may hold, in the unit it is written in."""
    if isinstance(entry, Column) and entry.role == "official":
        return Expected(high=FULL_SCORE if entry.id == official("total") else PILLAR_POINTS, scale=True)
    if is_outcome(entry):
        return Expected(low=-LIMIT, percent=True, money=True)
    if isinstance(entry, Activity) and entry.percent:
        return Expected(high=100, percent=True, fraction=unit == FRACTION)
    days = isinstance(entry, Activity) and entry.unit.startswith("days")
    return Expected(high=unit.days if days and unit.days else LIMIT, whole=unit.whole)


def _looks_like_fractions(cells: Sequence[Cell]) -> bool:
    values, _problems = _each(cells, lambda cell: number(cell, Expected(percent=True)))
    known = [value for value in values if value is not None]
    return bool(known) and 0 < max(known) <= 1 and not any(has_percent(cell) for cell in cells)


def _each(cells: Sequence[Cell], convert: Callable[[Cell], Any]) -> tuple[list, dict[int, Problem]]:
    """What convert makes of each cell, and its problems by place; equal cells are converted once."""
    made: dict = {}
    values, problems = [], {}
    for place, cell in enumerate(cells):
        key = type(cell), cell
        if key not in made:
            try:
                made[key] = convert(cell)
            except Problem as problem:
                made[key] = problem
        values.append(None if isinstance(made[key], Problem) else made[key])
        if isinstance(made[key], Problem):
            problems[place] = made[key]
    return values, problems
