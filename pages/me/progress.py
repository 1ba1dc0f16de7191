"""To come."""

import streamlit as st

from ssi_core.i18n import _

st.title(_("Your progress"))
