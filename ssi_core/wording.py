"""Numbers and scores as sentences say them."""

from collections.abc import Mapping

from ssi_core.i18n import _
from ssi_core.rubric import Activity, Rubric
from ssi_core.scoring import part
from ssi_core.scoring.bands import band, distance, next_band, whole


def amount(value: float) -> str:
    """An activity's amount: one decimal below 10, whole above, thousands set apart; "2.5", "12", "1,060"."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.1f}".removesuffix(".0")


def points(value: float) -> str:
    """Points with one decimal; "3.4"."""
    return f"{value:.1f}"


def from_to(activity: Activity, current: float, target: float) -> str:
    """ "from 1 to 2.5 posts a week" """
    return _("from {current} to {target} {unit}").format(
        current=amount(current), target=amount(target), unit=_(activity.unit)
    )


def action(activity: Activity, target: float) -> str:
    """What to do, verb first; "Comment on 15 posts a week"."""
    return _(activity.action).format(to=amount(target))


def how(activity: Activity) -> str:
    """How to do it: the lever where others decide, and the advice."""
    return " ".join(_(text) for text in (activity.lever, activity.advice) if text)


def bands_of_range(low: float, high: float, rubric: Rubric) -> str:
    """The band's name, or both where the range crosses an edge; "average to above average"."""
    names = [_(band(end, rubric).name) for end in (low, high)]
    return names[0] if names[0] == names[1] else _("{low} to {high}").format(low=names[0], high=names[1])


def standing(score: float, rubric: Rubric) -> str:
    """ "You are at 37, average (26–50). 14 more points reach above average." """
    here, above = band(score, rubric), next_band(score, rubric)
    sentence = _("You are at {score}, {band} ({low}–{high}).").format(
        score=whole(score), band=_(here.name), low=here.low, high=here.high
    )
    if above is None:
        return sentence
    missing = distance(score, above)
    more = _("{points} more points reach {band}.") if missing > 1 else _("One more point reaches {band}.")
    return f"{sentence} {more.format(points=missing, band=_(above.name))}"


def place_of_pillar(row: Mapping, pillar: str, rubric: Rubric) -> str:
    """A pillar's figure in words, or that too little is known to place it (method, section 2)."""
    known = row[part(pillar, "known")]
    low, high = row[part(pillar, "low")], row[part(pillar, "high")]
    if known < rubric.unknown.place_from:
        low, high = row[part(pillar, "hard_low")], row[part(pillar, "hard_high")]
        return _("Not enough to place: between {low} and {high}").format(low=points(low), high=points(high))
    if high - low < 0.1:
        return _("{points} of 25").format(points=points(row[pillar]))
    return _("{points} of 25 ({low} to {high})").format(points=points(row[pillar]), low=points(low), high=points(high))
