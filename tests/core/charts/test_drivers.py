import pandas as pd
import pytest

from ssi_core.charts import drivers, predictions


@pytest.fixture
def worth(rubric):
    """What a fit makes of each activity, where only comments and posts were learnt."""
    table = pd.DataFrame({"theta": 1.0, "low": 0.0, "high": 2.0, "evidence": "rubric"}, index=list(rubric.ids))
    table.loc["comments_made"] = [1.6, 1.2, 2.0, "mixed"]
    table.loc["posts"] = [0.1, 0.0, 0.5, "mostly rubric"]
    return table


def test_worth_range_and_evidence_of_each_activity(worth):
    rows = drivers(worth).data.set_index("activity")
    comments = rows.loc["Comments on others' posts"]
    assert (comments["text"], comments["pillar"]) == ("1.6 ×", "Insights")
    assert (comments["low"], comments["theta"], comments["high"]) == (1.2, 1.6, 2.0)
    assert comments["basis"] == "our table and your team's data"
    assert rows.loc["Posts and articles", "basis"] == "mostly our table"


def test_activities_stand_pillar_by_pillar_most_worth_first(worth, rubric):
    rows = drivers(worth).data
    assert list(rows["pillar"].unique()) == [pillar.short for pillar in rubric.pillars]
    assert rows.query("pillar == 'Insights'")["activity"].iloc[0] == "Comments on others' posts"
    assert rows.query("pillar == 'Brand'")["activity"].iloc[-1] == "Posts and articles"


def test_words_name_only_what_was_learnt(worth):
    assert drivers(worth).alt == (
        "Worth of 21 activities on this team, where our table is 1. "
        "Most: Comments on others' posts 1.6, Posts and articles 0.1."
    )


def test_nothing_learnt_is_said(worth):
    chart = drivers(worth.assign(evidence="rubric"))
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
