import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching import TeamFit
from ssi_core.coaching.gains import Worlds
from ssi_core.coaching.worth import worth
from ssi_core.rubric import load
from tests.bench.simulate import draw_team, draw_world

RUBRIC = load()


@pytest.fixture(scope="module")
def fit():
    random = np.random.default_rng(1)
    return TeamFit(RUBRIC).fit(draw_team(draw_world(RUBRIC, random), 40, random).frame)


def test_the_range_is_that_of_the_draws(fit):
    drawn = pd.DataFrame(Worlds(RUBRIC, fit).worth)
    table = worth(fit)

    assert list(table.index) == list(RUBRIC.ids)
    np.testing.assert_allclose(table[["low", "high"]], drawn.quantile([0.1, 0.9]).T, atol=0.25)
    assert (table["low"] >= 0).all()
    assert (table["low"] <= table["theta"]).all()


def test_without_data_everything_may_be_worth_little_or_much():
    table = worth(TeamFit(RUBRIC).fit(pd.DataFrame()))

    assert table.iloc[0].to_dict() == pytest.approx(
        {"theta": 1, "sd": 0.6, "low": 0.0388, "high": 1.9612, "evidence": "rubric"}, abs=1e-4
    )
    assert len(table.drop_duplicates()) == 1
