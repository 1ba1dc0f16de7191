import pytest

from ssi_core.intake.files import read_files
from ssi_core.intake.tables import Unreadable
from ssi_core.intake.team import read_team
from tests.core.intake.bad_files import FILES

TEAM = b"Name,Posts per week\nAna,1\n"
PNG = FILES["s24_binary_png.csv"]()


def test_readable_files_go_on_beside_a_refused_one():
    tables, refused = read_files([("a.csv", TEAM), ("b.png", PNG), ("c.csv", b"")])

    assert [table.file for table in tables] == ["a.csv"]
    assert [(finding.file, finding.row, finding.taken_as) for finding in refused] == [
        ("b.png", None, "file not used"),
        ("c.csv", None, "file not used"),
    ]
    assert "PNG" in refused[0].problem


def test_a_workbook_gives_a_table_a_sheet():
    tables, refused = read_files([("book.xlsx", FILES["x16_two_sheets.xlsx"]())])

    assert [(table.file, table.sheet) for table in tables] == [("book.xlsx", "North"), ("book.xlsx", "South")]
    assert not refused


def test_files_of_one_name_are_told_apart():
    tables, _refused = read_files([("team.csv", TEAM), ("team.csv", b"Name,Posts per week\nBo,-1\n")])

    assert [table.file for table in tables] == ["team.csv", "team.csv (2)"]
    assert [finding.file for finding in read_team(tables).findings] == ["team.csv (2)"]


def test_a_file_without_names_is_left_out_beside_its_namesake():
    tables, _refused = read_files([("team.csv", TEAM), ("team.csv", b"Posts per week\n1\n")])

    assert [(finding.file, finding.taken_as) for finding in read_team(tables).findings] == [
        ("team.csv (2)", "table not used")
    ]


def test_nothing_readable_names_every_file():
    with pytest.raises(Unreadable, match=r"^b\.png: .*; c\.csv: The file is empty\.$"):
        read_files([("b.png", PNG), ("c.csv", b"")])


def test_no_file_at_all_is_refused():
    with pytest.raises(Unreadable, match="no files given"):
        read_files([])
