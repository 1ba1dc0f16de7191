"""What was not taken as it stood: where, what stood there, why, and what was made of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import pandas as pd

from ssi_core.i18n import _

LISTED = 20  # of one problem in a member's file; the rest is one more
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


class Condensed:
    """Collects a file's findings: of one problem at most LISTED by themselves, the others as one that counts them."""

    def __init__(self, file: str):
        self._file = file
        self._listed: list[Finding] = []
        self._met: Counter[tuple[str, str, str]] = Counter()
        self._rows: Counter[tuple[str, str, str]] = Counter()  # set aside by those that are not listed

    def add(self, row: int | None, column: str, value: str, problem: str, taken_as: str, rows: int = 0) -> None:
        kind = column, problem, taken_as
        self._met[kind] += 1
        if self._met[kind] <= LISTED:
            self._listed.append(Finding(self._file, row, column, value, problem, taken_as, rows))
        else:
            self._rows[kind] += rows

    def all(self) -> tuple[Finding, ...]:
        """In the order of the rows; what is about the file and what stands for many comes last."""
        in_order = sorted(self._listed, key=lambda finding: (finding.row is None, finding.row or 0))
        return (*in_order, *(self._others(kind) for kind in self._rows))

    def _others(self, kind: tuple[str, str, str]) -> Finding:
        column, problem, taken_as = kind
        more = _("{problem}; and {n:,} more").format(problem=problem, n=self._met[kind] - LISTED)
        return Finding(self._file, None, column, "", more, taken_as, self._rows[kind])
