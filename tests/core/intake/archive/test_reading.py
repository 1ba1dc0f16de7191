from datetime import date

import pytest

from ssi_core.intake.archive.moments import DAY
from ssi_core.intake.archive.reading import Export
from ssi_core.intake.ledger import Ledger, Seen
from ssi_core.intake.member import read_member
from tests.core.intake.member_files import comments, reactions, table, zipped


def seen(ledger: Ledger) -> dict[str, tuple[date | None, date]]:
    return {one.kind: (one.start, one.end) for one in ledger.seen}


def test_all_files_of_an_export_are_seen_until_its_newest_date():
    ledger = read_member(
        [("a.zip", zipped({"Comments.csv": comments("2026-01-02"), "Reactions.csv": reactions("2026-05-04")}))]
    )
    assert seen(ledger) == {"comment": (None, date(2026, 5, 4)), "reaction": (None, date(2026, 5, 4))}
    assert ledger.seen[0] == Seen("comment", "a.zip/Comments.csv", None, date(2026, 5, 4))


def test_a_file_without_rows_is_seen_and_says_why_it_is_empty():
    ledger = read_member([("Comments.csv", comments()), ("Reactions.csv", reactions("2026-05-04"))])
    assert seen(ledger)["comment"] == (None, date(2026, 5, 4))
    assert ledger.files[0].notes[-1] == "LinkedIn has none of these on record."


def test_a_file_of_which_nothing_was_understood_is_not_seen():
    ledger = read_member([("Comments.csv", comments("2026-13-01")), ("Reactions.csv", reactions("2026-05-04"))])
    assert seen(ledger).keys() == {"reaction"}
    assert (ledger.files[0].rows, ledger.files[0].used) == (1, 0)


@pytest.mark.parametrize(("sent", "start"), [("5/1/26", date(2025, 12, 5)), ("9/1/25", date(2025, 9, 1))])
def test_linkedin_keeps_invitations_for_months_only(sent, start):
    row = ("Me", "Bo", f"{sent}, 5:57 AM", "", "OUTGOING", "", "")
    ledger = read_member([("i.csv", table("Invitations.csv", row)), ("Reactions.csv", reactions("2026-05-04"))])
    assert seen(ledger)["invitation"] == (start, date(2026, 5, 4))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (Export("05-04-2026"), Export("05-04-2026", {"shares"}, 9), True),
        (Export("", {"shares"}, 0), Export("", {"comments"}, 31 * DAY), True),
        (Export("", {"shares"}, 0), Export("", {"comments"}, 32 * DAY), False),
        (Export("", {"shares"}, 0), Export("", {"shares", "comments"}, 0), False),
        (Export("", set(), None), Export("", {"shares"}, 0), False),
    ],
)
def test_which_downloads_are_parts_of_one(one, other, together):
    assert one.goes_with(other) is other.goes_with(one) is together


def test_parts_share_their_end_and_exports_do_not():
    def ends(*days: str) -> list[date]:
        files = (comments(days[0]), reactions(days[1]))
        zips = [(f"{n}.zip", zipped({f"{n}.csv": file})) for n, file in enumerate(files)]
        return [one.end for one in read_member(zips).seen]

    assert ends("2026-05-04", "2026-05-20") == [date(2026, 5, 20)] * 2
    assert ends("2026-01-04", "2026-05-20") == [date(2026, 1, 4), date(2026, 5, 20)]


def test_columns_are_found_by_their_names_and_dates_in_the_order_that_the_column_shows():
    data = b"Link;Type;Date\nhttps://x/1;LIKE;03/04/2026 10:00\nhttps://x/2;LIKE;25/04/2026 10:00\n"
    ledger = read_member([("r.csv", data)])
    assert (ledger.files[0].start, ledger.files[0].end) == (date(2026, 4, 3), date(2026, 4, 25))


def test_rows_that_break_are_found_by_their_place():
    ledger = read_member([("r.csv", reactions("2026-05-04") + b"2026-05-05 08:00:00,LIKE,https://x/5,and,more\n")])
    assert [(f.row, f.value, f.rows) for f in ledger.files[0].findings] == [(3, "", 1)]
    assert (ledger.files[0].rows, ledger.files[0].used) == (2, 1)


def test_a_renamed_private_file_is_not_read_below_its_header():
    ledger = read_member([("numbers.csv", b"Extension,Number,Type\n,0170,Mobile\n")])
    assert (ledger.files[0].kind, ledger.files[0].rows) == ("private", 0)


def test_recommendations_need_a_name_that_tells_received_from_given():
    data = table("Recommendations_Received.csv", ("A", "B", "C", "D", "Good", "12/24/23, 05:28 AM", "VISIBLE"))
    ledger = read_member([("r.csv", data), ("Recommendations_Received.csv", data)])
    assert [(file.kind, file.used) for file in ledger.files] == [
        ("recommendations", 0),
        ("recommendations_received", 1),
    ]
    assert "received from given" in ledger.files[0].findings[0].problem


def test_follows_are_read_and_said_to_count_for_nothing():
    ledger = read_member([("f.csv", table("Company Follows.csv", ("Acme", "Wed Jun 16 06:56:05 UTC 2021")))])
    assert (ledger.files[0].used, ledger.files[0].end, len(ledger.events)) == (1, date(2021, 6, 16), 0)
    assert "target" in ledger.files[0].notes[-1]


def test_a_checklist_needs_both_headline_and_job():
    person = ("Ana", "L", "", "", "", "CEO at Acme", "", "Software", "", "Ghent", "", "", "")
    files = [("Profile.csv", table("Profile.csv", person))]
    files.append(("Positions.csv", table("Positions.csv", ("Acme", "CEO", "Runs it", "", "2020", ""))))
    ledger = read_member(files)
    assert dict(ledger.profile) == {"headline": False, "about": False, "place": True, "job": True, "history": False}
    assert set(ledger.profile_files) == {"Profile.csv", "Positions.csv"}
