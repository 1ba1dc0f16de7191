import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from ssi_core.charts.palette import DARK, LIGHT, contrast, palette

THEMES = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_of_the_extremes():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#3465C4", "#3465C4") == 1


def test_the_theme_chooses():
    assert (palette(), palette(dark=True)) == (LIGHT, DARK)


def test_both_themes_have_the_same_colours():
    sizes = [[len(getattr(colors, field.name)) for field in fields(colors)] for colors in (LIGHT, DARK)]
    assert sizes[0] == sizes[1]


@THEMES
@pytest.mark.parametrize("text", ["ink", "muted"])
def test_text_is_readable_on_page_and_surface(colors, text):
    assert contrast(getattr(colors, text), colors.page) >= 4.5
    assert contrast(getattr(colors, text), colors.surface) >= 4.5


@THEMES
def test_marks_stand_out_from_page_and_track(colors):
    assert min(contrast(mark, colors.page) for mark in (*colors.pillars, colors.outline, colors.ink)) >= 3
    assert min(contrast(mark, colors.grid) for mark in (*colors.pillars, colors.muted)) >= 3


@THEMES
def test_every_shade_of_the_heat_map_carries_readable_text(colors):
    pairs = zip(colors.heat_text, colors.heat, strict=True)
    assert min(contrast(text, shade) for text, shade in pairs) >= 4.5


@pytest.mark.parametrize(("theme", "colors"), [("light", LIGHT), ("dark", DARK)])
def test_streamlits_own_parts_wear_the_same_colours(theme, colors):
    config = Path(__file__).parents[3] / ".streamlit" / "config.toml"
    chosen = tomllib.loads(config.read_text(encoding="utf-8"))["theme"][theme]
    assert chosen["primaryColor"] == colors.primary
    assert chosen["backgroundColor"] == colors.page
    assert chosen["secondaryBackgroundColor"] == colors.surface
    assert chosen["textColor"] == colors.ink


@THEMES
@pytest.mark.parametrize("scale", ["bands", "heat"])
def test_scales_move_away_from_the_page_step_by_step(colors, scale):
    steps = [contrast(shade, colors.page) for shade in getattr(colors, scale)]
    assert steps == sorted(set(steps))
