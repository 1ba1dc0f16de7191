"""Plans made by hand."""

from ssi_core.coaching.gains import points_gained
from ssi_core.coaching.plan import Habit, Plan
from ssi_core.rubric import load

RUBRIC = load()


def habit(name: str, current: float, target: float, weeks: int = 4, evidence: str = "rubric") -> Habit:
    activity = RUBRIC.by_id[name]
    minutes = (target - current) * activity.minutes / (weeks if activity.kind == "stock" else 1)
    return Habit(name, current, target, minutes, float(points_gained(activity, current, target)), evidence)


def plan(*habits: Habit, start: float = 37.2, own: bool = False, weeks: int = 4, target: float | None = None) -> Plan:
    gain, minutes = (sum(getattr(each, what) for each in habits) for what in ("gain", "minutes"))
    reached = target is None or start + gain >= target
    ends = (start, start) if own else (start - 6, start + 5)
    return Plan(habits, start, *ends, own, minutes, gain, gain / 2, gain * 1.5, minutes, gain, target, reached, weeks)


def everything(weeks: int = 4) -> Plan:
    """All of the rubric's activities, from three tenths of full marks to all of them."""
    habits = (habit(a.id, a.full * 3 // 10, a.full, weeks) for a in RUBRIC.activities)
    return plan(*habits, start=33.3, weeks=weeks)
