"""The activity frame: one row a person and date, one column an activity in the rubric's unit, null where unknown.

Beside the activities it carries who and when, LinkedIn's own scores where known, and any outcome columns.
Every intake makes one; scoring and coaching read nothing else.
"""

import pandas as pd

from ssi_core.rubric import Rubric

PERSON, GROUP, DATE = "person", "group", "date"


def official(part: str) -> str:
    """The column of LinkedIn's own score: part is "total" or a pillar's id."""
    return f"official_{part}"


def official_columns(rubric: Rubric) -> tuple[str, ...]:
    """LinkedIn's own total, then its pillars."""
    return tuple(official(part) for part in ("total", *rubric.pillar_ids))


def points(activity: str) -> str:
    """The column with an activity's points."""
    return f"points_{activity}"


def complete(frame: pd.DataFrame, rubric: Rubric) -> pd.DataFrame:
    """The frame with every column of an activity frame, in order; others follow, missing ones are unknown.

    LinkedIn's total is filled with the sum of its pillars where only these are known.
    """
    texts, numbers = (PERSON, GROUP), (*rubric.ids, *official_columns(rubric))
    known = {
        **{name: frame[name] if name in frame else pd.Series("", frame.index, dtype="str") for name in texts},
        DATE: pd.to_datetime(frame[DATE]) if DATE in frame else pd.Series(pd.NaT, frame.index),
        **{name: pd.to_numeric(frame[name]).astype(float) if name in frame else float("nan") for name in numbers},
    }
    rest = {name: frame[name] for name in frame if name not in known}
    whole = pd.DataFrame(known | rest, index=frame.index)
    total, *pillars = official_columns(rubric)
    return whole.assign(**{total: whole[total].fillna(whole[pillars].sum(axis=1, skipna=False))})


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Each person's newest row, in the order the people first appear; undated rows count as oldest."""
    newest = frame.sort_values(DATE, kind="stable", na_position="first").groupby(PERSON, sort=False).tail(1)
    order = {person: place for place, person in enumerate(frame[PERSON].unique())}
    return newest.sort_values(PERSON, key=lambda people: people.map(order), kind="stable").reset_index(drop=True)
