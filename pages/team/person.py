"""One person of the team: score, what raises it most, what if, the plan."""

import streamlit as st

from pages.parts import actions, board, fit, over_time, own_weeks, person, plan, site, team, team_banner
from ssi_core.i18n import _
from ssi_core.scoring.frame import PERSON

st.title(_("One person"))
roster = team_banner.on_show("own")
names = roster.people[PERSON].tolist()
before = team.chosen()
name = st.selectbox(
    _("Person"),
    names,
    index=names.index(before) if before else 0,
    format_func=board.called(roster.people).get,
    width=360,
)
team.choose(name)
row = roster.people.set_index(PERSON, drop=False).loc[name]
called = board.called(roster.people)[name]

board.dates(roster.people, roster.scores.scored)
person.headline(row, called)
st.caption(fit.in_words(roster.scores.fit))
person.advice(row, key="team", fit=roster.scores.fit)
if row["known"] > 0:
    person.what_if(row, roster.key_of(name), roster.scores.prior, roster.scores.fit)
if row["known"] > 0 or board.has_pillars(roster.people.loc[roster.people[PERSON] == name]):
    person.pillars(row)
if row["known"] > 0:
    st.header(_("A plan"))
    minutes = actions.kept_minutes("team.own_minutes")
    plan.show(row, roster.key_of(name), called, roster.scores.fit, minutes)
over_time.course(roster, name)
own_weeks.show(roster.scores.scored[roster.scores.scored[PERSON] == name], used=len(names) == 1)
person.rests_on(row, dict.fromkeys(row.dropna().index, roster.name))
site.link(site.OVERVIEW, _("Back to the team"))
