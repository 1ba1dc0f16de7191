"""What doing more of an activity is worth, for many people at once, and how sure that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ssi_core.coaching.regression import PRIOR_SD, TeamFit, has_learnt
from ssi_core.i18n import _
from ssi_core.rubric import Activity, Rubric
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.curve import share
from ssi_core.scoring.frame import official

WEEKS = 4  # over so many weeks the one-off minutes of a stock are spread
DRAWS = 400
PRIOR_CORRELATION = 0.45  # of two thetas without a fit: with it plans' ranges hold 80 % in tests/bench/coaching.py
INFLATION = 1.25  # of theta's sd: a posterior that trusts its own model is too narrow
MISFIT = 0.15  # sd of theta that no number of people takes away, as no true curve is the rubric's; by simulation
FULL_SPREAD = 0.5  # of ln T, which nobody outside LinkedIn knows
CURVES = (1.0, 3.5)  # the curves thought possible
RANGE = (10, 90)  # percentiles of the draws, so that the range holds 80 %


@dataclass(frozen=True)
class Worlds:
    """DRAWS ways in which the index may truly come about, the same for the same seed and fit.

    A draw's thetas go together as the fit's covariance says; full marks and curve of an activity are drawn alone.
    Source: method, section 5, but for MISFIT, without which the ranges of large teams hold too seldom, and
    PRIOR_CORRELATION, which leaves the range of a single step as it is.
    """

    rubric: Rubric
    fit: TeamFit | None = None
    seed: int = 0

    @cached_property
    def worth(self) -> Mapping[str, np.ndarray]:
        """theta in each of the draws, by activity id."""
        ids = list(self.rubric.ids)
        noise = np.column_stack([self._random(i, 0).standard_normal(DRAWS) for i in ids])
        if not has_learnt(self.fit):
            common = self._random("", 0).standard_normal((DRAWS, 1))
            together = np.sqrt(PRIOR_CORRELATION) * common + np.sqrt(1 - PRIOR_CORRELATION) * noise
            thetas = 1 + INFLATION * PRIOR_SD * together
        else:
            covariance = self.fit.covariance_.loc[ids, ids].to_numpy()
            spread = np.linalg.cholesky(covariance + MISFIT**2 * np.eye(len(ids)))
            thetas = self.fit.theta_[ids].to_numpy() + INFLATION * noise @ spread.T
        return dict(zip(ids, np.maximum(0, thetas).T, strict=True))

    def points(self, activity: Activity, current: ArrayLike, target: ArrayLike) -> np.ndarray:
        """Points gained from current to target in each of the draws, (people, DRAWS); the amounts are (people,)."""
        random = self._random(activity.id, 1)
        full = activity.full * np.exp(FULL_SPREAD * random.standard_normal(DRAWS))
        curve = random.uniform(*CURVES, DRAWS) if activity.curve else 0
        now, then = (np.asarray(amount, dtype=float)[:, None] for amount in (current, target))
        return self.worth[activity.id] * activity.weight * (share(then, full, curve) - share(now, full, curve))

    def _random(self, activity: str, what: int) -> np.random.Generator:
        """An activity's draws stay the same whichever others the rubric holds."""
        return np.random.default_rng([self.seed, crc32(activity.encode()), what])


def range_of(gain, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The 80 % range of the draws on the last axis, stretched to hold the gain.

    A step right up to full marks has most of its draws below it.
    """
    low, high = np.percentile(drawn, RANGE, axis=-1)
    return np.minimum(low, gain), np.maximum(high, gain)


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

    Source: method, sections 5 (range) and 6 (step and gain).
    """
    own = checked_minutes(minutes, own_minutes)
    left = {p: room(_column(scored, official(p)), _column(scored, p)) for p in rubric.pillar_ids}
    worlds = Worlds(rubric, fit, seed)
    for activity in rubric.activities:
        values = _column(scored, activity.id)
        rows = np.flatnonzero(~np.isnan(values))
        current, most = values[rows], left[activity.pillar][rows]
        target, used = _target(activity, current, minutes, own.get(activity.id, activity.minutes))
        gain = points_gained(activity, current, target, fit)
        drawn = worlds.points(activity, current, target)
        yield Step(activity, rows, current, target, used, np.minimum(gain, most), np.minimum(drawn, most[:, None]))


def _target(activity: Activity, current: np.ndarray, minutes: float, per_unit: float) -> tuple[np.ndarray, np.ndarray]:
    weeks = WEEKS if activity.kind == "stock" else 1
    top = min(activity.full, activity.limit or np.inf)
    more = np.minimum(minutes * weeks / per_unit, np.maximum(top - current, 0))
    return current + more, more * per_unit / weeks


def room(own: np.ndarray, estimate: np.ndarray) -> np.ndarray:
    """Points left in a pillar: above LinkedIn's own score where it is known, else above the estimate."""
    return np.maximum(PILLAR_POINTS - np.where(np.isnan(own), estimate, own), 0)


def _column(scored: pd.DataFrame, name: str) -> np.ndarray:
    return scored[name].to_numpy(dtype=float) if name in scored else np.full(len(scored), np.nan)


def points_gained(activity: Activity, current, target, fit: TeamFit | None = None):
    """weight * theta * (s(target) - s(current)), before any pillar is full; amounts are numbers or arrays."""
    theta = 1.0 if fit is None else float(fit.theta_[activity.id])
    more = share(target, activity.full, activity.curve) - share(current, activity.full, activity.curve)
    return theta * activity.weight * more


def checked_minutes(minutes: float, own_minutes: Mapping[str, float] | None) -> Mapping[str, float]:
    """The person's own minutes. Raises ValueError where these or the minutes to spend cannot be."""
    own = own_minutes or {}
    if not 0 <= minutes < np.inf or not all(0 < each < np.inf for each in own.values()):
        raise ValueError(_("Minutes can't be negative, and one more unit must take some."))
    return own
