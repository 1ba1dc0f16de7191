"""Scores against results: each person as a dot, and how far each part of the score goes along with the result."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import SHAPES, Chart, drawing, row_axis, row_names, shape_legend, to_spec, tooltips, wrapped
from ssi_core.charts.palette import palette
from ssi_core.coaching.outcomes import Pairs, Relation, rounded
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import PERSON
from ssi_core.wording import points

ROW, SQUARE = 40, 320  # px, height of an entry and of the dots' picture
VALUE_COLUMN = 44  # px, for the figure beside the entry's name
MINUS = "−"  # as Vega writes it on the axes


def results(paired: Pairs, bar: float, named: Collection[str] = (), *, dark: bool = False) -> Chart:
    """Each person's score against their result, with a line at the bar.

    named: the people whose name stands beside their dot; all others say theirs in the tooltip.
    """
    people = paired.people
    data = people.assign(
        role=paired.source,
        bar=bar,
        name=people[PERSON].where(people[PERSON].isin(list(named)), ""),
        left=people["score"] > people["score"].median(),
        scored=[points(score) for score in people["score"]],
        reads=[said(result) for result in people["result"]],
    )
    below = int((people["result"] < bar).sum())
    text = ngettext("{n} person by score and result.", "{n} people by score and result.", len(data))
    text += " " + _("{below} of them are below the bar of {bar}.")
    return Chart(_results_spec(dark), data, text.format(n=len(data), below=below, bar=said(bar)))


@lru_cache(maxsize=2)
def _results_spec(dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    scale, axis = alt.Scale(zero=False, nice=True), alt.Axis(tickCount=5, titlePadding=8)
    x = alt.X("score:Q", title=_("Score"), scale=scale, axis=axis)
    y, at = (alt.Y(f"{field}:Q", title=_("Result"), scale=scale, axis=axis) for field in ("result", "bar"))
    tips = tooltips(person=_("Person"), scored=_("Score"), reads=_("Result"))
    dots = drawing().mark_point(size=80, filled=True, opacity=0.85, color=colors.primary)
    shape = alt.Shape("role:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None)
    away: dict[str, Any] = {"dy": alt.expr("datum.result < datum.bar ? 11 : -9"), "fontSize": 12, "color": colors.muted}
    names = [
        drawing().transform_filter(side).mark_text(align=align, **away)
        for side, align in (("datum.left", "right"), ("!datum.left", "left"))
    ]
    layers = [
        drawing().mark_rule(color=colors.outline, strokeDash=[4, 3]).encode(y=at),
        dots.encode(x=x, y=y, shape=shape, tooltip=tips),
        *(name.encode(x=x, y=y, text="name:N") for name in names),
    ]
    return to_spec(alt.layer(*layers), SQUARE, dark)


def relations(found: Sequence[Relation], *, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """How far the total and each pillar go along with a result, from -1 to 1, with their 80 % ranges."""
    short = {"total": _("Total")} | {pillar.id: _(pillar.short) for pillar in (rubric or load()).pillars}
    known = [one for one in found if one.rho is not None]
    rows = [
        {"name": short[one.part], "role": one.source, "value": one.rho, "low": one.low, "high": one.high}
        for one in known
    ]
    text = _("How far each part goes along with the result, from -1 to 1: {parts}.")
    listed = ", ".join(f"{short[one.part]} {span(one.rho, one.low, one.high, 2)}" for one in known)
    data, own_only = intervals(rows, 2), all(one.source == "official" for one in known)
    return Chart(intervals_spec(dark, (-1.0, 1.0), own_only), data, text.format(parts=listed or _("not known")))


def said(result: float, figures: int = 4) -> str:
    """A result as it reads, `rounded`; "0.95", "98.5", "1,234,567"."""
    return f"{rounded(result, figures):z,.12f}".rstrip("0").rstrip(".").replace("-", MINUS)


def span(value: float, low: float, high: float, digits: int = 1) -> str:
    """A figure with its range: "0.45 (−0.10 to 0.70)"."""
    figures = {"value": value, "low": low, "high": high}
    return _("{value} ({low} to {high})").format(**{name: signed(f, digits) for name, f in figures.items()})


def signed(value: float, digits: int = 1, plus: str = "") -> str:
    """A figure that may be below 0, with the minus of the axes and none before a nought; plus: "+" to write it too."""
    return f"{value:{plus}z.{digits}f}".replace("-", MINUS)


def intervals(rows: Sequence[dict[str, Any]], digits: int = 1) -> pd.DataFrame:
    """What `intervals_spec` draws, of rows with name, role, value, low and high."""
    data = pd.DataFrame(rows, columns=["name", "role", "value", "low", "high"])
    spans = [span(*row, digits) for row in data[["value", "low", "high"]].itertuples(index=False)]
    return data.assign(
        label=data["name"].map(wrapped),
        text=[signed(value, digits) for value in data["value"]],
        reads=pd.Series(spans, data.index, dtype="str"),
        place=range(len(data)),
    )


@lru_cache(maxsize=8)
def intervals_spec(dark: bool, domain: tuple[float, float] | None, own_only: bool) -> dict[str, Any]:
    """A row for each figure: its range as a line, its mark by role, and 0 as a dashed line.

    domain: of the figures, None for as far as they reach. own_only: whether all are LinkedIn's own, so that no legend
    need say so.
    """
    colors, y = palette(dark), row_axis(more=VALUE_COLUMN)
    scale = alt.Scale(domain=list(domain)) if domain else alt.Scale(domain={"unionWith": [-1, 1]}, nice=True)
    axis = alt.Axis(orient="top", title=None, tickCount=5)
    low, value = (alt.X(f"{field}:Q", scale=scale, axis=axis) for field in ("low", "value"))
    tips = tooltips(name=_("Part"), reads=_("With range"))
    shape = shape_legend(dark, estimate=_("Estimate"), official=_("LinkedIn's own"))
    if own_only:
        shape = alt.ShapeValue(SHAPES["official"])
    layers = [
        drawing().mark_rule(color=colors.outline, strokeDash=[4, 3]).encode(x=alt.datum(0)),
        drawing().mark_rule(strokeWidth=3, strokeCap="round", color=colors.outline).encode(x=low, x2="high", y=y),
        drawing()
        .mark_point(filled=True, size=90, opacity=1, color=colors.ink)
        .encode(x=value, y=y, shape=shape, tooltip=tips),
        drawing().mark_text(align="right", x=-12, fontWeight=600).encode(y=y, text="text:N"),
        row_names(drawing(), tips, more=VALUE_COLUMN),
    ]
    return to_spec(alt.layer(*layers), alt.Step(ROW), dark)
