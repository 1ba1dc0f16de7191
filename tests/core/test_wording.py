from datetime import date

import pytest

from ssi_core import wording
from ssi_core.rubric import load

RUBRIC = load()
BY_ID = {activity.id: activity for activity in RUBRIC.activities}


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (2.5, "2.5"), (2.96, "3"), (3.0, "3"), (9.96, "10"), (12.4, "12"), (1060, "1,060"), (-0.4, "-0.4")],
)
def test_an_amount_has_a_decimal_only_where_it_matters(value, words):
    assert wording.amount(value, BY_ID["posts"]) == words


def test_what_cannot_be_had_in_parts_is_whole():
    assert wording.amount(0.61, BY_ID["recommendations_received"]) == "1"
    assert wording.amount(37.5, BY_ID["reply_rate"]) == "38"


def test_points_have_one_decimal():
    assert [wording.points(value) for value in (0, 3.415, 25)] == ["0.0", "3.4", "25.0"]


def test_a_step_says_from_what_to_what():
    assert wording.from_to(BY_ID["posts"], 1, 2.5) == "from 1 to 2.5 posts a week"


def test_every_kind_of_evidence_is_said_without_a_field_word():
    kinds = ("rubric", "mostly rubric", "mixed", "your team's data")
    assert not any("rubric" in wording.rests_on(kind) for kind in kinds)


@pytest.mark.parametrize("activity", RUBRIC.activities, ids=lambda activity: activity.id)
def test_every_action_names_its_target_and_says_how(activity):
    assert "7" in wording.action(activity, 7)
    assert "{" not in wording.action(activity, 7)
    assert wording.how(activity).startswith(activity.lever or activity.advice)
    assert wording.how(activity).endswith(activity.advice)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (26, 50, "average"),
        (43.0, 63.2, "average to above average"),
        (0, 100, "beginner to outstanding"),
        (25.49, 25.5, "beginner to average"),
    ],
)
def test_a_range_names_the_bands_it_touches(low, high, words):
    assert wording.bands_of_range(low, high, RUBRIC) == words


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (37, "You are at 37, average (26–50). 14 more points reach above average."),
        (25.49, "You are at 25, beginner (0–25). One more point reaches average."),
        (25.5, "You are at 26, average (26–50). 25 more points reach above average."),
        (100, "You are at 100, outstanding (91–100)."),
    ],
)
def test_where_somebody_stands(score, words):
    assert wording.standing(score, RUBRIC) == words


def test_somebody_else_goes_by_name():
    assert wording.standing(37, RUBRIC, "Ana").startswith("Ana is at 37, average (26–50).")


@pytest.mark.parametrize(
    ("value", "words"), [(0.2, "1 minute"), (1.4, "1 minute"), (10.5, "11 minutes"), (30, "30 minutes")]
)
def test_minutes_are_whole_and_never_none(value, words):
    assert wording.minutes(value) == words


@pytest.mark.parametrize(
    ("values", "digits", "rounded"),
    [([10.5, 10.5, 9], 0, [11, 10, 9]), ([12.0, 11.0, 6.5], 0, [12, 11, 7]), ([1.24, 1.24, 1.24], 1, [1.3, 1.2, 1.2])],
)
def test_shares_add_up_to_their_rounded_sum(values, digits, rounded):
    assert wording.shared(values, digits) == pytest.approx(rounded)


def test_shares_of_nothing():
    assert wording.shared([]) == []


def test_one_is_said_in_the_singular():
    posts, searches = (BY_ID[name] for name in ("posts", "people_searches"))
    assert (wording.action(posts, 1.0), wording.from_to(posts, 0, 1)) == (
        "Publish 1 post a week",
        "from 0 to 1 post a week",
    )
    assert (wording.action(posts, 1.5), wording.from_to(posts, 1, 1.5)) == (
        "Publish 1.5 posts a week",
        "from 1 to 1.5 posts a week",
    )
    assert wording.action(searches, 1) == "Search for people 1 time a week"


def test_a_day_of_another_year_says_which():
    today = date(2026, 11, 22)
    assert [wording.day(date(2026, 7, 6)), wording.day(date(2026, 7, 6), today)] == ["6 July 2026", "6 July"]
    assert wording.day(date(2025, 7, 6), today) == "6 July 2025"
