"""A trainer's rooms: making one, choosing one, and the panel that says how to get in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

import streamlit as st

from pages.parts import kept, notice, present, site, way_in
from ssi_core.i18n import _, languages, ngettext
from ssi_core.report import room_book, room_handout
from ssi_core.rubric import load
from ssi_core.store.engine import StoreError
from ssi_core.store.place import LOCAL
from ssi_core.wording import day, minutes
from ssi_core.workshop import network, rooms
from ssi_core.workshop.code import spelt
from ssi_core.workshop.figures import K
from ssi_core.workshop.rooms import A_QUESTION, LENGTHS, MOST_ROUNDS, Room, State

PARAM = "room"
USUAL_DAYS, USUAL_LENGTH, USUAL_ROUNDS = 60, 12, 2
ROUNDS = {1: _("1, a single picture"), 2: _("2, before and after")}
NAMED: Mapping[bool, str] = {False: _("Anonymous"), True: _("With names")}
NAMED_MEANS: Mapping[bool, str] = {
    False: _("Nobody can tell who answered what, you included. You see the room's figures, from {n} people on."),
    True: _("You see each person's name, answers and score. Every phone says so before it asks anything."),
}
STATES: Mapping[State, str] = {
    "waiting": _("not open yet"),
    "open": _("open"),
    "closed": _("closed"),
    "ended": _("ended"),
}
MAKE_WORKSHOP = "`make workshop`"
ON_WINDOWS = "`uv run --no-project python -m ssi_core workshop`"


def elsewhere() -> None:
    """What to do where a room can't be kept."""
    if kept.can_sign_in():
        st.markdown(_("Sign in, in the sidebar, to make a room. Participants need no account."))
    elif network.is_open():
        here = f"http://localhost:{st.get_option('server.port')}/{site.ROOM.address}"
        st.markdown(
            _("Rooms are made on the computer that runs this app. There, open {address}.").format(address=f"`{here}`")
        )
    else:
        words = _(
            "On your own computer, start the app with {command} (on Windows {windows}), and open this page there. Then phones in the same network can join."
        )
        st.markdown(words.format(command=MAKE_WORKSHOP, windows=ON_WINDOWS))
    st.markdown(_("What you can show right here:"))
    for entry in (site.TOUR, site.DEMO):
        site.link(entry)


def chosen() -> Room | None:
    """The room that the address names; None without one. Raises StoreError."""
    if (wanted := st.query_params.get(PARAM)) is None:
        return None
    found = next((one for one in rooms.rooms(kept.store(), kept.account()) if str(one.id) == wanted), None)
    if found is None:
        st.query_params.pop(PARAM)
        notice.tell(_("This room isn't there any more, or it isn't yours."), good=False)
    return found


def mine() -> None:
    """The visitor's rooms, each with a button that opens it."""
    if found := rooms.rooms(kept.store(), kept.account()):
        st.header(_("Your rooms"))
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(_("Open"), key=f"room.open.{one.id}", icon=":material/meeting_room:", on_click=_open, args=(one,))
            st.text(f"{one.name} · {spelt(one.code)} · {_(STATES[one.state])}")


def new() -> None:
    """Asks what a new room is to be, and makes it."""
    st.header(_("A new room"))
    with st.form("room.new", border=False):
        name = st.text_input(_("Name"), _("Workshop on {day}").format(day=day(date.today())), max_chars=200)
        left, right = st.columns(2, gap="large")
        with left:
            length = _length()
            rounds = st.radio(_("Rounds"), range(1, MOST_ROUNDS + 1), USUAL_ROUNDS - 1, format_func=_rounds)
        with right:
            named = _named()
            st.caption(_("This can't be changed later."))
            ends_on = st.date_input(_("Last day"), date.today() + timedelta(days=USUAL_DAYS), min_value="today")
            st.caption(_("On the day after, the room is deleted with all that was answered in it."))
            language = _language()
        made = st.form_submit_button(_("Make the room"), type="primary", icon=":material/add:")
    if made:
        options = {"length": length, "rounds": rounds, "named": named, "language": language}
        _open(rooms.new_room(kept.store(), kept.account(), name, ends_on, **options))
        st.rerun()


def in_words(room: Room) -> str:
    """What the room was made as."""
    facts = (
        _(NAMED[room.named]),
        ngettext("{n} question", "{n} questions", len(room.activities)).format(n=len(room.activities)),
        ngettext("{n} round", "{n} rounds", room.rounds).format(n=room.rounds),
        _("last day {day}").format(day=day(room.ends_on)),
    )
    return " · ".join(facts)


def door(room: Room) -> None:
    """How to get in, with the address by which phones reach the app, and the wall, opened by the same one to say it."""
    found = way_in.bases()
    base = _one_of(found) if len(found) > 1 else next(iter(found), "")
    if room.state != "ended":
        _way_in(room, base) if base else _unreachable()
        st.html(
            f'<div style="font-size: 3.75rem; font-weight: 600; line-height: 1; letter-spacing: 0.04em; white-space: nowrap"'
            f' role="img" aria-label="{_("Code")} {" ".join(room.code)}">{spelt(room.code)}</div>'
        )
    wall = f"{base}/{site.WALL.address}?room={room.code}"
    st.link_button(_("Open the wall in a new tab"), wall, icon=":material/tv:")


def take_along(room: Room) -> None:
    """The room's figures as files."""
    st.header(_("Take it along"))
    files = {
        "pdf": (_("Hand-out (PDF)"), room_handout.as_pdf),
        "xlsx": (_("Workbook"), room_book.as_workbook),
        "csv": (_("CSV"), room_book.as_csv),
    }
    with st.container(horizontal=True):
        for ending, (label, data) in files.items():
            st.download_button(
                label,
                data=partial(data, kept.store(), kept.account(), room.id),
                file_name=f"ssi-coach-room-{room.code}.{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def leave(room: Room) -> None:
    """The ways out of the room: to the list, to a projector's view, and its end for good, which asks once."""
    with st.container(horizontal=True):
        st.button(_("All my rooms"), type="tertiary", icon=":material/arrow_back:", on_click=_close)
        present.switch()
        with st.popover(_("Delete the room"), type="tertiary", icon=":material/delete_forever:"):
            st.markdown(
                _(
                    "The room goes, with all that was answered in it. Save first what you want to keep; this can't be undone."
                )
            )
            st.button(_("Delete it for good"), on_click=_delete, args=(room,))


def _close() -> None:
    st.query_params.pop(PARAM, None)


def _delete(room: Room) -> None:
    try:
        rooms.delete_room(kept.store(), kept.account(), room.id)
    except StoreError as refusal:
        notice.tell(str(refusal), good=False)
    else:
        _close()
        notice.tell(_("{room} is deleted.").format(room=room.name))


def _open(one: Room) -> None:
    st.query_params[PARAM] = str(one.id)


def _length() -> int:
    return st.radio(
        _("Questions"),
        LENGTHS,
        LENGTHS.index(USUAL_LENGTH),
        format_func=lambda n: _("{questions}, about {minutes}").format(questions=n, minutes=minutes(n * A_QUESTION)),
        captions=[_covered(length) for length in LENGTHS],
    )


def _covered(length: int) -> str:
    """How much of the index the answers rest on."""
    if (share := rooms.covered(load(), length)) == 1:
        return _("All that the index is estimated from.")
    return _("{share:.0f} % of the index; the rest stays unknown and makes each range wider.").format(share=100 * share)


def _rounds(n: int) -> str:
    return _(ROUNDS[n]) if n in ROUNDS else str(n)


def _named() -> bool:
    means = [_(NAMED_MEANS[named]).format(n=K) for named in NAMED]
    return st.radio(_("Who sees what"), list(NAMED), format_func=lambda named: _(NAMED[named]), captions=means)


def _language() -> str:
    spoken = languages()
    if len(spoken) == 1:
        return next(iter(spoken))
    return st.selectbox(_("Language on the phones"), spoken, format_func=spoken.get)


def _one_of(addresses: Sequence[str]) -> str:
    several = _("This computer is in several networks. Take the one that the phones are in.")
    return st.selectbox(_("Address for the phones"), addresses, help=several, key="room.address")


def _way_in(room: Room, base: str) -> None:
    st.html(f'<div style="max-width: 18rem">{way_in.image(base, room.code)}</div>')
    st.text(way_in.words(base))


def _unreachable() -> None:
    if st.get_option("server.address") in LOCAL:
        words = _(
            "Phones can't reach this app yet: it listens to this computer only. Stop it, and start it with {command} (on Windows {windows}). The room stays."
        )
        st.warning(words.format(command=MAKE_WORKSHOP, windows=ON_WINDOWS), icon=":material/wifi_off:")
    else:
        words = _("This computer is in no network. Join the Wi-Fi that the phones are in, and reload this page.")
        st.warning(words, icon=":material/wifi_off:")
