import csv
import io
from datetime import date, timedelta

import pytest

from ssi_core.intake.exports import Export, exports_table, split
from ssi_core.intake.files import read_files
from ssi_core.intake.tables import Unreadable
from ssi_core.intake.team import read_team
from ssi_core.rubric import load
from tests.core.intake import test_analytics
from tests.core.intake.packages import zipped

RUBRIC = load()
END = date(2026, 3, 31)
TEAM = b"Name,Posts per week\nCleo,1\n"
ZIP = "Basic_LinkedInDataExport_03-31-2026"


def written(header: str, *rows: tuple) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header.split(","), *rows])
    return text.getvalue().encode()


def connections(many: int) -> bytes:
    days = (f"{END - timedelta(n):%d %b %Y}" for n in range(many))
    rows = (("Vo", f"Nym{n}", f"https://x.example/{n}", "", "Zibble Ltd", "CEO", day) for n, day in enumerate(days))
    return written("First Name,Last Name,URL,Email Address,Company,Position,Connected On", *rows)


def comments(many: int) -> bytes:
    days = (END - timedelta(n % 60) for n in range(many))
    rows = ((f"{day} 08:15:{n % 60:02}", f"https://x.example/{n}", "zibblewort") for n, day in enumerate(days))
    return written("Date,Link,Message", *rows)


LOGINS = written("Login Date,IP Address,User Agent,Login Type", ("2026-01-01", "10.0.0.1", "Canary", "WEB"))


def owners(*files: tuple[str, bytes]) -> dict[str, list[str]]:
    """The names of the files by member, those of nobody known in brackets; other files under None."""
    exports, others = split(files)
    found = {e.person if e.named else f"({e.person})": [name for name, _data in e.files] for e in exports}
    return found | ({None: [name for name, _data in others]} if others else {})


@pytest.mark.parametrize(
    ("ana", "bo"),
    [
        ("Connections_Ana Lopez.csv", "Connections_Bo.csv"),
        ("Ana Lopez - Connections.csv", "Bo - Connections.csv"),
        ("connections-ana_lopez (1).csv", "BO-Connections.CSV"),
        ("Ana Lopez/Connections.csv", "Bo/Connections.csv"),
        (f"exports/Ana Lopez/{ZIP}/Connections.csv", f"exports/Bo/{ZIP}/Connections.csv"),
    ],
)
def test_single_files_go_by_the_name_in_their_path(ana, bo):
    found = owners((ana, connections(3)), (bo, connections(2)))

    assert {name.casefold(): files for name, files in found.items()} == {"ana lopez": [ana], "bo": [bo]}


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        (f"Ana Lopez {ZIP}.zip", "Ana Lopez"),
        (f"{ZIP} (1) - Ana Lopez.zip.zip", "Ana Lopez"),
        ("Jean-Luc O'Neil_Complete_LinkedInDataExport_12-01-2025.zip", "Jean-Luc O'Neil"),
        ("Copy of Łucja Żak.zip", "Łucja Żak"),
        (f"{ZIP}.zip", "(Member 1)"),
        ("LinkedIn export (2).zip", "(Member 1)"),
    ],
)
def test_a_zip_goes_by_its_name_and_stays_whole(name, owner):
    data = zipped({"Connections.csv": connections(3), "Jobs/Job Applications.csv": b"a,b\n", "Logins.csv": LOGINS})

    assert owners((name, data)) == {owner: [name]}


def test_a_folder_in_a_zip_names_its_member():
    parts = {
        "team/Ana Lopez/Connections.csv": connections(3),
        f"team/Bo/{ZIP}/Connections.csv": connections(2),
        f"team/Bo/{ZIP}/Comments.csv": comments(2),
        "team/Bo/Logins.csv": LOGINS,
        "team/read me.txt": b"hello",
    }

    assert owners(("team.zip", zipped(parts))) == {
        "Ana Lopez": ["team.zip/team/Ana Lopez/Connections.csv"],
        "Bo": [f"team.zip/team/Bo/{ZIP}/{file}.csv" for file in ("Connections", "Comments")],
    }


def test_files_in_a_zip_may_name_their_members_too():
    parts = {f"{kind}_{who}.csv": connections(2) for kind in ("Connections", "Invitations") for who in ("Ana", "Bo")}

    assert owners(("exports.zip", zipped(parts))).keys() == {"Ana", "Bo"}


def test_renamed_files_in_a_zip_are_known_by_their_headers():
    parts = {"mis contactos.csv": connections(2), "picture.png": b"\x89PNG", "Logins.csv": LOGINS}

    assert owners(("Ana.zip", zipped(parts))) == {"Ana": ["Ana.zip"]}


def test_files_of_one_member_come_together_however_the_name_is_written():
    analytics = "AggregateAnalytics_AnaLopez_2026-01-01_2026-03-31.xlsx"
    files = {
        f"Ana Lopez {ZIP}.zip": zipped({"Connections.csv": connections(3)}),
        "ana_lopez-Comments.csv": comments(3),
        analytics: test_analytics.workbook(test_analytics.export()),
    }

    assert owners(*files.items()) == {"Ana Lopez": list(files)}


def test_files_that_name_nobody_are_one_members_and_each_zip_another():
    data = zipped({"Connections.csv": connections(3)})

    assert owners(
        ("Connections.csv", connections(3)), (f"{ZIP}.zip", data), ("Comments.csv", comments(2)), ("data.zip", data)
    ) == {
        "(Member 1)": ["Connections.csv", "Comments.csv"],
        "(Member 2)": [f"{ZIP}.zip"],
        "(Member 3)": ["data.zip"],
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Connections.csv", TEAM),
        ("Content.xlsx", test_analytics.workbook({"Team": [["Name", "Posts"], ["Ana", 3]]})),
        ("docs.zip", zipped({"readme.txt": b"hello"})),
        ("Ana.xlsx", b"PK\x03\x04 damaged"),
        ("Ana.zip", b""),
    ],
    ids=["team", "workbook", "other ZIP", "damaged", "empty"],
)
def test_what_is_no_members_export_is_left_to_the_table_reader(name, data):
    assert owners((name, data)) == {None: [name]}


def test_each_member_is_a_row_in_the_rubrics_units():
    exports = [
        Export("Ana", (("a.csv", connections(3)), ("b.csv", comments(45)))),
        Export("Bo", (("Connections.csv", connections(2)),)),
    ]

    table, read = exports_table(exports, RUBRIC)
    team = read_team([table], RUBRIC)

    assert [file.name for file in read] == ["a.csv", "b.csv", "Connections.csv"]
    assert team.frame["person"].tolist() == ["Ana", "Bo"]
    assert team.frame["connections"].tolist() == [3, 2]
    assert team.frame["comments_made"].tolist() == [
        pytest.approx(45 * 7 / 90),
        pytest.approx(float("nan"), nan_ok=True),
    ]
    assert team.frame["target_connections"].tolist() == [pytest.approx(3 * 7 / 90), pytest.approx(2 * 7 / 90)]
    assert {day.date() for day in team.frame["date"]} == {END}
    assert (team.questions, team.findings) == ((), ())
    assert team.notes[0] == "Ana: 3 activities from 2 files, over the 90 days up to 2026-03-31."


def test_linkedins_own_score_comes_along():
    score = b'{"memberScore": {"overall": 41, "subScores": [{"score": 12.5, "pillar": "PROFESSIONAL_BRAND"}]}}'

    table, _read = exports_table([Export("Ana", (("score.json", score),))], RUBRIC)

    frame = read_team([table], RUBRIC).frame
    assert frame.loc[0, ["official_total", "official_brand"]].tolist() == [41, 12.5]


def test_members_exports_and_a_teams_sheet_are_read_together():
    tables, findings = read_files(
        [("team.csv", TEAM), ("Connections_Ana.csv", connections(3)), ("Comments.csv", comments(9))]
    )

    team = read_team(tables, RUBRIC)

    assert sorted(team.frame["person"]) == ["Ana", "Cleo", "Member 1"]
    assert findings == []
    (unnamed,) = team.findings
    assert (unnamed.value, unnamed.problem, unnamed.taken_as) == (
        "Member 1",
        "nothing tells whose these files are: Comments.csv. Put the name into the file's name or a folder's.",
        "Member 1",
    )


def test_broken_rows_and_parts_stop_nobody():
    broken = connections(3).replace(b"31 Mar 2026", b"someday, soon")
    damaged = bytearray(zipped({"Ana/Connections.csv": broken, "Bo/Connections.csv": connections(2)}))
    damaged[damaged.rfind(b"PK\x01\x02") + 16] ^= 255  # the checksum of Bo's part

    tables, findings = read_files([("team.zip", bytes(damaged)), ("Connections_Bo.csv", connections(5))])

    frame = read_team(tables, RUBRIC).frame
    assert dict(zip(frame["person"], frame["connections"], strict=True)) == {"Ana": 2, "Bo": 5}
    assert {finding.file for finding in findings} == {"team.zip/Ana/Connections.csv", "team.zip/Bo/Connections.csv"}


def test_private_files_and_those_of_other_things_are_nobodys_and_not_read():
    coach = written("CONVERSATION ID,FROM,TO,DATE,CONTENT", ("1", "Vo", "Nym", "2026-03-01 08:00:00 UTC", "zibble"))
    mails = written("Email Address,Confirmed,Primary,Updated On", ("vo@x.example", "Yes", "Yes", "1/1/26, 1:00 AM"))
    follows = written("Organization,Followed On", ("Zibble Ltd", "Wed Jun 16 06:56:05 UTC 2021"))
    files = [
        ("Connections_Ana Lopez.csv", connections(3)),
        ("Company Follows_Ana Lopez.csv", follows),
        ("Ana Lopez_coach_messages.csv", coach),
        ("Ana_Lopez - Logins.csv", LOGINS),
        ("Ana Lopez Email Addresses.csv", mails),
    ]

    tables, findings = read_files(files)
    team = read_team(tables, RUBRIC)

    assert team.frame["person"].tolist() == ["Ana Lopez"]
    assert team.frame["messages_sent"].isna().all()
    assert (findings, team.findings, team.questions) == ([], (), ())
    assert team.notes == (
        "Ana Lopez: 2 activities from 2 files, over the 90 days up to 2026-03-31.",
        "2 private files, such as logins or phone numbers, were left unread.",
        "Not used: Ana Lopez_coach_messages.csv.",
    )


def test_figures_of_members_files_go_with_a_dated_sheet():
    sheet = b"Name,Date,SSI\nAna,2026-03-02,40\nAna,2026-03-09,41\n"

    tables, _findings = read_files([("team.csv", sheet), ("Connections_Ana.csv", connections(3))])

    frame = read_team(tables, RUBRIC).frame
    assert frame["official_total"].tolist() == [40, 41]
    assert frame["connections"].fillna(0).tolist() == [0, 3]


def test_of_a_zip_of_several_members_nothing_is_dropped_silently():
    parts = {
        "Ana/Connections.csv": connections(2),
        "Bo/Connections.csv": connections(1),
        "Bo/Logins.csv": LOGINS,
        "Cy.zip": zipped({"Connections.csv": connections(3)}),
        "team.csv": TEAM,
    }

    tables, findings = read_files([("all.zip", zipped(parts))])

    (inner,) = findings
    assert (inner.file, inner.problem[:24]) == ("all.zip/Cy.zip", "This is a ZIP inside a Z")
    assert tables[0].notes[2:] == (
        "1 private file, such as logins or phone numbers, was left unread.",
        "Not used: team.csv.",
    )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("Ana.zip", b"PK\x03\x04 damaged", "Ana.zip: This ZIP is incomplete or damaged"),
        ("all.zip", zipped({"Ana.zip": b"PK", "Bo.zip": b"PK"}), "all.zip: This is a ZIP inside a ZIP"),
        ("Ana_Logins.csv", LOGINS, "Ana_Logins.csv: no figure for the score"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason(name, data, words):
    with pytest.raises(Unreadable, match=f"^{words}"):
        read_files([(name, data)])

    tables, findings = read_files([(name, data), ("team.csv", TEAM)])
    assert [table.file for table in tables] == ["team.csv"]
    assert [finding.file for finding in findings] == [name]


def test_exports_without_a_figure_are_refused():
    empty = written("Date,OptionText,Link")

    with pytest.raises(Unreadable, match=r"Votes_Ana.csv: no figure for the score in these LinkedIn files"):
        read_files([("Votes_Ana.csv", empty)])


def test_no_name_or_text_of_the_members_files_gets_out():
    tables, findings = read_files(
        [("Connections_Ana.csv", connections(3)), ("Ana-Comments.csv", comments(3) + b"zibble")]
    )

    told = repr((tables, findings, read_team(tables, RUBRIC)))

    assert not [word for word in ("Nym", "x.example", "ibble") if word in told]
