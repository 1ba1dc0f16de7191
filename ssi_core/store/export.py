"""Everything that an account may take along as one file, and such a file loaded again.

The file, described in portable.py, gives nobody rights: who may see a team is told to its owners and never loaded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Column, Connection, Select, func, insert, select

from ssi_core.i18n import _
from ssi_core.intake.cells import identity
from ssi_core.store import portable
from ssi_core.store.counted import counted
from ssi_core.store.engine import Store
from ssi_core.store.portable import KIND, VERSION, History, NotAnExport, parsed
from ssi_core.store.rights import Account, Standing, note, own_history, standing, standings, team_name
from ssi_core.store.tables import (
    accounts,
    check_ins,
    entries,
    insert_row,
    members,
    now,
    people,
    plans,
    repeats,
    snapshots,
    teams,
    ticks,
)

Rows = Mapping[int, Sequence[Mapping[str, Any]]]  # by the id of what they belong to
Owned = Sequence[tuple[int, portable.Person]]  # each person with the id in the database
AT_ONCE = 100  # snapshots whose repeats are loaded together: each may have come in with every entry
Part = TypeVar("Part", bound=BaseModel)

__all__ = ["Loaded", "NotAnExport", "as_dict", "from_json", "to_json"]


@dataclass(frozen=True)
class Loaded:
    """How many rows a file has added, and how many of its rows were there already."""

    people: int = 0
    snapshots: int = 0
    plans: int = 0
    check_ins: int = 0
    skipped: int = 0

    @property
    def in_words(self) -> str:
        if not (parts := counted(self.people, self.snapshots, self.plans, self.check_ins)):
            return _("All of it was there already.")
        return _("Loaded, and new: {parts}.").format(parts=parts)

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(*(getattr(self, name) + getattr(other, name) for name in Loaded.__dataclass_fields__))


def as_dict(store: Store, account: Account) -> dict[str, Any]:
    """The account's own history and the teams it manages, undone and corrected rows included; JSON can hold all."""
    return _history(store, account).model_dump(mode="json")


def to_json(store: Store, account: Account) -> bytes:
    """The same as a file that people can read and `from_json` loads."""
    return _history(store, account).model_dump_json(indent=1).encode()


def from_json(store: Store, account: Account, content: bytes) -> Loaded:
    """Loads a file of `to_json`: one's own history into the account's own, a team into the one of that name that the
    account owns, or a new one.

    What is there already stays as it is, so the same file twice adds nothing. Raises NotAnExport, and then nothing is
    loaded.
    """
    history = parsed(content)
    own = own_history(store, account).team
    with store.writing() as connection:
        loaded = Loaded()
        for name, team in _named(history.teams):
            into = own if team.personal else _team_called(connection, account, name, team)
            standing(connection, account, into, "own")
            loaded += _load(connection, account, into, team)
    return loaded


def _history(store: Store, account: Account) -> History:
    mine = [own_history(store, account), *(seen for seen in standings(store, account) if seen.manages)]
    with store.reading() as connection:
        found = [_as_team(connection, standing(connection, account, seen.team, "manage"), account) for seen in mine]
    if of_others := [seen for seen in mine if not seen.personal]:
        with store.writing() as connection:
            for seen in of_others:
                note(connection, account, seen.team, "exported")
    return History(kind=KIND, version=VERSION, exported=now(), teams=found)


def _as_team(connection: Connection, seen: Standing, account: Account) -> portable.Team:
    came_in = _below(connection, entries.c.team_id, select(seen.team))[seen.team]
    place = {row["id"]: number for number, row in enumerate(came_in, 1)}
    return portable.Team(
        name=seen.name,
        personal=seen.personal,
        privacy=seen.privacy,
        keep_days=seen.keep_days,
        people=list(_people(connection, seen.team, place)),
        entries=[_part(portable.Entry, row) for row in came_in],
        members=_members(connection, seen.team, account) if seen.role == "owner" else [],
    )


def _people(connection: Connection, team: int, place: Mapping[int, int]) -> Iterator[portable.Person]:
    """place: where in the team's entries each of them stands, by its id."""
    folk = select(people.c.id).where(people.c.team_id == team)
    shots, made, said = (_below(connection, table.c.person_id, folk) for table in (snapshots, plans, check_ins))
    done = _below(connection, ticks.c.plan_id, select(plans.c.id).where(plans.c.person_id.in_(folk)))
    again = _below(connection, repeats.c.entry_id, select(entries.c.id).where(entries.c.team_id == team))
    came = defaultdict(list)
    for row in (row for rows in again.values() for row in rows):
        came[row["snapshot_id"]].append(place[row["entry_id"]])
    for person in connection.execute(select(people).where(people.c.team_id == team).order_by(people.c.key)):
        yield portable.Person(
            name=person.name,
            snapshots=[
                _part(portable.Snapshot, row, entry=place[row["entry_id"]], again=sorted(came[row["id"]]))
                for row in shots[person.id]
            ],
            plans=[
                _part(portable.Plan, row, ticks=[_part(portable.Tick, tick) for tick in done[row["id"]]])
                for row in made[person.id]
            ],
            check_ins=[_part(portable.CheckIn, row) for row in said[person.id]],
        )


def _members(connection: Connection, team: int, account: Account) -> list[portable.Member]:
    """Everybody else who may see the team."""
    address = func.coalesce(accounts.c.email, members.c.email).label("email")
    rows = connection.execute(
        select(address, members.c.role, people.c.name.label("person"))
        .outerjoin(accounts, accounts.c.id == members.c.account_id)
        .outerjoin(people, people.c.id == members.c.person_id)
        .where(members.c.team_id == team, members.c.account_id.is_distinct_from(account.id))
        .order_by(members.c.id)
    )
    return [portable.Member(**row._mapping) for row in rows]


def _below(connection: Connection, link: Column, ids: Select) -> Rows:
    """The rows that belong to these, by the id of what they belong to, in the order they were added."""
    found = defaultdict(list)
    for row in connection.execute(select(link.table).where(link.in_(ids)).order_by(link.table.c.id)).mappings():
        found[row[link.name]].append(row)
    return found


def _part(model: type[Part], row: Mapping[str, Any], **more: Any) -> Part:
    kept = {name: row[name] for name in model.model_fields if name in row}
    return model.model_validate(kept | more, strict=False)


def _named(loading: Sequence[portable.Team]) -> Iterator[tuple[str, portable.Team]]:
    """Each team and its name; of those called the same, a manager may have several, the others are numbered."""
    met: Counter[str] = Counter()
    for team in loading:
        met[identity(team.name)] += 1
        number = met[identity(team.name)]
        yield (team.name if number == 1 else f"{team.name} ({number})"), team


def _team_called(connection: Connection, account: Account, name: str, team: portable.Team) -> int:
    """The account's own team of this name, made where there is none."""
    mine = (members.c.account_id == account.id) & (members.c.role == "owner") & teams.c.personal.is_(None)
    owned = connection.execute(
        select(teams.c.id, teams.c.name).join(members, members.c.team_id == teams.c.id).where(mine)
    )
    found = next((id_ for id_, called in owned if identity(called) == identity(name)), None)
    if found is not None:
        return found
    called = team_name(connection, account, name)
    id_ = insert_row(connection, teams, name=called, privacy=team.privacy, keep_days=team.keep_days)
    insert_row(connection, members, team_id=id_, account_id=account.id, role="owner")
    return id_


def _load(connection: Connection, account: Account, into: int, team: portable.Team) -> Loaded:
    """Adds what the team in the database doesn't hold yet."""
    of_team, folk = select(into), select(people.c.id).where(people.c.team_id == into)
    called = [{"team_id": into, "name": each.name, "key": identity(each.name)} for each in team.people]
    came = [_row(each, team_id=into, account_id=account.id) for each in team.entries]
    whose = _add(connection, people.c.team_id, of_team, called, "key")
    entry = _add(connection, entries.c.team_id, of_team, came, "at", "digest").ids
    owned = list(zip(whose.ids, team.people, strict=True))
    said = [_row(one, person_id=id_) for id_, person in owned for one in person.check_ins]
    added = (
        _load_snapshots(connection, folk, owned, entry),
        _load_plans(connection, folk, owned),
        _add(connection, check_ins.c.person_id, folk, said, "week", "activity", "at"),
    )
    return Loaded(whose.new, *(each.new for each in added), sum(len(each.ids) - each.new for each in added))


def _load_snapshots(connection: Connection, folk: Select, owned: Owned, entry: Sequence[int]) -> "_Added":
    shots = [(id_, one) for id_, person in owned for one in person.snapshots]
    rows = [_row(one, person_id=id_, entry_id=entry[one.entry - 1]) for id_, one in shots]
    kept = _add(connection, snapshots.c.person_id, folk, rows, "entry_id", "on", "at")
    again = [
        (id_, [entry[place - 1] for place in one.again]) for id_, (_whose, one) in zip(kept.ids, shots, strict=True)
    ]
    for start in range(0, len(again), AT_ONCE):
        _load_repeats(connection, again[start : start + AT_ONCE])
    return kept


def _load_repeats(connection: Connection, again: Sequence[tuple[int, Sequence[int]]]) -> None:
    """again: snapshots' ids, each with the entries that brought it once more."""
    rows = [{"snapshot_id": id_, "entry_id": entry} for id_, came in again for entry in came]
    among = select(snapshots.c.id).where(snapshots.c.id.in_([id_ for id_, _came in again]))
    _add(connection, repeats.c.snapshot_id, among, rows, "entry_id")


def _load_plans(connection: Connection, folk: Select, owned: Owned) -> "_Added":
    made = [(id_, one) for id_, person in owned for one in person.plans]
    rows = [_row(one, person_id=id_) for id_, one in made]
    kept = _add(connection, plans.c.person_id, folk, rows, "start", "at")
    done = [_row(tick, plan_id=id_) for id_, (_whose, one) in zip(kept.ids, made, strict=True) for tick in one.ticks]
    among = select(plans.c.id).where(plans.c.person_id.in_(folk))
    _add(connection, ticks.c.plan_id, among, done, "week", "activity", "item", "done", "at")
    return kept


def _row(part: BaseModel, **ids: int) -> dict[str, Any]:
    """The part as the row of a table; what stands in tables of their own is left out."""
    return part.model_dump(exclude={"entry", "again", "ticks"}) | ids


@dataclass(frozen=True)
class _Added:
    """ids: of all rows, in their order; new: how many were not there."""

    ids: Sequence[int]
    new: int


def _add(connection: Connection, link: Column, among: Select, rows: Sequence[Mapping[str, Any]], *key: str) -> _Added:
    """Adds the rows that are not there yet. link, among: what they belong to; key: what tells them apart there."""
    columns = [link, *(link.table.c[name] for name in key)]
    query = select(link.table.c.id, *columns).where(link.in_(among)).order_by(link.table.c.id.desc())
    keys = [tuple(row[column.name] for column in columns) for row in rows]
    there = _ids_by_key(connection, query)
    new = [row for key_, row in zip(keys, rows, strict=True) if not (there[key_] and there[key_].pop())]
    if new:
        connection.execute(insert(link.table), new)
    now_there = _ids_by_key(connection, query)
    return _Added([now_there[key_].pop() for key_ in keys], len(new))


def _ids_by_key(connection: Connection, query: Select) -> defaultdict[tuple, list[int]]:
    found = defaultdict(list)
    for id_, *key in connection.execute(query):
        found[tuple(key)].append(id_)
    return found
