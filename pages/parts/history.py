"""What a person has kept, as one run of a page reads it."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

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

_AS_ON = _("as on {day}: {origin}")
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
        return with_check_ins(snapshots.to_frame(self.snapshots), self.check_ins, since=self._since)

    @cached_property
    def scored(self) -> pd.DataFrame:
        """The frame scored with today's rubric; what people say of themselves widens the ranges, as on the score page."""
        said = len(self.check_ins) or any(one.answers for one in self.snapshots)
        return score(self.frame, load(), margin=load().unknown.self_report if said else 0)

    def progress(self, today: date) -> Progress:
        return progress(self.scored, self.check_ins, today)

    @property
    def newest(self) -> pd.Series:
        """The newest scored row with an activity known; LinkedIn's own score alone says nothing of them."""
        known = self.scored[self.scored["known"] > 0]
        return (known if len(known) else self.scored).iloc[-1]

    def kept_by(self, on: date) -> Snapshot | None:
        """What was kept by that day, as of it, before the check-ins since; None without anything.

        Activities are of the newest snapshot that knows any, LinkedIn's own score is the newest one's.
        """
        before = [one for one in self.snapshots if one.on <= on]
        if not before:
            return None
        newest = ([one for one in before if one.values] or before)[-1]
        origins = {i: _as_on(newest.on, on, newest.origins.get(i, "")) for i in newest.values}
        score = {"official": before[-1].official, "groups": before[-1].groups}
        return dataclasses.replace(newest, on=on, origins=origins, **score)

    def known_on(self, on: date) -> Snapshot | None:
        """The same with the check-ins in place, up to the week that the day is in."""
        known = self.kept_by(on)
        if known is None:
            return None
        before = snapshots.to_frame([one for one in self.snapshots if one.on <= on])
        begun = self.check_ins[self.check_ins["week"] <= pd.Timestamp(on)]
        rows = with_check_ins(before, begun, since=self._since)[list(load().ids)].dropna(how="all")
        values = {} if rows.empty else rows.iloc[-1].dropna().to_dict()
        told = {
            i: _("your check-ins up to the week of {day}").format(day=day(w)) for i, w in self._told(begun, on).items()
        }
        return dataclasses.replace(known, values=values, origins=known.origins | told)

    def _told(self, check_ins: pd.DataFrame, on: date) -> pd.Series:
        """By activity the newest week that counts on top of the last snapshot by that day that knows any."""
        days = [pd.Timestamp(one.on) for one in self.snapshots if one.values and one.on <= on]
        said = check_ins[check_ins["activity"].isin(load().ids)]
        if days:
            begin = [self._since.get((days[-1], activity), days[-1]) for activity in said["activity"]]
            said = said[said["week"] + SUNDAY > pd.Series(begin, said.index, dtype="datetime64[s]")]
        return said.groupby("activity")["week"].max()

    @cached_property
    def _since(self) -> dict[tuple[pd.Timestamp, str], pd.Timestamp]:
        """From which day on an amount holds that a snapshot took over from the one before."""
        since = {}
        for before, one in pairwise(one for one in self.snapshots if one.values):
            earlier, on = pd.Timestamp(before.on), pd.Timestamp(one.on)
            taken_over = [i for i, origin in one.origins.items() if _has_day(origin)]
            since |= {(on, i): since.get((earlier, i), earlier) for i in taken_over}
        return since

    @property
    def means(self) -> pd.DataFrame:
        """LinkedIn's means of others: date, group ("industry", "network" or "team") and total, where it said them."""
        said = [(one.on, kind, group.get(TOTAL)) for one in self.snapshots for kind, group in one.groups.items()]
        table = pd.DataFrame(said, columns=[DATE, "group", TOTAL]).dropna(ignore_index=True)
        return table.assign(**{DATE: pd.to_datetime(table[DATE])})

    def with_official(self, on: date, score: Official) -> Snapshot:
        """The day's snapshot with this for LinkedIn's own score; on a day without one the score alone."""
        known = next((one for one in self.snapshots if one.on == on), Snapshot("", on))
        told = {kind: dataclasses.asdict(group) for kind, group in groups_of(score).items()}
        return dataclasses.replace(known, official=own_numbers(score), groups=told or known.groups)

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
    if of == on or _has_day(origin):
        return origin
    return _AS_ON.format(day=day(of), origin=origin or _("kept"))


def _has_day(origin: str) -> bool:
    return origin.startswith(_AS_ON.partition("{day}")[0])
