"""Where phones in the same network find the app, and the server that is open to them."""

import os
import signal
import socket
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from ssi_core.store.place import LOCAL

WORKSHOP = "SSI_WORKSHOP"  # the environment's word, said by whoever opens the server to the network
EVERYWHERE = "0.0.0.0"
THIS_MACHINE = (*LOCAL, EVERYWHERE, "::")
ELSEWHERE = ("198.51.100.1", 9)  # kept free for documentation (RFC 5737): the route there leaves the local network
CONNECTIONS = 8192  # a full room of 300 phones and as many again, each with a few
CHECKOUT = Path(__file__).parents[2]


def is_open() -> bool:
    """Whether this server was started by `start`, or said to be open to its network in the same way."""
    return os.environ.get(WORKSHOP) == "1"


def addresses() -> list[str]:
    """This machine's IPv4 addresses that others in its networks can reach, the one that leads outside first.

    Empty where there is no network. Nothing is sent to find them.
    """
    found = dict.fromkeys([*_outward(), *_named()])
    return [address for address in found if not _is_unreachable(address)]


def base_urls(visited: str | None, bound: str | None, port: int) -> list[str]:
    """Where phones may reach the app, such as "http://192.168.1.5:8501", the likeliest first; empty where they can't.

    visited: the address of a page as its visitor sees it (`st.context.url`), None where that isn't known. It is the
    answer if it leads to another machine than this one, as through a proxy. bound: what the server listens on, None for
    all. port: the server's, taken where `visited` is None.
    """
    page = urlsplit(visited or f"http://localhost:{port}")
    if page.hostname and page.hostname not in THIS_MACHINE:
        return [f"{page.scheme}://{page.netloc}"]
    if bound in LOCAL:
        return []
    behind = f":{page.port}" if page.port else ""
    hosts = addresses() if bound in (None, *THIS_MACHINE) else [bound]
    return [f"{page.scheme}://{host}{behind}" for host in hosts]


def address_for_phones(visited: str | None, bound: str | None, port: int) -> str | None:
    """The likeliest of `base_urls`, None where phones can't reach the app."""
    return next(iter(base_urls(visited, bound, port)), None)


def start(port: int) -> int:
    """Runs the app open to the local network until it ends; its exit code."""
    allow_connections()
    server = subprocess.Popen(command(port), cwd=CHECKOUT, env=os.environ | {WORKSHOP: "1"})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server as well, and it ends in its own order
    signal.signal(signal.SIGTERM, lambda _signal, _frame: server.terminate())
    return server.wait()


def allow_connections() -> None:
    """Raises how many files and connections this process and its children may have: some terminals give it 256."""
    try:
        import resource  # not on Windows, which has no such limit
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = CONNECTIONS if hard == resource.RLIM_INFINITY else min(CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def command(port: int) -> list[str]:
    """The server's command line. Streamlit's WebSocket answers only to names that lead to this machine.

    `browser.serverAddress` is what Streamlit opens here; without it, it would ask another host for its address outside.
    """
    options = {"server.address": EVERYWHERE, "server.port": str(port), "browser.serverAddress": "localhost"}
    said = [*options.items(), *(("server.allowedHosts", host) for host in _hosts())]
    words = [word for name, value in said for word in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", "app.py", *words]


def _hosts() -> list[str]:
    name = socket.gethostname()
    return list(dict.fromkeys(["localhost", "127.0.0.1", *addresses(), name, f"{name.removesuffix('.local')}.local"]))


def _outward() -> list[str]:
    """The address that a packet to another network would carry; connecting a datagram socket sends none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return []
        return [probe.getsockname()[0]]


def _named() -> list[str]:
    """The addresses that this machine knows itself by."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(where[0]) for *_kind, where in found]


def _is_unreachable(address: str) -> bool:
    known = ip_address(address)
    return known.is_loopback or known.is_unspecified or known.is_link_local
