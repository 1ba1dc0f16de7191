"""What the command line writes: one row a person and date, as CSV, XLSX, Parquet or JSON with documented keys."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from ssi_core.coaching import Advice
from ssi_core.intake.findings import COLUMNS, Finding, as_table
from ssi_core.report.export import records, to_csv, to_json, to_parquet, to_xlsx
from ssi_core.rubric import Rubric
from ssi_core.scoring.frame import DATE, GROUP, PERSON, official, points

FORMATS = (".csv", ".xlsx", ".json", ".parquet")
SCORES = ("total", "low", "high", "hard_low", "hard_high", "known", "band")
ADVICE_KEYS = ("person", "activity", "from", "to", "minutes", "gain", "low", "high", "evidence")


def written(scored: pd.DataFrame, findings: Sequence[Finding], ending: str, rubric: Rubric) -> bytes:
    """The scored frame as a file of this ending, one of FORMATS."""
    if ending == ".json":
        return as_json(scored, findings, rubric)
    table = one_row_each(scored, rubric)
    if ending == ".xlsx":
        return to_xlsx({"Scores": table, "Findings": as_table(findings)})
    return to_csv(table, for_excel=False) if ending == ".csv" else to_parquet(table)


def one_row_each(scored: pd.DataFrame, rubric: Rubric) -> pd.DataFrame:
    """Who and when, scores, pillars, the activities taken and LinkedIn's own scores (columns nobody knows left out)."""
    head = [PERSON, GROUP, DATE, *SCORES, *rubric.pillar_ids]
    taken = [i for i in rubric.ids if scored[i].notna().any()]
    own = [official(p) for p in ("total", *rubric.pillar_ids) if scored[official(p)].notna().any()]
    return scored[[*head, *taken, *own]]


def as_json(scored: pd.DataFrame, findings: Sequence[Finding], rubric: Rubric) -> bytes:
    """{"people": [...], "findings": [...]}; the keys are documented in the README."""
    content = {
        "people": [_person(row, rubric) for row in records(scored)],
        "findings": [{name: getattr(finding, name) for name in COLUMNS} for finding in findings],
    }
    return to_json(content)


def findings_csv(findings: Sequence[Finding]) -> bytes:
    """One row a finding: file, row, column, value, problem, taken_as."""
    return to_csv(as_table(findings), for_excel=False)


def advice_row(person: str, step: Advice) -> dict[str, Any]:
    """One step under the keys ADVICE_KEYS."""
    given = asdict(step) | {"person": person, "from": step.current, "to": step.target}
    return {key: given[key] for key in ADVICE_KEYS}


def listed(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], as_json: bool) -> bytes:
    """The rows as a JSON list, or as CSV with these columns."""
    return to_json(list(rows)) if as_json else to_csv(pd.DataFrame(list(rows), columns=list(keys)), for_excel=False)


def aligned(table: pd.DataFrame) -> str:
    """The table to read: columns aligned to the left, two blanks apart."""
    texts = table.astype("str").fillna("")
    widths = [max(len(name), *texts[name].str.len()) for name in texts]
    rows = [texts.columns, *texts.itertuples(index=False)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _person(row: Mapping[str, Any], rubric: Rubric) -> dict[str, Any]:
    known = [i for i in rubric.ids if row[i] is not None]
    own = {part: row[official(part)] for part in ("total", *rubric.pillar_ids)}
    return {
        PERSON: row[PERSON],
        DATE: row[DATE],
        **{name: row[name] for name in SCORES},
        "pillars": {pillar: row[pillar] for pillar in rubric.pillar_ids},
        "activities": {i: row[i] for i in known},
        "points": {i: row[points(i)] for i in known},
        "official": own if any(value is not None for value in own.values()) else None,
    }
