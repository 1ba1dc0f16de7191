"""Methods that SSI Coach does not use, on the same sheets: what each expects of every step."""

import contextlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import pandas as pd

from ssi_core.rubric import Rubric
from ssi_core.scoring import score
from ssi_core.scoring.frame import official, points

RESAMPLES = 40  # for the ranges of methods that have none of their own
RANGE = (10, 90)  # percentiles
UPPER = 0.9  # the upper end's quantile

Ranges = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Sheet:
    """What a method may learn from, in the rubric's order: amounts and points are (people, activities)."""

    rubric: Rubric
    amounts: np.ndarray
    points: np.ndarray
    pillars: np.ndarray  # LinkedIn's own scores, (people, pillars)

    @property
    def total(self) -> np.ndarray:
        return self.pillars.sum(axis=1)

    def of(self, rows: np.ndarray) -> "Sheet":
        return Sheet(self.rubric, self.amounts[rows], self.points[rows], self.pillars[rows])


@dataclass(frozen=True)
class Rival:
    """worth: learns what one of `counted` is worth, (activities,). ranges: 80 %, of that; None where it has none."""

    name: str
    counted: Callable[[Sheet, Sheet], np.ndarray]
    worth: Callable[[Sheet], np.ndarray]
    ranges: Callable[["Rival", Sheet], Ranges | None] = lambda _rival, _sheet: None
    package: str = ""  # to import, where it is none of the app's
    install: str = ""
    slow: bool = False  # takes seconds a team

    @property
    def installed(self) -> bool:
        return not self.package or find_spec(self.package) is not None


def sheet_of(frame: pd.DataFrame, rubric: Rubric) -> Sheet:
    ids, own = list(rubric.ids), [official(pillar) for pillar in rubric.pillar_ids]
    earned = score(frame, rubric)[[points(i) for i in ids]]
    return Sheet(rubric, frame[ids].to_numpy(), earned.to_numpy(), frame[own].to_numpy())


def more_amounts(now: Sheet, then: Sheet) -> np.ndarray:
    return then.amounts - now.amounts


def more_points(now: Sheet, then: Sheet) -> np.ndarray:
    return then.points - now.points


def has_room(now: Sheet, then: Sheet) -> np.ndarray:
    """Who reads a list of importances works from its top down, passing over what is full."""
    return then.amounts > now.amounts


def least_squares(sheet: Sheet) -> np.ndarray:
    x, y = sheet.amounts, sheet.total
    return np.linalg.lstsq(x - x.mean(axis=0), y - y.mean(), rcond=None)[0]


def normal_theory(_rival: Rival, sheet: Sheet) -> Ranges | None:
    """The textbook's interval of the coefficients; None with fewer people than it takes."""
    from scipy.stats import t

    x, y = sheet.amounts - sheet.amounts.mean(axis=0), sheet.total - sheet.total.mean()
    free = len(x) - x.shape[1] - 1
    if free < 1:
        return None
    worth = least_squares(sheet)
    error = y - x @ worth
    half = t.ppf(UPPER, free) * np.sqrt(np.diag(np.linalg.inv(x.T @ x)) * (error @ error) / free)
    return worth - half, worth + half


def ridge(sheet: Sheet) -> np.ndarray:
    from sklearn.linear_model import RidgeCV

    return RidgeCV(np.logspace(-2, 3, 20)).fit(sheet.points, sheet.total).coef_


def non_negative(sheet: Sheet) -> np.ndarray:
    from scipy.optimize import nnls

    rubric = sheet.rubric
    worth = np.zeros(len(rubric.ids))
    for p, pillar in enumerate(rubric.pillar_ids):
        members = [j for j, a in enumerate(rubric.activities) if a.pillar == pillar]
        worth[members] = nnls(sheet.points[:, members], sheet.pillars[:, p])[0]
    return worth


def bootstrap(rival: Rival, sheet: Sheet) -> Ranges:
    """Percentiles over teams drawn from the team with replacement."""
    random = np.random.default_rng(0)
    people = len(sheet.amounts)
    drawn = [rival.worth(sheet.of(random.integers(people, size=people))) for _time in range(RESAMPLES)]
    low, high = np.percentile(drawn, RANGE, axis=0)
    return low, high


def boosting(sheet: Sheet) -> np.ndarray:
    """Term importances of interpret's explainable boosting; pairs of activities (91 s at 60 people) are left out."""
    from interpret.glassbox import ExplainableBoostingRegressor

    model = ExplainableBoostingRegressor(interactions=0, random_state=0, n_jobs=1)
    with _quiet():
        return model.fit(sheet.amounts, sheet.total).term_importances()


def dashboard(sheet: Sheet) -> np.ndarray:
    """What explainerdashboard shows first: mean absolute SHAP values, here of a random forest as in its README."""
    from explainerdashboard import RegressionExplainer
    from sklearn.ensemble import RandomForestRegressor

    ids = list(sheet.rubric.ids)
    x, y = pd.DataFrame(sheet.amounts, columns=ids), pd.Series(sheet.total)
    with _quiet():
        forest = RandomForestRegressor(n_estimators=50, max_depth=5, random_state=0).fit(x, y)
        shown = RegressionExplainer(forest, x, y).get_mean_abs_shap_df()
    return shown.set_index("Feature")["MEAN_ABS_SHAP"][ids].to_numpy()


@contextlib.contextmanager
def _quiet():
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


RIVALS = (
    Rival("OLS on raw counts, total", more_amounts, least_squares, normal_theory),
    Rival("RidgeCV on points, total", more_points, ridge, bootstrap),
    Rival("NNLS on points, per pillar", more_points, non_negative, bootstrap),
    Rival("explainerdashboard, total", has_room, dashboard, package="explainerdashboard", install="explainerdashboard"),
    Rival("interpret's EBM, total", has_room, boosting, package="interpret", install="interpret-core", slow=True),
)
