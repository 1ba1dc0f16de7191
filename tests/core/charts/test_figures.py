import pytest

from ssi_core.charts.figures import figures, marked, points_text, points_texts, ranged, shown, source
from tests.core.charts.conftest import UNKNOWN


def blank(rubric, known: list[str]) -> dict:
    return {activity: UNKNOWN for activity in rubric.ids if activity not in known}


def test_all_known_is_the_golden_case_without_a_range(scored, rubric):
    found = figures(scored({"person": "Mia"}), "", rubric).iloc[0]
    assert found["estimate"] == found["low"] == found["high"] == pytest.approx(54.920, abs=5e-4)


def test_too_little_known_is_bounded_and_not_placed(scored, rubric):
    found = figures(scored(blank(rubric, ["comments_made"])), "insights", rubric).iloc[0]
    points = 8 * 0.3812747  # s(5 of 25 comments)
    assert str(found["estimate"]) == "nan"
    assert found["low"] == pytest.approx(points, abs=1e-3)
    assert found["high"] == pytest.approx(points + 17, abs=1e-3)


def test_nothing_known_has_no_range(scored, rubric):
    assert figures(scored(blank(rubric, [])), "", rubric).iloc[0].isna().all()


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((37.4, 30.6, 43.2), "37 (31 to 43)"),
        ((37.4, 37.2, 37.4), "37"),
        ((UNKNOWN, 3.1, 19.5), "between 3 and 20"),
        ((UNKNOWN, UNKNOWN, UNKNOWN), "not known"),
    ],
)
def test_how_an_estimate_reads(values, text):
    assert ranged(*values) == text


def test_unknown_is_no_text_and_zero_is_zero():
    assert (points_text(UNKNOWN), points_text(0.0)) == ("", "0")


def test_linkedins_own_score_comes_first_and_estimates_are_marked_beside_it(scored, rubric):
    people = scored({"official_total": 61.0}, {}, blank(rubric, []))
    scores = figures(people, "", rubric)
    assert list(source(scores)) == ["official", "estimate", ""]
    assert list(marked(points_texts(shown(scores)), source(scores))) == ["61", "≈55", ""]


def test_estimates_among_themselves_are_not_marked(scored, rubric):
    scores = figures(scored({}, {}), "", rubric)
    assert list(marked(points_texts(shown(scores)), source(scores))) == ["55", "55"]
