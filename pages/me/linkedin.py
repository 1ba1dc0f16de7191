"""Bring the files LinkedIn hands its members: drop them, see what was read and what could not be seen."""

import streamlit as st

from pages.parts import linkedin, me, own_score, site
from ssi_core.i18n import _
from ssi_core.report.member import is_of_use
from ssi_core.samples import MEMBER

st.title(_("LinkedIn data"))
st.markdown(
    _(
        "LinkedIn gives every member a copy of their data. Drop it here: what you did is counted instead of guessed, and you see what these files can't show."
    )
)

if (files := me.files()) is None:
    linkedin.drop_zone()
    if st.button(_("Try it with a sample"), icon=":material/science:"):
        me.show_persona(MEMBER.id)
        st.rerun()
    linkedin.how_to_get_them(expanded=True)
    own_score.enter()
    st.stop()

linkedin.in_use()
linkedin.refused(files.ledger)
of_use = is_of_use(files.ledger)
if of_use:
    linkedin.summary(files)
    if st.button(_("See my score"), type="primary", icon=":material/speed:"):
        me.show_own()
        site.go(site.SCORE)
    st.header(_("What we read"))
    linkedin.choose_period()
    linkedin.what_was_read(files.measured)
    linkedin.charts(files.ledger)
    linkedin.files(files.ledger)
with st.expander(_("Add more files"), icon=":material/upload_file:", expanded=not of_use):
    linkedin.drop_zone()
linkedin.how_to_get_them()
if not me.sample_files():
    own_score.enter()
