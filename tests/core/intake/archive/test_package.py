"""ZIP archives, whole, odd and hostile: which parts there are, which sentence comes back, and nothing else."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.intake.archive.package import MAX_PARTS, Part, parts
from ssi_core.intake.records import Unreadable

CONNECTIONS = b"First Name,Last Name,Connected On\nAna,Ng,17 Jun 2021\n"
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"  # what begins a part, and its entry in the directory
AT = {"flags": (6, 8), "method": (8, 10), "checksum": (14, 16), "size": (22, 24)}  # in a part, and in its entry


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of a name given twice
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def patched(data: bytes, field: str, value: int, number: int = 0) -> bytes:
    """Another value in the part of this number, and in its entry of the directory."""
    changed = bytearray(data)
    for mark, at in zip((LOCAL, CENTRAL), AT[field], strict=True):
        place = -1
        for _time in range(number + 1):
            place = data.index(mark, place + 1)
        struct.pack_into("<H" if field in ("flags", "method") else "<L", changed, place + at, value)
    return bytes(changed)


def read(part: Part) -> bytes:
    with part.open() as stream:
        return stream.read()


def pieces(part: Part) -> Iterator[bytes]:
    with part.open() as stream:
        while piece := stream.read(1_000):
            yield piece


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry


READ: dict[str, tuple[bytes, list[str]]] = {  # the ZIP, and what its parts are called
    "z01_linkedin_ok": (
        zipped(("Connections.csv", CONNECTIONS), ("Jobs/Saved Jobs.csv", b"x")),
        ["Connections.csv", "Jobs/Saved Jobs.csv"],
    ),
    "z02_nested_folder": (
        zipped(("Export/", b""), ("Export/Connections.csv", CONNECTIONS), ("Export/Jobs/Saved Jobs.csv", b"x")),
        ["Connections.csv", "Jobs/Saved Jobs.csv"],
    ),
    "z02_two_people": (
        zipped(("Team/Ana/Connections.csv", CONNECTIONS), ("Team/Ben/Connections.csv", b"x")),
        ["Ana/Connections.csv", "Ben/Connections.csv"],
    ),
    "z02_windows_folder": (zipped(("Export\\", b""), ("Export\\Connections.csv", CONNECTIONS)), ["Connections.csv"]),
    "z03_zip_slip": (
        zipped(("../../Connections.csv", CONNECTIONS), ("/etc/passwd", b"x"), ("C:\\evil.csv", b"x")),
        ["Connections.csv", "etc/passwd", "C:/evil.csv"],
    ),
    "z04_symlink": (
        zipped(("Connections.csv", CONNECTIONS), (link("Shares.csv"), b"/etc/passwd")),
        ["Connections.csv"],
    ),
    "z06_no_known_files": (zipped(("readme.txt", CONNECTIONS)), ["readme.txt"]),
    "z09_macosx_junk": (
        zipped(("__MACOSX/._Connections.csv", b"x"), ("Connections.csv", CONNECTIONS), (".DS_Store", b"x")),
        ["Connections.csv"],
    ),
    "z13_utf8_names": (zipped(("Büro/Verbindungen ☕.csv", CONNECTIONS)), ["Verbindungen ☕.csv"]),
    "z13_odd_names": (zipped(("a\u202eb\nc.csv", CONNECTIONS)), ["a?b?c.csv"]),
    "z15_prefix_garbage": (b"#!/bin/sh\necho no\n" + zipped(("Connections.csv", CONNECTIONS)), ["Connections.csv"]),
    "z20_stored": (zipped(("Connections.csv", CONNECTIONS), method=zipfile.ZIP_STORED), ["Connections.csv"]),
}


@pytest.mark.parametrize("case", READ)
def test_parts_are_named_and_opened_one_by_one(case: str):
    data, names = READ[case]
    found = parts("export.zip", data)
    assert [part.shown for part in found] == [f"export.zip/{name}" for name in names]
    assert read(found[0]) == CONNECTIONS
    assert found[0].size == len(CONNECTIONS)


def test_a_part_knows_its_folders():
    assert parts("my.zip.zip", READ["z02_two_people"][0])[1].path == "Team/Ben/Connections.csv"


def test_an_archive_on_disk_is_read_from_there(tmp_path: Path):
    path = tmp_path / "export (1).zip"
    path.write_bytes(zipped(("Connections.csv", CONNECTIONS)))
    (part,) = parts(path.name, path)
    assert (part.shown, read(part)) == ("export (1).zip/Connections.csv", CONNECTIONS)


def _overlapping() -> bytes:
    """Both entries of the directory point at the first part."""
    data = bytearray(zipped(("a.csv", CONNECTIONS), ("b.csv", CONNECTIONS)))
    struct.pack_into("<L", data, data.rindex(CENTRAL) + 42, 0)
    return bytes(data)


def _many(count: int) -> bytes:
    return zipped(*((f"{number}.csv", b"") for number in range(count)))


def _declared(size: int, files: int = 1) -> bytes:
    data = zipped(*((f"{number}.csv", b"x") for number in range(files)))
    for number in range(files):
        data = patched(data, "size", size, number)
    return data


WHOLE = zipped(("Connections.csv", CONNECTIONS), ("Shares.csv", b"Date\n"))
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "z05_empty": (lambda: zipped(), "is empty"),
    "z05_only_junk": (lambda: zipped(("Export/", b""), (".DS_Store", b"x"), (link("x"), b"y")), "is empty"),
    "z07_dup_names": (lambda: zipped(("a/Shares.csv", b"x"), ("a/Shares.csv", b"y")), "two files Shares.csv"),
    "z08_case_variants": (lambda: zipped(("SHARES.csv", b"x"), ("Shares.csv", b"y")), "two files Shares.csv"),
    "z10_only_zips": (lambda: zipped(("a.ZIP", WHOLE), ("b.zip", WHOLE)), "ZIP inside a ZIP"),
    "z11_too_many": (lambda: _many(MAX_PARTS + 1), "more than 1,000 files"),
    "z12_bomb_1GB": (lambda: _declared(10**9), "unpacks to 1,000 MB; the limit is 500 MB"),
    "z14_truncated": (lambda: WHOLE[:-30], "incomplete or damaged"),
    "z14_first_byte": (lambda: b"P", "incomplete or damaged"),
    "z18_encrypted": (lambda: patched(patched(WHOLE, "flags", 1, 1), "method", 99, 1), "password-protected"),
    "z19_bomb_10GB": (lambda: _declared(2 * 10**9, files=5), "unpacks to 10,000 MB"),
    "z19_overlap": (_overlapping, "incomplete or damaged"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_archive_is_refused_in_a_sentence(case: str, tmp_path: Path):
    make, sentence = REFUSED[case]
    path = tmp_path / "any.zip"
    path.write_bytes(make())
    for data in (path, make()):
        with pytest.raises(Unreadable, match=sentence):
            parts("any.zip", data)


def test_as_many_files_as_allowed_are_read():
    assert len(parts("any.zip", _many(MAX_PARTS))) == MAX_PARTS


BROKEN: dict[str, tuple[bytes, str]] = {  # one part can't be read, the other can
    "z10_nested_zip": (zipped(("old.zip", WHOLE), ("Connections.csv", CONNECTIONS)), "ZIP inside a ZIP"),
    "z16_crc_wrong": (patched(WHOLE, "checksum", 1, 1), "Shares.csv is damaged"),
    "z17_lying_size": (
        patched(zipped(("Connections.csv", CONNECTIONS), ("Shares.csv", bytes(10**7))), "size", 100, 1),
        "Shares.csv is damaged",
    ),
    "z21_bzip2": (patched(WHOLE, "method", zipfile.ZIP_BZIP2, 1), "Shares.csv is compressed in a way"),
    "z22_other_name": (WHOLE.replace(b"Shares", b"Sharks", 1), "Shares.csv is damaged"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_part_leaves_the_others_alone(case: str):
    data, sentence = BROKEN[case]
    texts, refusals = [], []
    for part in parts("any.zip", data):
        try:
            texts.append(read(part))
        except Unreadable as refusal:
            refusals.append(str(refusal))
    assert texts == [CONNECTIONS]
    assert len(refusals) == 1
    assert sentence in refusals[0]


def test_a_size_that_lies_gives_no_more_than_declared():
    (part,) = parts("any.zip", patched(zipped(("Shares.csv", bytes(10**7))), "size", 100_000))
    given: list[bytes] = []
    with pytest.raises(Unreadable):
        given.extend(pieces(part))
    assert 0 < sum(map(len, given)) < 100_000  # the checksum is compared with the last of them


def test_what_the_reader_of_a_part_raises_is_not_taken_for_damage():
    (part,) = parts("any.zip", zipped(("Shares.csv", b"x")))
    with pytest.raises(ValueError, match="mine"), part.open():
        raise ValueError("mine")


@given(st.data())
def test_a_damaged_archive_raises_nothing_but_unreadable(data):
    content = bytearray(WHOLE)
    for _time in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(content), len(content) - 10, 100, 4]))
    try:
        found = parts("any.zip", bytes(content[:cut]))
    except Unreadable:
        return
    for part in found:
        try:
            assert len(read(part)) <= part.size
        except Unreadable:
            continue


def test_a_large_part_that_repeats_itself_is_not_opened():
    rows = b"2026-01-01 08:00:00,LIKE,x\n" * 2_000_000
    packed = zipped(("Reactions.csv", rows), ("Skills.csv", b"Name\nSales\n"))
    reactions, skills = parts("export.zip", packed)

    assert "unusual size" in reactions.problem
    assert skills.problem == ""
