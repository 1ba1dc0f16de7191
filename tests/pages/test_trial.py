"""A trial: proposed, kept in a file, opened again at its end."""

from datetime import date, timedelta

import pytest

from ssi_core.coaching.trial import propose, to_file
from ssi_core.intake.files import read_files
from ssi_core.intake.team import read_team
from ssi_core.rubric import load
from tests.pages.conftest import click, run, texts

START, END = date(2026, 3, 2), date(2026, 3, 30)
NAMES = ["Ana", "Bo", "Cy", "Di", "Eva", "Flo", "Gus", "Hal"]


def sheet(day, names=NAMES, scores=None, comments=None):
    """A team's sheet on a day; without scores or comments, those that everybody starts with."""
    lines = [f"{name},{day},{30 + 5 * place},{place % 4},{50 + place}" for place, name in enumerate(names)]
    if scores:
        lines = [f"{name},{day},{scores[name]},{comments[name]},{50 + place}" for place, name in enumerate(names)]
    return "\n".join(["Name,Date,SSI,Comments per week,Meetings", *lines]).encode()


def recorded():
    tables, _refused = read_files([("team.csv", sheet(START))])
    return propose(read_team(tables).frame, "comments_made", START, load(), outcome="Meetings", seed=20260302).trial


def ended(effect, more):
    """The sheet at the end: who tries it has so many points and comments more, and everybody some noise."""
    noise = dict(zip(NAMES, [0.4, -0.6, 0.1, 0.5, -0.2, -0.4, 0.3, 0.0], strict=True))
    scores = {one.person: one.own["total"] + noise[one.person] + effect * one.tries for one in recorded().people}
    comments = {one.person: one.amount + more * one.tries for one in recorded().people}
    return sheet(END, scores=scores, comments=comments)


@pytest.fixture
def trial_of(open_app):
    """The page on a sheet."""

    def show(content: bytes):
        app = click(open_app(), "Bring my team's sheet")
        app.file_uploader[0].upload("team.csv", content)
        return open_page(run(app))

    return show


def open_page(app):
    app.switch_page("team/trial.py")
    return run(app)


def read(app, content):
    app.get("button_group")[0].set_value("read")
    run(app)
    app.file_uploader(key="trial.file").upload("trial.json", content)
    return run(app)


def alts(app):
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


def drawn(app) -> str:
    """All that the charts carry: specs, data and alternative texts."""
    return "".join(chart.proto.SerializeToString().decode(errors="ignore") for chart in app.get("vega_lite_chart"))


def test_a_trial_is_proposed_as_the_file_records_it(trial_of):
    app = trial_of(sheet(START))
    app.selectbox[0].select("comments_made")
    app.date_input[0].set_value(START)
    said = texts(run(app))
    assert "10 comments a week more than now**, from 2 March 2026 to 30 March 2026" in said
    assert "By our estimate it would bring" in said
    assert "4 weeks show a part of the effect" in said
    for tries in (True, False):
        assert ", ".join(one.person for one in recorded().group(tries)) in said
    assert "probably show a difference of 3.4 points in the total" in said


def test_who_cannot_take_part_is_named(trial_of):
    app = trial_of(b"Name,SSI,Comments per week\nAna,30,1\nBo,,2\nCy,50,40\nDi,55,4\n")
    app.selectbox[0].select("comments_made")
    app.multiselect[0].select("Di")
    said = texts(run(app))
    assert "without a score of LinkedIn's own: Bo." in said
    assert "with nothing to add to this habit: Cy." in said
    assert "0 people" in said
    assert "too few for a figure" in said
    assert app.get("download_button")[0].proto.disabled


def test_old_scores_to_start_from_are_said(trial_of):
    app = trial_of(sheet(START))
    app.date_input[0].set_value(START + timedelta(weeks=2))
    assert not run(app).info
    app.date_input[0].set_value(START + timedelta(weeks=2, days=1))
    assert "are of 2 March 2026, more than two weeks before the first day" in run(app).info[0].value


def test_what_was_set_stays_with_the_team(trial_of):
    app = trial_of(sheet(START))
    app.selectbox[0].select("comments_made")
    app.selectbox[1].select("")
    app.date_input[0].set_value(START)
    app.multiselect[0].select("Ana")
    run(app).switch_page("team/overview.py")
    app = open_page(run(app))
    assert [box.value for box in app.selectbox] == ["comments_made", ""]
    assert (app.date_input[0].value, app.multiselect[0].value) == (START, ["Ana"])
    app.switch_page("team/upload.py")
    run(app).file_uploader[0].upload("team.csv", sheet(END))
    app = open_page(run(app))
    assert app.date_input[0].value == date.today(), "a file of the same name is another team"
    assert app.multiselect[0].value == []
    assert app.selectbox[1].value == "Meetings"


def test_a_sheet_without_scores_or_activities_is_no_error(trial_of):
    assert "without a score of LinkedIn's own: Ana" in texts(trial_of(b"Name,Posts per week\nAna,3\n"))
    assert "**Complete profile" in texts(trial_of(b"Name,SSI\nAna,30\nBo,40\n"))


def test_names_follow_the_privacy_setting(trial_of):
    app = trial_of(sheet(START))
    app.get("button_group")[1].set_value("numbers")
    assert "Person 8" in texts(run(app))
    assert "Hal" not in texts(app)
    app = read(trial_of(sheet(END, names=["Zoe", *NAMES[2:]])), to_file(recorded()))
    app.get("button_group")[1].set_value("numbers")
    said = texts(run(app))
    assert "since the end: Person 8, Person 9." in said
    assert "so not counted: Person 7." in said
    assert not any(name in said for name in (*NAMES, "Zoe"))


def test_names_in_the_pictures_follow_the_privacy_setting(open_app):
    app = click(open_page(open_app(team="team_panel")), "Show me how it could end")
    assert "Nordgård" in drawn(app)
    app.get("button_group")[1].set_value("numbers")
    assert "Person 12" in drawn(run(app))
    assert "Nordgård" not in drawn(app) + texts(app)


def test_a_clear_difference(trial_of):
    app = read(trial_of(ended(effect=3, more=10)), to_file(recorded()))
    said = texts(app)
    assert "The 4 who tried it rose by " in said
    assert "points more than the other 4 in LinkedIn's total (" in said
    assert "No clear difference in “Meetings”" in said
    assert "Those who tried it went from" in said
    assert "less than half" not in said
    assert "Our estimate is left out" in said
    assert "Scores at the end: those of 30 March 2026." in said
    assert len(alts(app)) == 2


def test_no_clear_difference_of_a_habit_that_nobody_took_up(trial_of):
    said = texts(read(trial_of(ended(effect=0, more=1)), to_file(recorded())))
    assert "No clear difference in LinkedIn's total: it may lie anywhere from −" in said
    assert "less than half of what was agreed" in said


def test_too_few_left_for_a_figure(trial_of):
    app = read(trial_of(ended(3, 10).rsplit(b"\n", 2)[0]), to_file(recorded()))
    assert "No figure in LinkedIn's total: both ends are known of 3" in texts(app)
    assert len(alts(app)) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (sheet(START), "no score of LinkedIn's own from 30 March 2026 or later"),
        (sheet(END), "still holds the scores of the start"),
    ],
)
def test_too_early(trial_of, content, words):
    app = read(trial_of(content), to_file(recorded()))
    assert words in texts(app)
    assert not alts(app)


def undated(content: bytes) -> bytes:
    rows = [line.split(",") for line in content.decode().splitlines()]
    return "\n".join(",".join([name, *rest]) for name, _day, *rest in rows).encode()


@pytest.mark.parametrize(("days", "is_over"), [(1, False), (0, True)])
def test_without_dates_a_trial_is_read_from_its_last_day_on(trial_of, days, is_over):
    start = date.today() - timedelta(weeks=4) + timedelta(days=days)
    app = read(trial_of(undated(ended(3, 10))), to_file(recorded().model_copy(update={"start": start})))
    assert ("This trial isn't over" in texts(app)) == (not is_over)
    assert ("who tried it rose by" in texts(app)) == is_over
    assert len(alts(app)) == 2 * is_over


def test_a_result_that_is_gone_from_the_sheet_is_said(trial_of):
    app = read(trial_of(ended(3, 10).replace(b"Meetings", b"Other")), to_file(recorded()))
    assert "has no “Meetings” for these people" in texts(app)


def test_a_result_in_quotas_of_one_is_not_rounded_away(trial_of):
    start = recorded()
    shares = {one.person: (one.result + 2 * one.tries) / 100 for one in start.people}
    people = tuple(one.model_copy(update={"result": one.result / 100}) for one in start.people)
    lines = [
        ",".join([line.rsplit(",", 1)[0], str(shares[line.split(",")[0]])])
        for line in ended(3, 10).decode().splitlines()[1:]
    ]
    content = "\n".join(["Name,Date,SSI,Comments per week,Meetings", *lines]).encode()
    app = read(trial_of(content), to_file(start.model_copy(update={"people": people})))
    assert "rose by 0.02 more than the other 4 in “Meetings” (0.02 to 0.02)" in texts(app)


def test_a_file_that_names_a_column_of_names_as_its_result_is_harmless(trial_of):
    app = read(trial_of(ended(3, 10)), to_file(recorded().model_copy(update={"outcome": "person"})))
    assert "has no “person” for these people" in texts(app)


def test_a_file_that_is_no_trial_is_refused_in_words(trial_of):
    app = read(trial_of(sheet(START)), b"[]")
    assert "does not hold a trial saved by SSI Coach" in app.error[0].value


def test_a_sample_shows_a_made_up_end_that_says_so(open_app):
    app = click(open_page(open_app(team="team_panel")), "Show me how it could end")
    said = texts(app)
    assert "This end is made up" in said
    assert "in “Finding people”" in said
    app.switch_page("team/upload.py")
    click(run(app), "Sample team")
    assert "made up" not in texts(open_page(app)), "it went with the other sample"
