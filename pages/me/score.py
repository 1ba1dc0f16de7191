"""The person's score: the number, where it lies, the next three things to do; then what-if, pillars and sources."""

import streamlit as st

from pages.parts import me, own_score, own_weeks, person, progress, site
from pages.parts.banner import nobody_yet, person_on_show
from ssi_core.i18n import _
from ssi_core.intake.panels import own_history
from ssi_core.rubric import load

subject = me.subject()
if subject is None:
    st.title(_("Your score"))
    if problem := me.problem_with_address():
        st.warning(problem)
    nobody_yet()
    own_score.enter()
    st.stop()

something_known = subject.row["known"] > 0
st.title(subject.title)
person_on_show(subject)
person.headline(subject.row, subject.title if subject.sample else "")
if not subject.sample:
    progress.keep_score()
person.advice(subject.row, key="me")
if something_known and st.button(_("Make a plan of it"), type="primary", icon=":material/event_available:"):
    site.go(site.PLAN)
if subject.self_report and something_known:
    st.caption(
        _(
            "Part of it is from your own answers. People tend to answer a little high; the range allows for two points on each side."
        )
        if subject.counted
        else _(
            "From your own answers. People tend to answer a little high, often by six points in all; the range allows for two of them on each side."
        )
    )
if something_known:
    person.what_if(subject.row, key="me")
person.pillars(subject.row, subject.groups)
if subject.counted and (files := me.files()):
    own_weeks.show(own_history(files.ledger, rubric=load()))
person.rests_on(subject.row, subject.rests_on)
if not subject.sample:
    own_score.enter()
