"""The database's tables. Rows are added, not changed: of rows for the same thing the newest counts.

A person's own history is a team of one (`personal` names the account). What a person was at a date is a snapshot; what
came in together is an entry, so that it can be undone as one. Moments are UTC without a time zone. Figures in JSON hold
what is known only: an activity that is absent is unknown.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
)

from ssi_core.intake.cells import identity


def now() -> datetime:
    """This moment as the tables hold it."""
    return datetime.now(UTC).replace(tzinfo=None)


def moment(connection: Connection, table: Table, among: ColumnElement[bool]) -> datetime:
    """When a row comes in that has to count before these: now, or when the newest of them came in where that is later.

    The clock may have been set back, or a row made on a computer whose clock is fast.
    """
    newest = connection.scalar(select(func.max(table.c.at)).where(among))
    return max(now(), newest or datetime.min)


def insert_row(connection: Connection, table: Table, **values: Any) -> int:
    """Adds a row and gives its id."""
    return connection.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _table(name: str, *columns: Any) -> Table:
    """An id is never given out twice, also after its row was deleted: a session may still hold it."""
    return Table(name, metadata, Column("id", Integer, primary_key=True), *columns, sqlite_autoincrement=True)


def _keyed(name: str, *columns: Any) -> Table:
    """A table whose rows lie by their key and not as they came in."""
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _part(name: str, kind: Any) -> Column:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _part_of(table: str) -> Column:
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(f"{table}_id", key, primary_key=True, autoincrement=False)


def _of(table: str, nullable: bool = False, on_delete: str = "CASCADE") -> Column:
    return Column(f"{table}_id", ForeignKey(f"{table}.id", ondelete=on_delete), nullable=nullable, index=True)


def _at() -> Column:
    return Column("at", DateTime, nullable=False, default=now)


def _key(context: Any) -> str:
    return identity(context.get_current_parameters()["name"])


accounts = _table(
    "account",
    Column("subject", String(500), nullable=False, unique=True),  # "this computer", or issuer and subject of a sign-in
    Column("email", String(320)),  # only if the provider has verified it; in lower case
    Column("name", String(500), nullable=False, default=""),
    _at(),
)
teams = _table(
    "team",
    Column("name", String(500), nullable=False),
    Column("personal", ForeignKey("account.id", ondelete="CASCADE"), unique=True),  # whose own history; NULL for a team
    Column("privacy", String(20), nullable=False),  # what members see: "all", "totals" or "managers"
    Column("keep_days", Integer),  # snapshots older than so many days are deleted; NULL: never
    _at(),
)
people = _table(
    "person",
    _of("team"),
    Column("name", String(200), nullable=False),  # as first written; "" for the account's own
    Column("key", String(600), nullable=False, default=_key),  # what the spellings of a name have in common
    UniqueConstraint("team_id", "key"),
)
members = _table(
    "member",
    _of("team"),
    _of("account", nullable=True),  # NULL: invited, has not signed in yet
    Column("email", String(320)),  # whom the invitation is for, in lower case; NULL once an account has taken it up
    Column("role", String(20), nullable=False),  # "owner", "manager" or "member"
    _of("person", nullable=True, on_delete="SET NULL"),  # who of the team the account is
    _at(),
    UniqueConstraint("team_id", "account_id"),
    UniqueConstraint("team_id", "email", name="uq_member_team_id_email"),
)
entries = _table(
    "entry",
    _of("team"),
    _of("account", nullable=True, on_delete="SET NULL"),  # who brought it
    Column("what", String(20), nullable=False),  # "sheet", "score" or "file"
    Column("name", String(1000), nullable=False),  # the file's or files'
    Column("digest", String(64), nullable=False),  # SHA-256 of what came in
    Column("replaces", Boolean, nullable=False),  # earlier entries of the team don't count while this one does
    Column("findings", JSON, nullable=False),  # what was not taken as it stood, as dicts of Finding
    Column("mapping", JSON, nullable=False),  # what the user said of columns: {header: {"target", "unit"}}
    Column("bars", JSON, nullable=False),  # {outcome: from where it counts as reached}
    _at(),
    Column("undone_at", DateTime),
)
snapshots = _table(
    "snapshot",
    _of("person"),
    _of("entry"),
    Column("on", Date, nullable=False),
    Column("group", String(1000), nullable=False, default=""),
    Column("values", JSON, nullable=False),  # {activity id: amount in the rubric's unit}
    Column("origins", JSON, nullable=False),  # {activity id: where it comes from, in words}
    Column("official", JSON, nullable=False),  # {"total" or pillar id: LinkedIn's own points}
    Column("groups", JSON, nullable=False),  # {"industry", "network", "team": LinkedIn's comparison}
    Column("outcomes", JSON, nullable=False),  # {header: number}
    Column("answers", JSON),  # the questionnaire's answers as given; NULL where none were
    Column("rubric", String(16), nullable=False),  # fingerprint of the rubric it was entered with
    _at(),
    Index("ix_snapshot_person_on", "person_id", "on"),
)
repeats = _table(  # what an entry brought that was there already: it stays when the entry before is undone
    "repeat",
    _of("entry"),
    _of("snapshot"),
)
plans = _table(
    "plan",
    _of("person"),
    Column("start", Date, nullable=False),
    Column("plan", JSON, nullable=False),  # coaching.Plan as a dict
    Column("wish", JSON, nullable=False),  # the settings it was made with
    _at(),
    Column("ended_at", DateTime),
)
ticks = _table(
    "tick",
    _of("plan"),
    Column("week", Integer, nullable=False),  # 1 is the plan's first
    Column("activity", String(100), nullable=False),
    Column("item", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    _at(),
)
check_ins = _table(
    "check_in",
    _of("person"),
    Column("week", Date, nullable=False),  # its Monday
    Column("activity", String(100), nullable=False),
    Column("amount", Float, nullable=False),  # in the rubric's unit
    Column("planned", Float),  # what the plan asks for; NULL where it doesn't
    _at(),
)
reads = _table(
    "read",
    _of("team"),
    _of("account", nullable=True, on_delete="SET NULL"),
    Column("what", String(20), nullable=False),  # one of rights.DEEDS
    _at(),
)
backups = _table("backup", _at())  # when a copy of everything was last made

# A workshop's room. What participants answer has no id, no time and no order: rows lie by a key that is random to
# everybody but the phone.
rooms = _table(
    "room",
    _of("account"),  # the trainer's
    Column("name", String(200), nullable=False),
    Column("code", String(6), nullable=False, unique=True),  # by which phones find it
    Column("language", String(20), nullable=False),
    Column("activities", JSON, nullable=False),  # ids of those that are asked about, in order
    Column("questions", String(8), nullable=False),  # fingerprint of the questionnaire when the room was made
    Column("rounds", Integer, nullable=False),  # how many there will be
    Column("named", Boolean, nullable=False),  # whether participants give their name
    Column("ends_on", Date, nullable=False),  # the last day; deleted on the day after
    Column("secret", String(64)),  # turns a phone's token into its key; NULL once the room has ended
    Column("round", Integer, nullable=False),  # the one that runs, from 1
    Column("state", String(20), nullable=False),  # "waiting", "open", "closed" or "ended"
    Column("revealed", Boolean, nullable=False),  # whether the wall shows this round's figures
    _at(),
)
participants = _keyed(
    "participant",
    _part_of("room"),
    _part("key", String(64)),  # HMAC of the phone's token with the room's secret
    Column("name", String(200), nullable=False),  # "" in anonymous rooms
    Column("made_up", Boolean, nullable=False),
)
sheets = _keyed(
    "sheet",
    _part_of("room"),
    _part("key", String(64)),
    _part("round", Integer),
    Column("answers", JSON, nullable=False),  # {activity id: answer as the questionnaire holds it}
    ForeignKeyConstraint(
        ["room_id", "key"],
        ["participant.room_id", "participant.key"],
        ondelete="CASCADE",
        name="fk_sheet_room_id_key_participant",
    ),
)
shown = _keyed(  # the figures of a round as they were last shown: new ones wait until enough people are added
    "shown",
    _part_of("room"),
    _part("round", Integer),
    Column("figures", JSON, nullable=False),
)
