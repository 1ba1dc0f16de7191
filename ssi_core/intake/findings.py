"""What was not taken as it stood: where, what stood there, why, and what was made of it."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import pandas as pd

COLUMNS = ("file", "row", "column", "value", "problem", "taken_as")  # what of a finding is shown and exported


@dataclass(frozen=True)
class Finding:
    """One remark on a cell, a row (column "") or a whole file (row None). Rows are numbered as in the file, from 1.

    rows: how many rows of a member's file it sets aside; 0 where it is about a cell or the file as a whole.
    """

    file: str
    row: int | None
    column: str
    value: str
    problem: str
    taken_as: str
    rows: int = 0


def as_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """One row a finding, in the order given, with COLUMNS."""
    rows = [astuple(finding)[: len(COLUMNS)] for finding in findings]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"row": "Int64"})
