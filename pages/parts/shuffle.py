"""The shuffle check: does the prediction get worse when an activity is dealt out among the people at random?"""

import pandas as pd
import streamlit as st

from pages.parts.team import Roster
from ssi_core.coaching.shuffle import scores_shuffled, shuffled
from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.wording import points

_DONE = "drivers.shuffled"
TIMES = 20
NAMED = 2  # activities that the sentence names


def check(roster: Roster) -> None:
    """A button, and once it was pressed what shuffling did, until another team is on show."""
    st.header(_("Shuffle check"))
    st.markdown(
        _(
            "Deal one activity's figures out among your people at random, {times} times, and predict again. Where it gets worse every time, your data know something about the activity."
        ).format(times=TIMES)
    )
    if st.button(_("Shuffle check"), icon=":material/shuffle:"):
        with st.spinner(_("Shuffling one activity after the other …")):
            scored, rubric = roster.scores.scored, load()
            tables = shuffled(scored, rubric, TIMES), scores_shuffled(scored, rubric, TIMES)
            st.session_state[_DONE] = roster, *tables
    of, activities, scores = st.session_state.get(_DONE, (None, None, None))
    if of is roster:
        more = activities["error_shuffled"] - activities["error"]
        _result(activities.assign(more=more).sort_values(["is_carried", "more"], ascending=False))
        if scores["q2"].notna().any():
            st.markdown(_of_scores(scores))


def _result(table: pd.DataFrame) -> None:
    """table: as from `shuffled`, with `more`, the points of error that shuffling adds; what is carried first."""
    names = {activity.id: _(activity.name) for activity in load().activities}
    st.markdown(_verdict(table, names))
    st.dataframe(
        pd.DataFrame(
            {
                _("Activity"): table["activity"].map(names),
                _("If shuffled"): [_more(row) for row in table.itertuples()],
                _("Error now"): table["error"],
                _("Error shuffled"): table["error_shuffled"],
                _("Worth now"): table["worth"],
                _("Worth shuffled"): table["worth_shuffled"],
            }
        ),
        hide_index=True, height="content", alt=_("Error and worth of each activity, now and with the activity shuffled"),
        column_config={
            **{_(n): st.column_config.NumberColumn(format="%.2f") for n in ("Error now", "Error shuffled")},
            **{_(n): st.column_config.NumberColumn(format="%.1f ×") for n in ("Worth now", "Worth shuffled")},
        },
    )  # fmt: skip
    st.caption(
        _(
            "Errors in points of the pillar, or of the total where only that is known, each person predicted from all the others. “No clear difference” is no proof that an activity is worth nothing: it may vary too little here, or another one that goes along with it fills in. And where the data know nothing, chance still gets one activity named now and then."
        )
    )


def _verdict(table: pd.DataFrame, names: dict[str, str]) -> str:
    carried = table[table["is_carried"]]
    if carried.empty:
        words = _(
            "For none of {n} activities it makes a clear difference: your data don't show yet which of them count."
        )
        return words.format(n=len(table))
    said = [
        _(
            "Shuffling **{name}** makes the prediction worse every time, by {more} points on average: your data know something about it."
        ).format(name=names[row.activity], more=points(row.more))
        for row in carried.head(NAMED).itertuples()
    ]
    if silent := len(table) - len(carried):
        words = _("For {silent} of {n} activities it makes no clear difference: the prediction doesn't need them.")
        said.append(words.format(silent=silent, n=len(table)))
    return "  \n".join(said)


def _of_scores(table: pd.DataFrame) -> str:
    return _(
        "The same with LinkedIn's own scores dealt out at random: of the differences between people, {before} are explained now, {after} then. About 0 or below is right: from chance nothing can be predicted."
    ).format(before=_share(table["q2"]), after=_share(table["q2_shuffled"]))


def _share(shares: pd.Series) -> str:
    """The mean over the parts in percent."""
    return _("{percent:.0f} %").format(percent=100 * shares.mean()).replace("-", "−")


def _more(row) -> str:
    return _("{points} points worse").format(points=points(row.more)) if row.is_carried else _("no clear difference")
