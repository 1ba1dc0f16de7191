import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.intake.cells import LIMIT, Expected, Problem, decimal_sign, has_percent, identity, number, text

COUNT = Expected(whole=True)
PERCENT = Expected(high=100, percent=True)
FRACTION = Expected(high=100, percent=True, fraction=True)
SCORE = Expected(high=25)
MONEY = Expected(low=-LIMIT, percent=True, money=True)


@pytest.mark.parametrize(
    ("cell", "expected", "value"),
    [
        ("12", COUNT, 12),
        (12.0, COUNT, 12),
        ("0", COUNT, 0),
        ("-0", COUNT, 0),
        ("+3", COUNT, 3),
        ("12 ", COUNT, 12),  # n29
        ("1\u200b2", COUNT, 12),  # n30
        ("\ufeff12", COUNT, 12),
        ("１２", COUNT, 12),  # n22
        ("١٢", COUNT, 12),  # n23
        ("007", COUNT, 7),  # n25
        ("1 234", COUNT, 1234),
        ("1\u00a0234", COUNT, 1234),  # n03
        ("1\u202f234", COUNT, 1234),
        ("1'234", COUNT, 1234),  # n04
        ("1’234", COUNT, 1234),
        ("1,234,567", COUNT, 1234567),
        ("1.234.567", COUNT, 1234567),
        ("1e3", COUNT, 1000),
        ("3.0", COUNT, 3),
        ("45%", PERCENT, 45),  # n05
        ("45 %", PERCENT, 45),
        ("%45", PERCENT, 45),
        ("45,5%", PERCENT, 45.5),  # n06
        ("４５％", PERCENT, 45),
        ("0.45", PERCENT, 0.45),
        ("0.45", FRACTION, 45),
        (0.45, FRACTION, 45),
        ("45%", FRACTION, 45),
        ("11.948", SCORE, 11.948),
        ("20,973", SCORE, 20.973),
        ("12.345", PERCENT, 12.345),
        ("0.5", SCORE, 0.5),  # n26
        (".5", SCORE, 0.5),
        ("0.234", SCORE, 0.234),
        ("0.234", Expected(), 0.234),
        ("1234.567", Expected(), 1234.567),
        ("1.234,5", Expected(), 1234.5),
        ("1,234.5", Expected(), 1234.5),
        ("1 234,5", Expected(), 1234.5),
        ("1'234.567", Expected(), 1234.567),
        ("€ 1,200.50", MONEY, 1200.5),  # n07
        ("R$ 1.200,50", MONEY, 1200.5),
        ("1200 EUR", MONEY, 1200),
        ("(1200)", MONEY, -1200),
        ("-€3", MONEY, -3),
        ("€-3", MONEY, -3),
        ("105%", MONEY, 105),
    ],
)
def test_takes_a_number_as_it_is_meant(cell, expected, value):
    assert number(cell, expected) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("45%", "45% is a percentage, a count is expected"),  # n05
        ("45,5 %", "45,5 % is a percentage, a count is expected"),
        ("€12", "an amount of money, a count is expected"),  # n07
        ("12 USD", "an amount of money, a count is expected"),
        ("-3", "-3, must be 0 or more"),  # n08
        ("(3)", "-3, must be 0 or more"),  # n09
        ("−3", "-3, must be 0 or more"),  # n10
        (-3.0, "-3, must be 0 or more"),
        ("NaN", "no value"),  # n11
        (math.nan, "no value"),
        ("inf", "not a finite number"),  # n12
        ("-Infinity", "not a finite number"),
        ("∞", "not a finite number"),
        (math.inf, "not a finite number"),
        ("1e308", "above the limit (1e9)"),  # n13
        ("1e309", "above the limit (1e9)"),  # n14
        ("9223372036854775807", "above the limit (1e9)"),  # n24
        (1e10, "above the limit (1e9)"),
        ("TRUE", "a yes or no, a number is expected"),  # n15
        ("ja", "a yes or no, a number is expected"),
        (True, "a yes or no, a number is expected"),
        ("0x1F", "not a number"),  # n16
        ("NA", "no value"),  # n17
        ("n.a.", "no value"),
        ("None", "no value"),
        ("-", "no value"),  # n18
        ("—", "no value"),
        ("#DIV/0!", "Excel error #DIV/0!"),  # n19
        ("#N/A", "no value"),  # n20
        ("#REF!", "Excel error #REF!"),  # n21
        ("#¡VALOR!", "Excel error #¡VALOR!"),
        ("0.5", "whole number expected"),  # n26
        ("1_000", "not a number"),  # n27
        ("2026-01-05", "a date, a number is expected"),  # n28
        ("05.01.2026", "a date, a number is expected"),
        ("3/4", "a date, a number is expected"),
        (date(2026, 1, 5), "a date, a number is expected"),
        (datetime(2026, 1, 5, 9), "a date, a number is expected"),
        ("10-15", "not a number"),
        ("~10", "not a number"),
        ("500+", "not a number"),
        ("12²", "not a number"),
        ("1,23,456", "not a number"),
        ("12 34", "not a number"),
        ("twelve", "not a number"),
        ("--3", "not a number"),
        ("(3", "not a number"),
        (",", "not a number"),
    ],
)
def test_says_why_a_cell_is_no_count(cell, words):
    with pytest.raises(Problem) as problem:
        number(cell, COUNT)
    assert str(problem.value) == words


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", "\u200b"])
def test_a_blank_cell_is_unknown_without_a_word(blank):
    assert number(blank, COUNT) is None


@pytest.mark.parametrize(("cell", "high"), [("101", 100), ("25.5", 25), ("100.01", 100)])
def test_refuses_what_is_above_the_scale(cell, high):
    with pytest.raises(Problem, match=f"must be {high} or less"):
        number(cell, Expected(high=high))


@pytest.mark.parametrize("cell", ["1.234", "1,234", "12.345"])  # n02
def test_two_readings_are_asked_and_never_guessed(cell):
    with pytest.raises(Problem) as problem:
        number(cell, COUNT)
    assert problem.value.asks == "decimal"


def test_the_columns_decimal_sign_decides_two_readings():
    assert number("1,234", COUNT, ".") == 1234  # n01
    assert number("1.234", COUNT, ",") == 1234
    assert number("1,234", Expected(), ",") == 1.234
    with pytest.raises(Problem, match="whole number expected"):
        number("1.234", COUNT, ".")


@pytest.mark.parametrize(
    ("cell", "expected", "sign"),
    [
        ("1,5", COUNT, ","),
        ("1.5", COUNT, "."),
        ("1.234,5", COUNT, ","),
        ("1,234,567", COUNT, "."),
        ("45,5 %", PERCENT, ","),
        ("11.948", SCORE, "."),
        ("1.234", COUNT, None),
        ("12", COUNT, None),
        ("n.a.", COUNT, None),
        (1.5, COUNT, None),
        (None, COUNT, None),
    ],
)
def test_finds_the_decimal_sign_that_a_cell_gives_away(cell, expected, sign):
    assert decimal_sign(cell, expected) == sign


def test_sees_a_percent_sign():
    assert has_percent("45 ％")
    assert not has_percent("45")
    assert not has_percent(0.45)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("00123", "00123"),  # t12
        ("NA", "NA"),  # t11
        ("None", "None"),
        ("nan", "nan"),
        (True, "True"),
        (123.0, "123"),
        (" Ana \u00a0 Müller ", "Ana Müller"),
        ("Jose\u0301", "José"),
        ("Ana 👩‍💻", "Ana 👩‍💻"),  # t02
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),  # t01
        (None, ""),
    ],
)
def test_keeps_names_as_they_stand(cell, name):
    assert text(cell) == name


def test_knows_one_person_by_case_spaces_and_encoding():
    spellings = ("José Müller", "JOSÉ  MÜLLER", "Jose\u0301 Mu\u0308ller", " josé\u200b müller ")
    assert len({identity(name) for name in spellings}) == 1
    assert identity("José") != identity("Jose")


@given(st.integers(0, 10**9))
def test_whole_numbers_survive_every_way_of_writing_them(value):
    for grouped in (str(value), f"{value:,}".replace(",", " "), f"{value:,}".replace(",", "'")):
        assert number(grouped, COUNT) == value
    if value >= 1_000_000:
        assert number(f"{value:,}", COUNT) == number(f"{value:,}".replace(",", "."), COUNT) == value


@given(st.decimals(0, 10**6, places=2))
def test_decimals_survive_both_signs(value):
    for written, sign in ((f"{value:,}", "."), (f"{value:,}".translate(str.maketrans(",.", ".,")), ",")):
        assert number(written, Expected()) == pytest.approx(float(value))
        assert decimal_sign(written, Expected()) == sign


@given(st.text() | st.floats() | st.booleans() | st.none() | st.dates())
def test_whatever_stands_there_is_a_finite_number_in_bounds_or_a_problem_in_words(cell):
    try:
        value = number(cell, COUNT)
    except Problem as problem:
        assert str(problem)
    else:
        assert value is None or 0 <= value <= LIMIT
        assert value is None or not isinstance(cell, str) or any(sign.isdecimal() for sign in cell)


@pytest.mark.parametrize("cell", ["10,5/25", "10.5 / 25", "10,5 out of 25", "10,5 de 25", "10,5 von 25", "10,5"])
def test_a_score_may_name_its_scale(cell):
    assert number(cell, Expected(high=25, scale=True)) == 10.5


@pytest.mark.parametrize("cell", ["10/100", "/25", "10 25"])
def test_another_scale_is_no_number(cell):
    with pytest.raises(Problem):
        number(cell, Expected(high=25, scale=True))


def test_without_a_scale_a_fraction_is_no_number():
    with pytest.raises(Problem):
        number("10/100", PERCENT)
