"""An adversary writes down whatever a room shows, at whatever moment, and learns nothing of one person."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects.sqlite import insert

from ssi_core.store import tables
from ssi_core.store.engine import IN_MEMORY, Store
from ssi_core.store.rights import Account
from ssi_core.workshop import bots, figures, rooms
from ssi_core.workshop.figures import BATCH, K
from ssi_core.workshop.rooms import Room
from tests.core.workshop.phones import joined, kept, opened, trainer

ACTS = ("finish", "finish", "finish", "again", "again", "again", "begin", "bots", "bots leave", "close", "open", "next")


def test_at_no_moment_does_anything_tell_one_person_from_the_others(monkeypatch: pytest.MonkeyPatch):
    """While people come and answer anew, made-up ones come and go, and rounds open and close."""
    monkeypatch.setattr(figures, "team_advice", lambda *_frame, **_how: [])  # slow, and nobody's in particular
    memory = Store(IN_MEMORY)
    me = trainer(memory)
    act = st.tuples(st.sampled_from(ACTS), st.integers(1, 6), st.sampled_from((0, 2, 4)), st.booleans())

    @settings(max_examples=20)
    @given(st.lists(act, min_size=8, max_size=24), st.integers(0, 20), st.integers())
    def watched(acts: list[tuple[str, int, int, bool]], before: int, seed: int) -> None:
        for old in rooms.rooms(memory, me):
            rooms.delete_room(memory, me, old.id)
        room, random, notes = opened(memory, me, length=8, rounds=3), Random(seed), {}
        keys = [f"{random.getrandbits(256):064x}" for _phone in range(before)]
        answers(memory, room, keys, 2)
        if before > K:
            rooms.next_round(memory, me, room.id)
        for what, n, answer, looks in acts:
            room = rooms.room(memory, me, room.id)
            if what == "finish":
                new = [f"{random.getrandbits(256):064x}" for _phone in range(n)]
                keys += new
                answers(memory, room, new, answer)
            elif what == "again":
                answers(memory, room, random.sample(keys, min(2 * n, len(keys))), answer)
            else:
                trained(memory, me, room, what, n)
            if looks:
                notes = compared(memory, rooms.room(memory, me, room.id), notes, set(keys))

    watched()


def answers(store: Store, room: Room, keys: Sequence[str], answer: int) -> None:
    """What `sheets.join` and `sheets.answer` write for these people, in one go; nothing while the round isn't open."""
    if not room.takes_answers or not keys:
        return
    people = [{"room_id": room.id, "key": key, "name": "", "made_up": False} for key in keys]
    given_ = dict.fromkeys(room.activities, answer)
    rows = [{"room_id": room.id, "key": key, "round": room.round, "answers": given_} for key in keys]
    with store.writing() as connection:
        connection.execute(insert(tables.participants).on_conflict_do_nothing(), people)
        known = insert(tables.sheets)
        connection.execute(known.on_conflict_do_update(set_={"answers": known.excluded.answers}), rows)


def trained(store: Store, me: Account, room: Room, what: str, n: int) -> None:
    moves = {"close": rooms.close_round, "open": rooms.open_round, "bots leave": bots.leave}
    if what in moves:
        moves[what](store, me, room.id)
    elif what == "next" and room.round < room.rounds:
        rooms.next_round(store, me, room.id)
    elif what == "begin":
        joined(store, room)
    elif what == "bots" and room.takes_answers:
        bots.arrive(store, me, room.id, n)


def compared(store: Store, room: Room, before: dict[int, dict[str, Any]], real: set[str]) -> dict[int, dict[str, Any]]:
    """Asks for all there is, holds it against what was noted before, and gives the new notes."""
    for round_ in range(1, room.round + 1):
        found = figures.figures(store, room, round_)
        assert found is None or found.people == sum(found.bands.values()) >= K
        assert found is None or found.made_up or found.left_out < BATCH
    found, notes = figures.change(store, room), kept(store, room)
    assert found is None or found.people == found.up + found.same + found.down >= K
    of_people = {round_: picture for round_, picture in notes.items() if real & picture["points"].keys()}
    for round_, picture in of_people.items():
        assert picture["points"].keys() <= real
        assert not picture["made_up"]
        if earlier := before.get(round_):
            grown_by(earlier, picture)
        if picture["pairs"]:
            held_apart(notes[1]["points"].keys(), picture, earlier or {})
    assert before.keys() <= of_people.keys()
    return of_people


def grown_by(earlier: dict[str, Any], picture: dict[str, Any]) -> None:
    """Whatever has moved is of everybody it was of before, and of at least so many more people."""
    for part, people in (("figures", "points"), ("change", "pairs")):
        old, new = set(earlier[people]), set(picture[people])
        assert old <= new
        assert earlier[part] == picture[part] or not old or len(new - old) >= BATCH


def held_apart(first: set[str], picture: dict[str, Any], earlier: dict[str, Any]) -> None:
    """Those whom the change leaves out of either round's figures are none or K; a batch after it was last shown."""
    pairs, counted = set(picture["pairs"]), picture["points"].keys()
    least = BATCH if earlier.get("pairs") == picture["pairs"] else K
    assert pairs <= first & counted
    assert len(first - pairs) in {0, *range(K, 300)}
    assert len(counted - pairs) in {0, *range(least, 300)}
