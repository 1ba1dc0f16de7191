"""The wall of a room, for a projector: how to join, how far the round is, and its figures once they are revealed.

It shows what the database says at each look, and nothing that was looked at before: a room may be hidden or deleted.
"""

from html import escape
from time import sleep

import streamlit as st

from pages.parts import chart, kept, way_in
from pages.parts.text import as_it_stands
from pages.workshop.join.limits import wrong_codes
from ssi_core.charts import room as pictures
from ssi_core.coaching.progress import NEWS, signed
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Pillar, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.bands import band
from ssi_core.wording import plain, points
from ssi_core.workshop import figures, rooms
from ssi_core.workshop.code import spelt
from ssi_core.workshop.figures import BATCH, MINUTES, Change, Counts, Figures
from ssi_core.workshop.rooms import Room

PARAM, TYPED = "room", "wall.typed"
SECONDS = 2  # between two looks
FORM = 480  # px
# Body text of 24 px, and a third more where the projector has room; charts are drawn for the former.
_CSS = """
<style>
:root { --wall: 1; }
@media (max-height: 790px) { :root { --wall: 0.86; } }
@media (min-width: 1600px) and (min-height: 900px) { :root { --wall: 1.35; } }
@media (min-width: 641px) {
  html { font-size: calc(24px * var(--wall)) !important; }
  .stMain h1 { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
}
[data-testid="stSidebar"], [data-testid="stHeader"] { display: none; }
.stMainBlockContainer { max-width: none; padding: 0.8rem 1.75rem; }
.stMain [data-testid="stVerticalBlock"] { gap: 0.25rem; }
.stMain [data-testid="stMarkdownContainer"], .stMain [data-testid="stMarkdownContainer"] p { margin: 0; }
.stMain h1 { padding: 0; font-size: 1.7rem; }
.stMain h2 { margin: 0; padding: 0.2rem 0; font-size: 1.25rem; font-weight: 600; line-height: 1.25; }
[data-testid="stVegaLiteChart"] { width: calc(100% / var(--wall)) !important; }
[data-testid="stVegaLiteChart"] svg.marks { zoom: var(--wall); }
.stMain [data-testid="stCaptionContainer"] p { font-size: 0.75rem; }
.ssi-door { display: flex; align-items: center; gap: 0.75rem; justify-content: flex-end; line-height: 1.2; font-size: 0.9rem; }
.ssi-door img { width: 5.2rem; border-radius: 0.25rem; }
.ssi-door b { display: block; font-size: 1.9rem; letter-spacing: 0.04em; white-space: nowrap; }
.ssi-door.ssi-wide { justify-content: flex-start; font-size: 1.25rem; gap: 1.5rem; flex-wrap: wrap; }
.ssi-door.ssi-wide img { width: min(19rem, 50vh, 100%); }
.ssi-door.ssi-wide b { font-size: 4rem; }
.ssi-count { font-size: 1.5rem; line-height: 1.3; }
.ssi-count b { display: inline-block; min-width: 2ch; font-size: 3.2rem; font-weight: 600; }
</style>
"""


def dress() -> None:
    """The page without all that isn't the wall, in large letters."""
    st.html(_CSS)


def chosen() -> Room | None:
    """The room whose code the address names or somebody types; asks for it where that is none."""
    code = st.query_params.get(PARAM, "")
    if code and (found := _found(code)):
        return found
    st.title(_("Wall"))
    if code:
        st.warning(_("No room has this code, or it is over. Look at it again: it has six signs."))
    with st.form("wall.code", border=False, width=FORM):
        st.text_input(_("The room's code"), placeholder="K7M 2QX", max_chars=20, key=TYPED)
        st.form_submit_button(_("Open the wall"), type="primary", on_click=_take_typed)
    return None


def _take_typed() -> None:
    st.query_params[PARAM] = st.session_state[TYPED]


def _found(code: str) -> Room | None:
    """Whoever guesses waits, longer each time; the wait is shared with the phones' door."""
    who = st.context.ip_address or ""
    sleep(wrong_codes.seconds(who))
    if (found := rooms.find(kept.shared(), code)) is None:
        wrong_codes.failed(who)
    return found


@st.fragment(run_every=SECONDS)
def follow(code: str) -> None:
    """The wall as it is now."""
    with kept.in_words():
        store = kept.shared()
        if (room := rooms.find(store, code)) is None:
            st.title(_("Wall"))
            st.markdown(_("This room is over."))
            return
        counts = figures.counts(store, room)
        found = figures.figures(store, room, room.round) if room.revealed else None
        if found is None:
            _waiting(room, counts)
            return
        _head(room, counts)
        _figures(found, figures.change(store, room))


def _waiting(room: Room, counts: Counts) -> None:
    """How to join, and how many have."""
    st.title(as_it_stands(room.name))
    st.markdown(_round(room))
    if room.revealed:
        st.header(_why_none(room, counts))
    left, right = st.columns([1.8, 1], gap="large", vertical_alignment="center")
    with left:
        _door(room, "ssi-wide")
    lines = {_("joined"): counts.joined, _("answering"): counts.answering, _("finished"): counts.finished}
    with right:
        st.html("".join(f'<div class="ssi-count"><b>{n}</b> {escape(what)}</div>' for what, n in lines.items()))
        st.markdown(_made_up(counts))


def _head(room: Room, counts: Counts) -> None:
    """The room, how far it is, and in the corner how to join."""
    left, right = st.columns([1.75, 1], vertical_alignment="center")
    with left:
        st.title(as_it_stands(room.name))
        words = (
            _("{round} · {joined} joined, {answering} answering, {finished} finished")
            if room.state == "open"
            else _("{round} · {joined} joined, {finished} finished")
        )
        numbers = {"joined": counts.joined, "answering": counts.answering, "finished": counts.finished}
        st.markdown(" · ".join(filter(None, (words.format(round=_round(room), **numbers), _made_up(counts)))))
    with right:
        _door(room)


def _round(room: Room) -> str:
    words = {
        "waiting": _("Not open yet"),
        "open": _("Round {round} of {rounds} is open"),
        "closed": _("Round {round} of {rounds} is closed"),
        "ended": _("This room has ended"),
    }
    return words[room.state].format(round=room.round, rounds=room.rounds)


def _made_up(counts: Counts) -> str:
    return _("{n} of them made up").format(n=counts.made_up) if counts.made_up else ""


def _door(room: Room, style: str = "") -> None:
    """QR code, address and code; nothing once nobody can join."""
    if room.state == "ended":
        return
    if base := next(iter(way_in.bases()), ""):
        words, picture = way_in.words(base), way_in.image(base, room.code)
    else:
        words, picture = _("Phones can't reach this computer yet. The code:"), ""
    st.html(f'<div class="ssi-door {style}">{picture}<div>{escape(words)}<b>{spelt(room.code)}</b></div></div>')


def _why_none(room: Room, counts: Counts) -> str:
    if not room.same_questions:
        return _("The questionnaire has changed since this room was made, so there are no figures.")
    if room.state != "open":
        return _("Too few have finished to show figures.")
    words = ngettext(
        "Figures appear when {n} more has finished.", "Figures appear when {n} more have finished.", counts.missing
    )
    return words.format(n=counts.missing)


def _figures(now: Figures, change: Change | None) -> None:
    """The distribution over the bands, where there is a change that of the same people before and now; pillars; actions."""
    dark = chart.dark()
    st.html(_compared(now, change, dark) if change else f"<h2>{escape(_standing(now))}</h2>")
    if change:
        st.markdown(_moved(change))
    sides = (change.now, change.before) if change else (now, None)
    chart.show(pictures.bands(*sides, dark=dark), key="wall.bands")
    left, right = st.columns(2, gap="medium")
    with left:
        st.header(_weakest(now))
        chart.show(pictures.pillars(now, dark=dark), key="wall.pillars")
    with right:
        st.header(_("What raises the mean most"))
        _actions(now)
    st.caption(_basis(now, change))


def _standing(now: Figures) -> str:
    """How many people the bars are of, and their mean."""
    words = _("{n} made-up people, mean {mean}: {band}") if now.made_up else _("{n} people, mean {mean}: {band}")
    return words.format(n=now.people, mean=now.mean, band=_(band(now.mean, load()).name))


def _compared(now: Figures, change: Change, dark: bool) -> str:
    """The same people before and now, each in the colour of its bars."""
    who = _("The same {n} made-up people") if now.made_up else _("The same {n} people")
    tints, end = pictures.tints(dark), _(band(change.now.mean, load()).name)
    said = {
        "before": _("before: mean {mean}").format(mean=change.before.mean),
        "now": _("now: mean {mean}, {band}").format(mean=change.now.mean, band=end),
    }
    marked = (
        f'<span style="display: inline-block"><span style="color: {tints[side]}">■</span> {escape(words)}</span>'
        for side, words in said.items()
    )
    return f"<h2>{' &nbsp; '.join((escape(who.format(n=change.people)), *marked))}</h2>"


def _moved(change: Change) -> str:
    words = _("**{mean} points** on average: **{up} up, {same} same, {down} down**")
    return words.format(mean=signed(change.mean), up=change.up, same=change.same, down=change.down)


def _weakest(now: Figures) -> str:
    if not now.weakest:
        return _("Pillars")
    words = _("Lowest: {pillar}, {mean} of {full}")
    return words.format(pillar=_(_pillar(now).short), mean=f"{now.pillars[now.weakest]:g}", full=round(PILLAR_POINTS))


def _published(now: Figures) -> str:
    """What the thin lines are."""
    if not now.weakest:
        return _("Thin lines: LinkedIn's published means.")
    words = _("Thin lines: LinkedIn's published means, {mean} for {pillar}.")
    return words.format(mean=plain(_pillar(now).mean), pillar=_(_pillar(now).short))


def _pillar(now: Figures) -> Pillar:
    return next(pillar for pillar in load().pillars if pillar.id == now.weakest)


def _actions(now: Figures) -> None:
    """The best three, each with its points, their range and the minutes it takes."""
    for place, action in enumerate(now.actions, 1):
        words = _("{name}: **+{gain} points** ({low} to {high}), {minutes:.0f} min")
        said = words.format(
            name=_(load().by_id[action.activity].name),
            gain=points(action.gain),
            low=points(action.low),
            high=points(action.high),
            minutes=action.minutes,
        )
        st.markdown(f"{place}\\. {said}")
    st.caption(_("On average of all, for so many minutes a week, {most:.0f} at most.").format(most=MINUTES))


def _basis(now: Figures, change: Change | None) -> str:
    """What the figures rest on, and who is left out of them."""
    said = [_published(now), _("The rest is estimated from what people say of themselves.")]
    if now.left_out:
        words = ngettext(
            "{n} more has finished and is left out: figures move by {batch} people at least, so that nobody can be told apart.",
            "{n} more have finished and are left out: figures move by {batch} people at least, so that nobody can be told apart.",
            now.left_out,
        )
        said.append(words.format(n=now.left_out, batch=BATCH))
    if change:
        said.append(_("Same: by less than {news:.0f} points.").format(news=NEWS))
    if change and change.left_out:
        words = _("Of those who answered both times {n} are left out, so that nobody can be told apart.")
        said.append(words.format(n=change.left_out))
    return " ".join(said)
