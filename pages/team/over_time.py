"""The team over months: how the mean moves, who moved, this quarter's board, who has gone quiet."""

import streamlit as st

from pages.parts import board, over_time, team_banner
from ssi_core.i18n import _

st.title(_("The team over time"))
roster = team_banner.on_show("totals")
found = over_time.found(roster)
board.choose_names()
names = over_time.names_of(roster)

st.header(_("How the mean moves"))
over_time.trend(found, names)
st.header(_("Who moved"))
over_time.movers(found, names, roster)
left, right = st.columns([1.2, 1], gap="medium")
with left:
    st.header(_("This quarter"))
    over_time.quarter(found, names)
with right:
    st.header(_("Gone quiet"))
    over_time.quiet(found, names, roster)
over_time.groups(found)
