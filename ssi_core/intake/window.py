"""A ledger over a stretch of days: on which of them the files show something, and what happened then."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from ssi_core.intake.ledger import AT, COUNT, HIT, KIND, Event, Ledger, events

USUAL_DAYS = 90  # over which figures are taken unless somebody says otherwise
PENDING_DAYS = 28  # a younger invitation may still be accepted; checked on real archives (facts on LinkedIn's files)


class Flow(NamedTuple):
    """What happens in a week: the sum of a column over events. The first kind says which days are seen."""

    kinds: tuple[Event, ...]
    column: str = COUNT


FLOWS = {
    "posts": Flow(("post",)),
    "followers_gained": Flow(("follower",)),
    "people_searches": Flow(("search",)),
    "target_connections": Flow(("connection",), HIT),
    "comments_made": Flow(("comment",)),
    "reactions_and_shares": Flow(("reaction", "repost")),
    "engagement_received": Flow(("engagement",)),
    "invitations_sent": Flow(("invitation",)),
    "messages_sent": Flow(("message",)),
}


@dataclass(frozen=True)
class Window:
    """The `days` days of a ledger that end with as_of; days None: all there are; as_of None: up to the newest."""

    ledger: Ledger
    days: int | None = None
    as_of: date | None = None

    @cached_property
    def end(self) -> date | None:
        """The last day, None if nothing is dated."""
        newest = self.ledger.events[AT].max()
        ends = [seen.end for seen in self.ledger.seen] or ([] if pd.isna(newest) else [newest.date()])
        return self.as_of or max(ends, default=None)

    def files(self, *kinds: Event) -> tuple[str, ...]:
        return tuple(dict.fromkeys(seen.file for seen in self.ledger.seen if seen.kind in kinds))

    def covered(self, kind: Event, since: pd.Timestamp | None = None) -> pd.DatetimeIndex:
        """The days on which the files show this kind, each once; since: the first day instead of the window's own.

        A file that goes back as far as there is anything shows all days asked for; where all there are are asked for,
        those from the kind's first event on.
        """
        days = pd.DatetimeIndex([])
        for seen in (seen for seen in self.ledger.seen if seen.kind == kind):
            asked = since if pd.notna(since) else self._start(kind)
            begins = asked if seen.start is None else pd.Timestamp(seen.start)
            first = begins if self.days is None else max(begins, asked)
            days = days.union(pd.date_range(first, min(seen.end, self.end)))
        return days

    def on(self, days: pd.DatetimeIndex, *kinds: Event) -> pd.DataFrame:
        """The events on these days."""
        found = pd.concat([self._all(kind) for kind in kinds])
        return found[found[AT].dt.floor("D").isin(days)]

    def until_end(self, kind: Event) -> pd.DataFrame:
        """The events up to the last day, undated ones too."""
        found = self._all(kind)
        return found[~(found[AT] >= pd.Timestamp(self.end) + pd.Timedelta(days=1))]

    def told(self, kind: Event) -> tuple[pd.DataFrame, int]:
        """The events on the days covered that tell whether they hit, and how many invitations are too young to."""
        days = self.covered(kind)
        found = self.on(days, kind)
        if kind != "invitation" or days.empty:
            return found.dropna(subset=HIT), 0
        pending = found[AT] >= days.max() - pd.Timedelta(days=PENDING_DAYS - 1)
        return found[~pending].dropna(subset=HIT), int(pending.sum())

    @cached_property
    def _by_kind(self) -> dict[str, pd.DataFrame]:
        return {str(kind): part for kind, part in self.ledger.events.groupby(KIND)}

    def _all(self, kind: Event) -> pd.DataFrame:
        return self._by_kind[kind] if kind in self._by_kind else events()

    def _start(self, kind: Event) -> pd.Timestamp:
        """The first day asked for; where all are, the first with an event of the kind, else with any."""
        if self.days is not None:
            return pd.Timestamp(self.end) - pd.Timedelta(days=self.days - 1)
        firsts = (found[AT].min() for found in (self._all(kind), self.ledger.events))
        return next((first.normalize() for first in firsts if pd.notna(first)), pd.Timestamp(self.end))
