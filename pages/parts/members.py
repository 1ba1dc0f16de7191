"""The parts of the page on rights. The store decides what is allowed; a widget that is off only saves a refusal."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.parts import kept
from ssi_core.i18n import _
from ssi_core.store import members, people
from ssi_core.store.members import Member
from ssi_core.store.place import Place
from ssi_core.store.rights import PRIVACY, ROLES, Account, Privacy, Role, Standing

_CHANGED = "members.changed"  # the team, a member as it was, and what became of it
SEEN: Mapping[Privacy, str] = {
    "all": _("Members see everybody's score, activities and results."),
    "totals": _("Members see everybody's total, and all of their own."),
    "managers": _("Members see their own figures and nobody else's."),
}
MAY: Mapping[Role, str] = {
    "owner": _("sees and changes all, these rights included"),
    "manager": _("sees all, brings sheets and takes them back"),
    "member": _("sees what the setting above allows"),
}


def without_accounts(place: Place) -> None:
    """What there is to say where nobody has signed in."""
    if place == "computer":
        st.markdown(
            _(
                "There are no accounts here: everything that is kept belongs to whoever uses this computer, and nobody can reach it from elsewhere."
            )
        )
        st.markdown(_("To share a team with others, run the app on a server with sign-in. The README says how."))
    elif kept.can_sign_in():
        st.markdown(_("Sign in, in the sidebar, to see the teams you are in and to say who may see yours."))
    else:
        st.markdown(
            _("Nothing is stored on this server, so there is nothing that others could see. There are no accounts.")
        )
        st.markdown(_("Whoever runs the server can set up sign-in. The README says how."))


def own_address(account: Account) -> None:
    """Says when invitations can't reach this account."""
    if account.email is None:
        st.info(
            _("Your provider doesn't confirm that your e-mail address is yours, so invitations to it don't reach you.")
        )


def what_i_see(teams: Sequence[Standing]) -> None:
    """The teams in which the visitor is a member only."""
    for team in teams:
        if not team.manages:
            seen = _("You see everybody's figures.") if team.sees_all else _("You see your own figures and all totals.")
            st.text(f"{team.name}: {seen if team.sees_totals else _('You see your own figures only.')}")


def choose(managed: Sequence[Standing]) -> Standing:
    """The team to look at; two of one name are told apart by their order."""
    by_id = {team.team: team for team in managed}
    chosen = st.selectbox(_("Team"), by_id, format_func=lambda id_: by_id[id_].name, key="members.team")
    return by_id[chosen]


def notice(team: Standing) -> None:
    """What was changed last, with the way back."""
    changed = st.session_state.get(_CHANGED)
    if not changed or changed[0] != team.team:
        return
    _team, before, words = changed
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(words)
        if before and before.email and st.button(_("Undo"), type="tertiary", icon=":material/undo:"):
            _invite(team, before.email, before.role, before.person)
            _tell(team, None, _("It is as it was."))


def setting(team: Standing) -> None:
    """What members see; the owner's to change, at once."""
    st.header(_("What members see"))
    chosen = st.radio(
        _("What members see"),
        list(PRIVACY),
        index=list(PRIVACY).index(team.privacy),
        format_func=lambda privacy: _(PRIVACY[privacy]),
        captions=[_(SEEN[privacy]) for privacy in PRIVACY],
        key=f"members.privacy.{team.team}.{team.privacy}",
        label_visibility="collapsed",
        disabled=team.role != "owner",
    )
    st.caption(_("Owners and managers always see everything. A change counts from the very next click of a member."))
    if chosen != team.privacy:
        members.set_privacy(kept.store(), kept.account(), team.team, chosen)
        st.rerun()


def people_in_it(team: Standing) -> None:
    """The members, and for the owner the ways to change them."""
    st.header(_("Members"))
    inside = members.of_team(kept.store(), kept.account(), team.team)
    st.dataframe(
        pd.DataFrame(
            {
                _("Name"): one.name or _("Has not signed in yet"),
                _("E-mail"): one.email,
                _("Role"): _(ROLES[one.role]),
                _("In the sheets"): one.person,
            }
            for one in inside
        ),
        hide_index=True,
        alt=_("The team's members with their roles"),
    )
    if team.role != "owner":
        st.caption(_("You see this as a manager. Only an owner can change it."))
        return
    names = ["", *people.names(kept.store(), kept.account(), team.team).values()]
    left, right = st.columns(2, gap="medium")
    with left:
        _ask_in(team, names)
    with right:
        _change([one for one in inside if one.email], team, names)


def readers(team: Standing) -> None:
    """Who has seen, exported or changed the team; without figures."""
    st.header(_("Who has read it"))
    read = members.audit(kept.store(), kept.account(), team.team)
    if not read:
        st.markdown(_("Nobody has yet."))
        return
    st.dataframe(
        pd.DataFrame({_("Who"): one.by, _("What"): one.what, _("When (UTC)"): one.at} for one in read),
        hide_index=True,
        alt=_("Who has read, exported or changed the team, newest first"),
    )
    st.caption(_("That somebody has seen the team is noted once a day."))


def _ask_in(team: Standing, names: Sequence[str]) -> None:
    st.subheader(_("Invite somebody"))
    with st.form(f"members.invite.{team.team}", clear_on_submit=True, border=False):
        email = st.text_input(_("E-mail address"), max_chars=320)
        role = _role("member", "invite")
        person = _person("", names, "invite")
        st.caption(_("Nothing is sent. They see the team as soon as they sign in with this address."))
        if st.form_submit_button(_("Invite"), icon=":material/person_add:"):
            _invite(team, email, role, person)
            _tell(team, None, _("{email} is invited.").format(email=email))


def _change(inside: Sequence[Member], team: Standing, names: Sequence[str]) -> None:
    st.subheader(_("Change a member"))
    if not inside:
        st.caption(_("There is nobody with a confirmed address yet."))
        return
    by_id = {one.id: one for one in inside}
    chosen = st.selectbox(_("Who"), by_id, format_func=lambda id_: _called(by_id[id_]), key="members.who")
    one = by_id[chosen]
    role = _role(one.role, f"{one.id}.{one.role}")
    person = _person(one.person, names, f"{one.id}.{one.person}")
    with st.container(horizontal=True):
        if st.button(_("Save"), disabled=(role, person) == (one.role, one.person)):
            _invite(team, one.email, role, person)
            _tell(team, one, _("{who} is changed.").format(who=_called(one)))
        if st.button(_("Take out of the team"), icon=":material/person_remove:"):
            members.remove(kept.store(), kept.account(), team.team, one.id)
            _tell(team, one, _("{who} is out of the team.").format(who=_called(one)))


def _called(one: Member) -> str:
    return one.name or one.email


def _role(now: Role, key: str) -> Role:
    return st.selectbox(
        _("Role"),
        list(ROLES),
        index=list(ROLES).index(now),
        format_func=lambda role: f"{_(ROLES[role])}: {_(MAY[role])}",
        key=f"members.role.{key}",
    )


def _person(now: str, names: Sequence[str], key: str) -> str:
    """Which person of the team's sheets a member is."""
    return st.selectbox(
        _("Who they are in the team's sheets"),
        names,
        index=names.index(now) if now in names else 0,
        format_func=lambda name: name or _("Nobody"),
        key=f"members.person.{key}",
    )


def _invite(team: Standing, email: str, role: Role, person: str) -> None:
    members.invite(kept.store(), kept.account(), team.team, email, role, person)


def _tell(team: Standing, before: Member | None, words: str) -> None:
    st.session_state[_CHANGED] = (team.team, before, words)
    st.rerun()
