"""A team over time in words and pictures: the trend, who moved, the quarter's board, who has gone quiet, groups."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from pages.parts import board, chart, site, team
from ssi_core.charts.outcomes import signed
from ssi_core.charts.over_time import group_trends
from ssi_core.charts.over_time import movers as movers_chart
from ssi_core.charts.over_time import trend as trend_chart
from ssi_core.charts.progress import SOURCE_NAMES
from ssi_core.charts.progress import course as course_chart
from ssi_core.coaching.over_time import OverTime
from ssi_core.coaching.over_time import over_time as over_time_of
from ssi_core.coaching.progress import NEWS, progress
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load
from ssi_core.scoring.frame import DATE, GROUP, PERSON
from ssi_core.wording import day, points

WEEKS = (4, 13, 26)  # to look back over
LISTED = 5  # people a sentence names
SHOWN = 8  # of those who moved up, and of those who moved down, in the picture

NO_CHECK_INS = pd.DataFrame(
    {"week": pd.Series(dtype="datetime64[s]"), "activity": "", "amount": 0.0, "planned": 0.0}, index=[]
)

Names = Mapping[str, str]  # what each person is called on this board


def found(roster: team.Roster) -> OverTime:
    """What became of the team up to today, of a sample up to its newest day; one day alone ends the page in words."""
    over_time = over_time_of(roster.over_time, _today(roster), load())
    if over_time.rows["period"].nunique() < 2:
        _one_day_only(roster, over_time)
        st.stop()
    return over_time


def _today(roster: team.Roster) -> date:
    newest = roster.over_time[DATE].max()
    return newest.date() if roster.sample and pd.notna(newest) else date.today()


def _one_day_only(roster: team.Roster, over_time: OverTime) -> None:
    words = _("Only one day is known so far.") if len(over_time.rows) else _("These rows have no dates.")
    more = _(
        "With the sheet of another week you see here how the mean moves, who moves most, this quarter's board, and who has gone quiet."
    )
    how = _("Keep this sheet on “Team data”, and drop the next one there.") if roster.tables else ""
    st.markdown(f"{words} {more} {how}".strip())
    with st.container(horizontal=True):
        if st.button(_("To the team's data"), type="primary"):
            site.go(site.UPLOAD)
        if st.button(_("Show me a sample over 26 weeks")):
            team.open_sample(team.PANEL)
            st.rerun()


def course(roster: team.Roster, person: str) -> None:
    """A section on one person's totals over time; nothing where only one day is known."""
    rows = roster.scores.scored[roster.scores.scored[PERSON] == person]
    if rows[DATE].nunique() > 1:
        st.header(_("Over time"))
        chart.show(course_chart(progress(rows, NO_CHECK_INS, _today(roster), load()), dark=chart.dark()))


def names_of(roster: team.Roster) -> Names:
    """What people are called here, the same as on the team's other pages."""
    return board.called(roster.over_time)


def trend(over_time: OverTime, names: Names) -> None:
    """Where the mean stands, how it moved for those who can be compared, and its course."""
    for source, kind in SOURCE_NAMES.items():
        means = over_time.mean[over_time.mean["source"] == source]
        if len(means):
            st.text(_mean(means.iloc[-1], kind, over_time))
    chart.show(trend_chart(over_time, names, dark=chart.dark(), rubric=load()))


def _mean(newest: pd.Series, kind: str, over_time: OverTime) -> str:
    """ "LinkedIn's own: 43.1 on average of 12 active people. …" """
    active = ngettext("{n} active person", "{n} active people", newest["active"]).format(n=newest["active"])
    said = [_("{kind}: {mean} on average of {active}.").format(kind=kind, mean=points(newest["mean"]), active=active)]
    if newest["carried"]:
        words = ngettext(
            "{n} of them counts with an earlier row.", "{n} of them count with earlier rows.", newest["carried"]
        )
        said.append(words.format(n=newest["carried"]))
    since = day(over_time.quarter_board.since, over_time.today)
    period = {"week": _("the week before"), "month": _("the month before"), "date": _("the date before")}[over_time.by]
    changes = [
        _alike(newest["change"], newest["both"], period),
        _alike(*over_time.quarter_board.mean(newest["source"]), since),
    ]
    if any(changes):
        said.append(_("Like for like: {changes}.").format(changes=", ".join(filter(None, changes))))
    return " ".join(said)


def _alike(change: float, people: int, since: str) -> str:
    """The mean change of people with a score on both sides; "" where there are none."""
    words = ngettext("{change} since {since} ({n} person)", "{change} since {since} ({n} people)", people)
    return words.format(change=signed(change, plus="+"), since=since, n=people) if people else ""


def movers(over_time: OverTime, names: Names, roster: team.Roster) -> None:
    """Who moved since a day that is chosen, and how far; a click opens the person where that may be seen."""
    newest, oldest = over_time.rows[DATE].max(), over_time.rows[DATE].min()
    back = [weeks for weeks in WEEKS if newest - timedelta(weeks=weeks) >= oldest] or [0]
    weeks = _weeks_back(back)
    moved = over_time.movers((newest - timedelta(weeks=weeks) if weeks else oldest).date())
    st.text(_moved(moved, names))
    if unlike := moved.loc[~moved["same_answers"], PERSON].tolist():
        words = _("More or less is known than before of {people}: their estimates moved by that, too.")
        st.text(words.format(people=_listed(unlike, names)))
    shown = pd.concat([moved.head(SHOWN), moved[SHOWN:].tail(SHOWN)])
    picture = movers_chart(shown.assign(**{PERSON: shown[PERSON].map(names)}), dark=chart.dark())
    event = chart.show(picture, key="team.movers", on_select="rerun" if roster.sees_all else "ignore")
    if roster.sees_all:
        board.open_clicked(event, roster.people)


def _weeks_back(choices: Sequence[int]) -> int:
    """The weeks to look back over, 0 for all there are."""
    if len(choices) == 1:
        st.text(_("Compared with {when}.").format(when=_ago(choices[0])))
        return choices[0]
    return st.segmented_control(
        _("Compared with"), choices, default=choices[0], required=True, key="team.over_time.back",
        persist_state="session", format_func=_ago,
    )  # fmt: skip


def _ago(weeks: int) -> str:
    return _("{n} weeks ago").format(n=weeks) if weeks else _("the beginning")


def _moved(moved: pd.DataFrame, names: Names) -> str:
    if moved.empty:
        return _("Nobody has a score on both sides of that day.")
    up, down = (moved[moved["news"] == way] for way in ("up", "down"))
    still = len(moved) - len(up) - len(down)
    said = [
        words.format(people=_changes(some, names))
        for words, some in ((_("Up: {people}."), up), (_("Down: {people}."), down[::-1]))
        if len(some)
    ]
    if still:
        rest = ngettext("{n} person moved", "{n} people moved", still).format(n=still)
        said.append(_("{people} by less than {news:g} points, which is no news.").format(people=rest, news=NEWS))
    return " ".join(said)


def _changes(some: pd.DataFrame, names: Names) -> str:
    """ "Ada +6.2, Ben +3.0 and 4 more" """
    first = [f"{names[one.person]} {signed(one.change, plus='+')}" for one in some.head(LISTED).itertuples()]
    return _and_more(first, len(some))


def _listed(people: Sequence[str], names: Names) -> str:
    return _and_more([names[person] for person in people[:LISTED]], len(people))


def _and_more(first: Sequence[str], of: int) -> str:
    listed = ", ".join(first)
    return _("{listed} and {n} more").format(listed=listed, n=of - len(first)) if of > len(first) else listed


def quarter(over_time: OverTime, names: Names) -> None:
    """This quarter's board, from nought for everybody."""
    found = over_time.quarter_board
    since = day(found.since, over_time.today)
    st.caption(_("Points since {day}. Every quarter begins anew, so whoever starts low can lead.").format(day=since))
    if found.ranked.empty:
        st.text(_("Nobody has a score from before and one from this quarter yet."))
    else:
        ranked = found.ranked.assign(**{PERSON: found.ranked[PERSON].map(names)})
        _board(ranked)
    for words, people in (
        (_("New this quarter: {people}."), found.new),
        (_("Not seen yet this quarter: {people}."), found.unseen),
    ):
        if people:
            st.text(words.format(people=_listed(people, names)))


def _board(ranked: pd.DataFrame) -> None:
    mixed = ["source"] if ranked["source"].nunique() > 1 else []
    whole = {"before": _("Then"), "now": _("Now")}
    st.dataframe(
        ranked.assign(source=ranked["source"].map(SOURCE_NAMES)),
        hide_index=True,
        height="content" if len(ranked) <= board.SCREENFUL else board.SCREEN,
        column_order=["rank", PERSON, "change", "before", "now", *mixed],
        column_config={name: st.column_config.NumberColumn(title, format="%.0f") for name, title in whole.items()}
        | {
            "rank": _("Place"), PERSON: _("Person"), "source": _("Score"),
            "change": st.column_config.NumberColumn(_("Points"), format="%+.1f"),
        },
        alt=_("Everybody's change this quarter, most points first"),
    )  # fmt: skip


def quiet(over_time: OverTime, names: Names, roster: team.Roster) -> None:
    """Who has gone quiet, since when, and what to do; a click opens the person where that may be seen."""
    if over_time.quiet.empty:
        st.text(_("Nobody: everybody's figures came in, and nobody does much less than usual."))
        return
    st.caption(_("A reason to ask, not a judgement: holidays, a new territory or a broken export look the same."))
    for place, one in enumerate(over_time.quiet.itertuples()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_why(one, names[one.person], over_time.today))
            if roster.sees_all and st.button(
                _("Open"), key=f"team.quiet.{place}", type="tertiary", icon=":material/person:"
            ):
                team.choose(one.person)
                site.go(site.PERSON)


def _why(one, name: str, today: date) -> str:
    since = day(one.since.date(), today)
    if one.why == "no row":
        words = _("{name}: no figures since {day}. Ask whether they still come in, and whether all is well.")
        return words.format(name=name, day=since)
    words = _(
        "{name}: since the week of {day} about {share:.0%} of the usual. Ask what got in the way, and agree on one small habit to start with."
    )
    return words.format(name=name, day=since, share=one.share)


def groups(over_time: OverTime) -> None:
    """Each group's mean per active person over time; nothing where there are no groups to compare."""
    if over_time.groups[GROUP].nunique() > 1:
        st.header(_("Groups"))
        chart.show(group_trends(over_time, dark=chart.dark()))
