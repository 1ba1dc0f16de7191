"""What scoring expects of each activity that nobody told us about."""

import numpy as np
import pandas as pd

from ssi_core.rubric import Rubric
from ssi_core.scoring import Prior
from ssi_core.scoring.frame import points


def expected_points(scored: pd.DataFrame, rubric: Rubric, prior: Prior) -> pd.DataFrame:
    """Points of every activity: earned where known, else expected; within a pillar they add up to its scored estimate.

    scored: from `score` with the same prior. Returns one row a row of `scored`, one column an activity's id, no NaN.
    Source: method, section 2.
    """
    activities, rho = rubric.activities, rubric.unknown.correlation
    weight = np.array([a.weight for a in activities])
    mean, sd = (np.array([figure[a.id] for a in activities]) for figure in (prior.mean, prior.sd))
    shares = scored[[points(a.id) for a in activities]].to_numpy(dtype=float) / weight
    known = ~np.isnan(shares)
    above = np.nansum((shares - mean) / sd, axis=1, keepdims=True)
    shift = above * rho / (1 + (known.sum(axis=1, keepdims=True) - 1) * rho)
    filled = np.where(known, shares, (mean + shift * sd).clip(0, 1))
    return pd.DataFrame(filled * weight, scored.index, list(rubric.ids))
