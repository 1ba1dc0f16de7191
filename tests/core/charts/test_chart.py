import json

import altair as alt
import pandas as pd
import pytest

from ssi_core.charts import Chart, distribution, drivers, heat_map, leaderboard, pillars, predictions, ruler
from ssi_core.charts.chart import date_axis, wrapped


@pytest.fixture
def charts(crowd, rubric):
    """Every picture of so many people, by name."""

    def of(count: int, dark: bool = False) -> dict[str, Chart]:
        people = crowd(count)
        person = crowd(1).iloc[0]
        worth = pd.DataFrame({"theta": 1.0, "low": 0.7, "high": 1.3, "evidence": "mixed"}, index=list(rubric.ids))
        predicted = pd.DataFrame({"person": people["person"], "part": "total", "actual": 40.0, "predicted": 42.0})
        return {
            "ruler": ruler(person, rubric.benchmarks, dark=dark),
            "small ruler": ruler(person, small=True, dark=dark),
            "pillars": pillars(person, dark=dark),
            "distribution": distribution(people, dark=dark),
            "heat map": heat_map(people, dark=dark),
            "leaderboard": leaderboard(people, dark=dark),
            "drivers": drivers(worth, dark=dark),
            "predictions": predictions(predicted, dark=dark),
        }

    return of


@pytest.mark.parametrize(("count", "dark"), [(5, False), (200, True)])
def test_specs_are_valid_and_name_no_address(charts, count, dark):
    for chart in charts(count, dark).values():
        alt.LayerChart.from_dict(chart.spec)
        text = json.dumps(chart.spec).replace(chart.spec["$schema"], "")
        assert "http" not in text


def test_specs_are_built_once_for_all_data_and_once_for_each_theme(charts):
    first, other, dark = charts(5), charts(3), charts(5, dark=True)
    for name, chart in first.items():
        assert chart.spec is other[name].spec
        assert chart.spec != dark[name].spec


@pytest.mark.parametrize("count", [0, 1, 200])
def test_every_text_that_is_drawn_is_a_text(charts, count):
    for chart in charts(count).values():
        drawn = chart.data.reindex(columns=["label", "text", "name", "number"]).dropna(axis=1, how="all")
        texts = [text for column in drawn for text in drawn[column].dropna()]
        assert all(isinstance(text, str) and "nan" not in text.lower() for text in texts)
        assert chart.alt.endswith(".")
        assert "nan" not in chart.alt.lower()


def test_people_pictures_have_a_row_for_everybody(charts):
    big = charts(200)
    assert len(big["heat map"].data) == 4 * 200
    assert len(big["leaderboard"].data) == 2 * 200
    assert big["distribution"].data["people"].sum() == 200


@pytest.mark.parametrize("name", ["heat map", "leaderboard"])
def test_a_click_chooses_a_person(charts, name):
    (chosen,) = charts(5)[name].spec["params"]
    assert chosen["name"] == "chosen"
    assert chosen["select"] == {"type": "point", "fields": ["person"]}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Mia", "Mia"),
        ("Reactions and comments received", "Reactions and\ncomments received"),
        ("Elena García Fernández-Villaverde de la Torre", "Elena García\nFernández-…"),
        ("", ""),
    ],
)
def test_names_take_two_lines_at_most(name, lines):
    assert wrapped(name) == lines


def test_between_two_near_days_hours_have_no_label():
    assert date_axis().to_dict()["labelExpr"].startswith("hours(datum.value) ? '' : ")
