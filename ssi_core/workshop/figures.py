"""A room's figures as the wall, its trainer and its exports show them: never of fewer than K people.

Whoever may look at any moment must not see what one person answered, so what is shown moves in batches: the sheets that
count are kept with their points, and everybody sees these until BATCH or more people are added.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from ssi_core.coaching import team_advice
from ssi_core.coaching.progress import news
from ssi_core.i18n import _
from ssi_core.questionnaire import Answers, value
from ssi_core.rubric import Rubric, load
from ssi_core.scoring import part, score
from ssi_core.scoring.bands import band, whole
from ssi_core.scoring.frame import PERSON, complete
from ssi_core.store import erase
from ssi_core.store.engine import Store
from ssi_core.store.faults import StoreError
from ssi_core.store.rights import Account
from ssi_core.store.tables import participants, sheets
from ssi_core.store.tables import rooms as table
from ssi_core.store.tables import shown as pictures
from ssi_core.workshop import rooms
from ssi_core.workshop.rooms import Room, of_account

K = 5  # people, below whom nothing is shown: small cells give somebody away. Source: reliability.md, Privacy
BATCH = 3  # people, by whom a picture grows at least: the difference of two is never one person's. Source: the same
ACTIONS = 3
MINUTES = 30.0  # a week, that the actions are measured by


@dataclass(frozen=True)
class Counts:
    """How many are in the room and how far they are in the round that runs.

    made_up: of those who joined. missing: how many more have to finish before there are figures.
    """

    joined: int
    answering: int
    finished: int
    made_up: int
    missing: int


@dataclass(frozen=True)
class Action:
    """What everybody could do next: mean points for so many minutes a week, of those who know what they do now."""

    activity: str
    gain: float
    low: float
    high: float
    minutes: float


@dataclass(frozen=True)
class Figures:
    """One round's figures. people: whom they are of. left_out: have finished and aren't counted yet.

    made_up: whether all of them are made up; real people and made-up ones are never mixed. bands: people by the band's
    name. mean: of totals, whole points of 100. pillars: mean points of 25 by id, in halves, of a pillar in which K or
    more people have a place; four errors of a quarter say no more of the total than its own whole points.
    weakest: the pillar with the lowest mean, "" without any. actions: the best three.
    """

    people: int
    left_out: int
    made_up: bool
    bands: Mapping[str, int]
    mean: int
    pillars: Mapping[str, float]
    weakest: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Side:
    """The same people in one round: how many are in each band, by its name, and the mean of totals in whole points."""

    bands: Mapping[str, int]
    mean: int


@dataclass(frozen=True)
class Change:
    """From round 1 to the one that runs, of those who answered both.

    left_out: of them, so that those in only one of the two rounds' figures are none or at least K. up, down: by 2
    points of the total or more. pillars: how far the mean moved by id, between means in halves.
    """

    people: int
    left_out: int
    before: Side
    now: Side
    up: int
    same: int
    down: int
    pillars: Mapping[str, float]

    @property
    def mean(self) -> int:
        """How far the mean of totals moved, as both ends are shown."""
        return self.now.mean - self.before.mean


@dataclass(frozen=True)
class _Picture:
    """What is shown of a round as table `shown` keeps it: with the keys of those whom it counts.

    points: of each the total and the pillars, None for a pillar without a place. pairs: whom the change counts. Both
    are empty once the room has ended.
    """

    made_up: bool
    points: Mapping[str, Sequence[float | None]]
    figures: Mapping[str, Any]
    pairs: Collection[str] = ()
    change: Mapping[str, Any] | None = None


def counts(store: Store, room: Room) -> Counts:
    """How far the round that runs is, at this moment."""
    with store.reading() as connection:
        rows, before = _rows(connection, room, room.round), _kept(connection, room, room.round)
    finished = sum(_has_finished(room, row) for row in rows)
    begun = sum(_has_begun(row) for row in rows)
    ready, made_up = _ready(room, rows, before)
    missing = 0 if _holds(before, ready.keys(), made_up=made_up) else max(K - len(ready), 0)
    return Counts(len(rows), begun - finished, finished, sum(row.made_up for row in rows), missing)


def figures(store: Store, room: Room, round_: int) -> Figures | None:
    """What may be shown of a round; None for too few people, and once the questionnaire has changed."""
    picture, ready = _settled(store, room, round_)
    if picture is None:
        return None
    actions = tuple(Action(**action) for action in picture.figures["actions"])
    left_out = picture.figures["left_out"] + len(ready - picture.points.keys())
    return Figures(**{**picture.figures, "actions": actions, "left_out": left_out})


def change(store: Store, room: Room) -> Change | None:
    """Before against after; None in round 1, while answers come in, and for too few people who answered both."""
    if room.round == 1 or room.state not in ("closed", "ended"):
        return None
    first, now = (_settled(store, room, round_)[0] for round_ in (1, room.round))
    if first is None or now is None:
        return None
    shown = set(now.pairs)
    pairs = _pairs(first.points.keys(), now.points.keys(), shown)
    if len(pairs) >= K and (not shown or len(pairs - shown) >= BATCH):
        found = asdict(_compared(first, now, sorted(pairs)))
        now = _keep(store, room, room.round, now, replace(now, pairs=sorted(pairs), change=found))
    if now is None or not now.change:
        return None
    sides = {side: Side(**now.change[side]) for side in ("before", "now")}
    return Change(**{**now.change, **sides})


def end(store: Store, account: Account, room_id: int) -> Room:
    """Ends the room for good: from now on nobody can tell whose sheet is whose, or which came last.

    The figures stay until the last day, as they are now.
    """
    room = rooms.end(store, account, room_id)
    left_out = {
        round_: found.left_out for round_ in range(1, room.round + 1) if (found := figures(store, room, round_))
    }
    change(store, room)
    with store.writing() as connection:
        for round_ in range(1, room.round + 1):
            if picture := _kept(connection, room, round_):
                final = picture.figures | {"left_out": left_out.get(round_, 0)}
                without = asdict(replace(picture, points={}, pairs=(), figures=final))
                connection.execute(update(pictures).where(*_of(room, round_)).values(figures=without))
    erase.finish(store)
    return room


def people(store: Store, account: Account, room_id: int) -> pd.DataFrame:
    """A named room's sheets as a scored activity frame, one row a person and round, with `round` and `made_up`.

    Raises StoreError in an anonymous room, whose sheets are nobody's, and once the questionnaire has changed.
    """
    with store.reading() as connection:
        room = of_account(connection, account, room_id)
        if not room.named:
            raise StoreError(_("This room is anonymous: nobody can see who answered what."))
        if not room.same_questions:
            raise StoreError(_("The questionnaire has changed since this room was made; its answers can't be scored."))
        rounds = [_rows(connection, room, round_) for round_ in range(1, room.round + 1)]
    found = [(row, round_) for round_, rows in enumerate(rounds, 1) for row in rows if _has_begun(row)]
    who = [{PERSON: row.name, "round": round_, "made_up": row.made_up} for row, round_ in found]
    marks = pd.DataFrame(who, columns=[PERSON, "round", "made_up"])
    return _scored([row.answers for row, _round in found]).assign(**marks)


def _rows(connection: Connection, room: Room, round_: int) -> Sequence[Row]:
    """Everybody in the room with their answers in the round, None where they gave none; by key."""
    answered = (
        (sheets.c.room_id == participants.c.room_id) & (sheets.c.key == participants.c.key) & (sheets.c.round == round_)
    )
    found = select(participants.c.key, participants.c.name, participants.c.made_up, sheets.c.answers)
    found = found.outerjoin(sheets, answered).where(participants.c.room_id == room.id)
    return connection.execute(found.order_by(participants.c.key)).all()


def _has_begun(row: Row) -> bool:
    return bool(row.answers)


def _has_finished(room: Room, row: Row) -> bool:
    """Answered every question, and not all with "don't know", which gives no score."""
    known = _has_begun(row) and any(answer is not None for answer in row.answers.values())
    return known and row.answers.keys() >= set(room.activities)


def _ready(room: Room, rows: Sequence[Row], before: _Picture | None) -> tuple[dict[str, Answers], bool]:
    """The finished sheets that may count, by key, and whether they are of made-up people.

    Those stand in, alone, until K real people have finished; once real ones were shown (before) they never come back.
    """
    real, made_up = (
        {row.key: row.answers for row in rows if row.made_up == kind and _has_finished(room, row)}
        for kind in (False, True)
    )
    stand_in = len(real) < K <= len(made_up) and not (before and not before.made_up)
    return (made_up, True) if stand_in else (real, False)


def _settled(store: Store, room: Room, round_: int) -> tuple[_Picture | None, Collection[str]]:
    """What is shown of a round, moved on where a batch is due, and the keys of all who could count in it."""
    if not room.same_questions:
        return None, ()
    with store.reading() as connection:
        rows, before = _rows(connection, room, round_), _kept(connection, room, round_)
    if before and not before.points:
        return before, set()
    ready, made_up = _ready(room, rows, before)
    shown = before if _holds(before, ready.keys(), made_up=made_up) else None
    added = len(ready.keys() - shown.points.keys()) if shown else len(ready)
    if len(ready) >= K and added >= (BATCH if shown else K):
        picture = _picture(ready, made_up=made_up)
        with_change = replace(picture, pairs=shown.pairs, change=shown.change) if shown else picture
        shown = _keep(store, room, round_, before, with_change)
    return shown, ready.keys()


def _holds(shown: _Picture | None, ready: Set[str], *, made_up: bool) -> bool:
    """Whether it may stay: one of made-up people follows them at once, as it gives nobody away."""
    return shown is not None and shown.made_up == made_up and (not made_up or shown.points.keys() == ready)


def _picture(answers: Mapping[str, Answers], *, made_up: bool) -> _Picture:
    """answers: a sheet by key, each with something known."""
    rubric, scored = load(), _scored(answers.values())
    placed = {p: scored[p].where(scored[part(p, "known")] >= rubric.unknown.place_from) for p in rubric.pillar_ids}
    means = {pillar: points.mean() for pillar, points in placed.items() if points.count() >= K}
    points = pd.DataFrame({"total": scored["total"], **placed}).astype(object)
    found = Figures(
        people=len(scored),
        left_out=0,
        made_up=made_up,
        bands={entry.name: int((scored["band"] == entry.name).sum()) for entry in rubric.bands},
        mean=whole(scored["total"].mean()),
        pillars={pillar: _halves(mean) for pillar, mean in means.items()},
        weakest=min(means, key=means.__getitem__, default=""),
        actions=_actions(scored, rubric),
    )
    rows = points.where(points.notna(), None).to_numpy().tolist()
    return _Picture(made_up, dict(zip(answers, rows, strict=True)), asdict(found))


def _scored(answers: Iterable[Answers]) -> pd.DataFrame:
    """The sheets as a scored activity frame, in their order, as the participants see their own."""
    rubric = load()
    amounts = [{i: value(rubric.by_id[i], answer) for i, answer in sheet.items()} for sheet in answers]
    frame = pd.DataFrame(amounts).assign(**{PERSON: lambda rows: rows.index.astype(str)})
    return score(complete(frame, rubric), rubric, margin=rubric.unknown.self_report)


def _actions(scored: pd.DataFrame, rubric: Rubric) -> tuple[Action, ...]:
    """What raises the mean most. What fewer than K people know of themselves is nobody's business."""
    hidden = {i: np.nan for i in rubric.ids if scored[i].count() < K}
    best = team_advice(scored.assign(**hidden), rubric, minutes=MINUTES)[:ACTIONS]
    return tuple(
        Action(step.activity, round(step.gain, 1), round(step.low, 1), round(step.high, 1), float(whole(step.minutes)))
        for step in best
    )


def _pairs(first: Set[str], now: Set[str], shown: Set[str]) -> set[str]:
    """Whom the change may count: of those in both rounds' figures as many as leave none or K out of either.

    Left out are the lowest keys, which are random, but nobody who was shown.
    """
    both = first & now
    spare = sorted(both - shown)
    for fewer in range(len(spare) + 1):
        chosen = both.difference(spare[:fewer])
        if all(len(rest) == 0 or len(rest) >= K for rest in (first - chosen, now - chosen)):
            return set(chosen)
    return set(shown)


def _compared(first: _Picture, now: _Picture, pairs: Sequence[str]) -> Change:
    ids = load().pillar_ids
    before, after = (np.array([picture.points[key] for key in pairs], dtype=float) for picture in (first, now))
    verdicts = [news(points) for points in (after - before)[:, 0]]
    return Change(
        people=len(pairs),
        left_out=len(first.points.keys() & now.points.keys()) - len(pairs),
        before=_side(before[:, 0]),
        now=_side(after[:, 0]),
        up=verdicts.count("up"),
        same=verdicts.count("no news"),
        down=verdicts.count("down"),
        pillars={
            pillar: _halves(then[placed].mean()) - _halves(earlier[placed].mean())
            for pillar, earlier, then in zip(ids, before.T[1:], after.T[1:], strict=True)
            if (placed := np.isfinite(earlier) & np.isfinite(then)).sum() >= K
        },
    )


def _side(totals: np.ndarray) -> Side:
    rubric = load()
    found = Counter(band(total, rubric).name for total in totals)
    return Side({entry.name: found[entry.name] for entry in rubric.bands}, whole(totals.mean()))


def _halves(points: float) -> float:
    return whole(2 * points) / 2


def _kept(connection: Connection, room: Room, round_: int) -> _Picture | None:
    kept = connection.scalar(select(pictures.c.figures).where(*_of(room, round_)))
    return None if kept is None else _Picture(**kept)


def _keep(store: Store, room: Room, round_: int, before: _Picture | None, picture: _Picture) -> _Picture | None:
    """Shows the picture from now on, unless somebody else was quicker: all see the same, and the room may be gone."""
    with store.writing() as connection:
        there = connection.scalar(select(table.c.id).where(table.c.id == room.id).with_for_update())
        now = _kept(connection, room, round_)
        if there is None or now != before:
            return now
        connection.execute(delete(pictures).where(*_of(room, round_)))
        values = {"room_id": room.id, "round": round_, "figures": asdict(picture)}
        connection.execute(insert(pictures).values(**values))
        return _kept(connection, room, round_)


def _of(room: Room, round_: int) -> tuple[ColumnElement[bool], ...]:
    return pictures.c.room_id == room.id, pictures.c.round == round_
