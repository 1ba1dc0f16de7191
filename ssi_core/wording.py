"""Numbers and scores as sentences say them."""

import math
from collections.abc import Sequence
from datetime import date

from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Activity, Rubric
from ssi_core.scoring.bands import NOISE, band, distance, next_band, whole


def amount(value: float, activity: Activity) -> str:
    """An activity's amount: a flow below 10 with one decimal, everything else whole; "2.5", "12", "1,060"."""
    return f"{value:,.0f}" if activity.kind != "flow" else plain(value)


def day(of: date, today: date | None = None) -> str:
    """ "6 July 2026"; of today's year "6 July"."""
    return f"{of.day} {of:%B}" if today and of.year == today.year else f"{of.day} {of:%B %Y}"


def plain(value: float) -> str:
    """A number as it is said: one decimal below 10 where it has one, thousands set apart."""
    return f"{whole(value):,}" if abs(value) >= 10 or value == round(value) else f"{value:.1f}".removesuffix(".0")


def points(value: float) -> str:
    """Points with one decimal; "3.4"."""
    return f"{value:.1f}"


def minutes(value: float) -> str:
    """ "12 minutes", "1 minute"; whole ones, and never none."""
    whole_minutes = max(math.floor(value + 0.5), 1)
    return ngettext("{n} minute", "{n} minutes", whole_minutes).format(n=whole_minutes)


def shared(values: Sequence[float], digits: int = 0) -> list[float]:
    """The values rounded so that they still add up to their rounded sum: the largest remainders are rounded up."""
    scale = 10**digits
    exact = [value * scale for value in values]
    down = [math.floor(value + NOISE) for value in exact]
    missing = math.floor(sum(exact) + 0.5) - sum(down)
    up = sorted(range(len(exact)), key=lambda place: down[place] - exact[place])[: max(missing, 0)]
    return [(value + (place in up)) / scale for place, value in enumerate(down)]


def from_to(activity: Activity, current: float, target: float) -> str:
    """ "from 1 to 2.5 posts a week" """
    return _("from {current} to {target} {unit}").format(
        current=amount(current, activity), target=amount(target, activity), unit=unit(activity, target)
    )


def action(activity: Activity, target: float) -> str:
    """What to do, verb first; "Comment on 15 posts a week"."""
    said = amount(target, activity)
    words = activity.action_one if said == "1" and activity.action_one else activity.action
    return _(words).format(to=said)


def unit(activity: Activity, value: float) -> str:
    """The activity's unit, of one or of many; "post a week", "posts a week"."""
    return _(activity.unit_one if amount(value, activity) == "1" and activity.unit_one else activity.unit)


def how(activity: Activity) -> str:
    """How to do it: the lever where others decide, and the advice."""
    return " ".join(_(text) for text in (activity.lever, activity.advice) if text)


def rests_on(evidence: str) -> str:
    """What a step rests on, our own table or the team's data, for one of a TeamFit's kinds of evidence."""
    return {
        "rubric": _("our table"),
        "mostly rubric": _("mostly our table"),
        "mixed": _("our table and your team's data"),
        "your team's data": _("your team's data"),
    }[evidence]


def bands_of_range(low: float, high: float, rubric: Rubric) -> str:
    """The band's name, or both where the range crosses an edge; "average to above average"."""
    names = [_(band(end, rubric).name) for end in (low, high)]
    return names[0] if names[0] == names[1] else _("{low} to {high}").format(low=names[0], high=names[1])


def no_score() -> str:
    """Why there is none, and what would bring one."""
    return _(
        "Nothing is known yet, so there is no score. One answer that is no “don't know” is enough for a first, "
        "wide range."
    )


def how_sure(low: float, high: float, basis: str) -> str:
    """The range of a score, points of 100, and what it rests on."""
    words = _("The chances are 8 in 10 that it lies between {low} and {high}: {basis}.")
    return words.format(low=whole(low), high=whole(high), basis=basis)


def standing(score: float, rubric: Rubric, name: str = "") -> str:
    """ "You are at 37, average (26–50). 14 more points reach above average."; name: of somebody else."""
    here, above = band(score, rubric), next_band(score, rubric)
    words = (
        _("{name} is at {score}, {band} ({low}–{high}).") if name else _("You are at {score}, {band} ({low}–{high}).")
    )
    sentence = words.format(name=name, score=whole(score), band=_(here.name), low=here.low, high=here.high)
    if above is None:
        return sentence
    missing = distance(score, above)
    more = _("{points} more points reach {band}.") if missing > 1 else _("One more point reaches {band}.")
    return f"{sentence} {more.format(points=missing, band=_(above.name))}"
