"""A trial's end: how everybody's score changed in the two groups, and what difference that leaves."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import Chart, drawing, row_axis, row_names, to_spec, tooltips
from ssi_core.charts.outcomes import intervals, intervals_spec, signed, span
from ssi_core.charts.palette import palette
from ssi_core.coaching.trial import RESULT
from ssi_core.coaching.trial_end import Difference
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import PERSON

ROW = 74  # px, height of a group
LANES = (0, -12, 12)  # px, so that people who changed alike stand above each other


def changes(ended: pd.DataFrame, part: str = "total", *, dark: bool = False) -> Chart:
    """Each person's change of one part in points, by group, with the group's mean as a bar.

    ended: columns person, tries, part, start, end, change, as a Reading has them.
    """
    people = ended[ended["part"] == part].sort_values("change")
    names = {True: _("Tried it"), False: _("As before")}
    data = people.assign(
        label=people["tries"].map(names),
        place=people["tries"].map({True: 0, False: 1}),
        mean=people.groupby("tries")["change"].transform("mean"),
        lane=[LANES[place % len(LANES)] for place in people.groupby("tries").cumcount()],
        text=[signed(change, plus="+") for change in people["change"]],
        first=~people["tries"].duplicated(),
    ).reset_index(drop=True)
    means = data.groupby("label", sort=False)["change"].mean()
    text = ngettext("Change of {n} person.", "Changes of {n} people.", len(data)).format(n=len(data))
    listed = "; ".join(
        _("{group}: {mean} on average").format(group=g, mean=signed(m, plus="+")) for g, m in means.items()
    )
    return Chart(_changes_spec(dark), data, f"{text} {listed}." if listed else text)


@lru_cache(maxsize=2)
def _changes_spec(dark: bool) -> dict[str, Any]:
    colors, y = palette(dark), row_axis()
    scale = alt.Scale(domain={"unionWith": [-1, 1]}, nice=True)
    axis = alt.Axis(orient="top", title=_("Change since the start"), tickCount=5)
    change, mean = (alt.X(f"{field}:Q", scale=scale, axis=axis) for field in ("change", "mean"))
    tips = tooltips(**{PERSON: _("Person"), "text": _("Change")})
    dots = drawing().mark_point(
        filled=True, size=90, opacity=0.75, color=colors.primary, yOffset=alt.expr("datum.lane")
    )
    means = drawing().mark_tick(size=46, thickness=3, color=colors.ink, orient="vertical", tooltip=False)
    layers = [
        drawing().mark_rule(color=colors.outline, strokeDash=[4, 3]).encode(x=alt.datum(0)),
        dots.encode(x=change, y=y, tooltip=tips),
        means.encode(x=mean, y=y),
        row_names(drawing().transform_filter(alt.datum.first), []),
    ]
    return to_spec(alt.layer(*layers), alt.Step(ROW), dark)


def differences(found: Sequence[Difference], *, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """By how many points those who tried rose more than the others, of the total and the habit's pillar."""
    short = {"total": _("Total")} | {pillar.id: _(pillar.short) for pillar in (rubric or load()).pillars}
    known = [one for one in found if one.difference is not None and one.part != RESULT]
    rows = [
        {"name": short[one.part], "role": "official", "value": one.difference, "low": one.low, "high": one.high}
        for one in known
    ]
    listed = ", ".join(f"{short[one.part]} {span(one.difference, one.low, one.high)}" for one in known)
    text = _("Points by which those who tried it rose more than the others: {parts}.")
    return Chart(
        intervals_spec(dark, None, own_only=True), intervals(rows), text.format(parts=listed or _("not known"))
    )
