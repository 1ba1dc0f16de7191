"""LinkedIn's own score, typed in as four numbers."""

import streamlit as st

from pages.parts import me
from ssi_core.i18n import _
from ssi_core.questionnaire import NotAnswers, own_score_of
from ssi_core.rubric import load
from ssi_core.rubric.reader import PILLAR_POINTS


def enter() -> None:
    """Four fields, one a pillar, in LinkedIn's words; kept as they are typed."""
    rubric = load()
    with st.expander(_("Add LinkedIn's own score"), expanded=bool(me.own_score())):
        st.markdown(
            _(
                "Open linkedin.com/sales/ssi while you are signed in and copy the four numbers. They stand beside the estimate; the two are never mixed."
            )
        )
        fields = st.columns(len(rubric.pillars), vertical_alignment="bottom")
        for column, pillar in zip(fields, rubric.pillars, strict=True):
            column.number_input(
                _(pillar.name),
                min_value=0.0,
                max_value=PILLAR_POINTS,
                value=me.own_score().get(pillar.id),
                step=0.1,
                format="%.2f",
                placeholder=_("0 to 25"),
                key=f"own-{pillar.id}",
                on_change=_keep,
            )
        if _typed() != me.own_score() and _keep():  # typed before this session had a callback: see questions.py
            st.rerun()
        if refusal := st.session_state.pop("own-problem", None):
            st.error(refusal)
        if len(me.own_score()) in range(1, len(rubric.pillars)):
            st.caption(_("All four are needed for LinkedIn's total."))


def _typed() -> dict[str, float]:
    """What stands in the fields now, by pillar id."""
    given = {pillar: st.session_state[f"own-{pillar}"] for pillar in load().pillar_ids}
    return {pillar: points for pillar, points in given.items() if points is not None}


def _keep() -> bool:
    """Whether what was typed could be kept."""
    try:
        me.keep(me.answers(), own_score_of(_typed(), load()))
    except NotAnswers as refusal:
        st.session_state["own-problem"] = str(refusal)
        return False
    return True
