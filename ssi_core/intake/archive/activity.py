"""Rows that are an event each: shares, comments, reactions, reposts, votes, endorsements, recommendations, searches."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from ssi_core.intake.archive.events import UNKNOWN, Events
from ssi_core.intake.archive.folding import folded, letters, tail
from ssi_core.intake.archive.layouts import Layout
from ssi_core.intake.archive.tally import Tally
from ssi_core.intake.ledger import Event

PAUSE = 60  # seconds; searches are logged nearly at every keystroke, and what lies closer together is one search

Row = dict[str, str]  # cells by column, named as in the layout; a column that the file lacks is missing
Numbered = Iterable[tuple[int, Row]]


@dataclass(frozen=True)
class Dated:
    """How a kind of file is read. identity: what makes two rows one, from the row and its seconds since 1970.

    event: kind and hit of a row; None where rows only tell of a period.
    """

    identity: Callable[[Row, int], tuple]
    event: Callable[[Row], tuple[Event, float]] | None = None


class Activity:
    """Reads files of the kinds in DATED. Of a row only its date stays, and a 64-bit hash until the reading ends."""

    def __init__(self, events: Events):
        self._events = events
        self._met: dict[str, set[int]] = defaultdict(set)
        self._searched = array("q")

    def read(self, layout: Layout, rows: Numbered, tally: Tally) -> None:
        how, met = DATED[layout.kind], self._met[layout.kind]
        for number, row in rows:
            at = tally.moment(number, layout.date, row[layout.date])
            if at is None:
                continue
            key = hash(how.identity(row, at))
            if key in met:
                tally.twin(number)
                continue
            met.add(key)
            tally.use()
            if layout.kind == "searches":
                self._searched.append(at)
            elif how.event:
                kind, hit = how.event(row)
                self._events.add(kind, at, hit)

    def finish(self) -> None:
        """Adds the searches: one for each run of queries that follow each other within PAUSE."""
        at = np.sort(np.frombuffer(self._searched, np.int64))
        if len(at):
            self._events.add_all("search", at[np.diff(at, prepend=at[0] - PAUSE - 1) > PAUSE])


def _share(row: Row, at: int) -> tuple:
    link = tail(row.get("sharelink", ""))
    return (link,) if link else (at, letters(row["sharecommentary"]))


def _person(row: Row, prefix: str = "") -> tuple[str, str]:
    return folded(row.get(f"{prefix}firstname", "")), folded(row.get(f"{prefix}lastname", ""))


def _post(row: Row) -> tuple[Event, float]:
    """A share without words of the member's own is a plain repost."""
    return "post" if row["sharecommentary"].strip() else "repost", UNKNOWN


def _endorsed(row: Row) -> tuple[Event, float]:
    return "endorsement", float(row.get("endorsementstatus", "").strip().upper() in ("ACCEPTED", ""))


def _recommended(row: Row) -> tuple[Event, float]:
    return "recommendation", float(row.get("status", "").strip().upper() in ("VISIBLE", ""))


DATED = {
    "shares": Dated(_share, _post),
    "comments": Dated(
        lambda row, at: (at, tail(row["link"]), letters(row["message"])), lambda row: ("comment", UNKNOWN)
    ),
    "reactions": Dated(lambda row, at: (at, folded(row["type"]), tail(row["link"])), lambda row: ("reaction", UNKNOWN)),
    "instant_reposts": Dated(lambda row, at: (at, tail(row["link"])), lambda row: ("repost", UNKNOWN)),
    "votes": Dated(
        lambda row, at: (at, tail(row.get("link", "")), folded(row["optiontext"])), lambda row: ("vote", UNKNOWN)
    ),
    "searches": Dated(lambda row, at: (at, folded(row["searchquery"]))),
    "endorsements": Dated(lambda row, at: (at, folded(row["skillname"]), *_person(row, "endorser")), _endorsed),
    "recommendations_received": Dated(lambda row, at: (at, *_person(row)), _recommended),
    "recommendations_given": Dated(lambda row, at: (at, *_person(row))),
    "company_follows": Dated(lambda row, at: (at, folded(row["organization"]))),
    "member_follows": Dated(lambda row, at: (at, folded(row["fullname"]), folded(row["status"]))),
}
