"""A person's journey: questions, score, what raises it most, what if, LinkedIn's own score, the saved file."""

import json

import pytest

from ssi_core.questionnaire import to_draft, to_file
from ssi_core.rubric import load
from tests.pages.conftest import click, run, texts

RUBRIC = load()


def answer(app, activity: str, option: str):
    radio = app.radio(key=f"question-{activity}")
    radio.set_value(next(value for value, label in zip([*range(5), -1], radio.options, strict=True) if label == option))
    return run(app)


@pytest.fixture
def answered(open_app):
    """A session whose address brings all answers in the middle, profile complete."""
    answers = dict.fromkeys(RUBRIC.ids, 2) | {"profile_completeness": 2**9 - 1}
    return open_app(a=to_draft(answers, RUBRIC))


def test_from_the_first_door_through_four_steps_to_the_score(open_app):
    app = click(open_app(), "Find out my score")
    app.checkbox(key="tick-profile_completeness-0").check()
    run(app)
    answer(app, "posts", "About once a week")
    answer(app, "followers_gained", "Don't know")
    assert "3 of 21 questions answered" in app.get("progress")[0].proto.text
    for _step in range(3):
        click(app, "Next")
    answer(app, "connections", "More than 1,060")
    click(app, "See my score")
    assert app.title[0].value == "Your score"
    assert "Your answers: 3 of 21 known" in texts(app)
    assert "What raises it most" in texts(app)


def test_going_back_keeps_the_answers(open_app):
    app = click(open_app(), "Find out my score")
    answer(app, "posts", "Not once")
    click(app, "Next")
    click(app, "Back")
    assert app.radio(key="question-posts").value == 0


def test_answers_stand_in_the_address_and_come_back_from_it(open_app):
    app = click(open_app(), "Find out my score")
    answer(app, "posts", "3 or more a week")
    answer(app, "recommendations_received", "Don't know")
    draft = app.query_params["a"][0] if isinstance(app.query_params["a"], list) else app.query_params["a"]
    again = click(open_app(a=draft), "Find out my score")
    assert again.radio(key="question-posts").value == 4
    assert again.radio(key="question-recommendations_received").value == -1
    assert again.radio(key="question-endorsements_received").value is None


def test_a_damaged_address_is_said_and_costs_nothing_else(open_app):
    app = click(open_app(a="zzzz"), "Find out my score")
    assert "belong to other questions" in texts(app)


def test_dont_know_and_none_of_these_replace_the_ticks(open_app):
    app = click(open_app(), "Find out my score")
    app.checkbox(key="tick-profile_completeness-3").check()
    run(app)
    app.checkbox(key="tick-profile_completeness-Don't know").check()
    run(app)
    assert not app.checkbox(key="tick-profile_completeness-3").value
    app.checkbox(key="tick-profile_completeness-3").check()
    run(app)
    assert not app.checkbox(key="tick-profile_completeness-Don't know").value
    app.checkbox(key="tick-profile_completeness-None of these").check()
    run(app)
    assert not app.checkbox(key="tick-profile_completeness-3").value


def test_score_says_number_band_range_and_distance(answered):
    click(answered, "Go to your score")
    page = texts(answered)
    assert "You are at 54, above average (51–70). 17 more points reach strong." in page
    assert "the range allows for two of them on each side" in page
    assert "Comment on 17 posts a week" in page


def test_minutes_change_the_advice(answered):
    click(answered, "Go to your score")
    before = texts(answered)
    answered.slider(key="me.minutes").set_value(90)
    run(answered)
    assert "for 30 minutes a week" in before
    assert "Comment on 25 posts a week" in texts(answered)


def test_what_if_moves_total_and_pillar(answered):
    click(answered, "Go to your score")
    before = [float(metric.value) for metric in answered.metric]
    answered.slider(key="me.what_if.posts").set_value(3.0)
    run(answered)
    after = [float(metric.value) for metric in answered.metric]
    assert after[0] - before[0] == pytest.approx(3, abs=0.11)
    assert after[1] - before[1] == pytest.approx(3, abs=0.11)
    assert after[2:] == before[2:]
    assert answered.metric[0].delta == "+3.0"


def test_linkedins_own_score_stands_beside_the_estimate(answered):
    click(answered, "Go to your score")
    for pillar, points in zip(RUBRIC.pillar_ids, (12.3, 6, 3.1, 11.9), strict=True):
        answered.number_input(key=f"own-{pillar}").set_value(points)
        run(answered)
    assert "You are at 54" in texts(answered), "the estimate is not touched"
    assert "LinkedIn's own score is 33, in the band average" in answered.get("vega_lite_chart")[0].proto.alt


def test_a_saved_file_comes_back(open_app):
    app = click(open_app(), "Find out my score")
    saved = to_file({"posts": 4, "profile_completeness": 3}, RUBRIC, {"brand": 12.5})
    app.file_uploader(key="answers-file").upload("answers.json", saved)
    run(app)
    assert app.radio(key="question-posts").value == 4
    assert app.checkbox(key="tick-profile_completeness-1").value
    assert app.session_state["me.own_score"] == {"brand": 12.5}


def test_a_file_that_is_not_ours_is_refused_in_words(open_app):
    app = click(open_app(), "Find out my score")
    app.file_uploader(key="answers-file").upload("answers.json", json.dumps({"a": 1}).encode())
    run(app)
    assert "does not hold answers saved by SSI Coach" in texts(app)


def test_all_dont_know_says_what_it_cannot_tell(open_app):
    app = open_app(a=to_draft(dict.fromkeys(RUBRIC.ids), RUBRIC))
    click(app, "Go to your score")
    assert "Nothing is known yet" in texts(app)
