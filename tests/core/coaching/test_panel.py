import numpy as np
import pandas as pd

from ssi_core.coaching.panel import history, lately, trailing, weekly
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


def test_lately_is_a_mean_of_what_is_done_and_the_newest_of_what_there_is():
    frame = pd.DataFrame(
        {
            "person": ["a", "a", "a", "a", "b"],
            "date": ["2026-02-02", "2026-01-26", "2026-01-12", "2026-01-05", None],
            "posts": [0, 3, np.nan, 9, 2],
            "acceptance_rate": [np.nan, 20, 40, 90, np.nan],
            "connections": [np.nan, 480, 450, 400, 10],
            "group": ["new", "old", "old", "old", ""],
        }
    )
    found = lately(complete(frame, RUBRIC), RUBRIC)
    columns = ["person", "group", "posts", "acceptance_rate", "connections"]
    assert found[columns].values.tolist()[0] == ["a", "new", 1.5, 30, 480]
    assert found[columns[:3]].values.tolist()[1] == ["b", "", 2]
    assert found["date"].dt.strftime("%m-%d").tolist()[0] == "02-02"


def test_lately_changes_nothing_where_everybody_has_one_row():
    frame = complete(pd.DataFrame({"person": ["b", "a"], "posts": [1.0, np.nan], "date": ["2026-01-05"] * 2}), RUBRIC)
    pd.testing.assert_frame_equal(lately(frame, RUBRIC), frame)
