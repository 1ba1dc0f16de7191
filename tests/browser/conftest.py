"""A server and a browser per test process, and pages that fail their test on errors and on requests to other hosts.

The browser is the machine's own Chromium or Chrome. Without one these tests are skipped, unless REQUIRE_BROWSER=1.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from ssi_core.store.engine import Store
from ssi_core.store.tables import metadata
from tests.browser.server import Server, serve

DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The end of a transition that is out of sight never comes.
COLOURS_CHANGED = """Promise.race([
    Promise.allSettled(document.getAnimations().map(one => one instanceof CSSTransition && one.finished)),
    new Promise(go => setTimeout(go, 1000)),
])"""
PROBES = ("/_stcore/health", "/_stcore/host-config")  # Streamlit seeks itself, first in vain below a deep link
# Streamlit's own findings, which pages can't mend: headings inside the list of pages, a nameless toast, sparklines.
NOT_OURS = ["[data-testid=stSidebarNav]", "[data-testid=stToast]", "[data-testid=stMetricChart]"]


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('server') / 'history.db'}"


@pytest.fixture(scope="session")
def server(database_url: str) -> Iterator[Server]:
    """A server with nothing kept: whoever keeps something asks for `database`, too."""
    with serve(SSI_DATABASE_URL=database_url) as running:
        yield running


@pytest.fixture
def database(database_url: str) -> Iterator[Store]:
    """The database of `server`, for a test that keeps something; empty again afterwards."""
    store = Store(database_url)
    yield store
    with store.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    store.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        give_up("no Chromium or Chrome on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """new_page(device="desktop", color_scheme="light", base_url=server.url): an empty page for page.goto("/score").

    At the end the test fails if any of its pages logged an error or asked another host for something.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(device: str = "desktop", color_scheme: str = "light", base_url: str = server.url) -> Page:
        context = browser.new_context(
            **DEVICES[device], color_scheme=color_scheme, reduced_motion="reduce", base_url=base_url
        )
        contexts.append(context)
        watch(context, urlsplit(base_url).netloc, complaints)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def desktop(new_page: Callable[..., Page]) -> Page:
    return new_page("desktop")


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page("phone")


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with what axe finds serious or critical on the page as it stands, Streamlit's own parts left out."""

    def check(page: Page) -> None:
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.evaluate(COLOURS_CHANGED)
        found = Axe().run(page, context={"exclude": NOT_OURS}).response["violations"]
        serious = [finding for finding in found if finding["impact"] in ("serious", "critical")]
        assert not [f"{f['id']}: {node['html'][:200]}" for f in serious for node in f["nodes"]]

    return check


def watch(context: BrowserContext, host: str, complaints: list[str]) -> None:
    """Notes in `complaints` each error in the console or of a script, and each request that leaves for another host."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(PROBES):
            complaints.append(f"console: {message.text} {message.location['url']}")

    def on_request(request: Request) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob") and urlsplit(request.url).netloc != host:
            complaints.append(f"request to another host: {request.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("request", on_request)
