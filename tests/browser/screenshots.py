"""Takes the README's pictures, with a server of its own: python -m tests.browser.screenshots."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import DEVICES, FLAGS, NAMES
from tests.browser.server import serve

FOLDER = Path(__file__).parents[2] / ".github" / "screenshots"
PICTURES = {  # by name: address, device, colour scheme
    "start": ("/", "desktop", "light"),
    "questionnaire": ("/questions-2", "phone", "light"),
    "score": ("/score?sample=networker", "desktop", "light"),
    "score-dark": ("/score?sample=networker", "phone", "dark"),
    "plan": ("/plan?sample=networker", "desktop", "light"),
    "linkedin-data": ("/linkedin-data?sample=linkedin_data", "desktop", "light"),
    "team": ("/team?team=team", "desktop", "light"),
    "drivers": ("/drivers?team=team", "desktop", "light"),
}


def settled(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("h1").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(1500)  # charts fade in after the script has ended


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser_path = next(filter(None, map(shutil.which, NAMES)))
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for name, (address, device, scheme) in PICTURES.items():
            settings = DEVICES[device] | {"device_scale_factor": 1}
            page = browser.new_page(**settings, color_scheme=scheme, base_url=server.url)
            settled(page, address)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
