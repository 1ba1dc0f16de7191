"""A trial at its end: its file or a made-up end, what difference it made, and who counts."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from pages.parts import board, chart, team
from pages.parts.trial import READ, STEP, day, memory
from ssi_core.charts.outcomes import said, signed
from ssi_core.charts.trial import changes, differences
from ssi_core.coaching.trial import RESULT, NotATrial, Trial, from_file
from ssi_core.coaching.trial_end import EACH, Difference, Reading, imagined_end, read
from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.scoring.frame import PERSON
from ssi_core.wording import amount

_OPENED, _REFUSAL = "trial.opened", "trial.refusal"


@dataclass(frozen=True)
class Opened:
    """A trial on show. sample: the sample team whose end of it is made up, empty for a real one."""

    trial: Trial
    sample: str = ""


def opened(roster: team.Roster) -> Opened | None:
    """The trial on show; asks for its file. A made-up end goes with its sample team only."""
    st.file_uploader(_("The file of the trial"), type="json", key="trial.file", on_change=_open)
    if refusal := st.session_state.pop(_REFUSAL, None):
        st.error(refusal)
    current = st.session_state.get(_OPENED)
    return None if current is None or current.sample not in ("", roster.sample) else current


def _open() -> None:
    st.session_state.pop(_OPENED, None)
    if upload := st.session_state["trial.file"]:
        try:
            st.session_state[_OPENED] = Opened(from_file(upload.getvalue(), load()))
        except NotATrial as refusal:
            st.session_state[_REFUSAL] = str(refusal)


def offer_made_up(trial: Trial, roster: team.Roster) -> None:
    """Of a sample team's trial an end can be made up, to see the whole way."""
    if roster.sample and len(trial.people) > 1:
        made_up = Opened(trial, roster.sample)
        st.button(_("Show me how it could end"), icon=":material/science:", on_click=_show, args=(made_up,))


def _show(made_up: Opened) -> None:
    st.session_state[_OPENED], st.session_state[STEP] = made_up, READ


def ended(current: Opened, roster: team.Roster, today: date) -> Reading:
    """The trial read by the team on show, or by the end that was made up for a sample."""
    trial, frame = current.trial, roster.scores.scored
    words = _("{habit}, {start} to {end}: {tried} people by lot, {others} went on as before.")
    facts = {"tried": len(trial.group(True)), "others": len(trial.group(False))}
    facts |= {"habit": _(load().by_id[trial.activity].name), "start": day(trial.start), "end": day(trial.end)}
    st.text(words.format(**facts))
    if current.sample:
        st.info(
            _(
                "This end is made up: whoever tries it does all that was agreed, LinkedIn's score follows our table, and every pillar moves by about a point of chance."
            ),
            icon=":material/science:",
        )
        frame = imagined_end(trial, frame, roster.team.outcomes, load())
    return read(trial, frame, roster.team.outcomes, today, load())


def not_yet(trial: Trial, reading: Reading, today: date) -> str:
    """Why there is nothing to read yet, empty where there is."""
    if reading.changes.empty and today < trial.end:
        return _("This trial isn't over: it runs until {end}. Bring a sheet from that day or later.").format(
            end=day(trial.end)
        )
    if reading.changes.empty:
        return _(
            "The sheet on show has no score of LinkedIn's own from {end} or later for anybody in this trial. Bring one from then."
        ).format(end=day(trial.end))
    if reading.is_unchanged:
        return _("The sheet on show still holds the scores of the start. Bring one from {end} or later.").format(
            end=day(trial.end)
        )
    return ""


def verdict(reading: Reading, trial: Trial, roster: team.Roster) -> None:
    """The difference of LinkedIn's total, of the habit's pillar and of the result, with dots and ranges."""
    pillar = next(p for p in load().pillars if p.id == load().by_id[trial.activity].pillar)
    parts = {
        "total": _("in LinkedIn's total"),
        pillar.id: _("in “{pillar}”").format(pillar=_(pillar.short)),
        RESULT: _("in “{outcome}”").format(outcome=trial.outcome),
    }
    found = reading.differences
    for one in found:
        st.text(_difference(one, parts[one.part]))
    if trial.outcome and RESULT not in {one.part for one in found}:
        st.text(_("The sheet on show has no “{outcome}” for these people.").format(outcome=trial.outcome))
    st.caption(
        _(
            "The chances are 8 in 10 that the true difference lies in the range, so of ten habits that change nothing about two would still look clear. Scores are LinkedIn's own, and every figure allows for where people started. Our estimate is left out: the habit is a part of it, so it would prove itself."
        )
    )
    memory(trial)
    names = reading.changes[PERSON].map(board.called(roster.people))
    named = reading.changes.assign(**{PERSON: names})
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(_("Everybody's change"))
        chart.show(changes(named, dark=chart.dark()))
    with right:
        if any(one.difference is not None for one in found):
            st.subheader(_("Points more than the others"))
            chart.show(differences(found, dark=chart.dark(), rubric=load()))


def _difference(found: Difference, where: str) -> str:
    """ "The 6 who tried it rose by 2.1 points more than the other 6 in LinkedIn's total (0.4 to 3.8)." """
    facts = {"where": where, "tried": found.tried, "others": found.others, "each": EACH}
    if found.difference is None:
        words = _(
            "No figure {where}: both ends are known of {tried} who tried it and {others} who did not, and it takes {each} of each."
        )
        return words.format(**facts)
    size, low, high = abs(found.difference), found.low, found.high
    if found.part == RESULT:
        facts |= {"size": said(size, 3), "low": said(low, 3), "high": said(high, 3)}
    else:
        facts |= {"size": _("{n} points").format(n=signed(size)), "low": signed(low), "high": signed(high)}
    if not found.is_clear:
        words = _("No clear difference {where}: it may lie anywhere from {low} to {high}.")
    elif found.difference > 0:
        words = _("The {tried} who tried it rose by {size} more than the other {others} {where} ({low} to {high}).")
    else:
        words = _("The {tried} who tried it rose by {size} less than the other {others} {where} ({low} to {high}).")
    return words.format(**facts)


def kept(reading: Reading, trial: Trial) -> None:
    """Whether those who were to try the habit really did."""
    st.subheader(_("Was it really done?"))
    activity = load().by_id[trial.activity]
    (before, during), (usual, then) = reading.kept(True), reading.kept(False)
    if pd.isna([before, during]).any():
        st.markdown(_("The sheets don't say how much of it anybody did, so nobody can know."))
        return
    words = _("Those who tried it went from {before} to {during} {unit}.")
    if pd.notna([usual, then]).all():
        words = _("Those who tried it went from {before} to {during} {unit}, the others from {usual} to {then}.")
    figures = {"before": before, "during": during, "usual": usual, "then": then}
    st.markdown(words.format(unit=_(activity.unit), **{n: amount(f, activity) for n, f in figures.items()}))
    if not reading.is_half_done:
        st.markdown(_("That is less than half of what was agreed, so the trial says little about the habit."))


def who_counts(reading: Reading, roster: team.Roster) -> None:
    """Who is no longer in it, who came later, and why nobody is moved."""
    everybody = [*roster.people[PERSON], *reading.gone]
    names = board.called(pd.DataFrame({PERSON: everybody}))
    if reading.gone:
        words = _(
            "Not counted, without a score of LinkedIn's own since the end: {names}. Whoever is only written otherwise now counts again once the sheet has the old spelling."
        )
        st.text(words.format(names=", ".join(names[person] for person in reading.gone)))
    if reading.joined:
        st.text(
            _("Not in the trial, so not counted: {names}.").format(
                names=", ".join(names[person] for person in reading.joined)
            )
        )
    st.caption(_taken_on(reading))
    st.caption(
        _(
            "Everybody counts in the group that the lot gave them, also those who gave up: taking them out would compare the eager with everybody."
        )
    )


def _taken_on(reading: Reading) -> str:
    if reading.dates is None:
        return _("The sheet on show has no dates; its scores are taken for those of the end.")
    first, last = map(day, reading.dates)
    if first == last:
        return _("Scores at the end: those of {day}.").format(day=first)
    return _("Scores at the end: each person's first from {first} to {last}.").format(first=first, last=last)
