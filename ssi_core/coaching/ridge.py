"""How far an activity's worth lies from the rubric's: Bayesian ridge regression of what the rubric does not explain."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from ssi_core.coaching.sample import Sample

PRIOR_SD = 0.60  # of theta without data: so wide covers 80 % in tests/bench/coaching.py
HYPERPRIORS = {"pillars": {"alpha_2": 8, "lambda_2": 2}, "total": {"alpha_2": 32, "lambda_2": 0.5}}
ROUNDING = 1e-9  # points; what differs by less never changed
# Overlapping means repeat each other: a window's length of them tells as much as so many rows. Theory says 1.5 where
# the errors overlap like the means. On simulated panels (tests/bench/simulate.py) ranges hold 86 to 90 % of the true
# gains with 2; where every row counts, those of the weeks alone hold 44 to 57 %.
ROWS_A_WINDOW = 2


@dataclass(frozen=True)
class Ridge:
    """shift: theta - 1, (activities,); without: the same learnt without each of the people, (people, activities);
    prior, information: theta's precision before the data and what these add to it, (activities, activities);
    drawn_in: the rows whose residual was.
    """

    shift: np.ndarray
    without: np.ndarray
    prior: np.ndarray
    information: np.ndarray
    drawn_in: np.ndarray

    @property
    def theta(self) -> np.ndarray:
        return np.maximum(0, 1 + self.shift)

    @cached_property
    def covariance(self) -> np.ndarray:
        return np.linalg.inv(self.prior + self.information)


def rubric_alone(sample: Sample) -> Ridge:
    size = len(sample.ids)
    nothing, prior = np.zeros((size, size)), np.eye(size) / PRIOR_SD**2
    return Ridge(np.zeros(size), np.zeros((sample.people, size)), prior, nothing, sample.row[:0])


def between(sample: Sample, kind: str) -> Ridge:
    """From the differences between people, by the newest row of each; kind: as TeamFit's."""
    newest = sample.newest
    given = residual(newest)
    r, z = winsorised(given), newest.points
    # Without a person the others' mean moves away from them, so that their row counts n / (n - 1) times.
    share = newest.people / max(newest.people - 1, 1)
    rows = _Rows(z - z.mean(axis=0), r - r.mean(), np.arange(len(z)), np.ones(len(z)), share)
    return _ridge(rows, kind, rubric_alone(sample), newest.row[given != r])


def within(sample: Sample, kind: str, window: int, start: Ridge) -> Ridge:
    """From the differences between the weeks of the same person, which nothing that stays the same can mislead.

    Shrunk towards start, and the same as it where an activity never changed: shrunk towards the rubric, weeks that tell
    little would take half of what the people tell away. window: weeks of the trailing means.
    """
    sample = sample.looking_back(window)
    given = demeaned(residual(sample), sample.number)
    drawn_in = winsorised(given)
    z, r = demeaned(sample.points, sample.number), demeaned(drawn_in, sample.number)
    weight = np.minimum(1, ROWS_A_WINDOW * sample.weeks_apart / window)[sample.number]
    rows = _Rows(z, r, sample.number, weight)
    return _ridge(rows, kind, start, sample.row[given != drawn_in])


@dataclass(frozen=True)
class _Rows:
    """Centred points z (rows, activities) and residuals r, of people counted from 0, each with how much it counts.

    share: how many times a person's rows go when they are left out.
    """

    z: np.ndarray
    r: np.ndarray
    number: np.ndarray
    weight: np.ndarray
    share: float = 1.0


def _ridge(rows: _Rows, kind: str, start: Ridge, drawn_in: np.ndarray) -> Ridge:
    from sklearn.linear_model import BayesianRidge  # takes seconds to import

    changed = np.flatnonzero(np.abs(rows.z).max(axis=0, initial=0) > ROUNDING)
    if not changed.size:
        return replace(start, drawn_in=drawn_in)
    z, known = rows.z[:, changed], start.shift[changed]
    model = BayesianRidge(alpha_1=2, lambda_1=2, **HYPERPRIORS[kind])
    model.fit(z, rows.r - z @ known, rows.weight)
    shift, without = start.shift.copy(), start.without.copy()
    shift[changed] = known + model.coef_
    without[:, changed] += _without(rows, z, start.without[:, changed], model.lambda_ / model.alpha_)
    prior, information = _unchanged(start, changed)
    block = np.ix_(changed, changed)
    prior[block] = model.lambda_ * np.eye(changed.size)
    information[block] = model.alpha_ * (z.T * rows.weight) @ z
    return Ridge(shift, without, prior, information, drawn_in)


def _unchanged(start: Ridge, changed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Prior and information of start with nothing about the changed, of the others what it knows of them alone."""
    prior, information = np.zeros_like(start.prior), np.zeros_like(start.information)
    others = np.setdiff1d(np.arange(len(prior)), changed)
    block = np.ix_(others, others)
    prior[block] = start.prior[block]
    information[block] = np.linalg.inv(start.covariance[block]) - start.prior[block]
    return prior, information


def _without(rows: _Rows, z: np.ndarray, start: np.ndarray, penalty: float) -> np.ndarray:
    """What is learnt beyond start without each of the people, (people, activities); the closed form of leaving out."""
    first = np.flatnonzero(np.diff(rows.number, prepend=-1))
    weighted = rows.weight[:, None] * z
    gram = np.add.reduceat(weighted[:, :, None] * z[:, None, :], first)
    moment = np.add.reduceat(weighted * rows.r[:, None], first)
    gram, moment = (each.sum(axis=0) - rows.share * each for each in (gram, moment))
    left = moment[:, :, None] - gram @ start[:, :, None]
    return np.linalg.solve(gram + penalty * np.eye(z.shape[1]), left)[:, :, 0]


@dataclass(frozen=True)
class PartFit:
    """What a part's sample tells between people, within them, or both, whose mean counts.

    theta: (activities,); covariance: (activities, activities), the mean of both, which that of their mean does not
    exceed however the two go together.
    """

    sample: Sample
    basis: str
    fits: tuple[Ridge, ...]

    @property
    def theta(self) -> np.ndarray:
        return np.mean([fit.theta for fit in self.fits], axis=0)

    @property
    def covariance(self) -> np.ndarray:
        return np.mean([fit.covariance for fit in self.fits], axis=0)

    @property
    def drawn_in(self) -> np.ndarray:
        return self.fits[0].drawn_in

    @property
    def predicted(self) -> np.ndarray:
        """Each person's score by the fit on all others."""
        newest = self.sample.newest
        z, r = newest.points, winsorised(residual(newest))
        shift = np.mean([fit.without for fit in self.fits], axis=0)
        return newest.estimate + _others(r) + ((z - _others(z)) * shift).sum(axis=1)

    @property
    def judged(self) -> pd.DataFrame:
        """By person: actual, predicted, the rubric's points."""
        newest = self.sample.newest
        columns = {"actual": newest.actual, "predicted": self.predicted, "rubric": newest.estimate}
        return pd.DataFrame(columns, index=pd.Index(newest.person, name="person"))


def fit_part(sample: Sample, kind: str, window: int) -> PartFit:
    """kind: as TeamFit's; window: weeks of the sample's trailing means."""
    if sample.alone:
        return PartFit(sample, "own weeks", (within(sample, kind, window, rubric_alone(sample)),))
    people = between(sample, kind)
    if sample.is_panel:
        return PartFit(sample, "panel", (people, within(sample, kind, window, people)))
    return PartFit(sample, "people", (people,))


def residual(sample: Sample) -> np.ndarray:
    """LinkedIn's score minus the rubric's estimate, in points."""
    return sample.actual - sample.estimate


def winsorised(residual: np.ndarray) -> np.ndarray:
    """Drawn in to 2.5 robust standard deviations around the median; method, section 5."""
    middle = np.median(residual)
    reach = 2.5 * (1.4826 * np.median(np.abs(residual - middle)) + 0.3)
    return residual.clip(middle - reach, middle + reach)


def demeaned(values: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Minus the mean of each person's rows."""
    size = np.bincount(number)
    sums = np.add.reduceat(values, np.cumsum(size) - size, axis=0)
    return values - (sums.T / size).T[number]


def _others(values: np.ndarray) -> np.ndarray:
    """The mean of all other rows, for each row."""
    return (values.sum(axis=0) - values) / (len(values) - 1)
