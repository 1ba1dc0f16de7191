"""One question of the questionnaire as widgets that always show what is kept; a new answer is kept at once.

Callbacks keep an answer before the page is drawn. The first run of a session calls none, and an open page that finds a
new session, after a restart or a long sleep, sends its next answer with that run: so what a widget returns counts too.
"""

from collections.abc import Callable

import streamlit as st

from pages.parts import me
from ssi_core.i18n import _
from ssi_core.rubric import Activity
from ssi_core.wording import amount

DONT_KNOW = -1


def ask(activity: Activity) -> None:
    """Five options and "don't know", or a checklist; nothing is chosen until the person chooses.

    Folded away where LinkedIn files have the answer, which goes before the person's own.
    """
    put = _ask_checklist if activity.checklist else _ask_options
    if (value := me.counted().get(activity.id)) is None:
        put(activity)
        return
    words = _("{name}: {amount} {unit}, counted in your LinkedIn files. No need to answer.")
    label = words.format(name=_(activity.name), amount=amount(value.value, activity), unit=_(activity.unit))
    with st.expander(label, icon=":material/check:"):
        put(activity)


def _ask_options(activity: Activity) -> None:
    options = [*range(len(activity.options)), DONT_KNOW]
    given = me.answers()
    answer = given.get(activity.id)
    chosen = DONT_KNOW if activity.id in given and answer is None else answer
    key = f"question-{activity.id}"
    drawn = _already_drawn(key, chosen)
    option = st.radio(
        _(activity.question),
        options,
        index=None if drawn or chosen is None else options.index(chosen),
        format_func=lambda option: _("Don't know") if option == DONT_KNOW else _(activity.options[option]),
        key=key,
        on_change=_keep_option,
        args=(key, activity.id),
        horizontal=True,
        width="stretch",
    )
    if option not in (None, chosen):
        _keep_option(key, activity.id)
        st.rerun()


def _keep_option(key: str, activity: str) -> None:
    option = st.session_state[key]
    me.keep(me.answers() | {activity: None if option == DONT_KNOW else option})


def _ask_checklist(activity: Activity) -> None:
    answer = me.answers().get(activity.id)
    unknown = activity.id in me.answers() and answer is None
    st.markdown(f"**{_(activity.question)}**")
    with st.container(gap=None):
        for place, entry in enumerate(activity.checklist):
            ticked = bool((answer or 0) >> place & 1)
            _tick(_(entry.item), f"tick-{activity.id}-{place}", ticked, _keep_tick, activity.id, place)
        _tick(_("None of these"), f"tick-{activity.id}-None of these", answer == 0, _keep_instead, activity.id, 0)
        _tick(_("Don't know"), f"tick-{activity.id}-Don't know", unknown, _keep_instead, activity.id, None)


def _tick(label: str, key: str, on: bool, keep: Callable[..., None], *args: str | int | None) -> None:
    drawn = _already_drawn(key, on)
    if st.checkbox(label, value=on and not drawn, key=key, on_change=keep, args=(key, *args)) != on:
        keep(key, *args)
        st.rerun()


def _keep_tick(key: str, activity: str, place: int) -> None:
    before = me.answers().get(activity) or 0
    ticks = before | 1 << place if st.session_state[key] else before & ~(1 << place)
    _keep(activity, ticks, given=ticks > 0)


def _keep_instead(key: str, activity: str, value: int | None) -> None:
    """ "None of these" and "don't know" replace the ticks."""
    _keep(activity, value, given=st.session_state[key])


def _keep(activity: str, answer: int | None, given: bool) -> None:
    """Keep the answer, or when the last tick was taken back leave the question open."""
    others = {i: other for i, other in me.answers().items() if i != activity}
    me.keep(others | {activity: answer} if given else others)


def _already_drawn(key: str, kept: int | bool | None) -> bool:
    """Whether the widget stands on the page; if it shows something else than what is kept, it changes."""
    drawn = key in st.session_state
    if drawn and st.session_state[key] != kept:
        st.session_state[key] = kept
    return drawn
