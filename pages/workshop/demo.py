"""Samples for a trainer: five made-up people and the made-up teams, one click each."""

import streamlit as st

from pages.parts import me, site, team
from ssi_core.i18n import _
from ssi_core.samples import TEAMS, personas

st.title(_("Samples and personas"))
st.markdown(_("Made-up people and teams to show in a room. One click opens each; nothing of yours is touched."))

st.header(_("Five people"))
for persona in personas():
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_(persona.name)}** · {_(persona.story)}", width="stretch")
        if st.button(_("Show the score"), key=f"persona-{persona.id}"):
            me.show_persona(persona.id)
            site.go(site.SCORE)

st.header(_("Teams"))
for sample in TEAMS:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_(sample.name)}** · {_(sample.description)}", width="stretch")
        if st.button(_("Open the team"), key=f"team-{sample.id}"):
            team.open_sample(sample)
            site.go(site.OVERVIEW)
