"""A snapshot of a person at a date, and which snapshots of a team count."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from math import isclose
from typing import Any, NamedTuple

from sqlalchemy import CTE, Column, ColumnElement, Connection, Select, Subquery, func, select, true, union_all

from ssi_core.i18n import _
from ssi_core.intake.cells import LIMIT, identity, text
from ssi_core.intake.dates import YEARS
from ssi_core.intake.official import FULL_TOTAL, TOTAL
from ssi_core.rubric import Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.store.engine import StoreError
from ssi_core.store.rights import checked, storable
from ssi_core.store.tables import entries, people, repeats, snapshots

SAME = 1e-9  # figures so near each other are the same: sums of decimals don't always come out exactly alike
FIGURES = ("group", "values", "official", "groups", "outcomes", "answers")  # what makes a snapshot another one
IN_JSON = (*FIGURES[1:], "origins")


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


def given(rows: Iterable[Snapshot], *, personal: bool) -> dict[Key, Snapshot]:
    """The rows as they can be kept, by person and day, of which the last counts. Raises StoreError."""
    plain = (kept_as(one, personal=personal) for one in rows)
    return {(identity(one.person), one.on): one for one in plain}


def kept_as(one: Snapshot, *, personal: bool) -> Snapshot:
    """The snapshot as it can be kept; a person's own has no name. Raises StoreError for what can't be."""
    texts = {"group": checked(text(one.group), snapshots.c.group), "rubric": checked(one.rubric, snapshots.c.rubric)}
    named = replace(one, person="" if personal else name_of(one.person), **texts)
    of = ", ".join(filter(None, (named.person, one.on.isoformat())))
    content = {name: storable(getattr(one, name), of) for name in IN_JSON}
    _refuse_impossible(named, of)
    return replace(named, **content)


def name_of(written: str) -> str:
    """A person's name as it is kept. Raises StoreError where it is empty or can't be."""
    name = checked(text(written), people.c.name)
    if not identity(name):
        raise StoreError(_("Everybody in a team needs a name that can be seen."))
    return name


def check_day(on: date) -> None:
    """Raises StoreError for a day outside of the years in which figures can be."""
    if on.year not in YEARS:
        words = _("{date} lies outside of {first} to {last}.")
        raise StoreError(words.format(date=on.isoformat(), first=YEARS[0], last=YEARS[-1]))


def check_amount(activity: str, amount: float, rubric: Rubric) -> None:
    """Raises StoreError for an amount that can't be one; an activity may be of another rubric."""
    known = rubric.by_id.get(activity)
    highest = 100.0 if known and known.percent else LIMIT
    if not 0 <= amount <= highest:
        words = _("{activity}: expected a number from 0 to {highest:,.0f}.")
        raise StoreError(words.format(activity=_(known.name) if known else activity, highest=highest))


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
    counted = counting(entries.c.team_id == team)
    held = held_by(select(counted.c.id))
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


def counting(of: ColumnElement[bool]) -> CTE:
    """Which of these teams' entries count: id, team_id and turn, the highest of which came in last."""
    turn = func.row_number().over(partition_by=entries.c.team_id, order_by=(entries.c.at, entries.c.id))
    columns = (entries.c.id, entries.c.team_id, entries.c.replaces, turn.label("turn"))
    standing = select(*columns).where(entries.c.undone_at.is_(None), of).cte()
    last = func.max(standing.c.turn).label("turn")
    since = select(standing.c.team_id, last).where(standing.c.replaces).group_by(standing.c.team_id).subquery()
    return (
        select(standing.c.id, standing.c.team_id, standing.c.turn)
        .outerjoin(since, since.c.team_id == standing.c.team_id)
        .where(standing.c.turn >= func.coalesce(since.c.turn, 0))
        .cte()
    )


def by_key(held: Iterable[Held]) -> dict[Key, Held]:
    return {(identity(one.snapshot.person), one.snapshot.on): one for one in held}


def digest(rows: Iterable[Snapshot]) -> str:
    """SHA-256 of the figures, whatever the order of the rows."""
    content = sorted(
        [identity(one.person), one.on.isoformat(), json.dumps([getattr(one, name) for name in FIGURES], sort_keys=True)]
        for one in rows
    )
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _column(name: str) -> Column:
    return people.c.name if name == "person" else snapshots.c[name]


def _refuse_impossible(one: Snapshot, of: str) -> None:
    """Raises StoreError for a day, an amount, a score or a result that can't be."""
    rubric = load()
    check_day(one.on)
    for activity, amount in one.values.items():
        check_amount(activity, amount, rubric)
    for part, points in chain(one.official.items(), *map(_means, one.groups.values())):
        top = FULL_TOTAL if part == TOTAL else PILLAR_POINTS
        if not 0 <= points <= top:
            words = _("{of}: a score of LinkedIn's lies outside of 0 to {top:g}.")
            raise StoreError(words.format(of=of, top=top))
    for header, result in one.outcomes.items():
        if abs(result) > LIMIT:
            raise StoreError(_("{of}: “{header}” is above the limit ({n:,.0f}).").format(of=of, header=header, n=LIMIT))


def _means(group: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Of the people that LinkedIn compares with, by "total" and pillar id."""
    total = group.get("total")
    return [*group.get("pillars", {}).items(), *([] if total is None else [(TOTAL, total)])]


def _alike(one: Any, other: Any) -> bool:
    if one == other:
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=SAME, abs_tol=SAME)
    return False
