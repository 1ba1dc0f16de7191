"""Who may see what of a team: for its owner to set, for its manager to see, for a member to know."""

from streamlit.testing.v1 import AppTest

from pages.parts import kept
from ssi_core.store import members
from ssi_core.store.engine import Store
from tests.pages.conftest import click, run, texts
from tests.pages.visitors import account, arrive, person, team

PAGE = "team/members.py"


def box(app: AppTest, label: str):
    return next(box for box in app.selectbox if box.label == label)


def inside(app: AppTest) -> list[list[str]]:
    """Name, address, role and person of each member, as the page shows them."""
    return app.dataframe[0].value.fillna("").to_numpy().tolist()


def test_without_accounts_there_is_nobody_to_share_with(open_app, monkeypatch):
    app = run(open_app().switch_page(PAGE))
    assert "Nothing is stored on this server" in texts(app)
    monkeypatch.setattr(kept, "place", lambda: "computer")
    assert "belongs to whoever uses this computer" in texts(run(app))


def test_signed_out_with_accounts_the_page_asks_to_sign_in():
    assert "Sign in, in the sidebar" in texts(arrive({"is_logged_in": False}, PAGE))


def test_an_owner_invites_changes_takes_out_and_takes_that_back():
    team(account("ada"), "Ada's", "Kim", "Lee")
    app = arrive(person("ada"), PAGE)
    app.text_input[0].input("Kim@example.org")
    box(app, "Who they are in the team's sheets").select("Kim")
    click(app, "Invite")
    assert "kim@example.org is invited." in texts(app).lower()
    assert inside(app)[1] == ["Has not signed in yet", "kim@example.org", "Member", "Kim"]

    box(app, "Who").select_index(1)
    run(app)
    app.selectbox[-2].select("manager")
    run(app)
    click(app, "Save")
    assert inside(app)[1][2] == "Manager"
    click(app, "Undo")
    assert inside(app)[1][2:] == ["Member", "Kim"]

    click(app, "Take out of the team")
    assert len(inside(app)) == 1
    click(app, "Undo")
    assert inside(app)[1][1:] == ["kim@example.org", "Member", "Kim"]
    assert "Changed who may see what" in set(app.dataframe[1].value["What"])


def test_the_last_owner_stays():
    team(account("bea"), "Bea's", "Kim")
    app = click(arrive(person("bea"), PAGE), "Take out of the team")
    assert "needs an owner" in app.error[0].value
    assert len(members.of_team(Store(), account("bea"), team_of(app))) == 1


def team_of(app: AppTest) -> int:
    return app.session_state["members.team"]


def test_what_members_see_changes_at_once():
    made = team(account("cleo"), "Cleo's", "Kim")
    members.invite(Store(), account("cleo"), made.team, "kit@example.org", "member", "Kim")
    member = arrive(person("kit"), PAGE)
    assert "You see your own figures only." in texts(member)
    owner = arrive(person("cleo"), PAGE)
    owner.radio[0].set_value("totals")
    run(owner)
    assert "You see your own figures and all totals." in texts(run(member))
    assert not member.dataframe


def test_a_manager_sees_the_members_and_changes_nothing():
    made = team(account("dora"), "Dora's", "Kim")
    members.invite(Store(), account("dora"), made.team, "max@example.org", "manager")
    app = arrive(person("max"), PAGE)
    assert len(inside(app)) == 2
    assert app.radio[0].disabled
    assert "Only an owner can change it" in texts(app)
    assert not {"Invite", "Save", "Take out of the team"} & {button.label for button in app.button}


def test_a_manager_who_is_none_any_more_sees_nothing_on_the_next_click():
    made = team(account("ella"), "Ella's", "Kim")
    members.invite(Store(), account("ella"), made.team, "mo@example.org", "manager")
    app = arrive(person("mo"), PAGE)
    assert inside(app)
    listed = members.of_team(Store(), account("ella"), made.team)
    members.remove(Store(), account("ella"), made.team, listed[1].id)
    assert not run(app).dataframe
    assert "Ella's" not in texts(app)


def test_without_a_verified_address_invitations_do_not_reach():
    app = arrive(person("fay") | {"email_verified": False}, PAGE)
    assert "invitations to it don't reach you" in texts(app)
