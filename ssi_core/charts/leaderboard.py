"""Everybody's total, and what the pictures with a row for each person share."""

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import Chart, drawing, row_axis, row_names, shape_legend, to_spec, tooltips, wrapped
from ssi_core.charts.figures import (
    APPROXIMATE,
    ESTIMATE,
    OFFICIAL,
    figures,
    is_mixed,
    marked,
    points_texts,
    ranged,
    shown,
    source,
)
from ssi_core.charts.palette import palette
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import PERSON

CHOSEN = "chosen"  # name of the selection: a click gives [{"person": ...}] under it
ROW, NUMBER_COLUMN = 32, 34  # px, height of an entry, and room for the totals beside the names
NAMED = 3  # entries that the text alternative names


def leaderboard(scored: pd.DataFrame, *, by: str = PERSON, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """Everybody's total, highest first: the estimate with its range, and LinkedIn's own score.

    scored: a scored activity frame, one row for each entry of the column `by`; for groups the means of their people.
    A click selects under CHOSEN, by the field that `by` names.
    """
    rubric = rubric or load()
    ordered = highest_first(scored, rubric)
    entries, scores = _entries(ordered, by, rubric), figures(ordered, "", rubric)
    estimates = entries.assign(role=ESTIMATE, x=scores[ESTIMATE], low=scores["low"], high=scores["high"])
    data = pd.concat([estimates, entries.assign(role=OFFICIAL, x=scores[OFFICIAL])], ignore_index=True)
    edges = (0.0, *(entry.low - 0.5 for entry in rubric.bands[1:]), 100.0)
    return Chart(_spec(by, edges, is_mixed(entries["source"]), dark), data, _alt(entries, by))


def _entries(ordered: pd.DataFrame, by: str, rubric: Rubric) -> pd.DataFrame:
    """A row for each entry: its texts, and whether both its scores are known, so that the marks make room."""
    scores = figures(ordered, "", rubric)
    sources = source(scores)
    return rows_of(ordered, by).assign(
        source=sources,
        text=marked(points_texts(shown(scores)), sources),
        reads=[ranged(*row) for row in scores[[ESTIMATE, "low", "high"]].itertuples(index=False)],
        own=points_texts(scores[OFFICIAL]).replace("", _("not known")),
        both=scores[[ESTIMATE, OFFICIAL]].notna().all(axis=1),
    )


@lru_cache(maxsize=16)
def _spec(by: str, edges: tuple[float, ...], mixed: bool, dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    chosen = alt.selection_point(CHOSEN, fields=[by])
    x, low = (alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 100]), axis=_axis(edges)) for field in ("x", "low"))
    y, pale = row_axis(more=NUMBER_COLUMN), unless_other(chosen)
    tips = tooltips(**{by: _("Name"), "reads": _("Estimate"), "own": _("LinkedIn's own")})
    lane = alt.expr(f"datum.both ? (datum.role == '{OFFICIAL}' ? 7 : -5) : 0")
    row = drawing(ESTIMATE).mark_rect(opacity=0, cursor="pointer")
    span = drawing(ESTIMATE).mark_rule(strokeWidth=3, strokeCap="round", yOffset=lane, color=colors.outline)
    marks = drawing().mark_point(filled=True, size=75, yOffset=lane, color=colors.ink, cursor="pointer")
    number = drawing(ESTIMATE).mark_text(align="right", x=-12, fontWeight=600)
    shape = shape_legend(dark, estimate=_("Estimate"), official=_("LinkedIn's own"))
    layers = [
        row.encode(x=alt.value(0), x2=alt.value("width"), y=y, tooltip=tips).add_params(chosen),
        span.encode(x=low, x2="high", y=y, opacity=pale),
        marks.encode(x=x, y=y, shape=shape, opacity=pale, tooltip=tips),
        number.encode(y=y, text="text:N", opacity=pale),
        row_names(drawing(ESTIMATE), tips, more=NUMBER_COLUMN),
    ]
    return to_spec(with_note(alt.layer(*layers), mixed, dark), alt.Step(ROW), dark)


def _axis(edges: tuple[float, ...]) -> alt.Axis:
    """The bands' lower edges; where it is narrow the last two would touch."""
    label = "datum.value == 100 && width < 250 ? '' : ceil(datum.value)"
    style: dict[str, Any] = {"labelFontSize": 11, "labelOverlap": False, "title": None}
    return alt.Axis(orient="top", values=list(edges), labelExpr=label, **style)


def _alt(entries: pd.DataFrame, by: str) -> str:
    text = ngettext("{n} total, highest first.", "{n} totals, highest first.", len(entries)).format(n=len(entries))
    known = entries[entries["source"] != ""]
    first = ", ".join(f"{name} {total}" for name, total in known[[by, "text"]].head(NAMED).itertuples(index=False))
    return f"{text} {first}." if first else text


def highest_first(scored: pd.DataFrame, rubric: Rubric) -> pd.DataFrame:
    """The frame ordered by the total shown, the unknown last."""
    total = shown(figures(scored, "", rubric)).reset_index(drop=True)
    return scored.iloc[total.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def rows_of(ordered: pd.DataFrame, by: str) -> pd.DataFrame:
    """Name, label and place of each row, for `row_axis` and `row_names`."""
    return pd.DataFrame({by: ordered[by], "label": ordered[by].map(wrapped), "place": range(len(ordered))})


def unless_other(chosen: alt.Parameter) -> Any:
    """Opacity: pale while somebody else is chosen."""
    return alt.condition(chosen, alt.value(1), alt.value(0.3))


def with_note(chart: alt.LayerChart | alt.FacetChart, mixed: bool, dark: bool) -> alt.LayerChart | alt.FacetChart:
    """The chart, with a line that explains the sign of an estimate if it stands among LinkedIn's own scores."""
    if not mixed:
        return chart
    text = _("{sign} estimate; without it LinkedIn's own").format(sign=APPROXIMATE)
    style: dict[str, Any] = {
        "fontSize": 12,
        "fontWeight": "normal",
        "color": palette(dark).muted,
        "anchor": "end",
        "orient": "bottom",
    }
    return chart.properties(title=alt.Title(text, **style))
