"""Histories to export, delete and copy: somebody's own and a team's, with everything that can be kept."""

from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import select

from ssi_core.coaching.plan import Habit, Plan
from ssi_core.intake.columns import Choice
from ssi_core.intake.findings import Finding
from ssi_core.intake.units import Unit
from ssi_core.store import members, plans, snapshots
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, Standing, new_team, own_history
from ssi_core.store.snapshots import Snapshot, Source
from ssi_core.store.tables import people

MONDAY = date(2026, 1, 5)
PLAN = Plan(
    (Habit("posts", 1.0, 2.0, 20.0, 3.5, "rubric"),),
    40.0,
    35.0,
    45.0,
    False,
    20.0,
    3.5,
    2.0,
    5.0,
    19.0,
    3.4,
    None,
    True,
    4,
)


def on(week: int) -> date:
    return MONDAY + timedelta(weeks=week)


def team_of(store: Store, account: Account, *names: str, weeks: int = 3, name: str = "North") -> Standing:
    """A team with so many weekly sheets; the last is undone. Sheets quote the first person's name, and repeat rows."""
    team = new_team(store, account, name)
    for week in range(weeks):
        rows = [
            Snapshot(
                who, on(min(week, 1)), f"Group of {who}", {"posts": float(n + week)}, outcomes={f"Deals {who}": 2.5}
            )
            for n, who in enumerate(names)
        ]
        finding = Finding("team.csv", 2, "posts", names[0], f"not a number: {names[0]}", "unknown")
        other = Finding("team.csv", 9, "likes", "-1", "must be 0 or more", "unknown")
        mapping = {f"Posts of {names[0]}": Choice("posts", Unit("over", 30.0)), "Nothing": Choice(None)}
        source = Source("sheet", f"{names[0]}.csv", (finding, other), mapping, {f"Deals {names[0]}": 2.0})
        entry, _change = snapshots.keep(store, account, team.team, [*rows, Snapshot("Steady", on(9))], source)
    snapshots.undo(store, account, entry)
    return team


def own_of(store: Store, account: Account) -> Standing:
    """Two scores, the second of them corrected, a plan with ticks and check-ins said twice."""
    own = own_history(store, account)
    groups = {
        "industry": {"rank": 3.0, "total": 20.5, "pillars": {"brand": 5.0}, "name": "Software", "change": "1% up"}
    }
    for week, posts in ((0, 1.0), (1, 2.0), (1, 2.5)):
        one = Snapshot(
            "",
            on(week),
            "",
            {"posts": posts},
            {"posts": "said by you"},
            {"total": 41.0},
            groups,
            answers={"posts": 2, "leads_saved": None},
        )
        snapshots.keep(store, account, own.team, [one], Source("score"))
    follow(store, account, own.person)
    return own


def follow(store: Store, account: Account, person: int, note: str = "Write a post") -> None:
    """Keeps two plans, ticks an item and takes the tick back, and checks in twice for a week."""
    for week in range(2):
        plan = plans.keep_plan(store, account, person, on(week), asdict(PLAN), {"minutes": 30, "note": note})
    for done in (True, False):
        plans.tick(store, account, plan, 1, "posts", note, done)
    for amount in (1.0, 2.0):
        plans.check_in(store, account, person, on(1), {"posts": amount, "leads_saved": 3.0}, {"posts": 2.0})


def id_of(store: Store, person: str) -> int:
    with store.reading() as connection:
        return connection.scalar(select(people.c.id).where(people.c.name == person))


def shared(store: Store, account: Account) -> Standing:
    """A team with a member who is one of its people, besides the account's own history."""
    own_of(store, account)
    team = team_of(store, account, "Ana Müller", "Bo")
    follow(store, account, id_of(store, "Ana Müller"), "Ask Ana Müller")
    members.invite(store, account, team.team, "ana@example.com", "member", "Ana Müller")
    return team
