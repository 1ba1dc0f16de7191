import pytest

from ssi_core.intake.archive.events import Events
from ssi_core.intake.archive.messages import Messages
from ssi_core.intake.archive.tally import Tally
from ssi_core.intake.ledger import HIT, KIND

COLUMNS = (
    "conversationid",
    "from",
    "senderprofileurl",
    "to",
    "recipientprofileurls",
    "date",
    "content",
    "ismessagedraft",
)
OLD = ("from", "to", "date", "content", "direction")
ME, BO, CY, SHOP = ("Me", "x/in/me"), ("Bo", "x/in/bo"), ("Cy", "x/in/cy"), ("Shop", "")


def message(talk="1", sender=ME, to=BO, day=1, content="hi", draft="No") -> list[str]:
    return [talk, *sender, *to, f"2026-05-{day:02d} 09:00:00 UTC", content, draft]


class Read:
    def __init__(self, *rows: list[str], columns: tuple[str, ...] = COLUMNS):
        self.messages, self.tallies = Messages(), []
        self.then(*rows, columns=columns)

    def then(self, *rows: list[str], columns: tuple[str, ...] = COLUMNS, without: str = "") -> "Read":
        tally = Tally(f"{len(self.tallies)}.csv", {})
        self.tallies.append(tally)
        places = {column: place for place, column in enumerate(columns) if column != without}
        self.messages.read(enumerate(rows, 2), places, len(columns), tally)
        return self

    def events(self, addresses=(), names=()) -> dict[str, list[float]] | None:
        """Hits by kind; None where nobody knows who the member is."""
        events = Events()
        if not self.messages.finish({hash(one) for one in addresses}, set(names), events):
            return None
        frame = events.frame()
        return {kind: frame.loc[frame[KIND] == kind, HIT].tolist() for kind in ("message", "approach", "turn")}


TALK = [message(day=9), message(sender=BO, to=ME, day=3), message(day=2)]


def test_messages_approaches_and_turns():
    events = Read(*TALK).events(["me"])
    assert (len(events["message"]), events["approach"], events["turn"]) == (2, [1], [0])


@pytest.mark.parametrize(("addresses", "names"), [(["me"], []), ([], ["me"]), (["me"], ["somebody else"])])
def test_the_member_is_known_from_other_files(addresses, names):
    assert len(Read(*TALK).events(addresses, names)["message"]) == 2


def test_else_from_being_in_most_conversations():
    assert len(Read(*TALK, message("2", CY, ME, 4)).events()["message"]) == 2
    nameless = [[row[0], "", row[2], "", *row[4:]] for row in (*TALK, message("2", CY, ME, 4))]
    assert len(Read(*nameless).events()["message"]) == 2


def test_names_do_where_there_are_no_addresses():
    rows = [
        row[:2] + row[3:4] + row[5:]
        for row in (*TALK, message("2", CY, ("Me", ""), 4), message("3", BO, ("Me, Cy", "")))
    ]
    columns = ("conversationid", "from", "to", "date", "content", "ismessagedraft")
    assert len(Read(*rows, columns=columns).events()["message"]) == 2


def test_a_known_member_may_have_written_nothing():
    assert Read(message(sender=BO, to=ME)).events(["me"]) == {"message": [], "approach": [], "turn": []}


def test_a_single_conversation_tells_nobody_from_the_other():
    read = Read(*TALK)
    assert read.events() is None
    finding = read.tallies[0].file_read("messages", 3).findings[0]
    assert (finding.row, finding.rows, read.tallies[0].used) == (None, 0, 3)


def test_sponsored_conversations_are_out_and_said():
    rows = [message("2", SHOP, ME, 2), message("2", ME, SHOP, 3), message("3", SHOP, ME, 4), message("4", SHOP, ME, 4)]
    read = Read(*rows, message("4", CY, ME, 5), *TALK)
    events = read.events(["me"])
    assert (len(events["message"]), len(events["approach"]), len(events["turn"])) == (2, 1, 2)
    assert "3 messages in 2 sponsored" in read.tallies[0].notes[0]


def test_a_file_of_sponsored_messages_alone_shows_that_there_are_no_others():
    assert Read(message("2", SHOP, ME), message("3", SHOP, ME)).events() == {"message": [], "approach": [], "turn": []}


def test_a_column_of_addresses_that_was_emptied_tells_nothing():
    rows = [[row[0], row[1], "", row[3], "", *row[5:]] for row in TALK]
    assert len(Read(*rows).events([], ["me"])["message"]) == 2


@pytest.mark.parametrize("yes", ["Yes", "true", " YES "])
def test_drafts_are_out_whatever_their_date(yes):
    draft = message(draft=yes)
    draft[5] = ""
    read = Read(*TALK, draft)
    assert len(read.events(["me"])["message"]) == 2
    assert (read.tallies[0].used, read.tallies[0].notes) == (4, ["1 draft is left out."])


def test_the_same_message_of_two_archives_counts_once():
    read = Read(*TALK).then(*[row[:-1] for row in TALK], message(day=12)[:-1], columns=COLUMNS[:-1])
    assert len(read.events(["me"])["message"]) == 3
    assert [tally.used for tally in read.tallies] == [3, 1]


def test_messages_of_2018_say_their_direction():
    def old(sender, to, day, direction):
        return [sender, to, f"2018/01/{day:02d} 08:15:44 UTC", "hi", direction]

    rows = [old("Me", "Bo", 1, "OUTGOING"), old("BO ", "Me", 2, "INCOMING"), old("Me", "Cy", 3, "OUTGOING")]
    read = Read(*rows, old("Me", "Cy", 4, "?"), columns=OLD)
    events = read.events()
    assert (len(events["message"]), sorted(events["approach"]), events["turn"]) == (2, [0, 1], [0])
    assert read.tallies[0].used == 3


def test_what_2018_tells_of_the_member_helps_with_later_files():
    read = Read(["Me", "Bo", "2018/01/01 08:15:44 UTC", "hi", "OUTGOING"], columns=OLD).then(*TALK)
    assert len(read.events()["message"]) == 3
