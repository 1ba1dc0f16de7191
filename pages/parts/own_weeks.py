"""What one person's own weeks say: which activities went along with LinkedIn's score, or in words why not yet."""

import pandas as pd
import streamlit as st

from pages.parts.fit import with_range
from ssi_core.coaching.history import OwnWeeks, own_fit
from ssi_core.coaching.worth import worth
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import load
from ssi_core.scoring.frame import official_columns


def show(frame: pd.DataFrame, used: bool = False) -> None:
    """A section on one person's weeks; nothing where fewer than two rows have LinkedIn's own score.

    frame: the activity frame of one person, a row a date. used: whether the advice on the page rests on them.
    """
    rubric = load()
    if frame.reindex(columns=official_columns(rubric)).notna().any(axis=1).sum() < 2:
        return
    found = _own_fit(frame)
    st.header(_("What the weeks so far say"))
    if found.needed:
        st.markdown(_too_few(found))
    elif found.learnt:
        _learnt(found, used)
    else:
        st.markdown(
            _(
                "The {weeks} weeks with LinkedIn's own score tell too little about any single activity: they are too few, or too much alike."
            ).format(weeks=found.weeks)
        )
    if found.unchanged:
        names = ", ".join(_(rubric.by_id[i].name) for i in found.unchanged)
        st.caption(_("Never changed in these weeks, so they say nothing about it: {names}.").format(names=names))


@st.cache_data(scope="session", show_spinner=False, max_entries=20)
def _own_fit(frame: pd.DataFrame) -> OwnWeeks:
    """Takes half a second, on a page that runs again at every move of a slider."""
    return own_fit(frame, load())


def _too_few(found: OwnWeeks) -> str:
    weeks = ngettext("{n} week", "{n} weeks", found.weeks).format(n=found.weeks)
    return _(
        "LinkedIn's own score is known for {weeks}. From {enough} on, they can be compared with each other to see what goes along with the score; {needed} more to go."
    ).format(weeks=weeks, enough=found.weeks + found.needed, needed=found.needed)


def _learnt(found: OwnWeeks, used: bool) -> None:
    st.markdown(
        _("In {weeks} weeks with LinkedIn's own score, this went along with it, as a multiple of our table:").format(
            weeks=found.weeks
        )
    )
    rows = worth(found.fit).loc[list(found.learnt)].sort_values("theta", ascending=False)
    st.markdown("\n".join(f"- {with_range(row)}" for row in rows.itertuples()))
    st.caption(
        _(
            "In brackets the 80 % range. Going along is not causing: a campaign or a new role can move both, and weeks of one person resemble each other."
        )
        + ("" if used else " " + _("The advice on this page does not use it."))
    )
