"""One person over months: what moved beyond noise and why, habits kept, the streak, band edges reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from ssi_core.coaching.panel import LATELY
from ssi_core.i18n import _
from ssi_core.rubric import Activity, Band, Rubric, load
from ssi_core.scoring import part as column
from ssi_core.scoring import score
from ssi_core.scoring.bands import NOISE, distance, next_band, whole
from ssi_core.scoring.frame import DATE, GROUP, PERSON, complete, official
from ssi_core.wording import day

TOTAL = "total"
NEWS = 2.0  # points of the total; a smaller change is no news: four weeks move it as much without any reason (method)
HALF = 0.5  # of what was planned, from which on a habit is half kept
WEEK, SUNDAY = timedelta(weeks=1), timedelta(days=6)

Source = Literal["estimate", "official"]
News = Literal["up", "down", "no news"]
Since = Mapping[tuple[pd.Timestamp, str], pd.Timestamp]  # by a snapshot's day and an activity's id


@dataclass(frozen=True)
class Change:
    """A score of one day against that of an earlier one, in points. part: TOTAL or a pillar's id.

    doing: what comes from activities known on both days, where those known on one alone are taken to have been the same
    on the other; of LinkedIn's own score all of it. learnt, lost: ids of activities known on the later day alone, and
    on the earlier one alone.
    """

    part: str
    since: date
    on: date
    before: float
    now: float
    doing: float
    learnt: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        return self.now - self.before

    @property
    def answering(self) -> float:
        """How much of it comes from knowing other activities, not from doing more or less."""
        return self.points - self.doing

    @property
    def news(self) -> News:
        """Which way it moved by what was done, if by more than noise."""
        return news(self.doing, self.part)


@dataclass(frozen=True)
class Course:
    """One score over time. part: TOTAL or a pillar's id.

    series: date, points, low and high (the estimate's 80 % range, LinkedIn's own twice) of the known ones, by date.
    last: the newest against the one before. quarter: the newest against the last one before this quarter, None where it
    is older itself. None where there is nothing to compare with.
    """

    part: str
    source: Source
    series: pd.DataFrame
    last: Change | None
    quarter: Change | None

    @property
    def now(self) -> float | None:
        return None if self.series.empty else float(self.series["points"].iloc[-1])

    @property
    def on(self) -> date | None:
        """The day of the newest."""
        return None if self.series.empty else self.series[DATE].iloc[-1].date()


@dataclass(frozen=True)
class Milestone:
    """A band reached for the first time. by_doing: not only because more was known from then on."""

    band: Band
    source: Source
    on: date
    by_doing: bool


@dataclass(frozen=True)
class Progress:
    """What became of one person.

    rows: the scored rows, one a date, oldest first. estimate, own: the courses by TOTAL and pillar id.
    habits: week (its Monday), activity, amount, planned, share (amount / planned, at most 1) and kept ("yes", "half",
    "no"), of all that was planned. weeks: by week how many habits were planned, kept and half kept, and the share kept,
    a half one for a half. streak: weeks in a row with a check-in, up to this week or the last; best_streak: the most.
    milestones: in the order they were reached.
    """

    rows: pd.DataFrame
    today: date
    rubric: Rubric
    estimate: Mapping[str, Course]
    own: Mapping[str, Course]
    habits: pd.DataFrame
    weeks: pd.DataFrame
    streak: int
    best_streak: int
    milestones: tuple[Milestone, ...]

    def next_band(self, source: Source) -> tuple[Band, int] | None:
        """The band above the newest total and the whole points to it; None at the top or where there is none."""
        now = (self.own if source == "official" else self.estimate)[TOTAL].now
        above = None if now is None else next_band(now, self.rubric)
        return above and (above, distance(now, above))


def with_check_ins(
    frame: pd.DataFrame, check_ins: pd.DataFrame, rubric: Rubric | None = None, since: Since | None = None
) -> pd.DataFrame:
    """One person's activity frame with a row more for each check-in, on its week's Sunday, by date.

    check_ins: week (its Monday), activity, amount, as store.plans.check_ins_of gives them. since: from which day on an
    amount holds that a snapshot only took over from an earlier one. A row is the snapshot before it with what the
    check-ins since then say: of what one has the newest, of what one does and of rates the mean of the last LATELY,
    where those that are missing count as the snapshot says. One week alone would tell of holidays: in the sample team
    a week's estimate is off LinkedIn's by 5.1 points beyond a person's usual gap, four weeks' by 1.2.
    LinkedIn's own scores and results are the snapshots' only; one with nothing else begins nothing anew. Weeks that end
    before the first snapshot make no row: the few activities told would stand against all that it knows.
    """
    rubric = rubric or load()
    rows = {row[DATE]: row for row in frame.dropna(subset=DATE).sort_values(DATE).to_dict("records")}
    snapshots = {on: row for on, row in rows.items() if any(pd.notna(row[i]) for i in rubric.ids)}
    said, first = _by_activity(check_ins, rubric), min(snapshots, default=pd.Timestamp.min)
    sundays = {end for amounts in said.values() for end in amounts if end > first}
    for on in {*snapshots, *sundays}:
        day = max((each for each in snapshots if each <= on), default=None)
        amounts = _amounts(on, day, snapshots.get(day, {}), said, rubric, since or {})
        rows[on] = rows.get(on, {}) | amounts | {DATE: on}
    return complete(pd.DataFrame([rows[day] for day in sorted(rows)]), rubric)


def _by_activity(check_ins: pd.DataFrame, rubric: Rubric) -> dict[str, dict[pd.Timestamp, float]]:
    """For each activity the amounts by Sunday, in their order."""
    known = check_ins[check_ins["activity"].isin(rubric.ids)].dropna(subset="amount").sort_values("week")
    sundays = known["week"] + SUNDAY
    return {
        activity: dict(zip(sundays[some.index], some["amount"], strict=True))
        for activity, some in known.groupby("activity")
    }


def _amounts(
    on: pd.Timestamp,
    day: pd.Timestamp | None,
    snapshot: Mapping,
    said: Mapping[str, Mapping],
    rubric: Rubric,
    since: Since,
) -> dict:
    """What is done as of a day, of whom. day: the newest snapshot's, None without one."""
    row = {name: snapshot[name] for name in (PERSON, GROUP, *rubric.ids) if name in snapshot}
    for activity, amounts in said.items():
        begin = None if day is None else since.get((day, activity), day)
        later = [amount for end, amount in amounts.items() if (begin is None or end > begin) and end <= on]
        row[activity] = _amount(rubric.by_id[activity], later, row.get(activity, np.nan))
    return row


def _amount(activity: Activity, said: list[float], snapshot: float) -> float:
    """What is done nowadays, by the amounts said since the snapshot, oldest first."""
    if not said:
        return snapshot
    recent = said[-LATELY:]
    if activity.kind == "stock":
        return recent[-1]
    return float(np.nanmean([*recent, *[snapshot] * (LATELY - len(recent))]))


def progress(scored: pd.DataFrame, check_ins: pd.DataFrame, today: date, rubric: Rubric | None = None) -> Progress:
    """What became of one person up to today.

    scored: a scored activity frame of one person, a row a date, all scored with the same rubric, so that a change of
    the rubric is no change of theirs; undated rows don't count. A row later than today, of a week that is not over,
    counts as today's, with LinkedIn's own score of today. check_ins: as store.plans.check_ins_of gives them.
    """
    rubric = rubric or load()
    rows, begin = _rows(scored, today), quarter_start(today)
    compare = _Comparing(rows, rubric)
    parts = (TOTAL, *rubric.pillar_ids)
    estimate, own = (
        {part: _course(part, source, compare, begin) for part in parts} for source in ("estimate", "official")
    )
    habits = _habits(check_ins)
    streak, best = _streaks(check_ins["week"], today)
    reached = [*_reached(estimate[TOTAL], compare), *_reached(own[TOTAL], compare)]
    milestones = tuple(sorted(reached, key=lambda one: (one.on, one.band.low)))
    return Progress(rows, today, rubric, estimate, own, habits, _weeks(habits), streak, best, milestones)


def news(points: float, part: str = TOTAL) -> News:
    """The verdict on a change: "no news" under NEWS, of a pillar under half of it.

    Four pillars that move by chance, each by itself, move their sum twice as far as one of them.
    """
    if abs(points) + NOISE < (NEWS if part == TOTAL else NEWS / 2):
        return "no news"
    return "up" if points > 0 else "down"


def quarter_start(today: date) -> date:
    """The first day of the calendar quarter."""
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)


def in_words(found: Progress) -> list[str]:
    """What the page says first: LinkedIn's own score, the estimate, how they stand against the quarter's beginning."""
    known = [course for course in (found.own[TOTAL], found.estimate[TOTAL]) if course.now is not None]
    if not known:
        return [_("Nothing is kept yet.")]
    sentences = [_standing(course, found) for course in known]
    names = {"official": _("LinkedIn's own score"), "estimate": _("the estimate")}
    earlier = [course for course in known if course.quarter and course.quarter != course.last]
    if earlier:
        listed = "; ".join(f"{names[course.source]} {moved(course.quarter, found.today)}" for course in earlier)
        sentences.append(_("The quarter so far: {scores}.").format(scores=listed))
    if not any(course.last for course in known):
        sentences.append(change_shows())
    return sentences


def _standing(course: Course, found: Progress) -> str:
    """ "The estimate: 44, up 3 since 2 November." """
    name = _("LinkedIn's own score") if course.source == "official" else _("The estimate")
    figure = str(whole(course.now))
    if course.on != found.rows[DATE].iloc[-1].date():
        figure = _("{points} on {day}").format(points=figure, day=day(course.on, found.today))
    if course.last is None:
        return f"{name}: {figure}."
    return f"{name}: {figure}, {moved(course.last, found.today)}."


def moved(change: Change, today: date) -> str:
    """ "up 3 since 2 November", "+6 since 2 November (+4 because more is known now, +2 by what you do)" """
    since, points = day(change.since, today), whole(change.now) - whole(change.before)
    if answering := whole(change.answering):
        doing = _("no news in what you do")
        if change.news != "no news":
            doing = _("{points} by what you do").format(points=signed(points - answering))
        words = _("{points} since {day} ({answering} because {why} now, {doing})")
        figures = {"points": signed(points), "answering": signed(answering)}
        return words.format(day=since, why=_known_now(change), doing=doing, **figures)
    if change.news == "no news":
        return _("no news since {day} (under {points:g} points)").format(day=since, points=NEWS)
    words = _("up {points} since {day}") if change.news == "up" else _("down {points} since {day}")
    return words.format(points=abs(points), day=since)


def moved_in_short(change: Change) -> tuple[str, str]:
    """How far, and why where that isn't by what was done alone, else ""; ("+24", "because more is known")."""
    points, answering = whole(change.now) - whole(change.before), whole(change.answering)
    if not answering:
        return (_("no news") if change.news == "no news" else signed(points)), ""
    words = _("because {why}") if change.news == "no news" else _("{answering} because {why}")
    return signed(points), words.format(answering=signed(answering), why=_known_now(change))


def change_shows() -> str:
    """What stands in place of a change where there is none to tell of yet."""
    return _("Change shows from the week after your first snapshot.")


def signed(points: int) -> str:
    """ "+3", "−3" """
    return f"{points:+d}".replace("-", "−")


def _known_now(change: Change) -> str:
    if change.learnt and change.lost:
        return _("other things are known")
    return _("more is known") if change.learnt else _("less is known")


def _rows(scored: pd.DataFrame, today: date) -> pd.DataFrame:
    dated = scored.dropna(subset=DATE).sort_values(DATE, kind="stable")
    days = dated[DATE].dt.normalize().clip(upper=pd.Timestamp(today))
    return dated.assign(**{DATE: days}).groupby(DATE, as_index=False).last()


class _Comparing:
    """Changes between rows of a scored frame."""

    def __init__(self, rows: pd.DataFrame, rubric: Rubric) -> None:
        self.rows, self.rubric = rows, rubric
        self.known = rows.reindex(columns=rubric.ids).notna()
        self._alike: dict[tuple[int, int], pd.DataFrame] = {}

    def change(self, course: pd.DataFrame, part: str, source: Source, before: int, now: int) -> Change:
        """Between two rows of a series, by their index."""
        days, points = (course.loc[[before, now], name] for name in (DATE, "points"))
        doing, learnt, lost = float(points[now] - points[before]), (), ()
        if source == "estimate" and (self.known.loc[before] != self.known.loc[now]).any():
            alike = self._rescored(before, now)[part]
            doing = float(alike.iloc[1] - alike.iloc[0])
            learnt, lost = self._only(now, before, part), self._only(before, now, part)
        ends = (day.date() for day in days)
        return Change(part, *ends, float(points[before]), float(points[now]), doing, learnt, lost)

    def _only(self, here: int, there: int, part: str) -> tuple[str, ...]:
        """Activities of the part that are known here and not there."""
        only = self.known.loc[here] & ~self.known.loc[there]
        return tuple(a.id for a in self.rubric.activities if only[a.id] and part in (TOTAL, a.pillar))

    def _rescored(self, before: int, now: int) -> pd.DataFrame:
        """Both rows, each with what only the other one knows."""
        if (before, now) not in self._alike:
            both = self.rows.loc[[before, now], list(self.rubric.ids)]
            self._alike[before, now] = score(both.bfill().ffill(), self.rubric)
        return self._alike[before, now]


def _course(part: str, source: Source, compare: _Comparing, begin: date) -> Course:
    series = _series(compare.rows, part, source, compare.rubric)
    last = quarter = None
    if len(series) > 1:
        last = compare.change(series, part, source, *series.index[-2:])
    old = series[DATE] < pd.Timestamp(begin)
    if old.any() and not old.iloc[-1]:
        quarter = compare.change(series, part, source, series.index[old][-1], series.index[-1])
    return Course(part, source, series, last, quarter)


def _series(rows: pd.DataFrame, part: str, source: Source, rubric: Rubric) -> pd.DataFrame:
    """Date, points, low and high, where known; to estimate a pillar takes the rubric's `place_from` of its weight."""
    if source == "official":
        points = rows.get(official(part), pd.Series(np.nan, rows.index)).astype(float)
        return pd.DataFrame({DATE: rows[DATE], "points": points, "low": points, "high": points}).dropna()
    pillar = "" if part == TOTAL else part
    known = rows[column(pillar, "known")]
    placed = known >= rubric.unknown.place_from if pillar else known > 0
    ends = {end: rows[column(pillar, end)] for end in ("low", "high")}
    return pd.DataFrame({DATE: rows[DATE], "points": rows[part], **ends})[placed]


def _reached(course: Course, compare: _Comparing) -> list[Milestone]:
    """Bands that the total reached after its first day.

    An estimate has reached one when the middle of its range has, too: bounds may hold the estimate off the middle.
    """
    series, found = course.series, []
    middles = np.minimum(series["points"], (series["low"] + series["high"]) / 2).map(whole)
    for band in compare.rubric.bands:
        above = np.flatnonzero(middles >= band.low)
        if len(above) and above[0] > 0:
            before, now = series.index[above[0] - 1], series.index[above[0]]
            change = compare.change(series, TOTAL, course.source, before, now)
            by_doing = whole(change.before + change.doing) >= band.low
            found.append(Milestone(band, course.source, change.on, by_doing))
    return found


def _habits(check_ins: pd.DataFrame) -> pd.DataFrame:
    planned = check_ins[check_ins["planned"] > 0].reset_index(drop=True)
    share = (planned["amount"] / planned["planned"]).clip(0, 1)
    kept = np.select([share >= 1 - NOISE, share >= HALF - NOISE], ["yes", "half"], "no")
    return planned.assign(share=share, kept=pd.Series(kept, planned.index, dtype="str"))


def _weeks(habits: pd.DataFrame) -> pd.DataFrame:
    by_week = habits.assign(whole=habits["kept"] == "yes", half=habits["kept"] == "half").groupby("week")
    weeks = by_week.agg(planned=("kept", "size"), kept=("whole", "sum"), half=("half", "sum")).reset_index()
    return weeks.assign(share=(weeks["kept"] + HALF * weeks["half"]) / weeks["planned"])


def _streaks(weeks: pd.Series, today: date) -> tuple[int, int]:
    """Weeks in a row with a check-in: up to this week, which may still miss one, or the last; and the most ever."""
    this_week = pd.Timestamp(today - timedelta(days=today.weekday()))
    mondays = {week for week in weeks if week <= this_week}
    streak = best = 0
    for monday in sorted(mondays):
        streak = streak + 1 if monday - WEEK in mondays else 1
        best = max(best, streak)
    is_current = bool(mondays & {this_week, this_week - WEEK})
    return (streak if is_current else 0), best
