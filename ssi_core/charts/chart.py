"""What every picture is made of: a Vega-Lite spec that is built once, its data, and a sentence that says the same."""

import json
import textwrap
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.palette import palette

GAP = 8  # px from an axis's labels to what is drawn
FONT = '"Source Sans", sans-serif'
NAME_LETTERS, NAME_COLUMN, NAME_LINE = 18, 118, 14  # a name's letters a line; px of the names' column, of a line
SHAPES = {"estimate": "circle", "official": "diamond", "benchmark": "M-.12,-1H.12V1H-.12Z"}  # a path: a thin tick


@dataclass(frozen=True)
class Chart:
    """A picture to show with st.vega_lite_chart(chart.data, chart.spec, alt=chart.alt, theme=None, width="stretch").

    spec: Vega-Lite without data, shared between calls; do not change it.
    data: the rows that the spec draws, with every text ready made.
    alt: the text alternative, whole sentences.
    """

    spec: dict[str, Any]
    data: pd.DataFrame
    alt: str


def drawing(role: str | None = None) -> alt.Chart:
    """An empty drawing on the chart's data, or on its rows of one role."""
    chart = alt.Chart(alt.NamedData(name="source"))
    return chart if role is None else chart.transform_filter(alt.datum.role == role)


def shape_legend(dark: bool, **names: str) -> alt.Shape:
    """A mark's shape by the data's `role`, with a legend of the roles' names: side by side, on a phone one a line."""
    legend = alt.Legend(
        title=None,
        labelExpr=f"{json.dumps(names)}[datum.label]",
        columns=alt.expr(f"width < {95 * len(names)} ? 1 : {len(names)}"),
        symbolFillColor=palette(dark).ink,
        symbolStrokeWidth=0,
        symbolSize=100,
    )
    return alt.Shape("role:N", scale=alt.Scale(domain=list(names), range=[SHAPES[r] for r in names]), legend=legend)


def to_spec(chart: alt.LayerChart | alt.FacetChart, height: float | alt.Step, dark: bool) -> dict[str, Any]:
    """The finished spec: as wide as its place, in the theme's colours, read out by its text alternative alone."""
    colors = palette(dark)
    text = {"labelColor": colors.muted, "titleColor": colors.muted, "labelFontSize": 13, "titleFontSize": 13}
    quiet = {"aria": False, "titleFontWeight": "normal"}
    axis = {"domain": False, "ticks": False, "gridColor": colors.grid, "labelLimit": 400}
    finished = chart.properties(
        height=height,
        background="transparent",
        padding=alt.Padding(left=2, right=2, top=4, bottom=4),
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        config={
            "font": FONT,
            "view": {"stroke": None},
            "mark": {"aria": False, "tooltip": False},
            "text": {"fontSize": 13, "color": colors.ink},
            "axis": text | quiet | axis,
            "legend": text | quiet | {"orient": "bottom"},
        },
    )
    return finished.to_dict(validate=False)


def wrapped(name: str) -> str:
    """A name for the names' column: at most two lines, the rest cut with an ellipsis."""
    return "\n".join(textwrap.wrap(name, NAME_LETTERS, max_lines=2, placeholder="…"))


def row_axis(named: bool = True, more: int = 0) -> alt.Y:
    """One row for each `place`, and left of it room for its name and `more` px.

    `row_names` draws the names, not the axis, because two names may look the same once wrapped.
    """
    room = NAME_COLUMN + more if named else 0
    return alt.Y("place:O", title=None, axis=alt.Axis(labels=False, minExtent=room, maxExtent=room))


def row_names(rows: alt.Chart, tips: list[alt.Tooltip], more: int = 0) -> alt.Chart:
    """The column of names, from a `label` made by `wrapped`, `more` px away from the rows.

    tips: also makes the names react to a click, as Vega-Lite lets only marks with a tooltip or an own selection do.
    """
    style: dict[str, Any] = {
        "text": alt.expr("'' + datum.label"),  # a name of digits must stay a text to be split
        "lineBreak": "\n",
        "lineHeight": NAME_LINE,
        "dy": alt.expr(f"(1 - length(split('' + datum.label, '\\n'))) * {NAME_LINE / 2}"),
    }
    names = rows.mark_text(align="left", x=-NAME_COLUMN - more, **style)
    return names.encode(y=row_axis(more=more), tooltip=tips)


def tooltips(**titles: str) -> list[alt.Tooltip]:
    """A line of the tooltip for each column of the data, with its title."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def date_axis() -> alt.Axis:
    """Years stand at their first of January, months at their first day, other days with their month; hours nowhere."""
    form = "month(datum.value) + date(datum.value) == 1 ? '%Y' : date(datum.value) == 1 ? '%b' : '%-d %b'"
    count, text = alt.expr("width < 400 ? 4 : 8"), f"hours(datum.value) ? '' : timeFormat(datum.value, {form})"
    return alt.Axis(grid=False, tickCount=count, labelExpr=text, labelOverlap=True, labelFlush=True, labelPadding=GAP)


def titled(chart: alt.LayerChart, text: str, dark: bool) -> alt.LayerChart:
    """The chart with a quiet line above that says what is drawn."""
    style: dict[str, Any] = {"fontSize": 13, "fontWeight": "normal", "anchor": "start"}
    return chart.properties(title=alt.Title(text, color=palette(dark).muted, **style))
