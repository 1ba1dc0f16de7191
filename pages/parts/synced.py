"""Widgets that show what is kept: a change by the visitor is written, one from elsewhere is shown.

The session remembers what of the store it has seen. Only a widget that differs from that was changed by the visitor,
also where the store could not be written then, or where the change came with the first run of a new session.
"""

from collections.abc import Hashable

import streamlit as st


def show(key: str, kept: Hashable) -> None:
    """To be called before the widget is drawn."""
    seen = _seen(key)
    if key not in st.session_state or (seen in st.session_state and not has_changed(key)):
        st.session_state[key] = st.session_state[seen] = kept
    else:
        st.session_state.setdefault(seen, kept)


def has_changed(key: str) -> bool:
    """Whether the visitor has changed the widget since it showed what is kept."""
    return st.session_state[key] != st.session_state[_seen(key)]


def is_kept(key: str) -> None:
    """To be called once the change is written."""
    st.session_state[_seen(key)] = st.session_state[key]


def _seen(key: str) -> str:
    return f"{key}.seen"
