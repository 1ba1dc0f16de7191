"""A trial of one habit: start it with half of the people by lot, and see at the end what difference it made."""

from datetime import date

import streamlit as st

from pages.parts import board, site, team_banner, trial, trial_end
from ssi_core.i18n import _

st.title(_("Try it out"))
st.markdown(
    _(
        "Does a habit raise the score here? Let half of your people take it up for four weeks, the others go on as before, and compare."
    )
)
roster = team_banner.on_show()
step = trial.choose_step()

if step == trial.START:
    proposal = trial.settings(roster)
    trial.agreement(proposal.trial, roster)
    trial.old_scores(proposal)
    st.header(_("Who tries it"))
    board.choose_names()
    trial.groups(proposal, roster)
    trial.can_find(proposal.trial, roster)
    trial.memory(proposal.trial)
    with st.container(horizontal=True):
        trial.save(proposal.trial)
        trial_end.offer_made_up(proposal.trial, roster)
    trial.on_saving()
elif opened := trial_end.opened(roster):
    board.choose_names()
    st.header(_("What difference it made"))
    today = date.today()
    reading = trial_end.ended(opened, roster, today)
    if why := trial_end.not_yet(opened.trial, reading, today):
        st.markdown(why)
        site.link(site.UPLOAD, _("Bring a newer sheet"))
    else:
        trial_end.verdict(reading, opened.trial, roster)
        trial_end.kept(reading, opened.trial)
        trial_end.who_counts(reading, roster)
