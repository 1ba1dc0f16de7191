"""A team's regression in words: what it rests on, how good it is, what it cannot tell."""

import pandas as pd
import streamlit as st

from ssi_core.coaching import TeamFit
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load


def in_words(fit: TeamFit) -> str:
    """What the advice rests on; below the gate, how many more people are needed."""
    if fit.kind_ == "rubric":
        if not fit.people_needed_:
            return _("The advice rests on our table alone: too many cells of this sheet are empty for a regression.")
        more = ngettext("{n} more person", "{n} more people", fit.people_needed_).format(n=fit.people_needed_)
        return _(
            "The advice rests on our table alone. With {more} whose LinkedIn pillar scores and activities are in the sheet, your team's own data begin to count."
        ).format(more=more)
    people = ngettext("{n} person", "{n} people", fit.n_people_).format(n=fit.n_people_)
    if fit.kind_ == "pillars":
        return _("The advice rests on our table, re-weighted by LinkedIn's pillar scores of {people}.").format(
            people=people
        )
    sentence = _(
        "The advice rests on our table, re-weighted by LinkedIn's totals of {people}. Pillar scores would make it surer."
    ).format(people=people)
    return sentence + (" " + _("With fewer than 30 people this is tentative.") if fit.tentative_ else "")


def caveats(fit: TeamFit) -> None:
    """Groups that cannot be told apart, columns left out, scores drawn in."""
    names = {activity.id: _(activity.name) for activity in load().activities}
    for group in fit.groups_:
        st.markdown(
            _("These go together in your team, so their worth cannot be told apart: {names}.").format(
                names=", ".join(names[i] for i in group)
            )
        )
    if fit.left_out_:
        st.markdown(
            _("Left out, because more than three in ten are empty: {names}.").format(
                names=", ".join(names[i] for i in fit.left_out_)
            )
        )
    if fit.n_winsorised_:
        st.markdown(
            ngettext(
                "{n} person's score lies far from the rest and counts less.",
                "{n} people's scores lie far from the rest and count less.",
                fit.n_winsorised_,
            ).format(n=fit.n_winsorised_)
        )


def quality(fit: TeamFit) -> None:
    """Mean errors, each person predicted from all the others, beside two simple guesses."""
    rubric = load()
    parts = {pillar.id: _(pillar.short) for pillar in rubric.pillars} | {"total": _("Total")}
    table = pd.DataFrame(
        {
            _("Part"): parts.values(),
            _("This regression"): fit.mae_.reindex(parts),
            _("Our table, shifted"): fit.mae_rubric_.reindex(parts),
            _("Everybody the team's mean"): fit.mae_team_mean_.reindex(parts),
            _("Share explained"): fit.q2_.reindex(parts),
        }
    ).dropna()
    st.caption(
        _(
            "Points of error on average, each person predicted from all the others. “Share explained” is 1 for perfect and 0 for no better than the mean."
        )
    )
    errors = list(table)[1:]
    st.dataframe(
        table, hide_index=True, alt=_("Mean errors of the regression, of the table and of the team's mean"),
        column_config={name: st.column_config.NumberColumn(format="%.2f") for name in errors},
    )  # fmt: skip


def choose_part(fit: TeamFit) -> str:
    """Which part the dots show: a pillar or the total, of those that were fitted."""
    names = {pillar.id: _(pillar.short) for pillar in load().pillars} | {"total": _("Total")}
    parts = [part for part in ("total", *load().pillar_ids) if part in set(fit.predicted_["part"])]
    return st.segmented_control(
        _("Show"), parts, format_func=names.get, default=parts[0], key="drivers.part", required=True
    )
