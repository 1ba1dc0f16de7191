"""How the estimate is made, what it rests on, and every source."""

import pandas as pd
import streamlit as st

from ssi_core.i18n import _
from ssi_core.intake.window import PENDING_DAYS
from ssi_core.rubric import load

rubric = load()
st.title(_("Method and sources"))
st.markdown(
    _(
        "LinkedIn says what goes into the Social Selling Index, but not how much each thing counts. What you see here is an estimate, and this page says how it is made."
    )
)

st.header(_("From what you do to a score"))
st.markdown(
    _("""
1. **21 activities in four pillars.** Each pillar has 25 points, shared out among its activities. The shares and the amounts that earn all points are our judgement; the table below shows every one of them.
2. **The first steps count most.** Going from no comments to five a week earns more than going from twenty to twenty-five. At the amount in the table an activity earns all of its points; more adds nothing.
3. **Unknown is not zero.** What you don't tell us is filled with what members typically reach, moved up or down by how you do elsewhere. The less we know, the wider the range: in eight of ten cases the score we would give with everything known lies inside it.
4. **Bands are for whole numbers.** 25.49 is shown as 25 and lies in the first band, 25.5 as 26 in the second.
5. **LinkedIn's own score stays LinkedIn's own.** If you enter it, it stands beside the estimate. The two are never mixed.
""")
)  # fmt: skip

st.header(_("From LinkedIn's files to figures"))
st.markdown(
    _("""
What your own files show is counted and stands in place of what you answered. All counts are for the days you choose, back from the newest day in the files, and only for those days that a file covers.

- **Unseen is not zero.** A copy without your comments doesn't say that you wrote none: comments stay unknown. No file shows your profile visits, days on LinkedIn, saved leads and accounts, groups, or your photo, banner and profile address; the profile is judged by the rest of the checklist.
- **Posts** have words of your own. A plain repost counts with your reactions.
- **Searches** are written down almost letter by letter: those within a minute are one.
- **Acceptance** is how many of the people you invited are among your connections. Invitations of the last {pending} days may still be accepted and are left out.
- **Replies** count the conversations that you began and somebody else took up. Sponsored and system messages and drafts are out, everywhere.
- **Decision makers** are told by the job title of a new connection, in six languages. The title is read, not kept.
- **Rates from few cases** lean towards the average: {cases} average cases are added before they are scored. The table of what was read shows them as they are.
- **The same row twice counts once,** also where two copies overlap. Rows that can't be understood are listed, not guessed.
""").format(pending=PENDING_DAYS, cases=f"{rubric.rates[0].strength:g}")
)  # fmt: skip

st.header(_("The activities and what they earn"))
st.dataframe(
    pd.DataFrame(
        {
            _("Pillar"): _(rubric.pillar_of(a).short),
            _("Activity"): _(a.name),
            _("Points"): a.weight,
            _("All points at"): f"{a.full:g} {_(a.unit)}",
            _("Minutes"): a.minutes,
            _("Named by"): "; ".join(rubric.sources[source] for source in a.sources),
        }
        for a in rubric.activities
    ),
    hide_index=True,
    alt=_("All activities with points, the amount for all points, minutes and sources"),
)
st.caption(
    _(
        "Minutes are for one more a week, once per unit for what you have or collect, and for one percentage point more where it is a rate. You can change them beside your advice."
    )
)

st.header(_("What raises it most"))
st.markdown(
    _("""
For each activity we take the time you give (30 minutes a week unless you change it), work out how much more of it that buys, and how many points that earns from where you stand. The actions are ranked by points, not by how far you are from a benchmark: in our simulations of made-up teams, ranking by gaps, by importance or by correlation lost seven to twelve points against the best choice, ranking by gain about one.

For a team that also has LinkedIn's scores, a regression checks the table above against the team's own data. It starts from the table and moves away from it only as far as the data carry. It needs eight people with pillar scores, or fifteen with totals; below that, the advice rests on the table alone and says so.
""")
)  # fmt: skip

st.header(_("Figures from elsewhere"))
st.dataframe(
    pd.DataFrame(
        {_("Benchmark"): _(b.name), _("Score"): b.total, _("Source"): rubric.sources[b.source], _("Note"): _(b.note)}
        for b in rubric.benchmarks
    ),
    hide_index=True,
    alt=_("Published average scores with their sources"),
)
st.dataframe(
    pd.DataFrame(
        {_("Pillar"): _(p.name), _("Mean of members, of 25"): p.mean, _("Source"): rubric.sources["linkedin_page"]}
        for p in rubric.pillars
    ),
    hide_index=True,
    alt=_("LinkedIn's published mean of each pillar"),
)
st.markdown(
    _(
        "The published averages contradict each other, so each stands with its source. LinkedIn has said that people with a high index have 45 % more opportunities and are 51 % more likely to reach their quota; that was 2015, from its own figures, and shows that the two go together, not that one brings the other. We found no independent study."
    )
)

st.header(_("What it cannot know"))
st.markdown(
    _("""
- LinkedIn's real weights. Two people with the same estimate can have different scores on LinkedIn.
- Whether your answers are right. People who count afterwards mostly find they guessed a quarter too high, which is about six points.
- Small changes. LinkedIn's own number moves by about one from day to day without any reason; under two points is no news.
- Results. A high index is a sign of activity. Some people at 75 sell little.
""")
)  # fmt: skip
