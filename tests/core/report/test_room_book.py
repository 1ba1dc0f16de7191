"""What is taken along from a room as tables: what the wall shows, or with names what the trainer sees."""

import io
from collections.abc import Callable

import openpyxl
import pandas as pd
import pytest

from ssi_core.intake.questions import Answers
from ssi_core.intake.tables import read_tables
from ssi_core.intake.team import Team, read_team
from ssi_core.report import room_book
from ssi_core.report.room_book import as_csv, as_workbook
from ssi_core.store.engine import NotAllowed
from ssi_core.store.faults import StoreError
from ssi_core.workshop import figures, rooms, sheets
from tests.core.report.rooms import NAMES, Held, held
from tests.core.workshop.phones import ask_otherwise, joined, trainer

CHANGE = "From round 1 to 2, who answered both"
MADE_UP = "made-up people"


@pytest.fixture(scope="module")
def anonymous() -> Held:
    return held(9)


@pytest.fixture(scope="module")
def with_names() -> Held:
    return held(0, named=True, made_up=2, length=8)


@pytest.fixture(scope="module")
def files(with_names: Held) -> dict[str, bytes]:
    return {"room.csv": with_names.give(as_csv), "room.xlsx": with_names.give(as_workbook)}


def table(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), index_col=[0, 1])


def book(content: bytes) -> dict[str, pd.DataFrame]:
    return pd.read_excel(io.BytesIO(content), sheet_name=None, engine="calamine")


def test_the_table_holds_what_the_wall_shows_of_each_round_and_of_the_change(anonymous):
    rows = table(anonymous.give(as_csv))
    assert list(rows) == ["Round 1", "Round 2", CHANGE]
    for round_ in (1, 2):
        shown, found = figures.figures(anonymous.store, anonymous.room, round_), rows[f"Round {round_}"].dropna()
        assert found["People counted", "people"] == shown.people == 9
        assert found["Finished, but left out", "people"] == shown.left_out
        assert found["Mean estimate", "points of 100"] == shown.mean
        by_band = found[found.index.get_level_values(0).str.startswith("In the band")]
        assert by_band.tolist() == list(shown.bands.values())
        assert found[found.index.get_level_values(1) == "points of 25"].tolist() == list(shown.pillars.values())
        actions = found[found.index.get_level_values(0).str.startswith("Next action")]
        expected = [number for each in shown.actions for number in (each.gain, each.low, each.high, each.minutes)]
        assert sorted(actions) == sorted(expected)
    change, found = figures.change(anonymous.store, anonymous.room), rows[CHANGE].dropna()
    assert [
        found[name, "people"] for name in ("Up by 2 points or more", "About the same", "Down by 2 points or more")
    ] == [
        change.up,
        change.same,
        change.down,
    ]
    assert found["Mean estimate", "points of 100"] == change.mean > 2
    assert found[found.index.get_level_values(1) == "points of 25"].tolist() == list(change.pillars.values())


def test_whole_numbers_are_written_as_such(anonymous):
    assert b"People counted,people,9,9,9\r\n" in anonymous.give(as_csv)


def test_the_workbook_holds_the_same_and_what_it_rests_on(anonymous):
    sheets_ = book(anonymous.give(as_workbook))
    assert list(sheets_) == ["Room", "Figures"]
    same = sheets_["Figures"].set_index(["Figure", "Unit"])
    pd.testing.assert_frame_equal(same, table(anonymous.give(as_csv)), check_dtype=False)
    about = sheets_["Room"]
    facts = dict(zip(about["What"], about["Value"], strict=True))
    assert (facts["Room"], facts["Rounds"], facts["Questions"]) == ("Kick-off", "2 of 2", "12 of 21")
    assert (facts["Who sees what"], facts["Deleted after"]) == ("Anonymous", "31 December 9999")
    notes = " ".join(about.loc[about["What"] == "Note", "Value"])
    assert "an estimate, as LinkedIn publishes no formula" in notes
    assert "figures from 5 people on" in notes


def test_an_anonymous_room_gives_no_rows_of_people_and_the_same_again_when_one_more_has_finished():
    room = held(6, rounds=1, length=8)
    before = room.give(as_csv), room.give(as_workbook)
    assert not any(b"person" in content for content in before)
    room.give(rooms.open_round)
    (token,) = joined(room.store, room.room)
    sheets.answer(room.store, room.room.code, token, 1, dict.fromkeys(room.room.activities, 4))
    after = table(room.give(as_csv))
    assert after.loc[("Finished, but left out", "people"), "Round 1"] == 1
    assert (after["Round 1"] != table(before[0])["Round 1"]).sum() == 1
    note = "1 more has finished and is left out, so that nobody can be told by the difference."
    assert f"Round 1: {note}" in book(room.give(as_workbook))["Room"]["Value"].tolist()


@pytest.mark.parametrize("people", [0, 4])
def test_fewer_than_five_give_no_figure_and_it_is_said(people):
    room = held(people, rounds=1)
    assert list(table(room.give(as_csv))) == ["Round 1 (fewer than 5 have finished)"]
    assert len(table(room.give(as_csv))) == 0
    assert "Round 1: fewer than 5 have finished." in book(room.give(as_workbook))["Room"]["Value"].tolist()


def test_made_up_participants_are_called_so():
    room = held(0, made_up=12, length=8)
    assert all(MADE_UP in name for name in table(room.give(as_csv)))
    assert all(MADE_UP in name for name in book(room.give(as_workbook))["Figures"].columns[2:])


# ------------------------------------------------------------------ with names


def test_with_names_there_is_a_row_a_person_and_round(with_names, files):
    sheets_ = book(files["room.xlsx"])
    assert list(sheets_) == ["Room", "Figures", "People"]
    for rows in (pd.read_csv(io.BytesIO(files["room.csv"])), sheets_["People"]):
        real = rows[rows["group"].isna()]
        assert real["person"].tolist() == [name for name in sorted(map(neutral, NAMES)) for _round in (1, 2)]
        assert real["Round"].tolist() == [1, 2] * len(NAMES)
        assert (real[real["Round"] == 2]["Estimate"].to_numpy() > real[real["Round"] == 1]["Estimate"].to_numpy()).all()
        assert set(rows.loc[rows["person"].str.startswith("Made-up"), "group"]) == {"made up"}
        assert list(rows.columns[-8:]) == list(with_names.room.activities)


def neutral(name: str) -> str:
    return f"'{name}" if name.startswith("=") else name


@pytest.mark.parametrize("file", ["room.csv", "room.xlsx"])
def test_team_data_reads_it_back_and_asks_only_which_round_counts(with_names, files, file):
    tables = read_tables(file, files[file])
    asked = read_team(tables)
    assert [(question.about, len(question.places)) for question in asked.questions] == [("twins", 9)]
    team = read_team(tables, answers=Answers(twins="last"))
    assert (team.outcomes, mapping_asked(team)) == ((), [])
    kept = team.frame.set_index("person")
    scored = with_names.give(figures.people)
    for name in ("Ana", "王小明"):
        newest = scored[(scored["person"] == name) & (scored["round"] == 2)].iloc[0]
        for activity in with_names.room.activities:
            assert kept.loc[name, activity] == pytest.approx(newest[activity], abs=0.005)
    assert set(kept.loc[kept["group"] != "", "group"]) == {"made up"}


def mapping_asked(team: Team) -> list[str]:
    return [question.column for question in team.questions if question.about == "mapping"]


def test_nothing_is_a_formula(files):
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(files["room.xlsx"]))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "'=cmd|' /C calc'!A0" in [cell.value for cell in cells]
    assert b"\r\n=" not in files["room.csv"]


# ------------------------------------------------------------------ rights and age


@pytest.mark.parametrize("give", [as_csv, as_workbook])
def test_only_its_trainer_takes_it_along(anonymous, give: Callable):
    with pytest.raises(NotAllowed):
        give(anonymous.store, trainer(anonymous.store, "stranger"), anonymous.id)


def test_when_the_questionnaire_has_changed_there_are_no_figures():
    anonymous, with_names = held(5, rounds=1, length=8), held(0, named=True, rounds=1, length=8)
    for room in (anonymous, with_names):
        ask_otherwise(room.store)
    assert list(table(anonymous.give(as_csv))) == ["Round 1 (the questionnaire has changed since)"]
    for give in (as_csv, as_workbook):
        with pytest.raises(StoreError, match="changed"):
            with_names.give(give)


def test_a_room_that_has_just_been_made_has_tables_too():
    room = held(0, rounds=1, name="=1+1")
    assert book(room.give(as_workbook))["Room"]["Value"][0] == "'=1+1"
    assert room_book.as_csv(room.store, room.account, room.id).startswith(b"\xef\xbb\xbfFigure,Unit")
