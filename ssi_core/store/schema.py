"""The schema's versions, as alembic's scripts in `versions`: a database is brought to the newest when it is opened."""

from functools import cache
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select

from ssi_core.i18n import _
from ssi_core.store.faults import StoreError
from ssi_core.store.tables import metadata

VERSION_TABLE = "ssi_coach_version"
UPGRADES = 552_051  # the number by which processes that upgrade a PostgreSQL at once wait for each other


@cache
def scripts() -> ScriptDirectory:
    """Every version's script."""
    folder = Path(__file__).parent / "versions"
    return ScriptDirectory(folder, version_locations=[folder])


def version(connection: Connection) -> str | None:
    """The version of the schema that the database has; None where it has none of the store's tables."""
    return context(connection).get_current_revision()


def is_newest(connection: Connection) -> bool:
    return version(connection) == scripts().get_current_head()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Brings the tables up to a version, in the connection's transaction, one process after the other.

    Raises StoreError, with nothing changed, where a newer program made the tables, or none of ours did.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(UPGRADES)))
    before = version(connection)
    _refuse_strangers(connection, before)
    with Operations.context(context(connection)) as operations:
        for script in reversed([*scripts().iterate_revisions(to, before)]):
            script.module.upgrade()
            operations.migration_context.stamp(scripts(), script.revision)


def context(connection: Connection) -> MigrationContext:
    """Alembic's view of the connection."""
    options = {"version_table": VERSION_TABLE, "target_metadata": metadata, "compare_server_default": True}
    return MigrationContext.configure(connection, opts=options)


def _refuse_strangers(connection: Connection, version: str | None) -> None:
    if version is None:
        if inspect(connection).get_table_names():
            raise StoreError(
                _(
                    "This database holds something else than your history, so nothing was changed in it. "
                    "Give SSI Coach a database of its own."
                )
            )
    elif version not in {script.revision for script in scripts().walk_revisions()}:
        raise StoreError(
            _("This history was made by a newer SSI Coach. Update the app to open it; nothing was changed.")
        )
