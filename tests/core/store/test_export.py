"""An export holds everything that was kept and loads into an empty history as it was; damaged ones load nothing."""

import json
from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.intake.findings import Finding
from ssi_core.rubric import load
from ssi_core.store import export, members, plans, portable, snapshots
from ssi_core.store.engine import IN_MEMORY, NotAllowed, Store
from ssi_core.store.rights import new_team, own_history, sign_in, standings
from ssi_core.store.snapshots import Snapshot, Source
from tests.core.store.histories import MONDAY, follow, on, own_of, shared, team_of


def content(store, account):
    """What is exported, but for the moment and for who may see it."""
    found = export.as_dict(store, account)
    for team in found["teams"]:
        del team["members"]
    return found["teams"]


@pytest.fixture(scope="module")
def file():
    """An export of a history and a team."""
    store = Store(IN_MEMORY)
    account = sign_in(store)
    shared(store, account)
    return export.to_json(store, account)


@pytest.fixture(scope="module")
def small():
    store = Store(IN_MEMORY)
    own_of(store, account := sign_in(store))
    return export.to_json(store, account).decode()


def test_an_export_loaded_elsewhere_exports_the_same(store, file):
    account = sign_in(store, "elsewhere")
    first = Store(IN_MEMORY)
    source = sign_in(first)
    shared(first, source)

    loaded = export.from_json(store, account, export.to_json(first, source))

    assert content(store, account) == content(first, source)
    assert astuple(loaded) == (3, 3 + 2 * 2 + 2 + 1, 4, 8, 0)
    team = standings(store, account)[0].team
    was = standings(first, source)[0].team
    assert snapshots.snapshots_of(store, account, team) == snapshots.snapshots_of(first, source, was)
    assert snapshots.remembered(store, account, team) == snapshots.remembered(first, source, was)


def test_the_same_file_twice_adds_nothing_even_after_more_was_kept(store, file):
    account = sign_in(store)
    first = export.from_json(store, account, file)
    own = own_history(store, account)
    team = standings(store, account)[0].team
    snapshots.keep(store, account, team, [Snapshot("Ana Müller", on(1), "", {"posts": 9.0})], Source("sheet"))
    follow(store, account, own.person)
    snapshots.undo(store, account, snapshots.history(store, account, team)[-1].id)
    before = content(store, account)

    again = export.from_json(store, account, file)

    assert astuple(again) == (0, 0, 0, 0, first.snapshots + first.plans + first.check_ins)
    assert content(store, account) == before


def test_a_later_export_adds_only_what_came_since(store):
    there, account = Store(IN_MEMORY), sign_in(store)
    source = sign_in(there)
    own = own_of(there, source)
    export.from_json(store, account, export.to_json(there, source))
    snapshots.keep(there, source, own.team, [Snapshot("", on(5), "", {"posts": 7.0})], Source("score"))

    loaded = export.from_json(store, account, export.to_json(there, source))

    assert (loaded.snapshots, loaded.plans, loaded.check_ins, loaded.skipped) == (1, 0, 0, 3 + 2 + 4)
    assert content(store, account) == content(there, source)


def test_an_export_names_no_account_and_no_id(store):
    account = sign_in(store, "https://id.example subject-7", "owner@example.com", "Olga")
    team = shared(store, account)
    text = export.to_json(store, account).decode()

    assert not any(word in text for word in ("subject-7", "owner@example.com", "Olga", "_id"))
    assert "ana@example.com" in text
    members.invite(store, account, team.team, "max@example.com", "manager")
    max_ = sign_in(store, "max", "max@example.com")
    assert "ana@example.com" not in export.to_json(store, max_).decode()


def test_members_export_their_own_history_only_and_managers_the_team_too(store):
    account = sign_in(store, "owner")
    team = shared(store, account)
    ana, max_ = (sign_in(store, who, f"{who}@example.com") for who in ("ana", "max"))
    assert [each["personal"] for each in export.as_dict(store, ana)["teams"]] == [True]
    members.invite(store, account, team.team, "max@example.com", "manager")
    assert [each["name"] for each in export.as_dict(store, max_)["teams"]] == ["", "North"]
    assert "Exported" in [read.what for read in members.audit(store, account, team.team)]


def test_a_loaded_team_becomes_the_account_s_own_and_gives_nobody_else_rights(store, file):
    owner, max_ = sign_in(store, "owner"), sign_in(store, "max", "max@example.com")
    theirs = new_team(store, owner, "North")
    members.invite(store, owner, theirs.team, "max@example.com", "manager")

    export.from_json(store, max_, file)

    mine = [each for each in standings(store, max_) if each.role == "owner"]
    assert [each.name for each in mine] == ["North"]
    assert len(members.of_team(store, max_, mine[0].team)) == 1
    assert snapshots.snapshots_of(store, owner, theirs.team) == []


def test_two_teams_of_one_name_stay_two(store):
    owner, max_ = sign_in(store, "owner"), sign_in(store, "max", "max@example.com")
    for account in (owner, max_):
        team_of(store, account, "Ana", weeks=1)
    members.invite(store, owner, standings(store, owner)[0].team, "max@example.com", "manager")
    file = export.to_json(store, max_)

    new = sign_in(store, "new")
    export.from_json(store, new, file)
    assert [each.name for each in standings(store, new)] == ["North", "North (2)"]
    assert export.from_json(store, new, file).snapshots == 0


amounts = st.floats(0, 100, allow_nan=False)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
rows = st.builds(
    Snapshot,
    st.sampled_from(["Ana", "ana ", "Bo", "Ç é", "日本"]),
    st.integers(0, 2).map(on),
    texts,
    st.dictionaries(st.sampled_from(load().ids), amounts, max_size=3),
    outcomes=st.dictionaries(texts, st.floats(-1e9, 1e9), max_size=2),
    answers=st.none() | st.dictionaries(st.sampled_from(load().ids), st.none() | st.integers(0, 4), max_size=2),
)
steps = st.lists(st.tuples(st.lists(rows, min_size=1, max_size=3), st.booleans(), st.booleans()), max_size=4)


@settings(max_examples=10)
@given(steps)
def test_any_history_comes_back_equal_from_its_export(steps):
    first, second = Store(IN_MEMORY), Store(IN_MEMORY)
    account, other = sign_in(first), sign_in(second)
    team = new_team(first, account, "Team").team
    for kept, replace, undone in steps:
        entry, _change = snapshots.keep(first, account, team, kept, Source("sheet"), replace=replace)
        if entry and undone:
            snapshots.undo(first, account, entry)

    file = export.to_json(first, account)
    export.from_json(second, other, file)

    assert content(second, other) == content(first, account)
    there = standings(second, other)[0].team
    assert snapshots.snapshots_of(second, other, there) == snapshots.snapshots_of(first, account, team)
    assert export.from_json(second, other, file).snapshots == 0


BROKEN = {
    "deep": lambda text: "[" * 100_000 + "]" * 100_000,
    "deep inside": lambda text: text.replace('"minutes": 30', '"minutes": ' + "[" * 30 + "]" * 30),
    "NaN": lambda text: text.replace('"posts": 2.5', '"posts": NaN'),
    "infinite": lambda text: text.replace('"posts": 2.5', '"posts": 1e999'),
    "infinite wish": lambda text: text.replace('"minutes": 30', '"minutes": 1e999'),
    "twice": lambda text: text.replace('"version": 1,', '"version": 1, "version": 1,'),
    "large": lambda text: text.replace('"posts": 2.5', '"posts": ' + "9" * 5000),
    "large amount": lambda text: text.replace('"posts": 2.5', '"posts": 1e10'),
    "negative amount": lambda text: text.replace('"posts": 2.5', '"posts": -1'),
    "large week": lambda text: text.replace('"week": 1,', '"week": 99999999999,'),
    "trailing": lambda text: text + "{}",
    "float for int": lambda text: text.replace('"posts": 2,', '"posts": 3.9,'),
    "bool for int": lambda text: text.replace('"posts": 2,', '"posts": true,'),
    "bool for number": lambda text: text.replace('"posts": 2.5', '"posts": true'),
    "text for number": lambda text: text.replace('"posts": 2.5', '"posts": "2.5"'),
    "list root": lambda text: f"[{text}]",
    "version": lambda text: text.replace('"version": 1,', '"version": 99,'),
    "version as bool": lambda text: text.replace('"version": 1,', '"version": true,'),
    "kind": lambda text: text.replace("ssi-coach-history", "ssi-coach-answers"),
    "unknown key": lambda text: text.replace('"version": 1,', '"version": 1, "__proto__": {},'),
    "unknown key in a plan": lambda text: text.replace('"own": false', '"own": false, "more": 1'),
    "plan without habits": lambda text: text.replace('"habits"', '"habit"'),
    "surrogate": lambda text: text.replace("said by you", "\\ud800"),
    "surrogate in a wish": lambda text: text.replace("Write a post", "\\udfff"),
    "unknown activity": lambda text: text.replace('"activity": "leads_saved"', '"activity": "x"'),
    "large percentage": lambda text: text.replace('"posts": 2.5', '"acceptance_rate": 1e9'),
    "negative total": lambda text: text.replace('"total": 41.0', '"total": -1e308'),
    "late day": lambda text: text.replace(f'"on": "{MONDAY}"', '"on": "9999-01-01"'),
    "late plan": lambda text: text.replace(f'"start": "{MONDAY}"', '"start": "9999-01-01"'),
    "not a Monday": lambda text: text.replace(f'"week": "{on(1)}"', f'"week": "{on(1) + timedelta(1)}"'),
    "control character": lambda text: text.replace('"item": "Write a post"', '"item": "\\u0007"'),
    "many keys": lambda text: text.replace(
        '"version": 1,', '"version": 1,' + ",".join(f'"{n}": 1' for n in range(10_001)) + ","
    ),
    "many values": lambda text: text.replace('"teams": [', '"teams": [' + "1," * portable.MOST),
    "many habits": lambda text: text.replace('"habits": [', '"habits": [' + "1," * 1001),
    "time zone": lambda text: text.replace('"exported": "20', '"exported": "2026-01-01T00:00:00Z", "x": "20'),
    "no such day": lambda text: text.replace(f'"on": "{MONDAY}"', '"on": "2026-02-30"'),
    "no such entry": lambda text: text.replace('"entry": 3', '"entry": 4'),
    "again twice": lambda text: text.replace('"again": []', '"again": [1, 1]'),
    "entry 0": lambda text: text.replace('"entry": 3', '"entry": 0'),
    "a name": lambda text: text.replace('"name": "",\n     "snapshots"', '"name": "Ana",\n     "snapshots"'),
    "not personal": lambda text: text.replace('"personal": true', '"personal": false'),
    "kept too long": lambda text: text.replace('"keep_days": null', '"keep_days": 99999'),
    "kept not at all": lambda text: text.replace('"keep_days": null', '"keep_days": 0'),
    "privacy": lambda text: text.replace('"managers"', '"everybody"'),
    "long": lambda text: text.replace('"name": "",\n     "what"', "").replace('"rubric": "', '"rubric": "' + "x" * 20),
    "empty": lambda text: "",
    "cut": lambda text: text[:-10],
}


@pytest.fixture(scope="module")
def empty():
    """A store in which nothing is ever kept, and its account."""
    store = Store(IN_MEMORY)
    return store, sign_in(store)


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_export_is_refused_in_words_and_nothing_is_loaded(broken, small, empty):
    store, account = empty
    spoilt = BROKEN[broken](small)
    assert spoilt != small

    with pytest.raises(export.NotAnExport) as refusal:
        export.from_json(store, account, spoilt.encode())

    assert str(refusal.value).endswith((".", "!"))
    assert content(store, account)[0]["entries"] == []


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("version", "newer version (99)"),
        ("float for int", "teams › 1 › people › 1 › snapshots › 1 › answers › posts"),
        ("unknown key", "__proto__"),
        ("negative amount", "expected a number from 0 to 1,000,000,000"),
        ("late day", "9999-01-01 lies outside of 2000 to 2099"),
        ("no such entry", "doesn't fit"),
        ("many values", "more than a history can"),
        ("many keys", "more than a history can"),
        ("many habits", "more habits than there are"),
    ],
)
def test_the_message_says_what_and_where(broken, words, small, empty):
    with pytest.raises(export.NotAnExport) as refusal:
        export.from_json(*empty, BROKEN[broken](small).encode())
    assert words in str(refusal.value)


@pytest.mark.parametrize("name", ["  ", "\u200b", "a\u0007b", "n" * 201])
def test_a_person_whom_keep_refuses_is_not_loaded(file, empty, name):
    data = json.loads(file)
    data["teams"][1]["people"][0]["name"] = name
    with pytest.raises(export.NotAnExport):
        export.from_json(*empty, json.dumps(data).encode())
    assert standings(*empty) == []


def test_names_and_groups_are_loaded_as_they_are_kept(file, store):
    data = json.loads(file)
    for person in data["teams"][1]["people"]:
        person["name"] = f" {person['name']}\n"
        person["snapshots"][0]["group"] = " A \n B "
    account = sign_in(store)
    export.from_json(store, account, json.dumps(data).encode())
    found = export.as_dict(store, account)["teams"][1]["people"]
    assert [person["name"] for person in found] == ["Ana Müller", "Bo", "Steady"]
    assert {person["snapshots"][0]["group"] for person in found} == {"A B"}


def test_whatever_was_kept_is_loaded(store):
    account, odd = sign_in(store), "a\0b \x1b"
    own = own_history(store, account)
    finding = Finding("a.csv", 1, odd, "\ud800", odd, "unknown")
    one = Snapshot("", MONDAY, origins={"posts": odd}, outcomes={odd: 1.0}, values={"of another rubric": 1.0})
    snapshots.keep(store, account, own.team, [one], Source("sheet", findings=[finding], bars={odd: 1.0}))
    other = Store(IN_MEMORY)
    elsewhere = sign_in(other)
    export.from_json(other, elsewhere, export.to_json(store, account))
    assert content(other, elsewhere) == content(store, account)


@pytest.mark.parametrize("part", ['"teams": [{}]', '"teams": [{{"people": [{}]}}]'])
def test_of_many_things_that_don_t_fit_only_few_are_collected(part, monkeypatch):
    counts = []
    monkeypatch.setattr(portable, "_first", lambda refusal: counts.append(refusal.error_count()) or "no.")
    head = '{"kind": "ssi-coach-history", "version": 1, "exported": "2026-01-01T00:00:00", '
    with pytest.raises(export.NotAnExport):
        portable.parsed(f"{head}{part.format('1,' * 20_000 + '1')}}}".encode())
    assert counts[0] < 10


def test_refused_in_the_last_team_nothing_of_the_first_is_loaded(store, file):
    account = sign_in(store)
    data = json.loads(file)
    data["teams"][1]["entries"][0]["name"] = "x" * 1001
    with pytest.raises(export.NotAnExport, match="too long"):
        export.from_json(store, account, json.dumps(data).encode())
    assert content(store, account)[0]["entries"] == []
    assert standings(store, account) == []


def test_bytes_that_are_no_text_and_files_too_large_are_refused(small, empty, monkeypatch):
    with pytest.raises(export.NotAnExport):
        export.from_json(*empty, b"\xff\xfe\x00")
    monkeypatch.setattr("ssi_core.store.portable.LARGEST", len(small) - 1)
    with pytest.raises(export.NotAnExport, match="larger than"):
        export.from_json(*empty, small.encode())


def test_a_byte_order_mark_is_no_obstacle(small):
    store = Store(IN_MEMORY)
    assert export.from_json(store, sign_in(store), b"\xef\xbb\xbf" + small.encode()).snapshots == 3


def test_what_was_loaded_is_read_as_before(store, small):
    account = sign_in(store)
    export.from_json(store, account, small.encode())
    own = own_history(store, account)

    newest = snapshots.snapshots_of(store, account, own.team)[-1]
    assert (newest.on, newest.values["posts"], newest.answers) == (on(1), 2.5, {"posts": 2, "leads_saved": None})
    plan, ended = plans.plans_of(store, account, own.person)
    assert (plan.ended, ended.ended, plan.start) == (False, True, date(2026, 1, 12))
    assert plans.ticked(store, account, plan.id) == set()
    assert plans.check_ins_of(store, account, own.person)["amount"].tolist() == [2.0, 3.0]


def test_another_s_team_can_t_be_reached_by_a_file(store, file):
    owner, stranger = sign_in(store, "owner"), sign_in(store, "stranger")
    team = shared(store, owner)
    export.from_json(store, stranger, file)
    with pytest.raises(NotAllowed):
        snapshots.snapshots_of(store, stranger, team.team)


def test_an_older_file_loaded_later_corrects_nothing_that_is_newer(store):
    account = sign_in(store)
    mine = own_history(store, account)
    snapshots.keep(store, account, mine.team, [Snapshot("", MONDAY, values={"posts": 1.0})], Source("score"))
    plans.check_in(store, account, mine.person, MONDAY, {"posts": 1.0})
    older = export.to_json(store, account)
    snapshots.keep(store, account, mine.team, [Snapshot("", MONDAY, values={"posts": 2.0})], Source("score"))
    plans.check_in(store, account, mine.person, MONDAY, {"posts": 2.0})
    newer = export.to_json(store, account)

    elsewhere = Store(IN_MEMORY)
    other = sign_in(elsewhere)
    for file in (newer, older):
        export.from_json(elsewhere, other, file)
    assert_newest(elsewhere, other)
    fresh = Store(IN_MEMORY)
    other = sign_in(fresh)
    now_mine = own_history(fresh, other)
    snapshots.keep(fresh, other, now_mine.team, [Snapshot("", MONDAY, values={"posts": 2.0})], Source("score"))
    plans.check_in(fresh, other, now_mine.person, MONDAY, {"posts": 2.0})
    export.from_json(fresh, other, older)
    assert_newest(fresh, other)


def assert_newest(store, account):
    mine = own_history(store, account)
    assert [one.values for one in snapshots.snapshots_of(store, account, mine.team)] == [{"posts": 2.0}]
    assert plans.check_ins_of(store, account, mine.person)["amount"].tolist() == [2.0]
