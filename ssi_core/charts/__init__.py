"""The pictures: each function takes plain values or a scored frame and returns a Chart with its text alternative."""

from ssi_core.charts.chart import Chart
from ssi_core.charts.drivers import drivers, predictions
from ssi_core.charts.leaderboard import CHOSEN, leaderboard
from ssi_core.charts.member import connections, monthly_rates, posting_hours, weekly_activity
from ssi_core.charts.pillars import pillars
from ssi_core.charts.ruler import ruler
from ssi_core.charts.team import distribution, heat_map

__all__ = [
    "CHOSEN",
    "Chart",
    "connections",
    "distribution",
    "drivers",
    "heat_map",
    "leaderboard",
    "monthly_rates",
    "pillars",
    "posting_hours",
    "predictions",
    "ruler",
    "weekly_activity",
]
