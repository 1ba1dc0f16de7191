"""A plan as one printed page: where it leads, its habits, and a box to tick for each week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fpdf.drawing_primitives import color_from_hex_string as rgb

from ssi_core.coaching.plan import Habit, Plan
from ssi_core.i18n import _, ngettext
from ssi_core.report.checklist import Tick, weekly
from ssi_core.report.page import BOTTOM, COLORS, MARGIN, WIDTH, Page, at, band_bar
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.scoring.bands import whole
from ssi_core.wording import action, amount, bands_of_range, from_to, how, points, rests_on, shared

LANE = 7.5  # mm, height of a mark's lane above the ruler
NUMBER, WEEK, WEEKS = 15.0, 9.0, 72.0  # mm, widths of a column of numbers, of one week, of all weeks at most
PAD = 0.13  # mm between a habit's text and the lines around it, for each point of type
# Type sizes to try for the habits, points, and whether how to do them is there too.
SIZES = ((11, True), (10, True), (9, True), (10, False), (9, False), (8, False), (7, False), (6.5, False), (6, False))


def as_pdf(plan: Plan, name: str, made: date, rubric: Rubric | None = None) -> bytes:
    """One A4 page, however many habits there are: with more of them the type shrinks and how to do them is left out.

    name: whose plan it is; letters that no font here has are left out of it, and where none is left there is a line to
    write on. made: the day that stands on the page and in the file: the same plan gives the same bytes. The page is not
    tagged; all that its ruler shows stands in words too.
    """
    rubric = rubric or load()
    page = Page()
    page.set_lang("en")
    page.set_title(_title(plan))
    page.set_creation_date(datetime.combine(made, time(), UTC))
    top = _head(page, plan, name, made)
    top = _figures(page, plan, rubric, top + 7)
    top = _ruler(page, plan, rubric, top + 3)
    foot = _foot(page, plan)
    _habits(page, plan, rubric, top + 9, foot - 3)
    return bytes(page.output())


def _title(plan: Plan) -> str:
    return ngettext("Your plan for {n} week", "Your plan for {n} weeks", plan.weeks).format(n=plan.weeks)


def _head(page: Page, plan: Plan, name: str, made: date) -> float:
    page.style(22, bold=True)
    page.line_in(MARGIN, MARGIN, WIDTH - 50, _title(plan))
    page.style(10, color=COLORS.muted)
    page.line_in(MARGIN + WIDTH - 50, MARGIN + 4, 50, f"{made.day} {made:%B %Y}", "R")
    page.style(13, color=COLORS.muted)
    page.set_text_shaping(True)  # for letters that join or run from right to left; slow, so the name's alone
    page.line_in(MARGIN, MARGIN + 10.5, WIDTH, page.letters(name) or "_" * 32)
    page.set_text_shaping(False)
    return MARGIN + 17


def _figures(page: Page, plan: Plan, rubric: Rubric, top: float) -> float:
    """Now and then, the points with their range, the minutes; the last two are the sums of the habits' as shown."""
    start = _("expected, from LinkedIn's own score") if plan.own else _("expected, from the estimate")
    bands = bands_of_range(plan.start, plan.total, rubric)
    gained = _("points, {low} to {high}").format(low=points(plan.low), high=points(plan.high))
    minutes, gain = (sum(shown) for shown in _shown(plan))
    ends = [
        page.figure(0, 75, top, f"{whole(plan.start)} → {whole(plan.total)}", f"{bands}\n{start}"),
        page.figure(80, 45, top, f"+{points(gain)}", gained),
        page.figure(130, 48, top, _minutes(minutes) if plan.habits else "0", _("more minutes a week")),
    ]
    return max(ends)


def _shown(plan: Plan) -> tuple[list[float], list[float]]:
    """Each habit's minutes, whole, and points, with a decimal, so that they add up on the page."""
    return shared([habit.minutes for habit in plan.habits]), shared([habit.gain for habit in plan.habits], 1)


def _minutes(value: float) -> str:
    return f"{value:,.0f}" if value else "<1"


def _ruler(page: Page, plan: Plan, rubric: Rubric, top: float) -> float:
    """0 to 100 to scale with the bands' names; above it the total after the plan, under that today's with its range."""
    bar = top + 2 * LANE
    end = band_bar(page, rubric, bar)
    _mark(page, "ring", plan.total, top + LANE / 2, bar, _("after"), [plan.total] * 2)
    ends, y = [plan.start_low, plan.start_high], top + 1.5 * LANE
    page.pen(COLORS.outline, 0.9)
    page.line(at(ends[0]), y, at(ends[1]), y)
    between = _("today, {low} to {high}").format(low=whole(ends[0]), high=whole(ends[1]))
    _mark(page, "diamond" if plan.own else "circle", plan.start, y, bar, _("today") if plan.own else between, ends)
    return end


def _mark(page: Page, shape: str, score: float, y: float, bar: float, label: str, ends: Sequence[float]) -> None:
    """A shape at the score, a dotted line down to the bar, number and label beside it towards the ruler's middle.

    ends: of the score's range, in points.
    """
    x, size = at(score), 1.6
    page.pen(COLORS.outline, 0.2)
    page.set_dash_pattern(0.3, 0.8)
    page.line(x, y + size, x, bar)
    page.set_dash_pattern()
    page.pen(COLORS.ink, 0.5)
    page.set_fill_color(rgb(COLORS.page if shape == "ring" else COLORS.ink))
    if shape == "diamond":
        page.polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], style="DF")
    else:
        page.circle(x, y, size * 0.85, style="DF")
    _beside(page, str(whole(score)), label, y, ends)


def _beside(page: Page, number: str, label: str, y: float, ends: Sequence[float]) -> None:
    page.style(9, color=COLORS.muted)
    label_width = page.get_string_width(label)
    page.style(12, bold=True)
    number_width = page.get_string_width(number)
    both = number_width + 1.5 + label_width
    left = at(ends[1]) + 3 if sum(ends) < 100 else at(ends[0]) - 3 - both
    page.set_fill_color(rgb(COLORS.page))
    page.rect(left - 0.5, y - 2.5, both + 1, 5, style="F")  # keeps the other mark's leader off
    page.line_in(left, y - 2.9, number_width, number)
    page.style(9, color=COLORS.muted)
    page.line_in(left + number_width + 1.5, y - 2, label_width, label)


def _habits(page: Page, plan: Plan, rubric: Rubric, top: float, bottom: float) -> None:
    """A row for each habit, in the largest type for which there is room, else in the smallest."""
    if not plan.habits:
        page.style(11)
        page.text_in(MARGIN, top, WIDTH, _("There is no habit in this plan."))
        return
    columns = Columns(plan.weeks)
    top = _header(page, columns, top)
    for size, with_how in SIZES:
        rows = [_texts(habit, rubric.by_id[habit.activity], size, with_how) for habit in plan.habits]
        heights = [_height(page, columns.text, row) for row in rows]
        if top + sum(heights) <= bottom:
            break
    ticks = [{tick.activity: tick for tick in week} for week in weekly(plan, rubric)]
    for habit, row, height, *figures in zip(plan.habits, rows, heights, *_shown(plan), strict=True):
        _row(page, columns, row, top, *figures)
        _boxes(page, columns, [week.get(habit.activity) for week in ticks], rubric.by_id[habit.activity], top, height)
        top += height
        page.rule(top)


@dataclass(frozen=True)
class Columns:
    """Where the columns of a plan of so many weeks stand, mm."""

    weeks: int

    @property
    def week(self) -> float:
        return min(WEEK, WEEKS / self.weeks)

    @property
    def boxes(self) -> float:
        """The first week's left edge."""
        return MARGIN + WIDTH - self.week * self.weeks

    @property
    def numbers(self) -> float:
        """The left edge of the minutes, to the right of which the points stand."""
        return self.boxes - 2 * NUMBER - 4

    @property
    def text(self) -> float:
        """Width of the first column."""
        return self.numbers - MARGIN


@dataclass(frozen=True)
class Text:
    """A piece of text and how it is set."""

    words: str
    size: float
    bold: bool = False
    color: str = COLORS.ink


def _header(page: Page, columns: Columns, top: float) -> float:
    page.style(8, color=COLORS.muted)
    page.line_in(MARGIN, top, columns.text, _("What to do"))
    page.line_in(columns.numbers, top, NUMBER, _("Minutes"), "R")
    page.line_in(columns.numbers + NUMBER, top, NUMBER, _("Points"), "R")
    page.line_in(columns.boxes + 1, top - 4, 12, _("Week"))
    for week in range(columns.weeks):
        page.line_in(columns.boxes + week * columns.week, top, columns.week, str(week + 1), "C")
    page.rule(top + 4.5, COLORS.outline)
    return top + 4.5


def _texts(habit: Habit, activity: Activity, size: float, with_how: bool) -> list[Text]:
    texts = [
        Text(action(activity, habit.target) + (" *" if habit.beyond_team else ""), size, bold=True),
        Text(from_to(activity, habit.current, habit.target), size * 0.88, color=COLORS.muted),
    ]
    return [*texts, Text(how(activity), size * 0.88)] if with_how else texts


def _height(page: Page, width: float, texts: Sequence[Text]) -> float:
    total = 2 * PAD * texts[0].size
    for text in texts:
        page.style(text.size, text.bold)
        total += page.height(width, text.words)
    return total


def _row(page: Page, columns: Columns, texts: Sequence[Text], top: float, minutes: float, gain: float) -> None:
    pad = PAD * texts[0].size
    y = top + pad
    for text in texts:
        page.style(text.size, text.bold, text.color)
        y = page.text_in(MARGIN, y, columns.text, text.words)
    page.style(texts[0].size)
    page.line_in(columns.numbers, top + pad, NUMBER, _minutes(minutes), "R")
    page.line_in(columns.numbers + NUMBER, top + pad, NUMBER, f"+{points(gain)}", "R")


def _boxes(
    page: Page, columns: Columns, ticks: Sequence[Tick | None], activity: Activity, top: float, height: float
) -> None:
    """A box for each week with something to do, for one-off work with the amount to have reached by its end."""
    side = min(0.7 * columns.week, height - 2)
    page.style(7, color=COLORS.muted)
    for week, tick in enumerate(ticks):
        if tick:
            left, y = columns.boxes + (week + 0.5) * columns.week - side / 2, top + min(1.6, (height - side) / 2)
            page.pen(COLORS.outline, 0.3)
            page.rect(left, y, side, side, style="D")
            if activity.kind == "stock":
                page.line_in(left + 0.5, y + side / 2 - 1.6, side - 1, amount(tick.target, activity), "C")


def _foot(page: Page, plan: Plan) -> float:
    """What the plan rests on and how to use the page, at its bottom; returns where that begins."""
    page.style(8.5, color=COLORS.muted)
    words = " ".join(_sentences(plan))
    top = BOTTOM - page.height(WIDTH, words)
    page.text_in(MARGIN, top, WIDTH, words)
    return top


def _sentences(plan: Plan) -> Iterator[str]:
    if any(habit.beyond_team for habit in plan.habits):
        yield _("* Hardly anybody in this team does that much yet.")
    if not plan.reached:
        yield _("{target} points are out of reach with these habits.").format(target=whole(plan.target))
    if plan.habits:
        yield _("Tick a box for each week you have done it; a number in a box is where to be by then.")
        yield _("If you do it all, the chances are 8 in 10 that the points gained lie in the range given.")
        evidence = "rubric" if all(habit.evidence == "rubric" for habit in plan.habits) else "mixed"
        yield _("The points rest on {grounds}, as LinkedIn publishes no formula.").format(grounds=rests_on(evidence))
        yield _("LinkedIn's score has a memory, so it follows some weeks later.")
    if plan.own:
        yield _("The start is LinkedIn's own score.")
    else:
        words = _(
            "The start is an estimate: the chances are 8 in 10 that LinkedIn's own score lies between {low} and {high}."
        )
        yield words.format(low=whole(plan.start_low), high=whole(plan.start_high))
