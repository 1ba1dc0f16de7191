"""A person's plans with their ticks, and weekly check-ins. The newest row for a thing counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, insert, select

from ssi_core.i18n import _
from ssi_core.store.engine import NotAllowed, Store
from ssi_core.store.rights import Account, Standing, standing
from ssi_core.store.tables import check_ins, people, plans, ticks


@dataclass(frozen=True)
class KeptPlan:
    """plan: coaching.Plan as a dict; wish: the settings it was made with; start: its first day."""

    id: int
    start: date
    plan: Mapping[str, Any]
    wish: Mapping[str, Any]


def keep_plan(
    store: Store, account: Account, person: int, start: date, plan: Mapping[str, Any], wish: Mapping[str, Any]
) -> int:
    """Keeps a plan; it takes the place of the one before."""
    with store.writing() as connection:
        _may_write(connection, account, person)
        made = {"person_id": person, "start": start, "plan": dict(plan), "wish": dict(wish)}
        return connection.execute(insert(plans).values(**made)).inserted_primary_key[0]


def plans_of(store: Store, account: Account, person: int) -> list[KeptPlan]:
    """Every plan of the person, the newest first."""
    with store.reading() as connection:
        _may_read(connection, account, person)
        kept = select(plans.c.id, plans.c.start, plans.c.plan, plans.c.wish)
        rows = connection.execute(kept.where(plans.c.person_id == person).order_by(plans.c.id.desc()))
        return [KeptPlan(**row._mapping) for row in rows]


def tick(store: Store, account: Account, plan: int, week: int, activity: str, item: str, done: bool) -> None:
    """Says that an item of the plan's checklist is done, or not."""
    with store.writing() as connection:
        _may_write(connection, account, _whose(connection, plan))
        values = {"plan_id": plan, "week": week, "activity": activity, "item": item, "done": done}
        connection.execute(insert(ticks).values(**values))


def ticked(store: Store, account: Account, plan: int) -> set[tuple[int, str, str]]:
    """(week, activity, item) of everything that is done."""
    with store.reading() as connection:
        _may_read(connection, account, _whose(connection, plan))
        said = select(ticks.c.week, ticks.c.activity, ticks.c.item, ticks.c.done).where(ticks.c.plan_id == plan)
        newest = {tuple(row[:3]): row[3] for row in connection.execute(said.order_by(ticks.c.id))}
        return {key for key, done in newest.items() if done}


def check_in(
    store: Store, account: Account, person: int, week: date, amounts: Mapping[str, float],
    planned: Mapping[str, float] | None = None,
) -> None:  # fmt: skip
    """Keeps what was done in the week that begins with this Monday, by activity id in the rubric's unit.

    planned: what the plan asks for, by activity id. Saying it again replaces what was said.
    """
    with store.writing() as connection:
        _may_write(connection, account, person)
        said = [
            {"person_id": person, "week": week, "activity": i, "amount": amount, "planned": (planned or {}).get(i)}
            for i, amount in amounts.items()
        ]
        if said:
            connection.execute(insert(check_ins), said)


def check_ins_of(store: Store, account: Account, person: int) -> pd.DataFrame:
    """One row a week and activity: week (its Monday), activity, amount, planned (NaN where no plan asked for it)."""
    with store.reading() as connection:
        _may_read(connection, account, person)
        columns = (check_ins.c.week, check_ins.c.activity, check_ins.c.amount, check_ins.c.planned)
        rows = connection.execute(select(*columns).where(check_ins.c.person_id == person).order_by(check_ins.c.id))
        frame = pd.DataFrame(rows.all(), columns=["week", "activity", "amount", "planned"])
    frame = frame.astype({"week": "datetime64[s]", "activity": "str", "amount": float, "planned": float})
    return frame.drop_duplicates(["week", "activity"], keep="last").sort_values("week", ignore_index=True)


def _may_read(connection: Connection, account: Account, person: int) -> Standing:
    seen = standing(connection, account, _team(connection, person))
    if not (seen.sees_all or seen.person == person):
        raise NotAllowed(_not_yours())
    return seen


def _may_write(connection: Connection, account: Account, person: int) -> None:
    seen = standing(connection, account, _team(connection, person))
    if not (seen.manages or seen.person == person):
        raise NotAllowed(_not_yours())


def _not_yours() -> str:
    return _("This is somebody else's, and the team's settings don't show it to you.")


def _team(connection: Connection, person: int) -> int:
    return connection.scalar(select(people.c.team_id).where(people.c.id == person)) or 0


def _whose(connection: Connection, plan: int) -> int:
    return connection.scalar(select(plans.c.person_id).where(plans.c.id == plan)) or 0
