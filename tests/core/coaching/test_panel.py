import numpy as np
import pandas as pd

from ssi_core.coaching.panel import history, trailing, weekly
from ssi_core.rubric import load
from ssi_core.scoring.frame import complete

RUBRIC = load()


def weeks(*rows):
    """Weeks of (person, date, posts)."""
    frame = pd.DataFrame(rows, columns=["person", "date", "posts"])
    return weekly(complete(frame, RUBRIC), RUBRIC)


def posts(frame):
    return frame["posts"].tolist()


def test_weeks_stand_by_person_and_date():
    found = weeks(("b", "2026-01-14", 3), ("a", "2026-01-07", 1), ("b", "2026-01-06", 2))
    assert found["person"].tolist() == ["b", "b", "a"]
    assert found["date"].dt.strftime("%m-%d").tolist() == ["01-05", "01-12", "01-05"]
    assert posts(found) == [2, 3, 1]


def test_what_was_last_known_in_a_week_counts():
    frame = pd.DataFrame(
        {
            "person": "a",
            "date": ["2026-01-09", "2026-01-05", "2026-01-05", "2026-01-11"],
            "posts": [np.nan, 1, 2, np.nan],
            "comments_made": [7, 5, 6, np.nan],
        }
    )
    found = weekly(complete(frame, RUBRIC), RUBRIC)
    assert found[["posts", "comments_made"]].values.tolist() == [[2, 7]]


def test_undated_rows_are_oldest():
    found = weeks(("a", None, 1), ("a", "2026-01-05", np.nan), ("b", None, 3), ("b", None, 4))
    np.testing.assert_equal(list(zip(found["person"], posts(found), strict=True)), [("a", np.nan), ("b", 4)])
    assert found["date"].isna().tolist() == [False, True]


def test_rows_of_nobody_are_left_out():
    assert posts(weeks((None, "2026-01-05", 1), ("a", "2026-01-05", 2))) == [2]


def test_trailing_means_look_back_by_date_over_what_is_known():
    found = weeks(
        ("a", "2026-01-05", 2),
        ("a", "2026-01-12", np.nan),
        ("a", "2026-01-19", 4),
        ("a", "2026-02-09", 10),
        ("b", "2026-02-09", 1),
        ("c", None, 5),
    )
    assert posts(trailing(found, RUBRIC, 4)) == [2, 2, 3, 7, 1, 5]
    assert posts(trailing(found, RUBRIC, 13)) == [2, 2, 3, 16 / 3, 1, 5]
    pd.testing.assert_frame_equal(trailing(found, RUBRIC, 1), found)


def test_history_counts_weeks_and_not_rows():
    found = weeks(("a", "2026-01-05", 2), ("a", "2026-02-09", 10), ("b", "2026-02-09", 1), ("c", None, 5))
    assert history(found).tolist() == [1, 6, 1, 1]
