"""Bring a team's sheets: drop them, see how they were read, answer what is open."""

import streamlit as st

from pages.parts import intake, kept, kept_sheet, kept_team, site, team, team_banner
from ssi_core.i18n import _
from ssi_core.report.template import template
from ssi_core.rubric import load
from ssi_core.samples import TEAMS

st.title(_("Team data"))
st.markdown(
    _(
        "Drop the sheet you already keep: one row a person, or a person and week. Columns are recognised in six languages, and you see how each was read."
    )
)
st.markdown(
    _(
        "Your people's own LinkedIn files may come along, ZIPs or single ones. Put each person's name into the file's name or a folder's."
    )
)

intake.drop_zone()
if refusal := team.refusal():
    st.error(refusal)
with st.container(horizontal=True):
    for sample in TEAMS:
        if st.button(_(sample.name), key=f"open-{sample.id}", help=_(sample.description), icon=":material/science:"):
            team.open_sample(sample)
            st.rerun()
    st.download_button(
        _("Empty template"),
        data=lambda: template(load()),
        file_name="ssi-coach-team.xlsx",
        on_click="ignore",
        icon=":material/download:",
    )

if waiting := team.pending():
    st.markdown(_("Say below which column holds the names, and what the others are; the files are then read at once."))
    intake.columns(waiting, expanded=True)
    st.stop()
if (roster := team.roster()) is None:
    kept_team.offer()
    st.stop()

is_kept = isinstance(roster, kept_team.KeptRoster)
st.header(_("Kept team") if is_kept else _("How it was read"))
team_banner.in_use(roster)
if st.button(_("See the team"), type="primary", icon=":material/groups:"):
    site.go(site.OVERVIEW)
if not is_kept:
    kept_sheet.as_said_before(roster)
    intake.open_questions(roster)
    intake.findings(roster)
    intake.columns(roster)
    intake.notes(roster)
with kept.in_words():
    if is_kept:
        kept_sheet.entries(roster)
    else:
        kept_sheet.keep(roster)
    kept_team.offer(besides=roster)
