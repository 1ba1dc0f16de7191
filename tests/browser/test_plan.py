"""A plan in a browser, on a laptop and on a phone: a band, a tick, the calendar file and the printed page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DEVICES
from tests.browser.walks import settled, visit


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """The downloaded file's name and content."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("device", DEVICES)
def test_from_a_sample_to_a_band_a_tick_and_the_files(
    new_page: Callable[..., Page], assert_accessible: Callable[[Page], None], device: str
):
    page = new_page(device)
    visit(page, "/plan?sample=networker")
    number = page.locator(".ssi-number")
    first_habit = page.get_by_text(re.compile(r"^\+[\d.]+ points for ")).first
    expect(number).to_be_in_viewport()
    if device == "desktop":
        expect(first_habit).to_be_in_viewport()

    page.get_by_role("radio", name="Reach a band").click()
    expect(number).to_have_text(re.compile("45 → 51"))
    expect(page.get_by_text("Average to above average", exact=True)).to_be_visible()
    expect(first_habit).to_be_visible()
    settled(page)

    page.get_by_role("checkbox", name=re.compile("minutes$")).first.locator("xpath=ancestor::label").click()
    expect(page.get_by_text(re.compile(r"^1 of \d done in week 1"))).to_be_visible()
    settled(page)

    name, calendar = saved(page, "Calendar file")
    assert name == "ssi-coach-plan.ics"
    assert calendar.startswith(b"BEGIN:VCALENDAR")
    assert b"RRULE:FREQ=WEEKLY" in calendar
    name, printed = saved(page, "One page to print")
    assert name == "ssi-coach-plan.pdf"
    assert printed.startswith(b"%PDF")

    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    for color_scheme, background in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 22, 35)")):
        page.emulate_media(color_scheme=color_scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        assert_accessible(page)


def test_the_wish_and_the_ticks_are_back_after_another_page(phone: Page):
    visit(phone, "/score?sample=writer")
    phone.get_by_role("button", name="Make a plan of it").click()
    expect(phone.get_by_role("heading", name="Your plan")).to_be_in_viewport()
    settled(phone)
    phone.get_by_role("radio", name="12").click()
    expect(phone.get_by_role("radio", name="12", exact=True)).to_have_count(2)  # the wish, and the plan's last week
    settled(phone)
    box = phone.get_by_role("checkbox", name=re.compile("minutes$")).first
    box.locator("xpath=ancestor::label").click()
    expect(phone.get_by_text(re.compile(r"^1 of \d done in week 1"))).to_be_visible()
    settled(phone)
    phone.go_back()
    expect(phone.get_by_role("button", name="Make a plan of it")).to_be_visible()
    settled(phone)
    phone.go_forward()
    expect(phone.get_by_text(re.compile(r"^1 of \d done in week 1"))).to_be_visible()
    expect(box).to_be_checked()
    expect(phone.get_by_role("radio", name="12").first).to_be_checked()
