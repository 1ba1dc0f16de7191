"""Where a visitor's history is kept, who they are, and what is left when they go."""

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.runtime.context import StreamlitHeaders
from streamlit.testing.v1 import AppTest

from pages.parts import kept
from ssi_core.store import erase
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.faults import FULL, fault
from tests.pages.conftest import click, run, texts
from tests.pages.visitors import arrive, claims, visited

OUT = {"is_logged_in": False}
DAY = 24 * 60 * 60
NOWHERE = "Nothing you enter is stored"


def data_page(user: dict[str, object]) -> AppTest:
    return arrive(user, "about/data.py")


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """reached(Host=…): the place of a visitor whose browser sends these headers."""

    def visit(**headers: str) -> str:
        sent = StreamlitHeaders([(name.replace("_", "-"), value) for name, value in headers.items()])
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.headers", sent)
        return kept.place()

    return visit


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501"])
def test_on_this_computer_what_is_kept_stays_there(reached: Callable[..., str], host: str):
    assert reached(Host=host, Origin=f"http://{host}") == "computer"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "coach.example"},
        {"Host": "localhost:8501", "X_Forwarded_For": "192.0.2.7"},
        {"Host": "localhost:8501", "Via": "1.1 proxy"},
        {"Host": "localhost:8501", "Origin": "https://coach.example"},
    ],
    ids=lambda headers: " ".join(headers) or "none",
)
def test_whoever_may_come_from_elsewhere_keeps_nothing(reached: Callable[..., str], headers: dict[str, str]):
    assert reached(**headers) == "session"


@pytest.mark.parametrize(("comes_from", "place"), [(None, "computer"), ("192.0.2.7", "session")])
def test_a_workshop_s_server_is_the_computer_s_for_whoever_sits_at_it(
    reached: Callable[..., str], monkeypatch: pytest.MonkeyPatch, comes_from: str | None, place: str
):
    here = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}
    monkeypatch.setattr(st, "get_option", {"server.address": "0.0.0.0"}.get)
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", comes_from)
    assert reached(**here) == "session"
    monkeypatch.setenv("SSI_WORKSHOP", "1")
    assert reached(**here) == place
    assert reached(**here, X_Forwarded_For="127.0.0.1") == "session"


def test_a_room_s_store_is_the_server_s_for_everybody(reached: Callable[..., str]):
    assert reached(Host="coach.example") == "session"
    assert kept.shared() is kept.shared()
    assert kept.shared() is not kept.store()


def test_signed_in_it_is_the_account_s():
    app = arrive(OUT)
    assert NOWHERE in texts(app)
    assert [button.label for button in app.sidebar.button] == ["Sign in"]
    app = arrive(claims())
    assert "stored, in your account" in texts(app)
    assert app.sidebar.text[0].value == "Signed in as 1"


def test_each_provider_has_its_button():
    app = arrive(OUT)
    app.secrets = {"auth": {"redirect_uri": "x", "google": {"client_id": "x"}, "okta": {"client_id": "x"}}}
    assert [button.label for button in run(app).sidebar.button] == ["Sign in with Google", "Sign in with Okta"]


def test_sign_in_that_is_not_set_up_is_said_in_words():
    assert "isn't set up completely" in click(arrive(OUT), "Sign in").error[0].value


def test_without_the_packages_for_it_sign_in_names_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages.parts.account.NEEDED", ("no_such_package",))
    assert "streamlit[auth]" in click(arrive(OUT), "Sign in").error[0].value


@pytest.mark.parametrize(
    "user",
    [claims(age=kept.SIGNED_IN_DAYS * DAY + 1), claims(iat=None), claims(iat=True), claims(sub=""), claims(iss=None)],
    ids=["too long ago", "no time", "no time at all", "nobody", "from nowhere"],
)
def test_a_sign_in_that_holds_no_longer_is_none(user: dict[str, object]):
    app = arrive(user)
    assert NOWHERE in texts(app)
    assert "Your sign-in has ended" in texts(app)


def test_a_week_later_one_is_still_signed_in():
    assert "in your account" in texts(arrive(claims(age=7 * DAY)))


def test_signing_out_leaves_nothing_in_the_session_and_ends_the_other_tabs():
    user = claims("out", nonce="n")
    tab, other = (arrive(user, team="team", sample="writer") for _n in range(2))
    assert tab.session_state["team.roster"]
    click(tab, "Sign out")
    for app in (tab, visited(other, user)):
        assert "team.roster" not in app.session_state
        assert "sample" not in app.query_params
    assert "Your sign-in has ended" in texts(other)
    assert "in your account" in texts(arrive(claims("out", nonce="next")))


def test_another_account_finds_nothing_of_the_one_before():
    app = arrive(claims("first"), team="team")
    assert app.session_state["team.roster"]
    assert "team.roster" not in visited(app, claims("second")).session_state


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({"email": "Ana@example.org", "email_verified": True}, "ana@example.org"),
        ({"email": "ana@example.org", "xms_edov": "1"}, "ana@example.org"),
        ({"email": "ana@example.org", "email_verified": "true"}, None),
        ({"email": "ana@example.org"}, None),
        ({"email_verified": True}, None),
    ],
)
def test_only_an_address_that_was_verified_counts(said: dict[str, object], address: str | None):
    app = data_page(claims(str(said), **said))
    assert app.session_state["kept.account"][1].email == address


def test_an_account_that_is_gone_begins_anew_on_the_next_run():
    app = data_page(claims("gone"))
    erase.everything(Store(), before := app.session_state["kept.account"][1])
    assert not run(app).error
    after = app.session_state["kept.account"][1]
    assert (after.subject, after.id != before.id) == (before.subject, True)


def test_a_database_that_does_not_open_is_said_and_tried_again(monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as broken:
        broken.setattr(kept, "default_url", lambda: "sqlite:////proc/no/such/folder/history.db")
        app = data_page(claims("unlucky"))
        assert "What you keep lies in your account" in texts(app)
        assert app.error
    assert not run(app).error
    assert app.metric


@pytest.mark.parametrize(("refusal", "calm"), [(fault(FULL), True), (NotAllowed("No longer."), False)])
def test_only_a_fault_of_the_database_needs_to_say_that_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, refusal: StoreError, calm: bool
):
    def broken():
        raise refusal

    monkeypatch.setattr(kept, "store", broken)
    said = data_page(claims()).error[0].value
    assert (str(refusal) in said, "Nothing you entered on this page is lost" in said) == (True, calm)


def test_names_in_a_fault_stay_text(monkeypatch: pytest.MonkeyPatch):
    def broken():
        raise StoreError("![x](http://example.org/x.png)")

    monkeypatch.setattr(kept, "store", broken)
    assert "\\!\\[x\\]" in data_page(claims()).error[0].value
