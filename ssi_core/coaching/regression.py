"""How much each activity is worth on this team: the rubric, re-weighted by LinkedIn's own scores of the people."""

from functools import cache
from typing import NoReturn, Self

import numpy as np
import pandas as pd

from ssi_core.coaching.panel import trailing, weekly
from ssi_core.coaching.ridge import PRIOR_SD, PartFit, fit_part
from ssi_core.coaching.sample import PILLAR_PEOPLE, Sample, Samples, samples
from ssi_core.coaching.window import choose
from ssi_core.rubric import Rubric, load
from ssi_core.scoring import published_prior, team_prior
from ssi_core.scoring.frame import complete

FIRM_PEOPLE = 30  # people from which a fit on totals alone is no longer tentative
COLLINEAR = 0.80  # absolute correlation above which two activities cannot be told apart
EVIDENCE = ((0.20, "your team's data"), (0.35, "mixed"), (0.60, "mostly rubric"), (np.inf, "rubric"))
FIGURES = ["q2", "mae", "mae_team_mean", "mae_rubric"]
PREDICTED = ["person", "part", "actual", "predicted"]


class TeamFit:
    """Bayesian ridge regression of LinkedIn's own scores on the rubric's points, shrunk towards the rubric.

    Learnt by `fit` (ids are activities' ids, parts are pillars' ids and "total"; NaN where a part was not fitted):
    kind_: "pillars" | "total" | "rubric" (too few people: nothing learnt, theta is 1 everywhere)
    basis_: "people" (one row each) | "panel" (for some part: the mean of the fit between people and that between the
        weeks of the same person, which nothing that stays the same about a person can mislead) | "own weeks" (the
        latter alone, for one person's own)
    window_: weeks of the trailing means; None where nobody has two weeks
    theta_: Series by id; 1.6 = on this team worth 1.6 times the rubric's points; 1 where not fitted
    covariance_: DataFrame id x id, of theta; PRIOR_SD squared on the diagonal where not fitted
    evidence_: Series by id: "rubric" | "mostly rubric" | "mixed" | "your team's data"
    n_people_: people with LinkedIn's score and an activity known, of the parts fitted (of any if none was)
    n_weeks_: the most weeks that any of them has
    people_needed_: how many more such people until something can be fitted; 0 with kind_ "rubric" means that every
        column is in left_out_
    tentative_: fitted on the totals of fewer than 30 people
    n_winsorised_: people whose score lay so far from the rubric's that it was drawn in; of "own weeks", weeks
    left_out_: ids unknown for over 30 % of the people
    groups_: tuples of ids of one pillar that move together (|r| > .8), so that their worth cannot be told apart
    q2_, mae_, mae_team_mean_, mae_rubric_: Series by part, leave-one-out: share of the variance predicted, and the mean
        absolute error in points of this fit, of the others' mean and of the rubric plus an offset. A person is
        predicted by others only, never by another week of their own, so that one person alone has none of them
    predicted_: DataFrame person, part, actual, predicted (leave-one-out), in points
    percentile95_: Series by id, the team's 95th percentile in the activity's unit; NaN where not fitted
    parts_: what was fitted, part by part

    Source: method, section 5, with its gates and thresholds.
    """

    kind_: str
    basis_: str
    window_: int | None
    theta_: pd.Series
    covariance_: pd.DataFrame
    evidence_: pd.Series
    n_people_: int
    n_weeks_: int
    people_needed_: int
    tentative_: bool
    n_winsorised_: int
    left_out_: tuple[str, ...]
    groups_: tuple[tuple[str, ...], ...]
    q2_: pd.Series
    mae_: pd.Series
    mae_team_mean_: pd.Series
    mae_rubric_: pd.Series
    predicted_: pd.DataFrame
    percentile95_: pd.Series
    parts_: list[PartFit]

    def __init__(self, rubric: Rubric | None = None):
        self.rubric = rubric

    def get_params(self, deep: bool = True) -> dict:
        return {"rubric": self.rubric}

    def set_params(self, **params) -> Self:
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError(f"TeamFit has no parameter {name!r}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        return "TeamFit()" if self.rubric is None else "TeamFit(rubric=...)"

    def __getattr__(self, name: str) -> NoReturn:
        unfitted = name in type(self).__annotations__
        raise AttributeError(
            "this TeamFit is not fitted yet: call fit first" if unfitted else name, name=name, obj=self
        )

    def fit(self, frame: pd.DataFrame) -> Self:
        """Learns from an activity frame with LinkedIn's own scores, of people at one or several dates.

        Of several weeks each person's newest with LinkedIn's score counts, with each activity as its mean over the
        last window_ weeks. From 8 people with 12 weeks on, how the weeks of the same person differ counts as much.
        No row is too few.
        """
        rubric = self.rubric or load()
        chosen = self._choose(complete(frame, rubric), rubric)
        self.parts_ = [fit_part(sample, chosen.kind, self.window_ or 1) for sample in chosen.fitted]
        self._keep_sample(chosen, rubric)
        self._keep_worth(self.parts_, rubric)
        self._keep_figures(_judged(self.parts_, rubric), rubric)
        return self

    def _choose(self, frame: pd.DataFrame, rubric: Rubric) -> Samples:
        """The samples at the window that predicts best."""
        weeks = weekly(frame, rubric)
        unknown = weeks[list(rubric.ids)].isna().any(axis=None)
        prior = team_prior(weeks, rubric) if unknown else published_prior(rubric)  # slow, and only for the unknown
        by_window = cache(lambda window: samples(trailing(weeks, rubric, window), rubric, prior))
        several = weeks.duplicated("person").any()
        self.window_ = choose(lambda window: by_window(window).fitted) if several else None
        return by_window(self.window_ or 1)

    def _keep_sample(self, chosen: Samples, rubric: Rubric) -> None:
        fitted, considered = chosen.fitted, chosen.considered
        counted = fitted or considered
        rows = sorted({row for sample in counted for row in sample.compared.row})
        left_out = {name for sample in considered if sample.fits or not sample.missing for name in sample.left_out}
        self.kind_ = chosen.kind
        self.n_people_ = len({person for sample in counted for person in sample.person})
        self.n_weeks_ = int(max((sample.weeks.max(initial=0) for sample in counted), default=0))
        self.people_needed_ = 0 if fitted else min(sample.missing for sample in considered)
        self.tentative_ = self.kind_ == "total" and self.n_people_ < FIRM_PEOPLE
        self.left_out_ = tuple(name for name in rubric.ids if name in left_out)
        self.groups_ = tuple(group for sample in fitted for group in _groups(sample, rubric))
        names = [name for sample in fitted for name in sample.ids]
        self.percentile95_ = chosen.weeks.loc[rows, names].quantile(0.95).reindex(rubric.ids)

    def _keep_worth(self, parts: list[PartFit], rubric: Rubric) -> None:
        ids = list(rubric.ids)
        self.theta_ = pd.Series(1.0, ids)
        self.covariance_ = pd.DataFrame(np.eye(len(ids)) * PRIOR_SD**2, ids, ids)
        for part in parts:
            names = list(part.sample.ids)
            self.theta_[names] = part.theta
            self.covariance_.loc[names, names] = part.covariance
        sd = pd.Series(np.sqrt(np.diag(self.covariance_)).round(9), ids)
        self.evidence_ = sd.map(lambda value: next(name for below, name in EVIDENCE if value < below))
        self.n_winsorised_ = len({row for part in parts for row in part.drawn_in})
        self.basis_ = next((part.basis for part in parts if part.basis != "people"), "people")

    def _keep_figures(self, judged: dict[str, pd.DataFrame], rubric: Rubric) -> None:
        parts = [*rubric.pillar_ids, "total"]
        by_part = pd.DataFrame({part: figures(table) for part, table in judged.items()}, FIGURES).T.reindex(parts)
        self.q2_, self.mae_, self.mae_team_mean_, self.mae_rubric_ = (by_part[name] for name in FIGURES)
        tables = [table.assign(part=part) for part, table in judged.items()]
        rows = pd.concat(tables).reset_index() if tables else pd.DataFrame(columns=PREDICTED)
        self.predicted_ = rows[PREDICTED]


def has_learnt(fit: TeamFit | None) -> bool:
    """Whether there is a fit that knows more than the rubric."""
    return fit is not None and fit.kind_ != "rubric"


def _judged(parts: list[PartFit], rubric: Rubric) -> dict[str, pd.DataFrame]:
    """Actual, predicted and the rubric's points of each person by part; of the total too where all were fitted."""
    judged = {part.sample.part: part.judged for part in parts if part.basis != "own weeks"}
    if set(judged) == set(rubric.pillar_ids):
        total = sum(judged.values()).dropna()
        if len(total) >= PILLAR_PEOPLE:
            judged["total"] = total
    return judged


def figures(judged: pd.DataFrame) -> list[float]:
    """Leave-one-out errors in points. Without a person, a mean is farther from them by n / (n - 1)."""
    actual, predicted, rubric = judged.to_numpy().T
    others = len(actual) / (len(actual) - 1)
    error, from_mean = actual - predicted, (actual - actual.mean()) * others
    from_rubric = (actual - rubric - (actual - rubric).mean()) * others
    q2 = 1 - (error @ error) / (from_mean @ from_mean) if np.ptp(actual) else np.nan
    return [q2, *(np.abs(each).mean() for each in (error, from_mean, from_rubric))]


def _groups(sample: Sample, rubric: Rubric) -> list[tuple[str, ...]]:
    """Sets of activities of one pillar, each linked to another of its set by a correlation beyond COLLINEAR."""
    from scipy.sparse.csgraph import connected_components  # heavy like scikit-learn, which brings it along

    pillar = np.array([rubric.by_id[name].pillar for name in sample.ids])
    with np.errstate(invalid="ignore"):  # what is the same for everybody goes along with nothing
        alike = np.abs(np.corrcoef(sample.compared.points, rowvar=False)) > COLLINEAR
    _, label = connected_components(np.atleast_2d(alike) & (pillar[:, None] == pillar))
    groups = pd.Series(sample.ids).groupby(label).agg(tuple)
    return [group for group in groups if len(group) > 1]
