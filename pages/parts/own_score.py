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
        for column, pillar in zip(st.columns(len(rubric.pillars)), rubric.pillars, strict=True):
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
        if refusal := st.session_state.pop("own-problem", None):
            st.error(refusal)
        if len(me.own_score()) in range(1, len(rubric.pillars)):
            st.caption(_("All four are needed for LinkedIn's total."))


def _keep() -> None:
    rubric = load()
    given = {pillar: st.session_state[f"own-{pillar}"] for pillar in rubric.pillar_ids}
    try:
        own = own_score_of({pillar: points for pillar, points in given.items() if points is not None}, rubric)
    except NotAnswers as refusal:
        st.session_state["own-problem"] = str(refusal)
        return
    me.keep(me.answers(), own)
