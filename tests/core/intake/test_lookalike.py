"""Look-alike files of every year against what their invented members really did."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date

import pytest

from sample_data.lookalike import analytics, archive, score_page
from sample_data.lookalike.lives import DAY, KEPT, Habits, Member, draw
from sample_data.lookalike.truth import Figure, truth
from ssi_core.intake.ledger import Ledger
from ssi_core.intake.measure import Measured, measure
from ssi_core.intake.member import read_member
from tests.bench.fuzz import faults

END = {
    2016: date(2016, 11, 3),
    2018: date(2018, 1, 31),
    2021: date(2021, 6, 20),
    2022: date(2022, 2, 28),
    2023: date(2023, 7, 14),
    2024: date(2024, 2, 29),
    2025: date(2025, 12, 31),
    2026: date(2026, 10, 15),
}
KEPT_OPEN = {"endorsements_received", "recommendations_received", "acceptance_rate"}  # what has pending ones
LATEST = 2026
NOT_READ = {*archive.PRIVATE, "coach_messages.csv"}
TWIN = "Endorsement Received Info.csv"  # its rows stand in Endorsement_Received_Info.csv as well


@pytest.fixture(scope="module")
def member() -> Member:
    return draw(7, END[LATEST])


def same(measured: Measured, true: dict[str, Figure]) -> None:
    assert set(measured.activities) == set(true)
    for name, value in measured.activities.items():
        known = true[name]
        assert (name, value.numerator) == (name, known.numerator)
        assert (name, value.denominator) == (name, known.denominator and pytest.approx(known.denominator))
        assert (name, value.value) == (name, pytest.approx(known.value))
        assert name not in KEPT_OPEN or (name, value.pending) == (name, known.pending)


def drop(parts: Iterable[tuple[str, bytes]], member: Member) -> Ledger:
    """Whatever is dropped, every row is accounted for and no text leaves the reader."""
    ledger = read_member(parts)
    assert faults(ledger, member) == []
    return ledger


def undamaged(files: dict[str, bytes], member: Member) -> Ledger:
    ledger = drop(files.items(), member)
    assert not any(finding.rows for file in ledger.files for finding in file.findings)
    return ledger


@pytest.mark.parametrize(("year", "seed"), [*((year, 1) for year in archive.YEARS), (2018, 2), (2024, 3), (2026, 4)])
def test_every_years_archive_tells_the_truth(year, seed):
    member = draw(seed, END[year])
    ledger = drop([("Complete_LinkedInDataExport.zip", archive.archive(member, year))], member)
    for days in (30, 90, 365, None):
        same(measure(ledger, days), truth(member, year, days))
    read = {file.name.rpartition("/")[2]: file for file in ledger.files if file.kind not in ("private", "other")}
    assert {name: file.rows for name, file in read.items()} == {
        name: len(sheet.rows) for name, sheet in archive.sheets(member, year).items() if name not in NOT_READ
    }
    assert not any(finding.rows for name, file in read.items() if name != TWIN for finding in file.findings)


@pytest.mark.parametrize("year", archive.YEARS)
def test_what_a_basic_archive_lacks_is_unseen_and_not_zero(year):
    member = draw(3, END[year])
    ledger = drop([("Basic.zip", archive.archive(member, year, basic=True, folder="Export/"))], member)
    measured = measure(ledger)
    same(measured, truth(member, year, basic=True))
    assert {"posts", "comments_made", "reactions_and_shares", "people_searches"} <= set(measured.unseen)


@pytest.mark.parametrize("year", [2018, 2022, 2024, 2026])
def test_loose_files_are_as_good_as_the_archive(year):
    member = draw(4, END[year])
    ledger = drop(archive.files(member, year).items(), member)
    same(measure(ledger), truth(member, year))


@pytest.mark.parametrize("year", [2023, 2026])
def test_a_file_is_recognised_by_its_header_whatever_it_is_called(member, year):
    files = archive.files(draw(7, END[year]), year)
    wanted = ("Shares.csv", "Comments.csv", "Reactions.csv", "Invitations.csv", "messages.csv", "Connections.csv")
    ledger = drop([(f"download ({n}).csv", files[name]) for n, name in enumerate(wanted)], member)
    known = truth(draw(7, END[year]), year)
    gone = {"endorsements_received", "recommendations_received", "profile_completeness", "people_searches"}
    measured = measure(ledger)
    assert set(measured.activities) == set(known) - gone
    assert measured.activities["messages_sent"].numerator == known["messages_sent"].numerator
    if year == LATEST:
        assert measured.activities["acceptance_rate"].value == pytest.approx(known["acceptance_rate"].value)


def test_two_parts_of_one_export_are_one(member):
    parts = [*archive.files(member, LATEST).items()]
    zips = [(f"Part{n}.zip", archive.zipped(dict(parts[n::2]))) for n in (0, 1)]
    same(measure(drop(zips, member)), truth(member, LATEST))


@pytest.mark.parametrize("newest_first", [True, False])
def test_overlapping_archives_count_everything_once(newest_first):
    older, newer = END[2025] - 100 * DAY, END[2025]
    whole = draw(9, newer, kept=KEPT + 100)
    zips = [
        (f"Complete_LinkedInDataExport_{day:%m-%d-%Y}.zip", archive.archive(shown, 2025))
        for day, shown in ((older, whole.until(older)), (newer, whole.until(newer)))
    ]
    ledger = drop(zips[::-1] if newest_first else zips, whole)
    for days in (90, 365):
        same(measure(ledger, days), truth(whole, 2025, days))


def test_the_same_archive_twice_adds_nothing(member):
    data = archive.archive(member, LATEST)
    same(measure(drop([("a.zip", data), ("a (1).zip.zip", data)], member)), truth(member, LATEST))


EXCEL = {
    "short": lambda number, at: f"{at:%d-%b-%y}",
    "mixed": lambda number, at: f"{at:%d-%b-%y}".lower() if number % 2 else f"{at:%d %b %Y}",
    "day first": lambda number, at: f"{at:%d/%m/%Y %H:%M}",
    "month first": lambda number, at: f"{at.month}/{at.day}/{at.year} {at:%H:%M}",
    "iso": lambda number, at: f"{at:%Y-%m-%d}",
}


@pytest.mark.parametrize(
    ("dates", "encoding", "by"),
    [
        ("short", "cp1252", ";"),
        ("short", "utf-16", "\t"),
        ("mixed", "utf-8-sig", ";"),
        ("mixed", "cp1252", ","),
        ("day first", "cp1252", ";"),
        ("month first", "utf-8", ","),
        ("iso", "cp1252", ";"),
    ],
)
def test_what_excel_makes_of_the_files_is_still_read(member, dates, encoding, by):
    known, made = truth(member, LATEST), archive.sheets(member, LATEST)
    names = ("Connections.csv", "Shares.csv", "Comments.csv", "Reactions.csv")
    files = {name: archive.resaved(made[name], EXCEL[dates], encoding, by) for name in names}
    measured = measure(undamaged(files, member))
    for activity in ("posts", "comments_made", "reactions_and_shares", "target_connections", "connections"):
        missing = sum(row.at.date() > member.end - 90 * DAY for row in member.reposts)  # their file is not among them
        expected = known[activity].numerator - missing * (activity == "reactions_and_shares")
        assert (activity, measured.activities[activity].numerator) == (activity, expected)


@pytest.mark.parametrize("above", [(), ("Notes:", "When exporting, some e-mails are missing, sorry", "")])
@pytest.mark.parametrize(("encoding", "by"), [("cp1252", ";"), ("utf-8-sig", ",")])
def test_the_notes_above_the_connections_may_be_gone_or_saved_by_excel(member, encoding, by, above):
    sheet = archive.sheets(member, LATEST)["Connections.csv"]
    data = archive.resaved(sheet, EXCEL["short"], encoding, by, above)
    measured = measure(undamaged({"c.csv": data}, member))
    assert measured.activities["connections"].value == len(member.connections)


def test_basic_and_complete_archive_of_one_day_are_one_export(member):
    zips = [(f"{basic}.zip", archive.archive(member, LATEST, basic)) for basic in (True, False)]
    same(measure(drop(zips, member)), truth(member, LATEST))


def test_messages_alone_tell_who_the_member_is(member):
    measured = measure(undamaged({"m.csv": archive.files(member, LATEST)["messages.csv"]}, member))
    true = truth(member, LATEST)
    same(measured, {name: true[name] for name in ("messages_sent", "reply_rate", "replied_within_a_day")})


@pytest.mark.parametrize(("year", "language"), [(2023, "en"), (2024, "pt"), (2025, "en"), (2026, "pt"), (2026, "en")])
def test_analytics_of_every_year_and_language(year, language):
    member = draw(5, END[year])
    data = analytics.workbook(member, year, language)
    ledger = drop([("Content.xlsx", data)], member)
    true = truth(member, year, analytics=True)
    same(measure(ledger), {name: true[name] for name in ("engagement_received", "followers_gained")})
    both = drop([("all.zip", archive.archive(member, year)), ("analytics.xlsx", data)], member)
    for days in (30, 365):
        same(measure(both, days), truth(member, year, days, analytics=True))


@pytest.mark.parametrize("without", ["DISCOVERY", "ENGAGEMENT", "TOP POSTS", "FOLLOWERS", "DEMOGRAPHICS"])
def test_analytics_with_a_missing_sheet(member, without):
    shows = {"ENGAGEMENT": {"followers_gained"}, "FOLLOWERS": {"engagement_received"}}
    true = truth(member, LATEST, analytics=True)
    measured = measure(drop([("a.xlsx", analytics.workbook(member, LATEST, "pt", without=[without]))], member))
    same(measured, {name: true[name] for name in shows.get(without, {"followers_gained", "engagement_received"})})


@pytest.mark.parametrize("form", [score_page.as_json, score_page.page, lambda m: score_page.page(m, portuguese=True)])
def test_the_score_page_beside_an_archive(member, form):
    ledger = drop([("a.zip", archive.archive(member, LATEST)), ("score.txt", form(member).encode())], member)
    assert ledger.official is not None
    assert list(ledger.official.pillars.values()) == pytest.approx(list(member.score.pillars), abs=0.001)
    assert ledger.official.total == pytest.approx(member.score.total, abs=0.51)
    assert not ledger.official.doubt
    same(measure(ledger), truth(member, LATEST))


def test_who_did_nothing_has_zeros_where_files_say_so():
    idle = draw(6, END[LATEST], habits=Habits(*[(0.01, 0.01)] * 11))
    measured = measure(drop([("a.zip", archive.archive(idle, LATEST))], idle), 30)
    same(measured, truth(idle, LATEST, 30))
    assert measured.activities["posts"].value == 0


def test_a_private_file_is_listed_and_not_read(member):
    ledger = drop([("a.zip", archive.archive(member, LATEST))], member)
    kinds = {file.name.rpartition("/")[2]: file for file in ledger.files if file.kind == "private"}
    assert set(kinds) == archive.PRIVATE
    assert all(file.rows == file.used == 0 and file.notes for file in kinds.values())


def test_only_what_is_asked_for_is_taken_out_of_the_zip(member):
    """Garbage in place of the private files' bytes goes unnoticed, because nobody looks."""
    with zipfile.ZipFile(io.BytesIO(archive.archive(member, LATEST))) as source:
        parts = {name: b"\xff\xfe\x00" if name in archive.PRIVATE else source.read(name) for name in source.namelist()}
    same(measure(drop([("a.zip", archive.zipped(parts))], member)), truth(member, LATEST))


def test_as_of_an_earlier_day_only_what_had_happened_counts(member):
    day = member.end - 60 * DAY
    measured = measure(drop([("a.zip", archive.archive(member, LATEST))], member), 90, as_of=day)
    window = [row for row in member.comments if day - 90 * DAY < row.at.date() <= day]
    assert measured.activities["comments_made"].numerator == len(window)
    assert measured.activities["connections"].value == sum(row.at.date() <= day for row in member.connections)
