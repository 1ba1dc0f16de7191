"""Who wrote first, who answered and how soon: conversations as columns of numbers, one row a message."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ssi_core.intake.archive.moments import DAY

NOT_TOLD, NOBODY = -2, -1  # the file has no column for it; the cell is blank


@dataclass(frozen=True)
class Talks:
    """talk: the conversation; at: seconds since 1970; address, name: the sender's, numbers or one of the above.

    said: 1 for the member's own message, 0 for others', NOT_TOLD where the file doesn't say.
    """

    talk: np.ndarray
    at: np.ndarray
    address: np.ndarray
    name: np.ndarray
    said: np.ndarray

    def __getitem__(self, chosen: np.ndarray) -> "Talks":
        return Talks(self.talk[chosen], self.at[chosen], self.address[chosen], self.name[chosen], self.said[chosen])

    def own(self, addresses: Iterable[int], names: Iterable[int]) -> np.ndarray:
        """Which messages are the member's, who has these addresses and names; an address outweighs a name."""
        addresses = np.fromiter(addresses, np.int64)
        names = np.union1d(np.fromiter(names, np.int64), self.name[np.isin(self.address, addresses)])
        names = np.setdiff1d(np.union1d(names, self.name[self.said == 1]), [NOBODY])
        by_address = (self.address >= 0) & bool(len(addresses))
        found = np.where(by_address, np.isin(self.address, addresses), np.isin(self.name, names))
        return np.where(self.said == NOT_TOLD, found, self.said == 1)

    def impersonal(self, own: np.ndarray) -> np.ndarray:
        """Which messages lie in sponsored or system conversations: no sender but the member has an address there."""
        blank = np.bincount(self.talk, ~own & (self.address == NOBODY)) > 0
        personal = np.bincount(self.talk, ~own & (self.address != NOBODY)) > 0
        return (blank & ~personal)[self.talk]

    def approaches(self, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """When the member began a conversation, and whether somebody else wrote in it later. Oldest message first."""
        order, first = self._in_order()
        talk, at, own = self.talk[order], self.at[order], own[order]
        answered = np.bincount(talk, ~own) > 0
        began = first & own
        return at[began], answered[talk[began]]

    def turns(self, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """When others wrote, once until the member wrote again, and whether that was within 24 hours.

        What began less than 24 hours before the newest message is still open and left out.
        """
        order, first = self._in_order()
        talk, at, own = self.talk[order], self.at[order], own[order]
        began = ~own & (first | np.roll(own, 1))
        rows = np.arange(len(at))
        following = np.minimum.accumulate(np.where(own, rows, len(at))[::-1])[::-1]  # the member's next message
        following = np.minimum(following, len(at) - 1)
        answered = own[following] & (talk[following] == talk) & (at[following] - at <= DAY)
        began &= at <= at.max(initial=0) - DAY
        return at[began], answered[began]

    def _in_order(self) -> tuple[np.ndarray, np.ndarray]:
        """The messages by conversation and time, and which are the first of theirs; files have the newest on top."""
        order = np.lexsort((-np.arange(len(self.at)), self.at, self.talk))
        talk = self.talk[order]
        return order, np.diff(talk, prepend=-1) != 0


def most_present(pairs: np.ndarray) -> list[int]:
    """The party in the most conversations, alone in that; pairs: distinct, conversation << 32 | party."""
    present = np.bincount(pairs & 0xFFFFFFFF) if len(pairs) else np.zeros(1, np.int64)
    most = np.flatnonzero(present == present.max())
    return most.tolist() if present.max() > 0 and len(most) == 1 else []
