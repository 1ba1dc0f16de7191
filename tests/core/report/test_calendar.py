from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from ssi_core.report.calendar import REMINDER, appointments, as_ics
from ssi_core.report.checklist import weekly
from ssi_core.wording import action
from tests.core.report.plans import RUBRIC, everything, habit, plan

MONDAY = date(2026, 3, 23)
HALF_PAST_EIGHT = time(8, 30)
THREE = plan(habit("comments_made", 5, 15), habit("recommendations_received", 2, 5), habit("leads_saved", 4, 14))
HABITS = st.lists(st.sampled_from(everything().habits), unique=True, min_size=1)


def events(file: bytes) -> list[Event]:
    return list(Calendar.from_ical(file).walk("VEVENT"))


def occurrences(event: Event) -> list[datetime]:
    """When the event takes place, worked out by hand: COUNT weeks from DTSTART on, without EXDATE."""
    assert event["rrule"]["freq"] == ["WEEKLY"]
    assert set(event["rrule"]) == {"FREQ", "COUNT"}
    begin, [count] = event["dtstart"].dt, event["rrule"]["count"]
    left_out = event.get("exdate", [])
    left_out = {day.dt for each in (left_out if isinstance(left_out, list) else [left_out]) for day in each.dts}
    return [when for week in range(count) if (when := begin + timedelta(weeks=week)) not in left_out]


def test_each_habit_is_a_weekly_appointment_by_the_phones_own_clock():
    [event] = events(as_ics(plan(habit("comments_made", 3, 8)), MONDAY, [2], HALF_PAST_EIGHT))

    assert event["summary"] == "Comment on 8 posts a week"
    assert event["dtstart"].dt == datetime(2026, 3, 25, 8, 30)  # without a time zone
    assert event["duration"].dt == timedelta(minutes=15)
    assert event["description"].startswith("Your step: from 3 to 8 comments a week.\nAdd one fact, one question or")
    assert event["description"].endswith("\nOn top of what you do today: about 15 minutes more a week.")


@pytest.mark.parametrize("start", [date(2026, 3, 23), date(2026, 10, 19), date(2026, 12, 17)], ids=str)
def test_the_clock_stays_over_a_change_of_time_and_the_weekday_over_new_year(start):
    [event] = events(as_ics(plan(habit("comments_made", 3, 8)), start, [4], HALF_PAST_EIGHT))
    first = start + timedelta(days=(4 - start.weekday()) % 7)

    expected = [datetime.combine(first, HALF_PAST_EIGHT) + timedelta(weeks=week) for week in range(4)]
    assert occurrences(event) == expected
    assert {when.weekday() for when in expected} == {4}


def test_the_first_week_begins_on_the_day_chosen():
    days = {event["dtstart"].dt.date() for event in events(as_ics(everything(), date(2026, 3, 26), range(7), time(9)))}

    assert days == {date(2026, 3, 26) + timedelta(days=n) for n in range(7)}


def test_one_off_work_takes_place_in_the_weeks_of_the_checklist_and_says_what_is_due():
    made = plan(habit("recommendations_received", 1, 3), habit("groups_active", 1, 2))
    event = next(e for e in events(as_ics(made, MONDAY, [0], HALF_PAST_EIGHT)) if "recommend" in e["summary"])

    assert [when.date() for when in occurrences(event)] == [MONDAY, MONDAY + timedelta(weeks=1)]
    assert event["description"].splitlines()[-3:] == [
        "On top of what you do today: about 30 minutes in all.",
        "Week 1: Collect recommendations until you have 2",
        "Week 2: Collect recommendations until you have 3",
    ]


@given(HABITS, st.integers(1, 13))
def test_appointments_are_those_of_the_checklist(habits, weeks):
    made = plan(*habits, weeks=weeks)
    on_list = Counter((n, tick.text) for n, week in enumerate(weekly(made)) for tick in week)
    in_file: Counter = Counter()
    for appointment in appointments(made, [0], RUBRIC):
        in_file.update((week, tick.text) for week, tick in appointment.ticks.items())

    assert in_file == on_list


@given(HABITS, st.sets(st.integers(0, 6), min_size=1))
def test_the_days_are_about_even_and_hold_each_habits_minutes(habits, days):
    made = plan(*habits)
    placed = appointments(made, days, RUBRIC)
    by_day = {day: sum(each.minutes for each in placed if each.day == day) for day in days}

    assert max(by_day.values()) - min(by_day.values()) <= max(each.minutes for each in placed)
    for each in made.habits:
        parts = [part for part in placed if part.habit == each]
        most = max(tick.minutes for part in parts for tick in part.ticks.values())
        assert most <= sum(part.minutes for part in parts) + 1e-9 < most + 5 * len(parts) + 1e-6
        assert len({part.day for part in parts}) == len(parts)
        assert {part.minutes % 5 for part in parts} == {0}


def test_a_long_habit_is_split_over_the_days():
    placed = appointments(plan(habit("comments_made", 0, 20)), [0, 2, 4], RUBRIC)

    assert [(part.day, part.minutes) for part in placed] == [(0, 20), (2, 20), (4, 20)]


def test_a_days_appointments_follow_each_other():
    found = events(as_ics(everything(), MONDAY, [0, 3], HALF_PAST_EIGHT))
    for day in (0, 3):
        of_day = sorted((e["dtstart"].dt, e["duration"].dt) for e in found if e["dtstart"].dt.weekday() == day)
        assert of_day[0][0].time() == HALF_PAST_EIGHT
        assert all(begin + length == after for (begin, length), (after, _) in pairwise(of_day))


@given(HABITS, st.sets(st.integers(0, 6), min_size=1), st.times())
def test_no_appointment_begins_or_ends_on_another_day(habits, days, at):
    made = plan(*habits)
    placed = appointments(made, days, RUBRIC)
    assume(sum(part.minutes for part in placed) <= 24 * 60)
    for event in events(as_ics(made, MONDAY, days, at)):
        begin = event["dtstart"].dt
        of_day = sum(part.minutes for part in placed if part.day == begin.weekday())
        midnight = datetime.combine(begin, time()) + timedelta(days=1)
        assert begin.weekday() in days
        assert begin + event["duration"].dt <= midnight
        assert begin.time() >= at.replace(microsecond=0) or begin >= midnight - timedelta(minutes=of_day)


def test_an_evening_that_is_too_short_begins_earlier():
    [event] = events(as_ics(plan(habit("comments_made", 0, 20)), MONDAY, [0], time(23, 30)))

    assert event["dtstart"].dt == datetime(2026, 3, 23, 23)


def test_each_appointment_is_announced_ten_minutes_before():
    for event in events(as_ics(THREE, MONDAY, [0, 1], HALF_PAST_EIGHT)):
        [alarm] = event.walk("VALARM")
        assert (alarm["action"], alarm["trigger"].dt, alarm["description"]) == ("DISPLAY", REMINDER, event["summary"])


def test_the_same_plan_gives_the_same_bytes_and_another_one_other_ids():
    def ids(*made):
        return {str(event["uid"]) for event in events(as_ics(*made, HALF_PAST_EIGHT))}

    assert as_ics(THREE, MONDAY, [0, 2], time(9)) == as_ics(THREE, MONDAY, [2, 0, 0], time(9))
    assert len(ids(THREE, MONDAY, [0, 2])) == len(events(as_ics(THREE, MONDAY, [0, 2], HALF_PAST_EIGHT)))
    assert not ids(THREE, MONDAY, [0, 2]) & ids(THREE, MONDAY + timedelta(weeks=1), [0, 2])
    assert not ids(THREE, MONDAY, [0, 2]) & ids(plan(*THREE.habits, start=40), MONDAY, [0, 2])


def test_every_activity_comes_back_as_it_was_written():
    file = as_ics(everything(), MONDAY, range(5), HALF_PAST_EIGHT)

    assert {str(e["summary"]) for e in events(file)} == {
        action(RUBRIC.by_id[each.activity], each.target) for each in everything().habits
    }
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"PRODID:-//SSI Coach//Plan//EN\r\n" in file


@pytest.mark.parametrize(
    ("made", "days", "problem"),
    [
        (plan(), [0], "nothing in this plan"),
        (THREE, [], "at least one day"),
        (THREE, [7], "at least one day"),
        (everything(weeks=1), [0], "more than one day holds"),
    ],
)
def test_what_cannot_be_put_into_a_calendar_is_said(made, days, problem):
    with pytest.raises(ValueError, match=problem):
        as_ics(made, MONDAY, days, HALF_PAST_EIGHT)
