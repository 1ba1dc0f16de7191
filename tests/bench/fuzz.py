"""Spoils look-alike files at random and reads them: `python -m tests.bench.fuzz [--times N] [--seed S]`.

Whatever is dropped, nothing is raised, no row is lost without a finding and no text leaves the reader.
"""

import argparse
import faulthandler
import pickle
import random
import re
import time
from collections.abc import Callable
from datetime import date

from sample_data.lookalike import analytics, archive, score_page
from sample_data.lookalike.lives import Member, draw
from ssi_core.intake.ledger import Ledger
from ssi_core.intake.member import read_member

MEMBER = draw(11, date(2026, 10, 15), days=45)
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "utf-32", "latin-1")
ODD = ('"', '""', "\x00", "\r", "\n", ",", ";", "\t", "\\", "=1+1", "\u202e", "\x1a", "31 Feb 2026", "9" * 400, "NaN")
HANGING = 120  # seconds

Spoil = Callable[[bytes, random.Random], bytes]


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def beheaded(data: bytes, chance: random.Random) -> bytes:
    return data[chance.randrange(min(len(data), 300) + 1) :]


def overwritten(data: bytes, chance: random.Random) -> bytes:
    """Up to twenty bytes become others."""
    spoilt = bytearray(data)
    for _byte in range(min(len(data), chance.randint(1, 20))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def interspersed(data: bytes, chance: random.Random) -> bytes:
    for _place in range(chance.randint(1, 8)):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(ODD).encode() + data[place:]
    return data


def unquoted(data: bytes, chance: random.Random) -> bytes:
    """Some of the quotation marks are gone."""
    return re.sub(b'"', lambda mark: b"" if chance.random() < 0.1 else mark[0], data)


def recoded(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def twice_recoded(data: bytes, chance: random.Random) -> bytes:
    return data.decode("latin-1").encode("utf-8")


def ended_otherwise(data: bytes, chance: random.Random) -> bytes:
    """Mixed line ends."""
    return re.sub(b"\r?\n", lambda _end: chance.choice((b"\n", b"\r\n", b"\r", b"\n\n")), data)


def dropped(data: bytes, chance: random.Random) -> bytes:
    return b"".join(line for line in lines_of(data) if chance.random() < 0.8)


def doubled(data: bytes, chance: random.Random) -> bytes:
    return b"".join(line * chance.choice((1, 1, 2)) for line in lines_of(data))


def shuffled(data: bytes, chance: random.Random) -> bytes:
    lines = lines_of(data)
    body = lines[1:]
    chance.shuffle(body)
    return b"".join(lines[:1] + body)


def columns_shuffled(data: bytes, chance: random.Random) -> bytes:
    """In some of the lines only, or in all of them the same way."""
    order, share = list(range(30)), chance.choice((0.2, 1))
    chance.shuffle(order)

    def spoil(line: bytes) -> bytes:
        cells = line.rstrip(b"\r\n").split(b",")
        moved = [cells[place] for place in order if place < len(cells)]
        return b",".join(moved if chance.random() < share else cells) + b"\n"

    return b"".join(map(spoil, lines_of(data)))


def delimited_otherwise(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b",", chance.choice((b";", b"\t", b"|", b",,", b" , ")))


def moved(data: bytes, chance: random.Random) -> bytes:
    """Digits become others: dates that are none, in years to come or long gone."""
    return re.sub(rb"\d", lambda digit: b"%d" % chance.randrange(10) if chance.random() < 0.05 else digit[0], data)


SPOILS: tuple[Spoil, ...] = (
    truncated,
    beheaded,
    overwritten,
    interspersed,
    unquoted,
    recoded,
    twice_recoded,
    ended_otherwise,
    dropped,
    doubled,
    shuffled,
    columns_shuffled,
    delimited_otherwise,
    moved,
)
ZIP_SPOILS: tuple[Spoil, ...] = (truncated, beheaded, overwritten)


def drop(chance: random.Random, workbooks: bool = False) -> list[tuple[str, bytes]]:
    """What somebody may drop: a year's files, some of them spoilt, loose or in a ZIP that may be spoilt itself."""
    year = chance.choice(archive.YEARS)
    files = {name: spoilt(data, chance) for name, data in archive.files(MEMBER, year).items()}
    if workbooks:
        return [("analytics.xlsx", spoilt(analytics.workbook(MEMBER, year), chance, ZIP_SPOILS))]
    if chance.random() < 0.5:
        return [("export.zip", spoilt(archive.zipped(files), chance, ZIP_SPOILS, share=0.3))]
    score = chance.choice((score_page.page, score_page.as_json))(MEMBER).encode()
    return [*chance.sample([*files.items()], 6), ("score.txt", spoilt(score, chance))]


def spoilt(data: bytes, chance: random.Random, spoils: tuple[Spoil, ...] = SPOILS, share: float = 0.6) -> bytes:
    if chance.random() < share:
        for spoil in chance.choices(spoils, k=chance.randint(1, 3)):
            data = spoil(data, chance)
    return data


def faults(ledger: Ledger, member: Member = MEMBER) -> list[str]:
    """What must not be: rows that nobody accounts for, and texts of the member."""
    lost = [
        f"{file.name}: {file.rows} rows, {file.used} used"
        for file in ledger.files
        if file.used + sum(finding.rows for finding in file.findings) != file.rows
    ]
    shown = repr(ledger) + ledger.events.to_csv() + pickle.dumps(ledger).decode("utf-8", "replace")
    return lost + [f"tells {secret}" for secret in member.secrets if secret in shown]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    slowest, wrong = (0.0, 0), 0
    for seed in range(options.seed, options.seed + options.times):
        faulthandler.dump_traceback_later(HANGING, exit=True)
        chance, began = random.Random(seed), time.perf_counter()
        found = faults(read_member(drop(chance, workbooks=seed % 20 == 0)))
        slowest = max(slowest, (time.perf_counter() - began, seed))
        wrong += bool(found)
        for fault in found:
            print(f"seed {seed}: {fault}")
    faulthandler.cancel_dump_traceback_later()
    print(f"{options.times} drops, {wrong} with faults; the slowest, seed {slowest[1]}, took {slowest[0]:.2f} s")


if __name__ == "__main__":
    main()
