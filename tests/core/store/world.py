"""A small team with somebody in every role, for the tests of who may see and do what."""

from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import mkdtemp

import pytest

from ssi_core.coaching.plan import Plan
from ssi_core.store import members, plans, rights, snapshots
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, Privacy
from ssi_core.store.snapshots import Snapshot, Source

MONDAY = date(2026, 11, 2)
ANA, BEN = "Ana Müller", "Ben"
ACTORS = ("stranger", "member, managers", "member, totals", "member, all", "manager", "owner")
PLAN = asdict(Plan((), 40.0, 35.0, 45.0, False, 60.0, 4.0, 3.0, 5.0, 60.0, 4.0, None, True, 12))
ON_SQLITE = pytest.mark.parametrize("store", ["SQLite"], indirect=True)  # where the database makes no difference
UNKNOWN = 10_000  # more than any id of a test


def person(name: str, on: date = MONDAY, posts: float = 1.0, **more) -> Snapshot:
    return Snapshot(name, on, values={"posts": posts}, **more)


def keep(store: Store, account: Account, team: int, rows: Sequence[Snapshot], **more) -> int | None:
    """The entry's id."""
    return snapshots.keep(store, account, team, rows, Source("sheet", "week.csv"), **more)[0]


def account(store: Store, name: str) -> Account:
    return rights.sign_in(store, f"https://sign.in {name}", f"{name}@example.org", name)


@dataclass
class World:
    """North: Ana and Ben, who is the member's account. The stranger has a team too, and is a person in it."""

    store: Store
    owner: Account = field(init=False)
    manager: Account = field(init=False)
    member: Account = field(init=False)
    stranger: Account = field(init=False)
    team: int = field(init=False)
    ana: int = field(init=False)
    ben: int = field(init=False)
    entry: int = field(init=False)
    plan: int = field(init=False)
    invitation: int = field(init=False)

    def __post_init__(self) -> None:
        for name in ("owner", "manager", "member", "stranger"):
            setattr(self, name, account(self.store, name))
        self.team = rights.new_team(self.store, self.owner, "North").team
        rows = [person(ANA, group="A", outcomes={"Deals": 3.0}), person(BEN, posts=2.0)]
        self.entry = keep(self.store, self.owner, self.team, rows)
        members.invite(self.store, self.owner, self.team, "manager@example.org", "manager")
        members.invite(self.store, self.owner, self.team, "member@example.org", "member", BEN)
        members.invite(self.store, self.owner, self.team, "later@example.org")
        self.invitation = members.of_team(self.store, self.owner, self.team)[-1].id
        self.ben = self.standing("member").person
        self.ana = self.ben - 1
        self.plan = plans.keep_plan(self.store, self.owner, self.ana, MONDAY, PLAN, {})
        plans.check_in(self.store, self.owner, self.ana, MONDAY, {"posts": 1.0})
        self._strangers()

    def _strangers(self) -> None:
        south = rights.new_team(self.store, self.stranger, "South").team
        keep(self.store, self.stranger, south, [person("Eve")])
        members.invite(self.store, self.stranger, south, "stranger@example.org", "owner", "Eve")

    def standing(self, who: str) -> rights.Standing:
        return rights.standings(self.store, getattr(self, who))[0]

    def set(self, privacy: Privacy) -> None:
        members.set_privacy(self.store, self.owner, self.team, privacy)

    def actor(self, name: str) -> Account:
        """One of ACTORS; for a member the team's setting is made the one that is named."""
        who, _comma, privacy = name.partition(", ")
        if privacy:
            self.set(privacy)
        return getattr(self, who)


def fresh(folder: Path) -> World:
    """The team in a SQLite file in this folder, more quickly than it is made."""
    made = _made()
    world, file = copy(made), folder / "world.db"
    copyfile(made.store.url.database, file)
    world.store = Store(f"sqlite:///{file}")
    return world


@cache
def _made() -> World:
    world = World(Store(f"sqlite:///{Path(mkdtemp(prefix='ssi-world-')) / 'world.db'}"))
    world.store.close()
    return world
