"""A trainer's rooms: a new one, or the one that the address names with its code, its remote control and its exports."""

import streamlit as st

from pages.parts import kept, notice, remote, room
from pages.parts.text import as_it_stands
from ssi_core.i18n import _

title = st.empty()
title.title(_("A room"))
if kept.place() == "session":
    room.elsewhere()
    st.stop()

with kept.in_words():
    chosen = room.chosen()
    notice.show()
    if chosen is None:
        st.markdown(
            _(
                "People answer a few questions on their phones, without an account. Each gets a score and three next steps; the wall shows where the room stands, as soon as you say so."
            )
        )
        room.mine()
        room.new()
        st.stop()

    title.title(as_it_stands(chosen.name))
    st.caption(room.in_words(chosen))
    steering, door = st.columns(2, gap="large")
    with door:
        room.door(chosen)
    with steering:
        remote.control(chosen)
        room.take_along(chosen)
    room.leave(chosen)
