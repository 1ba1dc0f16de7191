"""Points, pillars, total, range and band of an activity frame.

The formulas stand once, against the operations of ssi_core.scoring.columns: a DuckDB relation, a Spark frame or any
other that Narwhals knows runs them as expressions, a pandas frame as NumPy arrays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame, IntoFrameT

from ssi_core.rubric import Activity, Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.bands import band_column
from ssi_core.scoring.columns import Arrays, Expressions
from ssi_core.scoring.curve import share
from ssi_core.scoring.frame import PERSON, points

BLOCK = 10_000  # rows at a time, so that the work stays in the processor's cache
_FILLED = "_filled_"
RANGE_Z = 1.2816  # 80 % of a normal distribution lie within so many standard deviations


@dataclass(frozen=True)
class Prior:
    """What is expected of an activity nobody told us about: mean and spread of its share of full marks, by id."""

    mean: dict[str, float]
    sd: dict[str, float]
    from_team: frozenset[str] = frozenset()


def published_prior(rubric: Rubric) -> Prior:
    """LinkedIn's published pillar means for all members (method, section 2)."""
    return Prior(
        {a.id: rubric.pillar_of(a).mean / PILLAR_POINTS for a in rubric.activities},
        {a.id: rubric.unknown.sd for a in rubric.activities},
    )


def team_prior(frame: IntoFrame, rubric: Rubric | None = None) -> Prior:
    """The team's own mean and spread for each activity that enough people know, else the published ones.

    frame: an activity frame with a person column. Several dates of one person count as one, by their mean.
    """
    rubric = rubric or load()
    published = published_prior(rubric)
    given = nw.from_native(frame)
    columns = given.collect_schema().names()
    known = [a for a in rubric.activities if a.id in columns]
    if not known or PERSON not in columns:
        return published
    shares = given.select(PERSON, *(_share(Expressions, a).alias(a.id) for a in known))
    people = shares.group_by(PERSON).agg(*(nw.col(a.id).mean() for a in known))
    figures = people.lazy().select(
        *(nw.col(a.id).count().alias(f"{a.id}:n") for a in known),
        *(nw.col(a.id).mean().alias(f"{a.id}:mean") for a in known),
        *(nw.col(a.id).std().alias(f"{a.id}:sd") for a in known),
    )
    row = figures.collect().rows(named=True)[0]
    own = frozenset(a.id for a in known if row[f"{a.id}:n"] >= rubric.unknown.people and row[f"{a.id}:sd"] > 0)
    return Prior(
        {i: row[f"{i}:mean"] if i in own else published.mean[i] for i in rubric.ids},
        {i: row[f"{i}:sd"] if i in own else published.sd[i] for i in rubric.ids},
        own,
    )


def score(
    frame: IntoFrameT, rubric: Rubric | None = None, prior: Prior | None = None, margin: float = 0.0
) -> IntoFrameT:
    """The frame with points, pillars, total, ranges, share known and band added, one row for each row.

    frame: an activity frame (pandas, DuckDB relation, Spark ...); a missing activity column is unknown.
    prior: what to expect of the unknown; default is `published_prior`.
    margin: points by which each end of the ranges is moved out, for self-reports.
    Adds, in points: points_<activity> (null where unknown); total, low, high (80 % range), hard_low, hard_high
    (whatever the unknown turns out to be), known (0 to 1) and band (its name); and for every pillar the same as
    <pillar>, <pillar>_low, <pillar>_high, <pillar>_hard_low, <pillar>_hard_high and <pillar>_known.
    Source: method, sections 1 and 2.
    """
    rubric = rubric or load()
    steps = _steps(rubric, prior or published_prior(rubric), margin)
    if isinstance(frame, pd.DataFrame):
        return _on_pandas(frame, rubric, steps)
    given = nw.from_native(frame)
    columns = given.collect_schema().names()
    missing = [nw.lit(None, dtype=nw.Float64).alias(i) for i in rubric.ids if i not in columns]
    scored = given.with_columns(*missing) if missing else given
    for step in steps:
        scored = scored.with_columns(**step(Expressions))
    scratch = [name for name in scored.collect_schema().names() if name.startswith("_")]
    return scored.drop(*scratch).to_native()


def part(pillar: str, name: str) -> str:
    """The column of a pillar's low, high, hard_low, hard_high or known; of the total's where pillar is ""."""
    return f"{pillar}_{name}" if pillar else name


def expected_points(frame: pd.DataFrame, rubric: Rubric, prior: Prior) -> pd.DataFrame:
    """Points of every activity: earned where known, else expected; within a pillar they add up to its estimate.

    frame: an activity frame, scored or not. Returns one row a row of it, one column an activity's id, no NaN.
    """
    columns = _arrays(frame, rubric, _steps(rubric, prior, 0.0), lambda name: name.startswith(_FILLED))
    return pd.DataFrame({name.removeprefix(_FILLED): values for name, values in columns.items()}, index=frame.index)


def _on_pandas(frame: pd.DataFrame, rubric: Rubric, steps: "list[Step]") -> pd.DataFrame:
    added = _arrays(frame, rubric, steps, lambda name: not name.startswith("_"))
    kept = frame.drop(columns=[name for name in added if name in frame])
    return pd.concat([kept, pd.DataFrame(added, index=frame.index, copy=False)], axis=1)


def _arrays(
    frame: pd.DataFrame, rubric: Rubric, steps: "list[Step]", wanted: Callable[[str], bool]
) -> dict[str, np.ndarray]:
    """The wanted ones of the columns that the steps add to the frame."""
    unknown = pd.Series(float("nan"), frame.index)
    given = {i: frame.get(i, unknown).to_numpy(dtype=float) for i in rubric.ids}
    blocks = [_block(given, slice(row, row + BLOCK), steps, wanted) for row in range(0, max(len(frame), 1), BLOCK)]
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def _block(
    given: dict[str, np.ndarray], rows: slice, steps: "list[Step]", wanted: Callable[[str], bool]
) -> dict[str, np.ndarray]:
    columns = {name: values[rows] for name, values in given.items()}
    for step in steps:
        columns |= step(Arrays(columns))
    return {name: values for name, values in columns.items() if name not in given and wanted(name)}


Step = Callable[[type[Expressions] | Arrays], dict]


def _steps(rubric: Rubric, prior: Prior, margin: float) -> list[Step]:
    """The score as steps, each of which reads columns of the steps before it and adds new ones by name."""
    return [
        lambda c: {points(a.id): _share(c, a) * a.weight for a in rubric.activities},
        lambda c: {f"_gap_{i}": c.missing(c.column(points(i))) for i in rubric.ids},
        partial(_standing, rubric=rubric, prior=prior),
        partial(_expected, rubric=rubric),
        partial(_filled, rubric=rubric, prior=prior),
        partial(_pillars, rubric=rubric, prior=prior),
        partial(_totals, rubric=rubric),
        partial(_ranges, rubric=rubric, margin=margin),
        lambda c: {"band": band_column(c, c.column("total"), rubric)},
    ]


def _share(c, activity: Activity):
    return share(c.known(activity.id), activity.full, activity.curve)


def _standing(c, rubric: Rubric, prior: Prior) -> dict:
    """k, how many activities are known, and the sum of how many standard deviations they lie above the expected."""
    above = (
        c.column(points(a.id)) * (1 / (a.weight * prior.sd[a.id])) - prior.mean[a.id] / prior.sd[a.id]
        for a in rubric.activities
    )
    return {"_k": len(rubric.ids) - c.total(c.column(f"_gap_{i}") for i in rubric.ids), "_above": c.total(above)}


def _expected(c, rubric: Rubric) -> dict:
    """kappa * zbar, by which the unknown are expected above the mean, and f, by how much knowing k narrows them."""
    rho = rubric.unknown.correlation
    spread = 1 + (c.column("_k") - 1) * rho
    return {"_shift": c.column("_above") * rho / spread, "_narrowed": (1 - rho) / spread}


def _filled(c, rubric: Rubric, prior: Prior) -> dict:
    """Each activity's points, expected ones where it is unknown."""
    shift = c.column("_shift")
    return {
        _FILLED + a.id: c.filled(
            c.column(points(a.id)), (shift * prior.sd[a.id] + prior.mean[a.id]).clip(0, 1) * a.weight
        )
        for a in rubric.activities
    }


def _pillars(c, rubric: Rubric, prior: Prior) -> dict:
    """Each pillar's estimate, its points for sure, and the weight and spread that are open."""
    columns = {}
    for pillar in rubric.pillar_ids:
        activities = rubric.in_pillar(pillar)
        gaps = [(c.column(f"_gap_{a.id}"), a.weight, a.weight * prior.sd[a.id]) for a in activities]
        columns[pillar] = c.total(c.column(_FILLED + a.id) for a in activities)
        columns[part(pillar, "hard_low")] = c.total(c.column(points(a.id)) for a in activities)
        columns[f"_open_{pillar}"] = c.total(gap * weight for gap, weight, _ in gaps)
        columns[f"_spread_{pillar}"] = c.total(gap * spread for gap, _, spread in gaps)
        columns[f"_squares_{pillar}"] = c.total(gap * spread**2 for gap, _, spread in gaps)
    return columns


def _totals(c, rubric: Rubric) -> dict:
    def over_pillars(name):
        return c.total(c.column(name.format(p)) for p in rubric.pillar_ids)

    names = {"total": "{}", "hard_low": "{}_hard_low", "_open_": "_open_{}"}
    return {new: over_pillars(name) for new, name in names.items()} | {
        f"_{sums}_": over_pillars(f"_{sums}_{{}}") for sums in ("spread", "squares")
    }


def _ranges(c, rubric: Rubric, margin: float) -> dict:
    """80 % range inside the hard bounds, then moved out by the margin; hard_high and the share known."""
    columns, rho = {}, rubric.unknown.correlation
    for pillar in ("", *rubric.pillar_ids):
        full = PILLAR_POINTS if pillar else PILLAR_POINTS * len(rubric.pillars)
        estimate, sure, is_open = (
            c.column(pillar or "total"),
            c.column(part(pillar, "hard_low")),
            c.column(f"_open_{pillar}"),
        )
        common, own = c.column(f"_spread_{pillar}"), c.column(f"_squares_{pillar}")
        half = c.sqrt(c.column("_narrowed") * rho * common * common + own * (1 - rho)) * RANGE_Z
        columns[part(pillar, "low")] = (c.greatest(estimate - half, sure) - margin).clip(0, full)
        columns[part(pillar, "high")] = (c.least(estimate + half, sure + is_open) + margin).clip(0, full)
        columns[part(pillar, "hard_high")] = sure + is_open
        columns[part(pillar, "known")] = 1 - is_open / full
    return columns
