from ssi_core.charts import leaderboard
from tests.core.charts.conftest import UNKNOWN


def test_highest_first_with_estimate_range_and_own_score(scored, rubric):
    people = scored(
        {"person": "Ada", "posts": UNKNOWN, "official_total": 52.0},
        {"person": "Bo"},
        dict.fromkeys(rubric.ids, UNKNOWN) | {"person": "Cy"},
    )
    chart = leaderboard(people)
    estimates = chart.data.query("role == 'estimate'")
    assert chart.alt == "3 totals, highest first. Bo ≈55, Ada 52."
    assert list(estimates["person"]) == ["Bo", "Ada", "Cy"]
    assert list(estimates["text"]) == ["≈55", "52", ""]
    assert list(estimates["reads"]) == ["55", "56 (54 to 58)", "not known"]
    assert list(estimates["own"]) == ["not known", "52", "not known"]
    assert list(estimates["both"]) == [False, True, False]


def test_equal_totals_keep_their_order(scored):
    chart = leaderboard(scored({"person": "Bo"}, {"person": "Ada"}))
    assert list(chart.data["person"][:2]) == ["Bo", "Ada"]


def test_groups_are_chosen_by_group(scored):
    groups = scored({"group": "North"}, {"group": "South", "posts": 3.0})
    chart = leaderboard(groups, by="group")
    assert chart.alt == "2 totals, highest first. South 58, North 55."
    assert chart.spec["params"][0]["select"]["fields"] == ["group"]


def test_nobody(scored):
    chart = leaderboard(scored())
    assert (chart.alt, len(chart.data)) == ("0 totals, highest first.", 0)
