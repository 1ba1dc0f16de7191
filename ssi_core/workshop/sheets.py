"""What a phone answers. A participant is a token that only the phone knows: the room keeps its HMAC, nothing else.

No row says when it came, in which order or from where. Once the room has ended its secret is gone, and with it the way
from a token to its answers.
"""

import hashlib
import hmac
import math
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from ssi_core.i18n import _
from ssi_core.intake.cells import identity, text
from ssi_core.questionnaire import Answers, NotAnswers, checked_answer
from ssi_core.rubric import load
from ssi_core.store.engine import Store
from ssi_core.store.faults import StoreError
from ssi_core.store.rights import checked
from ssi_core.store.tables import participants
from ssi_core.store.tables import sheets as table
from ssi_core.workshop.rooms import Room, as_room, by_code

TOKEN_BYTES = 16
TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{math.ceil(TOKEN_BYTES * 8 / 6)}}}")
CAPACITY = 300  # participants of one room; 200 were measured
NO_ROOM = _("No room has this code. Look at the wall again.")
NOBODY = _("This address belongs to nobody in this room. Scan the code again.")
ENDED = _("This room has ended.")


class Unknown(StoreError):
    """No room has this code, or nobody in it has this token."""


class Full(StoreError):
    """The room holds as many as it can."""


class Ended(StoreError):
    """The room takes nobody and nothing any more."""


class Closed(StoreError):
    """The round takes no answers now; what was kept stays."""


class NameTaken(StoreError):
    """Somebody of the same name is in the room already, or no name was given."""


@dataclass(frozen=True)
class Sheet:
    """What one participant has answered in the round that runs. before: in round 1, None while that runs."""

    room: Room
    name: str
    answers: Answers
    before: Answers | None

    @property
    def finished(self) -> bool:
        return all(name in self.answers for name in self.room.activities)


def new_token() -> str:
    """What a phone is known by: 128 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Whether it has the form of a phone's token."""
    return bool(TOKEN.fullmatch(text))


def join(store: Store, code: str, token: str, name: str = "") -> Sheet:
    """Lets the phone in; the same token again changes nothing. name: in a named room only.

    Raises Unknown, Ended, Full, or NameTaken with a sentence for the participant.
    """
    with store.writing() as connection:
        row = _room_of(connection, code)
        if row.secret is None:
            raise Ended(ENDED)
        key = _key(row, token)
        if _participant(connection, row, key) is None:
            if _number(connection, row) >= CAPACITY:
                raise Full(_("This room is full. Ask the trainer for another one."))
            name = _free_name(connection, row, name) if row.named else ""
            connection.execute(insert(participants).values(room_id=row.id, key=key, name=name, made_up=False))
        return _sheet(connection, as_room(row), _participant(connection, row, key))


def sheet(store: Store, code: str, token: str) -> Sheet:
    """The participant's sheet as it is now. Raises Unknown and, where nobody can be told any more, Ended."""
    with store.reading() as connection:
        row = _room_of(connection, code)
        return _sheet(connection, as_room(row), _known(connection, row, token))


def answer(store: Store, code: str, token: str, round_: int, given: Mapping[str, int | None]) -> Sheet:
    """Keeps answers by activity id on top of those already given; the same ones again change nothing.

    round_: the round that the phone was asked in. Raises Unknown, Ended, Closed, and NotAnswers with the question's
    name, with nothing kept.
    """
    with store.writing() as connection:
        row = _room_of(connection, code)
        participant, room = _known(connection, row, token), as_room(row)
        if not room.takes_answers or round_ != room.round:
            raise Closed(_("The round is closed: this answer doesn't count. What was saved before stays."))
        before = _answers(connection, row.id, participant.key, room.round)
        answers = {**(before or {}), **_checked(room, given)}
        in_order = {name: answers[name] for name in room.activities if name in answers}
        _keep(connection, before, {"room_id": row.id, "key": participant.key, "round": room.round}, in_order)
        return _sheet(connection, room, participant, in_order)


def _checked(room: Room, given: Mapping[str, int | None]) -> Answers:
    if strange := sorted(given.keys() - set(room.activities)):
        raise NotAnswers(_("{question}: this question isn't asked in this room.").format(question=strange[0]))
    return {name: checked_answer(load().by_id[name], value) for name, value in given.items()}


def _keep(connection: Connection, before: Answers | None, where: Mapping[str, Any], answers: Answers) -> None:
    if before is None:
        connection.execute(insert(table).values(**where, answers=answers))
    elif before != answers:
        this = [table.c[name] == value for name, value in where.items()]
        connection.execute(update(table).where(*this).values(answers=answers))


def _room_of(connection: Connection, code: str) -> Row:
    """The room's row, which a transaction that writes has to itself from here on."""
    writes = bool(connection.get_execution_options().get("writes"))
    if (row := by_code(connection, code, hold=writes)) is None:
        raise Unknown(NO_ROOM)
    return row


def _key(row: Row, token: str) -> str:
    return hmac.new(bytes.fromhex(row.secret), token.encode(errors="replace"), hashlib.sha256).hexdigest()


def _known(connection: Connection, row: Row, token: str) -> Row:
    if row.secret is None:
        raise Ended(_("This room has ended, and nobody can tell any more which answers were yours."))
    if (participant := _participant(connection, row, _key(row, token))) is None:
        raise Unknown(NOBODY)
    return participant


def _participant(connection: Connection, row: Row, key: str) -> Row | None:
    found = select(participants).where(participants.c.room_id == row.id, participants.c.key == key)
    return connection.execute(found).one_or_none()


def _number(connection: Connection, row: Row) -> int:
    among = select(func.count()).select_from(participants).where(participants.c.room_id == row.id)
    return connection.scalar(among)


def _free_name(connection: Connection, row: Row, name: str) -> str:
    name = checked(text(name), participants.c.name)
    if not identity(name):  # nothing of it can be seen
        raise NameTaken(_("Please give your name: in this room the trainer sees who answered what."))
    names = connection.scalars(select(participants.c.name).where(participants.c.room_id == row.id))
    if identity(name) in map(identity, names):
        words = _("“{name}” is here already. If that is you, go on on the phone you began with; else add a surname.")
        raise NameTaken(words.format(name=name))
    return name


def _answers(connection: Connection, room_id: int, key: str, round_: int) -> Answers | None:
    one = (table.c.room_id == room_id, table.c.key == key, table.c.round == round_)
    return connection.scalar(select(table.c.answers).where(*one))


def _sheet(connection: Connection, room: Room, participant: Row, now: Answers | None = None) -> Sheet:
    """now: the answers of the round that runs, if they are known."""
    if now is None:
        now = _answers(connection, room.id, participant.key, room.round) or {}
    before = _answers(connection, room.id, participant.key, 1) if room.round > 1 else None
    return Sheet(room, participant.name, now, before)
