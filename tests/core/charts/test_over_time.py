"""The pictures of a team's months: what is drawn, and the same in words."""

import json
from datetime import date

import altair as alt
import pandas as pd
import pytest

from ssi_core.charts.over_time import group_trends, movers, trend
from ssi_core.coaching.over_time import over_time

TODAY = date(2026, 11, 22)
UNKNOWN = float("nan")
ROWS = [
    ("Ada", "2026-11-02", 40.0, 44.0, "North"),
    ("Ada", "2026-11-09", 42.0, 50.0, "North"),
    ("Bo", "2026-11-02", 20.0, 24.0, "South"),
    ("Bo", "2026-11-09", 22.0, 23.0, "South"),
    ("Cy", "2026-11-09", 60.0, UNKNOWN, "South"),
]


def made(rows=ROWS):
    frame = pd.DataFrame(rows, columns=["person", "date", "total", "official_total", "group"])
    return over_time(frame.astype({"person": "str", "group": "str"}), TODAY)


def all_charts(found, dark: bool = False):
    return [trend(found, dark=dark), group_trends(found, dark=dark), movers(found.movers(date(2026, 11, 2)), dark=dark)]


def test_specs_are_valid_built_once_and_without_an_address():
    for chart, again, dark in zip(*(all_charts(made(), theme) for theme in (False, False, True)), strict=True):
        alt.LayerChart.from_dict(chart.spec)
        assert "http" not in json.dumps(chart.spec).replace(chart.spec["$schema"], "")
        assert chart.spec is again.spec
        assert chart.spec != dark.spec


@pytest.mark.parametrize("rows", [[], ROWS[:1], ROWS])
def test_however_little_is_known_the_words_are_whole(rows):
    for chart in all_charts(made(rows)):
        assert chart.alt.endswith(".")
        assert not {"nan", "nat", "none"} & set(chart.alt.lower().replace(",", " ").replace(".", " ").split())


def test_the_trend_in_words():
    assert trend(made()).alt == (
        "The team over time, mean per active person. "
        "Estimate: 30.0, mean of 2 people (week of 2 November) to 40.7, mean of 3 people (week of 9 November). "
        "LinkedIn's own: 34.0, mean of 2 people (week of 2 November) to 36.5, mean of 2 people (week of 9 November)."
    )


def test_months_are_called_by_their_names():
    found = made([("Ada", "2026-09-30", 40.0, UNKNOWN, ""), ("Ada", "2026-10-31", 42.0, UNKNOWN, "")])
    assert "40.0, 1 person (September 2026) to 42.0, 1 person (October 2026)." in trend(found).alt


def test_people_stand_behind_the_mean_by_the_same_source_nameless_unless_they_are_called():
    chart, named = trend(made()), trend(made(), {"Ada": "A.", "Bo": "B.", "Cy": "C."})
    behind = named.data[named.data["role"] == "person"]
    assert behind[["name", "points"]].values.tolist() == [["A.", 44], ["B.", 24], ["A.", 50], ["B.", 23]]
    assert behind["line"].nunique() == 2
    for shown in (chart, named):
        assert "Ada" not in shown.data.to_csv()
    assert "person" not in trend(made(), people=False).data["role"].tolist()
    assert "each person" not in json.dumps(trend(made(), people=False).spec)


def test_groups_stand_under_each_other_on_one_scale():
    chart = group_trends(made())
    assert chart.alt == (
        "Groups over time, mean per active person. North: 44 to 50, 1 person. South: 24 to 23, 1 person."
    )
    heads = chart.data[chart.data["role"] == "stripe"]
    assert heads["stripe"].tolist() == ["North", "South"]
    own = chart.data[(chart.data["role"] == "official") & (chart.data["stripe"] == "South")]
    assert own["y"].tolist() == pytest.approx([14, 13]), "above the scale's low end of 10"


def test_movers_in_words_and_pale_where_it_is_no_news():
    chart = movers(made().movers(date(2026, 11, 2)))
    assert chart.alt == "Changes of 2 people. Ada +6.0, Bo −1.0."
    assert chart.data[["reads", "pale"]].values.tolist() == [["44 to 50", False], ["24 to 23", True]]


def test_an_estimate_that_knows_other_things_says_so():
    moved = made().movers(date(2026, 11, 2)).assign(same_answers=False)
    assert movers(moved).data["reads"][0] == "44 to 50, but other things are known now"


def test_nothing_is_said_plainly():
    assert trend(made([])).alt == "The team over time: no total with a date yet."
    assert movers(made([]).movers(TODAY)).alt == "Changes of 0 people."
