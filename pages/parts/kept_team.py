"""Kept teams: opening one as this visitor may see it, and what a member sees of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Literal

import pandas as pd
import streamlit as st

from pages.parts import board, chart, kept, site, team
from ssi_core.charts.leaderboard import leaderboard
from ssi_core.charts.team import distribution
from ssi_core.coaching.team import by_name, groups
from ssi_core.i18n import _, ngettext
from ssi_core.intake.columns import Choice
from ssi_core.intake.team import Team
from ssi_core.rubric import load
from ssi_core.scoring.frame import DATE, PERSON, latest
from ssi_core.store import snapshots
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.rights import Account, Standing, standings
from ssi_core.store.snapshots import Snapshot
from ssi_core.wording import day

Shown = Literal["all", "totals", "own"]  # what a page shows: all that people do, everybody's totals, one's own figures
_OPENED = "kept_team.opened"  # the team that was opened last


@dataclass(frozen=True, kw_only=True)
class KeptRoster(team.Roster):
    """A kept team as the account may see it: rows in full, and everybody's totals where only these are shown."""

    tables: tuple = ()
    store: Store
    account: Account
    standing: Standing
    stamp: tuple  # changes with what may be seen
    rows: Sequence[Snapshot]
    totals: pd.DataFrame | None
    bars: Mapping[str, float] = field(default_factory=dict)

    def now(self) -> team.Roster:
        same = self.store is kept.store() and self.account == kept.account()
        stamp = snapshots.stamp(kept.store(), kept.account(), self.standing.team)
        return self if same and stamp == self.stamp else read(self.standing.team)

    @cached_property
    def team(self) -> Team:
        outcomes = tuple(dict.fromkeys(name for one in self.rows for name in one.outcomes))
        return Team(snapshots.to_frame(self.rows), (), (), outcomes, self.bars, (), ())

    @cached_property
    def key(self) -> str:
        return f"team.kept.{self.standing.team}"

    @property
    def sees_all(self) -> bool:
        return self.standing.sees_all

    @property
    def over_time(self) -> pd.DataFrame:
        return self.scores.scored if self.totals is None else self.totals

    def asked(self, data: Callable[[], bytes]) -> Callable[[], bytes]:
        return partial(_asked, data, self)

    @property
    def extent(self) -> tuple[int, date | None]:
        """How many people may be seen, and the newest day of any."""
        seen = [(one.person, pd.Timestamp(one.on)) for one in self.rows]
        if self.totals is not None:
            seen = list(self.totals[[PERSON, DATE]].itertuples(index=False, name=None))
        newest = max((day for _person, day in seen), default=None)
        return len({person for person, _day in seen}), newest.date() if newest else None

    @property
    def summary(self) -> str:
        return _summary(self.standing, *self.extent)


def _summary(team_: Standing, people: int, newest: date | None) -> str:
    seen = ngettext("{n} person", "{n} people", people).format(n=people)
    if people and not team_.sees_totals:
        seen = _("your own figures")
    facts = [team_.name, seen, _("kept {where}").format(where=kept.where())]
    return ", ".join([*facts, _("newest {day}").format(day=day(newest))] if newest else facts)


def _asked(data: Callable[[], bytes], roster: KeptRoster) -> bytes:
    """What `data` makes; on a click there is no session to ask. Raises NotAllowed."""
    snapshots.stamp(roster.store, roster.account, roster.standing.team)
    return data()


def read(team_id: int) -> KeptRoster:
    """The team as this visitor may see it now. Raises StoreError."""
    store, account = kept.store(), kept.account()
    stamp = snapshots.stamp(store, account, team_id)  # first: what changes meanwhile is then seen on the next run
    standing = next((one for one in standings(store, account) if one.team == team_id), None)
    if standing is None:
        raise NotAllowed(_("You can't see this team, or no longer."))
    totals_only = standing.sees_totals and not standing.sees_all
    return KeptRoster(
        name=standing.name,
        store=store,
        account=account,
        standing=standing,
        stamp=stamp,
        rows=snapshots.snapshots_of(store, account, team_id),
        totals=by_name(snapshots.totals(store, account, team_id)) if totals_only else None,
        bars=snapshots.bars(store, account, team_id),
    )


def open_team(team_id: int) -> None:
    """Puts the kept team on show. Raises StoreError."""
    team.show(read(team_id))
    st.session_state[_OPENED] = team_id


def opened_last(among: Sequence[Standing]) -> Standing | None:
    """The team that was opened last in this session, else the only one there is."""
    last = next((one for one in among if one.team == st.session_state.get(_OPENED)), None)
    return among[0] if last is None and len(among) == 1 else last


def all_of_them() -> list[Standing]:
    """The teams that this visitor is in. Raises StoreError."""
    return standings(kept.store(), kept.account())


def managed() -> list[Standing]:
    """Those of them that this visitor may keep something in. Raises StoreError."""
    return [one for one in all_of_them() if one.manages]


def remembered() -> dict[str, Choice]:
    """What was said of columns in the team that the next sheet probably goes to."""
    with suppress(StoreError):  # the sheet is read without; keeping it says what is wrong
        if team_ := opened_last(managed()):
            return snapshots.remembered(kept.store(), kept.account(), team_.team)
    return {}


def offer(besides: team.Roster | None = None) -> bool:
    """The kept teams but the one on show, each with a button that opens it; whether there are any."""
    on_show, others = besides.standing.team if isinstance(besides, KeptRoster) else None, []
    with kept.in_words():
        others = [one for one in all_of_them() if one.team != on_show]
        if others:
            st.subheader(_("Kept teams") if on_show is None else _("Other kept teams"))
        extents = snapshots.extents(kept.store(), kept.account())
        for one in others:
            _offer(one, *extents.get(one.team, (0, None)))
    return bool(others)


def _offer(one: Standing, people: int, newest: date | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Open"), key=f"open-kept-{one.team}", icon=":material/folder_open:"):
            open_team(one.team)
            st.rerun()
        st.text(_summary(one, people, newest))


def open_the_only_one() -> None:
    """Opens the kept team where there is one and no other."""
    with suppress(StoreError):  # `offer` says what is wrong
        if len(teams := all_of_them()) == 1:
            open_team(teams[0].team)
            st.rerun()


def stop_unless_seen(roster: KeptRoster, shown: Shown) -> None:
    """Ends the page with a sentence where this visitor may not see what it shows, or nothing is kept yet."""
    may = {"all": roster.sees_all, "totals": roster.standing.sees_totals, "own": True}[shown]
    people, _newest = roster.extent
    if may and (roster.rows or (shown == "totals" and people)):
        return
    if roster.standing.manages:
        st.markdown(_("Nothing is kept in this team yet. Bring its first sheet."))
        if st.button(_("Bring my team's sheet"), type="primary"):
            site.go(site.UPLOAD)
    else:
        st.markdown(_hidden(roster))
        if roster.rows:
            site.link(site.PERSON, _("To your own figures"))
        if roster.standing.sees_totals:
            site.link(site.OVERVIEW, _("To everybody's totals"))
    st.stop()


def _hidden(roster: KeptRoster) -> str:
    if roster.sees_all:
        return _("Nothing is kept in this team yet.")
    if not roster.rows and roster.standing.person is None:
        nobody = _("You aren't linked with a person of this team yet. Its owner does that under “Who may see what”.")
    else:
        nobody = ""
    words = (
        _(
            "Members of this team see everybody's total. What people do, and what follows from it, is shown to its managers."
        )
        if roster.standing.sees_totals
        else _("Members of this team see their own figures. The others' are shown to its managers.")
    )
    return f"{words} {nobody}".strip()


def totals_board(roster: KeptRoster) -> None:
    """Everybody's newest total, for members who may see no more."""
    people = latest(roster.totals)
    people = people.assign(known=people["total"].notna().astype(float))  # how much, isn't told
    board.figures(people)
    st.caption(_hidden(roster))
    board.choose_names()
    left, right = st.columns([1, 1.3], gap="medium")
    with left:
        st.subheader(_("People in each band"))
        chart.show(distribution(people, dark=chart.dark(), rubric=load()))
    with right:
        st.subheader(_("Who stands where"))
        chart.show(leaderboard(board.named(people), dark=chart.dark(), rubric=load()))
    if len(teams := groups(people)) > 1:
        st.subheader(_("Groups"))
        board.groups(teams)
    if roster.rows:
        site.link(site.PERSON, _("To your own figures"))
