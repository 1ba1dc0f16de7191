"""A date cell of the archive to seconds in UTC, in LinkedIn's own formats and in those that Excel makes of them."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from ssi_core.i18n import _
from ssi_core.intake import dates
from ssi_core.intake.cells import Problem

DAY = 86_400
_UNIX = date(1970, 1, 1).toordinal()

# A time of day at the end: 05:28 AM, 15:09:26 UTC, 06:14
_CLOCK = re.compile(
    r"[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([ap])\.? ?m\.?)?(?: ?(?:UTC|GMT|Z))?$", re.IGNORECASE
)
_JAVA = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) \w+ (\d{4})"
)  # Wed Jun 16 06:56:05 UTC 2021
_MONTHS = {month for names in dates.MONTHS for month in names.split()}
_MONTH = "(?:" + "|".join(sorted(_MONTHS | {month[:3] for month in _MONTHS}, key=len, reverse=True)) + r")\.?"
_PART = rf"(?:\d{{4}}|\d{{1,2}}|{_MONTH})"
_DATE_LIKE = re.compile(
    rf"(?=.{{1,30}}$)(?=\D*\d){_PART}(?:[-/., ]+{_PART}){{0,2}}"
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?)?(?: ?[AP]M)?(?: UTC)?",
    re.IGNORECASE,
)


def seconds(cell: str, day_first: bool = False) -> int:
    """Seconds since 1970 in UTC; a day without a time is its midnight.

    day_first: how to read 3/4/2026, which LinkedIn itself writes month first. Raises Problem with the reason in words.
    """
    if cell[4:5] in "-/" and cell[10:11] == " " and cell[19:] in ("", " UTC"):
        try:
            return int(datetime.fromisoformat(f"{cell[:19].replace('/', '-')}+00:00").timestamp())
        except ValueError:
            pass
    words = " ".join(cell.split())
    if java := _JAVA.fullmatch(words):
        words = f"{java[2]} {java[1]} {java[4]} {java[3]}"
    clock = _CLOCK.search(words)
    day = _day(words[: clock.start()] if clock else words, day_first)
    return day * DAY + (_of_day(clock) if clock else 0)


def day_first(cells: Iterable[str]) -> bool:
    """Whether a column writes the day before the month: the first cell that tells decides, LinkedIn itself does not."""
    return next((said for said in map(dates.day_first, cells) if said is not None), False)


def day_of(at: int) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def shown(cell: str) -> str:
    """The cell where it can be nothing but a date, "" otherwise: a finding must not repeat what else stood there."""
    words = " ".join(cell.split())
    return words if _DATE_LIKE.fullmatch(words) else ""


@lru_cache(maxsize=50_000)
def _day(words: str, day_first: bool) -> int:
    """Days since 1970."""
    found = dates.day(words, day_first)
    if found is None:
        raise Problem(_("no date"))
    return found.toordinal() - _UNIX


def _of_day(clock: re.Match) -> int:
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Problem(_("there is no such time of day"))
    return hour * 3600 + minute * 60 + second
