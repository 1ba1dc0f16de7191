"""Text files: encodings found, and what was written is read, whatever the delimiter."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.intake.tables import Unreadable, read_tables


def test_a_file_with_too_many_bytes_in_another_encoding_is_refused():
    with pytest.raises(Unreadable, match="mixes UTF-8 with another encoding"):
        read_tables("team.csv", "Name,Calls\nÄnne,1\n".encode() * 2_000 + b"\xfc" * 1_001)


def test_one_mended_byte_leaves_the_rest_of_its_line_alone():
    (table,) = read_tables("team.csv", "Name,Town\nZoë,Köln ".encode() + b"\xfc\n")
    assert table.rows == (("Zoë", "Köln ü"),)
    assert [(finding.row, finding.value) for finding in table.findings] == [(2, "0xFC")]


WIDE = st.characters(exclude_categories=["Cs", "Cc"])
WESTERN = st.sampled_from("abcXYZ ,;|\t\"'#-=.%19äöüßéèñ")
ENCODINGS = [
    *((WIDE, encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
    *((WESTERN, encoding) for encoding in ("utf-8", "cp1252", "utf-16-le", "utf-16-be")),
]


@st.composite
def written_rows(draw):
    """Rows of text, the first cell filled, with the bytes of their file: every cell quoted, else no reader can tell."""
    alphabet, encoding = draw(st.sampled_from(ENCODINGS))
    text = st.text(alphabet | st.just("\n"), max_size=8)
    width = draw(st.integers(2, 4))
    cells = st.tuples(text.filter(str.strip), *[text] * (width - 1))
    rows = draw(st.lists(cells, min_size=1, max_size=6))
    file = io.StringIO()
    terminator = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    delimiter = draw(st.sampled_from(",;\t|"))
    writer = csv.writer(file, delimiter=delimiter, lineterminator=terminator, quoting=csv.QUOTE_ALL)
    writer.writerows([[f"Column {letter}" for letter in "PQRS"[:width]], *rows])
    return rows, file.getvalue().encode(encoding)


@given(written_rows())
@settings(max_examples=150)
def test_what_was_written_is_read(case):
    rows, data = case
    (table,) = read_tables("any.csv", data)
    assert table.rows == tuple(tuple(cell if cell.strip() else None for cell in cells) for cells in rows)
    assert not table.findings
