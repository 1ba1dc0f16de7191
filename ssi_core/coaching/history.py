"""What one person's own weeks tell about what an activity is worth to them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ssi_core.coaching.regression import TeamFit
from ssi_core.coaching.ridge import ROUNDING
from ssi_core.coaching.sample import OWN_WEEKS
from ssi_core.rubric import Rubric
from ssi_core.scoring.frame import PERSON, official


@dataclass(frozen=True)
class OwnWeeks:
    """fit: of the person's own weeks, None where they are too few. weeks: how many have LinkedIn's pillar scores and an
    activity known, needed: how many more it takes. Ids of activities: unchanged, of which nothing can be learnt because
    they stayed the same; learnt, about which these weeks tell more than the rubric (evidence beyond "rubric").
    """

    fit: TeamFit | None
    weeks: int
    needed: int
    unchanged: tuple[str, ...] = ()
    learnt: tuple[str, ...] = ()


def own_fit(frame: pd.DataFrame, rubric: Rubric | None = None) -> OwnWeeks:
    """frame: one person's rows of an activity frame, with dates and LinkedIn's pillar scores; totals teach too little.

    Simulated people (tests/bench/simulate.py) lose nothing by it from 12 weeks on and gain from about 20; a worth goes
    beyond "rubric" after half a year to a year. Raises ValueError where the frame holds several people.
    """
    if PERSON in frame and frame[PERSON].nunique() > 1:
        raise ValueError("own_fit takes the weeks of one person")
    fit = TeamFit(rubric).fit(frame.drop(columns=official("total"), errors="ignore"))
    if fit.basis_ != "own weeks":
        return OwnWeeks(None, fit.n_weeks_, max(OWN_WEEKS - fit.n_weeks_, 0))
    samples = [part.sample for part in fit.parts_]
    spans = {name: span for each in samples for name, span in zip(each.ids, np.ptp(each.points, axis=0), strict=True)}
    unchanged = tuple(name for name, span in spans.items() if span <= ROUNDING)
    learnt = tuple(name for name in spans if fit.evidence_[name] != "rubric")
    return OwnWeeks(fit, fit.n_weeks_, 0, unchanged, learnt)
