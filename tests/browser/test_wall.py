"""The wall on a projector: it follows its room untouched, and everything on it fits."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ssi_core.store.engine import Store
from ssi_core.workshop import rooms
from tests.core.workshop.phones import answer_all, joined, opened, trainer

FITS = "(() => { const main = document.querySelector('.stMain'); return main.scrollHeight <= main.clientHeight })()"


def test_a_wall_follows_its_room_untouched(desktop: Page, database: Store, assert_accessible: Callable[[Page], None]):
    me = trainer(database)
    room = opened(database, me, length=8)
    for token in joined(database, room, 5):
        answer_all(database, room, token)

    desktop.goto(f"/wall?room={room.code}")
    expect(desktop.get_by_text(f"{room.code[:3]} {room.code[3:]}")).to_be_visible()
    expect(desktop.get_by_text("5 finished")).to_be_visible()
    expect(desktop.get_by_text("5 people, mean")).to_have_count(0)

    rooms.reveal(database, me, room.id)
    expect(desktop.get_by_text("5 people, mean")).to_be_visible()
    expect(desktop.get_by_role("heading", name="What raises the mean most")).to_be_visible()
    expect(desktop.locator("svg.marks")).to_have_count(2)
    assert desktop.evaluate(FITS)
    assert_accessible(desktop)

    rooms.delete_room(database, me, room.id)
    expect(desktop.get_by_text("This room is over.")).to_be_visible()
    expect(desktop.get_by_text("5 people, mean")).to_have_count(0)
