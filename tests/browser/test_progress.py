"""A person's week on a phone: a score kept, there again in another browser, checked in with seven taps."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ssi_core.questionnaire import to_draft
from ssi_core.rubric import load
from ssi_core.store.engine import Store
from tests.browser.walks import on_page, settled, visit

RUBRIC = load()
DRAFT = to_draft(dict.fromkeys(RUBRIC.ids, 2) | {"profile_completeness": 0b111}, RUBRIC)


def test_a_score_is_kept_and_checked_in_with_seven_taps(
    new_page: Callable[..., Page], database: Store, assert_accessible: Callable[[Page], None]
):
    first = new_page("phone")
    visit(first, f"/score?a={DRAFT}")
    first.get_by_role("button", name="Keep this score").click()
    expect(first.get_by_text("Kept on this computer")).to_be_visible()

    phone = new_page("phone")
    visit(phone, "/")
    phone.get_by_role("button", name="Go to your score").click()
    on_page(phone, "Your score")
    phone.get_by_role("button", name="See your progress").click()
    on_page(phone, "Your progress")
    every_question_takes_one_tap(phone)
    expect(phone.locator("[role=graphics-document]").first).to_be_visible()
    assert phone.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    assert_accessible(phone)
    phone.reload()
    expect(phone.get_by_text("7 of 7. Streak: 1 week.")).to_be_visible(timeout=30_000)


def every_question_takes_one_tap(phone: Page) -> None:
    questions = phone.locator("[class*=st-key-check-in-20]")
    expect(questions).to_have_count(7)
    for place in range(7):
        phone.get_by_text(f"{place} of 7.").wait_for()
        option = questions.nth(place).get_by_role("radio").nth(2)
        assert option.bounding_box()["height"] >= 44
        option.tap()
        settled(phone)
    expect(phone.get_by_text("7 of 7. Streak: 1 week.")).to_be_visible()
