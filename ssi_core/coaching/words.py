"""What a fit rests on, in a sentence."""

from ssi_core.coaching.regression import TeamFit
from ssi_core.coaching.sample import PILLAR_PEOPLE
from ssi_core.i18n import _, ngettext


def in_words(fit: TeamFit) -> str:
    """Whose scores re-weight the rubric; below the gate, how many more people are needed."""
    if fit.kind_ == "rubric":
        return _on_the_rubric(fit)
    if fit.basis_ == "own weeks":
        weeks = ngettext("{n} week", "{n} weeks", fit.n_weeks_).format(n=fit.n_weeks_)
        return _("The advice rests on our table, re-weighted by LinkedIn's scores of {weeks}.").format(weeks=weeks)
    people = ngettext("{n} person", "{n} people", fit.n_people_).format(n=fit.n_people_)
    if fit.kind_ == "pillars":
        words = _("The advice rests on our table, re-weighted by LinkedIn's pillar scores of {people}.")
        return words.format(people=people)
    words = _("The advice rests on our table, re-weighted by LinkedIn's totals of {people}.").format(people=people)
    surer = _("Pillar scores would make it surer.")
    return f"{words} {surer}" + (" " + _("With fewer than 30 people this is tentative.") if fit.tentative_ else "")


def _on_the_rubric(fit: TeamFit) -> str:
    alone = _("The advice rests on our table alone.")
    if not fit.people_needed_:
        return f"{alone} {_('Too many cells of this sheet are empty for a regression.')}"
    more = ngettext("{n} more person", "{n} more people", fit.people_needed_).format(n=fit.people_needed_)
    if fit.n_people_ >= PILLAR_PEOPLE:  # whose totals alone are known
        when = _(
            "With LinkedIn's total of {more} in the sheet, or four pillar scores of {n}, your team's data count too."
        )
        return f"{alone} {when.format(more=more, n=PILLAR_PEOPLE)}"
    when = _("With {more} whose LinkedIn pillar scores and activities are in the sheet, your team's data count too.")
    return f"{alone} {when.format(more=more)}"
