"""Everybody's weekly plan as one workbook, for a manager."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ssi_core.coaching.plan import HABITS, Plan, plan
from ssi_core.coaching.regression import TeamFit
from ssi_core.i18n import _
from ssi_core.report.export import to_xlsx
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import GROUP, PERSON
from ssi_core.wording import action, rests_on, shared, unit

WHO = (_("Person"), _("Group"))
HABIT = (_("What to do"), _("From"), _("To"), _("Unit"), _("Minutes a week"), _("Points"), _("Rests on"))
OUTCOME = (_("Score"), _("Score is"), _("After"), _("Low (8 in 10)"), _("High (8 in 10)"), _("Minutes a week"))


def as_workbook(
    people: pd.DataFrame,
    rubric: Rubric | None = None,
    *,
    minutes: float = 30,
    fit: TeamFit | None = None,
    habits: int | None = HABITS,
    own_minutes: Mapping[str, float] | None = None,
) -> bytes:
    """An XLSX workbook with a sheet "Plans", one row a habit, and a sheet "People", one row a person.

    people: a scored activity frame, one row a person. minutes (a week), fit, habits and own_minutes as `plan` takes
    them, and as it raises for them. Between Low and High lies the score after the plan with a chance of 8 in 10.
    Minutes and points have one decimal; a person's add up. Somebody without a habit has a row on both sheets that says
    why.
    """
    rubric = rubric or load()
    rows = people.to_dict("records")
    plans = [plan(row, rubric, minutes=minutes, habits=habits, own_minutes=own_minutes, fit=fit) for row in rows]
    pairs = list(zip(rows, plans, strict=True))
    to_do = [(row[PERSON], row[GROUP], *cells) for row, made in pairs for cells in _habits(row, made, rubric)]
    outcomes = [(row[PERSON], row[GROUP], *_outcome(row, made)) for row, made in pairs]
    sheets = {
        _("Plans"): pd.DataFrame(to_do, columns=[*WHO, *HABIT]),
        _("People"): pd.DataFrame(outcomes, columns=[*WHO, *OUTCOME]),
    }
    return to_xlsx(sheets)


def _habits(row: dict[str, Any], made: Plan, rubric: Rubric) -> Iterator[tuple]:
    """The plan's habits as rows, or one that says why there are none."""
    minutes = shared([habit.minutes for habit in made.habits], 1)
    gains = shared([habit.gain for habit in made.habits], 1)
    for habit, *figures in zip(made.habits, minutes, gains, strict=True):
        activity = rubric.by_id[habit.activity]
        ends = (habit.current, habit.target, unit(activity, habit.target))
        yield (action(activity, habit.target), *ends, *figures, rests_on(habit.evidence))
    if not made.habits:
        why = _("No step fits into these minutes.") if row["known"] > 0 else _("No activity is known yet.")
        yield (why, None, None, "", None, None, "")


def _outcome(row: dict[str, Any], made: Plan) -> tuple:
    """Today's score and what it is, the total after the plan with its range, minutes a week; blank where unknown."""
    if not made.own and not row["known"] > 0:
        return (None, _("not known"), None, None, None, None)
    kind = _("LinkedIn's own") if made.own else _("estimate")
    after = (round(made.start + gained, 1) for gained in (made.gain, made.low, made.high))
    minutes = sum(shared([habit.minutes for habit in made.habits], 1))
    return (round(made.start, 1), kind, *after, round(minutes, 1))
