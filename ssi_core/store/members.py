"""Who is in a team, in which role, and what members see: for its owner to set."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from ssi_core.i18n import _
from ssi_core.store.engine import NotAllowed, Store
from ssi_core.store.rights import Account, Privacy, Role, _insert, standing
from ssi_core.store.tables import accounts, members, people, teams


@dataclass(frozen=True)
class Member:
    """An account in a team, or an invitation (signed_in False). person: the name in the team that it is, or ""."""

    id: int
    email: str
    name: str
    role: Role
    person: str
    signed_in: bool


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
    """Let whoever signs in with this address into the team, or change the role and person they have."""
    email = email.strip().lower()
    with store.writing() as connection:
        standing(connection, account, team, "own")
        who = connection.scalar(select(people.c.id).where(people.c.team_id == team, people.c.name == person))
        same = (members.c.team_id == team) & (members.c.email == email)
        if connection.execute(select(members.c.id).where(same)).first():
            connection.execute(update(members).where(same).values(role=role, person_id=who))
        else:
            _insert(connection, members, team_id=team, email=email, role=role, person_id=who)
        _keep_an_owner(connection, team)


def remove(store: Store, account: Account, team: int, member: int) -> None:
    """Take a member out of the team, or an invitation back."""
    with store.writing() as connection:
        standing(connection, account, team, "own")
        connection.execute(delete(members).where(members.c.id == member, members.c.team_id == team))
        _keep_an_owner(connection, team)


def set_privacy(store: Store, account: Account, team: int, privacy: Privacy) -> None:
    """What members see from now on."""
    with store.writing() as connection:
        standing(connection, account, team, "own")
        connection.execute(update(teams).where(teams.c.id == team).values(privacy=privacy))


def _keep_an_owner(connection, team: int) -> None:
    owners = select(members.c.id).where(
        members.c.team_id == team, members.c.role == "owner", members.c.account_id.is_not(None)
    )
    if connection.execute(owners).first() is None:
        raise NotAllowed(_("A team needs an owner."))
