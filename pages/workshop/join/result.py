"""What a phone's answers come to: score, band, pillars and three actions, in the app's own words."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from ssi_core.charts.figures import figures, ranged
from ssi_core.charts.plain_ruler import plain_ruler
from ssi_core.coaching import Advice, advise_all
from ssi_core.coaching.progress import NEWS, news
from ssi_core.i18n import _
from ssi_core.questionnaire import activity_frame, from_draft
from ssi_core.rubric import Pillar, Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring import score
from ssi_core.scoring.bands import band, whole
from ssi_core.wording import action, from_to, how, how_sure, minutes, no_score, points, standing


@dataclass(frozen=True)
class Bar:
    """One pillar in words, and where its marks lie on a bar, percent; at, low and high are None where unknown."""

    name: str
    words: str
    low: float | None
    high: float | None
    at: float | None
    mean: float


@dataclass(frozen=True)
class Step:
    """One action: what to do, what it gains for which time, and how."""

    action: str
    gain: str
    facts: str
    how: str


@dataclass(frozen=True)
class Result:
    """total: points, None where nothing is known; then there are no steps either. told: ids of what is known."""

    total: float | None
    told: frozenset[str]
    number: int
    band: str
    words: str
    ruler: str
    bars: tuple[Bar, ...]
    steps: tuple[Step, ...]


@lru_cache(maxsize=512)
def result(draft: str) -> Result:
    """Of the answers in a draft. Raises NotAnswers."""
    rubric = load()
    answers = from_draft(draft, rubric)
    told = frozenset(i for i, answer in answers.items() if answer is not None)
    scored = score(activity_frame(answers, rubric), rubric, margin=rubric.unknown.self_report if told else 0)
    row, advice = scored.iloc[0], advise_all(scored, rubric)[0]
    return Result(
        total=float(row["total"]) if told else None,
        told=told,
        number=whole(row["total"]),
        band=_(band(row["total"], rubric).name),
        words=_words(row, len(told), rubric),
        ruler=plain_ruler(row, rubric.benchmarks[:1], rubric),
        bars=tuple(_bar(scored, pillar, rubric) for pillar in rubric.pillars),
        steps=tuple(_step(step, rubric) for step in advice[:3]),
    )


def moved(before: Result, now: Result) -> str:
    """From the first round to this one, in words."""
    if before.total is None or now.total is None:
        return _("One of the two rounds has no score, so there is nothing to compare.")
    change = now.total - before.total
    words = _("Before {before}, now {now}: {change} points.").format(
        before=points(before.total), now=points(now.total), change=f"{change:+.1f}"
    )
    if news(change) == "no news":
        words += " " + _("Under {points} points is no news.").format(points=round(NEWS))
    if before.told != now.told:
        words += " " + _("You said “don't know” to other questions than before, which moves the estimate, too.")
    return words


def _words(row: pd.Series, told: int, rubric: Rubric) -> str:
    """Where the score stands and what it rests on."""
    if not told:
        return no_score()
    basis = _("it rests on {told} of {all} questions").format(told=told, all=len(rubric.ids))
    return f"{standing(row['total'], rubric)} {how_sure(row['low'], row['high'], basis)}"


def _bar(scored: pd.DataFrame, pillar: Pillar, rubric: Rubric) -> Bar:
    estimate, low, high, _own = figures(scored, pillar.id, rubric).iloc[0]
    figure = ranged(estimate, low, high)
    if pd.notna(low):
        figure = _("{figure} of {full}").format(figure=figure, full=round(PILLAR_POINTS))
    words = _("{figure}; members' mean {mean}").format(figure=figure, mean=whole(pillar.mean))
    return Bar(_(pillar.name), words, *map(_percent, (low, high, estimate, pillar.mean)))


def _percent(points: float) -> float | None:
    return None if pd.isna(points) else round(100 * points / PILLAR_POINTS, 1)


def _step(step: Advice, rubric: Rubric) -> Step:
    activity = rubric.by_id[step.activity]
    gain = _("+{gain} points ({low} to {high})").format(
        gain=points(step.gain), low=points(step.low), high=points(step.high)
    )
    facts = _("{minutes} a week, {from_to}").format(
        minutes=minutes(step.minutes), from_to=from_to(activity, step.current, step.target)
    )
    return Step(action(activity, step.target), gain, facts, how(activity))
