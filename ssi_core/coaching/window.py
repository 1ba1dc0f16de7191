"""Over how many weeks LinkedIn's score looks back: the window whose trailing means predict it best."""

from collections.abc import Callable, Sequence

import numpy as np

from ssi_core.coaching.panel import USUAL_WINDOW, WINDOWS
from ssi_core.coaching.ridge import demeaned, residual
from ssi_core.coaching.sample import Sample

CHOOSING_PEOPLE = 8  # with two weeks or more, from which on they choose the window
FOLDS = 5


def choose(parts: Callable[[int], Sequence[Sample]]) -> int:
    """The window of WINDOWS with the least mean absolute error over people held out; USUAL_WINDOW where too few.

    parts: the samples to fit, by window.
    """
    usual = parts(USUAL_WINDOW)
    if not usual or max((sample.weeks > 1).sum() for sample in usual) < CHOOSING_PEOPLE:
        return USUAL_WINDOW
    errors = {window: sum(map(_error, parts(window))) for window in WINDOWS}
    return min(WINDOWS, key=lambda window: (round(errors[window], 9), abs(window - USUAL_WINDOW)))


def _error(sample: Sample) -> float:
    """Mean absolute error in points of a person's changes from week to week, learnt from the others."""
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import GroupKFold

    kept = sample.looking_back(max(WINDOWS))
    z, r = demeaned(kept.points, kept.number), demeaned(residual(kept), kept.number)
    missed = np.zeros(len(z))
    for others, held_out in GroupKFold(FOLDS).split(z, groups=kept.person):
        model = Ridge(1.0, fit_intercept=False).fit(z[others], r[others])
        missed[held_out] = r[held_out] - model.predict(z[held_out])
    return float(np.abs(missed).mean())
