"""Shows a chart of ssi_core.charts with its text alternative."""

import streamlit as st

from ssi_core.charts.chart import Chart


def dark() -> bool:
    """Whether this visitor sees the dark theme."""
    return st.context.theme.type == "dark"


def show(chart: Chart, key: str | None = None, on_select: str = "ignore"):
    """Draw the chart over the full width; with on_select="rerun" returns what was clicked."""
    return st.vega_lite_chart(
        chart.data, chart.spec, alt=chart.alt, theme=None, width="stretch", key=key, on_select=on_select
    )
