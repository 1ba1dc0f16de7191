"""Seconds that scoring takes on pandas and DuckDB, beside copying the same frame in the same run.

python -m tests.bench.scoring
"""

import time
from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd

from ssi_core.rubric import load
from ssi_core.scoring import score

RUNS = 5


def team(people: int) -> pd.DataFrame:
    """Random amounts, a fifth of them unknown."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({a.id: rng.uniform(0, 1.2 * a.full, people) for a in load().activities})
    return frame.mask(rng.random(frame.shape) < 0.2).assign(person=np.arange(people).astype(str))


def median_seconds(call: Callable[[], object]) -> float:
    call()
    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def main() -> None:
    print(f"{'people':>9}  {'pandas':>9}  {'DuckDB':>9}  {'copying the frame':>18}  pandas / copying")
    for people in (1, 1_000, 100_000, 1_000_000):
        frame = team(people)
        relation = duckdb.from_df(frame)
        pandas = median_seconds(lambda frame=frame: score(frame))
        duck = median_seconds(lambda relation=relation: score(relation).fetchnumpy())
        copying = median_seconds(frame.copy)
        print(f"{people:>9,}  {pandas:>8.4f}s  {duck:>8.4f}s  {copying:>17.5f}s  {pandas / copying:>16.0f}")


if __name__ == "__main__":
    main()
