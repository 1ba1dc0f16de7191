import copy
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.linear_model import BayesianRidge, LinearRegression, Ridge

from ssi_core.coaching import TeamFit
from ssi_core.coaching.regression import PRIOR_SD
from ssi_core.coaching.ridge import HYPERPRIORS
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import latest, official, points
from tests.bench.simulate import draw_team, draw_world

RUBRIC = load()
IDS = list(RUBRIC.ids)
PILLARS = [official(pillar) for pillar in RUBRIC.pillar_ids]
BRAND = [a.id for a in RUBRIC.in_pillar("brand")]


def team(people, theta=1.0, noise=0.5, seed=1):
    """Activities as simulated; LinkedIn's scores are the rubric's points times theta plus noise, not capped."""
    random = np.random.default_rng(seed)
    frame = draw_team(draw_world(RUBRIC, random), people, random).frame
    worth = score(frame, RUBRIC)[[points(i) for i in IDS]].set_axis(IDS, axis=1) * theta
    for pillar in RUBRIC.pillar_ids:
        own = worth[[a.id for a in RUBRIC.in_pillar(pillar)]].sum(axis=1)
        frame[official(pillar)] = own + noise * random.standard_normal(people)
    return frame.assign(official_total=frame[PILLARS].sum(axis=1))


def totals_only(frame):
    return frame.drop(columns=PILLARS)


@pytest.mark.parametrize(
    ("frame", "kind", "needed", "tentative"),
    [
        (team(0), "rubric", 8, False),
        (team(7), "rubric", 1, False),
        (team(8), "pillars", 0, False),
        (totals_only(team(14)), "rubric", 1, False),
        (totals_only(team(15)), "total", 0, True),
        (totals_only(team(29)), "total", 0, True),
        (totals_only(team(30)), "total", 0, False),
        (team(30).drop(columns=IDS), "rubric", 8, False),
        (team(30).drop(columns=[*PILLARS, "official_total"]), "rubric", 8, False),
    ],
)
def test_gates(frame, kind, needed, tentative):
    fit = TeamFit(RUBRIC).fit(frame)
    assert (fit.kind_, fit.people_needed_, fit.tentative_) == (kind, needed, tentative)
    assert fit.n_people_ == (len(frame) if set(IDS) & set(frame) and "official_total" in frame else 0)
    assert (kind == "rubric") == bool((fit.theta_ == 1).all() and fit.q2_.isna().all() and fit.predicted_.empty)


def test_without_data_everything_is_the_rubrics():
    fit = TeamFit(RUBRIC).fit(pd.DataFrame())
    assert set(fit.evidence_) == {"rubric"}
    np.testing.assert_allclose(np.diag(fit.covariance_), PRIOR_SD**2)
    assert fit.percentile95_.isna().all()


def test_pillars_without_a_total_add_up_to_one():
    fit = TeamFit(RUBRIC).fit(team(15).drop(columns="official_total"))
    assert fit.q2_["total"] > 0.5
    whole = fit.predicted_[fit.predicted_["part"] == "total"]
    parts = fit.predicted_[fit.predicted_["part"] != "total"].groupby("person", sort=False)["predicted"].sum()
    np.testing.assert_allclose(whole.set_index("person")["predicted"], parts)


def test_one_pillar_can_pass_alone():
    frame = team(12)
    frame.loc[5:, PILLARS[1:]] = np.nan
    fit = TeamFit(RUBRIC).fit(frame)
    others = [i for i in IDS if i not in BRAND]
    assert fit.kind_ == "pillars"
    assert (fit.theta_[BRAND] != 1).all()
    assert (fit.theta_[others] == 1).all()
    assert set(fit.evidence_[others]) == {"rubric"}
    assert fit.q2_.notna().to_dict() == {
        "brand": True,
        "finding": False,
        "insights": False,
        "relationships": False,
        "total": False,
    }


@pytest.mark.parametrize("only_totals", [False, True])
def test_many_people_reveal_a_planted_truth(only_totals):
    truth = pd.Series(np.random.default_rng(3).uniform(0.2, 2, len(IDS)), IDS)
    frame = team(600, truth)
    fit = TeamFit(RUBRIC).fit(totals_only(frame) if only_totals else frame)
    error = (fit.theta_ - truth).abs()
    sd = pd.Series(np.sqrt(np.diag(fit.covariance_)), IDS)
    assert error.max() < 0.3
    assert (error < 3 * sd).mean() > 0.9
    assert (fit.evidence_ == "your team's data").sum() >= 15


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_noise_around_the_rubric_leaves_theta_near_one(seed):
    frame = team(24, noise=2.0, seed=seed)
    theta = TeamFit(RUBRIC).fit(frame).theta_
    assert (theta - 1).abs().mean() < 0.4
    z = score(frame, RUBRIC)[[points(i) for i in BRAND]].to_numpy()
    least_squares = LinearRegression().fit(z, frame["official_brand"]).coef_
    assert (theta[BRAND] - 1).abs().mean() < np.abs(least_squares - 1).mean()


@pytest.mark.parametrize("only_totals", [False, True])
def test_scores_that_are_noise_are_not_predicted(only_totals):
    random, frame = np.random.default_rng(5), team(30)
    noise = frame.assign(**{name: random.normal(12, 3, 30) for name in PILLARS})
    noise["official_total"] = noise[PILLARS].sum(axis=1)
    fit = TeamFit(RUBRIC).fit(totals_only(noise) if only_totals else noise)
    assert fit.q2_.max() < 0.1
    assert fit.mae_["total"] > 0.9 * fit.mae_team_mean_["total"]


def test_theta_is_never_negative():
    truth = pd.Series(1.0, IDS) - 2.0 * pd.Series([i == "comments_made" for i in IDS], IDS)
    fit = TeamFit(RUBRIC).fit(team(200, truth, noise=0.2))
    assert fit.theta_["comments_made"] == 0
    assert fit.theta_.min() == 0


def test_closed_form_equals_leaving_each_person_out():
    frame = team(12)
    fit = TeamFit(RUBRIC).fit(frame)
    z = score(frame, RUBRIC)[[points(i) for i in BRAND]].to_numpy()
    actual = frame["official_brand"].to_numpy()
    assert fit.n_winsorised_ == 0
    whole = BayesianRidge(alpha_1=2, lambda_1=2, **HYPERPRIORS["pillars"]).fit(z, actual - z.sum(axis=1))
    left_out = []
    for i in range(12):
        rest = np.arange(12) != i
        model = Ridge(whole.lambda_ / whole.alpha_).fit(z[rest], (actual - z.sum(axis=1))[rest])
        left_out.append(model.predict(z[[i]])[0] + z[i].sum())
    predicted = fit.predicted_[fit.predicted_["part"] == "brand"]
    np.testing.assert_allclose(predicted["predicted"], left_out, atol=1e-6)
    np.testing.assert_allclose(fit.mae_["brand"], np.abs(actual - left_out).mean())
    means = [actual[np.arange(12) != i].mean() for i in range(12)]
    np.testing.assert_allclose(fit.mae_team_mean_["brand"], np.abs(actual - means).mean())
    offset = actual - z.sum(axis=1)
    offsets = [offset[np.arange(12) != i].mean() for i in range(12)]
    np.testing.assert_allclose(fit.mae_rubric_["brand"], np.abs(offset - offsets).mean())
    np.testing.assert_allclose(fit.q2_["brand"], 1 - ((actual - left_out) ** 2).sum() / ((actual - means) ** 2).sum())


def test_a_team_of_equals_has_no_share_to_predict():
    fit = TeamFit(RUBRIC).fit(team(10).assign(**dict.fromkeys(PILLARS, 12.0)))
    assert fit.q2_.isna().all()
    assert fit.mae_.notna().all()


def test_an_outlier_is_drawn_in_and_counted():
    frame = team(20)
    calm = TeamFit(RUBRIC).fit(frame)
    frame.loc[0, "official_brand"] = frame.loc[0, "official_brand"] + 200
    wild = TeamFit(RUBRIC).fit(frame)
    assert (calm.n_winsorised_, wild.n_winsorised_) == (0, 1)
    assert (wild.theta_ - calm.theta_).abs().max() < 0.5
    assert wild.mae_["brand"] > 5, "an honest figure still counts the whole error"


def test_a_column_missing_for_too_many_is_left_out():
    frame = team(20)
    frame.loc[:5, "posts"] = np.nan  # 30 %
    frame.loc[:6, "followers_gained"] = np.nan  # 35 %
    fit = TeamFit(RUBRIC).fit(frame)
    assert fit.left_out_ == ("followers_gained",)
    assert fit.theta_["followers_gained"] == 1
    assert fit.theta_["posts"] != 1
    assert np.isnan(fit.percentile95_["followers_gained"])
    assert fit.n_people_ == 20


def test_all_columns_missing_for_too_many_leave_the_rubric():
    frame = team(16)
    for row in range(16):
        frame.loc[row, [name for place, name in enumerate(IDS) if place % 2 == row % 2]] = np.nan
    fit = TeamFit(RUBRIC).fit(frame)
    assert (fit.kind_, fit.people_needed_, fit.left_out_) == ("rubric", 0, RUBRIC.ids)


def test_activities_that_move_together_are_a_group():
    frame = team(40)
    frame["leads_saved"] = frame["people_searches"] * 0.8
    assert TeamFit(RUBRIC).fit(frame).groups_ == (("people_searches", "leads_saved"),)


def test_activities_of_two_pillars_are_no_group():
    frame = team(40)
    frame["messages_sent"] = frame["people_searches"]
    assert TeamFit(RUBRIC).fit(totals_only(frame)).groups_ == ()


def test_each_persons_latest_row_counts_in_any_order():
    now = team(12).assign(date=pd.Timestamp("2026-02-01"))
    old = team(12, seed=2).assign(date=pd.Timestamp("2025-01-01"))
    alone = TeamFit(RUBRIC).fit(now)
    both = TeamFit(RUBRIC).fit(pd.concat([now, old]).sample(frac=1, random_state=0))
    assert both.n_people_ == 12
    pd.testing.assert_series_equal(both.theta_, alone.theta_)
    pd.testing.assert_frame_equal(both.covariance_, alone.covariance_)
    pd.testing.assert_series_equal(both.percentile95_, alone.percentile95_)


def test_it_has_scikit_learns_manners():
    unfitted = TeamFit()
    assert unfitted.rubric is None
    assert unfitted.get_params() == {"rubric": None}
    assert clone(TeamFit(RUBRIC)).get_params()["rubric"].ids == RUBRIC.ids
    assert unfitted.set_params(rubric=RUBRIC) is unfitted
    assert unfitted.rubric is RUBRIC
    assert (repr(TeamFit()), repr(unfitted)) == ("TeamFit()", "TeamFit(rubric=...)")
    with pytest.raises(ValueError, match="no parameter 'alpha'"):
        unfitted.set_params(alpha=1)
    with pytest.raises(AttributeError, match="not fitted yet"):
        _ = unfitted.theta_
    assert not hasattr(unfitted, "coef_")
    assert unfitted.fit(team(8)) is unfitted
    assert copy.deepcopy(unfitted).kind_ == "pillars"


def test_importing_it_does_not_import_what_takes_seconds():
    code = (
        "import sys, ssi_core.coaching, ssi_core.charts.over_time; "
        "sys.exit(not {'sklearn', 'scipy.stats'}.isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(scope="module")
def misleading():
    """Each week's amounts are mostly luck; LinkedIn's scores follow the mean of eight weeks, with offsets a person."""
    random = np.random.default_rng(4)
    people, weeks, truth = 16, 30, pd.Series(random.uniform(0.2, 2, len(IDS)), IDS)
    usual = team(people, seed=6)[IDS].to_numpy()
    week = usual * random.gamma(2, 0.5, (weeks + 7, people, len(IDS)))
    habit = np.stack([week[i : i + 8].mean(axis=0) for i in range(weeks)])
    worth = score(pd.DataFrame(habit.reshape(-1, len(IDS)), columns=IDS), RUBRIC)[[points(i) for i in IDS]].to_numpy()
    frame = pd.DataFrame(week[7:].reshape(-1, len(IDS)), columns=IDS).assign(
        person=[f"person {i}" for i in range(people)] * weeks,
        date=np.repeat(pd.date_range("2025-06-02", periods=weeks, freq="7D"), people),
    )
    for pillar in RUBRIC.pillar_ids:
        own = [place for place, name in enumerate(IDS) if RUBRIC.by_id[name].pillar == pillar]
        offset = np.tile(random.standard_normal(people), weeks)
        noise = 0.2 * random.standard_normal(len(frame))
        frame[official(pillar)] = (worth * truth.to_numpy())[:, own].sum(axis=1) + offset + noise
    return frame, truth


def test_a_panel_reveals_what_the_latest_week_misreads(misleading):
    frame, truth = misleading
    fit, last = TeamFit(RUBRIC).fit(frame), TeamFit(RUBRIC).fit(latest(frame))
    assert (fit.basis_, fit.window_, fit.n_people_, fit.n_weeks_) == ("panel", 8, 16, 30)
    assert (last.basis_, last.window_, last.n_weeks_) == ("people", None, 1)
    assert (fit.theta_ - truth).abs().mean() < 0.5 * (last.theta_ - truth).abs().mean()
    sd = pd.Series(np.sqrt(np.diag(fit.covariance_)), IDS)
    assert ((fit.theta_ - truth).abs() < 2 * sd).mean() > 0.9


def test_the_order_of_rows_and_people_is_all_the_same(misleading):
    frame = misleading[0]
    given, mixed = TeamFit(RUBRIC).fit(frame), TeamFit(RUBRIC).fit(frame.sample(frac=1, random_state=1))
    pd.testing.assert_series_equal(mixed.theta_, given.theta_)
    pd.testing.assert_frame_equal(mixed.covariance_, given.covariance_)
    pd.testing.assert_series_equal(mixed.q2_, given.q2_)
    order = ["part", "person"]
    pd.testing.assert_frame_equal(*(each.predicted_.sort_values(order, ignore_index=True) for each in (mixed, given)))


def test_people_with_one_week_and_gaps_stand_among_panels(misleading):
    frame = misleading[0].reset_index(drop=True)
    newcomers = frame["person"].isin(["person 3", "person 4"]) & (frame["date"] < frame["date"].max())
    gaps = frame[~newcomers].copy()
    gaps.loc[gaps.sample(frac=0.2, random_state=0).index, "posts"] = np.nan
    gaps = gaps.drop(gaps.sample(frac=0.1, random_state=2).index)
    fit, whole = TeamFit(RUBRIC).fit(gaps), TeamFit(RUBRIC).fit(frame)
    assert (fit.basis_, fit.n_people_, fit.left_out_) == ("panel", 16, ())
    assert (fit.theta_ - whole.theta_).abs().mean() < 0.25


def test_a_person_is_never_predicted_by_another_week_of_their_own(misleading):
    frame = misleading[0]
    odd = frame.assign(**{PILLARS[0]: frame[PILLARS[0]] + 100.0 * (frame["person"] == "person 5")})
    before, after = (
        fit.predicted_.query("person == 'person 5' and part == 'brand'")["predicted"].item()
        for fit in (TeamFit(RUBRIC).fit(frame), TeamFit(RUBRIC).fit(odd))
    )
    assert abs(after - before) < 5


def test_few_weeks_are_pooled_alone(misleading):
    frame = misleading[0]
    fit = TeamFit(RUBRIC).fit(frame[frame["date"] < frame["date"].min() + pd.Timedelta(weeks=11)])
    assert (fit.basis_, fit.n_weeks_, fit.window_ in (1, 4, 8, 13)) == ("people", 11, True)


def test_columns_that_are_the_same_everywhere_are_no_trouble(misleading):
    fit = TeamFit(RUBRIC).fit(misleading[0].assign(posts=2.0, connections=500.0))
    assert (fit.theta_[["posts", "connections"]] == 1).all()
    assert set(fit.evidence_[["posts", "connections"]]) == {"rubric"}
    assert fit.theta_["comments_made"] != 1


def test_one_persons_own_weeks(misleading):
    frame = misleading[0].query("person == 'person 2'")
    fit = TeamFit(RUBRIC).fit(frame.assign(accounts_saved=4.0))
    assert (fit.kind_, fit.basis_, fit.n_people_, fit.n_weeks_, fit.people_needed_) == (
        "pillars",
        "own weeks",
        1,
        30,
        0,
    )
    assert fit.theta_["accounts_saved"] == 1
    assert fit.evidence_["accounts_saved"] == "rubric"
    assert fit.covariance_.loc["accounts_saved", "accounts_saved"] == pytest.approx(PRIOR_SD**2)
    assert fit.q2_.isna().all()
    assert fit.predicted_.empty
    assert (fit.percentile95_ > fit.percentile95_.min()).any()
    alone = TeamFit(RUBRIC).fit(frame.head(11))
    assert (alone.kind_, alone.people_needed_, alone.n_weeks_) == ("rubric", 7, 11)


def test_one_persons_totals_alone_teach_nothing(misleading):
    totals = misleading[0].query("person == 'person 2'").assign(official_total=50.0).drop(columns=PILLARS)
    assert TeamFit(RUBRIC).fit(totals).kind_ == "rubric"


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 4), st.floats(0, 0.8))
def test_any_frame_gives_a_worth_that_can_be(seed, people, dates, missing):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.gamma(1, 10, (people * dates, len(IDS))), columns=IDS)
    frame = frame.assign(**dict.fromkeys(PILLARS, 0.0))
    frame[PILLARS] = random.uniform(0, 25, (len(frame), 4))
    frame = frame.mask(random.random(frame.shape) < missing).assign(
        person=random.integers(0, people, len(frame)).astype(str),
        date=pd.Timestamp("2026-01-05") + pd.to_timedelta(random.integers(0, 60, len(frame)), unit="D"),
    )
    fit = TeamFit(RUBRIC).fit(frame)
    assert (fit.theta_ >= 0).all()
    assert np.linalg.eigvalsh(fit.covariance_).min() > 0
    assert fit.kind_ == ("pillars" if fit.people_needed_ == 0 and fit.parts_ else "rubric")
    assert fit.n_people_ <= frame["person"].nunique()
