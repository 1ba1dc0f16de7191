"""The phones' pages as HTML: everything in one response, nothing from elsewhere."""

import base64
import hashlib
import html
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from pages.workshop.join.form import ALL, ASKED, NONE, ROUND, UNKNOWN, field_of
from ssi_core.charts.palette import Palette, palette
from ssi_core.i18n import _
from ssi_core.rubric import load

FOLDER = Path(__file__).parent / "templates"
LANGUAGE = "en"  # of pages that belong to no room


def _source(name: str) -> str:
    """A file of ours without its indentation, which phones don't need."""
    return "\n".join(line.strip() for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip())


def _squeezed(name: str) -> Markup:
    """A style or script of ours without the spaces around its signs; strings in it must not hold any."""
    return Markup(re.sub(r"\s*([{}()=;:,<>&|?!])\s*", r"\1", _source(name)))


def _text(message: str) -> Markup:
    """The message in the page's language, safe in text and in double quotes; five bytes an apostrophe are too many."""
    return Markup(html.escape(_(message), quote=False).replace('"', "&quot;"))


def _shades(colors: Palette, name: str) -> dict[str, str]:
    """The palette's colours of this name; those of a list are numbered."""
    value = getattr(colors, name)
    return {name: value} if isinstance(value, str) else {f"{name}-{place}": each for place, each in enumerate(value)}


def _colors(*names: str) -> Markup:
    """The palette's colours of these names as CSS variables, for both themes."""
    light, dark = (
        ";".join(f"--{name}:{shade}" for each in names for name, shade in _shades(palette(theme), each).items())
        for theme in (False, True)
    )
    return Markup(f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}")


_SCRIPTS = {name: _squeezed(f"{name}.js") for name in ("send", "watch")}
_HASHES = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in _SCRIPTS.values()]
_POLICY = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "script-src": " ".join(f"'sha256-{each}'" for each in _HASHES),
    "form-action": "'self'",
    "connect-src": "'self'",
    "img-src": "data:",  # the empty icon, so that none is asked for
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(map(" ".join, _POLICY.items())),
    "Referrer-Policy": "same-origin",  # no-referrer makes browsers send "Origin: null" with forms
    "Cache-Control": "no-store",
}

_templates = Environment(
    loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined, auto_reload=False, trim_blocks=True
)
_templates.globals |= {
    "_": _text,
    "colors": _colors,
    "field": lambda activity: field_of(activity.id, load()),
    "style": _squeezed("style.css"),
    "language": LANGUAGE,
    "notices": (),
    "now": "",
    "ALL": ALL,
    "ASKED": ASKED,
    "NONE": NONE,
    "ROUND": ROUND,
    "UNKNOWN": UNKNOWN,
    **_SCRIPTS,
}


def page(name: str, status: int = 200, headers: dict[str, str] | None = None, **context: Any) -> HTMLResponse:
    """A page from its template. headers: on top of HEADERS."""
    return HTMLResponse(_templates.get_template(f"{name}.html").render(context), status, HEADERS | (headers or {}))
