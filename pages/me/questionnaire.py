"""One step of the questionnaire: the questions of one pillar. Each step has an address of its own, so that the
browser's back button works and every step opens at its top."""

import streamlit as st

from pages.parts import files, me, questions, site
from ssi_core.i18n import _
from ssi_core.rubric import load

rubric = load()
step = [entry.address for entry in site.QUESTIONS].index(st.session_state["address"])
pillar = rubric.pillars[step]
activities = rubric.in_pillar(pillar.id)

st.title(_("Find out my score"))
answered = len(me.answers().keys() | me.counted().keys())
words = _("Step {step} of {all} · {pillar} · {answered} of {questions} questions answered")
if me.counted():
    words = _("Step {step} of {all} · {pillar} · {answered} of {questions} questions answered by you or your files")
st.progress(
    answered / len(rubric.ids),
    words.format(
        step=step + 1,
        all=len(rubric.pillars),
        pillar=_(pillar.name),
        answered=answered,
        questions=len(rubric.ids),
    ),
)
if problem := me.problem_with_address():
    st.warning(problem)
if step == 0:
    st.markdown(
        _(
            "Think of the last 30 days and pick what comes closest. If you don't know, say so: unknown is not counted as zero."
        )
    )

for activity in activities:
    questions.ask(activity)

last = step + 1 == len(rubric.pillars)
with st.container(horizontal=True):
    if step and st.button(_("Back"), icon=":material/arrow_back:", width="stretch"):
        site.go(site.QUESTIONS[step - 1])
    if st.button(_("See my score") if last else _("Next"), type="primary", width="stretch"):
        site.go(site.SCORE if last else site.QUESTIONS[step + 1])

files.save_and_load()
