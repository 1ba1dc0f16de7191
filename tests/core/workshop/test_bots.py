"""Made-up participants: they answer as people might, stay marked as made up, and leave nothing behind."""

from collections.abc import Iterable

import pandas as pd
import pytest
from sqlalchemy import Row, select

from ssi_core.questionnaire import Answers, checked_answer, value
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.store.engine import IN_MEMORY, Store
from ssi_core.store.rights import Account
from ssi_core.store.tables import participants, sheets
from ssi_core.workshop import bots, rooms
from ssi_core.workshop.sheets import CAPACITY, Closed, Full
from tests.core.workshop.phones import FAR, answer_all, joined, opened, trainer

MANY = 200


@pytest.fixture
def memory() -> Store:
    return Store(IN_MEMORY)


@pytest.fixture
def me(memory: Store) -> Account:
    return trainer(memory)


def everybody(store: Store) -> list[Row]:
    with store.reading() as connection:
        return list(connection.execute(select(participants)))


def answered(store: Store, round_: int) -> dict[str, Answers]:
    """By key."""
    with store.reading() as connection:
        found = connection.execute(select(sheets.c.key, sheets.c.answers).where(sheets.c.round == round_))
        return {row.key: row.answers for row in found}


def scored(given: Iterable[Answers]) -> pd.DataFrame:
    return score(pd.DataFrame([{i: value(load().by_id[i], each) for i, each in one.items()} for one in given]))


@pytest.mark.parametrize("length", rooms.LENGTHS)
def test_they_answer_every_question_as_it_can_be_answered(memory: Store, me: Account, length: int):
    room = opened(memory, me, length=length)
    assert bots.arrive(memory, me, room.id, MANY) == MANY
    assert {(one.made_up, one.name) for one in everybody(memory)} == {(True, "")}
    given = answered(memory, 1).values()
    assert len(given) == MANY
    for answers in given:
        assert answers == {i: checked_answer(load().by_id[i], answers[i]) for i in room.activities}
    unknown = pd.DataFrame(given).isna().to_numpy().mean()
    assert 0 < unknown < 2 * bots.UNSURE


def test_as_a_whole_they_stand_where_members_stand(memory: Store, me: Account):
    bots.arrive(memory, me, opened(memory, me, length=21).id, MANY)
    people = scored(answered(memory, 1).values())
    published = sum(pillar.mean for pillar in load().pillars)
    assert people["total"].mean() == pytest.approx(published, abs=7)
    assert people["band"].nunique() >= 3


def test_what_they_answer_in_one_room_says_nothing_of_another(memory: Store, me: Account):
    for _room in range(2):
        bots.arrive(memory, me, opened(memory, me).id, MANY // 2)
    assert len(pd.DataFrame(answered(memory, 1).values()).drop_duplicates()) > MANY / 2


def test_in_a_named_room_their_names_say_what_they_are(memory: Store, me: Account):
    room = opened(memory, me, named=True)
    joined(memory, room)
    for _visit in range(2):
        bots.arrive(memory, me, room.id, 2)
    assert sorted(one.name for one in everybody(memory)) == ["0", *(f"Made-up {n}" for n in (1, 2, 3, 4))]


def test_the_room_holds_no_more_of_them_than_of_others(memory: Store, me: Account):
    room = opened(memory, me)
    joined(memory, room)
    assert bots.arrive(memory, me, room.id, CAPACITY) == CAPACITY - 1
    assert bots.arrive(memory, me, room.id, 1) == 0
    with pytest.raises(Full):
        joined(memory, room)


def test_they_come_only_while_a_round_takes_answers(memory: Store, me: Account):
    room = rooms.new_room(memory, me, "Room", FAR)
    for leave_it in (rooms.room, rooms.close_round, rooms.end):
        leave_it(memory, me, room.id)
        for come in (bots.arrive, bots.answer_again):
            with pytest.raises(Closed):
                come(memory, me, room.id, 1)
    assert everybody(memory) == []


def test_later_most_answer_again_and_a_little_better(memory: Store, me: Account):
    room, back = opened(memory, me, length=21), round(bots.COME_BACK * MANY)
    answer_all(memory, room, *joined(memory, room))
    bots.arrive(memory, me, room.id, MANY)
    assert bots.answer_again(memory, me, room.id) == 0
    rooms.next_round(memory, me, room.id)
    assert [bots.answer_again(memory, me, room.id, n) for n in (3, MANY, MANY)] == [3, back - 3, 0]
    before, after = answered(memory, 1), answered(memory, 2)
    assert len(after) == back
    for key, answers in after.items():
        assert answers == {i: checked_answer(load().by_id[i], answers[i]) for i in before[key]}
        changed = {i for i in answers if answers[i] != before[key][i]}
        assert len(changed) <= max(bots.CHANGES)
        assert None not in {before[key][i] for i in changed}
    then, now = (scored(of[key] for key in after)["total"] for of in (before, after))
    assert 0.5 < (now - then).mean() < 4


def test_who_came_in_a_later_round_moves_on_from_there(memory: Store, me: Account):
    room = opened(memory, me, rounds=3)
    bots.arrive(memory, me, room.id, 10)
    rooms.next_round(memory, me, room.id)
    bots.answer_again(memory, me, room.id)
    bots.arrive(memory, me, room.id, 10)
    rooms.next_round(memory, me, room.id)
    assert bots.answer_again(memory, me, room.id) == round(bots.COME_BACK * 20)
    assert answered(memory, 3).keys() & (answered(memory, 2).keys() - answered(memory, 1).keys())


def test_when_they_leave_the_others_stay(store: Store):
    me = trainer(store)
    room = opened(store, me)
    (phone,) = joined(store, room)
    answer_all(store, room, phone)
    bots.arrive(store, me, room.id, 5)
    rooms.next_round(store, me, room.id)
    assert bots.answer_again(store, me, room.id) == 4
    assert bots.leave(store, me, room.id) == 5
    assert [one.made_up for one in everybody(store)] == [False]
    assert (len(answered(store, 1)), answered(store, 2)) == (1, {})
