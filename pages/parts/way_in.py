"""The way into a room: where phones find this app, in words and as a QR code."""

from html import escape

import segno
import streamlit as st

from ssi_core.i18n import _
from ssi_core.workshop import network

QUIET = 4  # modules of white around the code, without which phones don't find it (ISO/IEC 18004)


def bases() -> list[str]:
    """Where phones may reach this app, the likeliest first; empty where they can't."""
    return network.base_urls(st.context.url, st.get_option("server.address"), st.get_option("server.port"))


def words(base: str) -> str:
    """What to do to get in; the room's code comes behind it."""
    return _("Scan, or open {address} and type").format(address=f"{base.partition('://')[2]}/j")


def image(base: str, code: str) -> str:
    """The room's address as an <img> of its QR code, for st.html, dark on white in both themes.

    Whoever places it gives it its width.
    """
    address = f"{base}/j/{code}"
    drawn = segno.make_qr(address, error="m").svg_data_uri(border=QUIET, dark="#000", light="#fff", omitsize=True)
    return f'<img alt="{escape(_("QR code that opens {address}").format(address=address))}" src="{drawn}">'
