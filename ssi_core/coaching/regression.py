"""How much each activity is worth on this team: the rubric, re-weighted by LinkedIn's own scores of the people."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from ssi_core.rubric import Rubric, load
from ssi_core.scoring import expected_points, score, team_prior
from ssi_core.scoring.frame import PERSON, complete, latest, official

PILLAR_PEOPLE = 8  # people with pillar scores from which a pillar is fitted
TOTAL_PEOPLE = 15  # people with a total from which totals alone are fitted
FIRM_PEOPLE = 30  # people from which a fit on totals alone is no longer tentative
MAY_MISS = 0.30  # a column unknown for a larger share of the people is left out
COLLINEAR = 0.80  # absolute correlation above which two activities cannot be told apart
PRIOR_SD = 0.60  # of theta without data: so wide covers 80 % in tests/bench/coaching.py
EVIDENCE = ((0.20, "your team's data"), (0.35, "mixed"), (0.60, "mostly rubric"), (np.inf, "rubric"))
HYPERPRIORS = {"pillars": {"alpha_2": 8, "lambda_2": 2}, "total": {"alpha_2": 32, "lambda_2": 0.5}}
FIGURES = ("q2", "mae", "mae_team_mean", "mae_rubric")
PREDICTED = ["person", "part", "actual", "predicted"]


@dataclass(frozen=True)
class _Sample:
    """The people a part (a pillar or the total) can be fitted on, all with LinkedIn's score and an activity known."""

    part: str
    gate: int  # people it takes
    points: pd.DataFrame  # of the activities to fit
    estimate: pd.Series  # the rubric's, over all activities of the part
    actual: pd.Series
    left_out: tuple[str, ...]

    @property
    def missing(self) -> int:
        return max(self.gate - len(self.actual), 0)

    @property
    def fits(self) -> bool:
        return not self.missing and not self.points.columns.empty


@dataclass(frozen=True)
class _PartFit:
    sample: _Sample
    theta: pd.Series
    covariance: pd.DataFrame
    predicted: pd.Series  # each person's, by the fit on all others
    touched: pd.Index  # people whose residual was winsorised

    @property
    def judged(self) -> pd.DataFrame:
        columns = {"actual": self.sample.actual, "predicted": self.predicted, "rubric": self.sample.estimate}
        return pd.DataFrame(columns)


class TeamFit:
    """Bayesian ridge regression of LinkedIn's own scores on the rubric's points, shrunk towards the rubric.

    Learnt by `fit` (ids are activities' ids, parts are pillars' ids and "total"; NaN where a part was not fitted):
    kind_: "pillars" | "total" | "rubric" (too few people: nothing learnt, theta is 1 everywhere)
    theta_: Series by id; 1.6 = on this team worth 1.6 times the rubric's points; 1 where not fitted
    covariance_: DataFrame id x id, of theta; PRIOR_SD squared on the diagonal where not fitted
    evidence_: Series by id: "rubric" | "mostly rubric" | "mixed" | "your team's data"
    n_people_: people with LinkedIn's score and an activity known, of the parts fitted (of any if none was)
    people_needed_: how many more such people until something can be fitted; 0 with kind_ "rubric" means that every
        column is in left_out_
    tentative_: fitted on the totals of fewer than 30 people
    n_winsorised_: people whose score lay so far from the rubric's that it was drawn in
    left_out_: ids unknown for over 30 % of the people
    groups_: tuples of ids of one pillar that move together (|r| > .8), so that their worth cannot be told apart
    q2_, mae_, mae_team_mean_, mae_rubric_: Series by part, leave-one-out: share of the variance predicted, and the mean
        absolute error in points of this fit, of the others' mean and of the rubric plus an offset
    predicted_: DataFrame person, part, actual, predicted (leave-one-out), in points
    percentile95_: Series by id, the team's 95th percentile in the activity's unit; NaN where not fitted

    Source: method, section 5, with its gates and thresholds.
    """

    def __init__(self, rubric: Rubric | None = None):
        self.rubric = rubric or load()

    def fit(self, frame: pd.DataFrame) -> Self:
        """Learns from an activity frame with LinkedIn's own scores; each person's latest row counts, none is too few.

        Where an activity that is fitted is unknown, the points that scoring expects of it stand in.
        """
        frame = latest(complete(frame, self.rubric))
        prior = team_prior(frame, self.rubric)
        points = expected_points(score(frame, self.rubric, prior), self.rubric, prior)
        samples = self._choose(*_samples(frame, points, self.rubric))
        parts = [_fit_part(sample, self.kind_) for sample in samples]
        self._keep_worth(parts)
        self._keep_figures(_judged(parts, self.rubric), frame[PERSON])
        self.groups_ = tuple(group for sample in samples for group in _groups(sample.points, self.rubric))
        fitted = [name for sample in samples for name in sample.points]
        self.percentile95_ = frame.loc[_people(samples), fitted].quantile(0.95).reindex(self.rubric.ids)
        return self

    def _choose(self, pillars: list[_Sample], total: _Sample) -> list[_Sample]:
        """The samples to fit: the pillars that can be, else the total if it can, else none."""
        considered = {"pillars": pillars, "total": [total], "rubric": [*pillars, total]}
        self.kind_ = next((kind for kind, parts in considered.items() if any(s.fits for s in parts)), "rubric")
        samples = considered[self.kind_]
        chosen = [sample for sample in samples if sample.fits]
        self.n_people_ = len(_people(chosen or samples))
        self.people_needed_ = 0 if chosen else min(sample.missing for sample in samples)
        self.tentative_ = self.kind_ == "total" and self.n_people_ < FIRM_PEOPLE
        left_out = {name for sample in samples if not sample.missing for name in sample.left_out}
        self.left_out_ = tuple(name for name in self.rubric.ids if name in left_out)
        return chosen

    def _keep_worth(self, parts: list[_PartFit]) -> None:
        ids = list(self.rubric.ids)
        self.theta_ = pd.Series(1.0, ids)
        self.covariance_ = pd.DataFrame(np.eye(len(ids)) * PRIOR_SD**2, ids, ids)
        for part in parts:
            self.theta_[part.theta.index] = part.theta
            self.covariance_.loc[part.theta.index, part.theta.index] = part.covariance
        sd = pd.Series(np.sqrt(np.diag(self.covariance_)), ids)
        self.evidence_ = sd.map(lambda value: next(name for below, name in EVIDENCE if value < below))
        self.n_winsorised_ = len({row for part in parts for row in part.touched})

    def _keep_figures(self, judged: dict[str, pd.DataFrame], people: pd.Series) -> None:
        unfitted = dict.fromkeys(FIGURES, np.nan)
        parts = [*self.rubric.pillar_ids, "total"]
        figures = pd.DataFrame({part: _figures(judged[part]) if part in judged else unfitted for part in parts}).T
        self.q2_, self.mae_ = figures["q2"], figures["mae"]
        self.mae_team_mean_, self.mae_rubric_ = figures["mae_team_mean"], figures["mae_rubric"]
        rows = [table.assign(person=people[table.index], part=part) for part, table in judged.items()]
        self.predicted_ = pd.concat(rows, ignore_index=True)[PREDICTED] if rows else pd.DataFrame(columns=PREDICTED)


def _samples(frame: pd.DataFrame, points: pd.DataFrame, rubric: Rubric) -> tuple[list[_Sample], _Sample]:
    """One sample a pillar, and that of the total, which four pillar scores give as well."""
    scores = frame[[official(pillar) for pillar in rubric.pillar_ids]]
    total = frame[official("total")].fillna(scores.sum(axis=1, skipna=False))
    pillars = [
        _sample(pillar, PILLAR_PEOPLE, frame[official(pillar)], frame[[a.id for a in rubric.in_pillar(pillar)]], points)
        for pillar in rubric.pillar_ids
    ]
    return pillars, _sample("total", TOTAL_PEOPLE, total, frame[list(rubric.ids)], points)


def _sample(part: str, gate: int, actual: pd.Series, values: pd.DataFrame, points: pd.DataFrame) -> _Sample:
    known = values[actual.notna()].notna()
    known = known[known.any(axis=1)]
    kept = known.columns[known.mean() >= 1 - MAY_MISS]
    chosen = points.loc[known.index, known.columns]
    left_out = tuple(known.columns.difference(kept, sort=False))
    return _Sample(part, gate, chosen[kept], chosen.sum(axis=1), actual[known.index], left_out)


def _people(samples: list[_Sample]) -> list[int]:
    """Rows of the frame that stand in any of the samples."""
    return sorted({row for sample in samples for row in sample.actual.index})


def _fit_part(sample: _Sample, kind: str) -> _PartFit:
    from sklearn.linear_model import BayesianRidge  # takes seconds to import

    residual = (sample.actual - sample.estimate).to_numpy()
    drawn_in = _winsorised(residual)
    centred = (sample.points - sample.points.mean()).to_numpy()
    model = BayesianRidge(alpha_1=2, lambda_1=2, **HYPERPRIORS[kind]).fit(centred, drawn_in)
    leverage = model.alpha_ * ((centred @ model.sigma_) * centred).sum(axis=1) + 1 / len(centred)
    error = (drawn_in - model.predict(centred)) / (1 - leverage)
    ids = sample.points.columns
    return _PartFit(
        sample,
        pd.Series(np.maximum(0, 1 + model.coef_), ids),
        pd.DataFrame(model.sigma_, ids, ids),
        sample.estimate + drawn_in - error,
        sample.actual.index[residual != drawn_in],
    )


def _winsorised(residual: np.ndarray) -> np.ndarray:
    middle = np.median(residual)
    reach = 2.5 * (1.4826 * np.median(np.abs(residual - middle)) + 0.3)
    return residual.clip(middle - reach, middle + reach)


def _judged(parts: list[_PartFit], rubric: Rubric) -> dict[str, pd.DataFrame]:
    """Actual, predicted and the rubric's points by part; of the total too where all pillars were fitted."""
    judged = {part.sample.part: part.judged for part in parts}
    if set(judged) == set(rubric.pillar_ids):
        total = sum(judged.values()).dropna()
        if len(total) >= PILLAR_PEOPLE:
            judged["total"] = total
    return judged


def _figures(judged: pd.DataFrame) -> dict[str, float]:
    """Leave-one-out errors in points. Without a person, a mean is farther from them by n / (n - 1)."""
    actual, predicted, rubric = judged.to_numpy().T
    others = len(actual) / (len(actual) - 1)
    error, from_mean = actual - predicted, (actual - actual.mean()) * others
    from_rubric = (actual - rubric - (actual - rubric).mean()) * others
    q2 = 1 - (error @ error) / (from_mean @ from_mean) if np.ptp(actual) else np.nan
    return dict(zip(FIGURES, [q2, *(np.abs(e).mean() for e in (error, from_mean, from_rubric))], strict=True))


def _groups(points: pd.DataFrame, rubric: Rubric) -> list[tuple[str, ...]]:
    """Sets of activities of one pillar, each linked to another of its set by a correlation beyond COLLINEAR."""
    from scipy.sparse.csgraph import connected_components  # heavy like scikit-learn, which brings it along

    groups = []
    for pillar in rubric.pillar_ids:
        ids = [a.id for a in rubric.in_pillar(pillar) if a.id in points]
        _, label = connected_components(points[ids].corr().abs().to_numpy() > COLLINEAR)
        members = pd.Series(ids).groupby(label).agg(tuple)
        groups += [group for group in members if len(group) > 1]
    return groups
