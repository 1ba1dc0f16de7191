"""A manager's journey: a sheet, how it was read, the team, a person, what moves the score."""

import io

import pandas as pd
import pytest

from ssi_core.samples import load_bytes
from tests.core.intake.member_files import comments, zipped
from tests.pages.conftest import click, run, texts


@pytest.fixture
def upload(open_app):
    def send(name: str, data: bytes):
        app = click(open_app(), "Bring my team's sheet")
        app.file_uploader[0].upload(name, data)
        return run(app)

    return send


def test_own_sheet_to_overview_and_person(upload):
    app = upload("team.csv", load_bytes("team"))
    assert "team.csv, 24 people, 0 findings" in texts(app)
    assert "Every cell was taken as it stands." in texts(app)
    click(app, "See the team")
    assert app.title[0].value == "Team overview"
    assert "mean of 24 active people" in texts(app)
    app.switch_page("team/person.py")
    run(app)
    app.selectbox[0].select("Jonas Hübner")
    run(app)
    assert "beginner (0–25)" in texts(app)


def test_findings_and_questions_of_a_messy_sheet(upload):
    app = upload("team_messy.csv", load_bytes("team_messy"))
    assert "23 people, 14 findings" in texts(app)
    findings = app.dataframe[0].value
    assert list(findings) == ["file", "row", "column", "value", "problem", "taken_as"]
    assert "#DIV/0!" in set(findings["value"])
    next(control for control in app.get("button_group") if "twins" in control.key).set_value(2)
    run(app)
    assert "24 people" in texts(app)


def test_an_unreadable_file_is_refused_in_words_and_the_others_go_on(open_app):
    app = click(open_app(), "Bring my team's sheet")
    uploader = app.file_uploader[0]
    uploader.upload("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(40))
    uploader.upload("team.csv", load_bytes("team"))
    run(app)
    assert "24 people, 1 finding" in texts(app)
    assert "PNG" in app.dataframe[0].value["problem"][0]


def test_members_own_files_and_a_usage_report_make_one_team(open_app):
    app = click(open_app(), "Bring my team's sheet")
    uploader = app.file_uploader[0]
    uploader.upload(
        "export Ana.zip", zipped({"Comments.csv": comments("2026-03-01"), "Logins.csv": b"IP Address\n1\n"})
    )
    uploader.upload("report.csv", b"Name,Days active,Profile views,SSI\nAna,15,30,40\nBo,,,\n")
    run(app)
    assert "2 people, 1 finding" in texts(app)
    assert "Which period does the usage report cover?" in texts(app)
    assert "1 private file, such as logins or phone numbers, was left unread." in texts(app)
    click(app, "See the team")
    assert "mean of 1 active person" in texts(app)


def test_nothing_readable_is_an_error_in_words(upload):
    app = upload("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(40))
    assert "photo.csv" in app.error[0].value
    assert "PNG" in app.error[0].value


def test_a_sheet_of_official_scores_alone_is_welcome(upload):
    sheet = "Name,SSI,Brand,Finding people,Insights,Relationships\nAna,60,20,15,10,15\nBen,30,10,5,5,10\n"
    app = upload("ssi.csv", sheet.encode())
    click(app, "See the team")
    assert "mean of 2 active people" in texts(app)
    assert "Start counting" in texts(app)
    app.switch_page("team/person.py")
    run(app)
    assert "Ana is at 60, above average" in texts(app)
    assert "Not known yet" in texts(app)


def test_below_the_gate_the_page_says_how_many_more(upload):
    people = pd.DataFrame({"person": [f"P{n}" for n in range(5)], "posts": range(5), "official_brand": 10.0})
    app = upload("five.csv", people.to_csv(index=False).encode())
    app.switch_page("team/drivers.py")
    run(app)
    assert "3 more people" in texts(app)


def test_a_workbook_and_the_names_setting(upload):
    buffer = io.BytesIO()
    pd.DataFrame({"Name": ["Ana Gil", "Bo Li"], "Posts per week": [1, 2]}).to_excel(buffer, index=False)
    app = upload("team.xlsx", buffer.getvalue())
    click(app, "See the team")
    app.get("button_group")[0].set_value("initials")
    run(app)
    charts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert any("AG" in alt for alt in charts)
    assert not any("Ana" in alt for alt in charts)


def test_markdown_in_a_name_stays_text(upload):
    name = "![x](http://example.org/x.png) :red[hi] **b**"
    app = upload("names.csv", f"Name,Posts per week\n{name},1\n".encode())
    app.switch_page("team/person.py")
    run(app)
    assert name not in "".join(element.value for element in app.markdown)
    assert app.selectbox[0].value == name


def test_two_activities_place_nobody_in_a_pillar(upload):
    sheet = "Name,Posts per week,Comments per week\n" + "".join(f"P{n},{n % 4},{n}\n" for n in range(40))
    app = upload("two.csv", sheet.encode())
    click(app, "See the team")
    assert "Too little is known to place anybody in a pillar" in texts(app)
    assert "Most room" not in texts(app)
    assert len(app.get("vega_lite_chart")) == 2, "bands and leaderboard, no empty map"
