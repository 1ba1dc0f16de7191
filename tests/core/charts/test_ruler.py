from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.charts import ruler
from ssi_core.charts.ruler import LANE, LETTER, PHONE, _bands, _lines
from ssi_core.rubric import load
from tests.core.charts.conftest import UNKNOWN


def test_estimate_own_score_and_benchmark_in_words_and_marks(scored, rubric):
    person = scored({"posts": UNKNOWN, "official_total": 34.0}).iloc[0]
    chart = ruler(person, rubric.benchmarks[:1])
    assert chart.alt == (
        "Band ruler from 0 to 100. The estimate is 56 (54 to 58), in the band above average. "
        "LinkedIn's own score is 34, in the band average. Typical member, 2026: 34."
    )
    marks = chart.data[chart.data["role"] != "band"]
    assert list(marks["role"]) == ["estimate", "official", "benchmark"]
    assert list(marks["name"]) == ["Estimate, 54 to 58", "LinkedIn's own", "Typical member, 2026"]
    assert list(marks["number"]) == ["56", "34", "34"]


def test_bands_lie_side_by_side_where_rounding_puts_them(scored):
    bands = ruler(scored({}).iloc[0]).data.query("role == 'band'")
    assert list(bands["low"]) == [0, 25.5, 50.5, 70.5, 80.5, 90.5]
    assert list(bands["high"]) == [25.5, 50.5, 70.5, 80.5, 90.5, 100]
    assert list(bands.loc[bands["here"], "name"]) == ["above average"]


def test_one_known_activity_is_enough_for_a_wide_range(scored, rubric):
    person = scored(dict.fromkeys(rubric.ids[1:], UNKNOWN)).iloc[0]
    chart = ruler(person)
    assert chart.alt == "Band ruler from 0 to 100. The estimate is 42 (23 to 62), in the band average."
    (mark,) = chart.data.query("role == 'estimate'").itertuples()
    assert (mark.number, mark.name) == ("42", "Estimate, 23 to 62")


def test_nothing_known_still_draws_the_bands(scored, rubric):
    chart = ruler(scored(dict.fromkeys(rubric.ids, UNKNOWN)).iloc[0])
    assert chart.alt == "Band ruler from 0 to 100. No score is known yet."
    assert set(chart.data["role"]) == {"band"}


def test_only_linkedins_own_score(scored, rubric):
    chart = ruler(scored(dict.fromkeys(rubric.ids, UNKNOWN) | {"official_total": 80.5}).iloc[0])
    assert chart.alt == "Band ruler from 0 to 100. LinkedIn's own score is 81, in the band excellent."


@settings(max_examples=30)
@given(st.lists(st.sampled_from(load().benchmarks), max_size=5), st.booleans())
def test_marks_have_a_lane_each(benchmarks, own):
    person = {"known": 1.0, "total": 40.0, "low": 35.0, "high": 45.0, "official_total": 41.0 if own else UNKNOWN}
    data = ruler(person, benchmarks).data
    lanes = list(data.loc[data["role"] != "band", "y"])
    assert len(lanes) == 1 + own + len(benchmarks)
    assert all(upper - lower >= LANE for upper, lower in pairwise(lanes))


def test_band_names_leave_each_other_space_on_a_phone(rubric):
    bands = _bands(rubric, {"estimate": UNKNOWN, "official": UNKNOWN})
    assert list(bands["line"]) == [0, 0, 0, 1, 0, 1]


def test_a_name_too_wide_for_two_lines_takes_a_third(rubric):
    bands = _bands(rubric, {"estimate": UNKNOWN, "official": UNKNOWN})
    assert max(_lines(bands.assign(name="far above the average"))) >= 2


@pytest.mark.parametrize("line", [0, 1])
def test_names_on_one_line_do_not_touch(rubric, line):
    bands = _bands(rubric, {"estimate": UNKNOWN, "official": UNKNOWN}).query("line == @line")
    widths = bands["name"].str.len() * LETTER
    starts = (bands["at"] / 100 * PHONE - widths / 2).clip(upper=PHONE - widths)
    assert ((starts + widths).shift().fillna(0) <= starts).all()
