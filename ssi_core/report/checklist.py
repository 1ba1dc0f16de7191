"""A plan as a checklist: what to tick off in each of its weeks."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

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
    decide about it. One-off work stands in the weeks into which a whole step of it falls, so that the weeks take about
    equally long. Summed over the weeks, the minutes are the plan's, and the last target is the habit's.
    """
    rubric = rubric or load()
    steps = _spread(plan, rubric)
    rows = [_ticks(habit, rubric.by_id[habit.activity], plan.weeks, steps) for habit in plan.habits]
    return [[tick for tick in week if tick] for week in zip(*rows, strict=True)] or [[] for _week in range(plan.weeks)]


def busiest(plan: Plan, rubric: Rubric | None = None) -> tuple[int, float]:
    """The week that takes longest (1 is the first one), the earliest of several, and its minutes."""
    minutes = [round(sum(tick.minutes for tick in week), 6) for week in weekly(plan, rubric)]
    return minutes.index(max(minutes)) + 1, max(minutes)


def _spread(plan: Plan, rubric: Rubric) -> dict[Habit, list[int]]:
    """How many steps of each one-off habit fall into each week.

    The longest steps go first, one at a time to the week that has least so far, the earliest of several: the longest
    week then gets no shorter by moving any one step elsewhere. Part of a step counts as a whole one here.
    Source: Graham 1969, Bounds on multiprocessing timing anomalies (longest processing time first).
    """
    activities = {habit: rubric.by_id[habit.activity] for habit in plan.habits}
    steps = {habit: activity.step for habit, activity in activities.items() if activity.kind == "stock"}
    minutes = {habit: round(_price(habit, plan.weeks) * step, 6) for habit, step in steps.items()}
    counts = {habit: [0] * plan.weeks for habit in steps}
    taken = [0.0] * plan.weeks
    for habit in sorted(steps, key=minutes.__getitem__, reverse=True):
        for _end in _ends(habit, steps[habit]):
            week = taken.index(min(taken))
            taken[week] += minutes[habit]
            counts[habit][week] += 1
    return counts


def _ends(habit: Habit, step: float) -> list[float]:
    """Where the habit's steps end: at each multiple above today's amount as it is said, the last at the target."""
    if habit.target <= habit.current:
        return []
    multiples = range(int(round(habit.current) // step) + 1, math.ceil(habit.target / step))
    return [*(n * step for n in multiples), habit.target]


def _price(habit: Habit, weeks: int) -> float:
    """Minutes for one more unit of one-off work, once."""
    return habit.minutes * weeks / ((habit.target - habit.current) or 1)


def _ticks(habit: Habit, activity: Activity, weeks: int, steps: Mapping[Habit, Sequence[int]]) -> list[Tick | None]:
    """The habit's tick in each week, None where there is nothing to do."""
    if habit in steps:
        return list(_one_off(habit, activity, steps[habit]))
    by_lever = activity.kind == "rate" and activity.lever
    text = _(activity.lever) if by_lever else action(activity, habit.target)
    return [Tick(habit.activity, text, habit.minutes, habit.target)] * weeks


def _one_off(habit: Habit, activity: Activity, counts: Sequence[int]) -> Iterator[Tick | None]:
    """counts: of steps in each week."""
    price, amounts = _price(habit, len(counts)), [habit.current, *_ends(habit, activity.step)]
    for before, now in pairwise(accumulate(counts, initial=0)):
        end, minutes = amounts[now], (amounts[now] - amounts[before]) * price
        yield Tick(habit.activity, action(activity, end), minutes, end) if now > before else None
