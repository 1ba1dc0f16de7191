"""Nothing that a member's files say of people reaches what is kept, shown or logged."""

import logging
import pickle

import pytest

from ssi_core.intake.ledger import Ledger
from ssi_core.intake.measure import frame, measure
from ssi_core.intake.member import read_member
from tests.core.intake.member_files import HEADERS, table, zipped

CANARIES = (
    "Wilhelmina", "Quackenbush", "in/wquack", "quack@example.org", "+32 471 99 88 77", "0471 998877",
    "Zanzibar Widgets", "Grand Poobah", "meet me at midnight", "April Zebra", "urn:li:share:4242424242",
)  # fmt: skip
PARTS = ("wquack", "example", "998877", "Zanzibar", "Poobah", "midnight", "Zebra", "4242424242")
FIRST, LAST, URL, MAIL, PHONE, BARE, COMPANY, TITLE, TEXT, MONTH, POST = CANARIES


def rows(name: str) -> list[tuple[str, ...]]:
    """A good row of the file, and one with a canary in every cell, also in those of dates."""
    day = "2026-05-04 08:00:00"
    good = {
        "Connections.csv": (FIRST, LAST, f"https://www.linkedin.com/{URL}", MAIL, COMPANY, TITLE, "17 Jun 2021"),
        "Shares.csv": (day, f"https://x/{POST}", TEXT, f"https://x/{URL}", "", "MEMBER_NETWORK"),
        "Comments.csv": (day, f"https://x/{POST}", TEXT),
        "Reactions.csv": (day, "LIKE", f"https://x/{POST}"),
        "Invitations.csv": (FIRST, LAST, "5/4/26, 5:57 AM", TEXT, "OUTGOING", f"https://x/{URL}", f"https://x/{URL}"),
        "messages.csv": ("1", TEXT, FIRST, URL, LAST, URL, f"{day} UTC", TEXT, TEXT, "INBOX", "", "No"),
        "Endorsement_Received_Info.csv": (day, TITLE, FIRST, LAST, URL, "ACCEPTED"),
        "Recommendations_Received.csv": (FIRST, LAST, COMPANY, TITLE, TEXT, "12/24/23, 05:28 AM", "VISIBLE"),
        "Profile.csv": (FIRST, LAST, LAST, BARE, "", TITLE, TEXT, COMPANY, "", MONTH, "", MAIL, PHONE),
        "Positions.csv": (COMPANY, TITLE, TEXT, MONTH, "2020", ""),
        "SearchQueries.csv": (day, f"{FIRST} {LAST}"),
        "Company Follows.csv": (COMPANY, "Wed Jun 16 06:56:05 UTC 2021"),
        "PhoneNumbers.csv": ("", PHONE, "Mobile"),
    }  # fmt: skip
    if name not in good:
        return [(TITLE,) * len(HEADERS[name].split(","))]
    width = len(good[name])
    return [good[name], *((canary,) * width for canary in CANARIES), (TEXT,) * (width + 2)]


FILES = {name: table(name, *rows(name)) for name in HEADERS}


def told(ledger: Ledger) -> list[str]:
    measured = measure(ledger)
    frames = ledger.events.to_csv() + frame(measured, official=ledger.official).to_csv()
    kept = repr(ledger) + repr(measured) + frames + pickle.dumps(ledger).decode("latin-1")
    return [canary for canary in (*CANARIES, *PARTS) if canary in kept]


def spoilt(data: bytes) -> list[bytes]:
    return [
        data.replace(b",", b";"),
        data.replace(b'"', b"'"),
        data[: len(data) * 2 // 3],
        data.decode().encode("utf-16"),
    ]


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert not [canary for canary in CANARIES if canary in caplog.text]


def test_an_archive_tells_nothing_of_anybody(log, capfd):
    ledger = read_member([("export.zip", zipped(FILES)), *FILES.items()])
    assert len(ledger.events) > 10
    assert any(finding.rows for file in ledger.files for finding in file.findings)
    assert told(ledger) == []
    assert measure(ledger).activities.keys() >= {"posts", "connections", "profile_completeness"}
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", HEADERS)
def test_nor_do_spoilt_or_headless_files(name, log):
    headless = FILES[name].partition(b"\n")[2]
    ledger = read_member((f"{n}.csv", data) for n, data in enumerate([*spoilt(FILES[name]), headless]))
    assert told(ledger) == []


@pytest.mark.parametrize(
    "form", ["{}", '{{"{}": 1}}', '{{"memberScore": {{"overall": "{}"}}}}', "date,ssi\n{},33\n2026-01-01,{}\n"]
)
def test_nor_do_scores(form, log):
    for canary in CANARIES:
        assert told(read_member([("score.txt", form.format(canary, canary).encode())])) == []


def test_what_stood_in_a_date_is_shown_only_if_it_is_one():
    data = table("Reactions.csv", ("2026-02-31 08:00:00", "LIKE", "x"), (f"{FIRST} 12", "LIKE", "x"))
    (file,) = read_member([("r.csv", data)]).files
    assert [finding.value for finding in file.findings] == ["2026-02-31 08:00:00", ""]
