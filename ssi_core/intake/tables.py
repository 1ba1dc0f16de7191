"""The one reader for tables: bytes in, cells as they stand out, whatever the format."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ssi_core.i18n import _, ngettext
from ssi_core.intake import child, delimited, header, workbook
from ssi_core.intake.findings import Finding
from ssi_core.intake.records import (
    CONTROL,
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    Cell,
    Remark,
    Sheet,
    Unreadable,
    letter,
    too_many_columns,
)

__all__ = ["Cell", "Table", "Unreadable", "read_tables"]

SHOWN = 80  # characters of a value in a finding


@dataclass(frozen=True)
class Table:
    """A header and its rows. Every row has as many cells as the header; row_numbers are those of the file, from 1.

    is_current: it tells how people do now, whatever its dates, and so goes with the newest that other tables know.
    """

    file: str
    sheet: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()  # what was found and assumed: encoding, delimiter, header row, skipped sheets
    findings: tuple[Finding, ...] = ()  # rows and cells set aside while reading
    is_current: bool = False


def read_tables(name: str, data: bytes) -> list[Table]:
    """Every table in the file, recognised by its content and not by its name.

    A sheet that holds no table is left out with a note on the first one that does. Raises Unreadable with the
    sentence to show.
    """
    tables: list[Table] = []
    refused: list[tuple[Sheet, Unreadable]] = []
    for sheet in _sheets(name, data):
        try:
            tables.append(_table(name, sheet))
        except Unreadable as reason:
            refused.append((sheet, reason))
    if not tables:
        raise max(refused, key=lambda pair: len(pair[0].records))[1]
    kept = [table for table in tables if len(table.header) > 1] or tables
    reasons = [(sheet.name, str(reason)) for sheet, reason in refused]
    reasons += [(table.sheet, _("It has a single column.")) for table in tables if table not in kept]
    message = _("Sheet “{sheet}” was not read. {reason}")
    notes = [message.format(sheet=sheet, reason=reason) for sheet, reason in reasons]
    return [replace(kept[0], notes=kept[0].notes + tuple(notes)), *kept[1:]]


def _sheets(name: str, data: bytes) -> list[Sheet]:
    _refuse_at_sight(data)
    suffix = PurePath(name).suffix.lower()
    if not data.startswith((*workbook.ZIP, workbook.OLE)):
        sheets = [delimited.read(data)]
        if suffix in {".xlsx", ".xls", ".ods"}:
            sheets[0].notes.append(_("The file is named {suffix} but holds text.").format(suffix=suffix))
        return sheets
    try:
        sheets = child.run(workbook.read, data)
    except child.Died:
        raise workbook.damaged() from None
    if suffix in {".csv", ".tsv", ".txt"}:
        sheets[0].notes.append(_("The file is named {suffix} but is a workbook.").format(suffix=suffix))
    return sheets


def _refuse_at_sight(data: bytes) -> None:
    if not data:
        raise Unreadable(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than {limit} MB.").format(limit=MAX_BYTES // 1_000_000))
    others = {
        b"\x89PNG": _("a PNG image"),
        b"\xff\xd8\xff": _("a JPEG image"),
        b"%PDF": _("a PDF document"),
    }
    for magic, kind in others.items():
        if data.startswith(magic):
            raise Unreadable(_("This is {kind}, not a table. Upload a CSV or XLSX file.").format(kind=kind))


def _table(file: str, sheet: Sheet) -> Table:
    if not sheet.records:
        empty = _("The file has no rows.") if sheet.name is None else _("Sheet “{sheet}” is empty.")
        raise Unreadable(empty.format(sheet=sheet.name))
    found = header.find(sheet.records, sheet.row_numbers)
    body = sheet.records[found.stop :]
    if not body:
        raise Unreadable(_("There is a header but no people: no row stands below it."))
    columns = _named_columns(found.labels, body, sheet.first_column)
    rows = _Rows(file, columns, len(found.labels))
    for number, record in zip(sheet.row_numbers[found.stop :], body, strict=True):
        rows.take(number, record)
    begin = sheet.row_numbers[found.stop - 1]
    findings = [*_as_findings(file, sheet.remarks, columns, begin), *rows.findings]
    return Table(
        file,
        sheet.name,
        tuple(columns.values()),
        tuple(rows.rows),
        tuple(rows.numbers),
        (*sheet.notes, *_layout(sheet, found)),
        tuple(sorted(findings, key=lambda finding: finding.row or 0)),
    )


def _named_columns(labels: list[str], body: list[list[Cell]], first: int) -> dict[int, str]:
    """Label by position in the record. A column without a label is kept, under its letter, where it has cells."""
    columns = {}
    for position, label in enumerate(labels):
        if label:
            columns[position] = label
        elif any(position < len(record) and record[position] is not None for record in body):
            columns[position] = _("Column {letter}").format(letter=letter(first + position))
    if len(columns) > MAX_COLUMNS:
        raise too_many_columns()
    if any(len(label) > MAX_CHARACTERS for label in columns.values()):
        raise Unreadable(_("A column's name is longer than {limit:,} characters.").format(limit=MAX_CHARACTERS))
    _refuse_twins(columns, first)
    return columns


def _refuse_twins(columns: dict[int, str], first: int) -> None:
    places = defaultdict(list)
    for position, label in columns.items():
        places[unicodedata.normalize("NFKC", label).casefold()].append(position)
    for twins in places.values():
        if len(twins) > 1:
            message = _("Column “{label}” appears more than once ({letters}). Give each column a name of its own.")
            letters = ", ".join(letter(first + position) for position in twins)
            raise Unreadable(message.format(label=columns[twins[0]], letters=letters))


class _Rows:
    """Collects the rows that are used, and findings for those and for the cells that are not."""

    def __init__(self, file: str, columns: dict[int, str], header_cells: int):
        self.file, self.columns, self.header_cells = file, columns, header_cells
        self.width = max(columns, default=-1) + 1
        self.rows: list[tuple[Cell, ...]] = []
        self.numbers: list[int] = []
        self.findings: list[Finding] = []

    def take(self, number: int, record: Sequence[Cell]) -> None:
        if any(cell is not None for cell in record[self.header_cells :]):
            value = ", ".join(str(cell) for cell in record if cell is not None)
            self._find(number, "", value, self._count(len(record)), _("row not used"))
            return
        row = tuple(
            self._cell(number, label, record[position]) if position < len(record) else None
            for position, label in self.columns.items()
        )
        if all(cell is None for cell in row):
            return
        if len(record) < self.width:
            self._find(number, "", "", self._count(len(record)), _("missing cells are blank"))
        self.rows.append(row)
        self.numbers.append(number)

    def _cell(self, number: int, label: str, cell: Cell) -> Cell:
        if not isinstance(cell, str) or (cell.isprintable() and len(cell) <= MAX_CHARACTERS):
            return cell
        if problem := _unusable(cell):
            self._find(number, label, cell, problem, _("blank"))
            return None
        return cell

    def _count(self, cells: int) -> str:
        found = ngettext("the row has {n} cell", "the row has {n} cells", cells).format(n=cells)
        return _("{found}, the header {header}").format(found=found, header=self.header_cells)

    def _find(self, number: int, label: str, value: str, problem: str, taken_as: str) -> None:
        self.findings.append(Finding(self.file, number, label, _shown(value), problem, taken_as))


def _unusable(cell: str) -> str | None:
    if len(cell) > MAX_CHARACTERS:
        return _("longer than {limit:,} characters").format(limit=MAX_CHARACTERS)
    if found := CONTROL.search(cell):
        code = ord(found[0])
        return _("has a NUL character") if code == 0 else _("has a control character (U+{code:04X})").format(code=code)
    return None


def _shown(value: str) -> str:
    """Short enough for a table, control characters spelt out."""
    short = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", short)


def _as_findings(file: str, remarks: list[Remark], columns: dict[int, str], header_row: int) -> Iterator[Finding]:
    for remark in remarks:
        if remark.column is None:
            yield Finding(file, remark.row, "", remark.value, remark.problem, remark.taken_as)
        elif remark.column in columns and remark.row > header_row:
            label = columns[remark.column]
            yield Finding(file, remark.row, label, remark.value, remark.problem, remark.taken_as)


def _layout(sheet: Sheet, found: header.Header) -> Iterator[str]:
    first, last = sheet.row_numbers[found.start], sheet.row_numbers[found.stop - 1]
    if first != last:
        yield _("The header was found in rows {first} and {last}.").format(first=first, last=last)
    elif first > 1:
        yield _("The header was found in row {row}.").format(row=first)
    if sheet.blank_rows:
        skipped = ngettext("{n} blank row was skipped.", "{n} blank rows were skipped.", sheet.blank_rows)
        yield skipped.format(n=sheet.blank_rows)
