"""What becomes of one file's rows: used, set aside with a finding, or met before."""

from collections.abc import Mapping
from datetime import UTC, datetime

from ssi_core.i18n import _
from ssi_core.intake.archive import moments
from ssi_core.intake.cells import Problem
from ssi_core.intake.findings import Condensed
from ssi_core.intake.ledger import FileRead

EARLIEST = int(datetime(2003, 1, 1, tzinfo=UTC).timestamp())  # LinkedIn opened in May 2003


class Tally:
    """Counts what a reader says of each row. `first` and `last`: seconds since 1970 of the earliest and latest row.

    labels: the columns as the file heads them, by the layout's names, for the findings.
    """

    def __init__(self, file: str, labels: Mapping[str, str], day_first: bool = False):
        self.file, self._labels, self._day_first = file, labels, day_first
        self.used = 0
        self.told = False  # whether any row was understood, also one that was met before
        self.notes: list[str] = []
        self.first: int | None = None
        self.last: int | None = None
        self._findings = Condensed(file)
        self._latest = int(datetime.now(UTC).timestamp()) + moments.DAY

    def use(self) -> None:
        self.used += 1
        self.told = True

    def aside(self, row: int, problem: str, column: str = "", value: str = "", taken_as: str | None = None) -> None:
        """Sets the row aside; value: a date cell, shown only if it is nothing else."""
        taken_as = _("row not used") if taken_as is None else taken_as
        label = self._labels.get(column, "")
        self._findings.add(row, label, moments.shown(value), problem, taken_as, rows=1)

    def twin(self, row: int) -> None:
        self.told = True
        self.aside(row, _("the same row was read before"), taken_as=_("counted once"))

    def undated(self, row: int, problem: str, column: str, value: str) -> None:
        """A row that counts although its date could not be read."""
        self.told = True
        self.aside(row, problem, column, value, _("counted, without its date"))

    def remark(self, problem: str, taken_as: str) -> None:
        """About the file as a whole; no row is set aside by it."""
        self._findings.add(None, "", "", problem, taken_as)

    def moment(self, row: int, column: str, cell: str) -> int | None:
        """Seconds since 1970; None after setting the row aside."""
        try:
            return self.when(cell)
        except Problem as problem:
            self.aside(row, str(problem), column, cell)
            return None

    def when(self, cell: str) -> int:
        """Seconds since 1970, which widens the file's period. Raises Problem."""
        at = moments.seconds(cell, self._day_first)
        if at > self._latest:
            raise Problem(_("lies in the future"))
        if at < EARLIEST:
            raise Problem(_("lies before LinkedIn began"))
        if self.last is None or at > self.last:
            self.last = at
        if self.first is None or at < self.first:
            self.first = at
        return at

    def file_read(self, kind: str, rows: int) -> FileRead:
        first, last = (None if at is None else moments.day_of(at) for at in (self.first, self.last))
        return FileRead(self.file, kind, rows, self.used, first, last, self._findings.all(), tuple(self.notes))
