"""Workbooks where they differ from text: edges, errors, damage, and the child process they are read in."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from ssi_core.intake.tables import Unreadable, read_tables
from tests.core.intake.bad_files import FILES
from tests.core.intake.packages import ods, ods_row, row, worksheet, xlsx

ROOT = Path(__file__).resolve().parents[3]


def test_blank_rows_at_the_end_of_an_ods_are_nothing():
    rest = '<table:table-cell table:number-columns-repeated="16384"/>'
    data = ods(
        ods_row("Name", "Calls"), ods_row("Ana", 12), ods_row(rest, attributes=' table:number-rows-repeated="1048574"')
    )
    assert read_tables("team.ods", data)[0].rows == (("Ana", 12),)


def test_an_error_at_the_sheets_edge_stays_in_its_cell():
    error = '<c r="B3" t="e"><f>NA()</f><v>#N/A</v></c>'
    (table,) = read_tables("team.xlsx", xlsx(worksheet(row(1, "Name", "Calls"), row(2, "Ana"), row(3, "Ben", error))))
    assert table.rows == (("Ana", None), ("Ben", "#N/A"))


@pytest.mark.parametrize("seed", range(12))
def test_any_workbook_is_read_or_refused(seed):
    chance = random.Random(seed)
    people = (row(n, "Ana", n, f'<c r="C{n}" t="e"><v>#N/A</v></c>') for n in range(2, 9))
    sheet = list(worksheet(row(1, "Name", "Calls", "Posts"), *people))
    for _ in range(chance.randint(1, 4)):
        sheet[chance.randrange(100, len(sheet))] = chance.choice(["", "<", '"', "9", "</c>", "\0", "A", "&#0;"])
    data = bytearray(xlsx("".join(sheet)))
    if seed % 4 == 0:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    try:
        tables = read_tables("any.xlsx", bytes(data))
    except Unreadable:
        return
    assert all(len(cells) == len(table.header) for table in tables for cells in table.rows)


def test_works_in_a_thread_of_a_script_without_running_it_twice(tmp_path):
    (tmp_path / "team.xlsx").write_bytes(FILES["x01_ok.xlsx"]())
    script = tmp_path / "script.py"
    script.write_text(
        "import threading, pathlib\n"
        "from ssi_core.intake.tables import read_tables\n"
        "data = pathlib.Path('team.xlsx').read_bytes()\n"
        "thread = threading.Thread(target=lambda: print(read_tables('team.xlsx', data)[0].rows))\n"
        "thread.start()\n"
        "thread.join()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["(('Ana', 12.0), ('Ben', 7.0))"], done.stderr
