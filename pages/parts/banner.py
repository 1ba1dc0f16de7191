"""Names the data in use at the top of a page, with the way to change it."""

import pandas as pd
import streamlit as st

from pages.parts import me, site
from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.samples import personas


def nobody_yet() -> None:
    """What a visitor meets of whom nothing is known: three ways on."""
    st.markdown(
        _(
            "There is no score yet. Answer 21 questions, which takes about three minutes, drop the files LinkedIn gives you, or look at a made-up person first. Answers and files add up."
        )
    )
    three_ways_on()


def three_ways_on() -> None:
    """To the questions, to the files, to a sample."""
    with st.container(horizontal=True):
        if st.button(_("Answer the questions"), type="primary"):
            site.go(site.QUESTIONS[0])
        if st.button(_("Use my LinkedIn files")):
            site.go(site.LINKEDIN)
        if st.button(_("Show me a sample")):
            me.show_persona(personas()[0].id)
            st.rerun()


def person_on_show(subject: me.Subject) -> None:
    """A sample says so plainly; otherwise how many activities are known, and from where."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if subject.sample:
            st.badge(_("Sample"), icon=":material/science:")
            if st.button(_("Close the sample"), type="tertiary"):
                me.show_persona(None)
                st.rerun()
        else:
            st.text(_known(subject))
            label = _("Change my answers") if me.answers() else _("Answer the questions")
            if st.button(label, type="tertiary", icon=":material/edit:"):
                site.go(site.QUESTIONS[0])
            if st.button(_("My LinkedIn files"), type="tertiary", icon=":material/folder_zip:"):
                site.go(site.LINKEDIN)
    if subject.sample:
        st.text(subject.story)


def _known(subject: me.Subject) -> str:
    """How many activities are known, and which way they came in."""
    ids, counted, earlier = load().ids, len(subject.counted), len(subject.kept)
    answered = sum(pd.notna(subject.row[i]) for i in ids) - counted - earlier
    if not (counted or answered or earlier):
        return _("LinkedIn's own score, no answers yet")
    if not (counted or earlier):
        return _("Your answers: {known} of {all} known").format(known=answered, all=len(ids))
    if not (answered or earlier):
        return _("{counted} of {all} counted in your LinkedIn files").format(counted=counted, all=len(ids))
    sources = {
        _("{n} from your LinkedIn files"): counted,
        _("{n} from your answers"): answered,
        _("{n} from an earlier visit"): earlier,
    }
    said = ", ".join(words.format(n=n) for words, n in sources.items() if n)
    return _("Of {all}: {sources}").format(all=len(ids), sources=said)
