"""Figures of ledgers made by hand: counts, weeks, rates, and why something is not seen."""

from datetime import date

import pandas as pd
import pytest

from ssi_core.intake.ledger import Event
from ssi_core.intake.measure import frame, measure
from ssi_core.intake.official import Official
from ssi_core.intake.window import FLOWS
from ssi_core.rubric import load
from tests.core.intake.ledgers import END, NOTHING, daily, happened, ledger, seen

RUBRIC = load()
NOT_IN_FILES = ["profiles_viewed", "days_active", "leads_saved", "accounts_saved", "groups_active"]


def value(activity: str, parts, files, days: int | None = 90, as_of: date | None = None, **more):
    return measure(ledger(parts, files, **more), days, as_of).activities[activity]


def reason(activity: str, parts, files, days: int | None = 90, as_of: date | None = None, **more) -> str:
    return measure(ledger(parts, files, **more), days, as_of).unseen[activity]


def test_every_activity_is_either_measured_or_unseen_with_a_reason():
    measured = measure(ledger([daily("post", "2026-09-01", 5)], seen("post")))

    assert list(measured.activities) == ["posts"]
    assert {*measured.activities, *measured.unseen} == set(RUBRIC.ids)
    assert all(text.endswith(".") and "{" not in text for text in measured.unseen.values())
    assert (measured.as_of, measured.days) == (END, 90)


def test_nothing_read_is_nothing_measured():
    measured = measure(ledger([], []))

    assert (measured.as_of, measured.activities, set(measured.unseen)) == (None, {}, set(RUBRIC.ids))


@pytest.mark.parametrize(("activity", "flow"), FLOWS.items())
def test_a_flow_is_a_count_by_the_weeks_seen(activity, flow):
    events = [daily(kind, "2026-06-01", 122, count=2, hit=1) for kind in flow.kinds]
    measured = value(activity, events, seen(*flow.kinds))

    count = 90 * len(flow.kinds) * (1 if flow.column == "hit" else 2)
    assert (measured.numerator, measured.denominator) == (count, pytest.approx(90 / 7))
    assert measured.value == measured.scored == pytest.approx(count * 7 / 90)
    assert measured.unit == RUBRIC.by_id[activity].unit
    assert measured.from_files == ("export.zip/file.csv",)


def test_the_window_ends_with_as_of_and_leaves_out_its_first_day():
    at = ("2026-06-01 00:00", "2026-06-01 23:59", "2026-06-02 00:00", "2026-06-30 23:59", "2026-07-01 00:00")
    posts = value("posts", [happened("post", *at)], seen("post"), days=29, as_of=date(2026, 6, 30))

    assert (posts.numerator, posts.words) == (2, "2 in 29 days")


def test_a_file_that_covers_a_part_of_the_days_counts_for_these():
    files = seen("engagement", start=date(2026, 9, 1), end=date(2026, 9, 14))
    received = value("engagement_received", [daily("engagement", "2026-08-01", 60, count=3)], files, as_of=END)

    assert (received.numerator, received.denominator, received.value) == (42, 2, 21)
    assert received.words == "42 in the 14 of 90 days that your files cover"


def test_a_file_without_any_event_is_a_true_zero():
    comments = value("comments_made", [], seen("comment"))

    assert (comments.value, comments.words) == (0, "0 in 90 days")


def test_everything_there_is():
    posts = value("posts", [happened("post", "2026-09-17", "2026-09-30 20:00")], seen("post"), days=None)

    assert (posts.value, posts.denominator, posts.words) == (1, 2, "2 in 14 days")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, date(2026, 5, 1), "Shares.csv: ends on 1 May 2026, before these days."),
        (date(2026, 4, 2), date(2026, 5, 1), "Shares.csv: from 2 April 2026 to 1 May 2026, none of these days."),
    ],
)
def test_days_that_a_file_does_not_cover_are_unseen(start, end, words):
    files = seen("post", start=start, end=end, file="Shares.csv")
    assert reason("posts", [daily("post", "2026-04-10", 10)], files, as_of=END) == words


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        ("comments_made", "Add Comments.csv: LinkedIn's complete archive has it, the basic one doesn't."),
        ("reactions_and_shares", "Add Reactions.csv: LinkedIn's complete archive has it, the basic one doesn't."),
        ("connections", "Add Connections.csv from LinkedIn's archive."),
        ("recommendations_received", "Add Recommendations_Received.csv from LinkedIn's archive."),
        ("reply_rate", "Add messages.csv from LinkedIn's archive."),
        ("followers_gained", "Add your analytics: on LinkedIn open your profile, Analytics, Export."),
        ("groups_active", "LinkedIn's files don't show this. Where to look: My Network: Groups."),
    ],
)
def test_the_file_to_add_is_named(activity, words):
    assert reason(activity, [daily("repost", "2026-09-01", 5)], seen("repost")) == words


def test_what_no_file_shows_says_where_to_look():
    unseen = measure(ledger([], [])).unseen
    assert [i for i, text in unseen.items() if text.startswith("LinkedIn's files don't show this")] == sorted(
        NOT_IN_FILES, key=RUBRIC.ids.index
    )


def test_votes_are_no_reactions():
    events = [daily("reaction", "2026-09-01", 10), daily("repost", "2026-09-01", 4), daily("vote", "2026-09-01", 7)]
    assert value("reactions_and_shares", events, seen("reaction", "repost", "vote")).numerator == 14


def test_decision_makers_by_the_titles_that_are_there():
    met = happened("connection", "2026-09-01", "2026-09-02", "2026-09-03", hits=[1, 0, NOTHING])
    measured = value("target_connections", [met], seen("connection"))

    assert (measured.numerator, measured.words) == (1, "1 in 90 days; 1 more show no job title")


def test_without_any_title_decision_makers_are_unseen():
    met = [happened("connection", "2026-09-01")]
    assert reason("target_connections", met, seen("connection")) == (
        "None of your new connections of these days shows a job title."
    )


def test_no_new_connection_is_no_new_decision_maker():
    assert value("target_connections", [happened("connection", "2020-01-01")], seen("connection")).value == 0


def test_connections_are_all_there_are_undated_ones_too():
    met = [happened("connection", "2012-01-01", None, "2026-09-30 22:00", "2026-10-01")]
    connections = value("connections", met, seen("connection"), days=30, as_of=END)

    assert (connections.value, connections.denominator) == (3, None)
    assert connections.words == "3 up to 30 September 2026, 1 of them without a date"


@pytest.mark.parametrize(
    ("activity", "kind"), [("endorsements_received", "endorsement"), ("recommendations_received", "recommendation")]
)
def test_what_others_wrote_counts_once_it_is_shown(activity: str, kind: Event):
    received = value(activity, [happened(kind, "2019-01-01", "2026-09-01", None, hits=[1, 0, 1])], seen(kind))

    assert (received.value, received.pending, received.words) == (2, 1, "2 on your profile, 1 more not shown")


def test_the_profile_is_measured_by_what_the_files_show():
    profile = {"headline": True, "about": False, "job": True, "skills": True}
    measured = value("profile_completeness", [], [], profile=profile, profile_files=("Profile.csv",))

    assert (measured.numerator, measured.denominator, measured.from_files) == (40, 55, ("Profile.csv",))
    assert measured.value == pytest.approx(100 * 40 / 55)
    assert measured.words == "3 of the 4 lines of the profile checklist that your files show"


@pytest.mark.parametrize(("shown", "seen_percent"), [(["headline", "about", "skills"], 40), (["headline", "job"], 30)])
def test_too_little_of_the_profile_is_unseen(shown, seen_percent):
    measured = measure(ledger([], [], profile=dict.fromkeys(shown, True)))

    assert ("profile_completeness" in measured.activities) == (seen_percent >= 40)
    if seen_percent < 40:
        assert measured.unseen["profile_completeness"].startswith("Your files show 30 % of the profile checklist.")


def test_acceptance_leaves_out_the_last_28_days():
    sent = [
        daily("invitation", "2026-08-09", 22, hit=1),
        daily("invitation", "2026-08-06", 3, hit=0),
        daily("invitation", "2026-09-03", 9, hit=1),
    ]
    rate = value("acceptance_rate", sent, seen("invitation"))

    assert (rate.numerator, rate.denominator, rate.pending) == (22, 25, 9)
    assert (rate.value, rate.scored) == (88, pytest.approx(100 * (22 + 3) / (25 + 10)))
    assert (
        rate.words
        == "22 of 25 accepted; 9 more from the last 28 days don't count yet; scored as 71 % (10 average ones added)"
    )
    assert value("invitations_sent", sent, seen("invitation")).numerator == 34


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ([], "You sent no invitation in these days."),
        ([daily("invitation", "2026-09-10", 9, hit=1)], "All your invitations are from the last 28 days"),
        ([daily("invitation", "2026-08-10", 9)], "Your files don't tell who accepted."),
    ],
)
def test_no_acceptance_rate_without_a_denominator(sent, words):
    assert reason("acceptance_rate", sent, seen("invitation")).startswith(words)


def test_one_of_one_is_no_full_reply_rate():
    rate = value("reply_rate", [happened("approach", "2026-09-29", hits=[1])], seen("approach"))

    assert (rate.value, rate.scored) == (100, pytest.approx(100 * 2.5 / 11))
    assert rate.words == "1 of 1 first messages answered; scored as 23 % (10 average ones added)"


def test_no_conversation_begun_is_no_reply_rate():
    assert reason("reply_rate", [], seen("approach")) == "You began no conversation in these days."


def test_answers_within_a_day_take_ten_occasions():
    turns = daily("turn", "2026-09-01", 10, hit=1)
    assert value("replied_within_a_day", [turns], seen("turn")).scored == 100
    assert reason("replied_within_a_day", [turns[:9]], seen("turn")).startswith("Others wrote to you 9 times")


def test_an_activity_frame_of_the_figures():
    events = [happened("approach", "2026-09-29", hits=[1]), daily("post", "2026-07-03", 90)]
    measured = measure(ledger(events, seen("approach", "post")))
    row = frame(measured, "Ana", Official(None, {"brand": 10.0, "finding": 5.0, "insights": 2.0, "relationships": 9.0}))

    assert len(row) == 1
    assert (row["person"][0], row["date"][0]) == ("Ana", pd.Timestamp(END))
    assert (row["posts"][0], row["reply_rate"][0]) == (7, measured.activities["reply_rate"].scored)
    assert row["comments_made"].isna().all()
    assert (row["official_total"][0], row["official_brand"][0]) == (26, 10)


def test_an_activity_frame_of_nothing():
    row = frame(measure(ledger([], [])))
    assert row[list(RUBRIC.ids)].isna().all(axis=None)
    assert row["date"].isna().all()
