"""What reading a team sheet leaves open, and what the user says about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ssi_core.i18n import _
from ssi_core.intake.cells import Sign
from ssi_core.intake.units import MONTH, WEEK

Twins = Literal["ask", "add", "last", "separate"]
Totals = Literal["leave out", "keep"]


@dataclass(frozen=True)
class Answers:
    """What the user says about all files; the defaults are what is done unasked.

    twins: rows of one person with the same date or with none. totals: rows that look like a sum or mean of the others.
    decimal, day_first: for columns whose cells don't tell; the number is left unknown, the date has its day first.
    period, report_period: days that a count covers where nothing says it, in a usage report of LinkedIn's the second.
    """

    twins: Twins = "ask"
    totals: Totals = "leave out"
    decimal: Sign | None = None
    day_first: bool | None = None
    period: float = WEEK
    report_period: float = MONTH


@dataclass(frozen=True)
class Option:
    """value: for the field of Answers, or a Choice for the column."""

    value: Any
    label: str


@dataclass(frozen=True)
class Question:
    """about: a field of Answers, or "mapping" for what `column` is. The first option is what was done unasked."""

    about: str
    text: str
    options: tuple[Option, ...]
    places: tuple[str, ...] = ()  # what it is about, a sentence each
    column: str = ""


def question(about: str, places: Sequence[str]) -> Question:
    """The question about a field of Answers, with the places that raised it."""
    text, options = _TEXTS[about]()
    return Question(about, text, tuple(Option(value, label) for value, label in options), tuple(dict.fromkeys(places)))


_TEXTS = {
    "twins": lambda: (
        _("Some people stand in several rows with the same date. What are these rows?"),
        [
            ("ask", _("I don't know yet: leave them out")),
            ("add", _("Parts of one person's figures: add them up")),
            ("last", _("The same person again: keep the last row")),
            ("separate", _("Different people: keep them apart")),
        ],
    ),
    "totals": lambda: (
        _("Some rows look like a total or an average. Are they people?"),
        [("leave out", _("No: leave them out")), ("keep", _("Yes: keep them"))],
    ),
    "decimal": lambda: (
        _("Some numbers can be read in two ways. How do you write one and a half?"),
        [(None, _("I don't know: leave them unknown")), (",", "1,5"), (".", "1.5")],
    ),
    "day_first": lambda: (
        _("Some dates can be read in two ways. Which comes first?"),
        [(None, _("I don't know: take the day first")), (True, _("The day")), (False, _("The month"))],
    ),
    "period": lambda: (
        _("Which period do these counts cover?"),
        [
            (WEEK, _("a week")),
            (MONTH, _("a month")),
            (90.0, _("90 days")),
            (365.0, _("a year")),
        ],
    ),
    "report_period": lambda: (
        _("Which period does the usage report cover?"),
        [
            (MONTH, _("30 days, as LinkedIn sets it")),
            (WEEK, _("a week")),
            (90.0, _("90 days")),
            (365.0, _("a year")),
        ],
    ),
}
