"""A workshop's room as one printed page to hand out: the figures of its wall, and what they rest on."""

from datetime import UTC, date, datetime, time

from fpdf.drawing_primitives import color_from_hex_string as rgb

from ssi_core.i18n import _
from ssi_core.report.page import BOTTOM, COLORS, MARGIN, WIDTH, Page, band_bar, band_places
from ssi_core.report.room_book import Rounds, notes, of_rounds, why_none
from ssi_core.rubric import Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.bands import band
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account
from ssi_core.wording import day, how, minutes, points
from ssi_core.workshop import figures
from ssi_core.workshop.figures import Action, Change, Figures
from ssi_core.workshop.rooms import Room, room

HIGHEST = 20.0  # mm, the bar of the band with most people
BESIDE, LONGEST = 62.0, 100.0  # mm, from the margin to the pillars' bars; the bar of all points
ROW, THICK = 7.0, 3.6  # mm, from one pillar to the next; their bars' height


def as_pdf(store: Store, account: Account, room_id: int, made: date | None = None) -> bytes:
    """One A4 page with the figures of the newest round that has any, and the change from round 1.

    made: the day that stands on it, today unless given. With names or without, it tells no more than the wall. Raises
    StoreError where the room isn't the account's.
    """
    found, made = room(store, account, room_id), made or date.today()
    rounds = of_rounds(store, found)
    page = Page()
    page.set_lang("en")
    page.set_title(_title(page, found))
    page.set_creation_date(datetime.combine(made, time(), UTC))
    top = _head(page, found, made)
    newest = max((round_ for round_ in rounds if rounds[round_]), default=None)
    if newest is None:
        page.style(13)
        page.text_in(MARGIN, top + 8, WIDTH, _("There are no figures: {why}.").format(why=why_none(found)))
    else:
        changed = figures.change(store, found) if newest == found.round else None
        _body(page, rounds[newest], newest, changed, top + 7)
    _foot(page, found, rounds)
    return bytes(page.output())


def _title(page: Page, of: Room) -> str:
    return page.letters(of.name) or _("Workshop")


def _head(page: Page, of: Room, made: date) -> float:
    page.style(22, bold=True)
    page.set_text_shaping(True)  # as for the name on a plan
    page.line_in(MARGIN, MARGIN, WIDTH - 50, _title(page, of))
    page.set_text_shaping(False)
    page.style(10, color=COLORS.muted)
    page.line_in(MARGIN + WIDTH - 50, MARGIN + 4, 50, day(made), "R")
    page.style(13, color=COLORS.muted)
    page.line_in(MARGIN, MARGIN + 10.5, WIDTH, _("Where this room stands on the Social Selling Index, estimated"))
    return MARGIN + 17


def _body(page: Page, found: Figures, round_: int, changed: Change | None, top: float) -> None:
    rubric = load()
    top = _figures(page, found, round_, rubric, top)
    top = _bands(page, found, rubric, top + 3)
    top = _pillars(page, found, rubric, top + 6)
    top = _actions(page, found, rubric, top + 4)
    if changed:
        _change(page, changed, rubric, top + 6)


def _figures(page: Page, found: Figures, round_: int, rubric: Rubric, top: float) -> float:
    """The mean with its band, how many people, and the pillar that is lowest."""
    average = _("mean points of 100: {band}").format(band=_(band(found.mean, rubric).name))
    who = _("made-up people, round {n}") if found.made_up else _("people, round {n}")
    ends = [
        page.figure(0, 55, top, str(found.mean), average),
        page.figure(60, 50, top, str(found.people), who.format(n=round_)),
    ]
    if found.weakest:
        name = next(_(pillar.name) for pillar in rubric.pillars if pillar.id == found.weakest)
        lowest = _("of 25 points for “{name}”, the lowest of the four").format(name=name)
        ends.append(page.figure(115, 63, top, f"{found.pillars[found.weakest]:g}", lowest))
    return max(ends)


def _bands(page: Page, found: Figures, rubric: Rubric, top: float) -> float:
    """How many people are in each band, above the ruler."""
    bar = top + 6 + HIGHEST
    page.set_fill_color(rgb(COLORS.outline))
    for entry, _color, left, width in band_places(rubric):
        people = found.bands[entry.name]
        height = HIGHEST * people / max(found.bands.values())
        if people:
            page.rect(left + width * 0.2, bar - height - 0.5, width * 0.6, height, style="F")
        page.style(12, bold=True)
        page.line_in(left, bar - height - 6.5, width, str(people), "C")
    return band_bar(page, rubric, bar)


def _pillars(page: Page, found: Figures, rubric: Rubric, top: float) -> float:
    """Each pillar's mean as a bar to all of its points, with a tick at the published mean of members."""
    for pillar, color in zip(rubric.pillars, COLORS.pillars, strict=True):
        mean = found.pillars.get(pillar.id)
        left, bar = MARGIN + BESIDE, top + (ROW - THICK) / 2
        page.style(11, bold=pillar.id == found.weakest)
        page.line_in(MARGIN, top + 1, BESIDE - 3, _(pillar.name))
        page.set_fill_color(rgb(COLORS.grid))
        page.rect(left, bar, LONGEST, THICK, style="F")
        page.set_fill_color(rgb(color))
        page.rect(left, bar, LONGEST * (mean or 0) / PILLAR_POINTS, THICK, style="F")
        page.pen(COLORS.ink, 0.5)
        tick = left + LONGEST * pillar.mean / PILLAR_POINTS
        page.line(tick, bar - 1.2, tick, bar + THICK + 1.2)
        number = _("unknown") if mean is None else f"{mean:g}"
        page.line_in(left + LONGEST, top + 1, WIDTH - BESIDE - LONGEST, number, "R")
        top += ROW
    page.style(8.5, color=COLORS.muted)
    legend = _("Mean points of 25. The tick is what members have on average, as LinkedIn's own page says.")
    return page.text_in(MARGIN + BESIDE, top, WIDTH - BESIDE, legend)


def _actions(page: Page, found: Figures, rubric: Rubric, top: float) -> float:
    """What would raise the mean most, and how it is done."""
    if not found.actions:
        return top
    page.style(13, bold=True)
    top = page.text_in(MARGIN, top, WIDTH, _("What would raise it most"))
    for action in found.actions:
        activity = rubric.by_id[action.activity]
        page.style(11, bold=True)
        end = page.text_in(MARGIN, top + 1.5, WIDTH - 75, _(activity.name))
        page.style(10, color=COLORS.muted)
        page.line_in(MARGIN + WIDTH - 75, top + 1.7, 75, _gain(action), "R")
        page.style(10)
        top = page.text_in(MARGIN, end, WIDTH, how(activity))
    return top


def _gain(action: Action) -> str:
    return _("+{gain} points ({low} to {high}) for {minutes} a week").format(
        gain=points(action.gain),
        low=points(action.low),
        high=points(action.high),
        minutes=minutes(action.minutes),
    )


def _change(page: Page, changed: Change, rubric: Rubric, top: float) -> None:
    """Before against after, in words."""
    page.style(13, bold=True)
    top = page.text_in(MARGIN, top, WIDTH, _("Before and after"))
    words = _(
        "{n} people answered both: {up} went up, {same} stayed about the same, {down} went down; {mean} on average."
    )
    pillars = [
        _("{name} {points}").format(name=_(pillar.name), points=f"{changed.pillars[pillar.id]:+g}")
        for pillar in rubric.pillars
        if pillar.id in changed.pillars
    ]
    said = words.format(
        n=changed.people, up=changed.up, same=changed.same, down=changed.down, mean=f"{changed.mean:+d}"
    )
    page.style(11)
    top = page.text_in(MARGIN, top + 1.5, WIDTH, said)
    page.style(10, color=COLORS.muted)
    page.text_in(MARGIN, top, WIDTH, ", ".join(pillars))


def _foot(page: Page, of: Room, rounds: Rounds) -> None:
    """What the figures rest on, at the page's bottom."""
    page.style(8.5, color=COLORS.muted)
    words = " ".join(notes(of, rounds))
    page.text_in(MARGIN, BOTTOM - page.height(WIDTH, words), WIDTH, words)
