"""How a trial ended: whether those who tried the habit rose more than the others, by LinkedIn's own scores."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import t

from ssi_core.coaching.gains import points_gained
from ssi_core.coaching.trial import CERTAIN, RESULT, Participant, Trial, means, target
from ssi_core.intake.cells import identity
from ssi_core.rubric import Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.frame import DATE, PERSON, latest, official, official_columns

EACH = 4  # people with both scores it takes in each group, below only dots


@dataclass(frozen=True)
class Difference:
    """By how much those who tried changed more than the others, adjusted for the start, with its 80 % range.

    part: "total", a pillar's id (both in points) or RESULT. None below EACH people in a group.
    """

    part: str
    tried: int
    others: int
    difference: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether 0 lies outside the range."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


@dataclass(frozen=True)
class Reading:
    """How a trial ended.

    changes: one row for each person and part with both ends known: person, tries, part, start, end, change.
    amounts: one row for each person in `changes`: person, tries, before, agreed, during; amounts of the activity.
    gone: people of the trial without LinkedIn's own score since its end. joined: people who were not in it.
    dates: first and last day of the scores at the end, None where the sheet has no dates.
    """

    changes: pd.DataFrame
    amounts: pd.DataFrame
    gone: tuple[str, ...]
    joined: tuple[str, ...]
    dates: tuple[date, date] | None

    @property
    def differences(self) -> list[Difference]:
        parts = self.changes.groupby("part", sort=False)
        return [difference(part, changes) for part, changes in parts]

    @property
    def is_unchanged(self) -> bool:
        """Whether all scores are those of the start, as in the same sheet again."""
        return len(self.changes) > 0 and not self.changes.loc[self.changes["part"] != RESULT, "change"].any()

    def kept(self, tries: bool) -> tuple[float, float]:
        """Mean amount of the activity before and during the trial, of those who know both; NaN where nobody does."""
        group = self._known(tries)
        return float(group["before"].mean()), float(group["during"].mean())

    @property
    def is_half_done(self) -> bool:
        """Whether those who tried it did at least half of what was agreed on top."""
        means = self._known(True)[["before", "agreed", "during"]].mean()
        return bool(means["during"] - means["before"] >= (means["agreed"] - means["before"]) / 2)

    def _known(self, tries: bool) -> pd.DataFrame:
        return self.amounts[self.amounts["tries"] == tries].dropna(subset=["before", "during"])


def read(
    trial: Trial, frame: pd.DataFrame, outcomes: Collection[str], today: date, rubric: Rubric | None = None
) -> Reading:
    """A trial by the activity frame of a newer sheet: each person's first score of their own on or after its end.

    outcomes: the frame's columns of results; what else the trial's file names as its result is not looked at.
    People are told by name, whatever its case and spaces, and called as in the newer sheet. Rows without a date are
    today's. Only LinkedIn's own scores are compared: an estimate would go up by the habit itself.
    """
    rubric = rubric or load()
    ends = _at_end(frame, _watching(trial, outcomes), today, rubric)
    everybody = _as_spelt(trial.people, frame)
    seen = [one for one in everybody if one.person in ends.index]
    changes = [row for one in seen for row in _changes(one, ends.loc[one.person], trial, rubric)]
    amounts = [_amounts(one, ends.at[one.person, "amount"], trial, rubric) for one in seen]
    days = ends.loc[[one.person for one in seen], DATE].dropna()
    names = {one.person for one in everybody}
    return Reading(
        pd.DataFrame(changes, columns=[PERSON, "tries", "part", "start", "end", "change"]),
        pd.DataFrame(amounts, columns=[PERSON, "tries", "before", "agreed", "during"]),
        tuple(one.person for one in everybody if one.person not in ends.index),
        tuple(name for name in frame[PERSON].unique() if name not in names),
        (days.min().date(), days.max().date()) if len(days) else None,
    )


def _watching(trial: Trial, outcomes: Collection[str]) -> Trial:
    """The trial, without a result that the sheet has none of."""
    return trial if trial.outcome in outcomes else trial.model_copy(update={"outcome": None})


def _as_spelt(people: Sequence[Participant], frame: pd.DataFrame) -> list[Participant]:
    """The people under the names that the frame has for them; who is not in it keeps theirs."""
    spelt = {identity(name): name for name in frame[PERSON].unique()}
    return [one.model_copy(update={"person": spelt.get(identity(one.person), one.person)}) for one in people]


def difference(part: str, changes: pd.DataFrame) -> Difference:
    """Analysis of covariance by least squares: the change by group and start, with a t interval.

    changes: rows of one part, columns tries, start, change. A start that varies in neither group is left out.
    """
    tries, start = changes["tries"].to_numpy(dtype=float), changes["start"].to_numpy()
    tried, others = int(tries.sum()), int(len(tries) - tries.sum())
    if min(tried, others) < EACH:
        return Difference(part, tried, others)
    columns = [np.ones_like(tries), tries]
    if changes.groupby("tries")["start"].nunique().max() > 1:
        columns.append(start - start.mean())
    design, change = np.column_stack(columns), changes["change"].to_numpy()
    effects = np.linalg.lstsq(design, change)[0]
    free = len(change) - design.shape[1]
    variance = np.sum((change - design @ effects) ** 2) / free * np.linalg.inv(design.T @ design)[1, 1]
    half = t.ppf((1 + CERTAIN) / 2, free) * np.sqrt(variance)
    return Difference(part, tried, others, *(float(effects[1] + end) for end in (0, -half, half)))


def imagined_end(
    trial: Trial, frame: pd.DataFrame, outcomes: Collection[str], rubric: Rubric | None = None
) -> pd.DataFrame:
    """A made-up activity frame at the trial's end, to show what reading one is like; never of a real team.

    Who tries reaches what was agreed, and LinkedIn's own score of the pillar follows the rubric. Every pillar moves by
    a point of noise. Results, one of the frame's outcomes, are those of a week before, drawn by lot.
    """
    rubric, random = rubric or load(), np.random.default_rng([trial.seed, 1])
    trial = _watching(trial, outcomes)
    habit = rubric.by_id[trial.activity]
    people = [one for one in trial.people if (frame[PERSON] == one.person).any()]
    made = latest(frame).set_index(PERSON, drop=False).loc[[one.person for one in people]]
    made[DATE] = pd.Timestamp(trial.end)
    for one in people:
        moved = {pillar: random.normal() for pillar in rubric.pillar_ids if pillar in one.own}
        if one.tries and one.amount is not None and habit.pillar in moved:
            then = target(one.amount, trial, rubric)
            moved[habit.pillar] += float(points_gained(habit, one.amount, then))
            made.loc[one.person, trial.activity] = then
        for pillar, points in moved.items():
            made.loc[one.person, official(pillar)] = np.clip(one.own[pillar] + points, 0, PILLAR_POINTS)
        if trial.outcome:
            weeks_before = frame.loc[frame[PERSON] == one.person, trial.outcome].dropna()
            made.loc[one.person, trial.outcome] = random.choice(weeks_before) if len(weeks_before) else np.nan
    made[official("total")] = made[[official(pillar) for pillar in rubric.pillar_ids]].sum(axis=1, skipna=False)
    return made.reset_index(drop=True)


def _at_end(frame: pd.DataFrame, trial: Trial, today: date, rubric: Rubric) -> pd.DataFrame:
    """By person: the first scores of LinkedIn's own from the end on, and means from the start up to them."""
    end, start = pd.Timestamp(trial.end), pd.Timestamp(trial.start)
    after = frame[(frame[DATE].fillna(pd.Timestamp(today)) >= end) & frame[official("total")].notna()]
    first = after.sort_values(DATE, kind="stable").drop_duplicates(PERSON).set_index(PERSON)
    until = first[DATE].reindex(frame[PERSON]).fillna(end).to_numpy()
    during = frame[frame[DATE].isna() | ((frame[DATE] > start) & (frame[DATE] <= until))]
    scores = first[[DATE, *official_columns(rubric)]]  # and no result that may be called as a mean is
    return scores.join(means(during, rubric.by_id[trial.activity], trial.outcome))


def _amounts(one: Participant, during: float, trial: Trial, rubric: Rubric) -> tuple:
    before = np.nan if one.amount is None else one.amount
    return one.person, one.tries, before, target(before, trial, rubric), during


def _changes(one: Participant, end: pd.Series, trial: Trial, rubric: Rubric) -> list[tuple]:
    """(person, tries, part, start, end, change) of the total, the habit's pillar and the result, as far as known."""
    pillar = rubric.by_id[trial.activity].pillar
    both = {part: (one.own.get(part), end[official(part)]) for part in ("total", pillar)}
    both[RESULT] = (one.result, end[RESULT])
    known = {part: ends for part, ends in both.items() if not pd.isna(list(ends)).any()}
    return [(one.person, one.tries, part, start, then, then - start) for part, (start, then) in known.items()]
