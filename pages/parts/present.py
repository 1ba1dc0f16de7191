"""The presenter view: large type for a projector and the sidebar away, on every page until it is left."""

import streamlit as st

from ssi_core.i18n import _

_ON, _PARAM = "present.on", "present"


def on() -> bool:
    """Whether this session presents."""
    return st.session_state.get(_ON, False)


def switch(key: str = "present.page") -> None:
    """The button into the presenter view, or out of it."""
    label, icon = (_("Leave presenter view"), "close_fullscreen") if on() else (_("Presenter view"), "present_to_all")
    help_ = _("Large type for a projector, and the sidebar away.")
    st.button(label, key, help_, _turn, type="tertiary", icon=f":material/{icon}:")


def in_sidebar() -> None:
    """The sidebar away while presenting; its arrow brings it back, and with it the way out from every page."""
    st.set_page_config(initial_sidebar_state="collapsed" if on() else "auto")
    if on():
        with st.sidebar:
            switch("present.sidebar")


def restore_from_address() -> None:
    """Take over what the address says, at the start of a session."""
    if _ON not in st.session_state:
        st.session_state[_ON] = st.query_params.get(_PARAM) == "1"


def keep_in_address() -> None:
    """Say it in the address, so that a reload and a link keep it."""
    if on():
        st.query_params[_PARAM] = "1"
    else:
        st.query_params.pop(_PARAM, None)


def _turn() -> None:
    st.session_state[_ON] = not on()
