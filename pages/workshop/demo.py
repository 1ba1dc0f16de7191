"""Where a trainer begins: the tour, a room, and the samples, one click each: people, a member's files, teams."""

import streamlit as st

from pages.parts import me, present, site, team
from ssi_core.i18n import _
from ssi_core.samples import MEMBER, TEAMS, personas


def _card(name: str, text: str, label: str) -> bool:
    """A sample with its button; True when it was clicked."""
    with st.container(border=True):
        words, button = st.columns([3, 1], vertical_alignment="center")
        words.markdown(f"**{name}** · {text}")
        return button.button(label, key=f"open-{name}", width="stretch")


st.title(_("Samples and personas"))
st.markdown(_("Made-up people and teams to show in a room. One click opens each; nothing of yours is touched."))
with st.container(horizontal=True, vertical_alignment="center"):
    if st.button(_("Take the tour"), type="primary", icon=":material/slideshow:"):
        site.go(site.TOUR)
    if st.button(_("Open a room"), icon=":material/qr_code_2:"):
        site.go(site.ROOM)
    present.switch()

st.header(_("Five people"))
for persona in personas():
    if _card(_(persona.name), _(persona.story), _("Show {name}").format(name=_(persona.name))):
        me.show_persona(persona.id)
        site.go(site.SCORE)

st.header(_("LinkedIn data"))
if _card(_(MEMBER.name), _(MEMBER.description), _("Show the data")):
    me.show_persona(MEMBER.id)
    site.go(site.LINKEDIN)

st.header(_("Teams"))
for sample in TEAMS:
    if _card(_(sample.name), _(sample.description), _("Open the team")):
        team.open_sample(sample)
        site.go(site.OVERVIEW)
