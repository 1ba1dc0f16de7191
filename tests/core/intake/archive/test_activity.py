import pytest

from ssi_core.intake.archive.activity import Activity
from ssi_core.intake.archive.events import Events
from ssi_core.intake.archive.layouts import LAYOUTS, named
from ssi_core.intake.archive.tally import Tally
from ssi_core.intake.ledger import HIT, KIND

DAY = "2026-05-04 08:00:00"
ENDORSEMENT = {"endorsementdate": DAY, "skillname": "Sales", "endorserlastname": "L"}


def layout(kind: str):
    found = next(layout for layout in LAYOUTS if kind.startswith(layout.kind))
    return named(found, f"{kind}.csv")


class Read:
    """What Activity makes of files of a kind."""

    def __init__(self, kind: str, *files: list[dict]):
        events = Events()
        activity = Activity(events)
        self.tallies = [Tally(f"{number}.csv", {}) for number in range(len(files))]
        for tally, rows in zip(self.tallies, files, strict=True):
            activity.read(layout(kind), enumerate(rows, 2), tally)
        activity.finish()
        self.events = events.frame()

    @property
    def kinds(self) -> list[str]:
        return self.events[KIND].tolist()

    @property
    def used(self) -> list[int]:
        return [tally.used for tally in self.tallies]


def share(date=DAY, link="", text="hello"):
    return {"date": date, "sharelink": link, "sharecommentary": text}


def test_a_share_without_own_words_is_a_repost():
    read = Read(
        "shares", [share(text="Mine"), share("2026-05-05 08:00:00", text="  "), share("2026-05-06 08:00:00", text="")]
    )
    assert sorted(read.kinds) == ["post", "repost", "repost"]


def test_a_share_is_known_by_its_link_else_by_time_and_text():
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7"
    same = share("2026-05-05 09:00:00", link.replace("%3A", ":") + "/?x=1", "edited")
    assert Read("shares", [share(link=link), same]).used == [1]
    assert Read("shares", [share(), share(text='hello""')]).used == [1]
    assert Read("shares", [share(), share(text="another"), share("2026-05-05 08:00:00")]).used == [3]


@pytest.mark.parametrize(
    ("kind", "row", "other"),
    [
        ("comments", {"date": DAY, "link": "a/b1", "message": "x"}, {"link": "a/b2"}),
        ("comments", {"date": DAY, "link": "a/b1", "message": "x"}, {"message": "y"}),
        ("reactions", {"date": DAY, "type": "LIKE", "link": "a/b1"}, {"type": "PRAISE"}),
        ("instant_reposts", {"date": DAY, "link": "a/b1"}, {"date": "2026-05-04 08:00:01"}),
        ("votes", {"date": DAY, "link": "a/b1", "optiontext": "yes"}, {"optiontext": "no"}),
        ("endorsements", ENDORSEMENT, {"skillname": "IT"}),
        ("endorsements", ENDORSEMENT, {"endorserlastname": "M"}),
        ("recommendations_received", {"creationdate": DAY, "firstname": "A"}, {"firstname": "B"}),
    ],
)  # fmt: skip
def test_the_same_row_counts_once_in_one_file_and_across_files(kind, row, other):
    read = Read(kind, [row, row, row | other], [row | other, row])
    assert read.used == [2, 0]
    assert len(read.events) == 2
    findings = [finding for tally in read.tallies for finding in tally.file_read(kind, 3).findings]
    assert [(finding.row, finding.taken_as, finding.rows) for finding in findings] == [
        (3, "counted once", 1), (2, "counted once", 1), (3, "counted once", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "column", "hits"),
    [
        ("endorsements", "endorsementstatus", {"ACCEPTED": 1, "accepted ": 1, "PENDING": 0, "": 1}),
        ("recommendations_received", "status", {"VISIBLE": 1, "": 1, "PENDING": 0, "HIDDEN": 0}),
    ],
)
def test_what_is_shown_on_the_profile_is_a_hit(kind, column, hits):
    rows = [
        {"endorsementdate": DAY, "creationdate": DAY, "skillname": str(n), "firstname": str(n), column: status}
        for n, status in enumerate(hits)
    ]
    assert Read(kind, rows).events[HIT].tolist() == list(hits.values())


def search(time: str, query: str = "cfo"):
    return {"time": f"2026/05/04 {time} UTC", "searchquery": query}


def test_keystrokes_are_one_search_at_its_first():
    keys = [search("09:01:59", "cf"), search("09:00:00", "c"), search("09:01:00", "cfo"), search("09:03:00", "ceo")]
    read = Read("searches", keys[:2], keys[2:])
    assert read.used == [2, 2]
    assert [f"{at:%H:%M:%S}" for at in read.events["at"]] == ["09:00:00", "09:03:00"]


def test_an_unreadable_date_sets_the_row_aside():
    read = Read("comments", [{"date": "soon", "link": "a/b", "message": "x"}])
    assert (read.used, len(read.events)) == ([0], 0)


def test_given_recommendations_and_follows_are_no_events():
    assert Read("recommendations_given", [{"creationdate": DAY}]).used == [1]
    read = Read("company_follows", [{"followedon": "Wed Jun 16 06:56:05 UTC 2021", "organization": "x"}])
    assert (read.used, len(read.events)) == ([1], 0)
