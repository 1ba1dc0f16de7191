"""Signing in and out, quietly in the sidebar, on servers that have a provider for it."""

from collections.abc import Mapping
from importlib.util import find_spec

import streamlit as st
from streamlit.errors import StreamlitAuthError

from pages.parts import kept
from ssi_core.i18n import _

NEEDED = ("authlib", "httpx")


def in_sidebar() -> None:
    """Who is signed in, with the way out; or the way in."""
    if not kept.can_sign_in():
        return
    with st.sidebar.container(key="account"):
        if kept.place() == "account":
            _signed_in()
        else:
            _not_signed_in()


def sign_out() -> None:
    """Leaves nothing of the account in the session, and goes to the start page."""
    kept.end_sign_in()
    kept.settle()
    st.logout()


def _signed_in() -> None:
    st.text(_("Signed in as {name}").format(name=kept.name()))
    if st.button(_("Sign out"), icon=":material/logout:", type="tertiary"):
        sign_out()


def _not_signed_in() -> None:
    if kept.sign_in_has_ended():
        st.caption(_("Your sign-in has ended. Please sign in again."))
    else:
        st.caption(_("Keep your history and see your teams. Save first what you have entered: it isn't taken along."))
    for provider, label in _providers().items():
        if st.button(label, icon=":material/login:", key=f"account.{provider}"):
            _sign_in(provider)


def _providers() -> dict[str | None, str]:
    """What st.login takes, None for the only one, with the button's words."""
    named = [name for name, section in st.secrets.get("auth", {}).items() if _is_provider(section)]
    return {name: _("Sign in with {name}").format(name=name.title()) for name in named} or {None: _("Sign in")}


def _is_provider(section: object) -> bool:
    return isinstance(section, Mapping) and "client_id" in section


def _sign_in(provider: str | None) -> None:
    if not all(map(find_spec, NEEDED)):
        st.error(_('Signing in needs packages that this server lacks: pip install "streamlit[auth]".'))
        return
    try:
        st.login(provider)
    except StreamlitAuthError:
        st.error(_("Signing in isn't set up completely on this server. Please tell whoever runs it."))
