"""A manager's journey in a browser: sheets, how they were read, the team, a person, what moves the score."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from pages.parts.site import DRIVERS, OVERVIEW, PERSON, UPLOAD
from ssi_core.samples import load_bytes
from tests.browser.conftest import DEVICES
from tests.browser.walks import on_page, settled, visit

BOTH = pytest.mark.parametrize("device", DEVICES)
NewPage = Callable[..., Page]

SURE = "1"  # how sure a column is that the user named, so it is also the sign that the file was read again
NORTH = "Name,Posts per week,Comments per week,SSI\nAda Berg,1,4,31\nBen Cole,0,n/a,24\n"
SOUTH = [["Name", "Posts per week", "Comments per week", "SSI"], ["Cem Demir", 3, 12, 66], ["Dora Egli", 2, 7, 52]]


def csv_file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def workbook(name: str, rows: list[list]) -> FilePayload:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(name, book)


def saved(name: str, book: openpyxl.Workbook) -> FilePayload:
    buffer = io.BytesIO()
    book.save(buffer)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": name, "mimeType": kind, "buffer": buffer.getvalue()}


PHOTO: FilePayload = {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(40)}
MESSY: FilePayload = {"name": "messy.csv", "mimeType": "text/csv", "buffer": load_bytes("team_messy")}


def upload(page: Page, *files: FilePayload) -> None:
    """Drops the files on the page for a team's data and waits until they are read."""
    visit(page, f"/{UPLOAD.address}", "Team data")
    page.locator("input[type=file]").set_input_files(list(files))
    expect(page.get_by_role("heading", name="How it was read")).to_be_visible(timeout=30_000)
    settled(page)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


def go(page: Page, title: str) -> None:
    """Follows a link of the sidebar, which lies open on a laptop."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()


def answer(page: Page, words: str) -> Locator:
    return page.get_by_role("radio", name=words)


def expect_row(page: Page, *words: str) -> None:
    """The last table has a row with these cells. It is drawn on a canvas, and read out from inside it."""
    rows = page.get_by_role("row", include_hidden=True)
    for word in words:
        rows = rows.filter(has=page.get_by_role("gridcell", name=word, exact=True, include_hidden=True))
    expect(rows.first).to_be_attached(timeout=15_000)


def edit(page: Page, row: int, column: int, choice: str) -> None:
    """Chooses from the list in a cell of the table of columns, with the keyboard from its first cell on."""
    expander = page.get_by_test_id("stExpander")
    table = expander.locator(".dvn-scroller")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 20, "y": 50})
    steps = [(0, down) for down in range(row + 1)] + [(right, row) for right in range(1, column + 1)]
    for place, (right, down) in enumerate(steps):
        if place:
            page.keyboard.press("ArrowRight" if right else "ArrowDown")
        expect(expander.get_by_test_id(f"glide-cell-{right}-{down}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    box = page.locator("#portal").get_by_role("combobox")
    box.fill(choice)
    expect(page.get_by_role("option", name=choice, exact=True)).to_be_visible()
    box.press("Enter")
    expect(box).to_have_count(0)
    settled(page)


def chart(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-team-{key}").get_by_test_id("stVegaLiteChart")


def leaves_no_room_sideways(page: Page) -> bool:
    return page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


@BOTH
def test_two_sheets_and_a_photo(new_page: NewPage, device: str):
    page = new_page(device)
    upload(page, csv_file("north.csv", NORTH), workbook("south.xlsx", SOUTH), PHOTO)
    expect(page.get_by_text("4 people, 2 findings")).to_be_visible()
    assert leaves_no_room_sideways(page)
    with page.expect_download() as download:
        press(page, "Findings as CSV")
    findings = list(csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert [(f["file"], f["row"], f["value"]) for f in findings] == [("photo.png", "", ""), ("north.csv", "3", "n/a")]
    assert "PNG" in findings[0]["problem"]
    press(page, "See the team")
    on_page(page, "Team overview")
    expect(page.get_by_text("mean of 4 active people, by LinkedIn's own scores")).to_be_visible()


def test_a_column_of_names_that_is_not_recognised_can_be_named(desktop: Page):
    visit(desktop, f"/{UPLOAD.address}", "Team data")
    wording = csv_file("wer.csv", "Wer macht was;Beiträge pro Woche\nAna;1\nBo;2\n")
    desktop.locator("input[type=file]").set_input_files([wording])
    expect(desktop.get_by_text("no column for the person's name; found: Wer macht was")).to_be_visible(timeout=30_000)
    settled(desktop)
    edit(desktop, 0, 1, "Name")
    expect(desktop.get_by_text("wer.csv, 2 people, 0 findings")).to_be_visible()


def test_findings_are_listed_and_answers_still_stand_after_a_walk(desktop: Page):
    upload(desktop, MESSY)
    expect(desktop.get_by_text("23 people, 14 findings")).to_be_visible()
    expect_row(desktop, "9", "Antwortquote", "#DIV/0!", "Excel error #DIV/0!", "unknown")
    answer(desktop, "The same person again").click()
    expect(desktop.get_by_text("24 people, 13 findings")).to_be_visible()
    answer(desktop, "Yes: keep them").click()
    expect(desktop.get_by_text("25 people")).to_be_visible()
    go(desktop, "Team overview")
    on_page(desktop, "Team overview")
    go(desktop, "Team data")
    on_page(desktop, "Team data")
    expect(desktop.get_by_text("25 people")).to_be_visible()
    expect(answer(desktop, "The same person again")).to_be_checked()
    expect(answer(desktop, "Yes: keep them")).to_be_checked()


def test_a_column_that_was_guessed_is_asked_about(desktop: Page):
    upload(desktop, csv_file("guess.csv", "Name,SSI,Comments written by hand\nAda,31,4\nBen,24,2\n"))
    expect(desktop.get_by_text("Is “Comments written by hand” this")).to_be_visible()
    answer(desktop, "Yes").click()
    expect(desktop.get_by_text("Is “Comments written by hand” this")).to_have_count(0)
    go(desktop, "Team overview")
    expect(desktop.get_by_text("Comments on others' posts")).to_be_visible(timeout=30_000)


def test_a_column_gets_another_meaning_and_another_unit_or_the_reason_why_not(desktop: Page):
    upload(desktop, csv_file("units.csv", "Name,Posts,Comments\nAda,12,4\nBen,6,2\n"))
    desktop.get_by_text("Columns and units").click()
    for row, column, choice, reason in (
        (1, 2, "percent", "“percent” doesn't suit Posts and articles"),
        (0, 2, "percent", "“Name” stays as it was"),
        (0, 1, "not used", "no column for the person's name"),
    ):
        edit(desktop, row, column, choice)
        expect(desktop.get_by_role("alert").filter(has_text=reason)).to_be_visible()
        expect_row(desktop, "Posts", "Posts and articles", "count in a week")
        expect_row(desktop, "Name", "0.98")

    edit(desktop, 1, 2, "count in 90 days")
    expect_row(desktop, "Posts", "Posts and articles", "count in 90 days", SURE)
    edit(desktop, 2, 1, "Reactions and shares")
    expect_row(desktop, "Comments", "Reactions and shares", "count in a week", SURE)
    expect_row(desktop, "Posts", "Posts and articles", "count in 90 days")
    go(desktop, "One person")
    on_page(desktop, "One person")
    desktop.get_by_text("What the score rests on").click()
    expect_row(desktop, "Posts and articles", "0.9 posts a week")


@BOTH
def test_a_click_in_either_picture_opens_the_person(new_page: NewPage, device: str):
    page = new_page(device)
    visit(page, f"/{OVERVIEW.address}?team=team", "Team overview")
    chart(page, "leaderboard").get_by_text("Jonas Hübner").click()
    on_page(page, "One person")
    expect(page.get_by_text("beginner (0–25)")).to_be_visible()
    page.get_by_role("link", name="Back to the team").click()
    on_page(page, "Team overview")
    chart(page, "heat_map").get_by_text("Leila Farahani").click()
    on_page(page, "One person")
    expect(page.get_by_role("combobox", name="Person")).to_have_value("Leila Farahani")
    assert leaves_no_room_sideways(page)


def test_no_name_is_on_show_once_names_are_hidden(desktop: Page):
    visit(desktop, f"/{OVERVIEW.address}?team=team", "Team overview")
    for manner, called in (("Initials", "JH"), ("Numbers only", "Person 24")):
        answer(desktop, manner).click()
        expect(chart(desktop, "leaderboard").get_by_text(called, exact=True)).to_be_visible()
        expect(desktop.get_by_text("Jonas")).to_have_count(0)
    chart(desktop, "leaderboard").get_by_text("Person 24", exact=True).click()
    on_page(desktop, "One person")
    expect(desktop.get_by_role("combobox", name="Person")).to_have_value("Person 24")
    expect(desktop.get_by_text("Jonas")).to_have_count(0)


def test_drivers_say_what_they_rest_on_and_how_well_they_predict(desktop: Page):
    visit(desktop, f"/{DRIVERS.address}?team=team", "What moves the score here")
    expect(desktop.get_by_text("LinkedIn's pillar scores of 22 people")).to_be_visible()
    dots = desktop.get_by_test_id("stVegaLiteChart").last
    before = dots.get_attribute("aria-label")
    answer(desktop, "Insights").click()
    expect(dots).not_to_have_attribute("aria-label", before or "")


def test_of_many_weeks_the_newest_is_shown_and_named(desktop: Page):
    visit(desktop, f"/{OVERVIEW.address}?team=team_panel", "Team overview")
    expect(desktop.get_by_text("newest of 26 dates, 29 June 2026")).to_be_visible()


def test_the_template_comes_back_filled(desktop: Page):
    visit(desktop, f"/{UPLOAD.address}", "Team data")
    with desktop.expect_download() as download:
        press(desktop, "Empty template")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    team = book["Team"]
    headers = [cell.value for cell in team[1]]
    for name, posts in (("Ada Berg", 2), ("Ben Cole", 0)):
        known = {headers[0]: name, "Posts and articles (per week)": posts}
        team.append([known.get(header) for header in headers])
    upload(desktop, saved("filled.xlsx", book))
    expect(desktop.get_by_text("filled.xlsx, 2 people, 0 findings")).to_be_visible()
    expect(desktop.get_by_text("question to you")).to_have_count(0)


def test_a_sample_stays_when_the_files_before_it_are_taken_away(desktop: Page):
    upload(desktop, csv_file("north.csv", NORTH))
    desktop.get_by_role("button", name="Sample team", exact=True).click()
    expect(desktop.get_by_text("Sample team, 24 people")).to_be_visible()
    desktop.get_by_role("button", name="Remove north.csv").click()
    expect(desktop.get_by_role("button", name="Remove north.csv")).to_have_count(0)
    settled(desktop)
    expect(desktop.get_by_text("Sample team, 24 people")).to_be_visible()


def test_a_team_s_pages_are_accessible(new_page: NewPage, assert_accessible: Callable[[Page], None]):
    laptop, phone = new_page(), new_page("phone")
    for entry, page, color_scheme in (
        (UPLOAD, laptop, "light"),
        (OVERVIEW, phone, "dark"),
        (PERSON, phone, "light"),
    ):  # test_drivers.py and test_trial.py see to the others
        page.emulate_media(color_scheme=color_scheme)
        page.goto(f"/{entry.address}?team=team_messy")
        expect(page.get_by_text("23 people, 14 findings")).to_be_visible(timeout=30_000)
        assert_accessible(page)
        assert leaves_no_room_sideways(page), entry.address
