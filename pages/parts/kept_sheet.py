"""Keeping a sheet in a team: where to, what would change, the button, and undoing what came in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import PurePath
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts import intake, kept, kept_team, site, team
from ssi_core.i18n import _, ngettext
from ssi_core.intake.cells import identity
from ssi_core.intake.findings import COLUMNS, as_table
from ssi_core.rubric import load
from ssi_core.scoring.frame import DATE, PERSON
from ssi_core.store import snapshots
from ssi_core.store.rights import Standing
from ssi_core.store.snapshots import TOTAL, Change, Entry, Snapshot, Source
from ssi_core.wording import day

NEW = 0  # the choice of a new team among the ids of those that are there
LISTED = 8  # entries on show at once
NAMED = 5  # people a sentence names
_KEPT = "kept_sheet.kept"  # the entry that was kept last, and what it changed in words
_STILL = "kept_sheet.still"  # how many rows of what was undone just now count all the same

People = Callable[[int], Mapping[str, str]]  # `_people`


def keep(roster: team.Roster) -> None:
    """Where to keep the sheet on show, what that changes, and the button. Raises StoreError."""
    st.header(_("Keep it"))
    if roster.sample:
        st.markdown(
            _("A sample isn't kept. Bring a sheet of your own, and week by week it becomes the team's history.")
        )
        return
    st.caption(kept.said())
    people = cache(_people)  # read once a run
    into, name = _into(roster, kept_team.managed(), people)
    rows = _rows(roster)
    replace = into is not None and _replace(roster)
    change = _change(into, rows, replace)
    _preview(change, roster)
    if into is not None:
        _renamed(people(into.team), [one.person for one in rows])
    if not change.is_empty and st.button(_("Keep"), icon=":material/save:", disabled=not (into or name)):
        _keep(roster, into or name, rows, replace)


def _into(roster: team.Roster, teams: Sequence[Standing], people: People) -> tuple[Standing | None, str]:
    """The team that is there, or None and the new one's name."""
    by_id, usual = {one.team: one for one in teams}, _usual(roster, teams, people)
    left, right = st.columns(2)
    chosen = NEW
    if teams:
        chosen = left.selectbox(
            _("Into which team?"), [*by_id, NEW], index=[*by_id, NEW].index(usual),
            format_func=lambda id_: by_id[id_].name if id_ else _("A new team"),
            key=f"{roster.key}.keep.into", persist_state="session", filter_mode=None,
        )  # fmt: skip
    if chosen != NEW:
        return by_id[chosen], ""
    file = PurePath(roster.tables[0].file).stem
    asked = right if teams else left
    return None, asked.text_input(
        _("Name of the team"), file, key=f"{roster.key}.keep.name", persist_state="session"
    ).strip()


def _usual(roster: team.Roster, teams: Sequence[Standing], people: People) -> int:
    """The team that was opened last, where it has at least half of the sheet's people or nobody yet."""
    if (last := kept_team.opened_last(teams)) is None:
        return NEW
    there, sheet = people(last.team), {identity(person) for person in roster.team.frame[PERSON]}
    return NEW if there and 2 * len(sheet & there.keys()) < len(sheet) else last.team


def _people(team_id: int) -> dict[str, str]:
    """The names kept in the team by what their spellings have in common."""
    counting = snapshots.snapshots_of(kept.store(), kept.account(), team_id)
    return {identity(one.person): one.person for one in counting}


def _rows(roster: team.Roster) -> list[Snapshot]:
    frame, on = roster.team.frame, None
    if undated := int(frame[DATE].isna().sum()):
        label = ngettext("{n} row has no date. It is of", "{n} rows have no date. They are of", undated).format(
            n=undated
        )
        on = st.date_input(label, date.today(), key=f"{roster.key}.keep.on", persist_state="session", width=300)
    return snapshots.from_frame(frame, roster.team.outcomes, on)


def _replace(roster: team.Roster) -> bool:
    names = {False: _("Add to what is kept"), True: _("Replace what is kept")}
    return st.segmented_control(
        _("What becomes of what is there?"), list(names), default=False, format_func=names.get, required=True,
        key=f"{roster.key}.keep.replace", persist_state="session",
    )  # fmt: skip


def _change(into: Standing | None, rows: Sequence[Snapshot], replace: bool) -> Change:
    """What keeping would do; into a new team everything is new."""
    if into is None:
        return Change(tuple({(one.person, one.on): one for one in rows}.values()), (), 0)
    return snapshots.preview(kept.store(), kept.account(), into.team, rows, replace=replace)


def _preview(change: Change, roster: team.Roster) -> None:
    """What keeping would do, before anything is written."""
    if change.is_empty:
        st.success(_("All of it is kept already."), icon=":material/check:")
        if roster.findings:
            st.markdown(_("But for what was not taken as it stands: see the findings above."))
        return
    st.markdown(_counts(change))
    if cells := list(_corrected(change)):
        _table(cells, _("What was there before and is corrected, cell by cell"))
    if change.dropped:
        st.caption(_("Taken out, as the sheet doesn't have them; undoing brings them back:"))
        _table([_whose(one) for one in change.dropped], _("Rows that no longer count"))


def _counts(change: Change) -> str:
    added, corrected, dropped = len(change.added), len(change.corrected), len(change.dropped)
    counts = {
        ngettext("**{n} new row**", "**{n} new rows**", added): added,
        _("{n} corrected"): corrected,
        _("{n} as they are"): change.unchanged,
        _("{n} taken out"): dropped,
    }
    return ", ".join(words.format(n=n) for words, n in counts.items() if n)


def _renamed(there: Mapping[str, str], sheet: Iterable[str]) -> None:
    """Names who is new and who is missing: the same person may have another name. there: the team's, as `_people`."""
    given = {identity(person): person for person in sheet}
    new, missing = ([some[key] for key in some.keys() - others] for some, others in ((given, there), (there, given)))
    if new and missing:
        words = _(
            "New in this team: {new}. In the team but not in this sheet: {missing}. If one of them only has a new name, change it in your sheet before you keep it."
        )
        st.text(words.format(new=_some(new), missing=_some(missing)))


def _some(names: Sequence[str]) -> str:
    """ "Ada, Ben and 4 more" """
    listed = ", ".join(sorted(names, key=str.casefold)[:NAMED])
    return _("{listed} and {n} more").format(listed=listed, n=len(names) - NAMED) if len(names) > NAMED else listed


def _table(rows: Sequence[Mapping], alt: str) -> None:
    names = {
        "person": _("Person"), "date": st.column_config.DateColumn(_("Date"), format="D MMM YYYY"), "what": _("What"),
        "before": _("Before"), "after": _("After"),
    }  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=names, alt=alt)


def _whose(one: Snapshot) -> dict[str, object]:
    return {"person": one.person, "date": one.on}


def _corrected(change: Change) -> Iterator[dict[str, object]]:
    """A row for each cell that differs."""
    for old, new in change.corrected:
        before, after = _cells(old), _cells(new)
        for what in dict.fromkeys([*before, *after]):
            was, becomes = (cells.get(what, _("not known")) for cells in (before, after))
            if was != becomes:
                yield _whose(new) | {"what": what, "before": was, "after": becomes}


def _cells(one: Snapshot) -> dict[str, str]:
    """What a row says, in words, by the names of its columns."""
    rubric = load()
    parts = {TOTAL: _("LinkedIn's own score")}
    parts |= {pillar.id: _("LinkedIn's own: {pillar}").format(pillar=_(pillar.short)) for pillar in rubric.pillars}
    known = [activity for activity in rubric.activities if activity.id in one.values]
    return (
        {_("Group"): one.group}
        | {_(activity.name): f"{one.values[activity.id]:g} {_(activity.unit)}" for activity in known}
        | {parts[part]: f"{own:g}" for part, own in one.official.items()}
        | {header: f"{result:g}" for header, result in one.outcomes.items()}
    )


def _keep(roster: team.Roster, into: Standing | str, rows: Sequence[Snapshot], replace: bool) -> None:
    """into: a team that is there, or the name of a new one."""
    source = Source("sheet", roster.name, roster.findings, roster.mapping, roster.team.bars)
    if isinstance(into, str):
        into, entry, change = snapshots.keep_new(kept.store(), kept.account(), into, rows, source)
    else:
        entry, change = snapshots.keep(kept.store(), kept.account(), into.team, rows, source, replace=replace)
    kept_team.open_team(into.team)
    intake.empty_drop_zone()
    st.session_state[_KEPT] = entry, _counts(change)
    st.rerun()


def as_said_before(roster: team.Roster) -> None:
    """Says which columns are read as the user said of an earlier sheet."""
    if roster.remembered:
        headers = ", ".join(f"“{header}”" for header in roster.remembered)
        st.text(
            _("Read as you said before: {headers}. Under “Columns and units” you can say otherwise.").format(
                headers=headers
            )
        )


def entries(roster: kept_team.KeptRoster) -> None:
    """What came into the team, newest first, each to be undone as one; at the top what was kept just now."""
    if not roster.standing.manages:
        return
    came_in = snapshots.history(kept.store(), kept.account(), roster.standing.team)
    _just_done(came_in)
    if kept.place() == "session":
        st.caption(kept.said())
        site.link(site.DATA, _("Save it as a file"))
    if came_in:
        st.subheader(_("What came in"))
    replaced = _replaced(came_in)
    for one in came_in[:LISTED]:
        _entry(one, roster, one.id in replaced)
    if older := came_in[LISTED:]:
        with st.expander(ngettext("{n} earlier one", "{n} earlier ones", len(older)).format(n=len(older))):
            for one in older:
                _entry(one, roster, one.id in replaced)


def _just_done(came_in: Sequence[Entry]) -> None:
    last, counts = st.session_state.get(_KEPT, (None, ""))
    if any(one.id == last and not one.undone for one in came_in):
        st.success(_("Kept: {counts}.").format(counts=counts), icon=":material/check:")
    if still := st.session_state.pop(_STILL, 0):
        words = ngettext(
            "Undone. {n} of its rows still counts, as another upload has it too.",
            "Undone. {n} of its rows still count, as another upload has them too.",
            still,
        )
        st.info(words.format(n=still), icon=":material/info:")


def _replaced(came_in: Sequence[Entry]) -> set[int]:
    """The entries before the last one that replaced what was there: whether they are undone makes no difference."""
    last = next((place for place, one in enumerate(came_in) if one.replaces and not one.undone), len(came_in))
    return {one.id for one in came_in[last + 1 :]}


def _entry(one: Entry, roster: kept_team.KeptRoster, replaced: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_came_in(one, replaced))
        if one.findings:
            with st.popover(ngettext("{n} finding", "{n} findings", len(one.findings)).format(n=len(one.findings))):
                st.dataframe(as_table(one.findings), hide_index=True, column_order=COLUMNS, alt=_("Findings"))
        label, icon = (_("Count again"), "redo") if one.undone else (_("Undo"), "undo")
        if not replaced and st.button(label, key=f"entry-{one.id}", type="tertiary", icon=f":material/{icon}:"):
            _turn(one, roster)


def _turn(one: Entry, roster: kept_team.KeptRoster) -> None:
    """Undoes the entry, or lets it count again."""
    snapshots.undo(kept.store(), kept.account(), one.id, again=one.undone)
    if not one.undone:
        counting = snapshots.snapshots_of(kept.store(), kept.account(), roster.standing.team)
        rows = {(row.person, row.on): row for row in counting}
        st.session_state[_STILL] = one.rows - sum(rows.get((row.person, row.on)) != row for row in roster.rows)
    st.rerun()


def _came_in(one: Entry, replaced: bool) -> str:
    """When, from what, by whom, and how much of which days."""
    facts = [moment(one.at), one.name, one.by, ngettext("{n} row", "{n} rows", one.rows).format(n=one.rows)]
    if one.first and one.last:
        facts.append(_days(one.first, one.last))
    facts += [_("replaced what was there")] if one.replaces else []
    if replaced:
        facts.append(_("doesn't count: replaced later"))
    elif one.undone:
        facts.append(_("undone, doesn't count"))
    return ", ".join(filter(None, facts))


def moment(at: datetime) -> str:
    """A moment of UTC on the visitor's clock: "23 November 2026, 01:21"."""
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo(st.context.timezone or "UTC"))
    return f"{day(local)}, {local:%H:%M}"


def _days(first: date, last: date) -> str:
    return day(first) if first == last else _("{first} to {last}").format(first=day(first), last=day(last))
