"""A trial: half of the people take up one habit for four weeks, by lot; how to start one and to keep it in a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from scipy.stats import t

from ssi_core.coaching.advice import TeamAdvice
from ssi_core.coaching.gains import WEEKS
from ssi_core.i18n import _
from ssi_core.intake.cells import LIMIT, identity
from ssi_core.intake.official import NotAScore, checked
from ssi_core.intake.strict_json import parse
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.scoring.frame import DATE, PERSON, latest, official, official_columns

MINUTES = 30.0  # a week that the habit may take
CERTAIN = 0.80  # of a range, and the chance to see the smallest difference
NOISE = {"total": 2.0, "pillar": 1.0}  # standard deviation of what moves without any reason in four weeks, points
CHANGES = 20  # degrees of freedom of the team's own history, from which on it says how much scores move
STALE = timedelta(weeks=2)  # before the first day: what happened since older scores would count as the habit's
RESULT = "result"
KIND, VERSION = "ssi-coach-trial", 1

Number = Annotated[float, Field(ge=-LIMIT, le=LIMIT)]  # which NaN is not


class NotATrial(ValueError):
    """A file that holds no trial; the message is a sentence for the person."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Participant(_Record):
    """One person at the start. own: LinkedIn's own total and pillars, by "total" and pillar id, in points.

    tries: whether the lot gave them the habit. amount: of the activity, a stock's newest, else the mean over the weeks
    before the start; result: of the outcome, the mean over these weeks; None where unknown.
    """

    person: Annotated[str, Field(min_length=1)]
    tries: bool
    own: dict[str, Number]
    amount: Annotated[Number, Field(ge=0)] | None = None
    result: Number | None = None

    @model_validator(mode="after")
    def _has_a_total(self) -> "Participant":
        if "total" not in self.own:
            raise ValueError("needs LinkedIn's own total")
        return self


class Trial(_Record):
    """What was agreed, and where everybody stood. more: of the activity, in its unit, on top of what each does now."""

    kind: Literal["ssi-coach-trial"] = KIND
    version: Literal[1] = VERSION
    activity: str
    more: Annotated[Number, Field(gt=0)]
    start: Annotated[date, Field(ge=date(2003, 1, 1), le=date(2100, 1, 1))]
    weeks: Annotated[int, Field(ge=1, le=52)] = WEEKS
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    outcome: str | None = None
    people: tuple[Participant, ...]

    @property
    def end(self) -> date:
        return self.start + timedelta(weeks=self.weeks)

    def group(self, tries: bool) -> list[Participant]:
        """The people who try the habit, or those who go on as before."""
        return [one for one in self.people if one.tries == tries]

    @model_validator(mode="after")
    def _names_each_once(self) -> "Trial":
        if len({identity(one.person) for one in self.people}) < len(self.people):
            raise ValueError("a person stands twice")
        return self


@dataclass(frozen=True)
class Proposal:
    """A trial to start, and who cannot be in it: without LinkedIn's own score, or with nothing to add to the habit.

    oldest: day of the oldest scores that anybody starts with, None where the sheet has no dates.
    """

    trial: Trial
    unscored: tuple[str, ...]
    full: tuple[str, ...]
    oldest: date | None = None

    @property
    def is_stale(self) -> bool:
        """Whether some start with scores from long before the first day."""
        return self.oldest is not None and self.trial.start - self.oldest > STALE


def habits(advice: Sequence[TeamAdvice], rubric: Rubric | None = None) -> list[str]:
    """Ids of the activities worth a trial: those that people do themselves, in the order of the advice.

    Without any advice all such activities, the heaviest first.
    """
    rubric = rubric or load()
    advised = [step.activity for step in advice if not rubric.by_id[step.activity].earned]
    direct = [activity for activity in rubric.activities if not activity.earned]
    return advised or [activity.id for activity in sorted(direct, key=lambda a: -a.weight)]


def step(activity: Activity, minutes: float = MINUTES) -> float:
    """How much more of an activity these minutes a week buy, in whole units, at least one; a stock's over the trial."""
    weeks = WEEKS if activity.kind == "stock" else 1
    return float(max(int(minutes * weeks / activity.minutes), 1))


def target(amount: float, trial: Trial, rubric: Rubric | None = None) -> float:
    """The amount that was agreed on with somebody who does `amount` now."""
    return min(amount + trial.more, top((rubric or load()).by_id[trial.activity]))


def propose(
    frame: pd.DataFrame,
    activity: str,
    start: date,
    rubric: Rubric | None = None,
    *,
    outcome: str | None = None,
    without: Collection[str] = (),
    seed: int = 0,
) -> Proposal:
    """A trial of one habit among all who can take part, half of them by lot.

    frame: an activity frame; rows up to the start count. without: people who are left out. Raises KeyError for an
    unknown activity.
    """
    rubric = rubric or load()
    habit = rubric.by_id[activity]
    everybody = _at_start(frame[~frame[PERSON].isin(list(without))], habit, outcome, start, rubric)
    total = everybody[official("total")]
    full = everybody["amount"] >= top(habit)
    able = everybody[total.notna() & ~full]
    lot = by_lot(able[official("total")].to_dict(), seed)
    people = tuple(_participant(person, row, lot[person], rubric) for person, row in able.iterrows())
    trial = Trial(
        activity=activity, more=min(step(habit), top(habit)), start=start, seed=seed, outcome=outcome, people=people
    )
    unscored, nothing_to_add = (tuple(everybody.index[out]) for out in (total.isna(), total.notna() & full))
    days = able[DATE].dropna()
    return Proposal(trial, unscored, nothing_to_add, days.min().date() if len(days) else None)


def by_lot(scores: Mapping[str, float], seed: int) -> dict[str, bool]:
    """Who tries: of each two people with neighbouring scores one by the toss of a coin; an odd one has their own.

    The same scores and seed give the same lot, whatever the order of the people.
    """
    ordered = sorted(scores, key=lambda person: (scores[person], person))
    coins = np.random.default_rng(seed).random(len(ordered)) < 0.5
    return {person: bool(coins[place // 2]) != bool(place % 2) for place, person in enumerate(ordered)}


def usual_change(frame: pd.DataFrame, part: str = "total", weeks: int = WEEKS) -> tuple[float, bool]:
    """By how many points people differ in how a part of LinkedIn's own score moves over so many weeks, as an sd.

    Pooled over the sheet's own dates, at each of which people are compared with each other; each person's stretches
    of so many weeks lie end to end, back from their newest date. True where that leaves CHANGES degrees of freedom,
    people less one a date; else NOISE and False.
    """
    score, span = official(part), pd.Timedelta(weeks=weeks)
    known = frame[[PERSON, DATE, score]].dropna()
    age = known.groupby(PERSON)[DATE].transform("max") - known[DATE]
    ends = known[age % span == pd.Timedelta(0)]
    both = ends.merge(ends.assign(**{DATE: ends[DATE] + span}), on=[PERSON, DATE], suffixes=("", "_before"))
    at_date = (both[score] - both[f"{score}_before"]).groupby(both[DATE])
    free = int((at_date.count() - 1).sum())
    if free < CHANGES:
        return NOISE["total" if part == "total" else "pillar"], False
    return float(np.sqrt((at_date.var(ddof=0) * at_date.count()).sum() / free)), True


def smallest(tried: int, others: int, spread: float) -> float:
    """The smallest true difference that such a trial finds clear with a chance of 80 %, in the unit of `spread`.

    spread: standard deviation of the changes. Two-sample power: (t(.9) + t(.8)) spread sqrt(1 / tried + 1 / others).
    """
    quantiles = t.ppf([(1 + CERTAIN) / 2, CERTAIN], tried + others - 3)
    return float(quantiles.sum() * spread * np.sqrt(1 / tried + 1 / others))


def top(activity: Activity) -> float:
    """The most of an activity that is ever agreed on."""
    return min(activity.full, activity.limit or np.inf)


def means(frame: pd.DataFrame, activity: Activity, outcome: str | None) -> pd.DataFrame:
    """By person `amount` of the activity, a stock's newest or else the mean, and the mean `result`; NaN if unknown."""
    wanted = {"amount": activity.id, RESULT: outcome}
    columns = {name: frame.get(column, np.nan) for name, column in wanted.items()}
    figures = pd.DataFrame({PERSON: frame[PERSON], DATE: frame[DATE], **columns})
    how = {"amount": "last" if activity.kind == "stock" else "mean", RESULT: "mean"}
    return figures.sort_values(DATE, kind="stable", na_position="first").groupby(PERSON, sort=False).agg(how)


def to_file(trial: Trial) -> bytes:
    """The trial as a small JSON file to keep until its end."""
    return trial.model_dump_json(indent=1).encode()


def from_file(content: bytes, rubric: Rubric | None = None) -> Trial:
    """The trial of `to_file`. Raises NotATrial with a sentence to show."""
    rubric = rubric or load()
    try:
        text = content.decode("utf-8-sig")
        data = parse(text)
    except ValueError:
        data = None
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise NotATrial(_("This file does not hold a trial saved by SSI Coach."))
    if data.get("version") != VERSION:
        raise NotATrial(_("This file was saved by another version ({version}).").format(version=data.get("version")))
    try:
        trial = Trial.model_validate_json(text)
        for one in trial.people:
            checked(one.own, rubric)
    except ValidationError as error:
        raise NotATrial(_damaged(error)) from None
    except NotAScore as refusal:
        raise NotATrial(str(refusal)) from None
    if trial.activity not in rubric.by_id:
        raise NotATrial(_("This trial is about a habit that is not known here: {id}.").format(id=trial.activity))
    return trial


def _damaged(error: ValidationError) -> str:
    """Where the file is not as it was saved, people counted from 1."""
    where = [str(place + 1) if isinstance(place, int) else place for place in error.errors()[0]["loc"]]
    words = _("This trial's file is not as SSI Coach saved it; look at {where}.")
    return words.format(where=" ".join(where) or _("the names, one stands twice"))


def _at_start(
    frame: pd.DataFrame, activity: Activity, outcome: str | None, start: date, rubric: Rubric
) -> pd.DataFrame:
    """Each person's newest scores of LinkedIn's own up to the start, and means over WEEKS up to their newest row."""
    before = frame[frame[DATE].isna() | (frame[DATE] <= pd.Timestamp(start))]
    newest = before.groupby(PERSON)[DATE].transform("max")
    recent = before[before[DATE].isna() | (before[DATE] > newest - pd.Timedelta(weeks=WEEKS))]
    known = latest(before[before[official("total")].notna()]).set_index(PERSON)[[DATE, *official_columns(rubric)]]
    return known.reindex(frame[PERSON].unique()).join(means(recent, activity, outcome))


def _participant(person: str, row: pd.Series, tries: bool, rubric: Rubric) -> Participant:
    parts = ("total", *rubric.pillar_ids)
    own = {part: float(row[official(part)]) for part in parts if pd.notna(row[official(part)])}
    amount, result = (None if pd.isna(row[name]) else float(row[name]) for name in ("amount", RESULT))
    return Participant(person=person, tries=tries, own=own, amount=amount, result=result)
