"""A team over several weeks: each person's weeks, trailing means of them, and over how many weeks to take these."""

import numpy as np
import pandas as pd

from ssi_core.rubric import Rubric
from ssi_core.scoring.frame import DATE, PERSON, latest, official_columns

WINDOWS = (1, 4, 8, 13)  # weeks of the trailing means to choose from
USUAL_WINDOW = 8  # where the people are too few to choose
LATELY = 4  # weeks that tell what somebody does nowadays; one alone may be a holiday


def weekly(frame: pd.DataFrame, rubric: Rubric) -> pd.DataFrame:
    """Each person's calendar weeks, oldest first, the people in the order they first appear; date is the Monday.

    What was last known in a week counts. Undated rows count as oldest: the last of them stands for a person who has no
    dated one. Rows of nobody are left out.
    """
    frame, columns = frame.dropna(subset=PERSON), [*rubric.ids, *official_columns(rubric)]
    date = frame[DATE].dt.normalize()
    rows = frame[[PERSON, *columns]].assign(date=date - pd.to_timedelta(date.dt.day_of_week, unit="D"))
    rows = rows.iloc[np.argsort(frame[DATE].to_numpy(), kind="stable")]
    undated = rows[DATE].isna()
    dated_people = rows[PERSON].isin(rows.loc[~undated, PERSON])
    rows = rows[~undated | ~dated_people & ~rows.duplicated(PERSON, keep="last")]
    if rows.duplicated([PERSON, DATE]).any():
        rows = rows.groupby([PERSON, DATE], sort=False, dropna=False).last().reset_index()
    order = pd.Series(np.arange(len(people := frame[PERSON].unique())), people)
    place = np.lexsort([rows[DATE].to_numpy(), order[rows[PERSON]].to_numpy()])
    return rows.iloc[place].reset_index(drop=True)


def history(weeks: pd.DataFrame) -> np.ndarray:
    """How many weeks back each of the person's weeks can look, itself included; 1 where undated."""
    first = weeks.groupby(PERSON, sort=False)[DATE].transform("min")
    return ((weeks[DATE] - first).dt.days // 7 + 1).fillna(1).to_numpy(dtype=int)


def trailing(weeks: pd.DataFrame, rubric: Rubric, window: int) -> pd.DataFrame:
    """The weeks with each activity as the mean of its known values in the last `window` weeks."""
    if window == 1:
        return weeks
    ids = list(rubric.ids)
    dated = weeks[weeks[DATE].notna()]
    rolling = dated.groupby(PERSON, sort=False).rolling(f"{7 * window}D", on=DATE)
    result = weeks.copy()
    result.loc[dated.index, ids] = rolling[ids].mean().to_numpy()
    return result


def lately(frame: pd.DataFrame, rubric: Rubric) -> pd.DataFrame:
    """Each person's newest row of an activity frame, for a step to start from.

    What they do, and rates, are means of what is known of their last LATELY weeks; what they have is the newest known.
    """
    weeks = weekly(frame, rubric)
    newest = weeks.groupby(PERSON, sort=False)[DATE].transform("max")
    recent = weeks[~(weeks[DATE] <= newest - pd.Timedelta(weeks=LATELY))].groupby(PERSON, sort=False)
    people = latest(frame)
    stocks = [a.id for a in rubric.activities if a.kind == "stock"]
    others = [name for name in rubric.ids if name not in stocks]
    now = recent[others].mean().join(recent[stocks].last()).loc[people[PERSON]].set_axis(people.index)
    return people.assign(**now)
