"""What the command line prints of a member's own files: JSON with documented keys, or tables to read."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from ssi_core.i18n import _, ngettext
from ssi_core.intake.findings import COLUMNS, as_table
from ssi_core.intake.ledger import OTHER, PRIVATE, UNREADABLE, FileRead, Ledger
from ssi_core.intake.measure import Measured
from ssi_core.intake.official import as_json as official_json
from ssi_core.intake.official import groups_of, own_numbers, standings
from ssi_core.report.batch import aligned
from ssi_core.report.export import to_json
from ssi_core.rubric import Rubric
from ssi_core.wording import plain

NOT_READ = {PRIVATE, OTHER, UNREADABLE}  # of these files nothing is known but that they are there
VALUE_KEYS = ("value", "unit", "from_files", "numerator", "denominator", "pending", "scored")
FINDING_KEYS = (*COLUMNS[1:], "rows")


def is_of_use(ledger: Ledger) -> bool:
    """Whether anything was read at all."""
    return ledger.official is not None or any(file.kind not in NOT_READ for file in ledger.files)


def refusals(ledger: Ledger) -> str:
    """In one line why no file could be read."""
    reasons = {file.name: (*(finding.problem for finding in file.findings), *file.notes) for file in ledger.files}
    return "; ".join(f"{name}: {', '.join(why)}" for name, why in reasons.items())


def as_json(ledger: Ledger, measured: Measured, _rubric: Rubric) -> bytes:
    """The files, the activities with the counts behind them, LinkedIn's own score; the README documents the keys."""
    content = {
        "files": [_file(file) for file in ledger.files],
        "activities": {i: _keys(asdict(value), VALUE_KEYS) for i, value in measured.activities.items()},
        "unseen": list(measured.unseen),
        "official": official_json(ledger.official),
        "as_of": _iso(measured.as_of),
        "days": measured.days,
    }
    return to_json(content)


def as_text(ledger: Ledger, measured: Measured, rubric: Rubric) -> bytes:
    """The same as tables: files, findings, activities, what is not seen and why, LinkedIn's own score."""
    findings = [finding for file in ledger.files for finding in file.findings]
    parts = [
        (_("Files"), _files(ledger.files)),
        (_("Set aside"), as_table(findings).assign(rows=[finding.rows for finding in findings])),
        (_period(measured), _activities(measured, rubric)),
        (_("Not seen"), _unseen(measured, rubric)),
        (_("LinkedIn's own score"), _official(ledger, rubric)),
    ]
    return "\n\n".join(f"{title}\n{aligned(table)}" for title, table in parts if len(table)).encode()


def _file(file: FileRead) -> dict[str, Any]:
    return {
        "name": file.name,
        "kind": file.kind,
        "rows": file.rows,
        "used": file.used,
        "from": _iso(file.start),
        "to": _iso(file.end),
        "findings": [_keys(asdict(finding), FINDING_KEYS) for finding in file.findings],
        "notes": list(file.notes),
    }


def _keys(given: dict[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: given[key] for key in keys}


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _files(files: Sequence[FileRead]) -> pd.DataFrame:
    rows = [(f.name, f.kind, f.rows, f.used, _iso(f.start) or "", _iso(f.end) or "", " ".join(f.notes)) for f in files]
    return pd.DataFrame(rows, columns=[_("file"), _("kind"), _("rows"), _("used"), _("from"), _("to"), _("notes")])


def _period(measured: Measured) -> str:
    if measured.days is None:
        return _("Activities, all days to {day}").format(day=_iso(measured.as_of))
    words = ngettext("Activities, {n} day to {day}", "Activities, {n} days to {day}", measured.days)
    return words.format(n=measured.days, day=_iso(measured.as_of))


def _activities(measured: Measured, rubric: Rubric) -> pd.DataFrame:
    rows = [
        (_(rubric.by_id[i].name), f"{plain(value.value)} {_(value.unit)}", value.words, ", ".join(value.from_files))
        for i, value in measured.activities.items()
    ]
    return pd.DataFrame(rows, columns=[_("activity"), _("value"), _("counted"), _("files")])


def _unseen(measured: Measured, rubric: Rubric) -> pd.DataFrame:
    rows = [(_(rubric.by_id[i].name), reason) for i, reason in measured.unseen.items()]
    return pd.DataFrame(rows, columns=[_("activity"), _("why")])


def _official(ledger: Ledger, rubric: Rubric) -> pd.DataFrame:
    score = ledger.official
    if score is None:
        return pd.DataFrame()
    names = {"total": _("Total"), **{pillar.id: _(pillar.name) for pillar in rubric.pillars}}
    rows = [(names[part], f"{points:g}") for part, points in own_numbers(score).items()]
    groups = (("", words) for words in standings(groups_of(score)))
    return pd.DataFrame([*rows, *groups], columns=[_("part"), _("points")])
