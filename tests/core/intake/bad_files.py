"""Broken, hostile and merely odd files, made on demand: FILES maps a name to the function that gives its bytes."""

import io
import struct
import zlib
from collections.abc import Callable
from datetime import date

import xlsxwriter
import xlwt

from tests.core.intake.packages import MAIN, ods, ods_row, row, shared, worksheet, written, xlsx, zipped

FILES: dict[str, Callable[[], bytes]] = {}

ROWS = "Name,Calls\nAna,12\nBen,7\n"


def _text(name: str, text: str, encoding: str = "utf-8") -> None:
    FILES[name] = lambda: text.encode(encoding)


def _bytes(name: str, data: bytes) -> None:
    FILES[name] = lambda: data


def _made(function: Callable[[], bytes]) -> Callable[[], bytes]:
    """Registers a function under its name: b01_wide_csv makes the file b01_wide.csv."""
    stem, _, suffix = function.__name__.rpartition("_")
    FILES[f"{stem}.{suffix}"] = function
    return function


# Big

FILES["b01_16k_columns.csv"] = lambda: _wide(16_000)
FILES["b02_100k_columns_1row.csv"] = lambda: _wide(100_000)
FILES["b03_10M_char_cell.csv"] = lambda: f"Name,Calls\n{'a' * 10_000_000},1\nBen,7\n".encode()
FILES["b04_1M_rows.csv"] = lambda: b"Name,Calls\n" + b"Ana,12\n" * 1_000_000
FILES["b05_5M_newlines.csv"] = lambda: b"\n" * 5_000_000
FILES["b06_quotes_5M.csv"] = lambda: b"Name,Calls\n" + b'"' * 5_000_001
FILES["b07_21MB.csv"] = lambda: b"Name,Calls\n" + b"Ana,12\n" * 3_000_000
FILES["b08_spaces_after_digit.csv"] = lambda: b"Name,Calls\n1" + b" " * 1_000_000 + b"x,2\nBen,7\n"
FILES["b09_comments_before_tag.csv"] = lambda: b"<!---->" * 500 + b"Name\n"
FILES["b10_attributes_without_end.xlsx"] = lambda: xlsx(worksheet("<row r='1'><c" + ' t="e" r="A1"' * 100_000))


def _wide(columns: int) -> bytes:
    header = ",".join(f"c{number}" for number in range(columns))
    return f"{header}\n{','.join('1' * columns)}\n".encode()


# Encodings and delimiters

MÜLLER = "Name,Calls\nAna Müller,12\nZoë,7\n"
_text("c01_utf8.csv", MÜLLER)
_text("c02_utf8_bom.csv", MÜLLER, "utf-8-sig")
_bytes("c03_utf16le_bom.csv", b"\xff\xfe" + MÜLLER.replace(",", "\t").encode("utf-16-le"))
_bytes("c04_utf16be_bom.csv", b"\xfe\xff" + MÜLLER.encode("utf-16-be"))
_text("c05_utf16le_nobom.csv", MÜLLER, "utf-16-le")
_text("c06_cp1252.csv", MÜLLER, "cp1252")
_bytes("c07_utf8_with_one_bad_byte.csv", f"{MÜLLER}José,".encode() + b"3\nM\xfcller,4\n")
_text("c08_utf32.csv", MÜLLER, "utf-32")
_text("c09_mac_cr_only.csv", ROWS.replace("\n", "\r"))
_text("c10_crlf.csv", ROWS.replace("\n", "\r\n"))
_text("c11_mixed_newlines.csv", "Name,Calls\r\nAna,12\nBen,7\rCid,3\r\n")
_text(
    "c12_semicolon_decimal_comma.csv",
    "Name;Calls;Posts;Total;Rate\nAna;12;1,5;81,5;0,25\nBen;7;2,5;40,1;0,5\n",
)
_text("c13_tab.csv", ROWS.replace(",", "\t"))
_text("c14_pipe.csv", ROWS.replace(",", "|"))
_text("c15_sep_line.csv", "sep=;\nName;Calls\nAna;12\nBen;7\n")
_text("c16_tab_named_csv_quotes.csv", 'Name\tCalls\n"Ana, Müller"\t12\n"Ben, Ng"\t7\n')
_bytes("c17_utf16_cut_in_half.csv", b"\xff\xfe" + MÜLLER.encode("utf-16-le")[:-1])
_bytes("c18_cp1252_undefined_byte.csv", b"Name,Calls\nM\xfcller,12\nB\x81n,7\n")
_text("c19_quoted_text_with_other_delimiters.csv", '"Name";"Note"\n"Ana";"a, b; c"\n"Ben";"d, e"\n')

# Structure

_bytes("s01_empty.csv", b"")
_text("s02_only_newlines.csv", "\n\r\n\n")
_text("s03_header_only.csv", "Name,Calls\n")
_text("s04_no_header.csv", "Ana,12\nBen,7\n")
_text("s05_dup_columns.csv", "Name,Calls,Calls\nAna,12,3\n")
_text("s06_dup_columns_case_ws.csv", "Name,Calls, calls \nAna,12,3\n")
_text("s08_blank_rows.csv", "Name,Calls\n\nAna,12\n,\n\nBen,7\n\n\n")
_text("s09_ragged_long.csv", "Name,Calls\nAna,12\nBen,7,8,9\nCid,3\n")
_text("s10_ragged_short.csv", "Name,Calls,Posts\nAna,12,1\nBen\nCid,3,2\n")
_text("s11_ragged_long_first.csv", "Name,Calls\nAna,12,13\nBen,7\n")
_text("s12_unclosed_quote.csv", 'Name,Calls\n"Ana,12\nBen,7\n')
_text("s13_quote_mid.csv", 'Name,Calls\nAna "the boss" Ng,12\n"Ben ""B"" Ode",7\n')
_text("s14_newline_in_cell.csv", 'Name,Calls\n"Ana\nMüller",12\nBen,7\n')
_text("s15_title_rows_above_header.csv", "Sales report\n\nName,Calls,Posts\nAna,12,1\nBen,7,2\n")
_text("s16_total_row.csv", "Name,Calls\nAna,12\nBen,7\nTotal,19\n")
_text("s17_two_header_rows.csv", ",Activity,,Score,\nName,Calls,Posts,Brand,Total\nAna,12,1,10,40\nBen,7,2,9,38\n")
_text(
    "s17b_group_row_wide.csv",
    "Name,Team,Activity,,Score,\n,,Calls,Posts,Brand,Total\nAna,A,12,1,10,40\nBen,B,7,2,9,38\n",
)
_text("s17c_unit_row.csv", "Name,Posts,Replies\n,per week,%\nAna,12,40\nBen,7,30\n")
_text("s18_trailing_commas.csv", "Name,Calls,,\nAna,12,,\nBen,7,,\n")
_text("s19_missing_required_col.csv", "Nom,Appels\nAna,12\nBen,7\n")
_text("s20_header_injection_html.csv", "<b>Name</b>,<img src=x onerror=alert(1)>\nAna,12\n")
_text("s21_comment_lines.csv", "# exported by hand, for the team, in May\nName,Calls\nAna,12\nBen,7\n")
_bytes("s22_nul_byte.csv", b"Name,Calls\nAna\x00x,12\nBen,7\nCid,3\nDora,4\n")
_bytes("s23_nul_only.csv", b"\x00" * 100)
_bytes("s24_binary_png.csv", b"\x89PNG\r\n\x1a\n" + bytes(100))
_text("s25_html_as_csv.csv", "<!DOCTYPE html>\n<html><body>Sign in, please</body></html>")
_text("s26_html_as_xls.xls", '<html xmlns:o="urn:x"><table><tr><td>Name</td></tr></table></html>')
_bytes("s27_ctrl_z.csv", b"Name,Calls\r\nAna,12\r\nBen,7\r\n\x1a")
_bytes("s28_pdf.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
_bytes("s29_noise.csv", bytes(zlib.crc32(bytes([i % 256, i // 256])) % 256 for i in range(5000)))
_text("s30_nameless_columns.csv", ",Calls,,\nAna,12,,call back\nBen,7,,\n")
_text("s31_metadata_above.csv", "Exported,2026-01-05\nBy,Ana\n\nName,Calls,Posts,Team\nAna,12,1,A\nBen,7,2,B\n")
_text("s32_all_text.csv", "Notes\n\nFirst Name,Last Name,Company\nAna,Ng,Acme\nBen,Ode,\nCid,Poe,Bolt\n")
_text("s33_xml.csv", '<?xml version="1.0"?><Workbook><Row/></Workbook>')
_bytes("s34_control_in_header.csv", b"Name\x01,Calls,\x02\nAna,12,1\nBen,7,2\n")
_text("s35_long_header.csv", f"Name,{'a' * 1_001}\nAna,12\n")

# Text

_text("t01_formula.csv", "Name,Note,Calls\n=1+1,@SUM(A1),12\n+49,-2,7\n")
_text("t02_emoji.csv", "Name,Calls\nAna 👩🏽‍💻,12\n")
_text("t03_rtl.csv", "Name,Calls\nعلي \u202eevil,12\n")
_text("t04_markdown.csv", "Name,Calls\n![x](http://example.org/x.png) :red[x] $x$,12\n")
_text("t05_sql.csv", "Name,Calls\nRobert'); DROP TABLE people;--,12\n")
_text("t06_path.csv", "Name,Calls\n../../etc/passwd,12\n")
_text("t07_nfc_nfd.csv", "Name,Calls\nMu\u0308ller,12\nM\u00fcller,7\n")
_bytes("t08_lone_surrogate.csv", b"Name,Calls\nAna \xed\xa0\x80,12\nBen,7\n")
_text("t09_long_cell_1M.csv", f"Name,Calls\n{'a' * 1_000_000},12\nBen,7\n")
_text("t11_name_true_null.csv", "Name,Calls\nNull,1\nNA,2\nTrue,3\nnan,4\nNone,5\n")
_text("t12_numeric_names.csv", "Name,Calls\n00123,12\n00124,7\n")


# Workbooks


PEOPLE = (row(1, "Name", "Calls"), row(2, "Ana", 12), row(3, "Ben", 7))
TEAM = worksheet(*PEOPLE)


def _write(book: xlsxwriter.Workbook, rows: dict[int, tuple], name: str = "Team") -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    for number, cells in rows.items():
        sheet.write_row(number - 1, 0, cells)
    return sheet


TWO = {1: ("Name", "Calls"), 2: ("Ana", 12), 3: ("Ben", 7)}
FILES["x01_ok.xlsx"] = lambda: written(lambda book: _write(book, TWO))


@_made
def x02_formulas_xlsx() -> bytes:
    names = row(1, "Name", "Sum", "Text", "Share", "New", "Empty")
    stored = '<c r="B2"><f>6+6</f><v>12</v></c>'
    text = '<c r="C2" t="str"><f>"a"</f><v>a</v></c>'
    error = '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    empty = '<c r="F2" t="str"><f>""</f><v></v></c>'
    return xlsx(worksheet(names, row(2, "Ana", stored, text, error, '<c r="E2"><f>B2*2</f><v></v></c>', empty)))


@_made
def x03_merged_headers_xlsx() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = _write(book, {3: ("Name", "Calls", "Posts"), 4: ("Ana", 12, 1), 5: ("Ben", 7, 2)})
        sheet.merge_range("A1:C1", "Social selling, January")

    return written(fill)


def _dates(book: xlsxwriter.Workbook) -> None:
    sheet = _write(book, {1: ("Name", "Date", "Far"), 2: ("Ana",), 3: ("Ben",)})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_datetime("B2", date(2026, 1, 5), day)
    sheet.write_datetime("B3", date(2026, 1, 12), day)
    sheet.write_number("C2", 99999999, day)


FILES["x04_dates_serials.xlsx"] = lambda: written(_dates)
FILES["x05_date1904.xlsx"] = lambda: written(_dates, date_1904=True)


@_made
def x06_percent_bool_numtext_xlsx() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = _write(book, {1: ("Name", "Rate", "Active", "Calls", "Hours"), 2: ("Ana",)})
        sheet.write("B2", 0.45, book.add_format({"num_format": "0%"}))
        sheet.write_boolean("C2", True)
        sheet.write_string("D2", "12")
        sheet.write_number("E2", 1.5, book.add_format({"num_format": "[h]:mm"}))

    return written(fill)


@_made
def x07_hidden_sheet_rows_xlsx() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        _write(book, TWO).set_row(1, None, None, {"hidden": True})
        _write(book, TWO, "Old").hide()

    return written(fill)


FILES["x08_empty_sheet.xlsx"] = lambda: written(lambda book: book.add_worksheet("Team"))
FILES["x09_dup_cols.xlsx"] = lambda: written(
    lambda book: _write(book, {2: ("", "Name", "Calls", "calls"), 3: ("", "Ana", 1, 2)})
)
FILES["x10_gap_rows.xlsx"] = lambda: written(
    lambda book: _write(book, {1: ("Name", "Calls"), 3: ("Ana", 12), 4: ("Ben", 7), 9: ("Cid", 3)})
)
FILES["x11_cell_at_XFD1048576.xlsx"] = lambda: xlsx(
    worksheet(*PEOPLE, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
)
FILES["x12_styled_blank_20k_rows.xlsx"] = lambda: xlsx(
    worksheet(*PEOPLE, *(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(4, 20_004)))
)


@_made
def x13_second_sheet_only_xlsx() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        _write(book, {1: ("Please fill in the next sheet.",), 2: ("One row a person.",)}, "Read me")
        book.add_worksheet("Blank")
        _write(book, TWO)

    return written(fill)


FILES["x14_formula_injection_text.xlsx"] = lambda: xlsx(worksheet(row(1, "Name", "Calls"), row(2, "=1+1", 12)))
FILES["x15_long_string_32767.xlsx"] = lambda: xlsx(worksheet(row(1, "Name", "Calls"), row(2, "a" * 32_767, 12)))
FILES["x16_two_sheets.xlsx"] = lambda: written(
    lambda book: (_write(book, TWO, "North"), _write(book, {1: ("Name", "Posts"), 2: ("Cid", 3)}, "South"))
)
FILES["x17_prefixed_xml.xlsx"] = lambda: xlsx(
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
    '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row>'
    '<x:row r="2"><x:c r="A2" t="s"><x:v>2</x:v></x:c><x:c r="B2" t="e"><x:f>NA()</x:f><x:v>#N/A</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>",
    strings=("Name", "Calls", "Ana"),
)

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
FILES["x20_billion_laughs.xlsx"] = lambda: xlsx(TEAM, parts={"xl/sharedStrings.xml": LAUGHS + shared("&j;")})
FILES["x21_quadratic_blowup.xlsx"] = lambda: xlsx(
    TEAM,
    parts={"xl/sharedStrings.xml": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>' + shared("&a;" * 50_000)},
)
FILES["x22_xxe_file.xlsx"] = lambda: xlsx(
    f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{worksheet(row(1, "Name", "&a;"), row(2, "Ana", 12))}'
)
STRINGS = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>', PEOPLE[1])
FILES["x23_missing_sharedstrings.xlsx"] = lambda: xlsx(STRINGS, strings=None)
FILES["x24_missing_workbook.xlsx"] = lambda: xlsx(TEAM, parts={"xl/workbook.xml": ""})
FILES["x25_broken_sheet_xml.xlsx"] = lambda: xlsx(TEAM[:-60] + "<<<")
FILES["x26_fake_dimension.xlsx"] = lambda: xlsx(worksheet(*PEOPLE, before='<dimension ref="A1:XFD1048576"/>'))
FILES["x27_bad_cellref.xlsx"] = lambda: xlsx(
    worksheet(*PEOPLE, '<row r="4"><c r="ZZZZZZZ99999999999"><v>1</v></c></row>')
)
FILES["x28_sharedstring_oob.xlsx"] = lambda: xlsx(STRINGS, strings=("Name",))
FILES["x29_zip_slip_member.xlsx"] = lambda: xlsx(TEAM, parts={"../../../../tmp/slipped.txt": "slipped"})
FILES["x30_truncated.xlsx"] = lambda: FILES["x01_ok.xlsx"]()[:-200]


@_made
def x31_bitflip_xlsx() -> bytes:
    data = bytearray(FILES["x01_ok.xlsx"]())
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at] ^= 0xFF
    return bytes(data)


_text("x32_csv_named.xlsx", ROWS)
FILES["x33_xlsx_named.csv"] = FILES["x01_ok.xlsx"]
_bytes("x34_empty.xlsx", b"")
FILES["x35_zip_not_xlsx.xlsx"] = lambda: zipped({"readme.txt": "hello"})
FILES["x36_cell_at_ZZ99999.xlsx"] = lambda: xlsx(worksheet(*PEOPLE, '<row r="99999"><c r="ZZ99999"><v>1</v></c></row>'))
FILES["x37_too_many_rows.xlsx"] = lambda: xlsx(worksheet(PEOPLE[0], *(row(n, "Ana", 12) for n in range(2, 100_003))))
FILES["x38_last_row_note.xlsx"] = lambda: xlsx(worksheet(*PEOPLE, row(1_048_576, "end", 1)))
FILES["x40_bomb_300MB.xlsx"] = lambda: xlsx(TEAM, parts={"xl/media/image.xml": bytes(300_000_000)})
FILES["x41_bomb_sharedstring_500MB.xlsx"] = lambda: _declaring(500_000_000, FILES["x01_ok.xlsx"]())
FILES["x42_lying_size.xlsx"] = lambda: _declaring(100, xlsx(TEAM, strings=("a" * 1_000_000,)))


def _declaring(size: int, data: bytes) -> bytes:
    """The package with another unpacked size of the shared strings, in the directory and before the part."""
    lying = bytearray(data)
    name = b"xl/sharedStrings.xml"
    for signature, at, offset in ((b"PK\x03\x04", data.index(name), 22), (b"PK\x01\x02", data.rindex(name), 24)):
        start = data.rindex(signature, 0, at) + offset
        lying[start : start + 4] = struct.pack("<I", size)
    return bytes(lying)


_bytes("x50_password.xlsx", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1016) + "EncryptedPackage".encode("utf-16-le"))


@_made
def x51_password_zip_xlsx() -> bytes:
    data = bytearray(FILES["x01_ok.xlsx"]())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@_made
def x60_real_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Team")
    for line, cells in enumerate((("Name", "Calls", "Date"), ("Ana", 12, date(2026, 1, 5)), ("Ben", 7, None)), 2):
        for column, value in enumerate(cells):
            style = xlwt.easyxf(num_format_str="yyyy-mm-dd") if isinstance(value, date) else xlwt.Style.default_style
            sheet.write(line, column, value, style)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


FILES["x61_ok.ods"] = lambda: ods(ods_row("Name", "Calls"), ods_row("Ana", 12), ods_row("Ben", 7))
FILES["x62_300k_repeats.ods"] = lambda: ods(
    ods_row("Name", "Calls"), ods_row("Ana", 12, attributes=' table:number-rows-repeated="300000"')
)
FILES["x63_password.ods"] = lambda: ods(
    ods_row("Name", "Calls"),
    manifest='<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>',
)
