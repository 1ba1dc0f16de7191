"""Three doors: a person, a team, a workshop."""

import streamlit as st

from pages.parts import chart, kept, me, site
from ssi_core.charts.ruler import ruler
from ssi_core.i18n import _
from ssi_core.rubric import load

DOORS = [
    (
        _("Me"),
        _(
            "Answer 21 questions in about three minutes, drop the files LinkedIn gives you, or both. You get your score, what it rests on and your next three steps."
        ),
        ((site.QUESTIONS[0], _("Find out my score")), (site.LINKEDIN, _("Use my LinkedIn files"))),
    ),
    (
        _("My team"),
        _("Drop the spreadsheet you already keep. You see who stands where, and what moves the score in your team."),
        ((site.UPLOAD, _("Bring my team's sheet")),),
    ),
    (
        _("A workshop"),
        _(
            "Put a code on the wall, and the room answers on its phones. Or show made-up people, LinkedIn files and teams, one click each, nothing to upload."
        ),
        ((site.ROOM, _("Open a room")), (site.DEMO, _("Open the samples"))),
    ),
]

st.title(_("Where do you stand on LinkedIn's Social Selling Index?"))
st.markdown(
    _(
        "LinkedIn scores its members from 0 to 100 and keeps the formula to itself. SSI Coach estimates your score from what you do, says how sure it is, and shows which few minutes a week raise it most."
    )
)
subject = me.subject()
if subject and not subject.sample and st.button(_("Go to your score"), type="primary", icon=":material/speed:"):
    site.go(site.SCORE)

for column, (name, text, ways) in zip(st.columns(3), DOORS, strict=True):
    with column.container(border=True, height="stretch"):
        st.subheader(name)
        st.markdown(text)
        st.space("stretch")
        for entry, label in ways:
            kind = "primary" if entry == site.QUESTIONS[0] and not subject else "secondary"
            if st.button(label, key=f"door-{entry.address}", type=kind, width="stretch"):
                site.go(entry)

example = me.example()
st.caption(_("This is what you get. A made-up example: {name}.").format(name=example.title))
chart.show(ruler(example.row, load().benchmarks[:1], dark=chart.dark()))
st.caption(kept.promise())
