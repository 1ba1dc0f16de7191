"""This visitor's history: where it is kept and how that is said, for whom, and faults of the database as sentences."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from pages.parts.text import as_it_stands
from ssi_core.i18n import _
from ssi_core.store.engine import IN_MEMORY, Store, StoreError, default_url
from ssi_core.store.faults import Fault
from ssi_core.store.place import Place
from ssi_core.store.place import place as place_of
from ssi_core.store.rights import THIS_COMPUTER, Account, Standing, is_there, own_history, sign_in
from ssi_core.workshop import network

_STORE, _VISITOR, _ACCOUNT = "kept.store", "kept.visitor", "kept.account"
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via")
# Longer than from one weekly check-in to the next, shorter than the 30 days of Streamlit's cookie. The identity token's
# own end, mostly after an hour, says until when it may be handed in, not how long a visitor stays.
SIGNED_IN_DAYS = 10

SignIn = tuple[str, float, str | None]


def place() -> Place:
    """Where what this visitor keeps lies; asked anew on each run."""
    return place_of(
        st.get_option("server.address"),
        st.context.headers.get("Host"),
        workshop=network.is_open(),
        from_here=st.context.ip_address is None,  # Streamlit's word for a connection over loopback
        forwarded=_passed_on(),
        sign_in=can_sign_in(),
        signed_in=_claims() is not None,
    )


def where() -> str:
    """The place as the end of a sentence: "Kept …"."""
    return {
        "computer": _("on this computer"),
        "account": _("in your account"),
        "session": _("for this visit only"),
    }[place()]


def said() -> str:
    """What becomes of what this visitor keeps."""
    words = {
        "computer": _(
            "What you keep stays on this computer. While the app runs, whoever uses this computer can open it."
        ),
        "account": _("What you keep lies in your account on this server, and is there wherever you sign in."),
        "session": _("What you keep is gone when this visit ends. Save it as a file, and load it next time."),
    }
    signing_in = _("Or sign in before you close the page.") if place() == "session" and can_sign_in() else ""
    return f"{words[place()]} {signing_in}".strip()


def promise() -> str:
    """What is stored of this visitor, in a sentence for the start page."""
    return {
        "computer": _("What you enter stays on this computer, and only what you choose to keep is stored."),
        "account": _("Only what you choose to keep is stored, in your account; all else ends with your visit."),
        "session": _(
            "Nothing you enter is stored on the server: answers stay in your browser's address line, files are read and let go, and what you keep lasts for this visit."
        ),
    }[place()]


def can_sign_in() -> bool:
    """Whether the server has a provider for sign-in."""
    return "is_logged_in" in st.user


def sign_in_has_ended() -> bool:
    """Whether the browser brings a sign-in that holds no longer."""
    return bool(st.user.get("is_logged_in")) and _claims() is None


def name() -> str:
    """Who has signed in, as the provider says it; "" for nobody."""
    claims = _claims() or {}
    return str(claims.get("name") or claims.get("email") or "")


def end_sign_in() -> None:
    """Ends this sign-in in every tab that has it, also in a copy of its cookie."""
    if claims := _claims():
        _ended().add(_sign_in_of(claims))


def settle() -> None:
    """Empties the session when it no longer belongs to the same visitor; called before anything else on each run."""
    if st.session_state.setdefault(_VISITOR, _visitor()) != _visitor():
        start_anew()


def start_anew() -> None:
    """Leaves nothing of the visitor in the session and in the address."""
    st.session_state.clear()
    st.query_params.clear()
    st.session_state[_VISITOR] = _visitor()


def store() -> Store:
    """The server's database; on an open server without sign-in one in memory, of this session alone.

    Raises StoreError where the database can't be opened; asked again on the next run.
    """
    if place() == "session":
        if _STORE not in st.session_state:
            st.session_state[_STORE] = Store(IN_MEMORY)
        return st.session_state[_STORE]
    return shared()


def shared() -> Store:
    """The server's own database, whatever this visitor's place: a room is read by many. Raises StoreError as `store`."""
    return _opened(default_url())


def account() -> Account:
    """Who this visitor is to the store, signed in anew where a deletion or a restored backup has left nobody."""
    known = st.session_state.get(_ACCOUNT)
    if known is None or known[0] != _visitor() or not is_there(store(), known[1]):
        found = sign_in(store(), _subject(), _verified_address(_claims() or {}), name())
        known = st.session_state[_ACCOUNT] = (_visitor(), found)
    return known[1]


def own() -> Standing:
    """The visitor's own history."""
    return own_history(store(), account())


@contextmanager
def in_words() -> Iterator[None]:
    """Shows why the store couldn't as a sentence, and goes on behind the block; what was entered stays on the page."""
    try:
        yield
    except StoreError as refusal:
        calm = " " + _("Nothing you entered on this page is lost.") if isinstance(refusal, Fault) else ""
        st.error(as_it_stands(f"{refusal}{calm}"), icon=":material/cloud_off:")


@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Store:
    return Store(url)


@st.cache_resource(show_spinner=False)
def _ended() -> set[SignIn]:
    """The sign-ins that were ended, until the server stops."""
    return set()


def _passed_on() -> bool:
    """Whether a proxy may stand between. One that hides itself still can't hide which page a browser is on.

    Browsers always say it; a program that comes through such a proxy can say what it likes, as the README warns.
    """
    headers = st.context.headers
    here = urlsplit(headers.get("Origin") or "").netloc == headers.get("Host")
    return not here or any(name in headers for name in PASSED_ON)


def _claims() -> dict[str, Any] | None:
    """What the provider says of who has signed in; None where nobody has, or where that holds no longer."""
    claims = st.user.to_dict()
    if not claims.get("is_logged_in") or not (claims.get("iss") and claims.get("sub")):
        return None
    since = claims.get("iat")
    if not isinstance(since, int | float) or since < time.time() - SIGNED_IN_DAYS * 24 * 60 * 60:
        return None
    return None if _sign_in_of(claims) in _ended() else claims


def _sign_in_of(claims: dict[str, Any]) -> SignIn:
    """Tells one sign-in of an account from another."""
    return _subject_of(claims), claims["iat"], claims.get("nonce")


def _visitor() -> tuple[Place, str]:
    return place(), _subject()


def _subject() -> str:
    claims = _claims()
    return _subject_of(claims) if claims else THIS_COMPUTER


def _subject_of(claims: dict[str, Any]) -> str:
    return f"{claims['iss']} {claims['sub']}"


def _verified_address(claims: dict[str, Any]) -> str | None:
    """The address if the provider has made sure that it is this person's; Microsoft says so in `xms_edov`."""
    verified = claims.get("email_verified") is True or claims.get("xms_edov") in (True, "1")
    return claims.get("email") if verified else None
