import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from ssi_core.store import faults
from ssi_core.store.engine import Store, StoreError, database_file
from ssi_core.store.tables import accounts, entries
from tests.bench.store import Work, kill, meet
from tests.core.conftest import Postgres

SECRET = "Ana Müller"
NOBODY = 65534


def add(store: Store, subject: str = SECRET) -> None:
    with store.writing() as connection:
        connection.execute(accounts.insert().values(subject=subject, name=SECRET))


def subjects(store: Store) -> list[str]:
    with store.reading() as connection:
        return [*connection.scalars(select(accounts.c.subject).order_by(accounts.c.id))]


@contextmanager
def told(words: tuple[str, str], log: pytest.LogCaptureFixture) -> Iterator[None]:
    """The fault is told in these words; neither they nor the log nor a traceback hold what was to be kept."""
    with pytest.raises(StoreError) as caught:
        yield
    assert str(caught.value) == str(faults.fault(words))
    assert SECRET not in "".join(format_exception(caught.value)) + log.text


@pytest.fixture
def impatient(sqlite_store: Store) -> Iterator[Store]:
    """A store that waits for a moment only."""
    store = Store(str(sqlite_store.url), wait=0.01)
    yield store
    store.close()


def test_locked_by_another_program(impatient: Store, caplog: pytest.LogCaptureFixture):
    other = sqlite3.connect(database_file(impatient), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with told(faults.BUSY, caplog):
        add(impatient)
    assert subjects(impatient) == []
    other.rollback()
    other.close()
    add(impatient)
    assert subjects(impatient) == [SECRET]


def test_a_full_disk(sqlite_store: Store, caplog: pytest.LogCaptureFixture):
    """SQLite's own bound to a file's pages fails as a full disk does; the bench fills a real one."""
    add(sqlite_store, "before")
    with sqlite_store.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with told(faults.FULL, caplog), sqlite_store.writing() as connection:
        connection.execute(accounts.insert(), [{"subject": f"{SECRET} {number}"} for number in range(2000)])
    assert subjects(sqlite_store) == ["before"]
    with sqlite_store.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    add(sqlite_store)
    assert subjects(sqlite_store) == ["before", SECRET]


@pytest.fixture
def protected(sqlite_store: Store) -> Iterator[tuple[str, Path]]:
    """A folder and its database that this process may read but not write to, also where the tests run as root."""
    sqlite_store.close()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(database_file(sqlite_store), folder))
        as_root = os.geteuid() == 0
        if as_root:
            for path in (folder, file):
                os.chown(path, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield f"sqlite:///{file}", file
        finally:
            file.parent.chmod(0o700)
            if as_root:
                os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_that_may_only_be_read(protected: tuple[str, Path], caplog: pytest.LogCaptureFixture):
    url, file = protected
    file.chmod(0o400)
    store = Store(url)
    with told(faults.READ_ONLY, caplog):
        add(store)
    assert subjects(store) == []
    for each in file.parent.iterdir():  # what SQLite made beside it is as protected
        each.chmod(0o600)
    add(store)
    assert subjects(store) == [SECRET]
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_in_which_nothing_may_be_made(protected: tuple[str, Path], caplog: pytest.LogCaptureFixture):
    url, file = protected
    file.parent.chmod(0o500)
    for there in (url, url.replace("history.db", "new.db"), url.replace("history.db", "new/history.db")):
        with told(faults.READ_ONLY, caplog):
            Store(there)
    file.parent.chmod(0o700)
    Store(url).close()


def test_a_connection_that_can_no_longer_write_is_not_used_again(sqlite_store: Store, caplog: pytest.LogCaptureFixture):
    with sqlite_store.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with told(faults.READ_ONLY, caplog):
        add(sqlite_store)
    add(sqlite_store)


@pytest.mark.parametrize("content", [b"no database at all" * 1000, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_file_that_is_no_database(tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes):
    file = tmp_path / "history.db"
    file.write_bytes(content)
    with told(faults.DAMAGED, caplog):
        Store(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_a_damaged_file_until_a_sound_one_takes_its_place(
    sqlite_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    file = database_file(sqlite_store)
    add(sqlite_store)
    sqlite_store.close()
    backup = shutil.copy(file, tmp_path / "backup.db")
    with file.open("r+b") as content:
        content.seek(4096)
        content.write(b"\xff" * 4096 * 30)
    with told(faults.DAMAGED, caplog):
        subjects(sqlite_store)
    os.replace(backup, file)
    assert subjects(sqlite_store) == [SECRET]


def test_a_file_that_was_deleted_is_not_written_to(
    sqlite_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    file = database_file(sqlite_store)
    add(sqlite_store, "before")
    sqlite_store.close()
    elsewhere = shutil.copy(file, tmp_path / "elsewhere.db")
    subjects(sqlite_store)
    file.unlink()
    for _again in range(2):
        with told(faults.MOVED, caplog):
            add(sqlite_store)
        assert not file.exists()
    os.replace(elsewhere, file)
    add(sqlite_store)
    assert subjects(sqlite_store) == ["before", SECRET]


def test_another_file_in_its_place_is_brought_to_todays_version(sqlite_store: Store, tmp_path: Path):
    other = tmp_path / "other.db"
    sqlite3.connect(other).close()
    add(sqlite_store)
    os.replace(other, database_file(sqlite_store))
    assert subjects(sqlite_store) == []


def test_a_file_of_something_else_in_its_place_is_never_written_to(sqlite_store: Store, tmp_path: Path):
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE account (subject, name, at)")
    other.close()
    os.replace(tmp_path / "other.db", database_file(sqlite_store))
    for _again in range(2):
        with pytest.raises(StoreError, match="something else"):
            add(sqlite_store)


def test_what_contradicts_the_tables(store: Store, caplog: pytest.LogCaptureFixture):
    add(store)
    with told(faults.CONFLICT, caplog):
        add(store)
    assert subjects(store) == [SECRET]


def test_a_statement_that_is_wrong(store: Store, caplog: pytest.LogCaptureFixture):
    with told(faults.OTHER, caplog), store.reading() as connection:
        connection.execute(text("SELECT :name FROM nothing"), {"name": SECRET})
    assert subjects(store) == []


def test_a_value_that_no_column_takes_is_not_shown(sqlite_store: Store):
    with pytest.raises(StatementError) as error, sqlite_store.writing() as connection:
        connection.execute(entries.insert(), {"name": SECRET, "findings": object()})
    assert SECRET not in "".join(format_exception(error.value))


def test_postgresql_waits_no_longer_than_it_should(postgres_store: Store, caplog: pytest.LogCaptureFixture):
    add(postgres_store, "one")
    impatient = Store(postgres_store.url.render_as_string(hide_password=False), wait=0.01)
    lock = select(accounts).with_for_update()
    with postgres_store.writing() as connection:
        connection.execute(lock)
        with told(faults.BUSY, caplog), impatient.writing() as second:
            second.execute(lock)
    add(impatient, "two")
    assert subjects(postgres_store) == ["one", "two"]
    impatient.close()


def test_postgresql_gone_and_back(postgres: Postgres, postgres_store: Store, caplog: pytest.LogCaptureFixture):
    add(postgres_store, "before")
    with told(faults.GONE, caplog), postgres_store.writing() as connection:
        connection.execute(accounts.insert().values(subject="half", name=SECRET))
        postgres.server.stop()
        connection.execute(accounts.insert().values(subject="half more", name=SECRET))
    with told(faults.GONE, caplog):
        subjects(postgres_store)
    with told(faults.GONE, caplog):
        Store(str(postgres_store.url))
    postgres.server.ensure_postgres_running()
    assert subjects(postgres_store) == ["before"]
    postgres.server.stop()
    postgres.server.ensure_postgres_running()
    add(postgres_store)  # nobody need notice that it was gone


@pytest.fixture
def guest(postgres: Postgres, postgres_url: str) -> Iterator[str]:
    """A database's URL for somebody who has to give a password."""
    allowed = postgres.server.pgdata / "pg_hba.conf"
    before = allowed.read_text()
    allowed.write_text(f"local all guest scram-sha-256\n{before}")
    postgres.run("CREATE ROLE guest LOGIN PASSWORD 'secret'", "SELECT pg_reload_conf()")
    yield postgres_url.replace("postgres:@", "guest:secret@")
    allowed.write_text(before)
    postgres.run("DROP ROLE guest", "SELECT pg_reload_conf()")


def test_postgresql_that_refuses_a_visitor(postgres: Postgres, guest: str, caplog: pytest.LogCaptureFixture):
    for wrong in (guest.replace("secret", f"{SECRET} secret"), guest.replace("/test_", f"/{SECRET}")):
        with told(faults.REFUSED, caplog):
            Store(wrong)
    with told(faults.UNWRITABLE, caplog):
        Store(guest)  # who may not make tables there
    postgres.run("ALTER ROLE guest CONNECTION LIMIT 0")
    with told(faults.CROWDED, caplog):
        Store(guest)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_writers_that_are_killed_lose_nothing_acknowledged(empty_url: str):
    killed = kill(Work.at(empty_url), kills=5)
    assert (killed.lost, killed.half, killed.sound) == (0, 0, True)
    assert killed.acknowledged >= 5


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_writers_that_meet_lose_no_update(empty_url: str):
    met = meet(Work.at(empty_url), writers=8, times=3)
    assert (met.commits, met.lost, met.refused) == (2 * 8 * 3, 0, {})
