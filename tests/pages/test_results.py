"""Results beside the score: every state of the page."""

import pytest

from tests.pages.conftest import click, run, texts

ROWS = [f"P{n},{20 + n},{90 + 3 * n}" for n in range(10)]


@pytest.fixture
def results_of(open_app):
    """The page on a sheet of these lines."""

    def show(*rows: str, header: str = "Name,SSI,Quota attainment"):
        app = click(open_app(), "Bring my team's sheet")
        app.file_uploader[0].upload("team.csv", "\n".join([header, *rows]).encode())
        return open_page(run(app))

    return show


def open_page(app):
    app.switch_page("team/results.py")
    return run(app)


def alts(app):
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


def drawn(app) -> str:
    """All that the charts carry: specs, data and alternative texts."""
    return "".join(chart.proto.SerializeToString().decode(errors="ignore") for chart in app.get("vega_lite_chart"))


def test_without_a_result_the_page_says_how_to_mark_one(open_app):
    app = open_page(open_app(team="team"))
    assert "take any column of numbers for “Another result”" in texts(app)
    click(app, "Show me a sample with results")
    assert "Sample team over 26 weeks" in texts(app)
    assert app.selectbox[0].value == "Quota attainment (%)"


def test_a_panel_counts_each_person_once(open_app):
    app = open_page(open_app(team="team_panel"))
    said = texts(app)
    assert "We can't tell whether the score goes along with “Quota attainment (%)” on this team: 0.40" in said
    assert "LinkedIn's own total. Each person counts once" in said
    assert "2 of your 5 highest scores missed 100: Ebba Nordgård, Nadia Benkirane." in said
    assert "45 % more opportunities" in said
    assert "Source: LinkedIn, internal figures of 2015" in said
    assert len(alts(app)) == 2


def test_the_bar_can_be_moved(open_app):
    app = open_page(open_app(team="team_panel"))
    app.number_input[0].set_value(50.0)
    run(app)
    assert "None of your 5 highest scores missed 50." in texts(app)
    assert "5 of your 5 lowest scores reached 50" in texts(app)


def test_bar_and_result_stay_with_the_team(results_of):
    header = "Name,SSI,Quota attainment,Meetings"
    app = results_of(*(f"{row},{n % 7}" for n, row in enumerate(ROWS)), header=header)
    app.selectbox[0].select("Meetings")
    run(app).number_input[0].set_value(0.95)
    run(app).switch_page("team/overview.py")
    app = open_page(run(app))
    assert (app.selectbox[0].value, app.number_input[0].value) == ("Meetings", 0.95)
    assert "highest scores missed 0.95" in texts(app)
    app.switch_page("team/upload.py")
    other = "\n".join([header, *(f"{row},{n % 5}" for n, row in enumerate(ROWS))])
    run(app).file_uploader[0].upload("team.csv", other.encode())
    app = open_page(run(app))
    assert app.selectbox[0].value == "Quota attainment"
    app.selectbox[0].select("Meetings")
    assert run(app).number_input[0].value == 2, "a file of the same name is another team"


@pytest.mark.parametrize(
    ("header", "factor", "bar", "step"),
    [
        ("Quota attainment (%)", 1, 100, 1),
        ("Quota attainment", 0.01, 1, 0.01),
        ("Quota attainment (k€)", 1, 103.5, 1),
        ("Meetings", 0.01, 1.035, 0.01),
    ],
)
def test_where_the_bar_starts(results_of, header, factor, bar, step):
    rows = (f"P{n},{20 + n},{(90 + 3 * n) * factor:g}" for n in range(10))
    field = results_of(*rows, header=f"Name,SSI,{header}").number_input[0]
    assert (field.value, field.step) == (bar, step)


def test_names_follow_the_privacy_setting(open_app):
    app = open_page(open_app(team="team_panel"))
    app.get("button_group")[0].set_value("numbers")
    run(app)
    assert "missed 100: Person 5, Person 7." in texts(app)
    assert "Nordgård" not in texts(app) + drawn(app)
    assert "Person 12" in drawn(app)


def test_a_connection_is_named(results_of):
    app = results_of(*ROWS)
    assert "On this team the score goes along with “Quota attainment”: 1.00" in texts(app)
    app = results_of(*(f"P{n},{60 - n},{90 + 3 * n}" for n in range(10)))
    assert "goes against “Quota attainment”" in texts(app)


def test_few_people_get_dots_and_no_figure(results_of):
    app = results_of(*ROWS[:7])
    assert "7 people have both a score and “Quota attainment”. A figure for so few would mislead" in texts(app)
    assert "of your 3 highest scores" in texts(app)
    assert len(alts(app)) == 1


def test_what_is_missing_or_the_same_for_everybody_is_said(results_of):
    said = texts(results_of(*ROWS, "Zoe,44,", "Yan,,99", "Xia,,98"))
    assert "2 people without LinkedIn's own score, 1 person without a result beside the score." in said
    app = results_of(*(f"P{n},{20 + n},100" for n in range(9)))
    assert "is the same for everybody" in texts(app)
    assert "highest" not in texts(app)


def test_results_without_any_score_are_no_error(results_of):
    app = results_of("Ana,,90", "Bo,,100")
    assert "0 people have both a score" in texts(app)


def test_markdown_in_a_header_stays_text(results_of):
    app = results_of(*ROWS, header="Name,SSI,Quota **b** attainment")
    assert "**b**" in texts(app)
    assert not any("**b**" in element.value for element in (*app.markdown, *app.caption))
