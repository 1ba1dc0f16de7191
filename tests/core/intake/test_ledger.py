from datetime import date

from ssi_core.intake.ledger import KIND, FileRead, Ledger, events, joined
from ssi_core.intake.official import Official
from tests.core.intake.ledgers import END, happened, ledger, seen

OLDER = date(2025, 9, 30)


def comments(*at: str, end: date = END, **more) -> Ledger:
    return ledger([happened("comment", *at)], seen("comment", end=end), **more)


def test_a_kind_that_both_show_is_taken_from_the_one_that_reaches_further():
    new, old = comments("2026-09-01", "2025-09-01"), comments("2025-09-01", end=OLDER)

    for both in (joined(new, old), joined(old, new)):
        assert len(both.events) == 2
        assert both.seen == new.seen


def test_where_both_reach_as_far_the_later_one_counts():
    assert len(joined(comments("2026-09-01"), comments("2026-09-01", "2026-09-02")).events) == 2


def test_kinds_that_only_one_shows_stay():
    posts = ledger([happened("post", "2025-09-01")], seen("post", end=OLDER))

    both = joined(comments("2026-09-01"), posts)

    assert sorted(both.events[KIND]) == ["comment", "post"]
    assert {shown.kind: shown.end for shown in both.seen} == {"comment": END, "post": OLDER}


def test_files_profile_and_score_of_both_and_of_one_name_the_later():
    before = Ledger(
        (FileRead("a.csv", "skills", 1), FileRead("b.csv", "profile", 1)),
        events(),
        profile={"skills": False, "about": True},
        profile_files=("a.csv", "b.csv"),
        official=Official(30),
    )
    later = Ledger((FileRead("a.csv", "skills", 9),), events(), profile={"skills": True}, profile_files=("a.csv",))

    both = joined(before, later)

    assert [(file.name, file.rows) for file in both.files] == [("b.csv", 1), ("a.csv", 9)]
    assert both.profile == {"skills": True, "about": True}
    assert (both.profile_files, both.official) == (("a.csv", "b.csv"), Official(30))
