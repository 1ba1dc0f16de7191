from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.charts import ruler
from ssi_core.charts.plain_ruler import DOT, EDGE, plain_ruler
from ssi_core.charts.ruler import BAR, PHONE
from ssi_core.questionnaire import activity_frame
from ssi_core.rubric import load
from ssi_core.scoring import score
from tests.core.charts.conftest import UNKNOWN


def drawn(person, benchmarks=()) -> ElementTree.Element:
    return ElementTree.fromstring(plain_ruler(person, benchmarks))


def numbers(svg: ElementTree.Element, shape: str, *names: str) -> list[tuple[float, ...]]:
    return [tuple(float(each.get(name, "nan")) for name in names) for each in svg.iter(shape)]


def texts(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter("text")]


def test_marks_stand_to_scale_and_in_words(scored, rubric):
    person = scored({"posts": UNKNOWN}).iloc[0]
    svg = drawn(person, rubric.benchmarks[:1])
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == ruler(person, rubric.benchmarks[:1]).alt
    ((x, y),) = numbers(svg, "circle", "cx", "cy")
    assert x / PHONE * 100 == pytest.approx(person["total"], abs=0.05)
    lines = numbers(svg, "line", "x1", "x2", "y1", "y2")
    spans = [tuple(at / PHONE * 100 for at in line[:2]) for line in lines if line[2] == line[3] == y]
    assert spans == [pytest.approx((person["low"], person["high"]), abs=0.05)]
    assert any(x1 == x2 == pytest.approx(34 * PHONE / 100, abs=0.05) and y2 - y1 == BAR for x1, x2, y1, y2 in lines)
    assert {"56", "Estimate, 54 to 58", "34", "Typical member, 2026"} <= set(texts(svg))


def test_six_bands_to_scale_the_own_one_stands_out(scored, rubric):
    svg = drawn(scored({}).iloc[0])
    segments = numbers(svg, "rect", "x", "width")
    assert [round(x / PHONE * 100, 1) for x, _width in segments] == [0, 25.5, 50.5, 70.5, 80.5, 90.5]
    assert [each.get("fill") for each in svg.iter("rect")] == [f"var(--bands-{place})" for place in range(6)]
    assert [t.text for t in svg.iter("text") if t.get("font-size") == "11" and t.get("font-weight")] == [
        "above average"
    ]
    assert {band.name for band in rubric.bands} | {"0", "100"} <= set(texts(svg))


def test_what_is_not_known_is_not_drawn(scored, rubric):
    nobody = scored(dict.fromkeys(rubric.ids, UNKNOWN)).iloc[0]
    svg = drawn(nobody)
    assert not list(svg.iter("circle"))
    assert svg.get("aria-label") == "Band ruler from 0 to 100. No score is known yet."


@settings(max_examples=25)
@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, None]), min_size=21, max_size=21))
def test_nothing_is_drawn_past_the_edges(answers):
    rubric = load()
    scored = score(activity_frame(dict(zip(rubric.ids, answers, strict=True)), rubric), rubric, margin=2)
    svg = drawn(scored.iloc[0], rubric.benchmarks)
    left, top, width, height = map(float, svg.get("viewBox", "").split())
    for place in numbers(svg, "circle", "cx", "cy"):
        assert left + DOT <= place[0] <= left + width - DOT
        assert top + DOT <= place[1] <= top + height - DOT
    for place in numbers(svg, "text", "x", "y"):
        assert left <= place[0] <= left + width
        assert top <= place[1] <= top + height
    for x1, x2, _y1, _y2 in numbers(svg, "line", "x1", "x2", "y1", "y2"):
        assert left + EDGE <= x1 <= x2 <= left + width - EDGE
