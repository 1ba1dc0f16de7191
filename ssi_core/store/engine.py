"""Opening the database, with the settings that keep whatever was acknowledged."""

from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from ssi_core.i18n import _
from ssi_core.store import schema
from ssi_core.store.faults import HALF, MOVED, READ_ONLY, StoreError, fault, in_words

VARIABLE = "SSI_DATABASE_URL"
IN_MEMORY = "sqlite://"
POSTGRESQL = "postgresql+psycopg"
DRIVERS = {"sqlite": "sqlite", "postgresql": POSTGRESQL, "postgres": POSTGRESQL, POSTGRESQL: POSTGRESQL}
CONNECTIONS = 20
SECONDS_TO_WAIT = 30  # for another writer, or for a free connection
SECONDS_TO_CONNECT = 5
SECONDS_TO_ANSWER = 60
SETTINGS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
BESIDE = "", "-wal", "-shm"  # how the names of a SQLite file and of what belongs to it go on
BROKEN = tuple(f"SQLITE_{name}" for name in ("READONLY", "CANTOPEN", "IOERR", "CORRUPT", "NOTADB"))
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class NotAllowed(StoreError):
    """The account may not see or do this, or no longer."""


class Store:
    """An open database with the store's tables; raises StoreError where it can't be opened.

    url: as SQLAlchemy takes it; `default_url()` unless given. IN_MEMORY lives as long as the object.
    wait: seconds for another writer.
    """

    def __init__(self, url: str | None = None, *, wait: float = SECONDS_TO_WAIT) -> None:
        self.url = _parsed(url or default_url())
        self.engine = _engine(self.url, wait)
        self._writer = self.engine.execution_options(writes=True)
        self._reader = self.engine.execution_options(**({} if _is_sqlite(self.url) else _SNAPSHOT))
        if file := database_file(self):
            _make(file)
        self._open()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database; PostgreSQL refuses to write in it."""
        self._follow_the_file()
        with self._transaction(self._reader) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write, alone on SQLite; all of it is kept once the block is left, or nothing."""
        self._follow_the_file()
        with self._transaction(self._writer) as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def _follow_the_file(self) -> None:
        """What is written to a deleted file is lost; a new one, or one that may be written to again, is opened anew."""
        if (found := _identity(self)) == self._identity:
            return
        self.engine.dispose()
        if found is None:
            raise fault(MOVED)
        self._open()

    def _open(self) -> None:
        opened = _identity(self)
        with self._transaction(self._reader) as connection:
            newest = schema.is_newest(connection)
        if not newest:
            with self._transaction(self._writer) as connection:
                schema.upgrade(connection)
        self._identity = opened

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with in_words(), engine.connect() as connection, connection.begin():
            yield connection


def default_url() -> str:
    """SSI_DATABASE_URL, else a file in the user's own folder for data."""
    return environ.get(VARIABLE) or f"sqlite:///{user_data_path('ssi-coach', appauthor=False) / 'history.db'}"


def sqlite_file(url: str) -> Path | None:
    """The SQLite file at this address, made or not; None for a server, for memory and for what is no address."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    return Path(parsed.database) if _is_sqlite(parsed) and _has_file(parsed) else None


def database_file(store: Store) -> Path | None:
    """The SQLite file; None for a server or for memory."""
    return Path(store.url.database) if _is_sqlite(store.url) and _has_file(store.url) else None


def files_of(file: Path) -> list[Path]:
    """Of the SQLite file and what SQLite keeps beside it, those that are there."""
    return [path for end in BESIDE if (path := Path(f"{file}{end}")).exists()]


def refuse_half(file: Path) -> None:
    """Raises Damaged where the file is gone and what was last written isn't: SQLite would delete that."""
    if not file.exists() and (wal := Path(f"{file}-wal")).exists() and wal.stat().st_size:
        raise fault(HALF, file)


def damage(connection: Connection) -> str | None:
    """What is wrong inside the SQLite file; None where it is whole, and for a server."""
    if connection.dialect.name != "sqlite":
        return None
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return None if found == "ok" else found


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        return parsed.set(drivername=DRIVERS[parsed.drivername])
    except (ArgumentError, KeyError):
        said = _("The address of the database has to begin with sqlite:/// or postgresql://; correct {variable}.")
        raise StoreError(said.format(variable=VARIABLE)) from None


def _engine(url: URL, wait: float) -> Engine:
    options = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": wait, "hide_parameters": True}
    return _sqlite(url, wait, options) if _is_sqlite(url) else _postgresql(url, wait, options)


def _postgresql(url: URL, wait: float, options: dict[str, Any]) -> Engine:
    patience = {"connect_timeout": SECONDS_TO_CONNECT}
    try:
        engine = create_engine(url, connect_args=patience, pool_pre_ping=True, **options)
    except ModuleNotFoundError:
        said = _('PostgreSQL needs one more package: pip install "psycopg[binary]", then start the app again.')
        raise StoreError(said) from None
    limits = {"lock_timeout": wait, "statement_timeout": SECONDS_TO_ANSWER}
    said = "; ".join(f"SET LOCAL {name} = {round(seconds * 1000)}" for name, seconds in limits.items())
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(said))
    return engine


def _sqlite(url: URL, wait: float, options: dict[str, Any]) -> Engine:
    if not _has_file(url):
        options |= {"poolclass": QueuePool, "pool_size": 1}  # a second connection would be another database
    engine = create_engine(url, connect_args={"timeout": wait, "check_same_thread": False}, **options)
    event.listen(engine, "connect", _settings)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _connect_anew)
    return engine


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _has_file(url: URL) -> bool:
    return url.database not in (None, "", ":memory:")


def _settings(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    tables = {name for (name,) in connection.execute(TABLES)}
    if not tables or schema.VERSION_TABLE in tables:  # this one changes the file, and somebody else's stays as it is
        connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    """A write that first reads must lock before it reads; else others' writes in between are lost."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _connect_anew(context: ExceptionContext) -> None:
    """A connection made while its file couldn't be written to never can."""
    context.is_disconnect = getattr(context.original_exception, "sqlite_errorname", "").startswith(BROKEN)


def _make(file: Path) -> None:
    """A new file, and a new folder, are for their owner alone. Raises Damaged for half a history."""
    try:
        refuse_half(file)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            file.touch(mode=0o600)
    except OSError:
        raise fault(READ_ONLY) from None


def _identity(store: Store) -> tuple[int, int, int] | None:
    """Of the SQLite file, and who may write to it; None where there is none."""
    if (file := database_file(store)) is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mode
