import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching.panel import weekly
from ssi_core.coaching.sample import samples
from ssi_core.rubric import load
from ssi_core.scoring import published_prior
from ssi_core.scoring.frame import complete

RUBRIC = load()


def brand(weeks_by_person, apart=1):
    """The brand's sample of people with so many weeks, so far apart, whose posts and scores are known."""
    frame = pd.concat(
        pd.DataFrame(
            {
                "person": f"person {i}",
                "date": pd.date_range("2025-01-06", periods=weeks, freq=f"{7 * apart}D"),
                "posts": np.arange(weeks),
                "official_brand": 12.0,
            }
        )
        for i, weeks in enumerate(weeks_by_person)
    )
    return samples(weekly(complete(frame, RUBRIC), RUBRIC), RUBRIC, published_prior(RUBRIC)).pillars[0]


@pytest.mark.parametrize(
    ("weeks", "fits", "alone", "panel"),
    [
        ([1] * 7, False, False, False),
        ([1] * 8, True, False, False),
        ([12] * 7 + [11], True, False, False),
        ([12] * 8 + [1], True, False, True),
        ([12], True, True, False),
        ([11], False, False, False),
        ([12] * 2, False, False, False),
    ],
)
def test_gates(weeks, fits, alone, panel):
    sample = brand(weeks)
    assert (sample.fits, sample.alone, sample.is_panel) == (fits, alone, panel)
    assert sample.weeks.tolist() == weeks


def test_rows_that_can_look_back():
    assert brand([20, 6]).looking_back(8).weeks.tolist() == [13, 4], "of six weeks, those that see half of them"
    assert brand([20, 6]).newest.points[:, 0].tolist() == [6, 6]
    assert brand([1, 1]).looking_back(8).weeks.tolist() == [1, 1]


def test_weeks_apart():
    assert brand([5, 1], apart=4).weeks_apart.tolist() == [4, 0]


def test_only_the_part_and_the_known_are_to_be_fitted():
    sample = brand([3])
    assert sample.ids == ("posts",)
    assert sample.left_out == tuple(a.id for a in RUBRIC.in_pillar("brand") if a.id != "posts")
    assert (sample.estimate > sample.points[:, 0]).all(), "what is expected of the others counts"
