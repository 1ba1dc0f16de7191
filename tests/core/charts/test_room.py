from collections.abc import Callable
from dataclasses import replace

import altair as alt
import pytest

from ssi_core.charts import Chart
from ssi_core.charts.room import bands, pillars, tints
from ssi_core.workshop.figures import Figures, Side

NAMES = ("beginner", "average", "above average", "strong", "excellent", "outstanding")
NOW = Figures(
    people=29,
    left_out=1,
    made_up=False,
    bands=dict(zip(NAMES, (4, 14, 7, 2, 1, 1), strict=True)),
    mean=42,
    pillars={"brand": 9.5, "finding": 5.0, "relationships": 14.0},
    weakest="finding",
    actions=(),
)
BEFORE = Side(dict(zip(NAMES, (5, 0, 0, 0, 0, 0), strict=True)), 20)
SAID = "29 people by band: beginner 4, average 14, above average 7, strong 2, excellent 1, outstanding 1; mean 42."


def test_bands_stand_to_scale_with_their_counts_above_their_middles():
    chart = bands(NOW)
    segments, counts = (chart.data.query(f"role == '{role}'") for role in ("band", "count"))
    assert segments["low"].tolist() == [0, 25.5, 50.5, 70.5, 80.5, 90.5]
    assert counts["at"].tolist() == segments["at"].tolist()
    assert counts["text"].tolist() == ["4", "14", "7", "2", "1", "1"]
    assert chart.data.query("role == 'mean'")["at"].tolist() == [42]
    assert chart.alt == SAID


def test_before_stands_left_of_now_within_the_band():
    chart = bands(NOW, BEFORE)
    segments = chart.data.query("role == 'band'")
    before, now = (chart.data.query(f"role == 'count' and series == '{series}'") for series in ("before", "now"))
    between = zip(segments["low"], before["at"], now["at"], segments["high"], strict=True)
    assert all(low < left < right < high for low, left, right, high in between)
    assert before["text"].tolist() == ["5", "", "", "", "", ""]
    assert chart.data.query("role == 'mean'")["at"].tolist() == [20, 42]
    assert chart.alt == (
        "Before: 5 people by band: beginner 5, average 0, above average 0, strong 0, excellent 0, outstanding 0; "
        f"mean 20. Now: {SAID}"
    )


def test_pillars_with_the_published_means_and_the_weakest_named():
    chart = pillars(NOW)
    rows = chart.data.set_index("id")
    assert rows["text"].to_dict() == {"brand": "9.5", "finding": "5", "insights": "not known", "relationships": "14"}
    assert list(rows.index[rows["weakest"]]) == ["finding"]
    assert rows["mean"].isna().to_dict()["insights"]
    assert chart.alt == (
        "Mean points of 25: Brand 9.5 (published mean 12), Finding people 5 (published mean 5.6), "
        "Insights not known (published mean 2.1), Relationships 14 (published mean 14)."
    )


@pytest.mark.parametrize("picture", [bands, pillars])
def test_specs_are_valid_built_once_for_all_figures_and_once_for_each_theme(picture: Callable[..., Chart]):
    spec = picture(NOW).spec
    alt.LayerChart.from_dict(spec)
    assert spec is picture(replace(NOW, mean=20)).spec
    assert spec != picture(NOW, dark=True).spec


@pytest.mark.parametrize("dark", [False, True])
def test_a_heading_in_the_bars_colours_is_a_legend(dark: bool):
    drawn = str(bands(NOW, BEFORE, dark=dark).spec)
    assert all(color in drawn for color in tints(dark).values())


def test_letters_are_large_enough_for_a_projector():
    sizes = [mark["fontSize"]["expr"] for mark in marks_of(bands(NOW).spec) + marks_of(pillars(NOW).spec)]
    assert sizes
    assert all(int(size.rsplit(":", 1)[1].strip(" )")) >= 24 for size in sizes)


def marks_of(spec: dict) -> list[dict]:
    """The marks that are texts."""
    return [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
