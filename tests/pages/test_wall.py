"""The wall: what a room shows to whoever has its code, and nothing before it is revealed."""

import re
from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from pages.workshop.join.limits import WrongCodes
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account
from ssi_core.workshop import bots, network, rooms
from tests.core.workshop.phones import answer_all, joined, opened, trainer
from tests.pages.conftest import run, texts

PAGE = "workshop/wall.py"
LOW, HIGH = 1, 3  # answers


@pytest.fixture
def me() -> Account:
    return trainer(Store(), "wall")


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the wall would have let somebody wait."""
    seconds: list[float] = []
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "192.0.2.9")
    monkeypatch.setattr("pages.parts.wall.sleep", seconds.append)
    monkeypatch.setattr("pages.parts.wall.wrong_codes", WrongCodes())
    return seconds


def said(app: AppTest) -> str:
    return texts(app) + "".join(part.proto.body for part in app.get("html"))


def pictures(app: AppTest) -> list[str]:
    """The text alternatives of the charts."""
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


def answered(room: rooms.Room, tokens: Sequence[str], answer: int) -> None:
    for token in tokens:
        answer_all(Store(), room, token, answer)


def test_a_wall_from_hidden_figures_to_before_and_after(open_app, me: Account, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(network, "base_urls", lambda *_where: ["http://192.0.2.7:8501"])
    store = Store()
    room = opened(store, me, "*North*", length=8)
    tokens = joined(store, room, 10)
    answered(room, tokens[:4], LOW)

    wall = run(open_app(room=room.code).switch_page(PAGE))
    assert wall.title[0].value == r"\*North\*"
    assert "Round 1 of 2 is open" in said(wall)
    assert "<b>10</b> joined" in said(wall)
    assert "<b>4</b> finished" in said(wall)
    assert f"192.0.2.7:8501/j and type<b>{room.code[:3]} {room.code[3:]}</b>" in said(wall)
    assert f"opens http://192.0.2.7:8501/j/{room.code}" in said(wall)

    rooms.reveal(store, me, room.id)
    assert "Figures appear when 1 more has finished." in said(run(wall))
    assert not pictures(wall)

    answered(room, tokens[4:5], LOW)
    assert "10 joined, 0 answering, 5 finished" in said(run(wall))
    assert "5 people, mean" in said(wall)
    assert "Lowest: " in said(wall)
    assert "LinkedIn's published means, " in said(wall)
    assert [picture.split(":")[0] for picture in pictures(wall)] == ["5 people by band", "Mean points of 25"]
    assert "1\\. " in wall.markdown[1].value + wall.markdown[2].value
    shown = pictures(wall)
    answered(room, tokens[5:7], HIGH)
    assert pictures(run(wall)) == shown
    assert "2 more have finished and are left out: figures move by 3 people at least" in said(wall)

    rooms.next_round(store, me, room.id)
    answered(room, tokens[:5], HIGH)
    assert not pictures(run(wall))
    rooms.close_round(store, me, room.id)
    rooms.reveal(store, me, room.id)
    assert "The same 5 people" in said(run(wall))
    before, after = (int(found) for found in re.findall(r"(?:before|now): mean (\d+)", said(wall)))
    assert f"**+{after - before} points** on average" in said(wall)
    assert "**5 up, 0 same, 0 down**" in said(wall)
    assert "Same: by less than 2 points." in said(wall)
    assert pictures(wall)[0].startswith("Before: 5 people by band")

    rooms.end(store, me, room.id)
    assert "This room has ended" in said(run(wall))
    assert pictures(wall)
    assert "192.0.2.7" not in said(wall)

    rooms.delete_room(store, me, room.id)
    run(wall)
    assert not pictures(wall)
    assert "No room has this code, or it is over." in said(wall)


def test_made_up_people_are_said_to_be(open_app, me: Account):
    room = opened(Store(), me, length=8)
    bots.arrive(Store(), me, room.id, 30)
    wall = run(open_app(room=room.code).switch_page(PAGE))
    assert "30 of them made up" in said(wall)
    rooms.reveal(Store(), me, room.id)
    assert "30 made-up people, mean" in said(run(wall))
    rooms.next_round(Store(), me, room.id)
    bots.answer_again(Store(), me, room.id)
    rooms.close_round(Store(), me, room.id)
    rooms.reveal(Store(), me, room.id)
    assert re.search(r"The same \d+ made-up people", said(run(wall)))


def test_a_wrong_code_is_asked_for_again_and_slows_down(open_app, me: Account, waited: list[float]):
    room = opened(Store(), me, "South")
    wall = run(open_app().switch_page(PAGE))
    assert (wall.title[0].value, waited, len(wall.warning)) == ("Wall", [], 0)
    for _guess in range(12):
        wall.text_input[0].set_value("AAAAAA")
        wall.button[0].click()
        run(wall)
    assert "No room has this code" in wall.warning[0].value
    assert waited == [0] * 11 + [pytest.approx(0.1, abs=0.02)]
    wall.text_input[0].set_value(room.code.lower().replace("0", "o"))
    wall.button[0].click()
    assert run(wall).title[0].value == "South"
