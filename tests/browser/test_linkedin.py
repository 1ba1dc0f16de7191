"""A member's journey in a browser: the files LinkedIn hands out, what was read of them, the score with its origins."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from pages.parts.site import LINKEDIN
from ssi_core.samples import MEMBER, load_member
from tests.browser import walks
from tests.browser.conftest import DEVICES
from tests.browser.walks import settled

BOTH = pytest.mark.parametrize("device", DEVICES)
NewPage = Callable[..., Page]

FILES: list[FilePayload] = [
    {"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in load_member()
]
CV: FilePayload = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 ..."}
SAMPLE = f"/{LINKEDIN.address}?sample={MEMBER.id}"


def visit(page: Page, path: str) -> None:
    walks.visit(page, path, LINKEDIN.title)


def drop(page: Page, *files: FilePayload) -> None:
    page.locator("input[type=file]").set_input_files(list(files))
    expect(page.get_by_role("heading", name="Your files")).to_be_visible(timeout=30_000)
    settled(page)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def figure(page: Page, activity: str):
    """The row of the table of what was read."""
    return page.get_by_test_id("stTable").get_by_role("row").filter(has_text=activity)


def leaves_no_room_sideways(page: Page) -> bool:
    return page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


@BOTH
def test_from_the_files_to_the_score_with_its_origins(new_page: NewPage, device: str):
    page = new_page(device)
    visit(page, f"/{LINKEDIN.address}")
    drop(page, *FILES)
    comments = figure(page, "Comments on others' posts")
    expect(comments).to_contain_text("in 90 days · Comments.csv")
    page.get_by_role("radio", name="30 days").click()
    expect(comments).to_contain_text("in 30 days · Comments.csv")
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(4)
    assert leaves_no_room_sideways(page)
    press(page, "See my score")
    expect(page.get_by_role("heading", level=1, name="Your score")).to_be_in_viewport(timeout=30_000)
    expect(page.get_by_text(re.compile(r"\d+ of 21 counted in your LinkedIn files"))).to_be_visible()
    ruler = page.locator("[role=graphics-document][aria-label^='Band ruler']")
    expect(ruler).to_have_attribute("aria-label", re.compile("LinkedIn's own score is "))
    press(page, "My LinkedIn files")
    expect(comments).to_contain_text("in 30 days · Comments.csv")


def test_what_comes_later_adds_to_what_is_here(phone: Page):
    visit(phone, f"/{LINKEDIN.address}")
    archive, analytics, _score = FILES
    drop(phone, archive)
    expect(phone.get_by_text("Your analytics would also show: New followers")).to_be_visible()
    phone.get_by_text("Add more files").click()
    phone.locator("input[type=file]").set_input_files([analytics, CV])
    expect(figure(phone, "New followers")).to_be_visible(timeout=30_000)
    expect(phone.get_by_text("cv.pdf: This is a PDF document")).to_be_visible()
    expect(figure(phone, "Posts and articles")).to_be_visible()


def test_a_reload_forgets_the_files(desktop: Page):
    visit(desktop, f"/{LINKEDIN.address}")
    drop(desktop, FILES[0])
    desktop.reload()
    expect(desktop.get_by_role("button", name="Try it with a sample")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(("path", "device"), [(f"/{LINKEDIN.address}", "desktop"), (SAMPLE, "phone")])
def test_the_page_is_accessible_in_both_themes(
    new_page: NewPage, assert_accessible: Callable[[Page], None], path: str, device: str
):
    page = new_page(device)
    visit(page, path)
    assert leaves_no_room_sideways(page)
    for color_scheme, background in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 22, 35)")):
        page.emulate_media(color_scheme=color_scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        settled(page)
        assert_accessible(page)
