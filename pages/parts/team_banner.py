"""Names the team in use at the top of a team page, or offers ways to open one."""

import streamlit as st

from pages.parts import site, team
from ssi_core.i18n import _
from ssi_core.samples import TEAMS


def on_show() -> team.Roster:
    """The team on show; without one the page ends here with two ways on."""
    roster = team.roster()
    if roster is None:
        st.markdown(_("There is no team yet. Bring your own sheet, or look at a made-up team first."))
        with st.container(horizontal=True):
            if st.button(_("Bring my team's sheet"), type="primary"):
                site.go(site.UPLOAD)
            if st.button(_("Show me a sample")):
                team.open_sample(TEAMS[0])
                st.rerun()
        st.stop()
    with st.spinner(_("Working out the scores …")):
        _worked_out = roster.advice
    in_use(roster)
    return roster


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
