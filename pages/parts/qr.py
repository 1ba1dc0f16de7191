"""QR codes for st.html."""

from html import escape

import segno

from ssi_core.i18n import _

QUIET = 4  # modules of white around the code, without which phones don't find it (ISO/IEC 18004)


def image(address: str) -> str:
    """The address as an <img> of its QR code, dark on white in both themes; whoever places it gives it its width."""
    drawn = segno.make_qr(address, error="m").svg_data_uri(border=QUIET, dark="#000", light="#fff", omitsize=True)
    return f'<img alt="{escape(_("QR code that opens {address}").format(address=address))}" src="{drawn}">'
