"""Opening the database: the settings that keep what was acknowledged, its schema's version, and faults in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from ssi_core.i18n import _
from ssi_core.store.tables import metadata

VARIABLE = "SSI_DATABASE_URL"
SECONDS_TO_WAIT = 30  # for another writer
IN_MEMORY = "sqlite://"


class StoreError(Exception):
    """What can't be read or kept, and why; the message is a sentence for the person."""


class NotAllowed(StoreError):
    """The account may not see or do this, or no longer."""


class Store:
    """An open database; raises StoreError where it can't be opened.

    url: as SQLAlchemy takes it; `default_url()` unless given. IN_MEMORY lives as long as the object.
    """

    def __init__(self, url: str | None = None) -> None:
        self.url = make_url(url or default_url())
        self.engine = _engine(str(self.url.render_as_string(hide_password=False)))
        metadata.create_all(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database."""
        with _in_words(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write, alone on SQLite; all of it is kept once the block is left, or nothing."""
        writer = self.engine.execution_options(writes=True)
        with _in_words(), writer.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def default_url() -> str:
    """SSI_DATABASE_URL, else a file in the user's own folder for data."""
    if url := environ.get(VARIABLE):
        return url
    folder = user_data_path("ssi-coach", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return f"sqlite:///{folder / 'history.db'}"


def database_file(store: Store) -> Path | None:
    """The SQLite file; None for a server or for memory."""
    named = store.url.get_backend_name() == "sqlite" and store.url.database
    return Path(store.url.database) if named else None


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=20, max_overflow=0, pool_pre_ping=True)
    options = {} if parsed.database else {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _settings)
    event.listen(engine, "begin", _begin)
    return engine


def _settings(connection, _record) -> None:
    connection.isolation_level = None
    for setting in (
        f"busy_timeout = {SECONDS_TO_WAIT * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """A write that first reads must lock before it reads; else others' writes in between are lost."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_("The database can't be used now: {reason}").format(reason=error.orig)) from error
    except SQLAlchemyError as error:
        raise StoreError(_("The database can't be used now: {reason}").format(reason=error)) from error
