"""What a file holds before its header is known: the shape that text files and workbooks share."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from ssi_core.i18n import _

# Text as it stands; typed only where a workbook says so; None is a blank cell.
Cell = str | float | bool | date | datetime | None

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CHARACTERS = 1_000  # in a cell
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # characters that no cell may hold; line breaks may


class Unreadable(ValueError):
    """The whole file is refused; the message is one plain sentence that says what to do."""


@dataclass(frozen=True)
class Remark:
    """What will be a finding once the header is known. `column` counts from 0 in the record; None = the whole row."""

    row: int
    column: int | None
    value: str
    problem: str
    taken_as: str


@dataclass
class Sheet:
    """The filled rows of a file or a workbook's sheet, with their row numbers in the file (from 1)."""

    name: str | None = None
    records: list[list[Cell]] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    blank_rows: int = 0  # between the first and the last filled row
    first_column: int = 0  # where the records begin, 0 = column A
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def too_many_columns() -> Unreadable:
    return Unreadable(_("The file has more than {limit} columns.").format(limit=MAX_COLUMNS))


def letter(column: int) -> str:
    """A column's name as spreadsheets show it: 0 is A, 26 is AA."""
    return (letter(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
