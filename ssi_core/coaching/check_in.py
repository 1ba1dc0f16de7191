"""The weekly check-in: which week, which seven questions, which amounts to tap."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from ssi_core.coaching.plan import Plan
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.scoring.curve import amount

QUESTIONS = 7  # a tap each
STEPS = 4  # from nothing to all of it
WEEKS = 4  # that can be told of
LAST_WEEK_UNTIL = 2  # Wednesday: until then the week to tell of is the one that is over


@dataclass(frozen=True)
class Question:
    """What was done of an activity: whole amounts a week, ascending from 0; planned is the last of them, or None."""

    activity: str
    amounts: tuple[int, ...]
    planned: int | None = None


def questions(row: pd.Series, planned: Mapping[str, float], rubric: Rubric | None = None) -> list[Question]:
    """What a check-in asks: the plan's weekly habits, then the known activities that weigh most, then the unknown.

    row: of an activity frame. planned: amounts by activity id. Only what is counted by the week and lies in the
    person's own hands is asked, unless the plan holds it.
    """
    rubric = rubric or load()
    weekly = [a for a in rubric.activities if a.kind == "flow" and (a.id in planned or not a.earned)]
    weekly.sort(key=lambda a: (a.id not in planned, bool(pd.isna(row[a.id])), -a.weight))
    return [_question(activity, planned.get(activity.id)) for activity in weekly[:QUESTIONS]]


def planned(plan: Plan, start: date, week: date, rubric: Rubric | None = None) -> dict[str, float]:
    """What the plan that begins on `start` asks for in the week of this Monday, by id; weekly habits alone."""
    rubric = rubric or load()
    if not 0 <= (week - week_of(start)).days < 7 * plan.weeks:
        return {}
    kinds = {a.id: a.kind for a in rubric.activities}
    return {habit.activity: habit.target for habit in plan.habits if kinds.get(habit.activity) == "flow"}


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weeks(today: date) -> list[date]:
    """The Mondays of the weeks that can be told of, this week's first."""
    return [week_of(today) - timedelta(weeks=back) for back in range(WEEKS)]


def usual_week(today: date) -> date:
    """The Monday of the week to tell of: until Wednesday last week's, then this week's."""
    this, last, *_earlier = weeks(today)
    return last if today.weekday() <= LAST_WEEK_UNTIL else this


def _question(activity: Activity, planned: float | None) -> Question:
    """Shares of what was planned; without a plan, the questionnaire's amounts."""
    shares = [step / STEPS for step in range(STEPS + 1)]
    if planned is None:
        return Question(activity.id, _climbing(amount(share, activity.full, activity.curve) for share in shares))
    amounts = sorted({math.floor(share * planned + 0.5) for share in shares})
    return Question(activity.id, tuple(amounts), amounts[-1])


def _climbing(amounts: Iterable[float]) -> tuple[int, ...]:
    """In whole numbers, each at least one above the one before."""
    climbed: list[int] = []
    for value in amounts:
        climbed.append(max(math.floor(value + 0.5), climbed[-1] + 1 if climbed else 0))
    return tuple(climbed)
