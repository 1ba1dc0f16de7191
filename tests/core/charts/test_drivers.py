import numpy as np
import pandas as pd
import pytest

from ssi_core.charts import drivers, predictions


@pytest.fixture
def learnt(rubric):
    """theta, covariance and evidence where only comments and posts were learnt."""
    theta = pd.Series(1.0, rubric.ids)
    evidence = pd.Series("rubric", rubric.ids)
    for activity, worth in (("comments_made", 1.6), ("posts", 0.1)):
        theta[activity], evidence[activity] = worth, "mixed"
    covariance = pd.DataFrame(np.eye(len(theta)) * 0.25**2, rubric.ids, rubric.ids)
    return theta, covariance, evidence


def test_worth_and_range_of_each_activity(learnt):
    rows = drivers(*learnt).data.set_index("activity")
    comments, posts = rows.loc["Comments on others' posts"], rows.loc["Posts and articles"]
    assert (comments["text"], comments["pillar"]) == ("1.6 ×", "Insights")
    assert (comments["low"], comments["high"]) == pytest.approx((1.2, 2.0), abs=0.001)
    assert posts["low"] == 0


def test_activities_stand_pillar_by_pillar_most_worth_first(learnt, rubric):
    rows = drivers(*learnt).data
    assert list(rows["pillar"].unique()) == [pillar.short for pillar in rubric.pillars]
    assert rows.query("pillar == 'Insights'")["activity"].iloc[0] == "Comments on others' posts"
    assert rows.query("pillar == 'Brand'")["activity"].iloc[-1] == "Posts and articles"


def test_words_name_only_what_was_learnt(learnt):
    assert drivers(*learnt).alt == (
        "Worth of 21 activities on your team, where our table is 1. "
        "Most: Comments on others' posts 1.6, Posts and articles 0.1."
    )


def test_nothing_learnt_is_said(learnt):
    theta, covariance, evidence = learnt
    chart = drivers(theta, covariance, evidence.map(lambda _: "rubric"))
    assert chart.alt.endswith("Nothing was learnt from the team yet.")


def test_predictions_of_one_part():
    predicted = pd.DataFrame(
        {
            "person": ["Ada", "Bo", "Ada"],
            "part": ["total", "total", "brand"],
            "actual": [40.0, 60.0, 10.0],
            "predicted": [43.0, 58.0, 11.0],
        }
    )
    total, brand = predictions(predicted), predictions(predicted, "brand")
    assert total.alt == "2 people, predicted and real scores. They are 2.5 points apart on average."
    assert brand.alt == "1 person, predicted and real score. They are 1.0 points apart on average."
    assert [len(total.data), len(brand.data)] == [2, 1]
    assert total.spec is not brand.spec


def test_no_predictions():
    empty = pd.DataFrame(columns=["person", "part", "actual", "predicted"])
    assert predictions(empty).alt == "0 people, predicted and real scores."
