"""Snapshots of people: kept as entries, previewed before, undone as one; read as an activity frame."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd
from sqlalchemy import Connection, func, insert, select, update

from ssi_core.intake.columns import Choice
from ssi_core.intake.findings import Finding
from ssi_core.intake.units import Unit
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import DATE, GROUP, PERSON, complete, official
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, _insert, standing
from ssi_core.store.tables import entries, now, people, snapshots

TOTAL = "total"
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
        return all(getattr(self, name) == getattr(other, name) for name in FIGURES)


@dataclass(frozen=True)
class Source:
    """Where snapshots come from: a "sheet" uploaded, the "score" on show, a "file" of an export."""

    what: Literal["sheet", "score", "file"]
    name: str = ""
    findings: Sequence[Finding] = ()
    mapping: Mapping[str, Choice] = field(default_factory=dict)
    bars: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What keeping would do: rows that are new, that correct others (before, after), that are there already, and with
    replace those that no longer count."""

    added: tuple[Snapshot, ...]
    corrected: tuple[tuple[Snapshot, Snapshot], ...]
    unchanged: int
    dropped: tuple[Snapshot, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.corrected or self.dropped)


@dataclass(frozen=True)
class Entry:
    """What came in at once. rows: its snapshots; by: the account's name."""

    id: int
    what: str
    name: str
    by: str
    at: datetime
    rows: int
    people: int
    first: date | None
    last: date | None
    replaces: bool
    undone: bool
    findings: tuple[Finding, ...]


def from_frame(frame: pd.DataFrame, outcomes: Sequence[str] = (), undated: date | None = None) -> list[Snapshot]:
    """The rows of an activity frame. undated: the day that rows without a date are of; without it they are left out."""
    rubric = load()
    parts = {TOTAL: official(TOTAL), **{pillar: official(pillar) for pillar in rubric.pillar_ids}}
    made = []
    for row in complete(frame, rubric).to_dict("records"):
        if (on := undated if pd.isna(row[DATE]) else row[DATE].date()) is None:
            continue
        made.append(
            Snapshot(
                row[PERSON],
                on,
                row[GROUP],
                _known({i: row[i] for i in rubric.ids}),
                official=_known({part: row[column] for part, column in parts.items()}),
                outcomes=_known({name: row[name] for name in outcomes}),
            )
        )
    return made


def to_frame(kept: Sequence[Snapshot], rubric: Rubric | None = None) -> pd.DataFrame:
    """The snapshots as an activity frame, in the order given."""
    rows = [
        {PERSON: one.person, GROUP: one.group, DATE: pd.Timestamp(one.on), **one.values, **one.outcomes}
        | {official(part): points for part, points in one.official.items()}
        for one in kept
    ]
    return complete(pd.DataFrame(rows), rubric or load())


def preview(store: Store, account: Account, team: int, rows: Sequence[Snapshot], *, replace: bool = False) -> Change:
    """What `keep` would do."""
    with store.reading() as connection:
        standing(connection, account, team, "manage")
        return _change(_current(connection, team), rows, replace)


def keep(
    store: Store, account: Account, team: int, rows: Sequence[Snapshot], source: Source, *, replace: bool = False
) -> tuple[int | None, Change]:
    """Adds what is new and corrects what differs; the entry's id, None where there was nothing to keep.

    replace: earlier entries of the team no longer count. A snapshot that is there already is not added again.
    """
    with store.writing() as connection:
        standing(connection, account, team, "manage")
        change = _change(_current(connection, team), rows, replace)
        if change.is_empty:
            return None, change
        written = rows if replace else [*change.added, *(after for _before, after in change.corrected)]
        entry = _insert(
            connection,
            entries,
            team_id=team,
            account_id=account.id,
            what=source.what,
            name=source.name,
            digest=digest(rows),
            replaces=replace,
            findings=[asdict(finding) for finding in source.findings],
            mapping={header: asdict(choice) for header, choice in source.mapping.items()},
            bars=dict(source.bars),
        )
        ids = _people(connection, team, {one.person for one in written})
        connection.execute(insert(snapshots), [_row(one, ids[one.person], entry) for one in written])
    return entry, change


def undo(store: Store, account: Account, entry: int, *, again: bool = False) -> None:
    """Lets an entry no longer count, or with again count again; what it corrected or replaced counts as before."""
    with store.writing() as connection:
        team = connection.scalar(select(entries.c.team_id).where(entries.c.id == entry))
        standing(connection, account, team or 0, "manage")
        connection.execute(update(entries).where(entries.c.id == entry).values(undone_at=None if again else now()))


def history(store: Store, account: Account, team: int) -> list[Entry]:
    """What came in, newest first, for those who manage the team."""
    raise NotImplementedError


def snapshots_of(store: Store, account: Account, team: int) -> list[Snapshot]:
    """Every snapshot that counts and that the account may read in full, by person and date."""
    with store.reading() as connection:
        seen = standing(connection, account, team)
        return [one for id_, one in _current(connection, team) if seen.sees_all or id_ == seen.person]


def totals(store: Store, account: Account, team: int, rubric: Rubric | None = None) -> pd.DataFrame:
    """Person, group, date and the totals of every snapshot whose total the account may see.

    Columns: person, group, date, total, low, high (the estimate and its range) and official_total.
    """
    raise NotImplementedError


def stamp(store: Store, account: Account, team: int) -> tuple:
    """Changes whenever what the account sees of the team does; raises NotAllowed once it may not see it any more."""
    with store.reading() as connection:
        seen = standing(connection, account, team)
        state = select(
            func.count(), func.max(entries.c.id), func.max(entries.c.undone_at), func.count(entries.c.undone_at)
        )
        return (seen, *connection.execute(state.where(entries.c.team_id == team)).one())


def remembered(store: Store, account: Account, team: int) -> dict[str, Choice]:
    """What was said of columns by their headers, the newest last said."""
    with store.reading() as connection:
        standing(connection, account, team, "manage")
        said = connection.scalars(select(entries.c.mapping).where(entries.c.team_id == team).order_by(entries.c.id))
        return {header: _choice(choice) for mapping in said for header, choice in mapping.items()}


def bars(store: Store, account: Account, team: int) -> dict[str, float]:
    """From where each outcome counts as reached."""
    with store.reading() as connection:
        standing(connection, account, team)
        said = connection.scalars(select(entries.c.bars).where(entries.c.team_id == team).order_by(entries.c.id))
        return {outcome: bar for some in said for outcome, bar in some.items()}


def digest(rows: Sequence[Snapshot]) -> str:
    """SHA-256 of the figures."""
    content = [[one.person, one.on.isoformat(), *(getattr(one, name) for name in FIGURES)] for one in rows]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=dict).encode()).hexdigest()


def _known(given: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in given.items() if pd.notna(value)}


def _choice(said: Mapping[str, Any]) -> Choice:
    return Choice(said["target"], Unit(**said["unit"]) if said["unit"] else None)


def _row(one: Snapshot, person: int, entry: int) -> dict[str, Any]:
    kept = {**asdict(one), "rubric": one.rubric or load().fingerprint, "person_id": person, "entry_id": entry}
    return {name: value for name, value in kept.items() if name != "person"}


def _people(connection: Connection, team: int, names: set[str]) -> dict[str, int]:
    """Ids by name; who is new is added."""
    known = dict(connection.execute(select(people.c.name, people.c.id).where(people.c.team_id == team)).tuples().all())
    return known | {name: _insert(connection, people, team_id=team, name=name) for name in sorted(names - known.keys())}


def _current(connection: Connection, team: int) -> list[tuple[int, Snapshot]]:
    """Each person's snapshots that count, with the person's id: the newest of a date; no undone entries."""
    counts = entries.c.undone_at.is_(None) & (entries.c.team_id == team)
    since = select(func.coalesce(func.max(entries.c.id), 0)).where(counts, entries.c.replaces).scalar_subquery()
    newest = func.row_number().over(
        partition_by=(snapshots.c.person_id, snapshots.c.on), order_by=snapshots.c.id.desc()
    )
    ranked = (
        select(snapshots, people.c.name.label("person"), newest.label("place"))
        .join(entries, entries.c.id == snapshots.c.entry_id)
        .join(people, people.c.id == snapshots.c.person_id)
        .where(counts, entries.c.id >= since)
        .subquery()
    )
    rows = connection.execute(select(ranked).where(ranked.c.place == 1).order_by(ranked.c.person, ranked.c.on))
    names = Snapshot.__dataclass_fields__
    return [(row["person_id"], Snapshot(**{name: row[name] for name in names})) for row in rows.mappings()]


def _change(current: Sequence[tuple[int, Snapshot]], rows: Sequence[Snapshot], replace: bool) -> Change:
    before = {(one.person, one.on): one for _id, one in current}
    after = {(one.person, one.on): one for one in rows}
    both = [(before[key], one) for key, one in after.items() if key in before]
    return Change(
        tuple(one for key, one in after.items() if key not in before),
        tuple((old, new) for old, new in both if not old.same_as(new)),
        sum(old.same_as(new) for old, new in both),
        tuple(one for key, one in before.items() if key not in after) if replace else (),
    )
