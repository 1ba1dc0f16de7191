import pytest

from ssi_core.charts import distribution, heat_map
from ssi_core.charts.team import DENSE
from tests.core.charts.conftest import UNKNOWN


@pytest.fixture
def trio(scored, rubric):
    """A newcomer known by estimate, a senior known by LinkedIn's scores alone, and somebody unknown."""
    nothing = dict.fromkeys(rubric.ids, UNKNOWN)
    own = dict(zip(rubric.pillar_ids, (20.0, 18.0, 9.4, 24.0), strict=True))
    return scored(
        {"person": "Ada", "posts": 0.0},
        nothing | {"person": "Bo", "official_total": 71.4} | {f"official_{p}": points for p, points in own.items()},
        nothing | {"person": "Cy"},
    )


def test_bands_count_everybody_and_the_unknown_apart(trio):
    chart = distribution(trio)
    assert chart.alt == (
        "3 people by band: beginner 0, average 0, above average 1, strong 1, excellent 0, outstanding 0, not known 1."
    )
    assert list(chart.data["people"]) == [0, 0, 1, 1, 0, 0, 1]


def test_bands_without_unknown_have_no_row_for_them(trio):
    assert len(distribution(trio.iloc[:2]).data) == 6


def test_heat_map_orders_people_by_total_and_marks_estimates(trio):
    chart = heat_map(trio)
    table = chart.data.pivot(index="place", columns="pillar", values="text")
    assert list(chart.data["person"][:3]) == ["Bo", "Ada", "Cy"]
    assert list(table["Insights"]) == ["9", "≈12", "not known"]
    assert chart.alt == (
        "3 people by pillar, of 25 points each. Means: Brand 16, Finding people 16, Insights 11, Relationships 19. "
        "4 scores are not known."
    )


def test_the_sign_is_explained_only_where_it_is_used(trio):
    assert heat_map(trio).spec["title"]["text"] == "≈ estimate; without it LinkedIn's own"
    assert "title" not in heat_map(trio.iloc[:1]).spec


def test_a_name_stands_once_a_row(trio):
    labels = heat_map(trio).data.query("label != ''")
    assert list(labels["label"]) == ["Bo", "Ada", "Cy"]


def test_many_people_make_thin_rows(crowd):
    usual, dense = (heat_map(crowd(count)).spec["height"]["step"] for count in (DENSE, DENSE + 1))
    assert dense < usual / 4


def test_nobody_is_said_plainly(scored):
    assert heat_map(scored()).alt == "0 people by pillar, of 25 points each."
    assert distribution(scored()).alt.startswith("0 people by band: beginner 0")
