import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from ssi_core.coaching.outcomes import Pairs, Relation, contradictions, pairs, relation, relations, usual_bar
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete

RUBRIC = load()
UNKNOWN = float("nan")


def scored(**columns):
    return score(complete(pd.DataFrame(columns), RUBRIC), RUBRIC)


def paired(scores, results, source="official"):
    people = pd.DataFrame({"person": [f"P{n}" for n in range(len(scores))], "score": scores, "result": results})
    return Pairs("total", source, people.assign(dates=1))


def test_golden_rho_and_its_range():
    scores, results = np.arange(12.0), [3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 0]
    found = relation(paired(scores, np.array(results, dtype=float)))
    rho = 1 - 6 * np.sum((scores - np.argsort(np.argsort(results))) ** 2) / (12 * 143)
    half = 1.2816 * np.sqrt((1 + rho**2 / 2) / 9)

    assert found.rho == pytest.approx(rho)
    assert found.low == pytest.approx(np.tanh(np.arctanh(rho) - half), abs=1e-3)
    assert found.high == pytest.approx(np.tanh(np.arctanh(rho) + half), abs=1e-3)


@pytest.mark.parametrize(("low", "high", "sign"), [(0.1, 0.7, 1), (-0.7, -0.1, -1), (-0.1, 0.7, 0), (None, None, 0)])
def test_on_which_side_of_nought_the_range_lies(low, high, sign):
    assert Relation("total", "official", 12, 0.4, low, high).sign == sign


@pytest.mark.parametrize(("people", "has_figure"), [(7, False), (8, True)])
def test_a_figure_from_eight_people_on(people, has_figure):
    found = relation(paired(np.arange(people, dtype=float), np.sqrt(np.arange(people))))
    assert (found.rho is not None) == has_figure
    assert found.people == people


def test_a_perfect_order_still_has_a_range():
    found = relation(paired(np.arange(8.0), np.arange(8.0)))
    assert found.rho == pytest.approx(1)
    assert 0.8 < found.low < found.high < 1


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("constant", ["score", "result"])
def test_what_is_the_same_for_everybody_goes_along_with_nothing(constant):
    columns = {"score": np.arange(10.0), "result": np.arange(10.0)} | {constant: np.full(10, 5.0)}
    alike = paired(columns["score"], columns["result"])
    assert relation(alike).rho is None
    assert contradictions(alike, 7.0).most == 0


def test_the_range_covers_the_truth_in_eight_of_ten():
    random, truth = np.random.default_rng(3), 0.5
    spearman = 6 / np.pi * np.arcsin(truth / 2)
    covered = 0
    for _time in range(400):
        both = multivariate_normal([0, 0], [[1, truth], [truth, 1]]).rvs(20, random_state=random)
        found = relation(paired(both[:, 0], both[:, 1]))
        covered += found.low <= spearman <= found.high
    assert 0.74 < covered / 400 < 0.86


@given(st.permutations(range(9)), st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_the_order_of_the_people_does_not_matter(order, results):
    table = paired(np.arange(9.0) // 2, np.array(results, dtype=float)).people
    shuffled = table.iloc[order].reset_index(drop=True)
    one, other = (Pairs("total", "official", people) for people in (table, shuffled))

    assert relation(one).rho == pytest.approx(relation(other).rho)
    assert set(contradictions(one, 2).missed) == set(contradictions(other, 2).missed)


def test_own_scores_and_estimates_are_never_mixed():
    names = [f"P{n}" for n in range(10)]
    frame = {"person": names, "posts": np.linspace(0, 3, 10), "Quota": np.arange(10.0)}
    few = scored(**frame, official_total=[40.0] * 3 + [UNKNOWN] * 7)
    enough = scored(**frame, official_total=np.r_[np.arange(30.0, 38), UNKNOWN, UNKNOWN])

    assert (pairs(few, "Quota").source, len(pairs(few, "Quota").people)) == ("estimate", 10)
    assert (pairs(enough, "Quota").source, len(pairs(enough, "Quota").people)) == ("official", 8)
    assert pairs(enough, "Quota").people["score"].tolist() == list(range(30, 38))


def test_own_scores_without_activities_are_enough():
    few = scored(person=["Ana", "Bo"], official_total=[40.0, 50.0], Quota=[90.0, 110.0])
    assert pairs(few, "Quota").people[["score", "result"]].to_numpy().tolist() == [[40, 90], [50, 110]]


def test_score_and_result_are_means_over_the_same_dates():
    dates = ["2026-01-05", "2026-01-12", "2026-01-19"]
    frame = scored(
        person=["Ana"] * 3, date=dates, official_total=[30.0, 40.0, UNKNOWN], Quota=[UNKNOWN, 110.0, 50.0],
    )  # fmt: skip
    assert pairs(frame, "Quota").people.to_dict("records") == [
        {"person": "Ana", "score": 40.0, "result": 110.0, "dates": 1}
    ]


def test_people_without_a_result_or_a_place_in_the_pillar_are_not_counted():
    frame = scored(person=["Ana", "Bo", "Cy"], posts=[1.0, 2.0, 3.0], Quota=[1.0, UNKNOWN, 3.0])
    assert [one.people for one in relations(frame, "Quota", RUBRIC)] == [2, 0, 0, 0, 0]


def test_contradictions_both_ways():
    found = contradictions(paired([10.0, 20, 30, 40, 50, 60], [120.0, 50, 50, 100, 99, 80]), 100)
    assert (found.most, found.missed, found.reached) == (3, ("P5", "P4"), ("P0",))


@pytest.mark.parametrize(("people", "most"), [(0, 0), (3, 0), (4, 2), (7, 3), (9, 4), (10, 5), (40, 5)])
def test_fewer_people_fewer_names(people, most):
    assert contradictions(paired(np.arange(people, dtype=float), np.arange(people, dtype=float)), 1).most == most


@pytest.mark.parametrize(
    ("results", "known", "bar"),
    [
        ([60, 90, 130], 100, 100),
        ([0.6, 0.9, 1.3], 100, 1),
        ([60e3, 90e3, 130e3], 100, 90e3),
        ([190, 250, 310], 100, 250),
        ([3, 5, 9], None, 5),
        ([90, 95, 99], None, 95),
        ([1 / 3, 2 / 3], None, 0.5),
        ([1 / 3], None, 0.3333),
        ([123_456.7], None, 123_457),
    ],
)
def test_usual_bar(results, known, bar):
    assert usual_bar(results, known) == bar


def test_who_is_missing_and_why():
    frame = {"person": ["Ana", "Bo", "Cy", "Di", "Di"], "date": ["2026-01-05"] * 4 + ["2026-01-12"]}
    results = {"Quota": [90.0, 100.0, UNKNOWN, UNKNOWN, 95.0]}
    own = pairs(scored(**frame, **results, official_total=[40.0, UNKNOWN, 50.0, 60.0, UNKNOWN]), "Quota")
    assert (own.source, own.people["person"].tolist(), own.unscored, own.unmeasured) == ("official", ["Ana"], 1, 2)
    estimated = pairs(scored(**frame, **results, posts=[1.0, 2.0, UNKNOWN, 1.0, 1.0]), "Quota")
    assert (estimated.source, estimated.unscored, estimated.unmeasured) == ("estimate", 1, 0)
