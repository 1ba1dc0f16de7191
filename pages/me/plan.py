"""What to do each week: the plan that the person has taken, or one to take, and the files to take along."""

import streamlit as st

from pages.parts import actions, kept_plan, me, plan
from pages.parts.banner import nobody_yet, person_on_show
from ssi_core.coaching import to_count
from ssi_core.i18n import _

st.title(_("Your plan"))
subject = me.subject()
past = None if subject and subject.sample else kept_plan.taken()
if past is None:
    st.markdown(_("Say how much time you have, or how far you want to get. You get a few habits, week by week."))
if subject is None:
    if problem := me.problem_with_address():
        st.warning(problem)
    nobody_yet()
    st.stop()

person_on_show(subject)
if past:
    kept_plan.show(past, subject.row)
elif subject.sample:
    plan.show(subject.row, key="me", name=subject.title)
else:
    kept_plan.offer_back()
    plan.show(subject.row, key="me", take=kept_plan.take)
actions.to_count(to_count(subject.row))
