"""Workshops: rooms, their participants and what these answer."""

from typing import Any

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, ForeignKey, ForeignKeyConstraint, Integer, String

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "room",
        Column("id", Integer, primary_key=True),
        Column("account_id", Integer, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("name", String(200), nullable=False),
        Column("code", String(6), nullable=False, unique=True),
        Column("language", String(20), nullable=False),
        Column("activities", JSON, nullable=False),
        Column("questions", String(8), nullable=False),
        Column("rounds", Integer, nullable=False),
        Column("named", Boolean, nullable=False),
        Column("ends_on", Date, nullable=False),
        Column("secret", String(64)),
        Column("round", Integer, nullable=False),
        Column("state", String(20), nullable=False),
        Column("revealed", Boolean, nullable=False),
        Column("at", DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    _keyed(
        "participant",
        _room(),
        _part("key", String(64)),
        Column("name", String(200), nullable=False),
        Column("made_up", Boolean, nullable=False),
    )
    _keyed(
        "sheet",
        _room(),
        _part("key", String(64)),
        _part("round", Integer),
        Column("answers", JSON, nullable=False),
        ForeignKeyConstraint(
            ["room_id", "key"],
            ["participant.room_id", "participant.key"],
            ondelete="CASCADE",
            name="fk_sheet_room_id_key_participant",
        ),
    )
    _keyed("shown", _room(), _part("round", Integer), Column("figures", JSON, nullable=False))


def _keyed(name: str, *columns: Any) -> None:
    op.create_table(name, *columns, sqlite_with_rowid=False)


def _part(name: str, kind: Any) -> Column:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _room() -> Column:
    key = ForeignKey("room.id", ondelete="CASCADE")
    return Column("room_id", Integer, key, primary_key=True, autoincrement=False)
