"""A participant's phone from the code to the result and into the next round, with and without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, sign_in
from ssi_core.workshop import rooms, sheets
from ssi_core.workshop.rooms import Room
from tests.browser.conftest import DEVICES, watch
from tests.browser.server import Server

LOOKS, TRIES, TAP = 5000, 3000, 500  # ms: from look to look of a waiting page, from try to try, before a second tap
NO_CONNECTION = "net::ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Callable[[bool], Page]]:
    """phone(script): an empty page with or without JavaScript; complaints of any of them fail the test at the end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(script: bool) -> Page:
        device = DEVICES["phone"]
        context = browser.new_context(**device, java_script_enabled=script, base_url=server.url)
        contexts.append(context)
        watch(context, server.url.removeprefix("http://"), complaints)
        page = context.new_page()
        page.clock.install()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [said for said in complaints if NO_CONNECTION not in said] == []


def looks_well(page: Page, *themes: str) -> None:
    """For ears and thumbs, and for eyes in these themes."""
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        found = Axe().run(page).response["violations"]
        assert not [f"{theme}, {f['id']}: {node['html'][:200]}" for f in found for node in f["nodes"]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    targets = page.evaluate("[...document.querySelectorAll('a, button, select, label')].map(each => each.offsetHeight)")
    assert min(filter(None, targets)) >= 44


def answer_the_rest(page: Page, place: int, of: int) -> None:
    """One tap a question, from this one on."""
    for number in range(place, of + 1):
        expect(page.get_by_text(f"{number} of {of} ·")).to_be_visible()
        page.clock.run_for(TAP)
        page.get_by_role("button").nth(number % 6).tap()
    expect(page.get_by_role("heading", name="Your score")).to_be_visible()


def opened(database: Store, trainer: Account) -> Room:
    return rooms.new_room(database, trainer, "Kick-off", date.today() + timedelta(days=1), length=8)


def kept(database: Store, room: Room, page: Page) -> sheets.Answers:
    return sheets.sheet(database, room.code, page.url.split("?")[0].rsplit("/", 1)[1]).answers


def test_a_phone_follows_the_room_and_waits_for_the_network(phone: Callable[[bool], Page], database: Store):
    trainer = sign_in(database)
    room = opened(database, trainer)
    page = phone(True)
    page.goto(f"/j/{room.code}")
    page.get_by_role("button", name="Start").tap()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    rooms.open_round(database, trainer, room.id)
    page.clock.run_for(LOOKS)

    expect(page.get_by_role("group", name="Which of these does your profile have today?")).to_be_visible()
    looks_well(page, "light", "dark")
    page.get_by_label("A clear photo of your face").check()
    page.get_by_role("button", name="Go on").tap()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("2 of 8")).to_be_visible()
    page.clock.run_for(TAP)
    page.context.set_offline(True)
    page.get_by_role("button", name="About once a week").tap()
    expect(page.get_by_role("status")).to_have_text("Not saved yet: no connection. Trying again …")
    page.context.set_offline(False)
    page.clock.run_for(TRIES)
    expect(page.get_by_text("3 of 8")).to_be_visible()
    assert kept(database, room, page) == {"profile_completeness": 1, "posts": 2}

    answer_the_rest(page, 3, 8)
    looks_well(page, "light", "dark")
    rooms.next_round(database, trainer, room.id)
    page.clock.run_for(LOOKS)
    page.get_by_role("link", name="There is news in the room").tap()
    page.get_by_role("link", name="All questions on one page").tap()
    page.get_by_label("how often did you publish").select_option("3 or more a week")
    expect(page.get_by_role("status")).to_have_text("Saved")
    assert kept(database, room, page) == {"posts": 4}
    looks_well(page, "dark")


def test_a_phone_without_javascript_gets_as_far(phone: Callable[[bool], Page], database: Store):
    trainer = sign_in(database)
    room = opened(database, trainer)
    page = phone(False)
    page.goto("/j")
    page.get_by_label("Code on the wall").fill(room.code.lower())
    page.get_by_role("button", name="Go on").tap()
    page.get_by_role("button", name="Start").tap()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    rooms.open_round(database, trainer, room.id)
    page.get_by_role("button", name="Look again").tap()
    page.get_by_label("Don't know").check()
    page.get_by_role("button", name="Go on").tap()
    answer_the_rest(page, 2, 8)
    rooms.next_round(database, trainer, room.id)
    page.get_by_role("link", name="Look whether the next round is open").tap()
    expect(page.get_by_text("1 of 8")).to_be_visible()
