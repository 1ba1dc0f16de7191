from datetime import UTC, date, datetime, timedelta

from ssi_core.intake.archive.tally import Tally
from ssi_core.intake.findings import LISTED


def test_dates_widen_the_period_and_bad_ones_set_the_row_aside():
    tally = Tally("a.csv", {"date": "Date"})
    for row, cell in enumerate(["2024-05-01 10:00:00", "2024-01-01 10:00:00", "soon", "1999-01-01 00:00:00"], 2):
        if tally.moment(row, "date", cell) is not None:
            tally.use()
    file = tally.file_read("comments", 4)
    assert (file.start, file.end, file.used) == (date(2024, 1, 1), date(2024, 5, 1), 2)
    assert [(f.row, f.column, f.value, f.rows) for f in file.findings] == [
        (4, "Date", "", 1), (5, "Date", "1999-01-01 00:00:00", 1),
    ]  # fmt: skip


def test_the_future_begins_after_tomorrow():
    tally = Tally("a.csv", {})
    now = datetime.now(UTC)
    assert tally.moment(2, "date", f"{now + timedelta(hours=20):%Y-%m-%d %H:%M:%S}") is not None
    assert tally.moment(3, "date", f"{now + timedelta(days=2):%Y-%m-%d %H:%M:%S}") is None
    assert "future" in tally.file_read("comments", 2).findings[0].problem


def test_many_rows_of_one_problem_become_one_finding():
    tally = Tally("a.csv", {})
    for row in range(2, 2 + LISTED + 15):
        tally.twin(row)
    tally.aside(1_000, "another problem")
    findings = tally.file_read("comments", LISTED + 16).findings
    assert len(findings) == LISTED + 2
    assert sum(finding.rows for finding in findings) == LISTED + 16
    assert (findings[-1].row, findings[-1].rows) == (None, 15)
    assert "and 15 more" in findings[-1].problem


def test_a_file_tells_something_once_a_row_was_understood():
    tally = Tally("a.csv", {})
    tally.aside(2, "broken")
    assert not tally.told
    tally.twin(3)
    assert tally.told
