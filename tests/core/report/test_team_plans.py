import io

import pandas as pd
import pytest

from ssi_core.coaching.plan import plan
from ssi_core.report.team_plans import as_workbook
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete
from ssi_core.wording import action, shared

RUBRIC = load()
TODAY = {"posts": 1.0, "comments_made": 3.0, "leads_saved": 4.0, "recommendations_received": 1.0}


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    rows = [
        {"person": "=Ana", "group": "North", **TODAY},
        {"person": "Bo", "group": "", "official_total": 41.0, **TODAY},
        {"person": "Cy"},
        {"person": "Di", "posts": 3.0},
    ]
    return score(complete(pd.DataFrame(rows), RUBRIC), RUBRIC)


@pytest.fixture(scope="module")
def sheets(people) -> dict[str, pd.DataFrame]:
    return pd.read_excel(io.BytesIO(as_workbook(people, RUBRIC)), sheet_name=None, engine="calamine")


def test_each_habit_has_a_row(people, sheets):
    made = plan(people.iloc[1], RUBRIC, minutes=30)
    rows = sheets["Plans"].query("Person == 'Bo'").reset_index()

    assert rows["What to do"].tolist() == [action(RUBRIC.by_id[h.activity], h.target) for h in made.habits]
    assert rows[["From", "To"]].values.tolist() == [[h.current, h.target] for h in made.habits]
    assert rows["Points"].tolist() == shared([h.gain for h in made.habits], 1)
    assert rows["Minutes a week"].tolist() == shared([h.minutes for h in made.habits], 1)
    assert set(rows["Rests on"]) == {"our table"}
    assert rows["Unit"][0] == RUBRIC.by_id[made.habits[0].activity].unit


def test_each_person_has_a_row_with_the_score_after_the_plan(people, sheets):
    made = plan(people.iloc[1], RUBRIC, minutes=30)
    bo = sheets["People"].iloc[1]

    assert bo[["Person", "Score", "Score is"]].tolist() == ["Bo", 41, "LinkedIn's own"]
    expected = [round(end, 1) for end in (made.total, 41 + made.low, 41 + made.high)]
    assert bo[["After", "Low (8 in 10)", "High (8 in 10)"]].tolist() == expected
    assert bo["Minutes a week"] == sheets["Plans"].query("Person == 'Bo'")["Minutes a week"].sum().round(1)
    assert sheets["People"]["Score is"].tolist() == ["estimate", "LinkedIn's own", "not known", "estimate"]


def test_a_name_is_never_a_formula(sheets):
    assert sheets["People"]["Person"][0] == sheets["Plans"]["Person"][0] == "'=Ana"


def test_of_whom_nothing_is_known_no_score_is_given(sheets):
    assert sheets["People"].iloc[2].drop(["Person", "Group", "Score is"]).isna().all()
    assert sheets["Plans"].query("Person == 'Cy'")["What to do"].tolist() == ["No activity is known yet."]


def test_who_can_do_no_more_has_a_row_that_says_so(sheets):
    assert sheets["Plans"].query("Person == 'Di'")["What to do"].tolist() == ["No step fits into these minutes."]
    assert sheets["People"].iloc[3]["Minutes a week"] == 0


def test_minutes_and_number_of_habits_are_those_asked_for(people):
    book = io.BytesIO(as_workbook(people.head(1), RUBRIC, minutes=60, habits=1))
    rows = pd.read_excel(book, sheet_name="Plans", engine="calamine")

    assert len(rows) == 1
    assert rows["Minutes a week"][0] > 30


def test_minutes_for_one_more_are_each_persons_own(people):
    book = io.BytesIO(as_workbook(people.head(1), RUBRIC, own_minutes=dict.fromkeys(RUBRIC.ids, 1000)))

    assert "No step fits" in pd.read_excel(book, sheet_name="Plans", engine="calamine")["What to do"][0]


def test_nobody_and_the_same_people(people):
    assert as_workbook(people.head(0), RUBRIC)
    assert as_workbook(people, RUBRIC) == as_workbook(people, RUBRIC)
