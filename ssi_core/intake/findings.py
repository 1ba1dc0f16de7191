"""What was not taken as it stood: where, what stood there, why, and what was made of it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

import pandas as pd


@dataclass(frozen=True)
class Finding:
    """One remark on a cell, a row (column "") or a whole file (row None). Rows are numbered as in the file, from 1."""

    file: str
    row: int | None
    column: str
    value: str
    problem: str
    taken_as: str


def as_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """One row a finding, columns as in Finding, in the order given."""
    columns = [field.name for field in fields(Finding)]
    return pd.DataFrame([asdict(finding) for finding in findings], columns=columns).astype({"row": "Int64"})
