from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from math import inf, nan

import pytest
from sqlalchemy import update

from ssi_core.store import plans, rights, tables
from ssi_core.store.engine import Store, StoreError
from ssi_core.store.rights import Account, own_history
from tests.core.store.world import MONDAY, ON_SQLITE, PLAN, account


@pytest.fixture
def ana(store: Store) -> Account:
    return account(store, "ana")


@pytest.fixture
def me(store: Store, ana: Account) -> int:
    return own_history(store, ana).person


@pytest.fixture
def said(store: Store, ana: Account, me: int) -> Callable[[], list[tuple]]:
    """Week, activity and amount of every check-in that counts."""
    return lambda: [
        *plans.check_ins_of(store, ana, me)[["week", "activity", "amount"]].itertuples(index=False, name=None)
    ]


def test_a_plan_takes_the_place_of_the_one_before(store: Store, ana: Account, me: int):
    first = plans.keep_plan(store, ana, me, MONDAY, PLAN, {"minutes": 60})
    second = plans.keep_plan(store, ana, me, MONDAY + timedelta(weeks=1), PLAN, {"minutes": 90})
    kept = plans.plans_of(store, ana, me)
    assert [(one.id, one.ended, one.wish) for one in kept] == [
        (second, False, {"minutes": 90}),
        (first, True, {"minutes": 60}),
    ]
    assert kept[0].start == MONDAY + timedelta(weeks=1)
    plans.end_plan(store, ana, second)
    assert [one.ended for one in plans.plans_of(store, ana, me)] == [True, True]


@ON_SQLITE
def test_a_plan_with_half_a_sign_or_of_no_possible_day_is_refused(store: Store, ana: Account, me: int):
    for start, wish in ((MONDAY, {"note": "\ud800"}), (MONDAY.replace(year=9999), {})):
        with pytest.raises(StoreError):
            plans.keep_plan(store, ana, me, start, PLAN, wish)
    with pytest.raises(StoreError):
        plans.check_in(store, ana, me, MONDAY.replace(year=9999), {"posts": 1.0})
    assert plans.plans_of(store, ana, me) == []


def test_the_newest_word_counts_also_where_the_one_before_came_from_a_fast_clock(
    store: Store, ana: Account, me: int, said
):
    plan = plans.keep_plan(store, ana, me, MONDAY, PLAN, {})
    plans.tick(store, ana, plan, 1, "posts", "Write a post", True)
    plans.check_in(store, ana, me, MONDAY, {"posts": 3.0})
    with store.writing() as connection:
        for table in (tables.plans, tables.ticks, tables.check_ins):
            connection.execute(update(table).values(at=tables.now() + timedelta(days=400)))
    plans.tick(store, ana, plan, 1, "posts", "Write a post", False)
    plans.check_in(store, ana, me, MONDAY, {"posts": 2.0})
    assert plans.ticked(store, ana, plan) == set()
    assert [amount for *_rest, amount in said()] == [2.0]
    newest = plans.keep_plan(store, ana, me, MONDAY, PLAN, {})
    assert plans.plans_of(store, ana, me)[0].id == newest


@ON_SQLITE
@pytest.mark.parametrize("wish", [{"minutes": nan}, {"minutes": inf}, {"of": [{"deep": -inf}]}])
def test_a_plan_with_endless_figures_is_refused(store: Store, ana: Account, me: int, wish: dict):
    with pytest.raises(StoreError, match="no finite number"):
        plans.keep_plan(store, ana, me, MONDAY, PLAN, wish)
    assert plans.plans_of(store, ana, me) == []


def test_the_newest_tick_counts(store: Store, ana: Account, me: int):
    plan = plans.keep_plan(store, ana, me, MONDAY, PLAN, {})
    for week, done in ((1, True), (2, True), (1, False), (3, False), (3, True)):
        plans.tick(store, ana, plan, week, "posts", "Write a post", done)
    assert plans.ticked(store, ana, plan) == {(2, "posts", "Write a post"), (3, "posts", "Write a post")}
    with pytest.raises(StoreError):
        plans.tick(store, ana, plan, 1, "posts", "a\0b", True)


@ON_SQLITE
def test_nothing_was_said_yet(store: Store, ana: Account, me: int):
    frame = plans.check_ins_of(store, ana, me)
    assert list(frame) == ["week", "activity", "amount", "planned"]
    assert str(frame["week"].dtype) == "datetime64[s]"


def test_any_day_stands_for_its_week_and_the_newest_word_counts(store: Store, ana: Account, me: int, said):
    plans.check_in(store, ana, me, MONDAY + timedelta(days=8), {"posts": 3.0})
    plans.check_in(store, ana, me, MONDAY + timedelta(days=6), {"posts": 1.0, "comments_made": 5.0}, {"posts": 2.0})
    plans.check_in(store, ana, me, MONDAY, {"posts": 2.0}, {"posts": 2.0})
    plans.check_in(store, ana, me, MONDAY, {})
    assert [(week.date(), *rest) for week, *rest in said()] == [
        (MONDAY, "comments_made", 5.0),
        (MONDAY, "posts", 2.0),
        (MONDAY + timedelta(weeks=1), "posts", 3.0),
    ]
    planned = plans.check_ins_of(store, ana, me)["planned"]
    assert planned.isna().tolist() == [True, False, True]


@ON_SQLITE
@pytest.mark.parametrize(
    ("activity", "amount"),
    [("posts", -1), ("posts", nan), ("posts", inf), ("posts", 1e10), ("post_rate", 1), ("acceptance_rate", 101)],
)
def test_an_amount_that_cannot_be_one_is_refused_with_all_that_came_with_it(
    store: Store, ana: Account, me: int, said, activity: str, amount: float
):
    for amounts, planned in (
        ({"comments_made": 1, activity: amount}, None),
        ({"comments_made": 1}, {activity: amount}),
    ):
        with pytest.raises(StoreError):
            plans.check_in(store, ana, me, MONDAY, amounts, planned)
    assert said() == []


def test_check_ins_at_the_same_time_are_all_kept(store: Store, ana: Account, me: int, said):
    with ThreadPoolExecutor(8) as pool:
        weeks = [MONDAY + timedelta(weeks=n) for n in range(16)]
        list(pool.map(lambda week: plans.check_in(store, ana, me, week, {"posts": 1.0}), weeks))
    assert [week.date() for week, *_rest in said()] == weeks


@ON_SQLITE
def test_a_person_of_nobody_is_refused(store: Store, ana: Account):
    team = rights.new_team(store, ana, "North")
    assert team.person is None
    with pytest.raises(rights.NotAllowed):
        plans.check_ins_of(store, ana, 0)
