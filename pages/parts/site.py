"""The app's pages, once: what the router lists, what links point to and what the smoke test walks through."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from ssi_core.i18n import _
from ssi_core.rubric import load

ME, TEAM, WORKSHOP, ABOUT = _("Me"), _("My team"), _("Workshop"), _("About")


@dataclass(frozen=True)
class Entry:
    """A page: where its script lies below pages/, its address, and how the sidebar names it."""

    script: str
    address: str
    title: str
    icon: str
    group: str = ""
    hidden: bool = False

    @property
    def page(self) -> st.Page:
        return st.Page(
            self.script,
            title=self.title,
            icon=f":material/{self.icon}:",
            url_path=self.address,
            default=self.address == "start",
            visibility="hidden" if self.hidden else "visible",
        )


START = Entry("start.py", "start", _("Start"), "home")
QUESTIONS = [
    Entry("me/questionnaire.py", f"questions-{step}", _("Questionnaire"), "checklist", ME, hidden=step > 1)
    for step in range(1, len(load().pillars) + 1)
]
LINKEDIN = Entry("me/linkedin.py", "linkedin-data", _("LinkedIn data"), "folder_zip", ME)
SCORE = Entry("me/score.py", "score", _("My score"), "speed", ME)
PLAN = Entry("me/plan.py", "plan", _("My plan"), "event_available", ME)
PROGRESS = Entry("me/progress.py", "progress", _("My progress"), "timeline", ME)
UPLOAD = Entry("team/upload.py", "team-data", _("Team data"), "upload_file", TEAM)
OVERVIEW = Entry("team/overview.py", "team", _("Team overview"), "groups", TEAM)
PERSON = Entry("team/person.py", "person", _("One person"), "person", TEAM)
DRIVERS = Entry("team/drivers.py", "drivers", _("What moves the score"), "insights", TEAM)
OVER_TIME = Entry("team/over_time.py", "over-time", _("Over time"), "show_chart", TEAM)
RESULTS = Entry("team/results.py", "results", _("Results"), "trending_up", TEAM)
TRIAL = Entry("team/trial.py", "trial", _("Try it out"), "experiment", TEAM)
MEMBERS = Entry("team/members.py", "members", _("Who may see what"), "admin_panel_settings", TEAM)
DEMO = Entry("workshop/demo.py", "demo", _("Samples and personas"), "co_present", WORKSHOP)
TOUR = Entry("workshop/tour.py", "tour", _("Tour"), "slideshow", WORKSHOP)
ROOM = Entry("workshop/room.py", "room", _("A room"), "qr_code_2", WORKSHOP)
WALL = Entry("workshop/wall.py", "wall", _("Wall"), "tv", WORKSHOP, hidden=True)
METHOD = Entry("about/method.py", "method", _("Method and sources"), "function", ABOUT)
DATA = Entry("about/data.py", "your-data", _("Your data"), "database", ABOUT)
PRIVACY = Entry("about/privacy.py", "privacy", _("Privacy"), "lock", ABOUT)

ENTRIES = (
    START,
    *QUESTIONS,
    LINKEDIN,
    SCORE,
    PLAN,
    PROGRESS,
    UPLOAD,
    OVERVIEW,
    PERSON,
    DRIVERS,
    OVER_TIME,
    RESULTS,
    TRIAL,
    MEMBERS,
    DEMO,
    TOUR,
    ROOM,
    WALL,
    METHOD,
    DATA,
    PRIVACY,
)


def sections() -> dict[str, list[st.Page]]:
    """The pages by sidebar group, as st.navigation takes them."""
    return {group: [entry.page for entry in ENTRIES if entry.group == group] for group in _groups()}


def go(entry: Entry) -> None:
    """Switch to the page; it opens scrolled to its top."""
    st.switch_page(entry.page)


def link(entry: Entry, label: str | None = None) -> None:
    """A link to the page in running text."""
    st.page_link(entry.page, label=label)


def _groups() -> Iterator[str]:
    return iter(dict.fromkeys(entry.group for entry in ENTRIES))
