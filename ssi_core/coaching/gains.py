"""What one step on one activity is worth, for many people at once, and how sure that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd

from ssi_core.coaching.regression import PRIOR_SD, TeamFit
from ssi_core.i18n import _
from ssi_core.rubric import Activity, Rubric
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.curve import share
from ssi_core.scoring.frame import official

WEEKS = 4  # over so many weeks the one-off minutes of a stock are spread
DRAWS = 400
INFLATION = 1.25  # of theta's sd: a posterior that trusts its own model is too narrow
FULL_SPREAD = 0.5  # of ln T, which nobody outside LinkedIn knows
CURVES = (1.0, 3.5)  # the curves thought possible


@dataclass(frozen=True)
class Step:
    """The same minutes spent on one activity; arrays with one entry for each of the people who know theirs."""

    activity: Activity
    rows: np.ndarray  # the people's positions in the frame
    current: np.ndarray
    target: np.ndarray
    minutes: np.ndarray  # a week, really used
    gain: np.ndarray
    drawn: np.ndarray  # gain in each of the draws, (people, DRAWS); a draw is the same world for everybody


def steps(
    scored: pd.DataFrame,
    rubric: Rubric,
    minutes: float,
    own_minutes: Mapping[str, float] | None,
    fit: TeamFit | None,
    seed: int,
) -> Iterator[Step]:
    """One step for each activity of the rubric. Raises ValueError for minutes no clock can show.

    Source: method, sections 5 (range) and 6 (step and gain). Draws depend on the seed and the activity's id alone.
    """
    own = own_minutes or {}
    if not 0 <= minutes < np.inf or not all(0 < each < np.inf for each in own.values()):
        raise ValueError(_("Minutes can't be negative, and one more unit must take some."))
    room = {pillar: _room(scored, pillar) for pillar in rubric.pillar_ids}
    for activity in rubric.activities:
        values = _column(scored, activity.id)
        rows = np.flatnonzero(~np.isnan(values))
        current, left = values[rows], room[activity.pillar][rows]
        target, used = _target(activity, current, minutes, own.get(activity.id, activity.minutes))
        theta, sd = _worth(activity.id, fit)
        gain = theta * _points(activity, current, target, activity.full, activity.curve)
        drawn = _drawn(activity, current[:, None], target[:, None], theta, sd, seed)
        yield Step(activity, rows, current, target, used, np.minimum(gain, left), np.minimum(drawn, left[:, None]))


def _target(activity: Activity, current: np.ndarray, minutes: float, per_unit: float) -> tuple[np.ndarray, np.ndarray]:
    weeks = WEEKS if activity.kind == "stock" else 1
    top = min(activity.full, activity.limit or np.inf)
    more = np.minimum(minutes * weeks / per_unit, np.maximum(top - current, 0))
    return current + more, more * per_unit / weeks


def _room(scored: pd.DataFrame, pillar: str) -> np.ndarray:
    """Points left in the pillar: above LinkedIn's own score where it is known, else above the estimate."""
    own = _column(scored, official(pillar))
    return np.maximum(PILLAR_POINTS - np.where(np.isnan(own), _column(scored, pillar), own), 0)


def _column(scored: pd.DataFrame, name: str) -> np.ndarray:
    return scored[name].to_numpy(dtype=float) if name in scored else np.full(len(scored), np.nan)


def _worth(name: str, fit: TeamFit | None) -> tuple[float, float]:
    """Mean and standard deviation of theta."""
    if fit is None:
        return 1.0, PRIOR_SD
    return float(fit.theta_[name]), np.sqrt(fit.covariance_.at[name, name])


def _points(activity: Activity, current, target, full, curve) -> np.ndarray:
    return activity.weight * (share(target, full, curve) - share(current, full, curve))


def _drawn(activity: Activity, current, target, theta: float, sd: float, seed: int) -> np.ndarray:
    random = np.random.default_rng([seed, crc32(activity.id.encode())])
    thetas = np.maximum(0, theta + INFLATION * sd * random.standard_normal(DRAWS))
    fulls = activity.full * np.exp(FULL_SPREAD * random.standard_normal(DRAWS))
    curves = random.uniform(*CURVES, DRAWS) if activity.curve else 0
    return thetas * _points(activity, current, target, fulls, curves)
