"""Polite limits, in this process's memory alone: how large a form may be, how often a phone may send, how fast somebody
may guess codes.
"""

import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

MOST_BYTES = 4096  # of a form; all 21 answers and a long name are some 2,500
MOST_FIELDS = 100
POSTS, SECONDS = 40, 10  # of one phone: arrow keys in a list save at each step
FREE, A_FAILURE, SLOWEST = 10, 0.1, 2.0  # wrong codes that cost nothing; seconds for each further one; at most
HALF_LIFE = 60.0  # seconds, after which half of the wrong codes are forgotten
FADED = 0.01  # wrong codes left, below which their address is forgotten, too
MOST_KEPT = 10_000  # phones or addresses, before all are forgotten

Clock = Callable[[], float]
Fields = list[tuple[str, str]]


class TooLarge(Exception):
    """A form larger than any of ours."""


class Unreadable(Exception):
    """What was sent is no form."""


async def form(body: AsyncIterator[bytes]) -> Fields:
    """The form's fields in their order. Raises TooLarge, before it is read to its end, and Unreadable."""
    sent = b""
    async for piece in body:
        sent += piece
        if len(sent) > MOST_BYTES:
            raise TooLarge
    try:
        return parse_qsl(
            sent.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS, separator="&"
        )
    except ValueError:
        raise Unreadable from None


@dataclass
class Sends:
    """How often each phone has sent a form lately."""

    clock: Clock = time.monotonic
    _times: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, token: str) -> int:
        """Whole seconds that the phone has to wait before it may send this; 0 if it may now, which counts."""
        now = self.clock()
        if len(self._times) >= MOST_KEPT:
            self._times.clear()
        sent = self._times.setdefault(token, deque(maxlen=POSTS))
        if len(sent) == POSTS and (rest := sent[0] + SECONDS - now) > 0:
            return int(rest) + 1
        sent.append(now)
        return 0


@dataclass
class WrongCodes:
    """How long to let somebody wait who asks by a code: longer, the more wrong ones came from this address lately.

    A whole room may share one address, so nobody is ever refused.
    """

    clock: Clock = time.monotonic
    _failures: dict[str, tuple[float, float]] = field(default_factory=dict)  # how many are left, as of when

    def failed(self, address: str) -> None:
        for known in list(self._failures):  # a copy: the wall writes from another thread
            if self._left(known) < FADED:
                self._failures.pop(known, None)
        if len(self._failures) >= MOST_KEPT:
            self._failures.clear()
        self._failures[address] = (self._left(address) + 1, self.clock())

    def seconds(self, address: str) -> float:
        return min(max(self._left(address) - FREE, 0.0) * A_FAILURE, SLOWEST)

    def _left(self, address: str) -> float:
        number, since = self._failures.get(address, (0.0, 0.0))
        return number * 0.5 ** ((self.clock() - since) / HALF_LIFE)


wrong_codes = WrongCodes()  # of this server, at the phones' door and at the wall's
