"""A team from its members' own LinkedIn files: told apart by the names of files and folders, one row each."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath
from typing import BinaryIO

import pandas as pd

from ssi_core.i18n import _, ngettext
from ssi_core.intake.analytics import read_analytics
from ssi_core.intake.archive import layouts, package, rows
from ssi_core.intake.cells import identity
from ssi_core.intake.findings import Finding
from ssi_core.intake.ledger import OTHER, PRIVATE, UNREADABLE, FileRead
from ssi_core.intake.measure import Measured, frame, measure
from ssi_core.intake.member import read_member
from ssi_core.intake.records import Unreadable
from ssi_core.intake.tables import Table
from ssi_core.intake.units import plain
from ssi_core.intake.workbook import ZIP
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import GROUP, PERSON

KINDS = """connections shares comments reactions instantreposts instant reposts votes invitations messages endorsement
    endorsements recommendations profile positions skills education searchqueries search queries aggregateanalytics
    content follows certifications rich"""
# What else LinkedIn, computers and people write around a name; none of it names anybody.
BESIDE = """received given info basic complete linkedindataexport linkedin data export exports archive archives download
    downloads file files copy of my the all team analytics company member media zip csv tsv txt xlsx"""

File = tuple[str, bytes]
_KINDS, _BESIDE = frozenset(KINDS.split()), frozenset(BESIDE.split())
_WORKBOOK = {"[Content_Types].xml", "content.xml"}  # one of them is in every workbook that is a ZIP


@dataclass(frozen=True)
class Export:
    """One member's files. named: they say whose they are. unread: what is never read or can't be unpacked."""

    person: str
    files: tuple[File, ...]
    named: bool = True
    unread: tuple[FileRead, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """A file, or a part of a ZIP, with its owner as far as the names tell ("" for nobody); a FileRead if not read."""

    owner: str
    name: str
    data: bytes | FileRead


def split(files: Iterable[File]) -> tuple[list[Export], list[File]]:
    """Parts the members' own LinkedIn files, by member, from all others.

    A member is named by the file, the nearest folder or the ZIP. A ZIP that names nobody is a member of its own, loose
    files that name nobody are all one's.
    """
    owned: dict[tuple[str, str], list[_Piece]] = {}
    others = []
    for name, data in files:
        pieces = list(_pieces(name, data))
        for piece in pieces:
            unnamed = name if data.startswith(ZIP) and not piece.owner else ""
            owned.setdefault((_key(piece.owner), unnamed), []).append(piece)
        if not pieces:
            others.append((name, data))
    numbers = count(1)
    return [_export(pieces, numbers) for pieces in owned.values()], others


def exports_table(exports: Sequence[Export], rubric: Rubric | None = None) -> tuple[Table | None, list[FileRead]]:
    """A table with a row a member, headed by the rubric's ids, and what became of every file.

    Figures are those of the USUAL_DAYS up to the newest date in the member's own files. No table without any figure.
    """
    rubric = rubric or load()
    members, reads, notes = [], [], []
    for export in exports:
        ledger = read_member(export.files, rubric)
        reads += [*ledger.files, *export.unread]
        measured = measure(ledger, rubric=rubric)
        if measured.activities or ledger.official:
            members.append((export, frame(measured, export.person, ledger.official, rubric)))
            notes.append(_note(export.person, measured, sum(file.used > 0 for file in ledger.files)))
    if not members:
        return None, reads
    return _table(members, [*notes, *_left_unread(exports, reads)]), reads


def _table(members: Sequence[tuple[Export, pd.DataFrame]], notes: Sequence[str]) -> Table:
    """One row a member, as they come, in the columns of the activity frame that somebody has."""
    whole = pd.concat([row for _export, row in members], ignore_index=True)
    kept = whole[[name for name in whole if name != GROUP and whole[name].notna().any()]]
    cells = kept.astype(object).where(kept.notna(), None).itertuples(index=False, name=None)
    unnamed = [_unnamed(export, row) for row, (export, _frame) in enumerate(members, 2) if not export.named]
    return Table(
        _("members' own files"),
        None,
        tuple(kept.columns),
        tuple(cells),
        tuple(range(2, len(members) + 2)),
        tuple(notes),
        tuple(unnamed),
        is_current=True,
    )


def _pieces(name: str, data: bytes) -> Iterator[_Piece]:
    """The parts of a file that are a member's; none where it is no LinkedIn file."""
    if not data.startswith(ZIP):
        if _is_ours(name, data):
            closed = _closed(name)
            yield _Piece(_owner(PurePosixPath(name)), name, FileRead(name, closed) if closed else data)
        return
    try:
        parts = package.parts(name, data)
    except Unreadable as refusal:
        if name.lower().endswith(".zip"):
            yield _Piece(_owner(PurePosixPath(name)), name, _unread(name, str(refusal)))
        return
    if _WORKBOOK & {part.path for part in parts}:
        if _is_analytics(name, data):
            yield _Piece(_owner(PurePosixPath(name)), name, data)
        return
    named = [part for part in parts if _is_named_like_ours(part.path)]
    ours = _owned(name, named or [part for part in parts if _is_ours_inside(part)])
    if len({_key(owner) for owner, _part in ours}) == 1:
        yield _Piece(ours[0][0], name, data)
    elif ours:
        yield from _shared_out(name, parts, ours)


def _shared_out(name: str, parts: Sequence[package.Part], ours: Sequence[tuple[str, package.Part]]) -> Iterator[_Piece]:
    """The parts of a ZIP of several members' files; what is nobody's stands unread with the first member's."""
    owners = {part.path: owner for owner, part in ours}
    for part in parts:
        shown = f"{name}/{part.path}"
        if part.path in owners:
            yield _Piece(owners[part.path], shown, _content(shown, part))
        else:
            kind = _closed(part.path) or OTHER
            read = _unread(shown, part.problem) if part.problem else FileRead(shown, kind)
            yield _Piece(ours[0][0], shown, read)


def _owned(name: str, parts: Sequence[package.Part]) -> list[tuple[str, package.Part]]:
    """Parts of a ZIP with their owners: their own names tell if all of them do, else the folders and the ZIP."""
    by_file = all(_is_named_like_ours(part.path) and _name_in(PurePosixPath(part.path).name) for part in parts)
    paths = [PurePosixPath(name, part.path) for part in parts]
    return [(_owner(path if by_file else path.parent), part) for path, part in zip(paths, parts, strict=True)]


def _is_ours(name: str, data: bytes) -> bool:
    """Whether a table's header is that of a file of LinkedIn's; one that could be anybody's needs LinkedIn's name."""
    found = _found(io.BytesIO(data))
    return found is not None and bool(found.layout.shows or _is_named_like_ours(name) or _closed(name))


def _is_ours_inside(part: package.Part) -> bool:
    """The same for a part of a ZIP that goes by a name of its own; private ones are not opened."""
    if _closed(part.path):
        return False
    try:
        with part.open() as stream:
            found = _found(stream)
    except Unreadable:
        return False
    return found is not None and bool(found.layout.shows)


def _found(stream: BinaryIO) -> layouts.Found | None:
    try:
        return rows.open_rows(stream, layouts.recognise).layout
    except Unreadable:
        return None


def _is_analytics(name: str, data: bytes) -> bool:
    if not _is_named_like_ours(name):  # a team's own workbook need not be read twice
        return False
    try:
        return bool(read_analytics(name, data))
    except Unreadable:
        return False


def _is_named_like_ours(path: str) -> bool:
    words = {plain(word) for word in _words(PurePosixPath(path).name)}
    return not _KINDS.isdisjoint(words) and not _closed(path)


def _closed(path: str) -> str:
    """The kind of a file that is never read, such as Logins.csv, also behind a person's name; "" for any other."""
    words = list(_words(PurePosixPath(path).stem))
    kinds = (layouts.by_name(" ".join(words[first:])) for first in range(len(words)))
    return next(filter(None, kinds), "")


def _owner(path: PurePosixPath) -> str:
    """Whom the file's name tells, else the nearest folder's or the ZIP's; "" where none does."""
    return next(filter(None, map(_name_in, reversed(path.parts))), "")


def _name_in(step: str) -> str:
    return " ".join(word for word in _words(step) if not _is_beside(word))


def _words(step: str) -> Iterator[str]:
    """The words of a name; a hyphen parts LinkedIn's words and dates, but not Jean-Luc."""
    for word in re.split(r"[\s_.,()\[\]]+", step):
        halves = re.split("[-–—]", word)
        yield from halves if any(map(_is_beside, halves)) else [word]


def _is_beside(word: str) -> bool:
    return plain(word) in _KINDS | _BESIDE or not any(map(str.isalpha, word))


def _key(owner: str) -> str:
    """What the spellings of one name have in common: Ana Lopez, ana_lopez, AnaLopez."""
    return identity(owner).replace(" ", "")


def _content(name: str, part: package.Part) -> bytes | FileRead:
    try:
        with part.open() as stream:
            return stream.read()
    except Unreadable as refusal:
        return _unread(name, str(refusal))


def _unread(name: str, problem: str) -> FileRead:
    return FileRead(name, UNREADABLE, findings=(Finding(name, None, "", "", problem, _("file not used")),))


def _export(pieces: Sequence[_Piece], numbers: Iterator[int]) -> Export:
    owner = max((piece.owner for piece in pieces), key=len)
    person = owner or _("Member {n}").format(n=next(numbers))
    files = tuple((piece.name, piece.data) for piece in pieces if isinstance(piece.data, bytes))
    unread = tuple(piece.data for piece in pieces if isinstance(piece.data, FileRead))
    return Export(person, files, bool(owner), unread)


def _unnamed(export: Export, row: int) -> Finding:
    words = _("nothing tells whose these files are: {files}. Put the name into the file's name or a folder's.")
    files = ", ".join(name for name, _data in export.files)
    return Finding("", row, PERSON, export.person, words.format(files=files), export.person)


def _note(person: str, measured: Measured, files: int) -> str:
    read = ngettext("{n} file", "{n} files", files).format(n=files)
    words = _("{person}: {known} activities from {files}, over the {days} days up to {day}.")
    day = measured.as_of.isoformat() if measured.as_of else "?"
    return words.format(person=person, known=len(measured.activities), files=read, days=measured.days, day=day)


def _left_unread(exports: Iterable[Export], reads: Iterable[FileRead]) -> Iterator[str]:
    """How many private files there are, and the names of those that are no member's."""
    if private := sum(read.kind == PRIVATE for read in reads):
        words = ngettext(
            "{n} private file, such as logins or phone numbers, was left unread.",
            "{n} private files, such as logins or phone numbers, were left unread.",
            private,
        )
        yield words.format(n=private)
    others = [read.name for export in exports for read in export.unread if read.kind == OTHER]
    if names := dict.fromkeys(PurePosixPath(name).name for name in others):
        yield _("Not used: {files}.").format(files=", ".join(names))
