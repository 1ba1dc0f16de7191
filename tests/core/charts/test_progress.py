"""The pictures of a person's months: what is drawn, and the same in words."""

import json
from datetime import date

import altair as alt
import pandas as pd
import pytest

from ssi_core.charts.progress import band_edges, course, habits, pillars, reach
from ssi_core.coaching.progress import progress
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete
from tests.core.charts.conftest import GOLDEN, RUBRIC, UNKNOWN

TODAY = date(2026, 11, 22)


def made(*rows: dict, said: tuple = ()):
    """Progress of the golden case's rows, with what each has otherwise; said: (week, activity, amount, planned)."""
    golden = dict(zip(RUBRIC.ids, map(float, GOLDEN), strict=True))
    frame = complete(pd.DataFrame([golden | row for row in rows], columns=None if rows else ["person"]), RUBRIC)
    check_ins = pd.DataFrame(said, columns=["week", "activity", "amount", "planned"])
    check_ins = check_ins.astype({"week": "datetime64[s]", "activity": "str", "amount": float, "planned": float})
    return progress(score(frame, RUBRIC), check_ins, TODAY, RUBRIC)


@pytest.fixture
def usual():
    return made(
        {"date": "2026-09-28", "official_total": 46.0, "official_brand": 12.0, "posts": UNKNOWN},
        {"date": "2026-11-16", "official_total": 52.4, "official_brand": 14.0, "posts": 3.0},
        said=(("2026-11-02", "posts", 3, 3), ("2026-11-02", "messages_sent", 5, 10), ("2026-11-16", "posts", 0, 3)),
    )


def means(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["date", "group", "total"])
    return table.assign(date=pd.to_datetime(table["date"]))


def all_charts(found, dark: bool = False):
    groups = means(("2026-11-16", "industry", 31.4), ("2026-11-16", "network", UNKNOWN))
    return [course(found, groups, dark=dark), pillars(found, dark=dark), habits(found, dark=dark)]


def test_specs_are_valid_built_once_and_without_an_address(usual):
    for chart, again, dark in zip(*(all_charts(usual, theme) for theme in (False, False, True)), strict=True):
        alt.LayerChart.from_dict(chart.spec)
        assert "http" not in json.dumps(chart.spec).replace(chart.spec["$schema"], "")
        assert chart.spec is again.spec
        assert chart.spec != dark.spec


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_however_little_is_known_the_words_are_whole(rows):
    for chart in all_charts(made(*[{"date": f"2026-11-0{n + 1}", "official_total": 40.0 + n} for n in range(rows)])):
        assert chart.alt.endswith(".")
        assert not {"nan", "nat", "none"} & set(chart.alt.lower().replace(",", " ").replace(".", " ").split())


def test_the_course_in_words(usual):
    groups = means(("2026-09-28", "industry", 30.0), ("2026-11-16", "industry", 31.4), ("2026-11-16", "team", 44.0))
    assert course(usual, groups).alt == (
        "Total over time. "
        "LinkedIn's own score: 2 times, from 46 on 28 September to 52 on 16 November, between 46 and 52. "
        "The estimate: 2 times, from 56 on 28 September to 58 on 16 November, between 56 and 58. "
        "Your industry: mean 31. Your team: mean 44."
    )


def test_the_course_s_marks_and_noise(usual):
    data = course(usual).data
    estimate, own = (data[data["role"] == role] for role in ("estimate", "official"))
    assert estimate["reads"].tolist() == ["56 (54 to 58)", "58"]
    assert own["reads"].tolist() == ["46", "52"]
    (noise,) = data.loc[data["role"] == "noise", ["low", "high"]].to_numpy().tolist()
    assert noise == pytest.approx([50.4, 54.4]), "of LinkedIn's own, where it is known"


def test_only_groups_that_were_said_are_drawn(usual):
    groups = means(("2026-11-16", "industry", 31.4), ("2026-11-16", "network", UNKNOWN), ("2026-11-16", "other", 9))
    data = course(usual, groups).data
    assert data.loc[data["role"] == "mean", "name"].tolist() == ["Your industry"]


def test_the_scale_holds_all_that_is_drawn_and_the_bands_in_sight():
    assert reach(pd.Series([29.0, 41.0, UNKNOWN])) == (20, 50)
    assert reach(pd.Series([1.0, 99.5])) == (0, 100)
    assert reach(pd.Series(dtype=float)) == (0, 100)
    assert band_edges(RUBRIC, 20, 60)[["points", "name"]].values.tolist() == [
        [25.5, "average"],
        [50.5, "above average"],
    ]


def test_pillars_stand_under_each_other_on_one_scale(usual):
    chart = pillars(usual)
    own = chart.data[(chart.data["role"] == "official") & (chart.data["stripe"] == "Brand")]
    heads = chart.data[chart.data["role"] == "stripe"]
    assert own["y"].tolist() == pytest.approx([3 * 36.25 + 12, 3 * 36.25 + 14])
    assert heads["y"].tolist() == pytest.approx([3 * 36.25 + 25, 2 * 36.25 + 25, 36.25 + 25, 25])
    assert chart.alt == (
        "Pillars over time, of 25 points each. Brand: LinkedIn's own 12 to 14, estimate 16 to 18. "
        "Finding people: estimate 14. Insights: estimate 12. Relationships: estimate 14."
    )


def test_a_pillar_of_which_nothing_is_known_says_so():
    brand = dict.fromkeys([activity.id for activity in RUBRIC.in_pillar("brand")], UNKNOWN)
    assert "Brand: not known." in pillars(made({"date": "2026-11-16"} | brand)).alt


def test_habits_by_week_with_the_weeks_that_were_missed(usual):
    chart = habits(usual)
    assert chart.data["when"].tolist()[-3:] == ["2 November", "9 November", "16 November"]
    assert len(chart.data) == 8, "few weeks leave room"
    assert chart.data[["planned", "done", "text"]].values.tolist()[-3:] == [
        [2, 1.5, "1.5 of 2"],
        [0, 0, "no check-in"],
        [1, 0, "0 of 1"],
    ]
    assert chart.alt == ("Habits by week, 2 weeks with a check-in: 1.5 of 3 kept. In the week of 16 November 0 of 1.")


def test_no_habits_are_said_as_none():
    assert habits(made()).alt == "Habits by week: no check-in of a planned habit yet."
