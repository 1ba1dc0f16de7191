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
from ssi_core.scoring.frame import DATE, PERSON, official

WEIGHT_SPREAD = 1.4  # of the logarithm of a true weight around the rubric's, before each pillar is scaled to 25
FULL_SPREAD = 0.5  # of the logarithm of the true full marks
LEVEL_SPREAD = 0.8  # of the logarithm of an activity between people
COMMON = 0.35  # correlation of two activities of one person
MISREAD = 0.2  # of the logarithm of a figure as written down
HIDDEN = 1.0  # points per pillar from what nobody counts, partly going along with being active
NOISE = 0.5  # points per pillar
WEEKLY = 0.6  # of the logarithm of a week's amount around the person's usual one
PERSISTENCE = 0.7  # correlation of that from one week to the next
SLOW = 0.97  # the same of stocks, and of what nobody counts
AWAY = (0.05, 0.1)  # share of the weeks off, and of a usual week's work that is done in them
MEMORY = range(8, 14)  # weeks whose mean the index goes by
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


def together(team: Team, more: np.ndarray) -> np.ndarray:
    """True points from doing so much more of all activities at once, (people,), capped by pillar."""
    rubric, world = team.world.rubric, team.world
    gain = world.points(team.true + more) - world.points(team.true)
    room = [PILLAR_POINTS - team.frame[official(pillar)].to_numpy() for pillar in rubric.pillar_ids]
    pillars = [gain[:, members].sum(axis=1) for members in _pillars(rubric)]
    return np.minimum(pillars, room).sum(axis=0)


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


@dataclass(frozen=True)
class Panel:
    """Weekly snapshots of a team, and its people as they are at the end: the latest week's row beside true habits."""

    frame: pd.DataFrame
    team: Team


def draw_panel(world: World, people: int, weeks: int, random: np.random.Generator) -> Panel:
    """A team over so many weeks. LinkedIn's score follows the mean of the last MEMORY weeks and an offset a person."""
    rubric, memory = world.rubric, int(random.choice(MEMORY))
    active = random.standard_normal((people, 1))
    shape = (weeks + memory - 1, people, len(rubric.ids))
    level = np.sqrt(COMMON) * active + np.sqrt(1 - COMMON) * random.standard_normal(shape[1:])
    amounts = _weeks(np.array(TYPICAL) * np.exp(LEVEL_SPREAD * level), shape, rubric, random)
    habit = np.stack([amounts[week : week + memory].mean(axis=0) for week in range(weeks)])
    hidden = HIDDEN * (0.6 * active + 0.8 * random.standard_normal((people, 4)))
    noise = NOISE * _wandering(np.full(4, PERSISTENCE), (weeks, people, 4), random)
    points = np.stack([world.points(each) for each in habit])
    pillars = np.stack([points[..., members].sum(axis=-1) for members in _pillars(rubric)], axis=-1)
    scores = np.clip(pillars + hidden + noise, 0, PILLAR_POINTS)
    misread = np.exp(MISREAD * random.standard_normal(shape[1:]))
    frame = _rows(_possible(amounts[memory - 1 :] * misread, rubric), scores, rubric)
    return Panel(frame, Team(frame.tail(people).reset_index(drop=True), habit[-1], world))


def _weeks(usual: np.ndarray, shape: tuple[int, ...], rubric: Rubric, random: np.random.Generator) -> np.ndarray:
    """Amounts by week, person and activity: whole numbers of flows with weeks off, stocks that move slowly."""
    flow, stock = (np.array([a.kind == kind for a in rubric.activities]) for kind in ("flow", "stock"))
    spread = np.where(stock, 0.15, np.where(flow, WEEKLY, 0.2))
    around = _wandering(np.where(stock, SLOW, PERSISTENCE), shape, random)
    amounts = usual * np.exp(spread * around - spread**2 / 2)
    off = random.random((*shape[:2], 1)) < AWAY[0]
    amounts = np.where(flow & off, AWAY[1] * amounts, amounts)
    return _possible(np.where(flow, random.poisson(amounts), amounts), rubric)


def _wandering(persistence: np.ndarray, shape: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Standard normal series along the first axis, each correlated with its past by its persistence."""
    series = random.standard_normal(shape)
    for now in range(1, shape[0]):
        series[now] = persistence * series[now - 1] + np.sqrt(1 - persistence**2) * series[now]
    return series


def _rows(amounts: np.ndarray, scores: np.ndarray, rubric: Rubric) -> pd.DataFrame:
    """An activity frame from amounts (weeks, people, activities) and scores (weeks, people, pillars)."""
    weeks, people = amounts.shape[:2]
    mondays = pd.date_range("2025-01-06", periods=weeks, freq="7D")
    names = [f"person {i}" for i in range(people)]
    frame = pd.MultiIndex.from_product([mondays, names], names=[DATE, PERSON]).to_frame(index=False)
    own = {official(pillar): scores[..., p].ravel() for p, pillar in enumerate(rubric.pillar_ids)}
    activities = dict(zip(rubric.ids, amounts.reshape(-1, len(rubric.ids)).T, strict=True))
    return frame.assign(**activities, **own, official_total=scores.sum(axis=-1).ravel())


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
