from collections import Counter
from dataclasses import replace
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.coaching.plan import Habit
from ssi_core.report.checklist import busiest, weekly
from tests.core.report.plans import RUBRIC, everything, habit, plan

WEEKS = st.integers(1, 13)


@st.composite
def habits(draw) -> Habit:
    """Any activity from any amount to a whole number above it."""
    activity = draw(st.sampled_from(RUBRIC.activities))
    target = draw(st.integers(1, int(activity.full)))
    current = draw(st.integers(0, target - 1) | st.floats(0, target - 0.01))
    return habit(activity.id, current, float(target))


def texts(made) -> list[list[str]]:
    return [[tick.text for tick in week] for week in weekly(made)]


def one_off_steps(made) -> list[Counter[str]]:
    """How many steps of one-off work each week holds, part of a step as a whole one, by the habit's id."""
    reached, weeks = {each.activity: round(each.current) for each in made.habits}, []
    for week in weekly(made):
        ends = {tick.activity: tick.target for tick in week if RUBRIC.by_id[tick.activity].kind == "stock"}
        steps = {name: RUBRIC.by_id[name].step for name in ends}
        weeks.append(Counter({n: max(ceil(ends[n] / steps[n]) - int(reached[n] // steps[n]), 1) for n in ends}))
        reached |= ends
    return weeks


def test_a_weekly_habit_stands_in_every_week_with_its_whole_amount():
    assert texts(plan(habit("comments_made", 3, 12))) == [["Comment on 12 posts a week"]] * 4


def test_three_recommendations_in_four_weeks():
    weeks = weekly(plan(habit("recommendations_received", 0, 3)))

    assert [[tick.text for tick in week] for week in weeks] == [
        ["Collect recommendations until you have 1"],
        ["Collect recommendations until you have 2"],
        ["Collect recommendations until you have 3"],
        [],
    ]
    assert [tick.minutes for week in weeks for tick in week] == [15, 15, 15]


def test_percents_of_a_profile_are_those_of_its_checklist():
    targets = [tick.target for week in weekly(plan(habit("profile_completeness", 70, 100))) for tick in week]

    assert targets == [80, 90, 95, 100]


def test_a_rate_that_others_decide_shows_its_lever_and_another_one_what_to_do():
    first, *_others = texts(plan(habit("acceptance_rate", 20, 30), habit("replied_within_a_day", 50, 70)))

    assert first == [RUBRIC.by_id["acceptance_rate"].lever, "Answer 70 % of your messages within a day"]


def test_ticks_stand_in_the_plans_order():
    made = everything()

    assert [tick.activity for tick in weekly(made)[0]] == [each.activity for each in made.habits]


@pytest.mark.parametrize("weeks", [1, 4])
def test_an_empty_plan_has_empty_weeks(weeks):
    assert weekly(plan(weeks=weeks)) == [[]] * weeks


@given(habits(), WEEKS)
def test_the_weeks_add_up_to_the_plan(made, weeks):
    ticks = [tick for week in weekly(plan(made, weeks=weeks)) for tick in week]

    assert sum(tick.minutes for tick in ticks) == pytest.approx(made.minutes * weeks)
    assert ticks[-1].target == made.target


@given(habits(), WEEKS)
def test_a_habit_stands_in_each_week_alike_or_goes_up_by_whole_steps(made, weeks):
    activity = RUBRIC.by_id[made.activity]
    ticks = [next(iter(week), None) for week in weekly(plan(made, weeks=weeks))]

    if activity.kind != "stock":
        assert len(set(ticks)) == 1
        return
    targets = [tick.target for tick in ticks if tick]
    assert targets == sorted(set(targets))
    assert targets[0] > made.current
    assert all(target % activity.step == 0 for target in targets[:-1])


@given(st.lists(habits(), max_size=6, unique_by=lambda each: each.activity), WEEKS)
def test_no_one_off_step_moved_to_another_week_makes_the_longest_week_shorter(made, weeks):
    steps = one_off_steps(plan(*made, weeks=weeks))
    length = {name: RUBRIC.by_id[name].minutes * RUBRIC.by_id[name].step for name in RUBRIC.ids}
    minutes = [sum(length[name] * count for name, count in week.items()) for week in steps]

    least_step = min((length[name] for name in steps[minutes.index(max(minutes))]), default=0)
    assert min(minutes) + least_step >= max(minutes) - 1e-6


@pytest.mark.parametrize("count", [3, 4])
def test_one_off_habits_of_a_quarter_of_an_hour_do_not_share_a_week(count):
    """Rounded up each on its own, all of them began in week 1: 35 minutes of a plan of 6 a week."""
    once = {"recommendations_received": (2, 3), "groups_active": (0, 1), "accounts_saved": (2, 7)}
    some = [*(habit(name, *ends, weeks=12) for name, ends in once.items()), habit("endorsements_received", 0, 7, 12)]
    made = plan(*some[:count], weeks=12)

    assert busiest(made) == (1, 15)


def test_the_busiest_week_is_the_first_of_those_with_most_to_do():
    one_off, every_week = habit("recommendations_received", 0, 5), habit("comments_made", 3, 5)

    assert busiest(plan(one_off, every_week)) == (1, 36)
    assert busiest(plan(every_week, weeks=2)) == (1, 6)
    assert busiest(plan()) == (1, 0)


def test_an_activity_that_stays_as_it_is_has_no_tick():
    stays = replace(habit("groups_active", 1, 2), target=1.0, minutes=0.0)

    assert texts(plan(stays)) == [[]] * 4
