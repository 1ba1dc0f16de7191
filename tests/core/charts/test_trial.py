import altair as alt
import pandas as pd
import pytest

from ssi_core.charts.trial import changes, differences
from ssi_core.coaching.trial import RESULT
from ssi_core.coaching.trial_end import Difference

FOUND = [
    Difference("total", 6, 6, 2.1, 0.4, 3.8),
    Difference("insights", 3, 6),
    Difference(RESULT, 6, 6, 9.0, 1.0, 17.0),
]


def ended(*changed):
    rows = [("P", tries, "total", 40.0, 40 + change, change) for tries, change in changed]
    return pd.DataFrame(rows, columns=["person", "tries", "part", "start", "end", "change"]).astype({"change": float})


def test_everybody_s_change_by_group():
    chart = changes(ended((True, 3), (False, -1), (True, 1)))
    assert chart.data["label"].tolist() == ["As before", "Tried it", "Tried it"]
    assert chart.data["mean"].tolist() == [-1, 2, 2]
    assert chart.data["first"].tolist() == [True, True, False], "a group's name is drawn once"
    assert chart.alt == "Changes of 3 people. As before: −1.0 on average; Tried it: +2.0 on average."


def test_only_the_part_that_was_asked_for():
    assert changes(ended((True, 3)), "brand").alt == "Changes of 0 people."


def test_differences_in_points():
    chart = differences(FOUND)
    assert chart.data[["name", "text"]].to_numpy().tolist() == [["Total", "2.1"]]
    assert chart.alt == "Points by which those who tried it rose more than the others: Total 2.1 (0.4 to 3.8)."
    assert differences(FOUND[1:]).alt.endswith("others: not known.")


@pytest.mark.parametrize("dark", [False, True])
def test_specs_are_valid_and_built_once(dark):
    one, other = changes(ended((True, 3)), dark=dark), changes(ended((False, 2)), dark=dark)
    for chart in (one, differences(FOUND, dark=dark)):
        alt.LayerChart.from_dict(chart.spec)
    assert one.spec is other.spec
