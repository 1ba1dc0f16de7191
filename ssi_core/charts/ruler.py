"""The band ruler: 0 to 100 to scale, six bands with their names, and above them where somebody stands."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import SHAPES, Chart, drawing, to_spec
from ssi_core.charts.figures import person_figures, points_text, ranged
from ssi_core.charts.palette import Palette, palette
from ssi_core.i18n import _
from ssi_core.rubric import Benchmark, Rubric, load
from ssi_core.scoring.bands import band

PHONE = 340  # px, the ruler on a phone, on which band names must not touch
NARROW = 640  # px, from here on all band names fit on one line
LETTER, SPACE = 5.6, 4  # px, a letter of a band's name, and the least space between two names
BAR, NUMBERS, LINE = 14, 18, 16  # px, heights of the bar, of the edge numbers, of a line of band names
LANE, ESTIMATE_LANE, SMALL = 24, 46, 30  # px, heights of a mark's lane, of the estimate's, of the small ruler
IS_NARROW = f"width < {NARROW}"
ON_LEFT_HALF = "datum.at < 50"


def ruler(
    person: Mapping[str, Any],
    benchmarks: Sequence[Benchmark] = (),
    *,
    small: bool = False,
    dark: bool = False,
    rubric: Rubric | None = None,
) -> Chart:
    """Where one person stands: the estimate with its range, LinkedIn's own score, and benchmarks.

    person: a row of a scored activity frame; what is not known is not drawn.
    small: without texts, for a row of a list.
    """
    rubric = rubric or load()
    figures = person_figures(person, "", rubric)
    names, marks = _bands(rubric, figures), _marks(figures, benchmarks)
    below = NUMBERS + LINE * (1 + int(names["line"].max()))
    data = pd.concat([names, marks.assign(y=_heights(marks["role"]))], ignore_index=True)
    spec = _small_spec(dark) if small else _spec(_lanes(marks["role"]), below, dark)
    return Chart(spec, data, _alt(figures, benchmarks, rubric))


def _bands(rubric: Rubric, figures: pd.Series) -> pd.DataFrame:
    """One row a band, from edge to edge as whole scores are rounded, with the line its name stands on on a phone."""
    edges = [*(entry.edge for entry in rubric.bands), 100.0]
    stands = figures["official"] if pd.isna(figures["estimate"]) else figures["estimate"]
    here = None if pd.isna(stands) else band(stands, rubric)
    bands = pd.DataFrame(
        {
            "role": "band",
            "name": [entry.name for entry in rubric.bands],
            "number": [str(entry.low) for entry in rubric.bands],
            "low": edges[:-1],
            "high": edges[1:],
            "order": range(len(rubric.bands)),
            "here": [entry is here for entry in rubric.bands],
        }
    )
    return bands.assign(at=(bands["low"] + bands["high"]) / 2, line=_lines(bands))


def _lines(bands: pd.DataFrame) -> list[int]:
    """For each name the first line on which it leaves the name before it its space; the last one ends with the bar."""
    ends, lines = [0.0], []
    for entry in bands.itertuples():
        width = len(entry.name) * LETTER
        middle = (entry.low + entry.high) / 200 * PHONE
        start = min(middle - width / 2, PHONE - width)
        line = next((place for place, end in enumerate(ends) if start >= end), len(ends))
        ends[line : line + 1] = [start + width + SPACE]
        lines.append(line)
    return lines


def _marks(figures: pd.Series, benchmarks: Sequence[Benchmark]) -> pd.DataFrame:
    """One row a mark, topmost first; `at` is where its text stands."""
    estimate, low, high, own = figures
    rows = [
        ("estimate", _estimate_name(low, high), estimate, low, high),
        ("official", _("LinkedIn's own"), own, own, own),
        *(
            ("benchmark", entry.name, entry.total, entry.total, entry.total)
            for entry in sorted(benchmarks, key=lambda b: b.total)
        ),
    ]
    marks = pd.DataFrame(rows, columns=["role", "name", "x", "low", "high"]).dropna(subset="low", ignore_index=True)
    return marks.assign(number=marks["x"].map(points_text), at=marks["x"])


def _estimate_name(low: float, high: float) -> str:
    ends = {"low": points_text(low), "high": points_text(high)}
    return _("Estimate") if ends["low"] == ends["high"] else _("Estimate, {low} to {high}").format(**ends)


def _lane(role: str) -> int:
    return ESTIMATE_LANE if role == "estimate" else LANE


def _lanes(roles: pd.Series) -> int:
    """Height of all marks above the bar, px."""
    return sum(map(_lane, roles))


def _heights(roles: pd.Series) -> list[float]:
    """How far above the bar each mark's middle stands, px: the lowest lane is the last mark's."""
    tops = list(accumulate(map(_lane, reversed(roles))))
    return [top - _lane(role) + LANE / 2 for top, role in zip(reversed(tops), roles, strict=True)]


@lru_cache(maxsize=64)
def _spec(lanes: int, below: int, dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, lanes], range=[lanes, 0], nice=False), axis=None)
    leaders = drawing().mark_rule(strokeDash=[1, 3], color=colors.outline).encode(x=_x("x"), y=y, y2=alt.value(lanes))
    texts = [
        *_texts("estimate", y, 20, -9, -20, colors),
        *_texts("official", y, 14, 12, 0, colors),
        *_texts("benchmark", y, 14, 8, 0, colors),
    ]
    marks = [
        _range(y, colors),
        _point("estimate", y, 190, colors),
        _point("official", y, 130, colors),
        _tick(alt.value(lanes), alt.value(lanes + BAR), colors),
        drawing("benchmark").mark_tick(thickness=2, size=14, opacity=1, color=colors.muted).encode(x=_x("x"), y=y),
    ]
    bar = [_segments(lanes, BAR, colors), *_names(lanes + BAR, colors)]
    return to_spec(alt.layer(leaders, *bar, *texts, *marks), lanes + BAR + below, dark)


@lru_cache(maxsize=2)
def _small_spec(dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    top, bottom = SMALL / 2 - 4, SMALL / 2 + 4
    above, under = alt.value(top - 6), alt.value(bottom + 6)
    layers = [
        _segments(top, bottom - top, colors),
        _tick(alt.value(top - 3), alt.value(bottom + 3), colors),
        _range(above, colors),
        _point("estimate", above, 80, colors),
        _point("official", under, 60, colors),
    ]
    return to_spec(alt.layer(*layers), SMALL, dark)


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=None)


def _segments(top: float, height: float, colors: Palette) -> alt.Chart:
    color = alt.Color("order:O", scale=alt.Scale(range=list(colors.bands)), legend=None)
    bar = drawing("band").mark_rect(stroke=colors.page, strokeWidth=1.5)
    return bar.encode(x=_x("low"), x2="high", y=alt.value(top), y2=alt.value(top + height), color=color)


def _names(top: float, colors: Palette) -> list[alt.Chart]:
    """The bands' lower edges, and under them their names, on two or more lines where the ruler is narrow."""
    ends_with_bar = f"{IS_NARROW} && datum.high == 100"
    style: dict[str, Any] = {
        "align": alt.expr(f"{ends_with_bar} ? 'right' : 'center'"),
        "dx": alt.expr(f"{ends_with_bar} ? (datum.high - datum.low) / 200 * width : 0"),
        "dy": alt.expr(f"{IS_NARROW} ? datum.line * {LINE} : 0"),
        "fontSize": alt.expr(f"width < {PHONE} ? 10 : {IS_NARROW} ? 12 : 13"),
        "fontWeight": alt.expr("datum.here ? 600 : 400"),
        "color": alt.expr(f"datum.here ? '{colors.ink}' : '{colors.muted}'"),
    }
    edge = alt.expr("datum.low == 0 ? 'left' : 'center'")
    number: dict[str, Any] = {"fontSize": 11, "color": colors.muted}
    last = drawing("band").transform_filter(alt.datum.high == 100)
    middle = alt.value(top + NUMBERS / 2 + 1)
    return [
        drawing("band").mark_text(align=edge, **number).encode(x=_x("low"), y=middle, text="number:N"),
        last.mark_text(align="right", text="100", **number).encode(x=_x("high"), y=middle),
        drawing("band").mark_text(**style).encode(x=_x("at"), y=alt.value(top + NUMBERS + LINE / 2), text="name:N"),
    ]


def _range(y: Any, colors: Palette) -> alt.Chart:
    line = drawing("estimate").mark_rule(strokeWidth=4, strokeCap="round", color=colors.outline)
    return line.encode(x=_x("low"), x2="high", y=y)


def _point(role: str, y: Any, size: int, colors: Palette) -> alt.Chart:
    point = drawing(role).mark_point(shape=SHAPES[role], size=size, filled=True, opacity=1, color=colors.ink)
    return point.encode(x=_x("x"), y=y)


def _tick(top: Any, bottom: Any, colors: Palette) -> alt.Chart:
    return drawing("benchmark").mark_rule(strokeWidth=2, color=colors.muted).encode(x=_x("x"), y=top, y2=bottom)


def _texts(role: str, y: alt.Y, size: int, away: int, dy: int, colors: Palette) -> list[alt.Chart]:
    """Number and name beside a mark, `away` px from it towards the ruler's middle; a halo keeps the leaders off."""
    past = f"{away} + length('' + datum.number) * {size / 2} + (datum.number == '' ? 0 : 6)"
    layers = []
    for field, start, style in (
        ("number", str(away), {"fontSize": size, "fontWeight": 600}),
        ("name", past, {"fontSize": 13, "color": colors.muted}),
    ):
        place: dict[str, Any] = {
            "align": alt.expr(f"{ON_LEFT_HALF} ? 'left' : 'right'"),
            "dx": alt.expr(f"({ON_LEFT_HALF} ? 1 : -1) * ({start})"),
            "dy": dy,
        }
        halo = {"stroke": colors.page, "strokeWidth": 5, "strokeJoin": "round"}
        encoding = {"x": _x("at"), "y": y, "text": f"{field}:N"}
        layers += [drawing(role).mark_text(**style | place | extra).encode(**encoding) for extra in (halo, {})]
    return layers


def _alt(figures: pd.Series, benchmarks: Sequence[Benchmark], rubric: Rubric) -> str:
    estimate, low, high, own = figures
    sentences = [_("Band ruler from 0 to 100.")]
    if pd.notna(estimate):
        text = _("The estimate is {figure}, in the band {band}.")
        sentences.append(text.format(figure=ranged(estimate, low, high), band=band(estimate, rubric).name))
    if pd.notna(own):
        text = _("LinkedIn's own score is {figure}, in the band {band}.")
        sentences.append(text.format(figure=points_text(own), band=band(own, rubric).name))
    if len(sentences) == 1:
        sentences.append(_("No score is known yet."))
    compared = [_("{name}: {figure}.").format(name=b.name, figure=points_text(b.total)) for b in benchmarks]
    return " ".join([*sentences, *compared])
