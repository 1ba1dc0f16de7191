"""What is deleted is gone: from every table, from what quotes it, and from the bytes of the database's files."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import delete, insert, select

from ssi_core.intake.findings import Finding
from ssi_core.store import erase, export, members, snapshots
from ssi_core.store.engine import IN_MEMORY, NotAllowed, Store, StoreError, database_file
from ssi_core.store.rights import new_team, own_history, sign_in, standings
from ssi_core.store.snapshots import Snapshot, Source
from ssi_core.store.tables import metadata, people
from tests.core.store.histories import follow, id_of, on, own_of, shared, team_of

CANARIES = 250


def everything_in(store: Store) -> str:
    with store.reading() as connection:
        return repr([connection.execute(select(table)).all() for table in metadata.sorted_tables])


def bytes_of(store: Store) -> bytes:
    file = database_file(store)
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


@pytest.fixture
def owner(store):
    return sign_in(store, "owner", "owner@example.com")


def test_a_person_goes_with_all_that_is_theirs_and_all_that_quotes_them(store, owner):
    team = shared(store, owner)
    ana = sign_in(store, "ana", "ana@example.com")

    deleted = erase.person(store, owner, id_of(store, "Ana Müller"))

    assert (deleted.people, deleted.snapshots, deleted.plans, deleted.check_ins) == (1, 3, 2, 1)
    assert deleted.mentioned
    assert "Ana Müller" not in everything_in(store)
    entry = snapshots.history(store, owner, team.team)[-1]
    assert entry.findings == ()
    assert (entry.name, entry.rows) == ("", 2)
    assert list(snapshots.remembered(store, owner, team.team)) == ["Nothing"]
    assert {one.person for one in snapshots.snapshots_of(store, owner, team.team)} == {"Bo", "Steady"}
    with pytest.raises(NotAllowed):
        snapshots.snapshots_of(store, ana, team.team)
    assert "Deleted a person" in [read.what for read in members.audit(store, owner, team.team)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("müller_ana.csv", True),
        ("ANA  MÜLLER", True),
        ("Hanna Müller", False),
        ("Ana", False),
        ("banana müllers", False),
        ("AnaMüller.csv", True),
        ("ana@corp.example", True),
        ("hana@corp.example", False),
        ("a.muller@corp.example", True),
    ],
)
def test_what_quotes_a_person(text, quoted):
    assert quotes(text, "Ana Müller") is quoted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ÖMER ÇANARIĞLU", "Ömer Çanarığlu"),
        ("İpek Işık", "IPEK IŞIK"),
        ("李明的表.csv", "李明"),
        ("Maximiliana Alexandra von Hohenzollern-S…", "Maximiliana Alexandra von Hohenzollern-Sigmaringen"),
    ],
)
def test_a_name_is_found_in_other_writing(text, name):
    assert quotes(text, name)
    assert not quotes(text, "Bo")


def quotes(text: str, name: str) -> bool:
    """Whether a finding on a file as a whole goes with the person of that name."""
    store = Store(IN_MEMORY)
    account = sign_in(store)
    team = new_team(store, account, "North").team
    finding = Finding("a.csv", None, "", text, "a problem", "unknown")
    snapshots.keep(
        store, account, team, [Snapshot(name, on(0)), Snapshot("Cy", on(0))], Source("sheet", findings=[finding])
    )
    erase.person(store, account, id_of(store, name))
    return snapshots.history(store, account, team)[0].findings == ()


def test_findings_on_rows_go_with_whoever_stood_in_the_file(store, owner):
    team = new_team(store, owner, "North").team
    row, file = (Finding("a.csv", number, "Phone", "0171", "not a number", "unknown") for number in (2, None))
    for names in (["Ana", "Bo"], ["Cy", "Bo"]):
        rows = [Snapshot(name, on(0)) for name in names]
        snapshots.keep(store, owner, team, rows, Source("sheet", findings=[row, file]))

    erase.person(store, owner, id_of(store, "Ana"))

    assert [entry.findings for entry in snapshots.history(store, owner, team)] == [(row, file), (file,)]
    erase.person(store, owner, id_of(store, "Bo"))
    assert [entry.findings for entry in snapshots.history(store, owner, team)] == [(file,)]


def test_an_entry_that_holds_nothing_any_more_goes_unless_it_hides_others(store, owner):
    team = new_team(store, owner, "North").team
    hidden = [Snapshot("Bo", on(0), "", {"posts": 1.0})]
    snapshots.keep(store, owner, team, hidden, Source("sheet"))
    snapshots.keep(store, owner, team, [Snapshot("Ana", on(1))], Source("sheet", "of ana only"))
    snapshots.keep(store, owner, team, [Snapshot("Ana", on(2))], Source("sheet", "who else"), replace=True)

    erase.person(store, owner, id_of(store, "Ana"))

    newest, oldest = snapshots.history(store, owner, team)
    assert (newest.replaces, newest.rows, newest.name, oldest.rows) == (True, 0, "", 1)
    assert snapshots.snapshots_of(store, owner, team) == []


def test_a_team_goes_and_others_stay(store, owner):
    team = shared(store, owner)
    other = team_of(store, owner, "Cy", name="South")
    deleted = erase.team(store, owner, team.team)
    assert (deleted.people, deleted.snapshots, deleted.plans, deleted.check_ins) == (3, 7, 2, 1)
    assert [each.name for each in standings(store, owner)] == ["South"]
    assert snapshots.snapshots_of(store, owner, other.team)
    assert "Ana" not in everything_in(store)


def test_one_s_own_history_goes_and_begins_anew(store, owner):
    shared(store, owner)
    deleted = erase.own(store, owner)
    assert (deleted.people, deleted.snapshots, deleted.plans) == (0, 3, 2)
    assert [each.name for each in standings(store, owner)] == ["North"]
    anew = own_history(store, owner)
    assert (anew.person is not None, snapshots.snapshots_of(store, owner, anew.team)) == (True, [])


def test_deleting_one_s_own_person_deletes_one_s_own_history(store, owner):
    own = own_of(store, owner)
    assert erase.person(store, owner, own.person).snapshots == 3
    assert own_history(store, owner).team != own.team


def test_everything_goes_but_teams_that_somebody_else_owns_too(store, owner):
    shared(store, owner)
    ours = team_of(store, owner, "Bo", name="Ours")
    other = sign_in(store, "other", "other@example.com")
    members.invite(store, owner, ours.team, "other@example.com", "owner")

    erase.everything(store, owner)

    assert [each.name for each in standings(store, other)] == ["Ours"]
    assert not any(word in everything_in(store) for word in ("owner@example.com", "North", "Ana"))
    with pytest.raises(NotAllowed):
        snapshots.snapshots_of(store, owner, ours.team)
    assert sign_in(store, "owner").id != owner.id


@pytest.mark.parametrize("role", ["manager", None])
def test_only_owners_delete(store, owner, role):
    team = shared(store, owner)
    stranger = sign_in(store, "stranger", "stranger@example.com")
    if role:
        members.invite(store, owner, team.team, "stranger@example.com", role)
    before = export.as_dict(store, owner)["teams"]
    ana = id_of(store, "Ana Müller")
    for act in (
        lambda: erase.person(store, stranger, ana),
        lambda: erase.team(store, stranger, team.team),
        lambda: erase.set_retention(store, stranger, team.team, 30),
        lambda: erase.person(store, stranger, 999_999),
        lambda: erase.team(store, stranger, 999_999),
    ):
        with pytest.raises(NotAllowed):
            act()
    erase.own(store, stranger)
    erase.everything(store, stranger)
    after = export.as_dict(store, owner)["teams"]
    for each in (*before, *after):
        del each["members"]
    assert after == before


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_days_that_can_t_be_are_refused_in_words(days):
    store = Store(IN_MEMORY)
    account = sign_in(store)
    team = new_team(store, account, "North").team
    with pytest.raises(StoreError, match="1 to 3650"):
        erase.set_retention(store, account, team, days)


def test_what_is_older_than_its_team_keeps_goes_with_people_of_whom_nothing_is_left(store, owner):
    today = on(10)
    own_of(store, owner)
    team = shared_and_old(store, owner)
    assert erase.old(store, today) == 0
    erase.set_retention(store, owner, team, 14)

    assert erase.old(store, today) == 2 + 2
    kept = snapshots.snapshots_of(store, owner, team)
    assert [(one.person, one.on) for one in kept] == [("Bo", on(8)), ("Steady", on(9))]
    assert "Gone" not in everything_in(store)
    assert len(snapshots.snapshots_of(store, owner, own_history(store, owner).team)) == 2
    assert erase.old(store, today) == 0
    assert erase.old(store, today + timedelta(days=1)) == 1

    erase.set_retention(store, owner, team, None)
    assert erase.old(store, date(2126, 1, 1)) == 0


def shared_and_old(store: Store, account) -> int:
    """Gone with two old weeks, a plan that has ended and check-ins; Bo with an old week and one of 14 days ago."""
    team = new_team(store, account, "North").team
    old = [
        Snapshot("Gone", on(0)),
        Snapshot("Gone", on(1)),
        Snapshot("Bo", on(0)),
        Snapshot("Bo", on(8) - timedelta(1)),
    ]
    snapshots.keep(store, account, team, old, Source("sheet", "Gone.csv"))
    snapshots.keep(store, account, team, [Snapshot("Bo", on(8)), Snapshot("Steady", on(9))], Source("sheet"))
    return team


def test_figures_that_grow_old_go_with_the_findings_on_their_rows(store, owner):
    team = new_team(store, owner, "North").team
    finding = Finding("a.csv", 2, "Phone", "0171", "not a number", "unknown")
    rows = [Snapshot("Ana", on(0)), Snapshot("Ana", on(9))]
    snapshots.keep(store, owner, team, rows, Source("sheet", findings=[finding]))
    erase.set_retention(store, owner, team, 14)
    erase.old(store, on(10))
    (entry,) = snapshots.history(store, owner, team)
    assert (entry.rows, entry.findings) == (1, ())


def test_plans_that_have_ended_and_check_ins_grow_old_too(sqlite_store):
    account = sign_in(sqlite_store)
    team = shared(sqlite_store, account).team
    erase.set_retention(sqlite_store, account, team, 1)
    erase.old(sqlite_store, date(2126, 1, 1))
    found = next(each for each in export.as_dict(sqlite_store, account)["teams"] if not each["personal"])
    (ana,) = found["people"]
    assert (ana["name"], ana["snapshots"], len(ana["plans"]), ana["check_ins"]) == ("Ana Müller", [], 1, [])


def canaries(store: Store, account, team: int) -> list[str]:
    """People whose names stand in every column that can hold one, in an order that splits pages."""
    names = [f"Canary{(n * 7919) % CANARIES:03d} Feather" for n in range(CANARIES)]
    for start in range(0, CANARIES, 50):
        rows = [
            Snapshot(who, on(0), f"of {who}", {"posts": 1.0}, {"posts": f"by {who}"}, outcomes={f"Deals {who}": 1.0})
            for who in names[start : start + 50]
        ]
        findings = [Finding(f"{who}.csv", 1, who, who, f"what {who} is", who) for who in names[start : start + 50]]
        snapshots.keep(store, account, team, rows, Source("sheet", names[start], findings, {}, {names[start]: 1.0}))
    return names


def left(store: Store, names: list[str]) -> list[str]:
    held = bytes_of(store)
    return [name for name in names if name.split()[0].encode() in held]


def test_the_files_hold_no_byte_of_250_names_after_each_way_to_delete(sqlite_store):
    account = sign_in(sqlite_store)
    team = new_team(sqlite_store, account, "Sanctuary").team
    names = canaries(sqlite_store, account, team)
    follow(sqlite_store, account, id_of(sqlite_store, names[0]), f"Ask {names[0]}")
    assert len(left(sqlite_store, names)) == CANARIES

    deleted = erase.person(sqlite_store, account, id_of(sqlite_store, names[0]))
    assert (deleted.traces, left(sqlite_store, names[:1])) == ("none", [])
    assert len(left(sqlite_store, names)) == CANARIES - 1
    assert erase.team(sqlite_store, account, team).people == CANARIES - 1
    assert left(sqlite_store, names) == []

    team = new_team(sqlite_store, account, "Sanctuary").team
    canaries(sqlite_store, account, team)
    erase.set_retention(sqlite_store, account, team, 30)
    assert erase.old(sqlite_store, on(9)) == CANARIES
    assert left(sqlite_store, names) == []


def test_a_reader_holds_up_the_last_bytes_and_they_go_at_the_next_chance(sqlite_store, monkeypatch):
    monkeypatch.setattr(erase, "PATIENCE", 0.05)
    account = sign_in(sqlite_store)
    team = new_team(sqlite_store, account, "Sanctuary").team
    names = canaries(sqlite_store, account, team)
    reader = sqlite3.connect(database_file(sqlite_store), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()

    deleted = erase.team(sqlite_store, account, team)

    assert deleted.traces == "for now"
    assert "as soon as nobody else" in deleted.in_words
    assert left(sqlite_store, names) != []
    assert not erase.finish(sqlite_store)
    reader.close()
    erase.daily(sqlite_store)
    assert left(sqlite_store, names) == []


def test_another_program_that_writes_holds_up_only_the_bytes(sqlite_store, monkeypatch):
    monkeypatch.setattr(erase, "PATIENCE", 0.05)
    writer = sqlite3.connect(database_file(sqlite_store), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert not erase.finish(sqlite_store)
    writer.close()
    assert erase.finish(sqlite_store)


def test_a_file_that_is_gone_is_not_made_anew(sqlite_store):
    file: Path = database_file(sqlite_store)
    sqlite_store.close()
    file.unlink()
    assert not erase.finish(sqlite_store)
    assert not file.exists()


def test_the_sentence_names_what_is_gone_and_where_it_may_still_be(postgres_store):
    account = sign_in(postgres_store)
    deleted = erase.team(postgres_store, account, shared(postgres_store, account).team)
    said = deleted.in_words
    assert said.startswith("Deleted: 3 people, 7 snapshots, 2 plans, 1 check-in. The database server")
    assert said.endswith("Backups made before still hold it.")
    assert "mention" not in said
    assert "may still mention" in replace(deleted, mentioned=True).in_words
    assert replace(deleted, people=0, snapshots=0, plans=0, check_ins=0).in_words == "There was nothing to delete."


def test_no_name_stays_where_sqlite_once_had_it(sqlite_store):
    """SQLite 3.40 leaves one of these behind with secure_delete alone."""
    account = sign_in(sqlite_store)
    team = new_team(sqlite_store, account, "Sanctuary").team
    random = Random(1)
    names = [f"Canary{n:05d} {'x' * random.randrange(150)}" for n in range(2000)]
    random.shuffle(names)
    for some in (names[:1000], names[1000:]):
        with sqlite_store.writing() as connection:
            connection.execute(insert(people), [{"team_id": team, "name": name} for name in some])
    with sqlite_store.writing() as connection:
        connection.execute(delete(people).where(people.c.name.in_(names[:1000])))

    assert erase.finish(sqlite_store)
    assert (len(left(sqlite_store, names[:1000])), len(left(sqlite_store, names[1000:]))) == (0, 1000)


def test_looking_after_makes_no_database_and_asks_nothing_of_one_that_is_away(tmp_path):
    missing = tmp_path / "none.db"
    erase.look_after(f"sqlite:///{missing}")
    erase.look_after("postgresql://nobody@127.0.0.1:1/nothing")
    assert not missing.exists()


def test_looking_after_deletes_what_is_due(sqlite_store):
    account = sign_in(sqlite_store)
    mine = own_history(sqlite_store, account)
    erase.set_retention(sqlite_store, account, mine.team, 30)
    long_ago = Snapshot("", date(2020, 1, 6), values={"posts": 1.0})
    snapshots.keep(sqlite_store, account, mine.team, [long_ago], snapshots.Source("score"))
    erase.look_after(str(sqlite_store.url))
    assert snapshots.snapshots_of(sqlite_store, account, mine.team) == []
