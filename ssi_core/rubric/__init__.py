"""The rubric: pillars, activities, bands and benchmarks as data, and their typed reader."""

from ssi_core.rubric.reader import (
    Activity,
    Band,
    Benchmark,
    Column,
    DecisionMakers,
    Pillar,
    Rate,
    Rubric,
    RubricError,
    load,
)

__all__ = [
    "Activity",
    "Band",
    "Benchmark",
    "Column",
    "DecisionMakers",
    "Pillar",
    "Rate",
    "Rubric",
    "RubricError",
    "load",
]
