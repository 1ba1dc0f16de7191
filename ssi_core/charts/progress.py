"""One person over months: both totals between the bands' edges, the pillars, the habits kept."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import GAP, Chart, date_axis, drawing, shape_legend, titled, to_spec, tooltips
from ssi_core.charts.figures import points_text, ranged
from ssi_core.charts.palette import Palette, palette
from ssi_core.coaching.progress import NEWS, TOTAL, Course, Progress
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Rubric
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.frame import DATE
from ssi_core.wording import day

HEIGHT, STRIPE, HABITS = 300, 88, 130  # px, of a course, of one of several under each other, of the habits
MANY = 26  # marks of a series, from which on they are small
AIR = 0.45  # of a stripe, for its name above it
ROOM = 8  # weeks that the habits take at least, so that one bar is no wall
NAMES = "(width < 400 ? 78 : 96)"  # px right of a course for the bands' names
DASHES = {"industry": [2, 3], "network": [7, 3], "team": [9, 3, 2, 3]}
GROUP_NAMES = {"industry": _("Your industry"), "network": _("Your network"), "team": _("Your team")}
SOURCE_NAMES = {"official": _("LinkedIn's own"), "estimate": _("Estimate")}


def course(found: Progress, groups: pd.DataFrame | None = None, *, dark: bool = False) -> Chart:
    """Both totals over time: the estimate with its range, LinkedIn's own, within how much of the newest is no news.

    groups: LinkedIn's means of others, columns date, group ("industry", "network" or "team") and total.
    """
    courses = {"estimate": found.estimate[TOTAL], "official": found.own[TOTAL]}
    marks = pd.concat([_marks(course, found) for course in courses.values()], ignore_index=True)
    means = _means(groups, found)
    low, high = reach(pd.concat([marks[["low", "high"]].stack(), means["points"]]))
    edges = band_edges(found.rubric, low, high)
    newest = next((c.now for c in (courses["official"], courses["estimate"]) if c.now is not None), math.nan)
    noise = pd.DataFrame({"role": "noise", "low": [max(newest - NEWS, low)], "high": [min(newest + NEWS, high)]})
    data = pd.concat([marks, means, edges, noise], ignore_index=True)
    shown = tuple(means["group"].unique())
    return Chart(_course_spec(low, high, shown, len(marks) > MANY, dark), data, _course_alt(found, means))


def _marks(course: Course, found: Progress) -> pd.DataFrame:
    """A row for each score, with its texts."""
    of_range = course.series[["points", "low", "high"]].itertuples(index=False)
    reads = [ranged(*row) for row in of_range]
    texts = {"reads": reads, "name": SOURCE_NAMES[course.source]}
    return course.series.assign(role=course.source, when=_days(course.series[DATE], found), **texts)


def _means(groups: pd.DataFrame | None, found: Progress) -> pd.DataFrame:
    given = pd.DataFrame(columns=[DATE, "group", "total"]) if groups is None else groups
    known = given[given["group"].isin(list(DASHES))].dropna().sort_values(DATE).rename(columns={"total": "points"})
    known = known.astype({"points": float, DATE: "datetime64[us]", "group": "str"})
    texts = {"reads": known["points"].map(points_text), "name": known["group"].map(GROUP_NAMES)}
    return known.assign(role="mean", when=_days(known[DATE], found), **texts)


def _days(days: Iterable[pd.Timestamp], found: Progress) -> list[str]:
    return [day(period.date(), found.today) for period in days]


def reach(values: pd.Series) -> tuple[int, int]:
    """Round ends of a scale that holds these scores and NEWS more on either side."""
    known = values.dropna()
    if known.empty:
        return 0, 100
    low, high = math.floor((known.min() - NEWS) / 10) * 10, math.ceil((known.max() + NEWS) / 10) * 10
    return max(low, 0), min(high, 100)


def band_edges(rubric: Rubric, low: float, high: float) -> pd.DataFrame:
    """A row for each band's lower edge within a scale, with the band's name."""
    inside = [entry for entry in rubric.bands if low < entry.edge < high]
    rows = [{"role": "edge", "points": entry.edge, "name": _(entry.name), "from": entry.low} for entry in inside]
    return pd.DataFrame(rows, columns=["role", "points", "name", "from"])


def edge_layers(y: alt.Y, colors: Palette) -> list[alt.Chart]:
    """The bands' edges as thin lines, their names above them in the column right of the scores."""
    edges = drawing("edge").mark_rule(color=colors.outline, strokeWidth=1, opacity=0.7)
    style: dict[str, Any] = {"align": "right", "dy": -7, "fontSize": 11, "color": colors.muted}
    return [
        edges.encode(x=alt.value(0), x2=alt.value("width"), y=y),
        drawing("edge").mark_text(**style).encode(x=alt.value("width"), y=y, text="name:N"),
    ]


def time_axis(field: str = DATE, right: str = NAMES) -> alt.X:
    """Time along the chart. right: px kept free there."""
    return alt.X(f"{field}:T", title=None, axis=date_axis(), scale=alt.Scale(range=[12, alt.expr(f"width - {right}")]))


@lru_cache(maxsize=64)
def _course_spec(low: int, high: int, groups: tuple[str, ...], many: bool, dark: bool) -> dict[str, Any]:
    colors, x = palette(dark), time_axis()
    scale, axis = alt.Scale(domain=[low, high]), alt.Axis(tickCount=5, labelPadding=GAP, grid=False)
    y, bottom = (alt.Y(f"{field}:Q", title=None, scale=scale, axis=axis) for field in ("points", "low"))
    tips = tooltips(when=_("Date"), name=_("Score"), reads=_("Points"))
    shape = shape_legend(dark, estimate=SOURCE_NAMES["estimate"], official=SOURCE_NAMES["official"])
    noise = drawing("noise").mark_rect(color=colors.grid, opacity=0.8)
    spans = drawing("estimate").mark_rule(strokeWidth=1 if many else 3, strokeCap="round", color=colors.outline)
    both = drawing().transform_filter("datum.role == 'estimate' || datum.role == 'official'")
    marks = both.mark_point(filled=True, opacity=1, size=36 if many else 90, color=colors.ink)
    layers = [
        noise.encode(x=alt.value(0), x2=alt.value("width"), y=bottom, y2="high:Q"),
        *edge_layers(y, colors),
        *(_group_lines(x, y, groups, colors, tips) if groups else []),
        drawing("estimate").mark_line(strokeWidth=1.5, color=colors.outline).encode(x=x, y=y),
        drawing("official").mark_line(strokeWidth=2, color=colors.ink).encode(x=x, y=y),
        spans.encode(x=x, y=bottom, y2="high:Q"),
        marks.encode(x=x, y=y, shape=shape, tooltip=tips),
    ]
    title = _("Grey: within {n:g} points of the newest, no news").format(n=NEWS)
    return to_spec(titled(alt.layer(*layers), title, dark), HEIGHT, dark)


def _group_lines(x: alt.X, y: alt.Y, groups: tuple[str, ...], colors: Palette, tips: list) -> list[alt.Chart]:
    names = [GROUP_NAMES[group] for group in groups]
    legend = alt.Legend(title=None, columns=alt.expr("width < 400 ? 1 : 3"), symbolStrokeColor=colors.muted)
    scale = alt.Scale(domain=names, range=[DASHES[group] for group in groups])
    dash = alt.StrokeDash("name:N", scale=scale, legend=legend)
    means = drawing("mean")
    return [
        means.mark_line(strokeWidth=1.5, color=colors.muted).encode(x=x, y=y, strokeDash=dash),
        means.mark_point(size=60, opacity=0, filled=True).encode(x=x, y=y, tooltip=tips),
    ]


def _course_alt(found: Progress, means: pd.DataFrame) -> str:
    names = {_("LinkedIn's own score"): found.own[TOTAL], _("The estimate"): found.estimate[TOTAL]}
    sentences = [_in_words(name, course, found) for name, course in names.items()]
    last = means.drop_duplicates("group", keep="last")
    words = _("{name}: mean {mean}.")
    sentences += [words.format(name=n, mean=m) for n, m in last[["name", "reads"]].itertuples(index=False)]
    return " ".join([_("Total over time."), *sentences])


def _in_words(name: str, course: Course, found: Progress) -> str:
    """ "LinkedIn's own score: 6 times, from 35 on 5 January to 41 on 2 November, between 33 and 42." """
    series = course.series
    if series.empty:
        return _("{name}: not known.").format(name=name)
    days, points = _days(series[DATE], found), series["points"]
    if len(series) == 1:
        return _("{name}: {points} on {day}.").format(name=name, points=points_text(points.iloc[0]), day=days[0])
    words = _("{name}: {n} times, from {start} on {first} to {end} on {last}, between {low} and {high}.")
    ends = {"start": points.iloc[0], "end": points.iloc[-1], "low": points.min(), "high": points.max()}
    figures = {end: points_text(figure) for end, figure in ends.items()}
    return words.format(name=name, n=len(series), first=days[0], last=days[-1], **figures)


def pillars(found: Progress, *, dark: bool = False) -> Chart:
    """The pillars under each other on the same scale, of 25 points each."""
    shorts = {pillar.id: _(pillar.short) for pillar in found.rubric.pillars}
    rows = [
        _marks(courses[pillar], found).assign(stripe=shorts[pillar], place=place)
        for place, pillar in enumerate(shorts)
        for courses in (found.estimate, found.own)
    ]
    notes = [_note(found, pillar) for pillar in shorts]
    data = striped(pd.concat(rows, ignore_index=True), list(shorts.values()), notes, 0, PILLAR_POINTS)
    many = len(found.rows) > MANY
    text = _("Pillars over time, of {full} points each.").format(full=round(PILLAR_POINTS))
    sentences = [f"{short}: {note}." for short, note in zip(shorts.values(), notes, strict=True)]
    colors = palette(dark).pillars[: len(shorts)]
    return Chart(stripes_spec(0, PILLAR_POINTS, colors, many, dark), data, " ".join([text, *sentences]))


def _note(found: Progress, pillar: str) -> str:
    """ "LinkedIn's own 12 to 15, estimate 14" """
    words = {"official": _("LinkedIn's own {points}"), "estimate": _("estimate {points}")}
    courses = {"official": found.own[pillar].series, "estimate": found.estimate[pillar].series}
    known = {source: first_to_last(series["points"]) for source, series in courses.items() if len(series)}
    return ", ".join(words[source].format(points=points) for source, points in known.items()) or _("not known")


def first_to_last(values: pd.Series) -> str:
    """ "12 to 15", or the one figure there is."""
    first, last = points_text(values.iloc[0]), points_text(values.iloc[-1])
    return last if first == last else _("{first} to {last}").format(first=first, last=last)


def striped(marks: pd.DataFrame, names: list[str], notes: list[str], low: float, high: float) -> pd.DataFrame:
    """Marks with a `place`, moved into stripes from low to high under each other, and the stripes' names and notes."""
    step = (high - low) * (1 + AIR)
    base = (len(names) - 1 - marks["place"]) * step - low
    heads = pd.DataFrame({"role": "stripe", "stripe": names, "note": notes, "place": range(len(names))})
    heads = heads.assign(y=(len(names) - 1 - heads["place"]) * step + high - low)
    return pd.concat([marks.assign(y=marks["points"] + base), heads], ignore_index=True)


@lru_cache(maxsize=32)
def stripes_spec(low: float, high: float, tints: tuple[str, ...], many: bool, dark: bool) -> dict[str, Any]:
    """Courses under each other, each from low to high. tints: the estimates' colours, by place."""
    count, step = len(tints), (high - low) * (1 + AIR)
    colors, x = palette(dark), time_axis(right="12")
    ends = [place * step + end for place in range(count) for end in (0, high - low)]
    label = f"format(datum.value % {step} + {low}, 'd')"
    axis = alt.Axis(values=ends, labelExpr=label, labelPadding=GAP, labelFontSize=11, labelOverlap=False)
    y = alt.Y("y:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, count * step], nice=False))
    color = alt.Color("place:O", scale=alt.Scale(domain=list(range(count)), range=list(tints)), legend=None)
    shape = shape_legend(dark, estimate=SOURCE_NAMES["estimate"], official=SOURCE_NAMES["official"])
    tips = tooltips(when=_("Date"), stripe=_("Of"), name=_("Score"), reads=_("Points"))
    below, above = (36, 20) if many else (90, 45)  # px², so that an estimate shows behind an equal score of LinkedIn's
    estimate, own = drawing("estimate"), drawing("official")
    circles, diamonds = estimate.mark_point(**_solid(below)), own.mark_point(color=colors.ink, **_solid(above))
    layers = [
        estimate.mark_line(strokeWidth=2).encode(x=x, y=y, color=color),
        own.mark_line(strokeWidth=1.5, color=colors.ink).encode(x=x, y=y, detail="place:O"),
        circles.encode(x=x, y=y, color=color, shape=shape, tooltip=tips),
        diamonds.encode(x=x, y=y, shape=shape, tooltip=tips),
        *_heads(y, colors),
    ]
    return to_spec(alt.layer(*layers), count * STRIPE, dark)


def _solid(size: int) -> dict[str, Any]:
    return {"filled": True, "opacity": 1, "size": size}


def _heads(y: alt.Y, colors: Palette) -> list[alt.Chart]:
    """Above each stripe its name and note."""
    stripe, above = drawing("stripe"), {"baseline": "bottom", "dy": -5}
    names = stripe.mark_text(align="left", fontWeight=600, **above)
    notes = stripe.mark_text(align="right", fontSize=11, color=colors.muted, **above)
    return [
        names.encode(x=alt.value(0), y=y, text="stripe:N"),
        notes.encode(x=alt.value("width"), y=y, text="note:N"),
    ]


def habits(found: Progress, *, dark: bool = False) -> Chart:
    """How many habits each week planned, and in front of them how many were kept, a half kept one as half of one."""
    weeks = found.weeks.set_index("week")
    if len(weeks):
        first, last = weeks.index.min(), weeks.index.max()
        weeks = weeks.reindex(pd.date_range(min(first, last - pd.Timedelta(weeks=ROOM - 1)), last, freq="7D"))
    planned, done = weeks["planned"].fillna(0), (weeks["share"] * weeks["planned"]).fillna(0)
    texts = [_kept(*both) for both in zip(done, planned, strict=True)]
    data = pd.DataFrame({"when": _days(weeks.index, found), "planned": planned, "done": done, "text": texts})
    return Chart(_habits_spec(dark), data.reset_index(drop=True), _habits_alt(data[data["planned"] > 0]))


def _kept(done: float, planned: float) -> str:
    return _("{kept:g} of {planned:g}").format(kept=done, planned=planned) if planned else _("no check-in")


@lru_cache(maxsize=2)
def _habits_spec(dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    outline: dict[str, Any] = {"stroke": colors.outline, "strokeWidth": alt.expr("datum.planned > 0 ? 1 : 0")}
    axis = alt.Axis(labelAngle=0, labelOverlap=True, labelPadding=GAP)
    week = alt.X("when:O", sort=None, title=None, axis=axis, scale=alt.Scale(paddingInner=0.3))
    axis = alt.Axis(tickCount=3, tickMinStep=1, format="d", labelPadding=GAP)
    planned, done = (alt.Y(f"{field}:Q", title=None, axis=axis) for field in ("planned", "done"))
    tips, bar = tooltips(when=_("Week of"), text=_("Habits kept")), drawing()
    layers = [
        bar.mark_bar(color=colors.grid, **outline).encode(x=week, y=planned, tooltip=tips),
        bar.mark_bar(color=colors.primary).encode(x=week, y=done, tooltip=tips),
    ]
    title = _("Habits a week: kept, and in grey those planned")
    return to_spec(titled(alt.layer(*layers), title, dark), HABITS, dark)


def _habits_alt(weeks: pd.DataFrame) -> str:
    if weeks.empty:
        return _("Habits by week: no check-in of a planned habit yet.")
    text = ngettext(
        "Habits by week, {n} week with a check-in: {done:g} of {planned:g} kept.",
        "Habits by week, {n} weeks with a check-in: {done:g} of {planned:g} kept.",
        len(weeks),
    ).format(n=len(weeks), done=weeks["done"].sum(), planned=weeks["planned"].sum())
    last = _("In the week of {day} {text}.").format(day=weeks["when"].iloc[-1], text=weeks["text"].iloc[-1])
    return f"{text} {last}"
