"""A member's own files: dropped, read, counted beside the answers, added to, taken away again."""

import pytest

from pages.parts.linkedin import KINDS
from pages.parts.me import Files
from ssi_core.intake.archive.layouts import LAYOUTS
from ssi_core.intake.member import read_member
from ssi_core.questionnaire import to_draft
from ssi_core.rubric import load
from ssi_core.samples import MEMBER, load_member
from tests.pages.conftest import click, run, texts

RUBRIC = load()
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + "".join(
    f"Ada{n},Berg,https://www.linkedin.com/in/ada{n},,Acme,Owner,{n:02} Sep 2026\n" for n in range(1, 29)
)
COMMENTS = "Date,Link,Message\n" + "".join(
    f"2026-09-{day:02} 08:15:21,https://x.example/{day},Hi\n" for day in range(1, 29)
)
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n" + "".join(
    f'Me,Ada{n},"8/{n}/26, 5:57 AM",,OUTGOING,https://www.linkedin.com/in/me,https://www.linkedin.com/in/ada{n}\n'
    for n in range(1, 29)
)


@pytest.fixture
def page(open_app):
    """The page of a new session, with these parameters in its address."""

    def open_page(**query: str):
        app = open_app(**query)
        app.switch_page("me/linkedin.py")
        return run(app)

    return open_page


def drop(app, *files: tuple[str, str | bytes]):
    uploader = app.file_uploader[0]
    for name, data in files:
        uploader.upload(name, data if isinstance(data, bytes) else data.encode())
    return run(app)


def figures(app) -> dict[str, str]:
    """What the page says was read, by activity."""
    table = app.table[0].value
    return {activity: cell.split("**")[1] for activity, cell in table.itertuples(index=False)}


def score_row(app) -> dict:
    """The table of what the score rests on, by activity."""
    table = click(app, "See my score").dataframe[-1].value
    return table.set_index("Activity").to_dict("index")


def test_a_sample_is_one_click_away_and_says_so(page):
    app = click(page(), "Try it with a sample")
    assert app.query_params["sample"] in (MEMBER.id, [MEMBER.id])
    assert "activities** were counted" in texts(app)
    assert len(app.get("vega_lite_chart")) == 4
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart"))
    assert click(app, "See my score").title[0].value == "Sample member"
    app.switch_page("me/linkedin.py")
    click(run(app), "Close the sample")
    assert "Try it with a sample" in [button.label for button in app.button]


def test_own_files_are_counted_and_lead_to_the_score(page):
    app = drop(page(), *load_member())
    assert not app.file_uploader[0].value, "the files are let go, and there is room for more"
    counted = figures(app)
    rows = score_row(app)
    assert app.title[0].value == "Your score"
    assert f"{len(counted)} of 21 counted in your LinkedIn files" in texts(app)
    assert "your own answers" not in texts(app)
    assert rows["Comments on others' posts"]["From"].startswith("Comments.csv: ")
    assert rows["Comments on others' posts"]["Value"] == counted["Comments on others' posts"]


def test_the_files_bytes_are_let_go(page, monkeypatch):
    freed = []
    remove = "streamlit.runtime.memory_uploaded_file_manager.MemoryUploadedFileManager.remove_file"
    monkeypatch.setattr(remove, lambda _manager, session_id, file_id: freed.append(file_id))
    drop(page(), ("Comments.csv", COMMENTS), ("Connections.csv", CONNECTIONS))
    assert len(freed) == 2


def test_what_is_counted_stands_in_place_of_what_was_answered(page):
    app = drop(page(a=to_draft(dict.fromkeys(RUBRIC.ids, 2), RUBRIC)), ("Comments.csv", COMMENTS))
    rows = score_row(app)
    assert "Of 21: 1 from your LinkedIn files, 20 from your answers" in texts(app)
    assert "Part of it is from your own answers" in texts(app), "people answer a little high, where they still count"
    assert rows["Comments on others' posts"]["From"] == "Comments.csv: 28 in 90 days"
    assert rows["Posts and articles"]["From"] == "About once a week"


def test_the_questionnaire_counts_what_the_files_answer(open_app):
    app = open_app(a=to_draft({"posts": 2, "comments_made": 1}, RUBRIC))
    app.session_state["me.files"] = Files(read_member([("Comments.csv", COMMENTS.encode())]))
    app.switch_page("me/questionnaire.py")
    assert "2 of 21 questions answered by you or your files" in run(app).get("progress")[0].proto.text


def test_a_question_says_that_its_answer_was_counted(open_app):
    app = open_app()
    app.session_state["me.files"] = Files(read_member([("Comments.csv", COMMENTS.encode())]))
    steps = (click(app, label) for label in ("Find out my score", "Next", "Next", "Next"))
    said = [" ".join(expander.label for expander in step.expander) for step in steps]
    words = "Comments on others' posts: 2.2 comments a week, counted in your LinkedIn files"
    assert [words in step for step in said] == [False, False, True, False]


def test_the_period_changes_the_figures_of_page_and_score(page):
    app = drop(page(), ("Comments.csv", COMMENTS))
    before = figures(app)
    app.get("button_group")[0].set_value(30)
    run(app)
    after = figures(app)
    assert (before["Comments on others' posts"], after["Comments on others' posts"]) == (
        "2.2 comments a week",
        "6.5 comments a week",
    )
    assert score_row(app)["Comments on others' posts"]["Value"] == "6.5 comments a week"


def test_what_comes_later_adds_and_what_comes_again_counts_once(page):
    app = drop(page(), ("Connections.csv", CONNECTIONS))
    drop(app, ("Comments.csv", COMMENTS))
    assert figures(app)["Connections"] == "28 connections"
    assert "Comments on others' posts" in figures(app)
    drop(app, ("Connections.csv", CONNECTIONS), ("Invitations.csv", INVITATIONS))
    assert figures(app)["Connections"] == "28 connections"
    assert figures(app)["Invitations accepted"] == "100 % of invitations accepted"
    assert sorted(app.dataframe[0].value["File"]) == ["Comments.csv", "Connections.csv", "Invitations.csv"]


def test_what_is_not_there_is_said_and_not_zero(page):
    app = drop(page(), ("Comments.csv", COMMENTS))
    assert "20 activities are not in these files" in [expander.label for expander in app.expander]
    assert "Your analytics would also show: New followers" in texts(app)
    assert "LinkedIn's complete copy would also show: Posts and articles" in texts(app)
    assert score_row(app)["Posts and articles"]["Value"] == "not known"


def test_a_foreign_file_is_named_for_what_it_is_and_the_others_go_on(page):
    app = drop(page(), ("cv.pdf", b"%PDF-1.7 ..."), ("Comments.csv", COMMENTS))
    assert "**1 file was not used**" in texts(app)
    assert "cv.pdf: This is a PDF document" in texts(app)
    assert "Comments on others' posts" in figures(app)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("Connections.csv", CONNECTIONS.splitlines()[0], "Connections.csv: LinkedIn has none of these on record."),
        (
            "Connections.csv",
            CONNECTIONS.splitlines()[0] + "\nA,B,,,,Owner,soon\n",
            "These files show none of the 21 activities.",
        ),
        ("Skills.csv", "Name\nNegotiation\n", "These files show none of the 21 activities."),
    ],
)
def test_files_that_show_no_activity_say_so(page, name, content, said):
    app = drop(page(), (name, content))
    assert said in texts(app)
    assert not app.get("vega_lite_chart")


def test_nothing_but_a_foreign_file_leaves_the_page_as_it_was(page):
    app = drop(page(), ("cv.pdf", b"%PDF-1.7 ..."))
    assert "cv.pdf: This is a PDF document" in texts(app)
    labels = [button.label for button in app.button]
    assert "Try it with a sample" in labels
    assert not {"See my score", "Take the files away"} & set(labels)
    drop(app, ("Comments.csv", COMMENTS))
    assert "cv.pdf" not in texts(app)


def test_private_files_alone_are_said_not_to_have_been_opened(page):
    app = drop(page(), ("PhoneNumbers.csv", "Number\n1\n"), ("Logins.csv", "Login Date\n"))
    assert "**2 files were not used**" in texts(app)
    assert "PhoneNumbers.csv, Logins.csv: Private, and not needed: it was not opened." in texts(app)


def test_a_second_archive_in_place_of_the_first_is_not_counted_twice(page):
    data = load_member()[0][1]
    app = drop(page(), ("Basic.zip", data))
    said = app.markdown[1].value
    drop(app, ("Complete.zip", data))
    assert said.split(", up to")[0] in texts(app)


def test_a_finding_stands_with_its_row_and_can_be_downloaded(page):
    app = drop(page(), ("Connections.csv", CONNECTIONS + "Eva,Gil,https://www.linkedin.com/in/eva,,Acme,Owner,soon\n"))
    findings = app.dataframe[-1].value
    assert findings["row"].tolist() == [30]
    assert "soon" not in findings.to_string()
    assert app.get("download_button")


def test_linkedins_own_score_in_a_file_becomes_the_persons_own(page):
    page_of_score = load_member()[-1]
    read = read_member([page_of_score]).official
    app = drop(page(), page_of_score)
    assert "LinkedIn's own score was read." in texts(app)
    assert app.session_state["me.own_score"] == {"total": read.total, **read.pillars}
    typed = drop(page(o="12_6_3_11"), page_of_score)
    assert typed.session_state["me.own_score"]["brand"] == read.pillars["brand"], "the later one counts"


def test_a_pasted_score_alone_leads_on(page):
    app = page()
    app.text_area(key="own-paste").set_value("Current Social Selling Index 36 out of 100")
    assert "LinkedIn's own score, no answers yet" in texts(click(run(app), "See my score"))


def test_taking_the_files_away_leaves_the_answers(page):
    app = drop(page(a=to_draft({"posts": 2}, RUBRIC)), ("Comments.csv", COMMENTS))
    click(app, "Take the files away")
    assert "Try it with a sample" in [button.label for button in app.button]
    app.switch_page("me/score.py")
    assert "Your answers: 1 of 21 known" in texts(run(app))


def test_a_sample_never_mixes_with_the_persons_own(page):
    app = drop(page(a=to_draft({"posts": 4}, RUBRIC)), ("Comments.csv", COMMENTS))
    app.query_params["sample"] = MEMBER.id
    app.session_state["me.persona"] = MEMBER.id
    run(app)
    assert len(figures(app)) > 1
    click(app, "Close the sample")
    assert list(figures(app)) == ["Comments on others' posts"]


def test_markdown_in_a_files_name_stays_text(page):
    name = "![x](http://example.org/x.png) :red[hi] **b**.csv"
    app = drop(page(), (name, COMMENTS))
    assert "](" not in app.table[0].value.iloc[0, 1]


def test_every_kind_of_file_has_its_words():
    assert {layout.kind for layout in LAYOUTS} <= KINDS.keys()
