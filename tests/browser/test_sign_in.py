"""Signing in with a provider: who sees what, from when on and until when."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ssi_core.store import members, rights, snapshots
from ssi_core.store.engine import Store
from ssi_core.store.snapshots import Snapshot, Source
from tests.browser.conftest import DEVICES, watch
from tests.browser.oidc import Provider, provide
from tests.browser.server import Server, free_port, serve
from tests.browser.walks import on_page, settled, visit

OWNER = {"sub": "owner", "name": "Olga Owner", "email": "olga@example.org", "email_verified": True}
MEMBER = {"sub": "member", "name": "Milo Member", "email": "milo@example.org", "email_verified": True}
PERSON = "Kim Kept"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provide(free_port()) as running:
        yield running


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('sign-in') / 'history.db'}"


@pytest.fixture(scope="module")
def signed(provider: Provider, database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with sign-in."""
    port = free_port()
    settings = provider.secrets(tmp_path_factory.mktemp("secrets"), f"http://127.0.0.1:{port}")
    with serve("--secrets.files", str(settings), port=port, SSI_DATABASE_URL=database) as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, signed: Server, provider: Provider) -> Iterator[Callable[..., Page]]:
    """visitor(device="desktop", **headers): a page in a browser of its own; it may ask this server and the provider."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def come(device: str = "desktop", **headers: str) -> Page:
        context = browser.new_context(**DEVICES[device], base_url=signed.url, extra_http_headers=headers)
        contexts.append(context)
        watch(context, signed.url.removeprefix("http://"), complaints)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()
    assert [said for said in complaints if f"host: {provider.url}/authorize" not in said] == []


def sign_in(page: Page, provider: Provider, person: dict[str, object]) -> None:
    provider.person = person
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"Signed in as {person['name']}")).to_be_visible(timeout=30_000)
    settled(page)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=30_000)
    settled(page)


def test_who_sees_what_from_sign_in_to_sign_out(
    visitor: Callable[..., Page],
    provider: Provider,
    database: str,
    assert_accessible: Callable[[Page], None],
):
    mine = visitor("phone")
    visit(mine, "/your-data", "Your data")
    expect(mine.get_by_text("is gone when this visit ends")).to_be_visible()
    mine.get_by_test_id("stExpandSidebarButton").click()
    sign_in(mine, provider, OWNER)
    assert [query["code_challenge_method"] for query in provider.asked] == ["S256"]

    store = Store(database)
    owner = rights.sign_in(store, f"{provider.url} owner", "olga@example.org", "Olga Owner")
    team = rights.new_team(store, owner, "North").team
    snapshots.keep(store, owner, team, [Snapshot(PERSON, date(2026, 11, 16), values={"posts": 2.0})], Source("sheet"))

    visit(mine, "/members", "Who may see what")
    mine.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    mine.get_by_label("E-mail address").fill("milo@example.org")
    mine.get_by_role("button", name="Invite").click()
    expect(mine.get_by_text("milo@example.org is invited.")).to_be_visible()
    assert_accessible(mine)
    assert mine.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")

    theirs = visitor()
    visit(theirs, "/members", "Who may see what")
    sign_in(theirs, provider, MEMBER)
    visit(theirs, "/members", "Who may see what")
    expect(theirs.get_by_text("You see your own figures only.")).to_be_visible()

    mine.get_by_text("Everybody sees all").click()
    settled(mine)
    visit(theirs, "/person", "One person")
    expect(theirs.get_by_text(PERSON)).not_to_have_count(0)

    members.remove(store, owner, team, members.of_team(store, owner, team)[-1].id)
    theirs.get_by_role("link", name="Team overview").click()
    on_page(theirs, "Team overview")
    expect(theirs.get_by_text(PERSON)).to_have_count(0)

    cookies = theirs.context.cookies()
    sign_out(theirs)
    theirs.context.add_cookies(cookies)
    visit(theirs, "/members", "Who may see what")
    expect(theirs.get_by_text("Your sign-in has ended")).to_be_visible()


def test_nobody_comes_in_by_a_header_or_a_cookie_of_their_own(visitor: Callable[..., Page], signed: Server):
    forged = json.dumps({**OWNER, "is_logged_in": True, "iat": 2_000_000_000})
    page = visitor(**{"X-Forwarded-User": "olga@example.org", "X-Forwarded-Email": "olga@example.org"})
    page.context.add_cookies([{"name": "_streamlit_user", "value": quote(forged), "url": signed.url}])
    visit(page, "/members", "Who may see what")
    expect(page.get_by_text("Sign in, in the sidebar")).to_be_visible()
