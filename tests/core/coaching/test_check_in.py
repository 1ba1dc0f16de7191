"""The check-in's week, its seven questions and their amounts."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.coaching.check_in import QUESTIONS, WEEKS, planned, questions, usual_week, week_of, weeks
from ssi_core.coaching.plan import plan
from ssi_core.questionnaire import value
from ssi_core.rubric import load
from ssi_core.scoring import score

RUBRIC = load()
FLOWS = [a.id for a in RUBRIC.activities if a.kind == "flow"]
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def row(**known: float) -> pd.Series:
    return pd.Series(dict.fromkeys(RUBRIC.ids, 1.0) | known)


def test_without_a_plan_the_heaviest_that_one_does_oneself_are_asked():
    asked = questions(row(), {})
    assert [each.activity for each in asked[:2]] == ["comments_made", "posts"]
    assert not {each.activity for each in asked} & {"followers_gained", "engagement_received", "connections"}
    assert all(each.planned is None and len(each.amounts) == 5 for each in asked)


def test_the_unknown_is_asked_last():
    assert "comments_made" not in {each.activity for each in questions(row(comments_made=float("nan")), {})}


def test_without_a_plan_the_amounts_are_the_questionnaires_in_whole_numbers():
    comments = questions(row(), {})[0]
    said = [value(RUBRIC.by_id["comments_made"], answer) for answer in range(5)]
    assert comments.amounts == pytest.approx(said, abs=0.5)


@pytest.mark.parametrize(
    ("target", "amounts"), [(17.0, (0, 4, 9, 13, 17)), (2.0, (0, 1, 2)), (1.0, (0, 1)), (3.0, (0, 1, 2, 3))]
)
def test_a_habit_is_asked_first_in_quarters_of_what_is_planned(target, amounts):
    first = questions(row(), {"followers_gained": target, "connections": 900.0})[0]
    assert (first.activity, first.amounts, first.planned) == ("followers_gained", amounts, target)


@given(st.dictionaries(st.sampled_from(FLOWS), st.integers(1, 100).map(float)))
def test_seven_questions_with_climbing_amounts_the_plans_first(wanted):
    asked = questions(row(), wanted)
    assert len({each.activity for each in asked}) == QUESTIONS
    for place, each in enumerate(asked):
        assert each.amounts[0] == 0
        assert list(each.amounts) == sorted(set(each.amounts))
        assert (each.activity in wanted) == (place < len(wanted))


@given(DAYS)
def test_until_wednesday_it_is_last_week(today):
    week = usual_week(today)
    assert week.weekday() == 0
    assert week == week_of(today) - timedelta(weeks=today.weekday() <= 2)
    assert week in weeks(today)
    assert len(weeks(today)) == WEEKS


def test_a_plan_asks_for_its_weekly_habits_in_its_own_weeks():
    person = score(pd.DataFrame([row()]), RUBRIC).iloc[0]
    made = plan(person, RUBRIC, minutes=60, keep=["messages_sent", "connections"])
    start = date(2026, 11, 4)  # a Wednesday
    first = week_of(start)
    inside = [first + timedelta(weeks=n) for n in range(made.weeks)]
    habits = {h.activity: h.target for h in made.habits if h.activity in FLOWS}
    assert "messages_sent" in habits
    assert all(planned(made, start, week) == habits for week in inside)
    assert planned(made, start, first - timedelta(weeks=1)) == {}
    assert planned(made, start, first + timedelta(weeks=made.weeks)) == {}
