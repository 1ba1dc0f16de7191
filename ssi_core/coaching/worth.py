"""What a fit makes of each activity, with its range."""

import numpy as np
import pandas as pd

from ssi_core.coaching.gains import INFLATION
from ssi_core.coaching.regression import TeamFit
from ssi_core.scoring.score import RANGE_Z


def worth(fit: TeamFit) -> pd.DataFrame:
    """theta, its sd and 80 % range low to high, and evidence, by activity id; 1.6 is worth 1.6 times the rubric's.

    The range is as much wider than the posterior's as that of a gain (method, section 5).
    """
    sd = pd.Series(np.sqrt(np.diag(fit.covariance_)), fit.covariance_.index)
    half = RANGE_Z * INFLATION * sd
    low, high = (fit.theta_ - half).clip(lower=0), fit.theta_ + half
    return pd.DataFrame({"theta": fit.theta_, "sd": sd, "low": low, "high": high, "evidence": fit.evidence_})
