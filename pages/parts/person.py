"""One person's score from top to bottom, for the person's own page and for the manager's."""

import pandas as pd
import streamlit as st

from pages.parts import actions, chart
from ssi_core.charts.pillars import pillars as pillar_chart
from ssi_core.charts.ruler import ruler
from ssi_core.coaching.advice import advise, to_count
from ssi_core.coaching.advice import what_if as recomputed
from ssi_core.coaching.regression import TeamFit
from ssi_core.i18n import _
from ssi_core.rubric import Activity, load
from ssi_core.scoring.bands import band, whole
from ssi_core.scoring.frame import official
from ssi_core.scoring.frame import points as points_column
from ssi_core.wording import amount, bands_of_range, points, standing


def headline(row: pd.Series) -> None:
    """The number with its band beside the ruler, and in words what is missing to the next band.

    The number is the estimate; where no activity is known it is LinkedIn's own score.
    """
    rubric, estimated = load(), row["known"] > 0
    number = row["total"] if estimated else row[official("total")]
    if pd.isna(number):
        st.info(
            _(
                "Nothing is known yet, so there is no score. One answer that is no “don't know” is enough for a first, wide range."
            )
        )
        return
    name = _("of 100, estimated") if estimated else _("of 100, LinkedIn's own score")
    bands = (row["low"], row["high"]) if estimated else (number, number)
    left, right = st.columns([1, 2.6], vertical_alignment="center")
    with left:
        st.html(f'<div class="ssi-number">{whole(number)}<small> {name}</small></div>')
        st.markdown(f"**{bands_of_range(*bands, rubric).capitalize()}**")
    with right:
        chart.show(ruler(row, rubric.benchmarks[:1], dark=chart.dark(), rubric=rubric))
    st.markdown(f"{standing(number, rubric)} {_how_sure(row) if estimated else ''}")


def advice(row: pd.Series, key: str, fit: TeamFit | None = None) -> None:
    """The next three actions, the settings they follow, and all others."""
    st.header(_("What raises it most"))
    cards = st.container()
    minutes = actions.minutes_a_week(f"{key}.minutes")
    steps = advise(row, minutes=minutes, own_minutes=actions.own_minutes(f"{key}.own_minutes"), fit=fit)
    with cards:
        if steps:
            actions.best_three(steps)
        elif row["known"] > 0:
            st.markdown(_("Nothing to add: every activity we know of already earns all of its points."))
        actions.to_count(to_count(row))
    actions.all_of_them(steps)


@st.fragment
def what_if(row: pd.Series, key: str) -> None:
    """Move any activity and see total, band and pillars follow at once."""
    rubric = load()
    st.header(_("What if"))
    st.markdown(_("Move any activity and watch the score follow."))
    result = st.container()
    changes = {}
    for tab, pillar in zip(st.tabs([_(p.short) for p in rubric.pillars]), rubric.pillars, strict=True):
        with tab:
            for activity in rubric.in_pillar(pillar.id):
                changes |= _moved(activity, row[activity.id], f"{key}.what_if.{activity.id}")
    after = recomputed(row, changes, rubric) if changes else row
    with result, st.grid(len(rubric.pillars) + 1, min_column_width=130):
        name = _("Total, {band}").format(band=_(band(after["total"], rubric).name))
        _changed(name, row["total"], after["total"])
        for pillar in rubric.pillars:
            _changed(_(pillar.short), row[pillar.id], after[pillar.id])


def pillars(row: pd.Series) -> None:
    """Four pillars against 25 and LinkedIn's published means."""
    st.header(_("Your four pillars"))
    chart.show(pillar_chart(row, dark=chart.dark()))


def rests_on(row: pd.Series, origins: dict[str, str]) -> None:
    """Every activity with its value, its points and where it comes from; the unknown last."""
    rubric = load()
    with st.expander(_("What the score rests on: each activity, its points and where it comes from")):
        table = pd.DataFrame(
            {
                _("Activity"): _(a.name),
                _("Pillar"): _(rubric.pillar_of(a).short),
                _("Value"): _("not known") if pd.isna(row[a.id]) else f"{amount(row[a.id])} {_(a.unit)}",
                _("Points"): row[points_column(a.id)],
                _("Out of"): a.weight,
                _("From"): origins.get(a.id, ""),
            }
            for a in rubric.activities
        )
        st.dataframe(
            table,
            hide_index=True,
            column_config={_("Points"): st.column_config.NumberColumn(format="%.1f")},
            alt=_("Each activity with its value, points and origin"),
        )


def _how_sure(row: pd.Series) -> str:
    if row["high"] - row["low"] < 1:
        return _("Every activity is known.")
    return _("The chances are 8 in 10 that it lies between {low} and {high}; {known} % of the index is known.").format(
        low=whole(row["low"]), high=whole(row["high"]), known=round(100 * row["known"])
    )


def _moved(activity: Activity, current: float, key: str) -> dict[str, float]:
    """A slider for the activity; its new value by id, empty while it stands where it stood."""
    start = 0.0 if pd.isna(current) else float(current)
    top = max(activity.full * 1.2, start) if not activity.percent else 100.0
    step = 1.0 if activity.full >= 15 else 0.5
    label = f"{_(activity.name)} · {_(activity.unit)}" + (f" · {_('not known')}" if pd.isna(current) else "")
    value = st.slider(label, 0.0, float(top), start, step=step, key=key, format="%.1f" if step < 1 else "%.0f")
    return {} if value == start else {activity.id: value}


def _changed(label: str, before: float, after: float) -> None:
    delta = None if abs(after - before) < 0.05 else f"{after - before:+.1f}"
    st.metric(label, points(after), delta)
