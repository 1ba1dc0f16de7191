"""Rooms: whose they are, how long they live, and that any course of a workshop goes as a plain model says."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

import ssi_core.report
import ssi_core.workshop
from ssi_core.questionnaire import NotAnswers
from ssi_core.rubric import load
from ssi_core.store import erase, tables
from ssi_core.store.engine import IN_MEMORY, NotAllowed, Store
from ssi_core.store.faults import StoreError
from ssi_core.store.rights import Account
from ssi_core.workshop import rooms, sheets
from ssi_core.workshop.rooms import Room
from tests.core.workshop.phones import FAR, answer_all, joined, key_of, opened, trainer

MORE = {"n": 3}  # what a function asks for besides store, account and room


def functions(package: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What the package does for an account in a store, by name."""
    for module in pkgutil.iter_modules(package.__path__):
        loaded = import_module(f"{package.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and {"store", "account"} <= inspect.signature(function).parameters.keys():
                yield f"{module.name}.{name}", function


def asks(function: Callable[..., Any]) -> set[str]:
    """Names of the parameters that have to be given."""
    given_ = inspect.signature(function).parameters.values()
    return {each.name for each in given_ if each.default is inspect.Parameter.empty}


ALL = {**dict(functions(ssi_core.workshop)), **dict(functions(ssi_core.report))}
OF_ROOM = {name: function for name, function in ALL.items() if "room_id" in asks(function)}


def call(name: str, store: Store, account: Account, room_id: int) -> object:
    function = OF_ROOM[name]
    more = {other: MORE[other] for other in asks(function) - {"store", "account", "room_id"}}
    return function(store, account, room_id, **more)


def refusal(*what: Any) -> str:
    with pytest.raises(NotAllowed) as said:
        call(*what)
    return str(said.value)


@pytest.fixture
def memory() -> Store:
    return Store(IN_MEMORY)


def test_only_these_do_not_ask_for_a_room_of_the_account():
    assert dict(functions(ssi_core.workshop)).keys() - OF_ROOM.keys() == {"rooms.new_room", "rooms.rooms"}


@pytest.mark.parametrize("name", OF_ROOM)
def test_a_room_of_somebody_else_is_refused_like_one_that_does_not_exist(memory, name):
    owner, stranger = trainer(memory), trainer(memory, "stranger")
    room = opened(memory, owner, named=True)
    answer_all(memory, room, *joined(memory, room))
    before = contents(memory)
    said = {refusal(name, memory, who, id_) for who, id_ in ((stranger, room.id), (stranger, 999), (owner, 999))}
    assert said == {"This room isn't yours, or it has been deleted."}
    assert contents(memory) == before
    erase.everything(memory, owner)
    assert "This account has been deleted" in refusal(name, memory, owner, room.id)


def test_a_list_holds_the_rooms_of_its_account_the_newest_first(memory):
    owner, stranger = trainer(memory), trainer(memory, "stranger")
    one, two = (opened(memory, owner, name) for name in ("One", "Two"))
    assert rooms.rooms(memory, owner) == [two, one]
    assert rooms.rooms(memory, stranger) == []
    assert rooms.room(memory, owner, one.id) == rooms.find(memory, f" {one.code[:3]}-{one.code[3:].lower()}") == one


def contents(store: Store) -> dict[str, list]:
    with store.reading() as connection:
        found = (tables.rooms, tables.participants, tables.sheets, tables.shown)
        return {table.name: connection.execute(select(table).order_by(*table.primary_key)).all() for table in found}


# ------------------------------------------------------------------ how a room is made


@pytest.mark.parametrize(("length", "each"), [(8, 2), (12, 3)])
def test_a_short_room_asks_about_the_heaviest_of_each_pillar(length, each):
    rubric = load()
    asked = rooms.questions(rubric, length)
    assert list(asked) == [name for name in rubric.ids if name in asked]
    for pillar in rubric.pillar_ids:
        weights = {activity.id: activity.weight for activity in rubric.in_pillar(pillar)}
        taken = [weights.pop(name) for name in asked if name in weights]
        assert len(taken) == each
        assert min(taken) >= max(weights.values())


def test_the_longest_asks_about_all():
    assert rooms.questions(load(), 21) == load().ids


def test_more_questions_stand_for_more_of_the_index():
    shares = [rooms.covered(load(), length) for length in rooms.LENGTHS]
    assert 0.4 < shares[0] < shares[1] < shares[2] == 1


@pytest.mark.parametrize("name", ["", " \n ", "n" * 201, "Kick\0off", "\ud800"])
def test_a_name_that_no_room_can_have_is_refused(memory, name):
    with pytest.raises(StoreError):
        rooms.new_room(memory, trainer(memory), name, FAR)


@pytest.mark.parametrize("how", [{"length": 9}, {"rounds": 0}, {"rounds": 6}])
def test_what_the_page_does_not_offer_is_refused(memory, how):
    with pytest.raises(ValueError, match=r"\("):
        rooms.new_room(memory, trainer(memory), "Kick-off", FAR, **how)


def test_a_trainer_has_so_many_rooms_and_no_more(memory, monkeypatch):
    monkeypatch.setattr(rooms, "MOST_ROOMS", 2)
    account = trainer(memory)
    first, _second = (opened(memory, account) for _n in range(2))
    with pytest.raises(StoreError, match="2 rooms"):
        opened(memory, account)
    rooms.delete_room(memory, account, first.id)
    opened(memory, account)
    opened(memory, trainer(memory, "another"))


# ------------------------------------------------------------------ days


def test_a_room_is_there_until_its_last_day_is_over(memory, monkeypatch):
    """Also when the clock is set back; once deleted it stays so."""
    today = date(2026, 11, 20)
    clock = SimpleNamespace(today=lambda: clock.day, day=today)
    monkeypatch.setattr(rooms, "date", clock)
    account = trainer(memory)
    with pytest.raises(StoreError, match="over already"):
        rooms.new_room(memory, account, "Yesterday's", today - timedelta(1))
    room, longer = (rooms.new_room(memory, account, "Kick-off", today + timedelta(days)) for days in (0, 1))
    token = sheets.new_token()
    sheets.join(memory, room.code, token)

    clock.day = today + timedelta(1)
    assert (rooms.rooms(memory, account), rooms.find(memory, room.code)) == ([longer], None)
    with pytest.raises(NotAllowed):
        rooms.open_round(memory, account, room.id)
    with pytest.raises(sheets.Unknown):
        sheets.sheet(memory, room.code, token)
    clock.day = today - timedelta(300)
    assert sheets.sheet(memory, room.code, token).room == room
    assert erase.old(memory, today) == 0
    assert erase.old(memory, today + timedelta(1)) == 1
    assert (rooms.rooms(memory, account), rooms.find(memory, room.code)) == ([longer], None)


def test_a_room_whose_questions_have_changed_takes_no_answer(memory):
    account = trainer(memory)
    room = opened(memory, account)
    (token,) = joined(memory, room)
    with memory.writing() as connection:
        connection.execute(update(tables.rooms).values(questions="0000"))
    assert not rooms.room(memory, account, room.id).takes_answers
    with pytest.raises(sheets.Closed):
        answer_all(memory, room, token)


# ------------------------------------------------------------------ any course of a workshop


@dataclass
class Model:
    """What has to have happened, without a database: sheets by phone and round."""

    rounds: int
    asked: tuple[str, ...]
    state: str = "waiting"
    round: int = 1
    revealed: bool = False
    phones: set[str] = field(default_factory=set)
    sheets: dict[tuple[str, int], dict[str, int | None]] = field(default_factory=dict)

    def join(self, phone: str) -> type[Exception] | None:
        if self.state == "ended":
            return sheets.Ended
        self.phones.add(phone)

    def answer(self, phone: str, round_: int, given_: dict[str, int | None]) -> type[Exception] | None:
        if self.state == "ended":
            return sheets.Ended
        if phone not in self.phones:
            return sheets.Unknown
        if self.state != "open" or round_ != self.round:
            return sheets.Closed
        if not given_.keys() <= set(self.asked) or 5 in given_.values():
            return NotAnswers
        self.sheets.setdefault((phone, round_), {}).update(given_)

    def open_round(self) -> type[Exception] | None:
        return self._to("open")

    def close_round(self) -> type[Exception] | None:
        return self._to("closed")

    def reveal(self) -> None:
        self.revealed = True

    def next_round(self) -> type[Exception] | None:
        if self.state == "ended" or self.round == self.rounds:
            return StoreError
        self.round, self.state, self.revealed = self.round + 1, "open", False

    def end(self) -> None:
        self.state = "ended"

    def _to(self, state: str) -> type[Exception] | None:
        if self.state == "ended":
            return StoreError
        self.state = state


PHONES = ("Ana's", "Bo's", "of another room")
QUESTIONS = ("posts", "comments_made", "invitations_sent", "nonsense")
steps = st.lists(
    st.tuples(st.just("join"), st.sampled_from(PHONES[:2]))
    | st.tuples(
        st.just("answer"),
        st.sampled_from(PHONES),
        st.integers(1, 3),
        st.dictionaries(st.sampled_from(QUESTIONS), st.none() | st.integers(0, 5), max_size=3),
    )
    | st.tuples(st.sampled_from(["open_round", "open_round", "close_round", "reveal", "next_round", "end"])),
    max_size=30,
)


@pytest.fixture(scope="module")
def one_store() -> Store:
    """For many workshops, one after the other."""
    return Store(IN_MEMORY)


@given(steps)
@settings(max_examples=60)
def test_any_course_of_a_workshop_goes_as_the_model_says(one_store, course):
    account = trainer(one_store)
    room = rooms.new_room(one_store, account, "Kick-off", FAR, length=21)
    elsewhere = opened(one_store, account)
    sheets.join(one_store, elsewhere.code, PHONES[2])
    keys = {key_of(one_store, room, phone): phone for phone in PHONES}
    model = Model(room.rounds, room.activities)
    for what, *given_ in course:
        assert happens(one_store, account, room, what, given_) == getattr(model, what)(*given_), (what, given_)

    now = rooms.room(one_store, account, room.id)
    assert (now.state, now.round, now.revealed) == (model.state, model.round, model.revealed)
    kept = contents(one_store)
    assert {keys[row.key] for row in kept["participant"] if row.room_id == room.id} == model.phones
    rows = {(keys[row.key], row.round): row.answers for row in kept["sheet"] if row.room_id == room.id}
    assert rows == model.sheets
    for made in (room, elsewhere):
        rooms.delete_room(one_store, account, made.id)
    assert not any(contents(one_store).values())


def happens(store: Store, account: Account, room: Room, what: str, given_: list) -> type[Exception] | None:
    """The exception that it raises, None where it is done."""
    try:
        if what in ("join", "answer"):
            getattr(sheets, what)(store, room.code, *given_)
        else:
            getattr(rooms, what)(store, account, room.id)
    except (StoreError, NotAnswers) as refused:
        return type(refused)


def test_a_deleted_room_takes_all_with_it_and_leaves_others_alone(store):
    account = trainer(store)
    room, other = opened(store, account), opened(store, account, "Other")
    for each in (room, other):
        answer_all(store, each, *joined(store, each))
    rooms.delete_room(store, account, room.id)
    with store.reading() as connection:
        for table in (tables.participants, tables.sheets):
            assert connection.scalars(select(table.c.room_id)).all() == [other.id]
    assert rooms.rooms(store, account) == [rooms.room(store, account, other.id)]
    assert rooms.find(store, room.code) is None


def test_deleting_everything_takes_the_rooms_too(store):
    account = trainer(store)
    room = opened(store, account)
    joined(store, room, 2)
    assert erase.everything(store, account).rooms == 1
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.participants)) == 0


def test_a_second_click_on_the_next_round_skips_none(memory):
    account = trainer(memory)
    room = opened(memory, account, rounds=3)
    assert [rooms.next_round(memory, account, room.id, after=1).round for _click in range(2)] == [2, 2]
    assert rooms.next_round(memory, account, room.id, after=2).round == 3
