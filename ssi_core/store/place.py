"""Where a visitor's history is kept: by how the server listens, how it was reached, and who has signed in."""

from typing import Literal

Place = Literal["computer", "account", "session"]
LOCAL = ("127.0.0.1", "localhost", "::1", "[::1]")


def place(
    address: str | None,
    host: str | None,
    *,
    workshop: bool = False,
    from_here: bool = False,
    forwarded: bool = False,
    sign_in: bool = False,
    signed_in: bool = False,
) -> Place:
    """ "computer": the server listens to this machine alone, or is open for a workshop and the connection comes from
    this machine; and it was asked for here. "account": the visitor has signed in. "session": neither, so nothing is
    stored and everything ends with the visit.

    address: the address that the server binds, None for all. host: the request's Host, None where there was none.
    workshop: whoever started the server opened it to the network for a workshop. from_here: the connection comes from
    this machine. forwarded: a proxy passed the request on, so that it may come from anywhere. sign_in: a provider is
    configured.
    """
    if sign_in:
        return "account" if signed_in else "session"
    only_here = address in LOCAL or (workshop and from_here)
    asked_for_here = host is not None and host.rsplit(":", 1)[0] in LOCAL
    return "computer" if only_here and asked_for_here and not forwarded else "session"
