"""A copy of the whole database in one file that goes back into SQLite and PostgreSQL alike.

Gzip over JSON lines: what it is and the schema's version, then one line a row, [table, values by column], and at last
how many rows there are and the SHA-256 of all lines before. Days and moments are ISO texts.
"""

import errno
import gzip
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, func, insert, select
from sqlalchemy.types import TypeEngine

from ssi_core.i18n import _
from ssi_core.store import schema
from ssi_core.store.engine import Store, damage, default_url, files_of, sqlite_file
from ssi_core.store.erase import finish
from ssi_core.store.faults import DAMAGED, Damaged, StoreError, fault
from ssi_core.store.tables import accounts, backups, metadata, now

KIND, VERSION = "ssi-coach-backup", 1
AT_ONCE = 1000  # rows


@dataclass(frozen=True)
class Restored:
    """How many rows are back. aside: where the files of a damaged history lie now."""

    rows: int
    aside: Sequence[Path] = ()


def backup(store: Store, path: Path, *, replace: bool = False) -> int:
    """Copies everything as of this moment into the file, readable by its owner alone, and gives the number of rows.

    Others may go on writing. The file is there in full or not at all. Raises FileExistsError unless replace, OSError
    where it can't be written, StoreError where the database can't be read.
    """
    if path.exists() and not replace:
        raise FileExistsError(errno.EEXIST, _("is there already; give another name or --replace"), str(path))
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:  # mode 0600
        try:
            with store.reading() as connection:
                rows = _write(connection, file)
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    with suppress(StoreError), store.writing() as connection:  # a database that takes no more can still be copied
        connection.execute(insert(backups))
    return rows


def restore(url: str | None, path: Path, *, replace: bool = False) -> Restored:
    """Puts a backup into an empty database, with replace in place of what it holds; a damaged SQLite file is set aside.

    The tables are made as they were when it was written, and then brought up to date; a SQLite file is rewritten
    without what it held before (`finish`). Raises StoreError for a backup that is damaged or cut off and for a database
    that isn't empty, having changed nothing; OSError where there is no backup.
    """
    head, rows = _checked(path)
    url = url or default_url()
    try:
        _put_back(url, path, head["schema"], replace)
    except Damaged:
        if not replace:
            raise
        aside = _set_aside(sqlite_file(url))
        _put_back(url, path, head["schema"], replace)
        return Restored(rows, aside)
    return Restored(rows)


def last(store: Store) -> datetime | None:
    """When the last backup was made (UTC, without a time zone); None where there was none."""
    with store.reading() as connection:
        return connection.scalar(select(func.max(backups.c.at)))


def _put_back(url: str, path: Path, version: str, replace: bool) -> None:
    store = Store(url)
    try:
        with store.writing() as connection:
            if not replace and connection.scalar(select(accounts.c.id).limit(1)):
                raise StoreError(_("This database holds a history already. --replace puts the backup in its place."))
            if damage(connection):
                raise fault(DAMAGED)
            _clear(connection)
            schema.upgrade(connection, version)
            _fill(connection, path)
            schema.upgrade(connection)
        finish(store)
    finally:
        store.close()


def _set_aside(file: Path) -> list[Path]:
    """Gives the SQLite file and what belongs to it another name, by which SQLite still finds them together."""
    name = f"{file.name}.damaged-{now():%Y-%m-%d-%H%M%S}"
    return [path.rename(path.with_name(path.name.replace(file.name, name, 1))) for path in files_of(file)]


def _write(connection: Connection, file: IO[bytes]) -> int:
    summary, counts = hashlib.sha256(), Counter()
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:

        def add(content: Any) -> None:
            line = json.dumps(content, default=lambda day: day.isoformat()).encode() + b"\n"
            summary.update(line)
            packed.write(line)

        add({"kind": KIND, "version": VERSION, "schema": schema.version(connection), "at": now()})
        for table in metadata.sorted_tables:
            with _legible(table):
                for row in connection.execute(select(table).order_by(*table.primary_key)).yield_per(AT_ONCE).mappings():
                    add([table.name, dict(row)])
                    counts[table.name] += 1
        add({"rows": dict(counts), "sha256": summary.hexdigest()})
    return counts.total()


@contextmanager
def _legible(table: Table) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, AttributeError):
        words = _("The table {table} holds something that SSI Coach can't have written, so nothing was copied. {to_do}")
        to_do = _("Copy the database as its own tools do, with the app closed.")
        raise StoreError(words.format(table=table.name, to_do=to_do)) from None


def _checked(path: Path) -> tuple[dict[str, Any], int]:
    """The file's first line, and the number of its rows. Raises StoreError for all but a backup in full."""
    try:
        content = _content(path)
        head = next(content)
        if head["kind"] != KIND or head["version"] < VERSION:
            raise ValueError(head)
        known = {script.revision for script in schema.scripts().walk_revisions()}
        if head["version"] > VERSION or head["schema"] not in known:
            raise StoreError(_("This backup was made by a newer SSI Coach. Update the app, then restore it."))
        return head, sum(1 for _row in content)
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, TypeError, KeyError, IndexError) as error:
        words = _("{file} is no backup of SSI Coach, or it is damaged or cut off. Nothing was changed.")
        raise StoreError(words.format(file=path.name)) from error


def _content(path: Path) -> Iterator[Any]:
    """What the lines hold, without the last. Raises ValueError or EOFError where that doesn't agree with the others."""
    summary, counts = hashlib.sha256(), Counter()
    with gzip.open(path) as lines:
        head = next(lines, b"")
        summary.update(head)
        yield json.loads(head)
        for line in lines:
            content = json.loads(line)
            if isinstance(content, dict):
                if content != {"rows": counts, "sha256": summary.hexdigest()} or next(lines, None):
                    raise ValueError(content)
                return
            summary.update(line)
            counts[content[0]] += 1
            yield content
    raise EOFError


def _clear(connection: Connection) -> None:
    """Drops the store's tables and no others."""
    ours = {*metadata.tables, schema.context(connection).version_table}
    found = MetaData()
    found.reflect(connection, only=lambda name, _metadata: name in ours)
    found.drop_all(connection)


def _fill(connection: Connection, path: Path) -> None:
    found = MetaData()
    found.reflect(connection)
    rows = islice(_content(path), 1, None)
    for name, of_table in groupby(rows, key=itemgetter(0)):
        table = found.tables[name]
        typed = (_typed(table, row) for _name, row in of_table)
        while some := list(islice(typed, AT_ONCE)):
            connection.execute(insert(table), some)
        if connection.dialect.name == "postgresql" and "id" in table.c:  # the next row's id comes behind the last
            serial = func.pg_get_serial_sequence(f'"{name}"', "id")
            connection.execute(select(func.setval(serial, select(func.max(table.c.id)).scalar_subquery())))


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _of_type(table.c[name].type, value) for name, value in row.items()}


def _of_type(kind: TypeEngine, value: Any) -> Any:
    if value is not None and isinstance(kind, Date | DateTime):
        return (datetime if isinstance(kind, DateTime) else date).fromisoformat(value)
    return value
