import numpy as np
import pandas as pd

from ssi_core.rubric import load
from ssi_core.scoring.frame import complete, latest, official, official_columns, points

RUBRIC = load()
OWN = ["official_total", "official_brand", "official_finding", "official_insights", "official_relationships"]


def test_columns_have_their_names():
    assert list(official_columns(RUBRIC)) == OWN
    assert (official("brand"), points("posts")) == ("official_brand", "points_posts")


def test_a_complete_frame_has_every_column_in_order_and_the_rest_behind():
    whole = complete(pd.DataFrame({"Quota": [90], "posts": [3], "person": ["Ana"]}), RUBRIC)

    assert list(whole) == ["person", "group", "date", *RUBRIC.ids, *OWN, "Quota"]
    assert whole["posts"].dtype == float
    assert whole.loc[0, ["person", "group", "posts", "Quota"]].tolist() == ["Ana", "", 3, 90]
    assert whole[["date", "comments_made", *OWN]].isna().all(axis=None)


def test_completing_twice_changes_nothing():
    once = complete(pd.DataFrame({"person": ["Ana"], "date": ["2026-01-05"], "posts": [0.0]}), RUBRIC)

    pd.testing.assert_frame_equal(complete(once, RUBRIC), once)


def test_four_pillars_make_the_total_that_linkedin_did_not_give():
    pillars = dict(zip(OWN[1:], ([20, 20, np.nan], [10, 10, 10], [3, 3, 3], [12, 12, 12]), strict=True))
    whole = complete(pd.DataFrame({"person": list("abc"), "official_total": [np.nan, 46, np.nan], **pillars}), RUBRIC)

    assert whole["official_total"].fillna(-1).tolist() == [45, 46, -1]


def test_the_newest_row_of_each_counts_and_people_keep_their_order():
    dates = ["2026-01-12", None, "2026-02-02", None, None]
    rows = complete(pd.DataFrame({"person": list("baabc"), "date": dates, "posts": [1.0, 2, 3, 4, 5]}), RUBRIC)

    assert latest(rows)[["person", "posts"]].to_numpy().tolist() == [["b", 1], ["a", 3], ["c", 5]]


def test_of_undated_rows_the_last_counts():
    rows = complete(pd.DataFrame({"person": ["a", "a"], "posts": [1.0, 2.0]}), RUBRIC)

    assert latest(rows)["posts"].tolist() == [2]


def test_nobody_stays_nobody():
    nobody = complete(pd.DataFrame({"person": pd.Series([], dtype="str")}), RUBRIC)

    assert latest(nobody).empty
    assert list(latest(nobody)) == list(nobody)
