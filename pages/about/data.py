"""What is kept of the visitor, and where; to take along, to bring back, to keep for so long, to delete."""

import streamlit as st

from pages.parts import data, kept, notice
from ssi_core.i18n import _
from ssi_core.store.rights import standings

st.title(_("Your data"))
st.markdown(kept.said())
notice.show()
with kept.in_words():
    store, account, own = kept.store(), kept.account(), kept.own()
    teams = standings(store, account)
    data.what_is_kept(own, teams)
    st.header(_("Take it along"))
    data.download()
    st.header(_("Bring it back"))
    data.bring_back()
    if kept.place() == "session":
        st.stop()
    st.header(_("Keep for"))
    data.keep_for(own, teams)
    st.header(_("Delete"))
    data.delete(own, teams)
