"""LinkedIn's own score: the page pasted as it is, or its numbers typed in."""

from collections.abc import Mapping

import streamlit as st

from pages.parts import me
from ssi_core.i18n import _
from ssi_core.intake.official import FULL_TOTAL, TOTAL, NotAScore, doubt, read_official, standings
from ssi_core.questionnaire import NotAnswers, own_score_of
from ssi_core.rubric import load
from ssi_core.rubric.reader import PILLAR_POINTS


def enter() -> None:
    """The page's text or its five numbers, kept as they come; a question where they don't fit each other."""
    with st.expander(_("Add LinkedIn's own score"), expanded=bool(me.own_score() or me.groups())):
        st.markdown(
            _(
                "Open linkedin.com/sales/ssi while you are signed in. Select the whole page, copy it and paste it here, or type the numbers. They stand beside the estimate; the two are never mixed."
            )
        )
        left, right = st.columns(2)
        with left:
            _paste()
        with right:
            _fields()
        _understood()
        if question := doubt(me.own_score(), load()):
            _ask(question)


def _paste() -> None:
    """A text area; what it holds is read once, whenever it changes."""
    text = st.text_area(
        _("Paste the page here"),
        height=250,
        key="own-paste",
        placeholder=_("All of the page's text"),
        on_change=_read,
    )
    if text != st.session_state.get("own-read", ""):  # pasted before this session had a callback: see questions.py
        _read()
        st.rerun()
    if refusal := st.session_state.get("own-refusal"):
        st.warning(refusal)


def _read() -> None:
    """Keeps the score in the text, or why there is none."""
    text = st.session_state["own-paste"]
    st.session_state["own-read"], st.session_state["own-refusal"] = text, ""
    if not text.strip():
        return
    try:
        me.keep_score(read_official(text, load()))
    except NotAScore as refusal:
        st.session_state["own-refusal"] = str(refusal)
    else:
        fill(me.own_score())


def _fields() -> None:
    """The total and one field a pillar, in LinkedIn's words."""
    rubric = load()
    names = {TOTAL: _("Total")} | {pillar.id: _(pillar.name) for pillar in rubric.pillars}
    fields = [st.container()]
    for _pair in rubric.pillars[::2]:
        fields += st.columns(2, vertical_alignment="bottom")
    for field, (part, name) in zip(fields, names.items(), strict=False):
        top = FULL_TOTAL if part == TOTAL else PILLAR_POINTS
        st.session_state.setdefault(_key(part), me.own_score().get(part))
        field.number_input(
            name,
            min_value=0.0,
            max_value=top,
            value=None,
            step=0.1,
            format="%g",
            placeholder=_("0 to {top:.0f}").format(top=top),
            key=_key(part),
            on_change=_keep,
        )
    if _typed() != me.own_score() and _keep():  # typed before this session had a callback: see questions.py
        st.rerun()
    if refusal := st.session_state.pop("own-problem", None):
        st.error(refusal)


def _understood() -> None:
    """What is known now, in one line."""
    own, rubric = me.own_score(), load()
    names = {TOTAL: _("total")} | {pillar.id: _(pillar.short) for pillar in rubric.pillars}
    said = [f"{name} {round(own[part], 3):g}" for part, name in names.items() if part in own]
    if said or me.groups():
        st.text(_("Understood: {parts}.").format(parts=", ".join([*said, *standings(me.groups())])))
    if TOTAL not in own and 0 < len(own) < len(rubric.pillars):
        st.caption(_("All four are needed for LinkedIn's total."))


def _ask(question: str) -> None:
    """Which of the numbers stays where the parts and the total contradict each other."""
    own = me.own_score()
    st.warning(question)
    with st.container(horizontal=True):
        parts = {part: points for part, points in own.items() if part != TOTAL}
        st.button(_("Keep the four parts"), on_click=_settle, args=(parts,))
        st.button(_("Keep the total"), on_click=_settle, args=({TOTAL: own[TOTAL]},))


def _settle(own: Mapping[str, float]) -> None:
    me.keep(me.answers(), dict(own))
    fill(own)


def _key(part: str) -> str:
    return f"own-{part}"


def fill(own: Mapping[str, float]) -> None:
    """Show these numbers in the fields."""
    for part in (TOTAL, *load().pillar_ids):
        st.session_state[_key(part)] = own.get(part)


def _typed() -> dict[str, float]:
    """What stands in the fields now, by pillar id and "total"."""
    given = {part: st.session_state[_key(part)] for part in (TOTAL, *load().pillar_ids)}
    return {part: points for part, points in given.items() if points is not None}


def _keep() -> bool:
    """Whether what was typed could be kept."""
    try:
        me.keep(me.answers(), own_score_of(_typed(), load()))
    except NotAnswers as refusal:
        st.session_state["own-problem"] = str(refusal)
        return False
    return True
