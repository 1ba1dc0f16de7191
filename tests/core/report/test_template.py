"""The template: every column of the rubric, explained, checked as it is typed, and empty."""

import io

import openpyxl
import pytest

from ssi_core.intake.columns import recognise
from ssi_core.intake.tables import Unreadable, read_tables
from ssi_core.intake.team import read_team
from ssi_core.intake.units import Unit
from ssi_core.report.template import template
from ssi_core.rubric import load

RUBRIC = load()


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(RUBRIC)))


@pytest.fixture(scope="module")
def header(book) -> list[str]:
    return [cell.value for cell in book["Team"][1]]


def test_each_column_is_recognised_without_a_question(header):
    matches = recognise(header, RUBRIC)
    official = [column.id for column in RUBRIC.columns if column.role == "official"]
    assert [match.target for match in matches] == ["person", "group", "date", *RUBRIC.ids, *official]
    assert not any(match.asked for match in matches)
    units = {match.target: match.unit for match in matches}
    assert {units[a.id] for a in RUBRIC.activities if a.kind == "flow"} == {Unit("per", 7)}
    assert {units[a.id] for a in RUBRIC.activities if a.percent} == {Unit("percent")}


def test_a_filled_template_is_read(header):
    book = openpyxl.load_workbook(io.BytesIO(template(RUBRIC)))
    given = {
        "Name": "Ana Example",
        "Connections": 420,
        "Posts and articles (per week)": 1.5,
        "Complete profile (%)": 80,
    }
    book["Team"].append([given.get(name) for name in header])
    book.save(filled := io.BytesIO())
    frame = read_team(read_tables("template.xlsx", filled.getvalue()), RUBRIC).frame
    assert frame.iloc[0][["person", "connections", "posts", "profile_completeness"]].tolist() == [
        "Ana Example",
        420,
        1.5,
        80,
    ]
    assert len(frame) == 1
    assert frame[list(RUBRIC.ids)].notna().sum(axis=1).tolist() == [3]


def test_the_team_sheet_is_empty_and_ready(book):
    sheet = book["Team"]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "B2"
    assert all(cell.comment.text for cell in sheet[1])
    assert all(sheet.column_dimensions[cell.column_letter].width > 10 for cell in sheet[1])


def test_what_is_typed_is_checked(book, header):
    checks = [check for check in book["Team"].data_validations.dataValidation if check.type == "decimal"]
    places = [next(iter(check.sqref.ranges)) for check in checks]
    assert all(place.min_row == 2 and place.max_row > 500 for place in places)
    most = {header[place.min_col - 1]: check.formula2 for place, check in zip(places, checks, strict=True)}
    official = {column.name: column.id for column in RUBRIC.columns if column.role == "official"}
    for name, limit in most.items():
        if name in official:
            assert float(limit) == (100 if official[name] == "official_total" else 25)
        else:
            assert limit == ("100" if name.endswith("(%)") else None)
    assert len(most) == len(RUBRIC.ids) + 5


def test_each_column_is_explained(book, header):
    rows = list(book["Columns"].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == header
    activities = [row for row in rows if row[5] is not None]
    for (_, enter, unit, where, pillar, full, example), activity in zip(activities, RUBRIC.activities, strict=True):
        assert enter.endswith(".")
        assert (unit, pillar, full) == (activity.unit, RUBRIC.pillar_of(activity).name, activity.full)
        assert where
        assert 0 < example < activity.full


def test_the_same_rubric_gives_the_same_bytes():
    assert template(RUBRIC) == template(RUBRIC)


def test_a_filled_template_is_read_without_a_finding_or_question():
    content = io.BytesIO(template(RUBRIC))
    book = openpyxl.load_workbook(content)
    book["Team"].append(["Ana Example", "North"] + [None] * 3 + [2])
    filled = io.BytesIO()
    book.save(filled)
    team = read_team(read_tables("template.xlsx", filled.getvalue()), RUBRIC)
    assert (len(team.frame), team.findings, team.questions) == (1, (), ())
    assert "sheet “Columns” has no names and was left out" in " ".join(team.notes)


def test_an_empty_template_says_that_nobody_is_in_it():
    with pytest.raises(Unreadable, match="header but no people"):
        read_team(read_tables("template.xlsx", template(RUBRIC)), RUBRIC)
