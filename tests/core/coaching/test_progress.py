from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.coaching.progress import (
    NEWS,
    TOTAL,
    in_words,
    moved_in_short,
    news,
    progress,
    quarter_start,
    with_check_ins,
)
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.bands import whole
from ssi_core.scoring.frame import complete

RUBRIC = load()
UNKNOWN = float("nan")
TODAY = date(2026, 11, 22)  # a Sunday
GOLDEN = [70, 2, 20, 1, 5, 8, 15, 4, 2, 4, 5, 10, 20, 1, 5, 14, 500, 8, 30, 10, 50]  # method, section 1: 54.92


def frame(*rows: dict, **all_know) -> pd.DataFrame:
    """Rows of the golden case, with what each has otherwise."""
    golden = dict(zip(RUBRIC.ids, map(float, GOLDEN), strict=True)) | all_know
    return complete(pd.DataFrame([golden | row for row in rows], columns=None if rows else ["person"]), RUBRIC)


def official(**scores: float) -> pd.DataFrame:
    """Rows with LinkedIn's own total alone, by day; official(d2026_11_02=41)."""
    rows = [{"date": day[1:].replace("_", "-"), "official_total": points} for day, points in scores.items()]
    return frame(*rows, **dict.fromkeys(RUBRIC.ids, UNKNOWN))


def check_ins(*rows: tuple) -> pd.DataFrame:
    """(week, activity, amount, planned)."""
    table = pd.DataFrame(rows, columns=["week", "activity", "amount", "planned"])
    return table.astype({"week": "datetime64[s]", "activity": "str", "amount": float, "planned": float})


def done(*weeks: str) -> pd.DataFrame:
    return check_ins(*[(week, "posts", 1, UNKNOWN) for week in weeks])


def of(rows: pd.DataFrame, said: pd.DataFrame | None = None, today: date = TODAY):
    return progress(score(rows, RUBRIC), check_ins() if said is None else said, today, RUBRIC)


def test_the_newest_against_the_last_and_the_quarter_s_beginning():
    own = of(official(d2026_08_01=36, d2026_09_28=38, d2026_10_30=40, d2026_11_16=41)).own[TOTAL]
    assert (own.now, own.on, own.last.since, own.last.points) == (41, date(2026, 11, 16), date(2026, 10, 30), 1)
    assert (own.quarter.since, own.quarter.before, own.quarter.points) == (date(2026, 9, 28), 38, 3)
    assert (own.last.news, own.quarter.news) == ("no news", "up")


def test_one_snapshot_is_no_change_and_none_is_nothing():
    single, nothing = of(official(d2026_11_02=41)), of(frame())
    assert (single.own[TOTAL].now, single.own[TOTAL].last, single.own[TOTAL].quarter) == (41, None, None)
    assert (nothing.own[TOTAL].now, nothing.own[TOTAL].on, nothing.next_band("official")) == (None, None, None)
    assert (nothing.streak, len(nothing.weeks), nothing.milestones) == (0, 0, ())


def test_without_a_row_in_this_quarter_it_has_no_change():
    assert of(official(d2026_06_01=30, d2026_08_01=40)).own[TOTAL].quarter is None


@pytest.mark.parametrize(
    ("points", "part", "verdict"),
    [
        (NEWS, TOTAL, "up"),
        (1.99, TOTAL, "no news"),
        (-2, TOTAL, "down"),
        (1, "brand", "up"),
        (-0.9, "brand", "no news"),
    ],
)
def test_under_two_points_is_no_news_and_of_a_pillar_under_one(points, part, verdict):
    assert news(points, part) == verdict


def test_what_new_answers_add_is_told_apart_from_what_is_done():
    before = {"date": "2026-11-02", "comments_made": UNKNOWN, "posts": 0.0}
    change = of(frame(before, {"date": "2026-11-16", "posts": 1.0})).estimate[TOTAL].last
    both = score(frame({"posts": 0.0}, {"posts": 1.0}), RUBRIC)["total"]
    assert change.doing == pytest.approx(both[1] - both[0])
    assert change.doing + change.answering == pytest.approx(change.points)
    assert (change.learnt, change.lost) == (("comments_made",), ())


def test_who_only_answers_more_has_no_news():
    few = dict.fromkeys(RUBRIC.ids[5:], UNKNOWN)
    change = of(frame({"date": "2026-11-02", **few}, {"date": "2026-11-16"})).estimate[TOTAL].last
    assert abs(change.points) > NEWS
    assert (change.doing, change.news) == (pytest.approx(0), "no news")


@settings(max_examples=8)
@given(st.lists(st.tuples(*[st.none() | st.floats(0, 60)] * len(RUBRIC.ids)), min_size=2, max_size=2))
def test_doing_and_answering_are_all_of_a_change(amounts):
    values = np.array(amounts, dtype=float)
    rows = [dict(zip(RUBRIC.ids, row, strict=True), date=f"2026-11-0{n + 1}") for n, row in enumerate(values)]
    course = of(frame(*rows)).estimate[TOTAL]
    if course.last:
        assert course.last.doing + course.last.answering == pytest.approx(course.last.points)
        same = (np.isnan(values[0]) == np.isnan(values[1])).all()
        assert not same or course.last.answering == pytest.approx(0, abs=1e-9)


def test_pillars_have_their_own_course_where_enough_is_known():
    brand = dict.fromkeys([a.id for a in RUBRIC.in_pillar("brand")], UNKNOWN)
    rows = frame({"date": "2026-11-02", **brand}, {"date": "2026-11-09"}, {"date": "2026-11-16", "posts": 3.0})
    found = of(rows).estimate
    assert len(found["brand"].series) == 2
    assert found["brand"].last.points == pytest.approx(found[TOTAL].last.points)
    assert found["insights"].last.news == "no news"


def test_a_check_in_makes_a_row_on_its_sunday():
    said = check_ins(("2026-11-09", "posts", 5, 2), ("2026-11-09", "connections", 520, UNKNOWN))
    rows = with_check_ins(frame({"date": "2026-11-01", "posts": 1.0, "official_total": 40.0}), said)
    assert rows["date"].dt.date.tolist() == [date(2026, 11, 1), date(2026, 11, 15)]
    after = rows.iloc[1]
    assert (after["posts"], after["connections"]) == ((5 + 3 * 1) / 4, 520), "one week of the last four; what one has"
    assert after["comments_made"] == 5, "carried from the snapshot"
    assert np.isnan(after["official_total"])


def test_four_check_ins_stand_for_themselves():
    weeks = pd.date_range("2026-10-05", "2026-11-02", freq="7D")
    said = check_ins(*[(week, "posts", n, UNKNOWN) for n, week in enumerate(weeks)])
    rows = with_check_ins(frame({"date": "2026-10-01", "posts": 9.0}), said).set_index("date")["posts"]
    assert rows["2026-11-08"] == (1 + 2 + 3 + 4) / 4


def test_a_newer_snapshot_begins_anew_and_that_of_a_sunday_stands():
    said = check_ins(("2026-10-26", "posts", 0, 1), ("2026-11-02", "posts", 0, 1), ("2026-11-09", "posts", 3, 1))
    rows = with_check_ins(frame({"date": "2026-11-01", "posts": 2.0}, {"date": "2026-11-11", "posts": 2.0}), said)
    assert rows["posts"].tolist() == [2, 6 / 4, 2, 9 / 4]


def test_a_check_in_before_any_snapshot_knows_only_what_it_says():
    rows = with_check_ins(frame(), check_ins(("2026-11-09", "posts", 2, 1)))
    assert rows[list(RUBRIC.ids)].notna().sum(axis=1).tolist() == [1]


def test_a_week_that_is_not_over_counts_as_today():
    wednesday = date(2026, 11, 18)
    rows = with_check_ins(frame({"date": "2026-11-02"}), done("2026-11-16"))
    assert of(rows, today=wednesday).rows["date"].dt.date.tolist() == [date(2026, 11, 2), wednesday]
    rows = with_check_ins(frame({"date": "2026-11-18", "posts": 7.0}), done("2026-11-16"))
    assert of(rows, today=wednesday).rows["posts"].tolist() == [(1 + 3 * 7) / 4], "the later of the two"


def test_todays_own_score_stays_beside_a_later_check_in():
    wednesday = date(2026, 11, 18)
    rows = with_check_ins(frame({"date": "2026-11-18", "posts": 7.0, "official_total": 43.0}), done("2026-11-16"))
    found = of(rows, today=wednesday)
    assert (found.own[TOTAL].now, found.rows["posts"].tolist()) == (43, [(1 + 3 * 7) / 4])


def test_linkedins_own_score_alone_begins_nothing_anew():
    said = check_ins(("2026-10-26", "posts", 4, 1), ("2026-11-02", "posts", 4, 1), ("2026-11-09", "posts", 4, 1))
    first = frame({"date": "2026-10-20", "posts": 0.0})
    own = official(d2026_10_28=41, d2026_11_08=42, d2026_11_11=43)
    alone, between = (of(with_check_ins(rows, said)) for rows in (first, pd.concat([first, own])))
    assert between.estimate[TOTAL].series.values.tolist() == alone.estimate[TOTAL].series.values.tolist()
    assert between.own[TOTAL].series["points"].tolist() == [41, 42, 43]


def test_an_amount_taken_over_from_an_earlier_snapshot_holds_from_there_on():
    rows = frame({"date": "2026-11-01", "posts": 0.0}, {"date": "2026-11-11", "posts": 0.0, "comments_made": 9.0})
    said = check_ins(
        ("2026-11-02", "posts", 4, 1), ("2026-11-09", "posts", 4, 1), ("2026-11-02", "comments_made", 1, 1)
    )
    since = {(pd.Timestamp("2026-11-11"), "posts"): pd.Timestamp("2026-11-01")}
    found = with_check_ins(rows, said, since=since)
    assert found["posts"].tolist() == [0, 1, 1, 2], "the first week goes on to count, once"
    assert found["comments_made"].tolist() == [5, (1 + 3 * 5) / 4, 9, 9], "what was told anew begins anew"


def test_a_week_before_the_first_snapshot_is_no_change():
    rows = with_check_ins(frame({"date": "2026-11-16"}), done("2026-11-09"))
    assert rows["date"].dt.date.tolist() == [date(2026, 11, 16)]
    assert in_words(of(rows))[-1] == "Change shows from the week after your first snapshot."


def test_habits_are_kept_half_kept_or_not():
    said = check_ins(
        ("2026-11-09", "posts", 2, 2), ("2026-11-09", "comments_made", 5, 10), ("2026-11-09", "messages_sent", 1, 10),
        ("2026-11-09", "people_searches", 9, UNKNOWN), ("2026-11-16", "posts", 9, 2),
    )  # fmt: skip
    found = of(frame(), said)
    assert found.habits["kept"].tolist() == ["yes", "half", "no", "yes"]
    assert found.habits["share"].tolist() == [1, 0.5, 0.1, 1]
    assert found.weeks[["planned", "kept", "half", "share"]].values.tolist() == [[3, 1, 1, 0.5], [1, 1, 0, 1]]


@pytest.mark.parametrize(
    ("weeks", "streak", "best"),
    [
        (["2026-11-16", "2026-11-09", "2026-11-02"], 3, 3),
        (["2026-11-09", "2026-11-02"], 2, 2),  # this week is not over
        (["2026-11-02", "2026-10-26"], 0, 2),
        (["2026-11-16", "2026-11-02", "2026-10-26", "2026-10-19"], 1, 3),
        (["2026-11-16", "2026-11-23"], 1, 1),  # next week has not begun
        ([], 0, 0),
    ],
)
def test_the_streak(weeks, streak, best):
    found = of(frame(), done(*weeks))
    assert (found.streak, found.best_streak) == (streak, best)


@settings(max_examples=8)
@given(st.sets(st.integers(0, 60)))
def test_a_streak_is_a_run_of_weeks(ago):
    weeks = [str(TODAY - timedelta(days=6, weeks=n)) for n in ago]
    found = of(frame(), done(*weeks))
    start = next((n for n in (0, 1) if n in ago), None)
    assert found.streak == (0 if start is None else next(n for n in range(62) if start + n not in ago))
    assert found.streak <= found.best_streak <= len(ago)


def test_bands_reached_since_the_first_day():
    found = of(official(d2026_09_01=26, d2026_10_01=50.49, d2026_11_01=50.5, d2026_11_08=49, d2026_11_15=71))
    assert [(one.band.name, one.on) for one in found.milestones] == [
        ("above average", date(2026, 11, 1)),
        ("strong", date(2026, 11, 15)),
    ]
    above, missing = found.next_band("official")
    assert (above.name, missing) == ("excellent", 10)


def test_a_band_reached_by_answers_says_so():
    few = dict.fromkeys(RUBRIC.ids[5:], UNKNOWN)
    (reached,) = of(frame({"date": "2026-11-02", **few, "posts": 0.0}, {"date": "2026-11-16", "posts": 0.0})).milestones
    assert (reached.band.name, reached.source, reached.by_doing) == ("above average", "estimate", False)


@settings(max_examples=8)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=12))
def test_every_band_passed_is_reached_once_on_its_first_day(totals):
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(len(totals))]
    rows = frame(*[{"date": str(d), "official_total": float(t)} for d, t in zip(days, totals, strict=True)])
    found = [one for one in of(rows).milestones if one.source == "official"]
    passed = {band.low for band in RUBRIC.bands if totals[0] < band.low <= max(totals)}
    assert {one.band.low for one in found} == passed
    assert len(found) == len(passed)
    for one in found:
        first = days.index(one.on)
        assert whole(totals[first]) >= one.band.low > max(totals[:first])


def test_the_head_of_the_page_in_words():
    rows = frame({"date": "2026-09-28", "official_total": 36.0, "posts": 1.0},
                 {"date": "2026-11-02", "official_total": 38.0, "posts": 1.0},
                 {"date": "2026-11-16", "official_total": 41.0, "posts": 1.1})  # fmt: skip
    assert in_words(of(rows)) == [
        "LinkedIn's own score: 41, up 3 since 2 November.",
        "The estimate: 55, no news since 2 November (under 2 points).",
        "The quarter so far: LinkedIn's own score up 5 since 28 September; "
        "the estimate no news since 28 September (under 2 points).",
    ]


def test_more_answers_in_words():
    few = dict.fromkeys(RUBRIC.ids[5:], UNKNOWN)
    rows = frame({"date": "2025-11-02", **few}, {"date": "2026-11-16", "posts": 3.0})
    words = "The estimate: 58, +15 since 2 November 2025 (+12 because more is known now, +3 by what you do)."
    assert in_words(of(rows))[0] == words


def test_why_it_moved_in_short():
    few = dict.fromkeys(RUBRIC.ids[5:], UNKNOWN)

    def short(*rows: dict):
        return moved_in_short(of(frame(*rows)).estimate[TOTAL].last)

    before, now = {"date": "2026-11-02"}, {"date": "2026-11-16"}
    assert short(before | few, now) == ("+12", "because more is known")
    assert short(now | few, {"date": "2026-11-18", "posts": 3.0}) == ("+15", "+12 because more is known")
    assert short(before, now | few) == ("−12", "because less is known")
    assert short(before, now) == ("no news", "")
    assert short(before, now | {"posts": 3.0}) == ("+3", "")


def test_little_in_words():
    assert in_words(of(frame())) == ["Nothing is kept yet."]
    assert in_words(of(official(d2026_11_02=41)))[0] == "LinkedIn's own score: 41."
    older = pd.concat([official(d2026_11_02=41), frame({"date": "2026-11-16"})])
    assert in_words(of(older))[0] == "LinkedIn's own score: 41 on 2 November."
    assert in_words(of(older))[-1] == "Change shows from the week after your first snapshot."


@pytest.mark.parametrize(("today", "start"), [("2026-11-22", "2026-10-01"), ("2026-03-31", "2026-01-01")])
def test_quarters_are_the_calendar_s(today, start):
    assert str(quarter_start(date.fromisoformat(today))) == start
