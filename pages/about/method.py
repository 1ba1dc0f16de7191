"""How the estimate is made, what it rests on, and every source."""

import pandas as pd
import streamlit as st

from pages.parts.results import claim
from ssi_core.coaching.gains import DRAWS
from ssi_core.coaching.outcomes import PEOPLE
from ssi_core.coaching.panel import USUAL_WINDOW, WINDOWS
from ssi_core.coaching.sample import OWN_WEEKS, PANEL_PEOPLE, PILLAR_PEOPLE, TOTAL_PEOPLE
from ssi_core.i18n import _
from ssi_core.intake.window import PENDING_DAYS
from ssi_core.rubric import load
from ssi_core.workshop.figures import MINUTES, K
from ssi_core.workshop.rooms import LENGTHS, covered

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

The range beside a gain comes from {draws} made-up worlds in which worth, full marks and curve are drawn anew within what we think possible. In our simulations 79 to 86 of 100 such ranges held the true gain. The few at the top of a list stand there partly by luck: their ranges hold it less often.
""").format(draws=DRAWS)
)  # fmt: skip

st.header(_("What your team's own data change"))
st.markdown(
    _("""
A sheet that also holds LinkedIn's own scores can check our table. A regression starts from the table and moves away from it only as far as the data carry. It needs {pillars} people with pillar scores, or {total} with totals; below that, the advice rests on the table alone and says so.

- **How much that helps,** in simulations with pillar scores: following the best three actions of our table lost 6.2 points against the truly best three in teams of 8, and 5.9 in teams of 30; following the regression's lost 3.3 and 1.3.
- **Prediction is no proof.** Plain least squares explained 81 % of the differences between people in such a simulation, and gave the worst advice of all. So each person is predicted from the others alone, and the page on what moves the score says beside it what that does not show.
- **Several weeks** count as means over the last {windows} weeks, whichever length predicts left-out people best; over {usual} where the people are too few to tell. From {panel} people with {weeks} weeks on, half of the result comes from comparing each person with themself. What happens in the same week misleads: in simulations, advice from it lost more than our table's, 7.5 points against 5.4.
- **What always goes together** can't be told apart, whatever the method. Such groups are named.
- **One person's own weeks** are compared in the same way from {weeks} on. They resemble each other, so they tell less than as many people would.
""").format(pillars=PILLAR_PEOPLE, total=TOTAL_PEOPLE, panel=PANEL_PEOPLE, weeks=OWN_WEEKS, usual=USUAL_WINDOW, windows=_("{first} or {last}").format(first=", ".join(map(str, WINDOWS[:-1])), last=WINDOWS[-1]))
)  # fmt: skip

st.header(_("From advice to a plan"))
st.markdown(
    _("""
A plan earns the most points in the minutes you have, or takes the fewest minutes to the score you want. Every choice of up to three habits is tried, and time is shared out among them so that the last minute earns as much in each. Amounts are then rounded to whole units, and the points worked out again. What LinkedIn limits, such as invitations in seven days, stays within its limit.

The plan starts at LinkedIn's own score where it is known. Half of a plan usually earns more than half of its points, because the first steps count most. Nobody outside LinkedIn knows how many weeks its score looks back, so a plan says what it leads to once the new habits have lasted, not on which day.
""")
)

st.header(_("Results and trials"))
st.markdown(
    _("""
If your sheet has a column of results, such as meetings or quota, we look whether people with higher scores have better results: a rank correlation for the total and each pillar, with its range, from {people} people on. Below that there are only dots. That the two go together does not mean that one brings the other; good sellers may simply be more active.

A trial asks the better question. Of the people who take part, the lot decides who tries one habit for four weeks and who goes on as before. Because of the lot, the two groups differ by nothing but chance and the habit, and the difference between them comes with its range. In a small team that range is wide.
""").format(people=PEOPLE)
)  # fmt: skip

st.header(_("A room in a workshop"))
st.markdown(
    _("""
A room asks what the questionnaire asks: {short} questions take the activities with most points, two of each pillar, {middle} take three, and {long} take all. They stand for {short_share:.0f} %, {middle_share:.0f} % and all of the index's points. What a room doesn't ask is unknown and not zero: it is filled as everywhere, so with few questions people come out more alike than they are, and ranges are wider.

- **Who counts:** everybody who has answered all of the room's questions, “don't know” included, and knew at least one. Made-up participants are never mixed with real ones: they stand in, and every picture says so, until {k} real people have finished.
- **The room's means** are of the people's own estimates: the total in whole points, pillars in halves. A pillar is left out where fewer than {k} people know enough of it.
- **The actions** are those that would raise the room's mean most if everybody gave them {minutes:g} minutes a week, worked out over those who know what they do now.
- **Before and after** compares each person with themself, round 1 with the last one. Who moved by less than 2 points stays about the same. There is no group without training beside it, and people answer with the training in their ears: the change says what they report, not what the training brought.
- **Fewer than {k} people** give no figures, and later ones move in steps; “Privacy” says why.
""").format(
        short=LENGTHS[0],
        middle=LENGTHS[1],
        long=LENGTHS[2],
        short_share=100 * covered(rubric, LENGTHS[0]),
        middle_share=100 * covered(rubric, LENGTHS[1]),
        k=K,
        minutes=MINUTES,
    )
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
st.markdown(_("The published averages contradict each other, so each stands with its source.") + " " + claim())

st.header(_("What it cannot know"))
st.markdown(
    _("""
- LinkedIn's real weights. Two people with the same estimate can have different scores on LinkedIn.
- Whether your answers are right. People who count afterwards mostly find they guessed a quarter too high, which is about six points.
- Small changes. LinkedIn's own number moves by about one from day to day without any reason; under two points is no news.
- Results. A high index is a sign of activity. Some people at 75 sell little.
""")
)  # fmt: skip
