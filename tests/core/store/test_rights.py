import inspect
import pkgutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import delete

import ssi_core.store
from ssi_core.store import erase, export, members, people, plans, rights, snapshots, tables
from ssi_core.store.engine import NotAllowed, Store, StoreError
from ssi_core.store.rights import Account
from tests.core.store.world import (
    ACTORS,
    ANA,
    BEN,
    MONDAY,
    ON_SQLITE,
    PLAN,
    UNKNOWN,
    World,
    account,
    fresh,
    keep,
    person,
)

ALL, MEMBERS, SEE_ALL, MANAGERS, OWNERS = (ACTORS[i:] for i in (0, 1, 3, 4, 5))
SOURCE = snapshots.Source("sheet")


def named(world: World, account: Account) -> str:
    """A name that none of the account's teams has."""
    return f"Team {len(rights.standings(world.store, account))}"


MATRIX: dict[str, tuple[tuple[str, ...], Callable[[Any, Account], object]]] = {
    "rights.is_there": (ALL, lambda w, a: rights.is_there(w.store, a)),
    "rights.standings": (ALL, lambda w, a: rights.standings(w.store, a)),
    "rights.own_history": (ALL, lambda w, a: rights.own_history(w.store, a)),
    "rights.new_team": (ALL, lambda w, a: rights.new_team(w.store, a, named(w, a))),
    "members.of_team": (MANAGERS, lambda w, a: members.of_team(w.store, a, w.team)),
    "members.audit": (MANAGERS, lambda w, a: members.audit(w.store, a, w.team)),
    "members.invite": (OWNERS, lambda w, a: members.invite(w.store, a, w.team, "new@example.org")),
    "members.remove": (OWNERS, lambda w, a: members.remove(w.store, a, w.team, w.invitation)),
    "members.rename": (OWNERS, lambda w, a: members.rename(w.store, a, w.team, "East")),
    "members.set_privacy": (OWNERS, lambda w, a: members.set_privacy(w.store, a, w.team, "all")),
    "people.names": (MANAGERS, lambda w, a: people.names(w.store, a, w.team)),
    "snapshots.preview": (MANAGERS, lambda w, a: snapshots.preview(w.store, a, w.team, [person("Cem")])),
    "snapshots.keep_new": (ALL, lambda w, a: snapshots.keep_new(w.store, a, named(w, a), [person("Cem")], SOURCE)),
    "snapshots.keep": (MANAGERS, lambda w, a: snapshots.keep(w.store, a, w.team, [person("Cem")], SOURCE)),
    "snapshots.undo": (MANAGERS, lambda w, a: snapshots.undo(w.store, a, w.entry)),
    "snapshots.history": (MANAGERS, lambda w, a: snapshots.history(w.store, a, w.team)),
    "snapshots.remembered": (MANAGERS, lambda w, a: snapshots.remembered(w.store, a, w.team)),
    "snapshots.snapshots_of": (MEMBERS, lambda w, a: snapshots.snapshots_of(w.store, a, w.team)),
    "snapshots.totals": (MEMBERS, lambda w, a: snapshots.totals(w.store, a, w.team)),
    "snapshots.extents": (ALL, lambda w, a: snapshots.extents(w.store, a)),
    "snapshots.stamp": (MEMBERS, lambda w, a: snapshots.stamp(w.store, a, w.team)),
    "snapshots.bars": (MEMBERS, lambda w, a: snapshots.bars(w.store, a, w.team)),
    "plans.keep_plan": (MANAGERS, lambda w, a: plans.keep_plan(w.store, a, w.ana, MONDAY, PLAN, {})),
    "plans.end_plan": (MANAGERS, lambda w, a: plans.end_plan(w.store, a, w.plan)),
    "plans.tick": (MANAGERS, lambda w, a: plans.tick(w.store, a, w.plan, 1, "posts", "Write", True)),
    "plans.check_in": (MANAGERS, lambda w, a: plans.check_in(w.store, a, w.ana, MONDAY, {"posts": 1})),
    "plans.plans_of": (SEE_ALL, lambda w, a: plans.plans_of(w.store, a, w.ana)),
    "plans.ticked": (SEE_ALL, lambda w, a: plans.ticked(w.store, a, w.plan)),
    "plans.check_ins_of": (SEE_ALL, lambda w, a: plans.check_ins_of(w.store, a, w.ana)),
    "export.as_dict": (ALL, lambda w, a: export.as_dict(w.store, a)),
    "export.to_json": (ALL, lambda w, a: export.to_json(w.store, a)),
    "export.from_json": (ALL, lambda w, a: export.from_json(w.store, a, export.to_json(w.store, a))),
    "erase.person": (OWNERS, lambda w, a: erase.person(w.store, a, w.ana)),
    "erase.team": (OWNERS, lambda w, a: erase.team(w.store, a, w.team)),
    "erase.set_retention": (OWNERS, lambda w, a: erase.set_retention(w.store, a, w.team, 90)),
    "erase.own": (ALL, lambda w, a: erase.own(w.store, a)),
    "erase.everything": (ALL, lambda w, a: erase.everything(w.store, a)),
}
GUARDED = [name for name, (allowed, _call) in MATRIX.items() if allowed != ALL]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh(tmp_path)


def refusal(call: Callable[[Any, Account], object], world: Any, who: Account) -> str:
    """The sentence with which the call is refused, "" where it isn't."""
    try:
        call(world, who)
    except NotAllowed as said:
        return str(said)
    return ""


def test_every_function_for_an_account_stands_in_the_matrix():
    """note_seen is told what the account sees by a function that has asked."""
    found = set()
    for module in pkgutil.iter_modules(ssi_core.store.__path__):
        if not module.ispkg:
            loaded = import_module(f"ssi_core.store.{module.name}")
            for name, function in inspect.getmembers(loaded, inspect.isfunction):
                own = function.__module__ == loaded.__name__ and not name.startswith("_")
                if own and {"store", "account"} <= inspect.signature(function).parameters.keys():
                    found.add(f"{module.name}.{name}")
    assert found - {"rights.note_seen"} == MATRIX.keys()


@pytest.mark.parametrize("name", MATRIX)
def test_role_and_setting_say_who_may(world: World, name: str):
    allowed, call = MATRIX[name]
    may = [actor for actor in ACTORS if not refusal(call, world, again(world.store, world.actor(actor)))]
    assert tuple(may) == allowed


def again(store: Store, who: Account) -> Account:
    """The account signed in once more; one that an earlier call has deleted begins anew."""
    return rights.sign_in(store, who.subject, who.email, who.name)


@pytest.mark.parametrize("name", GUARDED)
def test_what_is_not_yours_is_refused_like_what_does_not_exist(world: World, name: str):
    call = MATRIX[name][1]
    nowhere = SimpleNamespace(
        store=world.store, **dict.fromkeys(("team", "ana", "ben", "entry", "plan", "invitation"), UNKNOWN)
    )
    said = refusal(call, world, world.stranger)
    assert said
    assert said == refusal(call, nowhere, world.stranger) == refusal(call, nowhere, world.owner)


@pytest.mark.parametrize("name", GUARDED)
def test_a_right_that_was_withdrawn_shows_nothing_on_the_next_call(world: World, name: str):
    call = MATRIX[name][1]
    members.invite(world.store, world.owner, world.team, "manager@example.org", "owner")
    (row,) = [one for one in members.of_team(world.store, world.manager, world.team) if one.name == "manager"]
    members.remove(world.store, world.owner, world.team, row.id)
    assert refusal(call, world, world.manager)


SEEN = {  # whose figures in full, and whose total
    "owner": ({ANA, BEN}, {ANA, BEN}),
    "manager": ({ANA, BEN}, {ANA, BEN}),
    "member, all": ({ANA, BEN}, {ANA, BEN}),
    "member, totals": ({BEN}, {ANA, BEN}),
    "member, managers": ({BEN}, {BEN}),
}


def test_what_is_seen(store: Store):
    world = World(store)
    for actor, (in_full, in_total) in SEEN.items():
        who = world.actor(actor)
        assert {one.person for one in snapshots.snapshots_of(store, who, world.team)} == in_full
        assert set(snapshots.totals(store, who, world.team)["person"]) == in_total


@pytest.mark.parametrize("privacy", ["totals", "managers"])
def test_a_member_who_is_nobody_of_the_team_sees_no_figures_in_full(world: World, privacy: rights.Privacy):
    members.invite(world.store, world.owner, world.team, "member@example.org")
    world.set(privacy)
    assert snapshots.snapshots_of(world.store, world.member, world.team) == []
    assert len(snapshots.totals(world.store, world.member, world.team)) == (2 if privacy == "totals" else 0)


def test_totals_do_not_depend_on_who_looks(world: World):
    everybody = snapshots.totals(world.store, world.owner, world.team).set_index("person")
    world.set("managers")
    own = snapshots.totals(world.store, world.member, world.team).set_index("person")
    assert own.loc[BEN].equals(everybody.loc[BEN])


def test_a_member_plans_and_checks_in_for_who_they_are(world: World):
    store = world.store
    world.set("managers")
    plan = plans.keep_plan(store, world.member, world.ben, MONDAY, PLAN, {})
    plans.tick(store, world.member, plan, 1, "posts", "Write", True)
    plans.check_in(store, world.member, world.ben, MONDAY, {"posts": 2.0})
    assert plans.ticked(store, world.member, plan) == {(1, "posts", "Write")}
    assert len(plans.check_ins_of(store, world.member, world.ben)) == 1
    with pytest.raises(NotAllowed, match="somebody else"):
        plans.check_ins_of(store, world.member, world.ana)


def test_the_first_visit_makes_an_account_and_later_ones_find_it(store: Store):
    first = rights.sign_in(store, "issuer one", "Ana@Example.org", "Ana")
    assert first.email == "ana@example.org"
    assert rights.sign_in(store, "issuer one", None, "Ana M.").id == first.id
    assert rights.sign_in(store, "issuer  one").id != first.id


def test_first_visits_at_the_same_time_make_one_account(store: Store):
    with ThreadPoolExecutor(4) as pool:
        found = {each.id for each in pool.map(lambda _n: rights.sign_in(store, "issuer one"), range(8))}
        (one,) = found
        own = {
            each.team for each in pool.map(lambda _n: rights.own_history(store, Account(one, "issuer one")), range(8))
        }
    assert len(own) == 1


@pytest.mark.parametrize(
    ("subject", "email", "name"),
    [("a\0b", None, ""), ("s" * 501, None, ""), ("s", "no address", ""), ("s", None, "\ud800")],
)
def test_what_no_database_can_hold_is_refused_at_sign_in(world: World, subject: str, email: str | None, name: str):
    with pytest.raises(StoreError):
        rights.sign_in(world.store, subject, email, name)


def test_an_own_history_is_there_once_and_for_its_account_alone(store: Store):
    ana, ben = account(store, "ana"), account(store, "ben")
    own = rights.own_history(store, ana)
    assert own.personal
    assert rights.own_history(store, ana) == own != rights.own_history(store, ben)
    assert rights.standings(store, ana) == []
    with pytest.raises(NotAllowed):
        snapshots.snapshots_of(store, ben, own.team)


@ON_SQLITE
def test_a_deleted_account_begins_nothing_and_its_id_is_not_given_to_another(store: Store):
    ana = account(store, "ana")
    rights.own_history(store, ana)
    erase.everything(store, ana)
    assert account(store, "ben").id != ana.id
    for call in (lambda: rights.own_history(store, ana), lambda: rights.new_team(store, ana, "North")):
        with pytest.raises(NotAllowed, match="has been deleted"):
            call()


def test_an_id_that_is_another_s_since_a_restore_gives_nothing_of_theirs(world: World):
    stale = Account(world.owner.id, "https://sign.in somebody")
    before = export.as_dict(world.store, world.owner)["teams"]
    told = {"rights.is_there": False, "rights.standings": [], "snapshots.extents": {}}
    for name, (_allowed, call) in MATRIX.items():
        if name in told:
            assert call(world, stale) == told[name]
        else:
            assert refusal(call, world, stale), name
    assert export.as_dict(world.store, world.owner)["teams"] == before


@ON_SQLITE
def test_teams_are_listed_by_name_for_those_in_them(store: Store):
    ana = account(store, "ana")
    for name in ("west", " North  East ", "Östen"):
        rights.new_team(store, ana, name)
    assert [team.name for team in rights.standings(store, ana)] == ["North East", "west", "Östen"]
    assert rights.standings(store, account(store, "ben")) == []


@pytest.mark.parametrize("name", ["", " \n ", "a\0b", "\ud800", "n" * 501, "NORTH "])
def test_a_name_that_no_team_can_have_is_refused(world: World, name: str):
    with pytest.raises(StoreError):
        rights.new_team(world.store, world.owner, name)
    assert len(rights.standings(world.store, world.owner)) == 1


def test_seeing_others_figures_is_noted_once_a_day(world: World):
    world.set("managers")
    for _ in range(2):
        snapshots.snapshots_of(world.store, world.manager, world.team)
        snapshots.snapshots_of(world.store, world.member, world.team)
        plans.check_ins_of(world.store, world.manager, world.ana)
        plans.check_ins_of(world.store, world.member, world.ben)
    seen = [read for read in members.audit(world.store, world.owner, world.team) if read.what == rights.DEEDS["seen"]]
    assert [read.by for read in seen] == ["manager"]


def test_ones_own_history_is_read_without_a_line(store: Store):
    ana = account(store, "ana")
    own = rights.own_history(store, ana)
    keep(store, ana, own.team, [person("")])
    assert len(snapshots.snapshots_of(store, ana, own.team)) == 1
    assert members.audit(store, ana, own.team) == []


def test_many_who_see_for_the_first_time_leave_one_line(postgres_store: Store):
    world = World(postgres_store)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: snapshots.snapshots_of(world.store, world.manager, world.team), range(8)))
    lines = members.audit(world.store, world.owner, world.team)
    assert [read.by for read in lines].count("manager") == 1


def test_who_waits_for_the_team_is_asked_again_when_it_is_free(postgres_store: Store):
    """Else a manager who is being removed could still write: PostgreSQL looks at rows as they were before the wait."""
    world = World(postgres_store)
    call = MATRIX["snapshots.keep"][1]
    with ThreadPoolExecutor(1) as pool:
        with world.store.writing() as connection:
            rights.standing(connection, world.owner, world.team, "own")
            waiting = pool.submit(refusal, call, world, world.manager)
            wait([waiting], timeout=0.3)
            connection.execute(delete(tables.members).where(tables.members.c.account_id == world.manager.id))
        assert waiting.result()
