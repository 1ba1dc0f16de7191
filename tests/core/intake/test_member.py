import io
import json
from datetime import date

import pytest
import xlsxwriter

from ssi_core.intake.ledger import events
from ssi_core.intake.member import read_member
from tests.core.intake.member_files import comments, reactions, table, zipped

PAGE = """Current Social Selling Index
33 out of 100
12.275 | Establish your professional brand
6 | Find the right people
3.1 | Engage with insights
11.948 | Build relationships
"""
TRACKER = (
    b"date,prof_brand,find_right_people,insight_engagement,relationship\n2026-02-01,11,6,3,12\n2026-01-01,10,5,2,11\n"
)


def workbook(*rows: list) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


def kinds(*files: tuple[str, bytes]) -> list[str]:
    return [file.kind for file in read_member(files).files]


def refusal(name: str, data: bytes) -> str:
    (file,) = read_member([(name, data)]).files
    assert (file.kind, file.rows, file.findings[0].rows) == ("other", 0, 0)
    return file.findings[0].problem


def test_any_mix_at_once_each_by_its_content():
    score = json.dumps(
        {"memberScore": {"overall": 20.0, "subScores": [{"score": 13.0, "pillar": "PROFESSIONAL_BRAND"}]}}
    )
    assert kinds(
        ("Connections.csv", comments("2026-05-04")),
        ("x.pdf", reactions("2026-05-04")),
        ("export.zip.zip", zipped({"Top/Skills.csv": table("Skills.csv", ("a",))})),
        ("page.txt", PAGE.encode()),
        ("score", score.encode()),
        ("tracker.csv", TRACKER),
    ) == ["comments", "reactions", "skills", "score page", "score page", "score page"]


def test_nothing_gives_an_empty_ledger_of_the_settled_types():
    ledger = read_member([])
    assert (ledger.files, ledger.seen, ledger.official, len(ledger.events)) == ((), (), None, 0)
    assert ledger.events.dtypes.equals(events().dtypes)
    full = read_member([("r.csv", reactions("2026-05-04"))])
    assert full.events.dtypes.equals(events().dtypes)


def test_a_file_may_lie_on_disk_or_be_gone(tmp_path):
    (tmp_path / "r.csv").write_bytes(reactions("2026-05-04"))
    (tmp_path / "a.zip").write_bytes(zipped({"c.csv": comments("2026-05-04")}))
    names = ("r.csv", "a.zip", "gone.csv", "")
    ledger = read_member((name, tmp_path / name) for name in names)
    assert [file.kind for file in ledger.files] == ["reactions", "comments", "unreadable", "unreadable"]


def test_two_files_of_one_name_are_told_apart():
    ledger = read_member([("c.csv", comments("2026-05-04")), ("c.csv", comments("2026-05-05"))])
    assert [file.name for file in ledger.files] == ["c.csv", "c.csv (2)"]


def test_overlapping_exports_count_each_row_once():
    zips = [
        (f"{n}.zip", zipped({"Comments.csv": comments(*days)}))
        for n, days in enumerate([["2026-05-04"], ["2026-05-04", "2026-05-06"]])
    ]
    ledger = read_member(zips)
    assert len(ledger.events) == 2
    assert [(file.name, file.rows, file.used) for file in ledger.files] == [
        ("0.zip/Comments.csv", 1, 1),
        ("1.zip/Comments.csv", 2, 1),
    ]


def test_what_a_zip_has_beside_is_summed_up_or_named():
    parts = {
        "in/Comments.csv": comments("2026-05-04"),
        "in/PhoneNumbers.csv": table("PhoneNumbers.csv", ("", "0170", "Mobile")),
        "in/coach_messages.csv": b"",
        "in/Languages.csv": table("Languages.csv", ("Dutch", "Native")),
        "in/Projects.csv": b"",
        "in/Articles/one.html": b"<html>",
        "in/Reactions.csv": b",Content ID,User ID,Type,Datetime\n0,a,b,like,2021-04-22\n",
        "in/Shares.csv": b"no,header\n",
        "in/more.zip": b"PK",
    }  # fmt: skip
    files = {file.name: file for file in read_member([("a.zip", zipped(parts))]).files}
    assert {name.removeprefix("a.zip/"): file.kind for name, file in files.items()} == {
        "Comments.csv": "comments", "PhoneNumbers.csv": "private", "coach_messages.csv": "other",
        "Reactions.csv": "other", "Shares.csv": "other", "more.zip": "unreadable", "…": "other",
    }  # fmt: skip
    assert files["a.zip/…"].notes == ("3 other files are not needed.",)
    assert all(file.rows or file.findings or file.notes for file in files.values())


def test_a_zip_without_linkedins_files_is_named_for_what_it_holds():
    assert "readme.txt, b.png." in refusal("a.zip", zipped({"readme.txt": b"hello", "b.png": b"\x89PNG"}))
    assert "1.png, 2.png, 3.png, 4.png, 5.png, …" in refusal("a.zip", zipped({f"{n}.png": b"" for n in range(1, 9)}))


def test_a_damaged_zip_does_not_stop_the_others():
    data = zipped({"Comments.csv": comments("2026-05-04")})
    assert kinds(("a.zip", data[:-30]), ("b.zip", data), ("c.csv", b"")) == ["unreadable", "comments", "unreadable"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"  <!DOCTYPE html><html>", "web page"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "text document"),
        (b",Content ID,User ID,Type,Datetime\n0,a,b,like,2021-04-22\n", "training"),
        (b"Name,Coach Level,Days Active,Searches Performed\nAna,2,3,4\n", "Team data"),
        (b"Name,Posts per week,Comments per week\nAna,2,3\nBo,1,2\n", "Team data"),
        (workbook(["Name", "Posts per week", "Calls"], ["Ana", 2, 3], ["Bo", 1, 2]), "Team data"),
        (workbook(["Product", "Price"], ["Tea", 2]), "analytics"),
        (b'{"answers": 1}', "Social Selling Index"),
        (b"Dear diary, today was fine.", "none of the LinkedIn files"),
    ],
)  # fmt: skip
def test_what_is_not_the_members_is_named_for_what_it_is(data, words):
    assert words in refusal("file", data)


def test_the_newest_score_counts_and_an_undated_one_is_now():
    ledger = read_member([("tracker.csv", TRACKER)])
    assert [score.on for score in ledger.scores] == [date(2026, 1, 1), date(2026, 2, 1)]
    assert ledger.official == ledger.scores[-1]
    assert (ledger.files[0].rows, ledger.files[0].used, ledger.files[0].end) == (2, 2, date(2026, 2, 1))
    ledger = read_member(
        [
            ("page.txt", PAGE.encode()),
            ("tracker.xlsx", workbook(*(line.split(",") for line in TRACKER.decode().split()))),
        ]
    )
    assert (len(ledger.scores), ledger.official.total) == (3, 33)


@pytest.mark.parametrize("figure", [" | ", "\n", " "])
@pytest.mark.parametrize(
    ("sentence", "names", "decimal"),
    [
        (
            "43 out of 100. Your Social Selling Index (SSI) measures how effective you are at establishing your "
            "professional brand, finding the right people, engaging with insights, and building relationships.",
            "Establish your professional brand|Find the right people|Engage with insights|Build relationships",
            ".",
        ),
        (
            "43 de 100. O Social Selling Index (SSI) mede sua eficácia em estabelecer sua marca profissional, "
            "localizar as pessoas certas, interagir oferecendo insights e criar relacionamentos.",
            "Estabelecer sua marca profissional|Localizar as pessoas certas|Interagir oferecendo insights|"
            "Criar relacionamentos",
            ",",
        ),
    ],
)
def test_the_pages_sentence_on_the_four_parts_is_no_trackers_header(sentence, names, decimal, figure):
    points = [each.replace(".", decimal) for each in ("12.5", "6", "3.1", "21")]
    rows = [f"{name}{figure}{each}" for name, each in zip(names.split("|"), points, strict=True)]
    official = read_member([("page.txt", "\n".join(["SSI", sentence, *rows]).encode())]).official
    assert (official.total, list(official.pillars.values())) == (43, [12.5, 6, 3.1, 21])


def test_a_tracker_without_any_number_says_so():
    (file,) = read_member([("t.csv", b"date,establish_brand,find_people,total_score\n2026-01-01,x,y,z\n")]).files
    assert (file.kind, file.rows, file.used) == ("score page", 1, 0)
    assert "no score in this row" in [finding.problem for finding in file.findings]


def test_a_private_file_is_never_opened():
    class Trap:
        def open(self, *_mode):
            raise AssertionError("opened")

    (file,) = read_member([("Email Addresses.csv", Trap())]).files
    assert file.kind == "private"


def test_of_a_row_with_another_status_in_two_archives_the_newest_counts():
    def archive(status: str) -> bytes:
        row = ("2026/07/01 08:00:00 UTC", "Sales", "Ana", "Ng", "www.linkedin.com/in/ana", status)
        return zipped({"Endorsement_Received_Info.csv": table("Endorsement_Received_Info.csv", row)})

    old = ("Basic_LinkedInDataExport_08-01-2026.zip", archive("PENDING"))
    new = ("Basic_LinkedInDataExport_09-01-2026.zip", archive("ACCEPTED"))

    for files in ([old, new], [new, old]):
        ledger = read_member(files)
        assert ledger.events["hit"].tolist() == [1]
        assert [file.name.split("/")[0] for file in ledger.files] == [name for name, _data in files]
