"""One person's score from top to bottom, for the person's own page and for the manager's."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts import actions, chart, team
from ssi_core.charts.pillars import pillars as pillar_chart
from ssi_core.charts.ruler import ruler
from ssi_core.coaching.advice import advise, forecast_step, forecasts, to_count
from ssi_core.coaching.advice import what_if as recomputed
from ssi_core.coaching.regression import TeamFit
from ssi_core.i18n import _
from ssi_core.intake.official import Group, standings
from ssi_core.rubric import Activity, load
from ssi_core.scoring import Prior, expected_points, published_prior
from ssi_core.scoring.bands import band, whole
from ssi_core.scoring.curve import amount as value_for
from ssi_core.scoring.frame import official
from ssi_core.scoring.frame import points as points_column
from ssi_core.wording import amount, bands_of_range, how_sure, no_score, points, standing


def headline(row: pd.Series, name: str = "") -> None:
    """The number with its band beside the ruler, and in words what is missing to the next band.

    The number is the estimate; where no activity is known it is LinkedIn's own score. name: of anybody but the visitor.
    """
    rubric, estimated = load(), row["known"] > 0
    number = row["total"] if estimated else row[official("total")]
    if pd.isna(number):
        st.info(no_score())
        return
    kind = _("of 100, estimated") if estimated else _("of 100, LinkedIn's own")
    bands = (row["low"], row["high"]) if estimated else (number, number)
    left, right = st.columns([1.15, 2.6], vertical_alignment="center")
    with left:
        st.html(f'<div class="ssi-number">{whole(number)}<small> {kind}</small></div>')
        st.markdown(f"**{bands_of_range(*bands, rubric).capitalize()}**")
    with right:
        chart.show(ruler(row, rubric.benchmarks[:1], dark=chart.dark(), rubric=rubric))
    st.text(f"{standing(number, rubric, name)} {_how_sure(row) if estimated else ''}")


def advice(row: pd.Series, key: str, fit: TeamFit | None = None) -> None:
    """The next three actions, the settings they follow, and all others; what to find out first where nothing is known."""
    st.header(_("What raises it most"))
    if row["known"] == 0:
        actions.to_count(to_count(row))
        return
    cards = st.container()
    minutes = actions.minutes_a_week(f"{key}.minutes")
    steps = advise(row, minutes=minutes, own_minutes=actions.own_minutes(f"{key}.own_minutes"), fit=fit)
    with cards:
        if steps:
            actions.best_three(steps, [forecast_step(row, step, fit=fit) for step in steps[:3]])
        else:
            st.markdown(
                _(
                    "Nothing to add: what is known earns all of its points already, or on this team's data is worth none."
                )
            )
        actions.to_count(to_count(row))
    actions.all_of_them(steps)


@team.fragment
def what_if(row: pd.Series, key: str, prior: Prior | None = None, fit: TeamFit | None = None) -> None:
    """Move any activity and see total, band and pillars follow at once. prior: what the row was scored with.

    An unknown activity stands where scoring expects it.
    """
    rubric = load()
    prior = prior or published_prior(rubric)
    st.header(_("What if"))
    st.markdown(_("Move any activity and watch the score follow."))
    result = st.container()
    changes, assumed = {}, expected_points(pd.DataFrame([row]), rubric, prior).iloc[0]
    for tab, pillar in zip(st.tabs([_(p.short) for p in rubric.pillars]), rubric.pillars, strict=True):
        with tab:
            for activity in rubric.in_pillar(pillar.id):
                changes |= _moved(activity, row[activity.id], assumed[activity.id], f"{key}.what_if.{activity.id}")
    after = recomputed(row, changes, rubric, prior, fit=fit) if changes else row
    own = forecasts(row, after, rubric, fit)
    with result, st.grid(len(rubric.pillars) + 1, min_column_width=130):
        name = _("Total, {band}").format(band=_(band(after["total"], rubric).name))
        _changed(name, row, after, "total", own)
        for pillar in rubric.pillars:
            _changed(_(pillar.short), row, after, pillar.id, own)


def pillars(row: pd.Series, groups: Mapping[str, Group] | None = None) -> None:
    """Four pillars against 25 and LinkedIn's published means; how LinkedIn compares the person with groups."""
    st.header(_("The four pillars"))
    if said := standings(groups or {}):
        st.text(_("LinkedIn: {standings}.").format(standings=", ".join(said)))
    chart.show(pillar_chart(row, dark=chart.dark()))


def rests_on(row: pd.Series, origins: dict[str, str]) -> None:
    """Every activity with its value, its points and where it comes from; the unknown last."""
    rubric = load()
    with st.expander(_("What the score rests on: each activity, its points and where it comes from")):
        table = pd.DataFrame(
            {
                _("Activity"): _(a.name),
                _("Value"): _("not known") if pd.isna(row[a.id]) else f"{amount(row[a.id], a)} {_(a.unit)}",
                _("Points"): row[points_column(a.id)],
                _("Out of"): a.weight,
                _("From"): origins.get(a.id, ""),
                _("Pillar"): _(rubric.pillar_of(a).short),
            }
            for a in rubric.activities
        )
        st.dataframe(
            table,
            hide_index=True,
            column_config={_("Points"): st.column_config.NumberColumn(format="%.1f")},
            placeholder="–",
            alt=_("Each activity with its value, points and origin"),
        )


def _how_sure(row: pd.Series) -> str:
    if row["high"] == row["low"]:
        return _("Every activity is known.")
    known = _("{known}\u00a0% of the index is known").format(known=round(100 * row["known"]))
    return how_sure(row["low"], row["high"], known)


def _moved(activity: Activity, current: float, assumed: float, key: str) -> dict[str, float]:
    """A slider for the activity; its new value by id, empty while it stands where it stood.

    current: in the activity's unit, NaN where unknown. assumed: the points that scoring expects then.
    """
    step = 1.0 if activity.full >= 15 else 0.5
    unknown = pd.isna(current)
    start = (
        round(value_for(assumed / activity.weight, activity.full, activity.curve) / step) * step if unknown else current
    )
    top = 100.0 if activity.percent else max(activity.full * 1.2, start)
    label = f"{_(activity.name)} · {_(activity.unit)}" + (f" · {_('not known, assumed')}" if unknown else "")
    value = st.slider(label, 0.0, float(top), float(start), step=step, key=key, format="%.1f" if step < 1 else "%.0f")
    return {} if value == start else {activity.id: value}


def _changed(label: str, before: pd.Series, after: pd.Series, part: str, own: Mapping[str, float]) -> None:
    """One figure and what became of it; below it the same of LinkedIn's own score, where that is known."""
    gain = after[part] - before[part]
    with st.container(gap=None):
        st.metric(label, points(after[part]), None if abs(gain) < 0.05 else f"{gain:+.1f}")
        if part in own:
            st.caption(_own_forecast(before[official(part)], own[part]))


def _own_forecast(now: float, gain: float) -> str:
    if abs(gain) < 0.05:
        return _("{now} on LinkedIn's own").format(now=points(now))
    return _("{now} → about {then} on LinkedIn's own").format(now=points(now), then=points(now + gain))
