"""All that a member drops at once, whatever it is: archives, single tables, analytics, LinkedIn's own score."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import is_zipfile

import pandas as pd

from ssi_core.i18n import _, ngettext
from ssi_core.intake import analytics, delimited, workbook
from ssi_core.intake.archive import layouts, package, resaved
from ssi_core.intake.archive.reading import Export, Reading, Source, Taken
from ssi_core.intake.archive.rows import Unknown
from ssi_core.intake.columns import recognise
from ssi_core.intake.findings import Finding
from ssi_core.intake.ledger import OTHER, PRIVATE, UNREADABLE, FileRead, Ledger, Seen
from ssi_core.intake.official import NotAScore, Official, read_official, read_scores
from ssi_core.intake.records import MAX_BYTES, Unreadable
from ssi_core.intake.tables import Table, read_tables
from ssi_core.rubric import Rubric, load

START = 4_096  # bytes that tell what a file is
SHOWN = 5  # names of a ZIP's files in a finding
TABLES, WORKBOOKS, TEXTS = {".csv", ".tsv"}, {".xlsx", ".xls"}, {".json", ".txt"}  # parts of a ZIP that are opened

_DAY = re.compile(r"(\d{2})-(\d{2})-(\d{4})")  # month first, in the name of an archive as LinkedIn gives it
_OFFICE = {"[Content_Types].xml", "content.xml"}  # workbooks and documents are ZIPs as well

Entry = FileRead | Taken


class NotOurs(Unreadable):
    """A file that is fine, but none of the member's from LinkedIn; the message says what it is."""


@dataclass(frozen=True)
class _Loose:
    """A file that lies in no ZIP, to be opened as a reading.Source."""

    shown: str
    path: str
    data: bytes | Path

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        try:
            with io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data.open("rb") as stream:
                yield stream
        except OSError:
            raise Unreadable(_("The file can't be opened.")) from None


def read_member(files: Iterable[tuple[str, bytes | Path]], rubric: Rubric | None = None) -> Ledger:
    """Everything that a member's files show, recognised by content.

    files: name and content of each, or where it lies. Nothing is raised for a bad file: it stands in the ledger with a
    finding that says why, and the others go on. The newest archive is read first: of a row that stands in two, with
    another status or title, the newest counts.
    """
    reader = _Reader(rubric or load())
    met: Counter[str] = Counter()
    loose = []
    for name, data in files:
        met[name] += 1
        loose.append(_Loose(name if met[name] == 1 else f"{name} ({met[name]})", name, data))
    newest_first = sorted(range(len(loose)), key=lambda place: _day_of(loose[place].path), reverse=True)
    entries = {place: reader.take(loose[place]) for place in newest_first}
    return reader.ledger(entry for place in sorted(entries) for entry in entries[place])


class _Reader:
    """Collects what each file gives."""

    def __init__(self, rubric: Rubric):
        self._rubric, self._reading, self._loose = rubric, Reading(rubric), Export()
        self._analytics: list[pd.DataFrame] = []
        self._seen: list[Seen] = []
        self._scores: list[Official] = []

    def ledger(self, files: Iterable[Entry]) -> Ledger:
        """Call it once, after the last file. files: what `take` gave, in the order in which they are to stand."""
        learnt = self._reading.finish()
        scores = tuple(sorted(self._scores, key=lambda score: score.on or date.max))
        return Ledger(
            tuple(entry.file_read() if isinstance(entry, Taken) else entry for entry in files),
            pd.concat([learnt.events, analytics.joined(self._analytics)], ignore_index=True),
            (*learnt.seen, *self._seen),
            learnt.profile,
            learnt.profile_files,
            scores[-1] if scores else None,
            scores,
        )

    def take(self, file: _Loose) -> list[Entry]:
        """One entry, or one for each part of an archive."""
        try:
            if entry := _by_name(file):
                return [entry]
            parts = _parts(file)
            return self._archive(file, parts) if parts else [self._file(file, self._loose)]
        except Unreadable as reason:
            return [_refused(file.shown, reason)]

    def _archive(self, file: _Loose, parts: Sequence[package.Part]) -> list[Entry]:
        """What a ZIP's parts give; those that are not needed are one entry."""
        export = Export(_day_of(file.path))
        entries = {part.path: entry for part in parts if (entry := self._part(part, export))}
        others = [part for part in parts if part.path not in entries]
        if not entries:
            raise NotOurs(_nothing_in(others))
        return [*entries.values(), *([_not_needed(file.shown, len(others))] if others else [])]

    def _part(self, part: package.Part, export: Export) -> Entry | None:
        """None for what a member's figures don't need."""
        if entry := _by_name(part):
            return entry
        suffix = PurePosixPath(part.path).suffix.lower()
        try:
            if suffix in TABLES | WORKBOOKS | TEXTS:
                return self._file(part, export, with_scores=suffix in TEXTS)
            return _refused(part.shown, Unreadable(part.problem)) if suffix == ".zip" else None
        except NotOurs as reason:
            return _refused(part.shown, reason)
        except Unknown as reason:
            return _refused(part.shown, reason) if layouts.is_named_like_ours(part.path) else None
        except Unreadable as reason:
            wanted = suffix not in TABLES or layouts.is_named_like_ours(part.path)
            return _refused(part.shown, reason) if wanted else None

    def _file(self, source: Source, export: Export, with_scores: bool = True) -> Entry:
        """Raises NotOurs, Unknown where nothing is known of it, and Unreadable."""
        start = _start(source)
        if known := _at_sight(start):
            raise NotOurs(known)
        if start.startswith((*workbook.ZIP, workbook.OLE)):
            return self._workbook(source, export)
        try:
            return self._reading.read(source, export)
        except Unknown as unknown:
            if known := layouts.foreign(unknown.header, self._rubric):
                raise NotOurs(known) from None
            if with_scores:
                return self._score(source)
            raise

    def _workbook(self, source: Source, export: Export) -> Entry:
        data = _whole(source)
        if _is_document(data):
            raise NotOurs(_("This is a text document or a presentation. LinkedIn's own files are ZIP, CSV or XLSX."))
        try:
            file, events, seen = analytics.read_analytics(source.shown, data)
        except analytics.NotAnalytics as reason:
            if table := resaved.as_csv(data):
                return self._reading.read(_Loose(source.shown, source.path, table), export)
            tables = _tables(source.shown, data)
            if entry := self._tracker(source.shown, tables):
                return entry
            raise NotOurs(_about_team(tables, self._rubric) or str(reason)) from None
        self._analytics.append(events)
        self._seen += seen
        return file

    def _score(self, source: Source) -> Entry:
        """LinkedIn's own score as text, JSON or a tracker's table."""
        data = _whole(source)
        text, _encoding, _remarks = delimited.decode(data)
        is_json = text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
        tables = [] if is_json else _tables(source.shown, data)
        tracked = self._tracker(source.shown, tables)
        if tracked and tracked.used:
            return tracked
        if known := _about_team(tables, self._rubric):
            raise NotOurs(known)
        try:
            score = read_official(text, self._rubric)
        except NotAScore as reason:
            if tracked:
                return tracked
            raise NotOurs(str(reason)) if is_json else Unknown(()) from None
        self._scores.append(score)
        return FileRead(source.shown, "score page", 1, 1, score.on, score.on)

    def _tracker(self, name: str, tables: Iterable[Table]) -> FileRead | None:
        for table in tables:
            with suppress(NotAScore):
                scores, findings = read_scores(table, self._rubric)
                self._scores += scores
                days = [score.on for score in scores if score.on]
                rows = len(scores) + sum(finding.rows for finding in findings)
                period = min(days, default=None), max(days, default=None)
                return FileRead(name, "score page", rows, len(scores), *period, findings)
        return None


def _day_of(path: str) -> str:
    """The day in an archive's name, year first, "" without one."""
    day = _DAY.search(path)
    return f"{day[3]}-{day[1]}-{day[2]}" if day else ""


def _by_name(source: Source) -> FileRead | None:
    words = {
        PRIVATE: _("Private, and not needed: it was not opened."),
        OTHER: _("Another of LinkedIn's files; it tells nothing about your score and was not opened."),
    }
    kind = layouts.by_name(source.path)
    return FileRead(source.shown, kind, notes=(words[kind],)) if kind else None


def _refused(name: str, reason: Unreadable) -> FileRead:
    kind = OTHER if isinstance(reason, NotOurs | Unknown) else UNREADABLE
    return FileRead(name, kind, findings=(Finding(name, None, "", "", str(reason), _("file not used")),))


def _not_needed(archive: str, parts: int) -> FileRead:
    words = ngettext("{n} other file is not needed.", "{n} other files are not needed.", parts).format(n=parts)
    return FileRead(f"{archive}/…", OTHER, notes=(words,))


def _nothing_in(parts: Sequence[package.Part]) -> str:
    names = ", ".join(PurePosixPath(part.path).name for part in parts[:SHOWN]) + (", …" if len(parts) > SHOWN else "")
    words = _(
        "There is none of LinkedIn's files in this ZIP; it holds {names}. LinkedIn's own has Connections.csv and more."
    )
    return words.format(names=names)


def _start(source: Source) -> bytes:
    with source.open() as stream:
        return stream.read(START)


def _whole(source: Source) -> bytes:
    """Raises Unreadable for a file that is larger than tables may be."""
    with source.open() as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than {limit} MB.").format(limit=MAX_BYTES // 1_000_000))
    return data


def _parts(file: _Loose) -> list[package.Part]:
    """The parts of an archive; none where it is another kind of file. Raises Unreadable for a damaged one."""
    with file.open() as stream:
        if not (stream.read(START).startswith(workbook.ZIP) or is_zipfile(stream)):
            return []
    if PurePosixPath(file.path).suffix.lower() in WORKBOOKS:
        return []
    parts = package.parts(file.shown, file.data)
    return [] if _OFFICE & {part.path for part in parts} else parts


def _is_document(data: bytes) -> bool:
    with suppress(Unreadable):
        return bool({"word/document.xml", "ppt/presentation.xml"} & {part.path for part in package.parts("", data)})
    return False


def _at_sight(start: bytes) -> str:
    """In words what a file is that no reader here takes; "" for all others."""
    picture = _("This is a picture. To give your score, copy the text of LinkedIn's score page.")
    kinds = {
        b"%PDF": _("This is a PDF document, such as a CV. LinkedIn's own files are ZIP, CSV or XLSX."),
        **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"), picture),
        b"{\\rtf": _("This is a text document. LinkedIn's own files are ZIP, CSV or XLSX."),
    }
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        return _("This is a web page. To give your score, copy its text, not the page.")
    return next((words for magic, words in kinds.items() if start.startswith(magic)), "")


def _tables(name: str, data: bytes) -> list[Table]:
    try:
        return read_tables(name, data)
    except Unreadable:  # its words may repeat what stands in the file
        return []


def _about_team(tables: Iterable[Table], rubric: Rubric) -> str:
    """In words that it is a team's sheet, if it is one: it has a column of names and one of figures."""
    for table in tables:
        if known := layouts.foreign(table.header, rubric):
            return known
        targets = {match.target for match in recognise(table.header, rubric)} - {None}
        if "person" in targets and len(targets) > 1:
            return _("This looks like a sheet about a team. Open it under Team data.")
    return ""
