import math

import pytest

from ssi_core.intake.archive.events import Events
from ssi_core.intake.archive.folding import tail
from ssi_core.intake.archive.moments import seconds
from ssi_core.intake.archive.network import Network
from ssi_core.intake.archive.tally import Tally
from ssi_core.intake.ledger import AT, HIT

END = seconds("2026-06-01")


class Read:
    def __init__(self):
        self.events = Events()
        self.network = Network(self.events, lambda title: title == "CEO")
        self.tally = Tally("a.csv", {"connectedon": "Connected On"})

    def connections(self, *rows: dict) -> "Read":
        self.tally = Tally("a.csv", {"connectedon": "Connected On"})
        self.network.connections(enumerate(rows, 2), self.tally)
        return self

    def invitations(self, *rows: dict) -> "Read":
        self.tally = Tally("b.csv", {})
        self.network.invitations(enumerate(rows, 2), self.tally)
        return self

    def hits(self, until: int | None = END) -> list[float]:
        self.network.finish(until)
        return self.events.frame()[HIT].tolist()


def contact(first="Ana", last="L", url="", on="17 Jun 2021", position="Clerk") -> dict:
    return {"firstname": first, "lastname": last, "url": url, "connectedon": on, "position": position}


def invitation(to="Bo", url="x/in/bo", sent="5/4/26, 5:57 AM", direction="OUTGOING", own="x/in/me") -> dict:
    ends = {"inviterprofileurl": own, "inviteeprofileurl": url, "from": "Me", "to": to}
    if direction == "INCOMING":
        ends = {"inviterprofileurl": url, "inviteeprofileurl": own, "from": to, "to": "Me"}
    return {"sentat": sent, "direction": direction, **ends}


def test_a_title_tells_who_decides_and_no_title_tells_nothing():
    read = Read().connections(contact("A", position="CEO"), contact("B"), contact("C", position=" "))
    assert read.hits()[:2] == [1, 0]
    assert math.isnan(read.hits()[2])


@pytest.mark.parametrize(
    ("before", "after", "people"),
    [
        ([contact(url="x/in/ana")], [contact(url="y/in/Ana/", on="18 Jun 2021")], 1),
        ([contact(url="x/in/ana")], [contact(url="x/in/ana-2")], 2),  # of one name and day
        ([contact()], [contact(url="x/in/ana")], 1),  # archives of 2022 have no addresses
        ([contact(url="x/in/ana")], [contact()], 1),
        ([contact()], [contact(on="18 Jun 2021")], 2),
        ([contact()], [contact("ANA ")], 1),
        ([contact("", "")] * 2, [contact("", "")] * 3, 3),  # members who left LinkedIn
        ([contact("", "", position="A"), contact("", "", position="B")], [contact("", "", position="B")], 2),
    ],
)
def test_the_same_connection_of_two_archives_counts_once(before, after, people):
    read = Read().connections(*before).connections(*after)
    assert len(read.hits()) == people


def test_a_connection_counts_even_if_its_date_is_broken():
    read = Read().connections(contact(on="31 Feb 2021"), contact("Bo", on=""))
    file = read.tally.file_read("connections", 2)
    assert file.used == 0
    assert [(f.column, f.value, f.rows) for f in file.findings] == [
        ("Connected On", "31 Feb 2021", 1),
        ("Connected On", "", 1),
    ]
    assert read.events.frame()[AT].isna().tolist() == [True, True]


def test_an_invitation_is_accepted_if_the_invited_is_a_connection():
    read = Read().invitations(invitation(), invitation("Cy", "x/in/cy")).connections(contact(url="https://x/in/Bo/"))
    assert read.hits() == [0, 1, 0]  # the connection's own first


@pytest.mark.parametrize(
    ("rows", "connections", "until"),
    [
        ([invitation(url="")], [contact(url="x/in/bo")], END),
        ([invitation()], [contact()], None),
        ([invitation()], [contact(url="x/in/cy")], seconds("2026-05-01")),  # sent after what the connections show
    ],
)
def test_nothing_is_said_of_acceptance_that_the_files_do_not_tell(rows, connections, until):
    assert math.isnan(Read().connections(*connections).invitations(*rows).hits(until)[-1])


def test_received_invitations_tell_who_the_member_is_and_count_for_nothing():
    read = Read().invitations(invitation(direction="INCOMING"), invitation(direction="Incoming", to="Cy"))
    assert read.network.own == {hash("me")}
    assert (read.tally.used, read.hits()) == (2, [])
    assert "2 are invitations that you received" in read.tally.notes[0]


def test_an_invitation_counts_once_whatever_the_year_of_the_archive():
    old = {key: value for key, value in invitation().items() if "url" not in key}
    read = Read().invitations(old, invitation("Cy")).invitations(invitation())
    assert len(read.hits()) == 2
    assert tail("x/in/me") == "me"


def test_a_direction_that_is_none_sets_the_row_aside():
    read = Read().invitations(invitation(direction="SIDEWAYS"))
    assert [(f.value, f.rows) for f in read.tally.file_read("invitations", 1).findings] == [("", 1)]
