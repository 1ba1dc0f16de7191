"""The four pillars against 25 points each: estimate with range, LinkedIn's own score, published mean."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import Chart, drawing, shape_legend, to_spec
from ssi_core.charts.figures import person_figures, points_text, ranged
from ssi_core.charts.palette import Palette, palette
from ssi_core.i18n import _
from ssi_core.rubric import Pillar, Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS

ROW = 64  # px, height of a pillar
PHONE = 340  # px, on a narrower chart the pillars' short names stand
SIZES = {"estimate": 170, "official": 110, "benchmark": 300}  # px²
LEFT = f"datum.x < {PILLAR_POINTS / 2}"
TITLE, OWN = -24, 15  # px from the estimate's track to the texts above it and to LinkedIn's own below it


def pillars(person: Mapping[str, Any], *, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """Where one person stands in each pillar.

    person: a row of a scored activity frame; what is not known is not drawn.
    """
    rubric = rubric or load()
    figures = {pillar: person_figures(person, pillar.id, rubric) for pillar in rubric.pillars}
    rows = [row for pillar, of_pillar in figures.items() for row in _rows(pillar, of_pillar)]
    sentences = [_sentence(pillar, of_pillar) for pillar, of_pillar in figures.items()]
    text = _("Pillars, of {full} points each.").format(full=round(PILLAR_POINTS))
    return Chart(_spec(rubric.pillar_ids, dark), pd.DataFrame(rows), " ".join([text, *sentences]))


def _rows(pillar: Pillar, figures: pd.Series) -> list[dict[str, Any]]:
    """One row a mark; an unknown mark keeps its row, without a place."""
    estimate, low, high, own = figures
    shared = {"pillar": pillar.name, "short": pillar.short, "id": pillar.id}
    reads = ranged(estimate, low, high)
    if pd.notna(low):
        reads = _("{figure} of {full}").format(figure=reads, full=round(PILLAR_POINTS))
    return [
        shared | {"role": "estimate", "x": estimate, "low": low, "high": high, "text": reads, "tint": pillar.id},
        shared | {"role": "official", "x": own, "text": points_text(own), "tint": "official"},
        shared | {"role": "benchmark", "x": pillar.mean, "text": "", "tint": "benchmark"},
    ]


@lru_cache(maxsize=4)
def _spec(ids: tuple[str, ...], dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    tints = dict(zip(ids, colors.pillars, strict=False)) | {"official": colors.ink, "benchmark": colors.muted}
    color = alt.Color("tint:N", scale=alt.Scale(domain=list(tints), range=list(tints.values())), legend=None)
    legend = shape_legend(dark, estimate=_("Estimate"), official=_("LinkedIn's own"), benchmark=_("Published mean"))
    place: dict[str, Any] = {
        "yOffset": alt.expr(f"datum.role == 'official' ? {OWN} : 0"),
        "size": alt.expr(f"{SIZES}[datum.role]"),
    }
    track = drawing("benchmark").mark_rule(strokeWidth=8, strokeCap="round", color=colors.grid)
    span = drawing("estimate").mark_rule(strokeWidth=3, strokeCap="round")
    marks = drawing().mark_point(filled=True, opacity=1, **place)
    inwards: dict[str, Any] = {"align": alt.expr(f"{LEFT} ? 'left' : 'right'"), "dx": alt.expr(f"{LEFT} ? 10 : -10")}
    own = drawing("official").mark_text(dy=OWN, fontWeight=600, **inwards)
    layers = [
        track.encode(x=alt.value(0), x2=alt.value("width"), y=_y()),
        span.encode(x=_x("low"), x2="high", y=_y(), color=color),
        marks.encode(x=_x("x"), y=_y(), color=color, shape=legend),
        own.encode(x=_x("x"), y=_y(), text="text:N"),
        *_titles(colors),
    ]
    return to_spec(alt.layer(*layers), alt.Step(ROW), dark)


def _titles(colors: Palette) -> list[alt.Chart]:
    """Above each track the pillar's name and how its estimate reads."""
    name = alt.expr(f"width < {PHONE} ? datum.short : datum.pillar")
    left = drawing("estimate").mark_text(align="left", dy=TITLE, fontSize=14, fontWeight=600, text=name)
    right = drawing("estimate").mark_text(align="right", dy=TITLE, color=colors.muted)
    return [
        left.encode(x=alt.value(0), y=_y()),
        right.encode(x=alt.value("width"), y=_y(), text="text:N"),
    ]


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, PILLAR_POINTS], nice=False), axis=None)


def _y() -> alt.Y:
    return alt.Y("id:N", sort=None, axis=None)


def _sentence(pillar: Pillar, figures: pd.Series) -> str:
    estimate, low, high, own = figures
    parts = [_("estimate {figure}").format(figure=ranged(estimate, low, high))]
    if pd.notna(own):
        parts.append(_("LinkedIn's own {figure}").format(figure=points_text(own)))
    parts.append(_("published mean {figure}").format(figure=points_text(pillar.mean)))
    return _("{name}: {parts}.").format(name=pillar.short, parts=", ".join(parts))
