"""From a score to what raises it: advice for a person and a team, and the team's own regression."""

from ssi_core.coaching.advice import (
    Advice,
    TeamAdvice,
    advise,
    advise_all,
    forecast,
    forecast_step,
    forecasts,
    team_advice,
    to_count,
    what_if,
)
from ssi_core.coaching.regression import TeamFit

__all__ = [
    "Advice",
    "TeamAdvice",
    "TeamFit",
    "advise",
    "advise_all",
    "forecast",
    "forecast_step",
    "forecasts",
    "team_advice",
    "to_count",
    "what_if",
]
