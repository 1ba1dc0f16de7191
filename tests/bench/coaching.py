"""How good is the advice, and how honest are its ranges? Prints one table; run `python -m tests.bench.coaching`.

regret: true points lost by taking a method's best three steps of 30 minutes instead of the truly best three, mean over
people and worlds. coverage: how often the true gain of an advised step lies in its 80 % range, of all and of the first
three.
"""

import argparse

import numpy as np
import pandas as pd

from ssi_core.coaching import TeamFit, advise_all
from ssi_core.coaching.gains import steps
from ssi_core.rubric import Rubric, load
from ssi_core.scoring import score
from ssi_core.scoring.frame import official, points
from tests.bench.simulate import Team, draw_team, draw_world

SIZES = (8, 15, 30, 60, 200)


def regret(gains: np.ndarray, chosen: np.ndarray) -> float:
    """Mean points lost; chosen: what a method expects of each step, (people, activities) like the true gains."""
    three = np.argsort(-chosen, axis=1, kind="stable")[:, :3]
    best = np.sort(gains, axis=1)[:, -3:].sum(axis=1)
    return float((best - np.take_along_axis(gains, three, axis=1).sum(axis=1)).mean())


def methods(team: Team, scored: pd.DataFrame, more: np.ndarray, rubric: Rubric, random) -> dict[str, np.ndarray]:
    """What the methods we do not use expect of each step, (people, activities)."""
    from scipy.optimize import nnls
    from sklearn.linear_model import RidgeCV

    ids, actual = list(rubric.ids), team.frame[official("total")].to_numpy()
    x, z = scored[ids].to_numpy(), scored[[points(i) for i in ids]].to_numpy()
    step = score(team.frame.assign(**dict(zip(ids, (x + more).T, strict=True))), rubric)
    dz = step[[points(i) for i in ids]].to_numpy() - z
    ols = np.linalg.lstsq(x - x.mean(axis=0), actual - actual.mean(), rcond=None)[0]
    ridge = RidgeCV(np.logspace(-2, 3, 20)).fit(z, actual).coef_
    worth = np.zeros(len(ids))
    for pillar in rubric.pillar_ids:
        members = [j for j, a in enumerate(rubric.activities) if a.pillar == pillar]
        worth[members] = nnls(z[:, members], team.frame[official(pillar)].to_numpy())[0]
    return {
        "random": random.random(dz.shape) * (more > 0),
        "OLS on raw counts, total": ols * more,
        "RidgeCV on points, total": ridge * dz,
        "NNLS on points, per pillar": worth * dz,
    }


def fits(team: Team, rubric: Rubric) -> dict[str, TeamFit | None]:
    totals = team.frame.drop(columns=[official(pillar) for pillar in rubric.pillar_ids])
    pillars = TeamFit(rubric).fit(team.frame)
    return {"rubric alone": None, "this, per pillar": pillars, "this, from totals": TeamFit(rubric).fit(totals)}


def coverage(team: Team, scored: pd.DataFrame, gains: np.ndarray, fit: TeamFit | None, rubric: Rubric) -> tuple:
    place = {name: j for j, name in enumerate(rubric.ids)}
    inside = [
        (rank, a.low <= gains[row, place[a.activity]] <= a.high)
        for row, person in enumerate(advise_all(scored, rubric, fit=fit))
        for rank, a in enumerate(person)
    ]
    return np.mean([hit for _rank, hit in inside]), np.mean([hit for rank, hit in inside if rank < 3])


def measure(people: int, random: np.random.Generator, rubric: Rubric) -> list[tuple]:
    """(method, figure, value) for one team of a world of its own."""
    team = draw_team(draw_world(rubric, random), people, random)
    scored = score(team.frame, rubric)
    plain = list(steps(scored, rubric, 30, None, None, 0))
    more = np.column_stack([step.target - step.current for step in plain])
    gains = team.gains(more)
    rows = [
        (name, "regret", regret(gains, expected))
        for name, expected in methods(team, scored, more, rubric, random).items()
    ]
    for name, fit in fits(team, rubric).items():
        expected = np.column_stack([step.gain for step in steps(scored, rubric, 30, None, fit, 0)])
        every, three = coverage(team, scored, gains, fit, rubric)
        rows += [
            (name, "regret", regret(gains, expected)),
            (name, "coverage", every),
            (name, "coverage of three", three),
        ]
    return [(people, *row) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rubric, random = load(), np.random.default_rng(options.seed)
    rows = [row for people in SIZES for _world in range(options.worlds) for row in measure(people, random, rubric)]
    table = pd.DataFrame(rows, columns=["people", "method", "figure", "value"])
    wide = table.pivot_table(index=["figure", "method"], columns="people", values="value", sort=False)
    print(wide.sort_index(level="figure", ascending=False, sort_remaining=False).round(2).to_string())


if __name__ == "__main__":
    main()
