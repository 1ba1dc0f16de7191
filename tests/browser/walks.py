"""Going to a page and waiting until it stands still."""

from playwright.sync_api import Page, expect


def settled(page: Page) -> None:
    page.locator("[data-test-script-state=notRunning]").wait_for(timeout=30_000)


def on_page(page: Page, title: str | None = None) -> None:
    """Waits for the page with this title, for any page without one."""
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible(timeout=30_000)
    settled(page)


def visit(page: Page, path: str, title: str | None = None) -> None:
    page.goto(path)
    on_page(page, title)
