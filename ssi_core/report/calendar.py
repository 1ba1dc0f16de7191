"""A plan as a calendar file: each habit a weekly appointment with oneself."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from ssi_core.coaching.plan import Habit, Plan
from ssi_core.i18n import _
from ssi_core.report.checklist import Tick, weekly
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.wording import action, from_to, how, minutes

PRODID = "-//SSI Coach//Plan//EN"
REMINDER = timedelta(minutes=-10)
STEP = 5  # minutes, of which an appointment's length is a multiple
SHORTEST = 15  # minutes; a habit that takes no longer stays in one piece


@dataclass(frozen=True)
class Appointment:
    """A habit's part on one weekday, 0 is Monday; ticks by the plan's week, 0 is the first."""

    habit: Habit
    day: int
    minutes: int
    ticks: dict[int, Tick]


def as_ics(plan: Plan, start: date, days: Collection[int], at: time, rubric: Rubric | None = None) -> bytes:
    """An iCalendar file (RFC 5545) of weekly appointments for as long as the checklist has something to tick.

    start: first day of the plan's first week, whichever weekday that is. days: weekdays, 0 is Monday. at: when each
    day's first appointment begins, by the clock of the place where the phone is; the others follow on. A day whose last
    one would end after midnight begins so much earlier. Lengths are rounded up to whole 5 minutes. The same plan gives
    the same bytes. Raises ValueError, in words, without a habit or a weekday, and for more than a day holds.
    """
    if not plan.habits:
        raise ValueError(_("There is nothing in this plan to put into a calendar."))
    if not days or not set(days) <= set(range(7)):
        raise ValueError(_("Choose at least one day of the week."))
    rubric = rubric or load()
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    placed = appointments(plan, days, rubric)
    begins = {day: _begin(start + timedelta(days=(day - start.weekday()) % 7), at, placed) for day in set(days)}
    for appointment in placed:
        begin = begins[appointment.day]
        uid = uuid5(NAMESPACE_URL, repr((plan, appointment.habit.activity, begin)))
        calendar.add_component(_event(appointment, begin, str(uid), rubric.by_id[appointment.habit.activity]))
        begins[appointment.day] += timedelta(minutes=appointment.minutes)
    return calendar.to_ical()


def appointments(plan: Plan, days: Collection[int], rubric: Rubric) -> list[Appointment]:
    """The longest habit first, each on the day that has least so far.

    A habit that takes more than a day's even share is split into equal parts on several days.
    """
    weeks = weekly(plan, rubric)
    ticks = {habit: _of_habit(habit, weeks) for habit in plan.habits}
    longest = {habit: max(tick.minutes for tick in of_habit.values()) for habit, of_habit in ticks.items() if of_habit}
    taken = dict.fromkeys(sorted(set(days)), 0)
    even = max(sum(longest.values()) / len(taken), SHORTEST)
    placed = []
    for habit in sorted(longest, key=longest.__getitem__, reverse=True):
        parts = max(math.ceil(longest[habit] / even), 1)
        length = max(math.ceil(longest[habit] / parts / STEP), 1) * STEP
        for day in sorted(taken, key=taken.__getitem__)[:parts]:
            placed.append(Appointment(habit, day, length, ticks[habit]))
            taken[day] += length
    return placed


def _of_habit(habit: Habit, weeks: Sequence[Sequence[Tick]]) -> dict[int, Tick]:
    """The habit's ticks by week."""
    return {n: tick for n, week in enumerate(weeks) for tick in week if tick.activity == habit.activity}


def _begin(day: date, at: time, placed: Sequence[Appointment]) -> datetime:
    """When the first of its weekday's appointments begins, so that the last one ends by midnight."""
    length = timedelta(minutes=sum(each.minutes for each in placed if each.day == day.weekday()))
    if length > timedelta(days=1):
        raise ValueError(_("That is more than one day holds. Choose more days of the week."))
    midnight = datetime.combine(day, time())
    return min(datetime.combine(day, at), midnight + timedelta(days=1) - length)


def _event(appointment: Appointment, begin: datetime, uid: str, activity: Activity) -> Event:
    title, last = action(activity, appointment.habit.target), max(appointment.ticks)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", begin.replace(tzinfo=UTC))  # not now, so that the same plan gives the same bytes
    event.add("dtstart", begin)
    event.add("duration", timedelta(minutes=appointment.minutes))
    event.add("rrule", {"freq": "weekly", "count": last + 1})
    for week in sorted(set(range(last)) - set(appointment.ticks)):
        event.add("exdate", begin + timedelta(weeks=week))
    event.add("summary", title)
    event.add("description", _description(appointment, activity))
    event.add_component(_reminder(title))
    return event


def _description(appointment: Appointment, activity: Activity) -> str:
    """From where to where, how long and how to do it, and for one-off work what is due each week."""
    habit, ticks = appointment.habit, appointment.ticks
    lines = [_("Your step: {step}.").format(step=from_to(activity, habit.current, habit.target)), how(activity)]
    if activity.kind == "stock":
        once = _("On top of what you do today: about {minutes} in all.")
        lines.append(once.format(minutes=minutes(sum(tick.minutes for tick in ticks.values()))))
        due = _("Week {week}: {text}")
        lines += [due.format(week=week + 1, text=tick.text) for week, tick in ticks.items()]
    else:
        weekly_more = _("On top of what you do today: about {minutes} more a week.")
        lines.append(weekly_more.format(minutes=minutes(habit.minutes)))
    return "\n".join(lines)


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", REMINDER)
    alarm.add("description", title)
    return alarm
