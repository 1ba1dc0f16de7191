"""Collects events as numbers, one short column a kind, until they become the ledger's frame."""

from array import array
from collections import defaultdict

import numpy as np
import pandas as pd

from ssi_core.intake.ledger import AT, COUNT, HIT, KIND, Event, events

NO_DATE = np.iinfo(np.int64).min  # what numpy stores for NaT
UNKNOWN = float("nan")


class Events:
    """Times in seconds since 1970, and hits, by kind."""

    def __init__(self) -> None:
        self._at: dict[Event, array] = defaultdict(lambda: array("q"))
        self._hit: dict[Event, array] = defaultdict(lambda: array("d"))

    def add(self, kind: Event, at: int | None, hit: float = UNKNOWN) -> None:
        self._at[kind].append(NO_DATE if at is None else at)
        self._hit[kind].append(hit)

    def add_all(self, kind: Event, at: np.ndarray, hit: np.ndarray | None = None) -> None:
        self._at[kind].frombytes(at.astype(np.int64).tobytes())
        self._hit[kind].frombytes((np.full(len(at), UNKNOWN) if hit is None else hit.astype(float)).tobytes())

    def frame(self) -> pd.DataFrame:
        """The ledger's events, kind by kind."""
        if not self._at:
            return events()
        kinds = list(self._at)
        at = np.concatenate([np.frombuffer(self._at[kind], np.int64) for kind in kinds])
        hit = np.concatenate([np.frombuffer(self._hit[kind], np.float64) for kind in kinds])
        repeated = np.repeat(np.array(kinds, dtype=object), [len(self._at[kind]) for kind in kinds])
        return events({AT: at.view("datetime64[s]"), KIND: repeated, COUNT: np.ones(len(at)), HIT: hit})
