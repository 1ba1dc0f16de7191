"""A manager tries a habit out: the trial saved, the end's sheet brought, the file opened again; results beside it."""

import json
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import FilePayload, Page, expect

from pages.parts.site import RESULTS, TRIAL, UPLOAD
from tests.browser.walks import on_page, visit

NewPage = Callable[..., Page]


def sheet(name: str, day: date, people: list[tuple[str, float, float]]) -> FilePayload:
    lines = [f"{person},{day},{score},{comments}" for person, score, comments in people]
    text = "\n".join(["Name,Date,SSI,Comments per week", *lines])
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def bring(page: Page, file: FilePayload) -> None:
    """Drops the sheet on the page for a team's data, which is on show."""
    page.locator("input[type=file]").set_input_files([file])
    expect(page.get_by_text(f"{file['name']}, 8 people, 0 findings")).to_be_visible(timeout=30_000)


def go(page: Page, title: str) -> None:
    """Follows a link of the sidebar, which lies over the page on a phone."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    on_phone = opener.is_visible()
    if on_phone:
        opener.click()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    on_page(page, title)
    if on_phone:
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()


def leaves_no_room_sideways(page: Page) -> bool:
    return page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


def test_a_trial_from_its_start_to_its_end(new_page: NewPage):
    page = new_page("phone", "dark")
    visit(page, f"/{UPLOAD.address}", "Team data")
    people = [(f"P{n}", 30 + 4.0 * n, float(n % 3)) for n in range(8)]
    bring(page, sheet("before.csv", date.today(), people))
    go(page, "Try it out")
    expect(page.get_by_text("Comments on others' posts: 10 comments a week more than now")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the trial").click()
    record = download.value.path().read_bytes()
    tries = {one["person"]: one["tries"] for one in json.loads(record)["people"]}

    go(page, "Team data")
    ended = [(p, score + 5 * tries[p] + 0.1 * (score % 3), comments + 10 * tries[p]) for p, score, comments in people]
    bring(page, sheet("after.csv", date.today() + timedelta(weeks=4), ended))
    go(page, "Try it out")
    page.get_by_role("radio", name="See how one ended").click()
    page.locator("input[type=file]").set_input_files(
        [{"name": "trial.json", "mimeType": "application/json", "buffer": record}]
    )
    expect(page.get_by_text("points more than the other 4 in LinkedIn's total")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Those who tried it went from")).to_be_visible()
    assert leaves_no_room_sideways(page)


def test_both_pages_are_accessible(desktop: Page, assert_accessible: Callable[[Page], None]):
    page = desktop
    visit(page, f"/{RESULTS.address}?team=team_panel", "Results")
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    assert_accessible(page)
    assert leaves_no_room_sideways(page)
    visit(page, f"/{TRIAL.address}?team=team_panel", "Try it out")
    expect(page.get_by_role("button", name="Save the trial")).to_be_visible()
    assert_accessible(page)
    assert leaves_no_room_sideways(page)
    page.get_by_role("button", name="Show me how it could end").click()
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
    expect(page.get_by_text("This end is made up")).to_be_visible()
    assert_accessible(page)
    assert leaves_no_room_sideways(page)
