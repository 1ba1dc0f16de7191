"""A ledger by week, month and hour."""

from datetime import date

import pandas as pd
import pytest

from ssi_core.intake.official import Official
from ssi_core.intake.panels import by_hour, by_month, connections_over_time, own_history, weekly
from ssi_core.rubric import load
from tests.core.intake.ledgers import NOTHING, daily, happened, ledger, seen


def test_weeks_count_from_monday_and_are_whole():
    parts = [happened("post", "2026-09-09 10:00", "2026-09-13 23:59", "2026-09-14 00:00", "2026-09-29")]
    weeks = weekly(ledger(parts, seen("post")))

    assert weeks["posts"].to_dict() == {
        pd.Timestamp("2026-09-07"): 2,
        pd.Timestamp("2026-09-14"): 1,
        pd.Timestamp("2026-09-21"): 0,
    }
    assert weeks.index.name == "week"
    assert set(weeks) < set(load().ids)
    assert weeks["comments_made"].isna().all()


def test_weeks_before_the_first_event_of_a_kind_are_zero_where_its_file_goes_back():
    parts = [happened("post", "2026-09-01"), daily("comment", "2026-09-14", 17), daily("follower", "2026-09-14", 17)]
    files = seen("post", "comment") + seen("follower", start=date(2026, 9, 14))
    weeks = weekly(ledger(parts, files))

    assert weeks["comments_made"].tolist() == [0, 0, 7, 7]
    assert weeks["followers_gained"].fillna(-1).tolist() == [-1, -1, 7, 7]


def test_weeks_between_two_files_are_unknown():
    first = seen("follower", start=date(2026, 8, 3), end=date(2026, 8, 16))
    second = seen("follower", start=date(2026, 8, 24), end=date(2026, 9, 6))
    weeks = weekly(ledger([daily("follower", "2026-08-03", 60, count=2)], first + second))["followers_gained"]

    assert weeks.fillna(-1).tolist() == [14, 14, -1, 14, 14]


def test_new_connections_and_decision_makers_by_week():
    met = happened("connection", "2026-09-08", "2026-09-09", "2026-09-15", None, hits=[1, NOTHING, NOTHING, 1])
    weeks = weekly(ledger([met], seen("connection")))

    assert weeks["connections"].tolist() == [2, 1, 0]
    assert weeks["target_connections"].fillna(-1).tolist() == [1, -1, 0]


def test_months_have_rates_and_how_many_they_rest_on():
    sent = happened("invitation", "2026-06-01", "2026-06-30", "2026-08-01", "2026-09-20", hits=[1, 0, 0, 1])
    begun = happened("approach", "2026-06-02", "2026-07-02", hits=[1, NOTHING])
    months = by_month(ledger([sent, begun], seen("invitation", "approach")))

    assert months["month"].dt.month.tolist() == [6, 8]
    assert months["acceptance_rate"].tolist() == [50, 0]
    assert months["invitations"].tolist() == [2, 1]
    assert months["reply_rate"].fillna(-1).tolist() == [100, -1]
    assert months["approaches"].tolist() == [1, 0]


def test_hours_are_those_of_the_time_zone():
    posts = happened("post", "2026-09-28 23:30", "2026-09-27 00:00", None)
    comments = happened("comment", "2026-01-05 08:00")
    reactions = happened("reaction", "2026-09-28 23:30")
    hours = by_hour(ledger([posts, comments, reactions], []), "Europe/Berlin")

    assert hours.shape == (7, 24)
    assert hours.loc[1, 1] == hours.loc[0, 9] == 1
    assert hours.to_numpy().sum() == 2


def test_dates_that_nobody_can_read_are_in_no_week():
    assert weekly(ledger([happened("post", None)], seen("post"))).empty


def test_connections_add_up():
    met = happened("connection", "2026-09-08 10:00", "2020-01-01", "2026-09-08 09:00", None)
    total = connections_over_time(ledger([met], seen("connection")))

    assert total["connections"].tolist() == [1, 3]
    assert total["date"].tolist() == [pd.Timestamp("2020-01-01"), pd.Timestamp("2026-09-08")]


@pytest.mark.parametrize("files", [[], seen("post", "invitation", "connection")])
def test_nothing_read_and_nothing_found_give_empty_panels(files):
    empty = ledger([], files)
    assert weekly(empty).empty
    assert by_month(empty).empty
    assert connections_over_time(empty).empty
    assert by_hour(empty).to_numpy().sum() == 0


def test_a_history_has_the_week_s_flows_the_connections_so_far_and_the_score_soon_after():
    met = happened("connection", "2026-08-01", "2026-09-08", "2026-09-20", None)
    posts = happened("post", "2026-09-09", "2026-09-15", "2026-09-16")
    scores = (
        Official(total=40.0, pillars={"brand": 11.0}, on=date(2026, 9, 13)),
        Official(total=41.0, on=date(2026, 9, 19)),
        Official(total=60.0, on=date(2026, 9, 27)),
        Official(total=99.0),
    )
    files = seen("connection", start=date(2026, 9, 7)) + seen("post")
    rows = own_history(ledger([met, posts], files, scores=scores), "Ana").set_index("date").loc["2026-09-13":]

    assert rows.index.strftime("%d.%m.").tolist() == ["13.09.", "20.09.", "27.09."]
    assert rows["posts"].tolist() == [1, 2, 0]
    assert rows["connections"].tolist() == [2, 3, 3]
    assert rows["official_total"].fillna(-1).tolist() == [40, -1, 60]
    assert rows["official_brand"].fillna(-1).tolist() == [11, -1, -1]
    assert rows["acceptance_rate"].isna().all()
    assert set(rows["person"]) == {"Ana"}


def test_a_history_knows_no_connections_in_weeks_that_no_file_shows():
    met = happened("connection", "2026-08-01", "2026-09-08")
    history = own_history(ledger([met], seen("connection", start=date(2026, 9, 7)) + seen("post")))

    assert history.set_index("date")["connections"].first_valid_index() == pd.Timestamp("2026-09-13")


def test_no_files_no_history():
    assert own_history(ledger([], [])).empty
