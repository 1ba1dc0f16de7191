"""What an anonymous room gives away to somebody who holds the whole database: nothing of who, when, in which order."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import DateTime, Table, select, text

from ssi_core.store import erase, tables
from ssi_core.store.engine import Store, database_file, files_of
from ssi_core.workshop import rooms, sheets
from tests.core.workshop.phones import answer_all, joined, key_of, opened, secret_of, trainer

OF_PHONES = (tables.participants, tables.sheets, tables.shown)
TIMES = re.compile(rb"20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+")
HEADER = 100  # bytes, in which SQLite counts its writes


def bytes_of(store: Store) -> bytes:
    return b"".join(path.read_bytes() for path in files_of(database_file(store)))


def rows(store: Store, table: Table) -> list[tuple]:
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]


def test_the_tables_have_no_column_for_a_time_an_order_or_an_address():
    assert {table.name: list(table.c.keys()) for table in OF_PHONES} == {
        "participant": ["room_id", "key", "name", "made_up"],
        "sheet": ["room_id", "key", "round", "answers"],
        "shown": ["room_id", "round", "figures"],
    }
    assert not [column for table in OF_PHONES for column in table.c if isinstance(column.type, DateTime)]


def test_the_file_holds_no_token_and_no_time_but_when_the_room_was_made(sqlite_store):
    room = opened(sqlite_store, trainer(sqlite_store))
    before = set(TIMES.findall(bytes_of(sqlite_store)))
    tokens = joined(sqlite_store, room, 6)
    for token in tokens:
        answer_all(sqlite_store, room, token)
    for _state in ("open", "ended"):
        held = bytes_of(sqlite_store)
        assert not [token for token in tokens if token.encode() in held]
        assert set(TIMES.findall(held)) == before
        rooms.end(sqlite_store, trainer(sqlite_store), room.id)


def test_the_key_is_an_hmac_that_needs_the_room_s_secret(store):
    room = opened(store, trainer(store))
    (token,) = joined(store, room)
    assert [row[1] for row in rows(store, tables.participants)] == [key_of(store, room, token)]
    secrets = {secret_of(store, each) for each in (room, opened(store, trainer(store)))}
    assert [len(bytes.fromhex(secret)) for secret in secrets] == [32, 32]


def test_once_it_has_ended_nobody_can_tell_whose_sheet_is_whose(sqlite_store):
    account = trainer(sqlite_store)
    room = opened(sqlite_store, account)
    tokens = joined(sqlite_store, room, 3)
    for token in tokens:
        answer_all(sqlite_store, room, token)
    secret = secret_of(sqlite_store, room)
    assert secret.encode() in bytes_of(sqlite_store)
    kept = rows(sqlite_store, tables.sheets)

    rooms.end(sqlite_store, account, room.id)

    assert secret_of(sqlite_store, room) is None
    held = bytes_of(sqlite_store)
    assert secret.encode() not in held
    assert bytes.fromhex(secret) not in held
    assert rows(sqlite_store, tables.sheets) == kept
    for token in tokens:
        with pytest.raises(sheets.Ended):
            sheets.sheet(sqlite_store, room.code, token)


# ------------------------------------------------------------------ order

TOKENS = [f"token-{place}" for place in range(16)]


@pytest.fixture
def always_the_same(monkeypatch):
    monkeypatch.setattr(rooms, "new_code", lambda: "K7M2QX")
    monkeypatch.setattr(rooms.secrets, "token_hex", lambda n: "5a" * n)


def held_a_workshop(store: Store, order: Sequence[str], step: str) -> None:
    """Phones join and answer in this order."""
    account = trainer(store)
    room = opened(store, account)
    for token in order:
        sheets.join(store, room.code, token)
        answer_all(store, room, token, TOKENS.index(token) % 5)
    getattr(rooms, step)(store, account, room.id)


@pytest.mark.parametrize("step", ["close_round", "end"])
def test_in_whichever_order_phones_came_the_bytes_are_the_same(new_file, tmp_path: Path, always_the_same, step):
    held = []
    for order in (TOKENS, TOKENS[::-1]):
        store = Store(new_file(tmp_path / f"{order[0]}.db"))
        held_a_workshop(store, order, step)
        store.close()
        held.append(TIMES.sub(b"", bytes_of(store)[HEADER:]))  # but for when account and room were made
    assert TOKENS[0].encode() not in held[0]
    assert held[0] == held[1]


@pytest.mark.parametrize("step", ["next_round", "end"])
def test_postgresql_lays_rows_down_by_key_and_marks_them_all_with_one_transaction(postgres_store, step):
    held_a_workshop(postgres_store, TOKENS, step)
    with postgres_store.reading() as connection:
        for table in (tables.participants, tables.sheets):
            found = connection.execute(text(f"SELECT key, xmin::text FROM {table.name} ORDER BY ctid")).all()
            assert [key for key, _writer in found] == sorted(key for key, _writer in found)
            assert (len(found), len({writer for _key, writer in found})) == (len(TOKENS), 1)


def test_a_deleted_room_leaves_no_byte(sqlite_store):
    account = trainer(sqlite_store)
    room = opened(sqlite_store, account, "Sanctuary", named=True)
    names = [f"Canary{place:03d} Feather" for place in range(20)]
    for name in names:
        sheets.join(sqlite_store, room.code, name, name)
        answer_all(sqlite_store, room, name)
    gone = [word.encode() for word in (*names, "Sanctuary", room.code, secret_of(sqlite_store, room), '"posts": 2')]
    held = bytes_of(sqlite_store)
    assert not [word for word in gone if word not in held]

    rooms.delete_room(sqlite_store, account, room.id)

    held = bytes_of(sqlite_store)
    assert not [word for word in gone if word in held]


def test_a_room_whose_day_is_over_leaves_no_byte_either(sqlite_store):
    today = date.today()
    room = rooms.new_room(sqlite_store, trainer(sqlite_store), "Sanctuary", today)
    assert erase.old(sqlite_store, today + timedelta(1)) == 1
    held = bytes_of(sqlite_store)
    assert b"Sanctuary" not in held
    assert room.code.encode() not in held
