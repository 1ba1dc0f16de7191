"""Everything that an account has kept as one workbook to look at; the JSON of store.export is what can be loaded."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from ssi_core.coaching.team import score_team
from ssi_core.i18n import _
from ssi_core.intake.findings import COLUMNS
from ssi_core.report.export import to_xlsx
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import DATE, GROUP, PERSON, official
from ssi_core.store.engine import Store
from ssi_core.store.export import as_dict
from ssi_core.store.rights import Account, own_history, standings
from ssi_core.store.snapshots import TOTAL, Snapshot, snapshots_of, to_frame
from ssi_core.wording import action

WHOSE = (_("Team"), _("Person"))
PLANS = (
    _("Begins"),
    _("Ended"),
    _("What to do"),
    _("From"),
    _("To"),
    _("Minutes a week"),
    _("Points"),
    _("Ticked off"),
)
CHECK_INS = (_("Week from"), _("Activity"), _("Amount"), _("Planned"), _("Unit"))
ENTRIES = (_("Team"), _("Kept (UTC)"), _("Kind"), _("Name"), _("Rows"), _("Replaced earlier ones"), _("Undone (UTC)"))
FINDINGS = (_("Team"), _("Kept (UTC)"), *COLUMNS)
KINDS = {"sheet": _("Upload"), "score": _("Score"), "file": _("Loaded file")}

Rows = Iterator[tuple[Any, ...]]


def as_workbook(store: Store, account: Account, rubric: Rubric | None = None) -> bytes:
    """An XLSX workbook of the account's own history and the teams it manages.

    Sheets: Snapshots, one row a person and date, those that count, scored, with results as they were headed; Plans, one
    row a habit; Check-ins, as last said; Entries, what came in at once, also what was undone; Findings, what was not
    taken as it stood. Blank is unknown.
    """
    rubric = rubric or load()
    kept = as_dict(store, account)["teams"]
    mine = [own_history(store, account), *(seen for seen in standings(store, account) if seen.manages)]
    shots = [_scored(seen.name, snapshots_of(store, account, seen.team), rubric) for seen in mine]
    sheets = {
        _("Snapshots"): pd.concat(shots, ignore_index=True).dropna(axis="columns", how="all"),
        _("Plans"): _table(_plans(kept, rubric), [*WHOSE, *PLANS]),
        _("Check-ins"): _table(_check_ins(kept, rubric), [*WHOSE, *CHECK_INS]),
        _("Entries"): _table(_entries(kept), ENTRIES),
        _("Findings"): _table(_findings(kept), FINDINGS),
    }
    return to_xlsx(sheets)


def _table(rows: Rows, columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns))


def _scored(team: str, kept: Sequence[Snapshot], rubric: Rubric) -> pd.DataFrame:
    """One row a snapshot, headed in words."""
    rows = score_team(to_frame(kept, rubric), rubric).scored
    known = rows["known"] > 0
    pillars = {pillar.id: _(pillar.name) for pillar in rubric.pillars}
    estimated = {
        "total": _("Estimate"),
        "low": _("Low (8 in 10)"),
        "high": _("High (8 in 10)"),
        "band": _("Band"),
        **pillars,
    }
    own = _("LinkedIn's own: {part}")
    columns = {
        _("Team"): team,
        _("Person"): rows[PERSON],
        _("Group"): rows[GROUP],
        _("Date"): rows[DATE],
        **{words: rows[name].where(known) for name, words in estimated.items()},
        own.format(part=_("total")): rows[official(TOTAL)],
        **{own.format(part=words): rows[official(pillar)] for pillar, words in pillars.items()},
        **{f"{_(activity.name)} ({_(activity.unit)})": rows[activity.id] for activity in rubric.activities},
    }
    results = dict.fromkeys(header for one in kept for header in one.outcomes)
    columns |= {_("Result: {header}").format(header=h): [one.outcomes.get(h) for one in kept] for h in results}
    return pd.DataFrame(columns, index=rows.index)


def _people(kept: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((team["name"], person) for team in kept for person in team["people"])


def _plans(kept: Sequence[Mapping[str, Any]], rubric: Rubric) -> Rows:
    for team, person in _people(kept):
        for made in person["plans"]:
            done = {(tick["week"], tick["activity"], tick["item"]): tick["done"] for tick in made["ticks"]}
            for habit in made["plan"].get("habits", ()):
                ticked = sum(
                    is_done for (_week, activity, _item), is_done in done.items() if activity == habit["activity"]
                )
                figures = (habit["current"], habit["target"], habit["minutes"], habit["gain"], ticked)
                yield (team, person["name"], *_days(made["start"], made["ended_at"]), _to_do(habit, rubric), *figures)


def _to_do(habit: Mapping[str, Any], rubric: Rubric) -> str:
    activity = rubric.by_id.get(habit["activity"])
    return action(activity, habit["target"]) if activity else habit["activity"]


def _check_ins(kept: Sequence[Mapping[str, Any]], rubric: Rubric) -> Rows:
    for team, person in _people(kept):
        said = {(each["week"], each["activity"]): each for each in person["check_ins"]}
        for (week, id_), each in sorted(said.items()):
            activity = rubric.by_id.get(id_)
            name, unit = (_(activity.name), _(activity.unit)) if activity else (id_, "")
            yield (team, person["name"], *_days(week), name, each["amount"], each["planned"], unit)


def _entries(kept: Sequence[Mapping[str, Any]]) -> Rows:
    for team in kept:
        rows = Counter(one["entry"] for person in team["people"] for one in person["snapshots"])
        for place, entry in enumerate(team["entries"], 1):
            what = (KINDS[entry["what"]], entry["name"], rows[place], _("yes") if entry["replaces"] else "")
            yield (team["name"], _moment(entry["at"]), *what, _moment(entry["undone_at"]))


def _findings(kept: Sequence[Mapping[str, Any]]) -> Rows:
    for team in kept:
        for entry in team["entries"]:
            for finding in entry["findings"]:
                yield (team["name"], _moment(entry["at"]), *(finding[name] for name in COLUMNS))


def _days(*days: str | None) -> list[pd.Timestamp]:
    return [pd.Timestamp(day).normalize() if day else pd.NaT for day in days]


def _moment(at: str | None) -> str:
    """To the minute."""
    return at[:16].replace("T", " ") if at else ""
