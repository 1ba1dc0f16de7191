"""A snapshot of a person at a date, and which snapshots of a team count."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import isclose
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Select, Subquery, func, select, true, union_all

from ssi_core.i18n import _
from ssi_core.intake.cells import identity, text
from ssi_core.store.engine import StoreError
from ssi_core.store.rights import Standing, checked
from ssi_core.store.tables import entries, people, repeats, snapshots

SAME = 1e-9  # figures so near each other are the same: sums of decimals don't always come out exactly alike
FIGURES = ("group", "values", "official", "groups", "outcomes", "answers")  # what makes a snapshot another one


@dataclass(frozen=True)
class Snapshot:
    """What is known of a person at a date; what is absent is unknown.

    values: amounts by activity id, in the rubric's unit. origins: where they come from, in words. official: LinkedIn's
    own points by "total" and pillar id. groups: its comparisons, as dicts of official.Group. outcomes: results by
    header. answers: the questionnaire's, where there were any.
    """

    person: str
    on: date
    group: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    official: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outcomes: Mapping[str, float] = field(default_factory=dict)
    answers: Mapping[str, int | None] | None = None
    rubric: str = ""

    def same_as(self, other: "Snapshot") -> bool:
        return all(_alike(getattr(self, name), getattr(other, name)) for name in FIGURES)


COLUMNS = tuple(Snapshot.__dataclass_fields__)
Key = tuple[str, date]  # what the spellings of the person's name have in common, and the day


class Held(NamedTuple):
    """A snapshot in the database. person: the id."""

    id: int
    person: int
    snapshot: Snapshot


def given(rows: Iterable[Snapshot], seen: Standing) -> dict[Key, Snapshot]:
    """The rows as they can be kept, by person and day, of which the last counts. A person's own have no name."""
    plain = (replace(one, person="" if seen.personal else _name(one), group=_group(one)) for one in rows)
    counted = {(identity(one.person), one.on): one for one in plain}
    for one in counted.values():
        _refuse_endless(one)
    return counted


def held_by(of: Select) -> Subquery:
    """Which snapshots each of these entries brought: entry_id and the snapshot's id."""
    brought = select(snapshots.c.id, snapshots.c.entry_id).where(snapshots.c.entry_id.in_(of))
    again = select(repeats.c.snapshot_id, repeats.c.entry_id).where(repeats.c.entry_id.in_(of))
    return union_all(brought, again).subquery()


def current(connection: Connection, team: int, only: ColumnElement[bool] | None = None) -> list[Held]:
    """The snapshots that count, by person and date: the newest entry's for a date; none of undone entries.

    The newest is the one that came in last, wherever that was: an older file that is loaded later corrects nothing.
    only: a condition on people.
    """
    counts = entries.c.undone_at.is_(None) & (entries.c.team_id == team)
    turn = func.row_number().over(order_by=(entries.c.at, entries.c.id))
    counted = select(entries.c.id, entries.c.replaces, turn.label("turn")).where(counts).cte()
    since = select(func.coalesce(func.max(counted.c.turn), 0)).where(counted.c.replaces).scalar_subquery()
    held = held_by(select(counted.c.id).where(counted.c.turn >= since))
    newest = func.row_number().over(
        partition_by=(snapshots.c.person_id, snapshots.c.on), order_by=counted.c.turn.desc()
    )
    ranked = (
        select(held.c.id, newest.label("place"))
        .join(snapshots, snapshots.c.id == held.c.id)
        .join(counted, counted.c.id == held.c.entry_id)
        .subquery()
    )
    columns = (snapshots.c.id, snapshots.c.person_id, *(_column(name) for name in COLUMNS))
    found = (
        select(*columns)
        .join(ranked, ranked.c.id == snapshots.c.id)
        .join(people, people.c.id == snapshots.c.person_id)
        .where(ranked.c.place == 1, only if only is not None else true())
    )
    rows = [Held(row[0], row[1], Snapshot(*row[2:])) for row in connection.execute(found)]
    return sorted(rows, key=lambda held: (held.snapshot.person, held.snapshot.on))


def _column(name: str) -> Column:
    return people.c.name if name == "person" else snapshots.c[name]


def by_key(held: Iterable[Held]) -> dict[Key, Held]:
    return {(identity(one.snapshot.person), one.snapshot.on): one for one in held}


def digest(rows: Iterable[Snapshot]) -> str:
    """SHA-256 of the figures, whatever the order of the rows."""
    content = sorted(
        [identity(one.person), one.on.isoformat(), json.dumps([getattr(one, name) for name in FIGURES], sort_keys=True)]
        for one in rows
    )
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _name(one: Snapshot) -> str:
    if not (name := checked(text(one.person), people.c.name)):
        raise StoreError(_("A row of {date} has no name.").format(date=one.on.isoformat()))
    return name


def _group(one: Snapshot) -> str:
    return checked(text(one.group), snapshots.c.group)


def _refuse_endless(one: Snapshot) -> None:
    """No database's JSON has NaN or infinity."""
    try:
        json.dumps([one.values, one.official, one.groups, one.outcomes], allow_nan=False)
    except ValueError as error:
        words = _("{person}, {date}: a figure is no finite number.")
        raise StoreError(words.format(person=one.person, date=one.on.isoformat())) from error


def _alike(one: Any, other: Any) -> bool:
    if one == other:
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=SAME, abs_tol=SAME)
    return False
