"""How much of an activity earns how much of its points: s(x), concave, 0 at 0 and exactly 1 at `full`."""

import math

import numpy as np


def share(x, full, curve: float):
    """Share of full marks, 0 to 1, for x of an activity.

    x: a number, a NumPy array or a Narwhals expression, in the activity's unit; NaN stays NaN.
    full: the value that earns everything (a number, or an array that broadcasts against x).
    curve: 0 is a straight line; above it the first steps count most.
    Source: method, section 1: u = min(max(x, 0) / full, 1), s = (1 - e^(-curve u)) / (1 - e^(-curve)).
    """
    if np.ndim(x) == 0 and isinstance(x, (int, float)):
        x = np.float64(x)
    u = x.clip(0, full) / full
    if np.ndim(curve) == 0 and curve == 0:
        return u
    return (1 - _exp(-curve * u)) / -np.expm1(-curve)


def amount(s: float, full: float, curve: float) -> float:
    """The x that earns share s, the exact inverse of `share` on 0 <= s <= 1."""
    if curve == 0:
        return s * full
    return -(full / curve) * math.log1p(s * math.expm1(-curve))


def _exp(value):
    return value.exp() if hasattr(value, "exp") else np.exp(value)
