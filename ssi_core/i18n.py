"""The one gettext lookup. English is the source language; catalogues live in ssi_core/locale."""

import gettext as _gettext
from pathlib import Path

DOMAIN = "ssi_coach"
_catalogue = _gettext.translation(DOMAIN, Path(__file__).parent / "locale", fallback=True)

_ = _catalogue.gettext
ngettext = _catalogue.ngettext
