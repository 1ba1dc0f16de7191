"""A workshop under load, beside an empty Streamlit app, and what a killed server loses. This process is the driver.

python -m tests.bench.workshop [--phones 200] [--dashboards 20] [--kills 5] [--quick]

The phones join within 10 s and answer 12 questions over a minute, while the wall is open and revealed and dashboards
run their page anew every few seconds; then all answer one question at once. Times are median / p95 / longest, from
sending a request, or asking for a run, until all of the answer is here, over loopback. Memory is the resident set of
the server's process, looked at four times a second. Server, driver and whatever else runs share the machine's cores.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import perf_counter, process_time
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import numpy as np
import psutil

from ssi_core.questionnaire import Answers
from ssi_core.rubric import load as load_rubric
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account, sign_in
from ssi_core.workshop import rooms, sheets
from tests.bench.phones import Measured, Phone
from tests.bench.sessions import Session
from tests.browser.server import Server, free_port, serve

QUESTIONS = 12
THINKING = 5.0  # seconds between two runs of a dashboard, on average
TICK = 2.0  # seconds between two runs of the wall's fragment
GATHERING = 4.0  # seconds in which the phones look at the next round before they answer at once
SETTLING = 10.0  # seconds between the last visitor's leaving and the last look at the memory
LOOKING = 0.25  # seconds between two looks
MEGABYTE = 1 << 20
TIMES = ("join", "answer", "question", "result", "at once", "dashboard, first", "dashboard", "wall")
PAGES = ("welcome", "question", "result")


@dataclass(frozen=True)
class Pace:
    """Seconds within which all join, and for which each answers."""

    joining: float = 10
    answering: float = 60


QUICK = Pace(2, 12)


@dataclass(frozen=True)
class App:
    """What is loaded. phones: where they join; wall, dashboards: pages and queries; next_round: the trainer asks once
    more, another: and where a phone sees it."""

    phones: str
    wall: tuple[str, str]
    dashboards: tuple[tuple[str, str], ...]
    next_round: Callable[[], object]
    another: Callable[[Phone], str]


EMPTY = App("/j/0", ("", ""), (("", ""),), lambda: None, lambda _phone: "/j/1")


@dataclass(frozen=True)
class Trainer:
    """Whoever runs a room on the server's database."""

    store: Store
    account: Account
    room: rooms.Room

    @classmethod
    def at(cls, url: str) -> "Trainer":
        """With a room that is open and revealed."""
        store = Store(url)
        account = sign_in(store)
        room = rooms.new_room(store, account, "Load", date.today() + timedelta(days=1), length=QUESTIONS)
        rooms.open_round(store, account, room.id)
        return cls(store, account, rooms.reveal(store, account, room.id))

    @property
    def app(self) -> App:
        dashboards = (("team", "team=team"), ("score", "sample=writer"))
        return App(f"/j/{self.room.code}", ("wall", f"room={self.room.code}"), dashboards, self.next_round, own_page)

    def next_round(self) -> None:
        rooms.next_round(self.store, self.account, self.room.id)
        rooms.reveal(self.store, self.account, self.room.id)

    def sheet(self, phone: Phone) -> sheets.Sheet:
        return sheets.sheet(self.store, self.room.code, own_page(phone).rsplit("/", 1)[1])

    def missing(self, phone: Phone) -> int:
        """How many answers of the phone's sheets, of one round or two, aren't those that it was told to be kept."""
        sheet = self.sheet(phone)
        kept = [sheet.answers] if sheet.before is None else [sheet.before, sheet.answers]
        told = [self.understood(part) for part in (phone.said[:QUESTIONS], phone.said[QUESTIONS:])]
        return sum(len(given.items() ^ here.items()) for given, here in zip(told, kept, strict=False))

    def understood(self, said: list[list[str]]) -> Answers:
        """Answers to the room's questions, which a phone is asked in their order."""
        return {name: _answer(name, values) for name, values in zip(self.room.activities, said, strict=False)}


def _answer(activity: str, values: list[str]) -> int | None:
    """Of a checklist each value is the place of an item."""
    if values == ["x"]:
        return None
    return sum(1 << int(value) for value in values) if load_rubric().by_id[activity].checklist else int(values[0])


def own_page(phone: Phone) -> str:
    return phone.page.path.partition("?")[0]


# The load


@dataclass
class Load:
    """times: seconds, sizes: bytes, by what they are of; memory: bytes of the server; cpu: seconds of the server, the
    driver and the rest of the machine in the `seconds` in which phones answered; first_load: bytes of a Streamlit page.
    """

    phones: list[Phone]
    times: Measured
    sizes: Measured
    memory: list[int] = field(default_factory=list)
    cpu: Iterable[float] = ()
    seconds: float = 0
    first_load: int = 0


async def load(server: Server, app: App, phones: int, dashboards: int, pace: Pace) -> Load:
    times, sizes = defaultdict(list), defaultdict(list)
    found = Load([Phone(server.port, seed, times, sizes) for seed in range(phones)], times, sizes)
    process = psutil.Process(server.pid)
    busy = [asyncio.create_task(watch(process, found.memory))]
    found.first_load = await asyncio.to_thread(first_load, server)
    async with AsyncExitStack() as stack:
        for kind, visitor in visitors(server.port, app, dashboards):
            session = await stack.enter_async_context(visitor)
            times[f"{kind}, first"].append(await session.run())
            busy.append(asyncio.create_task(use(session, kind, times[kind])))
        before, start = cpu(process), perf_counter()
        await asyncio.gather(*(take_part(phone, app.phones, pace) for phone in found.phones))
        found.cpu, found.seconds = cpu(process) - before, perf_counter() - start
        app.next_round()
        await asyncio.gather(*(look(phone, app.another(phone)) for phone in found.phones))
        await asyncio.gather(*(phone.press("at once") for phone in found.phones))
        await stop(busy[1:])
    for phone in found.phones:
        phone.close()
    await asyncio.sleep(SETTLING)
    await stop(busy[:1])
    return found


async def stop(tasks: list[asyncio.Task]) -> None:
    """Ends what goes on by itself. Raises what one of it failed with before."""
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


def visitors(port: int, app: App, dashboards: int) -> Iterator[tuple[str, Session]]:
    yield "wall", Session(port, *app.wall)
    for number in range(dashboards):
        yield "dashboard", Session(port, *app.dashboards[number % len(app.dashboards)])


async def use(session: Session, kind: str, times: list[float]) -> None:
    """Runs the wall's fragment, or the dashboard's whole page, again and again."""
    while True:
        await asyncio.sleep(TICK if kind == "wall" else random.uniform(0, 2 * THINKING))
        times.append(await (session.tick() if kind == "wall" else session.run()))


async def take_part(phone: Phone, path: str, pace: Pace) -> None:
    await asyncio.sleep(phone.chance.uniform(0, 0.8 * pace.joining))
    await phone.join(path, phone.chance.uniform(0, 0.2 * pace.joining))
    await phone.answer_all(pace.answering / QUESTIONS)


async def look(phone: Phone, path: str) -> None:
    await asyncio.sleep(phone.chance.uniform(0, GATHERING))
    await phone.open(path)


async def watch(process: psutil.Process, memory: list[int]) -> None:
    while True:
        memory.append(process.memory_info().rss)
        await asyncio.sleep(LOOKING)


def cpu(process: psutil.Process) -> np.ndarray:
    """Seconds so far of the server, of this process, and of whatever else runs on the machine."""
    machine, server, driver = psutil.cpu_times(), sum(process.cpu_times()[:2]), process_time()
    return np.array([server, driver, machine.user + machine.nice + machine.system - server - driver])


def first_load(server: Server) -> int:
    """Bytes of Streamlit's page and of the scripts, styles and fonts that it names, as sent."""
    with urlopen(server.url) as answer:
        page = answer.read()
    named = set(re.findall(r'(?:src|href)="(\./static/[^"]+)"', page.decode()))
    return len(page) + sum(_size(urljoin(f"{server.url}/", path)) for path in named)


def _size(url: str) -> int:
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
        return len(answer.read())


# A server that is killed


@dataclass(frozen=True)
class Killed:
    """said: answers that were acknowledged; lost: of them; unfinished: phones; waits: seconds for which a phone got no
    answer; starts: seconds until a server that was started again answered."""

    said: int
    lost: int
    unfinished: int
    waits: list[float]
    starts: list[float]


async def kill(url: str, phones: int, kills: int) -> Killed:
    """Kills the server (SIGKILL) while phones answer and starts it again on its port and database, again and again."""
    trainer, port, times, starts = Trainer.at(url), free_port(), defaultdict(list), []
    room = [Phone(port, seed, times, defaultdict(list)) for seed in range(phones)]
    answering = None
    for life in range(kills + 1):
        with ExitStack() as stack:
            start = perf_counter()
            server = await asyncio.to_thread(stack.enter_context, serve(port=port, SSI_DATABASE_URL=url))
            starts.append(perf_counter() - start)
            answering = answering or asyncio.gather(*(take_part(phone, trainer.app.phones, QUICK) for phone in room))
            if life < kills:
                await some_time(room, answering)
                os.kill(server.pid, signal.SIGKILL)
            else:
                await answering
    lost, unfinished = sum(map(trainer.missing, room)), sum(not trainer.sheet(phone).finished for phone in room)
    trainer.store.close()
    return Killed(said(room), lost, unfinished, times["out of reach"], starts[1:])


async def some_time(room: list[Phone], answering: asyncio.Future) -> None:
    """Until about every second phone has had an answer kept, and a moment more."""
    enough = said(room) + len(room) // 2
    while said(room) < enough and not answering.done():
        await asyncio.sleep(0.01)
    await asyncio.sleep(random.uniform(0, 0.2))


def said(phones: list[Phone]) -> int:
    """Answers that were acknowledged."""
    return sum(len(phone.said) for phone in phones)


# The report


def figures(found: Load) -> dict[str, str]:
    memory = np.array(found.memory) / MEGABYTE
    return {
        **{f"{kind}, ms": f"{spread(found.times[kind])} ({len(found.times[kind]):,})" for kind in TIMES},
        "CPU, s: server / driver / others": f"{slashed(found.cpu)} in {found.seconds:.0f}",
        "memory, MB: at first / most / settled": slashed([memory[0], memory.max(), memory[-1]]),
        "largest page, bytes: welcome / question / result": slashed(max(found.sizes[kind]) for kind in PAGES),
        "the same, as sent": slashed(max(found.sizes[f"{kind}, sent"]) for kind in PAGES),
        "first load of a Streamlit page, bytes": f"{found.first_load:,}",
    }


def spread(seconds: list[float]) -> str:
    return slashed(1000 * np.quantile(seconds, [0.5, 0.95, 1])) if seconds else "–"


def slashed(numbers: Iterable[float]) -> str:
    return " / ".join(f"{number:,.0f}" for number in numbers)


def bars(found: Load, missing: int) -> Iterator[str]:
    p95, most = 1000 * np.quantile(found.times["answer"], 0.95), max(found.memory) / MEGABYTE
    yield f"{_met(not missing)}: {said(found.phones):,} answers acknowledged, {missing} of them not stored"
    yield f"{_met(p95 < 150)}: p95 of an answer {p95:.0f} ms, may be 150"
    yield f"{_met(most < 600)}: memory {most:.0f} MB, may be 600"


def _met(bar: bool) -> str:
    return "ok" if bar else "MISSED"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--dashboards", type=int, default=20)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="all in a fifth of the time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report(folder, options)


def report(folder: str, options: argparse.Namespace) -> None:
    crowd = (options.phones, options.dashboards, QUICK if options.quick else Pace())
    trainer = Trainer.at(url := f"sqlite:///{folder}/load.db")
    with serve(SSI_DATABASE_URL=url) as server:
        ours = asyncio.run(load(server, trainer.app, *crowd))
    with serve(app="tests/bench/empty/app.py") as server:
        empty = asyncio.run(load(server, EMPTY, *crowd))
    print(f"{options.phones} phones, {options.dashboards} dashboards\n{'':<55}{'SSI Coach':<28}empty app")
    for (what, mine), theirs in zip(figures(ours).items(), figures(empty).values(), strict=True):
        print(f"{what:<55}{mine:<28}{theirs}")
    print(*bars(ours, sum(map(trainer.missing, ours.phones))), sep="\n")
    trainer.store.close()
    killed = asyncio.run(kill(f"sqlite:///{folder}/kill.db", options.phones, options.kills))
    print(f"{options.kills} kills: {killed.lost} of {killed.said:,} acknowledged answers lost", end=", ")
    print(f"{killed.unfinished} phones unfinished; ms until a server answered again {spread(killed.starts)}", end=", ")
    print(f"until a phone got its answer {spread(killed.waits)} ({len(killed.waits)})")


if __name__ == "__main__":
    main()
