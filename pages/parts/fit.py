"""A team's regression in words: what it rests on, how good it is, what it cannot tell, what would make it surer."""

import pandas as pd
import streamlit as st

from ssi_core.charts.drivers import times
from ssi_core.coaching import TeamFit
from ssi_core.coaching import words as fit_words
from ssi_core.coaching.apart import apart
from ssi_core.coaching.sample import PANEL_PEOPLE, PILLAR_PEOPLE, TOTAL_PEOPLE
from ssi_core.coaching.surer import MOST_PEOPLE
from ssi_core.coaching.surer import surer as surer_of
from ssi_core.coaching.worth import worth
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load
from ssi_core.wording import points, rests_on

NAMED = 2  # activities that a sentence names


def in_words(fit: TeamFit) -> str:
    """What the advice rests on, and how several dates a person were used; below the gate, how many more people."""
    return " ".join(filter(None, [fit_words.in_words(fit), _weeks(fit)]))


def _weeks(fit: TeamFit) -> str:
    """How several dates a person were used."""
    if fit.kind_ == "rubric" or fit.window_ is None:
        return ""
    words = ngettext(
        "Of each person's weeks the newest one counts.",
        "Each person's figures are means over the last {n} weeks.",
        fit.window_,
    ).format(n=fit.window_)
    if fit.basis_ == "panel":
        words += " " + _(
            "Half of the result compares people with each other, half compares each person with themself over {n} weeks."
        ).format(n=fit.n_weeks_)
    return words


def what_it_takes() -> None:
    """What a sheet must hold before a team's own data count."""
    st.markdown(
        _(
            "What the sheet must hold: a row a person with what they do (posts, comments, searches …) and LinkedIn's own score of the same time, from linkedin.com/sales/ssi. All four parts of it for {pillars} people, or the total alone for {total}."
        ).format(pillars=PILLAR_PEOPLE, total=TOTAL_PEOPLE)
    )


def differences(fit: TeamFit) -> None:
    """The one or two activities that are clearly worth more, and less, here than in our table; how to read the picture."""
    more, less = apart(fit)
    for words, found in ((_("Clearly more than in our table: {which}."), more), (_("Clearly less: {which}."), less)):
        if len(found):
            st.markdown(words.format(which=_and(with_range(row) for row in found.head(NAMED).itertuples())))
    if more.empty and less.empty:
        st.markdown(_("No activity differs clearly from our table yet."))
    elif tied := _tied([*more.index[:NAMED], *less.index[:NAMED]], fit):
        st.markdown(tied)
    st.caption(
        _(
            "1 × is what our table says; 2 × means that twice the points go along with it here. The line is the 80 % range. About one line in five misses the true worth, sooner those that stand out most. A hollow mark: the team's data say next to nothing about it."
        )
    )


def with_range(row) -> str:
    """ "**Posts and articles**, 1.6 × (1.1 to 2.1)" """
    return _("**{name}**, {worth} ({low} to {high})").format(
        name=_name(row.Index), worth=times(row.theta), low=points(row.low), high=points(row.high)
    )


def _tied(ids: list[str], fit: TeamFit) -> str:
    """Which of these activities go together with others, so that the worth may be theirs."""
    tied = [i for i in ids if any(i in group for group in fit.groups_)]
    if not tied:
        return ""
    return ngettext(
        "{names} goes together with other activities here (named below the picture), so the difference may be theirs.",
        "{names} go together with other activities here (named below the picture), so the differences may be theirs.",
        len(tied),
    ).format(names=_and(map(_name, tied)))


def figures(fit: TeamFit) -> None:
    """The picture's figures as a table."""
    table = worth(fit).loc[list(load().ids)]
    names = {"theta": _("Worth here, × our table"), "low": _("Low"), "high": _("High")}
    with st.expander(_("The same in figures")):
        st.dataframe(
            pd.DataFrame(
                {
                    _("Activity"): [_name(i) for i in table.index],
                    **{title: table[column].to_numpy() for column, title in names.items()},
                    _("Rests on"): [rests_on(evidence) for evidence in table["evidence"]],
                }
            ),
            hide_index=True, height="content", alt=_("Each activity's worth on this team with its range and what it rests on"),
            column_config={name: st.column_config.NumberColumn(format="%.1f") for name in names.values()},
        )  # fmt: skip


def caveats(fit: TeamFit) -> None:
    """Groups that cannot be told apart, columns left out, scores drawn in."""
    said = [
        _("{names} go together in your team, so their worth can't be told apart.").format(names=_and(map(_name, group)))
        for group in fit.groups_
    ]
    if fit.left_out_:
        names = _and(map(_name, fit.left_out_))
        said.append(
            _("Left out, because they are missing or more than three in ten are empty: {names}.").format(names=names)
        )
    if fit.n_winsorised_:
        said.append(
            ngettext(
                "{n} person's score lies far from the rest and counts less.",
                "{n} people's scores lie far from the rest and count less.",
                fit.n_winsorised_,
            ).format(n=fit.n_winsorised_)
        )
    if said:
        st.markdown("\n".join(f"- {sentence}" for sentence in said))


def choose_part(fit: TeamFit) -> str:
    """Which part the dots show: a pillar or the total, of those that were fitted."""
    parts = [part for part in ("total", *load().pillar_ids) if part in set(fit.predicted_["part"])]
    return st.segmented_control(
        _("Show"), parts, format_func=_parts().get, default=parts[0], key="drivers.part", required=True
    )


def quality(fit: TeamFit, part: str) -> None:
    """How far a part's predictions lie from LinkedIn's own scores, beside two simple guesses, and what that proves."""
    sentences = [
        _(
            "**Each person predicted from all the others: {error} points off on average.** Our table, shifted to the team's level, would be {rubric} off, and the mean of the others {mean}."
        ).format(
            error=points(fit.mae_[part]), rubric=points(fit.mae_rubric_[part]), mean=points(fit.mae_team_mean_[part])
        )
    ]
    if fit.mae_[part] >= min(fit.mae_rubric_[part], fit.mae_team_mean_[part]):
        sentences.append(_("So here the team's data add nothing to the simpler guess."))
    sentences.append(
        _(
            "A good prediction is no proof of good advice: an activity can go along with a high score without raising it. Try a change for a few weeks and look again."
        )
    )
    st.markdown(" ".join(sentences))


def all_errors(fit: TeamFit) -> None:
    """Mean errors of every part, each person predicted from all the others, beside two simple guesses."""
    parts = _parts()
    table = pd.DataFrame(
        {
            _("Part"): parts.values(),
            _("This regression"): fit.mae_.reindex(parts),
            _("Our table, shifted"): fit.mae_rubric_.reindex(parts),
            _("The others' mean"): fit.mae_team_mean_.reindex(parts),
            _("Share explained"): fit.q2_.reindex(parts),
        }
    ).dropna(subset=[_("This regression")])
    with st.expander(_("All parts in figures")):
        st.dataframe(
            table, hide_index=True, alt=_("Mean errors of the regression, of our table and of the others' mean"),
            column_config={name: st.column_config.NumberColumn(format="%.2f") for name in list(table)[1:]},
        )  # fmt: skip
        st.caption(
            _(
                "Points off on average. “Share explained” is 1 for perfect, 0 for no better than the mean, and below 0 for worse."
            )
        )


def surer(fit: TeamFit) -> None:
    """More people, pillar scores, more weeks: each in a sentence, where it would help."""
    found = surer_of(fit)
    said = [_more_people(found.more_people, found.reaches)]
    if found.pillar_scores:
        said.append(
            _("**Pillar scores** instead of totals: each activity is then judged by the one score it belongs to.")
        )
    if found.more_weeks:
        weeks = ngettext("**{n} more week**", "**{n} more weeks**", found.more_weeks).format(n=found.more_weeks)
        said.append(
            _(
                "{weeks} of at least {people} of these people, with dates and scores: then each is also compared with themself."
            ).format(weeks=weeks, people=PANEL_PEOPLE)
        )
    st.markdown("\n".join(f"- {sentence}" for sentence in said))


def _more_people(more: int | None, reaches: int) -> str:
    if more is None:
        words = _("**More people** like these settle little: half of the activities would need over {most} of them.")
        return words.format(most=MOST_PEOPLE)
    if not more:
        words = _("**More people** sharpen it further; {reaches} activities rest on your own data in part already.")
        return words.format(reaches=reaches)
    people = ngettext("**{n} more person**", "**{n} more people**", more).format(n=more)
    return _(
        "{people} like these: then about {reaches} activities, half of those compared, would rest on your own data at least in part."
    ).format(people=people, reaches=reaches)


def _parts() -> dict[str, str]:
    return {pillar.id: _(pillar.short) for pillar in load().pillars} | {"total": _("Total")}


def _name(activity: str) -> str:
    return _(load().by_id[activity].name)


def _and(names) -> str:
    """ "a, b and c" """
    *first, last = names
    return _("{names} and {last}").format(names=", ".join(first), last=last) if first else last
