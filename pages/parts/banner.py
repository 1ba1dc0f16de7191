"""Names the data in use at the top of a page, with the way to change it."""

import pandas as pd
import streamlit as st

from pages.parts import me, site
from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.samples import personas


def nobody_yet() -> None:
    """What a visitor meets who has not answered anything: two ways on."""
    st.markdown(
        _(
            "There is no score yet. Answer 21 questions, which takes about three minutes, or look at a made-up person first."
        )
    )
    with st.container(horizontal=True):
        if st.button(_("Answer the questions"), type="primary"):
            site.go(site.QUESTIONS[0])
        if st.button(_("Show me a sample")):
            me.show_persona(personas()[0].id)
            st.rerun()


def person_on_show(subject: me.Subject) -> None:
    """A sample says so plainly; otherwise how many activities are known."""
    ids = load().ids
    with st.container(horizontal=True, vertical_alignment="center"):
        if subject.sample:
            st.badge(_("Sample"), icon=":material/science:")
            if st.button(_("Close the sample"), type="tertiary"):
                me.show_persona(None)
                st.rerun()
        else:
            known = sum(pd.notna(subject.row[i]) for i in ids)
            words = _("Your answers: {known} of {all} known") if known else _("LinkedIn's own score, no answers yet")
            st.text(words.format(known=known, all=len(ids)))
            if st.button(_("Change my answers"), type="tertiary", icon=":material/edit:"):
                site.go(site.QUESTIONS[0])
    if subject.sample:
        st.text(subject.story)
