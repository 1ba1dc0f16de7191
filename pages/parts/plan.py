"""A plan from the wish to the calendar, for the person's own page and for the manager's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import actions, kept, team
from ssi_core.coaching.plan import HABITS, MOST_HABITS, Habit, Plan, half, plan, standing_of
from ssi_core.coaching.regression import TeamFit
from ssi_core.i18n import _, ngettext
from ssi_core.report.calendar import as_ics
from ssi_core.report.checklist import busiest, weekly
from ssi_core.report.plan_pdf import as_pdf
from ssi_core.rubric import Activity, Band, load
from ssi_core.scoring.bands import band, distance, whole
from ssi_core.wording import action, bands_of_range, from_to, how, minutes, points, rests_on, shared

BY_MINUTES, BY_BAND = _("Minutes a week"), _("Reach a band")
NO_LIMIT = 0  # of habits, as the page's choice says it
CARDS = 6  # habits shown at once
FULL = 100
UNUSED = 5  # minutes worth a word
DAY = 16 * 60  # minutes that appointments may take of one
WEEKS = (4, 8, 12)
WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
USUAL_DAYS, USUAL_TIME = (0, 2, 4), time(9)


@team.fragment
def show(
    row: pd.Series,
    key: str,
    name: str = "",
    fit: TeamFit | None = None,
    own_minutes: Mapping[str, float] | None = None,
    take: Callable[[Plan, Mapping[str, Any], date], bool] | None = None,
) -> None:
    """The wish, the plan that follows from it, its weeks, and the files to take along.

    row: of a scored activity frame. name: of anybody but the visitor. own_minutes: asked for here where None. take: keeps
    the plan with its wish and first day, and says whether that went well; without it there is no such button.
    """
    if row["known"] == 0:
        st.markdown(_("A plan starts from what is done today, and nothing of that is known yet."))
        return
    wish, result = _wish(row, key), st.container()
    asked = wish | _exceptions(row, key, own_minutes)
    try:
        made = plan(row, load(), **asked, fit=fit)
    except ValueError as refusal:
        result.warning(str(refusal))
        return
    with result:
        _outcome(made, half(row, made, load(), fit=fit), wish, row, key)
        cards(made.habits)
        if take and made.habits:
            _take(take, made, asked, key)
    if made.habits:
        _week_by_week(made, key)
        take_along(made, key, name)


def _take(
    take: Callable[[Plan, Mapping[str, Any], date], bool], made: Plan, asked: Mapping[str, Any], key: str
) -> None:
    """The button; the first week is the one chosen below it."""
    start = st.session_state.get(_start(key)) or _next_monday()
    words = _("Keeps it {where}, with its ticks. The first week begins on {day} {month}.")
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(_("Take this plan"), type="primary", icon=":material/bookmark_add:")
        st.caption(words.format(where=kept.where(), day=start.day, month=f"{start:%B}"))
    if pressed and take(made, asked, start):
        st.rerun()


def fill(wish: Mapping[str, Any], row: pd.Series, key: str) -> None:
    """Set the controls of `show` to a wish as `take` was given it, as far as they still offer it for this row."""
    standing = standing_of(row, load())
    edges = [entry.edge for entry in load().bands if distance(standing.start, entry)]
    offers = {"habits": range(NO_LIMIT, MOST_HABITS + 1), "weeks": WEEKS, "goal": [BY_MINUTES, BY_BAND], "band": edges}
    goal = BY_BAND if wish.get("target") in edges else BY_MINUTES
    chosen = {**wish, "habits": wish.get("habits") or NO_LIMIT, "goal": goal, "band": wish.get("target")}
    for what, offer in offers.items():
        if chosen.get(what) in offer:
            st.session_state[f"{key}.plan.{what}"] = chosen[what]
    may_grow = [activity.id for activity in load().activities if standing.may_grow(activity)]
    for what in ("exclude", "keep"):
        st.session_state[f"{key}.plan.{what}"] = [i for i in may_grow if i in wish.get(what, ())]
    if "minutes" in wish:
        st.session_state[f"{key}.minutes"] = int(wish["minutes"])
    actions.keep_minutes(f"{key}.own_minutes", wish.get("own_minutes", {}))


def _wish(row: pd.Series, key: str) -> dict[str, Any]:
    """What to reach with how much, as `plan` takes it."""
    start = standing_of(row, load()).start
    above = [entry for entry in load().bands if distance(start, entry)]
    goal, habits, weeks = st.columns([1.2, 1, 0.8])
    with goal:
        wish = _goal(start, above, key)
    with habits:
        counts = [*range(1, MOST_HABITS + 1), NO_LIMIT]
        most = one_of(_("Habits at most"), counts, HABITS, f"{key}.plan.habits", lambda n: str(n or _("No limit")))
    with weeks:
        over = one_of(_("By when, in weeks from now"), WEEKS, WEEKS[0], f"{key}.plan.weeks")
    return wish | {"habits": most or None, "weeks": over}


def one_of(
    label: str, options: Sequence[int], default: int, key: str, words: Callable[[int], str] | None = None
) -> int:
    return st.pills(label, options, default=default, format_func=words, required=True, key=key, persist_state="session")


def _goal(start: float, above: Sequence[Band], key: str) -> dict[str, float]:
    goal = st.segmented_control(
        _("Plan by"),
        [BY_MINUTES, BY_BAND] if above else [BY_MINUTES],
        default=BY_MINUTES,
        required=True,
        key=f"{key}.plan.goal",
        persist_state="session",
    )
    if goal == BY_MINUTES:
        return {"minutes": actions.minutes_a_week(f"{key}.minutes")}
    bands = {entry.edge: entry for entry in above}
    edge = st.selectbox(
        _("Band to reach"),
        list(bands),
        format_func=lambda edge: _("{band}: {points} more points").format(
            band=_(bands[edge].name).capitalize(), points=distance(start, bands[edge])
        ),
        filter_mode=None,
        key=f"{key}.plan.band",
        persist_state="session",
    )
    return {"target": edge}


def _exceptions(row: pd.Series, key: str, own_minutes: Mapping[str, float] | None) -> dict[str, Any]:
    """What this person wants otherwise, as `plan` takes it."""
    standing = standing_of(row, load())
    names = {activity.id: _(activity.name) for activity in load().activities if standing.may_grow(activity)}
    keys = [f"{key}.plan.{what}" for what in ("exclude", "keep")]
    chosen = any(map(st.session_state.get, keys))  # what changes the plan is not hidden
    with st.expander(_("Leave something out, or keep it in any case"), expanded=chosen):
        exclude, keep = (
            st.multiselect(label, list(names), format_func=names.get, key=its_key, persist_state="session")
            for its_key, label in zip(keys, (_("Leave out"), _("Keep in any case")), strict=True)
        )
    if own_minutes is None:
        own_minutes = actions.own_minutes(f"{key}.own_minutes")
    return {"exclude": exclude, "keep": keep, "own_minutes": own_minutes}


def _outcome(made: Plan, halved: Plan, wish: Mapping[str, Any], row: pd.Series, key: str) -> None:
    """Now and after, how sure that is, and what half of it would do. wish: as `plan` took it."""
    if not made.reached:
        st.info(_out_of_reach(made, wish["target"], wish["habits"]), icon=":material/flag:")
    if not made.habits:
        st.markdown(_nothing(made))
        return
    left, right = st.columns([1.3, 2], vertical_alignment="center")
    with left:
        kind = _("expected, from LinkedIn's own") if made.own else _("expected, from the estimate")
        st.html(f'<div class="ssi-number">{whole(made.start)} → {whole(made.total)}</div>')
        st.markdown(f"**{bands_of_range(made.start, made.total, load()).capitalize()}**, {kind}")
    with right:
        st.text(" ".join(_what_it_gives(made, wish, row)))
        if st.toggle(_("What if only half of it gets done?"), key=f"{key}.plan.half", persist_state="session"):
            gives = _("Half of it leads to {total}: {gain} more points ({low} to {high}) for {minutes} a week.")
            st.text(_filled(gives, halved))
    st.caption(" ".join(_how_long(made)))


def _nothing(made: Plan) -> str:
    if whole(made.start) >= FULL and made.own:
        return _("LinkedIn's own score is full: no habit can raise it.")
    return _("Nothing fits: what is known earns its points already, or the time is too short for one whole step.")


def _out_of_reach(made: Plan, target: float, most: int | None) -> str:
    words = _("{band} is out of reach this way. This is the most that can be had, {short} points short.")
    more = _("More habits may lead further.") if most else ""
    name = _(band(target, load()).name).capitalize()
    return f"{words.format(band=name, short=points(target - made.total))} {more}"


def _what_it_gives(made: Plan, wish: Mapping[str, Any], row: pd.Series) -> Iterator[str]:
    yield _filled(
        _(
            "{gain} more points for {minutes} more a week. If all of it gets done, the chances are 8 in 10 that it brings between {low} and {high}."
        ),
        made,
    )
    if made.target is not None and made.reached:
        yield _("That just reaches the edge of the band, so it may end below it.")
    start = {"start": whole(made.start), "low": whole(made.start_low), "high": whole(made.start_high)}
    if not made.own:
        yield _("It starts from the estimate, {start} ({low} to {high}).").format(**start)
    else:
        own = _("It starts from LinkedIn's own score, {start}; our estimate is {estimate}.")
        yield own.format(**start, estimate=whole(row["total"]))
    unused = wish.get("minutes", made.minutes) - made.minutes
    if unused >= UNUSED and wish["habits"]:
        yield _("More habits could use the other {minutes}.").format(minutes=minutes(unused))


def _how_long(made: Plan) -> Iterator[str]:
    """What the minutes are, and when it shows."""
    yield _("The minutes come on top of today's, shared out where the first ones bring most.")
    week, most = busiest(made, load())
    if most > made.minutes + UNUSED:
        yield _("They are a mean: week {week} takes {minutes}.").format(week=week, minutes=minutes(most))
    yield _("LinkedIn's own score has a memory and follows some weeks later.")


def _filled(words: str, made: Plan) -> str:
    return words.format(
        total=whole(made.total),
        gain=points(made.gain),
        low=points(made.low),
        high=points(made.high),
        minutes=minutes(made.minutes),
    )


def cards(habits: Sequence[Habit]) -> None:
    """The habits side by side, below each other on a phone; many of them behind a click."""
    gains, times = shared([habit.gain for habit in habits], 1), shared([habit.minutes for habit in habits])
    together = list(zip(habits, gains, times, strict=True))
    _cards(together[:CARDS])
    if more := together[CARDS:]:
        words = ngettext("{n} more habit", "{n} more habits", len(more))
        with st.expander(words.format(n=len(more))):
            _cards(more)


def _cards(cards: Sequence[tuple[Habit, float, float]]) -> None:
    with st.grid(3, min_column_width=240):
        for habit, gain, time_taken in cards:
            with st.container(border=True, height="stretch"):
                _card(habit, gain, time_taken, load().by_id[habit.activity])


def _card(habit: Habit, gain: float, time_taken: float, activity: Activity) -> None:
    """gain, time_taken: rounded so that all cards add up."""
    st.markdown(f"**{action(activity, habit.target)}**")
    gained = f":blue[**{_('+{gain} points').format(gain=points(gain))}**]"
    st.markdown(f"{gained} {_('for {minutes} a week').format(minutes=minutes(time_taken))}")
    st.caption(f"{from_to(activity, habit.current, habit.target)}  \n{how(activity)}")
    if habit.evidence != "rubric":
        st.caption(_("Rests on: {what}.").format(what=rests_on(habit.evidence)))
    if habit.beyond_team:
        st.caption(_("Hardly anybody in this team does that much yet, so this figure is less certain."))


def _week_by_week(made: Plan, key: str) -> None:
    """One week's ticks at a time; they live as long as the session."""
    st.header(_("Week by week"))
    week = one_of(_("Week"), range(1, made.weeks + 1), 1, f"{key}.plan.week.{made.weeks}")
    ticks = weekly(made, load())[week - 1]
    with st.container(gap=None):
        done = [
            st.checkbox(
                _("{what} · {minutes}").format(what=tick.text, minutes=minutes(tick.minutes)),
                key=f"tick-{key}-{week}-{tick.activity}-{tick.text}",  # another amount is another thing to do
                persist_state="session",
            )
            for tick in ticks
        ]
    words = (
        _(
            "{done} of {all} done in week {week}. A reload of this page forgets ticks and settings; on the printed page ticks stay."
        )
        if ticks
        else _("Nothing is due in week {week}.")
    )
    st.caption(words.format(done=sum(done), all=len(done), week=week))


def take_along(made: Plan, key: str, name: str, first: date | None = None) -> None:
    """The calendar file and the printed page. first: the plan's first day; asked for where None."""
    st.header(_("Take it with you"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = first or st.date_input(
            _("First week begins"), _next_monday(), key=_start(key), persist_state="session", width=160
        )
        days = st.pills(
            _("Days"),
            range(len(WEEKDAYS)),
            selection_mode="multi",
            default=USUAL_DAYS,
            format_func=WEEKDAYS.__getitem__,
            key=f"{key}.plan.days",
            persist_state="session",
        )
        at = st.time_input(_("Time of day"), USUAL_TIME, key=f"{key}.plan.time", persist_state="session", width=120)
    with st.container(horizontal=True):
        calendar = partial(as_ics, made, start, days, at, load())
        _download(_("Calendar file"), calendar, "ics", "text/calendar", key, disabled=made.minutes > DAY * len(days))
        _download(
            _("One page to print"), partial(as_pdf, made, name, date.today(), load()), "pdf", "application/pdf", key
        )


def _download(label: str, data: Callable[[], bytes], ending: str, mime: str, key: str, disabled: bool = False) -> None:
    """data: called on a click, where there is no session."""
    st.download_button(
        label,
        data,
        f"ssi-coach-plan.{ending}",
        mime,
        key=f"{key}.plan.{ending}",
        on_click="ignore",
        icon=":material/download:",
        disabled=disabled,
    )


def _start(key: str) -> str:
    return f"{key}.plan.start"


def _next_monday() -> date:
    return (today := date.today()) + timedelta(days=7 - today.weekday())
