"""A sheet's headers to what they mean, in six languages, with how sure that is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ssi_core.intake import units
from ssi_core.intake.units import AMOUNT, FRACTION, MONTH, NOW, PERCENT, WEEK, Said, Unit
from ssi_core.rubric import Activity, Column, Rubric

SURE = 0.9  # from here on a column is taken without a question
SIMILAR = 0.85  # from here on a similar name is offered as a question
CONTAINED = 0.75  # confidence where one name holds all words of the other; also only a question
TYPO_FROM = 8  # a name of so many letters may differ in one of them and is still sure; "posts" and "costs" may not
GUESS_FROM = 5  # letters of a name, and of a header, from which a likeness is worth a question
REPORT_FROM = 2  # typical columns of a usage report
TOTAL = {"total", "totaal", "gesamt", "insgesamt"}  # "Total searches" are searches
PERIOD = PERIOD_START, PERIOD_END = "period_start", "period_end"
ID, SYNONYM, TYPO = 1.0, 0.98, 0.95

_COUNTING = re.compile(
    r"^(?:(?:total )?number of|no of|nr of|count of|anzahl(?: der)?|numero de|nombre d[e']?|nb(?: de)?|nbre de|aantal|"
    r"qtde? de|quantidade de|cantidad de) (?=\w)"
)
_FILLING = """linkedin the of to on and a s y en et e o und auf der die das von des op van het sur de del la el
    los las le les l d du da do dos das no"""
_FILLERS = frozenset(_FILLING.split())

Entry = Activity | Column


@dataclass(frozen=True)
class Choice:
    """What the user says a column is: a target (None to leave it out) and its unit (None for the one that is usual)."""

    target: str | None
    unit: Unit | None = None


@dataclass(frozen=True)
class Match:
    """What a column is taken for.

    target: an activity's or column's id of the rubric; None where the column is not used.
    unit: None for names, groups and dates. unit_known: the header or the user names it, it is not assumed.
    confidence: 0 to 1. asked: the user should be asked whether the column is `guess`.
    """

    column: int
    header: str
    target: str | None = None
    unit: Unit | None = None
    confidence: float = 0.0
    asked: bool = False
    guess: str | None = None
    unit_known: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it counts over a period that nobody has named."""
        return self.unit is not None and self.unit.days > 0 and not self.unit_known


def targets(rubric: Rubric) -> dict[str, Entry]:
    """Everything that a column can be, by id."""
    return {entry.id: entry for entry in (*rubric.columns, *rubric.activities)}


def recognise(header: Sequence[str], rubric: Rubric, mapping: Mapping[str, Choice] | None = None) -> tuple[Match, ...]:
    """One match a column; headers in `mapping` are what the user says, the others are recognised.

    An id of the rubric means that activity in the rubric's unit, no question asked. Of several columns for one target
    the surest is taken, the others are asked about; only results (outcomes) may be many. What the mapping says of a
    target that the rubric doesn't have is left aside. In a usage report of LinkedIn's leads_saved is no id: the report
    counts them over its period.
    """
    known, vocabularies = targets(rubric), _vocabularies(rubric)
    found = [_match(place, name, known, vocabularies) for place, name in enumerate(header)]
    if is_usage_report(found, rubric):
        found = [_as_reported(match, known) for match in found]
    said = {name: choice for name, choice in (mapping or {}).items() if choice.target in (None, *known)}
    chosen = {place: said[name] for place, name in enumerate(header) if name in said}
    taken = {choice.target for choice in chosen.values()} - {None}
    rest = [match for match in found if match.column not in chosen]
    return tuple(
        _chosen(match, chosen[match.column], known) if match.column in chosen else _settled(match, rest, taken, known)
        for match in found
    )


def is_usage_report(matches: Sequence[Match], rubric: Rubric) -> bool:
    """Whether the columns are those of a usage report of LinkedIn's, in whatever words, and not mostly somebody's own.

    It counts over a period: averages a week and the rubric's ids are not its own.
    """
    headers, known, vocabularies = rubric.usage_report.headers, targets(rubric), _vocabularies(rubric)
    typical = {units.plain(name) for name in headers}
    activities = {_match(0, name, known, vocabularies).target for name in headers} - {None}
    said = [(match, units.said(match.header)) for match in matches if match.header.strip() not in known]
    counting = [(match.target, header.rest) for match, header in said if header.kind == "over"]
    found = sum(target in activities or rest in typical for target, rest in counting)
    counted = sum(match.unit is not None and match.unit.adds_up and not match.unit_known for match in matches)
    return found >= REPORT_FROM and 2 * found > counted


def is_outcome(entry: Entry) -> bool:
    """Whether it is a result, which keeps the user's header."""
    return isinstance(entry, Column) and entry.role == "outcome"


def usual_unit(entry: Entry, said: Said) -> Unit | None:
    """The unit of a column for this target, as far as its header says it; counts without a period are a week's."""
    if isinstance(entry, Column):
        if entry.role == "count":
            return Unit(said.kind, said.days or WEEK)
        return AMOUNT if entry.role in ("official", "outcome") else None
    if entry.percent:
        return PERCENT
    if entry.kind == "flow":
        return Unit(said.kind, said.days or WEEK)
    return AMOUNT if said.kind == "per" else NOW


def unit_choices(entry: Entry) -> tuple[Unit, ...]:
    """The units that a column for this target may be in; none for names, groups and dates."""
    usual = usual_unit(entry, Said(""))
    if usual is None:
        return ()
    if usual.days:
        return tuple(Unit(kind, days) for days in (WEEK, MONTH, 90.0) for kind in ("per", "over"))
    return {NOW: (NOW, AMOUNT), PERCENT: (PERCENT, FRACTION)}.get(usual, (usual,))


def _vocabularies(rubric: Rubric) -> "dict[bool, _Vocabulary]":
    """For headers without and with a percent sign."""
    return {percent: _Vocabulary(rubric, percent) for percent in (False, True)}


def _match(place: int, header: str, known: dict, vocabularies: "dict[bool, _Vocabulary]") -> Match:
    if header.strip() in known:
        entry = known[header.strip()]
        unit = usual_unit(entry, Said("", "per", WEEK))
        return Match(place, header, entry.id, unit, ID, guess=entry.id, unit_known=True)
    said = units.said(header)
    target, confidence = vocabularies[said.percent].closest(units.plain(header), said.rest)
    if target is None:
        return Match(place, header)
    entry = known[target]
    if said.days and _is_level(entry):
        confidence = min(confidence, CONTAINED)
    unit, sure = usual_unit(entry, said), confidence >= SURE
    return Match(place, header, target if sure else None, unit, confidence, not sure, target, _is_said(unit, said))


def _as_reported(match: Match, known: dict[str, Entry]) -> Match:
    """The match, where its header is an id with the unit that the header says and not the rubric's."""
    if match.target is None or match.header.strip() != match.target:
        return match
    said = units.said(match.header)
    unit = usual_unit(known[match.target], said)
    return replace(match, unit=unit, unit_known=_is_said(unit, said))


def _is_said(unit: Unit | None, said: Said) -> bool:
    """Whether the header names the period of this unit; a rate has none, and "within a day" is not one."""
    return unit is not None and 0 < unit.days == said.days


def _is_level(entry: Entry) -> bool:
    """Whether a period in the header makes it something else, as with connections and connections this month."""
    return entry.role == "official" if isinstance(entry, Column) else entry.kind == "stock"


def _chosen(match: Match, choice: Choice, known: dict) -> Match:
    if choice.target is None:
        return Match(match.column, match.header)
    if choice.unit is None and choice.target == match.guess:
        return replace(match, target=choice.target, confidence=1.0, asked=False)
    said = units.said(match.header)
    usual = usual_unit(known[choice.target], said)
    unit = usual and (choice.unit or usual)
    unit_known = choice.unit is not None or _is_said(unit, said)
    return Match(match.column, match.header, choice.target, unit, 1.0, guess=choice.target, unit_known=unit_known)


def _settled(match: Match, found: Sequence[Match], taken: set, known: dict) -> Match:
    """The match, unless its target goes to a column that the user chose or that is surer."""
    rivals = [other for other in found if other.target == match.guess]
    if match.guess in taken or (match.target is None and rivals):
        return replace(match, target=None, asked=False)
    if match.target is None or is_outcome(known[match.target]):
        return match
    surest = max(rivals, key=lambda rival: rival.confidence)
    return match if match == surest else replace(match, target=None, asked=True)


@lru_cache(maxsize=8192)  # the rubric's 1,900 names come by for every table
def _words(plain: str) -> str:
    """The words that carry the meaning."""
    words = _COUNTING.sub("", " ".join(plain.replace("/", " ").replace("%", " ").split())).split()
    return " ".join([word for word in words if word not in _FILLERS] or words)


@lru_cache(maxsize=8192)
def _singular(words: str) -> str:
    """Near enough to the singular for comparing, in all six languages."""
    return " ".join(re.sub(r"(?<=[^s]{3})s$", "", word) for word in words.split())


class _Vocabulary:
    """Every name of every target. With a percent sign "invitations accepted" is the rate, without it the count."""

    def __init__(self, rubric: Rubric, percent: bool):
        rates = {rate.count: rate.id for rate in rubric.rates} if percent else {}
        self.target_of: dict[str, str] = {}
        for entry in (*rubric.columns, *rubric.activities):
            if not percent or entry.id in rates or is_outcome(entry) or getattr(entry, "percent", False):
                for name in _names(entry):
                    self.target_of.setdefault(_words(name), rates.get(entry.id, entry.id))
        self.names = list(self.target_of)
        singular = {_singular(words): target for words, target in reversed(self.target_of.items())}
        self.joined = {words.replace(" ", ""): target for words, target in (singular | self.target_of).items()}
        self.keys = list(self.joined)

    def closest(self, whole: str, rest: str) -> tuple[str | None, float]:
        """The best target for a header, whole or without its unit words, and the confidence."""
        without_total = " ".join(word for word in rest.split() if word not in TOTAL)
        wordings = [words for words in dict.fromkeys(map(_words, (whole, rest, without_total))) if words]
        for find, confidence in ((self._exact, SYNONYM), (self._typo, TYPO)):
            for words in wordings:
                if target := find(words):
                    return target, confidence
        guesses = (self._guess(words) for words in reversed(wordings))  # "likes per week" is rather likes than a week
        return max(guesses, key=lambda guess: guess[1], default=(None, 0.0))

    def _exact(self, words: str) -> str | None:
        """As written, else in the singular: Group is a team, Groups are those that somebody takes part in."""
        return self.joined.get(words.replace(" ", "")) or self.joined.get(_singular(words).replace(" ", ""))

    def _typo(self, words: str) -> str | None:
        key = words.replace(" ", "")
        if len(key) < TYPO_FROM:
            return None
        near = process.extractOne(key, self.keys, scorer=OSA.distance, score_cutoff=1)
        return self.joined[near[0]] if near else None

    def _guess(self, words: str) -> tuple[str | None, float]:
        """All the words of the one inside the other, or similar words in any order; always below SURE."""
        if len(words) < GUESS_FROM:
            return None, 0.0
        inside = process.extract(words, self.names, scorer=fuzz.token_set_ratio, score_cutoff=100, limit=None)
        long = [name for name, _, _ in inside if len(name) >= GUESS_FROM]
        if long:
            return self.target_of[max(long, key=lambda name: fuzz.token_sort_ratio(name, words))], CONTAINED
        similar = process.extractOne(words, self.names, scorer=fuzz.token_sort_ratio, score_cutoff=100 * SIMILAR)
        return (self.target_of[similar[0]], min(similar[1] / 100, SURE - 0.01)) if similar else (None, 0.0)


def _names(entry: Entry) -> Iterator[str]:
    """All a target is called, the name with its unit among them, as the template writes it."""
    yield units.plain(entry.name)
    if isinstance(entry, Activity):
        yield units.said(f"{entry.name} ({entry.unit})").rest
    yield from (units.plain(name) for names in entry.synonyms.values() for name in names)
