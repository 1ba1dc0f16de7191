"""Made-up participants, so that a trainer can see a room full before anybody comes. They stay marked as made up.

What they answer is drawn anew each time, and is never mixed with what real people answer.
"""

import math
import secrets
from collections.abc import Mapping
from random import SystemRandom

from sqlalchemy import Connection, delete, func, insert, select

from ssi_core.i18n import _
from ssi_core.questionnaire import Answers
from ssi_core.rubric import Activity, load
from ssi_core.scoring.score import published_prior
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account
from ssi_core.store.tables import participants, sheets
from ssi_core.workshop.rooms import Room, of_account
from ssi_core.workshop.sheets import CAPACITY, Closed

KEY_BYTES = 32  # as long as a phone's
UNSURE = 0.06  # share of the questions to which one of them doesn't know the answer
COME_BACK = 0.8  # share of those of earlier rounds who answer again
CHANGES = (0, 1, 2, 2, 2)  # in how many activities somebody does otherwise than before, each as likely
BETTER = 0.9  # the share of these changes that goes up

_chance = SystemRandom()


def arrive(store: Store, account: Account, room_id: int, n: int) -> int:
    """Up to n more join and answer the round that runs, as far as the room holds them; how many came.

    Raises NotAllowed, and Closed where nothing can be answered now.
    """
    with store.writing() as connection:
        room = _open(connection, account, room_id)
        there, known = _number(connection, room), _number(connection, room, participants.c.made_up)
        keys = [secrets.token_hex(KEY_BYTES) for _one in range(min(n, CAPACITY - there))]
        if keys:
            names = [_("Made-up {n}").format(n=known + i) if room.named else "" for i in range(1, len(keys) + 1)]
            rows = [{"key": key, "name": name} for key, name in zip(keys, names, strict=True)]
            connection.execute(insert(participants).values(room_id=room.id, made_up=True), rows)
            _keep(connection, room, {key: _drawn(room) for key in keys})
        return len(keys)


def answer_again(store: Store, account: Account, room_id: int, n: int = CAPACITY) -> int:
    """Up to n of those who answered an earlier round answer the one that runs, most of them a little better.

    Some never come back, as in life. Returns how many answered; raises as `arrive`.
    """
    with store.writing() as connection:
        room = _open(connection, account, room_id)
        answered = _answered(connection, room)
        now = answered.pop(room.round, {})
        before = {key: answers for round_ in sorted(answered) for key, answers in answered[round_].items()}
        back = sorted(before)[: math.floor(COME_BACK * len(before))]
        coming = [key for key in back if key not in now][:n]
        _keep(connection, room, {key: _moved_on(before[key]) for key in coming})
        return len(coming)


def leave(store: Store, account: Account, room_id: int) -> int:
    """Takes all of them out of the room, with what they answered; how many there were. Raises NotAllowed."""
    with store.writing() as connection:
        room = of_account(connection, account, room_id)
        gone = delete(participants).where(participants.c.room_id == room.id, participants.c.made_up)
        return connection.execute(gone).rowcount


def _open(connection: Connection, account: Account, room_id: int) -> Room:
    room = of_account(connection, account, room_id)
    if not room.takes_answers:
        raise Closed(_("Made-up participants answer as they come. Open a round first."))
    return room


def _number(connection: Connection, room: Room, *which) -> int:
    among = select(func.count()).select_from(participants).where(participants.c.room_id == room.id, *which)
    return connection.scalar(among) or 0


def _answered(connection: Connection, room: Room) -> dict[int, dict[str, Answers]]:
    """What those who are made up answered, by round and key."""
    found = select(sheets.c.round, sheets.c.key, sheets.c.answers).join(participants)
    by_round: dict[int, dict[str, Answers]] = {}
    for round_, key, answers in connection.execute(found.where(sheets.c.room_id == room.id, participants.c.made_up)):
        by_round.setdefault(round_, {})[key] = answers
    return by_round


def _keep(connection: Connection, room: Room, answered: Mapping[str, Answers]) -> None:
    rows = [{"key": key, "answers": answers} for key, answers in answered.items()]
    if rows:
        connection.execute(insert(sheets).values(room_id=room.id, round=room.round), rows)


def _drawn(room: Room) -> Answers:
    """The answers of somebody drawn from what is expected of a stranger (method, section 2)."""
    rubric = load()
    prior, common = published_prior(rubric), math.sqrt(rubric.unknown.correlation) * _chance.gauss()
    own = math.sqrt(1 - rubric.unknown.correlation)
    shares = {i: prior.mean[i] + prior.sd[i] * (common + own * _chance.gauss()) for i in room.activities}
    return {i: _answer(rubric.by_id[i], share) for i, share in shares.items()}


def _answer(activity: Activity, share: float) -> int | None:
    """The answer that is worth about this share of the activity's points."""
    if _chance.random() < UNSURE:
        return None
    if activity.checklist:
        return sum(1 << place for place in range(len(activity.checklist)) if _chance.random() < share)
    return round(min(max(share, 0), 1) * (len(activity.options) - 1))


def _moved_on(before: Answers) -> Answers:
    """What somebody answers after a training who answered this before it."""
    known = [i for i, answer in before.items() if answer is not None]
    changed = _chance.sample(known, min(_chance.choice(CHANGES), len(known)))
    return before | {i: _step(load().by_id[i], before[i], up=_chance.random() < BETTER) for i in changed}


def _step(activity: Activity, answer: int, up: bool) -> int:
    """The answer next to this one, or one item of the checklist more or less."""
    if activity.checklist:
        return (answer | (answer + 1)) & (2 ** len(activity.checklist) - 1) if up else answer & (answer - 1)
    return min(max(answer + (1 if up else -1), 0), len(activity.options) - 1)
