"""The team's board: figures, leaderboard with a privacy setting, the first three actions, groups."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from pages.parts import actions, chart, site, team
from ssi_core.charts.figures import figures as figures_of
from ssi_core.charts.figures import shown as shown_points
from ssi_core.charts.leaderboard import CHOSEN
from ssi_core.charts.leaderboard import leaderboard as leaderboard_chart
from ssi_core.coaching.panel import LATELY
from ssi_core.coaching.team import shown_total
from ssi_core.i18n import _, ngettext
from ssi_core.naming import shown_names
from ssi_core.report.team_plans import as_workbook
from ssi_core.rubric import load
from ssi_core.scoring.bands import band, whole
from ssi_core.scoring.frame import DATE, GROUP, PERSON, official
from ssi_core.wording import day, how, points, rests_on

_MANNER = "team.names"
SCREENFUL, SCREEN = 30, 760  # people, and pixels, from which on the leaderboard scrolls in a frame of its own
MANNERS = {"names": _("Names"), "initials": _("Initials"), "numbers": _("Numbers only")}


def choose_names() -> None:
    """How people are called on this board, for showing it to others."""
    st.segmented_control(
        _("Show people as"),
        list(MANNERS),
        format_func=MANNERS.get,
        default="names",
        key=_MANNER,
        required=True,
        persist_state="session",
    )


def called(people: pd.DataFrame) -> dict[str, str]:
    """What each person is called on this board."""
    return shown_names(people[PERSON], st.session_state.get(_MANNER) or "names")


def named(people: pd.DataFrame) -> pd.DataFrame:
    """The people under the names this board shows."""
    return people.assign(**{PERSON: people[PERSON].map(called(people))})


def open_clicked(event: Mapping, people: pd.DataFrame) -> None:
    """Go to the page of the person who was clicked in a chart."""
    picked = event.selection.get(CHOSEN) or []
    if picked:
        names = {shown: person for person, shown in called(people).items()}
        team.choose(names[picked[0][PERSON]])
        site.go(site.PERSON)


def figures(people: pd.DataFrame) -> None:
    """The mean per active person with its band, the strongest and the weakest pillar."""
    rubric = load()
    totals = shown_total(people)
    active = int(totals.notna().sum())
    if not active:
        return
    mean = totals.mean()
    shares = {p.id: _pillar(people, p.id).mean() for p in rubric.pillars}
    ordered = sorted((p for p in rubric.pillars if pd.notna(shares[p.id])), key=lambda p: shares[p.id])
    left, right = st.columns([1, 2.2], vertical_alignment="center")
    with left:
        st.html(f'<div class="ssi-number">{whole(mean)}<small> {_("of 100, team mean")}</small></div>')
    with right:
        st.markdown(
            _("**{band}** · mean of {people}, {basis}").format(
                band=_(band(mean, rubric).name).capitalize(),
                people=ngettext("{n} active person", "{n} active people", active).format(n=active),
                basis=_basis(int(people[official("total")].notna().sum()), active),
            )
        )
        if len(ordered) > 1:
            st.markdown(
                _("Strongest: {strong} ({most} of 25). Most room: {weak} ({least} of 25).").format(
                    strong=_(ordered[-1].short), most=points(shares[ordered[-1].id]),
                    weak=_(ordered[0].short), least=points(shares[ordered[0].id]),
                )
            )  # fmt: skip


def has_pillars(people: pd.DataFrame) -> bool:
    """Whether anybody is placed in any pillar."""
    return any(_pillar(people, pillar).notna().any() for pillar in load().pillar_ids)


def _pillar(people: pd.DataFrame, pillar: str) -> pd.Series:
    """Points in a pillar as the charts show them: LinkedIn's own where known, else the estimate where it is placed."""
    return shown_points(figures_of(people, pillar, load()))


def dates(shown: pd.DataFrame, scored: pd.DataFrame) -> None:
    """Which date is on show where people have several rows. shown: the newest rows of `scored`."""
    known = shown[DATE].dropna()
    if len(shown) == len(scored) or known.empty:
        return
    first, last = map(day, (known.min(), known.max()))
    when = first if first == last else _("{first} to {last}").format(first=first, last=last)
    words = _(
        "Shown: each person's newest of {n} dates, {when}; what people do is the mean of their last {weeks} weeks. “Over time” shows the earlier ones."
    )
    st.caption(words.format(n=scored[DATE].nunique(), when=when, weeks=LATELY))


def _basis(own: int, active: int) -> str:
    """What a mean of so many totals rests on, of which so many are LinkedIn's own."""
    if own == active:
        return _("by LinkedIn's own scores")
    if not own:
        return _("estimated")
    return _("by LinkedIn's own scores of {own}, estimated for {rest}").format(own=own, rest=active - own)


def first_three(roster: team.Roster) -> None:
    """The three activities that raise the team's mean most."""
    rubric = load()
    st.subheader(_("What raises the team's mean most"))
    if not roster.advice:
        st.markdown(_no_advice(roster.people))
    for step in roster.advice[:3]:
        activity = rubric.by_id[step.activity]
        with st.container(border=True):
            st.markdown(
                f"**{_(activity.name)}** · :blue[**{_('+{gain} points').format(gain=points(step.gain))}**] "
                + ngettext(
                    "({low} to {high}) on average, for {minutes:.0f} minutes a week each; {people} has room to grow",
                    "({low} to {high}) on average, for {minutes:.0f} minutes a week each; {people} have room to grow",
                    step.people,
                ).format(low=points(step.low), high=points(step.high), minutes=step.minutes, people=step.people)
            )
            st.caption(how(activity))
            if step.evidence != "rubric":
                st.caption(_("Rests on: {what}.").format(what=rests_on(step.evidence)))


def all_plans(roster: team.Roster) -> None:
    """Everybody's plan for half an hour a week, to take along."""
    own_minutes = actions.kept_minutes("team.own_minutes")
    st.download_button(
        _("Everybody's plan as a workbook"),
        # made on a click, where there is no session
        data=roster.asked(partial(as_workbook, roster.people, load(), fit=roster.scores.fit, own_minutes=own_minutes)),
        file_name="ssi-coach-plans.xlsx",
        on_click="ignore",
        icon=":material/download:",
        help=_("At most three habits each, for 30 minutes a week."),
    )


def _no_advice(people: pd.DataFrame) -> str:
    if people["known"].any():
        return _(
            "Nothing that is counted here raises the mean further: either it earns all of its points already, or your team's data say it goes with no higher score. Counting more activities may show a way."
        )
    return _(
        "This sheet has LinkedIn's scores but no activities. Start counting comments, posts and people searches a week: with these, you get advice for the team and for each person."
    )


def leaderboard(people: pd.DataFrame, original: pd.DataFrame) -> None:
    """Everybody's total, best first; a click opens the person."""
    picture = leaderboard_chart(people, dark=chart.dark(), rubric=load())
    with st.container(height=SCREEN if len(people) > SCREENFUL else "content"):
        event = chart.show(picture, key="team.leaderboard", on_select="rerun")
    open_clicked(event, original)


def groups(board: pd.DataFrame) -> None:
    """Groups beside each other by their mean per active person."""
    names = {
        GROUP: _("Group"), "people": _("People"), "active": _("Active"),
        "mean": st.column_config.ProgressColumn(_("Mean per active person"), min_value=0, max_value=100, format="%.1f"),
    }  # fmt: skip
    st.dataframe(board, hide_index=True, column_config=names, alt=_("Groups by their mean per active person"))
