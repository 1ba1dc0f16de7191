"""The team over time: the trend, movers, the quarter's board, who has gone quiet; with names, or without."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.site import OVER_TIME, PERSON, UPLOAD
from tests.pages.conftest import click, run, texts


def at(app: AppTest, entry) -> AppTest:
    app.switch_page(entry.script)
    return run(app)


@pytest.fixture
def upload(open_app):
    def send(sheet: str) -> AppTest:
        app = at(open_app(), UPLOAD)
        app.file_uploader[0].upload("team.csv", sheet.encode())
        return at(run(app), OVER_TIME)

    return send


def everything(app: AppTest) -> str:
    """What is said and drawn, tables and text alternatives included."""
    charts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    return "\n".join([texts(app), *charts, *(table.value.to_csv() for table in app.dataframe)])


def test_a_sample_s_half_year_with_names_and_without(open_app):
    app = at(open_app(team="team_panel"), OVER_TIME)
    said = texts(app)
    assert "LinkedIn's own: 48.5 on average of 12 active people. Like for like: +1.2 since the week before" in said
    assert "since 1 April (12 people)" in said
    assert "Up: Bruno Falcão +8.0, " in said
    assert "2 people moved by less than 2 points, which is no news." in said
    assert "Nobody: everybody's figures came in" in said
    assert list(app.dataframe[0].value["rank"])[:3] == [1, 1, 3]
    app.get("button_group")[1].set_value(13)
    assert "Up: Bruno Falcão +8.0, " not in texts(run(app))

    app.get("button_group")[0].set_value("numbers")
    hidden = everything(run(app))
    assert "Person 12" in hidden
    for name in app.session_state["team.roster"].people["person"]:
        assert name not in hidden
    at(app, PERSON)
    assert any("Total over time." in chart.proto.alt for chart in app.get("vega_lite_chart"))


def test_one_day_says_what_a_second_would_show(upload):
    app = upload("Name,Date,SSI\nAda,2026-11-09,31\nBen,2026-11-09,24\n")
    assert "Only one day is known so far. With the sheet of another week you see here" in texts(app)
    assert "These rows have no dates." in texts(upload("Name,SSI\nAda,31\n"))
    assert click(app, "To the team's data").title[0].value == "Team data"


def test_with_little_history_there_is_no_choice_of_how_far_to_look_back(upload):
    assert "Compared with the beginning." in texts(upload("Name,Date,SSI\nAda,2026-11-09,31\nAda,2026-11-16,35\n"))


def test_who_is_missing_or_new_is_said_and_a_click_opens_the_person(upload):
    today = date.today()
    rows = [f"{who},{today - timedelta(weeks=weeks)},3,{30 + weeks}" for who in ("Ada", "Ben") for weeks in range(20)]
    rows += [f"Cem,{today - timedelta(weeks=weeks)},2,40" for weeks in range(5, 20)] + [f"Eve,{today},1,20"]
    app = upload("Name,Date,Posts per week,SSI\n" + "\n".join(rows))
    said = texts(app)
    assert "Cem: no figures since " in said
    assert "New this quarter: Eve." in said
    assert click(app, "Open").title[0].value == "One person"
    assert app.selectbox[0].value == "Cem"
