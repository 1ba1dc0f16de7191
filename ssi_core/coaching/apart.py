"""Where a fit clearly differs from the rubric."""

from typing import NamedTuple

import pandas as pd

from ssi_core.coaching.regression import TeamFit
from ssi_core.coaching.worth import worth


class Apart(NamedTuple):
    """Rows of `worth` whose 80 % range leaves the rubric's 1 out, the clearest first."""

    more: pd.DataFrame
    less: pd.DataFrame


def apart(fit: TeamFit) -> Apart:
    """What is clearly worth more, and what less, than the rubric says."""
    found = worth(fit)
    more = found[found["low"] > 1].sort_values("low", ascending=False, kind="stable")
    return Apart(more, found[found["high"] < 1].sort_values("high", kind="stable"))
