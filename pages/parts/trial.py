"""A trial before it starts: the step to take, the habit, the two groups, what could be found, and the file to keep."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from pages.parts import board, team
from ssi_core.coaching.trial import Participant, Proposal, Trial, habits, propose, smallest, to_file, usual_change
from ssi_core.coaching.trial_end import EACH
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load
from ssi_core.scoring.frame import DATE, PERSON
from ssi_core.wording import amount, day, how, plain, points

STEP, START, READ = "trial.step", "start", "read"


def choose_step() -> str:
    """Whether to start a trial or to read one."""
    names = {START: _("Start a trial"), READ: _("See how one ended")}
    return st.segmented_control(
        _("What would you like to do?"), list(names), format_func=names.get, default=START, key=STEP,
        required=True, persist_state="session", label_visibility="collapsed",
    )  # fmt: skip


def settings(roster: team.Roster) -> Proposal:
    """Asks for the habit, the first day, a result to watch and who can't take part; draws the lot."""
    rubric, outcomes, key = load(), roster.team.outcomes, f"trial.{roster.key}"
    left, middle, right = st.columns([1.4, 1, 1.2])
    activity = left.selectbox(
        _("Habit"), habits(roster.advice, rubric), format_func=lambda i: _(rubric.by_id[i].name),
        key=f"{key}.habit", persist_state="session", help=_("What people can do themselves, the most promising first."),
    )  # fmt: skip
    start = middle.date_input(_("First day"), _first_day(roster), key=f"{key}.first_day", persist_state="session")
    outcome = right.selectbox(
        _("Watch a result too"), ["", *outcomes], index=1 if outcomes else 0,
        format_func=lambda name: name or _("none"), key=f"{key}.outcome", persist_state="session",
    )  # fmt: skip
    without = st.multiselect(
        _("Who can't take part?"), roster.people[PERSON].tolist(), format_func=board.called(roster.people).get,
        key=f"{key}.without", persist_state="session", placeholder=_("Nobody"),
    )  # fmt: skip
    seed = int(f"{start:%Y%m%d}")
    return propose(roster.scores.scored, activity, start, rubric, outcome=outcome or None, without=without, seed=seed)


def _first_day(roster: team.Roster) -> date:
    """Today; of a sample the day that its newest figures are of."""
    newest = roster.people[DATE].max()
    return newest.date() if roster.sample and pd.notna(newest) else date.today()


def agreement(trial: Trial, roster: team.Roster) -> None:
    """What the people who try it do, how, for how long, and what it would bring."""
    activity = load().by_id[trial.activity]
    words = _("**{name}: {more} {unit} more than now**, from {start} to {end}. For nobody more than {full} {unit}.")
    with st.container(border=True):
        st.markdown(
            words.format(
                name=_(activity.name), more=amount(trial.more, activity), unit=_(activity.unit),
                start=day(trial.start), end=day(trial.end), full=plain(min(activity.full, activity.limit or activity.full)),
            )
        )  # fmt: skip
        st.caption(how(activity))
        for step in (step for step in roster.advice if step.activity == activity.id):
            words = _("By our estimate it would bring {gain} points on average ({low} to {high}).")
            st.caption(words.format(gain=points(step.gain), low=points(step.low), high=points(step.high)))


def memory(trial: Trial) -> None:
    """Why a trial shows less than the habit is worth; said at its start and at its end."""
    words = _(
        "LinkedIn's score has a memory: what people did weeks ago still counts in it, so {weeks} weeks show a part of the effect. Look again some weeks later."
    )
    st.caption(words.format(weeks=trial.weeks))


def old_scores(proposal: Proposal) -> None:
    """A note where it would start from scores that are weeks old."""
    if proposal.is_stale:
        words = _(
            "Some scores to start from are of {oldest}, more than two weeks before the first day. What people did since would count as the habit's: bring newer scores, or begin closer to these."
        )
        st.info(words.format(oldest=day(proposal.oldest)), icon=":material/event:")


def groups(proposal: Proposal, roster: team.Roster) -> None:
    """Who tries it and who goes on as before, and who is in neither."""
    names, trial = board.called(roster.people), proposal.trial
    titles = {True: _("Try it"), False: _("Go on as before")}
    for column, (tries, title) in zip(st.columns(2), titles.items(), strict=True):
        members = trial.group(tries)
        with column.container(border=True):
            st.markdown(f"**{title}** · {_people(len(members))}{_mean(members)}")
            st.text(", ".join(sorted(names[one.person] for one in members)) or _("Nobody"))
    st.caption(
        _(
            "By lot: of each two people with neighbouring scores a coin decides who tries it. The first day is what the coins are thrown with, so the same day and people give the same two groups, and anybody can check them."
        )
    )
    if proposal.unscored:
        st.text(
            _("Not in it, without a score of LinkedIn's own: {names}.").format(names=_listed(proposal.unscored, names))
        )
    if proposal.full:
        st.text(_("Not in it, with nothing to add to this habit: {names}.").format(names=_listed(proposal.full, names)))


def _mean(members: Sequence[Participant]) -> str:
    if not members:
        return ""
    mean = sum(one.own["total"] for one in members) / len(members)
    return " · " + _("{mean} points on average").format(mean=points(mean))


def can_find(trial: Trial, roster: team.Roster) -> None:
    """What difference the trial could find at all, said before it starts."""
    tried, others = len(trial.group(True)), len(trial.group(False))
    if min(tried, others) < EACH:
        st.markdown(
            _(
                "That is too few for a figure: with fewer than {each} people in each group you will see everybody's change, but no difference that could be told from chance."
            ).format(each=EACH)
        )
        return
    pillar = load().pillar_of(load().by_id[trial.activity])
    (spread, own), (narrow, _own) = (usual_change(roster.scores.scored, p, trial.weeks) for p in ("total", pillar.id))
    known = (
        _("On this team totals differ by about {spread} points in how they move over {weeks} weeks anyway.")
        if own
        else _("Totals differ by about {spread} points in how they move over {weeks} weeks without any reason.")
    )
    found = _(
        "So this trial would probably show a difference of {total} points in the total, or of {part} in “{pillar}”; a smaller one may stay hidden."
    )
    least = {"total": points(smallest(tried, others, spread)), "part": points(smallest(tried, others, narrow))}
    st.markdown(f"{known} {found}".format(spread=points(spread), weeks=trial.weeks, pillar=_(pillar.short), **least))


def save(trial: Trial) -> None:
    """The trial as a file to keep."""
    st.download_button(
        _("Save the trial"), to_file(trial), f"ssi-coach-trial-{trial.start}.json", "application/json",
        type="primary", on_click="ignore", icon=":material/download:", disabled=len(trial.people) < 2,
    )  # fmt: skip


def on_saving() -> None:
    """What the file is for, and when to take the scores."""
    st.caption(
        _(
            "Nothing is stored here: the file holds names, groups and the scores of the start, and you need it again at the end. Start on the day the scores were taken; what happens in between would count as the habit's."
        )
    )


def _listed(people: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names[person] for person in people)


def _people(n: int) -> str:
    return ngettext("{n} person", "{n} people", n).format(n=n)
