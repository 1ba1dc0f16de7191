"""The one home of the app's colours, light and dark."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours as #RRGGBB. `page` is the background, `surface` panels and sidebar, `ink` text and total marks."""

    page: str
    surface: str
    ink: str
    muted: str
    outline: str
    grid: str
    pillars: tuple[str, ...]
    bands: tuple[str, ...]
    heat: tuple[str, ...]

    @property
    def primary(self) -> str:
        """The brand colour, which is the brand pillar's too."""
        return self.pillars[0]

    @property
    def heat_text(self) -> tuple[str, ...]:
        """For each shade of `heat` the text colour that stands out most from it."""
        return tuple(max(self.ink, self.page, key=lambda text: contrast(text, shade)) for shade in self.heat)


LIGHT = Palette(
    page="#FFFFFF",
    surface="#F4F6FA",
    ink="#1B2432",
    muted="#566072",
    outline="#818CA0",
    grid="#E1E6EF",
    pillars=("#3465C4", "#0E8A83", "#C46A11", "#93408A"),
    bands=("#D5DDEA", "#A9BEDD", "#7A9CCC", "#4D7AB6", "#2B5A97", "#143C70"),
    heat=("#E6ECF5", "#C3D1E7", "#8FACD5", "#2B5A97", "#143C70"),
)
DARK = Palette(
    page="#0F1623",
    surface="#182233",
    ink="#E6EBF3",
    muted="#A6B2C5",
    outline="#76849B",
    grid="#2A3648",
    pillars=("#7FA4F0", "#4FC7BE", "#F0A45B", "#D88FCF"),
    bands=("#2A3648", "#3A5478", "#4E75A8", "#6B9AD3", "#97BDEB", "#CFE2FA"),
    heat=("#222D3E", "#3A5478", "#6B9AD3", "#97BDEB", "#CFE2FA"),
)


def palette(dark: bool = False) -> Palette:
    """The colours of the theme in use."""
    return DARK if dark else LIGHT


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21.

    Source: WCAG 2.2, contrast ratio; text needs 4.5, marks that carry meaning 3.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    shares = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
