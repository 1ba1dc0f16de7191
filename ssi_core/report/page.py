"""A printed A4 page in the app's fonts and colours, on which everything has its place in mm."""

import unicodedata
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from fpdf import FPDF
from fpdf.drawing_primitives import color_from_hex_string as rgb

from ssi_core.charts.palette import palette
from ssi_core.i18n import _
from ssi_core.rubric import Band, Rubric

FONTS = Path(__file__).parent / "fonts"
TEXT, OTHER = "source sans", "dejavu sans"  # letters that the first lacks are taken from the second
COLORS = palette()
MARGIN, WIDTH, BOTTOM = 16.0, 178.0, 281.0  # mm, on A4's 210 by 297
BAR = 5.0  # mm, height of the bands' bar
LINE = 0.45  # mm of line height for each point of type


class Page(FPDF):
    """One page in the app's fonts, on which everything has its place in mm and nothing flows."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self.set_margin(MARGIN)
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.add_font(TEXT, "", FONTS / "SourceSansPro-Regular.ttf")
        self.add_font(TEXT, "B", FONTS / "SourceSansPro-Semibold.ttf")
        self.add_font(OTHER, "", FONTS / "DejaVuSans.ttf")
        self.set_fallback_fonts([OTHER], exact_match=False)
        self.add_page()

    def style(self, size: float, bold: bool = False, color: str = COLORS.ink) -> None:
        self.set_font(TEXT, "B" if bold else "", size)
        self.set_text_color(rgb(color))

    def height(self, width: float, text: str) -> float:
        """How high the text will be, mm."""
        line = self.font_size_pt * LINE
        return self.multi_cell(width, line, text, align="L", dry_run=True, output="HEIGHT") if text else 0

    def text_in(self, x: float, y: float, width: float, text: str) -> float:
        """The text in as many lines as it takes; returns where it ends."""
        self.set_xy(x, y)
        self.multi_cell(width, self.font_size_pt * LINE, text, align="L", new_y="NEXT")
        return self.y

    def line_in(self, x: float, y: float, width: float, text: str, align: str = "L") -> None:
        """The text on one line, smaller where it would not fit."""
        size = self.font_size_pt
        self.set_font_size(size * min(1, width / max(self.get_string_width(text), 1)))
        self.set_xy(x, y)
        self.cell(width, size * LINE, text, align=align)
        self.set_font_size(size)

    def rule(self, y: float, color: str = COLORS.grid, thickness: float = 0.2) -> None:
        self.pen(color, thickness)
        self.line(MARGIN, y, MARGIN + WIDTH, y)

    def pen(self, color: str, thickness: float) -> None:
        self.set_draw_color(rgb(color))
        self.set_line_width(thickness)

    def letters(self, text: str) -> str:
        """What of a text the fonts can show, on one line; nothing if it is signs alone."""
        known = {chr(code) for font in self.fonts.values() for code in font.cmap if chr(code).isprintable()}
        letters = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
        shown = "".join(letter for letter in letters if letter in known)
        return " ".join(shown.split()) if any(map(str.isalnum, shown)) else ""

    def figure(self, left: float, width: float, top: float, figure: str, label: str) -> float:
        """A figure with its label below; returns where that ends. left: from the margin."""
        self.style(30, bold=True)
        self.line_in(MARGIN + left, top, width, figure)
        self.style(10, color=COLORS.muted)
        return self.text_in(MARGIN + left, top + 14, width, label)


def band_bar(page: Page, rubric: Rubric, top: float) -> float:
    """0 to 100 to scale in the bands' colours, their names below; returns where these end."""
    for band, color, left, width in band_places(rubric):
        page.set_fill_color(rgb(color))
        page.pen(COLORS.page, 0.5)
        page.rect(left, top, width, BAR, style="DF")
        page.style(8, color=COLORS.muted)
        page.line_in(left, top + BAR + 1, width, _(band.name), "C")
        page.line_in(left, top + BAR + 4.5, width, f"{band.low}–{band.high}", "C")
    return top + BAR + 8.5


def band_places(rubric: Rubric) -> Iterator[tuple[Band, str, float, float]]:
    """Each band with its colour, left edge and width, mm."""
    edges = [*(band.edge for band in rubric.bands), 100.0]
    for band, color, low, high in zip(rubric.bands, cycle(COLORS.bands), edges, edges[1:], strict=False):
        yield band, color, at(low), at(high) - at(low)


def at(score: float) -> float:
    return MARGIN + score / 100 * WIDTH
