"""How people are called on a board that others see."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from ssi_core.i18n import _

Manner = Literal["names", "initials", "numbers"]


def shown_names(people: Iterable[str], manner: Manner) -> dict[str, str]:
    """What each person is called, no two alike: the name, initials ("AM", "AM 2"), or a number in the given order."""
    people = list(dict.fromkeys(people))
    if manner == "numbers":
        return {person: _("Person {number}").format(number=place) for place, person in enumerate(people, 1)}
    if manner == "initials":
        return dict(zip(people, _numbered(map(_initials, people)), strict=True))
    return {person: person for person in people}


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split()).upper() or "?"


def _numbered(names: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return numbered
