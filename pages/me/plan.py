"""What to do each week: the person's plan, its checklist, and the files to take along."""

import streamlit as st

from pages.parts import actions, me, plan
from pages.parts.banner import nobody_yet, person_on_show
from ssi_core.coaching import to_count
from ssi_core.i18n import _

st.title(_("Your plan"))
st.markdown(_("Say how much time you have, or how far you want to get. You get a few habits, week by week."))
subject = me.subject()
if subject is None:
    if problem := me.problem_with_address():
        st.warning(problem)
    nobody_yet()
    st.stop()

person_on_show(subject)
plan.show(subject.row, key="me", name=subject.title if subject.sample else "")
actions.to_count(to_count(subject.row))
