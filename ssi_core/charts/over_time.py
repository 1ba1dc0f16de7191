"""A team over months: the mean with everybody behind it, the groups, and who moved."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import (
    GAP,
    Chart,
    drawing,
    row_axis,
    row_names,
    shape_legend,
    titled,
    to_spec,
    tooltips,
    wrapped,
)
from ssi_core.charts.figures import points_text
from ssi_core.charts.leaderboard import CHOSEN
from ssi_core.charts.outcomes import signed
from ssi_core.charts.palette import palette
from ssi_core.charts.progress import (
    HEIGHT,
    MANY,
    SOURCE_NAMES,
    band_edges,
    edge_layers,
    first_to_last,
    reach,
    striped,
    stripes_spec,
    time_axis,
)
from ssi_core.coaching.over_time import OverTime
from ssi_core.coaching.progress import NEWS
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import GROUP, PERSON
from ssi_core.wording import day

ROW, VALUE_COLUMN = 32, 40  # px, height of a mover, and room for the change beside the name


def trend(
    found: OverTime,
    called: Mapping[str, str] | None = None,
    *,
    people: bool = True,
    dark: bool = False,
    rubric: Rubric | None = None,
) -> Chart:
    """The team's mean per active person over time, LinkedIn's own and the estimate each for itself.

    people: whether everybody's own course stands behind it as a thin line, of the source to show first. called: what
    each is called; without it these lines are nameless, and no name is in the data.
    """
    means = found.mean.assign(role=found.mean["source"], points=found.mean["mean"])
    means = means.assign(name=means["source"].map(SOURCE_NAMES), when=_days(means["period"], found))
    means["reads"] = [_of(mean, active) for mean, active in zip(means["mean"], means["active"], strict=True)]
    behind = _people(found, called) if people else means.head(0)
    low, high = reach(pd.concat([means["points"], behind["points"]]))
    data = pd.concat([means, behind, band_edges(rubric or load(), low, high)], ignore_index=True)
    lines = "" if not people else "named" if called is not None else "nameless"
    many = means["period"].nunique() > MANY
    return Chart(_trend_spec(low, high, lines, many, dark), data, _trend_alt(found, means))


def _people(found: OverTime, called: Mapping[str, str] | None) -> pd.DataFrame:
    rows = found.rows.dropna(subset=found.source)
    names = rows[PERSON].map(called) if called is not None else ""
    texts = {"name": names, "when": _days(rows["period"], found), "reads": rows[found.source].map(points_text)}
    lines = rows.assign(role="person", points=rows[found.source], line=rows[PERSON].factorize()[0], **texts)
    return lines[["role", "period", "points", "line", *texts]]


def _of(mean: float, active: int) -> str:
    """ "41.3, mean of 12 people" """
    words = ngettext("{mean:.1f}, {n} person", "{mean:.1f}, mean of {n} people", active)
    return words.format(mean=mean, n=active)


def _days(periods: pd.Series, found: OverTime) -> list[str]:
    """ "2 November", "week of 2 November", "November 2026" """
    if found.by == "month":
        return [f"{period:%B %Y}" for period in periods]
    words = _("week of {day}") if found.by == "week" else "{day}"
    return [words.format(day=day(period.date(), found.today)) for period in periods]


@lru_cache(maxsize=64)
def _trend_spec(low: int, high: int, lines: str, many: bool, dark: bool) -> dict[str, Any]:
    colors, x = palette(dark), time_axis("period")
    axis = alt.Axis(tickCount=5, labelPadding=GAP, grid=False)
    y = alt.Y("points:Q", title=None, scale=alt.Scale(domain=[low, high]), axis=axis)
    tips = tooltips(when=_("Date"), name=_("Score"), reads=_("Points"))
    shape = shape_legend(dark, estimate=SOURCE_NAMES["estimate"], official=SOURCE_NAMES["official"])
    person, both = drawing("person"), drawing().transform_filter("datum.role == 'estimate' || datum.role == 'official'")
    hover = person.mark_point(size=30, opacity=0, filled=True).encode(x=x, y=y, tooltip=tips)
    marks = both.mark_point(filled=True, opacity=1, size=36 if many else 80, color=colors.ink)
    layers = [
        *edge_layers(y, colors),
        person.mark_line(strokeWidth=1, opacity=0.5, color=colors.outline).encode(x=x, y=y, detail="line:N"),
        *([hover] if lines == "named" else []),
        both.mark_line(strokeWidth=2.5, color=colors.primary).encode(x=x, y=y, detail="role:N"),
        marks.encode(x=x, y=y, shape=shape, tooltip=tips),
    ]
    title = _("Mean per active person; thin: each person") if lines else _("Mean per active person")
    return to_spec(titled(alt.layer(*layers), title, dark), HEIGHT, dark)


def _trend_alt(found: OverTime, means: pd.DataFrame) -> str:
    if means.empty:
        return _("The team over time: no total with a date yet.")
    sentences = [_("The team over time, mean per active person.")]
    for name, course in means.groupby("name", sort=False):
        first, last = course.iloc[0], course.iloc[-1]
        words = _("{name}: {start} ({first}) to {end} ({last}).")
        facts = {"start": first["reads"], "first": first["when"], "end": last["reads"], "last": last["when"]}
        sentences.append(words.format(name=name, **facts))
    return " ".join(sentences)


def group_trends(found: OverTime, *, dark: bool = False) -> Chart:
    """Each group's mean per active person, under each other on the same scale."""
    groups = found.groups
    names, (low, high) = list(groups[GROUP].unique()), reach(groups["mean"])
    marks = groups.assign(role=groups["source"], points=groups["mean"], stripe=groups[GROUP])
    marks = marks.assign(place=[names.index(group) for group in marks[GROUP]], name=marks["source"].map(SOURCE_NAMES))
    marks = marks.assign(date=marks["period"], when=_days(marks["period"], found))
    marks["reads"] = [_of(mean, active) for mean, active in zip(marks["mean"], marks["active"], strict=True)]
    notes = [_note(groups[groups[GROUP] == name], found.source) for name in names]
    data = striped(marks, names, notes, low, high)
    text = _("Groups over time, mean per active person.")
    sentences = [f"{name}: {note}." for name, note in zip(names, notes, strict=True)]
    tints, many = (palette(dark).primary,) * len(names), groups["period"].nunique() > MANY
    return Chart(stripes_spec(low, high, tints, many, dark), data, " ".join([text, *sentences]))


def _note(group: pd.DataFrame, source: str) -> str:
    """ "38 to 42, 4 people" """
    course = group[group["source"] == source]
    if course.empty:
        return _("not known")
    people = int(course["active"].iloc[-1])
    words = ngettext("{points}, {n} person", "{points}, {n} people", people)
    return words.format(points=first_to_last(course["mean"]), n=people)


def movers(moved: pd.DataFrame, *, dark: bool = False) -> Chart:
    """From where to where each person's total went, in the order given; pale where that is no news.

    moved: rows of OverTime.movers, under the names to show, none twice. A click selects under CHOSEN, by "person".
    """
    data = moved.assign(
        label=moved[PERSON].map(wrapped),
        place=range(len(moved)),
        role=moved["source"],
        text=[signed(change, plus="+") for change in moved["change"]],
        reads=[_from_to(*row) for row in moved[["before", "now", "same_answers"]].itertuples(index=False)],
        name=moved["source"].map(SOURCE_NAMES),
        pale=moved["news"] == "no news",
    )
    text = ngettext("Change of {n} person.", "Changes of {n} people.", len(data)).format(n=len(data))
    listed = ", ".join(f"{person} {change}" for person, change in zip(data[PERSON], data["text"], strict=True))
    return Chart(_movers_spec(dark), data, f"{text} {listed}." if listed else text)


def _from_to(before: float, now: float, same_answers: bool) -> str:
    words = _("{before} to {now}") if same_answers else _("{before} to {now}, but other things are known now")
    return words.format(before=points_text(before), now=points_text(now))


@lru_cache(maxsize=2)
def _movers_spec(dark: bool) -> dict[str, Any]:
    colors, y, chosen = palette(dark), row_axis(more=VALUE_COLUMN), alt.selection_point(CHOSEN, fields=[PERSON])
    scale, axis = alt.Scale(zero=False, nice=True, padding=12), alt.Axis(orient="top", title=None, tickCount=5)
    before, now = (alt.X(f"{field}:Q", scale=scale, axis=axis) for field in ("before", "now"))
    tips = tooltips(person=_("Name"), name=_("Score"), reads=_("Points"), text=_("Change"))
    shape = shape_legend(dark, estimate=SOURCE_NAMES["estimate"], official=SOURCE_NAMES["official"])
    pale = alt.condition(alt.datum.pale, alt.value(0.45), alt.value(1))
    row = drawing().mark_rect(opacity=0, cursor="pointer")
    ring = drawing().mark_point(filled=True, size=60, fill=colors.page, stroke=colors.outline, strokeWidth=2)
    dot = drawing().mark_point(filled=True, size=90, color=colors.ink, cursor="pointer")
    layers = [
        row.encode(x=alt.value(0), x2=alt.value("width"), y=y, tooltip=tips).add_params(chosen),
        drawing().mark_rule(strokeWidth=3, color=colors.outline).encode(x=before, x2="now:Q", y=y, opacity=pale),
        ring.encode(x=before, y=y, opacity=pale),
        dot.encode(x=now, y=y, shape=shape, opacity=pale, tooltip=tips),
        drawing().mark_text(align="right", x=-12, fontWeight=600).encode(y=y, text="text:N", opacity=pale),
        row_names(drawing(), tips, more=VALUE_COLUMN),
    ]
    title = _("From the ring to the mark; pale: under {n:g} points, no news").format(n=NEWS)
    return to_spec(titled(alt.layer(*layers), title, dark), alt.Step(ROW), dark)
