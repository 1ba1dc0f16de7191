"""Save the answers as a small file and load them again."""

import streamlit as st

from pages.parts import kept, me
from ssi_core.i18n import _
from ssi_core.questionnaire import NotAnswers, from_file, to_file
from ssi_core.rubric import load


def save_and_load() -> None:
    with st.expander(_("Save my answers, or load them again"), icon=":material/save:"):
        st.caption(_where_they_are())
        st.download_button(
            _("Save as a file"),
            data=to_file(me.answers(), load(), me.own_score()),  # at once: a callable runs without the session
            file_name="ssi-coach-answers.json",
            mime="application/json",
            on_click="ignore",
            disabled=not me.answers(),
            icon=":material/download:",
        )
        st.file_uploader(_("Load a saved file"), type="json", key="answers-file", on_change=_load)
        if refusal := st.session_state.pop("answers-file-problem", None):
            st.error(refusal)


def _where_they_are() -> str:
    if kept.place() != "session" and me.kept_on():
        return _("Your answers are kept {where}. A file takes them elsewhere.").format(where=kept.where())
    return _(
        "Your answers also stand in this page's address: bookmark it, and they are back. Whoever you send the address to sees them."
    )


def _load() -> None:
    upload = st.session_state["answers-file"]
    if upload is None:
        return
    try:
        me.keep(*from_file(upload.getvalue(), load()))
    except NotAnswers as refusal:
        st.session_state["answers-file-problem"] = str(refusal)
