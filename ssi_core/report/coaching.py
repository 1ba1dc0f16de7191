"""What the command line prints of a plan and of a team's fit: JSON with documented keys, or tables to read."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from ssi_core.coaching import TeamFit
from ssi_core.coaching.plan import Habit, Plan
from ssi_core.coaching.surer import surer
from ssi_core.coaching.words import in_words
from ssi_core.coaching.worth import worth
from ssi_core.i18n import _
from ssi_core.report.batch import aligned
from ssi_core.report.export import records, to_json
from ssi_core.rubric import Rubric
from ssi_core.scoring.bands import band
from ssi_core.wording import action, amount, plain, points, rests_on

PLAN_KEYS = ("start", "start_low", "start_high", "own", "minutes", "gain", "low", "high", "total")
AIM_KEYS = ("target", "reached", "exact_minutes", "exact_gain", "weeks")


def plan_json(person: str, plan: Plan, fit: TeamFit, rubric: Rubric) -> bytes:
    """One person's plan; the README documents the keys."""
    content = {
        "person": person,
        **{key: getattr(plan, key) for key in PLAN_KEYS},
        "band": band(plan.total, rubric).name,
        **{key: getattr(plan, key) for key in AIM_KEYS},
        "basis": fit.kind_,
        "habits": [_habit(habit, rubric) for habit in plan.habits],
    }
    return to_json(content)


def plan_text(person: str, plan: Plan, rubric: Rubric) -> bytes:
    """Where the plan leads, in a sentence, and its habits as a table."""
    parts = [_leads_to(person, plan, rubric)]
    if plan.habits:
        parts.append(aligned(_habits(plan, rubric)))
    return "\n\n".join(parts).encode()


def fit_json(fit: TeamFit, rubric: Rubric) -> bytes:
    """All that was learnt; the README documents the keys."""
    ids = list(rubric.ids)
    content = {
        "kind": fit.kind_,
        "basis": fit.basis_,
        "n_people": fit.n_people_,
        "people_needed": fit.people_needed_,
        "tentative": fit.tentative_,
        "n_weeks": fit.n_weeks_,
        "window": fit.window_,
        "n_winsorised": fit.n_winsorised_,
        "left_out": list(fit.left_out_),
        "groups": [list(group) for group in fit.groups_],
        "activities": dict(zip(ids, records(worth(fit).loc[ids]), strict=True)),
        "covariance": fit.covariance_.loc[ids, ids].to_numpy().tolist(),
        "parts": _parts(fit),
        "predicted": records(fit.predicted_),
        "surer": asdict(surer(fit)),
    }
    return to_json(content)


def fit_text(fit: TeamFit, rubric: Rubric) -> bytes:
    """What the fit rests on, what each activity is worth, and how far each person's prediction is off."""
    parts = [in_words(fit), aligned(_worth(fit, rubric))]
    errors = _errors(fit, rubric)
    if len(errors):
        parts.append(_("Points of error on average, each person predicted from all the others"))
        parts.append(aligned(errors))
    return "\n\n".join(parts).encode()


def _habit(habit: Habit, rubric: Rubric) -> dict[str, Any]:
    return {
        "activity": habit.activity,
        "from": habit.current,
        "to": habit.target,
        "unit": rubric.by_id[habit.activity].unit,
        "minutes": habit.minutes,
        "gain": habit.gain,
        "evidence": habit.evidence,
        "beyond_team": habit.beyond_team,
    }


def _leads_to(person: str, plan: Plan, rubric: Rubric) -> str:
    whose = _("LinkedIn's own score") if plan.own else _("estimate")
    here = _("{name} is at {start} ({whose}).").format(name=person, start=points(plan.start), whose=whose)
    if not plan.habits:
        none = _("There is nothing to plan: no activity is known, or none that may be planned earns more points.")
        reached = _("The target of {target} is reached.").format(target=plain(plan.target or 0))
        return f"{here} {reached if plan.target is not None and plan.reached else none}"
    there = _("{minutes} minutes a week over {weeks} weeks lead to {total} ({low} to {high}), {band}.").format(
        minutes=plain(plan.minutes),
        weeks=plan.weeks,
        total=points(plan.total),
        low=points(plan.start + plan.low),
        high=points(plan.start + plan.high),
        band=_(band(plan.total, rubric).name),
    )
    far = "" if plan.reached else " " + _("The target is out of reach; this is the most that can be had.")
    return f"{here} {there}{far}"


def _habits(plan: Plan, rubric: Rubric) -> pd.DataFrame:
    rows = [
        {
            _("what to do"): action(activity, habit.target),
            _("today"): amount(habit.current, activity),
            _("minutes a week"): plain(habit.minutes),
            _("points"): points(habit.gain),
            _("rests on"): rests_on(habit.evidence),
        }
        for habit in plan.habits
        for activity in [rubric.by_id[habit.activity]]
    ]
    return pd.DataFrame(rows)


def _parts(fit: TeamFit) -> dict[str, dict[str, float | None] | None]:
    """The leave-one-out figures by part, None for a part that was not fitted."""
    figures = {"q2": fit.q2_, "mae": fit.mae_, "mae_team_mean": fit.mae_team_mean_, "mae_rubric": fit.mae_rubric_}
    table = pd.DataFrame(figures)
    rows = dict(zip(table.index, records(table), strict=True))
    return {part: row if row["mae"] is not None else None for part, row in rows.items()}


def _worth(fit: TeamFit, rubric: Rubric) -> pd.DataFrame:
    rows = [
        {
            _("activity"): _(rubric.by_id[row.Index].name),
            _("worth here; our table is 1"): f"{row.theta:.2f}",
            _("range"): _("{low} to {high}").format(low=f"{row.low:.2f}", high=f"{row.high:.2f}"),
            _("rests on"): rests_on(row.evidence),
        }
        for row in worth(fit).sort_values("theta", ascending=False, kind="stable").itertuples()
    ]
    return pd.DataFrame(rows)


def _errors(fit: TeamFit, rubric: Rubric) -> pd.DataFrame:
    names = {pillar.id: _(pillar.name) for pillar in rubric.pillars} | {"total": _("Total")}
    rows = [
        {
            _("part"): names[part],
            _("this fit"): points(row["mae"]),
            _("our table, shifted"): points(row["mae_rubric"]),
            _("everybody the team's mean"): points(row["mae_team_mean"]),
        }
        for part, row in _parts(fit).items()
        if row
    ]
    return pd.DataFrame(rows)
