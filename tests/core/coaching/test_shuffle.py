import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching import TeamFit
from ssi_core.coaching.shuffle import NOTICED, scores_shuffled, shuffled
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import official, official_columns, points
from tests.bench.simulate import draw_panel, draw_team, draw_world

RUBRIC = load()


@pytest.fixture(scope="module")
def frame():
    """LinkedIn's brand score is twice the rubric's for posts, none of it for followers; no other part is known."""
    random = np.random.default_rng(1)
    team = draw_team(draw_world(RUBRIC, random), 60, random).frame
    worth = score(team, RUBRIC)
    brand = worth["brand"] + worth[points("posts")] - worth[points("followers_gained")]
    others = {official(part): np.nan for part in ("finding", "insights", "relationships", "total")}
    return team.assign(**others, official_brand=brand + 0.5 * random.standard_normal(60))


def test_only_what_the_data_carry_is_lost(frame):
    table = shuffled(frame, RUBRIC, times=5).set_index("activity")
    fit = TeamFit(RUBRIC).fit(frame)
    assert list(table.index) == [a.id for a in RUBRIC.in_pillar("brand")]
    assert list(table.columns) == ["worth", "worth_shuffled", "error", "error_shuffled", "worse", "is_carried"]
    pd.testing.assert_series_equal(table["worth"], fit.theta_[table.index], check_names=False)
    np.testing.assert_allclose(table["error"], fit.mae_["brand"])
    lost, grown = table["worth"] - table["worth_shuffled"], table["error_shuffled"] - table["error"]
    assert lost["posts"] > 1.5
    assert abs(lost["followers_gained"]) < 0.3
    assert grown["posts"] > 0.5
    assert abs(grown["followers_gained"]) < 0.1
    assert table["worse"]["posts"] == 1
    assert table["is_carried"].to_dict() == (grown.ge(0.05) & table["worse"].eq(1)).to_dict()
    assert table["is_carried"]["posts"]
    assert not table["is_carried"]["followers_gained"]


def test_of_scores_dealt_out_at_random_hardly_anything_is_carried():
    """On average noise gets worse by shuffling too; of what is predicted at all, hardly ever every time."""
    tables = [shuffled(dealt_out(np.random.default_rng(seed)), RUBRIC, times=10) for seed in range(5)]
    noise = pd.concat(tables)
    on_average = (noise["error_shuffled"] - noise["error"] >= NOTICED).sum()
    assert on_average > 20
    assert noise["is_carried"].sum() < on_average / 4


def dealt_out(random):
    """15 people with each other's scores of LinkedIn."""
    team, scores = draw_team(draw_world(RUBRIC, random), 15, random).frame, list(official_columns(RUBRIC))
    return team.assign(**team[scores].iloc[random.permutation(15)].reset_index(drop=True))


def test_the_same_seed_shuffles_the_same(frame):
    first = shuffled(frame, RUBRIC, times=2, seed=3)
    pd.testing.assert_frame_equal(first, shuffled(frame, RUBRIC, times=2, seed=3))
    assert not first.equals(shuffled(frame, RUBRIC, times=2, seed=4))


def test_shuffled_scores_are_not_predicted(frame):
    table = scores_shuffled(frame, RUBRIC, times=5)
    assert table["part"].tolist() == ["brand"]
    assert table["q2"].item() == pytest.approx(TeamFit(RUBRIC).fit(frame).q2_["brand"])
    assert table["q2"].item() > 0.8
    assert table["q2_shuffled"].item() < 0.05


def test_a_panel_is_shuffled_between_people_and_weeks():
    random = np.random.default_rng(3)
    panel = draw_panel(draw_world(RUBRIC, random), 12, 20, random).frame
    assert scores_shuffled(panel, RUBRIC, times=5)["q2_shuffled"].mean() < 0.1
    carried = shuffled(panel, RUBRIC, times=2).nlargest(3, "worth")
    assert (carried["worth_shuffled"] < 0.5 * carried["worth"]).all()


def test_one_persons_weeks_have_no_error_by_others():
    random = np.random.default_rng(3)
    own = draw_panel(draw_world(RUBRIC, random), 1, 20, random).frame
    table = shuffled(own, RUBRIC, times=1)
    assert table[["error", "error_shuffled"]].isna().all(axis=None)
    assert not table["is_carried"].any()
    assert table["worth_shuffled"].notna().all()
    assert scores_shuffled(own, RUBRIC, times=1).empty


def test_where_nothing_is_fitted_there_is_nothing_to_shuffle(frame):
    assert shuffled(frame.head(3), RUBRIC).empty
    assert scores_shuffled(frame.head(3), RUBRIC).empty
