"""The weekly check-in: seven questions, a tap each, kept as they come."""

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from pages.parts import history, kept, me, synced
from pages.parts.history import History
from ssi_core.coaching import check_in
from ssi_core.coaching.check_in import Question, questions
from ssi_core.coaching.progress import TOTAL, Progress, change_shows, moved
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load
from ssi_core.scoring.bands import whole
from ssi_core.store import plans
from ssi_core.store.engine import NotAllowed, StoreError
from ssi_core.wording import day, plain

_SHOWN, _SEEN = "check-in.shown", "check-in.seen"


@st.fragment
def show(past: History) -> None:
    """The week's questions and what became of the score. past: to go on with while the database can't be asked."""
    with kept.in_words():
        if st.session_state.get(_SHOWN) is past:  # this page has not run again, the fragment alone
            past = _asked_again(past)
        else:
            st.session_state[_SHOWN] = st.session_state[_SEEN] = past
        today = date.today()
        st.header(_("Check in"))
        week = _week(today)
        planned, saved = past.planned(week), _saved(past, week)
        asked = questions(past.newest, planned)
        st.caption(_("How much of each did you do in this week? Tap what comes closest; each tap is kept."))
        keys = {each.activity: _ask(each, week, saved.get(each.activity)) for each in asked}
        told = {activity: st.session_state[key] for activity, key in keys.items()}
        if new := {activity: told[activity] for activity, key in keys.items() if synced.has_changed(key)}:
            if not _keep(week, new, planned):
                return
            for activity in new:
                synced.is_kept(keys[activity])
            past = _asked_again(past)
            me.checked_in(past)
            if None not in told.values():
                st.rerun()  # the rest of the page follows
        answered = sum(amount is not None for amount in told.values())
        st.text(_result(week, answered, len(asked), past.progress(today)))


def _asked_again(past: History) -> History:
    """The history as it is now; where the database can't say, the newest that this session has seen."""
    try:
        st.session_state[_SEEN] = history.mine()
    except NotAllowed:
        raise
    except StoreError as fault:
        st.error(str(fault), icon=":material/cloud_off:")
    return st.session_state.get(_SEEN, past)


def _keep(week: date, amounts: Mapping[str, float], planned: Mapping[str, float]) -> bool:
    """Whether that went well; else the page says why not."""
    try:
        plans.check_in(kept.store(), kept.account(), kept.own().person, week, amounts, planned)
    except StoreError as fault:
        words = _("{fault} What you tapped stays here and is kept with your next tap.")
        st.error(words.format(fault=fault), icon=":material/cloud_off:")
        st.button(_("Try again"))
        return False
    return True


def _saved(past: History, week: date) -> dict[str, float]:
    said = past.check_ins[past.check_ins["week"].dt.date == week]
    return dict(zip(said["activity"], said["amount"], strict=True))


def _week(today: date) -> date:
    """The Monday of the week to tell of."""
    weeks = check_in.weeks(today)
    return st.selectbox(
        _("Week"),
        weeks,
        weeks.index(check_in.usual_week(today)),
        format_func=lambda week: _("{first} to {last}").format(
            first=day(week, today), last=day(week + timedelta(days=6), today)
        ),
        key="check-in.week",
        persist_state="session",
        filter_mode=None,
        width=280,
    )


def _ask(question: Question, week: date, saved: float | None) -> str:
    """One question; the key of its amount."""
    activity = load().by_id[question.activity]
    key = f"check-in.{week}.{activity.id}.{question.planned}"
    synced.show(key, saved)
    label = _(activity.name)
    if question.planned is not None:
        label = _("{name} · {planned} planned").format(name=label, planned=question.planned)
    st.pills(
        label,
        sorted({*map(float, question.amounts), *([] if saved is None else [saved])}),
        format_func=lambda amount: _amount(amount, question.amounts[-1]),
        required=True,
        key=key,
        persist_state="session",
    )
    return key


def _amount(amount: float, most: int) -> str:
    if amount == 0:
        return _("None")
    return _("{n} or more").format(n=most) if amount == most else plain(amount)


def _result(week: date, told: int, asked: int, found: Progress) -> str:
    """ "Week of 16 November: 7 of 7. Streak: 4 weeks. The estimate is 44, up 3 since 2 November." """
    words = _("Week of {day}: {told} of {asked}.").format(day=day(week, found.today), told=told, asked=asked)
    streak = ngettext("Streak: {n} week.", "Streak: {n} weeks.", found.streak).format(n=found.streak)
    return f"{words} {streak} {_estimate(found)}"


def _estimate(found: Progress) -> str:
    course = found.estimate[TOTAL]
    if course.now is None:
        return ""
    if course.last is None:
        return _("The estimate is {now}. {when}").format(now=whole(course.now), when=change_shows())
    return _("The estimate is {now}, {moved}.").format(now=whole(course.now), moved=moved(course.last, found.today))
