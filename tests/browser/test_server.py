"""The server as a whole, started as a user starts it."""

import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
from playwright.sync_api import Page, expect

from ssi_core.headers import HEADERS
from tests.browser.server import Server, serve

HANDSHAKE = """\
GET /_stcore/stream HTTP/1.1
Host: {host}:{port}
Connection: Upgrade
Upgrade: websocket
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

"""


def get(server: Server, path: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse()


@pytest.fixture
def broken() -> Iterator[Server]:
    """Every page fails with an error that names the rubric's file."""
    with serve(SSI_RUBRIC="/nowhere/of-maria.toml") as running:
        yield running


@pytest.mark.parametrize("path", ["/", "/score", "/_stcore/health", "/_stcore/metrics", "/favicon.png", "/no/such"])
def test_every_answer_carries_the_security_headers(server: Server, path: str):
    sent = get(server, path).headers
    for name, value in HEADERS:
        assert sent.get_all(name.decode()) == [value.decode()]


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/%6detrics", "/_stcore/metrics?x"])
def test_nobody_can_read_the_server_s_figures(server: Server, path: str):
    assert get(server, path).status == 404


def test_other_machines_cannot_reach_it(server: Server):
    """A server on all interfaces would answer at 127.0.0.2 too."""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", server.port), timeout=2)


@pytest.mark.parametrize(("host", "status"), [("localhost", 101), ("127.0.0.1", 101), ("evil.example", 403)])
def test_only_this_machine_s_names_open_a_session(server: Server, host: str, status: int):
    """Keeps a hostile page whose name points to 127.0.0.1 away from the app (DNS rebinding)."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(HANDSHAKE.format(host=host, port=server.port).replace("\n", "\r\n").encode())
        assert f" {status} " in connection.recv(100).decode()


@pytest.mark.parametrize(("device", "color_scheme"), [("desktop", "light"), ("phone", "dark")])
def test_the_start_page_is_accessible(
    new_page: Callable[..., Page], assert_accessible: Callable[[Page], None], device: str, color_scheme: str
):
    page = new_page(device, color_scheme)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    background = page.get_by_test_id("stApp").evaluate("element => getComputedStyle(element).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 22, 35)"}[color_scheme]
    assert_accessible(page)


def test_an_error_shows_a_plain_sentence_and_logs_no_values(broken: Server, new_page: Callable[..., Page]):
    page = new_page(base_url=broken.url)
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text("What you entered is kept", timeout=30_000)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    log = broken.log.read_text()
    assert "Error at " in log
    assert "maria" not in log
