"""Whether the history is safe: the database, its backup, and how the server is configured, each with what to do."""

import shutil
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from os import environ
from pathlib import Path

from sqlalchemy import select

from ssi_core.i18n import _, ngettext
from ssi_core.store import backup, schema, server
from ssi_core.store.engine import Store, damage, database_file, default_url, files_of, refuse_half, sqlite_file
from ssi_core.store.faults import DAMAGED, StoreError
from ssi_core.store.server import Check, Configuration
from ssi_core.store.tables import entries, now, plans

__all__ = ["Check", "examine", "worst"]

PATIENCE = 2.0  # seconds for another writer
OLDEST_DAYS = 7  # of a backup
PRAGMAS, EXPECTED = ("journal_mode", "synchronous", "secure_delete"), ["wal", 2, 1]  # 2 is FULL
LEAST_FREE, LITTLE_FREE = 50_000_000, 1_000_000_000  # bytes on the disk
MEGABYTE = 1_000_000


def examine(
    url: str | None = None, folders: Sequence[Path] | None = None, environment: Mapping[str, str] = environ
) -> list[Check]:
    """All checks, in the order in which they matter to whoever runs the app.

    url: of the database, `default_url()` unless given. folders: which hold a `.streamlit`, the user's own and the
    current one unless given. A SQLite file that isn't there is not made; an older one is brought up to date.
    """
    try:
        of_server = server.examine(Configuration(folders or (Path.home(), Path.cwd()), environment))
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as refusal:
        words = _("A file in .streamlit can't be read ({kind}).").format(kind=type(refusal).__name__)
        of_server = [Check("settings", "problem", words)]
    return [*of_server, *_database(url or default_url())]


def worst(checks: Sequence[Check]) -> str:
    """ "ok", "warning" or "problem"."""
    return max((check.state for check in checks), key=("ok", "warning", "problem").index)


def _database(url: str) -> Iterator[Check]:
    file = sqlite_file(url)
    try:
        if file and not file.exists():
            refuse_half(file)
            words = _("Nothing is kept yet; {file} is made when somebody keeps something.")
            yield Check("database", "ok", words.format(file=file))
            return
        store = Store(url, wait=PATIENCE)
        yield _sound(store)
        yield from [_private(file), _disk(file)] if file else []
        yield _copied(store)
        store.close()
    except StoreError as fault:
        yield Check("database", "problem", str(fault))


def _sound(store: Store) -> Check:
    """Where it is, the version of its tables, whether it is whole and can be written to."""
    with store.writing():
        pass
    with store.reading() as connection:
        version = schema.version(connection)
        lite = connection.dialect.name == "sqlite"
        damaged = damage(connection)
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS] if lite else EXPECTED
    if damaged:
        words = _("The file is damaged: {what}. {to_do}")
        return Check("database", "problem", words.format(what=damaged, to_do=DAMAGED[1]))
    if settings != EXPECTED:
        words = _(
            "{names} should be {wanted} and are {found}: its disk does not allow it, or another program changed it."
        )
        return Check("database", "problem", words.format(names=", ".join(PRAGMAS), wanted=EXPECTED, found=settings))
    words = _("{where} is whole and can be written to; its tables have version {version}.")
    return Check("database", "ok", words.format(where=_where(store), version=version))


def _where(store: Store) -> str:
    """The file with its size, or the server's database without what stands beside it in the address."""
    if (file := database_file(store)) is None:
        return f"{store.url.host or store.url.get_backend_name()}/{store.url.database or ''}"
    return f"{file} ({file.stat().st_size / MEGABYTE:.1f} MB)"


def _private(file: Path) -> Check:
    readable = [path for path in files_of(file) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if readable:
        words = _("Other users of this computer can read {path}: chmod 600 {file}*")
        return Check("file", "warning", words.format(path=readable[0], file=file))
    return Check("file", "ok", _("Only its owner can read it and what SQLite keeps beside it."))


def _disk(file: Path) -> Check:
    free = shutil.disk_usage(file.parent).free
    words = _("{n:,.0f} MB are free on its disk.").format(n=free / MEGABYTE)
    if free >= LITTLE_FREE:
        return Check("disk", "ok", words)
    return Check("disk", "problem" if free < LEAST_FREE else "warning", f"{words} {_('Free some space.')}")


def _copied(store: Store) -> Check:
    """The age of the last backup, where there is something to lose."""
    with store.reading() as connection:
        kept = any(connection.scalar(select(table.c.id).limit(1)) for table in (entries, plans))
    last = backup.last(store)
    to_do = _("Run python -m ssi_core backup FILE, and keep the file elsewhere.")
    if last is None:
        none = _("None was made yet.")
        return Check("backup", "warning", f"{none} {to_do}") if kept else Check("backup", "ok", none)
    days = (now() - last).days
    words = ngettext("The last one is {n} day old.", "The last one is {n} days old.", days).format(n=days)
    return Check("backup", "warning", f"{words} {to_do}") if days > OLDEST_DAYS else Check("backup", "ok", words)
