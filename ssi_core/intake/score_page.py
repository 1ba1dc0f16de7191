"""The text of LinkedIn's score page, copied in whatever order, layout and language, to what it says."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ssi_core.rubric import Rubric
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.frame import official, official_columns

MOST_TOTALS = 8  # numbers tried as the total; the page names the index four times
HEADING = 6  # words of a heading at most; more are a sentence
PAGE = 400  # words of the page at most, where nothing says "out of 100": longer texts are about the index
GROUPS = {
    "industry": "industry|industrie|industria|setor|sector|branche|secteur|settore|bedrijfstak",
    "network": r"network|red|rede|rete|netwerk|netzwerk\w*|reseau",
    "team": "team|equipo|equipe",
}

_TOP = "top|primeir[ao]s|primer[ao]?s?|premier(?:e?s)?|mejores|melhores|meilleurs|besten?|ober(?:st)?en|bovenste|eerste"
_WEEK = r"(?:week|semana|woche|semaine)\b(?:\ (?:passada|pasada|anterior|derniere|precedente))?"
_OF = r"\s*(?:/|sobre\s|(?:[^\W\d_]{1,3}\s+){1,2})\s*"  # "out of", "de", "von" and what else stands before 100
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_TOKEN = rf"""
    (?P<other>\d{{1,4}}([-/.])\d{{1,2}}\2\d{{1,4}}|\d{{1,2}}:\d{{2}}|\b0\s*(?:to|bis|tot|ate|a|[-–])\s*(?:25|100)\b)
  | \b(?:{_TOP})\s*(?P<rank>{_NUMBER}\s?%)
  | \b(?P<change>(?:no|sem|sin|geen|keine?|aucun\w*)\b[^.|\n\d%]{{1,30}}?{_WEEK}
      |(?:(?!(?:{_TOP})\b)[^\W\d_]+\s){{1,3}}\d{{1,2}}\s?%[^.|\n\d]{{1,30}}?{_WEEK})
  | (?P<percent>{_NUMBER}\s?%)
  | (?<![\w.,])(?P<total>{_NUMBER}){_OF}100(?!\w)
  | (?<![\w.,])(?P<number>-?{_NUMBER})(?!\w|[.,]\d|\+)(?:{_OF}{PILLAR_POINTS:.0f}(?!\w))?
  | (?<!\w)(?:NAMES)(?!\w)
  | \b(?P<mean>average|mean|medi[ao]|promedio|gemiddeld\w*|moyenn?e?|durchschnitt\w*)\b
  | \b(?P<own>(?:component|composante|komponente)\w*|bestandteile|onderdelen)\b
  | (?P<stop>[.!?](?=\s|$)|[|\t]|[ ]{{2,}})
  | (?P<line>\n)
  | (?P<word>[^\W_]+)
"""
_INDUSTRY_NAME = re.compile(r"\bin the ([^\n|.]{2,60}?) industry have\b", re.IGNORECASE)

Pairs = dict[int, int]  # a label and its figure, as places among the items


@dataclass
class _Item:
    """A figure, or a stretch of text without one and the marks found in it."""

    kind: str
    line: int
    part: int  # items of one part are not divided by a full stop, a bar or a line break
    value: float = 0.0
    words: str = ""
    marks: list[str] = field(default_factory=list)

    @property
    def group(self) -> str:
        return next((mark for mark in reversed(self.marks) if mark in GROUPS), "")

    def has(self, *marks: str) -> bool:
        return not set(marks).isdisjoint(self.marks)


def adds_up(total: float, pillars: Collection[float]) -> bool:
    """Whether the pillars make the total, as far as each is rounded the way it is written.

    The page rounds the total and shows up to three decimals of a pillar, without zeros at the end.
    """
    digits = max(_decimals(points) for points in pillars)
    slack = 0.5 * 10.0 ** -_decimals(total) + 0.5 * len(pillars) * 10.0**-digits
    return abs(sum(pillars) - total) <= slack + 1e-9


def read_page(text: str, rubric: Rubric) -> dict[str, Any]:
    """What the text says: "total", "pillars" by id, and of "industry", "network" and "team" what is known.

    A group has any of "rank", "total", "pillars", "name" and "change". Empty where nothing speaks of a score.
    """
    clean = unicodedata.normalize("NFC", "".join(sign for sign in text if unicodedata.category(sign) != "Cf"))
    items = _without_tails(list(_items(clean, rubric)))
    columns = official_columns(rubric)
    words = sum(len(item.marks) for item in items)
    if words > HEADING and not any(item.has(*columns) for item in items):
        return {}
    if words > PAGE and not any(item.kind == "total" for item in items):
        return {}
    found = _Page(items, rubric).read()
    if "industry" in found and (name := _INDUSTRY_NAME.search(clean)):
        found["industry"]["name"] = name[1].strip()
    return found


def pillar_called(name: str, rubric: Rubric) -> str | None:
    """The id of the pillar that LinkedIn or a tracker calls so: "FIND_RIGHT_PEOPLE" is finding."""
    match = re.fullmatch("|".join(f"(?P<{kind}>{names})" for kind, names in _names(rubric)), _fold(name), re.VERBOSE)
    return next((pillar for pillar in rubric.pillar_ids if match and match.lastgroup == official(pillar)), None)


def _decimals(value: float) -> int:
    return next((digits for digits in range(3) if round(value, digits) == value), 3)


def _items(text: str, rubric: Rubric) -> Iterator[_Item]:
    """The figures and the stretches of text between them, in order."""
    line = part = 0
    open_text: list[_Item] = []
    for match in _tokens(_names(rubric)).finditer(_fold(text)):
        kind = match.lastgroup or ""
        if kind in (*official_columns(rubric), *GROUPS, "mean", "own", "word", "other"):
            open_text = open_text or [_Item("text", line, part)]
            open_text[0].marks.append(kind)
            continue
        yield from open_text
        open_text = []
        if kind in ("line", "stop"):
            part, line = part + 1, line + (kind == "line")
        elif kind == "change":
            yield _Item(kind, line, part, words=" ".join(text[match.start() : match.end()].split()))
        else:
            value = float(match[kind].rstrip("% ").replace(",", "."))
            yield _Item("rank" if kind == "percent" else kind, line, part, value)
    yield from open_text


def _without_tails(items: Sequence[_Item]) -> list[_Item]:
    """Without what ends a rank's line, as in "65 % superior", so that a label on the next line stands beside it."""

    def is_tail(before: _Item, item: _Item) -> bool:
        return (before.kind, before.part) == ("rank", item.part) and {item.kind, *item.marks} == {"text", "word"}

    return [*items[:1], *(item for before, item in pairwise(items) if not is_tail(before, item))]


def _fold(text: str) -> str:
    """Small letters without accents, one for one, so that places in the text stay."""
    return "".join(map(_folded, text))


def _folded(sign: str) -> str:
    if sign in "’‘ʼ´":
        return "'"
    return " " if sign.isspace() and sign not in "\n\t" else unicodedata.normalize("NFD", sign.lower())[0]


def _names(rubric: Rubric) -> tuple[tuple[str, str], ...]:
    """For LinkedIn's pillars and total a pattern of all that they are called, long names before short ones."""
    synonyms = {column.id: column.synonyms for column in rubric.columns}
    columns = official_columns(rubric)
    return tuple((name, _any_of(synonyms.get(name, {}))) for name in (*columns[1:], columns[0]))


def _any_of(synonyms: Mapping[Any, Sequence[str]]) -> str:
    names = {_fold(name) for some in synonyms.values() for name in some}
    return "|".join(r"[\ _]+".join(map(re.escape, re.split("[ _]", name))) for name in sorted(names, key=len)[::-1])


@lru_cache(maxsize=4)
def _tokens(names: tuple[tuple[str, str], ...]) -> re.Pattern:
    patterns = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in (*names, *GROUPS.items()))
    return re.compile(_TOKEN.replace("NAMES", patterns), re.VERBOSE)


class _Page:
    """Whom the page speaks of where, and which figure belongs to which name."""

    def __init__(self, items: Sequence[_Item], rubric: Rubric):
        self.items = items
        self.pillar_of = {official(pillar): pillar for pillar in rubric.pillar_ids}
        self.total = official_columns(rubric)[0]
        self.sections = self._sections()
        self.means = {place: group for place in self._of("number") if (group := self._mean(place)) is not None}
        self.numbers = [place for place in self._of("number") if place not in self.means]
        self.mean_of = {group: items[place].value for place, group in reversed(self.means.items()) if group}

    def read(self) -> dict[str, Any]:
        """All of `read_page` but the industry's name."""
        changes = {self.sections[place]: self.items[place].words for place in reversed(self._of("change"))}
        total, own, others = self._scores()
        of_groups = {"rank": self._ranks(), "total": self.mean_of, "pillars": others, "change": changes}
        found: dict[str, Any] = {} if total is None else {"total": total}
        found |= {"pillars": own} if own else {}
        for group in GROUPS:
            if facts := {name: said[group] for name, said in of_groups.items() if group in said}:
                found[group] = facts
        return found

    def _of(self, kind: str) -> list[int]:
        return [place for place, item in enumerate(self.items) if item.kind == kind]

    def _sections(self) -> list[str]:
        """For each item the group that it is about, "" for the member."""
        sections, current = [], ""
        for place, item in enumerate(self.items):
            if item.group and (self._is_heading(item) or self._leads_to_number(place)):
                current = item.group
            elif item.kind == "total" or (item.has(self.total, "own") and not item.has("mean") and not item.group):
                current = ""
            sections.append(current)
        return sections

    def _is_heading(self, item: _Item) -> bool:
        return len(item.marks) <= HEADING and not item.has(self.total)

    def _leads_to_number(self, place: int) -> bool:
        """Whether a sentence goes on with a figure, as in "an average SSI of 31"."""
        following = self.items[place + 1 : place + 2]
        return any(item.kind == "number" and item.part == self.items[place].part for item in following)

    def _mean(self, place: int) -> str | None:
        """The group whose mean this number is, "" for one that isn't known; None for any other number."""
        before = self.items[place - 1] if place else _Item("", 0, 0)
        in_sentence = before.group and before.part == self.items[place].part and before.has(self.total, "mean")
        if in_sentence or (before.has(self.total) and before.has("mean")):
            return before.group or self.sections[place]
        return None

    def _ranks(self) -> dict[str, float]:
        """Top so many percent: what stands below a group's own heading, else in the page's head."""
        said = [p for p, item in enumerate(self.items) if item.group and item.has(self.total)]
        labels, values = [p for p in said if not self._leads_to_number(p)], self._of("rank")
        if not labels and not any(item.group for item in self.items[: values[0] if values else None]):
            labels = [p + 1 for p in values if any(item.group for item in self.items[p + 1 : p + 2])]
        pairs = max(self._pairings(labels, values), key=len)
        head = {self.items[label].group: self.items[value].value for label, value in reversed(pairs.items())}
        rest = sorted(set(values) - set(pairs.values()), reverse=True)
        return head | {self._about(place): self.items[place].value for place in rest}

    def _about(self, place: int) -> str:
        """The group that the sentence of a rank names, else the one whose block it stands in."""
        near = [item for item in self.items[max(place - 1, 0) : place + 2] if item.part == self.items[place].part]
        return next((item.group for item in near if item.group), self.sections[place])

    def _pairings(self, labels: Collection[int], values: Collection[int]) -> list[Pairs]:
        """Two ways to give each label its value: the one before it, the one after it; the likelier way first.

        One label and one value on a line belong together in either.
        """
        on_line: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for kind, places in enumerate((labels, values)):
            for place in places:
                on_line[self.items[place].line][kind].append(place)
        fixed = {some[0]: figures[0] for some, figures in on_line.values() if len(some) == len(figures) == 1}
        free = set(values) - set(fixed.values())
        steps = (-1, 1) if min(values, default=0) < min(labels, default=0) else (1, -1)
        return [fixed | {p: p + step for p in labels if p not in fixed and p + step in free} for step in steps]

    def _scores(self) -> tuple[float | None, dict[str, float], dict[str, dict[str, float]]]:
        """The member's total and pillars, and the groups' pillars."""
        stated = [self.items[place].value for place in self._of("total")][:1]
        if stated:
            return stated[0], *self._pillars(self.numbers, stated[0])
        bare = self._bare_totals()
        for place in bare:
            total, rest = self.items[place].value, [number for number in self.numbers if number != place]
            own, others = self._pillars(rest, total)
            if len(own) == len(self.pillar_of) and adds_up(total, own.values()):
                return total, own, others
        own, others = self._pillars(self.numbers, None)
        left = [self.items[place].value for place in bare if self.items[place].value not in own.values()]
        return next(iter(left), None), own, others

    def _bare_totals(self) -> list[int]:
        """Numbers that may be the total without "of 100": after the index's name, or before it on its line."""
        numbers, found = set(self.numbers), []
        for place, item in enumerate(self.items):
            if item.has(self.total) and not item.group and not item.has("mean", *self.pillar_of):
                before = [place - 1] if place and self.items[place - 1].line == item.line else []
                found += [near for near in (place + 1, *before) if near in numbers]
        return found[:MOST_TOTALS]

    def _pillars(self, numbers: Sequence[int], total: float | None) -> tuple[dict[str, float], dict]:
        """The member's pillars, those whose sum is the total where there are several, and the groups'."""
        labels = [p for p, item in enumerate(self.items) if len(self._named(item)) == 1]
        ways = [(pairs, self._sets(pairs)) for pairs in self._pairings(labels, numbers)]
        _pairs, sets = max(ways, key=lambda way: (any(self._fits(some, total) for _s, some in way[1]), len(way[0])))
        own = self._own(sets, total)
        named = len(own) == len(self.pillar_of)
        if not (self._fits(own, total) or (named and total is None)):
            own = next(filter(None, (self._in_order(numbers, total, pairs) for pairs, _sets in ways)), own)
        rest = [(self._whose(section, some), some) for section, some in reversed(sets) if some is not own]
        return own, {group: some for group, some in rest if group}

    def _named(self, item: _Item) -> set[str]:
        return {mark for mark in item.marks if mark in self.pillar_of}

    def _sets(self, pairs: Pairs) -> list[tuple[str, dict[str, float]]]:
        """Pillars that stand together, none twice, each set with the group that it is about."""
        sets: list[tuple[str, dict[str, float]]] = []
        for label in sorted(pairs):
            (mark,) = self._named(self.items[label])
            pillar = self.pillar_of[mark]
            section = self.sections[min(label, pairs[label])]  # the name may end in the next group's heading
            if not sets or sets[-1][0] != section or pillar in sets[-1][1]:
                sets.append((section, {}))
            sets[-1][1][pillar] = self.items[pairs[label]].value
        return sets

    def _fits(self, pillars: Mapping[str, float], total: float | None) -> bool:
        return total is not None and len(pillars) == len(self.pillar_of) and adds_up(total, pillars.values())

    def _own(self, sets: Sequence[tuple[str, dict[str, float]]], total: float | None) -> dict[str, float]:
        """The set that makes the total, else one that is about no group, else the only one."""
        by_sum = [some for section, some in sorted(sets, key=lambda each: each[0] != "") if self._fits(some, total)]
        unclaimed = [some for section, some in sets if not self._whose(section, some) or len(sets) == 1]
        return next(iter([*by_sum, *unclaimed]), {})

    def _whose(self, section: str, pillars: Mapping[str, float]) -> str:
        """The group that the set is about, by where it stands, else by its sum."""
        return section or next((group for group, mean in self.mean_of.items() if self._fits(pillars, mean)), "")

    def _in_order(self, numbers: Sequence[int], total: float | None, pairs: Pairs) -> dict[str, float]:
        """The pillars by the page's order, where not all names are in words that we know."""
        known = {value: self.pillar_of[next(iter(self._named(self.items[label])))] for label, value in pairs.items()}
        order = list(self.pillar_of.values())
        for start in range(len(numbers) - len(order) + 1):
            places = numbers[start : start + len(order)]
            pillars = {pillar: self.items[place].value for pillar, place in zip(order, places, strict=True)}
            agrees = all(known.get(place, pillar) == pillar for pillar, place in zip(order, places, strict=True))
            alone = len(numbers) == len(order) and any(value % 1 for value in pillars.values())
            if agrees and max(pillars.values()) <= PILLAR_POINTS and (alone or self._fits(pillars, total)):
                return pillars
        return {}
