"""Several files at once: each readable one gives its tables, each other one a finding that says why not."""

from collections import Counter
from collections.abc import Iterable

from ssi_core.i18n import _
from ssi_core.intake.findings import Finding
from ssi_core.intake.tables import Table, Unreadable, read_tables


def read_files(files: Iterable[tuple[str, bytes]]) -> tuple[list[Table], list[Finding]]:
    """The tables of all files that can be read, and a finding for each file that cannot.

    files: name and content of each; the second one called team.csv becomes team.csv (2). Raises Unreadable, naming the
    files, when none of them can be read.
    """
    tables, refused, seen = [], [], Counter()
    for given, data in files:
        seen[given] += 1
        name = given if seen[given] == 1 else f"{given} ({seen[given]})"
        try:
            tables += read_tables(name, data)
        except Unreadable as refusal:
            refused.append(Finding(name, None, "", "", str(refusal), _("file not used")))
    if not tables:
        raise Unreadable("; ".join(f"{finding.file}: {finding.problem}" for finding in refused) or _("no files given"))
    return tables, refused
