import altair as alt
import numpy as np
import pandas as pd
import pytest

from ssi_core.charts.outcomes import relations, results, said, signed, span
from ssi_core.coaching.outcomes import Pairs, Relation


def paired(people, source="official"):
    numbers = np.arange(float(people))
    table = pd.DataFrame({"person": [f"P{n}" for n in range(people)], "score": numbers, "result": 100 - numbers})
    return Pairs("total", source, table.assign(dates=1))


FOUND = [
    Relation("total", "official", 12, 0.4, -0.02, 0.7),
    Relation("brand", "estimate", 12, -0.001, -0.3, 0.3),
    Relation("finding", "official", 5),
]


def test_dots_with_the_names_that_were_asked_for():
    chart = results(paired(4), 98.5, ["P1", "P3"])
    assert chart.data["name"].tolist() == ["", "P1", "", "P3"]
    assert chart.data["left"].tolist() == [False, False, True, True]
    assert chart.alt == "4 people by score and result. 2 of them are below the bar of 98.5."
    assert chart.data["scored"].tolist() == ["0.0", "1.0", "2.0", "3.0"]
    assert chart.data["reads"].tolist() == ["100", "99", "98", "97"]


def test_a_figure_with_its_range_for_each_part_that_has_one():
    chart = relations(FOUND)
    assert chart.data[["name", "text", "reads"]].to_numpy().tolist() == [
        ["Total", "0.40", "0.40 (−0.02 to 0.70)"],
        ["Brand", "0.00", "0.00 (−0.30 to 0.30)"],
    ]
    assert chart.alt.endswith("from -1 to 1: Total 0.40 (−0.02 to 0.70), Brand 0.00 (−0.30 to 0.30).")


def test_shapes_are_explained_only_where_both_occur():
    both, own = relations(FOUND), relations(FOUND[:1])
    assert "legend" in str(both.spec["layer"][2]["encoding"]["shape"])
    assert "legend" not in str(own.spec["layer"][2]["encoding"]["shape"])


def test_nothing_known():
    assert relations(FOUND[2:]).alt.endswith("from -1 to 1: not known.")
    assert results(paired(0), 1.0).alt == "0 people by score and result. 0 of them are below the bar of 1."


@pytest.mark.parametrize("dark", [False, True])
def test_specs_are_valid_and_built_once(dark):
    for one, other in ((results(paired(3), 1, dark=dark), results(paired(9, "estimate"), 2, dark=dark)),
                       (relations(FOUND, dark=dark), relations(FOUND[:2], dark=dark))):  # fmt: skip
        alt.LayerChart.from_dict(one.spec)
        assert one.spec is other.spec


def test_no_minus_before_a_nought():
    assert span(-0.04, -0.01, 0.0) == "0.0 (0.0 to 0.0)"
    assert (signed(-1.5), signed(1.5, plus="+")) == ("−1.5", "+1.5")


@pytest.mark.parametrize(
    ("result", "reads"),
    [
        (0.95, "0.95"), (98.5, "98.5"), (98.4615, "98.46"), (100.0, "100"), (1_234_567.4, "1,234,567"),
        (-0.05, "−0.05"), (-0.0, "0"), (0.00001, "0.00001"),
    ],
)  # fmt: skip
def test_a_result_reads_as_it_stands(result, reads):
    assert said(result) == reads
    assert said(-8.1349, 3) == "−8.13"
