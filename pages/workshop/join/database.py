"""The server's database for all phones, off the event loop: a few read at once, and all write one after the other.

SQLite's own waiting for a lock is unfair and lets some wait for long; a queue is fair.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from ssi_core.store.engine import Store, default_url
from ssi_core.store.faults import BUSY, fault

PATIENCE = 10.0  # seconds for another program's lock, and in the queue, before a phone is told to try again

P = ParamSpec("P")
T = TypeVar("T")

_opening = Lock()
_readers = ThreadPoolExecutor(4, "phones-read")
_writer = ThreadPoolExecutor(1, "phones-write")
_computer = ThreadPoolExecutor(1, "phones-compute")  # one alone: more would only take time from those that wait


async def reading(work: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work(store, ...)` gives."""
    return await _in(_readers, lambda: work(_store(), *args, **kwargs))


async def writing(work: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same in turn. Raises a Fault where the turn came too late."""
    latest = time.monotonic() + PATIENCE

    def in_turn() -> T:
        if time.monotonic() > latest:
            raise fault(BUSY)
        return work(_store(), *args, **kwargs)

    return await _in(_writer, in_turn)


async def computing(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What takes longer than a moment and needs no database."""
    return await _in(_computer, partial(work, *args, **kwargs))


async def _in(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, work)


def _store() -> Store:
    with _opening:
        return _opened(default_url())


@lru_cache(maxsize=1)
def _opened(url: str) -> Store:
    return Store(url, wait=PATIENCE)
