"""What became of the person's score over weeks and months, and the weekly check-in."""

from datetime import date

import streamlit as st

from pages.parts import check_in, history, kept, me, notice, progress
from pages.parts.banner import person_on_show
from ssi_core.coaching.progress import in_words
from ssi_core.i18n import _

st.title(_("Your progress"))
notice.show()
subject = me.subject()
sample = bool(subject and subject.sample)
past = history.sample(subject.row) if subject and sample else None
if not past:
    with kept.in_words():
        past = history.mine()
if not past:
    st.stop()
if not past.snapshots:
    progress.nothing_yet(subject)
    st.stop()

found = past.progress(date.today())
if subject and sample:
    person_on_show(subject)
else:
    progress.in_use(past)
st.text(" ".join(in_words(found)))
if sample:
    progress.over_time(past, found)
else:
    left, right = st.columns([1, 1.2], gap="large")
    with left:
        check_in.show(past)
    with right:
        progress.over_time(past, found)
progress.habits(found)
progress.milestones(found)
if not sample:
    with kept.in_words():
        progress.every_snapshot(past, found)
        progress.enter_official(past)
        progress.save_and_load(past)
