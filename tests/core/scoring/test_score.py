import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ssi_core.rubric import load
from ssi_core.scoring import part, score, team_prior

RUBRIC = load()
PARTS = ("", *RUBRIC.pillar_ids)
GOLDEN = dict(zip(RUBRIC.ids, [70, 2, 20, 1, 5, 8, 15, 4, 2, 4, 5, 10, 20, 1, 5, 14, 500, 8, 30, 10, 50], strict=True))
TYPICAL = dict(
    zip(RUBRIC.ids, [75, 1, 15, .25, 2, 2, 5, 0, .3, 3, .7, 3, 1, 0, 1, 20, 700, 3, 50, 4, 50], strict=True)
)  # fmt: skip
SIX = ["posts", "people_searches", "leads_saved", "comments_made", "reactions_and_shares", "invitations_sent"]


def frame(*people: dict) -> pd.DataFrame:
    return pd.DataFrame(
        [{"person": f"p{n}", **dict.fromkeys(RUBRIC.ids, float("nan")), **person} for n, person in enumerate(people)]
    )


def one(person: dict, **options) -> pd.Series:
    return score(frame(person), **options).iloc[0]


def test_golden_case_known_in_full():
    row = one(GOLDEN)
    assert [row[p] for p in RUBRIC.pillar_ids] == pytest.approx([15.073, 13.535, 11.991, 14.322], abs=5e-4)
    assert row[["total", "low", "high", "hard_low", "hard_high"]].tolist() == pytest.approx([54.920] * 5, abs=5e-4)
    assert (row["known"], row["band"]) == (1, "above average")


def test_typical_member_is_near_linkedins_means():
    row = one(TYPICAL)
    assert [row[p] for p in RUBRIC.pillar_ids] == pytest.approx([10.82, 5.79, 3.21, 13.90], abs=5e-3)
    assert row["total"] == pytest.approx(33.72, abs=5e-3)


def test_golden_case_with_six_known():
    row = one({i: GOLDEN[i] for i in SIX})
    assert row["total"] == pytest.approx(53.112, abs=5e-4)
    assert (row["low"], row["high"]) == pytest.approx((43.026, 63.198), abs=5e-4)
    assert (row["hard_low"], row["hard_high"]) == pytest.approx((15.711, 83.711), abs=5e-4)
    assert row["known"] == pytest.approx(0.32)


def test_nothing_known():
    row = one({})
    assert row["total"] == pytest.approx(34.0)
    assert (row["low"], row["high"]) == pytest.approx((8.576, 59.424), abs=5e-4)
    assert (row["hard_low"], row["hard_high"], row["known"]) == (0, 100, 0)


def test_zero_is_not_unknown():
    zero, unknown = one({"posts": 0}), one({})
    assert zero["points_posts"] == 0
    assert np.isnan(unknown["points_posts"])
    assert zero["hard_high"] == 94
    assert zero["total"] < unknown["total"]


def test_a_missing_column_is_unknown():
    assert one({})["total"] == score(pd.DataFrame({"person": ["a"]})).iloc[0]["total"]


def test_self_report_margin_moves_both_ends_out():
    plain, wider = one(TYPICAL), one(TYPICAL, margin=2)
    assert wider["low"] == pytest.approx(plain["low"] - 2)
    assert wider["high"] == pytest.approx(plain["high"] + 2)
    assert wider["hard_low"] == plain["hard_low"]


values = st.one_of(st.just(float("nan")), st.floats(0, 1), st.floats(0, 2000))
people = st.fixed_dictionaries(dict.fromkeys(RUBRIC.ids, values))


@given(people)
@settings(max_examples=60)
def test_bounds_hold_for_every_part(person):
    row = one(person)
    for p in PARTS:
        low, high, hard_low, hard_high = (row[part(p, n)] for n in ("low", "high", "hard_low", "hard_high"))
        estimate, full = row[p or "total"], 25 if p else 100
        assert 0 <= hard_low <= low + 1e-9
        assert low <= estimate + 1e-9
        assert estimate <= high + 1e-9
        assert high <= hard_high + 1e-9
        assert hard_high <= full + 1e-9


@given(people, st.sampled_from(RUBRIC.ids), st.floats(0, 2000))
@settings(max_examples=60)
def test_more_of_a_known_activity_never_lowers_the_score(person, activity, more):
    before = {**person, activity: np.nan_to_num(person[activity])}
    assert one({**before, activity: before[activity] + more})["total"] >= one(before)["total"] - 1e-9


@given(people, st.sampled_from(RUBRIC.ids), st.floats(0, 2000))
@settings(max_examples=60)
def test_one_more_known_activity_never_widens_the_hard_bounds(person, activity, value):
    before, after = one({**person, activity: float("nan")}), one({**person, activity: value})
    for p in PARTS:
        assert after[part(p, "hard_low")] >= before[part(p, "hard_low")] - 1e-9
        assert after[part(p, "hard_high")] <= before[part(p, "hard_high")] + 1e-9
        assert after[part(p, "known")] >= before[part(p, "known")] - 1e-9


@given(st.lists(people, min_size=2, max_size=5), st.randoms())
@settings(max_examples=30)
def test_row_order_does_not_matter(persons, random):
    team = frame(*persons)
    order = list(range(len(team)))
    random.shuffle(order)
    assert_frame_equal(score(team).iloc[order], score(team.iloc[order]))


def random_team(n: int, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    team = pd.DataFrame({a.id: rng.uniform(0, 1.3, n) * a.full for a in RUBRIC.activities})
    team = team.mask(rng.random(team.shape) < 0.3)
    return team.assign(person=[f"p{i}" for i in range(n)])


def test_duckdb_gives_the_same_figures_as_pandas():
    team = random_team(40)
    prior = team_prior(team)
    relation = duckdb.from_df(team)
    expected = score(team, prior=prior, margin=1)
    found = score(relation, prior=team_prior(relation), margin=1).df().set_index("person").loc[team["person"]]
    assert_frame_equal(found.reset_index()[expected.columns], expected, check_dtype=False, check_exact=False, atol=1e-9)


def test_from_fifteen_people_on_the_teams_own_mean_counts():
    team = random_team(30).assign(posts=3.0, comments_made=[25.0] * 14 + [float("nan")] * 16)
    prior = team_prior(team)
    assert "people_searches" in prior.from_team
    assert "comments_made" not in prior.from_team, "14 people are one too few"
    assert "posts" not in prior.from_team, "no spread, nothing to learn from"
    shares = 1 - np.exp(-2 * team["people_searches"].clip(0, 25) / 25)
    assert prior.mean["people_searches"] == pytest.approx((shares / (1 - np.exp(-2))).mean())


def test_several_dates_of_one_person_count_once():
    team = random_team(16)
    twice = pd.concat([team, team.iloc[[0] * 9]])
    assert team_prior(twice).mean == pytest.approx(team_prior(team).mean)


def test_score_leaves_its_input_alone():
    team = random_team(3)
    copy = team.copy()
    score(team)
    assert_frame_equal(team, copy)
    assert_frame_equal(score(score(team)), score(team))
