"""What a room's figures may say: enough to teach with, never what one person answered."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from ssi_core.coaching import team_advice
from ssi_core.questionnaire import activity_frame
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.bands import band
from ssi_core.store.engine import IN_MEMORY, NotAllowed, Store, StoreError
from ssi_core.workshop import bots, figures, rooms, sheets
from ssi_core.workshop.figures import BATCH, Counts, Figures, K
from ssi_core.workshop.rooms import Room
from tests.core.store.world import ON_SQLITE
from tests.core.workshop.phones import answer_all, joined, kept, key_of, opened, trainer

RUBRIC = load()
LOW, HIGH = 1, 3  # answers


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose rooms' figures come without the advice, which takes ten times as long as all the rest."""
    monkeypatch.setattr(figures, "team_advice", lambda *_frame, **_how: [])
    return Store(IN_MEMORY)


@pytest.fixture
def room(memory: Store) -> Room:
    return opened(memory, trainer(memory), length=8)


def finish(store: Store, room: Room, n: int = 1, answer: int | None = LOW) -> list[str]:
    """The tokens of so many who join and answer everything alike."""
    tokens = joined(store, room, n)
    again(store, room, tokens, answer)
    return tokens


def again(store: Store, room: Room, tokens: Sequence[str], answer: int | None) -> None:
    for token in tokens:
        answer_all(store, room, token, answer)


def now(store: Store, room: Room) -> Room:
    return rooms.room(store, trainer(store), room.id)


def seen(store: Store, room: Room) -> Figures | None:
    """The round's figures as a wall shows them now."""
    return figures.figures(store, now(store, room), now(store, room).round)


def changed(store: Store, room: Room) -> figures.Change | None:
    return figures.change(store, now(store, room))


def step(store: Store, room: Room, to: Callable[..., Any]) -> None:
    to(store, trainer(store), room.id)


def test_figures_are_those_that_the_phones_show_each_by_itself(memory: Store, room: Room):
    random = Random(6)
    given_ = [{i: random.choice((None, 0, 1, 2, 3, 4)) for i in room.activities} for _phone in range(K + 3)]
    for token, answers in zip(joined(memory, room, len(given_)), given_, strict=True):
        sheets.answer(memory, room.code, token, 1, answers)
    rows = [score(activity_frame(answers, RUBRIC)).iloc[0] for answers in given_]
    totals = [row["total"] for row in rows]
    found = seen(memory, room)
    assert (found.people, found.left_out, found.made_up) == (len(given_), 0, False)
    assert found.mean == pytest.approx(sum(totals) / len(totals), abs=0.5)
    assert {name: n for name, n in found.bands.items() if n} == {
        name: n for name in found.bands if (n := sum(band(total, RUBRIC).name == name for total in totals))
    }
    assert list(found.bands) == [entry.name for entry in RUBRIC.bands]
    for pillar, mean in found.pillars.items():
        placed = [row[pillar] for row in rows if row[f"{pillar}_known"] >= RUBRIC.unknown.place_from]
        assert len(placed) >= K
        assert mean == pytest.approx(sum(placed) / len(placed), abs=0.25)
    assert found.pillars[found.weakest] == min(found.pillars.values())


def test_actions_are_the_best_three_for_half_an_hour():
    store = Store(IN_MEMORY)
    room = opened(store, trainer(store), length=8)
    finish(store, room, K)
    frame = activity_frame(dict.fromkeys(room.activities, LOW), RUBRIC)
    best = team_advice(frame, RUBRIC)[:3]
    found = seen(store, room).actions
    assert [action.activity for action in found] == [one.activity for one in best]
    assert [action.gain for action in found] == pytest.approx([one.gain for one in best], abs=0.05)
    assert all(action.low <= action.gain <= action.high and action.minutes <= 30 for action in found)


def test_how_far_the_round_is(memory: Store, room: Room):
    assert figures.counts(memory, room) == Counts(0, 0, 0, 0, missing=K)
    finish(memory, room, 2)
    _waiting, halfway = joined(memory, room, 2)
    sheets.answer(memory, room.code, halfway, 1, {room.activities[0]: None})
    bots.arrive(memory, trainer(memory), room.id, 3)
    assert figures.counts(memory, room) == Counts(joined=7, answering=1, finished=5, made_up=3, missing=K - 2)
    step(memory, room, rooms.next_round)
    assert figures.counts(memory, now(memory, room)) == Counts(joined=7, answering=0, finished=0, made_up=3, missing=K)


def test_fewer_than_five_see_nothing_and_one_more_moves_nothing(memory: Store, room: Room):
    finish(memory, room, K - 1)
    assert seen(memory, room) is None
    assert not kept(memory, room)
    finish(memory, room, answer=HIGH)
    first = seen(memory, room)
    assert first.people == K
    for left_out in range(1, BATCH):
        (token,) = finish(memory, room, answer=HIGH)
        again(memory, room, [token], LOW)
        assert seen(memory, room) == replace(first, left_out=left_out)
    finish(memory, room)
    assert seen(memory, room).people == K + BATCH


def test_an_answer_that_is_changed_waits_for_the_next_batch(memory: Store, room: Room):
    tokens = finish(memory, room, K)
    first = seen(memory, room)
    again(memory, room, tokens, HIGH)
    for to in (rooms.close_round, rooms.open_round, rooms.reveal, rooms.close_round):
        step(memory, room, to)
        assert seen(memory, room) == first
    step(memory, room, rooms.open_round)
    finish(memory, room, BATCH, HIGH)
    assert seen(memory, room).mean > first.mean + 10


def test_people_who_take_their_answers_back_leave_no_small_group(memory: Store, room: Room):
    tokens = finish(memory, room, K)
    first = seen(memory, room)
    again(memory, room, tokens[1:], None)
    finish(memory, room, BATCH)
    assert replace(seen(memory, room), left_out=0) == first


def test_what_few_know_of_themselves_is_not_shown():
    store = Store(IN_MEMORY)
    room = opened(store, trainer(store), length=8)
    finish(store, room, 4)
    blank = dict.fromkeys(room.activities, None)
    first, *_rest = room.activities
    for token in joined(store, room, 3):
        sheets.answer(store, room.code, token, 1, blank | {first: LOW})
    for token in joined(store, room, 2):
        sheets.answer(store, room.code, token, 1, blank)
    found = seen(store, room)
    assert (found.people, found.pillars, found.weakest) == (7, {}, "")
    assert [action.activity for action in found.actions] == [first]


def test_made_up_people_stand_in_until_five_real_ones_have_finished(memory: Store, room: Room):
    me = trainer(memory)
    bots.arrive(memory, me, room.id, 30)
    assert (seen(memory, room).made_up, seen(memory, room).people) == (True, 30)
    bots.arrive(memory, me, room.id, 1)
    assert seen(memory, room).people == 31
    finish(memory, room, K - 1)
    assert (seen(memory, room).made_up, seen(memory, room).people) == (True, 31)
    (last,) = finish(memory, room)
    first = seen(memory, room)
    assert (first.made_up, first.people) == (False, K)
    again(memory, room, [last], None)
    assert replace(seen(memory, room), left_out=0) == first
    bots.leave(memory, me, room.id)
    assert seen(memory, room).made_up is False


def test_made_up_people_who_left_are_not_shown(memory: Store, room: Room):
    bots.arrive(memory, trainer(memory), room.id, 30)
    assert seen(memory, room)
    bots.leave(memory, trainer(memory), room.id)
    assert seen(memory, room) is None


@pytest.mark.parametrize(
    ("only_before", "both", "only_after", "people"),
    [
        (0, 8, 0, 8),
        (5, 8, 6, 8),
        (1, 10, 0, 5),  # five of the pairs stay out, so that nobody stands alone among those who answered once
        (3, 8, 0, None),
        (0, 10, 2, 5),
        (2, 11, 2, 8),
        (0, 4, 0, None),
    ],
)
def test_who_answered_only_once_can_not_be_told_from_before_and_after(
    memory: Store, room: Room, only_before: int, both: int, only_after: int, people: int | None
):
    tokens = finish(memory, room, both)
    finish(memory, room, only_before)
    step(memory, room, rooms.next_round)
    again(memory, room, tokens, HIGH)
    finish(memory, room, only_after, HIGH)
    assert changed(memory, room) is None
    step(memory, room, rooms.close_round)
    found = changed(memory, room)
    assert (found and found.people) == people
    if found:
        assert (found.left_out, found.up, found.same, found.down) == (both - people, people, 0, 0)
        assert found.mean > 10
        assert sum(found.pillars.values()) == pytest.approx(found.mean, abs=1.5)
        before, after = kept(memory, room)[1]["points"], kept(memory, room)[2]
        for counted in (before, after["points"]):
            assert len(counted.keys() - set(after["pairs"])) in {0, *range(K, 30)}


def test_before_and_after_moves_in_batches_too(memory: Store, room: Room):
    tokens = finish(memory, room, 24)
    step(memory, room, rooms.next_round)
    again(memory, room, tokens[:8], HIGH)
    finish(memory, room, K)
    step(memory, room, rooms.close_round)
    first = changed(memory, room)
    shown = kept(memory, room)[2]["pairs"]
    assert first.people == len(shown) == 8
    step(memory, room, rooms.open_round)
    assert changed(memory, room) is None
    again(memory, room, tokens[8:9], HIGH)
    finish(memory, room, BATCH)
    step(memory, room, rooms.close_round)
    assert changed(memory, room) == first
    assert seen(memory, room).people == 17
    step(memory, room, rooms.open_round)
    again(memory, room, tokens[9:11], HIGH)
    finish(memory, room)
    step(memory, room, rooms.close_round)
    assert changed(memory, room).people == 11
    assert set(shown) < set(kept(memory, room)[2]["pairs"])


def test_once_the_room_has_ended_nothing_tells_who_came_last(memory: Store, room: Room):
    tokens = finish(memory, room, K)
    assert seen(memory, room).people == K
    tokens += finish(memory, room, BATCH - 1)
    step(memory, room, rooms.next_round)
    again(memory, room, tokens[:K], HIGH)
    held = [key_of(memory, room, token) for token in tokens]
    step(memory, room, figures.end)
    first, found, moved = figures.figures(memory, now(memory, room), 1), seen(memory, room), changed(memory, room)
    assert (first.people, first.left_out, found.people, found.left_out) == (K, BATCH - 1, K, 0)
    assert moved.people == K
    for row in kept(memory, room).values():
        assert (row["points"], list(row["pairs"])) == ({}, [])
    assert not any(key in str(kept(memory, room)) for key in held)


def test_whoever_was_shown_before_and_after_stays_in(memory: Store, room: Room):
    tokens = finish(memory, room, 20)
    step(memory, room, rooms.next_round)
    again(memory, room, tokens[:8], HIGH)
    step(memory, room, rooms.close_round)
    assert changed(memory, room).people == 8
    shown = set(kept(memory, room)[2]["pairs"])
    step(memory, room, rooms.open_round)
    again(memory, room, tokens[8:15], HIGH)
    finish(memory, room, 2)
    step(memory, room, rooms.close_round)
    assert (changed(memory, room).people, changed(memory, room).left_out) == (12, 3)
    assert shown < set(kept(memory, room)[2]["pairs"])


def test_all_who_ask_at_once_see_the_same(store: Store):
    room = opened(store, trainer(store), length=8)
    finish(store, room, K)
    with ThreadPoolExecutor(4) as pool:
        every = list(pool.map(lambda _wall: figures.figures(store, room, 1), range(8)))
    assert every == [seen(store, room)] * 8


def test_a_slower_look_does_not_bring_back_what_was_shown_before(
    memory: Store, room: Room, monkeypatch: pytest.MonkeyPatch
):
    """Another wall looks while this one still works its picture out."""
    finish(memory, room, K)
    work_out = figures._picture

    def slowly(*sheets_, **how):
        monkeypatch.setattr(figures, "_picture", work_out)
        finish(memory, room, BATCH)
        assert seen(memory, room).people == K + BATCH
        return work_out(*sheets_, **how)

    monkeypatch.setattr(figures, "_picture", slowly)
    assert seen(memory, room).people == K + BATCH


def test_a_room_that_was_deleted_meanwhile_has_no_figures(memory: Store, room: Room):
    finish(memory, room, K)
    step(memory, room, rooms.delete_room)
    assert figures.figures(memory, room, 1) is None
    assert figures.counts(memory, room) == Counts(0, 0, 0, 0, missing=K)


def test_other_questions_have_no_figures(memory: Store, room: Room):
    finish(memory, room, K)
    assert figures.figures(memory, replace(room, same_questions=False), 1) is None


@ON_SQLITE
def test_people_are_shown_by_name_only_where_they_gave_it(store: Store):
    me = trainer(store)
    anonymous, named = opened(store, me, length=8), opened(store, me, length=8, named=True)
    assert figures.people(store, me, named.id).empty
    finish(store, anonymous)
    tokens = finish(store, named, 2)
    bots.arrive(store, me, named.id, 1)
    step(store, named, rooms.next_round)
    again(store, named, tokens[:1], HIGH)
    found = figures.people(store, me, named.id).sort_values(["round", "person"])
    assert [*zip(found["person"], found["round"], found["made_up"], strict=True)] == [
        ("0", 1, False),
        ("1", 1, False),
        ("Made-up 1", 1, True),
        ("0", 2, False),
    ]
    assert found["total"].iloc[3] > found["total"].iloc[0] > 0
    with pytest.raises(StoreError, match="anonymous"):
        figures.people(store, me, anonymous.id)
    with pytest.raises(NotAllowed):
        figures.people(store, trainer(store, "other"), named.id)
