"""Keeping a team's sheets: preview, keep, correct, replace, undo; and what owners, managers and members see of it."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import kept
from pages.parts.site import DRIVERS, OVER_TIME, OVERVIEW, PERSON, RESULTS, TRIAL, UPLOAD
from ssi_core.intake.files import read_files
from ssi_core.intake.team import read_team
from ssi_core.samples import TEAMS
from ssi_core.store import members, snapshots
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.rights import Account, new_team, sign_in
from ssi_core.store.snapshots import Source
from tests.pages.conftest import click, run, texts

HEADER = "Name,Date,Team,Posts per week,Comments per week,SSI\n"
ROWS = ("Ada Berg,2026-11-09,North,1,4,31", "Ben Cole,2026-11-09,South,0,2,24", "Cem Demir,2026-11-09,South,3,12,66")
FIRST = HEADER + "\n".join(ROWS)
SECOND = FIRST.replace("11-09", "11-16").replace(",4,31", ",9,40")
TEAM_PAGES = (OVERVIEW, PERSON, DRIVERS, OVER_TIME, RESULTS, TRIAL, UPLOAD)


@pytest.fixture
def on_this_computer(monkeypatch, tmp_path) -> Store:
    """Visitors of this computer, with a database that outlives their sessions."""
    url = f"sqlite:///{tmp_path / 'history.db'}"
    monkeypatch.setenv("SSI_DATABASE_URL", url)
    monkeypatch.setattr(kept, "place", lambda: "computer")
    return kept._opened(url)


def upload(app: AppTest, sheet: str, name: str = "north.csv") -> AppTest:
    """The sheet in place of what the drop zone holds."""
    app.switch_page(UPLOAD.script)
    run(app)
    app.file_uploader[0].set_value((name, sheet.encode(), "text/csv"))
    return run(app)


def control(app: AppTest, kind: str, key: str):
    return next(element for element in app.get(kind) if element.key and element.key.endswith(key))


def visit(app: AppTest, entry) -> str:
    app.switch_page(entry.script)
    return texts(run(app))


def fails(why: str):
    def fail(*_args, **_options):
        raise StoreError(why)

    return fail


def test_keep_the_same_again_correct_and_undo(open_app):
    app = upload(open_app(), FIRST)
    assert "**3 new rows**\n" in texts(app)
    assert control(app, "text_input", "keep.name").value == "north"
    click(app, "Keep")
    assert "Kept: **3 new rows**" in texts(app)
    assert "north, 3 people, kept for this visit only, newest 9 November 2026" in texts(app)

    upload(app, FIRST, "again.csv")
    assert "All of it is kept already." in texts(app)
    assert not [button for button in app.button if button.label == "Keep"]

    upload(app, FIRST.replace("Cole,2026-11-09,South,0", "Cole,2026-11-09,South,2"))
    assert "\n1 corrected, 2 as they are\n" in texts(app)
    cells = app.dataframe[-1].value
    assert cells[["person", "what", "before", "after"]].values.tolist() == [
        ["Ben Cole", "Posts and articles", "0 posts a week", "2 posts a week"]
    ]
    click(app, "Keep")
    click(app, "Undo")
    assert "undone, doesn't count" in texts(app)
    assert "All of it is kept already." in texts(upload(app, FIRST, "again.csv"))


def test_a_new_week_is_added_or_replaces_what_is_there(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    upload(app, SECOND, "second.csv")
    assert "**3 new rows**" in texts(app)
    control(app, "button_group", "keep.replace").set_value(True)
    run(app)
    assert "**3 new rows**, 3 taken out" in texts(app)
    assert list(app.dataframe[-1].value["person"]) == ["Ada Berg", "Ben Cole", "Cem Demir"]
    control(app, "button_group", "keep.replace").set_value(False)
    click(app, "Keep")
    assert "newest 16 November 2026" in texts(app)
    assert "newest of 2 dates" in visit(app, OVERVIEW)


def test_into_another_team_and_back(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    upload(app, SECOND, "south.csv")
    control(app, "selectbox", "keep.into").set_value(0)
    run(app)
    control(app, "text_input", "keep.name").set_value("![x](y) *South*")
    run(app)
    click(app, "Keep")
    assert "![x](y) *South*, 3 people" in "\n".join(text.value for text in app.text)
    assert "*South*" not in "\n".join(element.value for element in app.markdown)
    assert "Other kept teams" in texts(app)
    click(app, "Open")
    assert "north, 3 people, kept for this visit only, newest 9 November 2026" in texts(app)


def test_rows_without_a_date_are_of_the_day_that_is_said(open_app):
    app = upload(open_app(), "Name,Posts per week\nAda,1\n")
    assert app.date_input[0].label == "1 row has no date. It is of"
    app.date_input[0].set_value("2026-10-05")
    run(app)
    assert "newest 5 October 2026" in texts(click(app, "Keep"))


def test_what_was_said_of_a_column_holds_for_the_next_file(open_app):
    app = upload(open_app(), "Name,Date,SSI,Comments written by hand\nAda,2026-11-09,31,4\n")
    control(app, "button_group", "Comments written by hand").set_value(1)
    run(app)
    click(app, "Keep")
    upload(app, "Name,Date,SSI,Comments written by hand\nAda,2026-11-16,33,6\n", "next.csv")
    assert "Read as you said before: “Comments written by hand”" in texts(app)
    assert "Is “Comments written by hand” this" not in texts(app)


def test_after_keep_the_drop_zone_is_empty_and_a_corrected_sheet_is_read(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    assert not app.file_uploader[0].value
    assert "north, 3 people" in texts(app)
    app.file_uploader[0].upload("corrected.csv", FIRST.replace("South,0", "South,2").encode())
    assert "1 corrected, 2 as they are" in texts(run(app))


def test_files_that_contradict_each_other_are_not_simply_kept_already(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    app.file_uploader[0].upload("north.csv", FIRST.encode())
    app.file_uploader[0].upload("other.csv", FIRST.replace(",4,31", ",9,31").encode())
    said = texts(run(app))
    assert "All of it is kept already." in said
    assert "But for what was not taken as it stands: see the findings above." in said


def test_an_undo_says_how_many_rows_another_upload_has_too(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    both = FIRST + "\n" + SECOND.removeprefix(HEADER)
    click(upload(app, both, "both.csv"), "Keep")
    click(app, "Undo")
    assert "Undone. 3 of its rows still count, as another upload has them too." in texts(app)
    assert "still count" not in texts(click(app, "Undo"))


def test_who_has_another_name_now_is_named_before_it_is_kept(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    upload(app, SECOND.replace("Ben Cole", "Ben Cole-Fox"), "renamed.csv")
    assert "New in this team: Ben Cole-Fox. In the team but not in this sheet: Ben Cole. If one of them" in texts(app)
    upload(app, SECOND.replace("Ben Cole", "BEN COLE"), "second.csv")
    assert "New in this team" not in texts(app)


def test_an_unrelated_sheet_makes_a_new_team(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    upload(app, SECOND.replace("Ada Berg", "Eve Fox").replace("Ben Cole", "Gus Holm"), "other.csv")
    assert control(app, "selectbox", "keep.into").value == 0
    upload(app, SECOND.replace("Ada Berg", "Eve Fox"), "second.csv")
    assert control(app, "selectbox", "keep.into").value != 0


def test_people_stand_in_one_order_in_the_sheet_and_in_the_kept_team(open_app):
    def listed():
        visit(app, PERSON)
        names = list(app.selectbox[0].options)
        visit(app, OVERVIEW)
        return names, [chart.proto.alt for chart in app.get("vega_lite_chart")]

    app = upload(open_app(), HEADER + "\n".join(f"{name},2026-11-09,North,1,2,40" for name in ("Cy", "ben", "Ada")))
    sheet = listed()
    assert sheet[0] == ["Ada", "ben", "Cy"]
    assert any("Ada 40, ben 40, Cy 40" in alt for alt in sheet[1])
    visit(app, UPLOAD)
    click(app, "Keep")
    assert listed() == sheet


def test_what_was_replaced_later_has_nothing_to_undo(open_app):
    app = click(upload(open_app(), FIRST), "Keep")
    upload(app, SECOND, "second.csv")
    control(app, "button_group", "keep.replace").set_value(True)
    click(run(app), "Keep")
    assert "doesn't count: replaced later" in texts(app)
    assert [button.label for button in app.button].count("Undo") == 1
    click(app, "Undo")
    assert "replaced later" not in texts(app)
    assert [button.label for button in app.button if button.label in ("Undo", "Count again")] == ["Count again", "Undo"]


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_database_that_cannot_be_read_is_said_once(open_app, monkeypatch, is_kept):
    app = upload(open_app(), FIRST)
    if is_kept:
        click(app, "Keep")
    monkeypatch.setattr(Store, "reading", fails("The server is gone"))
    assert visit(app, UPLOAD).count("The server is gone") == 1
    assert visit(app, OVERVIEW).count("The server is gone") == is_kept


def test_a_sample_is_not_kept(open_app):
    app = open_app(team=TEAMS[0].id)
    assert "A sample isn't kept" in visit(app, UPLOAD)
    assert not [button for button in app.button if button.label == "Keep"]


def test_a_fault_is_a_sentence_and_the_sheet_is_kept_with_the_next_click(open_app, monkeypatch):
    app = upload(open_app(), FIRST)
    with monkeypatch.context() as broken:
        broken.setattr(snapshots, "keep_new", fails("The disk is full"))
        click(app, "Keep")
        assert "The disk is full" in texts(app)
    assert "Kept: **3 new rows**" in texts(click(app, "Keep"))


def test_the_only_kept_team_opens_by_itself(open_app, on_this_computer):
    click(upload(open_app(), FIRST), "Keep")
    later = open_app()
    assert "north, 3 people, kept on this computer, newest 9 November 2026" in visit(later, OVERVIEW)
    assert "mean of 3 active people" in texts(later)


def test_a_team_on_show_is_back_after_a_fault_without_being_opened_again(open_app, monkeypatch):
    app = click(upload(open_app(), FIRST), "Keep")
    with monkeypatch.context() as broken:
        for asked in ("stamp", "extents"):
            broken.setattr(snapshots, asked, fails("The server is gone"))
        said = visit(app, OVERVIEW)
        assert "The server is gone" in said
        assert "mean of" not in said
    assert "mean of 3 active people" in texts(run(app))


def kept_by(store: Store, account: Account, *sheets: str) -> int:
    team_id = new_team(store, account, "North").team
    for sheet in sheets:
        read = read_team(read_files([("north.csv", sheet.encode())])[0])
        snapshots.keep(store, account, team_id, snapshots.from_frame(read.frame, read.outcomes), Source("sheet"))
    return team_id


@pytest.fixture
def north(on_this_computer, monkeypatch):
    """north(role, privacy, person): the kept team's id, seen by an account of this role from now on."""
    store = on_this_computer
    owner, other = (sign_in(store, who, f"{who}@example.org", who.title()) for who in ("owner", "other"))
    team_id = kept_by(store, owner, FIRST, SECOND)

    def seen_by(role: str, privacy: str = "all", person: str = "") -> int:
        members.set_privacy(store, owner, team_id, privacy)
        if role != "owner":
            members.invite(store, owner, team_id, other.email, role, person)
        who = owner if role == "owner" else sign_in(store, "other", other.email, "Other")
        monkeypatch.setattr(kept, "account", lambda: who)
        return team_id

    seen_by.store, seen_by.owner = store, owner
    return seen_by


@pytest.mark.parametrize(
    ("role", "privacy", "person", "sees"),
    [
        ("manager", "managers", "", "all"),
        ("member", "totals", "Ada Berg", "totals"),
        ("member", "managers", "Ada Berg", "own"),
        ("member", "managers", "", "nothing"),
    ],
)
def test_each_role_sees_on_every_page_what_the_setting_allows(open_app, north, role, privacy, person, sees):
    north(role, privacy, person)
    app = open_app()
    pages = {entry: visit(app, entry) for entry in TEAM_PAGES}
    everything = str(app.session_state["team.roster"].rows) + "".join(pages.values())
    assert "mean of 3 active people" in pages[OVERVIEW] if sees in ("all", "totals") else "Ben Cole" not in everything
    assert ("What raises the team's mean most" in pages[DRIVERS]) == (sees == "all")
    assert ("Ada Berg is at" in pages[PERSON]) == (sees != "nothing" and bool(person or sees == "all"))
    assert ("What came in" in pages[UPLOAD]) == (role != "member")
    assert all(("North, your own figures, kept" in page) == (sees == "own") for page in pages.values())
    if sees == "totals":
        assert not [one for one in app.session_state["team.roster"].rows if one.person != person]
        assert "everybody's total" in pages[TRIAL]


def test_a_right_that_is_withdrawn_shows_nothing_on_the_next_run(open_app, north):
    team_id = north("member", "all")
    app = open_app()
    assert "mean of 3 active people" in visit(app, OVERVIEW)
    assert "What came in" not in visit(app, UPLOAD)
    everybodys_plans = app.session_state["team.roster"].asked(lambda: b"plans")
    assert everybodys_plans() == b"plans"
    members.set_privacy(north.store, north.owner, team_id, "totals")
    assert "What people do, and what follows from it, is shown to its managers" in visit(app, OVERVIEW)
    assert "What raises the team's mean most" not in texts(app)
    invited = next(one for one in members.of_team(north.store, north.owner, team_id) if one.role == "member")
    members.remove(north.store, north.owner, team_id, invited.id)
    said = texts(run(app))
    assert "You can't see this team, or no longer." in said
    assert "mean of" not in said
    with pytest.raises(NotAllowed):
        everybodys_plans()


def test_a_fragment_asks_again_before_it_shows_anything():
    """AppTest runs no fragment alone: here the right ends after the page has asked and before its fragment does."""

    def page():
        import streamlit as st

        from pages.parts import team
        from ssi_core.store.engine import NotAllowed

        class Kept:
            sample, asked = "", 0

            def now(self):
                Kept.asked += 1
                if Kept.asked > 2:
                    raise NotAllowed("No longer.")
                return self

        if "begun" not in st.session_state:
            st.session_state["begun"] = st.session_state["team.roster"] = Kept()
        team.keep_in_address()
        if team.roster() is None:
            st.error(team.refusal())
        else:
            st.text("Ada Berg's page")
            team.fragment(st.text)("Ada Berg's figures")

    assert texts(run(AppTest.from_function(page, default_timeout=30))) == "No longer."
