"""Every case of broken, hostile or odd tables: what comes back, or the sentence with which it is refused."""

from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssi_core.intake.tables import Table, Unreadable, read_tables
from tests.core.intake.bad_files import FILES
from tests.core.intake.packages import written

TWO = (("Ana", "12"), ("Ben", "7"))
THREE = (*TWO, ("Cid", "3"))
CALLS = ("Name", "Calls")
MÜLLER = (("Ana Müller", "12"), ("Zoë", "7"))
PEOPLE = (("Ana", 12), ("Ben", 7))

REFUSED = {
    "b01_16k_columns.csv": "more than 500 columns",
    "b02_100k_columns_1row.csv": "more than 500 columns",
    "b04_1M_rows.csv": "more than 100,000 rows",
    "b05_5M_newlines.csv": "no rows",
    "b06_quotes_5M.csv": "opened in line 2 never closes",
    "b07_21MB.csv": "larger than 20 MB",
    "b09_comments_before_tag.csv": "a header but no people",
    "b10_attributes_without_end.xlsx": "damaged",
    "c17_utf16_cut_in_half.csv": "marked as UTF-16",
    "s01_empty.csv": "file is empty",
    "s02_only_newlines.csv": "no rows",
    "s03_header_only.csv": "a header but no people",
    "s04_no_header.csv": "Row 1 looks like data: is there a header?",
    "s05_dup_columns.csv": "“Calls” appears more than once (B, C)",
    "s06_dup_columns_case_ws.csv": "“Calls” appears more than once (B, C)",
    "s12_unclosed_quote.csv": "opened in line 2 never closes",
    "s23_nul_only.csv": "not text we can read",
    "s24_binary_png.csv": "a PNG image",
    "s25_html_as_csv.csv": "a web page",
    "s26_html_as_xls.xls": "Open it in Excel and save it as .xlsx",
    "s28_pdf.csv": "a PDF document",
    "s29_noise.csv": "not text we can read",
    "s33_xml.csv": "XML, not a table",
    "s35_long_header.csv": "name is longer than 1,000 characters",
    "x08_empty_sheet.xlsx": "Sheet “Team” is empty",
    "x09_dup_cols.xlsx": "“Calls” appears more than once (C, D)",
    "x11_cell_at_XFD1048576.xlsx": "spans 1,048,576 rows × 16,384 columns",
    "x20_billion_laughs.xlsx": "damaged, incomplete or unsafe",
    "x21_quadratic_blowup.xlsx": "damaged, incomplete or unsafe",
    "x22_xxe_file.xlsx": "damaged, incomplete or unsafe",
    "x23_missing_sharedstrings.xlsx": "damaged",
    "x24_missing_workbook.xlsx": "damaged",
    "x25_broken_sheet_xml.xlsx": "damaged",
    "x27_bad_cellref.xlsx": "damaged",  # calamine aborts the child
    "x28_sharedstring_oob.xlsx": "damaged",
    "x30_truncated.xlsx": "incomplete",
    "x31_bitflip.xlsx": "damaged",
    "x34_empty.xlsx": "file is empty",
    "x35_zip_not_xlsx.xlsx": "a ZIP file, but not a workbook",
    "x36_cell_at_ZZ99999.xlsx": "spans 99,999 rows × 702 columns",
    "x37_too_many_rows.xlsx": "more than 100,000 rows",
    "x40_bomb_300MB.xlsx": "unpacks to 300 MB; the limit is 100 MB",
    "x41_bomb_sharedstring_500MB.xlsx": "unpacks to 500 MB",
    "x42_lying_size.xlsx": "damaged",
    "x50_password.xlsx": "password-protected",
    "x51_password_zip.xlsx": "password-protected",
    "x62_300k_repeats.ods": "more than 100,000 rows",
    "x63_password.ods": "password-protected",
}


class Read(NamedTuple):
    header: tuple[str, ...]
    rows: tuple[tuple, ...]
    row_numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()  # each must stand in one of the table's notes
    findings: tuple[tuple[int, str, str, str], ...] = ()  # all of them: row, column, part of the problem, taken as


ACCEPTED = {
    "b03_10M_char_cell.csv": Read(CALLS, ((None, "1"), ("Ben", "7")), (2, 3), (), ((2, "Name", "1,000", "blank"),)),
    "b08_spaces_after_digit.csv": Read(
        CALLS, ((None, "2"), ("Ben", "7")), (2, 3), (), ((2, "Name", "1,000", "blank"),)
    ),
    "c01_utf8.csv": Read(CALLS, MÜLLER, (2, 3), ("Read as UTF-8.", "separated by commas")),
    "c02_utf8_bom.csv": Read(CALLS, MÜLLER, (2, 3)),
    "c03_utf16le_bom.csv": Read(CALLS, MÜLLER, (2, 3), ("Read as UTF-16.", "separated by tabs")),
    "c04_utf16be_bom.csv": Read(CALLS, MÜLLER, (2, 3), ("Read as UTF-16.",)),
    "c05_utf16le_nobom.csv": Read(CALLS, MÜLLER, (2, 3), ("Read as UTF-16.",)),
    "c06_cp1252.csv": Read(CALLS, MÜLLER, (2, 3), ("Read as Windows-1252.",)),
    "c07_utf8_with_one_bad_byte.csv": Read(
        CALLS,
        (*MÜLLER, ("José", "3"), ("Müller", "4")),
        (2, 3, 4, 5),
        ("Read as UTF-8.",),
        ((5, "", "not UTF-8", "read as Windows-1252"),),
    ),
    "c08_utf32.csv": Read(CALLS, MÜLLER, (2, 3), ("Read as UTF-32.",)),
    "c09_mac_cr_only.csv": Read(CALLS, TWO, (2, 3)),
    "c10_crlf.csv": Read(CALLS, TWO, (2, 3)),
    "c11_mixed_newlines.csv": Read(CALLS, THREE, (2, 3, 4)),
    "c12_semicolon_decimal_comma.csv": Read(
        ("Name", "Calls", "Posts", "Total", "Rate"),
        (("Ana", "12", "1,5", "81,5", "0,25"), ("Ben", "7", "2,5", "40,1", "0,5")),
        (2, 3),
        ("separated by semicolons",),
    ),
    "c13_tab.csv": Read(CALLS, TWO, (2, 3), ("separated by tabs",)),
    "c14_pipe.csv": Read(CALLS, TWO, (2, 3), ("separated by vertical bars",)),
    "c15_sep_line.csv": Read(CALLS, TWO, (3, 4), ("separated by semicolons", "header was found in row 2")),
    "c16_tab_named_csv_quotes.csv": Read(CALLS, (("Ana, Müller", "12"), ("Ben, Ng", "7")), (2, 3)),
    "c18_cp1252_undefined_byte.csv": Read(
        CALLS, (("Müller", "12"), (None, "7")), (2, 3), ("Windows-1252",), ((3, "Name", "U+0081", "blank"),)
    ),
    "c19_quoted_text_with_other_delimiters.csv": Read(
        ("Name", "Note"), (("Ana", "a, b; c"), ("Ben", "d, e")), (2, 3), ("separated by semicolons",)
    ),
    "s08_blank_rows.csv": Read(CALLS, TWO, (3, 6), ("3 blank rows were skipped",)),
    "s09_ragged_long.csv": Read(
        CALLS, (("Ana", "12"), ("Cid", "3")), (2, 4), (), ((3, "", "has 4 cells, the header 2", "row not used"),)
    ),
    "s10_ragged_short.csv": Read(
        ("Name", "Calls", "Posts"),
        (("Ana", "12", "1"), ("Ben", None, None), ("Cid", "3", "2")),
        (2, 3, 4),
        (),
        ((3, "", "has 1 cell, the header 3", "missing cells are blank"),),
    ),
    "s11_ragged_long_first.csv": Read(CALLS, (("Ben", "7"),), (3,), (), ((2, "", "has 3 cells", "row not used"),)),
    "s13_quote_mid.csv": Read(CALLS, (('Ana "the boss" Ng', "12"), ('Ben "B" Ode', "7")), (2, 3)),
    "s14_newline_in_cell.csv": Read(CALLS, (("Ana\nMüller", "12"), ("Ben", "7")), (2, 4)),
    "s15_title_rows_above_header.csv": Read(
        ("Name", "Calls", "Posts"), (("Ana", "12", "1"), ("Ben", "7", "2")), (4, 5), ("header was found in row 3",)
    ),
    "s16_total_row.csv": Read(CALLS, (*TWO, ("Total", "19")), (2, 3, 4)),
    "s17_two_header_rows.csv": Read(
        ("Name", "Calls", "Posts", "Brand", "Total"),
        (("Ana", "12", "1", "10", "40"), ("Ben", "7", "2", "9", "38")),
        (3, 4),
        ("header was found in row 2",),
    ),
    "s17b_group_row_wide.csv": Read(
        ("Name", "Team", "Calls", "Posts", "Brand", "Total"),
        (("Ana", "A", "12", "1", "10", "40"), ("Ben", "B", "7", "2", "9", "38")),
        (3, 4),
        ("header was found in rows 1 and 2",),
    ),
    "s17c_unit_row.csv": Read(
        ("Name", "Posts per week", "Replies %"),
        (("Ana", "12", "40"), ("Ben", "7", "30")),
        (3, 4),
        ("header was found in rows 1 and 2",),
    ),
    "s18_trailing_commas.csv": Read(CALLS, TWO, (2, 3)),
    "s19_missing_required_col.csv": Read(("Nom", "Appels"), TWO, (2, 3)),
    "s20_header_injection_html.csv": Read(("<b>Name</b>", "<img src=x onerror=alert(1)>"), (("Ana", "12"),), (2,)),
    "s21_comment_lines.csv": Read(CALLS, TWO, (3, 4), ("header was found in row 2",)),
    "s22_nul_byte.csv": Read(
        CALLS,
        ((None, "12"), ("Ben", "7"), ("Cid", "3"), ("Dora", "4")),
        (2, 3, 4, 5),
        (),
        ((2, "Name", "NUL character", "blank"),),
    ),
    "s34_control_in_header.csv": Read((*CALLS, "Column C"), (("Ana", "12", "1"), ("Ben", "7", "2")), (2, 3)),
    "s27_ctrl_z.csv": Read(CALLS, TWO, (2, 3), (), ((4, "Name", "control character (U+001A)", "blank"),)),
    "s30_nameless_columns.csv": Read(
        ("Column A", "Calls", "Column D"), (("Ana", "12", "call back"), ("Ben", "7", None)), (2, 3)
    ),
    "s31_metadata_above.csv": Read(
        ("Name", "Calls", "Posts", "Team"), (("Ana", "12", "1", "A"), ("Ben", "7", "2", "B")), (5, 6)
    ),
    "s32_all_text.csv": Read(
        ("First Name", "Last Name", "Company"),
        (("Ana", "Ng", "Acme"), ("Ben", "Ode", None), ("Cid", "Poe", "Bolt")),
        (4, 5, 6),
    ),
    "t01_formula.csv": Read(("Name", "Note", "Calls"), (("=1+1", "@SUM(A1)", "12"), ("+49", "-2", "7")), (2, 3)),
    "t02_emoji.csv": Read(CALLS, (("Ana 👩🏽‍💻", "12"),), (2,)),
    "t03_rtl.csv": Read(CALLS, (("علي \u202eevil", "12"),), (2,)),
    "t04_markdown.csv": Read(CALLS, (("![x](http://example.org/x.png) :red[x] $x$", "12"),), (2,)),
    "t05_sql.csv": Read(CALLS, (("Robert'); DROP TABLE people;--", "12"),), (2,)),
    "t06_path.csv": Read(CALLS, (("../../etc/passwd", "12"),), (2,)),
    "t07_nfc_nfd.csv": Read(CALLS, (("Mu\u0308ller", "12"), ("M\u00fcller", "7")), (2, 3)),
    "t08_lone_surrogate.csv": Read(CALLS, (("Ana í\xa0€", "12"), ("Ben", "7")), (2, 3), ("Windows-1252",)),
    "t09_long_cell_1M.csv": Read(CALLS, ((None, "12"), ("Ben", "7")), (2, 3), (), ((2, "Name", "1,000", "blank"),)),
    "t11_name_true_null.csv": Read(
        CALLS, (("Null", "1"), ("NA", "2"), ("True", "3"), ("nan", "4"), ("None", "5")), (2, 3, 4, 5, 6)
    ),
    "t12_numeric_names.csv": Read(CALLS, (("00123", "12"), ("00124", "7")), (2, 3)),
    "x01_ok.xlsx": Read(CALLS, PEOPLE, (2, 3)),
    "x02_formulas.xlsx": Read(
        ("Name", "Sum", "Text", "Share", "New", "Empty"),
        (("Ana", 12, "a", "#DIV/0!", None, None),),
        (2,),
        (),
        ((2, "New", "formula without a stored value", "blank"),),
    ),
    "x03_merged_headers.xlsx": Read(
        ("Name", "Calls", "Posts"), (("Ana", 12, 1), ("Ben", 7, 2)), (4, 5), ("header was found in row 3",)
    ),
    "x04_dates_serials.xlsx": Read(
        ("Name", "Date", "Far"), (("Ana", date(2026, 1, 5), 99999999), ("Ben", date(2026, 1, 12), None)), (2, 3)
    ),
    "x05_date1904.xlsx": Read(
        ("Name", "Date", "Far"), (("Ana", date(2026, 1, 5), 99999999), ("Ben", date(2026, 1, 12), None)), (2, 3)
    ),
    "x06_percent_bool_numtext.xlsx": Read(
        ("Name", "Rate", "Active", "Calls", "Hours"), (("Ana", 0.45, True, "12", "1 day, 12:00:00"),), (2,)
    ),
    "x07_hidden_sheet_rows.xlsx": Read(
        CALLS, PEOPLE, (2, 3), ("hidden rows or columns; they were read", "“Old” is hidden and was not read")
    ),
    "x10_gap_rows.xlsx": Read(CALLS, (*PEOPLE, ("Cid", 3)), (3, 4, 9), ("5 blank rows",)),
    "x12_styled_blank_20k_rows.xlsx": Read(CALLS, PEOPLE, (2, 3)),
    "x13_second_sheet_only.xlsx": Read(
        CALLS, PEOPLE, (2, 3), ("“Blank” is empty", "“Read me” was not read. It has a single column.")
    ),
    "x14_formula_injection_text.xlsx": Read(CALLS, (("=1+1", 12),), (2,)),
    "x15_long_string_32767.xlsx": Read(CALLS, ((None, 12),), (2,), (), ((2, "Name", "1,000", "blank"),)),
    "x17_prefixed_xml.xlsx": Read(CALLS, (("Ana", "#N/A"),), (2,)),
    "x26_fake_dimension.xlsx": Read(CALLS, PEOPLE, (2, 3)),
    "x29_zip_slip_member.xlsx": Read(CALLS, PEOPLE, (2, 3)),
    "x32_csv_named.xlsx": Read(CALLS, TWO, (2, 3), ("named .xlsx but holds text",)),
    "x33_xlsx_named.csv": Read(CALLS, PEOPLE, (2, 3), ("named .csv but is a workbook",)),
    "x38_last_row_note.xlsx": Read(CALLS, (*PEOPLE, ("end", 1)), (2, 3, 1_048_576)),
    "x60_real.xls": Read(
        ("Name", "Calls", "Date"), (("Ana", 12, date(2026, 1, 5)), ("Ben", 7, None)), (4, 5), ("read as a blank cell",)
    ),
    "x61_ok.ods": Read(CALLS, PEOPLE, (2, 3)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name):
    with pytest.raises(Unreadable) as refusal:
        read_tables(name, FILES[name]())
    assert REFUSED[name] in str(refusal.value)


@pytest.mark.parametrize("name", ACCEPTED)
def test_reads(name):
    expected = ACCEPTED[name]
    (table,) = read_tables(name, FILES[name]())
    assert (table.header, table.rows, table.row_numbers) == expected[:3]
    for note in expected.notes:
        assert any(note in found for found in table.notes), table.notes
    found = [(finding.row, finding.column, finding.taken_as) for finding in table.findings]
    assert found == [(row, column, taken_as) for row, column, _, taken_as in expected.findings]
    for finding, (_, _, problem, _) in zip(table.findings, expected.findings, strict=True):
        assert problem in finding.problem


def test_no_case_is_forgotten():
    assert FILES.keys() == REFUSED.keys() | ACCEPTED.keys() | {"x16_two_sheets.xlsx"}


def test_sheets_with_people_become_tables_of_their_own():
    north, south = read_tables("x16.xlsx", FILES["x16_two_sheets.xlsx"]())
    assert (north.sheet, south.sheet) == ("North", "South")
    assert south.header == ("Name", "Posts")


def test_a_twisted_sheet_does_not_cost_the_others():
    def fill(book):
        book.add_worksheet("Twins").write_column(0, 0, ("Calls", 12))
        book.get_worksheet_by_name("Twins").write_column(0, 1, ("Calls", 7))
        book.add_worksheet("Team").write_row(0, 0, ("Name", "Calls"))
        book.get_worksheet_by_name("Team").write_row(1, 0, ("Ana", 12))

    (table,) = read_tables("team.xlsx", written(fill))
    assert (table.sheet, table.rows) == ("Team", (("Ana", 12),))
    assert table.notes[0].startswith("Sheet “Twins” was not read. Column “Calls” appears more than once (A, B).")


def test_finding_a_header_is_not_confused_by_an_overlong_row():
    (table,) = read_tables("team.csv", b"Name,Calls\nAna,1,2,3,4,5,6,7,8\nBen,7\n")
    assert table.header == CALLS
    assert [finding.row for finding in table.findings] == [2]


def test_two_overlong_rows_of_text_are_not_taken_for_the_header():
    (table,) = read_tables("team.csv", b"Name,Calls,Posts\nAna,1,2\na,a,a,a,a\na,a,a,a,a\n")
    assert table.header == ("Name", "Calls", "Posts")
    assert [finding.row for finding in table.findings] == [3, 4]


RAGGED = st.lists(st.lists(st.sampled_from(["", " ", "a", "7", "with a NUL\0"]), max_size=5), max_size=8)


@given(RAGGED)
def test_no_row_is_lost(rows):
    lines = ["Name,Calls,Posts", "Ana,1,2", *map(",".join, rows)]
    (table,) = read_tables("any.csv", "\n".join(lines).encode())
    filled = {number for number, line in enumerate(lines[1:], 2) if line.strip(" ,")}
    assert set(table.row_numbers) | {finding.row for finding in table.findings} == filled
    assert set(table.row_numbers).isdisjoint(f.row for f in table.findings if f.taken_as == "row not used")


def check(tables: list[Table]) -> None:
    for table in tables:
        assert all(len(cells) == len(table.header) for cells in table.rows)
        assert list(table.row_numbers) == sorted(set(table.row_numbers))
        assert len(table.rows) == len(table.row_numbers)
        for cell in (cell for cells in table.rows for cell in cells if isinstance(cell, str)):
            assert cell.strip()
            assert len(cell) <= 1_000
            assert "\0" not in cell


SMALL = [name for name in ACCEPTED if name[0] in "cst" and name != "t09_long_cell_1M.csv"]


@st.composite
def mutated(draw):
    data = bytearray(FILES[draw(st.sampled_from(SMALL))]())
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 4))] = draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b",", b"\n", b"\xff"])
        )
    return bytes(data)


@given(st.binary(max_size=300) | mutated())
@example(b"\xef\xbb\xbf")
@example(b'sep=;\n"')
@example(b"Name,Calls\nAna,\x1a\n\x1a")
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused(data):
    try:
        check(read_tables("any.csv", data))
    except Unreadable as refusal:
        assert str(refusal)


def test_a_header_over_two_rows_takes_its_gaps_from_the_row_above():
    sheet = "Rep,Region,Activity,,SSI\n,,Posts,Comments,Total\nAna,North,1,2,40\nBen,South,2,3,41\n"
    (table,) = read_tables("team.csv", sheet.encode())
    assert table.header == ("Rep", "Region", "Posts", "Comments", "Total")
    assert len(table.rows) == 2
