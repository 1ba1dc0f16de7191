"""The band ruler as inline SVG, for pages without Streamlit: the same facts, in the page's own colours."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from ssi_core.charts.ruler import BAR, ESTIMATE_LANE, LANE, LINE, NUMBERS, PHONE, ruler
from ssi_core.rubric import Benchmark, Rubric

EDGE = 7  # px beside 0 and 100, so that a mark on the edge is whole
DOT, TICK = 7, 7  # px, the estimate's radius, and half a benchmark's height
AWAY = 9  # px from a mark to its text
WIDE = 0.6  # of a letter's size, the width of a digit
INK, MUTED, OUTLINE = "var(--ink)", "var(--muted)", "var(--outline)"


def plain_ruler(person: Mapping[str, Any], benchmarks: Sequence[Benchmark] = (), rubric: Rubric | None = None) -> str:
    """Where one person stands, as `ruler` says it: an <svg> as wide as its place, to scale, with its text alternative.

    person: a row of a scored activity frame; what is not known is not drawn. The colours are CSS variables of the page:
    --page, --ink, --muted, --outline, and --bands-0 for the lowest band and so on.
    """
    chart = ruler(person, benchmarks, rubric=rubric)
    is_band = chart.data["role"] == "band"
    bands, marks = chart.data[is_band], chart.data[~is_band]
    top = sum(ESTIMATE_LANE if role == "estimate" else LANE for role in marks["role"])
    bottom = top + BAR + NUMBERS + LINE * (1 + int(bands["line"].max()))
    svg = Element("svg", {"viewBox": f"{-EDGE} 0 {PHONE + 2 * EDGE} {bottom}", "role": "img", "aria-label": chart.alt})
    for mark in marks.itertuples():
        _draw(
            svg, "line", x1=_at(mark.x), x2=_at(mark.x), y1=top - mark.y, y2=top, stroke=OUTLINE, stroke_dasharray="1 3"
        )
    for band in bands.itertuples():
        _band(svg, band, top)
    for mark in marks.itertuples():
        _estimate(svg, mark, top) if mark.role == "estimate" else _tick(svg, mark, top)
    return tostring(svg, encoding="unicode")


def _band(svg: Element, band: Any, top: float) -> None:
    """A segment, its lower edge and its name; 100 ends with the bar, the last name with the drawing."""
    left, right, last = _at(band.low), _at(band.high), band.high == 100
    _draw(svg, "rect", x=left, width=right - left - 1, y=top, height=BAR, fill=f"var(--bands-{int(band.order)})")
    numbers = top + BAR + NUMBERS - 5
    _write(svg, band.number, left, numbers, "middle" if band.low else "start", 11)
    if last:
        _write(svg, "100", right, numbers, "end", 11)
    x, anchor = (right + EDGE, "end") if last else (_at(band.at), "middle")
    _write(svg, band.name, x, numbers + LINE * (1 + int(band.line)), anchor, 11, strong=band.here)


def _estimate(svg: Element, mark: Any, top: float) -> None:
    """A filled circle on the line of its range; number and name above it."""
    y = top - mark.y
    _draw(svg, "line", x1=_at(mark.low), x2=_at(mark.high), y1=y, y2=y, stroke=OUTLINE, stroke_width=4)
    _draw(svg, "circle", cx=_at(mark.x), cy=y, r=DOT, fill=INK)
    _say(svg, mark, y - DOT - AWAY, 20, 0)


def _tick(svg: Element, mark: Any, top: float) -> None:
    """A thin tick, also across the bar; number and name beside it."""
    y = top - mark.y
    for start, end in ((y - TICK, y + TICK), (top, top + BAR)):
        _upright(svg, mark, start, end, stroke=MUTED, stroke_width=2)
    _say(svg, mark, y + 5, 14, AWAY)


def _upright(svg: Element, mark: Any, start: float, end: float, **style: float | str) -> None:
    _draw(svg, "line", x1=_at(mark.x), x2=_at(mark.x), y1=start, y2=end, **style)


def _say(svg: Element, mark: Any, y: float, size: int, away: float) -> None:
    """Number and name of a mark, from it towards the ruler's middle; a halo keeps the leaders off."""
    anchor, inward = ("start", 1) if mark.x < 50 else ("end", -1)
    past = len(mark.number) * size * WIDE + AWAY / 2
    halo = SubElement(svg, "g", {"paint-order": "stroke", "stroke": "var(--page)", "stroke-width": "4"})
    _write(halo, mark.number, _at(mark.x) + inward * away, y, anchor, size, strong=True)
    _write(halo, mark.name, _at(mark.x) + inward * (away + past), y, anchor, 13)


def _write(svg: Element, text: str, x: float, y: float, anchor: str, size: int, strong: bool = False) -> None:
    style = {"font_weight": 600, "fill": INK} if strong else {"fill": MUTED}
    _draw(svg, "text", x=x, y=y, text_anchor=anchor, font_size=size, **style).text = text


def _draw(svg: Element, shape: str, **attributes: float | str) -> Element:
    said = {name: value if isinstance(value, str) else f"{value:.4g}" for name, value in attributes.items()}
    return SubElement(svg, shape, {name.replace("_", "-"): value for name, value in said.items()})


def _at(points: float) -> float:
    """Where so many points lie, px."""
    return points / 100 * PHONE
