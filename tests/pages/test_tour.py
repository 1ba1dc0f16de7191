"""The tour from its first step to the room, and the presenter view that goes along from page to page."""

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.parts.site import METHOD, OVERVIEW, PLAN, ROOM, SCORE, TOUR
from pages.parts.tour import STEPS
from tests.pages.conftest import click, run, texts

ENLARGED = "--larger: 1.35"


def on_tour(app: AppTest) -> AppTest:
    return run(app.switch_page(TOUR.script))


def is_large(app: AppTest) -> bool:
    return any(ENLARGED in element.proto.body for element in app.get("html"))


def test_eight_steps_one_after_the_other_and_back(open_app: Callable[..., AppTest]):
    app = on_tour(open_app())
    assert len(STEPS) == 8
    for number, step in enumerate(STEPS, 1):
        assert app.title[0].value == step.heading
        assert app.query_params["step"] == str(number)
        assert f"Step {number} of 8 · made-up people" in texts(app)
        assert step.say in texts(app)
        assert bool(app.get("vega_lite_chart")) is (number not in (5, 8))  # there cards, and the way into a room
        assert [b.label for b in app.button if b.disabled] == {1: ["Back"], 8: ["Next"]}.get(number, [])
        if number < 8:
            click(app, "Next")
    click(app, "Back")
    assert app.title[0].value == STEPS[6].heading


def test_the_address_names_the_step(open_app: Callable[..., AppTest]):
    app = on_tour(open_app(step="3"))
    assert app.title[0].value == STEPS[2].heading
    for said in ("0", "9", "9" * 5000, "x", "-2", "²", ""):
        app.query_params["step"] = said
        assert run(app).title[0].value == STEPS[2].heading
        assert app.query_params["step"] == "3"


def test_each_step_leads_to_its_page_with_its_sample_on_show(
    open_app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
):
    """Where it leads is noted in place of opening that page."""
    opened, app = [], on_tour(open_app())
    monkeypatch.setattr(st, "switch_page", lambda page: opened.append(page.url_path))
    for number in (2, 3, 6, 7, 8):
        app.query_params["step"] = str(number)
        click(run(app), STEPS[number - 1].more)
        app.query_params["step"] = "8"
        opened.append((run(app).query_params.get("sample"), app.query_params.get("team")))
    expected = (
        (METHOD, (None, None)),
        (SCORE, ("networker", None)),
        (PLAN, ("networker", None)),
        (OVERVIEW, ("networker", "team")),
        (ROOM, ("networker", "team")),
    )
    assert opened == [each for entry, samples in expected for each in (entry.address, samples)]


def test_the_presenter_view_goes_along_until_it_is_left(open_app: Callable[..., AppTest]):
    app = on_tour(open_app(present="1", step="2"))
    assert is_large(app)
    assert not app.expander[0].proto.expanded  # what to say is for the trainer
    click(app, METHOD.title)
    assert app.query_params["present"] == "1"
    assert is_large(app)
    app.sidebar.button[0].click()
    run(app)
    assert "present" not in app.query_params
    assert not is_large(app)
    assert not app.sidebar.button
    app = click(on_tour(app), "Presenter view")
    assert app.title[0].value == STEPS[1].heading  # where one was
    assert app.query_params["present"] == "1"
    assert is_large(app)
