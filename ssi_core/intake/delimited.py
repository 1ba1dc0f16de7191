"""Text files: bytes to text to records, with the encoding and the delimiter found by themselves."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from ssi_core.i18n import _
from ssi_core.intake.records import CONTROL, MAX_BYTES, MAX_ROWS, Cell, Remark, Sheet, Unreadable, too_many_columns

SAMPLE = 64_000  # characters that decide about the delimiter
MAX_BLANK_ROWS = 1_000_000  # between two rows; twenty million would hold the server up
MAX_CELLS = 16_384  # in a row, blank ones at its end included; no spreadsheet writes more
MAX_ODD_BYTES = 1_000  # that are mended one by one
BINARY_FROM = 0.1  # share of control characters; random bytes have 0.13

MARKS = (  # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32-LE"),
    (codecs.BOM_UTF32_BE, "UTF-32-BE"),
    (codecs.BOM_UTF16_LE, "UTF-16-LE"),
    (codecs.BOM_UTF16_BE, "UTF-16-BE"),
)
# As browsers do it: the five bytes without a character become control characters, which are reported cell by cell.
WINDOWS_1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_ODD_BYTE = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of it
SEPARATOR_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_MARKUP = re.compile(r"\s*(?:<\?xml|(?:<!--.*?-->\s*)*+<(?:!doctype|html|head|body|table|meta)\b)", re.I | re.S)

csv.field_size_limit(MAX_BYTES)  # long cells are set aside one by one, not refused with the file


def read(data: bytes) -> Sheet:
    """The file's records, each numbered by its first line. Raises Unreadable.

    Reads in this process, unlike workbooks: Python's csv goes through the text once and can't crash, so the limit on
    the file's size bounds its time and memory, which would have to come back here from a child anyway.
    """
    text, encoding, remarks = decode(data)
    _refuse_what_is_no_table(text)
    text = text.rstrip("\r\n")
    declared = SEPARATOR_LINE.match(text)
    delimiter = declared[1] if declared else _delimiter(text)
    sheet = Sheet(remarks=remarks, notes=[_("Read as {encoding}.").format(encoding=encoding)])
    _fill(sheet, _records(text[declared.end() :] if declared else text, delimiter, first_line=2 if declared else 1))
    if any(len(record) > 1 for record in sheet.records):
        sheet.notes.append(_separation(delimiter))
    return sheet


def decode(data: bytes) -> tuple[str, str, list[Remark]]:
    """Text, the encoding's name, and a remark for each byte that had to be read as Windows-1252 in UTF-8.

    A byte order mark decides, then the pattern of NULs that UTF-16 leaves, then whether it is UTF-8 without fault.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if encoding := utf_16_by_its_nuls(data[:4096]):
        return _strict(data, encoding)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), "UTF-8", []
    except UnicodeDecodeError:
        return _mixed(data)


def _strict(data: bytes, encoding: str) -> tuple[str, str, list[Remark]]:
    try:
        return data.decode(encoding), encoding[:6], []
    except UnicodeDecodeError:
        raise Unreadable(
            _("This file is damaged or incomplete: it is marked as {encoding} but does not read as such.").format(
                encoding=encoding[:6]
            )
        ) from None


def utf_16_by_its_nuls(start: bytes) -> str | None:
    """In UTF-16 every second byte of Western text is NUL."""
    pairs = len(start) // 2
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.1 * pairs:
        return "UTF-16-LE"
    if even > 0.4 * pairs and odd < 0.1 * pairs:
        return "UTF-16-BE"
    return None


def _mixed(data: bytes) -> tuple[str, str, list[Remark]]:
    """Windows-1252, or UTF-8 with a few bytes in Windows-1252, whichever explains more characters."""
    valid = data.decode(errors="ignore")
    odd = len(data) - len(valid.encode())
    if odd > len(valid) - len(valid.encode("ascii", "ignore")):
        return data.decode("latin-1").translate(WINDOWS_1252), "Windows-1252", []
    if odd > MAX_ODD_BYTES:
        raise Unreadable(_("This file mixes UTF-8 with another encoding. In Excel, save it as “CSV UTF-8”."))
    text = data.decode(errors="surrogateescape")
    remarks = [
        Remark(number, None, f"0x{ord(found[0]) - 0xDC00:X}", _("a byte that is not UTF-8"), _("read as Windows-1252"))
        for number, line in enumerate(io.StringIO(text, newline=""), 1)
        for found in _ODD_BYTE.finditer(line)
    ]
    return text.translate({0xDC00 + byte: char for byte, char in WINDOWS_1252.items()}), "UTF-8", remarks


def _refuse_what_is_no_table(text: str) -> None:
    start = text[:4096]
    if _MARKUP.match(start):
        raise Unreadable(_("This is a web page or XML, not a table. Open it in Excel and save it as .xlsx."))
    if len(CONTROL.findall(start)) > BINARY_FROM * len(start):
        raise Unreadable(
            _("This is not text we can read, and no workbook. In Excel, save it as .xlsx or as “CSV UTF-8”.")
        )


def _separation(delimiter: str) -> str:
    names = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical bars")}
    return _("Columns are separated by {delimiter}.").format(delimiter=names.get(delimiter, f"“{delimiter}”"))


def _delimiter(text: str) -> str:
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return max(",;\t|", key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter explains the sample: quotes stand where they belong, share of rows alike, their width."""
    widths: Counter[int] = Counter()
    clean = True
    lines = list(io.StringIO(sample, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            widths.update(len(row) for row in reader if any(cell.strip() for cell in row))
            break
        except csv.Error:
            clean = clean and reader.line_num == len(lines)  # the sample's end may cut a quoted cell
    rows = widths.total()
    del widths[0], widths[1]
    if not widths:
        return False, 0.0, 0
    width, alike = max(widths.items(), key=lambda item: (item[1], item[0]))
    return clean, alike / rows, width


def _records(text: str, delimiter: str, first_line: int) -> Iterator[tuple[int, list[Cell]]]:
    """Each record with the line it begins in. Raises Unreadable where a quotation mark never closes."""
    lines = chain(io.StringIO(text, newline=""), ["\n"])  # an open quotation mark swallows the line added at the end
    reader = csv.reader(lines, delimiter=delimiter)
    once: dict[str, str] = {}  # equal cells share one string, most of a big table's memory
    begin = end = 0
    for record in reader:
        begin, end = end + 1, reader.line_num
        yield begin + first_line - 1, [once.setdefault(cell, cell) if cell.strip() else None for cell in record]
    if begin != end:
        row = begin + first_line - 1
        raise Unreadable(_("A quotation mark opened in line {row} never closes.").format(row=row))


def _fill(sheet: Sheet, records: Iterator[tuple[int, list[Cell]]]) -> None:
    blank = 0
    for number, record in records:
        if len(record) > MAX_CELLS:
            raise too_many_columns()
        if any(cell is not None for cell in record):
            sheet.blank_rows += blank if sheet.records else 0
            blank = 0
            sheet.records.append(record)
            sheet.row_numbers.append(number)
        else:
            blank += 1
        if len(sheet.records) > MAX_ROWS + 1 or blank > MAX_BLANK_ROWS:
            raise Unreadable(_("The file has more than {limit:,} rows.").format(limit=MAX_ROWS))
