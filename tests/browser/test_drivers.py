"""What moves the score, in a browser: readable on both devices, and the shuffle check at a press."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from pages.parts.site import DRIVERS


def test_the_page_and_its_shuffle_check(new_page: Callable[..., Page], assert_accessible: Callable[[Page], None]):
    page = new_page("phone", "dark")
    page.goto(f"/{DRIVERS.address}?team=team_panel")
    expect(page.get_by_text("in our table")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Shuffle check").click()
    expect(page.get_by_text("your data know something about it").first).to_be_visible(timeout=30_000)
    page.get_by_text("The same in figures").click()
    assert_accessible(page)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
