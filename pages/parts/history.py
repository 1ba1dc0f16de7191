"""What a person has kept, as one run of a page reads it."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd
from pydantic import TypeAdapter

from pages.parts import kept
from ssi_core.coaching import check_in
from ssi_core.coaching.plan import Plan
from ssi_core.coaching.progress import SUNDAY, Progress, progress, with_check_ins
from ssi_core.i18n import _
from ssi_core.intake.official import TOTAL, Official, groups_of, own_numbers
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import DATE
from ssi_core.store import plans, snapshots
from ssi_core.store.plans import KeptPlan
from ssi_core.store.sample import sample_check_ins, sample_snapshots
from ssi_core.store.snapshots import Snapshot
from ssi_core.wording import day

MARK = 8  # characters that tell a person's snapshot from anybody else's


@dataclass(frozen=True)
class History:
    """snapshots: those that count, by date. check_ins: as plans.check_ins_of gives them. taken: the newest plan."""

    snapshots: tuple[Snapshot, ...]
    check_ins: pd.DataFrame
    taken: KeptPlan | None = None

    @cached_property
    def plan(self) -> Plan | None:
        """The plan that was taken, without habits that the rubric has no longer."""
        if self.taken is None:
            return None
        plan = TypeAdapter(Plan).validate_python(self.taken.plan)
        return dataclasses.replace(plan, habits=tuple(h for h in plan.habits if h.activity in load().by_id))

    def planned(self, week: date) -> dict[str, float]:
        """What the plan asks for in the week of this Monday, by activity id."""
        return check_in.planned(self.plan, self.taken.start, week) if self.plan and self.taken else {}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """An activity frame: a row a snapshot and a week with a check-in, by date."""
        return with_check_ins(snapshots.to_frame(self.snapshots), self.check_ins)

    @cached_property
    def scored(self) -> pd.DataFrame:
        """The frame scored with today's rubric; what people say of themselves widens the ranges, as on the score page."""
        said = len(self.check_ins) or any(one.answers for one in self.snapshots)
        return score(self.frame, load(), margin=load().unknown.self_report if said else 0)

    def progress(self, today: date) -> Progress:
        return progress(self.scored, self.check_ins, today)

    def known_on(self, on: date) -> Snapshot | None:
        """The newest snapshot up to that day with later check-ins in place, as if made that day; None without one."""
        before = [one for one in self.snapshots if one.on <= on]
        if not before:
            return None
        newest, weeks = before[-1], self._weeks_since(before[-1].on, on)
        told = {i: _("your check-ins up to the week of {day}").format(day=day(week)) for i, week in weeks.items()}
        kept = {i: _as_on(newest.on, on, origin) for i, origin in newest.origins.items()}
        values = newest.values
        if told:
            rows = with_check_ins(snapshots.to_frame(before), self.check_ins).set_index(DATE)
            values = rows.loc[weeks.max() + SUNDAY, list(load().ids)].dropna().to_dict()
        return dataclasses.replace(newest, on=on, values=values, origins=kept | told)

    def _weeks_since(self, start: date, until: date) -> pd.Series:
        """By activity the newest week with a check-in that ends after the one day and had begun by the other."""
        ends_later = self.check_ins["week"] + SUNDAY > pd.Timestamp(start)
        begun = self.check_ins["week"] <= pd.Timestamp(until)
        said = self.check_ins[ends_later & begun & self.check_ins["activity"].isin(load().ids)]
        return said.groupby("activity")["week"].max()

    @property
    def means(self) -> pd.DataFrame:
        """LinkedIn's means of others: date, group ("industry", "network" or "team") and total, where it said them."""
        said = [(one.on, kind, group.get(TOTAL)) for one in self.snapshots for kind, group in one.groups.items()]
        table = pd.DataFrame(said, columns=[DATE, "group", TOTAL]).dropna(ignore_index=True)
        return table.assign(**{DATE: pd.to_datetime(table[DATE])})

    def with_official(self, on: date, score: Official) -> Snapshot:
        """What was known on the day with this for LinkedIn's own score; its means of others only if they are of it."""
        known = self.known_on(on) or Snapshot("", on)
        same_day = any(one.on == on for one in self.snapshots)
        told = {kind: dataclasses.asdict(group) for kind, group in groups_of(score).items()}
        groups = told or (known.groups if same_day else {})
        return dataclasses.replace(known, official=own_numbers(score), groups=groups)

    @property
    def mark(self) -> str:
        """A mark of the newest snapshot, by which an address says on top of what its answers were given."""
        return _mark(self.snapshots[-1])

    def holds(self, mark: str | None) -> bool:
        """Whether the mark is of one of the snapshots, and so of this person."""
        return mark in map(_mark, self.snapshots)


def mine() -> History:
    """The visitor's own. Raises StoreError."""
    store, account, own = kept.store(), kept.account(), kept.own()
    told = plans.plans_of(store, account, own.person)
    return History(
        tuple(snapshots.snapshots_of(store, account, own.team)),
        plans.check_ins_of(store, account, own.person),
        told[0] if told and not told[0].ended else None,
    )


def sample(row: pd.Series) -> History:
    """Half a year that leads up to a sample person's figures. row: of an activity frame."""
    values, today = row[list(load().ids)].dropna().astype(float).to_dict(), date.today()
    return History(tuple(sample_snapshots(values, today)), sample_check_ins(values, today))


def _mark(snapshot: Snapshot) -> str:
    return snapshots.digest([snapshot])[:MARK]


def _as_on(of: date, on: date, origin: str) -> str:
    """The origin with the day it is of, where that is an earlier one; what has its day already stays."""
    words = _("as on {day}: {origin}")
    told = of == on or origin.startswith(words.partition("{day}")[0])
    return origin if told else words.format(day=day(of), origin=origin)
