"""Who is in a team, in which role, and what members see: for its owner to set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from ssi_core.i18n import _
from ssi_core.intake.cells import identity, text
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.rights import (
    DEEDS,
    Account,
    Privacy,
    Role,
    address,
    note,
    standing,
    take_up,
    team_name,
)
from ssi_core.store.tables import accounts, insert_row, members, people, reads, teams


@dataclass(frozen=True)
class Member:
    """An account in a team, or an invitation (signed_in False). person: the name in the team that it is, or ""."""

    id: int
    email: str
    name: str
    role: Role
    person: str
    signed_in: bool


@dataclass(frozen=True)
class Read:
    """A line of who saw, exported or changed a team. by: name or address, "" for an account without, or deleted.

    what: in words. at: UTC, without a time zone.
    """

    by: str
    what: str
    at: datetime


def called() -> ColumnElement[str]:
    """The name of an account in a query, else its address, else ""."""
    return func.coalesce(func.nullif(accounts.c.name, ""), accounts.c.email, "")


def of_team(store: Store, account: Account, team: int) -> list[Member]:
    """Everybody in the team, for those who manage it."""
    with store.reading() as connection:
        standing(connection, account, team, "manage")
        rows = connection.execute(
            select(
                members.c.id,
                func.coalesce(accounts.c.email, members.c.email, "").label("email"),
                func.coalesce(accounts.c.name, "").label("name"),
                members.c.role,
                func.coalesce(people.c.name, "").label("person"),
                members.c.account_id.is_not(None).label("signed_in"),
            )
            .outerjoin(accounts, accounts.c.id == members.c.account_id)
            .outerjoin(people, people.c.id == members.c.person_id)
            .where(members.c.team_id == team)
            .order_by(members.c.id)
        )
        return [Member(**row._mapping) for row in rows]


def invite(store: Store, account: Account, team: int, email: str, role: Role = "member", person: str = "") -> None:
    """Let whoever has this address into the team, or change the role and person they have.

    An account whose provider has verified the address is in at once, else whoever signs in with it. person: the name of
    somebody in the team, "" for nobody.
    """
    email = address(email)
    with _sharing(store, account, team) as connection:
        holder = connection.scalar(select(func.max(accounts.c.id)).where(accounts.c.email == email)) or 0
        same = (members.c.team_id == team) & or_(members.c.account_id == holder, members.c.email == email)
        values = {"role": role, "person_id": _person(connection, team, person)}
        if connection.execute(update(members).where(same).values(**values)).rowcount == 0:
            insert_row(connection, members, team_id=team, email=email, **values)
        if holder:
            take_up(connection, holder, email)


def remove(store: Store, account: Account, team: int, member: int) -> None:
    """Take a member out of the team, or an invitation back."""
    with _sharing(store, account, team) as connection:
        gone = delete(members).where(members.c.id == member, members.c.team_id == team)
        if connection.execute(gone).rowcount == 0:
            raise NotAllowed(_("This member is not in the team, or no longer."))


def set_privacy(store: Store, account: Account, team: int, privacy: Privacy) -> None:
    """What members see from now on."""
    with _sharing(store, account, team) as connection:
        connection.execute(update(teams).where(teams.c.id == team).values(privacy=privacy))


def rename(store: Store, account: Account, team: int, name: str) -> None:
    """Gives the team another name. Raises StoreError where it is empty or the one of another team of theirs."""
    with store.writing() as connection:
        _shared(connection, account, team)
        name = team_name(connection, account, name, team)
        connection.execute(update(teams).where(teams.c.id == team).values(name=name))


def audit(store: Store, account: Account, team: int) -> list[Read]:
    """Who saw (once a day and account), exported or changed the team, the newest first, for those who manage it."""
    with store.reading() as connection:
        standing(connection, account, team, "manage")
        lines = select(called().label("by"), reads.c.what, reads.c.at).where(reads.c.team_id == team)
        rows = connection.execute(
            lines.outerjoin(accounts, accounts.c.id == reads.c.account_id).order_by(reads.c.id.desc())
        )
        return [Read(row.by, DEEDS.get(row.what, row.what), row.at) for row in rows]


@contextmanager
def _sharing(store: Store, account: Account, team: int) -> Iterator[Connection]:
    """A transaction in which the owner changes who may see what."""
    with store.writing() as connection:
        _shared(connection, account, team)
        yield connection
        owners = (members.c.team_id == team) & (members.c.role == "owner") & members.c.account_id.is_not(None)
        if connection.execute(select(members.c.id).where(owners)).first() is None:
            raise NotAllowed(_("A team needs an owner. Make somebody else the owner first."))
        note(connection, account, team, "rights")


def _shared(connection: Connection, account: Account, team: int) -> None:
    if standing(connection, account, team, "own").personal:
        raise NotAllowed(_("Your own history is yours alone. To share, begin a team."))


def _person(connection: Connection, team: int, name: str) -> int | None:
    if not text(name):
        return None
    known = select(people.c.id).where(people.c.team_id == team, people.c.key == identity(name))
    if (found := connection.scalar(known)) is None:
        raise StoreError(_("Nobody in this team is called “{name}”.").format(name=name))
    return found
