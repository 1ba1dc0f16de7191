"""Teams whose true index is not the rubric: weights, full marks and curves redrawn, figures misread, people confounded.

How wrong the rubric may be is a judgement: WEIGHT_SPREAD is such that random advice and the rubric's lose about as many
points (11 and 6.5) as in the method's moderate world. Nothing is measured on real people.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ssi_core.rubric import Activity, Rubric
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.frame import PERSON, official

WEIGHT_SPREAD = 1.4  # of the logarithm of a true weight around the rubric's, before each pillar is scaled to 25
FULL_SPREAD = 0.5  # of the logarithm of the true full marks
LEVEL_SPREAD = 0.8  # of the logarithm of an activity between people
COMMON = 0.35  # correlation of two activities of one person
MISREAD = 0.2  # of the logarithm of a figure as written down
HIDDEN = 1.0  # points per pillar from what nobody counts, partly going along with being active
NOISE = 0.5  # points per pillar
TYPICAL = (70, 2, 20, 1, 5, 8, 15, 4, 2, 4, 5, 10, 20, 1, 5, 14, 500, 8, 30, 10, 50)  # a seller, in the rubric's order

Curve = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class World:
    """One way in which the index may truly come about; arrays and curves in the rubric's order of activities."""

    rubric: Rubric
    weight: np.ndarray
    full: np.ndarray
    curves: list[Curve]

    def points(self, x: np.ndarray) -> np.ndarray:
        """True points of true values x, both (people, activities)."""
        u = np.clip(x / self.full, 0, 1)
        return self.weight * np.column_stack([curve(u[:, j]) for j, curve in enumerate(self.curves)])


@dataclass(frozen=True)
class Team:
    """An activity frame as a manager would have it, and the truth behind it."""

    frame: pd.DataFrame
    true: np.ndarray  # (people, activities)
    world: World

    def gains(self, more: np.ndarray) -> np.ndarray:
        """True points from doing so much more of each activity alone, (people, activities), capped by the pillar."""
        rubric = self.world.rubric
        gain = self.world.points(self.true + more) - self.world.points(self.true)
        room = [PILLAR_POINTS - self.frame[official(a.pillar)].to_numpy() for a in rubric.activities]
        return np.minimum(gain, np.column_stack(room))


def draw_world(rubric: Rubric, random: np.random.Generator) -> World:
    size = len(rubric.ids)
    weight = np.array([a.weight for a in rubric.activities]) * np.exp(WEIGHT_SPREAD * random.standard_normal(size))
    for members in _pillars(rubric):
        weight[members] *= PILLAR_POINTS / weight[members].sum()
    full = np.array([a.full for a in rubric.activities]) * np.exp(FULL_SPREAD * random.standard_normal(size))
    return World(rubric, weight, full, [_curve(activity, random) for activity in rubric.activities])


def draw_team(world: World, people: int, random: np.random.Generator) -> Team:
    """A team in this world with LinkedIn's pillar scores and total."""
    rubric, shape = world.rubric, (people, len(world.rubric.ids))
    active = random.standard_normal((people, 1))
    level = np.sqrt(COMMON) * active + np.sqrt(1 - COMMON) * random.standard_normal(shape)
    true = _possible(np.array(TYPICAL) * np.exp(LEVEL_SPREAD * level), rubric)
    read = _possible(true * np.exp(MISREAD * random.standard_normal(shape)), rubric)
    hidden = HIDDEN * (0.6 * active + 0.8 * random.standard_normal((people, 4)))
    points = world.points(true)
    pillars = np.column_stack([points[:, members].sum(axis=1) for members in _pillars(rubric)])
    scores = np.clip(pillars + hidden + NOISE * random.standard_normal(pillars.shape), 0, PILLAR_POINTS)
    frame = pd.DataFrame(read, columns=list(rubric.ids)).assign(
        **{official(pillar): scores[:, p] for p, pillar in enumerate(rubric.pillar_ids)},
        **{official("total"): scores.sum(axis=1), PERSON: [f"person {i}" for i in range(people)]},
    )
    return Team(frame, true, world)


def _pillars(rubric: Rubric) -> list[list[int]]:
    return [[j for j, a in enumerate(rubric.activities) if a.pillar == pillar] for pillar in rubric.pillar_ids]


def _possible(x: np.ndarray, rubric: Rubric) -> np.ndarray:
    return np.minimum(x, [100 if a.percent else 7 if a.id == "days_active" else np.inf for a in rubric.activities])


def _curve(activity: Activity, random: np.random.Generator) -> Curve:
    """Concave from 0 to 1, of a family drawn for the activity; straight where the rubric's is."""
    if activity.curve == 0:
        return lambda u: u
    c, a, k = random.uniform(0.5, 4), random.uniform(0.4, 1), random.uniform(0.2, 2)
    families: list[Curve] = [
        lambda u: np.expm1(-c * u) / np.expm1(-c),
        lambda u: u**a,
        lambda u: u * (1 + k) / (u + k),
    ]
    return families[random.integers(len(families))]
