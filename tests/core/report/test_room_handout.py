"""The room on one printed page: the wall's figures in words and pictures, and what they rest on."""

import io
import logging

import pytest
from pypdf import PdfReader

from ssi_core.report.page import MARGIN
from ssi_core.report.room_handout import as_pdf
from ssi_core.rubric import load
from ssi_core.store.engine import NotAllowed
from ssi_core.wording import how
from ssi_core.workshop import figures
from tests.core.report.rooms import MADE, NAMES, Held, held
from tests.core.workshop.phones import trainer

RUBRIC = load()


@pytest.fixture(scope="module")
def anonymous() -> Held:
    return held(9)


def text_of(room: Held) -> str:
    """All text of the one page, blanks and line breaks as one blank."""
    [page] = PdfReader(io.BytesIO(room.give(as_pdf, made=MADE))).pages
    return " ".join(page.extract_text().split())


@pytest.fixture(scope="module")
def text(anonymous: Held) -> str:
    return text_of(anonymous)


def test_the_page_says_what_the_wall_shows(anonymous, text):
    shown = figures.figures(anonymous.store, anonymous.room, 2)
    for words in (
        "Kick-off",
        "20 November 2026",
        f"{shown.mean} mean points of 100: ",
        "9 people, round 2",
        "the lowest of the four",
        "The tick is what members have on average",
        "All of it is an estimate, as LinkedIn publishes no formula",
        "in 12 of 21 questions. What nobody was asked is filled",
        "The room is anonymous: there are figures from 5 people on",
    ):
        assert words in text
    for pillar in RUBRIC.pillars:
        assert f"{pillar.name} {shown.pillars[pillar.id]:g}" in text
    for action in shown.actions:
        assert RUBRIC.by_id[action.activity].name in text
        assert how(RUBRIC.by_id[action.activity]) in text
        assert f"+{action.gain:.1f} points ({action.low:.1f} to {action.high:.1f}) for {action.minutes:g} min" in text


def test_the_ruler_carries_the_number_of_people_in_each_band(anonymous, text):
    shown = figures.figures(anonymous.store, anonymous.room, 2)
    assert all(f"{entry.name} {entry.low}–{entry.high}" in text for entry in RUBRIC.bands)
    counts = " ".join(str(shown.bands[entry.name]) for entry in RUBRIC.bands)
    assert f" {counts} {RUBRIC.bands[0].name} " in text


def test_before_and_after_stand_in_words(anonymous, text):
    change = figures.change(anonymous.store, anonymous.room)
    assert f"9 people answered both: {change.up} went up, {change.same} stayed about the same" in text
    assert f"{change.down} went down; {change.mean:+d} on average." in text


def test_fewer_than_five_give_no_figure_and_it_is_said():
    text = text_of(held(4, rounds=1))
    assert "There are no figures: fewer than 5 have finished." in text
    assert "mean points" not in text


def test_made_up_people_are_called_so():
    assert "made-up people, round 2" in text_of(held(0, made_up=12, length=8))


def test_with_names_the_page_names_nobody():
    text = text_of(held(0, named=True, length=21, rounds=1))
    assert "Before and after" not in text
    assert not [name for name in NAMES if name in text]
    assert "anonymous" not in text
    assert "in 21 of 21 questions." in text
    assert "nobody was asked" not in text


@pytest.mark.parametrize(
    ("name", "shown"), [("Ana 🚀 Łódź", "Ana Łódź"), ("王小明", "Workshop"), ("W" * 200, "W" * 200)]
)
def test_a_room_s_name_is_shown_as_far_as_the_fonts_go(name, shown, caplog):
    with caplog.at_level(logging.WARNING):
        assert text_of(held(0, rounds=1, name=name)).startswith(f"{shown} 20 November")
    assert not caplog.records


def test_all_stands_on_the_page_and_the_same_room_gives_the_same_bytes(anonymous):
    file = anonymous.give(as_pdf, made=MADE)
    assert file == anonymous.give(as_pdf, made=MADE)
    reader, places = PdfReader(io.BytesIO(file)), []
    assert (reader.metadata.title, reader.metadata.creation_date.date()) == ("Kick-off", MADE)
    assert reader.root_object["/Lang"] == "en"

    def see(text, _now, place, *_font):
        if text.strip():
            places.append(place[5])

    reader.pages[0].extract_text(visitor_text=see)
    assert min(places) > (MARGIN - 4) * 72 / 25.4


def test_only_its_trainer_takes_it_along(anonymous):
    with pytest.raises(NotAllowed):
        as_pdf(anonymous.store, trainer(anonymous.store, "stranger"), anonymous.id)
