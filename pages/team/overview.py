"""The team at a glance: the mean, who is in which band, people by pillars, and the first three things to do."""

import streamlit as st

from pages.parts import board, chart, kept_team, team_banner
from ssi_core.charts.team import distribution, heat_map
from ssi_core.coaching.team import groups
from ssi_core.i18n import _
from ssi_core.rubric import load

rubric = load()
st.title(_("Team overview"))
roster = team_banner.on_show("totals")
if isinstance(roster, kept_team.KeptRoster) and not roster.sees_all:
    kept_team.totals_board(roster)
    st.stop()
team_banner.work_out(roster)
people = roster.people
board.figures(people)
board.dates(people, roster.scores.scored)

left, right = st.columns([1, 1.3], gap="medium")
with left:
    st.subheader(_("People in each band"))
    chart.show(distribution(people, dark=chart.dark(), rubric=rubric))
with right:
    board.first_three(roster)
    if roster.advice:
        board.all_plans(roster)

st.header(_("Who stands where"))
board.choose_names()
st.caption(_("Click a person for score and advice."))
named = board.named(people)
board.leaderboard(named, people)
st.subheader(_("Strengths and gaps by pillar"))
if board.has_pillars(people):
    picked = chart.show(heat_map(named, dark=chart.dark(), rubric=rubric), key="team.heat_map", on_select="rerun")
    board.open_clicked(picked, people)
else:
    st.markdown(
        _(
            "Too little is known to place anybody in a pillar. With LinkedIn's four pillar scores, or with more activities, you see here who is strong in what."
        )
    )

if len(teams := groups(people)) > 1:
    st.subheader(_("Groups"))
    board.groups(teams)
