"""What is kept, where, for how long, and who sees it; true for where this visitor is."""

import streamlit as st

from pages.parts import kept, site
from ssi_core.i18n import _
from ssi_core.store.place import Place
from ssi_core.workshop.figures import BATCH, K

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

st.header(_("In a workshop's room"))
st.markdown(
    _("""
- **Nobody signs in on a phone.** What is answered lies in the database of the computer that runs the room. On the day after the room's last day it is deleted, or earlier if the trainer says so.
- **An anonymous room** keeps no name, no network address, no time and no order with the answers. They lie under a key that is worked out from the random address of your page and a secret of the room (an HMAC), and the address itself is not kept. When the trainer ends the room, the secret is erased (from the database's files within a day at the latest): from then on nobody can tell whose answers are whose, you included. Until then, whoever has the address of your page sees your answers, so keep it to yourself.
- **While a round is open,** whoever can read the database's own files might see in which order answers came, but not from whom. When the round closes they are rewritten without that order; a PostgreSQL server overwrites the space in its own time. So that figures move in steps, the database also holds which answers they count, and so which came last, until the room ends.
- **A room with names** says so on the phone before it asks anything. Its trainer sees each name with its answers and score; nobody else does. Whether a room is anonymous is fixed when it is made.
- **Figures of a room** appear from {k} people on, and then move only when {batch} or more have been added, so that nobody sees one person's answers come in. The wall and the files to take along show the same. Whoever joins with several phones counts several times: a trainer who sees more phones than people should not show the figures of a small room. Of before and after only those are counted who answered both; where the difference to another figure would be fewer than {k}, a few more are left out.
- **Everybody who knows the code** can open the wall, and sees figures only while the trainer shows them.
- **A cookie** on the phone finds the way back into the room. It is read by the room's pages alone, and gone after the last day. The link to keep at the end holds your answers in itself, and works without the room.
- **Network addresses** of whoever tries one wrong code after the other are held in memory for a while, to slow that down. They are not written down.
- **Backups** made while a room runs hold what it held, its secret too, until they are deleted.
""").format(k=K, batch=BATCH)
)  # fmt: skip
