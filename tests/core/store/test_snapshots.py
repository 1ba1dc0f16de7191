from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from ssi_core.coaching.team import score_team
from ssi_core.intake.columns import Choice
from ssi_core.intake.files import read_files
from ssi_core.intake.findings import Finding
from ssi_core.intake.team import read_team
from ssi_core.intake.units import Unit
from ssi_core.rubric import load
from ssi_core.samples import TEAMS, load_bytes
from ssi_core.store import erase, members, rights, snapshots
from ssi_core.store.engine import IN_MEMORY, Store, StoreError
from ssi_core.store.rights import Account, own_history
from ssi_core.store.snapshots import Snapshot, Source
from ssi_core.store.tables import entries, now
from tests.core.store.world import ACTORS, ANA, BEN, MONDAY, ON_SQLITE, World, account, keep, person

NEXT = MONDAY + timedelta(weeks=1)
FULL = Snapshot(
    ANA,
    MONDAY,
    "North",
    values={"posts": 0.1 + 0.2},
    origins={"posts": "Shares.csv: 4 in 13 weeks"},
    official={"total": 61.0},
    groups={"industry": {"rank": 5.0, "total": 40.0, "pillars": {"people": 11.0}, "name": "Ropes", "change": ""}},
    outcomes={"Deals": 3.0},
    answers={"posts": 2, "photo": None},
    rubric="abc",
)


@pytest.fixture
def owner(store: Store) -> Account:
    return account(store, "owner")


@pytest.fixture
def team(store: Store, owner: Account) -> int:
    return rights.new_team(store, owner, "North").team


def counted(store: Store, owner: Account, team: int) -> dict[tuple[str, date], float | None]:
    """Posts of every snapshot that counts."""
    return {(one.person, one.on): one.values.get("posts") for one in snapshots.snapshots_of(store, owner, team)}


def test_what_was_kept_comes_back(store: Store, owner: Account, team: int):
    keep(store, owner, team, [FULL])
    assert snapshots.snapshots_of(store, owner, team) == [FULL]


@ON_SQLITE
def test_a_snapshot_knows_the_rubric_it_was_entered_with(store: Store, owner: Account, team: int):
    keep(store, owner, team, [person(ANA)])
    assert snapshots.snapshots_of(store, owner, team)[0].rubric == load().fingerprint


def test_the_same_again_adds_nothing(store: Store, owner: Account, team: int):
    rows = [FULL, person(BEN)]
    keep(store, owner, team, rows)
    noisy = replace(FULL, values={"posts": 0.3}, person=" ANA  Mu\u0308ller ")
    for same in (rows, rows[::-1], [noisy, rows[1]], []):
        entry, change = snapshots.keep(store, owner, team, same, Source("sheet"))
        assert (entry, change.unchanged, change.is_empty) == (None, len(same), True)
    assert keep(store, owner, team, rows, replace=True) is None
    assert len(snapshots.history(store, owner, team)) == 1


def test_a_person_is_found_again_in_any_spelling(store: Store, owner: Account, team: int):
    keep(store, owner, team, [person(ANA)])
    keep(store, owner, team, [person(" ana MÜLLER ", NEXT)])
    assert counted(store, owner, team) == {(ANA, MONDAY): 1.0, (ANA, NEXT): 1.0}


@ON_SQLITE
def test_of_rows_for_one_person_and_day_the_last_counts(store: Store, owner: Account, team: int):
    keep(store, owner, team, [person(ANA, posts=1.0), person("ana müller", posts=2.0)])
    assert list(counted(store, owner, team).values()) == [2.0]
    assert snapshots.history(store, owner, team)[0].rows == 1


def test_a_preview_says_what_keeping_does(store: Store, owner: Account, team: int):
    keep(store, owner, team, [person(ANA), person(BEN), person("Cem")])
    rows = [person(ANA), person(BEN, posts=5.0), person("Dora")]
    for replaces in (False, True):
        said = snapshots.preview(store, owner, team, rows, replace=replaces)
        assert [one.person for one in said.added] == ["Dora"]
        assert [(old.values, new.values) for old, new in said.corrected] == [({"posts": 1.0}, {"posts": 5.0})]
        assert said.unchanged == 1
        assert [one.person for one in said.dropped] == (["Cem"] if replaces else [])
    assert len(snapshots.history(store, owner, team)) == 1
    assert snapshots.keep(store, owner, team, rows, Source("sheet"), replace=True)[1] == said


def test_undoing_brings_back_what_was_before(store: Store, owner: Account, team: int):
    keep(store, owner, team, [person(ANA), person(BEN)])
    before = counted(store, owner, team)
    for replaces in (False, True):
        entry = keep(store, owner, team, [person(ANA, posts=9.0)], replace=replaces)
        after = counted(store, owner, team)
        assert after[ANA, MONDAY] == 9.0
        snapshots.undo(store, owner, entry)
        assert counted(store, owner, team) == before
        snapshots.undo(store, owner, entry, again=True)
        assert counted(store, owner, team) == after
        snapshots.undo(store, owner, entry)


def test_what_a_later_upload_held_too_stays_when_an_earlier_one_is_undone(store: Store, owner: Account, team: int):
    wrong = keep(store, owner, team, [person(ANA), person(BEN)])
    keep(store, owner, team, [person(ANA), person(BEN, posts=2.0)])
    snapshots.undo(store, owner, wrong)
    assert counted(store, owner, team) == {(ANA, MONDAY): 1.0, (BEN, MONDAY): 2.0}
    assert [(one.rows, one.undone) for one in snapshots.history(store, owner, team)] == [(2, False), (2, True)]


def test_history_tells_what_came_in(store: Store, owner: Account, team: int):
    finding = Finding("week.csv", 3, "Posts", "many", "not a number", "unknown", 0)
    keep(store, owner, team, [person(ANA)])
    source = Source("sheet", "week 2.csv", [finding])
    snapshots.keep(store, owner, team, [person(ANA, NEXT), person(BEN)], source, replace=True)
    newest, oldest = snapshots.history(store, owner, team)
    assert (newest.what, newest.name, newest.by, newest.replaces, newest.undone) == (
        "sheet",
        "week 2.csv",
        "owner",
        True,
        False,
    )
    assert (newest.rows, newest.people, newest.first, newest.last) == (2, 2, MONDAY, NEXT)
    assert newest.findings == (finding,)
    assert oldest.at <= newest.at


@ON_SQLITE
@pytest.mark.parametrize(
    "row",
    [
        person("a\0b"),
        person("\ud800"),
        person("n" * 201),
        person(" "),
        person(ANA, group="g" * 1001),
        person(ANA, posts=float("nan")),
        person(ANA, posts=float("inf")),
        person(ANA, official={"total": float("nan")}),
        person(ANA, outcomes={"Deals": float("-inf")}),
        person(ANA, groups={"team": {"pillars": {"people": float("nan")}}}),
        person("\u200b"),
        person(ANA, origins={"posts": "\ud800"}),
        person(ANA, outcomes={"\ud800": 1.0}),
        person(ANA, answers={"posts": float("nan")}),
        person(ANA, groups={"team": {"name": "\ud800"}}),
        person(ANA, posts=-1.0),
        Snapshot(ANA, MONDAY, values={"acceptance_rate": 101.0}),
        person(ANA, official={"total": -1e308}),
        person(ANA, official={"people": 26.0}),
        person(ANA, groups={"team": {"total": 1e9}}),
        person(ANA, outcomes={"Deals": 1e308}),
        person(ANA, date(9999, 1, 1)),
    ],
)
def test_what_no_database_can_hold_is_refused_whole(store: Store, owner: Account, team: int, row: Snapshot):
    for call in (keep, snapshots.preview):
        with pytest.raises(StoreError):
            call(store, owner, team, [person(BEN), row])
    assert snapshots.history(store, owner, team) == []


def test_texts_of_files_are_kept_whatever_signs_they_hold(store: Store, owner: Account, team: int):
    odd = "a\0b \x1b"
    row = person(ANA, origins={"posts": odd}, outcomes={odd: 1.0})
    finding = Finding("week.csv", 1, odd, odd, "not a number", "unknown")
    source = Source("sheet", "week.csv", [finding], {odd: Choice("posts", Unit("over", 7.0))}, {odd: 2.0})
    snapshots.keep(store, owner, team, [row], source)
    (kept,) = snapshots.snapshots_of(store, owner, team)
    assert (kept.origins, kept.outcomes) == (row.origins, row.outcomes)
    assert snapshots.history(store, owner, team)[0].findings == (finding,)
    assert snapshots.remembered(store, owner, team) == source.mapping
    assert snapshots.bars(store, owner, team) == source.bars


def test_a_finding_that_quotes_half_a_sign_is_kept_without_it(store: Store, owner: Account, team: int):
    finding = Finding("week.csv", 1, "\ud800", "a \udfff 😀", "not a number", "unknown")
    snapshots.keep(store, owner, team, [person(ANA)], Source("sheet", "week.csv", [finding]))
    (kept,) = snapshots.history(store, owner, team)[0].findings
    assert kept == replace(finding, column="\ufffd", value="a \ufffd 😀")


@ON_SQLITE
@pytest.mark.parametrize("said", [{"mapping": {"\ud800": Choice("posts")}}, {"bars": {"Deals": float("nan")}}])
def test_what_was_said_of_columns_is_refused_where_it_can_t_be_kept(
    store: Store, owner: Account, team: int, said: dict
):
    with pytest.raises(StoreError, match="This upload"):
        snapshots.keep(store, owner, team, [person(ANA)], Source("sheet", **said))
    assert snapshots.history(store, owner, team) == []


def test_the_newest_entry_counts_also_where_the_one_before_came_from_a_fast_clock(
    store: Store, owner: Account, team: int
):
    keep(store, owner, team, [person(ANA)])
    with store.writing() as connection:
        connection.execute(update(entries).values(at=now() + timedelta(days=400)))
    keep(store, owner, team, [person(ANA, posts=2.0)])
    assert list(counted(store, owner, team).values()) == [2.0]


@ON_SQLITE
def test_the_last_word_on_a_column_is_remembered(store: Store, owner: Account, team: int):
    for target, bar in (("posts", 1.0), (None, 2.0)):
        source = Source("sheet", mapping={"Kudos": Choice(target)}, bars={"Deals": bar})
        entry, _change = snapshots.keep(store, owner, team, [person(ANA, posts=bar)], source)
    assert snapshots.remembered(store, owner, team) == {"Kudos": Choice(None)}
    assert snapshots.bars(store, owner, team) == {"Deals": 2.0}
    snapshots.undo(store, owner, entry)
    assert snapshots.bars(store, owner, team) == {"Deals": 1.0}
    assert snapshots.remembered(store, owner, team) == {"Kudos": Choice("posts")}


def test_a_new_team_is_made_along_with_its_first_rows_or_not_at_all(store: Store, owner: Account):
    made, entry, change = snapshots.keep_new(store, owner, "South", [person(ANA)], Source("sheet"))
    assert (made.role, len(change.added), entry) == ("owner", 1, snapshots.history(store, owner, made.team)[0].id)
    with pytest.raises(StoreError, match="200"):
        snapshots.keep_new(store, owner, "West", [person("x" * 400)], Source("sheet"))
    assert "West" not in [one.name for one in rights.standings(store, owner)]


@ON_SQLITE
def test_an_own_history_has_one_person_without_a_name(store: Store, owner: Account):
    own = own_history(store, owner)
    keep(store, owner, own.team, [person("You"), person("", NEXT)])
    assert counted(store, owner, own.team) == {("", MONDAY): 1.0, ("", NEXT): 1.0}


def test_bars_are_told_of_outcomes_that_one_may_read(store: Store):
    world = World(store)
    rows = [person(ANA, posts=3.0, outcomes={"Salary": 9.0}), person(BEN, posts=4.0, outcomes={"Deals": 2.0})]
    snapshots.keep(store, world.owner, world.team, rows, Source("sheet", bars={"Salary": 5.0, "Deals": 1.0}))
    told = {actor: set(snapshots.bars(store, world.actor(actor), world.team)) for actor in ACTORS[1:]}
    own, everybody_s = {"Deals"}, {"Deals", "Salary"}
    assert list(told.values()) == [own, own, everybody_s, everybody_s, everybody_s]


def test_extents_count_whom_one_may_see_the_totals_of(store: Store):
    world = World(store)
    keep(store, world.owner, world.team, [person(ANA, NEXT)])
    empty = rights.new_team(store, world.owner, "Empty").team
    told = {actor: snapshots.extents(store, world.actor(actor)) for actor in ACTORS}
    (eve,) = told["stranger"].values()
    assert eve == (1, MONDAY)
    assert told["member, managers"] == {world.team: (1, MONDAY)}
    assert told["member, totals"] == told["manager"] == {world.team: (2, NEXT)}
    assert told["owner"] == {world.team: (2, NEXT), empty: (0, None)}


def test_extents_count_what_counts(store: Store, owner: Account, team: int):
    keep(store, owner, team, [person(ANA, NEXT)])
    keep(store, owner, rights.new_team(store, owner, "South").team, [person(ANA), person(BEN)], replace=True)
    replaced = keep(store, owner, team, [person(BEN)], replace=True)
    assert snapshots.extents(store, owner)[team] == (1, MONDAY)
    snapshots.undo(store, owner, replaced)
    assert snapshots.extents(store, owner)[team] == (1, NEXT)
    keep(store, owner, team, [person(BEN, posts=5.0)])
    assert snapshots.extents(store, owner)[team] == (2, NEXT)


def test_the_stamp_tells_no_counts(store: Store, owner: Account, team: int):
    keep(store, owner, team, [person(ANA)])
    seen, state = snapshots.stamp(store, owner, team)
    assert (seen.team, len(state)) == (team, 64)


def test_the_stamp_changes_with_whatever_is_seen(store: Store):
    world = World(store)

    def stamp() -> tuple:
        return snapshots.stamp(store, world.owner, world.team)

    newest = []
    for change in (
        lambda: newest.append(keep(store, world.owner, world.team, [person(ANA, posts=7.0)])),
        lambda: snapshots.undo(store, world.owner, newest[0]),
        lambda: snapshots.undo(store, world.owner, newest[0], again=True),
        lambda: world.set("all"),
        lambda: members.invite(store, world.owner, world.team, "owner@example.org", "owner", BEN),
        lambda: members.rename(store, world.owner, world.team, "East"),
        lambda: erase.set_retention(store, world.owner, world.team, 3000),
        lambda: erase.person(store, world.owner, world.ana),
    ):
        before = stamp()
        assert stamp() == before
        change()
        assert stamp() != before
    assert hash(stamp())


def test_totals_are_the_team_s_scores_and_unknown_where_nothing_is_known(store: Store, owner: Account, team: int):
    rows = [person(ANA, posts=2.0, official={"total": 44.0}), Snapshot(BEN, MONDAY)]
    keep(store, owner, team, rows)
    totals = snapshots.totals(store, owner, team)
    scored = score_team(snapshots.to_frame(rows)).scored
    pd.testing.assert_series_equal(totals.loc[0], scored.loc[0, list(totals)])
    assert totals.loc[1, ["total", "low", "high", "official_total"]].isna().all()


@ON_SQLITE
def test_totals_of_an_empty_team(store: Store, owner: Account, team: int):
    assert snapshots.totals(store, owner, team).empty


@ON_SQLITE
@pytest.mark.parametrize("sample", [sample.id for sample in TEAMS])
def test_sample_teams_come_back_as_they_were_read(store: Store, owner: Account, team: int, sample: str):
    tables, _refused = read_files([("week.csv", load_bytes(sample))])
    read = read_team(tables)
    rows = snapshots.from_frame(read.frame, read.outcomes, undated=MONDAY)
    source = Source("sheet", "week.csv", read.findings, bars=read.bars)
    _entry, change = snapshots.keep(store, owner, team, rows, source)
    assert len(change.added) == len(read.frame)
    assert snapshots.history(store, owner, team)[0].findings == read.findings
    wanted = read.frame.assign(date=read.frame["date"].fillna(pd.Timestamp(MONDAY)))
    back = snapshots.to_frame(snapshots.snapshots_of(store, owner, team))
    by = ["person", "date"]
    pd.testing.assert_frame_equal(
        back.sort_values(by, ignore_index=True),
        wanted.sort_values(by, ignore_index=True)[list(back)],
        check_dtype=False,
    )


amounts = st.floats(0, 1e9)
figures = st.builds(
    Snapshot,
    person=st.sampled_from(["", ANA, BEN, "李", "=1+1"]),
    on=st.dates(date(1970, 1, 1), date(2262, 1, 1)),
    group=st.text(max_size=5),
    values=st.dictionaries(st.sampled_from(load().ids), amounts),
    official=st.dictionaries(st.sampled_from(["total", *load().pillar_ids]), st.floats(0, 25), max_size=3),
    outcomes=st.fixed_dictionaries({"Deals": st.floats(-1e9, 1e9)}),
)


@given(st.lists(figures, max_size=5))
@settings(max_examples=25)
def test_figures_go_through_a_frame_and_back(rows: Sequence[Snapshot]):
    frame = snapshots.to_frame(rows)
    assert snapshots.from_frame(frame, ["Deals"] if rows else []) == rows


def test_rows_without_a_date_are_of_the_day_that_is_said_or_left_out():
    frame = pd.DataFrame({"person": [ANA], "posts": [1.0]})
    assert snapshots.from_frame(frame) == []
    assert snapshots.from_frame(frame, undated=MONDAY) == [person(ANA)]


spelt = st.sampled_from([ANA, " ana  müller", BEN, "BEN", "Cem"])
sheet = st.lists(st.tuples(spelt, st.sampled_from([MONDAY, NEXT]), st.sampled_from([0.0, 1.0])), max_size=4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), sheet, st.booleans()),
        st.tuples(st.sampled_from(["undo", "again"]), st.integers(0, 5), st.none()),
    ),
    max_size=8,
)


class Model:
    """What should count: the sheets in full, in order, without those undone or before one that replaces."""

    def __init__(self) -> None:
        self.entries: list[dict] = []

    def state(self) -> dict[tuple[str, date], float]:
        counting: dict[tuple[str, date], float] = {}
        for entry in self.entries:
            if not entry["undone"]:
                counting = ({} if entry["replaces"] else counting) | entry["rows"]
        return counting

    def keep(self, rows: dict[tuple[str, date], float], replaces: bool) -> None:
        if (((() if replaces else self.state()) and self.state() | rows) or rows) != self.state():
            self.entries.append({"rows": rows, "replaces": replaces, "undone": False})


@pytest.fixture(scope="module")
def new_team() -> Iterator[Callable[[], tuple[Store, Account, int]]]:
    """Makes a team of its own for each example, quickly."""
    store, number = Store(IN_MEMORY), count()
    owner = account(store, "owner")
    yield lambda: (store, owner, rights.new_team(store, owner, f"Team {next(number)}").team)
    store.close()


@given(steps)
@settings(max_examples=40)
def test_any_sequence_of_keeping_and_undoing_leaves_what_a_plain_model_says(new_team, sequence):
    model, ids = Model(), []
    store, owner, team = new_team()
    for what, given_, replaces in sequence:
        if what == "keep":
            entry = keep(store, owner, team, [person(*row) for row in given_], replace=replaces)
            ids += [entry] if entry else []
            model.keep({(name.strip().lower()[:3], on): posts for name, on, posts in given_}, replaces)
        elif given_ < len(ids):
            snapshots.undo(store, owner, ids[given_], again=what == "again")
            model.entries[given_]["undone"] = what == "undo"
        kept = {(name.lower()[:3], on): posts for (name, on), posts in counted(store, owner, team).items()}
        assert kept == model.state()
        assert len(ids) == len(model.entries)
