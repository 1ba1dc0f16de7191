"""Numbers and scores as sentences say them."""

from ssi_core.i18n import _
from ssi_core.rubric import Activity, Rubric
from ssi_core.scoring.bands import band, distance, next_band, whole


def amount(value: float, activity: Activity) -> str:
    """An activity's amount: a flow below 10 with one decimal, everything else whole; "2.5", "12", "1,060"."""
    return f"{value:,.0f}" if activity.kind != "flow" else plain(value)


def plain(value: float) -> str:
    """A number as it is said: one decimal below 10 where it has one, thousands set apart."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.1f}".removesuffix(".0")


def points(value: float) -> str:
    """Points with one decimal; "3.4"."""
    return f"{value:.1f}"


def from_to(activity: Activity, current: float, target: float) -> str:
    """ "from 1 to 2.5 posts a week" """
    return _("from {current} to {target} {unit}").format(
        current=amount(current, activity), target=amount(target, activity), unit=_(activity.unit)
    )


def action(activity: Activity, target: float) -> str:
    """What to do, verb first; "Comment on 15 posts a week"."""
    return _(activity.action).format(to=amount(target, activity))


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
