"""A made-up half year for a sample person: snapshots that lead up to today's figures, and weekly check-ins."""

import math
from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from ssi_core.i18n import _
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete
from ssi_core.store.snapshots import TOTAL, Snapshot

WEEKS_AGO = (25, 21, 17, 13, 9, 5, 0)
START = 0.45  # of today's figures, half a year ago
WAVE = 0.2  # by which share a week lies off its trend
BEHIND = 0.85  # of the estimate before, as LinkedIn's own pillars follow it
CHECKED_IN = (9, 8, 7, 5, 4, 3, 2, 1)  # weeks ago; one was missed
HABITS = 2
MEANS = {"industry": (29.0, 31.5), "network": (34.0, 37.0)}  # LinkedIn's means of others, half a year ago and today


def sample_snapshots(values: Mapping[str, float], today: date, rubric: Rubric | None = None) -> list[Snapshot]:
    """By date; the last is today's, with these values by activity id. LinkedIn's own scores are a snapshot behind."""
    rubric = rubric or load()
    known = [{i: _then(rubric.by_id[i], value, ago) for i, value in values.items()} for ago in (29, *WEEKS_AGO)]
    pillars = score(complete(pd.DataFrame(known), rubric), rubric)[list(rubric.pillar_ids)] * BEHIND
    return [
        Snapshot(
            "",
            today - timedelta(weeks=ago),
            values=amounts,
            origins=dict.fromkeys(amounts, _("Made up")),
            official={**own, TOTAL: round(sum(own.values()), 1)},
            groups=_groups(ago),
        )
        for ago, amounts, own in zip(WEEKS_AGO, known[1:], pillars.round(1).to_dict("records"), strict=False)
    ]


def sample_check_ins(values: Mapping[str, float], today: date, rubric: Rubric | None = None) -> pd.DataFrame:
    """As plans.check_ins_of gives them: the heaviest weekly activities, planned at today's amounts."""
    rubric = rubric or load()
    weekly = [a for a in rubric.activities if a.kind == "flow" and not a.earned and values.get(a.id, 0) >= 1]
    monday = pd.Timestamp(today - timedelta(days=today.weekday()))
    rows = [
        (
            monday - pd.Timedelta(weeks=ago),
            activity.id,
            float(round(_then(activity, values[activity.id], ago))),
            planned,
        )
        for ago in CHECKED_IN
        for activity in sorted(weekly, key=lambda a: -a.weight)[:HABITS]
        for planned in [float(max(round(values[activity.id]), 1))]
    ]
    return pd.DataFrame(rows, columns=["week", "activity", "amount", "planned"])


def _then(activity: Activity, value: float, ago: int) -> float:
    """The amount so many weeks ago, on the way up to today's; what is counted by the week comes in waves."""
    trend = value * (1 - (1 - START) * ago / WEEKS_AGO[0])
    if activity.kind == "flow":
        return round(trend * (1 + WAVE * math.sin(ago * activity.weight)), 1)
    return float(round(trend))


def _groups(ago: int) -> dict[str, dict]:
    part = 1 - ago / WEEKS_AGO[0]
    return {kind: {"total": round(first + part * (last - first), 1)} for kind, (first, last) in MEANS.items()}
