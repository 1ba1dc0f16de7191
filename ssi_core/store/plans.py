"""A person's plans with their ticks, and weekly check-ins. The newest row for a thing counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, ScalarSelect, insert, select, update

from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.store.current import check_amount, check_day
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.rights import Account, Standing, checked, note_seen, standing, storable
from ssi_core.store.tables import check_ins, insert_row, moment, now, people, plans, ticks


@dataclass(frozen=True)
class KeptPlan:
    """plan: coaching.Plan as a dict; wish: the settings it was made with; start: its first day.

    ended: another plan took its place, or the person gave it up.
    """

    id: int
    start: date
    plan: Mapping[str, Any]
    wish: Mapping[str, Any]
    ended: bool


def keep_plan(
    store: Store, account: Account, person: int, start: date, plan: Mapping[str, Any], wish: Mapping[str, Any]
) -> int:
    """Keeps a plan; it takes the place of the one before. Raises StoreError for what can't be kept."""
    check_day(start)
    content = {"plan": storable(dict(plan), _("This plan")), "wish": storable(dict(wish), _("This plan"))}
    with store.writing() as connection:
        _may_write(connection, account, person)
        _end(connection, plans.c.person_id == person)
        at = moment(connection, plans, plans.c.person_id == person)
        return insert_row(connection, plans, person_id=person, start=start, at=at, **content)


def end_plan(store: Store, account: Account, plan: int) -> None:
    """The person follows this plan no longer; it and its ticks stay."""
    with store.writing() as connection:
        _may_write(connection, account, _whose(connection, plan))
        _end(connection, plans.c.id == plan)


def plans_of(store: Store, account: Account, person: int) -> list[KeptPlan]:
    """Every plan of the person, the newest first."""
    kept = select(plans.c.id, plans.c.start, plans.c.plan, plans.c.wish, plans.c.ended_at.is_not(None).label("ended"))
    with store.reading() as connection:
        seen = _may_read(connection, account, person)
        rows = connection.execute(
            kept.where(plans.c.person_id == person).order_by(plans.c.at.desc(), plans.c.id.desc())
        )
        found = [KeptPlan(**row._mapping) for row in rows]
    _note(store, account, seen, person)
    return found


def tick(store: Store, account: Account, plan: int, week: int, activity: str, item: str, done: bool) -> None:
    """Says that an item of the plan's checklist is done, or not. week: 1 is the plan's first."""
    checked(activity, ticks.c.activity)
    checked(item, ticks.c.item)
    with store.writing() as connection:
        _may_write(connection, account, _whose(connection, plan))
        at = moment(connection, ticks, ticks.c.plan_id == plan)
        insert_row(connection, ticks, plan_id=plan, week=week, activity=activity, item=item, done=done, at=at)


def ticked(store: Store, account: Account, plan: int) -> set[tuple[int, str, str]]:
    """(week, activity, item) of everything that is done."""
    said = select(ticks.c.week, ticks.c.activity, ticks.c.item, ticks.c.done).where(ticks.c.plan_id == plan)
    with store.reading() as connection:
        person = _whose(connection, plan)
        seen = _may_read(connection, account, person)
        newest = {tuple(row[:3]): row[3] for row in connection.execute(said.order_by(ticks.c.at, ticks.c.id))}
    _note(store, account, seen, person)
    return {key for key, done in newest.items() if done}


def check_in(
    store: Store, account: Account, person: int, week: date, amounts: Mapping[str, float],
    planned: Mapping[str, float] | None = None,
) -> None:  # fmt: skip
    """Keeps what was done in a week, by activity id in the rubric's unit; saying it again replaces what was said.

    week: any of its days. planned: what the plan asks for, by activity id. Raises StoreError for an amount that can't
    be one, with nothing kept.
    """
    check_day(week)
    check_amounts([*amounts.items(), *(planned or {}).items()])
    monday = week - timedelta(days=week.weekday())
    said = [{"activity": i, "amount": amount, "planned": (planned or {}).get(i)} for i, amount in amounts.items()]
    with store.writing() as connection:
        _may_write(connection, account, person)
        if said:
            at = moment(connection, check_ins, check_ins.c.person_id == person)
            connection.execute(insert(check_ins).values(person_id=person, week=monday, at=at), said)


def check_ins_of(store: Store, account: Account, person: int) -> pd.DataFrame:
    """One row a week and activity: week (its Monday), activity, amount, planned (NaN where no plan asked for it)."""
    columns = [check_ins.c[name] for name in ("week", "activity", "amount", "planned")]
    with store.reading() as connection:
        seen = _may_read(connection, account, person)
        said = select(*columns).where(check_ins.c.person_id == person)
        rows = connection.execute(said.order_by(check_ins.c.at, check_ins.c.id))
        frame = pd.DataFrame(rows.all(), columns=[column.name for column in columns])
    _note(store, account, seen, person)
    frame = frame.astype({"week": "datetime64[s]", "activity": "str", "amount": float, "planned": float})
    newest = frame.drop_duplicates(["week", "activity"], keep="last")
    return newest.sort_values("week", kind="stable", ignore_index=True)


def check_amounts(amounts: Iterable[tuple[str, float]]) -> None:
    """Raises StoreError for an activity that there isn't, and for an amount of one that can't be."""
    rubric = load()
    for activity, amount in amounts:
        if activity not in rubric.by_id:
            raise StoreError(_("There is no activity “{name}”.").format(name=activity))
        check_amount(activity, amount, rubric)


def _end(connection: Connection, which: ColumnElement[bool]) -> None:
    connection.execute(update(plans).where(which, plans.c.ended_at.is_(None)).values(ended_at=now()))


def _may_read(connection: Connection, account: Account, person: int) -> Standing:
    seen = standing(connection, account, _team(person))
    if not (seen.sees_all or seen.person == person):
        raise NotAllowed(_("This is somebody else's, and the team's settings don't show it to you."))
    return seen


def _may_write(connection: Connection, account: Account, person: int) -> None:
    seen = standing(connection, account, _team(person))
    if not (seen.manages or seen.person == person):
        raise NotAllowed(_("This is somebody else's; only they and the team's managers can change it."))


def _note(store: Store, account: Account, seen: Standing, person: int) -> None:
    if seen.person != person:
        note_seen(store, account, seen)


def _team(person: int) -> ScalarSelect:
    return select(people.c.team_id).where(people.c.id == person).scalar_subquery()


def _whose(connection: Connection, plan: int) -> int:
    return connection.scalar(select(plans.c.person_id).where(plans.c.id == plan)) or 0
