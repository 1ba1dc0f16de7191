"""Snapshots of people: kept as entries, previewed before, undone as one; read as an activity frame."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd
from sqlalchemy import Connection, Table, func, insert, select, update

from ssi_core.coaching.team import score_team
from ssi_core.i18n import _
from ssi_core.intake.columns import Choice
from ssi_core.intake.findings import Finding
from ssi_core.intake.official import TOTAL
from ssi_core.intake.units import Unit
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import DATE, GROUP, PERSON, complete, official
from ssi_core.store.current import (
    COLUMNS,
    Held,
    Key,
    Snapshot,
    by_key,
    counting,
    current,
    digest,
    given,
    held_by,
)
from ssi_core.store.engine import Store
from ssi_core.store.members import called
from ssi_core.store.rights import (
    HALF_A_SIGN,
    Account,
    Standing,
    begun_team,
    checked,
    note,
    note_seen,
    of_teams,
    standing,
    storable,
)
from ssi_core.store.tables import accounts, entries, insert_row, moment, now, people, repeats, snapshots


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
    """What came in at once. rows: its snapshots, also those that were there already; first, last: their days.

    by: the account's name or address, "" where it has none or was deleted. at: UTC, without a time zone.
    """

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
    """What `keep` would do; raises what it would."""
    with store.reading() as connection:
        seen = standing(connection, account, team, "manage")
        change = _change(by_key(current(connection, team)), given(rows, personal=seen.personal), replace)
    note_seen(store, account, seen)
    return change


def keep(
    store: Store, account: Account, team: int, rows: Sequence[Snapshot], source: Source, *, replace: bool = False
) -> tuple[int | None, Change]:
    """Adds what is new and corrects what differs; the entry's id, None where there was nothing to keep.

    replace: earlier entries of the team no longer count. A person is found again by the name in any spelling. Of rows
    for one person and day the last counts. Raises StoreError where a text or figure can't be kept; then nothing is.
    """
    with store.writing() as connection:
        seen = standing(connection, account, team, "manage")
        return _kept(connection, account, seen, rows, source, replace)


def keep_new(
    store: Store, account: Account, name: str, rows: Sequence[Snapshot], source: Source
) -> tuple[Standing, int | None, Change]:
    """The same into a new team of this name, which is made only if the rows can be kept."""
    with store.writing() as connection:
        made = begun_team(connection, account, name)
        return made, *_kept(connection, account, made, rows, source, replace=False)


def undo(store: Store, account: Account, entry: int, *, again: bool = False) -> None:
    """Lets an entry no longer count, or with again count again; what it corrected or replaced counts as before."""
    team = select(entries.c.team_id).where(entries.c.id == entry).scalar_subquery()
    with store.writing() as connection:
        seen = standing(connection, account, team, "manage")
        other = entries.c.undone_at.is_not(None) if again else entries.c.undone_at.is_(None)
        turned = update(entries).where(entries.c.id == entry, other).values(undone_at=None if again else now())
        if connection.execute(turned).rowcount:
            note(connection, account, seen.team, "again" if again else "undone")


def history(store: Store, account: Account, team: int) -> list[Entry]:
    """What came in, newest first, for those who manage the team."""
    of_team = select(entries.c.id).where(entries.c.team_id == team)
    held = held_by(of_team)
    extent = (
        select(
            held.c.entry_id,
            func.count().label("rows"),
            func.count(snapshots.c.person_id.distinct()).label("people"),
            func.min(snapshots.c.on).label("first"),
            func.max(snapshots.c.on).label("last"),
        )
        .join(snapshots, snapshots.c.id == held.c.id)
        .group_by(held.c.entry_id)
        .subquery()
    )
    listed = (
        select(entries, called().label("by"), extent)
        .outerjoin(accounts, accounts.c.id == entries.c.account_id)
        .outerjoin(extent, extent.c.entry_id == entries.c.id)
        .where(entries.c.team_id == team)
        .order_by(entries.c.at.desc(), entries.c.id.desc())
    )
    with store.reading() as connection:
        seen = standing(connection, account, team, "manage")
        found = [_entry(row) for row in connection.execute(listed).mappings()]
    note_seen(store, account, seen)
    return found


def snapshots_of(store: Store, account: Account, team: int) -> list[Snapshot]:
    """Every snapshot that counts and that the account may read in full, by person and date."""
    with store.reading() as connection:
        seen = standing(connection, account, team)
        own = people.c.id == seen.person
        found = [held.snapshot for held in current(connection, team, None if seen.sees_all else own)]
    if seen.sees_all:
        note_seen(store, account, seen)
    return found


def totals(store: Store, account: Account, team: int, rubric: Rubric | None = None) -> pd.DataFrame:
    """Person, group, date and the totals of every snapshot whose total the account may see, by person and date.

    Columns: person, group, date, total, low, high (the estimate and its range, NaN where no activity is known) and
    official_total. The unknown is filled from the whole team, whoever looks.
    """
    with store.reading() as connection:
        seen = standing(connection, account, team)
        held = current(connection, team)
    scored = score_team(to_frame([one.snapshot for one in held], rubric), rubric).scored
    figures = [TOTAL, "low", "high"]
    scored[figures] = scored[figures].where(scored["known"] > 0)
    if seen.sees_totals:
        note_seen(store, account, seen)
    else:
        scored = scored[[one.person == seen.person for one in held]]
    return scored[[PERSON, GROUP, DATE, *figures, official(TOTAL)]].reset_index(drop=True)


def extents(store: Store, account: Account) -> dict[int, tuple[int, date | None]]:
    """Of every team the account is in, how many people it may see the totals of, and the newest day of any."""
    with store.reading() as connection:
        mine = of_teams(connection, account)
        counted = counting(entries.c.team_id.in_([one.team for one in mine]))
        held = held_by(select(counted.c.id))
        in_open = people.c.team_id.in_([one.team for one in mine if one.sees_totals])
        themselves = people.c.id.in_([one.person for one in mine if one.person])
        rows = connection.execute(
            select(people.c.team_id, func.count(people.c.id.distinct()), func.max(snapshots.c.on))
            .select_from(held)
            .join(snapshots, snapshots.c.id == held.c.id)
            .join(people, people.c.id == snapshots.c.person_id)
            .where(in_open | themselves)
            .group_by(people.c.team_id)
        )
        found = {team: (count, newest) for team, count, newest in rows}
    return {one.team: found.get(one.team, (0, None)) for one in mine}


def stamp(store: Store, account: Account, team: int) -> tuple[Standing, str]:
    """Changes whenever the team's snapshots, people or settings do, or the account's rights; a key for what is shown.

    Raises NotAllowed once the account may not see the team any more. Plans and check-ins are not part of it.
    """
    undone = entries.c.undone_at
    came = select(func.max(entries.c.id), func.count(), func.max(undone), func.count(undone))
    rows = select(func.count()).select_from(snapshots).join(entries).where(entries.c.team_id == team)
    named = select(func.count()).where(people.c.team_id == team)
    with store.reading() as connection:
        seen = standing(connection, account, team)
        state = came.add_columns(rows.scalar_subquery(), named.scalar_subquery()).where(entries.c.team_id == team)
        counts = repr(connection.execute(state).one())
    return seen, hashlib.sha256(counts.encode()).hexdigest()  # how much there is, a member may not know


def remembered(store: Store, account: Account, team: int) -> dict[str, Choice]:
    """What was said of columns by their headers, the last that was said of each; not what came with undone entries."""
    counts = (entries.c.team_id == team) & entries.c.undone_at.is_(None)
    with store.reading() as connection:
        standing(connection, account, team, "manage")
        said = connection.scalars(select(entries.c.mapping).where(counts).order_by(entries.c.at, entries.c.id))
        return {header: _choice(choice) for mapping in said for header, choice in mapping.items()}


def bars(store: Store, account: Account, team: int) -> dict[str, float]:
    """From where each outcome counts as reached, of the outcomes that the account may read of anybody."""
    counts = (entries.c.team_id == team) & entries.c.undone_at.is_(None)
    with store.reading() as connection:
        seen = standing(connection, account, team)
        said = connection.scalars(select(entries.c.bars).where(counts).order_by(entries.c.at, entries.c.id))
        found = {outcome: bar for some in said for outcome, bar in some.items()}
        if seen.sees_all:
            return found
        own = current(connection, team, people.c.id == seen.person)
        return {outcome: found[outcome] for held in own for outcome in held.snapshot.outcomes if outcome in found}


def _known(given: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in given.items() if pd.notna(value)}


def _choice(said: Mapping[str, Any]) -> Choice:
    return Choice(said["target"], Unit(**said["unit"]) if said["unit"] else None)


def _entry(row: Mapping[str, Any]) -> Entry:
    found = {name: row[name] for name in Entry.__dataclass_fields__ if name in row}
    counts = {name: row[name] or 0 for name in ("rows", "people")}
    findings = tuple(Finding(**finding) for finding in row["findings"])
    return Entry(**found | counts | {"undone": row["undone_at"] is not None, "findings": findings})


def _kept(
    connection: Connection, account: Account, seen: Standing, rows: Sequence[Snapshot], source: Source, replace: bool
) -> tuple[int | None, Change]:
    before, after = by_key(current(connection, seen.team)), given(rows, personal=seen.personal)
    change = _change(before, after, replace)
    if change.is_empty:
        return None, change
    entry = _enter(connection, account, seen.team, after, source, replace)
    written = {key: one for key, one in after.items() if key not in before or not one.same_as(before[key].snapshot)}
    ids = _people(connection, seen.team, written)
    _insert_all(connection, snapshots, [_row(one, ids[name], entry) for (name, _on), one in written.items()])
    again = [before[key].id for key in after.keys() - written.keys()]
    _insert_all(connection, repeats, [{"entry_id": entry, "snapshot_id": id_} for id_ in sorted(again)])
    return entry, change


def _enter(
    connection: Connection, account: Account, team: int, rows: Mapping[Key, Snapshot], source: Source, replace: bool
) -> int:
    said = {
        "mapping": {header: asdict(choice) for header, choice in source.mapping.items()},
        "bars": dict(source.bars),
    }
    return insert_row(
        connection,
        entries,
        at=moment(connection, entries, entries.c.team_id == team),
        team_id=team,
        account_id=account.id,
        what=source.what,
        name=checked(source.name, entries.c.name),
        digest=digest(rows.values()),
        replaces=replace,
        findings=[_quotable(finding) for finding in source.findings],
        **storable(said, _("This upload")),
    )


def _quotable(finding: Finding) -> dict[str, Any]:
    """A finding may quote what no database can hold; the upload is kept all the same."""
    texts = {name: HALF_A_SIGN.sub("\ufffd", said) for name, said in asdict(finding).items() if isinstance(said, str)}
    return asdict(finding) | texts


def _row(one: Snapshot, person: int, entry: int) -> dict[str, Any]:
    kept = {name: getattr(one, name) for name in COLUMNS if name != "person"}
    return {**kept, "rubric": one.rubric or load().fingerprint, "person_id": person, "entry_id": entry}


def _insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _people(connection: Connection, team: int, written: Mapping[Key, Snapshot]) -> dict[str, int]:
    """Ids by the names' keys; who is new is added under the name as it stands."""
    ids = select(people.c.key, people.c.id).where(people.c.team_id == team)
    known = {key for key, _id in connection.execute(ids)}
    new = {name: one.person for (name, _on), one in written.items() if name not in known}
    _insert_all(connection, people, [{"team_id": team, "name": name} for name in new.values()])
    return dict(connection.execute(ids).all())


def _change(before: Mapping[Key, Held], after: Mapping[Key, Snapshot], replace: bool) -> Change:
    both = [(before[key].snapshot, one) for key, one in after.items() if key in before]
    return Change(
        tuple(one for key, one in after.items() if key not in before),
        tuple((old, new) for old, new in both if not old.same_as(new)),
        sum(old.same_as(new) for old, new in both),
        tuple(one.snapshot for key, one in before.items() if key not in after) if replace else (),
    )
