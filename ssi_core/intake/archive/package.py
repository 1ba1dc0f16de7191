"""ZIP archives: their parts one by one, opened safely. Names in them are shown and compared, never used as paths."""

import io
import posixpath
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ssi_core.i18n import _
from ssi_core.intake.records import Unreadable

MAX_PARTS = 1_000
MAX_UNPACKED = 500_000_000  # bytes; an archive with 500,000 messages has 150 million
LARGE, MAX_RATIO = 50_000_000, 150  # a part of so many bytes packed tighter is made to hold a server up; texts reach 30

_ENTRY = re.compile(rb"PK\x01\x02")  # begins each entry of a ZIP's directory
_HEADER = 30  # bytes before the name of a part, at least
_DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, UnicodeDecodeError)


@dataclass(frozen=True)
class Part:
    """A file inside a ZIP. `size` is in bytes, unpacked, as declared; reading never gives more.

    shown: how to call it, without the folders that all parts are in; path: with all its folders.
    problem: why it can't be opened, a sentence, as far as the ZIP's directory tells; else "".
    source, entry: the whole ZIP, and the part's place in it.
    """

    shown: str
    path: str
    size: int
    problem: str
    source: bytes | Path = field(repr=False)
    entry: ZipInfo = field(repr=False)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Opens this part alone. Raises Unreadable, also while it is read: a checksum is known at its end only."""
        if self.problem:
            raise Unreadable(self.problem)
        try:
            # ZipFile stops at the declared size and compares the checksum: a size that lies comes out as damage.
            with ZipFile(_file(self.source)) as archive, archive.open(self.entry) as stream:
                yield stream
        except _DAMAGE:
            message = _("{name} is damaged inside the ZIP. Download your archive again.")
            raise Unreadable(message.format(name=PurePosixPath(self.path).name)) from None


def parts(name: str, data: bytes | Path) -> list[Part]:
    """The files in a ZIP, without folders, links and what computers leave behind (__MACOSX, names with a dot in front).

    name: what the ZIP is called, to name its parts by ("export.zip/Connections.csv"). Only the directory is read.
    Raises Unreadable where nothing of the ZIP should be read.
    """
    entries = _directory(data)
    _refuse_what_is_unsafe(entries)
    files = [(path, entry) for entry in entries if (path := _path(entry))]
    paths = [path for path, _entry in files]
    if not files:
        raise Unreadable(_("This ZIP is empty."))
    if all(map(_is_zip, paths)):
        raise Unreadable(_zip_inside())
    _refuse_twins(paths)
    above = posixpath.commonpath([path.parent for path in paths])
    return [
        Part(f"{name}/{path.relative_to(above)}", str(path), entry.file_size, _problem(entry, path), data, entry)
        for path, entry in files
    ]


def _file(data: bytes | Path) -> BinaryIO | Path:
    return io.BytesIO(data) if isinstance(data, bytes) else data


def _directory(data: bytes | Path) -> list[ZipInfo]:
    try:
        if _entries(data) > MAX_PARTS:  # counted first: reading a directory of a million takes 600 MB
            raise Unreadable(_("This ZIP holds more than {limit:,} files.").format(limit=MAX_PARTS))
        with ZipFile(_file(data)) as archive:
            return archive.infolist()
    except Unreadable:
        raise
    except (*_DAMAGE, ValueError, OSError):
        raise _damaged() from None


def _entries(data: bytes | Path) -> int:
    """How many entries the directory has, at least up to the limit and one; never fewer than ZipFile would find."""
    if isinstance(data, bytes):
        return sum(1 for _entry in islice(_ENTRY.finditer(data), MAX_PARTS + 1))
    with data.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return sum(1 for _entry in islice(_ENTRY.finditer(content), MAX_PARTS + 1))


def _damaged() -> Unreadable:
    return Unreadable(_("This ZIP is incomplete or damaged. Download your archive again."))


def _path(entry: ZipInfo) -> PurePosixPath | None:
    """Where the entry lies; None for folders, links and files that are none of the member's."""
    if entry.filename.endswith(("/", "\\")) or stat.S_ISLNK(entry.external_attr >> 16):
        return None
    name = "".join(character if character.isprintable() else "?" for character in entry.filename)
    steps = [step for step in re.split(r"[/\\]", name) if step not in ("", ".", "..")]
    hidden = any(step.startswith(".") or step == "__MACOSX" for step in steps)
    return PurePosixPath(*steps) if steps and not hidden else None


def _refuse_what_is_unsafe(entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("This ZIP is password-protected. Unpack it and upload the files inside."))
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED:
        message = _("This ZIP unpacks to {size:,} MB; the limit is {limit} MB.")
        raise Unreadable(message.format(size=size // 1_000_000, limit=MAX_UNPACKED // 1_000_000))
    spans = sorted((entry.header_offset, _HEADER + len(entry.filename) + entry.compress_size) for entry in entries)
    if any(begin < 0 for begin, _length in spans) or any(
        a + length > b for (a, length), (b, _length) in pairwise(spans)
    ):
        raise _damaged()


def _refuse_twins(paths: list[PurePosixPath]) -> None:
    first: dict[str, PurePosixPath] = {}
    for path in paths:
        if first.setdefault(str(path).casefold(), path) is not path:
            message = _("This ZIP holds two files {name}. Unpack it, and upload the one you mean.")
            raise Unreadable(message.format(name=path.name))


def _problem(entry: ZipInfo, path: PurePosixPath) -> str:
    if _is_zip(path):
        return _zip_inside()
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # of which others unpack to any size in one read
        return _("{name} is compressed in a way we don't read. Unpack the ZIP and upload the file.").format(
            name=path.name
        )
    if entry.file_size > max(LARGE, MAX_RATIO * entry.compress_size):
        return _("{name} unpacks to an unusual size. Unpack the ZIP and upload the file.").format(name=path.name)
    return ""


def _is_zip(path: PurePosixPath) -> bool:
    return path.suffix.lower() == ".zip"


def _zip_inside() -> str:
    return _("This is a ZIP inside a ZIP. Unpack the outer one and upload the ZIP inside.")
