from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from ssi_core.coaching.filling import Uses


def uses(*activities, room=(25.0, 25.0), unit=1.0) -> Uses:
    """One set of activities: (pillar, worth, full, curve, price, now) each."""
    pillar, worth, full, curve, price, now = (np.array([column]) for column in zip(*activities, strict=True))
    places = np.arange(len(activities))[None]
    units = np.full(now.shape, unit)
    first = (np.floor(now / unit) + 1) * unit
    return Uses(places, pillar, worth, full, curve, price, now, now, full, units, first, np.array(room))


STEEP, FLAT = (0, 8.0, 100.0, 0.0, 0.25, 70.0), (0, 6.0, 60.0, 0.0, 3.0, 30.0)
BENT = (1, 8.0, 25.0, 2.0, 3.0, 5.0)


def test_straight_lines_are_filled_in_the_order_of_their_price():
    one = uses(FLAT, STEEP)
    assert one.fill(minutes=7.5) == pytest.approx(np.array([[30, 100]]), abs=1e-3)
    assert one.fill(minutes=7.5 + 30) == pytest.approx(np.array([[40, 100]]), abs=1e-3)
    assert one.fill(minutes=3.5) == pytest.approx(np.array([[30, 84]]), abs=1e-3)
    assert one.fill() == pytest.approx(np.array([[60, 100]]))


def test_equal_prices_share_the_minutes():
    twin = (1, *STEEP[1:])
    amounts = uses(STEEP, twin).fill(minutes=7.5)
    assert uses(STEEP, twin).minutes(amounts) == pytest.approx(7.5)
    assert uses(STEEP, twin).gain(amounts) == pytest.approx(2.4)


def test_curves_end_at_one_level():
    other = (0, 6.0, 50.0, 2.0, 1.0, 15.0)
    amounts = uses(BENT, other).fill(minutes=40)
    slopes = [
        worth * curve / (full * (1 - np.exp(-curve)) * price) * np.exp(-curve * amount / full)
        for (_, worth, full, curve, price, _), amount in zip((BENT, other), amounts[0], strict=True)
    ]
    assert slopes[0] == pytest.approx(slopes[1])
    assert uses(BENT, other).minutes(amounts) == pytest.approx(40)


def test_a_full_pillar_stops_in_the_middle_of_a_straight_line():
    one = uses(STEEP, FLAT, BENT, room=(3.0, 25.0))
    amounts = one.fill(minutes=1000)
    assert amounts == pytest.approx(np.array([[100, 36, 25]]), abs=1e-3)
    assert one.gain(amounts) == pytest.approx(3 + uses(BENT).gain(np.array([[25.0]])))
    assert one.gain(one.most) == pytest.approx(one.gain(amounts))


def test_no_more_points_than_asked_for_and_the_cheapest_of_them():
    one = uses(STEEP, FLAT, BENT)
    amounts = one.fill(gain=4)
    assert one.gain(amounts) == pytest.approx(4)
    assert one.gain(one.fill(minutes=one.minutes(amounts)[0])) == pytest.approx(4)
    assert one.fill(gain=-1) == pytest.approx(one.now)


def test_least_amounts_are_kept_whatever_they_take():
    one = replace(uses(FLAT, STEEP), least=np.array([[31.0, 70.0]]))
    assert one.fill(minutes=5) == pytest.approx(np.array([[31, 78]]), abs=1e-3)
    assert one.fill(minutes=1) == pytest.approx(one.least)


def test_sets_do_not_disturb_each_other():
    every = uses(STEEP, FLAT, BENT, (1, 3.0, 25.0, 2.0, 0.5, 10.0), room=(3.0, 5.0))
    pairs = np.array([[0, 1], [0, 2], [1, 2], [2, 3]])
    together = every[0, pairs].fill(minutes=45, gain=5)
    for pair, amounts in zip(pairs, together, strict=True):
        assert every[0, pair[None]].fill(minutes=45, gain=5)[0] == pytest.approx(amounts)


def test_the_best_set_first_and_of_equal_ones_the_cheapest():
    pairs = uses(STEEP, FLAT, BENT)[0, np.array([[0, 1], [0, 2], [1, 2]])]
    assert pairs.best_first(pairs.fill(minutes=60), np.inf).tolist() == [1, 2, 0]
    assert pairs.best_first(pairs.fill(gain=2), 2)[0] == 0


@pytest.mark.parametrize("number", range(60))
def test_whole_units_are_as_good_as_trying_all(number):
    random = np.random.default_rng(number)
    activities = [
        (
            random.integers(2),
            random.uniform(1, 8),
            float(random.integers(2, 9)),
            random.choice([0.0, 2.0]),
            random.uniform(0.2, 20),
            random.choice([0.0, 0.4, 1.0]),
        )
        for _activity in range(random.integers(1, 4))
    ]
    unit, minutes = random.choice([1.0, 2.0]), random.uniform(0, 60)
    one = uses(*activities, room=(random.uniform(1, 25), 25.0), unit=unit)
    amounts = [
        [now, *np.arange(first, most + unit, unit)]
        for now, first, most in np.stack([one.now, one.first, one.most], -1)[0]
    ]
    every = np.array(list(product(*amounts)))
    sets = one[np.zeros(len(every), dtype=int)]
    places, chosen = one.in_whole_units(minutes)
    chosen = chosen[np.argsort(places)][None]
    assert one.minutes(chosen)[0] <= minutes + 1e-4
    assert one.gain(chosen)[0] == pytest.approx(sets.gain(every)[sets.minutes(every) <= minutes].max(), abs=1e-5)
