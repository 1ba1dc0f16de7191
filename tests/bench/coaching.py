"""How good is the advice, how honest are its ranges, and how long does it take? `python -m tests.bench.coaching`.

regret: true points lost by taking a method's best three steps of 30 minutes instead of the truly best three, mean over
people and simulated teams. coverage: how often the true gain of a step that is worth anything lies in its 80 % range,
of all, of each person's first three and of plans for an hour a week; "–" without ranges. ms: median to rank one team,
from its sheet on; SSI Coach's includes the ranges. Everything runs in one thread.
"""

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from ssi_core.coaching import TeamFit, advise
from ssi_core.coaching.gains import range_of, steps
from ssi_core.coaching.plan import plan
from ssi_core.coaching.team import score_team
from ssi_core.rubric import Rubric, load
from ssi_core.scoring import score
from ssi_core.scoring.frame import official
from tests.bench.rivals import RIVALS, Rival, has_room, sheet_of
from tests.bench.scoring import median_seconds
from tests.bench.simulate import Team, draw_panel, draw_team, draw_world, together

SIZES = (8, 15, 30, 60, 200)
PANELS = ((8, 26), (12, 26), (30, 26))  # people, weeks
MINUTES = 30
PLANNED = 8  # people of each team whose plans are looked at
THIS = "this, per pillar"
FIGURES = ("regret", "coverage", "coverage of three", "coverage of plans", "ms", f"times {THIS}")

Row = tuple[str, str, float]  # method, figure, value


class Truth:
    """A team, the steps that everybody is advised on, and what they are truly worth, (people, activities)."""

    def __init__(self, team: Team, rubric: Rubric):
        self.team, self.rubric = team, rubric
        self.now = sheet_of(team.frame, rubric)
        more = np.column_stack([s.target - s.current for s in steps(team.frame, rubric, MINUTES, None, None, 0)])
        amounts = dict(zip(rubric.ids, (self.now.amounts + more).T, strict=True))
        self.then = sheet_of(team.frame.assign(**amounts), rubric)
        self.gains = team.gains(more)

    def regret(self, expected: np.ndarray) -> float:
        """Mean points lost; expected: by a method, of each step."""
        best = np.sort(self.gains, axis=1)[:, -3:].sum(axis=1)
        return float((best - np.take_along_axis(self.gains, _first_three(expected), axis=1).sum(axis=1)).mean())

    def coverage(self, expected: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
        """Share of the true gains within their range: of all steps and of each person's first three."""
        inside = np.where(expected > 0, (low <= self.gains) & (self.gains <= high), np.nan)
        three = np.take_along_axis(inside, _first_three(expected), axis=1)
        return float(np.nanmean(inside)), float(np.nanmean(three))


def _first_three(expected: np.ndarray) -> np.ndarray:
    return np.argsort(-expected, axis=1, kind="stable")[:, :3]


def ours(truth: Truth, sheets: Mapping[str, pd.DataFrame | None]) -> Iterator[Row]:
    """SSI Coach's figures by the sheet that it learns from, None for the rubric alone."""
    for name, sheet in sheets.items():
        start = time.perf_counter()
        expected, low, high = ranked(truth.team.frame, truth.rubric, sheet)
        yield name, "ms", 1000 * (time.perf_counter() - start)
        yield name, "regret", truth.regret(expected)
        yield from covered(name, truth, expected, low, high)


def ranked(
    frame: pd.DataFrame, rubric: Rubric, sheet: pd.DataFrame | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gain of each step, with its range."""
    fit = None if sheet is None else TeamFit(rubric).fit(sheet)
    taken = list(steps(score(frame, rubric), rubric, MINUTES, None, fit, 0))
    ranges = [range_of(step.gain, step.drawn) for step in taken]
    low, high = (np.column_stack(ends) for ends in zip(*ranges, strict=True))
    return np.column_stack([step.gain for step in taken]), low, high


def plans(truth: Truth, fit: TeamFit | None) -> float:
    """How often the range of a plan of three habits holds the true gain, over PLANNED people."""
    rubric, team = truth.rubric, truth.team
    own = [] if fit else [official(part) for part in ("total", *rubric.pillar_ids)]
    scored = score(team.frame, rubric).drop(columns=own).head(PLANNED)
    made = [plan(row, rubric, minutes=2 * MINUTES, fit=fit) for _place, row in scored.iterrows()]
    more = np.zeros_like(team.true)
    for row, one in enumerate(made):
        for habit in one.habits:
            more[row, rubric.ids.index(habit.activity)] = habit.target - habit.current
    gains = together(team, more)[: len(made)]
    return float(np.mean([one.low <= gain <= one.high for one, gain in zip(made, gains, strict=True)]))


def rival(one: Rival, truth: Truth) -> Iterator[Row]:
    start = time.perf_counter()
    worth = one.worth(sheet_of(truth.team.frame, truth.rubric))
    yield one.name, "ms", 1000 * (time.perf_counter() - start)
    step = one.counted(truth.now, truth.then)
    yield one.name, "regret", truth.regret(worth * step)
    if ranges := one.ranges(one, truth.now):
        yield from covered(one.name, truth, worth * step, *(end * step for end in ranges))


def covered(name: str, truth: Truth, expected: np.ndarray, low: np.ndarray, high: np.ndarray) -> Iterator[Row]:
    every, three = truth.coverage(expected, low, high)
    yield name, "coverage", every
    yield name, "coverage of three", three


def teams(options: argparse.Namespace, rubric: Rubric) -> pd.DataFrame:
    """Every method's figures by the number of people."""
    random, rows = np.random.default_rng(options.seed), []
    for people, world in product(SIZES, range(options.worlds)):
        truth = Truth(draw_team(draw_world(rubric, random), people, random), rubric)
        frame, chance = truth.team.frame, random.random(truth.gains.shape)
        totals = frame.drop(columns=[official(pillar) for pillar in rubric.pillar_ids])
        rows.append((people, "random", "regret", truth.regret(chance * has_room(truth.now, truth.then))))
        sheets = {"rubric alone": None, THIS: frame, "this, from totals": totals}
        found = [*ours(truth, sheets)]
        for name, sheet in sheets.items():
            fit = None if sheet is None else TeamFit(rubric).fit(sheet)
            found.append((name, "coverage of plans", plans(truth, fit)))
        for one in RIVALS:
            if one.installed and (world < options.slow or not one.slow):
                found += rival(one, truth)
        rows += [(people, *row) for row in found]
    return table(rows, "people")


def panels(options: argparse.Namespace, rubric: Rubric) -> pd.DataFrame:
    """What all weeks add to the latest one, by people and weeks."""
    random, rows = np.random.default_rng(options.seed), []
    for (people, weeks), _world in product(PANELS, range(options.panels)):
        panel = draw_panel(draw_world(rubric, random), people, weeks, random)
        lately = replace(panel.team, frame=score_team(panel.frame, rubric).people)
        found = [
            *ours(Truth(panel.team, rubric), {"rubric alone": None, "latest week": panel.team.frame}),
            *ours(Truth(lately, rubric), {"all weeks": panel.frame}),
        ]
        rows += [(f"{people} x {weeks}", *row) for row in found]
    return table(rows, "people x weeks")


def table(rows: list[tuple], across: str) -> pd.DataFrame:
    """Figures and methods down; times are medians, all else means."""
    long = pd.DataFrame(rows, columns=[across, "method", "figure", "value"])
    by = long.groupby(["figure", "method", across], sort=False)["value"]
    wide = pd.concat([by.mean().drop("ms", level="figure"), by.median().loc[["ms"]]]).unstack(across, sort=False)
    if THIS in wide.loc["ms"].index:
        ratio = wide.loc["ms"] / wide.loc[("ms", THIS)]
        wide = pd.concat([wide, pd.concat({FIGURES[-1]: ratio}, names=["figure"])])
    order = pd.MultiIndex.from_product([FIGURES, long["method"].unique()], names=["figure", "method"])
    return wide.reindex(order).dropna(how="all")


def speed(_options: argparse.Namespace, rubric: Rubric) -> pd.DataFrame:
    """Median milliseconds beside the bars of the method, section 8, and of the planner and the ranges."""
    random = np.random.default_rng(1)
    team, many = (draw_team(draw_world(rubric, random), people, random).frame for people in (60, 1_000))
    scored, thousand = score(team, rubric), score(many, rubric)
    fit = TeamFit(rubric).fit(team)
    person = scored.iloc[0]
    calls = {
        "fit, leave-one-out and ranges, 60 people": (250, lambda: ranked(team, rubric, team)),
        "ranges of one person's steps": (10, lambda: advise(person, rubric, fit=fit)),
        "ranges of 1,000 people's steps": (2_000, lambda: ranked(thousand, rubric, None)),
        "plan of three habits": (50, lambda: plan(person, rubric, minutes=60, fit=fit)),
    }
    rows = [(what, 1000 * median_seconds(call), bar) for what, (bar, call) in calls.items()]
    result = pd.DataFrame(rows, columns=["", "ms", "bar, ms"]).set_index("")
    return result.assign(share=result["ms"] / result["bar, ms"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=40, help="teams of each size")
    parser.add_argument("--slow", type=int, default=3, help="of these, ranked by slow packages too, if installed")
    parser.add_argument("--panels", type=int, default=10, help="teams over several weeks, of each size")
    parser.add_argument("--seed", type=int, default=1)
    options, rubric = parser.parse_args(), load()
    with threadpool_limits(1):
        for measure in (speed, teams, panels):
            print(measure(options, rubric).round(2).to_string(na_rep="–"), end="\n\n", flush=True)
    for one in RIVALS:
        if not one.installed:
            print(f"{one.name}: not installed; pip install {one.install}")


if __name__ == "__main__":
    main()
