"""A room on the wall: a team's pictures again, drawn to be read from the back row."""

import json
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import Chart, drawing, to_spec
from ssi_core.charts.palette import Palette, palette
from ssi_core.charts.ruler import ruler
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.wording import plain
from ssi_core.workshop.figures import Figures, Side

NARROW = "width < 640"  # px: on a narrower ruler letters are a phone's
TEXT, FIGURE = f"{NARROW} ? 12 : 24", f"{NARROW} ? 16 : 28"  # px, letters of the bands and of the counts
COUNT, BARS, BAR, EDGES, LINE = 34, 96, 24, 28, 27  # px, heights of the ruler's rows from top to bottom
WIDE, ASIDE = 4.0, 2.1  # points on the ruler: the width of a bar, and how far two stand off their band's middle
ROW, THICK, TICK = 44, 22, 34  # px, heights of a pillar's row, of its bar and of the published mean
PHONE = "width < 420"  # the pillars take half of a wall
PILLAR, NAMES, NUMBERS = (f"({PHONE} ? {small} : {large})" for small, large in ((16, 26), (115, 195), (40, 60)))  # px


def bands(now: Figures | Side, before: Side | None = None, *, dark: bool = False) -> Chart:
    """How many people are in each band, as bars above the ruler, and where their mean lies on it.

    before: the same people in an earlier round, whose bars stand left of those of `now`.
    """
    if before is None:
        rows, text = _rows("now", now, 0), _said(now)
    else:
        rows = [*_rows("before", before, -ASIDE), *_rows("now", now, ASIDE)]
        text = _("Before: {before} Now: {now}").format(before=_said(before), now=_said(now))
    return Chart(_bands_spec(dark), pd.DataFrame([*_segments(), *rows]), text)


def tints(dark: bool) -> dict[str, str]:
    """The colours of the bars of an earlier round ("before") and of this one ("now")."""
    return {"before": palette(dark).outline, "now": palette(dark).primary}


@lru_cache(maxsize=1)
def _segments() -> list[dict[str, Any]]:
    """The ruler's bands, one row each."""
    return ruler({}).data.query("role == 'band'").to_dict("records")


def _rows(series: str, found: Figures | Side, aside: float) -> list[dict[str, Any]]:
    """One row a band with its people, and one with the mean; beside other bars an empty band has no number."""
    middles = {segment["name"]: segment["at"] + aside for segment in _segments()}
    counts = [
        {"role": "count", "at": middles[name], "people": n, "text": str(n) if n or not aside else ""}
        for name, n in found.bands.items()
    ]
    return [row | {"series": series} for row in (*counts, {"role": "mean", "at": float(found.mean)})]


def _said(found: Figures | Side) -> str:
    n = sum(found.bands.values())
    people = ngettext("{n} person", "{n} people", n).format(n=n)
    counts = ", ".join(f"{_(name)} {n}" for name, n in found.bands.items())
    return _("{people} by band: {counts}; mean {mean}.").format(people=people, counts=counts, mean=found.mean)


@lru_cache(maxsize=2)
def _bands_spec(dark: bool) -> dict[str, Any]:
    colors, floor = palette(dark), COUNT + BARS
    tint = alt.expr(f"{json.dumps(tints(dark))}[datum.series]")
    point: dict[str, Any] = {"filled": True, "size": 340, "opacity": 1, "stroke": colors.page, "strokeWidth": 3}
    mean = drawing("mean").mark_point(color=tint, **point)
    mean = mean.encode(x=_x("at"), y=alt.value(floor + BAR / 2))
    return to_spec(
        alt.layer(*_ruler(floor, colors), *_bars(floor, tint, colors), mean), floor + BAR + EDGES + 2 * LINE, dark
    )


def _bars(floor: int, tint: alt.expr, colors: Palette) -> list[alt.Chart]:
    """A bar a band with its count on top; the highest of all takes the whole height."""
    y = alt.Y("people:Q", scale=alt.Scale(domain={"unionWith": [0, 1]}, nice=False, range=[floor, COUNT]), axis=None)
    bar = drawing("count").mark_bar(size=alt.expr(f"{WIDE} / 100 * width"), color=tint, cornerRadiusEnd=3)
    style: dict[str, Any] = {"baseline": "bottom", "fontSize": alt.expr(FIGURE), "fontWeight": 600}
    some = alt.expr(f"datum.people ? '{colors.ink}' : '{colors.muted}'")
    count = drawing("count").mark_text(dy=-6, color=some, **style)
    return [bar.encode(x=_x("at"), y=y), count.encode(x=_x("at"), y=y, text="text:N")]


def _ruler(top: int, colors: Palette) -> list[alt.Chart]:
    """The bands to scale, their lower edges, and their names, which take two lines."""
    color = alt.Color("order:O", scale=alt.Scale(range=list(colors.bands)), legend=None)
    numbers, names = alt.value(top + BAR + EDGES / 2), alt.value(top + BAR + EDGES + LINE / 2)
    bar = drawing("band").mark_rect(stroke=colors.page, strokeWidth=2)
    edge: dict[str, Any] = {"fontSize": alt.expr(TEXT), "color": colors.muted}
    last = drawing("band").transform_filter(alt.datum.high == 100)
    name = drawing("band").mark_text(
        fontSize=alt.expr(TEXT),
        align=alt.expr("datum.high == 100 ? 'right' : 'center'"),
        dx=alt.expr("datum.high == 100 ? (datum.high - datum.low) / 200 * width : 0"),
        dy=alt.expr(f"datum.line * {LINE}"),
    )
    return [
        bar.encode(x=_x("low"), x2="high", y=alt.value(top), y2=alt.value(top + BAR), color=color),
        drawing("band")
        .mark_text(align=alt.expr("datum.low ? 'center' : 'left'"), **edge)
        .encode(x=_x("low"), y=numbers, text="number:N"),
        last.mark_text(align="right", text="100", **edge).encode(x=_x("high"), y=numbers),
        name.encode(x=_x("at"), y=names, text="name:N"),
    ]


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=None)


def pillars(found: Figures, *, dark: bool = False) -> Chart:
    """The room's mean in each pillar against 25 points and the published mean; the lowest stands out."""
    rubric = load()
    rows = [
        {
            "id": pillar.id,
            "short": _(pillar.short),
            "mean": found.pillars.get(pillar.id),
            "published": pillar.mean,
            "text": f"{found.pillars[pillar.id]:g}" if pillar.id in found.pillars else _("not known"),
            "weakest": pillar.id == found.weakest,
        }
        for pillar in rubric.pillars
    ]
    parts = [
        _("{name} {mean} (published mean {published})").format(
            name=r["short"], mean=r["text"], published=plain(r["published"])
        )
        for r in rows
    ]
    text = _("Mean points of {full}: {pillars}.").format(full=round(PILLAR_POINTS), pillars=", ".join(parts))
    return Chart(_pillars_spec(rubric.pillar_ids, dark), pd.DataFrame(rows), text)


@lru_cache(maxsize=2)
def _pillars_spec(ids: tuple[str, ...], dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    color = alt.Color("id:N", scale=alt.Scale(domain=list(ids), range=list(colors.pillars)), legend=None)
    y = alt.Y("id:N", sort=None, axis=None)
    weight = alt.expr("datum.weakest ? 700 : 400")
    text: dict[str, Any] = {"fontSize": alt.expr(PILLAR), "fontWeight": weight}
    track = drawing().mark_rule(strokeWidth=THICK, color=colors.grid)
    bar = drawing().mark_bar(height=THICK)
    tick = drawing().mark_tick(orient="vertical", size=TICK, thickness=3, color=colors.ink, opacity=1)
    return to_spec(
        alt.layer(
            track.encode(x=alt.datum(0, scale=_points(), axis=None), x2=alt.datum(PILLAR_POINTS), y=y),
            bar.encode(x=alt.X("mean:Q", scale=_points(), axis=None), y=y, color=color),
            tick.encode(x=alt.X("published:Q", scale=_points(), axis=None), y=y),
            drawing().mark_text(align="left", **text).encode(x=alt.value(0), y=y, text="short:N"),
            drawing().mark_text(align="right", **text).encode(x=alt.value("width"), y=y, text="text:N"),
        ),
        alt.Step(ROW),
        dark,
    )


def _points() -> alt.Scale:
    return alt.Scale(domain=[0, PILLAR_POINTS], nice=False, range=[alt.expr(NAMES), alt.expr(f"width - {NUMBERS}")])
