"""LinkedIn's own score on the score page: pasted, typed, doubted, and what it makes of the advice."""

import pytest

from ssi_core.questionnaire import to_draft
from ssi_core.rubric import load
from tests.pages.conftest import click, run, texts

RUBRIC = load()
OWN = {"total": 33, "brand": 12.275, "finding": 6, "insights": 3.1, "relationships": 11.948}
PAGE = """Current Social Selling Index   33 out of 100.
12.275 | Establish your professional brand
6 | Find the right people
3.1 | Engage with insights
11.948 | Build relationships
Sales professionals in the Software Development industry have an average SSI of 31.
You rank in the top 37%.
People in your network have an average SSI of 36.
You rank in the top 42%."""


@pytest.fixture
def score_page(open_app):
    """The score page of somebody whose answers are all in the middle."""
    return click(open_app(a=to_draft(dict.fromkeys(RUBRIC.ids, 2), RUBRIC)), "Go to your score")


def paste(app, text: str):
    app.text_area(key="own-paste").set_value(text)
    return run(app)


def own_fields(app) -> dict:
    return {part: app.number_input(key=f"own-{part}").value for part in OWN}


def test_a_pasted_page_is_understood_and_kept(score_page):
    paste(score_page, PAGE)
    page = texts(score_page)
    assert own_fields(score_page) == OWN
    assert score_page.session_state["me.own_score"] == OWN
    assert "Understood: total 33, Brand 12.275, Finding people 6, Insights 3.1, Relationships 11.948" in page
    assert "LinkedIn: top 37\u00a0% of your industry (mean 31), top 42\u00a0% of your network (mean 36)." in page
    assert "LinkedIn's own score is 33, in the band average" in score_page.get("vega_lite_chart")[0].proto.alt


def test_text_without_a_score_costs_nothing(score_page):
    paste(score_page, PAGE)
    paste(score_page, "Hello, world, this text speaks of something else")
    assert "There is no Social Selling Index in this" in texts(score_page)
    assert score_page.session_state["me.own_score"] == OWN


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("Keep the four parts", {part: points for part, points in OWN.items() if part != "total"}),
        ("Keep the total", {"total": 41}),
    ],
)
def test_numbers_that_do_not_fit_are_asked_about(score_page, answer, kept):
    paste(score_page, PAGE.replace("33 out of", "41 out of"))
    assert "The four parts add up to 33.323, the total says 41. Which is right?" in texts(score_page)
    click(score_page, answer)
    assert score_page.session_state["me.own_score"] == kept
    assert own_fields(score_page) == dict.fromkeys(OWN) | kept
    assert "Which is right?" not in texts(score_page)


def test_a_total_alone_stands_on_the_ruler_and_comes_back_from_the_address(score_page, open_app):
    score_page.number_input(key="own-total").set_value(33)
    run(score_page)
    assert "LinkedIn's own score is 33" in score_page.get("vega_lite_chart")[0].proto.alt
    own = score_page.query_params["o"]
    again = open_app(o=own[0] if isinstance(own, list) else own)
    assert again.session_state["me.own_score"] == {"total": 33}


def test_an_address_from_before_the_total_was_kept_still_works(open_app):
    assert open_app(o="12.3___11.9").session_state["me.own_score"] == {"brand": 12.3, "relationships": 11.9}


def test_cards_and_what_if_forecast_linkedins_own_score(score_page):
    assert "LinkedIn's own" not in "".join(element.value for element in score_page.caption)
    paste(score_page, PAGE)
    page = texts(score_page)
    assert page.count("LinkedIn's own score: about +") == 3
    assert "33.0 on LinkedIn's own" in page
    score_page.slider(key="me.what_if.posts").set_value(3.0)
    page = texts(run(score_page))
    assert "33.0 → about " in page
    assert "12.3 → about " in page
    assert "6.0 on LinkedIn's own" in page
