"""Several files at once: each readable one gives its tables, each other one a finding that says why not."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ssi_core.i18n import _
from ssi_core.intake.exports import Export, exports_table, split
from ssi_core.intake.findings import Finding
from ssi_core.intake.tables import Table, Unreadable, read_tables


def read_files(files: Iterable[tuple[str, bytes]]) -> tuple[list[Table], list[Finding]]:
    """The tables of all files that can be read, one more of the members' own LinkedIn files, and the findings.

    files: name and content of each; the second one called team.csv becomes team.csv (2). A file that cannot be read is
    a finding, and so is what of the members' own files is not taken as it stands. Raises Unreadable, naming the files,
    when none of them can be read.
    """
    tables, refused = [], []
    exports, others = split(_told_apart(files))
    for name, data in others:
        try:
            tables += read_tables(name, data)
        except Unreadable as refusal:
            refused.append(_refused(name, str(refusal)))
    table, read = exports_table(exports)
    if table:
        tables.append(table)
    else:
        words = _("no figure for the score in these LinkedIn files")
        refused += [_refused(name, words) for export in exports for name in _names(export)]
    findings = [*refused, *(finding for file in read for finding in file.findings)]
    if not tables:
        whole = [f"{finding.file}: {finding.problem}" for finding in findings if finding.row is None]
        raise Unreadable("; ".join(whole) or _("no files given"))
    return tables, findings


def _names(export: Export) -> list[str]:
    """Its files but for those that a finding already says something about."""
    return [name for name, _data in export.files] + [read.name for read in export.unread if not read.findings]


def _told_apart(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    seen = Counter()
    for name, data in files:
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), data


def _refused(name: str, problem: str) -> Finding:
    return Finding(name, None, "", "", problem, _("file not used"))
