"""What was done last, said once at the top of the next run."""

import streamlit as st

from pages.parts.text import as_it_stands

_TOLD = "notice.told"


def tell(words: str, *, good: bool = True) -> None:
    """Say this at the next `show`."""
    st.session_state[_TOLD] = good, words


def show() -> None:
    if told := st.session_state.pop(_TOLD, None):
        good, words = told
        (st.success if good else st.error)(as_it_stands(words))
