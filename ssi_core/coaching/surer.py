"""What would make a fit surer: more people, pillar scores, more weeks."""

from dataclasses import dataclass

import numpy as np

from ssi_core.coaching.regression import EVIDENCE, TeamFit
from ssi_core.coaching.ridge import PartFit
from ssi_core.coaching.sample import OWN_WEEKS, PANEL_PEOPLE, PILLAR_PEOPLE

MOST_PEOPLE = 500  # more than so many are no use to anybody
HALF_DATA = next(below for below, name in EVIDENCE if name == "mixed")


@dataclass(frozen=True)
class Surer:
    """more_people: with so many more people like these, `reaches` activities, at least half of those fitted, would rest
    on the team's data at least in part ("mixed"); 0 where they do already, None where nothing is fitted, it would
    take over MOST_PEOPLE or these are one person's own weeks; reaches is then today's number.
    pillar_scores: whether LinkedIn's pillar scores, instead of totals, would help.
    more_weeks: so many more until the weeks of the same person count.
    """

    more_people: int | None
    reaches: int
    pillar_scores: bool
    more_weeks: int


def surer(fit: TeamFit) -> Surer:
    """fit: a fitted TeamFit. The posterior's precision is the prior's, and as much again for each person like these."""
    more = np.arange(1 if fit.basis_ == "own weeks" else MOST_PEOPLE + 1)
    reached = sum((_reached(part, more) for part in fit.parts_), np.zeros_like(more))
    fitted = sum(len(part.theta) for part in fit.parts_)
    enough = np.flatnonzero(2 * reached >= fitted) if fitted else []
    people = int(enough[0]) if len(enough) else None
    return Surer(people, int(reached[people or 0]), _misses_pillars(fit), _more_weeks(fit))


def _reached(part: PartFit, more: np.ndarray) -> np.ndarray:
    """How many of the part's activities would rest on the data at least in part, with so many more people."""
    times = 1 + more / part.sample.people
    precision = [ridge.prior + times[:, None, None] * ridge.information for ridge in part.fits]
    variance = np.linalg.inv(np.array(precision)).mean(axis=0).diagonal(axis1=1, axis2=2)
    return (variance < HALF_DATA**2).sum(axis=1)


def _misses_pillars(fit: TeamFit) -> bool:
    return fit.kind_ == "total" or (
        fit.kind_ == "rubric" and fit.people_needed_ > max(PILLAR_PEOPLE - fit.n_people_, 0)
    )


def _more_weeks(fit: TeamFit) -> int:
    """Until PANEL_PEOPLE have OWN_WEEKS; of fewer people, until the first has."""
    if fit.basis_ != "people":
        return 0
    weeks = [np.sort(part.sample.weeks)[-PANEL_PEOPLE] for part in fit.parts_ if part.sample.people >= PANEL_PEOPLE]
    return max(OWN_WEEKS - int(max(weeks, default=fit.n_weeks_)), 0)
