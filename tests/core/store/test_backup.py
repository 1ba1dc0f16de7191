"""A backup goes back into either database as it was; damaged ones and databases in use are left alone."""

import gzip
import json
import os
import re
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from errno import ENOSPC
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from ssi_core.store import backup, rights, schema
from ssi_core.store.engine import Store, StoreError, database_file, files_of
from ssi_core.store.tables import (
    accounts,
    backups,
    entries,
    insert_row,
    metadata,
    now,
    participants,
    rooms,
    sheets,
    shown,
    teams,
)
from tests.core.store.histories import own_of, shared, team_of


def rows(store: Store) -> dict[str, list]:
    with store.reading() as connection:
        tables = [table for table in metadata.sorted_tables if table is not backups]
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables
        }


def a_room(store: Store, owner: rights.Account) -> None:
    """One that has ended, with a participant's sheet."""
    values = {"name": "Kick-off", "code": "K7M2QX", "language": "en", "activities": ["posts"], "questions": "0000"}
    values |= {"rounds": 1, "named": False, "ends_on": date(2026, 12, 31), "round": 1, "state": "ended"}
    with store.writing() as connection:
        room = insert_row(connection, rooms, account_id=owner.id, revealed=True, **values)
        key = {"room_id": room, "key": "ab" * 32}
        connection.execute(insert(participants).values(**key, name="", made_up=False))
        connection.execute(insert(sheets).values(**key, round=1, answers={"posts": None}))
        connection.execute(insert(shown).values(room_id=room, round=1, figures={"people": 5}))


@pytest.fixture
def copy(store, tmp_path) -> Path:
    """A backup of a store that holds a history, a team and a room."""
    owner = rights.sign_in(store, "owner", "owner@example.com", "Olga")
    shared(store, owner)
    a_room(store, owner)
    path = tmp_path / "copy.gz"
    backup.backup(store, path)
    return path


@pytest.mark.parametrize("into", ["SQLite", "PostgreSQL"])
def test_a_backup_goes_back_into_either_database(into, store, copy, tmp_path, request):
    empty_url = f"sqlite:///{tmp_path / 'new.db'}" if into == "SQLite" else request.getfixturevalue("postgres_url")
    held = rows(store)
    assert all(held.values())
    n = backup.restore(empty_url, copy)

    there = Store(empty_url)
    assert rows(there) == held
    assert n.rows == sum(map(len, held.values()))
    account = rights.sign_in(there, "new")
    assert account.id > max(row[0] for row in held["account"])
    assert rights.new_team(there, account, "New").team > max(row[0] for row in held["team"])
    there.close()


def test_a_backup_is_for_its_owner_alone_and_replaces_none(store, copy, tmp_path):
    before = copy.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        backup.backup(store, copy)
    assert copy.read_bytes() == before
    backup.backup(store, copy, replace=True)
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == ["copy.gz"]


def test_a_backup_that_fails_leaves_nothing_behind(sqlite_store, tmp_path, monkeypatch):
    def full(_file):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        backup.backup(sqlite_store, tmp_path / "other.gz")
    assert not [path for path in tmp_path.iterdir() if "other" in path.name]


def test_the_database_knows_when_it_was_copied_last(sqlite_store, tmp_path):
    assert backup.last(sqlite_store) is None
    backup.backup(sqlite_store, tmp_path / "copy.gz")
    assert abs((now() - backup.last(sqlite_store)).total_seconds()) < 60


def test_a_database_in_use_is_replaced_only_when_told(store, copy):
    held = rows(store)
    account = rights.sign_in(store, "later")
    own_of(store, account)
    later = rows(store)
    with pytest.raises(StoreError, match="--replace"):
        backup.restore(store.url.render_as_string(hide_password=False), copy)
    assert rows(store) == later

    backup.restore(store.url.render_as_string(hide_password=False), copy, replace=True)
    assert rows(store) == held


@pytest.mark.parametrize("known", ["a lone \ud800 surrogate", "Ümit \U0001f600 \0"])
def test_no_text_stops_a_backup(known, store, copy, tmp_path):
    with store.writing() as connection:
        connection.execute(update(entries).values(findings=[{"message": known}]))
    held = rows(store)
    backup.backup(store, copy, replace=True)
    backup.restore(store.url.render_as_string(hide_password=False), copy, replace=True)
    assert rows(store) == held
    assert [{"message": known}] in held["entry"][0]


@pytest.mark.parametrize("value", ["x'00ff'", "'no JSON'"])
def test_what_can_t_be_copied_is_said_in_words(value, sqlite_store, tmp_path):
    shared(sqlite_store, rights.sign_in(sqlite_store))
    with sqlite_store.writing() as connection:
        connection.exec_driver_sql(f"UPDATE entry SET findings = {value}")
    with pytest.raises(StoreError, match="The table entry holds something"):
        backup.backup(sqlite_store, tmp_path / "copy.gz")
    assert not (tmp_path / "copy.gz").exists()


def test_of_what_was_replaced_no_byte_is_left(sqlite_store, tmp_path):
    backup.backup(sqlite_store, tmp_path / "copy.gz")
    rights.sign_in(sqlite_store, name="Zdenka Replaced")

    def bytes_of_it() -> bytes:
        return b"".join(path.read_bytes() for path in files_of(database_file(sqlite_store)))

    assert b"Zdenka" in bytes_of_it()
    backup.restore(str(sqlite_store.url), tmp_path / "copy.gz", replace=True)
    assert b"Zdenka" not in bytes_of_it()


def contents(paths: Sequence[Path]) -> dict[str, bytes]:
    """By what the names end with: nothing, -wal or -shm."""
    return {re.search("(-wal|-shm)?$", path.name)[0]: path.read_bytes() for path in paths}


def spoil_start(file: Path) -> None:
    file.write_bytes(b"no database at all " * 100)


def spoil_pages(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\x05" * 200
    file.write_bytes(content)


def cut_off(file: Path) -> None:
    """Nothing that a restore reads or drops meets this."""
    file.write_bytes(file.read_bytes()[:-9000])


def move(file: Path) -> None:
    file.rename(file.with_name("elsewhere.db"))


@pytest.mark.parametrize("spoil", [spoil_start, spoil_pages, cut_off, move])
def test_a_damaged_history_is_set_aside_when_told(spoil, sqlite_store, tmp_path):
    own_of(sqlite_store, rights.sign_in(sqlite_store))
    held, url, file = rows(sqlite_store), str(sqlite_store.url), database_file(sqlite_store)
    backup.backup(sqlite_store, tmp_path / "copy.gz")
    if spoil is not move:
        sqlite_store.close()
    spoil(file)
    found = contents(files_of(file))
    with pytest.raises(StoreError, match=r"--replace|restore a backup"):
        backup.restore(url, tmp_path / "copy.gz")
    assert contents(files_of(file)) == found

    aside = f"history.db.damaged-{now():%Y-%m-%d-}"
    restored = backup.restore(url, tmp_path / "copy.gz", replace=True)
    assert {path.name[: len(aside)] for path in restored.aside} == {aside}
    assert contents(restored.aside) == found
    assert rows(sqlite_store) == held


def test_somebody_else_s_database_is_never_set_aside(sqlite_store, tmp_path):
    backup.backup(sqlite_store, tmp_path / "copy.gz")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE other (name)")
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(StoreError, match="something else"):
        backup.restore(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "copy.gz", replace=True)
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_copy_is_of_one_moment_while_others_write(sqlite_store, tmp_path, monkeypatch):
    account = rights.sign_in(sqlite_store)
    write = backup._write

    def meanwhile(connection, file):
        connection.execute(select(accounts)).all()
        team_of(sqlite_store, account, "Ana", name="Meanwhile")
        return write(connection, file)

    monkeypatch.setattr(backup, "_write", meanwhile)
    assert backup.backup(sqlite_store, tmp_path / "copy.gz") == 1
    assert len(rows(sqlite_store)["team"]) == 1


def lines(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


def packed(*content: bytes) -> bytes:
    return gzip.compress(b"".join(content))


DAMAGED = {
    "cut off": lambda path: path.read_bytes()[:-20],
    "cut off between lines": lambda path: packed(*lines(path)[:-1]),
    "without a row": lambda path: packed(*lines(path)[:3], *lines(path)[4:]),
    "rows exchanged": lambda path: packed(*lines(path)[:2], *lines(path)[3:1:-1], *lines(path)[4:]),
    "another value": lambda path: packed(*(line.replace(b"Olga", b"Olgb") for line in lines(path))),
    "more behind it": lambda path: packed(*lines(path), b"{}\n"),
    "flipped": lambda path: path.read_bytes()[:60] + bytes([path.read_bytes()[60] ^ 1]) + path.read_bytes()[61:],
    "no gzip": lambda path: b"".join(lines(path)),
    "no JSON": lambda _path: packed(b"name,posts\n"),
    "a list": lambda _path: packed(b"[]\n"),
    "empty": lambda _path: b"",
    "another kind": lambda path: packed(lines(path)[0].replace(b"backup", b"export"), *lines(path)[1:]),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_files_are_refused_before_anything_is_made(damage, sqlite_store, tmp_path):
    own_of(sqlite_store, rights.sign_in(sqlite_store, name="Olga"))
    path = tmp_path / "copy.gz"
    backup.backup(sqlite_store, path)
    path.write_bytes(DAMAGED[damage](path))
    with pytest.raises(StoreError, match=r"copy\.gz is no backup"):
        backup.restore(f"sqlite:///{tmp_path / 'new.db'}", path)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("newer", [{"schema": "9999"}, {"version": 2}])
def test_a_newer_program_s_backup_is_refused_in_words(newer, sqlite_store, tmp_path):
    path = tmp_path / "copy.gz"
    backup.backup(sqlite_store, path)
    head, *rest = lines(path)
    path.write_bytes(packed(json.dumps(json.loads(head) | newer).encode() + b"\n", *rest))
    with pytest.raises(StoreError, match="newer"):
        backup.restore(f"sqlite:///{tmp_path / 'new.db'}", path)


def test_an_older_backup_is_brought_up_to_date(sqlite_store, tmp_path, monkeypatch):
    rights.new_team(sqlite_store, rights.sign_in(sqlite_store), "North")
    path = tmp_path / "copy.gz"
    backup.backup(sqlite_store, path)
    asked = []
    upgrade = schema.upgrade

    def noted(connection, to="head"):
        asked.append(to)
        upgrade(connection, to)

    monkeypatch.setattr(schema, "upgrade", noted)

    backup.restore(f"sqlite:///{tmp_path / 'new.db'}", path)

    with sqlite_store.reading() as connection:
        assert asked[-2:] == [schema.version(connection), "head"]
        assert connection.scalar(select(teams.c.name)) == "North"
