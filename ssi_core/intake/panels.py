"""A ledger by week, month and hour, and over time: what the pictures of a member's activity draw, and a history."""

import pandas as pd

from ssi_core.intake.ledger import AT, HIT, KIND, Event, Ledger
from ssi_core.intake.official import own_numbers
from ssi_core.intake.units import WEEK
from ssi_core.intake.window import FLOWS, Flow, Window
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import DATE, PERSON, complete, official, official_columns

# Only by the week is it a flow: the activity is how many there are.
_WEEKLY = FLOWS | {"connections": Flow(("connection",))}
_DAYS = "datetime64[s]"
_RATES: tuple[tuple[Event, str, str], ...] = (
    ("invitation", "acceptance_rate", "invitations"),
    ("approach", "reply_rate", "approaches"),
)


def weekly(ledger: Ledger, rubric: Rubric | None = None) -> pd.DataFrame:
    """Amounts by week, one column an activity id; `connections` are the week's new ones.

    Index `week`: its Monday, from the ledger's first event on. NaN where a week is not seen from Monday to Sunday: half
    a week would look like a slump.
    """
    rubric = rubric or load()
    window, first = Window(ledger), _monday(pd.DatetimeIndex(ledger.events[AT])).min()
    table = pd.DataFrame({i: _by_week(window, flow, first) for i, flow in _WEEKLY.items() if i in rubric.by_id})
    return table.rename_axis("week").asfreq("W-MON")


def by_month(ledger: Ledger) -> pd.DataFrame:
    """Columns month (its first day), acceptance_rate, invitations, reply_rate, approaches, oldest first.

    The rates are in percent of that many invitations and first messages, pending invitations left out; NaN and 0 in a
    month without any.
    """
    window, parts = Window(ledger), []
    for kind, rate, of in _RATES:
        told, _pending = window.told(kind)
        hits = told[HIT].groupby(told[AT].dt.to_period("M").dt.to_timestamp())
        parts.append(pd.DataFrame({rate: 100 * hits.mean(), of: hits.size()}))
    table = pd.concat(parts, axis=1, sort=True).rename_axis("month").reset_index()
    numbers = [of for _kind, _rate, of in _RATES]
    return table.assign(**{of: table[of].fillna(0).astype(int) for of in numbers})


def by_hour(ledger: Ledger, timezone: str = "UTC") -> pd.DataFrame:
    """How many posts and comments were made: a row a weekday (0 is Monday), a column an hour (0 to 23) in timezone.

    Dates without a time of day, which stand at midnight UTC, are left out.
    """
    at = ledger.events.loc[ledger.events[KIND].isin(["post", "comment"]), AT].dropna()
    local = at[at != at.dt.floor("D")].dt.tz_localize("UTC").dt.tz_convert(timezone).dt
    counts = pd.crosstab(local.day_of_week, local.hour)
    return counts.reindex(index=pd.RangeIndex(7, name="weekday"), columns=pd.RangeIndex(24, name="hour"), fill_value=0)


def connections_over_time(ledger: Ledger) -> pd.DataFrame:
    """Columns date and connections: how many there were after each day that brought one; undated ones are left out."""
    at = ledger.events.loc[ledger.events[KIND] == "connection", AT].dropna()
    total = at.dt.floor("D").value_counts().sort_index().cumsum()
    return total.rename_axis("date").reset_index(name="connections")


def own_history(ledger: Ledger, person: str = "", rubric: Rubric | None = None) -> pd.DataFrame:
    """An activity frame with a row for each week, dated its Sunday; what the files don't show by the week is unknown.

    LinkedIn's own score is the first that was kept from that Sunday to the next Saturday.
    """
    rubric = rubric or load()
    weeks = weekly(ledger, rubric).rename_axis(DATE).reset_index()
    weeks[DATE] = (weeks[DATE] + pd.Timedelta(days=WEEK - 1)).astype(_DAYS)
    if "connections" in weeks:
        there = connections_over_time(ledger).astype({DATE: _DAYS})
        known = weeks.pop("connections").notna()
        weeks["connections"] = pd.merge_asof(weeks[[DATE]], there, on=DATE)["connections"].where(known)
    soon = pd.Timedelta(days=WEEK - 1)
    with_scores = pd.merge_asof(weeks, _scores(ledger, rubric), on=DATE, direction="forward", tolerance=soon)
    return complete(with_scores.assign(**{PERSON: person}), rubric)


def _scores(ledger: Ledger, rubric: Rubric) -> pd.DataFrame:
    """LinkedIn's own scores that have a date, oldest first, in an activity frame's columns."""
    dated = sorted((score for score in ledger.scores if score.on), key=lambda score: score.on)
    numbers = [{official(part): points for part, points in own_numbers(score).items()} for score in dated]
    table = pd.DataFrame(numbers, columns=list(official_columns(rubric)), dtype=float)
    return table.assign(**{DATE: pd.Series([score.on for score in dated], dtype=_DAYS)})


def _by_week(window: Window, flow: Flow, first: pd.Timestamp) -> pd.Series:
    """The flow's amount in each week that is seen from Monday to Sunday; NaN where no event of it tells."""
    days = window.covered(flow.kinds[0], since=first)
    seen = _monday(days).value_counts()
    found = window.on(days, *flow.kinds)
    sums = found[flow.column].groupby(_monday(pd.DatetimeIndex(found[AT]))).sum(min_count=1)
    return sums.reindex(seen.index[seen == WEEK].sort_values(), fill_value=0.0)


def _monday(at: pd.DatetimeIndex) -> pd.DatetimeIndex:
    return at.normalize() - pd.to_timedelta(at.day_of_week, unit="D")
