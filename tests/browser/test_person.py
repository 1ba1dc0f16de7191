"""A person's journey in a browser, on a laptop and on a phone: from the first question to the score, nothing lost."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pages.parts.site import QUESTIONS
from ssi_core.questionnaire import to_draft
from ssi_core.rubric import load
from tests.browser.conftest import DEVICES, watch
from tests.browser.server import serve
from tests.browser.walks import settled, visit

RUBRIC = load()
POSTS = RUBRIC.by_id["posts"]
DRAFT = to_draft(dict.fromkeys(RUBRIC.ids, 2) | {"profile_completeness": 0b111}, RUBRIC)
OWN_SCORE = (12.3, 6, 3.1, 11.9)
BOTH = pytest.mark.parametrize("device", DEVICES)


def option(page: Page, question: str, words: str) -> Locator:
    """The row of one option, as large as what a thumb may tap."""
    group = page.get_by_role("radiogroup", name=question)
    return group.get_by_test_id("stRadioOption").filter(has=page.get_by_role("radio", name=words, exact=True))


def choose(page: Page, question: str, words: str) -> None:
    row = option(page, question, words)
    row.click()
    expect(row.get_by_role("radio")).to_be_checked()


def tick(page: Page, item: str) -> None:
    page.get_by_text(item, exact=True).click()
    expect(page.get_by_role("checkbox", name=item)).to_be_checked()


def answered(page: Page, count: int) -> Locator:
    return page.get_by_text(f"{count} of {len(RUBRIC.ids)} questions answered")


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def on_step(page: Page, step: int) -> None:
    """The step is on show, from its top."""
    expect(page.get_by_text(f"Step {step} of {len(QUESTIONS)}")).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def connected(page: Page) -> Locator:
    return page.locator("[data-test-connection-state=CONNECTED]")


def ruler(page: Page) -> Locator:
    return page.locator("[role=graphics-document][aria-label^='Band ruler']")


@BOTH
def test_from_the_start_through_four_steps_to_the_score(new_page: Callable[..., Page], device: str):
    page = new_page(device)
    visit(page, "/")
    press(page, "Find out my score")
    on_step(page, 1)
    tick(page, "A clear photo of your face")
    tick(page, "At least five skills")
    for step, pillar in enumerate(RUBRIC.pillars, 1):
        on_step(page, step)
        every_answer_is_large_enough_for_a_thumb(page)
        last = RUBRIC.in_pillar(pillar.id)[-1]
        choose(page, last.question, last.options[2])
        press(page, "Next" if step < len(RUBRIC.pillars) else "See my score")
    expect(page.get_by_role("heading", name="Your score")).to_be_in_viewport()
    expect(ruler(page)).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_text("Your answers: 5 of 21 known")).to_be_visible()

    what_if_follows_the_keyboard(page)
    linkedins_own_stands_on_the_ruler(page)


def every_answer_is_large_enough_for_a_thumb(page: Page) -> None:
    targets = page.locator("[data-testid=stRadioOption], [data-testid=stCheckbox] label")
    heights = targets.evaluate_all("all => all.map(target => target.getBoundingClientRect().height)")
    assert len(heights) > 20
    assert min(heights) >= 44


def what_if_follows_the_keyboard(page: Page) -> None:
    total = page.get_by_test_id("stMetric").filter(has_text="Total")
    before = float(total.get_by_test_id("stMetricValue").inner_text())
    slider = page.get_by_role("slider", name=RUBRIC.by_id["followers_gained"].name)
    slider.focus()
    slider.press("ArrowRight")
    expect(total.get_by_test_id("stMetricDelta")).to_have_text(re.compile(r"^\+\d\.\d$"))
    gain = float(total.get_by_test_id("stMetricDelta").inner_text())
    assert float(total.get_by_test_id("stMetricValue").inner_text()) == pytest.approx(before + gain, abs=0.11)


def linkedins_own_stands_on_the_ruler(page: Page) -> None:
    page.get_by_text("Add LinkedIn's own score").click()
    for pillar, points in zip(RUBRIC.pillars, OWN_SCORE, strict=True):
        field = page.get_by_role("spinbutton", name=pillar.name)
        field.fill(str(points))
        field.press("Enter")
        settled(page)
    expect(ruler(page)).to_have_attribute("aria-label", re.compile("LinkedIn's own score is 33, in the band average"))


def test_the_ticks_on_show_are_the_ticks_that_count(phone: Page):
    visit(phone, "/questions-1")
    ticked = phone.get_by_role("checkbox", checked=True)
    tick(phone, "A clear photo of your face")
    tick(phone, "At least five skills")
    tick(phone, "None of these")
    expect(ticked).to_have_count(1)
    tick(phone, "At least five skills")
    expect(ticked).to_have_count(1)
    phone.get_by_text("At least five skills").click()
    expect(ticked).to_have_count(0)
    expect(answered(phone, 0)).to_be_visible()


def test_back_leads_to_the_step_before_with_every_answer(phone: Page):
    visit(phone, "/")
    press(phone, "Find out my score")
    on_step(phone, 1)
    tick(phone, "At least five skills")
    choose(phone, POSTS.question, POSTS.options[4])
    press(phone, "Next")
    on_step(phone, 2)
    search = RUBRIC.by_id["people_searches"]
    choose(phone, search.question, search.options[1])
    expect(answered(phone, 3)).to_be_visible()
    phone.go_back()
    expect(phone.get_by_text("Step 1 of 4")).to_be_visible()
    expect(answered(phone, 3)).to_be_visible()
    settled(phone)
    expect(option(phone, POSTS.question, POSTS.options[4]).get_by_role("radio")).to_be_checked()
    expect(phone.get_by_role("checkbox", name="At least five skills")).to_be_checked()
    phone.go_back()
    expect(phone.get_by_role("button", name="Go to your score")).to_be_visible()


def test_a_reload_keeps_the_answers(phone: Page):
    visit(phone, "/questions-1")
    tick(phone, "At least five skills")
    choose(phone, POSTS.question, "Don't know")
    expect(answered(phone, 2)).to_be_visible()
    settled(phone)
    phone.reload()
    expect(answered(phone, 2)).to_be_visible(timeout=30_000)
    expect(option(phone, POSTS.question, "Don't know").get_by_role("radio")).to_be_checked()
    expect(phone.get_by_role("checkbox", name="At least five skills")).to_be_checked()


def test_a_deep_link_opens_a_fresh_server_and_its_answers_outlive_a_restart(browser: Browser):
    """The page reconnects by itself; not with `new_page`, because losing the server is an error in the console."""
    complaints: list[str] = []
    with browser.new_context(**DEVICES["phone"], reduced_motion="reduce") as context:
        page = context.new_page()
        with serve() as first:
            watch(context, urlsplit(first.url).netloc, complaints)
            visit(page, f"{first.url}/questions-1")
            on_step(page, 1)
            choose(page, POSTS.question, POSTS.options[3])
            expect(page).to_have_url(re.compile(r"[?&]a="))
            assert not complaints
        expect(connected(page)).to_have_count(0)
        with serve(port=first.port):
            endorsements = RUBRIC.by_id["endorsements_received"]
            expect(connected(page)).to_have_count(1, timeout=30_000)
            choose(page, endorsements.question, endorsements.options[1])
            expect(answered(page, 2)).to_be_visible(timeout=30_000)
            expect(option(page, POSTS.question, POSTS.options[3]).get_by_role("radio")).to_be_checked()
            page.reload()
            expect(answered(page, 2)).to_be_visible(timeout=30_000)


def test_a_saved_file_brings_the_answers_to_another_browser(new_page: Callable[..., Page], tmp_path: Path):
    page = new_page()
    visit(page, f"/questions-1?a={DRAFT}")
    page.get_by_text("Save my answers, or load them again").click()
    with page.expect_download() as download:
        press(page, "Save as a file")
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)

    elsewhere = new_page("phone")
    visit(elsewhere, "/questions-1")
    expect(answered(elsewhere, 0)).to_be_visible()
    elsewhere.get_by_text("Save my answers, or load them again").click()
    elsewhere.locator("input[type=file]").set_input_files(saved)
    expect(answered(elsewhere, 21)).to_be_visible()
    expect(option(elsewhere, POSTS.question, POSTS.options[2]).get_by_role("radio")).to_be_checked()
    expect(elsewhere.get_by_role("checkbox", name="A clear photo of your face")).to_be_checked()


@pytest.mark.parametrize("path", ["/", "/questions-1", f"/score?a={DRAFT}", "/method", "/privacy", "/demo"])
def test_pages_fit_a_phone_and_are_accessible_in_both_themes(
    phone: Page, assert_accessible: Callable[[Page], None], path: str
):
    visit(phone, path)
    assert phone.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    for color_scheme, background in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 22, 35)")):
        phone.emulate_media(color_scheme=color_scheme)
        expect(phone.get_by_test_id("stApp")).to_have_css("background-color", background)
        assert_accessible(phone)
