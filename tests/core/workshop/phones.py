"""Rooms to test with, and what the phones in them answer."""

import hashlib
import hmac
from datetime import date
from typing import Any

from sqlalchemy import select, update

from ssi_core.store import tables
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, sign_in
from ssi_core.workshop import rooms, sheets
from ssi_core.workshop.rooms import Room

FAR = date(9999, 12, 31)


def trainer(store: Store, name: str = "trainer") -> Account:
    return sign_in(store, f"https://sign.in {name}")


def opened(store: Store, account: Account, name: str = "Kick-off", **how) -> Room:
    """A room of the account whose first round is open."""
    made = rooms.new_room(store, account, name, FAR, **how)
    return rooms.open_round(store, account, made.id)


def joined(store: Store, room: Room, n: int = 1) -> list[str]:
    """The tokens of so many phones that are in now; in a named room they are called 0, 1, 2 …"""
    tokens = [sheets.new_token() for _phone in range(n)]
    for place, token in enumerate(tokens):
        sheets.join(store, room.code, token, str(place))
    return tokens


def answer_all(store: Store, room: Room, token: str, answer: int | None = 2) -> sheets.Sheet:
    """Every question of the room answered alike, in the round that runs."""
    now = sheets.sheet(store, room.code, token).room.round
    return sheets.answer(store, room.code, token, now, dict.fromkeys(room.activities, answer))


def secret_of(store: Store, room: Room) -> str | None:
    with store.reading() as connection:
        return connection.scalar(select(tables.rooms.c.secret).where(tables.rooms.c.id == room.id))


def key_of(store: Store, room: Room, token: str) -> str:
    """By which the room's tables know the phone."""
    return hmac.new(bytes.fromhex(secret_of(store, room)), token.encode(), hashlib.sha256).hexdigest()


def kept(store: Store, room: Room) -> dict[int, dict[str, Any]]:
    """What is kept of each round's picture: with whom it counts."""
    with store.reading() as connection:
        found = select(tables.shown.c.round, tables.shown.c.figures).where(tables.shown.c.room_id == room.id)
        return dict(connection.execute(found).all())


def ask_otherwise(store: Store) -> None:
    """As if the questionnaire had changed since the rooms were made."""
    with store.writing() as connection:
        connection.execute(update(tables.rooms).values(questions="0000"))
