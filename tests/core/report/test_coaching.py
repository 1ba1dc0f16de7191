import json

import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching import TeamFit
from ssi_core.coaching.plan import Habit, Plan
from ssi_core.report import coaching
from ssi_core.rubric import load
from tests.bench.simulate import draw_team, draw_world

RUBRIC = load()
HABIT = Habit("posts", 1.0, 3.0, 40.0, 2.5, "mixed", True)
NOBODY = TeamFit(RUBRIC).fit(pd.DataFrame())


def a_plan(**known):
    usual = {
        "start": 40.0,
        "start_low": 40.0,
        "start_high": 40.0,
        "own": True,
        "minutes": 40.0,
        "gain": 11.0,
        "low": 7.5,
        "high": 13.0,
    }
    exact = {"exact_minutes": 38.5, "exact_gain": 10.9, "target": None, "reached": True, "weeks": 4}
    return Plan(**{"habits": (HABIT,), **usual, **exact} | known)


@pytest.fixture(scope="module")
def fit():
    random = np.random.default_rng(1)
    frame = draw_team(draw_world(RUBRIC, random), 20, random).frame
    return TeamFit(RUBRIC).fit(frame.assign(posts=np.nan))


def fit_content(fit):
    return json.loads(coaching.fit_json(fit, RUBRIC), parse_constant=pytest.fail)


def plan_text(plan):
    return coaching.plan_text("Ana", plan, RUBRIC).decode()


def test_a_plan_tells_its_start_its_total_and_band():
    content = json.loads(coaching.plan_json("Ana", a_plan(start_low=34.0), NOBODY, RUBRIC))

    assert list(content.items())[1:4] == [("start", 40), ("start_low", 34), ("start_high", 40)]
    assert (content["person"], content["total"], content["band"], content["basis"]) == (
        "Ana", 51, "above average", "rubric",
    )  # fmt: skip
    assert list(content["habits"][0].values()) == ["posts", 1, 3, "posts a week", 40, 2.5, "mixed", True]


def test_a_plan_in_words():
    assert plan_text(a_plan()).splitlines()[0] == (
        "Ana is at 40.0 (LinkedIn's own score). "
        "40 minutes a week over 4 weeks lead to 51.0 (47.5 to 53.0), above average."
    )
    assert "our table and your team's data" in plan_text(a_plan()).splitlines()[-1]
    assert "estimate" in plan_text(a_plan(own=False))
    assert "out of reach" in plan_text(a_plan(target=90.0, reached=False))


@pytest.mark.parametrize(("target", "words"), [(30.0, "The target of 30 is reached."), (None, "nothing to plan")])
def test_a_plan_without_habits_says_why(target, words):
    text = plan_text(a_plan(habits=(), minutes=0.0, gain=0.0, low=0.0, high=0.0, target=target))

    assert words in text
    assert "\n" not in text


def test_a_fit_tells_everything_it_learnt(fit):
    content = fit_content(fit)

    assert (content["kind"], content["n_people"], content["left_out"]) == ("pillars", 20, ["posts"])
    worth = content["activities"]["comments_made"]
    assert worth["theta"] == pytest.approx(fit.theta_["comments_made"])
    assert worth["low"] <= worth["theta"] <= worth["high"]
    place = RUBRIC.ids.index("comments_made")
    assert content["covariance"][place][place] == pytest.approx(worth["sd"] ** 2)
    assert content["parts"]["total"]["mae"] == pytest.approx(fit.mae_["total"])
    assert len(content["predicted"]) == len(fit.predicted_)


def test_what_was_not_learnt_is_null():
    content = fit_content(NOBODY)

    assert content["parts"] == dict.fromkeys([*RUBRIC.pillar_ids, "total"])
    assert (content["window"], content["predicted"], content["people_needed"]) == (None, [], 8)


def test_a_fit_in_tables(fit):
    basis, worth, _title, errors = coaching.fit_text(fit, RUBRIC).decode().split("\n\n")

    assert "pillar scores of 20 people" in basis
    assert len(worth.splitlines()) == 1 + len(RUBRIC.ids)
    assert [line.split("  ")[0] for line in errors.splitlines()[1:]] == [*(p.name for p in RUBRIC.pillars), "Total"]
    assert coaching.fit_text(NOBODY, RUBRIC).decode().count("\n\n") == 1
