"""A plan as a checklist: what to tick off in each of its weeks."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ssi_core.coaching.plan import Habit, Plan
from ssi_core.i18n import _
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.wording import action


@dataclass(frozen=True)
class Tick:
    """One thing to do in a week; minutes are that week's, target is the amount to have reached by its end."""

    activity: str
    text: str
    minutes: float
    target: float


def weekly(plan: Plan, rubric: Rubric | None = None) -> list[list[Tick]]:
    """One list of ticks for each of the plan's weeks, in the plan's order of habits.

    A habit that is counted by the week stands in every week with its whole amount, a rate with its lever where others
    decide about it. One-off work stands in the weeks in which a whole step of it is due. Summed over the weeks, the
    minutes are the plan's, and the last target is the habit's.
    """
    rubric = rubric or load()
    rows = [_ticks(habit, rubric.by_id[habit.activity], plan.weeks) for habit in plan.habits]
    return [[tick for tick in week if tick] for week in zip(*rows, strict=True)] or [[] for _week in range(plan.weeks)]


def _ticks(habit: Habit, activity: Activity, weeks: int) -> list[Tick | None]:
    """The habit's tick in each week, None where there is nothing to do."""
    if activity.kind == "stock":
        return list(_steps(habit, activity, weeks))
    by_lever = activity.kind == "rate" and activity.lever
    text = _(activity.lever) if by_lever else action(activity, habit.target)
    return [Tick(habit.activity, text, habit.minutes, habit.target)] * weeks


def _steps(habit: Habit, activity: Activity, weeks: int) -> Iterator[Tick | None]:
    """Whole units evenly spread, early rather than late: from 0 to 3 in four weeks stands at 1, 2, 3, 3."""
    change, before = habit.target - habit.current, habit.current
    for week in range(1, weeks + 1):
        by_now = min(float(math.ceil(habit.current + change * week / weeks)), habit.target)
        minutes = habit.minutes * weeks * (by_now - before) / (change or 1)
        yield Tick(habit.activity, action(activity, by_now), minutes, by_now) if by_now > before else None
        before = by_now
