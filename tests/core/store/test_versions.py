from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from sqlalchemy import Connection, MetaData, create_engine

from ssi_core.store import schema
from ssi_core.store.engine import Store, StoreError
from ssi_core.store.tables import metadata

VERSIONS = [script.revision for script in schema.scripts().walk_revisions()]
ROW = {int: 1, str: "Zoë", bool: True, float: 1.5, object: {"a": [1, None]}, date: date(2026, 3, 2)}
ROW[datetime] = datetime(2026, 3, 2, 12, 30)


@contextmanager
def database(url: str) -> Iterator[Connection]:
    """Without the store, in one transaction."""
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def contents(url: str) -> dict[str, list[dict]]:
    """Every row of every table that the database itself says it has."""
    found = MetaData()
    with database(url) as connection:
        found.reflect(connection)
        return {
            name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for name, table in found.tables.items()
        }


def fill(connection: Connection) -> None:
    """A row in each table, of the columns that it has in this version; ids and what points to them are 1."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not name.startswith("ssi_"))
    for table in found.sorted_tables:
        connection.execute(table.insert().values({column.name: ROW[column.type.python_type] for column in table.c}))


def test_the_scripts_make_todays_tables(empty_url: str):
    store = Store(empty_url)
    with store.reading() as connection:
        assert compare_metadata(schema.context(connection), metadata) == []
    store.close()


def test_the_scripts_make_todays_tables_to_the_letter():
    definitions = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%ssi_coach_version%' ORDER BY name"
    plain = create_engine("sqlite://")
    with Store("sqlite://").reading() as scripted, plain.begin() as created:
        metadata.create_all(created)
        assert scripted.exec_driver_sql(definitions).all() == created.exec_driver_sql(definitions).all()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_each_version_kept_is_there_after_the_upgrade(empty_url: str, version: str):
    with database(empty_url) as connection:
        schema.upgrade(connection, version)
        fill(connection)
    before = contents(empty_url)
    Store(empty_url).close()
    after = contents(empty_url)
    assert len(before) > 1
    assert before.pop("ssi_coach_version") == [{"version_num": version}]
    assert after.pop("ssi_coach_version") == [{"version_num": VERSIONS[0]}]
    for table, rows in before.items():
        assert [{name: row[name] for name in rows[0]} for row in after[table]] == rows


def test_a_newer_programs_database_is_left_as_it_is(empty_url: str):
    Store(empty_url).close()
    with database(empty_url) as connection:
        fill(connection)
        connection.exec_driver_sql("UPDATE ssi_coach_version SET version_num = '9999'")
    before = contents(empty_url)
    with pytest.raises(StoreError, match="made by a newer SSI Coach"):
        Store(empty_url)
    assert contents(empty_url) == before


def test_a_database_of_something_else_is_left_as_it_is(empty_url: str):
    with database(empty_url) as connection:
        connection.exec_driver_sql("CREATE TABLE person (invoice INTEGER)")
    with pytest.raises(StoreError, match="something else"):
        Store(empty_url)
    assert contents(empty_url) == {"person": []}


def test_an_upgrade_that_breaks_off_changes_nothing(empty_url: str, monkeypatch: pytest.MonkeyPatch):
    create = op.create_table

    def broken(name: str, *columns, **options):
        if name == "plan":
            raise RuntimeError(name)
        return create(name, *columns, **options)

    with monkeypatch.context() as patch:
        patch.setattr(op, "create_table", broken)
        with pytest.raises(RuntimeError):
            Store(empty_url)
    assert contents(empty_url) == {}
    Store(empty_url).close()


def test_many_may_open_a_new_database_at_once(empty_url: str):
    with ThreadPoolExecutor(8) as pool:
        for store in pool.map(Store, [empty_url] * 8):
            store.close()
    assert contents(empty_url)["ssi_coach_version"] == [{"version_num": VERSIONS[0]}]
