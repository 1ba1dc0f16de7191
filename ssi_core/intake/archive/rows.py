"""One of LinkedIn's CSV files as a stream of rows, whatever its writers or Excel did to it.

Only the block in hand is held, so that memory does not grow with the file; Python's csv takes most of the time.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import BinaryIO, Generic, Protocol, TypeVar

from ssi_core.i18n import _
from ssi_core.intake.delimited import BINARY_FROM, MARKS, SEPARATOR_LINE, WINDOWS_1252, utf_16_by_its_nuls
from ssi_core.intake.records import CONTROL, Unreadable

START = 4_096  # bytes that tell the encoding
BLOCK = 1 << 18  # bytes read at once
HEAD = 30  # lines among which the header stands
MAX_RECORD = 1_000_000  # characters; a longer one has a quotation mark that never closes
MAX_RECORD_LINES = 5_000
MAX_LINES = 5_000_000  # a million messages have fewer
MAX_BROKEN = 100_000  # rows
MAX_IN_VAIN = 100_000_000  # characters gone over twice because of stray quotation marks; takes some three seconds
RESTART = 200  # what starting again costs, in characters

_DATED = re.compile(r'"?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"?,')
_ESCAPED = re.compile(r'[\\"]"')  # a quotation mark in a quoted text, as either of the two writers has it
_ODD_BYTE = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of it
_ONE_COLUMN = "\x1f"  # a delimiter that no text holds


class Layout(Protocol):
    """What a caller recognises a header as. dated: a record begins only where a line begins with a date and time."""

    @property
    def dated(self) -> bool: ...


L = TypeVar("L", bound=Layout)


class Unknown(Unreadable):
    """No line at the file's beginning is a header that the caller knows. header: the cells of the first filled line."""

    def __init__(self, header: tuple[str, ...]) -> None:
        super().__init__(_("This is none of the LinkedIn files we know."))
        self.header = header


class Rows(Generic[L]):
    """Gives once, for each row, its number (the line of the file where it begins, from 1) and a cell for each column.

    header: without the blank cells at its end. broken: number and problem of each row that was set aside, without its
    text. count: rows met so far, given or broken; blank lines are none. broken, count and notes grow with the reading.
    Raises Unreadable on the way where a file turns out to be damaged throughout.
    """

    def __init__(self, layout: L, header: tuple[str, ...], records: "_Records", lines: "_Lines") -> None:
        self.layout = layout
        self.header = header
        self.broken = lines.broken
        self._records = records
        self._lines = lines
        self._given = 0

    @property
    def count(self) -> int:
        return self._given + len(self.broken)

    @property
    def notes(self) -> tuple[str, ...]:
        return self._lines.notes()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        width = len(self.header)
        for number, cells in self._records:
            if len(cells) != width:
                if any(map(str.strip, cells[width:])):
                    problem = _("{cells} cells, the header has {width}").format(cells=len(cells), width=width)
                    self._lines.set_aside(number, problem)
                    continue
                cells = cells[:width] + [""] * (width - len(cells))
            if any(map(str.strip, cells)):
                self._given += 1
                yield number, cells


def open_rows(stream: BinaryIO, recognise: Callable[[Sequence[str]], L | None]) -> Rows[L]:
    """Finds encoding, delimiter (comma, semicolon or tab) and header, reading no further than that needs.

    recognise: gets a line's cells without the blanks around them and at the end. The first line that it has a layout
    for is the header. Raises Unreadable, and Unknown where there is no such line.
    """
    lines = _Lines(stream)
    blocks = iter(lines)
    head: list[str] = []
    while len(head) < HEAD and (block := next(blocks, None)):
        head += block
    index, layout, header, delimiter = _header(head[:HEAD], recognise)
    below = chain([head[index + 1 :]], blocks)
    if layout.dated and delimiter == "," and any(map(_DATED.match, head)):
        return Rows(layout, header, _dated_records(index + 2, below, len(header), lines), lines)
    return Rows(layout, header, _records(index + 2, below, delimiter, lines), lines)


def _header(head: list[str], recognise: Callable[[Sequence[str]], L | None]) -> tuple[int, L, tuple[str, ...], str]:
    """Where it stands, from 0, its layout, its cells and the delimiter; line by line, whatever is quoted above it."""
    declared = SEPARATOR_LINE.match("".join(head[:1]))
    delimiters = declared[1] if declared else ",;\t"
    for index, line in enumerate(head):
        for delimiter in delimiters:
            cells = _cells(line, delimiter)
            if (layout := recognise(cells)) is not None:
                return index, layout, cells, delimiter if delimiter in line else _ONE_COLUMN
    text = "".join(head)[:START]
    if len(CONTROL.findall(text)) > BINARY_FROM * len(text):
        raise Unreadable(_("This is not text, or it is damaged."))
    filled = next(filter(str.strip, head[1:] if declared else head), None)
    if filled is None:
        raise Unreadable(_("The file is empty."))
    raise Unknown(max((_cells(filled, delimiter) for delimiter in delimiters), key=len))


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


_Records = Iterator[tuple[int, list[str]]]


def _records(number: int, blocks: Iterable[list[str]], delimiter: str, lines: "_Lines") -> _Records:
    """Records as in RFC 4180; number: of the first line.

    Where quotation marks don't add up or never close, a record's first line is read by itself or set aside, and reading
    goes on at the next line: a stray mark costs a row, not the rows below it.
    """
    pending: list[str] = []
    in_vain = 0
    for block in chain(blocks, [[]]):  # the empty one is the end
        pending += block
        done = 0
        while done < len(pending):
            done, reached = yield from _whole(number, pending, done, delimiter)
            size = sum(map(len, pending[done:reached]))
            if block and reached == len(pending) and size <= MAX_RECORD and reached - done <= MAX_RECORD_LINES:
                break  # it may end in the next block
            if done < reached:
                if cells := _alone(pending[done], delimiter):
                    yield number + done, cells
                else:
                    lines.set_aside(number + done, _("a quotation mark that never closes"))
                done += 1
            in_vain += size + RESTART
            if in_vain > MAX_IN_VAIN:
                raise _damaged()
        number += done
        del pending[:done]


def _whole(
    number: int, lines: list[str], done: int, delimiter: str
) -> Generator[tuple[int, list[str]], None, tuple[int, int]]:
    """The records after so many done lines, up to the first in trouble. Returns how many are done then, or looked at.

    number: of the first line in the list.
    """
    reader = csv.reader(map(lines.__getitem__, range(done, len(lines))), delimiter=delimiter, strict=True)
    begin = done
    with suppress(csv.Error):
        for record in reader:
            yield number + done, record
            done = begin + reader.line_num
    return done, begin + reader.line_num


def _alone(line: str, delimiter: str) -> list[str] | None:
    """The line's cells, stray quotation marks and all; None where one of them never closes."""
    reader = csv.reader([line, "\n"], delimiter=delimiter)  # an open one swallows the line added
    cells = next(reader)
    return cells if reader.line_num == 1 else None


def _dated_records(number: int, blocks: Iterable[list[str]], width: int, lines: "_Lines") -> _Records:
    """One record for each line that begins with a date and time: its first cells, and in the last all that follows.

    LinkedIn's two writers of comments quote neither as RFC 4180 has it nor alike, but all cells before the text are
    free of commas and line breaks.
    """
    for begin, text in _from_date_to_date(number, blocks):
        if not text.strip():
            continue
        if len(text) > MAX_RECORD:
            lines.set_aside(begin, _too_long())
        elif not _DATED.match(text):
            lines.set_aside(begin, _("no date and time at the beginning of the row"))
        else:
            yield begin, [_unquoted(cell.strip()) for cell in text.split(",", width - 1)]


def _from_date_to_date(number: int, blocks: Iterable[list[str]]) -> Iterator[tuple[int, str]]:
    """Where each text begins, and the text; the first is what stands above all dates. Too long ones are cut."""
    begin, held, size = number, [], 0
    for now, line in enumerate(chain.from_iterable(blocks), number):
        if _DATED.match(line):
            yield begin, "".join(held)
            begin, held, size = now, [], 0
        elif not held and not line.strip():
            begin = now + 1
            continue
        if size <= MAX_RECORD:
            held.append(line)
        size += len(line)
    yield begin, "".join(held)


def _unquoted(cell: str) -> str:
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return _ESCAPED.sub('"', cell[1:-1]) if quoted else cell


class _Lines:
    """The lines of a stream, decoded, in blocks; ends with CR, LF or CRLF are kept. Blocks are never empty."""

    def __init__(self, stream: BinaryIO) -> None:
        self.broken: list[tuple[int, str]] = []
        self._stream = stream
        self._start = stream.read(START)
        self._encoding = "UTF-8"
        self._odd = 0  # bytes read as Windows-1252, or characters that could not be read
        self._settle_encoding()

    def notes(self) -> tuple[str, ...]:
        notes = []
        if self._encoding != "UTF-8":
            notes.append(_("Read as {encoding}.").format(encoding=self._encoding[:6]))
            if self._odd:
                notes.append(_("Characters that could not be read: {count:,}.").format(count=self._odd))
        elif self._odd:
            notes.append(_("Bytes that are not UTF-8, read as Windows-1252: {count:,}.").format(count=self._odd))
        return tuple(notes)

    def set_aside(self, number: int, problem: str) -> None:
        if len(self.broken) == MAX_BROKEN:
            raise _damaged()
        self.broken.append((number, problem))

    def __iter__(self) -> Iterator[list[str]]:
        rest, number, too_long = "", 0, False
        for text in self._texts():
            lines = io.StringIO(rest + text, newline="").readlines()
            rest = lines.pop() if lines else ""  # its end, or the LF after its CR, may be in the next block
            if too_long and lines:
                self.set_aside(number + 1, _too_long())
                lines[0], too_long = "\n", False
            too_long = too_long or len(rest) > MAX_RECORD
            if too_long:
                rest = rest[-1:]
            number += len(lines)
            if number > MAX_LINES:
                raise Unreadable(_("The file has more than {limit:,} lines.").format(limit=MAX_LINES))
            if lines:
                yield lines
        if too_long:
            self.set_aside(number + 1, _too_long())
        elif rest:
            yield [rest]

    def _settle_encoding(self) -> None:
        for mark, encoding in ((codecs.BOM_UTF8, "UTF-8"), *MARKS):
            if self._start.startswith(mark):
                self._start, self._encoding = self._start.removeprefix(mark), encoding
                return
        self._encoding = utf_16_by_its_nuls(self._start) or "UTF-8"

    def _texts(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self._encoding)()
        for block in chain([self._start], iter(lambda: self._stream.read(BLOCK), b"")):
            yield self._decoded(decoder, block)
        yield self._decoded(decoder, b"", final=True)

    def _decoded(self, decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> str:
        try:
            return decoder.decode(block, final)
        except UnicodeDecodeError:
            decoder.errors = "surrogateescape" if self._encoding == "UTF-8" else "replace"
            text = decoder.decode(block, final)
            decoder.errors = "strict"
        text, mended = _ODD_BYTE.subn(lambda found: WINDOWS_1252[ord(found[0]) - 0xDC00], text)
        self._odd += mended or text.count("\ufffd")
        return text


def _too_long() -> str:
    return _("longer than {limit:,} characters").format(limit=MAX_RECORD)


def _damaged() -> Unreadable:
    return Unreadable(_("This file is damaged almost throughout. Download your archive again."))
