from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.coaching import (
    TeamFit,
    advise,
    advise_all,
    forecast,
    forecast_step,
    forecasts,
    team_advice,
    to_count,
    what_if,
)
from ssi_core.rubric import load
from ssi_core.scoring import score, team_prior
from ssi_core.scoring.bands import band
from tests.bench.simulate import draw_team, draw_world

RUBRIC = load()
GOLDEN = dict(zip(RUBRIC.ids, [70, 2, 20, 1, 5, 8, 15, 4, 2, 4, 5, 10, 20, 1, 5, 14, 500, 8, 30, 10, 50], strict=True))


def scored(**values) -> pd.Series:
    return score(pd.DataFrame([values]), RUBRIC).iloc[0]


def by_id(advice):
    return {a.activity: a for a in advice}


@pytest.fixture(scope="module")
def team() -> pd.DataFrame:
    random = np.random.default_rng(2)
    return draw_team(draw_world(RUBRIC, random), 20, random).frame


@pytest.fixture(scope="module")
def fit(team) -> TeamFit:
    return TeamFit(RUBRIC).fit(team)


def test_golden_case():
    advice = advise(scored(**GOLDEN), RUBRIC)
    shown = [(a.activity, a.target - a.current, round(a.gain, 3), a.minutes) for a in advice[:8]]
    assert shown == [
        ("comments_made", 10, 3.415, 30),
        ("leads_saved", 16, 3.094, 24),
        ("profiles_viewed", 30, 2.661, 30),
        ("profile_completeness", 30, 2.400, pytest.approx(9)),
        ("posts", 1.5, 2.252, 30),
        ("people_searches", 10, 2.015, 30),
        ("target_connections", 5, 1.960, 30),
        ("accounts_saved", 10, 1.749, 7.5),
    ]
    assert not any(a.beyond_team for a in advice)
    assert {a.evidence for a in advice} == {"rubric"}


def test_only_known_activities_with_room_are_advised():
    person = scored(posts=3, comments_made=5, leads_saved=0, groups_active=7)
    assert {a.activity for a in advise(person, RUBRIC)} == {"comments_made", "leads_saved"}


def test_own_minutes_change_the_step():
    advice = by_id(advise(scored(posts=1), RUBRIC, minutes=30, own_minutes={"posts": 60}))
    assert advice["posts"].target == 1.5
    assert advice["posts"].minutes == 30


def test_a_step_never_passes_the_limit():
    bounded = RUBRIC.by_id["invitations_sent"].model_copy(update={"full": 150.0})
    rubric = RUBRIC.model_copy(update={"activities": (bounded,)})
    (step,) = advise(scored(invitations_sent=95), rubric)
    assert step.target == 100
    assert advise(scored(invitations_sent=120), rubric) == []


@pytest.mark.parametrize("wrong", [{"minutes": -1}, {"minutes": float("nan")}, {"own_minutes": {"posts": 0}}])
def test_minutes_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="Minutes"):
        advise(scored(posts=1), RUBRIC, **wrong)


@pytest.mark.parametrize(("official", "most"), [(24.0, 1.0), (25.0, 0.0), (np.nan, 9.0), (None, 9.0)])
def test_a_gain_fits_into_the_room_linkedin_leaves(official, most):
    person = scored(comments_made=0, official_insights=official)
    gains = [a.gain for a in advise(person, RUBRIC, minutes=75)]
    assert sum(gains) == pytest.approx(min(most, 8.0))


def test_the_room_is_the_estimates_without_linkedins_score(fit):
    rich = replace_theta(fit, 50.0)
    (step,) = advise(scored(posts=0), RUBRIC, minutes=600, fit=rich)
    assert step.gain == pytest.approx(25 - scored(posts=0)["brand"])
    assert step.high == pytest.approx(step.gain)


def replace_theta(fit: TeamFit, theta: float) -> TeamFit:
    changed = TeamFit(RUBRIC)
    changed.__dict__ |= fit.__dict__ | {"theta_": fit.theta_ * 0 + theta}
    return changed


def test_the_teams_worth_and_evidence_enter(fit):
    person = scored(**GOLDEN)
    plain, own = by_id(advise(person, RUBRIC)), by_id(advise(person, RUBRIC, fit=fit))
    for name, advice in own.items():
        assert advice.gain == pytest.approx(min(plain[name].gain * fit.theta_[name], 25))
        assert advice.evidence == fit.evidence_[name]


def test_a_target_beyond_the_team_is_flagged(fit):
    for advice in advise(scored(**GOLDEN), RUBRIC, minutes=200, fit=fit):
        assert advice.beyond_team == (advice.target > fit.percentile95_[advice.activity])
    below = replace_theta(fit, 1.0)
    below.percentile95_ = fit.percentile95_ * 0
    assert all(a.beyond_team for a in advise(scored(**GOLDEN), RUBRIC, fit=below))


def test_more_data_narrow_the_range():
    random = np.random.default_rng(4)
    world = draw_world(RUBRIC, random)
    few, many = (TeamFit(RUBRIC).fit(draw_team(world, people, random).frame) for people in (8, 300))
    width = [sum((a.high - a.low) / a.gain for a in advise(scored(**GOLDEN), RUBRIC, fit=fit)) for fit in (few, many)]
    assert width[1] < 0.9 * width[0]


def test_same_seed_same_numbers_whoever_else_is_there(team, fit):
    frame = score(team, RUBRIC)
    everybody = advise_all(frame, RUBRIC, fit=fit)
    assert everybody[7] == advise(frame.iloc[7], RUBRIC, fit=fit)
    assert everybody[::-1] == advise_all(frame[::-1], RUBRIC, fit=fit)
    other = advise(frame.iloc[7], RUBRIC, fit=fit, seed=1)
    assert [a.gain for a in other] == [a.gain for a in everybody[7]]
    assert [a.low for a in other] != [a.low for a in everybody[7]]


def test_the_order_of_activities_changes_nothing():
    backwards = RUBRIC.model_copy(update={"activities": RUBRIC.activities[::-1]})
    assert advise(scored(**GOLDEN), backwards) == advise(scored(**GOLDEN), RUBRIC)


amounts = st.fixed_dictionaries({}, optional={a.id: st.floats(0, 2 * a.full) for a in RUBRIC.activities})


@settings(max_examples=60, deadline=None)
@given(values=amounts, minutes=st.floats(0, 120), more=st.floats(0, 120))
def test_properties_of_advice(values, minutes, more):
    person = scored(**values) if values else scored(posts=None)
    some, plenty = (by_id(advise(person, RUBRIC, minutes=m)) for m in (minutes, minutes + more))
    gains = [a.gain for a in some.values()]
    assert gains == sorted(gains, reverse=True)
    assert set(some) <= set(plenty) & set(values)
    for name, a in some.items():
        assert 0 <= a.low <= a.gain <= a.high
        assert 0 < a.gain <= plenty[name].gain <= 25
        assert a.current < a.target <= RUBRIC.by_id[name].full * (1 + 1e-9)
        assert a.minutes <= minutes * (1 + 1e-9)


def test_to_count_names_the_heaviest_unknown_first():
    missing = to_count({i: GOLDEN[i] for i in RUBRIC.ids if i not in ("groups_active", "comments_made")}, RUBRIC)
    assert missing == ["comments_made", "groups_active"]
    everything = to_count(scored(posts=1), RUBRIC)
    weights = [RUBRIC.by_id[name].weight for name in everything]
    assert len(everything) == 20
    assert weights == sorted(weights, reverse=True)


def test_what_if_moves_total_pillar_and_band():
    after = what_if(scored(**GOLDEN), {"comments_made": 25, "leads_saved": 20, "profiles_viewed": 50}, RUBRIC)
    expected = scored(**(GOLDEN | {"comments_made": 25, "leads_saved": 20, "profiles_viewed": 50}))
    for column in ("total", "insights", "finding", "brand", "low", "high", "known"):
        assert after[column] == pytest.approx(expected[column])
    assert (after["band"], after["comments_made"]) == (expected["band"], 25)


def test_what_if_agrees_with_the_advice_where_much_is_unknown(team):
    prior = team_prior(team, RUBRIC)
    known = score(pd.DataFrame([{"comments_made": 5.0, "posts": 1.0, "leads_saved": 4.0}]), RUBRIC, prior).iloc[0]
    step = by_id(advise(known, RUBRIC))["comments_made"]
    after = what_if(known, {"comments_made": step.target}, RUBRIC, prior)
    assert after["total"] - known["total"] == pytest.approx(step.gain)
    assert after["brand"] == pytest.approx(known["brand"])
    assert after["high"] - after["low"] <= known["high"] - known["low"] + 1e-9


def test_what_if_nothing_changes_nothing():
    known = score(pd.DataFrame([{"comments_made": 5.0, "posts": 1.0}]), RUBRIC, margin=2.0).iloc[0]
    pd.testing.assert_series_equal(what_if(known, {}, RUBRIC, margin=2.0), known)


def test_what_if_an_unknown_activity_becomes_known():
    before = scored(posts=1.0)
    after = what_if(before, {"comments_made": 0.0}, RUBRIC)
    assert after["insights"] < before["insights"]
    assert after["insights_known"] == pytest.approx(8 / 25)


def test_what_if_with_a_fit_moves_as_far_as_its_advice(team, fit):
    person = score(team, RUBRIC).iloc[3].drop([n for n in team if n.startswith("official")])
    for step in advise(person, RUBRIC, fit=fit)[:5]:
        after = what_if(person, {step.activity: step.target}, RUBRIC, fit=fit)
        assert after["total"] - person["total"] == pytest.approx(step.gain)
        assert after["total"] == pytest.approx(sum(after[pillar] for pillar in RUBRIC.pillar_ids))
        assert after["band"] == band(after["total"], RUBRIC).name
    assert what_if(person, {}, RUBRIC, fit=fit)["total"] == pytest.approx(person["total"])


def test_forecasts_with_a_fit_are_what_it_has_learnt(team, fit):
    person = score(team, RUBRIC).iloc[3]
    after = what_if(person, {"comments_made": 25}, RUBRIC, fit=fit)
    gain = min(after["insights"] - person["insights"], 25 - person["official_insights"])
    assert forecasts(person, after, RUBRIC, fit)["insights"] == pytest.approx(gain)


def test_what_if_refuses_an_activity_nobody_knows():
    with pytest.raises(KeyError):
        what_if(scored(posts=1), {"poking": 3}, RUBRIC)


@pytest.mark.parametrize(
    ("official", "before", "after", "gain"),
    [(22, 15, 23, 2.4), (10, 20, 21, 2.0), (24, 24.99, 25, 0.02), (25, 10, 20, 0), (2, 20, 5, -2)],
)
def test_forecast(official, before, after, gain):
    assert forecast(official, before, after) == pytest.approx(gain)


@given(st.floats(0, 25), st.floats(0, 25), st.floats(0, 25))
def test_a_forecast_stays_inside_the_pillar(official, before, after):
    gain = forecast(official, before, after)
    assert -1e-9 <= official + gain <= 25 + 1e-9
    assert gain * (after - before) >= 0


def test_forecasts_start_from_linkedins_own_pillars():
    own = {"official_brand": 22.0, "official_finding": 5.0, "official_insights": np.nan, "official_relationships": 9.0}
    before = {"brand": 15.0, "finding": 10.0, "insights": 3.0, "relationships": 12.0} | own
    after = before | {"brand": 23.0, "insights": 20.0}
    assert forecasts(before, after, RUBRIC) == {"brand": pytest.approx(2.4), "finding": 0, "relationships": 0}
    known = {"official_insights": 2.0}
    gains = forecasts(before | known, after | known, RUBRIC)
    assert gains["insights"] == pytest.approx(17 * 23 / 22)
    assert gains["total"] == pytest.approx(sum(gains[pillar] for pillar in RUBRIC.pillar_ids))


def test_a_steps_forecast_is_what_if_on_linkedins_own():
    person = scored(**GOLDEN, official_insights=22.0)
    advice = by_id(advise(person, RUBRIC))
    step = advice["comments_made"]
    after = what_if(person, {"comments_made": step.target}, RUBRIC)
    assert forecast_step(person, step, RUBRIC) == pytest.approx(forecasts(person, after, RUBRIC)["insights"])
    assert forecast_step(person, step, RUBRIC) < step.gain
    assert forecast_step(person, advice["posts"], RUBRIC) is None


def test_a_steps_forecast_with_a_team_fit_is_its_gain(fit):
    person = scored(**GOLDEN, official_insights=12.0)
    step = by_id(advise(person, RUBRIC, fit=fit))["comments_made"]
    assert forecast_step(person, step, RUBRIC, fit) == step.gain
    few = TeamFit(RUBRIC).fit(pd.DataFrame({"person": ["a"], "posts": [1.0], "official_total": [40.0]}))
    plain = by_id(advise(person, RUBRIC))["comments_made"]
    assert forecast_step(person, plain, RUBRIC, few) == forecast_step(person, plain, RUBRIC)


def test_team_advice_is_the_mean_over_the_people(team, fit):
    frame = score(team, RUBRIC)
    each = [by_id(advice) for advice in advise_all(frame, RUBRIC, fit=fit)]
    advice = team_advice(team, RUBRIC, fit=fit)
    for step in advice:
        gains = [person[step.activity].gain if step.activity in person else 0 for person in each]
        assert step.gain == pytest.approx(np.mean(gains))
        assert step.people == np.count_nonzero(gains)
        assert step.low <= step.gain <= step.high
        assert 0 < step.minutes <= 30 + 1e-9
    assert [a.gain for a in advice] == sorted((a.gain for a in advice), reverse=True)


def test_team_advice_ignores_row_order_old_rows_and_who_does_not_know(team):
    now = team.assign(date=pd.Timestamp("2026-02-01"))
    old = now.assign(date=pd.Timestamp("2026-01-01"), posts=0.0)
    unknown = pd.DataFrame({"person": ["new"], "date": [pd.Timestamp("2026-02-01")]})
    mixed = pd.concat([unknown, now[::-1], old]).sample(frac=1, random_state=0)
    for left, right in zip(team_advice(now, RUBRIC), team_advice(mixed, RUBRIC), strict=True):
        assert rounded(left) == rounded(right)


def rounded(advice):
    return replace(advice, **{name: round(getattr(advice, name), 9) for name in ("gain", "low", "high", "minutes")})


def test_a_team_without_activities_gets_no_advice():
    assert team_advice(pd.DataFrame({"person": ["a", "b"], "official_total": [30.0, 50.0]}), RUBRIC) == []
    assert team_advice(pd.DataFrame(), RUBRIC) == []
