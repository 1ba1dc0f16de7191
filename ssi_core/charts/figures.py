"""The figures of a scored frame that may be shown, and how they read."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ssi_core.i18n import _
from ssi_core.rubric import Rubric
from ssi_core.scoring import part
from ssi_core.scoring.bands import whole
from ssi_core.scoring.frame import official

ESTIMATE, OFFICIAL = "estimate", "official"
APPROXIMATE = "≈"


def figures(scored: pd.DataFrame, pillar: str, rubric: Rubric) -> pd.DataFrame:
    """Estimate, low, high and LinkedIn's own for each row, in points; pillar "" is the total.

    scored: a scored activity frame. Where less than the rubric's `place_from` of a pillar's weight is known there is no
    estimate, and low and high are the hard bounds; where nothing is known there is no range either. The total has an
    estimate as soon as one activity is known.
    """
    known = _numbers(scored, part(pillar, "known"))
    placed = known >= rubric.unknown.place_from if pillar else known > 0

    def end(name: str) -> np.ndarray:
        bound = np.where(placed, _numbers(scored, part(pillar, name)), _numbers(scored, part(pillar, f"hard_{name}")))
        return np.where(known > 0, bound, np.nan)

    columns = {
        ESTIMATE: np.where(placed, _numbers(scored, pillar or "total"), np.nan),
        "low": end("low"),
        "high": end("high"),
        OFFICIAL: _numbers(scored, official(pillar or "total")),
    }
    return pd.DataFrame(columns, index=scored.index)


def person_figures(person: Mapping[str, Any], pillar: str, rubric: Rubric) -> pd.Series:
    """The same for one row of a scored frame."""
    return figures(pd.DataFrame([dict(person)]), pillar, rubric).iloc[0]


def ranged(estimate: float, low: float, high: float) -> str:
    """An estimate as it reads: "37 (31 to 43)", "between 3 and 20", "not known"; whole points."""
    if pd.isna(low):
        return _("not known")
    ends = {"low": whole(low), "high": whole(high)}
    if pd.isna(estimate):
        return _("between {low} and {high}").format(**ends)
    if ends["low"] == ends["high"]:
        return str(whole(estimate))
    return _("{estimate} ({low} to {high})").format(estimate=whole(estimate), **ends)


def points_text(value: float) -> str:
    """Whole points, an empty text where unknown."""
    return "" if pd.isna(value) else str(whole(value))


def points_texts(values: pd.Series) -> pd.Series:
    """The same for a column."""
    return pd.Series([points_text(value) for value in values], values.index, dtype="str")


def shown(scores: pd.DataFrame) -> pd.Series:
    """LinkedIn's own score where known, else the estimate; `scores` is what `figures` gives."""
    return scores[OFFICIAL].fillna(scores[ESTIMATE])


def source(scores: pd.DataFrame) -> pd.Series:
    """Where the score shown comes from: OFFICIAL, ESTIMATE, or an empty text where there is none."""
    sources = np.where(scores[OFFICIAL].notna(), OFFICIAL, np.where(scores[ESTIMATE].notna(), ESTIMATE, ""))
    return pd.Series(sources, scores.index, dtype="str")


def is_mixed(sources: pd.Series) -> bool:
    """Whether estimates stand among LinkedIn's own scores."""
    return {ESTIMATE, OFFICIAL} <= set(sources)


def marked(texts: pd.Series, sources: pd.Series) -> pd.Series:
    """The scores' texts, estimates with a sign if they stand among LinkedIn's own."""
    return texts.mask((sources == ESTIMATE) & is_mixed(sources), APPROXIMATE + texts)


def _numbers(scored: pd.DataFrame, column: str) -> np.ndarray:
    return scored[column].to_numpy(dtype=float) if column in scored else np.full(len(scored), np.nan)
