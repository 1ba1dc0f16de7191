"""What raises the score most: the best three as cards, all of them as a table, and the time they may take."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from ssi_core.coaching.advice import Advice
from ssi_core.i18n import _
from ssi_core.rubric import load
from ssi_core.wording import action, from_to, how, plain, points, rests_on


def best_three(advice: list[Advice], own: Sequence[float | None]) -> None:
    """The three next actions side by side, below each other on a phone.

    own: what each is expected to add to LinkedIn's own score, None where that is not known.
    """
    for column, step, on_own in zip(st.columns(3), advice[:3], own, strict=False):
        activity = load().by_id[step.activity]
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{action(activity, step.target)}**")
            st.markdown(
                f":blue[**{_('+{gain} points').format(gain=points(step.gain))}**] "
                + _("({low} to {high})").format(low=points(step.low), high=points(step.high))
            )
            minutes = _("for {minutes} minutes a week").format(minutes=plain(step.minutes))
            facts = [f"{minutes} · {from_to(activity, step.current, step.target)}"]
            if on_own is not None:
                facts.insert(0, _("LinkedIn's own score: about +{gain}").format(gain=points(on_own)))
            st.caption("  \n".join(facts))
            st.caption(how(activity))
            if step.evidence != "rubric":
                st.caption(_("Rests on: {what}.").format(what=rests_on(step.evidence)))
            if step.beyond_team:
                st.caption(_("Hardly anybody in this team does that much yet, so this figure is less certain."))


def all_of_them(advice: list[Advice]) -> None:
    """Every action as a table, best first."""
    rubric = load()
    if len(advice) <= 3:
        return
    with st.expander(_("All {count} actions, best first").format(count=len(advice))):
        st.dataframe(
            pd.DataFrame(
                {
                    _("Points"): step.gain,
                    _("What to do"): action(rubric.by_id[step.activity], step.target),
                    _("Low"): step.low,
                    _("High"): step.high,
                    _("Minutes a week"): step.minutes,
                    _("Step"): from_to(rubric.by_id[step.activity], step.current, step.target),
                    _("Rests on"): rests_on(step.evidence),
                }
                for step in advice
            ),
            hide_index=True,
            column_config={
                _(name): st.column_config.NumberColumn(format="%.1f")
                for name in ("Points", "Low", "High", "Minutes a week")
            },
            alt=_("All actions with points, range and minutes, best first"),
        )


def minutes_a_week(key: str) -> float:
    """How much time the advice may use; 30 minutes unless the person says otherwise."""
    return float(
        st.slider(_("Minutes a week you can spare"), 5, 180, 30, step=5, key=key, persist_state="session", width=320)
    )


def own_minutes(key: str) -> dict[str, float]:
    """Minutes an activity takes this person, where they differ from the rubric's; by activity id.

    What was changed is kept for the session, also while other pages are open.
    """
    rubric, first = load(), f"{key}.first"
    if key not in st.session_state:  # the table opens on this page anew
        st.session_state[first] = kept_minutes(key)
    usual = pd.Series({a.id: a.minutes for a in rubric.activities})
    with st.expander(_("How long things take you")):
        st.caption(
            _(
                "Per post, per comment, per search … For rates: weekly minutes for one percentage point more. Change what takes you more or less time."
            )
        )
        given = usual.mask(usual.index.isin(st.session_state[first]), pd.Series(st.session_state[first], dtype=float))
        edited = st.data_editor(
            pd.DataFrame({"name": [_(a.name) for a in rubric.activities], "minutes": given}),
            key=key,
            hide_index=True,
            disabled=["name"],
            column_config={
                "name": _("Activity"),
                "minutes": st.column_config.NumberColumn(_("Minutes"), min_value=0.1, max_value=600.0, format="%.1f"),
            },
        )
    valid = edited["minutes"].where(edited["minutes"].between(0.1, 600), usual)
    st.session_state[_kept(key)] = valid[valid != usual].to_dict()
    return kept_minutes(key)


def keep_minutes(key: str, minutes: Mapping[str, float]) -> None:
    """Put these in place of what `own_minutes` has kept under this key."""
    st.session_state[_kept(key)] = dict(minutes)


def kept_minutes(key: str) -> dict[str, float]:
    """What `own_minutes` has kept under this key."""
    return st.session_state.get(_kept(key), {})


def _kept(key: str) -> str:
    return f"{key}.kept"


def to_count(activities: list[str]) -> None:
    """Which unknown activities are worth finding out, heaviest first."""
    if activities:
        names = [_(load().by_id[i].name) for i in activities[:3]]
        st.info(
            _(
                "Not known yet, and worth finding out first: {names}. Unknown activities get no advice and widen the range."
            ).format(names=", ".join(names)),
            icon=":material/help:",
        )
