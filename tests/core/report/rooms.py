"""Workshops that have been held, for the tests of what is taken along from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ssi_core.store.engine import IN_MEMORY, Store
from ssi_core.store.rights import Account
from ssi_core.workshop import bots, rooms, sheets
from tests.core.workshop.phones import answer_all, joined, opened, trainer

MADE = date(2026, 11, 20)
NAMES = ("Ana", "=cmd|' /C calc'!A0", "Bo", "Cy", "Östen", "Eve", "Finn", "王小明")


@dataclass
class Held:
    """A room behind its rounds, with its trainer's account. give: what a function of theirs gives for it."""

    store: Store
    account: Account
    id: int

    @property
    def room(self) -> rooms.Room:
        return rooms.room(self.store, self.account, self.id)

    def give(self, function: Callable[..., Any], **more: Any) -> Any:
        return function(self.store, self.account, self.id, **more)


def held(people: int, *, made_up: int = 0, name: str = "Kick-off", rounds: int = 2, **how: Any) -> Held:
    """Everybody answers alike, little in round 1 and more in the others; then the room is closed. With names: NAMES."""
    store = Store(IN_MEMORY)
    account = trainer(store)
    room = opened(store, account, name, rounds=rounds, **how)
    tokens = named(store, room) if room.named else joined(store, room, people)
    for round_ in range(1, rounds + 1):
        if round_ > 1:
            rooms.next_round(store, account, room.id)
        for token in tokens:
            answer_all(store, room, token, 1 if round_ == 1 else 3)
        bots.answer_again(store, account, room.id)
        bots.arrive(store, account, room.id, made_up if round_ == 1 else 0)
    rooms.close_round(store, account, room.id)
    return Held(store, account, room.id)


def named(store: Store, room: rooms.Room) -> list[str]:
    for name in NAMES:
        sheets.join(store, room.code, f"token of {name}", name)
    return [f"token of {name}" for name in NAMES]
