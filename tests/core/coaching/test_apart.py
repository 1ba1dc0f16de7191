import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching import TeamFit
from ssi_core.coaching.apart import apart
from ssi_core.rubric import load

RUBRIC = load()


@pytest.fixture
def learnt():
    """A fit that says so much of some activities, each with an sd of 0.2: a range of 0.32 to either side."""

    def of(**theta: float) -> TeamFit:
        fit = TeamFit()
        fit.theta_ = pd.Series(theta).reindex(RUBRIC.ids).fillna(1.0)
        fit.covariance_ = pd.DataFrame(np.eye(len(RUBRIC.ids)) * 0.04, RUBRIC.ids, RUBRIC.ids)
        fit.evidence_ = pd.Series("mixed", RUBRIC.ids)
        return fit

    return of


def test_only_what_leaves_one_out_stands_apart_the_clearest_first(learnt):
    more, less = apart(learnt(posts=1.4, comments_made=2.5, connections=1.3, leads_saved=0.6, days_active=0.1))
    assert list(more.index) == ["comments_made", "posts"]
    assert list(less.index) == ["days_active", "leads_saved"]


def test_nothing_stands_apart_where_nothing_was_learnt():
    more, less = apart(TeamFit().fit(pd.DataFrame({"person": []})))
    assert more.empty
    assert less.empty
