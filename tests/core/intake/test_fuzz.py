"""Spoilt files never raise, never hang, lose no row unsaid and tell no text.

`python -m tests.bench.fuzz` goes on for longer.
"""

import faulthandler
import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.intake.member import read_member
from tests.bench import fuzz

NAMES = st.sampled_from(["Connections.csv", "a.zip", "b.xlsx", "score.json", "notes.txt", "Logins.csv", "x.pdf", ""])
STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xff\xfe", b"Date,Link,Message\r\n", b"Date,Type,Link\n", b'{"memberScore": ']
)


@pytest.fixture(autouse=True, scope="module")
def no_hang() -> Iterator[None]:
    faulthandler.dump_traceback_later(fuzz.HANGING, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@given(st.integers(0, 2**32))
@settings(max_examples=50, deadline=timedelta(seconds=10))
def test_spoilt_files(seed):
    assert fuzz.faults(read_member(fuzz.drop(random.Random(seed)))) == []


@pytest.mark.parametrize("seed", range(2))
def test_spoilt_workbooks(seed):
    assert fuzz.faults(read_member(fuzz.drop(random.Random(seed), workbooks=True))) == []


@given(st.lists(st.tuples(NAMES, st.builds(bytes.__add__, STARTS, st.binary(max_size=300))), max_size=4))
@settings(max_examples=80, deadline=timedelta(seconds=10))
def test_any_bytes_under_any_name(files):
    ledger = read_member(files)
    assert fuzz.faults(ledger) == []
    assert len(ledger.files) >= len(files)


@pytest.mark.parametrize("spoil", fuzz.SPOILS, ids=lambda spoil: spoil.__name__)
def test_each_way_to_spoil_changes_something(spoil):
    """Else the fuzzer would not do what it says."""
    data = 'Date,Link,Message\r\n2026-01-02 03:04:05,https://x,"déjà ""vu"""\r\n'.encode() * 20
    assert any(spoil(data, random.Random(seed)) != data for seed in range(5))
