"""The router: page config, the list of pages, and the draft that travels in the address."""

from pathlib import Path

import streamlit as st

from pages.parts import account, kept, me, present, site, style, team

ICON = Path(__file__).parent / "parts" / "icon.png"  # a Material icon here would be fetched from another host

st.set_page_config(page_title="SSI Coach", page_icon=str(ICON), layout="wide")
st.logo(str(ICON), size="large")
page = st.navigation(site.sections())
kept.settle()
account.in_sidebar()
for part in (me, team, present):
    part.restore_from_address()
    part.keep_in_address()
style.apply(large=present.on())
present.in_sidebar()
st.session_state["address"] = page.url_path
page.run()
