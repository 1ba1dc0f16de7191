import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching.ridge import PRIOR_SD, demeaned, fit_part, winsorised
from ssi_core.coaching.sample import Sample

WINDOW, WEEKS = 4, 14


def sample(people=9, weeks=WEEKS, seed=1, part="brand", activities=3):
    """Points between people and weeks, scores 1.5 times them and an offset a person."""
    random = np.random.default_rng(seed)
    number = np.repeat(np.arange(people), weeks)
    points = 4 + random.standard_normal((people, 1, activities)) + random.standard_normal((people, weeks, activities))
    points = points.reshape(-1, activities)
    offset, noise = random.standard_normal(people)[number], 0.5 * random.standard_normal(len(number))
    estimate = points.sum(axis=1)
    ids = tuple(f"activity {i}" for i in range(activities))
    history = np.tile(np.arange(weeks) + 1, people)
    rows = (number.astype(str), number, np.arange(len(number)), points, estimate, 1.5 * estimate + offset + noise)
    return Sample(part, 8, ids, (), *rows, history)


def shrunk(z, r, weight=1.0):
    """MacKay's updates to their end: the shift, its covariance, the two precisions."""
    weight = np.broadcast_to(weight, len(z))
    gram, moment, alpha, lam = (z.T * weight) @ z, (z.T * weight) @ r, 1.0, 1.0
    for _round in range(1000):
        covariance = np.linalg.inv(lam * np.eye(len(gram)) + alpha * gram)
        shift = alpha * covariance @ moment
        known = len(gram) - lam * np.trace(covariance)
        lam = (known + 4) / (shift @ shift + 4)
        alpha = (weight.sum() - known + 4) / (weight @ (r - z @ shift) ** 2 + 16)
    return shift, covariance, alpha, lam


def by_hand(given, start=None):
    """The newest row of each person, or their weeks from start on, as a reader of the method would write it."""
    table = pd.DataFrame(given.points).assign(r=given.actual - given.estimate, person=given.number, back=given.history)
    if start is None:
        table = table.groupby("person").tail(1)
        table["r"] = winsorised(table["r"].to_numpy())
        table, weight = table - table.mean(), 1.0
    else:
        table = table[table["back"] >= WINDOW]
        table["r"] = winsorised(table["r"].to_numpy() - table.groupby("person")["r"].transform("mean").to_numpy())
        table, weight = table - table.groupby("person").transform("mean"), 2 / WINDOW
    z, r = table[list(range(given.points.shape[1]))].to_numpy(), table["r"].to_numpy()
    return shrunk(z, r if start is None else r - z @ start, weight)


def test_people_and_weeks_as_by_hand():
    given = sample()
    fit = fit_part(given, "pillars", WINDOW)
    people, people_covariance, _, _ = by_hand(given)
    more, weeks_covariance, _, _ = by_hand(given, people)
    assert fit.basis == "panel"
    np.testing.assert_allclose(fit.theta, (1 + people + 1 + people + more) / 2, atol=0.005)
    np.testing.assert_allclose(fit.covariance, (people_covariance + weeks_covariance) / 2, rtol=0.02, atol=1e-4)


def test_own_weeks_start_from_the_rubric():
    given = sample(people=1, weeks=40)
    fit = fit_part(given, "pillars", WINDOW)
    shift, covariance, _, _ = by_hand(given, np.zeros(3))
    assert fit.basis == "own weeks"
    np.testing.assert_allclose(fit.theta, 1 + shift, atol=0.005)
    np.testing.assert_allclose(fit.covariance, covariance, rtol=0.02)


@pytest.mark.parametrize("weeks", [1, WEEKS])
def test_each_person_is_predicted_by_the_others(weeks):
    """The closed form against fitting anew with the same two precisions."""
    given = sample(weeks=weeks)
    fit = fit_part(given, "pillars", WINDOW)
    r = winsorised(given.newest.actual - given.newest.estimate)
    for person in (0, 5):
        rest = given.newest.rows(np.flatnonzero(given.newest.number != person))
        z, kept = rest.points, np.delete(r, person)
        _, _, alpha, lam = by_hand(given)
        shift = np.linalg.solve(
            (z - z.mean(0)).T @ (z - z.mean(0)) + lam / alpha * np.eye(3), (z - z.mean(0)).T @ (kept - kept.mean())
        )
        shifts = [shift]
        if weeks > 1:
            own = given.rows(np.flatnonzero((given.number != person) & (given.history >= WINDOW)))
            z_own, r_own = (
                demeaned(each, pd.factorize(own.number)[0]) for each in (own.points, own.actual - own.estimate)
            )
            _, _, alpha, lam = by_hand(given, by_hand(given)[0])
            gram = z_own.T @ z_own * 2 / WINDOW
            moment = z_own.T @ (r_own - z_own @ shift) * 2 / WINDOW
            shifts.append(shift + np.linalg.solve(gram + lam / alpha * np.eye(3), moment))
        far = given.newest.points[person] - z.mean(axis=0)
        expected = given.newest.estimate[person] + kept.mean() + far @ np.mean(shifts, axis=0)
        assert fit.predicted[person] == pytest.approx(expected, abs=0.02)
    assert len(fit.predicted) == given.people


def test_what_never_changed_is_known_from_the_people_alone():
    given = sample()
    given.points[:, 1] = given.newest.points[given.number, 1]
    fit = fit_part(given, "pillars", WINDOW)
    people, weeks = fit.fits
    assert weeks.shift[1] == people.shift[1]
    assert weeks.covariance[1, 1] == pytest.approx(people.covariance[1, 1])
    assert weeks.covariance[0, 1] == 0
    assert fit.covariance[0, 0] != pytest.approx(people.covariance[0, 0])


def test_weeks_in_which_nothing_changed_leave_the_rubric():
    given = sample(people=1, weeks=20)
    given.points[:] = given.points[0]
    fit = fit_part(given, "pillars", WINDOW)
    assert fit.theta.tolist() == [1, 1, 1]
    np.testing.assert_allclose(fit.covariance, np.eye(3) * PRIOR_SD**2)


def test_overlapping_means_do_not_count_as_so_many_weeks():
    sure = fit_part(sample(people=1, weeks=60), "pillars", 1).covariance
    overlapping = fit_part(sample(people=1, weeks=60), "pillars", 13).covariance
    assert np.trace(overlapping) > 3 * np.trace(sure)


def test_an_offset_a_person_does_not_move_what_their_weeks_tell():
    given = sample(people=1, weeks=30)
    before = fit_part(given, "pillars", WINDOW).theta
    given.actual[:] += 9
    np.testing.assert_allclose(fit_part(given, "pillars", WINDOW).theta, before)
