"""Makes ledgers by hand."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from ssi_core.intake.ledger import Event, Ledger, Seen, events

END = date(2026, 9, 30)  # a Wednesday
NOTHING = float("nan")


def happened(kind: Event, *at: str | None, count: float = 1, hits: Sequence[float] = ()) -> pd.DataFrame:
    """One event at each time, with the hits in the same order."""
    columns = {"at": list(at), "kind": kind, "count": count, "hit": list(hits) or NOTHING}
    return pd.DataFrame(columns, index=range(len(at)))


def daily(kind: Event, first: str, days: int, count: float = 1, hit: float = NOTHING) -> pd.DataFrame:
    """One event a day, at nine in the morning."""
    at = pd.date_range(f"{first} 09:00", periods=days)
    return pd.DataFrame({"at": at, "kind": kind, "count": count, "hit": hit})


def seen(*kinds: Event, start: date | None = None, end: date = END, file: str = "export.zip/file.csv") -> list[Seen]:
    return [Seen(kind, file, start, end) for kind in kinds]


def ledger(parts: Sequence[pd.DataFrame], files: Sequence[Seen], **more) -> Ledger:
    rows = pd.concat([events(), *parts], ignore_index=True)
    return Ledger((), events(rows.to_dict("list")), tuple(files), **more)
