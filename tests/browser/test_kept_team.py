"""A kept team in a browser: kept in one visit, open in the next, gone from the page once the right to it has ended."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import delete

from pages.parts.site import OVER_TIME, PERSON, UPLOAD
from ssi_core.rubric import load
from ssi_core.store.engine import Store
from ssi_core.store.tables import members
from tests.browser.walks import on_page, settled, visit

PEOPLE = ("Ada Berg", "Ben Cole", "Cem Demir")


def six_weeks() -> bytes:
    days = [date.today() - timedelta(weeks=weeks) for weeks in range(6)]
    rows = [f"{who},{day},{n},{40 + n}" for day in days for n, who in enumerate(PEOPLE)]
    return "\n".join(["Name,Date,Posts per week,SSI", *rows]).encode()


def test_kept_in_one_visit_and_gone_with_the_right(
    new_page: Callable[..., Page], database: Store, assert_accessible: Callable[[Page], None]
):
    first = new_page()
    visit(first, f"/{UPLOAD.address}", "Team data")
    sheet = {"name": "north.csv", "mimeType": "text/csv", "buffer": six_weeks()}
    first.locator("input[type=file]").set_input_files([sheet])
    first.get_by_role("button", name="Keep", exact=True).click(timeout=30_000)
    expect(first.get_by_text("Kept: 18 new rows")).to_be_visible()
    expect(first.get_by_role("button", name="Undo")).to_be_visible()

    later = new_page("phone", "dark")
    visit(later, f"/{OVER_TIME.address}", "The team over time")
    expect(later.get_by_text("north, 3 people, kept on this computer")).to_be_visible()
    expect(later.get_by_text("Like for like")).to_have_count(2)
    assert_accessible(later)
    assert later.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")

    visit(later, f"/{PERSON.address}", "One person")
    slider = later.get_by_role("slider", name=load().by_id["posts"].name)
    slider.press("ArrowRight")
    expect(later.get_by_test_id("stMetricDelta").first).to_be_visible()
    settled(later)
    with database.writing() as connection:
        connection.execute(delete(members))
    slider.press("ArrowRight")  # reruns the fragment alone, which asks again
    expect(later.get_by_text("You can't see this team, or no longer.")).to_be_visible()
    on_page(later, "One person")
    expect(later.get_by_text(PEOPLE[0])).to_have_count(0)
    expect(later.get_by_test_id("stMetric")).to_have_count(0)
