"""Faults of the database in words: what happened, and what to do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from ssi_core.i18n import _

log = logging.getLogger(__name__)

BUSY = (
    _("Somebody else is writing to the history, and it didn't get free in time."),
    _("Try again in a moment; a program that has the database open may have to be closed."),
)
READ_ONLY = (
    _("The history can be read but not written, or not even opened: its file or folder is protected."),
    _("Allow this app to write to it, to the files beside it and to their folder, then try again."),
)
UNWRITABLE = (
    _("The database server lets this app read but not write."),
    _("Whoever runs the server has to give this app the right to make tables and to write to them."),
)
FULL = (_("The disk that holds the history is full."), _("Free some space, then try again."))
DISK = (
    _("The disk that holds the history reported an error."),
    _("Check the disk, its quota and its connection, then try again."),
)
DAMAGED = (
    _("The history's file is damaged, or is no database."),
    _("Restore a backup: python -m ssi_core restore FILE --replace; the damaged file is set aside."),
)
UNSOUND = (
    _("The database server reports damage or a fault of its own."),
    _("Whoever runs the server has to look at its log."),
)
MOVED = (
    _("The history's file was deleted or moved while the app was running."),
    _("Put it back where it was, or restore a backup, then try again."),
)
HALF = (
    _("The history's file is missing, but what was last written ({file}-wal) is still there."),
    _("Put the file back beside it; if it is gone for good, move {file}-wal away or restore a backup."),
)
GONE = (
    _("The database server doesn't answer, or broke off."),
    _("Try again in a moment; if it stays so, check the server and the address in SSI_DATABASE_URL."),
)
REFUSED = (
    _("The database server doesn't accept the name, password or database in SSI_DATABASE_URL."),
    _("Whoever runs this app has to correct them."),
)
CROWDED = (_("Too many are using the database at once."), _("Try again in a moment."))
CONFLICT = (_("Somebody changed the same thing at the same moment."), _("Load the page again and repeat your change."))
OTHER = (_("The database can't be used now."), _("Try again; python -m ssi_core doctor may tell why."))

CODES = {  # how SQLite's error names and PostgreSQL's SQLSTATEs begin
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": DISK,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CONSTRAINT": CONFLICT,
    "08": GONE,
    "23": CONFLICT,
    "25006": UNWRITABLE,
    "28": REFUSED,
    "3D": REFUSED,
    "40": BUSY,
    "42501": UNWRITABLE,
    "53100": FULL,
    "53300": CROWDED,
    "55P03": BUSY,
    "57014": BUSY,
    "57P": GONE,
    "58": DISK,
    "XX": UNSOUND,
}
REFUSALS = {  # a server that refuses a connection gives psycopg no SQLSTATE, only a text
    "authentication failed": "28P01",
    "does not exist": "3D000",
    "too many": "53300",
    "connection slots": "53300",
}


class StoreError(Exception):
    """What can't be read or kept, and why; the message is a sentence for the person."""


class Fault(StoreError):
    """The database can't be used; what was to be kept is not at fault."""


class Damaged(Fault):
    """Of the SQLite file and what SQLite keeps beside it, something is damaged or missing."""


@contextmanager
def in_words() -> Iterator[None]:
    """Raises faults of the database as StoreError. Neither it nor the log holds values."""
    try:
        yield
    except NoneFree:
        raise fault(CROWDED) from None
    except DBAPIError as error:
        code = _code(error.orig)
        log.warning("The database reports %s: %s", code, error.statement or "no statement")
        raise fault(next((words for start, words in CODES.items() if code.startswith(start)), OTHER)) from None


def fault(words: tuple[str, str], file: Path | None = None) -> Fault:
    """What happened and what to do."""
    kind = Damaged if words in (DAMAGED, HALF) else Fault
    return kind(" ".join(words).format(file=file))


def _code(error: BaseException | None) -> str:
    """SQLite's error name or PostgreSQL's SQLSTATE; "08000" where a connection failed or broke without one."""
    if code := getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None):
        return code
    return next((code for text, code in REFUSALS.items() if text in str(error)), "08000")
