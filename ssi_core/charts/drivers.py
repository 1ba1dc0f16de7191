"""What the team's data say an activity is worth, and how well that predicts LinkedIn's own scores."""

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import Chart, drawing, row_axis, row_names, to_spec, tooltips, wrapped
from ssi_core.charts.palette import palette
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.wording import rests_on

ROW, SQUARE = 32, 340  # px, height of an activity and of the prediction's picture
WORTH_COLUMN = 40  # px, for the worth beside the activity's name
BASIS_COLUMN, WIDE = 200, 560  # px, for what the worth rests on, and from which width on there is room for it
NAMED = 3  # activities that the text alternative names


def drivers(worth: pd.DataFrame, *, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """What each activity is worth on this team beside the rubric's 1, with its 80 % range, pillar by pillar.

    worth: columns theta, low, high and evidence by activity id, as `coaching.worth` makes them. Where the evidence is
    "rubric" the mark is hollow: nothing was learnt there.
    """
    rubric = rubric or load()
    rows = [
        {
            "activity": activity.name,
            "label": wrapped(activity.name),
            "pillar": rubric.pillar_of(activity).short,
            **worth.loc[activity.id, ["theta", "low", "high", "evidence"]],
            "text": times(worth["theta"][activity.id]),
            "basis": rests_on(worth["evidence"][activity.id]),
        }
        for pillar in rubric.pillar_ids
        for activity in sorted(rubric.in_pillar(pillar), key=lambda a: -worth["theta"][a.id])
    ]
    data = pd.DataFrame(rows).assign(place=range(len(rows)))
    pillars = tuple(pillar.short for pillar in rubric.pillars)
    return Chart(_drivers_spec(pillars, dark), data, _drivers_alt(data))


def times(theta: float) -> str:
    """ "1.6 ×" """
    return f"{theta:.1f} ×"


@lru_cache(maxsize=4)
def _drivers_spec(pillars: tuple[str, ...], dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    legend = alt.Legend(title=None, orient="top", columns=alt.expr("width < 400 ? 2 : 4"), symbolSize=100)
    color = alt.Color("pillar:N", scale=alt.Scale(domain=pillars, range=colors.pillars[: len(pillars)]), legend=legend)
    axis = alt.Axis(orient="top", title=_("Worth here; our table is 1"), tickCount=4)
    room = alt.expr(f"width < {WIDE} ? width : width - {BASIS_COLUMN}")
    scale = alt.Scale(domainMin=0, nice=True, range=[0, room])
    low, theta = (alt.X(f"{field}:Q", scale=scale, axis=axis) for field in ("low", "theta"))
    tips = tooltips(activity=_("Activity"), text=_("Worth"), basis=_("Rests on"))
    dot, hole = drawing(), drawing().transform_filter(alt.datum.evidence == "rubric")
    y = row_axis(more=WORTH_COLUMN)
    layers = [
        drawing().mark_rule(color=colors.outline, strokeDash=[4, 3]).encode(x=alt.datum(1)),
        drawing().mark_rule(strokeWidth=3, strokeCap="round").encode(x=low, x2="high", y=y, color=color),
        dot.mark_point(size=130, filled=True, opacity=1).encode(x=theta, y=y, color=color, tooltip=tips),
        hole.mark_point(size=45, filled=True, opacity=1, color=colors.page).encode(x=theta, y=y, tooltip=tips),
        drawing().mark_text(align="right", x=-12, fontWeight=600).encode(y=y, text="text:N"),
        row_names(drawing(), tips, more=WORTH_COLUMN),
        _basis(drawing(), "datum.basis").encode(y=y),
        _basis(drawing().transform_filter(alt.datum.place == 0), f"'{_('Rests on')}'").encode(y=alt.value(-13)),
    ]
    return to_spec(alt.layer(*layers), alt.Step(ROW), dark)


def _basis(rows: alt.Chart, words: str) -> alt.Chart:
    """The right column, of what a worth rests on, where the picture is wide enough for it."""
    return rows.mark_text(align="right", x="width", text=alt.expr(f"width < {WIDE} ? '' : {words}"))


def _drivers_alt(data: pd.DataFrame) -> str:
    learnt = data[data["evidence"] != "rubric"].sort_values("theta", ascending=False)
    text = ngettext(
        "Worth of {n} activity on this team, where our table is 1.",
        "Worth of {n} activities on this team, where our table is 1.",
        len(data),
    ).format(n=len(data))
    if learnt.empty:
        return text + " " + _("Nothing was learnt from the team yet.")
    most = ", ".join(f"{row.activity} {row.theta:.1f}" for row in learnt.head(NAMED).itertuples())
    return text + " " + _("Most: {activities}.").format(activities=most)


def predictions(predicted: pd.DataFrame, part: str = "total", *, dark: bool = False) -> Chart:
    """Each person's score as predicted from everybody else's, against LinkedIn's own; on the line both are the same.

    predicted: columns person, part, actual, predicted, in points, as a TeamFit learnt them.
    part: "total" or a pillar's id.
    """
    data = predicted[predicted["part"] == part].reset_index(drop=True)
    full = 100 if part == "total" else round(PILLAR_POINTS)
    text = ngettext("{n} person, predicted and real score.", "{n} people, predicted and real scores.", len(data))
    text = text.format(n=len(data))
    if len(data):
        error = (data["actual"] - data["predicted"]).abs().mean()
        text += " " + _("They are {error} points apart on average.").format(error=f"{error:.1f}")
    return Chart(_predictions_spec(full, dark), data, text)


@lru_cache(maxsize=4)
def _predictions_spec(full: int, dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    scale = alt.Scale(domain=[0, full], nice=False, clamp=True)
    axis: dict[str, Any] = {"tickCount": 5, "titlePadding": 8}
    x = alt.X("actual:Q", scale=scale, title=_("LinkedIn's own"), axis=alt.Axis(**axis))
    y = alt.Y("predicted:Q", scale=scale, title=_("Predicted"), axis=alt.Axis(**axis))
    tips = [
        alt.Tooltip("person:N", title=_("Person")),
        alt.Tooltip("actual:Q", title=_("LinkedIn's own"), format=".0f"),
        alt.Tooltip("predicted:Q", title=_("Predicted"), format=".0f"),
    ]
    diagonal = drawing().mark_rule(color=colors.outline, strokeDash=[4, 3])
    ends = {"x": alt.value(0), "x2": alt.value("width"), "y": alt.value("height"), "y2": alt.value(0)}
    dots = drawing().mark_point(size=80, filled=True, opacity=0.85, color=colors.primary)
    return to_spec(alt.layer(diagonal.encode(**ends), dots.encode(x=x, y=y, tooltip=tips)), SQUARE, dark)
