from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.coaching.over_time import QUIET_DAYS, over_time
from ssi_core.coaching.team import score_team
from ssi_core.intake.files import read_files
from ssi_core.intake.team import read_team
from ssi_core.rubric import load
from ssi_core.samples import load_bytes
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete, points

RUBRIC = load()
UNKNOWN = float("nan")
TODAY = date(2026, 11, 22)


def totals(*rows: tuple) -> pd.DataFrame:
    """(person, day, estimate, LinkedIn's own, group), as members may see them; the last three may be left out."""
    filled = [(*row, *(UNKNOWN, UNKNOWN, "")[len(row) - 2 :]) for row in rows]
    frame = pd.DataFrame(filled, columns=["person", "date", "total", "official_total", "group"])
    return frame.assign(date=pd.to_datetime(frame["date"]), low=frame["total"], high=frame["total"])


def weekly(*scores: float, person: str = "Ada", start: str = "2026-09-07") -> list[tuple]:
    """LinkedIn's own score of one person, week by week from a Monday."""
    return [(person, day, UNKNOWN, each) for day, each in zip(_mondays(start, len(scores)), scores, strict=True)]


def _mondays(start: str, count: int) -> pd.DatetimeIndex:
    return pd.date_range(start, periods=count, freq="7D")


def of(*rows: tuple, today: date = TODAY):
    return over_time(totals(*rows), today, RUBRIC)


def own(found) -> pd.DataFrame:
    return found.mean[found.mean["source"] == "official"].reset_index(drop=True)


@pytest.fixture(scope="module")
def panel():
    tables, _refused = read_files([("team_panel.csv", load_bytes("team_panel"))])
    return score_team(read_team(tables, RUBRIC).frame, RUBRIC).scored


@pytest.mark.parametrize(("gap", "by"), [(1, "week"), (7, "week"), (10, "week"), (30, "month"), (91, "date")])
def test_periods_follow_the_rows(gap, by):
    days = [date(2026, 1, 1) + timedelta(days=gap * n) for n in range(6)]
    assert of(*[("Ada", day, 40.0) for day in days]).by == by


def test_a_period_holds_what_was_last_known_in_it():
    found = of(("Ada", "2026-11-02", 30, 40), ("Ada", "2026-11-04", 50), ("Ada", "2026-11-10", 50, 44))
    assert found.rows["period"].dt.date.tolist() == [date(2026, 11, 2), date(2026, 11, 9)]
    assert found.rows[["estimate", "official"]].values.tolist() == [[50, 40], [50, 44]]


def test_the_mean_is_of_active_people_and_the_change_of_those_in_both():
    found = own(of(*weekly(40, 43), *weekly(20, person="Bo"), *weekly(90, person="Cy", start="2026-09-14")))
    assert found["mean"].tolist() == [30, pytest.approx((43 + 20 + 90) / 3)]
    assert found[["active", "carried", "both"]].values.tolist() == [[2, 0, 0], [3, 1, 1]]
    assert found["change"].tolist() == [pytest.approx(UNKNOWN, nan_ok=True), 3]


def test_who_has_no_row_counts_for_four_weeks_more():
    found = own(of(*weekly(*[40] * 7), *weekly(20, person="Bo")))
    assert found["active"].tolist() == [2, 2, 2, 2, 2, 1, 1]


def test_own_scores_and_estimates_never_share_a_line():
    found = of(("Ada", "2026-11-02", 30, 40), ("Bo", "2026-11-02", 50))
    assert found.mean[["source", "mean", "active"]].values.tolist() == [["estimate", 40, 2], ["official", 40, 1]]
    assert found.source == "official"
    assert of(("Ada", "2026-11-02", 30, 40), ("Bo", "2026-11-02", 50), ("Cy", "2026-11-02", 50)).source == "estimate"


def test_one_week_off_does_not_move_an_estimate():
    found = of(
        *[("Ada", day, total) for day, total in zip(_mondays("2026-09-07", 5), (40, 42, 5, 41, 43), strict=True)]
    )
    assert found.rows["estimate"].tolist() == [40, 41, 40, 40.5, 41.5]


def test_the_median_week_is_closer_to_linkedin_s_own_than_a_single_one(panel):
    def off(estimate):
        gap = (estimate - official).loc[:, official.columns[4:]]
        return gap.sub(gap.mean(axis=1), axis=0).abs().stack().mean()

    official, single = (panel.pivot(index="person", columns="date", values=c) for c in ("official_total", "total"))
    steady = over_time(panel, TODAY, RUBRIC).rows.pivot(index="person", columns="date", values="estimate")
    assert off(steady) < 2.2 < 4.8 < off(single)


def test_totals_alone_show_the_same(panel):
    full = over_time(panel, TODAY, RUBRIC)
    seen = over_time(panel[["person", "group", "date", "total", "low", "high", "official_total"]], TODAY, RUBRIC)
    pd.testing.assert_frame_equal(full.mean, seen.mean)
    pd.testing.assert_frame_equal(full.groups, seen.groups)
    columns = ["person", "source", "before", "now", "change", "news"]
    pd.testing.assert_frame_equal(full.movers(date(2026, 4, 1))[columns], seen.movers(date(2026, 4, 1))[columns])


def test_movers_stand_on_both_sides_of_the_day():
    found = of(*weekly(40, 41, 45), *weekly(30, 31, 26, person="Bo"), *weekly(50, 51, person="Cy"),
               *weekly(20, person="Di", start="2026-09-21"), *weekly(33, 33, 34, person="Ed"))  # fmt: skip
    moved = found.movers(date(2026, 9, 20))
    assert moved[["person", "before", "now", "change", "news"]].values.tolist() == [
        ["Ada", 41, 45, 4, "up"],
        ["Ed", 33, 34, 1, "no news"],
        ["Bo", 31, 26, -5, "down"],
    ]
    assert moved["start"].dt.date.unique().tolist() == [date(2026, 9, 14)]


def test_a_move_is_between_scores_of_one_kind():
    found = of(("Ada", "2026-09-07", 30, 40), ("Ada", "2026-11-02", 38),
               ("Bo", "2026-09-07", 30, 40), ("Bo", "2026-11-02", 38, 39))  # fmt: skip
    moved = found.movers(date(2026, 9, 30)).set_index("person")
    assert moved.loc["Ada", ["source", "change"]].tolist() == ["estimate", 8]
    assert moved.loc["Bo", ["source", "change"]].tolist() == ["official", -1]


def test_an_estimate_that_knows_more_says_so():
    ids = dict(zip(RUBRIC.ids, [1.0] * len(RUBRIC.ids), strict=True))
    rows = [{"person": "Ada", "date": "2026-09-07", "posts": 1.0}, {"person": "Ada", "date": "2026-11-02"} | ids,
            {"person": "Bo", "date": "2026-09-07"} | ids, {"person": "Bo", "date": "2026-11-02"} | ids]  # fmt: skip
    found = over_time(score(complete(pd.DataFrame(rows), RUBRIC), RUBRIC), TODAY, RUBRIC)
    assert found.movers(date(2026, 9, 30)).set_index("person")["same_answers"].to_dict() == {"Ada": False, "Bo": True}


def test_the_quarter_s_board_begins_anew():
    found = of(("Ada", "2026-09-21", UNKNOWN, 70), ("Ada", "2026-10-26", UNKNOWN, 71),
               ("Bo", "2026-09-21", UNKNOWN, 30), ("Bo", "2026-10-26", UNKNOWN, 36),
               ("Cy", "2026-10-26", UNKNOWN, 99), ("Di", "2026-09-21", UNKNOWN, 50),
               ("Ed", "2026-08-24", UNKNOWN, 20), ("Ed", "2026-10-26", UNKNOWN, 26))  # fmt: skip
    board = found.quarter_board
    assert board.since == date(2026, 10, 1)
    assert board.ranked[["rank", "person"]].values.tolist() == [[1, "Bo"], [1, "Ed"], [3, "Ada"]]
    assert (board.new, board.unseen) == (("Cy",), ("Di",))
    assert board.mean("official") == (pytest.approx((1 + 6 + 6) / 3), 3)
    assert board.mean("estimate")[1] == 0


def test_who_sends_nothing_while_others_do_is_quiet():
    found = of(*weekly(40, 40, 40, 40), *weekly(30, person="Bo"), *weekly(30, 30, person="Cy"))
    assert found.quiet[["person", "why", "since"]].values.tolist() == [["Bo", "no row", pd.Timestamp("2026-09-07")]]
    assert (pd.Timestamp("2026-09-28") - found.quiet["since"][0]).days == QUIET_DAYS
    assert of(*weekly(40), today=date(2027, 5, 1)).quiet.empty, "nobody has newer ones"


def active(**weeks: list[float]) -> pd.DataFrame:
    """People who comment so much week by week."""
    rows = [
        {"person": name, "date": day, "comments_made": amount}
        for name, amounts in weeks.items()
        for day, amount in zip(_mondays("2026-09-07", len(amounts)), amounts, strict=True)
    ]
    return score(complete(pd.DataFrame(rows), RUBRIC), RUBRIC)


def test_who_does_much_less_than_usual_for_two_weeks_is_quiet():
    frame = active(Ada=[10, 12, 9, 10, 10, 0, 1], Bo=[10, 12, 9, 10, 10, 10, 0], Cy=[0] * 7, Di=[10, 9, 10, 9, 0, 0, 9],
                   Ed=[10, 12, 9, 10, 0, 0, 0])  # fmt: skip
    quiet = over_time(frame, TODAY, RUBRIC).quiet
    assert quiet[["person", "why"]].values.tolist() == [["Ada", "little"], ["Ed", "little"]]
    assert quiet["since"].dt.date.tolist() == [date(2026, 10, 12), date(2026, 10, 5)]
    assert 0 < quiet["share"][0] < 0.25
    assert quiet["share"][1] == 0


def test_a_holiday_of_a_week_is_no_quiet(panel):
    """In the sample team one person and week in eleven is off; two in a row happen once."""
    direct = [points(a.id) for a in RUBRIC.activities if a.kind == "flow" and not a.earned]
    weeks = sorted(panel["date"].unique())
    off = (panel[direct].sum(axis=1) == 0).sum()
    said = [over_time(panel[panel["date"] <= week], TODAY, RUBRIC).quiet for week in weeks[8::3]]
    assert off > 20
    assert sum(map(len, said)) <= 1


def test_groups_by_the_newest_that_each_has():
    found = of(("Ada", "2026-11-02", UNKNOWN, 40, "North"), ("Ada", "2026-11-09", UNKNOWN, 42, "South"),
               ("Bo", "2026-11-02", UNKNOWN, 20, "South"), ("Cy", "2026-11-02", UNKNOWN, 50))  # fmt: skip
    assert found.groups[["group", "mean", "active"]].values.tolist() == [["South", 30, 2], ["South", 31, 2]]


@pytest.mark.parametrize("column", ["person", "date", "total"])
def test_rows_of_nobody_no_day_or_no_total_do_not_count(column):
    frame = totals(("Ada", "2026-11-02", 40), ("Bo", "2026-11-02", 50))
    frame.loc[1, column] = None
    assert over_time(frame, TODAY, RUBRIC).rows["person"].tolist() == ["Ada"]


def test_nothing_is_nothing():
    found = over_time(totals().astype({"person": "str", "group": "str"}), TODAY, RUBRIC)
    assert [len(each) for each in (found.mean, found.groups, found.quiet, found.quarter_board.ranked)] == [0, 0, 0, 0]


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.floats(0, 100)), min_size=1), st.randoms())
def test_neither_order_nor_a_row_twice_matters(rows, random):
    known = {(person, week): total for person, week, total in rows}
    told = [(person, _mondays("2026-09-07", 10)[week], UNKNOWN, total) for (person, week), total in known.items()]
    shuffled = random.sample([*told, told[0]], len(told) + 1)
    one, other = of(*told), of(*shuffled)
    pd.testing.assert_frame_equal(one.mean, other.mean)
    low, high = min(known.values()), max(known.values())
    assert one.mean["mean"].between(np.nextafter(low, -1), np.nextafter(high, 101)).all()
    assert (one.mean["active"] <= len({person for person, _ in known})).all()
