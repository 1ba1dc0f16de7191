import numpy as np
import pandas as pd
import pytest

from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete

RUBRIC = load()
GOLDEN = [70, 2, 20, 1, 5, 8, 15, 4, 2, 4, 5, 10, 20, 1, 5, 14, 500, 8, 30, 10, 50]  # method, section 1: 54.92
UNKNOWN = float("nan")


@pytest.fixture
def rubric():
    return RUBRIC


@pytest.fixture
def scored():
    """Scores people given as dicts: name, activities that are not the golden case's, LinkedIn's own scores."""

    def of(*people: dict) -> pd.DataFrame:
        golden = dict(zip(RUBRIC.ids, map(float, GOLDEN), strict=True))
        frame = pd.DataFrame([golden | person for person in people], columns=None if people else ["person"])
        return score(complete(frame, RUBRIC), RUBRIC)

    return of


@pytest.fixture
def crowd(scored):
    """So many people with random activities, a tenth of them unknown."""

    def of(count: int) -> pd.DataFrame:
        random = np.random.default_rng(7)
        full = np.array([activity.full for activity in RUBRIC.activities])
        values = random.random((count, len(full))) * full
        values[random.random(values.shape) < 0.1] = UNKNOWN
        people = [{"person": f"Person {n}"} | dict(zip(RUBRIC.ids, row, strict=True)) for n, row in enumerate(values)]
        return scored(*people)

    return of
