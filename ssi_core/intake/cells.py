"""One cell to one value by own rules, because a library's guesses change names, decimals and blanks without a word."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ssi_core.i18n import _
from ssi_core.intake.tables import Cell

Sign = str  # "." or ","

LIMIT = 1e9
NO_VALUE = """- -- --- – — ? / n/a na n.a. n.a n/d nd n.d. nan null none nil nvt n.v.t. k.a. s/d s.d. n.r. nc n.c. tbd
    unknown unbekannt onbekend inconnu desconocido desconhecido #n/a #n/d #nv #n/b"""
YES_NO = "true false yes no wahr falsch ja nein nee sí si vrai faux oui non sim não waar onwaar"
INFINITE = re.compile(r"[-+]?(?:inf|infinity|∞)")

_UNIT = r"%|R\$|US\$|[$€£¥₹]|EUR|USD|GBP|CHF|BRL|kr"
_SHAPE = re.compile(
    rf"(?P<open>\()?(?P<sign>[-+]?) ?(?P<before>{_UNIT})? ?(?P<inner>[-+]?)"
    rf"(?P<body>[\d.,][\d.,' ]*(?:e[-+]?\d+)?) ?(?P<after>{_UNIT})?(?P<close>\))?",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(r"[1-9]\d{0,2}(?P<sign>[.,])\d{3}")
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?e[-+]?\d+", re.IGNORECASE)
_DIGITS = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?P<group>[.,' ])\d{3}(?:(?P=group)\d{3})*|\d*)"
    r"(?:(?!(?P=group))(?P<sign>[.,])(?P<rest>\d+))?"
)
_OUT_OF = r" ?(?:/|\b(?:out of|of|von|van|sur|sobre|de)\b) ?"
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ].*)?|\d{1,2}/\d{1,2}")


class Problem(ValueError):
    """Why a cell is not taken as it stands, in words. `asks` names the answer that would decide it, if one would."""

    def __init__(self, words: str, asks: str = ""):
        super().__init__(words)
        self.asks = asks


@dataclass(frozen=True)
class Expected:
    """What a column of numbers may hold, in the column's own unit; a fraction's bounds are those of the percentage."""

    low: float = 0.0
    high: float = LIMIT
    whole: bool = False
    percent: bool = False  # a percent sign is welcome
    money: bool = False  # a currency is welcome
    fraction: bool = False  # without a percent sign, 1 means 100 %
    scale: bool = False  # "41/100" and "41 out of 100" are welcome where `high` is 100


def text(cell: Cell) -> str:
    """A name as it stands, in composed form (NFC) and with single spaces; "" for a blank cell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


def identity(name: str) -> str:
    """What the spellings of one name have in common: case, encoding of accents and invisible signs are left out."""
    visible = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", text(visible).casefold())


def number(cell: Cell, expected: Expected, decimal: Sign | None = None) -> float | None:
    """The cell's number, in percent where the column is a fraction; None for a blank cell.

    decimal: the decimal sign of the column where other cells have shown it.
    Raises Problem for everything else; nothing is ever guessed.
    """
    plain = _plain(cell) if isinstance(cell, str) else cell
    if plain is None or plain == "":
        return None
    if isinstance(plain, str):
        plain = re.sub(rf"{_OUT_OF}{expected.high:g}$", "", plain) if expected.scale else plain
        value, percent = _from_text(plain, expected, decimal)
    else:
        value, percent = _from_typed(plain), False
    return _checked(value * 100 if expected.fraction and not percent else value, expected) + 0.0


def decimal_sign(cell: Cell, expected: Expected) -> Sign | None:
    """The decimal sign that this cell alone gives away, None where it could be either."""
    shape = _SHAPE.fullmatch(_plain(cell)) if isinstance(cell, str) else None
    if not shape:
        return None
    body = shape["body"].strip()
    if undecided := _UNDECIDED.fullmatch(body):
        return undecided["sign"] if expected.high < 1000 else None
    digits = _DIGITS.fullmatch(body)
    if digits and digits["group"] in (".", ","):
        return "," if digits["group"] == "." else "."
    return digits["sign"] if digits else None


def has_percent(cell: Cell) -> bool:
    """Whether the cell carries a percent sign of its own."""
    return isinstance(cell, str) and "%" in _plain(cell)


def _plain(written: str) -> str:
    """Digits of every script as 0 to 9, all spaces, minus signs and apostrophes alike, nothing invisible."""
    signs = (_plain_sign(sign) for sign in written if unicodedata.category(sign) != "Cf")
    return " ".join("".join(signs).split())


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign in "−‐‑﹣－":
        return "-"
    if sign in "’‘ʼ´":
        return "'"
    return unicodedata.normalize("NFKC", sign) if unicodedata.decomposition(sign).startswith("<wide>") else sign


def _from_typed(cell: float | bool | date) -> float:
    if isinstance(cell, bool):
        raise Problem(_("a yes or no, a number is expected"))
    if isinstance(cell, date):
        raise Problem(_("a date, a number is expected"))
    if math.isnan(cell):
        raise Problem(_("no value"))
    if math.isinf(cell):
        raise Problem(_("not a finite number"))
    return cell


def _from_text(plain: str, expected: Expected, decimal: Sign | None) -> tuple[float, bool]:
    """The number and whether it carries a percent sign."""
    shape = _SHAPE.fullmatch(plain)
    if not shape or bool(shape["open"]) != bool(shape["close"]) or (shape["sign"] and shape["inner"]):
        raise Problem(_no_number(plain))
    unit = (shape["before"] or "") + (shape["after"] or "")
    if unit == "%" and not expected.percent:
        raise Problem(_("{value} is a percentage, a count is expected").format(value=plain))
    if unit not in ("", "%") and not expected.money:
        raise Problem(_("an amount of money, a count is expected"))
    value = _value(shape["body"].strip(), expected, decimal)
    negative = shape["open"] or "-" in shape["sign"] + shape["inner"]
    return -value if negative else value, unit == "%"


def _value(body: str, expected: Expected, decimal: Sign | None) -> float:
    if _SCIENTIFIC.fullmatch(body):
        return float(body.replace(",", "."))
    if undecided := _UNDECIDED.fullmatch(body):
        return _undecided(body, undecided["sign"], decimal_sign(body, expected) or decimal)
    digits = _DIGITS.fullmatch(body)
    if not digits:
        raise Problem(_no_number(body))
    whole = re.sub(r"\D", "", digits["whole"])
    return float(f"{whole or 0}.{digits['rest'] or 0}")


def _undecided(body: str, sign: str, decimal: Sign | None) -> float:
    joined, split = body.replace(sign, ""), body.replace(sign, ".")
    if decimal is None:
        words = _("{joined} or {split}? Nothing in the file decides it").format(joined=joined, split=split)
        raise Problem(words, asks="decimal")
    return float(split if sign == decimal else joined)


def _no_number(plain: str) -> str:
    lower = plain.casefold()
    if lower in NO_VALUE.split():
        return _("no value")
    if INFINITE.fullmatch(lower):
        return _("not a finite number")
    if lower in YES_NO.split():
        return _("a yes or no, a number is expected")
    if plain.startswith("#"):
        return _("Excel error {error}").format(error=plain)
    return _("a date, a number is expected") if _DATE.fullmatch(plain) else _("not a number")


def _checked(value: float, expected: Expected) -> float:
    if abs(value) > LIMIT:
        raise Problem(_("above the limit (1e9)"))
    if value < expected.low:
        raise Problem(_("{value:g}, must be {low:g} or more").format(value=value, low=expected.low))
    if value > expected.high:
        raise Problem(_("{value:g}, must be {high:g} or less").format(value=value, high=expected.high))
    if expected.whole and value != math.floor(value):
        raise Problem(_("whole number expected"), asks="unit")
    return value
