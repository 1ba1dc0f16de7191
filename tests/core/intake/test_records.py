"""Columns named as spreadsheets name them."""

import pytest

from ssi_core.intake.records import letter


@pytest.mark.parametrize(
    ("column", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_letters(column, name):
    assert letter(column) == name
