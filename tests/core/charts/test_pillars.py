from ssi_core.charts import pillars
from tests.core.charts.conftest import UNKNOWN


def test_estimate_own_score_and_mean_of_each_pillar(scored):
    chart = pillars(scored({"posts": UNKNOWN, "official_brand": 14.0}).iloc[0])
    assert chart.alt == (
        "Pillars, of 25 points each. "
        "Brand: estimate 16 (14 to 18), LinkedIn's own 14, published mean 12. "
        "Finding people: estimate 14, published mean 6. "
        "Insights: estimate 12, published mean 2. "
        "Relationships: estimate 14, published mean 14."
    )
    texts = chart.data.query("role == 'estimate'")["text"]
    assert list(texts) == ["16 (14 to 18) of 25", "14 of 25", "12 of 25", "14 of 25"]


def test_a_pillar_without_enough_known_has_bounds_and_no_circle(scored, rubric):
    unknown = [activity.id for activity in rubric.in_pillar("insights") if activity.id != "comments_made"]
    row = pillars(scored(dict.fromkeys(unknown, UNKNOWN)).iloc[0]).data.query("role == 'estimate' and id == 'insights'")
    assert row["x"].isna().all()
    assert list(row["text"]) == ["between 3 and 20 of 25"]


def test_a_pillar_of_which_nothing_is_known_says_so(scored, rubric):
    chart = pillars(scored({a.id: UNKNOWN for a in rubric.in_pillar("insights")}).iloc[0])
    assert "Insights: estimate not known, published mean 2." in chart.alt
