"""Who may see and do what. Every function of the store asks here, in the transaction that reads or writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from ssi_core.i18n import _
from ssi_core.store.engine import NotAllowed, Store
from ssi_core.store.tables import accounts, members, people, teams

Role = Literal["owner", "manager", "member"]
Privacy = Literal["all", "totals", "managers"]
THIS_COMPUTER = "this computer"
ROLES: Mapping[Role, str] = {"owner": _("Owner"), "manager": _("Manager"), "member": _("Member")}
PRIVACY: Mapping[Privacy, str] = {
    "all": _("Everybody sees all"),
    "totals": _("Members see totals only"),
    "managers": _("Managers only"),
}


@dataclass(frozen=True)
class Account:
    """Who has signed in, or "this computer"."""

    id: int
    name: str = ""
    email: str | None = None


@dataclass(frozen=True)
class Standing:
    """A team as one account stands in it. person: who of the team the account is, None for nobody."""

    team: int
    name: str
    role: Role
    privacy: Privacy
    person: int | None
    personal: bool
    keep_days: int | None

    @property
    def manages(self) -> bool:
        return self.role in ("owner", "manager")

    @property
    def sees_totals(self) -> bool:
        """Whether everybody's totals may be seen."""
        return self.manages or self.privacy in ("all", "totals")

    @property
    def sees_all(self) -> bool:
        return self.manages or self.privacy == "all"


def sign_in(store: Store, subject: str = THIS_COMPUTER, email: str | None = None, name: str = "") -> Account:
    """The account of this subject, made on its first visit; invitations to its address become its own.

    subject: issuer and subject of the identity token, which never change hands. email: only if the provider has
    verified it.
    """
    email = email.lower() if email else None
    with store.writing() as connection:
        found = connection.execute(select(accounts).where(accounts.c.subject == subject)).one_or_none()
        known = {"email": email, "name": name}
        if found is None:
            id_ = connection.execute(insert(accounts).values(subject=subject, **known)).inserted_primary_key[0]
        else:
            id_ = found.id
            connection.execute(update(accounts).where(accounts.c.id == id_).values(**known))
        if email:
            already = select(members.c.team_id).where(members.c.account_id == id_)
            invited = (members.c.email == email) & members.c.account_id.is_(None) & members.c.team_id.not_in(already)
            connection.execute(update(members).where(invited).values(account_id=id_))
    return Account(id_, name, email)


def standing(
    connection: Connection, account: Account, team: int, to: Literal["see", "manage", "own"] = "see"
) -> Standing:
    """How the account stands in the team now. Raises NotAllowed where it may not do this, or is not in it."""
    of = _standings(account).where(teams.c.id == team)
    if to != "see":
        of = of.with_for_update(of=teams)  # SQLite's writers are alone anyway
    row = connection.execute(of).one_or_none()
    if row is None:
        raise NotAllowed(_("You can't see this team, or no longer."))
    found = Standing(**row._mapping)
    if (to == "own" and found.role != "owner") or (to == "manage" and not found.manages):
        raise NotAllowed(_("As {role} you can't do this. Ask the team's owner.").format(role=ROLES[found.role].lower()))
    return found


def standings(store: Store, account: Account) -> list[Standing]:
    """Every team that the account is in, its own history left out, by name."""
    with store.reading() as connection:
        rows = connection.execute(_standings(account).where(teams.c.personal.is_(None)).order_by(teams.c.name))
        return [Standing(**row._mapping) for row in rows]


def own_history(store: Store, account: Account) -> Standing:
    """The account's own history: a team of one, made when it is first asked for."""
    with store.writing() as connection:
        mine = _standings(account).where(teams.c.personal == account.id)
        row = connection.execute(mine).one_or_none()
        if row is None:
            team = _insert(connection, teams, name="", personal=account.id, privacy="managers")
            person = _insert(connection, people, team_id=team, name="")
            _insert(connection, members, team_id=team, account_id=account.id, role="owner", person_id=person)
            row = connection.execute(mine).one()
        return Standing(**row._mapping)


def new_team(store: Store, account: Account, name: str) -> Standing:
    """A team that the account owns; its members see nothing of each other until the owner says otherwise."""
    with store.writing() as connection:
        team = _insert(connection, teams, name=name, privacy="managers")
        _insert(connection, members, team_id=team, account_id=account.id, email=account.email, role="owner")
        return standing(connection, account, team)


def _insert(connection: Connection, table, **values) -> int:
    return connection.execute(insert(table).values(**values)).inserted_primary_key[0]


def _standings(account: Account):
    return (
        select(
            teams.c.id.label("team"),
            teams.c.name,
            members.c.role,
            teams.c.privacy,
            members.c.person_id.label("person"),
            teams.c.personal.is_not(None).label("personal"),
            teams.c.keep_days,
        )
        .join(members, members.c.team_id == teams.c.id)
        .where(members.c.account_id == account.id)
    )
