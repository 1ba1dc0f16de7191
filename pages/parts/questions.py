"""One question of the questionnaire as a widget; the answer goes into the session at once."""

import streamlit as st

from pages.parts import me
from ssi_core.i18n import _
from ssi_core.rubric import Activity

DONT_KNOW = -1


def ask(activity: Activity) -> None:
    """Five options and "don't know", or a checklist; nothing is chosen until the person chooses."""
    if activity.checklist:
        _ask_checklist(activity)
    else:
        _ask_options(activity)


def _ask_options(activity: Activity) -> None:
    options = [*range(len(activity.options)), DONT_KNOW]
    given = me.answers()
    answer = given.get(activity.id)
    chosen = DONT_KNOW if activity.id in given and answer is None else answer
    key = f"question-{activity.id}"
    st.radio(
        _(activity.question),
        options,
        index=None if chosen is None else options.index(chosen),
        format_func=lambda option: _("Don't know") if option == DONT_KNOW else _(activity.options[option]),
        key=key,
        on_change=_keep_option,
        args=(activity.id, key),
        horizontal=True,
        width="stretch",
    )


def _keep_option(activity: str, key: str) -> None:
    option = st.session_state[key]
    me.keep(me.answers() | {activity: None if option == DONT_KNOW else option})


def _ask_checklist(activity: Activity) -> None:
    answer = me.answers().get(activity.id)
    st.markdown(f"**{_(activity.question)}**")
    with st.container(gap=None):
        _ticks(activity, answer)


def _ticks(activity: Activity, answer: int | None) -> None:
    for place, entry in enumerate(activity.checklist):
        key = f"tick-{activity.id}-{place}"
        ticked = bool((answer or 0) >> place & 1)
        st.checkbox(_(entry.item), value=ticked, key=key, on_change=_keep_tick, args=(activity.id, key, place))
    unknown = activity.id in me.answers() and answer is None
    for label, value, on in ((_("None of these"), 0, answer == 0), (_("Don't know"), None, unknown)):
        key = f"tick-{activity.id}-{label}"
        st.session_state[key] = on
        st.checkbox(label, key=key, on_change=_keep_instead, args=(activity.id, key, value))


def _keep_tick(activity: str, key: str, place: int) -> None:
    before = me.answers().get(activity) or 0
    me.keep(me.answers() | {activity: before | 1 << place if st.session_state[key] else before & ~(1 << place)})


def _keep_instead(activity: str, key: str, value: int | None) -> None:
    """ "None of these" and "don't know" replace the ticks; taking them back leaves the question open."""
    given = {i: answer for i, answer in me.answers().items() if i != activity}
    me.keep(given | {activity: value} if st.session_state[key] else given)
    for name in [name for name in st.session_state if str(name).startswith(f"tick-{activity}-")]:
        del st.session_state[name]
