"""Results beside the score: do the people with a higher score also sell more?"""

import streamlit as st

from pages.parts import board, chart, results, site, team_banner
from ssi_core.charts.outcomes import relations as relations_chart
from ssi_core.charts.outcomes import results as results_chart
from ssi_core.coaching.outcomes import relations
from ssi_core.i18n import _
from ssi_core.rubric import load

st.title(_("Results"))
st.markdown(
    _("A score is no result. See whether the people with a higher score also reach more, and who shows the contrary.")
)
roster = team_banner.on_show()
outcome = results.choose(roster)
board.choose_names()

found = relations(roster.scores.scored, outcome, load())
paired = results.board_pairs(roster, outcome)
st.header(_("Does the score go along with it?"))
results.verdict(found[0], outcome)
results.basis(paired)

left, right = st.columns([1.25, 1], gap="medium")
with left:
    bar = results.choose_bar(roster, outcome, paired.people["result"]) if len(paired.people) else 0.0
    against = results.contrary(paired, bar)
    chart.show(results_chart(paired, bar, against.missed + against.reached, dark=chart.dark()))
with right:
    if any(one.rho is not None for one in found):
        st.subheader(_("By pillar"))
        chart.show(relations_chart(found, dark=chart.dark(), rubric=load()))
        results.how_to_read()

st.header(_("What LinkedIn says"))
st.markdown(results.claim())
st.caption(_("Source: {source}").format(source=load().sources["linkedin_2015"]))
st.markdown(
    _(
        "Nor do the figures above show what brings what: a big territory or a long career can raise both. Let half of your people try one habit, and you will know more."
    )
)
site.link(site.TRIAL, _("Try it out"))
