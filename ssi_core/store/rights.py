"""Who may see and do what. Every function of the store asks here, in the transaction that reads or writes."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal
from unicodedata import category

from sqlalchemy import Column, ColumnElement, Connection, Row, ScalarSelect, Select, delete, select, update
from sqlalchemy.exc import IntegrityError

from ssi_core.i18n import _
from ssi_core.intake.cells import identity, text
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.tables import accounts, insert_row, members, now, people, reads, teams

Role = Literal["owner", "manager", "member"]
Privacy = Literal["all", "totals", "managers"]
Deed = Literal["seen", "exported", "undone", "again", "deleted", "retention", "rights"]
THIS_COMPUTER = "this computer"
ROLES: Mapping[Role, str] = {"owner": _("Owner"), "manager": _("Manager"), "member": _("Member")}
PRIVACY: Mapping[Privacy, str] = {
    "all": _("Everybody sees all"),
    "totals": _("Members see totals only"),
    "managers": _("Managers only"),
}
DEEDS: Mapping[Deed, str] = {
    "seen": _("Saw figures"),
    "exported": _("Exported"),
    "undone": _("Undid an upload"),
    "again": _("Let an upload count again"),
    "deleted": _("Deleted a person"),
    "retention": _("Changed how long figures are kept"),
    "rights": _("Changed who may see what"),
}
SHOWN = 40  # characters of a text that is refused
HALF_A_SIGN = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Account:
    """Who has signed in, or "this computer". subject: whose the id is; in a restored backup it may be another's."""

    id: int
    subject: str
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
    subject, name = checked(subject, accounts.c.subject), checked(text(name), accounts.c.name)
    email = address(email) if email else None
    with store.writing() as connection:
        id_ = _account(connection, subject)
        connection.execute(update(accounts).where(accounts.c.id == id_).values(email=email, name=name))
        if email:
            take_up(connection, id_, email)
    return Account(id_, subject, name, email)


def is_there(store: Store, account: Account) -> bool:
    """Whether the account is still the one that signed in: neither deleted nor, in a restored backup, another's."""
    with store.reading() as connection:
        return connection.scalar(select(accounts.c.id).where(_itself(account))) is not None


def here(connection: Connection, account: Account, *, hold: bool = False) -> None:
    """Raises NotAllowed where it is not there any more. hold: what others do with it waits for this transaction."""
    found = select(accounts.c.id).where(_itself(account))
    if connection.scalar(found.with_for_update() if hold else found) is None:
        raise NotAllowed(_("This account has been deleted. Sign in again to begin anew."))


def take_up(connection: Connection, account: int, email: str) -> None:
    """Open invitations to the address become the account's own; where it is in the team already, it stays as it is."""
    already = select(members.c.team_id).where(members.c.account_id == account)
    invited = (members.c.email == email) & members.c.account_id.is_(None)
    taken = update(members).where(invited, members.c.team_id.not_in(already)).values(account_id=account, email=None)
    connection.execute(taken)
    connection.execute(delete(members).where(invited))


def standing(
    connection: Connection, account: Account, team: int | ScalarSelect, to: Literal["see", "manage", "own"] = "see"
) -> Standing:
    """How the account stands in the team now. Raises NotAllowed where it may not do this, or is not in it.

    team: its id, or the query for it. In a transaction that writes, whoever manages or owns has the team to themselves
    from here on.
    """
    if to != "see" and connection.get_execution_options().get("writes"):
        connection.execute(select(teams.c.id).where(teams.c.id == team).with_for_update())
    row = connection.execute(_standings(account).where(teams.c.id == team)).one_or_none()
    if row is None:
        raise NotAllowed(_("You can't see this team, or no longer."))
    found = Standing(**row._mapping)
    if (to == "own" and found.role != "owner") or (to == "manage" and not found.manages):
        raise NotAllowed(_("As {role} you can't do this. Ask the team's owner.").format(role=ROLES[found.role].lower()))
    return found


def standings(store: Store, account: Account) -> list[Standing]:
    """Every team that the account is in, its own history left out, by name."""
    with store.reading() as connection:
        return sorted(of_teams(connection, account), key=lambda each: (identity(each.name), each.team))


def of_teams(connection: Connection, account: Account) -> list[Standing]:
    """The same in a transaction, in no order."""
    rows = connection.execute(_standings(account).where(teams.c.personal.is_(None)))
    return [Standing(**row._mapping) for row in rows]


def own_history(store: Store, account: Account) -> Standing:
    """The account's own history: a team of one, made when it is first asked for."""
    mine = _standings(account).where(teams.c.personal == account.id)
    with store.reading() as connection:
        row = connection.execute(mine).one_or_none()
    if row is None:
        with store.writing() as connection:
            here(connection, account, hold=True)
            row = connection.execute(mine).one_or_none() or _begun(connection, account, mine)
    return Standing(**row._mapping)


def new_team(store: Store, account: Account, name: str) -> Standing:
    """A team that the account owns; its members see nothing of each other until the owner says otherwise.

    Raises StoreError for a name that is empty or the one of another team of theirs.
    """
    with store.writing() as connection:
        return begun_team(connection, account, name)


def begun_team(connection: Connection, account: Account, name: str) -> Standing:
    """The same in a transaction."""
    here(connection, account, hold=True)
    name = team_name(connection, account, name)
    team = insert_row(connection, teams, name=name, privacy="managers")
    insert_row(connection, members, team_id=team, account_id=account.id, role="owner")
    return standing(connection, account, team)


def team_name(connection: Connection, account: Account, name: str, team: int = 0) -> str:
    """The name as it is kept. Raises StoreError where it is empty, or where another team that they own has it."""
    if not (name := checked(text(name), teams.c.name)):
        raise StoreError(_("Give the team a name."))
    owned = _standings(account).where(members.c.role == "owner", teams.c.personal.is_(None), teams.c.id != team)
    if identity(name) in (identity(other.name) for other in connection.execute(owned)):
        raise StoreError(_("You have a team called “{name}” already. Give this one another name.").format(name=name))
    return name


def note(connection: Connection, account: Account, team: int, what: Deed) -> None:
    """A line for the team's list of who saw, exported or changed it; it holds no figures."""
    insert_row(connection, reads, team_id=team, account_id=account.id, what=what)


def note_seen(store: Store, account: Account, seen: Standing) -> None:
    """Notes, once a day (UTC), that the account saw figures of others; called before they are handed out."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = (reads.c.team_id == seen.team) & (reads.c.account_id == account.id) & (reads.c.what == "seen")
    line = select(reads.c.id).where(mine, reads.c.at >= today).limit(1)
    if seen.personal:
        return
    with store.reading() as connection:
        if connection.scalar(line):
            return
    with store.writing() as connection:
        connection.execute(select(teams.c.id).where(teams.c.id == seen.team).with_for_update())
        if not connection.scalar(line):
            note(connection, account, seen.team, "seen")


def checked(written: str, column: Column) -> str:
    """The text, if the column can hold it on any database. Raises StoreError."""
    visible = "".join(sign for sign in written if category(sign) not in ("Cc", "Cs"))
    if visible != written:
        raise StoreError(_("“{text}” holds an invisible sign that can't be kept.").format(text=visible[:SHOWN]))
    if (limit := column.type.length) and len(written) > limit:
        words = _("“{text}…” is too long: {limit} characters at most.")
        raise StoreError(words.format(text=written[:SHOWN], limit=limit))
    return written


def storable(content: Any, of: str) -> Any:
    """The content as JSON gives it back, if every database's can hold it. Raises StoreError. of: whose it is."""
    try:
        return json.loads(json.dumps(content, allow_nan=False, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        raise StoreError(_("{of}: a text holds half a sign, which can't be kept.").format(of=of)) from None
    except ValueError:
        raise StoreError(_("{of}: a figure is no finite number.").format(of=of)) from None


def address(written: str) -> str:
    """The e-mail address as it is compared. Raises StoreError where it is none."""
    email = checked(written.strip().lower(), members.c.email)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise StoreError(_("“{text}” is no e-mail address.").format(text=email[:SHOWN]))
    return email


def _account(connection: Connection, subject: str) -> int:
    """Its id, held until the transaction ends."""
    known = select(accounts.c.id).where(accounts.c.subject == subject).with_for_update()
    if id_ := connection.scalar(known):
        return id_
    with suppress(IntegrityError), connection.begin_nested():  # another visit of theirs may just have made it
        insert_row(connection, accounts, subject=subject)
    return connection.scalar(known)


def _itself(account: Account) -> ColumnElement[bool]:
    return (accounts.c.id == account.id) & (accounts.c.subject == account.subject)


def _begun(connection: Connection, account: Account, mine: Select) -> Row:
    team = insert_row(connection, teams, name="", personal=account.id, privacy="managers")
    person = insert_row(connection, people, team_id=team, name="")
    insert_row(connection, members, team_id=team, account_id=account.id, role="owner", person_id=person)
    return connection.execute(mine).one()


def _standings(account: Account) -> Select:
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
        .join(accounts, accounts.c.id == members.c.account_id)
        .where(_itself(account))
    )
