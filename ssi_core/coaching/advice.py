"""What to do next: the steps that raise the score most, for a person and for a team."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ssi_core.coaching.gains import Step, range_of, steps
from ssi_core.coaching.regression import TeamFit, has_learnt
from ssi_core.rubric import Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring import Prior, expected_points, published_prior, score, team_prior
from ssi_core.scoring.bands import band
from ssi_core.scoring.curve import share
from ssi_core.scoring.frame import complete, latest, official

MOST_SCALE = 2.0  # a rubric point forecasts at most so many of LinkedIn's


@dataclass(frozen=True)
class Advice:
    """One step of one person, in the activity's unit; minutes are a week, gain with its 80 % range is in points."""

    activity: str
    current: float
    target: float
    minutes: float
    gain: float
    low: float
    high: float
    evidence: str
    beyond_team: bool  # the target lies above the team's 95th percentile, where its data say little


@dataclass(frozen=True)
class TeamAdvice:
    """One activity as everybody's next step: mean points gained by the people who know theirs, with its 80 % range.

    people: how many of them have room to grow; minutes: a week, that these spend on average.
    """

    activity: str
    gain: float
    low: float
    high: float
    minutes: float
    people: int
    evidence: str


def advise(
    person: pd.Series | Mapping,
    rubric: Rubric | None = None,
    *,
    minutes: float = 30.0,
    own_minutes: Mapping[str, float] | None = None,
    fit: TeamFit | None = None,
    seed: int = 0,
) -> list[Advice]:
    """A person's steps, the one that gains most first; known activities with something to gain only.

    person: a row of a scored activity frame. minutes: to spend a week on any one step. own_minutes: minutes for one
    more unit by activity id, where they differ from the rubric's. Raises ValueError for minutes that cannot be.
    """
    frame = pd.DataFrame([dict(person)])
    return advise_all(frame, rubric, minutes=minutes, own_minutes=own_minutes, fit=fit, seed=seed)[0]


def advise_all(
    scored: pd.DataFrame,
    rubric: Rubric | None = None,
    *,
    minutes: float = 30.0,
    own_minutes: Mapping[str, float] | None = None,
    fit: TeamFit | None = None,
    seed: int = 0,
) -> list[list[Advice]]:
    """`advise` for every row of a scored activity frame, in its order, in one go."""
    advice: list[list[Advice]] = [[] for _row in range(len(scored))]
    for step in steps(scored, rubric or load(), minutes, own_minutes, fit, seed):
        low, high = range_of(step.gain, step.drawn)
        name = step.activity.id
        evidence, usual = evidence_of(name, fit)
        figures = np.column_stack([step.current, step.target, step.minutes, step.gain, low, high])
        for row, (current, target, used, gain, least, most) in zip(step.rows, figures.tolist(), strict=True):
            if gain > 0:
                beyond = bool(target > usual)
                advice[row].append(Advice(name, current, target, used, gain, least, most, evidence, beyond))
    return [_best_first(person) for person in advice]


def team_advice(
    frame: pd.DataFrame,
    rubric: Rubric | None = None,
    *,
    minutes: float = 30.0,
    own_minutes: Mapping[str, float] | None = None,
    fit: TeamFit | None = None,
    seed: int = 0,
) -> list[TeamAdvice]:
    """What the team gains on average if everybody spends these minutes on one activity, the best first.

    frame: an activity frame, scored or not; each person's latest row counts. The rest as in `advise`.
    """
    rubric = rubric or load()
    frame = latest(complete(frame, rubric))
    scored = score(frame, rubric, team_prior(frame, rubric))
    every = steps(scored, rubric, minutes, own_minutes, fit, seed)
    return _best_first(_for_team(step, fit) for step in every if step.gain.any())


def evidence_of(activity: str, fit: TeamFit | None) -> tuple[str, float]:
    """What its worth rests on, and the team's 95th percentile, NaN without a fit of it."""
    return ("rubric", np.nan) if fit is None else (fit.evidence_[activity], fit.percentile95_[activity])


def to_count(person: pd.Series | Mapping, rubric: Rubric | None = None) -> list[str]:
    """Ids of the activities to start counting: unknown so far, the heaviest first."""
    unknown = [a for a in (rubric or load()).activities if pd.isna(person.get(a.id))]
    return [a.id for a in sorted(unknown, key=lambda a: -a.weight)]


def what_if(
    person: pd.Series | Mapping,
    changes: Mapping[str, float],
    rubric: Rubric | None = None,
    prior: Prior | None = None,
    margin: float = 0.0,
    fit: TeamFit | None = None,
) -> pd.Series:
    """The person's row scored anew with other values for some activities, by id. Raises KeyError for an unknown id.

    What is expected of the activities still unknown stays as it was: commenting more does not find more leads.
    prior, margin: as the person was scored with. fit: total and pillars then move by what it has learnt, as in
    `advise`; all other columns stay the rubric's.
    """
    rubric = rubric or load()
    prior = prior or published_prior(rubric)
    before = score(pd.DataFrame([dict(person)]), rubric, prior)
    points = expected_points(before, rubric, prior).iloc[0]
    mean = {a.id: points[a.id] / a.weight for a in rubric.activities}
    for name, value in changes.items():
        activity = rubric.by_id[name]
        mean[name] = share(float(value), activity.full, activity.curve)
    after = score(before.assign(**changes), rubric, Prior(mean, prior.sd), margin).iloc[0]
    if not has_learnt(fit):
        return after
    moved = {a.id: fit.theta_[a.id] * (a.weight * mean[a.id] - points[a.id]) for a in rubric.activities}
    pillars = {
        pillar: np.clip(before[pillar].iloc[0] + sum(moved[a.id] for a in rubric.in_pillar(pillar)), 0, PILLAR_POINTS)
        for pillar in rubric.pillar_ids
    }
    total = sum(pillars.values())
    return pd.Series({**after, **pillars, "total": total, "band": band(total, rubric).name})


def forecast(own: float, before: float, after: float) -> float:
    """Points that LinkedIn's own score of a pillar is expected to gain when the estimate goes from before to after.

    Scaled to the room LinkedIn's score still has: a pillar never passes 25. Without a team fit; method, section 4.
    """
    return min(max((after - before) * forecast_scale(own, before), -own), PILLAR_POINTS - own)


def forecast_scale(own: float, before: float) -> float:
    """Points of LinkedIn's own score of a pillar that one point of the estimate forecasts."""
    return min((PILLAR_POINTS - own) / max(PILLAR_POINTS - before, 0.25), MOST_SCALE)


def forecasts(
    before: pd.Series | Mapping,
    after: pd.Series | Mapping,
    rubric: Rubric | None = None,
    fit: TeamFit | None = None,
) -> dict[str, float]:
    """`forecast` for one person scored before and after, by pillar id where LinkedIn's own is known.

    With all four also "total", their sum. With a team's fit LinkedIn's own moves as much as what that has learnt.
    """
    pillars = (rubric or load()).pillar_ids
    own = {pillar: before[official(pillar)] for pillar in pillars if pd.notna(before.get(official(pillar)))}
    if has_learnt(fit):
        gains = {i: min(max(after[i] - before[i], -points), PILLAR_POINTS - points) for i, points in own.items()}
    else:
        gains = {i: forecast(points, before[i], after[i]) for i, points in own.items()}
    return gains | ({"total": sum(gains.values())} if len(gains) == len(pillars) else {})


def forecast_step(
    person: pd.Series | Mapping, step: Advice, rubric: Rubric | None = None, fit: TeamFit | None = None
) -> float | None:
    """Points that LinkedIn's own score is expected to gain from a step; None where its pillar is not known.

    A team's fit has learnt what a step moves there, so its gain is the forecast. Source: method, section 4.
    """
    rubric = rubric or load()
    activity = rubric.by_id[step.activity]
    if pd.isna(person.get(official(activity.pillar))):
        return None
    if has_learnt(fit):
        return step.gain
    worth = share(step.target, activity.full, activity.curve) - share(step.current, activity.full, activity.curve)
    before = person[activity.pillar]
    return forecast(person[official(activity.pillar)], before, before + activity.weight * worth)


def _for_team(step: Step, fit: TeamFit | None) -> TeamAdvice:
    gain = step.gain.mean()
    low, high = range_of(gain, step.drawn.mean(axis=0))
    name, growing = step.activity.id, step.gain > 0
    evidence, _usual = evidence_of(name, fit)
    minutes = float(step.minutes[growing].mean())
    return TeamAdvice(name, float(gain), float(low), float(high), minutes, int(growing.sum()), evidence)


def _best_first(advice) -> list:
    return sorted(advice, key=lambda a: (-a.gain, a.activity))
