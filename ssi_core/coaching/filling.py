"""Where minutes gain most: the steepest curves are filled first, until the minutes or the points are enough."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Self

import numpy as np

from ssi_core.scoring.curve import share

BEND = 1e-7  # the least curve: bent by so little, a straight line's points change by no more than NOISE
NOISE = 1e-7  # points that make no difference
UNIT = 1e-6  # a millionth of a unit makes no difference either
KEPT = 12  # sets carried on while whole units are sought


@dataclass(frozen=True)
class Uses:
    """What minutes may be used for, one set of activities a row; arrays are (sets, activities), room is (pillars,).

    place: the activity's position in the caller's list. pillar: its pillar's position in room, the points that are
    left. worth: points for full marks. price: minutes a week for one more unit. now: today's amount. least, most: the
    amounts to choose between. unit: whole amounts are multiples of it. first: the whole amount from which on it is more
    than today's.
    """

    place: np.ndarray
    pillar: np.ndarray
    worth: np.ndarray
    full: np.ndarray
    curve: np.ndarray
    price: np.ndarray
    now: np.ndarray
    least: np.ndarray
    most: np.ndarray
    unit: np.ndarray
    first: np.ndarray
    room: np.ndarray

    def __getitem__(self, chosen) -> Self:
        """Some of the sets, or other ones made of the activities of these."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{name: array[chosen] for name, array in arrays.items() if name != "room"})

    def minutes(self, amounts: np.ndarray) -> np.ndarray:
        """What each set takes a week; amounts are (sets, activities)."""
        return ((amounts - self.now) * self.price).sum(axis=-1)

    def gain(self, amounts: np.ndarray) -> np.ndarray:
        """Points each set gains, none beyond a pillar's room."""
        points = self._points(amounts[:, None])[:, 0]
        return sum(
            np.minimum((points * (self.pillar == place)).sum(axis=-1), room) for place, room in enumerate(self.room)
        )

    def fill(self, minutes: float = np.inf, gain: float = np.inf) -> np.ndarray:
        """The amounts (sets, activities) that gain most for the minutes, without more points than asked for.

        Exact: all activities end at one level of points per minute, or at their least or most. Between the levels where
        one of them begins or ends, minutes are linear in the level's logarithm and points in the level itself.
        Source: method, section 6.
        """
        if not self.now.size:
            return self.now
        within = self._within_room()
        level = within._levels.min(axis=1)
        if minutes < np.inf:
            spent = ((within._at_levels - within.now[:, None]) * within.price[:, None]).sum(axis=-1)
            level = np.maximum(level, _crossing(within._levels, spent, minutes))
        if (within.gain(within.most) > gain).any():
            level = np.maximum(level, within._level_of(gain))
        return within._amounts(level[:, None])[:, 0]

    def best_first(self, amounts: np.ndarray, enough: float) -> np.ndarray:
        """Positions of the sets: most points first, of those with the same or enough the one of fewest minutes."""
        gain = np.minimum(self.gain(amounts), enough - NOISE).round(7)
        return np.lexsort([self.minutes(amounts), -gain])

    def in_whole_units(self, minutes: float = np.inf, gain: float = np.inf) -> tuple[np.ndarray, np.ndarray]:
        """The best of the sets in whole units: the places of its activities and their amounts, (activities,) each.

        Costliest unit first, each activity's amount is rounded down and up and the rest filled anew. Only the KEPT best
        are carried on, so that now and then a hundredth of a point is missed.
        """
        costliest = np.argsort(-self.price, axis=1, kind="stable")
        sets = self[np.arange(len(costliest))[:, None], costliest]
        amounts = sets.fill(minutes, gain)
        for place in range(costliest.shape[1]):
            sets = sets._rounded(place, amounts[:, place])
            amounts = sets.fill(minutes, gain)
            best = sets.best_first(amounts, gain)
            affordable = sets.minutes(amounts) <= minutes + UNIT * sets.price.sum(axis=1)
            best = best[affordable[best]][:KEPT]
            sets, amounts = sets[best], amounts[best]
        return sets.place[0], amounts[0]

    def _rounded(self, place: int, amount: np.ndarray) -> Self:
        """The sets with each of the two whole units below and above the amount (sets,) in this place, or today's."""
        least, first, most, unit = (array[:, [place]] for array in (self.least, self.first, self.most, self.unit))
        below = np.floor((amount[:, None] + UNIT) / unit)
        whole = np.minimum(below + np.arange(-1, 3), np.ceil((most - UNIT) / unit)) * unit
        whole = np.sort(np.where(whole < first, least, whole), axis=1)
        new = np.diff(whole, axis=1, prepend=-1) > 0
        sets = self[np.nonzero(new)[0]]
        least, most = sets.least.copy(), sets.most.copy()
        least[:, place] = most[:, place] = whole[new]
        return replace(sets, least=least, most=most)

    def _within_room(self) -> Self:
        """The same with no pillar beyond its room: what an activity has at the level that fills it is its most."""
        points, most = self._points(self.most[:, None])[:, 0], self.most.copy()
        for place, room in enumerate(self.room):
            inside = self.pillar == place
            over = (points * inside).sum(axis=1) > room
            if over.any():
                sets = self[over]
                filled = sets._amounts(sets._level_of(room, inside[over])[:, None])[:, 0]
                most[over] = np.where(inside[over], filled, most[over])
        return replace(self, most=most)

    def _level_of(self, gain: float, counted: np.ndarray | bool = True) -> np.ndarray:
        """The level (sets,) at which the activities counted gain so much."""
        points = (self._points(self._at_levels) * np.broadcast_to(counted, self.now.shape)[:, None]).sum(axis=-1)
        return np.log(_crossing(np.exp(self._levels), points, gain))

    @cached_property
    def _bend(self) -> np.ndarray:
        return np.maximum(self.curve, BEND)

    @cached_property
    def _top(self) -> np.ndarray:
        """ln of the points per minute at nothing."""
        worth = np.maximum(self.worth, np.finfo(float).tiny)
        return np.log(worth * self._bend / (-np.expm1(-self._bend) * self.full * self.price))

    @cached_property
    def _levels(self) -> np.ndarray:
        """ln of the points per minute (sets, 2 activities) at each one's least and at its most."""
        slope = self._bend / self.full
        return np.concatenate([self._top - slope * self.least, self._top - slope * self.most], axis=1)

    @cached_property
    def _at_levels(self) -> np.ndarray:
        return self._amounts(self._levels)

    def _amounts(self, levels: np.ndarray) -> np.ndarray:
        """(sets, levels) -> (sets, levels, activities)"""
        amounts = (self._top[:, None] - levels[:, :, None]) * (self.full / self._bend)[:, None]
        return amounts.clip(self.least[:, None], self.most[:, None])

    def _points(self, amounts: np.ndarray) -> np.ndarray:
        """(sets, levels, activities) of amounts -> of points"""
        full, bend, worth = self.full[:, None], self._bend[:, None], self.worth[:, None]
        return worth * (share(amounts, full, bend) - share(self.now[:, None], full, bend))


def _crossing(levels: np.ndarray, reached: np.ndarray, goal: float) -> np.ndarray:
    """Where what is reached, which falls with the level, comes to the goal; the nearest level where it never does.

    levels, reached: (sets, levels) in any order.
    """
    below = reached <= goal
    upper = np.where(below, levels, np.inf).min(axis=1)
    lower = np.where(below, -np.inf, levels).max(axis=1)
    least = np.where(below, reached, -np.inf).max(axis=1)
    most = np.where(below, np.inf, reached).min(axis=1)
    between = np.isfinite(upper) & np.isfinite(lower)
    part = np.where(between, goal - least, 0) / np.where(between, most - least, 1)
    return np.minimum(upper, levels.max(axis=1)) + part * np.where(between, lower - upper, 0)
