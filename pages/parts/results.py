"""Scores against results in words: how far they go together, who shows the contrary, what LinkedIn claims."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from pages.parts import board, site, team
from ssi_core.charts.outcomes import said, span
from ssi_core.coaching.outcomes import PEOPLE, Contradictions, Pairs, Relation, contradictions, pairs, usual_bar
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load
from ssi_core.scoring.frame import PERSON

WHOLE_STEPS = 10  # a bar from here on moves by 1, a lower one by a hundredth


def choose(roster: team.Roster) -> str:
    """The column to hold the score against; without one the page ends here with two ways on."""
    outcomes = roster.team.outcomes
    if not outcomes:
        st.markdown(
            _(
                "This sheet has no results yet. On “Team data”, under “Columns and units”, take any column of numbers for “Another result”: meetings, quota, revenue."
            )
        )
        with st.container(horizontal=True):
            if st.button(_("Mark a column as a result"), type="primary"):
                site.go(site.UPLOAD)
            if st.button(_("Show me a sample with results")):
                team.open_sample(team.PANEL)
                st.rerun()
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Result"), outcomes, key=f"results.outcome.{roster.key}", width=360, persist_state="session"
        )
        if st.button(_("Mark another column"), type="tertiary", icon=":material/add:"):
            site.go(site.UPLOAD)
    return chosen


def board_pairs(roster: team.Roster, outcome: str) -> Pairs:
    """Total and result of each person, under the names this board shows."""
    paired = pairs(roster.scores.scored, outcome, rubric=load())
    names = paired.people[PERSON].map(board.called(roster.people))
    return replace(paired, people=paired.people.assign(**{PERSON: names}))


def basis(paired: Pairs) -> None:
    """Whose scores these are, over which dates, and of how many people which of both is missing."""
    sentences = [
        _("Score: LinkedIn's own total.")
        if paired.source == "official"
        else _("Score: our estimate of the total, because too few have LinkedIn's own beside a result.")
    ]
    if (paired.people["dates"] > 1).any():
        sentences.append(_("Each person counts once, with the means of score and result over the same dates."))
    if missing := _missing(paired):
        sentences.append(_("Not in the picture: {who}.").format(who=", ".join(missing)))
    st.caption(" ".join(sentences))


def _missing(paired: Pairs) -> list[str]:
    """ "2 people without LinkedIn's own score", "1 person without a result beside the score" """
    score = ngettext("{n} person without a score", "{n} people without a score", paired.unscored)
    if paired.source == "official":
        score = ngettext(
            "{n} person without LinkedIn's own score", "{n} people without LinkedIn's own score", paired.unscored
        )
    result = ngettext(
        "{n} person without a result beside the score",
        "{n} people without a result beside the score",
        paired.unmeasured,
    )
    return [words.format(n=n) for words, n in ((score, paired.unscored), (result, paired.unmeasured)) if n]


def verdict(found: Relation, outcome: str) -> None:
    """Whether the total goes along with the result, in one sentence."""
    st.text(_verdict(found).format(outcome=outcome, n=found.people, needed=PEOPLE, rho=_rho(found)))


def _verdict(found: Relation) -> str:
    if found.people < PEOPLE:
        return ngettext(
            "{n} person has both a score and “{outcome}”. A figure for so few would mislead; from {needed} people on there is one.",
            "{n} people have both a score and “{outcome}”. A figure for so few would mislead; from {needed} people on there is one.",
            found.people,
        )
    if found.rho is None:
        return _("Score or “{outcome}” is the same for everybody, so nothing can go along with anything.")
    if found.sign > 0:
        return _("On this team the score goes along with “{outcome}”: {rho}.")
    if found.sign < 0:
        return _(
            "On this team the score goes against “{outcome}”: where one is high, the other tends to be low: {rho}."
        )
    return _(
        "We can't tell whether the score goes along with “{outcome}” on this team: {rho}. 0 would be no connection."
    )


def _rho(found: Relation) -> str:
    return "" if found.rho is None else span(found.rho, found.low, found.high, 2)


def how_to_read() -> None:
    """What the figures from -1 to 1 mean, and what they don't."""
    st.caption(
        _(
            "1: whoever has more of the one has more of the other; 0: no connection; −1: the reverse. The line is the 80 % range: about one line in five misses the true figure, so one can easily miss 0 by chance."
        )
    )


def choose_bar(roster: team.Roster, outcome: str, results: Iterable[float]) -> float:
    """From where a result counts as reached."""
    usual = usual_bar(results, roster.team.bars.get(outcome))
    return st.number_input(
        _("Reached from"), value=usual, step=1.0 if abs(usual) >= WHOLE_STEPS else 0.01, format="%g", width=200,
        key=f"results.bar.{roster.key}.{outcome}", persist_state="session",
        help=_("100 for a quota in percent, otherwise the middle of your team. More counts as better."),
    )  # fmt: skip


def contrary(paired: Pairs, bar: float) -> Contradictions:
    """Says who of the highest scores missed the bar, and who of the lowest reached it."""
    found = contradictions(paired, bar)
    if found.most:
        for words, people in (
            (_("{who} of your {n} highest scores missed {bar}{names}."), found.missed),
            (_("{who} of your {n} lowest scores reached {bar}{names}."), found.reached),
        ):
            names = ": " + ", ".join(people) if people else ""
            st.text(words.format(who=len(people) or _("None"), n=found.most, bar=said(bar), names=names))
    return found


def claim() -> str:
    """What LinkedIn says about the index and sales, and what that is worth."""
    return _(
        "LinkedIn has said that people with a high index have 45 % more opportunities and are 51 % more likely to reach their quota; that was 2015, from its own figures, and shows that the two go together, not that one brings the other. We found no independent study."
    )
