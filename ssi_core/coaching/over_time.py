"""A team over months: the mean per active person, who moved, the quarter's board, who has gone quiet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from ssi_core.coaching.panel import LATELY
from ssi_core.coaching.progress import Source, news, quarter_start
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import DATE, GROUP, PERSON, official, points

By = Literal["week", "month", "date"]
SOURCES: Sequence[Source] = ("estimate", "official")
WEEKLY, MONTHLY = 10, 45  # days between a person's rows, in the median, up to which the periods are weeks, months
STILL = timedelta(weeks=LATELY)  # so long somebody without a row stays active
ALIKE = 0.1  # of the weight: with so much more or less known, an estimate moves by that
QUIET_DAYS = 21  # without a row while others have newer ones: three uploads missed; a holiday is one or two
QUIET_SHARE = 0.25  # of one's usual activity
QUIET_WEEKS = 2  # so low in a row: once in 252 weeks of the sample team's people; single weeks are, 25 times


@dataclass(frozen=True)
class QuarterBoard:
    """Who moved how far since the quarter began.

    since: its first day. ranked: as `OverTime.movers`, with rank, 1 the best; equals share one. new: people without a
    total before it to compare with. unseen: people with a start and nothing since.
    """

    since: date
    ranked: pd.DataFrame
    new: tuple[str, ...]
    unseen: tuple[str, ...]

    def mean(self, source: str) -> tuple[float, int]:
        """The mean change by a source, NaN where nobody has one, and of how many people."""
        change = self.ranked.loc[self.ranked["source"] == source, "change"]
        return change.mean(), len(change)


@dataclass(frozen=True)
class OverTime:
    """What became of a team. Never a sum over people: teams of any size compare by means per active person.

    by: what a period is, a "week", a "month" or a "date" as it stands. rows: one for each person and period, oldest
    first: person, group (the newest that the person has), period (its first day), date (of the newest row in it),
    estimate and official (totals, points), known (share of the weight that is known, NaN where not told).
    A week's estimate is the median of the person's last LATELY weeks (`_steadied`).
    quiet: who has gone quiet, the latest first: person, group, why ("no row": none for QUIET_DAYS while others have
    newer ones; "little": under QUIET_SHARE of what they did in the LATELY weeks before, for QUIET_WEEKS or more, which
    weekly activity shows and totals don't), since (the last row's day, or the first such week) and share of the usual
    (NaN without rows).
    """

    by: By
    today: date
    rows: pd.DataFrame
    quiet: pd.DataFrame

    @cached_property
    def mean(self) -> pd.DataFrame:
        """One row a source ("estimate", "official") and period with a row, oldest first.

        Columns: source, period, mean (points per active person), active (people), carried (those of them without a row
        in it, who count with their last one, at most STILL old); and like for like, as other people are no change: both
        (people with a row both in it and in the period before) and change (the mean of theirs, NaN without any).
        """
        everybody = pd.Series("", self.rows[PERSON].unique())
        return self._means(everybody).drop(columns=GROUP)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The same by group, with a column group first; everybody counts in the group that is theirs by now."""
        groups = self.rows.drop_duplicates(PERSON).set_index(PERSON)[GROUP]
        return self._means(groups[groups != ""])

    def _means(self, groups: pd.Series) -> pd.DataFrame:
        found = pd.concat([_means(self.rows, source, groups) for source in SOURCES])
        return found.sort_values([GROUP, "source", "period"], ignore_index=True)

    @property
    def source(self) -> Source:
        """The total to show first: LinkedIn's own where at least half of the newest period's active people have it."""
        newest = self.mean[self.mean["period"] == self.mean["period"].max()].set_index("source")["active"]
        own, estimated = (int(newest.get(source, 0)) for source in ("official", "estimate"))
        return "official" if own * 2 >= max(estimated, 1) else "estimate"

    def movers(self, since: date) -> pd.DataFrame:
        """Everybody's newest total against their last one up to a day, most up first; only people with both.

        Columns: person, group, source (LinkedIn's own where both ends are known, else the estimate), start and end
        (days), before, now, change (points), news ("up", "down" or "no news") and same_answers: whether about as much
        was known on both days; if not, an estimate's change says little.
        """
        early = self.rows[DATE] <= pd.Timestamp(since)
        ends = [_ends(self.rows[early], self.rows[~early], source) for source in reversed(SOURCES)]
        both = pd.concat(ends).drop_duplicates(PERSON)
        change, apart = both["now"] - both["before"], (both["known_now"] - both["known_before"]).abs()
        verdicts = pd.Series([news(points) for points in change], both.index, dtype="str")
        alike = (both["source"] == "official") | ~(apart > ALIKE)
        found = both.assign(change=change, news=verdicts, same_answers=alike)
        found = found.drop(columns=["known_before", "known_now"])
        return found.sort_values(["change", PERSON], ascending=[False, True], ignore_index=True)

    @cached_property
    def quarter_board(self) -> QuarterBoard:
        """The board of today's quarter; each begins anew."""
        begin = quarter_start(self.today)
        movers = self.movers(begin - timedelta(days=1))
        rank = movers["change"].round(1).rank(method="min", ascending=False).astype(int)
        early = self.rows[DATE] < pd.Timestamp(begin)
        before, now = (set(rows[PERSON]) for rows in (self.rows[early], self.rows[~early]))
        new, unseen = (tuple(sorted(who)) for who in (now - set(movers[PERSON]), before - now))
        return QuarterBoard(begin, movers.assign(rank=rank), new, unseen)


def over_time(scored: pd.DataFrame, today: date, rubric: Rubric | None = None) -> OverTime:
    """A team's course up to its newest row.

    scored: a scored activity frame of several dates, or person, group, date, total and official_total alone. Rows
    without a date, a name or a total don't count. today: says which quarter it is.
    """
    tidy = _tidy(scored, rubric or load())
    by = _by(tidy)
    rows = _by_period(tidy, by)
    quiet = _gone(rows)
    if by == "week":
        low = _low(_weeks(rows, "activity"), rows)
        quiet = pd.concat([quiet, low[~low[PERSON].isin(quiet[PERSON])]])
        rows = _steadied(rows)
    quiet = quiet.sort_values(["since", PERSON], ascending=[False, True], ignore_index=True)
    return OverTime(by, today, rows.drop(columns="activity"), quiet)


def _tidy(scored: pd.DataFrame, rubric: Rubric) -> pd.DataFrame:
    """Person, group, date, estimate, official, known and the points of what is done each week, by date."""
    unknown = pd.Series(np.nan, scored.index)
    known, own = (scored.get(name, unknown).astype(float) for name in ("known", official("total")))
    direct = [points(a.id) for a in rubric.activities if a.kind == "flow" and not a.earned]
    tidy = pd.DataFrame(
        {
            PERSON: scored[PERSON],
            GROUP: scored[GROUP].fillna(""),
            DATE: pd.to_datetime(scored[DATE]).dt.normalize(),
            "estimate": scored["total"].where(known != 0),
            "official": own,
            "known": known,
            "activity": scored.reindex(columns=direct).sum(axis=1, min_count=1),
        }
    )
    tidy = tidy.dropna(subset=[PERSON, DATE]).dropna(subset=list(SOURCES), how="all")
    return tidy.sort_values(DATE, kind="stable", ignore_index=True)


def _by(tidy: pd.DataFrame) -> By:
    gap = tidy.drop_duplicates([PERSON, DATE]).groupby(PERSON)[DATE].diff().median()
    if gap <= timedelta(days=WEEKLY):
        return "week"
    return "month" if gap <= timedelta(days=MONTHLY) else "date"


def _by_period(tidy: pd.DataFrame, by: By) -> pd.DataFrame:
    """One row a person and period, with what was last known in it."""
    days = {"week": tidy[DATE].dt.day_of_week, "month": tidy[DATE].dt.day - 1, "date": 0}[by]
    rows = tidy.assign(period=tidy[DATE] - pd.to_timedelta(days, unit="D"))
    rows = rows.groupby(["period", PERSON], as_index=False).last()
    groups = rows[rows[GROUP] != ""].drop_duplicates(PERSON, keep="last").set_index(PERSON)[GROUP]
    return rows.assign(**{GROUP: rows[PERSON].map(groups).astype("str").fillna("")})


def _weeks(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row for each calendar week, a column a person, NaN where unknown."""
    return rows.pivot(index="period", columns=PERSON, values=column).asfreq("7D")


def _steadied(rows: pd.DataFrame) -> pd.DataFrame:
    """Each week's estimate as the median of what is known of the person's last LATELY weeks.

    A week off halves an estimate: in the sample team a week's is off LinkedIn's own by 5.1 points beyond the person's
    usual gap, this median by 1.9. The score of mean amounts would be off by 1.2, but takes more than totals, and
    whoever may see no more sees the same figures as all others.
    """
    weeks = _weeks(rows, "estimate")
    steady = weeks.rolling(LATELY, min_periods=1).median().where(weeks.notna()).to_numpy()
    place = weeks.index.get_indexer(rows["period"]), weeks.columns.get_indexer(rows[PERSON])
    return rows.assign(estimate=steady[place])


def _means(rows: pd.DataFrame, source: str, groups: pd.Series) -> pd.DataFrame:
    """By group and period, as `OverTime.groups`. groups: by person; people without one are left out."""
    known = rows[rows[source].notna() & rows[PERSON].isin(groups.index)]
    own, days = (known.pivot(index=PERSON, columns="period", values=name) for name in (source, DATE))
    is_still = days.columns.to_numpy() - days.ffill(axis=1) <= STILL
    active, change = own.ffill(axis=1).where(is_still), own.diff(axis=1)
    figures = {"mean": (active, "mean"), "active": (active, "count"), "carried": (own, "count")}
    figures |= {"both": (change, "count"), "change": (change, "mean")}
    group = groups.reindex(own.index).rename(GROUP)
    found = pd.DataFrame({name: grid.groupby(group).agg(how).stack() for name, (grid, how) in figures.items()})
    counts = found[["active", "carried", "both"]].fillna(0).astype(int)
    counts["carried"] = counts["active"] - counts["carried"]
    found = found.assign(**counts)[counts["active"] > 0].reset_index()
    found.insert(1, "source", source)
    return found


def _ends(before: pd.DataFrame, after: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The last known of a source by person, of earlier and of later rows."""
    early, late = (rows.dropna(subset=source).drop_duplicates(PERSON, keep="last") for rows in (before, after))
    names = {DATE: "start", source: "before", "known": "known_before"}
    starts = early[[PERSON, *names]].rename(columns=names)
    names = {DATE: "end", source: "now", "known": "known_now"}
    ends = late[[PERSON, GROUP, *names]].rename(columns=names)
    both = ends.merge(starts, on=PERSON).assign(source=source)
    return both[[PERSON, GROUP, "source", "start", "end", "before", "now", "known_before", "known_now"]]


def _gone(rows: pd.DataFrame) -> pd.DataFrame:
    """People without a row for QUIET_DAYS or longer, while others have newer ones."""
    newest = rows.drop_duplicates(PERSON, keep="last")
    gone = newest[rows[DATE].max() - newest[DATE] >= timedelta(days=QUIET_DAYS)]
    return gone[[PERSON, GROUP]].assign(why="no row", since=gone[DATE], share=np.nan)


def _low(weeks: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """People whose weeks lie under QUIET_SHARE of their own usual ever since one of them, for QUIET_WEEKS or more.

    weeks: activity in points, a row a calendar week, a column a person.
    """
    done, since, share = weeks.to_numpy(), {}, {}
    for first in range(LATELY, len(weeks) - QUIET_WEEKS + 1):
        before, after = done[first - LATELY : first], done[first:]
        usual = np.where(np.isfinite(before).all(axis=0), before.mean(axis=0), np.nan)
        is_low = (after < QUIET_SHARE * usual) | np.isnan(after)
        found = is_low.all(axis=0) & (np.isfinite(after).sum(axis=0) >= QUIET_WEEKS) & np.isfinite(after[0])
        for place in np.flatnonzero(found):
            person = weeks.columns[place]
            since.setdefault(person, weeks.index[first])
            share.setdefault(person, float(np.nanmean(after[:, place]) / usual[place]))
    groups = rows.drop_duplicates(PERSON).set_index(PERSON)[GROUP]
    quiet = pd.DataFrame({PERSON: list(since), "since": list(since.values()), "share": list(share.values())})
    return quiet.assign(**{GROUP: quiet[PERSON].map(groups), "why": "little"})
