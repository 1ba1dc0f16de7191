import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from ssi_core.store.engine import CONNECTIONS, IN_MEMORY, VARIABLE, Store, StoreError, database_file, default_url
from ssi_core.store.faults import Damaged
from ssi_core.store.tables import accounts


def add(store: Store, subject: str) -> None:
    with store.writing() as connection:
        connection.execute(accounts.insert().values(subject=subject))


def subjects(store: Store) -> list[str]:
    with store.reading() as connection:
        return [*connection.scalars(select(accounts.c.subject).order_by(accounts.c.id))]


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 30_000)],
)
def test_settings_that_keep_what_was_acknowledged(sqlite_store: Store, setting: str, value: str | int):
    with sqlite_store.writing(), sqlite_store.reading() as second:
        assert second.exec_driver_sql(f"PRAGMA {setting}").scalar() == value


def test_a_block_that_fails_keeps_nothing(store: Store):
    with pytest.raises(AttributeError), store.writing() as connection:
        connection.execute(accounts.insert().values(subject="one")).no_such_thing()
    assert subjects(store) == []


def test_a_reader_sees_one_state_while_others_write(store: Store):
    add(store, "one")
    with store.reading() as connection:
        before = connection.scalars(select(accounts.c.subject)).all()
        add(store, "two")
        assert connection.scalars(select(accounts.c.subject)).all() == before == ["one"]
    assert subjects(store) == ["one", "two"]


def test_writers_of_a_file_take_turns_before_they_read(sqlite_store: Store):
    impatient = Store(str(sqlite_store.url), wait=0.01)
    with sqlite_store.writing():
        with pytest.raises(StoreError, match="Somebody else is writing"), impatient.writing():
            pytest.fail("two writers at once")
        assert subjects(impatient) == []
    add(impatient, "one")
    impatient.close()


def test_postgresql_refuses_to_write_where_one_only_reads(postgres_store: Store):
    with pytest.raises(StoreError), postgres_store.reading() as connection:
        connection.execute(accounts.insert().values(subject="one"))


def test_postgresql_ends_what_takes_too_long(postgres_store: Store):
    with postgres_store.writing() as connection:
        limits = [connection.exec_driver_sql(f"SHOW {name}_timeout").scalar() for name in ("lock", "statement")]
    assert limits == ["30s", "1min"]


def test_there_are_no_more_connections_than_the_bound(postgres_store: Store):
    impatient = Store(str(postgres_store.url), wait=0.01)
    held = [impatient.engine.connect() for _ in range(CONNECTIONS)]
    with pytest.raises(StoreError, match="Too many"):
        subjects(impatient)
    held.pop().close()
    assert subjects(impatient) == []
    for connection in held:
        connection.close()
    impatient.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "new" / "history.db"
    store = Store(f"sqlite:///{path}")
    add(store, "one")
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    assert {file.name for file in path.parent.iterdir()} == {"history.db", "history.db-wal", "history.db-shm"}
    store.close()


def test_a_file_that_is_there_keeps_its_mode_and_rows(sqlite_store: Store):
    path = database_file(sqlite_store)
    path.chmod(0o640)
    add(sqlite_store, "one")
    again = Store(str(sqlite_store.url))
    assert (subjects(again), path.stat().st_mode & 0o777) == (["one"], 0o640)
    again.close()


def test_half_a_history_is_refused_and_left_as_it_is(sqlite_store: Store, tmp_path: Path):
    add(sqlite_store, "one")
    file, elsewhere = database_file(sqlite_store), tmp_path / "elsewhere.db"
    file.rename(elsewhere)
    left = Path(f"{file}-wal").read_bytes()
    assert left
    for _again in range(2):
        with pytest.raises(Damaged, match=r"history\.db-wal\) is still there\. Put the file back"):
            Store(str(sqlite_store.url))
    assert (file.exists(), Path(f"{file}-wal").read_bytes()) == (False, left)
    elsewhere.rename(file)
    again = Store(str(sqlite_store.url))
    assert subjects(again) == subjects(sqlite_store) == ["one"]
    again.close()


def test_a_file_of_something_else_keeps_every_byte(tmp_path: Path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE account (subject, name, at)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="nothing was changed"):
        Store(f"sqlite:///{path}")
    assert (path.read_bytes(), [*tmp_path.iterdir()]) == (before, [path])


def test_memory_is_another_one_for_each_store_and_the_same_for_its_threads():
    one, other = Store(IN_MEMORY), Store(IN_MEMORY)
    with ThreadPoolExecutor(4) as pool:
        for _done in pool.map(add, [one] * 20, map(str, range(20))):
            pass
    assert sorted(subjects(one), key=int) == [*map(str, range(20))]
    assert (subjects(other), database_file(one)) == ([], None)


def test_the_url_comes_from_the_environment_or_is_a_file_of_the_users(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, IN_MEMORY)
    assert default_url() == IN_MEMORY
    monkeypatch.delenv(VARIABLE)
    assert default_url().startswith("sqlite:///")
    assert Path(default_url().removeprefix("sqlite:///")).parts[-2:] == ("ssi-coach", "history.db")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_urls_as_hosts_give_them_work(postgres_url: str, scheme: str):
    store = Store(postgres_url.replace("postgresql+psycopg", scheme))
    assert subjects(store) == []
    store.close()


def test_the_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r'pip install "psycopg\[binary\]"'):
        Store("postgresql://user:secret@nowhere/history")


@pytest.mark.parametrize("url", ["", " ", "history.db", "mysql://user:secret@nowhere/history", "sqlite+nothing://"])
def test_an_address_of_no_known_database_is_refused(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "no url: secret")
    with pytest.raises(StoreError, match=VARIABLE) as refusal:
        Store(url)
    assert "secret" not in str(refusal.value)
