"""Which days a ledger shows, and what happened on them."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.intake.ledger import Seen
from ssi_core.intake.window import Window
from tests.core.intake.ledgers import END, daily, happened, ledger, seen

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_a_file_that_goes_back_all_the_way_shows_every_day_asked_for():
    window = Window(ledger([happened("post", "2026-09-20")], seen("post")), 90)

    days = window.covered("post")
    assert (days.min(), days.max(), len(days)) == (pd.Timestamp("2026-07-03"), pd.Timestamp(END), 90)


def test_where_all_days_are_asked_for_they_begin_with_the_first_event_of_the_kind():
    window = Window(ledger([happened("post", "2026-09-01 10:00"), happened("vote", "2020-01-01")], seen("post")))

    assert window.covered("post").min() == pd.Timestamp("2026-09-01")
    assert window.covered("post", since=pd.Timestamp("2026-08-31")).min() == pd.Timestamp("2026-08-31")


def test_a_kind_that_never_happened_is_seen_since_anything_did():
    window = Window(ledger([happened("vote", "2026-09-21")], seen("post")))

    assert len(window.covered("post")) == 10


def test_a_gap_between_two_files_is_not_seen():
    old = seen("follower", start=date(2026, 7, 1), end=date(2026, 7, 10), file="old.xlsx")
    new = seen("follower", start=date(2026, 9, 1), file="new.xlsx")
    window = Window(ledger([daily("follower", "2026-07-01", 92)], old + new), 90)

    days = window.covered("follower")
    assert len(days) == 8 + 30
    assert len(window.on(days, "follower")) == 38
    assert window.files("follower") == ("old.xlsx", "new.xlsx")


@given(st.lists(st.tuples(st.none() | DAYS, DAYS), max_size=4), st.integers(1, 400), DAYS)
def test_covered_days_are_those_that_a_file_shows_and_that_are_asked_for(periods, days, as_of):
    window = Window(ledger([], [Seen("post", "Shares.csv", *period) for period in periods]), days, as_of)

    asked = [as_of - timedelta(days=back) for back in range(days)]
    shown = {day for day in asked for start, end in periods if (start is None or start <= day) and day <= end}
    assert [day.date() for day in window.covered("post")] == sorted(shown)


def test_the_end_is_the_newest_day_of_a_file_else_of_an_event():
    events = [happened("post", "2026-09-20 23:00", None)]
    assert Window(ledger(events, seen("post", end=date(2026, 9, 25)))).end == date(2026, 9, 25)
    assert Window(ledger(events, [])).end == date(2026, 9, 20)
    assert Window(ledger([], [])).end is None
    assert Window(ledger(events, []), as_of=END).end == END


def test_young_invitations_don_t_tell():
    sent = happened("invitation", "2026-09-02 23:59", "2026-09-03", "2026-09-29", hits=[1, 1, 0])
    told, pending = Window(ledger([sent], seen("invitation")), 90).told("invitation")

    assert (told["at"].dt.day.tolist(), pending) == ([2], 2)
