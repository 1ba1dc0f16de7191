"""Deleting for good: a person, a team, one's own history, everything, and what has grown too old."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from unicodedata import category, normalize

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, update

from ssi_core.i18n import _
from ssi_core.intake.cells import identity
from ssi_core.store.counted import counted
from ssi_core.store.current import held_by
from ssi_core.store.engine import Store, database_file, default_url, sqlite_file
from ssi_core.store.faults import StoreError
from ssi_core.store.portable import LONGEST
from ssi_core.store.rights import SHOWN, Account, here, note, standing
from ssi_core.store.tables import accounts, check_ins, entries, members, people, plans, rooms, snapshots, teams

Traces = Literal["none", "for now", "server"]
PATIENCE = 1.0  # seconds for others who read or write, before the rest is left for the next time
EMPTY: Mapping[str, Any] = {"name": "", "findings": [], "mapping": {}, "bars": {}}
SHORTEST = 4  # bytes of a name that is also found inside of a word: two Chinese signs, four English letters


@dataclass(frozen=True)
class Deleted:
    """How much is gone: check_ins are weeks, rooms a workshop's. traces: bytes that are left: none; some until others
    have read to the end (`finish`); or whatever the PostgreSQL server keeps of deleted rows. mentioned: what stays of a
    team may still mention the person."""

    people: int
    snapshots: int
    plans: int
    check_ins: int
    traces: Traces = "none"
    mentioned: bool = False
    rooms: int = 0

    @property
    def in_words(self) -> str:
        if not (parts := counted(self.people, self.snapshots, self.plans, self.check_ins, self.rooms)):
            return _("There was nothing to delete.")
        gone = [_("Deleted: {parts}.").format(parts=parts), _where(self.traces)]
        if self.mentioned:
            gone.append(_("Only what is kept of others may still mention them: a group's name, a plan, a nickname."))
        return " ".join([*gone, _("Backups made before still hold it.")])


def _where(traces: Traces) -> str:
    return {
        "none": _("Nothing of it is left in the database."),
        "for now": _("The last bytes leave the file as soon as nobody else is reading it."),
        "server": _("The database server overwrites the freed space in its own time."),
    }[traces]


def person(store: Store, account: Account, person_id: int) -> Deleted:
    """Deletes one of the account's people, what quotes them in uploads' findings, and their access as member."""
    with store.writing() as connection:
        its_team = select(people.c.team_id).where(people.c.id == person_id).scalar_subquery()
        seen = standing(connection, account, its_team, "own")
        if seen.personal:
            deleted = _delete_teams(connection, teams.c.id == seen.team)
        else:
            deleted = replace(_delete_people(connection, seen.team, people.c.id == person_id), mentioned=True)
            note(connection, account, seen.team, "deleted")
    return _rewritten(store, deleted)


def team(store: Store, account: Account, team_id: int) -> Deleted:
    """Deletes a team that the account owns."""
    with store.writing() as connection:
        standing(connection, account, team_id, "own")
        deleted = _delete_teams(connection, teams.c.id == team_id)
    return _rewritten(store, deleted)


def own(store: Store, account: Account) -> Deleted:
    """Deletes all of the account's own history; teams stay."""
    with store.writing() as connection:
        here(connection, account)
        deleted = _delete_teams(connection, teams.c.personal == account.id)
    return _rewritten(store, deleted)


def everything(store: Store, account: Account) -> Deleted:
    """Deletes the account, its own history, its rooms and every team that nobody else owns."""
    with store.writing() as connection:
        here(connection, account)
        deleted = _delete_teams(connection, (teams.c.personal == account.id) | _owned_alone(account))
        gone = connection.execute(delete(rooms).where(rooms.c.account_id == account.id)).rowcount
        connection.execute(delete(accounts).where(accounts.c.id == account.id))
    return _rewritten(store, replace(deleted, rooms=gone))


def set_retention(store: Store, account: Account, team_id: int, days: int | None) -> None:
    """From now on snapshots, check-ins and ended plans of the team are deleted after so many days; None: never."""
    if days is not None and not 1 <= days <= LONGEST:
        raise StoreError(_("Figures can be kept for 1 to {n} days.").format(n=LONGEST))
    with store.writing() as connection:
        standing(connection, account, team_id, "own")
        connection.execute(update(teams).where(teams.c.id == team_id).values(keep_days=days))
        note(connection, account, team_id, "retention")


def old(store: Store, today: date) -> int:
    """Deletes what is older than its team keeps, people of whom nothing is left, and workshops that are over.

    Returns how many snapshots and workshops it was.
    """
    with store.writing() as connection:
        keeping = connection.execute(select(teams.c.id, teams.c.keep_days).where(teams.c.keep_days.is_not(None)))
        n = sum(_delete_old(connection, id_, today - timedelta(days=days)) for id_, days in keeping.all())
        n += connection.execute(delete(rooms).where(rooms.c.ends_on < today)).rowcount
    if n:
        finish(store)
    return n


def daily(store: Store) -> None:
    """What is due when the server starts and once a day: old figures go, and traces that readers held up."""
    old(store, date.today())
    finish(store)


def look_after(url: str | None = None) -> None:
    """`daily` for the database at this address or the usual one, where there is one; a fault waits for the next day."""
    url = url or default_url()
    if (file := sqlite_file(url)) and not file.exists():
        return
    with suppress(StoreError):
        store = Store(url)
        daily(store)
        store.close()


def finish(store: Store) -> bool:
    """Rewrites the SQLite file without what was deleted; False where others read or write meanwhile.

    secure_delete alone isn't enough: SQLite leaves behind what it moves when a page is full (8 of 7,500 names in three
    trials, none after VACUUM).
    """
    if (file := database_file(store)) is None:
        return True
    address = f"{file.absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            return connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    except sqlite3.OperationalError:
        return False


def _rewritten(store: Store, deleted: Deleted) -> Deleted:
    if store.engine.dialect.name != "sqlite":
        return replace(deleted, traces="server")
    return replace(deleted, traces="none" if finish(store) else "for now")


def _owned_alone(account: Account) -> ColumnElement[bool]:
    owners = select(members.c.id).where(members.c.team_id == teams.c.id, members.c.role == "owner").correlate(teams)
    return (
        owners.where(members.c.account_id == account.id).exists()
        & ~owners.where(members.c.account_id != account.id).exists()
    )


def _delete_teams(connection: Connection, which: ColumnElement[bool]) -> Deleted:
    deleted = _count(connection, people.c.team_id.in_(select(teams.c.id).where(which)))
    connection.execute(delete(teams).where(which))
    return deleted


def _delete_people(connection: Connection, team: int, which: ColumnElement[bool]) -> Deleted:
    """The people, their access as members, and whatever quotes them in the team's entries."""
    deleted = _count(connection, which)
    _clear_rows(connection, team, snapshots.c.person_id.in_(select(people.c.id).where(which)))
    names = list(connection.scalars(select(people.c.name).where(which)))
    whose = members.c.person_id.in_(select(people.c.id).where(which))
    connection.execute(delete(members).where(whose, members.c.role == "member"))
    connection.execute(delete(people).where(which))
    _clear_entries(connection, team, names)
    return deleted


def _delete_old(connection: Connection, team: int, before: date) -> int:
    """Snapshots before that day, check-ins of weeks that began before, plans that had ended by then, and people of whom
    nothing is left; how many snapshots it was."""
    folk = select(people.c.id).where(people.c.team_id == team)
    grown_old = snapshots.c.person_id.in_(folk) & (snapshots.c.on < before)
    _clear_rows(connection, team, grown_old)
    n = connection.execute(delete(snapshots).where(grown_old)).rowcount
    connection.execute(delete(check_ins).where(check_ins.c.person_id.in_(folk), check_ins.c.week < before))
    over = plans.c.ended_at < datetime.combine(before, time())
    connection.execute(delete(plans).where(plans.c.person_id.in_(folk), over))
    gone = [people.c.id.not_in(select(table.c.person_id)) for table in (snapshots, plans, check_ins)]
    linked = select(members.c.person_id).where(members.c.person_id.is_not(None))
    _delete_people(connection, team, and_(people.c.team_id == team, people.c.id.not_in(linked), *gone))
    return n


def _count(connection: Connection, which: ColumnElement[bool]) -> Deleted:
    """How much there is of these people; a person's own history has no name and is no one else."""
    folk = select(people.c.id).where(which)

    def count(table: Table, *what: str) -> int:
        columns = [table.c[name] for name in what]
        return connection.scalar(
            select(func.count()).select_from(select(*columns).where(table.c.person_id.in_(folk)).distinct().subquery())
        )

    named = connection.scalar(select(func.count()).select_from(people).where(which, people.c.name != ""))
    return Deleted(named, count(snapshots, "id"), count(plans, "id"), count(check_ins, "person_id", "week"))


def _clear_rows(connection: Connection, team: int, which: ColumnElement[bool]) -> None:
    """Takes the findings on single rows out of every entry that holds these snapshots: whose row it was isn't kept."""
    held = held_by(select(entries.c.id).where(entries.c.team_id == team))
    theirs = select(held.c.entry_id).join(snapshots, snapshots.c.id == held.c.id).where(which)
    found = select(entries.c.id, entries.c.findings).where(entries.c.id.in_(theirs))
    for id_, findings in connection.execute(found).all():
        of_files = [finding for finding in findings if finding["row"] is None]
        if of_files != findings:
            connection.execute(update(entries).where(entries.c.id == id_).values(findings=of_files))


def _clear_entries(connection: Connection, team: int, names: Sequence[str]) -> None:
    """Takes out of the team's entries what quotes these names; of entries that hold nothing any more all, except that
    they replaced others."""
    held = held_by(select(entries.c.id).where(entries.c.team_id == team))
    full = set(connection.scalars(select(held.c.entry_id)))
    for entry in connection.execute(select(entries).where(entries.c.team_id == team)).mappings().all():
        here = entries.c.id == entry["id"]
        if entry["id"] not in full and not entry["replaces"]:
            connection.execute(delete(entries).where(here))
            continue
        cleared = _without(entry, names) if entry["id"] in full else EMPTY
        if any(entry[name] != value for name, value in cleared.items()):
            connection.execute(update(entries).where(here).values(**cleared))


def _without(entry: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    def keeps(*texts: object) -> bool:
        return not any(_quotes(" ".join(map(str, texts)), name) for name in names)

    by_header = {part: entry[part] for part in ("mapping", "bars")}
    return {
        "name": entry["name"] if keeps(entry["name"]) else "",
        "findings": [finding for finding in entry["findings"] if keeps(*finding.values())],
        **{part: {header: said[header] for header in said if keeps(header)} for part, said in by_header.items()},
    }


def _quotes(text: str, name: str) -> bool:
    """Whether the text may mean the person: all words of the name in any order, also written together, the name cut
    short, or one of its words before an @; of a name without letters, the name itself."""
    said, called = _folded(text), _folded(name)
    found, words = set(_words(said)), set(_words(called))
    if not words:
        return name in text
    together = len(called.encode()) >= SHORTEST and any(all(word in one for word in words) for one in found)
    cut = len(called) >= SHOWN and called[: SHOWN - 1] in said
    return words <= found or together or cut or not words.isdisjoint(re.findall(r"([^\W_]+)@", said))


def _folded(text: str) -> str:
    """Without case and accents; ı and İ are i."""
    signs = normalize("NFKD", identity(text).replace("ı", "i"))
    return "".join(sign for sign in signs if category(sign) != "Mn")


def _words(folded: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded)
