"""Streamlit takes what .streamlit/config.toml says, hidden options included."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

FILE = Path(__file__).parents[1] / ".streamlit" / "config.toml"


def options(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


OPTIONS = dict(options(tomllib.loads(FILE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", OPTIONS)
def test_streamlit_has_the_option_and_takes_its_value(name: str):
    assert name in config._config_options_template
    assert config.get_option(name) == OPTIONS[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("runner.postScriptGC", False),  # hidden; a release that drops it brings the pauses back
        ("server.fileWatcherType", "none"),
        ("server.address", "127.0.0.1"),
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("server.enableAgentApi", False),
        ("server.enableCORS", True),
        ("server.enableXsrfProtection", True),
    ],
)
def test_what_speed_and_privacy_rest_on(name: str, value: object):
    assert config.get_option(name) == value
