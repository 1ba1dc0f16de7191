import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.coaching import team_advice
from ssi_core.coaching.trial import (
    NotATrial,
    by_lot,
    from_file,
    habits,
    propose,
    step,
    target,
    to_file,
    usual_change,
)
from ssi_core.rubric import load
from ssi_core.samples import load_bytes
from ssi_core.scoring.frame import complete

RUBRIC = load()
START = date(2026, 7, 6)
UNKNOWN = float("nan")


def frame(**columns):
    return complete(pd.DataFrame(columns), RUBRIC)


def team(**columns):
    """Four people with LinkedIn's totals and comments, unless said otherwise."""
    usual = {
        "person": ["Ana", "Bo", "Cy", "Di"],
        "official_total": [30.0, 40, 50, 60],
        "comments_made": [0.0, 4, 8, 12],
    }
    return frame(**usual | columns)


@pytest.fixture
def trial():
    return propose(team(Quota=[90.0, UNKNOWN, 110, 100]), "comments_made", START, outcome="Quota", seed=1).trial


@given(st.lists(st.floats(0, 100), max_size=30), st.integers(0, 2**32))
def test_the_lot_is_even_in_each_pair_of_neighbours(scores, seed):
    people = {f"P{place}": score for place, score in enumerate(scores)}
    lot = by_lot(people, seed)
    ordered = sorted(people, key=lambda person: (people[person], person))

    assert set(lot) == set(people)
    assert all(lot[one] != lot[other] for one, other in zip(ordered[::2], ordered[1::2], strict=False))
    assert lot == by_lot(dict(reversed(people.items())), seed)


def test_every_person_tries_with_the_same_chance():
    scores = {"Ana": 30.0, "Bo": 40.0, "Cy": 50.0}
    lots = pd.DataFrame([by_lot(scores, seed) for seed in range(1000)])
    assert lots.mean().between(0.45, 0.55).all()
    assert abs(lots.astype(float).corr().loc["Ana", "Cy"]) < 0.1


def test_who_takes_part():
    people = team(official_total=[30.0, UNKNOWN, 50, 60], comments_made=[0.0, 4, UNKNOWN, 25])
    proposal = propose(people, "comments_made", START, RUBRIC, without=["Ana"])

    assert [one.person for one in proposal.trial.people] == ["Cy"]
    assert (proposal.unscored, proposal.full) == (("Bo",), ("Di",))
    assert proposal.trial.people[0].amount is None


def test_what_is_recorded_of_the_start(trial):
    ana, bo = trial.people[:2]
    assert (ana.own, ana.amount, ana.result) == ({"total": 30}, 0, 90)
    assert bo.result is None
    assert (trial.more, trial.start, trial.end, trial.seed) == (10, START, date(2026, 8, 3), 1)
    assert len(trial.group(True)) == len(trial.group(False)) == 2


def test_of_many_weeks_those_up_to_the_start_count():
    weeks = pd.date_range("2026-05-04", periods=12, freq="7D")
    people = frame(person=["Ana"] * 12, date=weeks, official_total=np.arange(12.0), comments_made=np.arange(12.0))
    (ana,) = propose(people, "comments_made", date(2026, 6, 30), RUBRIC).trial.people
    assert (ana.own["total"], ana.amount) == (8, 6.5)
    (early,) = propose(people, "connections", date(2026, 1, 1), RUBRIC).unscored
    assert early == "Ana"


def test_of_a_stock_the_newest_counts():
    people = frame(person=["Ana"] * 2, date=["2026-06-22", "2026-06-29"], official_total=[30.0, 31], posts=[1.0, 2],
                   recommendations_received=[1.0, 3])  # fmt: skip
    for activity, amount in (("recommendations_received", 3), ("posts", 1.5)):
        assert propose(people, activity, START, RUBRIC).trial.people[0].amount == amount


def test_habits_are_what_people_do_themselves_best_first():
    people = frame(person=["Ana"], **{i: [0.0] for i in RUBRIC.ids})
    advised = [advice.activity for advice in team_advice(people) if not RUBRIC.by_id[advice.activity].earned]
    assert habits(team_advice(people)) == advised
    assert "engagement_received" not in habits([])
    assert habits([])[0] in ("profile_completeness", "comments_made")


@pytest.mark.parametrize(
    ("activity", "more"), [("comments_made", 10), ("posts", 1), ("recommendations_received", 8), ("groups_active", 8)]
)
def test_a_step_is_a_whole_number_that_fits_into_the_minutes(activity, more):
    assert step(RUBRIC.by_id[activity]) == more


def test_nobody_is_asked_for_more_than_earns_points(trial):
    assert [target(amount, trial) for amount in (0, 12, 20)] == [10, 22, 25]


def test_spread_of_the_team_s_own_history_without_what_moves_everybody():
    random = np.random.default_rng(5)
    weeks = pd.date_range("2026-01-05", periods=30, freq="28D")
    rows = [{"person": f"P{n}", "date": day, "official_total": 30 + 3 * place + random.normal(0, 2)}
            for n in range(20) for place, day in enumerate(weeks)]  # fmt: skip
    spread, own = usual_change(frame(**pd.DataFrame(rows).to_dict("list")))
    assert own
    assert spread == pytest.approx(2 * np.sqrt(2), rel=0.1)


def test_without_a_history_the_usual_noise():
    assert usual_change(team()) == (2.0, False)
    assert usual_change(team(), "brand") == (1.0, False)


def history(*weeks):
    """One person for each number of weeks, all up to the same Monday."""
    random, days = np.random.default_rng(2), pd.date_range(end="2026-07-06", periods=26, freq="7D")
    rows = [(f"P{n}", day, 40 + random.normal(0, 2)) for n, many in enumerate(weeks) for day in days[-many:]]
    return frame(**pd.DataFrame(rows, columns=["person", "date", "official_total"]).to_dict("list"))


@pytest.mark.parametrize(
    ("weeks", "own"), [([26], False), ([26] + [1] * 11, False), ([26] * 4, False), ([26] * 5, True)]
)
def test_a_history_takes_several_people_a_date_and_stretches_that_do_not_overlap(weeks, own):
    """26 weeks hold six such stretches: 6 (4 - 1) is not enough, 6 (5 - 1) is."""
    spread, is_own = usual_change(history(*weeks))
    assert is_own == own
    assert spread > 1


@pytest.mark.parametrize(("day", "stale"), [("2026-06-22", False), ("2026-06-21", True)])
def test_scores_from_long_before_the_first_day_are_stale(day, stale):
    proposal = propose(team(date=["2026-07-06", day, "2026-07-06", "2026-07-06"]), "comments_made", START, RUBRIC)
    assert proposal.oldest == date.fromisoformat(day)
    assert proposal.is_stale == stale
    assert not propose(team(), "comments_made", START, RUBRIC).is_stale


def changed(trial, **keys):
    return json.dumps(json.loads(to_file(trial)) | keys).encode()


def first_person(trial, **keys):
    people = json.loads(to_file(trial))["people"]
    return changed(trial, people=[people[0] | keys, *people[1:]])


def test_a_trial_comes_back_as_it_was_saved(trial):
    assert from_file(to_file(trial), RUBRIC) == trial
    assert from_file(b"\xef\xbb\xbf" + to_file(trial), RUBRIC) == trial


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"kind": NaN}',
        b'{"kind": "ssi-coach-trial"} x',
        b'{"kind": "ssi-coach-trial", "kind": "ssi-coach-trial"}',
        b'{"kind": "ssi-coach-trial", "seed": ' + b"9" * 5000 + b"}",
        b'{"kind": "ssi-coach-answers", "version": 1}',
        load_bytes("team"),
    ],
    ids=["empty", "no text", "deep", "list", "no kind", "nan", "trailing", "twice", "big", "answers", "a sheet"],
)
def test_what_is_no_trial_is_refused(content):
    with pytest.raises(NotATrial, match="does not hold a trial"):
        from_file(content, RUBRIC)


def test_another_version_is_refused_by_its_number(trial):
    with pytest.raises(NotATrial, match=r"another version \(99\)"):
        from_file(changed(trial, version=99), RUBRIC)


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"seed": 3.9}, "seed"),
        ({"weeks": True}, "weeks"),
        ({"weeks": 0}, "weeks"),
        ({"more": "10"}, "more"),
        ({"start": "9999-12-31"}, "start"),
        ({"__proto__": {}}, "__proto__"),
        ({"people": [{}]}, "people 1 person"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place(trial, keys, where):
    with pytest.raises(NotATrial, match=f"look at {where}"):
        from_file(changed(trial, **keys), RUBRIC)


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"tries": 1}, "tries"),
        ({"own": {"total": True}}, "own total"),
        ({"own": {"total": 1e999}}, "own total"),
        ({"own": {}}, ""),
        ({"amount": -1}, "amount"),
        ({"result": 1e300}, "result"),
        ({"person": ""}, "person"),
        ({"more": 1}, "more"),
    ],
)
def test_a_damaged_person_is_refused_with_the_place(trial, keys, where):
    content = first_person(trial, **keys).replace(b"Infinity", b"1e999")
    with pytest.raises(NotATrial, match=f"look at people 1 ?{where}"):
        from_file(content, RUBRIC)


@pytest.mark.parametrize("own", [{"total": 101}, {"total": 40, "brand": 26}, {"total": 40, "charm": 3}])
def test_scores_that_cannot_be_are_refused(trial, own):
    with pytest.raises(NotATrial, match="expected a number from 0 to"):
        from_file(first_person(trial, own=own), RUBRIC)


def test_half_a_letter_in_a_name_is_refused(trial):
    with pytest.raises(NotATrial):
        from_file(to_file(trial).replace(b'"Ana"', b'"\\ud800"'), RUBRIC)


def test_two_people_of_one_name_and_an_unknown_habit_are_refused(trial):
    with pytest.raises(NotATrial, match="one stands twice"):
        from_file(first_person(trial, person=" BO "), RUBRIC)
    with pytest.raises(NotATrial, match="juggling"):
        from_file(changed(trial, activity="juggling"), RUBRIC)
