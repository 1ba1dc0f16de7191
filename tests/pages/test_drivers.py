"""What moves the score, for a manager who never heard of regression: in words, honest, and by the names setting."""

import io

import numpy as np
import pandas as pd
import pytest

from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete, official
from tests.pages.conftest import click, run, texts

RUBRIC = load()


def sheet(people: int, weeks: int = 1, worth: dict[str, float] | None = None) -> bytes:
    """Random people whose scores of LinkedIn are the rubric's, but for what some activities are worth."""
    full = np.array([activity.full for activity in RUBRIC.activities])
    values = np.random.default_rng(3).random((people * weeks, len(full))) * full
    rows = pd.DataFrame(values.round(2), columns=list(RUBRIC.ids))
    rows.insert(0, "person", [f"Person {n // weeks}" for n in range(len(rows))])
    rows["date"] = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-01-05", periods=weeks, freq="7D")] * people
    scored = score(complete(rows, RUBRIC), RUBRIC)
    for pillar in RUBRIC.pillar_ids:
        factors = [(a.id, (worth or {}).get(a.id, 1)) for a in RUBRIC.in_pillar(pillar)]
        points = sum(factor * scored[f"points_{i}"] for i, factor in factors)
        rows[official(pillar)] = points.clip(0, 25).round(2)
    return rows.to_csv(index=False).encode()


@pytest.fixture
def drivers(open_app):
    """The page for a sheet of one's own."""

    def of(data: bytes):
        app = click(open_app(), "Bring my team's sheet")
        app.file_uploader[0].upload("own.csv", data)
        run(app).switch_page("team/drivers.py")
        return run(app)

    return of


@pytest.fixture
def sample(open_app):
    def of(team: str):
        app = open_app(team=team)
        app.switch_page("team/drivers.py")
        return run(app)

    return of


def charts(app) -> list:
    return [chart.proto for chart in app.get("vega_lite_chart")]


def test_what_clearly_differs_is_said_with_its_range(drivers):
    said = texts(drivers(sheet(40, worth={"comments_made": 0.1, "reactions_and_shares": 3.0})))
    assert "Clearly more than in our table: **Reactions and shares**, 3.0 × (2." in said
    assert "Clearly less: **Comments on others' posts**, 0." in said
    assert "About one line in five misses the true worth" in said


def test_nothing_differs_where_the_table_is_right(drivers):
    said = texts(drivers(sheet(40)))
    assert "No activity differs clearly from our table yet." in said
    assert "Clearly" not in said


def test_below_the_gate_the_page_says_what_is_missing(drivers):
    app = drivers(sheet(5))
    assert "3 more people" in texts(app)
    assert "for 8 people, or the total alone for 15" in texts(app)
    assert charts(app) == []
    assert "Shuffle check" not in texts(app)


def test_weeks_are_said_and_each_person_is_compared_with_themself(sample):
    said = texts(sample("team_panel"))
    assert "of 12 people" in said
    assert "weeks. Half of the result compares people with each other" in said


def test_one_person_alone_has_no_prediction_by_others(drivers):
    app = drivers(sheet(1, weeks=30))
    assert "LinkedIn's scores of 30 weeks" in texts(app)
    assert len(charts(app)) == 1
    assert "How well it predicts" not in texts(app)


def test_a_prediction_worse_than_a_simple_guess_is_called_so(drivers):
    noise = pd.read_csv(io.BytesIO(sheet(12)))
    own = [official(pillar) for pillar in RUBRIC.pillar_ids]
    noise[own] = np.random.default_rng(1).normal(12, 1, (12, 4)).round(2)
    assert "add nothing to the simpler guess" in texts(drivers(noise.to_csv(index=False).encode()))


@pytest.mark.parametrize(("manner", "shown"), [("names", "Jonas"), ("initials", "JH"), ("numbers", "Person 24")])
def test_people_are_called_as_the_board_calls_them(open_app, manner, shown):
    app = open_app(team="team")
    app.switch_page("team/overview.py")
    run(app).get("button_group")[0].set_value(manner)
    run(app).switch_page("team/drivers.py")
    dots = charts(run(app))[-1].SerializeToString()
    assert shown.encode() in dots
    assert (b"Jonas" in dots) == (manner == "names")


def test_the_shuffle_check_stays_until_another_team_is_on_show(sample):
    app = click(sample("team"), "Shuffle check")
    assert "your data know something about it" in texts(app)
    table = app.dataframe[-1].value
    assert len(table) == 19
    assert table["Error shuffled"].iloc[0] > table["Error now"].iloc[0]
    app.switch_page("team/overview.py")
    run(app).switch_page("team/drivers.py")
    assert "your data know something about it" in texts(run(app))
    app.query_params["team"] = "team_panel"
    app.switch_page("team/upload.py")
    click(run(app), "Sample team over 26 weeks").switch_page("team/drivers.py")
    assert "your data know something about it" not in texts(run(app))


def test_what_would_make_it_surer(sample):
    app = sample("team")
    assert "11 more weeks" in texts(app)
    assert "on your own data in part already" in texts(app)
