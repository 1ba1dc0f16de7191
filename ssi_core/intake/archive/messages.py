"""Conversations: who wrote first, who answered and how soon. Of a message only numbers stay, of a person a hash."""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from ssi_core.i18n import _, ngettext
from ssi_core.intake.archive.events import Events
from ssi_core.intake.archive.folding import folded, tail
from ssi_core.intake.archive.talks import NOBODY, NOT_TOLD, Talks, most_present
from ssi_core.intake.archive.tally import Tally

COLUMNS = 5  # of Talks

_BETWEEN = re.compile(r"[,;\s]+")
_DIRECTIONS = {"OUTGOING": 1, "INCOMING": 0}


class _Message(NamedTuple):
    """The cells of a row; "" where the file has no such column."""

    conversationid: str
    date: str
    sender: str
    senderprofileurl: str
    to: str
    recipientprofileurls: str
    content: str
    direction: str
    ismessagedraft: str
    isconversationdraft: str

    @property
    def is_draft(self) -> bool:
        marks = f"{self.ismessagedraft} {self.isconversationdraft}".casefold()
        return "yes" in marks or "true" in marks


class _Numbers(dict[str, int]):
    """Numbers from 0 for texts as they are met; what `key` makes the same has one number."""

    def __init__(self, key: Callable[[str], str]):
        self._key = key
        self._number: dict[int, int] = {}

    def __missing__(self, text: str) -> int:
        number = self[text] = self._number.setdefault(hash(self._key(text)), len(self._number))
        return number

    def known(self, hashes: Iterable[int]) -> list[int]:
        """The numbers of those keys that were met."""
        return [self._number[one] for one in hashes if one in self._number]


class Messages:
    """Reads the messages of all years."""

    def __init__(self) -> None:
        self._files: list[tuple[Tally, int]] = []  # with where its messages begin
        self._conversations, self._addresses, self._names = _Numbers(str), _Numbers(tail), _Numbers(folded)
        self._rows = array("q")  # Talks' columns, message after message
        self._met: set[int] = set()
        self._groups: set[int] = set()
        self._by_address: set[int] = set()  # conversation and recipient in one number each
        self._by_name: set[int] = set()

    def read(self, rows: Iterable[tuple[int, list[str]]], places: dict[str, int], width: int, tally: Tally) -> None:
        """places: where the layout's columns stand; width: how many cells a row has."""
        self._files.append((tally, len(self._rows) // COLUMNS))
        columns = ("from" if column == "sender" else column for column in _Message._fields)
        pick = itemgetter(*(places.get(column, width) for column in columns))
        without = NOBODY if "senderprofileurl" in places else NOT_TOLD
        drafts = 0
        for number, cells in rows:
            message = _Message._make(pick([*cells, ""]))
            if message.is_draft:
                drafts += 1
                tally.use()
            elif "conversationid" in places:
                self._take(number, message, without, NOT_TOLD, tally)
            elif (said := _DIRECTIONS.get(message.direction.strip().upper())) is not None:
                other = folded(message.to if said else message.sender)
                self._take(number, message._replace(conversationid=other), without, said, tally)
            else:
                tally.aside(number, _("neither OUTGOING nor INCOMING"), "direction")
        if drafts:
            words = ngettext("{n:,} draft is left out.", "{n:,} drafts are left out.", drafts)
            tally.notes.append(words.format(n=drafts))

    def _take(self, number: int, message: _Message, without: int, said: int, tally: Tally) -> None:
        at = tally.moment(number, "date", message.date)
        if at is None:
            return
        key = hash((message.conversationid, at, message.sender, message.content))
        if key in self._met:
            tally.twin(number)
            return
        self._met.add(key)
        tally.use()
        talk = self._conversations[message.conversationid]
        address = self._addresses[message.senderprofileurl] if message.senderprofileurl else without
        name = self._names[message.sender] if message.sender else NOBODY
        self._rows.extend((talk, at, address, name, said))
        group = hash((talk, message.to, message.recipientprofileurls))
        if group not in self._groups:
            self._groups.add(group)
            self._remember(talk, message.to, message.recipientprofileurls)

    def _remember(self, talk: int, to: str, addresses: str) -> None:
        names = {to, *map(str.strip, to.split(","))} - {""}
        self._by_name |= {talk << 32 | self._names[name] for name in names}
        self._by_address |= {talk << 32 | self._addresses[one] for one in _BETWEEN.split(addresses) if one}

    def finish(self, addresses: set[int], names: set[str], events: Events) -> bool:
        """Adds the events; False where nothing tells which messages are the member's.

        addresses (hashes of their last parts) and names (folded): the member's, as other files show them.
        """
        talks = self._talks()
        own = self._own_of(talks, addresses, names)
        if own is None:
            for tally, _begin in self._files:
                tally.remark(_("nothing tells which of the messages are yours"), _("messages not counted"))
            return False
        aside = talks.impersonal(own)
        self._note(aside, talks.talk)
        talks, own = talks[~aside], own[~aside]
        events.add_all("message", talks.at[own])
        events.add_all("approach", *talks.approaches(own))
        events.add_all("turn", *talks.turns(own))
        return True

    def _talks(self) -> Talks:
        talks = Talks(*np.array(self._rows, np.int64).reshape(-1, COLUMNS).T)
        for rows in self._rows_of_files():
            address = talks.address[rows]
            if not (address >= 0).any() and not self._by_address:  # taken out, so that a blank tells nothing
                address[:] = NOT_TOLD
        return talks

    def _rows_of_files(self) -> Iterator[slice]:
        begins = [begin for _tally, begin in self._files]
        return map(slice, begins, [*begins[1:], len(self._rows) // COLUMNS])

    def _own_of(self, talks: Talks, addresses: set[int], names: set[str]) -> np.ndarray | None:
        """By what the files say, else by who is in the most conversations; None where that is nobody."""
        known = self._addresses.known(addresses), self._names.known(map(hash, names))
        own = talks.own(*known)
        personal = ~talks.impersonal(own)
        if own.any() or not personal.any():
            return own
        if by_address := most_present(_pairs(self._by_address, talks.talk[personal], talks.address[personal])):
            return talks.own(by_address, [])
        if by_name := most_present(_pairs(self._by_name, talks.talk[personal], talks.name[personal])):
            return talks.own([], by_name)
        return own if any(known) else None

    def _note(self, aside: np.ndarray, talk: np.ndarray) -> None:
        for (tally, _begin), rows in zip(self._files, self._rows_of_files(), strict=True):
            if messages := int(aside[rows].sum()):
                talks = len(np.unique(talk[rows][aside[rows]]))
                words = ngettext(
                    "{n:,} message in {talks:,} sponsored or system conversations is left out.",
                    "{n:,} messages in {talks:,} sponsored or system conversations are left out.",
                    messages,
                )
                tally.notes.append(words.format(n=messages, talks=talks))


def _pairs(recipients: set[int], talk: np.ndarray, sender: np.ndarray) -> np.ndarray:
    """Each of these messages' conversations with each of its parties once, as conversation << 32 | party."""
    told = sender >= 0
    received = np.fromiter(recipients, np.int64, len(recipients))
    received = received[np.isin(received >> 32, talk)]
    return np.union1d(talk[told] << 32 | sender[told], received)
