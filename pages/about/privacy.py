"""What is kept, where, and for how long: nothing, and what that means."""

import streamlit as st

from ssi_core.i18n import _

st.title(_("Privacy"))
st.markdown(_("In short: nothing you enter or upload is stored on the server, and nothing leaves it."))
st.markdown(
    _("""
- **Your answers** are in the address line of your browser, which is why a reload brings them back. Whoever you send that address to sees your answers. Save them as a file if you want to keep them for longer.
- **A team's sheet** stays in the server's memory while your page is open and is gone 15 minutes after you close it, or when the server restarts. It is not written to disk.
- **No requests to other hosts.** Fonts, icons and charts come from this server. There is no counting of visits and no telemetry.
- **Log files** hold the kind and place of a fault, never the values of your data.
- **By default the app listens on this computer only.** Whoever opens it to a network decides who can reach it.
""")
)  # fmt: skip
