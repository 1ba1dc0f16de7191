from datetime import datetime

import xlsxwriter

from ssi_core.intake.archive.resaved import as_csv
from ssi_core.intake.ledger import KIND
from ssi_core.intake.measure import measure
from ssi_core.intake.member import read_member
from tests.core.intake.member_files import HEADERS
from tests.core.intake.packages import written

LONG = "word " * 400


def shares(book: xlsxwriter.Workbook) -> None:
    """A sheet of notes before the one that counts, whose dates Excel has understood."""
    book.add_worksheet("Notes").write("A1", "Saved by hand")
    sheet = book.add_worksheet("Shares")
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row("A3", HEADERS["Shares.csv"].split(","))
    for row, (at, words) in enumerate([(datetime(2026, 9, 1, 9, 30), f"{LONG}\nmore"), (datetime(2026, 9, 2), "")], 3):
        sheet.write_datetime(row, 0, at, day)
        sheet.write_row(row, 1, [f"https://x/{row}", words])
    sheet.write_row(6, 0, ["soon", "https://x/6", "hello"])


def test_each_row_stands_in_the_line_of_its_number():
    lines = as_csv(written(shares)).decode().splitlines()

    assert lines[:2] == ["", ""]
    assert lines[2].startswith("Date,ShareLink,")
    assert lines[3].startswith("2026-09-01 09:30:00,https://x/3,word word")
    assert lines[4].startswith("2026-09-02 00:00:00,https://x/4,,")


def test_a_table_saved_as_a_workbook_is_read_as_what_it_is():
    ledger = read_member([("Shares.xlsx", written(shares))])

    (file,) = ledger.files
    assert (file.kind, file.rows, file.used) == ("shares", 3, 2)
    assert [finding.row for finding in file.findings] == [7]
    assert ledger.events[KIND].tolist() == ["post", "repost"]
    assert measure(ledger).activities["posts"].numerator == 1


def test_a_workbook_of_something_else_gives_nothing():
    assert as_csv(written(lambda book: book.add_worksheet().write_row("A1", ["Name", "Posts"]))) == b""
    assert as_csv(b"PK\x03\x04 damaged") == b""
