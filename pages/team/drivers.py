"""What moves the score in this team: the regression beside the rubric, with its evidence and its honest figures."""

import streamlit as st

from pages.parts import board, chart, fit, shuffle, site, team_banner
from ssi_core.charts.drivers import drivers, predictions
from ssi_core.coaching.worth import worth
from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.scoring.frame import PERSON

st.title(_("What moves the score here"))
st.markdown(
    _("Your people's activities beside LinkedIn's own scores: what seems to count on this team, and how sure that is.")
)
roster = team_banner.on_show()
learnt = roster.scores.fit

st.markdown(fit.in_words(learnt))
if learnt.kind_ == "rubric":
    fit.what_it_takes()
    site.link(site.UPLOAD, _("To the team's data"))
board.first_three(roster)
if learnt.kind_ != "rubric":
    st.header(_("What each activity is worth here"))
    fit.differences(learnt)
    chart.show(drivers(worth(learnt), dark=chart.dark(), rubric=load()))
    fit.figures(learnt)
    fit.caveats(learnt)
if len(learnt.predicted_):
    st.header(_("How well it predicts"))
    part = fit.choose_part(learnt)
    fit.quality(learnt, part)
    called = learnt.predicted_[PERSON].map(board.called(roster.people))
    chart.show(predictions(learnt.predicted_.assign(**{PERSON: called}), part, dark=chart.dark()))
    fit.all_errors(learnt)
    site.link(site.TRIAL, _("Try a habit with part of the team"))
    shuffle.check(roster)
    st.header(_("What would make it surer"))
    fit.surer(learnt)
