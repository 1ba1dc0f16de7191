"""Writes frames as CSV, XLSX, Parquet and rows for JSON, so that nothing in them can turn into a formula."""

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

WORKBOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MADE = datetime(2026, 1, 1)  # a fixed date in the workbook's properties: the same frame gives the same bytes
WIDEST = 400  # pixels

_NUMBER = re.compile(r" *-[0-9]+([.,][0-9]+)? *%? *")
# After a semicolon, tab or line break too: where the comma is the decimal sign, Excel splits a CSV there.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r\n\0])")


def neutral(text: str) -> str:
    """The text with a leading ' wherever a spreadsheet would take it for a formula; a plain negative number stays.

    Source: OWASP ASVS 5.0, 1.2.10: text that begins with = + - @ TAB CR NUL; here also line feed, the full-width
    signs, and all of them after leading blanks.
    """
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub("'", text)


def to_csv(frame: pd.DataFrame, *, for_excel: bool = True) -> bytes:
    """Comma-separated UTF-8, ISO dates, blank where unknown.

    for_excel: with a byte order mark, without which Excel misreads accents, and which scripts stumble over.
    """
    return _neutral(frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig" if for_excel else "utf-8")


def to_xlsx(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook with one sheet for each frame: header frozen, columns as wide as their text, real numbers and dates.

    sheets: the sheets' names (at most 31 characters) and what they hold, in order.
    """
    buffer = io.BytesIO()
    options = {"options": WORKBOOK}
    with pd.ExcelWriter(buffer, "xlsxwriter", "yyyy-mm-dd", "yyyy-mm-dd", engine_kwargs=options) as writer:
        writer.book.set_properties({"created": MADE})
        for name, frame in sheets.items():
            _neutral(frame).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            _dress(writer.sheets[name], frame, writer.book)
    return buffer.getvalue()


def to_parquet(frame: pd.DataFrame) -> bytes:
    """The frame with its types as they are."""
    return frame.to_parquet(index=False)


def records(frame: pd.DataFrame) -> list[dict]:
    """One dict a row that JSON can hold: ISO dates, None where unknown."""
    iso = {name: frame[name].dt.strftime("%Y-%m-%d") for name in frame.select_dtypes("datetime")}
    known = frame.assign(**iso).astype(object)
    return known.where(known.notna(), None).to_dict("records")


def to_json(content: Any) -> bytes:
    """JSON with its letters as they are; ValueError for a NaN in it."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _neutral(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every text, in cells and header, made neutral."""
    texts = {name: frame[name].map(_neutral_cell) for name in frame.select_dtypes(["object", "str", "category"])}
    return frame.assign(**texts).rename(columns=_neutral_cell)


def _neutral_cell(cell):
    return neutral(cell) if isinstance(cell, str) else cell


def _dress(sheet, frame: pd.DataFrame, book) -> None:
    """Number formats by column, then widths."""
    for place, name in enumerate(frame.columns):
        if pd.api.types.is_float_dtype(frame[name]):
            share = str(name) == "known" or str(name).endswith("_known")
            sheet.set_column(place, place, None, book.add_format({"num_format": "0%" if share else "0.0#"}))
    sheet.autofit(WIDEST)
