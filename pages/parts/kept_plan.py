"""The plan that the person has taken: its habits, its weeks with their ticks, and the way to another one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import history, kept, plan, synced
from pages.parts.history import History
from ssi_core.coaching.plan import Plan
from ssi_core.i18n import _
from ssi_core.report.checklist import weekly
from ssi_core.rubric import load
from ssi_core.scoring.bands import whole
from ssi_core.store import plans
from ssi_core.store.plans import KeptPlan
from ssi_core.wording import day, minutes, points

_CHANGING = "kept_plan.changing"


def taken() -> History | None:
    """The history with the plan; None where none was taken, or another one is being made."""
    if st.session_state.get(_CHANGING):
        return None
    with kept.in_words():
        past = history.mine()
        return past if past.plan and past.plan.habits else None
    return None


def take(made: Plan, wish: Mapping[str, Any], start: date) -> bool:
    """Keeps the plan in place of the one before. Whether that went well; else the page says why not."""
    with kept.in_words():
        plans.keep_plan(kept.store(), kept.account(), kept.own().person, start, asdict(made), wish)
        st.session_state.pop(_CHANGING, None)
        return True
    return False


def offer_back() -> None:
    """While another plan is being made: the way back to the one that was taken."""
    if st.session_state.get(_CHANGING) and st.button(_("Back to my plan"), icon=":material/arrow_back:"):
        del st.session_state[_CHANGING]
        st.rerun()


@st.fragment
def show(past: History, row: pd.Series) -> None:
    """past: with a plan. row: the person as of now, from which another plan would start."""
    made, begun = past.plan, past.taken
    if made is None or begun is None:
        return
    with kept.in_words():
        done = plans.ticked(kept.store(), kept.account(), begun.id)
        st.text(_head(made, begun.start, date.today()))
        plan.cards(made.habits)
        with st.container(horizontal=True):
            if st.button(_("Change the plan"), icon=":material/edit:"):
                plan.fill(begun.wish, row, "me")
                st.session_state[_CHANGING] = True
                st.rerun()
            if st.button(_("Give it up"), type="tertiary", help=_("What you ticked and checked in stays.")):
                plans.end_plan(kept.store(), kept.account(), begun.id)
                st.rerun()
        _week_by_week(made, begun, done)
        plan.take_along(made, "me", "", begun.start)


def _head(made: Plan, start: date, today: date) -> str:
    leads = _("From {start} to about {total}: {gain} more points ({low} to {high}) for {minutes} a week.").format(
        start=whole(made.start),
        total=whole(made.total),
        gain=points(made.gain),
        low=points(made.low),
        high=points(made.high),
        minutes=minutes(made.minutes),
    )
    if today < start:
        return _("Your plan begins on {day}. {leads}").format(day=day(start), leads=leads)
    if (today - start).days >= 7 * made.weeks:
        return _("Your plan of {day} is over. Change it to begin the next. {leads}").format(day=day(start), leads=leads)
    words = _("Week {week} of {weeks} of your plan. {leads}")
    return words.format(week=_week_now(made, start, today), weeks=made.weeks, leads=leads)


def _week_now(made: Plan, start: date, today: date) -> int:
    """1 is the first one, also before it; after the last the last."""
    return min(max((today - start).days // 7 + 1, 1), made.weeks)


def _week_by_week(made: Plan, begun: KeptPlan, done: set[tuple[int, str, str]]) -> None:
    """One week's ticks at a time."""
    st.header(_("Week by week"))
    now = _week_now(made, begun.start, date.today())
    week = plan.one_of(_("Week"), range(1, made.weeks + 1), now, f"me.kept_plan.week.{begun.id}")
    ticks, keys = weekly(made, load())[week - 1], []
    with st.container(gap=None):
        for tick in ticks:
            keys.append(f"tick-plan-{begun.id}-{week}-{tick.activity}-{tick.text}")
            synced.show(keys[-1], (week, tick.activity, tick.text) in done)
            label = _("{what} · {minutes}").format(what=tick.text, minutes=minutes(tick.minutes))
            st.checkbox(label, key=keys[-1], persist_state="session")
    words = _("{done} of {all} done in week {week}.") if ticks else _("Nothing is due in week {week}.")
    count = sum(st.session_state[key] for key in keys)
    st.caption(f"{words.format(done=count, all=len(keys), week=week)} {_stay()}")
    for key, tick in zip(keys, ticks, strict=True):
        if synced.has_changed(key):
            plans.tick(kept.store(), kept.account(), begun.id, week, tick.activity, tick.text, st.session_state[key])
            synced.is_kept(key)


def _stay() -> str:
    if kept.place() == "session":
        return _("Ticks stay for this visit; save your history as a file on the progress page to have them next time.")
    return _("Ticks are kept {where}.").format(where=kept.where())
