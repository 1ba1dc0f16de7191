"""The weeks of the people on which a pillar, or the total, can be fitted."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from ssi_core.coaching.panel import history
from ssi_core.rubric import Rubric
from ssi_core.scoring import Prior, expected_points
from ssi_core.scoring.frame import PERSON, official

PILLAR_PEOPLE = 8  # people with pillar scores from which a pillar is fitted
TOTAL_PEOPLE = 15  # people with a total from which totals alone are fitted
PANEL_PEOPLE = 8  # people with OWN_WEEKS from which a person's weeks count beside the people
OWN_WEEKS = 12  # with LinkedIn's score, from which a person's weeks count
MAY_MISS = 0.30  # a column unknown for a larger share of the people is left out


@dataclass(frozen=True)
class Sample:
    """A part's weeks with LinkedIn's score and an activity known, one row each; a person's are together, oldest first.

    gate: people it takes. ids: activities to fit. points: of these, (rows, ids). estimate: the rubric's, over all
    activities of the part. history: how many weeks back a row's trailing means could look. number: each row's person,
    counted from 0. row: its place in the weeks it was taken from.
    """

    part: str
    gate: int
    ids: tuple[str, ...]
    left_out: tuple[str, ...]
    person: np.ndarray
    number: np.ndarray
    row: np.ndarray
    points: np.ndarray
    estimate: np.ndarray
    actual: np.ndarray
    history: np.ndarray

    @cached_property
    def weeks(self) -> np.ndarray:
        """How many rows each person has."""
        return np.bincount(self.number)

    @property
    def people(self) -> int:
        return len(self.weeks)

    @property
    def missing(self) -> int:
        return max(self.gate - self.people, 0)

    @property
    def fits(self) -> bool:
        return bool(self.ids) and (self.alone or not self.missing)

    @property
    def alone(self) -> bool:
        """Whether this is one person whose own weeks are enough; totals alone never are, by simulation."""
        return self.part != "total" and self.people == 1 and bool(self.weeks[0] >= OWN_WEEKS)

    @property
    def is_panel(self) -> bool:
        return np.count_nonzero(self.weeks >= OWN_WEEKS) >= PANEL_PEOPLE

    @property
    def weeks_apart(self) -> np.ndarray:
        """Weeks from one row of a person to the next, on average."""
        first, last = np.cumsum(self.weeks) - self.weeks, np.cumsum(self.weeks) - 1
        return (self.history[last] - self.history[first]) / np.maximum(self.weeks - 1, 1)

    @cached_property
    def newest(self) -> Self:
        """The last row of each person."""
        return self.rows(np.cumsum(self.weeks) - 1)

    @property
    def compared(self) -> Self:
        """The rows whose activities stand beside each other: one a person, or one person's weeks."""
        return self if self.alone else self.newest

    def looking_back(self, window: int) -> Self:
        """The rows that could look back over the whole window, or at least over half of what their person has."""
        enough = np.minimum(window, self.newest.history // 2)
        return self.rows(np.flatnonzero(self.history >= enough[self.number]))

    def rows(self, which: np.ndarray) -> Self:
        columns = ("person", "number", "row", "points", "estimate", "actual", "history")
        return replace(self, **{name: getattr(self, name)[which] for name in columns})


@dataclass(frozen=True)
class Samples:
    """The samples of every part, and the weeks they were taken from.

    kind: "pillars" | "total" | "rubric" (nothing can be fitted); fitted: the samples to fit: the pillars that can be,
    else the total if it can, else none; considered: those that were looked at for it.
    """

    weeks: pd.DataFrame
    pillars: tuple[Sample, ...]
    total: Sample

    @cached_property
    def kind(self) -> str:
        return next((kind for kind, parts in self._by_kind.items() if any(part.fits for part in parts)), "rubric")

    @property
    def considered(self) -> tuple[Sample, ...]:
        return self._by_kind[self.kind]

    @property
    def fitted(self) -> tuple[Sample, ...]:
        return tuple(sample for sample in self.considered if sample.fits)

    @property
    def _by_kind(self) -> dict[str, tuple[Sample, ...]]:
        return {"pillars": self.pillars, "total": (self.total,), "rubric": (*self.pillars, self.total)}


def samples(weeks: pd.DataFrame, rubric: Rubric, prior: Prior) -> Samples:
    """Where an activity that is fitted is unknown, the points that scoring expects of it stand in."""
    points, back = expected_points(weeks, rubric, prior), history(weeks)
    pillars = tuple(
        _sample(pillar, PILLAR_PEOPLE, weeks, points[[a.id for a in rubric.in_pillar(pillar)]], back)
        for pillar in rubric.pillar_ids
    )
    return Samples(weeks, pillars, _sample("total", TOTAL_PEOPLE, weeks, points[list(rubric.ids)], back))


def _sample(part: str, gate: int, weeks: pd.DataFrame, points: pd.DataFrame, back: np.ndarray) -> Sample:
    known, actual = weeks[points.columns].notna().to_numpy(), weeks[official(part)].to_numpy()
    rows = np.flatnonzero(~np.isnan(actual) & known.any(axis=1))
    person = weeks[PERSON].to_numpy()[rows]
    number = pd.factorize(person)[0]
    newest = rows[np.diff(number, append=-1) != 0]
    kept = known[newest].sum(axis=0) >= (1 - MAY_MISS) * len(newest)
    ids, left_out = (tuple(points.columns[which]) for which in (kept, ~kept))
    earned = points.to_numpy()[rows]
    return Sample(
        part, gate, ids, left_out, person, number, rows, earned[:, kept], earned.sum(axis=1), actual[rows], back[rows]
    )
