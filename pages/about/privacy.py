"""What is kept, where, for how long, and who sees it; true for where this visitor is."""

import streamlit as st

from pages.parts import kept, site
from ssi_core.i18n import _
from ssi_core.store.place import Place

STORED: dict[Place, str] = {
    "computer": _(
        "- **What you choose to keep** lies in one file on this computer, in your user's own folder. While the app runs, whoever uses this computer can open it. You can save it, set how long it stays, and delete it for good."
    ),
    "account": _(
        "- **What you choose to keep** lies in this server's database, in your account. Your own history is yours alone; a team is seen by those whom its owner lets in, and only as far as its setting says. Whoever runs the server can reach the database. You can save what is yours, set how long it stays, and delete it for good.\n- **Of you** the database holds what your provider says when you sign in: your name, your e-mail address if it is confirmed, and a number that tells your account from others.\n- **Who reads a team** is noted: who and when, without figures. Its owners and managers can see it.\n- **Signing in** takes you to a provider that this server trusts, which learns nothing of what you keep here. It sets cookies in this browser. They count for {days} days; signing out ends them in every tab."
    ),
    "session": _(
        "- **What you choose to keep** stays in the server's memory until 15 minutes after you close the page, and is not written to disk. Save it as a file, and load it next time."
    ),
}

st.title(_("Privacy"))
st.markdown(kept.promise())
st.markdown(STORED[kept.place()].format(days=kept.SIGNED_IN_DAYS))
st.markdown(
    _("""
- **Your answers** are in the address line of your browser, which is why a reload brings them back. Whoever you send that address to sees your answers.
- **Your LinkedIn files** are read in the server's memory and let go at once. What stays is when something happened and how often, LinkedIn's own score, and which parts of your profile are filled in. Names, profile addresses, job titles, companies and what anybody wrote never leave the reader. If you keep your score, its figures and the names of the files they come from are kept with it.
- **Never opened:** the parts of LinkedIn's copy with phone numbers, e-mail addresses, logins, receipts, ad targeting and guesses about you. They are listed as “not opened”. Messages are opened to count them: who began, and whether an answer came.
- **A team's files**, members' own LinkedIn files among them, stay in the server's memory while your page is open. They are gone 15 minutes after you close it, or when the server restarts. If you keep a sheet, its people and figures are kept, and every cell that was not taken as it stood.
- **Deleted is deleted:** what you delete is gone from the database file, not only marked. A PostgreSQL server overwrites the space in its own time. Backups made before still hold it until they are deleted too.
- **No requests to other hosts,** but to sign in where a server offers that. Fonts, icons and charts come from this server. There is no counting of visits and no telemetry.
- **Log files** hold the kind and place of a fault, never the values of your data.
- **By default the app listens on this computer only.** Whoever opens it to a network decides who can reach it.
""")
)  # fmt: skip
site.link(site.DATA)
