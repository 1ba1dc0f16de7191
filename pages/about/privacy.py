"""What is kept, where, and for how long: nothing, and what that means."""

import streamlit as st

from ssi_core.i18n import _

st.title(_("Privacy"))
st.markdown(_("In short: nothing you enter or upload is stored on the server, and nothing leaves it."))
st.markdown(
    _("""
- **Your answers** are in the address line of your browser, which is why a reload brings them back. Whoever you send that address to sees your answers. Save them as a file if you want to keep them for longer.
- **Your LinkedIn files** are read in the server's memory and let go at once. What stays is when something happened and how often, LinkedIn's own score, and which parts of your profile are filled in. Names, profile addresses, job titles, companies and what anybody wrote never leave the reader. A reload of the page forgets the figures too.
- **Never opened:** the parts of LinkedIn's copy with phone numbers, e-mail addresses, logins, receipts, ad targeting and guesses about you. They are listed as “not opened”. Messages are opened to count them: who began, and whether an answer came.
- **A team's files**, members' own LinkedIn files among them, stay in the server's memory while your page is open. They are gone 15 minutes after you close it, or when the server restarts, and are not written to disk.
- **No requests to other hosts.** Fonts, icons and charts come from this server. There is no counting of visits and no telemetry.
- **Log files** hold the kind and place of a fault, never the values of your data.
- **By default the app listens on this computer only.** Whoever opens it to a network decides who can reach it.
""")
)  # fmt: skip
