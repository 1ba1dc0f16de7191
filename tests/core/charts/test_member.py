"""The pictures of a member's own files: what is drawn, what is not, and the same in words."""

import json

import altair as alt
import numpy as np
import pandas as pd
import pytest

from ssi_core.charts import Chart, connections, monthly_rates, posting_hours, weekly_activity
from tests.core.charts.conftest import UNKNOWN


def weeks_of(count: int = 10, **amounts) -> pd.DataFrame:
    """So many weeks to the one of 21 September 2026, with the same amounts each, or a list of them."""
    index = pd.date_range(end="2026-09-21", periods=count, freq="W-MON", name="week")
    return pd.DataFrame(amounts, index, dtype=float)


def total_of(**days: int) -> pd.DataFrame:
    """Connections by day; total_of(d2026_01_31=5)."""
    dates = pd.to_datetime([day.removeprefix("d").replace("_", "-") for day in days]).astype("datetime64[s]")
    return pd.DataFrame({"date": dates, "connections": pd.Series(days.values(), dtype=int)})


def months_of(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["month", "acceptance_rate", "invitations", "reply_rate", "approaches"])
    numbers = {"acceptance_rate": float, "invitations": int, "reply_rate": float, "approaches": int}
    return table.astype({"month": "datetime64[s]", **numbers})


def hours_of(**counts: int) -> pd.DataFrame:
    """Counts by weekday and hour; hours_of(d1h9=3)."""
    table = pd.DataFrame(0, index=range(7), columns=range(24))
    for slot, count in counts.items():
        day, hour = slot.removeprefix("d").split("h")
        table.loc[int(day), int(hour)] = count
    return table


def all_charts(dark: bool = False, full: bool = True) -> dict[str, Chart]:
    weeks = weeks_of(comments_made=5, posts=[*[UNKNOWN] * 6, 1, 2, 0, 3], connections=4)
    months = months_of(("2026-06-01", 50, 4, UNKNOWN, 0), ("2026-08-01", 60, 10, 30, 20))
    total, hours = total_of(d2025_05_01=3, d2026_09_01=9), hours_of(d1h9=3, d2h20=1)
    few = slice(None if full else 0)
    return {
        "weeks": weekly_activity(weeks[few], dark=dark),
        "connections": connections(total[few], dark=dark),
        "rates": monthly_rates(months[few], dark=dark),
        "hours": posting_hours(hours if full else hours_of(), dark=dark),
    }


@pytest.mark.parametrize("name", all_charts())
@pytest.mark.parametrize("full", [True, False])
def test_specs_are_valid_built_once_and_without_an_address(name, full):
    chart, again, dark = (all_charts(theme, filled)[name] for theme, filled in ((0, full), (0, full), (1, full)))

    alt.LayerChart.from_dict(chart.spec)
    assert "http" not in json.dumps(chart.spec).replace(chart.spec["$schema"], "")
    assert chart.spec is again.spec
    assert chart.spec != dark.spec
    assert chart.alt.endswith(".")
    assert not {"nan", "nat"} & set(chart.alt.lower().replace(",", " ").replace(".", " ").split())


def test_a_week_s_points_are_stacked_by_pillar_in_front_of_what_could_be_seen(rubric):
    data = weekly_activity(weeks_of(1, posts=3, comments_made=25, invitations_sent=0)).data
    earned = data[data["role"] == "earned"].set_index("pillar")
    (whole,) = data[data["role"] == "whole"].to_dict("records")

    assert earned["points"].to_dict() == pytest.approx({"Brand": 6, "Insights": 8, "Relationships": 0})
    assert (earned.loc["Insights", "low"], earned.loc["Insights", "high"]) == pytest.approx((6, 14))
    assert (whole["low"], whole["high"]) == (0, 6 + 8 + 4)
    assert (earned.loc["Brand", "text"], earned.loc["Brand", "reads"]) == ("6.0 / 6.0", "Posts and articles 3")
    assert (whole["until"] - whole["week"]).days == 6


def test_what_is_not_seen_in_a_week_is_not_behind_its_bar():
    data = weekly_activity(weeks_of(3, posts=[UNKNOWN, UNKNOWN, 1], comments_made=[UNKNOWN, 2, 2])).data
    assert data.loc[data["role"] == "whole", "high"].tolist() == [8, 14]


def test_a_pillar_that_the_files_do_not_show_is_not_drawn_as_zero():
    chart = weekly_activity(weeks_of(3, posts=[UNKNOWN, 2, 1]))
    assert set(chart.data["pillar"].dropna()) == {"Brand"}
    assert json.dumps(chart.spec).count('"values": ["Brand"]') == 1


def test_the_newest_year_of_weeks_is_drawn():
    weeks = weekly_activity(weeks_of(80, posts=1)).data
    assert (weeks["week"].nunique(), weeks["week"].max()) == (52, pd.Timestamp("2026-09-21"))


def test_weeks_in_words():
    chart = weekly_activity(weeks_of(8, posts=[0, 0, 0, 0, 0, 0, 0, 3], comments_made=0))
    assert chart.alt == (
        "Activity by week: 8 weeks to 27 September 2026, and the points each would earn if all weeks were like it. "
        "On average 0.8 of 14.0 that your files show: Brand 0.8, Insights 0.0. "
        "Most in the week of 21 September 2026: 6.0. The last 4 weeks average 1.5, the 4 before 0.0."
    )


def test_connections_in_words():
    chart = connections(total_of(d2020_03_01=40, d2025_09_29=100, d2026_05_01=110, d2026_09_30=125))
    assert chart.alt == (
        "Connections over time: 125 on 30 September 2026, the first on 1 March 2020. "
        "25 came within the last year of these. Most in one month: 60 in September 2025."
    )
    assert chart.data["text"].tolist() == ["40", "100", "110", "125"]


def test_months_of_few_are_hollow_and_missing_ones_break_the_line():
    data = monthly_rates(months_of(("2026-06-01", 50, 4, UNKNOWN, 0), ("2026-08-01", 60, 10, 30, 20))).data
    accepted = data[data["rate"] == "accepted"].set_index("when")

    assert accepted["few"].tolist() == [True, True, False]
    assert np.isnan(accepted.loc["July 2026", "percent"])
    assert accepted.loc["August 2026", ["text", "of"]].tolist() == ["60 %", "10"]


def test_rates_in_words():
    months = months_of(
        ("2026-06-01", 100, 1, UNKNOWN, 0), ("2026-07-01", 40, 10, UNKNOWN, 0), ("2026-08-01", 60, 10, 25, 4)
    )
    assert monthly_rates(months).alt == (
        "Rates by month, in percent. "
        "Invitations accepted: 52 % of 21 in all, from 40 % in July 2026 to 60 % in August 2026. "
        "First messages answered: 25 % of 4 in all, no month has 5 or more."
    )


def test_hours_in_words():
    chart = posting_hours(hours_of(d1h9=3, d1h10=2, d3h9=2))
    assert chart.alt == (
        "7 posts and comments by weekday and hour. "
        "Most on Tue (5) and from 9:00 to 10:00 (5); the busiest hour is Tue 9:00 to 10:00 (3). "
        "None on Mon, Wed, Fri, Sat, Sun."
    )
    busiest = chart.data.loc[chart.data["share"] == 1]
    assert busiest["when"].tolist() == ["Tue 9:00 to 10:00"]


def test_nothing_is_said_as_nothing():
    charts = all_charts(full=False)
    assert charts["weeks"].alt == "Activity by week: your files cover no whole week yet."
    assert charts["connections"].alt == "Connections over time: your files show none with a date."
    assert charts["hours"].alt == "0 posts and comments by weekday and hour."
    assert "Invitations accepted: not known." in charts["rates"].alt
