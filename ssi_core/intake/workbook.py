"""Workbooks (XLSX, XLS, ODS) through calamine. Call `read` in a child process: calamine can abort on a hostile file."""

import io
import posixpath
import re
import zlib
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ssi_core.i18n import _
from ssi_core.intake.records import MAX_ROWS, Cell, Remark, Sheet, Unreadable

ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # XLSX, ODS; the second is an empty one
OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # XLS, and everything that Office encrypts
MAX_UNPACKED = 100_000_000  # bytes
MAX_PARTS = 1_000
MAX_CELLS = 10_000_000  # calamine holds every cell between the first and the last in memory, filled or not

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DAMAGE = (CalamineError, BadZipFile, zlib.error, ElementTree.ParseError, EOFError, LookupError, OSError, ValueError)

# Of a sheet's XML only this is wanted beside the values, which calamine reads: patterns do it four times faster
# than a parser, and what they miss in an unusual file costs a remark, never a value.
_PREFIX = re.compile(rb"(</?)\w+:")
_FILLED_ROW = re.compile(rb'<row\s(?>(?:[^<>]*?\s)?r=")(\d+)"[^<>]*+>\s*(?:<c\s[^<>]*+(?<=/)>\s*)*+<c\s')
_FILLED_COLUMN = re.compile(rb'<c\s(?>(?:[^<>]*?\s)?r=")([A-Z]{1,3})\d+"[^<>]*+(?<!/)>(?!</c>)')
_ERROR = re.compile(rb'<c\s((?>[^<>]*?\bt="e")[^<>]*+)>(?:<f\b[^<>]*+(?:(?<=/)>|>[^<>]*</f>))?<v>([^<>]*)</v>')
_NO_VALUE = re.compile(rb"<c\s([^<>]*+)><f\b[^<>]*+(?:(?<=/)>|>[^<>]*</f>)(?:<v\s*/>|<v></v>)?</c>")
_HIDDEN = re.compile(rb'<(?:row|col)\s[^<>]*\bhidden="(?:1|true)"')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


@dataclass
class _Beside:
    """What a sheet's XML says beside the values. Cells are (row, column), both from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False


def read(data: bytes) -> list[Sheet]:
    """The visible sheets in the workbook's order, empty ones included. Raises Unreadable.

    A formula gives the value that was stored with it, an Excel error its text, a time of day or a duration text.
    """
    try:
        beside = _inspect(data) if data.startswith(ZIP) else _inspect_old(data)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheets = _visible_sheets(workbook, beside)
        if not beside:  # calamine tells errors from blanks in no format; only XLSX has been looked through for them
            sheets[0].notes.append(_("In this kind of workbook an error such as #DIV/0! is read as a blank cell."))
        return sheets
    except PasswordError:
        raise _protected() from None
    except Unreadable:
        raise
    except _DAMAGE:
        raise damaged() from None


def damaged() -> Unreadable:
    return Unreadable(
        _("This workbook is damaged, incomplete or unsafe. Open it in Excel, save it as .xlsx and upload that file.")
    )


def _protected() -> Unreadable:
    return Unreadable(_("This file is password-protected. Save it without a password and upload it again."))


def _inspect_old(data: bytes) -> dict[str, _Beside]:
    if _ENCRYPTED in data:
        raise _protected()
    return {}


def _inspect(data: bytes) -> dict[str, _Beside]:
    """Checks the package before calamine sees it, reading every part once. By sheet name; empty for ODS."""
    with ZipFile(io.BytesIO(data)) as package:
        _check_sizes(package)
        names = set(package.namelist())
        if not names & {"[Content_Types].xml", "content.xml"}:
            raise Unreadable(_("This is a ZIP file, but not a workbook. Unpack it and upload the table inside."))
        for name in names:
            part = package.read(name)
            if b"<!ENTITY" in part:
                raise damaged()
            if name == "META-INF/manifest.xml" and b"encryption-data" in part:
                raise _protected()
        if "content.xml" in names:
            return {}
        return {name: _beside(name, package.read(path)) for name, path in _sheet_paths(package).items()}


def _check_sizes(package: ZipFile) -> None:
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise _protected()
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED:
        message = _("This workbook unpacks to {size:,} MB; the limit is {limit} MB.")
        raise Unreadable(message.format(size=size // 1_000_000, limit=MAX_UNPACKED // 1_000_000))
    if len(parts) > MAX_PARTS:
        raise Unreadable(_("This workbook has more than {limit:,} parts.").format(limit=MAX_PARTS))


def _sheet_paths(package: ZipFile) -> dict[str, str]:
    """Where in the package each sheet is, by its name."""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = ElementTree.fromstring(package.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet")
    paths = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        path = posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")
        paths[sheet.attrib["name"]] = path
    return paths


def _beside(name: str, xml: bytes) -> _Beside:
    if b":worksheet" in xml[:1000]:
        xml = _PREFIX.sub(rb"\1", xml)
    _check_span(name, xml)
    errors = {_position(attributes): text.decode() for attributes, text in _ERROR.findall(xml)}
    without_value = [_position(a) for a in _NO_VALUE.findall(xml) if b't="str"' not in a]
    return _Beside(errors, without_value, _HIDDEN.search(xml) is not None)


def _check_span(name: str, xml: bytes) -> None:
    filled = _FILLED_ROW.findall(xml)
    _check_rows(name, len(filled))
    rows = max(map(int, filled), default=0)
    columns = max(map(_column, set(_FILLED_COLUMN.findall(xml))), default=0) + 1
    if rows * columns > MAX_CELLS:
        message = _(
            "Sheet “{sheet}” spans {rows:,} rows × {columns:,} columns because of a cell far from the table. "
            "Copy the table to a new workbook."
        )
        raise Unreadable(message.format(sheet=name, rows=rows, columns=columns))


def _check_rows(name: str, rows: int) -> None:
    if rows > MAX_ROWS + 1:
        raise Unreadable(_("Sheet “{sheet}” has more than {limit:,} rows.").format(sheet=name, limit=MAX_ROWS))


def _position(attributes: bytes) -> tuple[int, int]:
    reference = _REFERENCE.search(attributes)
    if reference is None:
        raise damaged()
    return int(reference[2]) - 1, _column(reference[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _visible_sheets(workbook: CalamineWorkbook, beside: dict[str, _Beside]) -> list[Sheet]:
    worksheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet.name for sheet in worksheets if sheet.visible == SheetVisibleEnum.Visible]
    if not visible:
        raise Unreadable(_("This workbook has no visible sheet with cells."))
    sheets = [_sheet(name, workbook.get_sheet_by_name(name), beside.get(name, _Beside())) for name in visible]
    for sheet in worksheets:
        if sheet.name not in visible:
            sheets[0].notes.append(_("Sheet “{sheet}” is hidden and was not read.").format(sheet=sheet.name))
    return sheets


def _sheet(name: str, source: CalamineSheet, beside: _Beside) -> Sheet:
    sheet = Sheet(name)
    if source.start is None:
        return sheet
    first_row, sheet.first_column = source.start
    rows = source.to_python()
    for (row, column), error in beside.errors.items():
        rows[row - first_row][column - sheet.first_column] = error
    for number, row in enumerate(rows, first_row + 1):
        if any(not isinstance(value, str) or value.strip() for value in row):
            sheet.records.append([_cell(value) for value in row])
            sheet.row_numbers.append(number)
            _check_rows(name, len(sheet.records))
    if sheet.records:
        sheet.blank_rows = sheet.row_numbers[-1] - sheet.row_numbers[0] + 1 - len(sheet.records)
    sheet.remarks = [_no_value(row, column - sheet.first_column) for row, column in beside.without_value]
    if beside.hidden:
        sheet.notes.append(_("Sheet “{sheet}” has hidden rows or columns; they were read too.").format(sheet=name))
    return sheet


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, time | timedelta):
        return str(value)
    return value


def _no_value(row: int, column: int) -> Remark:
    problem = _("a formula without a stored value; open the file in Excel and save it once")
    return Remark(row + 1, column, "", problem, _("blank"))
