"""Who the member is connected with, and whom the member invited: people stay 64-bit hashes until the reading ends."""

from array import array
from collections import Counter
from collections.abc import Callable

import numpy as np

from ssi_core.i18n import _, ngettext
from ssi_core.intake.archive.activity import Numbered, Row
from ssi_core.intake.archive.events import UNKNOWN, Events
from ssi_core.intake.archive.folding import folded, tail
from ssi_core.intake.archive.tally import Tally
from ssi_core.intake.cells import Problem

NOBODY = 0


class Network:
    """Reads Connections.csv and Invitations.csv.

    own: the web addresses' last parts (hashes) that the invitations show to be the member's, one a file at most.
    """

    def __init__(self, events: Events, decides: Callable[[str], bool]):
        self._events, self._decides = events, decides
        self.own: set[int] = set()
        self._addresses: set[int] = set()
        self._days: dict[int, bool] = {}  # names and day, with whether an address was known
        self._invited = array("q"), array("q")  # seconds, invitee's address or NOBODY
        self._met: set[int] = set()

    def connections(self, rows: Numbered, tally: Tally) -> None:
        """A connection counts, also where its date can't be read. Its hit: whether the title is a decision maker's."""
        nameless: Counter[int] = Counter()
        for number, row in rows:
            at, problem = _date(row, tally)
            if self._is_twin(row, at, nameless):
                tally.twin(number)
                continue
            if problem:
                tally.undated(number, problem, "connectedon", row["connectedon"])
            else:
                tally.use()
            title = row.get("position", "").strip()
            self._events.add("connection", at, float(self._decides(title)) if title else UNKNOWN)

    def _is_twin(self, row: Row, at: int | None, nameless: Counter[int]) -> bool:
        """Whether this connection was read before: by its address, else by names and day; remembers it."""
        url = tail(row.get("url", ""))
        names = folded(row.get("firstname", "")), folded(row.get("lastname", ""))
        if not url and not any(names):  # people who left, or names taken out: the nth of the same look is the nth
            look = hash((at, folded(row.get("company", "")), folded(row.get("position", ""))))
            nameless[look] += 1
            names = (str(look), str(nameless[look]))
        day, address = hash((names, at)), hash(url)
        known = address in self._addresses if url else day in self._days
        twin = known or self._days.get(day) is False
        if url:
            self._addresses.add(address)
        self._days[day] = bool(url) or self._days.get(day, False)
        return twin

    def invitations(self, rows: Numbered, tally: Tally) -> None:
        """Only those that the member sent become events; the received ones tell who the member is."""
        received, own = 0, Counter()
        for number, row in rows:
            sent = {"OUTGOING": True, "INCOMING": False}.get(row["direction"].strip().upper())
            if sent is None:
                tally.aside(number, _("neither OUTGOING nor INCOMING"), "direction")
                continue
            at = tally.moment(number, "sentat", row["sentat"])
            if at is None:
                continue
            key = hash((*_parties(row), at, sent))
            if key in self._met:
                tally.twin(number)
                continue
            self._met.add(key)
            tally.use()
            inviter, invitee = tail(row.get("inviterprofileurl", "")), tail(row.get("inviteeprofileurl", ""))
            own[inviter if sent else invitee] += 1
            received += not sent
            if sent:
                self._invited[0].append(at)
                self._invited[1].append(hash(invitee) if invitee else NOBODY)
        del own[""]
        self.own |= {hash(address) for address, _many in own.most_common(1)}
        if received:
            words = ngettext(
                "{n:,} is an invitation that you received, which counts for nothing here.",
                "{n:,} are invitations that you received, which count for nothing here.",
                received,
            )
            tally.notes.append(words.format(n=received))

    def finish(self, until: int | None) -> None:
        """Adds the invitations. hit: whether the invited person is a connection, unknown without web addresses.

        until: seconds of the end of what the files of connections show; what was sent later is unknown as well.
        """
        at, invitee = (np.frombuffer(numbers, np.int64) for numbers in self._invited)
        accepted = np.isin(invitee, np.fromiter(self._addresses, np.int64, len(self._addresses)))
        told = (invitee != NOBODY) & bool(self._addresses) & (at <= (until or 0))
        self._events.add_all(
            "invitation", at, np.where(accepted & (invitee != NOBODY), 1.0, np.where(told, 0.0, UNKNOWN))
        )


def _date(row: Row, tally: Tally) -> tuple[int | None, str]:
    try:
        return tally.when(row["connectedon"]), ""
    except Problem as problem:
        return None, str(problem)


def _parties(row: Row) -> tuple[str, ...]:
    """By name, which all years have; by address where the names are missing."""
    names = folded(row.get("from", "")), folded(row.get("to", ""))
    if any(names):
        return names
    columns = ("inviterprofileurl", "inviteeprofileurl", "inviterprofileurn", "inviteeprofileurn")
    return tuple(tail(row.get(column, "")) for column in columns)
