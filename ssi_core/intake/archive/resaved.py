"""One of LinkedIn's tables that somebody saved as a workbook, as CSV again."""

import csv
import io
from contextlib import suppress
from datetime import date, datetime, time

from ssi_core.intake import child, workbook
from ssi_core.intake.archive.layouts import recognise
from ssi_core.intake.archive.rows import HEAD
from ssi_core.intake.cells import text
from ssi_core.intake.records import Cell, Sheet, Unreadable


def as_csv(data: bytes) -> bytes:
    """The workbook's first sheet with a header of LinkedIn's, in UTF-8; nothing where there is none."""
    with suppress(Unreadable, child.Died):
        for sheet in child.run(workbook.read, data):
            if any(recognise([text(cell) for cell in record]) for record in sheet.records[:HEAD]):
                return _written(sheet)
    return b""


def _written(sheet: Sheet) -> bytes:
    """Each row in the line of its number."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    line = 1
    for number, record in zip(sheet.row_numbers, sheet.records, strict=True):
        lines.write("\n" * (number - line))
        writer.writerow([_cell(cell) for cell in record])
        line = number + 1
    return lines.getvalue().encode(errors="replace")


def _cell(cell: Cell) -> str:
    """A day without a time is its midnight, because the rows of some tables are told apart by their times."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        cell = datetime.combine(cell, time())
    return text(cell)
