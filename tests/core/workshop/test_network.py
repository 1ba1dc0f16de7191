"""Which addresses phones are told, and how the server for a workshop is started."""

import os
import socket
import subprocess
import sys
from ipaddress import ip_address
from types import SimpleNamespace

import pytest

from ssi_core.__main__ import main
from ssi_core.workshop import network

HERE = "http://localhost:8501"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch):
    """machine("192.0.2.7", …): what this machine's name stands for; outward: its address on the way out."""

    def lies_in(*named: str, outward: str | None = None, name: str = "my-laptop") -> None:
        found = [(socket.AF_INET, kind, 0, "", (a, 0)) for a in named for kind in (1, 2)]
        monkeypatch.setattr(socket, "gethostname", lambda: name)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked: found)
        monkeypatch.setattr(network, "_outward", lambda: [outward] if outward else [])

    return lies_in


def test_what_this_machine_finds_can_be_told_to_others():
    for address in network.addresses():
        assert not ip_address(address).is_loopback
        with socket.socket() as mine:
            mine.bind((address, 0))


def test_the_way_out_comes_first_and_nothing_that_others_cannot_reach(machine):
    machine("127.0.1.1", "169.254.3.4", "172.17.0.1", "192.0.2.7", outward="192.0.2.7")
    assert network.addresses() == ["192.0.2.7", "172.17.0.1"]


def test_without_a_network_there_is_no_address(machine, monkeypatch: pytest.MonkeyPatch):
    machine("127.0.0.1")
    assert network.addresses() == []

    def unknown(*_asked):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert network.addresses() == []


def test_no_way_out_is_no_address(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(network, "ELSEWHERE", ("255.255.255.255", 9))  # a broadcast, which is refused unasked
    assert network._outward() == []


@pytest.mark.parametrize(
    ("visited", "bound", "told"),
    [
        (f"{HERE}/room", "127.0.0.1", []),  # listens to this machine alone
        (f"{HERE}/room", None, ["http://192.0.2.7:8501", "http://10.0.0.7:8501"]),
        ("http://[::1]:8600/room", "0.0.0.0", ["http://192.0.2.7:8600", "http://10.0.0.7:8600"]),
        ("http://0.0.0.0:8501/", "0.0.0.0", ["http://192.0.2.7:8501", "http://10.0.0.7:8501"]),
        (None, "0.0.0.0", ["http://192.0.2.7:8502", "http://10.0.0.7:8502"]),
        ("https://localhost/room", "::", ["https://192.0.2.7", "https://10.0.0.7"]),
        (f"{HERE}/room", "192.0.2.9", ["http://192.0.2.9:8501"]),
        ("http://192.0.2.7:8501/room", "0.0.0.0", ["http://192.0.2.7:8501"]),
        ("https://coach.example.org/room", "127.0.0.1", ["https://coach.example.org"]),  # through a proxy
        ("about:blank", "127.0.0.1", []),
    ],
)
def test_phones_are_told_how_the_trainer_came_or_else_this_machine_s_addresses(machine, visited, bound, told):
    machine("192.0.2.7", "10.0.0.7")
    assert network.base_urls(visited, bound, 8502) == told
    assert network.address_for_phones(visited, bound, 8502) == (told[0] if told else None)


@pytest.mark.parametrize(("said", "is_open"), [("1", True), ("0", False), ("", False), (None, False)])
def test_a_workshop_is_said_explicitly(monkeypatch: pytest.MonkeyPatch, said: str | None, is_open: bool):
    monkeypatch.delenv("SSI_WORKSHOP", raising=False)
    if said is not None:
        monkeypatch.setenv("SSI_WORKSHOP", said)
    assert network.is_open() is is_open


@pytest.mark.parametrize("name", ["my-laptop", "my-laptop.local"])
def test_the_command_opens_the_server_to_names_of_this_machine_alone(machine, monkeypatch, capsys, name: str):
    """In place of the server stands a list of how it would have been started."""
    started = []
    server = SimpleNamespace(wait=lambda: 0, terminate=lambda: None)
    monkeypatch.setattr(subprocess, "Popen", lambda words, **rest: started.append((words, rest)) or server)
    monkeypatch.setattr(network.signal, "signal", lambda *_handled: None)
    machine("192.0.2.7", name=name)

    assert main(["workshop", "--port", "8600"]) == 0

    ((words, rest),) = started
    assert words[:5] == [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = list(zip(words[5::2], words[6::2], strict=True))
    assert ("--server.address", "0.0.0.0") in options
    assert ("--server.port", "8600") in options
    hosts = {host for option, host in options if option == "--server.allowedHosts"}
    assert hosts == {"localhost", "127.0.0.1", "192.0.2.7", name, "my-laptop.local"}
    assert (rest["cwd"] / "app.py").exists()
    assert rest["env"] == os.environ | {"SSI_WORKSHOP": "1"}
    assert capsys.readouterr().out == (
        "On this computer: http://localhost:8600; phones in the same network: http://192.0.2.7:8600\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8501.0", "x", "", "٨٥٠١"])
def test_what_is_no_port_is_refused(port: str, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["workshop", "--port", port])
    assert "is no port" in capsys.readouterr().err


def test_a_full_room_has_connections_enough():
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        network.allow_connections()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= min(network.CONNECTIONS, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
