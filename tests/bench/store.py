"""What the store loses when writers are killed or meet, and its speed, beside SQLAlchemy's own settings.

python -m tests.bench.store [--kills 100] [--writers 8] [--updates 250]

Everything goes through the functions that the pages call, from processes of their own, on a SQLite file and on
PostgreSQL. "Defaults" are the same functions on an engine as `create_engine(url)` makes it.
"""

import argparse
import os
import random
import resource
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import create_engine, func, make_url, select
from sqlalchemy.exc import DBAPIError

from ssi_core.rubric import load
from ssi_core.store import members, plans, snapshots
from ssi_core.store.engine import IN_MEMORY, Store, StoreError
from ssi_core.store.rights import Account, new_team, own_history, sign_in
from ssi_core.store.snapshots import Snapshot, Source
from ssi_core.store.tables import check_ins, entries
from ssi_core.store.tables import snapshots as rows
from tests.core.conftest import Postgres

DAY = date(2026, 3, 2)
ACTIVITY = next(each.id for each in load().activities if not each.percent)
ROWS = 5  # of an entry
FORK = get_context("fork")  # a fork starts at once; whoever forks has no database open
Open = Callable[[str], Store]


class Defaults(Store):
    """SQLAlchemy's own settings."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = create_engine(url)

    @contextmanager
    def reading(self):
        with self.engine.begin() as connection:
            yield connection

    writing = reading


@dataclass(frozen=True)
class Work:
    """A database with an account and its team. open: how a process opens it."""

    url: str
    account: Account
    team: int
    person: int
    open: Open = Store

    @classmethod
    def at(cls, url: str, opened: Open = Store) -> "Work":
        store = Store(url)
        account = sign_in(store)
        team, person = new_team(store, account, "Team").team, own_history(store, account).person or 0
        snapshots.keep(store, account, team, [snapshot(1e6)], Source("score"))
        store.close()
        return cls(url, account, team, person, opened)


def snapshot(value: float, person: str = "Ana", on: date = DAY) -> Snapshot:
    return Snapshot(person, on, values={ACTIVITY: value})


# Writers that meet


@dataclass(frozen=True)
class Met:
    """seconds: of all writers together; commits: acknowledged; lost: of them, overwritten unread; refused: with why."""

    seconds: float
    commits: int
    lost: int
    refused: Counter


def meet(work: Work, writers: int, times: int) -> Met:
    """Everybody corrects the same snapshot and invites people, again and again."""
    start = time.perf_counter()
    with FORK.Pool(writers) as pool:
        told = pool.starmap(partial(_correct, work, times), [(writer,) for writer in range(writers)])
    seconds = time.perf_counter() - start
    read = Counter(before for befores, _invited, _refused in told for before in befores)
    invited = sum(invited for _befores, invited, _refused in told)
    store = Store(work.url)
    kept = len(members.of_team(store, work.account, work.team)) - 1
    store.close()
    lost = read.total() - len(read) + invited - kept
    return Met(seconds, read.total() + invited, lost, sum((refused for *_, refused in told), Counter()))


def _correct(work: Work, times: int, writer: int) -> tuple[list[float], int, Counter]:
    """The value that each correction replaced: two that replaced the same one are one that was lost."""
    befores, invited, refused, store = [], 0, Counter(), work.open(work.url)
    for number in range(times):
        try:
            one = snapshot(writer * times + number)
            _entry, change = snapshots.keep(store, work.account, work.team, [one], Source("score"))
            befores += [before.values[ACTIVITY] for before, _after in change.corrected]
            members.invite(store, work.account, work.team, f"{writer}.{number}@example.org")
            invited += 1
        except (StoreError, DBAPIError) as error:
            refused[str(error).splitlines()[0]] += 1
    store.close()
    return befores, invited, refused


# Writers that are killed


@dataclass(frozen=True)
class Killed:
    """acknowledged: entries and check-ins; lost: of them; half: entries without all of their rows; sound: the file."""

    kills: int
    acknowledged: int
    lost: int
    half: int
    sound: bool


def kill(work: Work, kills: int, writers: int = 2, seed: int = 5) -> Killed:
    """Kills all writers at once (SIGKILL) at a random moment, again and again; then counts what is there."""
    chance = random.Random(seed)
    told = [line for number in range(kills) for line in _killed(work, number, writers, chance.uniform(0, 0.15))]
    store = Store(work.url)
    with store.reading() as connection:
        here = {f"e{id_}" for id_ in connection.scalars(select(entries.c.id))}
        here |= {f"c{amount:.0f}" for amount in connection.scalars(select(check_ins.c.amount))}
        of_entry = select(func.count(rows.c.id)).select_from(entries.outerjoin(rows)).group_by(entries.c.id)
        half = sum(size != ROWS for size in connection.scalars(of_entry.where(entries.c.what == "file")))
        checked = connection.dialect.name != "sqlite" or connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    store.close()
    return Killed(kills, len(told), len(set(told) - here), half, checked in (True, "ok"))


def _killed(work: Work, number: int, writers: int, seconds: float) -> list[str]:
    """What the writers said that they had kept, each line written after the store had acknowledged it."""
    reader, writer = os.pipe()
    numbers = range(number * writers, (number + 1) * writers)
    processes = [FORK.Process(target=_keep, args=(work, each, writer)) for each in numbers]
    for process in processes:
        process.start()
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = [pipe.readline()]
        time.sleep(seconds)
        for process in processes:
            os.kill(process.pid, signal.SIGKILL)
        told += pipe.readlines()
    for process in processes:
        process.join()
    return [line.decode().strip() for line in told]


def _keep(work: Work, writer: int, pipe: int) -> None:
    store = work.open(work.url)
    team = new_team(store, work.account, f"Team of writer {writer}").team
    for number in count():
        day = DAY + timedelta(days=number)
        sheet = [snapshot(number, f"Person {place}", day) for place in range(ROWS)]
        entry, _change = snapshots.keep(store, work.account, team, sheet, Source("file"))
        os.write(pipe, f"e{entry}\n".encode())
        amount = writer * 1000 + number
        plans.check_in(store, work.account, work.person, DAY, {ACTIVITY: amount})
        os.write(pipe, f"c{amount}\n".encode())


# Speed


def commits(work: Work, writers: int, seconds: float = 2) -> float:
    """Check-ins kept a second."""
    with FORK.Pool(writers) as pool:
        return sum(pool.starmap(partial(_check_in, work, seconds), [()] * writers)) / seconds


def _check_in(work: Work, seconds: float) -> int:
    store, end, kept = work.open(work.url), time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        with suppress(StoreError, DBAPIError):
            plans.check_in(store, work.account, work.person, DAY, {ACTIVITY: 1})
            kept += 1
    store.close()
    return kept


def seconds_of(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def sheets(work: Work) -> dict[str, float]:
    """Seconds to open, to keep a week of 1,000 people, and to read a year of 200."""
    store = work.open(work.url)
    week = [snapshot(1, f"Person {number}") for number in range(1000)]
    year = [snapshot(1, f"Person {one}", DAY + timedelta(weeks=number)) for one in range(200) for number in range(52)]
    large, long = (new_team(store, work.account, name).team for name in ("Large", "Long"))
    snapshots.keep(store, work.account, long, year, Source("sheet"))
    told = {
        "open": seconds_of(lambda: work.open(work.url).close()),
        "keep 1,000 people": seconds_of(lambda: snapshots.keep(store, work.account, large, week, Source("sheet"))),
        "read 200 x 52": seconds_of(lambda: snapshots.snapshots_of(store, work.account, long)),
    }
    store.close()
    return told


# A full disk


def fill(store: Store, work: Work, most: int = 2000) -> str:
    """Keeps sheets until it fails; what is told, and how many of the acknowledged are there."""
    kept = []
    for number in range(most):
        week = [snapshot(number, f"Person {one}", DAY + timedelta(weeks=number)) for one in range(200)]
        try:
            kept.append(snapshots.keep(store, work.account, work.team, week, Source("sheet"))[0])
        except StoreError as error:
            here = {entry.id for entry in snapshots.history(store, work.account, work.team)}
            return f"{len(kept)} sheets acknowledged, {len(set(kept) - here)} lost; told: {error}"
    return "never full"


def full_disk() -> Iterator[str]:
    """On a file system of 2 MB, where this user may mount one, and under a limit to the size of files."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True)
        if mounted.returncode:
            yield "full disk: not measured, this user may not mount a small file system"
        else:
            try:
                yield f"full disk (tmpfs of 2 MB): {_filled(folder)}"
            finally:
                subprocess.run(["umount", folder], check=True)
    with tempfile.TemporaryDirectory() as folder, FORK.Pool(1, partial(resource.setrlimit, *_limit(2))) as pool:
        yield f"files of 2 MB at most (RLIMIT_FSIZE, EFBIG): {pool.apply(_filled, (folder,))}"


def _limit(megabytes: int) -> tuple[int, tuple[int, int]]:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return resource.RLIMIT_FSIZE, (megabytes << 20, megabytes << 20)


def _filled(folder: str) -> str:
    work = Work.at(f"sqlite:///{folder}/history.db")
    store = Store(work.url)
    told = fill(store, work)
    store.close()
    return told


# The report


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'history.db'}"


@contextmanager
def postgresql(server: Postgres) -> Iterator[str]:
    name = server.database()
    yield server.url(name)
    server.drop(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--updates", type=int, default=250)
    options = parser.parse_args()
    server = Postgres()
    server.run("ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")
    for name, database in {"SQLite": sqlite, "PostgreSQL": partial(postgresql, server)}.items():
        for kind, opened in {"": Store, ", defaults": Defaults}.items():
            print(f"\n{name}{kind}")
            with database() as url:
                report(Work.at(url, opened), options)
    for line in full_disk():
        print(line)
    print(f"in memory: opened in {seconds_of(lambda: Store(IN_MEMORY)) * 1000:.0f} ms")
    server.server.cleanup()


def report(work: Work, options: argparse.Namespace) -> None:
    one, many = commits(work, 1), commits(work, options.writers)
    print(f"  check-ins a second: {one:,.0f} by one writer, {many:,.0f} by {options.writers} together")
    for name, seconds in sheets(work).items():
        print(f"  {name}: {seconds:.3f} s")
    met = meet(work, options.writers, options.updates)
    print(f"  {options.writers} writers, {met.commits:,} updates kept in {met.seconds:.1f} s: {met.lost:,} lost")
    for reason, times in met.refused.most_common(3):
        print(f"    refused {times:,} times: {reason}")
    if work.open is Store:
        killed = kill(work, options.kills)
        state = "sound" if killed.sound else "DAMAGED"
        print(
            f"  {killed.kills} kills, {killed.acknowledged:,} kept: {killed.lost} lost, {killed.half} by half, {state}"
        )


if __name__ == "__main__":
    main()
