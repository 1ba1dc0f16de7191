"""The people of a team, for choosing one."""

from sqlalchemy import select

from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, standing
from ssi_core.store.tables import people


def names(store: Store, account: Account, team: int) -> dict[int, str]:
    """Everybody's name by id, in the order of the names, for those who manage the team."""
    with store.reading() as connection:
        standing(connection, account, team, "manage")
        rows = connection.execute(select(people.c.id, people.c.name).where(people.c.team_id == team))
        return {row.id: row.name for row in sorted(rows, key=lambda row: row.name.casefold())}
