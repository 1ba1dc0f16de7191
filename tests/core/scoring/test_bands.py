import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.rubric import load
from ssi_core.scoring.bands import band, band_column, distance, next_band, whole
from ssi_core.scoring.columns import Arrays

RUBRIC = load()


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0, "beginner"), (25.49, "beginner"), (25.5, "average"), (50.49, "average"), (50.5, "above average"),
        (70.5, "strong"), (80.5, "excellent"), (90.5, "outstanding"), (100, "outstanding"),
    ],
)  # fmt: skip
def test_bands_of_the_method(score, expected):
    assert band(score, RUBRIC).name == expected


def test_a_sum_that_should_be_a_half_rounds_up():
    assert whole(25.499999999999996) == 26


@given(st.floats(0, 100))
def test_a_column_of_scores_gets_the_same_bands(score):
    assert band_column(Arrays, np.array([score]), RUBRIC)[0] == band(score, RUBRIC).name


def test_unknown_score_has_no_band():
    assert band_column(Arrays, np.array([float("nan")]), RUBRIC)[0] is None


def test_next_band_and_distance():
    above = next_band(37, RUBRIC)
    assert (above.name, distance(37, above)) == ("above average", 14)
    assert next_band(95, RUBRIC) is None
    assert distance(60, above) == 0
