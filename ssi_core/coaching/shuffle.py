"""Whether the data really carry what a fit has learnt: where they are shuffled, it must be lost."""

from dataclasses import replace

import numpy as np
import pandas as pd

from ssi_core.coaching.regression import TeamFit, figures
from ssi_core.coaching.ridge import PartFit, fit_part
from ssi_core.coaching.sample import Sample
from ssi_core.rubric import Rubric

NOTICED = 0.05  # points of error; less reads as 0.0


def shuffled(frame: pd.DataFrame, rubric: Rubric | None = None, times: int = 20, seed: int = 0) -> pd.DataFrame:
    """Each fitted activity in turn shuffled between the people, and its part fitted anew.

    Where the data carry an activity, its worth falls away and the error grows; elsewhere both stay as they are.
    Returns one row a fitted activity: activity, worth (theta), worth_shuffled, error (leave-one-out, mean absolute, of
    the activity's part, in points; NaN for one person's own weeks), error_shuffled, worse (share of the times at which
    the error grew), is_carried; shuffled: means of so many times. Carried is an activity whose part is predicted at
    all (q2 above 0) and gets worse every time, by NOTICED on average: of 21 activities of teams whose scores were
    dealt out at random 0 to 0.9 pass, 5 to 6 by the average alone.
    """
    fit, random = TeamFit(rubric).fit(frame), np.random.default_rng(seed)
    rows = []
    for part in fit.parts_:
        for place, name in enumerate(part.sample.ids):
            spoilt = [_anew(fit, _without(part.sample, place, random)) for _time in range(times)]
            rows.append((name, part.theta[place], np.mean([p.theta[place] for p in spoilt]), *_errors(part, spoilt)))
    columns = ["activity", "worth", "worth_shuffled", "error", "error_shuffled", "worse", "is_carried"]
    return pd.DataFrame(rows, columns=columns)


def scores_shuffled(frame: pd.DataFrame, rubric: Rubric | None = None, times: int = 20, seed: int = 0) -> pd.DataFrame:
    """LinkedIn's scores shuffled between the people: nothing can then be predicted, q2 is about 0 or below.

    Returns one row a fitted part: part, q2, q2_shuffled (mean of so many times); none for one person's own weeks.
    """
    fit, random = TeamFit(rubric).fit(frame), np.random.default_rng(seed)
    rows = []
    for part in fit.parts_:
        if part.basis != "own weeks":
            dealt = [_moved(part.sample, part.sample.actual, random) for _time in range(times)]
            chance = np.mean([_q2(_anew(fit, replace(part.sample, actual=scores))) for scores in dealt])
            rows.append((part.sample.part, _q2(part), chance))
    return pd.DataFrame(rows, columns=["part", "q2", "q2_shuffled"])


def _errors(part: PartFit, spoilt: list[PartFit]) -> tuple[float, float, float, bool]:
    error, errors = _error(part), np.array([_error(each) for each in spoilt])
    worse, is_carried = errors > error, errors.mean() - error >= NOTICED and _q2(part) > 0
    return error, float(errors.mean()), float(worse.mean()), bool(is_carried and worse.all())


def _anew(fit: TeamFit, sample: Sample) -> PartFit:
    return fit_part(sample, fit.kind_, fit.window_ or 1)


def _q2(part: PartFit) -> float:
    return figures(part.judged)[0]


def _error(part: PartFit) -> float:
    return np.nan if part.basis == "own weeks" else float(np.abs(part.sample.newest.actual - part.predicted).mean())


def _without(sample: Sample, place: int, random: np.random.Generator) -> Sample:
    points, column = sample.points.copy(), _moved(sample, sample.points[:, place], random)
    points[:, place] = column
    return replace(sample, points=points, estimate=sample.estimate - sample.points[:, place] + column)


def _moved(sample: Sample, values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The people's newest values dealt out among them, and how each person's weeks differ dealt out among these."""
    last = np.cumsum(sample.weeks) - 1
    weeks = values[np.lexsort([random.random(len(values)), sample.number])]
    newest = random.permutation(values[last])
    return weeks + (newest - weeks[last])[sample.number]
