"""The remote control of a room: where it is now, the next step, and the made-up participants."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from pages.parts import kept, notice
from ssi_core.i18n import _, ngettext
from ssi_core.scoring.bands import whole
from ssi_core.scoring.frame import PERSON
from ssi_core.store.engine import NotAllowed, StoreError
from ssi_core.wording import day
from ssi_core.workshop import bots, figures, rooms
from ssi_core.workshop.figures import Counts, K
from ssi_core.workshop.rooms import Room
from ssi_core.workshop.sheets import Closed

SECONDS = 2  # between two looks
MADE_UP = 30  # participants, as many as a small workshop has
AT_ONCE = 3  # of them come at each look: all in some 20 seconds
WAIT = _(
    "The questions ask about the last 30 days: leave about four weeks before the next round. Phones find their way back if this computer keeps its address."
)
_COMING = "remote.coming"  # the room, by which function they come, and how many still do


@dataclass(frozen=True)
class Step:
    """Something that a trainer does with a room. do: takes the store, the account and the room's id."""

    label: str
    icon: str
    do: Callable[..., object]


NEXT = "skip_next"  # the icon of the step into the next round
SHOW = Step(_("Show on the wall"), "visibility", rooms.reveal)
HIDE = Step(_("Hide on the wall"), "visibility_off", partial(rooms.reveal, on=False))


@st.fragment(run_every=SECONDS)
def control(before: Room) -> None:
    """Follows the room and changes it; once it is over or gone, the page around it is made anew.

    before: the room as the page knows it.
    """
    notice.show()
    with kept.in_words():
        try:
            _come(before.id)
            now = rooms.room(kept.store(), kept.account(), before.id)
        except NotAllowed:
            st.rerun()
        if now.state == "ended" != before.state:
            st.rerun()
        counts = figures.counts(kept.store(), now)
        st.header(_where(now, counts))
        st.markdown(_on_the_wall(now, counts))
        _steps(now, counts)
        if now.state != "ended":
            _made_up(now, counts)
        if now.named:
            _people(now)


def _where(now: Room, counts: Counts) -> str:
    """Where the room is, in a sentence."""
    words = {
        "waiting": _("Round {round} of {rounds} isn't open yet: {joined} joined."),
        "open": _("Round {round} of {rounds} is open: {joined} joined, {answering} answering, {finished} finished."),
        "closed": _("Round {round} of {rounds} is closed: {joined} joined, {finished} finished."),
        "ended": _("The room has ended with round {round} of {rounds}: {joined} joined, {finished} finished."),
    }
    numbers = {"joined": counts.joined, "answering": counts.answering, "finished": counts.finished}
    return words[now.state].format(round=now.round, rounds=now.rounds, **numbers)


def _on_the_wall(now: Room, counts: Counts) -> str:
    """What the wall shows, what that still needs, and who of the room is made up."""
    said = [_("The wall shows the figures.") if now.revealed else _("The wall shows how to join, and no figures.")]
    if counts.missing and now.state == "closed":
        words = _("Too few have finished for figures: it takes {n} more. Open the round again to let them in.")
        said = [words.format(n=counts.missing)]
    elif counts.missing and now.revealed:
        said = [_("Figures appear on the wall with {n} more who finish.").format(n=counts.missing)]
    if now.state == "open" and counts.joined == counts.finished > 0:
        said.append(_("Everybody who joined has finished."))
    if counts.made_up:
        said.append(_("**{n} of {joined} are made up.**").format(n=counts.made_up, joined=counts.joined))
    return " ".join(said)


def _steps(now: Room, counts: Counts) -> None:
    """The next sensible step as the primary button, the other ones beside it."""
    if not now.same_questions:
        words = _("The questionnaire has changed since this room was made: nothing can be answered here any more.")
        st.warning(words, icon=":material/warning:")
    first, others = _possible(now, counts)
    if first:
        _button(first, now, "remote.first", "primary")
    elif now.state != "ended":
        _end(now, counts, "primary")
    if first and first.icon == NEXT:
        st.caption(_(WAIT))
    with st.container(horizontal=True):
        for step in others:
            _button(step, now, f"remote.{step.icon}")
        if first and now.state != "ended":
            _end(now, counts)


def _possible(now: Room, counts: Counts) -> tuple[Step | None, list[Step]]:
    """The next sensible step with the room as it is, None where only its end is left; and what else can be done."""
    shown = HIDE if now.revealed else SHOW
    if now.state == "ended" or not now.same_questions:
        return (None, [HIDE]) if now.revealed else (SHOW, [])
    opened = Step(_("Open round {n}").format(n=now.round), "play_arrow", rooms.open_round)
    if now.state == "waiting":
        return opened, []
    if now.state == "open":
        return Step(_("Close round {n}").format(n=now.round), "pause", rooms.close_round), [shown]
    again = replace(opened, label=_("Open round {n} again").format(n=now.round))
    following = Step(_("Start round {n}").format(n=now.round + 1), NEXT, partial(rooms.next_round, after=now.round))
    later = [following] if now.round < now.rounds else []
    if counts.missing:
        return again, [*later, shown]
    if not now.revealed:
        return SHOW, [*later, again]
    return (following if later else None), [HIDE, again]


def _button(step: Step, now: Room, key: str, kind: Literal["primary", "secondary"] = "secondary") -> None:
    """key: the same for whatever is the next step, so that the keyboard stays on it."""
    st.button(step.label, key=key, type=kind, icon=f":material/{step.icon}:", on_click=_do, args=(step.do, now.id))


def _end(now: Room, counts: Counts, kind: Literal["primary", "secondary"] = "secondary") -> None:
    """Asks once, as it can't be undone."""
    with st.popover(_("End the room"), type=kind, icon=":material/stop_circle:"):
        if now.state == "open" and counts.answering:
            words = ngettext(
                "**{n} is still answering** and would get no result.",
                "**{n} are still answering** and would get no result.",
                counts.answering,
            )
            st.markdown(words.format(n=counts.answering))
        st.markdown(
            _(
                "From then on nobody can answer, and phones keep their result only in the link they saved. The room's figures stay up to {day}. This can't be undone."
            ).format(day=day(now.ends_on))
        )
        if not now.named:
            st.markdown(
                _("What ties phones to their answers is erased: nobody can find out any more who answered what.")
            )
        st.button(_("End it for good"), on_click=_do, args=(figures.end, now.id))


def _made_up(now: Room, counts: Counts) -> None:
    """Fills the room with made-up participants, lets them answer, and takes them out."""
    with st.expander(_("Try it with made-up participants"), icon=":material/smart_toy:"):
        st.caption(
            _(
                "They come a few at a time while this page is open, and are always said to be made up. Figures are of them alone until {n} real people have finished."
            ).format(n=K)
        )
        if not now.takes_answers:
            st.caption(_("They answer as they come: open a round first."))
        with st.container(horizontal=True):
            _bots(_("Fill the room with {n} made-up participants").format(n=MADE_UP), bots.arrive, MADE_UP, now)
            if now.round > 1 and counts.made_up:
                _bots(_("Let those of earlier rounds answer"), bots.answer_again, counts.made_up, now)
            if counts.made_up:
                st.button(_("Remove the made-up ones"), on_click=_remove, args=(now.id,))


def _bots(label: str, how: Callable[..., int], n: int, now: Room) -> None:
    off = not now.takes_answers or _COMING in st.session_state
    st.button(label, disabled=off, on_click=_let_come, args=(now.id, how, n))


def _people(now: Room) -> None:
    """Who scored what, once the trainer asks for it: others may see the screen."""
    if not st.toggle(_("Show names and scores")):
        return
    found = figures.people(kept.store(), kept.account(), now.id).sort_values([PERSON, "round"])
    if found.empty:
        st.caption(_("Nobody has answered yet."))
        return
    ends = zip(found["low"], found["high"], strict=True)
    table = {
        _("Name"): found[PERSON],
        _("Round"): found["round"],
        _("Score"): found["total"].map(whole),
        _("Range"): [_("{low} to {high}").format(low=whole(low), high=whole(high)) for low, high in ends],
        _("Band"): found["band"].map(_),
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, alt=_("Everybody's score by round"))


def _do(deed: Callable[..., object], room_id: int) -> None:
    """Does it, or says at the next run why not."""
    try:
        deed(kept.store(), kept.account(), room_id)
    except StoreError as refusal:
        notice.tell(str(refusal), good=False)


def _let_come(room_id: int, how: Callable[..., int], n: int) -> None:
    st.session_state[_COMING] = (room_id, how, n)


def _remove(room_id: int) -> None:
    st.session_state.pop(_COMING, None)
    _do(bots.leave, room_id)


def _come(room_id: int) -> None:
    """Lets the next few come that are on their way into this room; a round that was closed sends the rest home."""
    wanted, how, n = st.session_state.pop(_COMING, (None, None, 0))
    if wanted != room_id:
        return
    with suppress(Closed):
        came = how(kept.store(), kept.account(), room_id, min(n, AT_ONCE))
        if came and came < n:
            st.session_state[_COMING] = (room_id, how, n - came)
