"""Rows of LinkedIn's CSV files: what was written is read, by whichever writer, and damage costs only its own row."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssi_core.intake.archive import rows as module
from ssi_core.intake.archive.rows import BLOCK, HEAD, Rows, Unknown, open_rows
from ssi_core.intake.records import Unreadable


@dataclass(frozen=True)
class Columns:
    needed: tuple[str, ...]
    dated: bool = False

    def recognise(self, cells: Sequence[str]) -> "Columns | None":
        return self if set(self.needed) <= set(cells) else None


PEOPLE = Columns(("First Name", "Last Name"))
COMMENTS = Columns(("Date", "Link", "Message"), dated=True)
SKILLS = Columns(("Name",))


def opened(data: str | bytes, columns: Columns = PEOPLE) -> Rows[Columns]:
    return open_rows(io.BytesIO(data if isinstance(data, bytes) else data.encode()), columns.recognise)


def read(data: str | bytes, columns: Columns = PEOPLE) -> list[tuple[int, list[str]]]:
    """All rows of a file in which none is broken."""
    rows = opened(data, columns)
    found = list(rows)
    assert (rows.broken, rows.count) == ([], len(found))
    return found


ANA = "First Name,Last Name\nAna,Ng\nMüller,Zoë\n"
NOTE = '"When exporting your data, you may notice that ""some"" are missing, such as ..."'
SAME: dict[str, str | bytes] = {  # ways to write the same two rows, with the lines they stand in
    "plain": ANA,
    "crlf": ANA.replace("\n", "\r\n"),
    "cr": ANA.replace("\n", "\r"),
    "no last line end": ANA.rstrip("\n"),
    "utf-8 with mark": ANA.encode("utf-8-sig"),
    "utf-16 with mark": ANA.encode("utf-16"),
    "utf-16 big with mark": b"\xfe\xff" + ANA.encode("utf-16-be"),
    "utf-16 without mark": ANA.encode("utf-16-le"),
    "utf-16 big without mark": ANA.encode("utf-16-be"),
    "cp1252": ANA.encode("cp1252"),
    "semicolon": ANA.replace(",", ";"),
    "tab": ANA.replace(",", "\t"),
    "trailing delimiters": ANA.replace("\n", ",,\n"),
    "spaces in the header": ANA.replace("First Name,", " First Name , "),
    "quoted": '"First Name","Last Name"\n"Ana","Ng"\n"Müller","Zoë"\n',
    "needless quotes": 'First Name,Last Name\n"Ana" ,Ng\nMüller,"Zoë"\n',
}
BELOW: dict[str, tuple[str, int]] = {  # the same, further down
    "notes": (f"Notes:\n{NOTE}\n\n{ANA}", 3),
    "notes again quoted by Excel": (f'Notes:,,\n"""{NOTE}""",,\n,,\n{ANA}', 3),
    "notes of which a quotation mark is lost": (f'Notes:\n"When exporting\n\n{ANA}', 3),
    "blank lines": (f"\n  \n{ANA}", 2),
    "separator said": (f"sep=\t\n{ANA}".replace(",", "\t"), 1),
    "the last line that is looked at": ("x\n" * (HEAD - 1) + ANA, HEAD - 1),
}


@pytest.mark.parametrize("case", SAME)
def test_rows_are_read_however_they_are_written(case: str):
    found = [(number, [cell.strip() for cell in cells]) for number, cells in read(SAME[case])]
    assert found == [(2, ["Ana", "Ng"]), (3, ["Müller", "Zoë"])]


@pytest.mark.parametrize("case", BELOW)
def test_the_header_may_stand_further_down(case: str):
    data, above = BELOW[case]
    assert read(data) == [(above + 2, ["Ana", "Ng"]), (above + 3, ["Müller", "Zoë"])]


def test_the_layout_and_the_header_are_told():
    rows = opened('First Name,"Last Name",Position,,\n')
    assert (rows.layout, rows.header, list(rows), rows.count) == (PEOPLE, (*PEOPLE.needed, "Position"), [], 0)


def test_blank_lines_are_no_rows_and_numbers_are_those_of_the_file():
    assert read('First Name,Last Name\n\nAna,"N\ng"\n , \n,\nBen,Ode\n') == [(3, ["Ana", "N\ng"]), (7, ["Ben", "Ode"])]


def test_one_column_may_hold_the_delimiters_of_others():
    assert read('Name\nSales, marketing; "PR"\n"A\tB"\n', SKILLS) == [
        (2, ['Sales, marketing; "PR"']),
        (3, ["A\tB"]),
    ]
    assert read("Name,,\nSales,,\n", SKILLS) == [(2, ["Sales"])]


def test_short_rows_are_filled_up_and_long_ones_set_aside():
    rows = opened("First Name,Last Name\nAna\nBen,Ode,,\nCid,Poe,x\nDora,Roe\n")
    assert list(rows) == [(2, ["Ana", ""]), (3, ["Ben", "Ode"]), (5, ["Dora", "Roe"])]
    assert (rows.broken, rows.count) == ([(4, "3 cells, the header has 2")], 4)


def test_bytes_that_are_not_utf_8_are_mended_and_counted():
    rows = opened(ANA.encode() + b"M\xfcller,J\xe9 \x80\x9d\n\x81,\xed\xa0\x80\n")
    assert list(rows)[2:] == [(4, ["Müller", "Jé €\x9d"]), (5, ["\x81", "í\xa0€"])]
    assert rows.notes == ("Bytes that are not UTF-8, read as Windows-1252: 8.",)


def test_half_a_character_in_utf_16_is_told():
    rows = opened(ANA.encode("utf-16")[:-1])
    assert list(rows)[1] == (3, ["Müller", "Zoë\ufffd"])
    assert rows.notes == ("Read as UTF-16.", "Characters that could not be read: 1.")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n\r\n  \n"])
def test_an_empty_file_is_refused(data: bytes):
    with pytest.raises(Unreadable, match="empty"):
        opened(data)


def test_what_is_no_text_is_refused():
    with pytest.raises(Unreadable, match="not text"):
        opened(b"\x89PNG\r\n\x1a\n" + bytes(100))


def test_an_unknown_file_tells_its_header_but_not_in_the_message():
    with pytest.raises(Unknown) as unknown:
        opened("\n;Content ID;User ID;Type;Datetime\n0;secret;;like;2021\n")
    assert unknown.value.header == ("", "Content ID", "User ID", "Type", "Datetime")
    assert not re.search("Content|secret", repr(unknown.value))


def test_a_header_below_the_head_is_not_looked_for():
    with pytest.raises(Unknown):
        opened("x\n" * HEAD + ANA)


# Quotation marks that don't add up


def test_a_file_cut_in_a_quoted_cell_loses_its_last_row_only():
    rows = opened(ANA + 'Dora,"Ro')
    assert len(list(rows)) == 2
    assert rows.broken == [(4, "a quotation mark that never closes")]


@pytest.mark.parametrize("after", ["", 'Quin,"Roe"\n'], ids=["never closed", "closed by the next quoted cell"])
def test_a_quotation_mark_that_does_not_close_costs_its_row(after: str):
    others = "".join(f"Ben,{number}\n" for number in range(6_000))
    rows = opened(f'First Name,Last Name\nAna,"Ng\n{others}{after}')
    assert [cells[1] for _number, cells in rows][:6_000] == [str(number) for number in range(6_000)]
    assert rows.broken == [(2, "a quotation mark that never closes")]


def test_quotation_marks_inside_a_cell_are_kept():
    assert read('First Name,Last Name\nAna "the boss" Ng,"say ""hi"""\n"Ben" Ode,x\n') == [
        (2, ['Ana "the boss" Ng', 'say "hi"']),
        (3, ["Ben Ode", "x"]),
    ]


def test_a_line_without_end_costs_its_row_and_little_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_RECORD", 2 * BLOCK)
    rows = opened(f"{ANA}Ben,{'x' * (5 * BLOCK)}\r\nCid,Poe\n{'y' * (3 * BLOCK)}")
    assert [cells[0] for _number, cells in rows] == ["Ana", "Müller", "Cid"]
    assert [number for number, _problem in rows.broken] == [4, 6]


def test_a_long_text_that_ends_is_read():
    text = f"{'x' * 99}\n" * 4_900
    assert read(f'First Name,Last Name\nAna,"{text}"\nBen,Ode\n') == [(2, ["Ana", text]), (4_903, ["Ben", "Ode"])]


@pytest.mark.parametrize(
    ("limit", "line", "sentence"),
    [
        ("MAX_BROKEN", "a,b,c\n", "damaged almost throughout"),
        ("MAX_IN_VAIN", 'x","\n', "damaged almost throughout"),
        ("MAX_LINES", "\n", "more than 1,000 lines"),
    ],
)
def test_a_file_of_damage_is_given_up(limit: str, line: str, sentence: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, limit, 1_000)
    with pytest.raises(Unreadable, match=sentence):
        list(opened("First Name,Last Name\n" + line * 1_001))


# Comments, whose two writers quote in ways of their own

STAMP, LINK = "2024-03-17 08:15:21", "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A1"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(',,"\n\\ '), max_size=40)


def to_2024(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text else text


def from_2025(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"' if re.search('[,"\n]', text) else text


WRITERS = {"to 2024": (to_2024, "\r\n"), "from 2025": (from_2025, "\n")}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_comment_is_read_as_its_writer_meant_it(writer: str):
    quote, end = WRITERS[writer]
    texts = ["thanks", 'so "good", I say', "two\n\nlines", 'three\nlines, "all" of them\n- good', "last"]
    data = "Date,Link,Message" + end + "".join(f"{STAMP},{LINK},{quote(text)}{end}" for text in texts)
    assert read(data, COMMENTS) == [
        (number, [STAMP, LINK, text]) for number, text in zip((2, 3, 4, 7, 10), texts, strict=True)
    ]


@pytest.mark.parametrize("writer", WRITERS)
@given(texts=st.lists(TEXT.filter(lambda text: not text.startswith("\n")), max_size=6))
@example(texts=['"'])
@example(texts=['a\n"'])
def test_no_text_changes_the_number_of_comments(writer: str, texts: list[str]):
    quote, end = WRITERS[writer]
    stamps = [f"2024-03-17 08:15:{second:02}" for second in range(len(texts))]
    lines = [f"{stamp},{LINK},{quote(text)}" for stamp, text in zip(stamps, texts, strict=True)]
    found = read(end.join(["Date,Link,Message", *lines]), COMMENTS)
    assert [cells[:2] for _number, cells in found] == [[stamp, LINK] for stamp in stamps]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("stamp", ["18-Jun-24", "2024-06-18 08:15"])
def test_comments_saved_again_by_excel_are_plain_csv(stamp: str, delimiter: str):
    file = io.StringIO()
    message = 'so "good",\n2024-06-18 08:15 I say'
    csv.writer(file, delimiter=delimiter).writerows([["Date", "Link", "Message"], [stamp, LINK, message]])
    assert read(file.getvalue(), COMMENTS) == [(2, [stamp, LINK, message])]


def test_what_stands_above_all_dates_or_never_ends_is_set_aside(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_RECORD", 1_000)
    rows = opened(
        f'Date,Link,Message\nlost,x\nmore\n"{STAMP}",{LINK}\n{STAMP},{LINK},{"x" * 600}\n{"y" * 600}\n{STAMP},{LINK},z',
        COMMENTS,
    )
    assert list(rows) == [(4, [STAMP, LINK, ""]), (7, [STAMP, LINK, "z"])]
    assert rows.broken == [
        (2, "no date and time at the beginning of the row"),
        (5, "longer than 1,000 characters"),
    ]
    assert rows.count == 4


# Properties

CELL = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(',;\t"\n\r'), max_size=12)


@given(
    cells=st.lists(st.tuples(CELL.filter(str.strip), CELL), max_size=8),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    block=st.integers(1, 50),
)
def test_what_was_written_is_read(cells, delimiter, end, encoding, block):
    texts = [written(row, delimiter, end) for row in [PEOPLE.needed, *cells]]
    begins = accumulate((len(io.StringIO(text, newline="").readlines()) for text in texts), initial=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        patch.setattr(module, "START", 100)
        found = read("".join(texts).encode(encoding))
    assert found == [(begin, list(row)) for begin, row in zip(list(begins)[1:-1], cells, strict=True)]


def written(row: Sequence[str], delimiter: str, end: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(row)
    return file.getvalue()


PIECES = st.sampled_from(
    [b'"', b",", b"\n", b"\r", b'""', b"\x00", b"\xff", b"\xc3", b"Ana,Ng\n", b"2024-03-17 08:15:21,"]
)
HEADERS = st.sampled_from([b"", b"First Name,Last Name\n", b"Date,Link,Message\r\n", b"\xff\xfe", b"sep=;\n"])


@given(header=HEADERS, pieces=st.lists(PIECES | st.binary(max_size=5)), block=st.sampled_from([1, 7, BLOCK]))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(header: bytes, pieces: list[bytes], block: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        patch.setattr(module, "START", 50)
        patch.setattr(module, "MAX_RECORD", 40)
        patch.setattr(module, "MAX_RECORD_LINES", 5)
        try:
            rows = open_rows(io.BytesIO(header + b"".join(pieces)), lambda cells: _known(cells))
            found = list(rows)
        except Unreadable:
            return
    assert len(found) + len(rows.broken) == rows.count
    assert all(len(cells) == len(rows.header) and any(cells) for _number, cells in found)
    numbers = [number for number, _cells in found] + [number for number, _problem in rows.broken]
    assert len(set(numbers)) == len(numbers)


def _known(cells: Sequence[str]) -> Columns | None:
    return PEOPLE.recognise(cells) or COMMENTS.recognise(cells)
