"""A member's creator analytics (XLSX) to events: impressions, engagement received and new followers of each day."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from ssi_core.i18n import _
from ssi_core.intake import child, dates, units, workbook
from ssi_core.intake.cells import Expected, Problem, number, text
from ssi_core.intake.findings import Condensed, Finding
from ssi_core.intake.ledger import AT, COUNT, HIT, KIND, Event, FileRead, Seen, events
from ssi_core.intake.records import MAX_BYTES, Cell, Sheet, Unreadable

LOOK = 5  # records of a sheet in which its title, window and header must be
WHOLE = Expected(whole=True)

_HINTS: dict[Event, str] = {"impression": "impres", "engagement": "engag|engaj|intera", "follower": "follow|seguid"}
_PLACES: dict[int, tuple[Event, ...]] = {1: ("follower",), 2: ("impression", "engagement")}  # by figures beside the day
_NAMES: dict[Event, str] = {
    "impression": _("Impressions"),
    "engagement": _("Engagements"),
    "follower": _("New followers"),
}
_NO_COUNT = _("no whole number, 0 or more")
_BETWEEN = re.compile(r"\s+(?:[-–—]|to|a|até|bis|tot|au)\s+")
_NUMERIC_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{2,4}")
_DATE_LIKE = re.compile(r"[\d/:\-., ]{1,30}")
_PAGE = re.compile(
    r"\b(?:organic|organico|organica|organisch\w*|organique|sponsored|gesponser\w*|patrocinad\w+|sponsorise\w*|"
    r"page views|unique visitors)\b"
)

Window = tuple[str, str]
Period = tuple[date, date]
Row = tuple[int, Sequence[Cell]]


class NotAnalytics(Unreadable):
    """A workbook of another kind, or none; the message says which."""


@dataclass(frozen=True)
class _Days:
    """A sheet with a row a day. places: the column of each kind of event. sure: its own header or title shows it."""

    title: str
    rows: list[Row]
    places: dict[Event, int]
    sure: bool


def read_analytics(name: str, data: bytes) -> tuple[FileRead, pd.DataFrame, tuple[Seen, ...]]:
    """The file, an event of each kind a day, and over which days it shows them.

    Sheets are recognised by what they hold, so that their language and order don't matter. Raises NotAnalytics for a
    workbook of another kind, Unreadable for one that cannot be opened.
    """
    sheets = _sheets(data)
    if any(map(_is_of_a_page, sheets)):
        raise NotAnalytics(_page())
    tables = [days for sheet in sheets if (days := _days(sheet))]
    window = next(filter(None, map(_window, sheets)), None)
    if not tables or not (window or any(days.sure for days in tables)):
        raise NotAnalytics(_("This workbook is no analytics export: no sheet lists days with LinkedIn's figures."))
    first, order = _day_first(tables, window)
    period, outside = _period(tables, window, first)
    reader = _Reader(name, first, period)
    for days in tables:
        reader.take(days)
    frame = events(reader.taken)
    start, end = period or (None, None)
    seen = tuple(Seen(kind, name, start, end) for kind in _HINTS if end and (frame[KIND] == kind).any())
    rows = sum(len(days.rows) for days in tables)
    notes = (*order, *outside, *_missing(seen), *_unneeded(sheets, tables))
    file = FileRead(name, "analytics", rows, reader.used, start, end, reader.findings, notes)
    return file, frame, seen


def joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The events of several analytics files, each kind's day once: the file that reaches furthest knows it best."""
    by_end = sorted((frame for frame in frames if len(frame)), key=lambda frame: frame[AT].max())
    if not by_end:
        return events()
    return pd.concat(by_end).drop_duplicates([AT, KIND], keep="last").sort_values([AT, KIND], ignore_index=True)


def _sheets(data: bytes) -> list[Sheet]:
    if not data.startswith((*workbook.ZIP, workbook.OLE)):
        raise NotAnalytics(_("This is no workbook. LinkedIn's analytics come as an XLSX file."))
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than {limit} MB.").format(limit=MAX_BYTES // 1_000_000))
    try:
        return child.run(workbook.read, data)
    except child.Died:
        raise workbook.damaged() from None


def _is_of_a_page(sheet: Sheet) -> bool:
    """Whether the columns tell organic from sponsored and the like, as only a company page's do."""
    top = " ".join(words for record in sheet.records[:LOOK] for words in _texts(record))
    return len(_PAGE.findall(units.plain(top))) > 1


def _page() -> str:
    return _(
        "These are the analytics of a company page. The score is about a person: export your own analytics "
        "from your profile."
    )


def _texts(record: Sequence[Cell]) -> list[str]:
    return [cell for cell in record if isinstance(cell, str)]


def _window(sheet: Sheet) -> Window | None:
    """The first and last day that the sheet says it covers, as written: "8/7/2023 - 8/5/2024"."""
    for cell in (cell for record in sheet.records[:LOOK] for cell in _texts(record)):
        ends = _BETWEEN.split(cell.strip())
        if len(ends) == 2 and all(map(_is_day, ends)):
            return ends[0], ends[1]
    return None


def _days(sheet: Sheet) -> _Days | None:
    """The sheet as a row a day, None where most of its rows don't begin with one."""
    records = list(zip(sheet.row_numbers, sheet.records, strict=True))
    begin = next((place for place, (_number, record) in enumerate(records) if _is_day(record[0])), len(records))
    header = next((place for place in reversed(range(begin)) if _is_header(records[place][1])), None)
    rows = records[begin if header is None else header + 1 :]
    if 2 * sum(_is_day(record[0]) for _number, record in rows) <= len(rows):
        return None
    labels = [] if header is None else records[header][1]
    named, figures = _named(labels), _figures(labels, rows)
    titled = any(
        _NUMERIC_DAY.search(title) for _number, record in records[: header or 0] for title in _texts(record[:1])
    )
    places = named or dict(zip(_PLACES.get(len(figures), ()), figures, strict=False))
    sure = titled or len(named) == len(figures)
    return _Days(sheet.name or "", rows, places, sure) if places else None


def _is_day(cell: Cell) -> bool:
    """Whether a cell is a day; a bare number could be anything."""
    if not isinstance(cell, str):
        return isinstance(cell, date)
    return not cell.strip().isdecimal() and _day(cell, False) is not None


def _day(cell: Cell, first: bool) -> date | None:
    try:
        return dates.day(cell, first)
    except Problem:
        return None


def _is_header(record: Sequence[Cell]) -> bool:
    """Whether a row above the days names the columns: at least two words, no figure."""
    filled = [cell for cell in record if cell is not None]
    return len(filled) > 1 and not any(_is_figure(cell) for cell in filled[1:])


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and any(map(str.isdecimal, cell)))


def _named(labels: Sequence[Cell]) -> dict[Event, int]:
    """The first column that is called each kind, in English, Portuguese and whatever is close to them."""
    plain = [units.plain(label) if isinstance(label, str) else "" for label in labels]
    places = {kind: [i for i, label in enumerate(plain) if re.search(hint, label)] for kind, hint in _HINTS.items()}
    return {kind: found[0] for kind, found in places.items() if found}


def _figures(labels: Sequence[Cell], rows: Sequence[Row]) -> list[int]:
    """The columns beside the day in which anything stands."""
    records = [labels, *(record for _number, record in rows)]
    width = max(map(len, records))
    return [i for i in range(1, width) if any(i < len(record) and record[i] is not None for record in records)]


def _day_first(tables: Sequence[_Days], window: Window | None) -> tuple[bool, list[str]]:
    """Whether the day stands before the month, with a note where the file doesn't tell and LinkedIn's English decides.

    A number above 12 decides; else the order in which more days lie in the window, and closer together.
    """
    cells = [record[0] for days in tables for _number, record in days.rows]
    fits = {first: _misfit(cells, window, first) for first in (False, True)}
    undecided = fits[False] == fits[True] and any(map(dates.is_either, cells))
    words = _("Nothing in this file tells whether the day or the month comes first; the month was taken.")
    return fits[True] < fits[False], [words] if undecided else []


def _misfit(cells: Sequence[Cell], window: Window | None, first: bool) -> tuple[int, int, int, int]:
    """How badly an order of day and month fits; compares as a tuple, the smaller the better."""
    denied = sum(dates.day_first(cell) is not first for cell in (*cells, *(window or ())) if _tells(cell))
    known = [day for cell in cells if (day := _day(cell, first))]
    ends = _ends(window, first)
    outside = sum(not ends[0] <= day <= ends[1] for day in known) if ends else 0
    return denied, outside, _span(known), _span(ends or ())


def _tells(cell: Cell) -> bool:
    return dates.day_first(cell) is not None


def _span(days: Sequence[date]) -> int:
    return (max(days) - min(days)).days if days else 0


def _ends(window: Window | None, first: bool) -> tuple[date, date] | None:
    start, end = (_day(cell, first) for cell in window or (None, None))
    return (start, end) if start and end and start <= end else None


def _period(tables: Sequence[_Days], window: Window | None, first: bool) -> tuple[tuple[date, date] | None, list[str]]:
    """The days that the file covers: its window, unless most rows lie outside it; else from the first to the last."""
    known = [day for days in tables for _number, record in days.rows if (day := _day(record[0], first))]
    ends = _ends(window, first)
    if ends and 2 * sum(ends[0] <= day <= ends[1] for day in known) >= len(known):
        return ends, []
    words = _("The period at the top doesn't fit the days below; the days were taken.")
    return (min(known), max(known)) if known else None, [words] if ends else []


class _Reader:
    """Collects the events and findings of all sheets of days in a file, and how many of their rows are understood."""

    def __init__(self, name: str, first: bool, period: Period | None):
        self.name, self.first, self.period = name, first, period
        self.taken: dict[str, list] = {AT: [], KIND: [], COUNT: [], HIT: []}
        self.used = 0
        self._findings: dict[str, Condensed] = {}
        self._met: set[tuple[Event, date]] = set()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Sheet by sheet."""
        return tuple(finding for sheet in self._findings.values() for finding in sheet.all())

    def take(self, days: _Days) -> None:
        for row, record in days.rows:
            try:
                self._take(days, row, record)
                self.used += 1
            except Problem as problem:
                self._find(days, row, _("Date"), record[0], str(problem), _("row not used"), rows=1)

    def _take(self, days: _Days, row: int, record: Sequence[Cell]) -> None:
        """The events of a row; a bad figure is unknown as long as another one is good. Raises Problem."""
        day = self._day(record[0])
        cells = {kind: record[place] if place < len(record) else None for kind, place in days.places.items()}
        counts = {kind: _count(cell) for kind, cell in cells.items()}
        if all(count is None for count in counts.values()):
            raise Problem(_("none of its figures is a whole number, 0 or more"))
        if not self._met.isdisjoint((kind, day) for kind in counts):
            raise Problem(_("this day stands twice; the first row counts"))
        for kind, count in counts.items():
            self._met.add((kind, day))
            if count is None:
                self._find(days, row, _NAMES[kind], cells[kind], _NO_COUNT, _("unknown"))
            else:
                self._add(day, kind, count)

    def _day(self, cell: Cell) -> date:
        day = dates.day(cell, self.first)
        if day is None:
            raise Problem(_("no date"))
        if self.period and not self.period[0] <= day <= self.period[1]:
            raise Problem(_("outside the file's period"))
        return day

    def _add(self, day: date, kind: Event, count: float) -> None:
        for column, value in {AT: pd.Timestamp(day), KIND: kind, COUNT: count, HIT: None}.items():
            self.taken[column].append(value)

    def _find(self, days: _Days, row: int, column: str, cell: Cell, problem: str, taken_as: str, rows: int = 0) -> None:
        sheet = f"{self.name}, {days.title}"
        findings = self._findings.setdefault(sheet, Condensed(sheet))
        findings.add(row, column, _shown(cell), problem, taken_as, rows)


def _count(cell: Cell) -> float | None:
    """The count of a day, None where there is none. LinkedIn counts in whole numbers: any . or , parts thousands."""
    decimal = "," if isinstance(cell, str) and "." in cell else "."
    try:
        return number(cell, WHOLE, decimal)
    except Problem:
        return None


def _shown(cell: Cell) -> str:
    """The cell if it can be nothing but a date or a number."""
    words = text(cell)
    return words if _DATE_LIKE.fullmatch(words) else ""


def _missing(seen: Sequence[Seen]) -> list[str]:
    kinds = {window.kind for window in seen}
    words = _("{figures} a day: not in this file, so unknown.")
    return [words.format(figures=name) for kind, name in _NAMES.items() if kind not in kinds]


def _unneeded(sheets: Sequence[Sheet], tables: Sequence[_Days]) -> list[str]:
    """What of the workbook counts for nothing, by name."""
    read = {days.title for days in tables}
    others = [sheet.name or "" for sheet in sheets if sheet.name not in read and not _window(sheet)]
    words = _("Not needed for the score: {sheets}.")
    return [words.format(sheets=", ".join(others))] if others else []
