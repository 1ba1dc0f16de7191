"""Whether people with a higher score also have better results, and who shows the contrary."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ssi_core.rubric import Rubric, load
from ssi_core.scoring import part as column_of
from ssi_core.scoring.frame import PERSON, official
from ssi_core.scoring.score import RANGE_Z

PEOPLE = 8  # from so many people on there is a figure, below only dots
FEW = 4  # people, below whom nobody's score is called high or low
FURTHEST = 5  # highest and lowest scores that are held against their results, fewer in a small team
SOME_QUOTA = (0.5, 2.0)  # times the bar of a sheet's column: with the median in here the quota is written so
WHOLE = 1000  # results from here on are whole


@dataclass(frozen=True)
class Pairs:
    """Score and result of each person who has both.

    part: "total" or a pillar's id. source: whose scores these are, LinkedIn's own or all estimated, never mixed.
    people: columns person, score (points), result, dates; means over the dates on which both are known.
    unscored: how many other people have no such score. unmeasured: how many have one, but no result beside it.
    """

    part: str
    source: Literal["official", "estimate"]
    people: pd.DataFrame
    unscored: int = 0
    unmeasured: int = 0

    @property
    def varies(self) -> bool:
        """Whether neither score nor result is the same for everybody."""
        return bool((self.people[["score", "result"]].nunique() > 1).all())


@dataclass(frozen=True)
class Relation:
    """Spearman's rho of a part of the score and a result, with its 80 % range; None where there is no figure.

    source: as in Pairs. Without a figure there are fewer than PEOPLE people, or score or result don't vary.
    """

    part: str
    source: Literal["official", "estimate"]
    people: int
    rho: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def sign(self) -> int:
        """1 where the whole range lies above 0, -1 where it lies below, else 0."""
        return 0 if self.low is None or self.high is None else int(self.low > 0) - int(self.high < 0)


@dataclass(frozen=True)
class Contradictions:
    """The `most` highest scores that missed the bar and the `most` lowest that reached it, furthest from it first."""

    most: int
    missed: tuple[str, ...]
    reached: tuple[str, ...]


def pairs(scored: pd.DataFrame, outcome: str, part: str = "total", rubric: Rubric | None = None) -> Pairs:
    """Score and result of each person, from a scored activity frame with one or several dates a person.

    LinkedIn's own scores where PEOPLE have one beside a result, or as many as have an estimate; else the estimates.
    """
    own, estimated = scored[official(part)], _estimate(scored, part, rubric or load())
    people = _means(scored, own, outcome)
    if len(people) >= min(PEOPLE, len(others := _means(scored, estimated, outcome))):
        return Pairs(part, "official", people, *_missing(scored, own, people))
    return Pairs(part, "estimate", others, *_missing(scored, estimated, others))


def relations(scored: pd.DataFrame, outcome: str, rubric: Rubric | None = None) -> list[Relation]:
    """How the total and each pillar go along with a result; the frame as in `pairs`."""
    rubric = rubric or load()
    return [relation(pairs(scored, outcome, part, rubric)) for part in ("total", *rubric.pillar_ids)]


def relation(paired: Pairs) -> Relation:
    """Spearman's rho with its range, tanh(artanh(rho) ± RANGE_Z se), se = sqrt((1 + rho² / 2) / (n - 3)).

    The range is one of 80 %, as all ranges of the app. A perfect order, at which it would have no width, is taken for
    one that half of the smallest swap would spoil. Source: Bonett and Wright (2000); method, section 7.
    """
    people = len(paired.people)
    if people < PEOPLE or not paired.varies:
        return Relation(paired.part, paired.source, people)
    score, result = (paired.people[name].rank() for name in ("score", "result"))
    rho = float(score.corr(result))
    most = 1 - 6 / (people * (people**2 - 1))
    half = RANGE_Z * np.sqrt((1 + rho**2 / 2) / (people - 3))
    low, high = np.tanh(np.arctanh(np.clip(rho, -most, most)) + np.array([-half, half]))
    return Relation(paired.part, paired.source, people, rho, float(low), float(high))


def contradictions(paired: Pairs, bar: float) -> Contradictions:
    """Who has one of the highest scores and a result below the bar, and the other way round.

    At most half of the people are high and half low, from four people on; of equal scores the name decides.
    """
    ordered = paired.people.sort_values(["score", PERSON])
    most = min(FURTHEST, len(ordered) // 2) if len(ordered) >= FEW and paired.varies else 0
    low, high = ordered.head(most), ordered.tail(most)
    missed = high[high["result"] < bar].sort_values("result")
    reached = low[low["result"] >= bar].sort_values("result", ascending=False)
    return Contradictions(most, tuple(missed[PERSON]), tuple(reached[PERSON]))


def usual_bar(results: Iterable[float], known: float | None = None) -> float:
    """From where a result counts as reached unless the manager says otherwise: the known bar, else the median.

    known: in percent, of a quota; a share counts as reached from a hundredth of it. Where the median fits neither, the
    quota is in money, and nobody knows its bar.
    """
    median = float(np.nanmedian(list(results)))
    written = (known, known / 100) if known else ()
    fits = (bar for bar in written if SOME_QUOTA[0] * bar <= median <= SOME_QUOTA[1] * bar)
    return next(fits, rounded(median))


def rounded(result: float, figures: int = 4) -> float:
    """A result as far as it is worth telling: so many significant figures, from WHOLE on whole."""
    return float(round(result)) if abs(result) >= WHOLE else float(f"{result:.{figures}g}")


def _missing(scored: pd.DataFrame, scores: pd.Series, people: pd.DataFrame) -> tuple[int, int]:
    """How many of the others have no score, and how many have no result beside theirs."""
    with_score = scored.loc[scores.notna(), PERSON].nunique()
    return scored[PERSON].nunique() - with_score, with_score - len(people)


def _means(scored: pd.DataFrame, scores: pd.Series, outcome: str) -> pd.DataFrame:
    known = pd.DataFrame({PERSON: scored[PERSON], "score": scores, "result": scored[outcome]}).dropna()
    means = known.groupby(PERSON, sort=False).agg(score=("score", "mean"), result=("result", "mean"))
    return means.assign(dates=known.groupby(PERSON).size()).reset_index()


def _estimate(scored: pd.DataFrame, part: str, rubric: Rubric) -> pd.Series:
    """The estimate where enough is known to place the person."""
    if part == "total":
        return scored["total"].where(scored["known"] > 0)
    return scored[part].where(scored[column_of(part, "known")] >= rubric.unknown.place_from)
