from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.intake.cells import Problem
from ssi_core.intake.dates import EXCEL_DAY_ZERO, day, day_first, is_either

FIFTH = date(2026, 1, 5)


@pytest.mark.parametrize(
    "cell",
    [
        FIFTH,
        datetime(2026, 1, 5, 14, 30),
        "2026-01-05",
        "2026/1/5",
        "2026.01.05",
        "20260105",
        "2026-01-05 09:51:14 UTC",
        "2026-01-05T09:51:14Z",
        "05.01.2026",
        "5.1.26",
        "46027",  # t10
        46027.0,
        46027.75,
        "5 Jan 2026",
        "5. Januar 2026",
        "Jan 5, 2026",
        "5 de enero de 2026",
        "5 janvier 2026",
        "5 janeiro 2026",
        "5 januari 2026",
        "5th January 2026",
        "2026 Jan 5",
        "05-Jan-26",
        "2026-W02",
        "2026W2",
        "KW 2 2026",
        "KW2/2026",
        "Week 2, 2026",
        "Semaine 2 2026",
    ],
)
def test_reads_a_day(cell):
    assert day(cell) == FIFTH


@pytest.mark.parametrize(
    "cell", ["Jan 2026", "January 2026", "2026-01", "01/2026", "enero 2026", "janv. 2026", "Jänner 2026"]
)
def test_a_month_is_its_first_day(cell):
    assert day(cell) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("März 2026", 3),
        ("mrt 2026", 3),
        ("Mrz 26", 3),
        ("août 2026", 8),
        ("déc. 2026", 12),
        ("fev 2026", 2),
        ("out 2026", 10),
        ("juil 2026", 7),
    ],
)
def test_reads_months_in_six_languages(written, month):
    assert day(written) == date(2026, month, 1)


def test_the_first_number_of_a_short_year_is_the_day():
    assert day("31 Jan 26") == date(2026, 1, 31)


def test_a_week_is_its_monday():
    assert day("2026-W03") == date(2026, 1, 12)


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_cell_is_no_date(blank):
    assert day(blank) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("30/02/2026", "there is no such day"),
        ("2026-02-30", "there is no such day"),
        ("2026-13-01", "there is no such day"),
        ("2026-W60", "there is no such day"),
        (99999999.0, "there is no such day"),
        (float("nan"), "there is no such day"),
        ("123456", "not a date between 2000 and 2099"),
        ("1987-05-01", "not a date between 2000 and 2099"),
        ("12", "not a date between 2000 and 2099"),
        (True, "not a date"),
        ("Week 3", "not a date"),
        ("soon", "not a date"),
        ("jui 2026", "not a date"),
        ("n.a.", "no value"),
        ("03/04/2026", "day or month first? Nothing in the column decides it"),
    ],
)
def test_says_why_a_cell_is_no_date(cell, words):
    with pytest.raises(Problem) as problem:
        day(cell)
    assert str(problem.value) == words


def test_the_order_decides_an_open_date_and_no_other():
    assert day("03/04/2026", day_first=True) == date(2026, 4, 3)
    assert day("03/04/2026", day_first=False) == date(2026, 3, 4)
    assert day("13/04/2026", day_first=False) == date(2026, 4, 13)
    assert day("04/13/2026", day_first=True) == date(2026, 4, 13)
    assert day("05/05/2026") == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("cell", "first"),
    [
        ("13/04/2026", True),
        ("04/13/2026", False),
        ("03/04/2026", None),
        ("3.4.2026", True),
        ("2026-04-03", None),
        (FIFTH, None),
    ],
)
def test_a_cell_shows_which_comes_first(cell, first):
    assert day_first(cell) is first


def test_only_days_up_to_twelve_are_open():
    assert is_either("03/04/2026")
    assert not any(is_either(cell) for cell in ("13/04/2026", "05/05/2026", "3.4.2026", "2026-04-03", FIFTH, None))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_every_way_of_writing_it(when):
    first = f"{when:%d/%m/%Y}"
    serial = str((when - EXCEL_DAY_ZERO).days)
    assert day(when.isoformat()) == day(f"{when:%d.%m.%Y}") == day(first, day_first=True) == day(serial) == when
    assert day(f"{when:%m/%d/%Y}", day_first=False) == day(f"{when.day} {when:%B} {when.year}") == when


@given(st.text() | st.floats() | st.booleans())
def test_whatever_stands_there_is_a_day_of_this_century_or_a_problem(cell):
    try:
        found = day(cell)
    except Problem as problem:
        assert str(problem)
    else:
        assert found is None or 2000 <= found.year <= 2099
