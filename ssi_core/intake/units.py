"""What a column's numbers count: the unit, and how a header says it in six languages."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ssi_core.i18n import _

WEEK, MONTH = 7.0, 30.0


@dataclass(frozen=True)
class Unit:
    """per: an average of so many days; over: a count in so many days; row: a count in the days that each row names;
    now: a count of what there is.

    amount: any number; percent: 0 to 100; fraction: 0 to 1. Counts are whole numbers, averages and amounts need not be.
    """

    kind: Literal["per", "over", "row", "now", "amount", "percent", "fraction"]
    days: float = 0.0

    @property
    def whole(self) -> bool:
        return self.kind in ("over", "row", "now")

    @property
    def adds_up(self) -> bool:
        """Whether it counts over a period, so that parts can be added."""
        return self.days > 0 or self.kind == "row"

    @property
    def weeks(self) -> float | None:
        """Length of the period in weeks, None for a unit without one."""
        return self.days / WEEK if self.days else None

    @property
    def words(self) -> str:
        """The unit as the mapping shows it."""
        if self.kind in ("per", "over"):
            return self._period()
        words = {
            "row": _("count in the row's own days"),
            "now": _("how many there are"),
            "amount": _("as it stands"),
            "fraction": _("share of 1"),
        }
        return words.get(self.kind, _("percent"))

    def _period(self) -> str:
        per = {WEEK: _("average per week"), MONTH: _("average per month")}
        over = {WEEK: _("count in a week"), MONTH: _("count in a month")}
        other = _("average per {days:g} days") if self.kind == "per" else _("count in {days:g} days")
        return (per if self.kind == "per" else over).get(self.days, other.format(days=self.days))


BY_ROW, NOW, AMOUNT, PERCENT, FRACTION = map(Unit, ("row", "now", "amount", "percent", "fraction"))

_NOUNS = {
    1.0: "day days d dia dias dag dagen tag tage tagen jour jours",
    WEEK: "week weeks wk wks weken semana semanas woche wochen semaine semaines",
    MONTH: "month months mo mth mes meses maand maanden monat monate monaten monats mois",
    91.0: "quarter quarters qtr quartal kwartaal trimestre trimestres q1 q2 q3 q4 t1 t2 t3 t4",
    365.0: "year years yr ano anos jaar jahr jahre an ans annee",
}
_ADJECTIVES = {
    1.0: "daily diario diarios diaria diarias dagelijks dagelijkse taglich tagliche "
    "quotidien quotidiens quotidienne quotidiennes",
    WEEK: "weekly semanal semanales semanais wekelijks wekelijkse wochentlich wochentliche "
    "hebdomadaire hebdomadaires hebdo",
    MONTH: "monthly mensual mensuales mensal mensais maandelijks maandelijkse monatlich monatliche "
    "mensuel mensuels mensuelle mensuelles",
    91.0: "quarterly trimestral trimestrales trimestrais quartalsweise driemaandelijks trimestriel trimestriels",
    365.0: "yearly annual anual anuales jaarlijks jahrlich annuel",
}
_DAYS = {word: days for table in (_NOUNS, _ADJECTIVES) for days, words in table.items() for word in words.split()}


def _either(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_NOUN, _ADJECTIVE = (f"(?P<noun>{_either(' '.join(table.values()))})" for table in (_NOUNS, _ADJECTIVES))
_LATEST = _either(
    "last past previous this current letzte letzten letzter letztes vergangene vergangenen diese dieser diesen "
    "aktuelle laatste afgelopen deze vorige ultimo ultimos ultima ultimas esta este dernier derniers derniere "
    "dernieres cette ce pasado pasada passado passada passados nesta neste"
)
_LEAD = (
    r"(?:(?:in|over|for|im|am|en|em|sur|dans|nos|nas|no|del|du|do|durante) )?"
    r"(?:(?:the|den|der|los|las|les|la|le|el|os|as|de|o|a) )?"
)
_PATTERNS: tuple[tuple[Literal["per", "over"], str], ...] = (
    ("per", rf"(?:(?:per|a|an|each|every|por|al|a la|ao|na|pro|je|par|p) |/ ){_NOUN}\b"),
    ("per", rf"{_ADJECTIVE}\b"),
    ("over", rf"{_LEAD}(?:{_LATEST} )?(?P<many>\d{{1,3}}) ?(?:{_LATEST} )?{_NOUN}(?: {_LATEST})?\b"),
    ("over", rf"{_LEAD}{_LATEST} {_NOUN}\b"),
    ("over", rf"{_LEAD}{_NOUN} {_LATEST}\b"),
    ("over", rf"(?:20\d\d )?{_LEAD}(?!d\b|an\b|day|dia|dag|tag|jour){_NOUN}(?: 20\d\d)?$"),
)
_PERIODS: tuple[tuple[Literal["per", "over"], re.Pattern], ...] = tuple(
    (kind, re.compile(rf"(?<!\w){pattern}")) for kind, pattern in _PATTERNS
)
_AVERAGE = re.compile(
    r"(?<!\w)(?:average|avg|mean|ø|durchschnittlich\w*|durchschnitt|mittelwert|schnitt|promedio|gemiddeld\w*|moyennes?|"
    r"moyen)(?!\w)|^media (?:de )?"
)
_PERCENT = re.compile(
    r"(?:(?<!\w)(?:in|en|em) )?(?:%|(?<!\w)(?:percent|percentage|pct|prozent|prozentual|procent|porcentaje|pourcentage|"
    r"porcentagem|percentual|por ciento|por cento|pour cent|per cent)(?!\w))"
)
_SCALE = re.compile(
    r"(?:\b0 )?(?:\b(?:to|a|bis|tot|max|maximum|out of|of|von|van|sur|sobre|de) |/ )?\b(?:25|100)$|\b0 (?:\w+ )?1$"
)


@dataclass(frozen=True)
class Said:
    """A header without its unit words and its scale (0 to 100); kind and days of its period (0 for none), percent."""

    rest: str
    kind: Literal["per", "over"] = "over"
    days: float = 0.0
    percent: bool = False


@lru_cache(maxsize=8192)
def plain(header: str) -> str:
    """Small letters without accents, words and % and / apart by single spaces, no other signs."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", header).casefold())
    kept = (_spaced(sign) for sign in letters if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())


def said(header: str) -> Said:
    """What the header says about the unit: of "Posts por mes" that it counts posts, an average of 30 days."""
    words = plain(header)
    without_percent = _without(_PERCENT, words)
    without_scale = _without(_SCALE, without_percent)
    rest = _without(_AVERAGE, without_scale)
    average, percent = rest != without_scale, without_percent != words
    for kind, pattern in _PERIODS:
        if found := pattern.search(rest):
            days = _DAYS[found["noun"]] * int(found.groupdict().get("many") or 1)
            return Said(_without(pattern, rest), "per" if average else kind, days, percent)
    return Said(rest, "per" if average else "over", 0.0, percent)


def _spaced(sign: str) -> str:
    if sign.isalnum():
        return sign
    return f" {sign} " if sign in "%/" else " "


def _without(pattern: re.Pattern, words: str) -> str:
    return " ".join(pattern.sub(" ", words, count=1).split())
