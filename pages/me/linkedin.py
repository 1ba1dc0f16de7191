"""Bring the files LinkedIn hands its members: drop them, see what was read and what could not be seen."""

import streamlit as st

from pages.parts import linkedin, me, own_score
from ssi_core.i18n import _
from ssi_core.report.member import is_of_use
from ssi_core.samples import MEMBER

st.title(_("LinkedIn data"))
st.markdown(
    _(
        "LinkedIn gives every member a copy of their data. Drop it here: what you did is counted instead of guessed, and you see what these files can't show."
    )
)

files = me.files()
if files:
    linkedin.refused(files.ledger)
if files is None or not is_of_use(files.ledger):
    linkedin.drop_zone()
    if st.button(_("Try it with a sample"), icon=":material/science:"):
        me.show_persona(MEMBER.id)
        st.rerun()
    linkedin.how_to_get_them(expanded=True)
    own_score.enter()
    if me.own_score():
        linkedin.to_score()
    st.stop()

linkedin.in_use(files)
linkedin.where_more_is(files.ledger)
if files.measured.activities or files.ledger.official:
    linkedin.to_score()
linkedin.add_more()
st.header(_("What we read"))
if len(files.ledger.events):
    linkedin.choose_period()
linkedin.what_was_read(files.measured)
linkedin.charts(files.ledger)
linkedin.files(files.ledger)
linkedin.how_to_get_them()
if not me.sample_files():
    own_score.enter()
