"""Eight steps that a trainer can talk along, one at a time, by button, arrow key or address (/tour?step=3)."""

import streamlit as st

from pages.parts import present
from pages.parts.tour import STEPS
from ssi_core.i18n import _

_STEP, _PARAM = "tour.step", "step"


def _current() -> int:
    """The step that the address names, else the one seen last; from 1."""
    numbers = {str(number): number for number in range(1, len(STEPS) + 1)}
    return numbers.get(st.query_params.get(_PARAM), st.session_state.get(_STEP, 1))


def _turn_to(number: int) -> None:
    st.query_params[_PARAM] = str(number)


number = st.session_state[_STEP] = _current()
_turn_to(number)
step = STEPS[number - 1]
st.title(step.heading)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(_("Step {number} of {all} · made-up people").format(number=number, all=len(STEPS)), width="content")
    st.space("stretch")
    present.switch()
    st.button(_("Back"), on_click=_turn_to, args=[number - 1], disabled=number == 1, shortcut="Left")
    st.button(
        _("Next"), on_click=_turn_to, args=[number + 1], disabled=number == len(STEPS), shortcut="Right", type="primary"
    )
st.markdown(step.words)
step.picture()
with st.expander(_("What to say"), expanded=not present.on(), icon=":material/record_voice_over:"):
    st.markdown(step.say)
if st.button(step.more, icon=":material/arrow_forward:", type="primary" if number == len(STEPS) else "tertiary"):
    step.show_more()
