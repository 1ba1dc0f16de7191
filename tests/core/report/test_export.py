"""Tables as files: read back as they were, with no text that a spreadsheet would calculate."""

import csv
import io
import json
import re

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.report import export

NEGATIVE = re.compile(r" *-[0-9.,]+[ %]*")
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LEADS = st.sampled_from(["", " ", "a;", "a\n"])
HOSTILE = st.tuples(LEADS, st.sampled_from("=+-@＝＋－＠\t\r\n\0"), NAMES).map("".join)


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": ["Zoë Müller", "=1+1", "00123"],
            "date": pd.to_datetime(["2026-01-05", None, "2026-01-12"]),
            "posts": [-2.0, None, 1.25],
            "known": [1.0, 0.5, 0.25],
            "rank": [1, 2, 3],
        }
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("\0x", "'\0x"),
        ("  =1", "'  =1"),
        ("＝1+1", "'＝1+1"),
        ("-", "'-"),
        ("Ana;=1;", "Ana;'=1;"),
        ("-2", "-2"),
        ("\t-2", "'\t'-2"),
        ("-2,5 %", "-2,5 %"),
        ("'=1", "'=1"),
        ("Ana-María", "Ana-María"),
        ("a = b", "a = b"),
        ("", ""),
    ],
)
def test_neutral(text, written):
    assert export.neutral(text) == written


@given(HOSTILE | NAMES)
def test_no_text_is_a_formula_and_none_is_lost(text):
    written = export.neutral(text)
    for cell in written.split(";"):
        assert not cell.lstrip().startswith(tuple("=+@＝＋－＠"))
        assert not cell.lstrip().startswith("-") or NEGATIVE.fullmatch(written)
    assert not written.startswith(tuple("\t\r\n\0"))
    assert export.neutral(written) == written
    assert written.replace("'", "") == text.replace("'", "")


@settings(max_examples=30)
@given(st.lists(HOSTILE | NAMES, min_size=1, max_size=5))
def test_csv_and_xlsx_hold_the_neutral_text(names):
    frame = pd.DataFrame({"person": names, "=header": names})
    neutral = [export.neutral(name) for name in names]
    rows = list(csv.reader(io.StringIO(export.to_csv(frame).decode("utf-8-sig"), newline="")))
    assert rows == [["person", "'=header"], *([name, name] for name in neutral)]
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_xlsx({"Team": frame})))["Team"]
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_csv_opens_in_excel(frame):
    lines = export.to_csv(frame).split(b"\r\n")
    assert lines[0] == b"\xef\xbb\xbfperson,date,posts,known,rank"
    assert lines[1].decode() == "Zoë Müller,2026-01-05,-2.0,1.0,1"
    assert lines[2].decode() == "'=1+1,,,0.5,2"


def test_xlsx_keeps_numbers_dates_and_text(frame):
    book = io.BytesIO(export.to_xlsx({"Team": frame, "Empty": frame[:0]}))
    sheets = pd.read_excel(book, sheet_name=None, dtype={"person": str}, engine="openpyxl")
    assert list(sheets) == ["Team", "Empty"]
    pd.testing.assert_frame_equal(
        sheets["Team"], frame.assign(person=["Zoë Müller", "'=1+1", "00123"]), check_dtype=False
    )
    assert list(sheets["Empty"]) == list(frame)


def test_xlsx_is_dressed(frame):
    sheet = openpyxl.load_workbook(io.BytesIO(export.to_xlsx({"Team": frame})))["Team"]
    assert sheet.freeze_panes == "A2"
    assert [sheet.cell(2, column).number_format for column in (2, 3, 4, 5)] == ["yyyy-mm-dd", "0.0#", "0%", "General"]
    assert sheet.column_dimensions["A"].width > len("Zoë Müller")
    assert export.to_xlsx({"Team": frame}) == export.to_xlsx({"Team": frame})


def test_records_are_what_json_can_hold(frame):
    rows = export.records(frame)
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert rows[1] == {"person": "=1+1", "date": None, "posts": None, "known": 0.5, "rank": 2}
    assert rows[0]["date"] == "2026-01-05"


def test_parquet_keeps_the_types(frame):
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(export.to_parquet(frame))), frame)


def test_an_empty_frame_keeps_its_header(frame):
    assert export.to_csv(frame[:0]).endswith(b"person,date,posts,known,rank\r\n")
    assert export.records(frame[:0]) == []
    assert list(pd.read_parquet(io.BytesIO(export.to_parquet(frame[:0])))) == list(frame)
