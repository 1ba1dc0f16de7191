import pytest

from ssi_core.store.place import place


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "localhost"])
def test_a_server_for_this_machine_alone_reached_from_it_is_the_computers(address: str, host: str):
    assert place(address, host) == "computer"


@pytest.mark.parametrize(
    ("address", "host", "forwarded"),
    [
        (None, "localhost:8501", False),  # bound to all: anybody may say that they ask for localhost
        ("0.0.0.0", "127.0.0.1:8501", False),
        ("192.168.0.7", "localhost:8501", False),
        ("127.0.0.1", "coach.example.org", False),  # another name may lead to this machine
        ("127.0.0.1", "localhost.example.org:8501", False),
        ("127.0.0.1", "localhost:8501", True),  # a proxy on this machine passes on what comes from outside
        ("127.0.0.1", None, False),
        ("127.0.0.1", "", False),
    ],
)
def test_whoever_may_come_from_elsewhere_has_the_session_only(address: str | None, host: str | None, forwarded: bool):
    assert place(address, host, forwarded=forwarded) == "session"


@pytest.mark.parametrize("address", [None, "127.0.0.1"])
@pytest.mark.parametrize("host", [None, "localhost:8501", "coach.example.org"])
@pytest.mark.parametrize("forwarded", [False, True])
def test_where_one_can_sign_in_only_that_counts(address: str | None, host: str | None, forwarded: bool):
    assert place(address, host, forwarded=forwarded, sign_in=True, signed_in=True) == "account"
    assert place(address, host, forwarded=forwarded, sign_in=True) == "session"


@pytest.mark.parametrize("address", [None, "0.0.0.0", "192.168.0.7"])
@pytest.mark.parametrize("workshop", [False, True])
@pytest.mark.parametrize("from_here", [False, True])
@pytest.mark.parametrize("host", ["localhost:8501", "192.168.0.7:8501", "my-laptop.local:8501", None])
@pytest.mark.parametrize("forwarded", [False, True])
def test_in_a_workshop_only_the_trainer_at_this_computer_is_the_computer_s(
    address: str | None, workshop: bool, from_here: bool, host: str | None, forwarded: bool
):
    is_trainer = workshop and from_here and host == "localhost:8501" and not forwarded
    found = place(address, host, workshop=workshop, from_here=from_here, forwarded=forwarded)
    assert found == ("computer" if is_trainer else "session")


def test_in_a_workshop_with_sign_in_that_counts():
    assert place("0.0.0.0", "localhost", workshop=True, from_here=True, sign_in=True) == "session"
