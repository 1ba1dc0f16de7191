"""Names the team in use at the top of a team page, or offers ways to open one."""

import streamlit as st

from pages.parts import kept_team, site, team
from pages.parts.text import as_it_stands
from ssi_core.i18n import _
from ssi_core.samples import TEAMS


def on_show(shown: kept_team.Shown = "all") -> team.Roster:
    """The team on show; without one the page ends here with the ways on, and where its figures aren't for this visitor.

    shown: what the page shows.
    """
    roster = team.roster()
    if refusal := team.refusal():
        st.error(as_it_stands(refusal))
    if roster is None:
        _nobody_yet(may_open=not refusal)
        st.stop()
    if shown != "totals":
        work_out(roster)
    in_use(roster)
    if isinstance(roster, kept_team.KeptRoster):
        kept_team.stop_unless_seen(roster, shown)
    return roster


def work_out(roster: team.Roster) -> None:
    """Works out what takes a while, and says so."""
    if roster.sees_all and not roster.team.frame.empty:
        with st.spinner(_("Working out the scores …")):
            _worked_out = roster.advice


def _nobody_yet(may_open: bool) -> None:
    """may_open: whether the only kept team opens by itself."""
    if may_open:
        kept_team.open_the_only_one()
    ways = _("Bring your own sheet, or look at a made-up team first.")
    st.markdown(ways if kept_team.offer() else f"{_('There is no team yet.')} {ways}")
    with st.container(horizontal=True):
        if st.button(_("Bring my team's sheet"), type="primary"):
            site.go(site.UPLOAD)
        if st.button(_("Show me a sample")):
            team.open_sample(TEAMS[0])
            st.rerun()


def in_use(roster: team.Roster) -> None:
    """The data in use, with a way to change it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if roster.sample:
            st.badge(_("Sample"), icon=":material/science:")
        st.text(roster.summary)
        if st.session_state["address"] != site.UPLOAD.address and st.button(
            _("Change the data"), type="tertiary", icon=":material/edit:"
        ):
            site.go(site.UPLOAD)
