import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.scoring.curve import amount, share

fulls = st.floats(0.5, 2000)
curves = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.5])


def test_ends_and_middle():
    assert share(0, 25, 2) == 0
    assert share(-3, 25, 2) == 0
    assert share(25, 25, 2) == share(99, 25, 2) == 1
    assert share(30, 100, 0) == 0.3
    assert np.isnan(share(float("nan"), 25, 2))


def test_question_options_of_the_method():
    assert [round(amount(s, 1, 2), 3) for s in (0, 0.25, 0.5, 0.75, 1)] == [0, 0.122, 0.283, 0.523, 1]


@given(st.floats(0, 1), fulls, curves)
def test_amount_is_the_exact_inverse(s, full, curve):
    assert share(amount(s, full, curve), full, curve) == pytest.approx(s, abs=1e-12)


@given(st.floats(0, 3000), st.floats(0, 3000), fulls, curves)
def test_monotone_and_bounded(a, b, full, curve):
    low, high = share(min(a, b), full, curve), share(max(a, b), full, curve)
    assert 0 <= low <= high <= 1


@given(st.floats(0, 1), st.floats(0, 1), fulls, curves)
def test_concave(a, b, full, curve):
    middle = share((a + b) / 2 * full, full, curve)
    assert middle >= (share(a * full, full, curve) + share(b * full, full, curve)) / 2 - 1e-12
