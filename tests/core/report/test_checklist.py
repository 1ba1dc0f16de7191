from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.coaching.plan import Habit
from ssi_core.report.checklist import weekly
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


def test_percents_of_a_profile_are_whole_and_end_at_the_target():
    targets = [tick.target for week in weekly(plan(habit("profile_completeness", 70, 100))) for tick in week]

    assert targets == [78, 85, 93, 100]


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
def test_one_off_work_goes_up_by_even_whole_steps_and_never_by_none(made, weeks):
    is_stock = RUBRIC.by_id[made.activity].kind == "stock"
    ticks = [next(iter(week), None) for week in weekly(plan(made, weeks=weeks))]

    if not is_stock:
        assert len(set(ticks)) == 1
        return
    reached = made.current
    for week, tick in enumerate(ticks, 1):
        even = made.current + (made.target - made.current) * week / weeks
        assert tick is None or (tick.target > reached and tick.target == int(tick.target))
        reached = tick.target if tick else reached
        assert even - 1e-9 <= reached < even + 1 + 1e-9


def test_an_activity_that_stays_as_it_is_has_no_tick():
    stays = replace(habit("groups_active", 1, 2), target=1.0, minutes=0.0)

    assert texts(plan(stays)) == [[]] * 4
