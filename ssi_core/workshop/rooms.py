"""Rooms: made and run by a trainer, found by their code. Who runs a room is asked in every query."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from ssi_core.i18n import _
from ssi_core.intake.cells import text
from ssi_core.rubric import Rubric, load
from ssi_core.store import erase
from ssi_core.store.engine import NotAllowed, Store
from ssi_core.store.faults import StoreError
from ssi_core.store.rights import Account, checked, here
from ssi_core.store.tables import insert_row, participants, sheets
from ssi_core.store.tables import rooms as table
from ssi_core.workshop.code import new_code, understood

State = Literal["waiting", "open", "closed", "ended"]
LENGTHS = (8, 12, 21)  # questions
A_QUESTION = 3 / 21  # minutes: all 21 take about three
MOST_ROUNDS = 5
MOST_ROOMS = 50  # of one trainer
SECRET_BYTES = 32


@dataclass(frozen=True)
class Room:
    """A room as it is now. activities: ids of those asked about. round: the one that runs, from 1 to rounds.

    state: "waiting" until the first round is opened; "ended" for good. same_questions: False once the questionnaire
    is no longer the one that the room was made with, so that nothing can be answered.
    """

    id: int
    name: str
    code: str
    language: str
    activities: tuple[str, ...]
    rounds: int
    named: bool
    ends_on: date
    round: int
    state: State
    revealed: bool
    same_questions: bool

    @property
    def takes_answers(self) -> bool:
        return self.state == "open" and self.same_questions


def questions(rubric: Rubric, length: int) -> tuple[str, ...]:
    """Ids of the activities to ask about: as many of each pillar, the heaviest, in the rubric's order.

    length: 4 times how many of each pillar; from the longest of LENGTHS on, all.
    """
    if length >= LENGTHS[-1]:
        return rubric.ids
    chosen = set()
    for pillar in rubric.pillar_ids:
        heaviest = sorted(rubric.in_pillar(pillar), key=lambda activity: -activity.weight)
        chosen |= {activity.id for activity in heaviest[: length // len(rubric.pillars)]}
    return tuple(name for name in rubric.ids if name in chosen)


def covered(rubric: Rubric, length: int) -> float:
    """Share of the index's points, 0 to 1, that as many questions ask about."""
    asked, every = (sum(rubric.by_id[i].weight for i in ids) for ids in (questions(rubric, length), rubric.ids))
    return asked / every


def new_room(
    store: Store,
    account: Account,
    name: str,
    ends_on: date,
    *,
    length: int = 12,
    rounds: int = 2,
    named: bool = False,
    language: str = "en",
) -> Room:
    """A room that waits for its first round.

    Raises StoreError for a name that is empty, a last day that is over and too many rooms.
    """
    rubric = load()
    if not (name := checked(text(name), table.c.name)):
        raise StoreError(_("Give the room a name."))
    if ends_on < date.today():
        raise StoreError(_("The room's last day is over already. Choose another one."))
    if length not in LENGTHS or not 1 <= rounds <= MOST_ROUNDS:
        raise ValueError((length, rounds))
    with store.writing() as connection:
        here(connection, account, hold=True)
        mine = select(func.count()).select_from(table).where(table.c.account_id == account.id)
        if (connection.scalar(mine) or 0) >= MOST_ROOMS:
            raise StoreError(_("You have {n} rooms. Delete one that is over first.").format(n=MOST_ROOMS))
        id_ = insert_row(
            connection,
            table,
            account_id=account.id,
            name=name,
            code=_unused(connection),
            language=language,
            activities=list(questions(rubric, length)),
            questions=rubric.questionnaire,
            rounds=rounds,
            named=named,
            ends_on=ends_on,
            secret=secrets.token_hex(SECRET_BYTES),
            round=1,
            state="waiting",
            revealed=False,
        )
        return of_account(connection, account, id_)


def rooms(store: Store, account: Account) -> list[Room]:
    """The account's rooms, the newest first."""
    with store.reading() as connection:
        here(connection, account)
        found = _alive().where(table.c.account_id == account.id).order_by(table.c.id.desc())
        return [as_room(row) for row in connection.execute(found)]


def room(store: Store, account: Account, room_id: int) -> Room:
    """One of the account's rooms. Raises NotAllowed where it isn't, or no longer."""
    with store.reading() as connection:
        return of_account(connection, account, room_id)


def find(store: Store, typed: str) -> Room | None:
    """The room of this code, typed by whoever wants in; None where there is none."""
    with store.reading() as connection:
        row = by_code(connection, typed)
    return None if row is None else as_room(row)


def open_round(store: Store, account: Account, room_id: int) -> Room:
    """Takes answers from now on."""
    return _change(store, account, room_id, lambda now: {"state": "open"})


def close_round(store: Store, account: Account, room_id: int) -> Room:
    """Takes no answers until it is opened again; what was kept stays."""
    return _change(store, account, room_id, lambda now: {"state": "closed"})


def reveal(store: Store, account: Account, room_id: int, on: bool = True) -> Room:
    """Shows the round's figures on the wall, or hides them."""
    return _change(store, account, room_id, lambda now: {"revealed": on}, also_ended=True)


def next_round(store: Store, account: Account, room_id: int, after: int | None = None) -> Room:
    """Opens the round behind the one that runs, its figures hidden. Raises StoreError behind the last.

    after: the round that whoever asks has seen; where another one runs already, as by a second click, nothing happens.
    """

    def opened(now: Room) -> dict[str, Any]:
        if now.round == now.rounds:
            raise StoreError(_("This was the room's last round."))
        return {"round": now.round + 1, "state": "open", "revealed": False}

    return _change(store, account, room_id, lambda now: {} if after not in (None, now.round) else opened(now))


def end(store: Store, account: Account, room_id: int) -> Room:
    """Forgets the way from a phone to its sheet, for good; `figures.end` does that and all else that belongs to it."""
    return _change(store, account, room_id, lambda now: {"state": "ended", "secret": None}, also_ended=True)


def delete_room(store: Store, account: Account, room_id: int) -> None:
    """Deletes the room and all that was answered in it."""
    with store.writing() as connection:
        of_account(connection, account, room_id)
        connection.execute(delete(table).where(table.c.id == room_id))
    erase.finish(store)


def by_code(connection: Connection, typed: str, *, hold: bool = False) -> Row | None:
    """The room's row, with its secret. hold: whoever writes in the room meanwhile waits for this transaction."""
    if (code := understood(typed)) is None:
        return None
    found = _alive().where(table.c.code == code)
    return connection.execute(found.with_for_update() if hold else found).one_or_none()


def _alive() -> Select:
    """Rooms whose last day isn't over; the others are deleted once a day."""
    return select(table).where(table.c.ends_on >= date.today())


def of_account(connection: Connection, account: Account, room_id: int) -> Room:
    """The same as `room` in a transaction; one that writes has the room to itself from here on."""
    here(connection, account)
    found = _alive().where(table.c.id == room_id, table.c.account_id == account.id)
    if connection.get_execution_options().get("writes"):
        found = found.with_for_update()
    if (row := connection.execute(found).one_or_none()) is None:
        raise NotAllowed(_("This room isn't yours, or it has been deleted."))
    return as_room(row)


def _change(
    store: Store,
    account: Account,
    room_id: int,
    to: Callable[[Room], dict[str, Any]],
    *,
    also_ended: bool = False,
) -> Room:
    """Whatever closes or ends a round also takes the order out of what has been answered by then."""
    with store.writing() as connection:
        now = of_account(connection, account, room_id)
        if now.state == "ended" and not also_ended:
            raise StoreError(_("This room has ended. Make a new one."))
        if not (changes := to(now)):
            return now
        connection.execute(update(table).where(table.c.id == room_id).values(**changes))
        over = changes.get("state") in ("closed", "ended") or "round" in changes
        if over:
            _forget_order(connection, room_id)
        changed = of_account(connection, account, room_id)
    if over:
        erase.finish(store)
    return changed


def _forget_order(connection: Connection, room_id: int) -> None:
    """Writes what was answered anew by key: PostgreSQL lays rows down as they come in and marks who wrote them when.

    In a SQLite file `erase.finish` does the same.
    """
    held = {
        of: connection.execute(select(of).where(of.c.room_id == room_id).order_by(*of.primary_key)).mappings().all()
        for of in (participants, sheets)
    }
    connection.execute(delete(participants).where(participants.c.room_id == room_id))
    for of, rows in held.items():
        if rows:
            connection.execute(insert(of), [dict(row) for row in rows])


def _unused(connection: Connection) -> str:
    taken = set(connection.scalars(select(table.c.code)))
    return next(code for code in iter(new_code, None) if code not in taken)


def as_room(row: Row) -> Room:
    """The room of a row of `by_code`."""
    kept = row._mapping
    same = kept["questions"] == load().questionnaire
    same_named = (name for name in Room.__dataclass_fields__ if name not in ("activities", "same_questions"))
    return Room(**{name: kept[name] for name in same_named}, activities=tuple(kept["activities"]), same_questions=same)
