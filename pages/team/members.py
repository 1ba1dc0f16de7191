"""Who may see what of a team: the setting, its members, and who has read it; for those who manage it."""

import streamlit as st

from pages.parts import kept, members, site
from ssi_core.i18n import _
from ssi_core.store.rights import standings

st.title(_("Who may see what"))
place = kept.place()
if place != "account":
    members.without_accounts(place)
    st.stop()

st.markdown(_("A team you keep is yours. You decide who else sees it, and how much."))
with kept.in_words():
    teams = standings(kept.store(), kept.account())
    members.own_address(kept.account())
    members.what_i_see(teams)
    managed = [team for team in teams if team.manages]
    if not managed:
        st.markdown(_("You manage no team yet. Keep a sheet, and its team is yours."))
        site.link(site.UPLOAD)
        st.stop()
    team = members.choose(managed)
    members.notice(team)
    members.setting(team)
    members.people_in_it(team)
    members.readers(team)
