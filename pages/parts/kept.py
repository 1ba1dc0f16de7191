"""This visitor's history: where it is kept, for whom, and faults of the database as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ssi_core.store.engine import IN_MEMORY, Store, StoreError, default_url
from ssi_core.store.place import Place
from ssi_core.store.place import place as place_of
from ssi_core.store.rights import THIS_COMPUTER, Account, Standing, own_history, sign_in

_STORE, _ACCOUNT = "kept.store", "kept.account"


def place() -> Place:
    """Where what this visitor keeps lies; asked anew on each run."""
    headers, user = st.context.headers, st.user
    return place_of(
        st.get_option("server.address"),
        headers.get("Host"),
        forwarded=any(name in headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip")),
        sign_in="is_logged_in" in user,
        signed_in=bool(user.get("is_logged_in")),
    )


def store() -> Store:
    """The server's database; on an open server without sign-in one in memory, of this session alone.

    Raises StoreError where the database can't be opened; asked again on the next run.
    """
    if place() == "session":
        if _STORE not in st.session_state:
            st.session_state[_STORE] = Store(IN_MEMORY)
        return st.session_state[_STORE]
    return _opened(default_url())


@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Store:
    return Store(url)


def account() -> Account:
    """Who this visitor is to the store."""
    subject, email, name = _identity()
    known = st.session_state.get(_ACCOUNT)
    if known is None or known[0] != subject:
        known = st.session_state[_ACCOUNT] = (subject, sign_in(store(), subject, email, name))
    return known[1]


def _identity() -> tuple[str, str | None, str]:
    """Subject, verified address and name."""
    if place() != "account":
        return THIS_COMPUTER, None, ""
    user = st.user.to_dict()
    email = user.get("email") if user.get("email_verified") is True else None
    return f"{user['iss']} {user['sub']}", email, user.get("name", "")


def own() -> Standing:
    """The visitor's own history."""
    return own_history(store(), account())


@contextmanager
def in_words() -> Iterator[None]:
    """Shows a fault of the store as a sentence, and goes on behind the block; what was entered stays on the page."""
    try:
        yield
    except StoreError as fault:
        st.error(str(fault), icon=":material/cloud_off:")
