"""A cell to a day: typed dates, ISO, day or month first, months in words, ISO weeks and Excel's serial numbers."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from ssi_core.i18n import _
from ssi_core.intake.cells import NO_VALUE, Problem
from ssi_core.intake.tables import Cell

YEARS = range(2000, 2100)
EXCEL_DAY_ZERO = date(1899, 12, 30)
MONTHS = (
    "january janner januar januari janvier janeiro enero",
    "february februar februari fevrier fevereiro febrero",
    "march marz maerz mrz maart mrt mars marco marzo",
    "april avril abril",
    "may mai mei maio mayo",
    "june juni juin junho junio",
    "july juli juillet julho julio",
    "august augustus aout agosto",
    "september septembre setembro septiembre",
    "october oktober octobre outubro octubre",
    "november novembre novembro noviembre",
    "december dezember decembre dezembro diciembre dicembre",
)

_TIME = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?(?:Z|UTC|[-+]\d{2}:?\d{2}))?$", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?|(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([-/. ]) ?(\d{1,2})\2 ?(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WEEK = re.compile(r"(?P<year>\d{4})[- ]?W(?P<week>\d{1,2})", re.IGNORECASE)
_WEEK_YEAR = re.compile(r"[^\W\d]+\.? ?(?P<week>\d{1,2})[-/, ]+(?P<year>\d{4})")
_WEEK_WORDS = re.compile(r"(?:w|wk|kw|week|woche|semana|semaine|sem|s)\b|(?:w|kw)\d", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LINKING = {"de", "del", "of", "the", "st", "nd", "rd", "th", "er", "le", "el"}


def day(cell: Cell, day_first: bool | None = None) -> date | None:
    """The day that a cell names, None for a blank one; a month is its first day, an ISO week its Monday.

    day_first: how to read 3/4/2026 where the cell itself does not say; None refuses it.
    Raises Problem with the reason in words.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        found = _typed(cell) if not isinstance(cell, str) else _written(" ".join(cell.split()), day_first)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, Problem) else Problem(_("there is no such day")) from None
    if found.year not in YEARS:
        raise Problem(_("not a date between 2000 and 2099"))
    return found


def day_first(cell: Cell) -> bool | None:
    """Whether the cell writes the day before the month; None where it does not say."""
    match = _NUMERIC.fullmatch(_TIME.sub("", cell.strip())) if isinstance(cell, str) else None
    if not match:
        return None
    first, second = int(match[1]), int(match[3])
    if match[2] == "." or (first > 12 and second <= 12):
        return True
    return False if second > 12 >= first else None


def is_either(cell: Cell) -> bool:
    """Whether the cell is a date that reads differently with the day or the month first."""
    match = _NUMERIC.fullmatch(_TIME.sub("", cell.strip())) if isinstance(cell, str) else None
    return bool(match) and day_first(cell) is None and match[1] != match[3] and max(int(match[1]), int(match[3])) <= 12


def _typed(cell: float | bool | date) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        raise Problem(_("not a date"))
    return EXCEL_DAY_ZERO + timedelta(days=int(cell))


def _written(words: str, first: bool | None) -> date:
    words = _TIME.sub("", words)
    if iso := _ISO.fullmatch(words):
        year, month, number = (iso[1], iso[3], iso[4] or 1) if iso[1] else (iso[5], iso[6], iso[7])
        return date(int(year), int(month), int(number))
    if words.isdecimal():
        return EXCEL_DAY_ZERO + timedelta(days=int(words))
    if numeric := _NUMERIC.fullmatch(words):
        return _numeric(numeric, words, first)
    if month := _MONTH_YEAR.fullmatch(words):
        return date(int(month[2]), int(month[1]), 1)
    week = _WEEK.fullmatch(words) or (_WEEK_WORDS.match(words) and _WEEK_YEAR.fullmatch(words))
    if week:
        return date.fromisocalendar(int(week["year"]), int(week["week"]), 1)
    return _month_in_words(words)


def _numeric(match: re.Match, words: str, first: bool | None) -> date:
    said = day_first(words)
    order = first if said is None else said
    one, two = int(match[1]), int(match[3])
    if order is None and is_either(words):
        raise Problem(_("day or month first? Nothing in the column decides it"), asks="day_first")
    number, month = (two, one) if order is False else (one, two)
    year = int(match[4])
    return date(year if year >= 100 else 2000 + year, month, number)


def _month_in_words(words: str) -> date:
    """5 Jan 2026, Jan 5, 2026, January 2026 and the like in six languages."""
    tokens = [token for token in _WORDS.findall(_folded(words)) if token not in _LINKING]
    names, numbers = [t for t in tokens if not t.isdecimal()], [int(t) for t in tokens if t.isdecimal()]
    month = _month(names[0]) if len(names) == 1 else None
    if month is None or not 1 <= len(numbers) <= 2:
        raise Problem(_("no value") if words.casefold() in NO_VALUE.split() else _("not a date"))
    *days, year = reversed(numbers) if numbers[0] >= 100 else numbers
    return date(year if year >= 100 else 2000 + year, month, days[0] if days else 1)


def _month(word: str) -> int | None:
    found = [place for place, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names.split())]
    return found[0] if len(found) == 1 and len(word) >= 3 else None


def _folded(words: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", words.casefold()) if not unicodedata.combining(sign))
