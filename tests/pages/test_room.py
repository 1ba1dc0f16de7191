"""A trainer's page: a room from its making to its deletion, and who gets no further."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import room
from ssi_core.store.engine import Store
from ssi_core.workshop import network, rooms
from ssi_core.workshop.rooms import Room
from ssi_core.workshop.sheets import answer, join, new_token
from tests.core.workshop.phones import ask_otherwise
from tests.pages.conftest import click, run, texts
from tests.pages.visitors import account, arrive, person

PAGE = "workshop/room.py"
HERE = "http://192.0.2.7:8501"


def rooms_of(sub: str) -> list[Room]:
    return rooms.rooms(Store(), account(sub))


def buttons(app: AppTest) -> dict[str, bool]:
    """Whether each can be clicked, by label."""
    return {button.label: not button.disabled for button in app.button}


def primary(app: AppTest) -> str:
    return next(button.label for button in app.button if button.proto.type == "primary")


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if phones could reach this server."""
    monkeypatch.setattr(network, "base_urls", lambda *_where: [HERE, "http://10.0.0.3:8501"])


@pytest.mark.usefixtures("reached")
def test_a_room_from_its_first_round_to_its_deletion():
    app = arrive(person("trainer"), PAGE)
    app.text_input[0].set_value("![x](y) *South*")
    click(app, "Make the room")
    (made,) = rooms_of("trainer")
    assert app.query_params["room"] == str(made.id)
    assert app.title[0].value == r"\!\[x\]\(y\) \*South\*"
    assert "Anonymous · 12 questions · 2 rounds" in texts(app)
    assert "192.0.2.7:8501/j" in texts(app)
    assert f"opens {HERE}/j/{made.code}" in "".join(part.proto.body for part in app.get("html"))
    assert "Round 1 of 2 isn't open yet: 0 joined." in texts(app)
    assert not buttons(app)["Fill the room with 30 made-up participants"]

    click(app, primary(app))
    click(app, "Fill the room with 30 made-up participants")
    assert "open: 3 joined, 0 answering, 3 finished." in texts(app)
    assert "open: 6 joined, 0 answering, 6 finished." in texts(run(app))
    assert "6 of 6 are made up." in texts(app)
    assert not buttons(app)["Fill the room with 30 made-up participants"]

    click(app, primary(app))
    assert "Round 1 of 2 is closed: 6 joined, 6 finished." in texts(app)
    assert "no figures" in texts(app)
    click(app, primary(app))
    assert "The wall shows the figures." in texts(app)
    click(app, primary(app))
    join(Store(), made.code, phone := new_token())
    answer(Store(), made.code, phone, 2, {made.activities[0]: None})
    click(app, "Let those of earlier rounds answer")
    assert "Round 2 of 2 is open: 7 joined, 1 answering, 3 finished." in texts(app)
    assert "6 of 7 are made up." in texts(app)
    click(app, "Remove the made-up ones")
    assert "1 joined, 1 answering, 0 finished" in texts(app)

    click(app, "Show on the wall")
    assert "with 5 more who finish" in texts(app)
    click(app, primary(app))
    assert primary(app) == "Open round 2 again"
    assert "Too few have finished for figures: it takes 5 more." in texts(app)
    assert set(buttons(app)) >= {"Hide on the wall", "Open round 2 again", "End it for good"}
    click(app, "End it for good")
    assert "The room has ended with round 2 of 2: 1 joined, 0 finished." in texts(app)
    assert not set(buttons(app)) & {"Open round 2 again", "End it for good"}
    click(app, "Delete it for good")
    assert "![x](y) *South* is deleted." in texts(app)
    assert (rooms_of("trainer"), "Make the room" in buttons(app)) == ([], True)


def test_a_room_with_names_shows_who_scored_what_once_that_is_asked_for():
    app = arrive(person("with-names"), PAGE)
    next(radio for radio in app.radio if radio.label == "Who sees what").set_value(True)
    click(app, "Make the room")
    (made,) = rooms_of("with-names")
    assert "listens to this computer only" in app.warning[0].value
    click(app, "Open round 1")
    app.toggle[0].set_value(True)
    assert "Nobody has answered yet." in texts(run(app))
    join(Store(), made.code, phone := new_token(), "Ada Berg")
    answer(Store(), made.code, phone, 1, dict.fromkeys(made.activities, 0))
    table = run(app).dataframe[0].value
    assert table[["Name", "Round"]].values.tolist() == [["Ada Berg", 1]]
    assert table["Band"].tolist() == ["beginner"]

    click(app, "All my rooms")
    assert f"{made.name} · {made.code[:3]} {made.code[3:]} · open" in texts(app)
    click(app, "Open")
    assert app.title[0].value == made.name

    rooms.delete_room(Store(), account("with-names"), made.id)
    assert "isn't there any more, or it isn't yours" in texts(run(app))


def test_another_trainer_s_room_is_none(monkeypatch: pytest.MonkeyPatch):
    click(arrive(person("one"), PAGE), "Make the room")
    (made,) = rooms_of("one")
    app = arrive(person("another"), PAGE)
    for wanted in (str(made.id), "x"):
        app.query_params["room"] = wanted
        assert "isn't there any more, or it isn't yours" in texts(run(app))
        assert "Make the room" in buttons(app)
    told = iter([made])  # a fragment goes on with the room that its page gave it
    monkeypatch.setattr(room, "chosen", lambda: next(told, None))
    assert "Make the room" in buttons(run(app))


def test_the_same_questions_are_asked_to_the_end():
    app = click(click(arrive(person("changed"), PAGE), "Make the room"), "Open round 1")
    ask_otherwise(Store())
    assert "The questionnaire has changed" in texts(run(app))
    assert not set(buttons(app)) & {"Open round 1", "Close round 1"}


def test_where_nothing_is_kept_there_is_a_way_to_where_it_is(monkeypatch: pytest.MonkeyPatch, open_app):
    app = arrive({"is_logged_in": False}, PAGE)
    assert "Sign in, in the sidebar" in texts(app)
    app = run(open_app().switch_page(PAGE))
    assert "start the app with `make workshop`" in texts(app)
    monkeypatch.setattr(network, "is_open", lambda: True)
    assert "http://localhost:8501/room" in texts(run(app))
    assert "Make the room" not in buttons(app)
