"""What a member's own files leave behind once they are read: dated events and counts.

Names, addresses, titles and texts stay in the readers: nothing here, nor in a finding, tells who or what was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from ssi_core.intake.findings import Finding
from ssi_core.intake.official import Official

Event = Literal[
    "connection",  # at: connected on; hit: whether the title is a decision maker's, NaN without a title
    "post",  # a share with words of the member's own
    "repost",  # a share without, or an instant repost
    "reaction",
    "vote",
    "comment",
    "search",  # keystrokes joined
    "invitation",  # outgoing ones; hit: whether it was accepted, NaN where the files don't tell
    "message",  # sent by the member; sponsored and system conversations and drafts are out everywhere
    "approach",  # a conversation that the member's message began; hit: whether somebody else wrote later on
    "turn",  # others wrote to the member, one or more messages in a row; hit: answered within 24 hours
    "endorsement",  # received; hit: accepted, otherwise it is pending
    "recommendation",  # received; hit: visible
    "follower",  # new ones of a day, in count
    "engagement",  # received on a day, in count
    "impression",  # of a day, in count
]
AT, KIND, COUNT, HIT = "at", "kind", "count", "hit"

PRIVATE, OTHER, UNREADABLE = "private", "other", "unreadable"  # kinds of files that are not read


@dataclass(frozen=True)
class Seen:
    """Over which days a file shows a kind of event; start None = as far back as there is anything."""

    kind: Event
    file: str
    start: date | None
    end: date


@dataclass(frozen=True)
class FileRead:
    """What became of one file, or of one part of an archive ("export.zip/Comments.csv").

    kind: a layout's id ("connections", "messages", "analytics", "score page" ...), PRIVATE for what is never opened,
    OTHER for what is no LinkedIn file, UNREADABLE for a damaged one. used + the rows of the findings = rows. start and
    end: the period of its rows.
    """

    name: str
    kind: str
    rows: int = 0
    used: int = 0
    start: date | None = None
    end: date | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """Everything that was learnt from a member's files.

    events: one row an event (or a day's count) with `at` (datetime64[s] in UTC, NaT where unreadable), `kind`,
    `count` (float) and `hit` (1.0, 0.0 or NaN). seen: a row for each kind and file, also where it holds none.
    profile: by id of the rubric's checklist items whether the profile has it; items that no file shows are absent.
    official: LinkedIn's own score, the newest; scores: all of them by date, where a file has several.
    """

    files: tuple[FileRead, ...]
    events: pd.DataFrame
    seen: tuple[Seen, ...] = ()
    profile: Mapping[str, bool] = field(default_factory=dict)
    profile_files: tuple[str, ...] = ()
    official: Official | None = None
    scores: tuple[Official, ...] = ()


def events(rows: Mapping[str, list] | None = None) -> pd.DataFrame:
    """A frame of events with the columns' types settled; rows: lists by column name, none for an empty frame."""
    given = rows or {AT: [], KIND: [], COUNT: [], HIT: []}
    return pd.DataFrame(given, columns=[AT, KIND, COUNT, HIT]).astype(
        {AT: "datetime64[s]", KIND: "str", COUNT: "float64", HIT: "float64"}
    )


def joined(before: Ledger, later: Ledger) -> Ledger:
    """Both as one, for files that are dropped one after the other.

    Their rows can't be told apart any more, so a kind of event that both show is taken from the one that reaches
    further, the later one where both reach as far. Files of one name are the later one's; an earlier one without a row,
    such as one that was refused, is not mentioned again.
    """
    ends = [_ends(ledger) for ledger in (before, later)]
    kept = {kind for kind, end in ends[0].items() if kind not in ends[1] or end > ends[1][kind]}
    old = before.events[before.events[KIND].isin(kept)]
    new = later.events[~later.events[KIND].isin(kept)]
    names = {file.name for file in later.files}
    both_profiles = tuple(dict.fromkeys((*before.profile_files, *later.profile_files)))
    return Ledger(
        files=(*(file for file in before.files if file.rows and file.name not in names), *later.files),
        events=pd.concat([old, new], ignore_index=True),
        seen=(
            *(seen for seen in before.seen if seen.kind in kept),
            *(seen for seen in later.seen if seen.kind not in kept),
        ),
        profile={**before.profile, **later.profile},
        profile_files=later.profile_files if before.profile.keys() <= later.profile.keys() else both_profiles,
        official=later.official or before.official,
        scores=later.scores or before.scores,
    )


def _ends(ledger: Ledger) -> dict[Event, date]:
    """The last day on which each kind is seen."""
    return {seen.kind: seen.end for seen in sorted(ledger.seen, key=lambda seen: seen.end)}
