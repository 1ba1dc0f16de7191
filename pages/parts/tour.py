"""The tour's eight steps: what the room reads, the picture, what a trainer may say, and the page that shows more."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

import pandas as pd
import streamlit as st

from pages.parts import actions, board, chart, me, person, site, team
from ssi_core.charts.pillars import pillars
from ssi_core.charts.ruler import ruler
from ssi_core.charts.team import distribution
from ssi_core.coaching.advice import advise
from ssi_core.coaching.plan import plan
from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.samples import TEAMS, Persona, personas
from ssi_core.scoring.bands import whole
from ssi_core.wording import action, minutes, points
from ssi_core.workshop.figures import K

PERSONA = next(one for one in personas() if one.id == "networker")  # nearly full in one pillar, nearly empty in another
TEAM = TEAMS[0]
FEW = 6  # answers, where little is known
MINUTES = 30  # a week, in the plan


@dataclass(frozen=True)
class Step:
    """words: for the room. say: for the trainer. show_more: opens the page named by `more`."""

    heading: str
    words: str
    picture: Callable[[], None]
    say: str
    more: str
    show_more: Callable[[], None]


def _bands() -> None:
    nobody = dict.fromkeys(me.made_up(PERSONA).row.index)
    chart.show(ruler(nobody, load().benchmarks[:1], dark=chart.dark()))


def _two_estimates() -> None:
    """The same person with few answers and with nearly all."""
    for known, words in (
        (_few_of(PERSONA), _("After {n} answers")),
        (PERSONA, _("After {n} of {all} answers")),
    ):
        st.caption(words.format(n=len(known.values), all=len(load().ids)))
        chart.show(ruler(me.made_up(known).row, dark=chart.dark()))


def _few_of(known: Persona) -> Persona:
    """The persona with only a few activities known, from all pillars."""
    ids = list(known.values)
    return replace(known, values={i: known.values[i] for i in ids[:: len(ids) // FEW][:FEW]})


def _score() -> None:
    person.headline(me.made_up(PERSONA).row, _(PERSONA.name))


def _pillars() -> None:
    chart.show(pillars(me.made_up(PERSONA).row, dark=chart.dark()))


def _actions() -> None:
    steps = advise(me.made_up(PERSONA).row, minutes=MINUTES)
    actions.best_three(steps, [None] * len(steps))


def _half_an_hour() -> None:
    """Before and after a plan, with its habits."""
    row = me.made_up(PERSONA).row
    made = plan(row, load(), minutes=MINUTES)
    after = {**row, "total": made.total, "low": made.start + made.low, "high": made.start + made.high}
    left, right = st.columns([1.15, 2.6], vertical_alignment="center")
    with left:
        st.html(f'<div class="ssi-number">{whole(made.start)} → {whole(made.total)}</div>')
        gives = _("{gain} more points ({low} to {high}) for {minutes} a week")
        gained = {"gain": points(made.gain), "low": points(made.low), "high": points(made.high)}
        st.text(gives.format(**gained, minutes=minutes(made.minutes)))
    with right:
        for name, scored in ((_("Today"), row), (_("With the plan"), after)):
            st.caption(name)
            chart.show(ruler(scored, small=True, dark=chart.dark()))
    st.markdown("\n".join(f"- {action(load().by_id[habit.activity], habit.target)}" for habit in made.habits))


def _team() -> None:
    people = _people()
    board.figures(people)
    chart.show(distribution(people, dark=chart.dark(), rubric=load()))


@cache
def _people() -> pd.DataFrame:
    return team.made_up(TEAM).people


def _room() -> None:
    """What happens in a room, before it is opened."""
    for column, (heading, words) in zip(
        st.columns(3),
        (
            (_("1. The code"), _("The wall shows it. Scan it with your phone, or type the short address.")),
            (_("2. Your answers"), _("A few questions, one tap each. “Don't know” is an answer too.")),
            (_("3. The picture"), _("You see your score and your next three actions. The wall shows the room.")),
        ),
        strict=True,
    ):
        with column.container(border=True, height="stretch"):
            st.subheader(heading)
            st.markdown(words)


def _open_person(entry: site.Entry) -> None:
    me.show_persona(PERSONA.id)
    site.go(entry)


def _open_team() -> None:
    team.open_sample(TEAM)
    site.go(site.OVERVIEW)


STEPS = (
    Step(
        _("One number, six bands"),
        _(
            "LinkedIn gives its members a Social Selling Index from 0 to 100. Bands say what a number means; the mark shows a typical member."
        ),
        _bands,
        _(
            "Who knows their own? It stands on linkedin.com/sales/ssi. LinkedIn says what goes into it and keeps the weights to itself. The bands come from people who work with the index, not from LinkedIn."
        ),
        _("Method and sources"),
        partial(site.go, site.METHOD),
    ),
    Step(
        _("An estimate says how sure it is"),
        _("The same made-up person twice. Unknown is not zero: it only makes the range wider."),
        _two_estimates,
        _(
            "The line is the range: in eight of ten cases the score with everything known lies inside it. A few answers place somebody roughly, more make it narrow. And two points are no news: LinkedIn's own number moves by about one from day to day."
        ),
        _("Method and sources"),
        partial(site.go, site.METHOD),
    ),
    Step(
        _("One person's score"),
        _(PERSONA.story),
        _score,
        _(
            "Read the story first and let the room guess the number. Then ask who has a colleague like this. He is not lazy; all of his effort goes one way."
        ),
        _("Open this person"),
        partial(_open_person, site.SCORE),
    ),
    Step(
        _("Four pillars of 25 points"),
        _("The same person by pillar, beside the means that LinkedIn shows its members."),
        _pillars,
        _(
            "A full pillar earns nothing more: another hundred contacts leave this number where it is. But the emptiest pillar isn't always the best place to start. What counts is what a minute earns."
        ),
        _("Open this person"),
        partial(_open_person, site.SCORE),
    ),
    Step(
        _("Three next actions and what they cost"),
        _("The points that half an hour a week earns, each action for itself, from where this person stands."),
        _actions,
        _(
            "Each gain has a range, because nobody outside LinkedIn knows its weights. Ask the room which one they would begin on Monday. One that gets done beats three that don't."
        ),
        _("Open this person"),
        partial(_open_person, site.SCORE),
    ),
    Step(
        _("What half an hour a week changes"),
        _("At most three habits that fit together into the time, and where they lead once they have lasted."),
        _half_an_hour,
        _(
            "The first steps count most, so half of it usually brings more than half of the points. LinkedIn's own score follows some weeks later; it has a memory. The plan comes with a calendar file and a page to print."
        ),
        _("Open the plan"),
        partial(_open_person, site.PLAN),
    ),
    Step(
        _("A team in one picture"),
        _("A made-up team, from the spreadsheet its manager keeps anyway."),
        _team,
        _(
            "Look at how far people lie apart before you look at the mean. On the full page names can be initials or numbers. A low score is nobody's fault, and a high one is no result: some people at 75 sell little."
        ),
        _("Open this team"),
        _open_team,
    ),
    Step(
        _("Now you"),
        _(
            "Take your phone. In an anonymous room nobody else sees your score: the wall shows all together, from {n} people on."
        ).format(n=K),
        _room,
        _(
            "Nobody needs an account, and a locked phone loses nothing. “Don't know” makes the range wider and nothing worse. Ask again after the training, and show before and after."
        ),
        _("Open a room"),
        partial(site.go, site.ROOM),
    ),
)
