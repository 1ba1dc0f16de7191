"""The person's score: the number, where it lies, the next three things to do; then what-if, pillars and sources."""

import streamlit as st

from pages.parts import me, own_score, person
from pages.parts.banner import nobody_yet, person_on_show
from ssi_core.i18n import _

subject = me.subject()
if subject is None:
    st.title(_("Your score"))
    nobody_yet()
    st.stop()

st.title(subject.title)
person_on_show(subject)
person.headline(subject.row)
if subject.self_report:
    st.caption(
        _(
            "From your own answers. People tend to answer a little high, which can add some six points, so the range is two points wider on each side."
        )
    )
person.advice(subject.row, key="me")
person.what_if(subject.row, key="me")
person.pillars(subject.row)
person.rests_on(subject.row, subject.rests_on)
if not subject.sample:
    own_score.enter()
