"""Whether a job title is a decision maker's, by the rubric's lists of words in six languages."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from ssi_core.intake.archive.folding import words
from ssi_core.rubric import DecisionMakers

LONGEST = 6  # words of a phrase
MOST = 300  # characters of a title that are looked at

_APART = re.compile(r"[|;•·\n]")  # between jobs that have nothing to do with each other
_BESIDE = re.compile(r"[,/&+()–—]| - |\b(?:and|und|y|e|et|en)\b", re.IGNORECASE)


def decision_maker(listed: DecisionMakers) -> Callable[[str], bool]:
    """A function that tells of a title whether one of the jobs in it is a decision maker's; it remembers titles."""
    yes, no, serves = map(_Phrases, (listed.yes, listed.no, listed.serves))
    return lru_cache(maxsize=10_000)(
        lambda title: any(_names_one(jobs, yes, no, serves) for jobs in _APART.split(title[:MOST]))
    )


def _names_one(jobs: str, yes: "_Phrases", no: "_Phrases", serves: "_Phrases") -> bool:
    for job in _BESIDE.split(jobs):
        said = words(job)
        if any(serves.found_in(said)):
            return False
        struck = list(no.found_in(said))
        if all(len(places) > 1 for places in struck):
            rest = ["" if any(place in places for places in struck) else word for place, word in enumerate(said)]
            if any(yes.found_in(rest)):
                return True
    return False


class _Phrases:
    """A list of the rubric, all its languages together."""

    def __init__(self, by_language: Mapping[str, tuple[str, ...]]):
        phrases = {phrase for listed in by_language.values() for phrase in listed}
        self._ends = tuple(_folded(phrase) for phrase in phrases if phrase.startswith("*"))
        self._whole = {" * ".join(map(_folded, p.split(" * "))) for p in phrases if not p.startswith("*")}

    def found_in(self, said: list[str]) -> Iterator[range]:
        """The places of each phrase that stands in these words."""
        for begin, word in enumerate(said):
            if self._ends and word.endswith(self._ends):
                yield range(begin, begin + 1)
            for end in range(begin + 1, min(begin + LONGEST, len(said)) + 1):
                between = f"{word} * {said[end - 1]}" if end - begin > 2 else ""
                if " ".join(said[begin:end]) in self._whole or between in self._whole:
                    yield range(begin, end)


def _folded(phrase: str) -> str:
    return " ".join(words(phrase))
