"""What phones answer: once, also at once; in the round that is open; by a name as it was typed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from ssi_core.questionnaire import NotAnswers
from ssi_core.store import tables
from ssi_core.store.engine import IN_MEMORY, Store
from ssi_core.store.faults import StoreError
from ssi_core.workshop import rooms, sheets
from tests.core.workshop.phones import answer_all, joined, opened, trainer

NAUGHTY = (
    "<img src=x onerror=alert(1)>",
    "![x](http://example.org/x.png)",
    "$x$ :red[x] **b**",
    "=cmd|' /C calc'!A0",
    "Robert'); DROP TABLE participant;--",
    "\N{RIGHT-TO-LEFT OVERRIDE}Ana",
    "王小明 🚀",
    "null",
)


@pytest.fixture
def memory() -> Store:
    return Store(IN_MEMORY)


@pytest.fixture
def room(memory):
    return opened(memory, trainer(memory), rounds=3)


def number(store: Store, table) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_answers_are_kept_one_by_one_and_the_sheet_knows_when_it_is_finished(memory, room):
    (token,) = joined(memory, room)
    for place, name in enumerate(room.activities):
        assert not sheets.sheet(memory, room.code, token).finished
        sheets.answer(memory, room.code, token, 1, {name: None if place % 2 else 3})
    found = sheets.sheet(memory, room.code, token)
    assert found.finished
    assert found.answers == {name: None if place % 2 else 3 for place, name in enumerate(room.activities)}
    assert (found.name, found.before) == ("", None)


def test_a_sheet_does_not_tell_in_which_order_it_was_answered(memory, room):
    (token,) = joined(memory, room)
    for name in reversed(room.activities):
        sheets.answer(memory, room.code, token, 1, {name: 1})
    assert list(sheets.sheet(memory, room.code, token).answers) == list(room.activities)


def test_the_same_sent_twice_changes_nothing(store):
    room = opened(store, trainer(store))
    (token,) = joined(store, room)
    first = answer_all(store, room, token)
    assert (sheets.join(store, room.code, token), answer_all(store, room, token)) == (first, first)
    assert (number(store, tables.participants), number(store, tables.sheets)) == (1, 1)


def test_a_later_round_begins_anew_and_knows_the_first(memory, room):
    (token,) = joined(memory, room)
    first = answer_all(memory, room, token, 1).answers
    account = trainer(memory)
    for before in (first, first):
        rooms.next_round(memory, account, room.id)
        assert sheets.sheet(memory, room.code, token).answers == {}
        assert answer_all(memory, room, token, 3).before == before


def test_who_comes_late_has_nothing_before(memory, room):
    rooms.next_round(memory, trainer(memory), room.id)
    (token,) = joined(memory, room)
    assert answer_all(memory, room, token).before is None


def test_what_was_saved_before_the_round_closed_stays(memory, room):
    account, (token,) = trainer(memory), joined(memory, room)
    one, other = room.activities[:2]
    sheets.answer(memory, room.code, token, 1, {one: 2})
    rooms.close_round(memory, account, room.id)
    with pytest.raises(sheets.Closed, match="What was saved before stays"):
        sheets.answer(memory, room.code, token, 1, {other: 2})
    assert sheets.sheet(memory, room.code, token).answers == {one: 2}
    rooms.open_round(memory, account, room.id)
    assert sheets.answer(memory, room.code, token, 1, {other: 4}).answers == {one: 2, other: 4}


@pytest.mark.parametrize("wrong", [5, -1, True, 2.0, "2", "", [1], "٢"])
def test_what_is_no_answer_is_refused_by_its_question_and_nothing_is_lost(memory, room, wrong):
    (token,) = joined(memory, room)
    one, other = room.activities[1:3]
    sheets.answer(memory, room.code, token, 1, {one: 2})
    with pytest.raises(NotAnswers, match="is no answer to this question"):
        sheets.answer(memory, room.code, token, 1, {one: 3, other: wrong})
    assert sheets.sheet(memory, room.code, token).answers == {one: 2}


def test_a_question_that_isn_t_asked_is_refused(memory, room):
    (token,) = joined(memory, room)
    with pytest.raises(NotAnswers, match="nonsense: this question isn't asked"):
        sheets.answer(memory, room.code, token, 1, {"nonsense": 1})


@pytest.mark.parametrize("token", ["", "A" * 22, "x" * 10_000, "\0", "\ud800", "../..", "é"])
def test_a_token_that_is_nobody_s_is_unknown(memory, room, token):
    other = opened(memory, trainer(memory), "Other")
    for strange in (token, *joined(memory, other)):
        with pytest.raises(sheets.Unknown):
            sheets.sheet(memory, room.code, strange)
        with pytest.raises(sheets.Unknown):
            answer_all(memory, room, strange)


def test_a_code_that_is_no_room_s_is_unknown(memory, room):
    for code in ("", "000000" if room.code != "000000" else "111111", "K7M2Q\0"):
        with pytest.raises(sheets.Unknown, match="No room has this code"):
            sheets.join(memory, code, sheets.new_token())


def test_when_the_room_has_ended_nobody_comes_in_and_nobody_is_known(memory, room):
    (token,) = joined(memory, room)
    answer_all(memory, room, token)
    rooms.end(memory, trainer(memory), room.id)
    for call in (sheets.sheet, sheets.join):
        with pytest.raises(sheets.Ended):
            call(memory, room.code, token)
    with pytest.raises(sheets.Ended):
        sheets.answer(memory, room.code, token, 1, {})


# ------------------------------------------------------------------ names


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_name_is_kept_as_it_was_typed(memory, name):
    room = opened(memory, trainer(memory), named=True)
    token = sheets.new_token()
    assert sheets.join(memory, room.code, token, name).name == name
    assert sheets.sheet(memory, room.code, token).name == name


@pytest.mark.parametrize("name", ["", " \n", "Ana", "ana ", "\N{NO-BREAK SPACE}Ana ", "\N{SOFT HYPHEN}ANA"])
def test_a_named_room_wants_a_name_that_nobody_has(memory, name):
    room = opened(memory, trainer(memory), named=True)
    sheets.join(memory, room.code, "one", "Ana")
    with pytest.raises(sheets.NameTaken):
        sheets.join(memory, room.code, "two", name)
    sheets.join(memory, room.code, "two", "Ana M.")
    sheets.join(memory, opened(memory, trainer(memory), named=True).code, "three", "Ana")


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "n" * 201])
def test_what_no_database_can_hold_is_refused(memory, name):
    room = opened(memory, trainer(memory), named=True)
    with pytest.raises(StoreError):
        sheets.join(memory, room.code, "one", name)
    assert number(memory, tables.participants) == 0


def test_an_anonymous_room_keeps_no_name(memory, room):
    assert sheets.join(memory, room.code, "one", "Ana").name == ""


# ------------------------------------------------------------------ many at once


def at_once(jobs) -> list:
    """What each job gives back, or the exception it raises."""

    def done(job):
        try:
            return job()
        except StoreError as refused:
            return refused

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(done, jobs))


def test_the_room_takes_as_many_as_it_holds_and_loses_no_answer(store, monkeypatch):
    monkeypatch.setattr(sheets, "CAPACITY", 12)
    room = opened(store, trainer(store))

    def phone():
        token = sheets.new_token()
        sheets.join(store, room.code, token)
        for name in room.activities[:3]:
            sheets.answer(store, room.code, token, 1, {name: 1})
        return token

    came = at_once([phone] * 16)
    tokens = [token for token in came if isinstance(token, str)]
    assert [type(each) for each in came if each not in tokens] == [sheets.Full] * 4
    assert number(store, tables.participants) == len(tokens) == 12
    for token in tokens:
        assert sheets.sheet(store, room.code, token).answers == dict.fromkeys(room.activities[:3], 1)


def test_one_phone_that_does_everything_at_once_is_one_participant_with_all_its_answers(store):
    room = opened(store, trainer(store), named=True)
    token = sheets.new_token()
    at_once([lambda: sheets.join(store, room.code, token, "Ana")] * 8)
    assert number(store, tables.participants) == 1
    at_once([lambda name=name: sheets.answer(store, room.code, token, 1, {name: 2}) for name in room.activities])
    assert sheets.sheet(store, room.code, token).finished
    assert number(store, tables.sheets) == 1


def test_of_two_with_one_name_at_once_one_comes_in(store):
    room = opened(store, trainer(store), named=True)
    came = at_once([lambda n=n: sheets.join(store, room.code, f"token {n}", "Ana") for n in range(8)])
    assert sorted(type(each).__name__ for each in came) == ["NameTaken"] * 7 + ["Sheet"]


def test_an_answer_is_acknowledged_when_it_counts_and_only_then(store):
    """The trainer closes the round while phones answer."""
    account = trainer(store)
    room = opened(store, account)
    tokens = joined(store, room, 8)
    jobs = [lambda token=token: sheets.answer(store, room.code, token, 1, {room.activities[0]: 1}) for token in tokens]
    came = at_once([*jobs[:4], lambda: rooms.close_round(store, account, room.id), *jobs[4:]])
    acknowledged = sum(isinstance(each, sheets.Sheet) for each in came)
    assert number(store, tables.sheets) == acknowledged
    assert sum(isinstance(each, sheets.Closed) for each in came) == len(tokens) - acknowledged


def test_a_name_that_nobody_can_see_is_none(memory):
    room = opened(memory, trainer(memory), named=True)
    for name in ("", "\u202e", " \u200b "):
        with pytest.raises(sheets.NameTaken, match="give your name"):
            sheets.join(memory, room.code, sheets.new_token(), name)
