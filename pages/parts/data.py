"""The parts of the page on one's own data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import streamlit as st

from pages.parts import kept, notice, saved, site
from pages.parts.text import as_it_stands
from ssi_core.i18n import _
from ssi_core.report.history_book import as_workbook
from ssi_core.store import erase, members, people, plans, snapshots
from ssi_core.store.engine import database_file
from ssi_core.store.erase import Deleted
from ssi_core.store.portable import LONGEST
from ssi_core.store.rights import ROLES, Standing
from ssi_core.wording import day
from ssi_core.workshop.rooms import rooms

MEGABYTE = 1_000_000
OTHER = 0  # days, as the page's choice says it
USUAL_OTHER = 180
KEEP: Mapping[int | None, str] = {
    None: _("For ever"),
    730: _("2 years"),
    365: _("1 year"),
    90: _("90 days"),
    OTHER: _("Other"),
}


@dataclass(frozen=True)
class Deletion:
    """goes: what will be gone. do: deletes it. anew: whether this visit begins anew behind it."""

    goes: str
    do: Callable[[], Deleted]
    anew: bool = False


def what_is_kept(own: Standing, teams: Sequence[Standing]) -> None:
    """How much there is of the visitor's own, of each team and of rooms; on this computer also the file."""
    store, account = kept.store(), kept.account()
    held = rooms(store, account)
    counts = {
        _("Your snapshots"): len(snapshots.snapshots_of(store, account, own.team)),
        _("Your plans"): len(plans.plans_of(store, account, own.person)),
        _("Weeks you checked in"): plans.check_ins_of(store, account, own.person)["week"].nunique(),
        _("Teams you are in"): len(teams),
        _("Rooms of workshops"): len(held),
    }
    with st.container(horizontal=True, gap="large"):
        for label, n in counts.items():
            st.metric(label, n, width="content")
    for team in teams:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_team_in_words(team))
            if team.role == "owner":
                _rename(team)
    if held:
        site.link(site.ROOM, _("Your rooms, each until its last day"))
    if kept.place() == "computer" and (file := database_file(store)):
        size = sum(part.stat().st_size for part in file.parent.glob(f"{file.name}*")) / MEGABYTE
        st.caption(_("All of it lies in one file, {size:.1f} MB:").format(size=size))
        st.code(str(file), language=None, wrap_lines=True)


def download() -> None:
    """Everything as a workbook to read and as a file to load again."""
    store, account = kept.store(), kept.account()
    st.markdown(
        _(
            "All you keep and the teams you manage: a workbook to read, and a file to load again, here or elsewhere. A room's figures are saved on its own page."
        )
    )
    with st.container(horizontal=True):
        saved.save(_("Save as a file"))
        st.download_button(
            _("Save as a workbook"),
            data=partial(as_workbook, store, account),
            file_name="ssi-coach-history.xlsx",
            on_click="ignore",
            icon=":material/table:",
        )


def bring_back() -> None:
    """Load a file that was saved here or elsewhere."""
    st.markdown(
        _("What is there already isn't added again. What came in can be taken back on “My progress” and “Team data”.")
    )
    saved.load()


def keep_for(own: Standing, teams: Sequence[Standing]) -> None:
    """How long figures stay, for the own history and for each team that the visitor owns."""
    mine = {team.team: team for team in (own, *_owned(teams))}
    chosen = mine[_one_of(_("Of"), {id_: _named(team) for id_, team in mine.items()}, "data.keep.of")]
    days = _days(chosen)
    if days == chosen.keep_days:
        return
    if days is not None:
        before = date.today() - timedelta(days=days)
        words = _(
            "Snapshots, check-ins and ended plans from before {day} are deleted at once, and can't be brought back."
        )
        st.warning(words.format(day=day(before)))
    if st.button(_("Keep it so"), icon=":material/schedule:"):
        erase.set_retention(kept.store(), kept.account(), chosen.team, days)
        erase.old(kept.store(), date.today())
        _tell(_("{what} is kept so from now on.").format(what=_named(chosen)))


def delete(own: Standing, teams: Sequence[Standing]) -> None:
    """One person of a team, a team, the own history, or everything; asks once, as it can't be undone."""
    if (chosen := _deletion(_owned(teams))) is None:
        return
    st.warning(f"{as_it_stands(chosen.goes)} {_('This can’t be undone: save what you want to keep first.')}")
    sure = st.checkbox(_("Yes, this can go"), key=f"data.sure.{hash(chosen.goes)}")
    if st.button(_("Delete for good"), icon=":material/delete_forever:", disabled=not sure):
        words = chosen.do().in_words
        if chosen.anew:
            kept.start_anew()
        _tell(words)


def _deletion(owned: Sequence[Standing]) -> Deletion | None:
    """What the visitor has chosen to delete; None until then."""
    store, account = kept.store(), kept.account()
    of_teams = {"person": _("One person of a team"), "team": _("A team")} if owned else {}
    kinds = of_teams | {"own": _("My own history"), "everything": _("Everything of mine")}
    kind = st.selectbox(_("What"), kinds, None, format_func=kinds.get, placeholder=_("Nothing"), key="data.delete")
    if kind == "own":
        goes = _("Your snapshots, plans and check-ins go, and this visit begins anew. Teams and rooms stay.")
        return Deletion(goes, partial(erase.own, store, account), anew=True)
    if kind == "everything":
        goes = _("Your own history goes, and with it your rooms and every team that nobody else owns.")
        signed_out = _("You are then signed out.") if kept.place() == "account" else ""
        return Deletion(f"{goes} {signed_out}".strip(), _everything, anew=True)
    return _of_a_team(kind, {team.team: team.name for team in owned}) if kind else None


def _of_a_team(kind: str, names: Mapping[int, str]) -> Deletion | None:
    store, account = kept.store(), kept.account()
    team = _one_of(_("Team"), names, "data.delete.team")
    if kind == "team":
        goes = _("{team} goes with all its people, for everybody who is in it.").format(team=names[team])
        return Deletion(goes, partial(erase.team, store, account, team))
    if not (folk := people.names(store, account, team)):
        st.markdown(_("There is nobody in this team yet."))
        return None
    person = _one_of(_("Person"), folk, f"data.delete.person.{team}")
    goes = _("{person} goes from {team}, with all snapshots, plans and check-ins.")
    return Deletion(goes.format(person=folk[person], team=names[team]), partial(erase.person, store, account, person))


def _everything() -> Deleted:
    deleted = erase.everything(kept.store(), kept.account())
    kept.end_sign_in()
    return deleted


def _days(of: Standing) -> int | None:
    usual = of.keep_days if of.keep_days in KEEP else OTHER
    key = f"data.keep.{of.team}.{of.keep_days}"
    days = _one_of(_("Keep for"), {days: _(words) for days, words in KEEP.items()}, key, usual)
    return (
        days if days != OTHER else st.number_input(_("Days"), 1, LONGEST, of.keep_days or USUAL_OTHER, key=f"{key}.n")
    )


def _one_of(label: str, options: Mapping[Any, str], key: str, usual: Any = None) -> Any:
    """The key of one of these options, by its words."""
    ids = list(options)
    index = ids.index(usual) if usual in options else 0
    return st.selectbox(label, ids, index=index, format_func=options.get, key=key)


def _rename(team: Standing) -> None:
    with st.popover(_("Rename"), type="tertiary"):
        name = st.text_input(_("Name of the team"), team.name, key=f"data.name.{team.team}.{team.name}")
        if st.button(_("Rename it"), key=f"data.rename.{team.team}", disabled=name == team.name):
            members.rename(kept.store(), kept.account(), team.team, name)
            _tell(_("{before} is now called {name}.").format(before=team.name, name=name.strip()))


def _team_in_words(team: Standing) -> str:
    """The team's name, the visitor's role and, for those who manage it, how much it holds."""
    words = f"{team.name} · {_(ROLES[team.role])}"
    if not team.manages:
        return words
    rows = sum(entry.rows for entry in snapshots.history(kept.store(), kept.account(), team.team) if not entry.undone)
    folk = len(people.names(kept.store(), kept.account(), team.team))
    return _("{words} · {people} people, {rows} rows").format(words=words, people=folk, rows=rows)


def _owned(teams: Iterable[Standing]) -> list[Standing]:
    return [team for team in teams if team.role == "owner"]


def _named(of: Standing) -> str:
    return _("My own history") if of.personal else of.name


def _tell(words: str) -> None:
    notice.tell(words)
    st.rerun()
