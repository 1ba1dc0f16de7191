"""The one reader for tables: bytes in, cells as they stand out, whatever the format."""

from dataclasses import dataclass
from datetime import date, datetime

from ssi_core.intake.findings import Finding

Cell = str | float | bool | date | datetime | None  # text as it stands; typed only where a workbook says so; None = blank


class Unreadable(ValueError):
    """The whole file is refused; the message is one plain sentence that says what to do."""


@dataclass(frozen=True)
class Table:
    """A header and its rows. Every row has as many cells as the header; row_numbers are those of the file, from 1."""

    file: str
    sheet: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()  # what was found and assumed: encoding, delimiter, header row, skipped sheets
    findings: tuple[Finding, ...] = ()  # rows and cells set aside while reading


def read_tables(name: str, data: bytes) -> list[Table]:
    """Every table in the file, recognised by its content and not by its name.

    Raises Unreadable with the sentence to show.
    """
    raise NotImplementedError
