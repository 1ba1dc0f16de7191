"""The first released tables."""

from typing import Any

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy import UniqueConstraint as Unique

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create(
        "account",
        Column("subject", String(500), nullable=False, unique=True),
        Column("email", String(320)),
        Column("name", String(500), nullable=False),
        _at(),
    )
    _create(
        "team",
        Column("name", String(500), nullable=False),
        Column("personal", Integer, ForeignKey("account.id", ondelete="CASCADE"), unique=True),
        Column("privacy", String(20), nullable=False),
        Column("keep_days", Integer),
        _at(),
    )
    _create(
        "person",
        _of("team"),
        Column("name", String(200), nullable=False),
        Column("key", String(600), nullable=False),
        Unique("team_id", "key"),
    )
    _create(
        "member",
        _of("team"),
        _of("account", nullable=True),
        Column("email", String(320)),
        Column("role", String(20), nullable=False),
        _of("person", nullable=True, on_delete="SET NULL"),
        _at(),
        Unique("team_id", "account_id"),
        Unique("team_id", "email", name="uq_member_team_id_email"),
    )
    _create(
        "entry",
        _of("team"),
        _of("account", nullable=True, on_delete="SET NULL"),
        Column("what", String(20), nullable=False),
        Column("name", String(1000), nullable=False),
        Column("digest", String(64), nullable=False),
        Column("replaces", Boolean, nullable=False),
        Column("findings", JSON, nullable=False),
        Column("mapping", JSON, nullable=False),
        Column("bars", JSON, nullable=False),
        _at(),
        Column("undone_at", DateTime),
    )
    _create(
        "snapshot",
        _of("person"),
        _of("entry"),
        Column("on", Date, nullable=False),
        Column("group", String(1000), nullable=False),
        Column("values", JSON, nullable=False),
        Column("origins", JSON, nullable=False),
        Column("official", JSON, nullable=False),
        Column("groups", JSON, nullable=False),
        Column("outcomes", JSON, nullable=False),
        Column("answers", JSON),
        Column("rubric", String(16), nullable=False),
        _at(),
        Index("ix_snapshot_person_on", "person_id", "on"),
    )
    _create(
        "repeat",
        _of("entry"),
        _of("snapshot"),
    )
    _create(
        "plan",
        _of("person"),
        Column("start", Date, nullable=False),
        Column("plan", JSON, nullable=False),
        Column("wish", JSON, nullable=False),
        _at(),
        Column("ended_at", DateTime),
    )
    _create(
        "tick",
        _of("plan"),
        Column("week", Integer, nullable=False),
        Column("activity", String(100), nullable=False),
        Column("item", Text, nullable=False),
        Column("done", Boolean, nullable=False),
        _at(),
    )
    _create(
        "check_in",
        _of("person"),
        Column("week", Date, nullable=False),
        Column("activity", String(100), nullable=False),
        Column("amount", Float, nullable=False),
        Column("planned", Float),
        _at(),
    )
    _create(
        "read",
        _of("team"),
        _of("account", nullable=True, on_delete="SET NULL"),
        Column("what", String(20), nullable=False),
        _at(),
    )
    _create("backup", _at())


def _create(name: str, *columns: Any) -> None:
    op.create_table(name, Column("id", Integer, primary_key=True), *columns, sqlite_autoincrement=True)


def _of(table: str, nullable: bool = False, on_delete: str = "CASCADE") -> Column:
    return Column(f"{table}_id", Integer, ForeignKey(f"{table}.id", ondelete=on_delete), nullable=nullable, index=True)


def _at() -> Column:
    return Column("at", DateTime, nullable=False)
