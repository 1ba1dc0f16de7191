"""The one gettext lookup. English is the source language; catalogues live in ssi_core/locale."""

import gettext as _gettext
from pathlib import Path

DOMAIN = "ssi_coach"
LOCALE = Path(__file__).parent / "locale"
_catalogue = _gettext.translation(DOMAIN, LOCALE, fallback=True)

_ = _catalogue.gettext
ngettext = _catalogue.ngettext


def languages() -> dict[str, str]:
    """The languages there are, by code; a catalogue's is called as it translates "English", which is its own name."""
    found = sorted(path.parts[-3] for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return {"en": "English"} | {code: _gettext.translation(DOMAIN, LOCALE, [code]).gettext("English") for code in found}
