"""A person's progress: the score kept with a click, what became of it over time, and each snapshot to correct."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from pages.parts import chart, history, kept, me, notice, saved, site
from pages.parts.banner import three_ways_on
from pages.parts.history import History
from pages.parts.kept_sheet import moment
from ssi_core.charts import progress as charts
from ssi_core.coaching.progress import NEWS, Change, Milestone, Progress, Source, moved_in_short
from ssi_core.i18n import _, ngettext
from ssi_core.intake.official import TOTAL, NotAScore, Official, checked, own_numbers, read_official
from ssi_core.rubric import load
from ssi_core.scoring.bands import whole
from ssi_core.scoring.frame import DATE, official
from ssi_core.store import snapshots
from ssi_core.store.engine import StoreError
from ssi_core.store.snapshots import Entry, Snapshot
from ssi_core.wording import day

_ENTRY = "progress.entry"
WHOSE: Mapping[Source, str] = {"official": _("LinkedIn's own score"), "estimate": _("the estimate")}


def keep_score() -> None:
    """The button that keeps all that is known of the person; where and since when it is kept, once it is."""
    notice.show()
    with st.container(horizontal=True, vertical_alignment="center"):
        if on := me.kept_on():
            st.text(_where(on))
            if _ENTRY in st.session_state:
                st.button(_("Undo"), type="tertiary", icon=":material/undo:", on_click=_undo)
            if st.button(_("See your progress"), type="tertiary", icon=":material/timeline:"):
                site.go(site.PROGRESS)
        else:
            st.button(_("Keep this score"), icon=":material/bookmark_add:", help=kept.said(), on_click=_keep_shown)


def _where(on: date) -> str:
    if kept.place() == "session":
        return _("Kept for this visit; save the file to have it next time.")
    return _("Kept {where}, {day}.").format(where=kept.where(), day=day(on))


def _keep_shown() -> None:
    if shown := me.snapshot(date.today()):
        _keep(shown)


def _keep(shown: Snapshot, name: str = "") -> snapshots.Change | None:
    """Keeps it as one entry, which can be undone; name: what it is, unless the score on show. None where that failed."""
    try:
        store, account, own = kept.store(), kept.account(), kept.own()
        entry, change = snapshots.keep(store, account, own.team, [shown], snapshots.Source("score", name))
        me.now_kept(history.mine())
    except StoreError as fault:
        notice.tell(str(fault), good=False)
        return None
    if entry:
        st.session_state[_ENTRY] = entry
    return change


def _undo() -> None:
    _take_out(st.session_state.pop(_ENTRY))


def _take_out(entry: int, again: bool = False) -> None:
    """Lets an entry no longer count, or count again."""
    try:
        snapshots.undo(kept.store(), kept.account(), entry, again=again)
        me.now_kept(history.mine())
    except StoreError as fault:
        notice.tell(str(fault), good=False)


def in_use(past: History) -> None:
    """The data on show and where they are kept, with the ways to change them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        count = ngettext("{n} snapshot", "{n} snapshots", len(past.snapshots)).format(n=len(past.snapshots))
        if weeks := past.check_ins["week"].nunique():
            checked_in = ngettext("{n} week checked in", "{n} weeks checked in", weeks).format(n=weeks)
            count = _("{snapshots} and {weeks}").format(snapshots=count, weeks=checked_in)
        words = _("{snapshots} since {day}, kept {where}")
        st.text(words.format(snapshots=count, day=day(past.snapshots[0].on), where=kept.where()))
        if me.subject() and st.button(_("My score"), type="tertiary", icon=":material/speed:"):
            site.go(site.SCORE)
        if st.button(_("Your data"), type="tertiary", icon=":material/database:"):
            site.go(site.DATA)


def nothing_yet(subject: me.Subject | None) -> None:
    """Three ways to a first score, or the button that keeps the one there is; a saved history to load."""
    if subject:
        st.markdown(
            _("Nothing is kept yet. Keep your score today, and from the second time on you see here what has changed.")
        )
        keep_score()
    else:
        st.markdown(_("Here you see what becomes of your score over weeks and months. It begins with a first score."))
        three_ways_on()
    save_and_load(past=None)


def _figures(found: Progress) -> None:
    """LinkedIn's own score, or else the estimate, with its change; the change this quarter; weeks in a row."""
    own = found.own[TOTAL]
    course, name = (own, _("LinkedIn's own")) if own.now is not None else (found.estimate[TOTAL], _("Estimate"))
    with st.grid(3, min_column_width=120):
        if course.now is not None:
            _metric(name, str(whole(course.now)), course.last and _change(course.last, found.today))
        if course.quarter:
            points, since = _moved(course.quarter, found.today)
            _metric(_("This quarter"), points, since)
        weeks = ngettext("{n} week", "{n} weeks", found.streak).format(n=found.streak)
        row = _("in a row; the most were {n}") if found.best_streak > found.streak else _("in a row")
        _metric(_("Checked in"), weeks, row.format(n=found.best_streak))


def _metric(label: str, value: str, more: str | None) -> None:
    """The figure with more about it below, where a long line wraps."""
    with st.container(gap=None):
        st.metric(label, value)
        if more:
            st.caption(more)


def _change(change: Change, today: date) -> str:
    """ "+24 since 2 November, because more is known" """
    return " ".join(_moved(change, today))


def _moved(change: Change, today: date) -> tuple[str, str]:
    """ "+24", "since 2 November, because more is known" """
    points, why = moved_in_short(change)
    since = _("since {day}").format(day=day(change.since, today))
    return points, ", ".join(filter(None, (since, why)))


def over_time(past: History, found: Progress) -> None:
    """The totals with LinkedIn's means of others, then the pillars."""
    st.header(_("Over time"))
    _figures(found)
    chart.show(charts.course(found, past.means, dark=chart.dark()))
    st.caption(
        _(
            "The grey band is {points:g} points around the newest score: within it, a change is no news. A check-in moves the estimate by the mean of its last four weeks."
        ).format(points=NEWS)
    )
    with st.expander(_("The four pillars over time")):
        chart.show(charts.pillars(found, dark=chart.dark()))


def habits(found: Progress) -> None:
    """What was planned and kept, week by week."""
    if found.weeks.empty:
        return
    st.header(_("Habits planned and kept"))
    chart.show(charts.habits(found, dark=chart.dark()))


def milestones(found: Progress) -> None:
    """Bands reached, the newest first, and what is missing to the next."""
    sources: tuple[Source, ...] = ("official", "estimate")
    ahead = [_ahead(source, found) for source in sources if found.next_band(source)]
    reached = [_reached(one) for one in reversed(found.milestones)]
    if ahead or reached:
        st.header(_("Milestones"))
        st.markdown("\n".join(f"- {words}" for words in (*ahead, *reached)))


def _ahead(source: Source, found: Progress) -> str:
    band, missing = found.next_band(source) or (found.rubric.bands[-1], 0)
    words = ngettext("{band} is {n} point away by {whose}.", "{band} is {n} points away by {whose}.", missing)
    return words.format(band=_(band.name).capitalize(), n=missing, whose=WHOSE[source])


def _reached(one: Milestone) -> str:
    words = _("{day}: {band} ({low}–{high}) by {whose}")
    band = one.band
    said = words.format(day=day(one.on), band=_(band.name), low=band.low, high=band.high, whose=WHOSE[one.source])
    return said if one.by_doing else _("{words}, mostly because more was known from then on").format(words=said)


def every_snapshot(past: History, found: Progress) -> None:
    """All snapshots as a table, and each entry to take out or to let count again."""
    store, account, own = kept.store(), kept.account(), kept.own()
    entries = [entry for entry in snapshots.history(store, account, own.team) if entry.rows]
    with st.expander(_("Every snapshot, and how to take one out")):
        st.dataframe(
            _table(past, found, entries), hide_index=True, placeholder="–", alt=_("Each snapshot with its scores")
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(_("What came in"), entries, format_func=_entry, filter_mode=None, width=360)
            st.button(
                _("Count it again") if chosen.undone else _("Take it out"),
                on_click=_take_out,
                args=(chosen.id, chosen.undone),
            )
        st.caption(_("What is taken out stays here and can count again. To delete it for good, go to Your data."))


def _table(past: History, found: Progress, entries: list[Entry]) -> pd.DataFrame:
    """A row a snapshot, the newest first."""
    rows = found.rows.set_index(DATE).loc[[pd.Timestamp(one.on) for one in reversed(past.snapshots)]]
    known = rows.reindex(columns=load().ids).notna().sum(axis=1)
    return pd.DataFrame(
        {
            _("Day"): rows.index.date,
            _("Estimate"): rows["total"].where(known > 0).round(),
            _("Low"): rows["low"].where(known > 0).round(),
            _("High"): rows["high"].where(known > 0).round(),
            _("LinkedIn's own"): rows[official(TOTAL)].round(),
            _("Activities known"): known,
            _("From"): [_came_from(on, entries) for on in rows.index.date],
        }
    )


def _came_from(on: date, entries: list[Entry]) -> str:
    """What the newest entry is that reaches over the day."""
    whole = [one for one in entries if not one.undone and one.first and one.last and one.first <= on <= one.last]
    return _what(whole[0]) if whole else ""


def _what(entry: Entry) -> str:
    return entry.name or _("the score page")


def _entry(entry: Entry) -> str:
    """ "23 November 2026, 01:21: LinkedIn's own score, 43" """
    when, days = moment(entry.at), dict.fromkeys(day(end) for end in (entry.first, entry.last) if end)
    of = " – ".join(days)
    said = _("{when}: {what}") if when.startswith(of) else _("{when}: {what}, of {days}")
    words = said.format(when=when, what=_what(entry), days=of)
    return _("{words} (taken out)").format(words=words) if entry.undone else words


def enter_official(past: History) -> None:
    """LinkedIn's own score of today or of a past day, by its total or the whole page."""
    with st.expander(_("LinkedIn's own score of today, or of another day")):
        st.markdown(
            _(
                "For the weeks in which you only look at linkedin.com/sales/ssi. Only LinkedIn's own line gets a new point; the estimate stays as it is. For a day that has one already, this corrects it."
            )
        )
        with st.form("official", border=False):
            with st.container(horizontal=True):
                on = st.date_input(_("Day"), date.today(), max_value=date.today(), width=160)
                total = st.number_input(
                    _("LinkedIn's total"), value=None, step=1.0, format="%g", width=160, placeholder="0–100"
                )
            text = st.text_area(_("Or paste the page here"), height=100)
            if st.form_submit_button(_("Keep LinkedIn's score")):
                _keep_official(past, on, total, text)
                st.rerun()


def _keep_official(past: History, on: date, total: float | None, text: str) -> None:
    """What became of it is said at the top of the page."""
    try:
        score = _official(total, text)
    except NotAScore as refusal:
        notice.tell(str(refusal), good=False)
        return
    name = _("LinkedIn's own score")
    if score.total is not None:
        name = _("LinkedIn's own score, {total:g}").format(total=score.total)
    if (change := _keep(past.with_official(on, score), name)) is None:
        return
    if on >= past.snapshots[-1].on:
        me.keep_score(score)
    words = (
        _("LinkedIn's own score of {day} is kept already.")
        if change.is_empty
        else _("Kept: LinkedIn's own score of {day}.")
    )
    notice.tell(words.format(day=day(on)))


def _official(total: float | None, text: str) -> Official:
    if text.strip():
        score = read_official(text, load())
        if own_numbers(score):
            return score
    if total is None:
        raise NotAScore(_("Type LinkedIn's total, or paste the page."))
    return Official(checked({TOTAL: total}, load())[TOTAL])


def save_and_load(past: History | None) -> None:
    """The history as a file to take along, and such a file to load."""
    away = kept.place() == "session"
    with st.expander(_("Save my history as a file, or load one"), expanded=away, icon=":material/save:"):
        st.caption(kept.said())
        if past:
            saved.save(_("Save my history as a file"), "primary" if away else "secondary")
        saved.load()
