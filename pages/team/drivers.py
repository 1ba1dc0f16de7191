"""What moves the score in this team: the regression beside the rubric, with its evidence and its honest figures."""

import streamlit as st

from pages.parts import board, chart, fit, team_banner
from ssi_core.charts.drivers import drivers, predictions
from ssi_core.i18n import _
from ssi_core.rubric import load

st.title(_("What moves the score here"))
st.markdown(
    _(
        "Where a sheet also holds LinkedIn's own scores, a regression, which is a careful comparison of everybody with everybody, works out what each activity is worth on this team beside our own table."
    )
)
roster = team_banner.on_show()
learnt = roster.scores.fit

st.markdown(fit.in_words(learnt))
board.first_three(roster)
if learnt.kind_ != "rubric":
    st.header(_("What each activity is worth here"))
    st.caption(
        _(
            "1 × is our table. The line holds the true worth with a chance of eight in ten; a hollow mark means the team's data say nothing about it."
        )
    )
    chart.show(drivers(learnt.theta_, learnt.covariance_, learnt.evidence_, dark=chart.dark(), rubric=load()))
    fit.caveats(learnt)
    st.header(_("How well it predicts"))
    fit.quality(learnt)
    part = fit.choose_part(learnt)
    chart.show(predictions(learnt.predicted_, part, dark=chart.dark()))
    st.markdown(
        _(
            "A good prediction is no proof of good advice: an activity can go along with a high score without raising it. Try a change for a few weeks and look again."
        )
    )
