"""A backup goes back into either database as it was; damaged ones and databases in use are left alone."""

import gzip
import json
import os
import stat
from errno import ENOSPC
from pathlib import Path

import pytest
from sqlalchemy import select

from ssi_core.store import backup, rights, schema
from ssi_core.store.engine import Store, StoreError
from ssi_core.store.tables import accounts, backups, metadata, now, teams
from tests.core.store.histories import own_of, shared, team_of


def rows(store: Store) -> dict[str, list]:
    with store.reading() as connection:
        tables = [table for table in metadata.sorted_tables if table is not backups]
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in tables
        }


@pytest.fixture
def copy(store, tmp_path) -> Path:
    """A backup of a store that holds a history and a team."""
    shared(store, rights.sign_in(store, "owner", "owner@example.com", "Olga"))
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
    assert n == sum(map(len, held.values()))
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
