"""A team's activity frame with everything worked out once: scores, each person's newest row, the regression."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ssi_core.coaching.panel import lately
from ssi_core.coaching.regression import TeamFit
from ssi_core.rubric import Rubric, load
from ssi_core.scoring import Prior, score, team_prior
from ssi_core.scoring.frame import GROUP, PERSON, official


@dataclass(frozen=True)
class ScoredTeam:
    """scored: every person and date, with the columns of `score`; prior: what the unknown was filled with."""

    scored: pd.DataFrame
    prior: Prior
    rubric: Rubric

    @cached_property
    def people(self) -> pd.DataFrame:
        """The newest row of each person, with what they do as a mean over the last few weeks (`lately`)."""
        newest = lately(self.scored, self.rubric)
        return score(newest, self.rubric, self.prior) if len(newest) < len(self.scored) else newest

    @cached_property
    def fit(self) -> TeamFit:
        """What the team's own data say about the rubric's worth."""
        return TeamFit(self.rubric).fit(self.scored)


def score_team(frame: pd.DataFrame, rubric: Rubric | None = None) -> ScoredTeam:
    """Scores an activity frame with the team's own expectations of the unknown."""
    rubric = rubric or load()
    prior = team_prior(frame, rubric)
    return ScoredTeam(score(frame, rubric, prior), prior, rubric)


def by_name(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the one order in which people are listed, that of their names; a person's rows as they stood."""
    return rows.sort_values(PERSON, key=lambda names: names.str.casefold(), kind="stable", ignore_index=True)


def shown_total(people: pd.DataFrame) -> pd.Series:
    """The total a board shows: LinkedIn's own where known, else the estimate, NaN where nothing is known."""
    return people[official("total")].fillna(people["total"].where(people["known"] > 0))


def groups(people: pd.DataFrame) -> pd.DataFrame:
    """One row a group, best first: people, active (with a total) and the mean total per active person.

    Groups of different size are compared by their mean per active person, never by a sum.
    """
    known = people.assign(shown=shown_total(people))
    board = known[known[GROUP] != ""].groupby(GROUP)["shown"].agg(people="size", active="count", mean="mean")
    return board.sort_values("mean", ascending=False).reset_index()
