from datetime import date

import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching.trial import by_lot, propose, smallest, usual_change
from ssi_core.coaching.trial_end import difference, imagined_end, read
from ssi_core.rubric import load
from ssi_core.scoring.frame import complete

RUBRIC = load()
START = date(2026, 7, 6)
UNKNOWN = float("nan")
OFFICIAL = [f"official_{pillar}" for pillar in RUBRIC.pillar_ids]


def team(people=12):
    """People with LinkedIn's pillars, comments and a quota, on the first day of the trial."""
    random = np.random.default_rng(0)
    pillars = {name: random.uniform(3, 18, people) for name in OFFICIAL}
    columns = {"comments_made": random.integers(0, 9, people).astype(float), "Quota": random.normal(100, 15, people)}
    return complete(
        pd.DataFrame({"person": [f"P{n}" for n in range(people)], "date": START, **pillars, **columns}), RUBRIC
    )


def started(people, **settings):
    return propose(people, "comments_made", START, RUBRIC, outcome="Quota", **settings).trial


def later(people, trial, effect=0.0, noise=2.0):
    """The team at the end: LinkedIn's totals with this effect on those who try, and noise."""
    random = np.random.default_rng(9)
    tries = {one.person: one.tries for one in trial.people}
    change = random.normal(0, noise, len(people)) + effect * people["person"].map(tries).astype(float)
    return people.assign(date=pd.Timestamp(trial.end), official_total=people["official_total"] + change)


def ended(trial, frame, outcomes=("Quota",), today=date(2026, 8, 3)):
    return read(trial, frame, outcomes, today, RUBRIC)


def total(reading):
    return next(one for one in reading.differences if one.part == "total")


def simulated(people, effect, times=400):
    """The differences of so many trials with a lot of their own; changes have an sd of 2 and depend on the start."""
    random = np.random.default_rng(4)
    for seed in range(times):
        start = random.normal(45, 12, people)
        tries = np.array([*by_lot(dict(enumerate(start)), seed).values()])
        order = np.argsort(start)
        change = 0.2 * (45 - start[order]) + effect * tries + random.normal(0, 2, people)
        yield difference("total", pd.DataFrame({"tries": tries, "start": start[order], "change": change}))


def test_a_planted_effect_is_found_on_average_and_its_range_covers_it():
    found = list(simulated(13, 1.5))
    differences = np.array([one.difference for one in found])
    assert differences.mean() == pytest.approx(1.5, abs=3 * differences.std() / np.sqrt(len(found)))
    assert 0.74 < np.mean([one.low <= 1.5 <= one.high for one in found]) < 0.86


def test_without_an_effect_two_in_ten_are_clear():
    assert 0.14 < np.mean([one.is_clear for one in simulated(12, 0)]) < 0.26


def test_the_smallest_difference_is_clear_in_eight_of_ten_trials():
    found = list(simulated(16, smallest(8, 8, 2.0)))
    assert 0.74 < np.mean([one.low > 0 for one in found]) < 0.86


def test_the_start_is_allowed_for():
    """Low scores rise by themselves; the groups' starts are apart, their habits do nothing."""
    people = team(20)
    trial = started(people)
    drifted = people.assign(date=pd.Timestamp(trial.end), official_total=0.5 * people["official_total"] + 20)
    found = total(ended(trial, drifted))
    assert found.difference == pytest.approx(0, abs=1e-9)


def test_starts_that_vary_in_neither_group_leave_the_plain_difference():
    people = team(8).assign(official_total=40.0)
    trial = started(people)
    found = total(ended(trial, later(people, trial, effect=3, noise=0)))
    assert (found.difference, found.low, found.high) == pytest.approx((3, 3, 3))


@pytest.mark.parametrize(("left", "has_figure"), [(8, True), (7, False)])
def test_fewer_than_four_in_a_group_give_no_figure(left, has_figure):
    people = team(8)
    trial = started(people)
    found = total(ended(trial, later(people, trial).head(left)))
    assert (found.difference is not None) == has_figure
    assert found.tried + found.others == left


def test_the_order_of_the_rows_does_not_matter():
    people, shuffled = team(), team().sample(frac=1, random_state=1)
    trial, same = started(people), started(shuffled)
    assert {one.person for one in trial.group(True)} == {one.person for one in same.group(True)}
    end = later(people, trial, 2)
    one, other = (total(ended(trial, rows)) for rows in (end, end.sample(frac=1, random_state=2)))
    assert one.difference == pytest.approx(other.difference)


def test_pillar_and_result_are_compared_too():
    people = team()
    trial = started(people)
    end = later(people, trial).assign(Quota=people["Quota"] + 1)
    parts = {one.part: one for one in ended(trial, end).differences}
    assert list(parts) == ["total", "insights", "result"]
    assert parts["result"].difference == pytest.approx(0, abs=1e-9)


def test_the_estimate_proves_nothing():
    """Who tries it comments more; LinkedIn's own scores are those of before."""
    people = team()
    trial = started(people)
    reading = ended(trial, people.assign(date=pd.Timestamp(trial.end), comments_made=25.0))
    assert reading.is_unchanged
    assert not any(one.is_clear for one in reading.differences)


def test_who_left_who_joined_and_who_is_written_otherwise():
    people = team(5)
    trial = started(people)
    end = later(people, trial).assign(person=["p0 ", "P1", "P2", "P3", "Zoe"])
    end.loc[1, "official_total"] = UNKNOWN
    reading = ended(trial, end)
    assert set(reading.changes["person"]) == {"p0 ", "P2", "P3"}
    assert (reading.gone, reading.joined) == (("P1", "P4"), ("Zoe",))


def test_the_first_scores_from_the_end_on_count():
    people = team(4)
    trial = started(people)
    before, at, after = (later(people, trial).assign(date=day, official_total=score)
                         for day, score in (("2026-08-02", 1.0), ("2026-08-05", 2.0), ("2026-09-01", 3.0)))  # fmt: skip
    weeks = pd.concat([after, before, at]).assign(date=lambda frame: pd.to_datetime(frame["date"]))
    reading = ended(trial, weeks)
    assert set(reading.changes.query("part == 'total'")["end"]) == {2.0}
    assert reading.dates == (date(2026, 8, 5), date(2026, 8, 5))


def test_a_sheet_from_before_the_end_tells_nothing():
    people = team(8)
    trial = started(people)
    reading = ended(trial, people)
    assert reading.changes.empty
    assert len(reading.gone) == 8
    assert not reading.is_unchanged


def test_a_sheet_without_dates_is_taken_for_the_end():
    people = team(8)
    trial = started(people)
    reading = ended(trial, later(people, trial, 2).assign(date=pd.NaT))
    assert reading.dates is None
    assert total(reading).difference is not None


def test_a_sheet_without_dates_tells_nothing_before_the_end():
    people = team(8)
    trial = started(people)
    undated = later(people, trial, 2).assign(date=pd.NaT)
    assert ended(trial, undated, today=date(2026, 8, 2)).changes.empty
    assert len(ended(trial, later(people, trial, 2), today=date(2026, 8, 2)).gone) == 0, "dates say it themselves"


@pytest.mark.parametrize("outcome", ["person", "group", "date", "official_total", "comments_made", "total", "nothing"])
def test_a_file_s_result_is_looked_for_among_the_results_only(outcome):
    people = team(8)
    trial = started(people).model_copy(update={"outcome": outcome})
    reading = ended(trial, later(people, trial))
    assert set(reading.changes["part"]) == {"total", "insights"}
    assert len(imagined_end(trial, people, ["Quota"], RUBRIC)) == 8


@pytest.mark.parametrize("header", ["result", "amount"])
def test_a_result_may_be_called_as_a_mean_is(header):
    people = team(8).rename(columns={"Quota": header})
    trial = propose(people, "comments_made", START, RUBRIC, outcome=header).trial
    changes = ended(trial, later(people, trial), [header]).changes.query("part == 'result'")
    assert changes["end"].tolist() == people[header].tolist()


@pytest.mark.parametrize(("more", "half_done"), [(10, True), (6, True), (2, False)])
def test_whether_the_habit_was_really_taken_up(more, half_done):
    people = team()
    trial = started(people)
    tries = people["person"].map({one.person: one.tries for one in trial.people})
    end = later(people, trial).assign(comments_made=people["comments_made"] + more * tries)
    reading = ended(trial, end)
    before, during = reading.kept(True)
    assert during - before == pytest.approx(more)
    assert reading.kept(False)[0] == pytest.approx(reading.kept(False)[1])
    assert reading.is_half_done == half_done


def test_an_imagined_end_shows_the_habit_s_points():
    people = team(40)
    trial = started(people, seed=2)
    end = imagined_end(trial, people, ["Quota"], RUBRIC)
    reading = ended(trial, end)
    pillar = next(one for one in reading.differences if one.part == "insights")
    assert reading.is_half_done
    assert pillar.low > 0
    assert end["official_total"].tolist() == pytest.approx(end[OFFICIAL].sum(axis=1).tolist())


def test_an_imagined_end_leaves_out_who_left_the_sheet():
    people = team(4)
    assert len(imagined_end(started(people), people.tail(3), ["Quota"], RUBRIC)) == 3


def test_scores_move_in_a_trial_as_they_did_before():
    """The spread that the trial is planned with is that of the changes it is read with."""
    people = team(200)
    trial = started(people)
    later_totals = later(people, trial)
    history = pd.concat([people.assign(date=pd.Timestamp(START)), later_totals])
    change = ended(trial, later_totals).changes.query("part == 'total'")["change"]
    assert usual_change(history) == (pytest.approx(change.std(), rel=0.01), True)
