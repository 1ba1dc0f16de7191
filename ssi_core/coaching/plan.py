"""A weekly plan: the most points for so many minutes, or the fewest minutes to a target."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd

from ssi_core.coaching.advice import evidence_of, forecast_scale
from ssi_core.coaching.filling import Uses
from ssi_core.coaching.gains import DRAWS, WEEKS, Worlds, checked_minutes, points_gained, range_of, room
from ssi_core.coaching.regression import TeamFit, has_learnt
from ssi_core.i18n import _
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.scoring.frame import official

HABITS = 3  # unless the person wants another number
MOST_HABITS = 5
TRIED = 12  # sets of habits, the best ones, for which whole units are sought
INDEX_POINTS = 100.0
TRIFLE = 0.05  # points below which a habit is shown as +0.0 and is not worth the trouble
NOISE = 1e-6  # points by which a target may be missed; an amount so little above today's is today's


@dataclass(frozen=True)
class Habit:
    """One activity of a plan, from today's amount to a whole number of its unit.

    minutes: a week; a stock's are spread over the plan's weeks. gain: its share of the plan's points.
    beyond_team: the target lies above the team's 95th percentile, where its data say little.
    """

    activity: str
    current: float
    target: float
    minutes: float
    gain: float
    evidence: str
    beyond_team: bool = False


@dataclass(frozen=True)
class Plan:
    """What to do each week, the habit that gains most first, and where it leads.

    start: LinkedIn's own total where it is known (own is True), else the estimate; start_low and start_high: its 80 %
    range, which LinkedIn's own has none of. gain with its 80 % range low to
    high: points on top of start. minutes: a week, of all habits. target: the total that was asked for, None for a plan
    by minutes. reached: whether start + gain gets there (always, without a target). exact_minutes, exact_gain: before
    rounding to whole units. weeks: over which one-off work is spread.
    """

    habits: tuple[Habit, ...]
    start: float
    start_low: float
    start_high: float
    own: bool
    minutes: float
    gain: float
    low: float
    high: float
    exact_minutes: float
    exact_gain: float
    target: float | None
    reached: bool
    weeks: int

    @property
    def total(self) -> float:
        return self.start + self.gain


def plan(
    person: pd.Series | Mapping,
    rubric: Rubric | None = None,
    *,
    minutes: float | None = None,
    target: float | None = None,
    habits: int | None = HABITS,
    own_minutes: Mapping[str, float] | None = None,
    exclude: Collection[str] = (),
    keep: Collection[str] = (),
    weeks: int = WEEKS,
    fit: TeamFit | None = None,
    seed: int = 0,
) -> Plan:
    """The best plan for minutes a week, or the one of fewest minutes to a target total; exactly one of both is given.

    person: a row of a scored activity frame; only known activities are planned. habits: at most so many (1 to 5), None
    for no limit. own_minutes: minutes for one more unit by activity id, where they differ from the rubric's. exclude,
    keep: ids of activities never, and in any case, among them; one that is kept grows by a whole unit at least. For a
    target out of reach the plan holds the most that can be had.

    Exact over all sets of so many activities; whole units are then sought for the best few sets, and the set that is
    best in these becomes the plan. Raises ValueError in words, also where an activity to keep is unknown, can't grow
    or takes more minutes than there are. Source: method, sections 4 and 6.
    """
    rubric = rubric or load()
    _check(rubric, minutes, target, habits, exclude, keep, weeks)
    prices = _prices(rubric, checked_minutes(minutes or 0, own_minutes), weeks)
    standing = standing_of(person, rubric, fit)
    activities = [a for a in rubric.activities if a.id in keep or (a.id not in exclude and standing.may_gain(a))]
    uses = _uses(standing, activities, prices, keep)
    budget = _checked_budget(uses, minutes)
    enough = (INDEX_POINTS if target is None else target) - standing.start
    sets = uses[0, _sets(tuple(a.id in keep for a in activities), habits or len(activities))]
    exact = sets.fill(budget, enough)
    best = sets.best_first(exact, enough)[:TRIED]
    places, amounts = sets[best].in_whole_units(budget, enough)
    targets = {activities[place].id: float(amount) for place, amount in zip(places, amounts, strict=True)}
    chosen = standing.plan(standing.without_trifles(targets, keep, enough), prices, target, weeks, seed)
    exact_minutes, exact_gain = sets.minutes(exact)[best[0]], sets.gain(exact)[best[0]]
    return replace(chosen, exact_minutes=float(exact_minutes), exact_gain=float(exact_gain))


def half(
    person: pd.Series | Mapping,
    whole: Plan,
    rubric: Rubric | None = None,
    *,
    fit: TeamFit | None = None,
    seed: int = 0,
) -> Plan:
    """The plan with each habit only half done, from the same person and the same fit and seed as the whole."""
    rubric = rubric or load()
    targets = {h.activity: (h.current + h.target) / 2 for h in whole.habits}
    prices = {h.activity: h.minutes / (h.target - h.current) for h in whole.habits}
    return standing_of(person, rubric, fit).plan(targets, prices, whole.target, whole.weeks, seed)


@dataclass(frozen=True)
class Standing:
    """Where a person stands: amounts by id, and LinkedIn's total or the estimate, from which a plan starts.

    By pillar, room: points left; scale: points of the start that come with one point of the estimate.
    """

    rubric: Rubric
    fit: TeamFit | None
    now: Mapping[str, float]
    start: float
    start_low: float
    start_high: float
    own: bool
    room: np.ndarray
    scale: np.ndarray

    def place(self, activity: Activity) -> int:
        """The position of its pillar."""
        return self.rubric.pillar_ids.index(activity.pillar)

    def worth(self, activity: Activity) -> float:
        """Points for full marks."""
        return float(self.scale[self.place(activity)] * points_gained(activity, 0.0, activity.full, self.fit))

    def first(self, activity: Activity) -> float:
        """The first whole amount above today's as it is shown, with a decimal only where it is low."""
        now = self.now[activity.id]
        return float(np.floor(np.round(now, 1 if activity.kind == "flow" and now < 10 else 0)) + 1)

    def may_grow(self, activity: Activity) -> bool:
        """Whether it is known, and a whole unit more of it still counts."""
        return self.first(activity) < _most(activity) + activity.step

    def may_gain(self, activity: Activity) -> bool:
        return self.may_grow(activity) and self.room[self.place(activity)] > 0 and self.worth(activity) > 0

    def plan(
        self,
        targets: Mapping[str, float],
        prices: Mapping[str, float],
        target: float | None,
        weeks: int,
        seed: int,
    ) -> Plan:
        """The plan of these amounts by id, as far as they lie above today's."""
        targets = {name: then for name, then in targets.items() if then > self.now[name] + NOISE}
        minutes = {name: (then - self.now[name]) * prices[name] for name, then in targets.items()}
        gains = self._gains(targets)
        gain = float(gains.sum())
        low, high = range_of(gain, self._drawn(targets, gain, seed))
        habits = [
            self._habit(name, targets[name], minutes[name], gains[place, 0]) for place, name in enumerate(targets)
        ]
        return Plan(
            habits=tuple(sorted(habits, key=lambda habit: (-habit.gain, habit.activity))),
            start=self.start,
            start_low=self.start_low,
            start_high=self.start_high,
            own=self.own,
            minutes=sum(minutes.values(), 0.0),
            gain=gain,
            low=float(low),
            high=float(high),
            exact_minutes=sum(minutes.values(), 0.0),
            exact_gain=gain,
            target=target,
            reached=target is None or self.start + gain >= target - NOISE,
            weeks=weeks,
        )

    def _gains(self, targets: Mapping[str, float]) -> np.ndarray:
        """Each one's share (activities, 1) of the points gained."""
        points = [points_gained(self.rubric.by_id[i], self.now[i], then, self.fit) for i, then in targets.items()]
        return self._within_room(targets, np.array(points).reshape(-1, 1))

    def without_trifles(self, targets: Mapping[str, float], keep: Collection[str], enough: float) -> dict[str, float]:
        """The targets without those that gain next to nothing, unless they are kept or it takes them to gain enough."""
        gains = dict(zip(targets, self._gains(targets)[:, 0], strict=True))
        left = {name: then for name, then in targets.items() if name in keep or gains[name] >= TRIFLE}
        missed = sum(gains.values()) >= enough - NOISE > sum(gains[name] for name in left)
        return dict(targets) if missed else left

    def _drawn(self, targets: Mapping[str, float], gain: float, seed: int) -> np.ndarray:
        """The points gained in each of the worlds that may be true, (DRAWS,).

        A fit has learnt what an activity is worth together with the rubric's full marks and curves. Drawn elsewhere,
        these lose on average what was learnt, so that the draws are brought back to the plan's gain: without that the
        ranges of plans hold less often (tests/bench/coaching.py).
        """
        worlds, now = Worlds(self.rubric, self.fit, seed), self.now
        points = [worlds.points(self.rubric.by_id[i], [now[i]], [then])[0] for i, then in targets.items()]
        drawn = self._within_room(targets, np.array(points).reshape(-1, DRAWS)).sum(axis=0)
        if not has_learnt(self.fit):
            return drawn
        most = sum(self.room[place] for place in {self.place(self.rubric.by_id[name]) for name in targets})
        return np.minimum(drawn * gain / max(drawn.mean(), NOISE), min(most, INDEX_POINTS - self.start))

    def _within_room(self, names: Iterable[str], points: np.ndarray) -> np.ndarray:
        """The estimate's points as the start's, with no pillar and no total beyond its end."""
        places = np.array([self.place(self.rubric.by_id[name]) for name in names], dtype=int)
        shares = points * self.scale[places, None]
        for place, left in enumerate(self.room):
            shares[places == place] = _capped(shares[places == place], left)
        return _capped(shares, INDEX_POINTS - self.start)

    def _habit(self, name: str, target: float, minutes: float, gain: float) -> Habit:
        evidence, usual = evidence_of(name, self.fit)
        return Habit(name, self.now[name], target, minutes, float(gain), evidence, bool(target > usual))


def _most(activity: Activity) -> float:
    """The amount beyond which no more is planned; a limit in whole units."""
    return min(activity.full, np.floor(activity.limit or np.inf))


def _capped(shares: np.ndarray, left: float) -> np.ndarray:
    """The shares (activities, worlds), made smaller where together they pass what is left."""
    return shares * np.minimum(left / np.maximum(shares.sum(axis=0), NOISE), 1)


def standing_of(person: pd.Series | Mapping, rubric: Rubric, fit: TeamFit | None = None) -> Standing:
    """person: a row of a scored activity frame."""
    known = dict(person)
    now = {name: _number(known, name) for name in rubric.ids}
    own = np.array([_number(known, official(pillar)) for pillar in rubric.pillar_ids])
    estimate = np.array([_number(known, pillar) for pillar in rubric.pillar_ids])
    total, scale = _number(known, official("total")), np.ones(len(own))
    if not np.isnan(own).any():
        total = own.sum() if np.isnan(total) else total
        if not has_learnt(fit):
            scale = np.array([forecast_scale(*pillar) for pillar in zip(own, estimate, strict=True)])
    is_own = not np.isnan(total)
    ends = (total, total, total) if is_own else (_number(known, name) for name in ("total", "low", "high"))
    return Standing(rubric, fit, now, *map(float, ends), is_own, room(own, estimate), scale)


def _number(known: Mapping, name: str) -> float:
    value = known.get(name)
    return np.nan if value is None or pd.isna(value) else float(value)


def _prices(rubric: Rubric, own: Mapping[str, float], weeks: int) -> dict[str, float]:
    """Minutes a week for one more unit, by activity id."""
    return {a.id: own.get(a.id, a.minutes) / (weeks if a.kind == "stock" else 1) for a in rubric.activities}


def _uses(standing: Standing, activities: list[Activity], prices: Mapping[str, float], keep: Collection[str]) -> Uses:
    """The activities as one set; raises ValueError for one that is to be kept and can't grow."""
    for activity in activities:
        _check_growth(standing, activity)
    now = np.array([standing.now[a.id] for a in activities])
    first = np.array([standing.first(a) for a in activities])
    worth = np.array([standing.worth(a) for a in activities])
    least = np.where([a.id in keep for a in activities], first, now)
    most = np.maximum(least, [_most(a) for a in activities])
    arrays = {
        "place": np.arange(len(activities)),
        "pillar": np.array([standing.place(a) for a in activities], dtype=int),
        "worth": worth,
        "full": [a.full for a in activities],
        "curve": [a.curve for a in activities],
        "price": [prices[a.id] for a in activities],
        "now": now,
        "least": least,
        "most": np.where(worth > 0, most, least),
        "unit": [a.step for a in activities],
        "first": first,
    }
    return Uses(**{name: np.array([array]) for name, array in arrays.items()}, room=standing.room)


@lru_cache(maxsize=32)
def _sets(kept: tuple[bool, ...], habits: int) -> np.ndarray:
    """Positions (sets, habits) of all sets of so many activities that hold the kept ones."""
    always = [place for place, is_kept in enumerate(kept) if is_kept]
    free = [place for place, is_kept in enumerate(kept) if not is_kept]
    more = combinations(free, min(habits - len(always), len(free)))
    return np.array([[*always, *others] for others in more], dtype=int)


def _check(
    rubric: Rubric,
    minutes: float | None,
    target: float | None,
    habits: int | None,
    exclude: Collection[str],
    keep: Collection[str],
    weeks: int,
) -> None:
    """Raises ValueError for what can't be asked for."""
    if (minutes is None) == (target is None):
        raise ValueError(_("Say how many minutes a week you have, or which score you want to reach: one of the two."))
    if target is not None and not 0 <= target <= INDEX_POINTS:
        raise ValueError(_("The score to reach lies between 0 and 100."))
    if habits is not None and habits not in range(1, MOST_HABITS + 1):
        raise ValueError(_("A plan holds one to five habits, or as many as it takes."))
    if weeks not in range(1, 54):
        raise ValueError(_("A plan runs over one to 53 weeks."))
    for name in {*exclude, *keep} - set(rubric.ids):
        raise ValueError(_("No activity has the id '{name}'.").format(name=name))
    for name in set(exclude) & set(keep):
        words = _("You can't both keep “{name}” and leave it out.")
        raise ValueError(words.format(name=_(rubric.by_id[name].name)))
    if habits is not None and len(set(keep)) > habits:
        words = _("You keep {kept} habits, and the plan may hold only {habits}.")
        raise ValueError(words.format(kept=len(set(keep)), habits=habits))


def _check_growth(standing: Standing, activity: Activity) -> None:
    if np.isnan(standing.now[activity.id]):
        words = _("How much you do of “{name}” isn't known yet, so it can't be part of the plan.")
        raise ValueError(words.format(name=_(activity.name)))
    if not standing.may_grow(activity):
        words = _("You already do as much of “{name}” as counts, so it can't be part of the plan.")
        raise ValueError(words.format(name=_(activity.name)))


def _checked_budget(uses: Uses, minutes: float | None) -> float:
    """The minutes, without end for a plan to a target; raises ValueError where those to keep take more."""
    needed = float(uses.minutes(uses.least)[0])
    if minutes is not None and needed > minutes:
        words = _("One more of what you keep takes {needed:.0f} minutes a week, and you have {minutes:.0f}.")
        raise ValueError(words.format(needed=np.ceil(needed), minutes=minutes))
    return np.inf if minutes is None else minutes
