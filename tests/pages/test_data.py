"""One's own data: what is kept, to take along, to bring back, to keep for so long, to delete for good."""

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import kept
from ssi_core.store import erase, export, people, rights, snapshots
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account
from ssi_core.store.snapshots import Snapshot, Source
from ssi_core.workshop import rooms
from tests.pages.conftest import click, run, texts
from tests.pages.test_members import box
from tests.pages.visitors import account, arrive, person, team

PAGE = "about/data.py"


def keep_own(who: Account, *ages: int) -> None:
    """Snapshots of the account's own, so many days old."""
    today = date.today()
    rows = [Snapshot("", today - timedelta(days=age), values={"posts": 1.0}) for age in ages]
    snapshots.keep(Store(), who, rights.own_history(Store(), who).team, rows, Source("score"))


def figures(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def delete(app: AppTest) -> AppTest:
    app.checkbox[0].check()
    return click(run(app), "Delete for good")


def test_on_this_computer_the_file_is_named(open_app, monkeypatch):
    monkeypatch.setattr(kept, "place", lambda: "computer")
    app = run(open_app().switch_page(PAGE))
    assert app.code[0].value == Store().url.database
    assert "stays on this computer" in texts(app)


def test_for_a_visit_there_is_saving_and_loading(open_app):
    keep_own(account("file"), 0, 7)
    app = run(open_app().switch_page(PAGE))
    assert figures(app)[0] == "0"
    assert [button.label for button in app.get("download_button")] == ["Save as a file", "Save as a workbook"]
    app.file_uploader[0].upload("history.json", export.to_json(Store(), account("file")))
    assert "2 snapshots" in texts(run(app))
    assert figures(app)[0] == "2"
    assert "Delete" not in texts(app)


def test_a_file_that_is_no_history_is_refused_in_words(open_app):
    app = run(open_app().switch_page(PAGE))
    app.file_uploader[0].upload("history.json", b"{}")
    assert len(run(app).error) == 1
    assert figures(app)[0] == "0"


def test_keeping_for_90_days_deletes_what_is_older():
    keep_own(account("gil"), 0, 100)
    app = arrive(person("gil"), PAGE)
    assert figures(app)[0] == "2"
    box(app, "Keep for").select(90)
    assert "are deleted at once" in run(app).warning[0].value
    assert figures(app)[0] == "2", "nothing goes before the button"
    assert figures(click(app, "Keep it so"))[0] == "1"
    assert box(app, "Keep for").value == 90


@pytest.mark.parametrize(("kind", "left"), [("person", {"Lee"}), ("team", None)])
def test_a_person_and_a_team_go_after_one_question(kind: str, left: set[str] | None):
    owner = account(f"ines-{kind}")
    made = team(owner, "Ines's", "Kim", "Lee")
    app = arrive(person(f"ines-{kind}"), PAGE)
    assert "Ines's · Owner · 2 people, 2 rows" in texts(app)
    box(app, "What").select(kind)
    run(app)
    assert next(button for button in app.button if button.label == "Delete for good").disabled
    delete(app)
    assert "Backups made before still hold it" in app.success[0].value
    if left is None:
        assert not rights.standings(Store(), owner)
    else:
        assert set(people.names(Store(), owner, made.team).values()) == left


def test_the_own_history_goes_and_the_visit_begins_anew():
    keep_own(account("jo"), 0)
    app = arrive(person("jo"), PAGE, team="team")
    box(app, "What").select("own")
    delete(run(app))
    assert "1 snapshot" in app.success[0].value
    assert figures(app)[0] == "0"
    assert "team" not in app.query_params


def test_everything_goes_with_the_account_and_signs_out():
    keep_own(account("kai"), 0)
    rooms.new_room(Store(), account("kai"), "Kick-off", date.today())
    app = arrive(person("kai"), PAGE)
    assert figures(app) == ["1", "0", "0", "0", "1"]
    assert [link.proto.page for link in app.get("page_link")] == ["room"]
    box(app, "What").select("everything")
    delete(run(app))
    assert "1 snapshot, 1 room." in app.success[0].value
    assert "Your sign-in has ended" in texts(app)
    assert not snapshots.snapshots_of(Store(), account("kai"), rights.own_history(Store(), account("kai")).team)


def test_where_the_account_was_deleted_elsewhere_the_page_begins_anew():
    keep_own(account("mia"), 0)
    app = arrive(person("mia"), PAGE)
    assert figures(app)[0] == "1"
    erase.everything(Store(), account("mia"))
    assert figures(run(app))[0] == "0"
    assert not app.error


def test_markdown_in_a_name_stays_text():
    team(account("lou"), "**L**", "![x](http://example.org/x.png)")
    app = arrive(person("lou"), PAGE)
    assert not app.warning
    box(app, "What").select("person")
    warning = run(app).warning[0].value
    assert "\\!\\[x\\]" in warning
    assert "\\*\\*L" in warning


def test_a_team_gets_another_name_from_its_owner_alone():
    owner = account("names")
    north = team(owner, "Team North", "Ada Berg")
    app = arrive(person("names"), PAGE)
    app.text_input(key=f"data.name.{north.team}.Team North").input("Team South").run()
    click(app, "Rename it")
    assert "Team North is now called Team South." in texts(app)
    assert [one.name for one in rights.standings(Store(), owner)] == ["Team South"]
