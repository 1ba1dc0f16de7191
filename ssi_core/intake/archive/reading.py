"""The tables of one or more exports, read into one collection of events."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import BinaryIO, Protocol

import pandas as pd

from ssi_core.i18n import _
from ssi_core.intake.archive import moments
from ssi_core.intake.archive.activity import DATED, Activity
from ssi_core.intake.archive.events import Events
from ssi_core.intake.archive.layouts import Found, Layout, named, recognise
from ssi_core.intake.archive.messages import Messages
from ssi_core.intake.archive.network import Network
from ssi_core.intake.archive.profile import KINDS, Profile
from ssi_core.intake.archive.rows import Rows, open_rows
from ssi_core.intake.archive.tally import Tally
from ssi_core.intake.archive.titles import decision_maker
from ssi_core.intake.findings import Finding
from ssi_core.intake.ledger import PRIVATE, FileRead, Seen
from ssi_core.intake.records import Unreadable
from ssi_core.rubric import Rubric

LOOK = 1_000  # rows that tell whether Excel has put the day before the month
KEPT = timedelta(days=150)  # LinkedIn's archive keeps invitations for 5 to 10 months
ONE_EXPORT = 31 * moments.DAY  # seconds between the ends of two parts of one export, at most

_NO_EVENT = {
    "recommendations_given": _("Recommendations that you gave count for nothing here; those that you received do."),
    "company_follows": _("Following a company doesn't make it a target: answer that question yourself."),
    "member_follows": _("Whom you follow counts for nothing here."),
    "certifications": _("Certificates count for nothing here."),
    "rich_media": _("Pictures and films count for nothing here; the posts that they belong to do."),
}
_NOT_READ = {
    PRIVATE: _("Private, and not needed: nothing below its header was read."),
    "endorsements_given": _("Endorsements that you gave. Those that you received count."),
}


class Source(Protocol):
    """A file that can be opened more than once. shown: how to call it; path: its name, with folders if any."""

    @property
    def shown(self) -> str: ...

    @property
    def path(self) -> str: ...

    def open(self) -> AbstractContextManager[BinaryIO]: ...


@dataclass
class Export:
    """What was downloaded at one time. day: as LinkedIn puts it into the name, "" where it is unknown.

    end: seconds since 1970 of the newest row in any of its files, None without one.
    """

    day: str = ""
    kinds: set[str] = field(default_factory=set)
    end: int | None = None

    def goes_with(self, other: "Export") -> bool:
        """Whether both are parts of one export: of one day, or of about one time and with nothing in common."""
        if self.day and self.day == other.day:
            return True
        if self.end is None or other.end is None or not (self.kinds and other.kinds):
            return False
        return not self.kinds & other.kinds and abs(self.end - other.end) <= ONE_EXPORT


@dataclass
class Taken:
    """A table that was read; what is said of it may still grow until the reading ends."""

    tally: Tally
    layout: Layout
    export: Export
    rows: int = 0
    has_addresses: bool = False

    def file_read(self) -> FileRead:
        return self.tally.file_read(self.layout.kind, self.rows)

    def seen(self) -> Iterator[Seen]:
        """Nothing for a file of which no row was understood: it may have shown anything."""
        if self.export.end is not None and (self.tally.told or not self.rows):
            end = moments.day_of(self.export.end)
            first = end if self.tally.first is None else moments.day_of(self.tally.first)
            start = min(first, end - KEPT) if self.layout.kind == "invitations" else None
            yield from (Seen(kind, self.tally.file, start, end) for kind in self.layout.shows)


@dataclass(frozen=True)
class Learnt:
    """What all tables show together; as in the ledger."""

    events: pd.DataFrame
    seen: tuple[Seen, ...]
    profile: dict[str, bool]
    profile_files: tuple[str, ...]


class Reading:
    """Reads tables one after the other; what they show together is known when it has finished."""

    def __init__(self, rubric: Rubric):
        self._events = Events()
        self._activity, self._messages, self._profile = Activity(self._events), Messages(), Profile()
        self._network = Network(self._events, decision_maker(rubric.decision_makers))
        self._taken: list[Taken] = []

    def read(self, source: Source, export: Export) -> Taken | FileRead:
        """Raises Unreadable, and Unknown (see rows) where it is none of LinkedIn's tables."""
        layout, labels, day_first = _look(source)
        if layout.kind in _NOT_READ:
            return FileRead(source.shown, layout.kind, notes=(_NOT_READ[layout.kind],))
        if layout.kind == "recommendations":
            problem = _("can't tell received from given: name it Recommendations_Received.csv or …_Given.csv")
            finding = Finding(source.shown, None, "", "", problem, _("file not used"))
            return FileRead(source.shown, layout.kind, findings=(finding,))
        taken = Taken(Tally(source.shown, labels, day_first), layout, export)
        self._taken.append(taken)
        self._collect(source, taken)
        export.kinds.add(layout.kind)
        export.end = max(filter(None, (export.end, taken.tally.last)), default=None)
        return taken

    def _collect(self, source: Source, taken: Taken) -> None:
        """Reads all rows; where the file is damaged further down, those above still count."""
        tally, rows = taken.tally, None
        try:
            with source.open() as stream:
                rows = open_rows(stream, recognise)
                self._take(rows, taken)
        except Unreadable as damage:
            tally.remark(str(damage), _("what stands before that was read"))
        if rows is not None:
            for number, problem in rows.broken:
                tally.aside(number, problem)
            taken.rows = rows.count
            tally.notes += rows.notes
        if not taken.rows:
            tally.notes.append(_("LinkedIn has none of these on record."))

    def _take(self, rows: Rows[Found], taken: Taken) -> None:
        layout, tally, places = taken.layout, taken.tally, rows.layout.places
        if layout.kind == "messages":
            self._messages.read(rows, places, len(rows.header), tally)
            return
        each = ((number, {name: cells[place] for name, place in places.items()}) for number, cells in rows)
        if layout.kind == "connections":
            taken.has_addresses = "url" in places
            self._network.connections(each, tally)
        elif layout.kind == "invitations":
            self._network.invitations(each, tally)
        elif layout.kind in DATED:
            self._activity.read(layout, each, tally)
        elif layout.kind in KINDS:
            self._profile.read(layout.kind, each, tally, taken.export)
        else:
            for _row in each:
                tally.use()
        if note := _NO_EVENT.get(layout.kind):
            tally.notes.append(note)

    def finish(self) -> Learnt:
        """What all files show together. Call it once, after the last file."""
        _join_parts({id(taken.export): taken.export for taken in self._taken}.values())
        shown = [taken.export.end for taken in self._taken if taken.has_addresses]
        self._activity.finish()
        self._network.finish(max(filter(None, shown), default=None))
        if not self._messages.finish(self._network.own, self._profile.names, self._events):
            self._taken = [taken for taken in self._taken if taken.layout.kind != "messages"]
        answers, files = self._profile.finish()
        return Learnt(
            self._events.frame(), tuple(seen for taken in self._taken for seen in taken.seen()), answers, files
        )


def _look(source: Source) -> tuple[Layout, dict[str, str], bool]:
    """What the table is, its columns' labels by the layout's names, and whether its dates have the day first."""
    with source.open() as stream:
        rows = open_rows(stream, recognise)
        layout, places = named(rows.layout.layout, source.path), rows.layout.places
        labels = {name: rows.header[place] for name, place in places.items()}
        cells = (cells[places[layout.date]] for _row, cells in islice(rows, LOOK)) if layout.date else ()
        return layout, labels, moments.day_first(cells)


def _join_parts(exports: Iterable[Export]) -> None:
    """Gives all parts of one export the same end."""
    groups: list[list[Export]] = []
    for export in exports:
        for group in groups:
            if all(map(export.goes_with, group)):
                group.append(export)
                break
        else:
            groups.append([export])
    for group in groups:
        end = max((export.end for export in group if export.end is not None), default=None)
        for export in group:
            export.end = end
