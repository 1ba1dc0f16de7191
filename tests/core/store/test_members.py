from pathlib import Path

import pytest

from ssi_core.store import members, rights, snapshots
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.members import of_team
from tests.core.store.world import ANA, BEN, World, account, fresh, keep, person


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    return fresh(tmp_path) if request.param == "SQLite" else World(request.getfixturevalue("postgres_store"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh(tmp_path)


def member(world: World, email: str) -> members.Member:
    (found,) = [one for one in of_team(world.store, world.owner, world.team) if one.email == email]
    return found


def test_members_and_invitations_are_listed(either: World):
    listed = of_team(either.store, either.owner, either.team)
    assert [(one.email, one.role, one.person, one.signed_in) for one in listed] == [
        ("owner@example.org", "owner", "", True),
        ("manager@example.org", "manager", "", True),
        ("member@example.org", "member", BEN, True),
        ("later@example.org", "member", "", False),
    ]


def test_an_invitation_waits_for_whoever_signs_in_with_the_address(either: World):
    members.invite(either.store, either.owner, either.team, " Later@Example.org", "member", "ANA  MÜLLER")
    unverified = rights.sign_in(either.store, "issuer other", None, "later@example.org")
    assert rights.standings(either.store, unverified) == []
    later = account(either.store, "later")
    (seen,) = rights.standings(either.store, later)
    assert (seen.role, seen.person) == ("member", either.ana)
    assert member(either, "later@example.org").signed_in


def test_one_address_lets_one_account_in(world: World):
    first = account(world.store, "later")
    second = rights.sign_in(world.store, "issuer other", "later@example.org")
    assert len(rights.standings(world.store, first)) == 1
    assert rights.standings(world.store, second) == []


def test_an_address_that_changed_hands_gives_its_new_owner_nothing_of_the_old(either: World):
    old = account(either.store, "later")
    rights.sign_in(either.store, "https://sign.in later", "moved@example.org", "later")
    new = rights.sign_in(either.store, "issuer other", "later@example.org")
    members.invite(either.store, either.owner, either.team, "later@example.org", "manager")
    assert rights.standings(either.store, new)[0].role == "manager"
    assert rights.standings(either.store, old)[0].role == "member"


def test_asking_an_account_in_lets_it_in_at_once_and_again_changes_its_role(world: World):
    new = account(world.store, "new")
    members.invite(world.store, world.owner, world.team, "new@example.org", "manager", ANA)
    assert rights.standings(world.store, new)[0].manages
    members.invite(world.store, world.owner, world.team, "new@example.org", "member")
    (seen,) = rights.standings(world.store, new)
    assert (seen.role, seen.person) == ("member", None)


def test_who_is_in_a_team_by_another_address_is_in_it_once(either: World):
    members.invite(either.store, either.owner, either.team, "moved@example.org", "manager")
    moved = rights.sign_in(either.store, "https://sign.in member", "moved@example.org", "member")
    (seen,) = rights.standings(either.store, moved)
    assert seen.role == "member"
    assert member(either, "moved@example.org").signed_in


@pytest.mark.parametrize("email", ["", "nobody", "a b@example.org", "a@b\0", f"{'a' * 320}@example.org"])
def test_what_is_no_address_is_refused(world: World, email: str):
    with pytest.raises(StoreError):
        members.invite(world.store, world.owner, world.team, email)


def test_nobody_is_linked_to_a_person_who_is_not_in_the_team(world: World):
    with pytest.raises(StoreError, match="Nobody in this team is called “Eve”"):
        members.invite(world.store, world.owner, world.team, "later@example.org", "member", "Eve")


def test_the_last_owner_stays_owner(either: World):
    owner = member(either, "owner@example.org")
    with pytest.raises(NotAllowed, match="needs an owner"):
        members.remove(either.store, either.owner, either.team, owner.id)
    members.invite(either.store, either.owner, either.team, "never-came@example.org", "owner")
    with pytest.raises(NotAllowed, match="needs an owner"):
        members.invite(either.store, either.owner, either.team, "owner@example.org", "member")
    members.invite(either.store, either.owner, either.team, "manager@example.org", "owner")
    members.remove(either.store, either.owner, either.team, owner.id)
    assert rights.standings(either.store, either.owner) == []


def test_a_member_of_another_team_is_not_removed(world: World):
    south = rights.standings(world.store, world.stranger)[0].team
    (eve,) = of_team(world.store, world.stranger, south)
    with pytest.raises(NotAllowed):
        members.remove(world.store, world.owner, world.team, eve.id)
    assert of_team(world.store, world.stranger, south) == [eve]


def test_ones_own_history_is_not_shared(world: World):
    own = rights.own_history(world.store, world.owner).team
    for call in (
        lambda: members.invite(world.store, world.owner, own, "member@example.org"),
        lambda: members.remove(world.store, world.owner, own, 1),
        lambda: members.set_privacy(world.store, world.owner, own, "all"),
        lambda: members.rename(world.store, world.owner, own, "Mine"),
    ):
        with pytest.raises(NotAllowed, match="yours alone"):
            call()


def test_a_team_is_renamed_but_not_to_the_name_of_another(world: World):
    rights.new_team(world.store, world.owner, "East")
    members.rename(world.store, world.owner, world.team, " north ")
    for name in ("EAST", ""):
        with pytest.raises(StoreError):
            members.rename(world.store, world.owner, world.team, name)
    assert [team.name for team in rights.standings(world.store, world.owner)] == ["East", "north"]


def test_what_was_done_is_listed_newest_first_without_figures(world: World):
    snapshots.undo(world.store, world.manager, world.entry)
    snapshots.undo(world.store, world.manager, world.entry)
    snapshots.undo(world.store, world.manager, world.entry, again=True)
    listed = [(read.by, read.what) for read in members.audit(world.store, world.manager, world.team)]
    assert listed[:3] == [
        ("manager", "Let an upload count again"),
        ("manager", "Undid an upload"),
        ("owner", "Changed who may see what"),
    ]


def test_the_address_stands_for_an_account_without_a_name(sqlite_store: Store):
    store = sqlite_store
    ana = rights.sign_in(store, "issuer one", "ana@example.org")
    team = rights.new_team(store, ana, "North").team
    keep(store, ana, team, [person(ANA)])
    snapshots.snapshots_of(store, ana, team)
    assert members.audit(store, ana, team)[0].by == "ana@example.org"
    assert snapshots.history(store, ana, team)[0].by == "ana@example.org"
