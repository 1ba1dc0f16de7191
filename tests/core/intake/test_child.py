"""A function in a process of its own: its answer, its error, or the news that it died."""

import json
import os
import sys
import time

import pytest

from ssi_core.intake import child


def test_gives_the_answer():
    assert child.run(len, b"four") == 4


def test_raises_what_the_function_raises():
    with pytest.raises(json.JSONDecodeError, match="Expecting value"):
        child.run(json.loads, b"nothing")


@pytest.mark.parametrize("code", [1, 139])
def test_says_that_the_child_died(code):
    with pytest.raises(child.Died):
        child.run(os._exit, code)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps the limit on memory")
def test_memory_is_limited():
    assert len(child.run(bytes, child.MEMORY // 20)) == child.MEMORY // 20
    with pytest.raises(child.Died):
        child.run(bytes, child.MEMORY)


def test_time_is_limited(monkeypatch):
    monkeypatch.setattr(child, "SECONDS", 0.3)
    with pytest.raises(child.Died, match="time"):
        child.run(time.sleep, 60)
