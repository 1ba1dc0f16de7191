"""A workshop's room as a table and as a workbook. An anonymous one gives what its wall shows, and nothing else."""

from collections.abc import Iterator, Mapping

import pandas as pd

from ssi_core.charts.figures import ESTIMATE
from ssi_core.charts.figures import figures as estimates
from ssi_core.i18n import _, ngettext
from ssi_core.report.export import to_csv, to_xlsx
from ssi_core.rubric import Rubric, load
from ssi_core.scoring.frame import GROUP, PERSON
from ssi_core.store.engine import Store
from ssi_core.store.rights import Account
from ssi_core.wording import day
from ssi_core.workshop import figures
from ssi_core.workshop.figures import Action, Change, Figures, K
from ssi_core.workshop.rooms import Room, room

Rounds = Mapping[int, Figures | None]
Cells = dict[tuple[str, str], float]  # by what it is, and its unit

PEOPLE, OF_100, OF_25 = _("people"), _("points of 100"), _("points of 25")


def as_csv(store: Store, account: Account, room_id: int) -> bytes:
    """The room's figures; of a room with names instead a row a person and round, which "Team data" reads.

    Raises StoreError where the room isn't the account's, and where its sheets can't be scored any more.
    """
    found = room(store, account, room_id)
    if found.named:
        return to_csv(_people(store, account, found))
    table = _figures(store, found, of_rounds(store, found))
    return to_csv(table.map(lambda cell: cell if cell is None or isinstance(cell, str) else f"{cell:g}"))


def as_workbook(store: Store, account: Account, room_id: int) -> bytes:
    """An XLSX workbook: what the room is, its figures by round, and with names a row a person and round.

    Raises as `as_csv`.
    """
    found = room(store, account, room_id)
    rounds = of_rounds(store, found)
    sheets = {_("Room"): _about(found, rounds), _("Figures"): _figures(store, found, rounds)}
    if found.named:
        sheets[_("People")] = _people(store, account, found)
    return to_xlsx(sheets)


def of_rounds(store: Store, of: Room) -> Rounds:
    """The figures of each round that has begun, None where there may be none."""
    return {round_: figures.figures(store, of, round_) for round_ in range(1, of.round + 1)}


def notes(of: Room, rounds: Rounds) -> Iterator[str]:
    """Sentences on what the figures rest on, and on who is in them."""
    yield _("All of it is an estimate, as LinkedIn publishes no formula; under 2 points is no news.")
    asked, rubric = len(of.activities), load()
    rests_on = _("It rests on what people said of themselves in {n} of {all} questions.")
    yield rests_on.format(n=asked, all=len(rubric.ids))
    if asked < len(rubric.ids):
        yield _("What nobody was asked is filled with what members typically reach.")
    if not of.named:
        yield _("The room is anonymous: there are figures from {k} people on, and never of one of them.").format(k=K)
    for round_, found in rounds.items():
        if found is None:
            yield _("Round {round}: {why}.").format(round=round_, why=why_none(of))
        elif found.left_out:
            words = ngettext(
                "Round {round}: {n} more has finished and is left out, so that nobody can be told by the difference.",
                "Round {round}: {n} more have finished and are left out, so that nobody can be told by the difference.",
                found.left_out,
            )
            yield words.format(round=round_, n=found.left_out)


def why_none(of: Room) -> str:
    """Why a round of the room has no figures."""
    if of.same_questions:
        return _("fewer than {k} have finished").format(k=K)
    return _("the questionnaire has changed since")


def _about(of: Room, rounds: Rounds) -> pd.DataFrame:
    facts = {
        _("Room"): of.name,
        _("Rounds"): _("{n} of {all}").format(n=of.round, all=of.rounds),
        _("Questions"): _("{n} of {all}").format(n=len(of.activities), all=len(load().ids)),
        _("Who sees what"): _("With names") if of.named else _("Anonymous"),
        _("Deleted after"): day(of.ends_on),
    }
    rows = [*facts.items(), *((_("Note"), note) for note in notes(of, rounds))]
    return pd.DataFrame(rows, columns=[_("What"), _("Value")])


def _figures(store: Store, of: Room, rounds: Rounds) -> pd.DataFrame:
    """One row a figure, one column a round, and the change from round 1 to the one that runs. Blank is none."""
    rubric = load()
    columns: dict[str, Cells] = {}
    for round_, found in rounds.items():
        name = _("Round {n}").format(n=round_)
        columns |= {_marked(name, found): _of_round(found, rubric)} if found else {f"{name} ({why_none(of)})": {}}
    if (now := rounds[of.round]) and (changed := figures.change(store, of)):
        name = _("From round 1 to {n}, who answered both").format(n=of.round)
        columns[_marked(name, now)] = _of_change(changed, rubric)
    keys = dict.fromkeys(key for cells in columns.values() for key in cells)
    rows = [(*key, *(cells.get(key) for cells in columns.values())) for key in keys]
    return pd.DataFrame(rows, columns=[_("Figure"), _("Unit"), *columns], dtype=object)


def _marked(name: str, found: Figures) -> str:
    """A column's name, which says so where its people are made up."""
    return _("{name}, made-up people").format(name=name) if found.made_up else name


def _of_round(found: Figures, rubric: Rubric) -> Cells:
    return {
        (_("People counted"), PEOPLE): found.people,
        (_("Finished, but left out"), PEOPLE): found.left_out,
        (_("Mean estimate"), OF_100): found.mean,
        **{
            (_("In the band {name}, {low} to {high}").format(name=_(b.name), low=b.low, high=b.high), PEOPLE): (
                found.bands[b.name]
            )
            for b in rubric.bands
        },
        **_of_pillars(found.pillars, rubric),
        **{key: value for action in found.actions for key, value in _of_action(action, rubric).items()},
    }


def _of_pillars(points: Mapping[str, float], rubric: Rubric) -> Cells:
    named = ((_("Mean of: {name}").format(name=_(pillar.name)), pillar.id) for pillar in rubric.pillars)
    return {(name, OF_25): points[id_] for name, id_ in named if id_ in points}


def _of_action(action: Action, rubric: Rubric) -> Cells:
    what = _("Next action: {name}").format(name=_(rubric.by_id[action.activity].name))
    return {
        (what, _("points more, on average")): action.gain,
        (what, _("points more, low (8 in 10)")): action.low,
        (what, _("points more, high (8 in 10)")): action.high,
        (what, _("minutes a week")): action.minutes,
    }


def _of_change(changed: Change, rubric: Rubric) -> Cells:
    return {
        (_("People counted"), PEOPLE): changed.people,
        (_("Finished, but left out"), PEOPLE): changed.left_out,
        (_("Mean estimate"), OF_100): changed.mean,
        **_of_pillars(changed.pillars, rubric),
        (_("Up by 2 points or more"), PEOPLE): changed.up,
        (_("About the same"), PEOPLE): changed.same,
        (_("Down by 2 points or more"), PEOPLE): changed.down,
    }


def _people(store: Store, account: Account, of: Room) -> pd.DataFrame:
    """One row a person and round, the last round last: "Team data" can keep that one. Blank is unknown."""
    rubric = load()
    rows = figures.people(store, account, of.id).sort_values([PERSON, "round"], ignore_index=True)
    total = estimates(rows, "", rubric)
    columns = {
        PERSON: rows[PERSON],
        GROUP: rows["made_up"].map({True: _("made up"), False: ""}),
        _("Round"): rows["round"],
        _("Estimate"): total[ESTIMATE],
        _("Low (8 in 10)"): total["low"],
        _("High (8 in 10)"): total["high"],
        _("Band"): rows["band"].where(total[ESTIMATE].notna()),
    }
    for pillar in rubric.pillars:
        columns[_("Estimate: {name}").format(name=_(pillar.short))] = estimates(rows, pillar.id, rubric)[ESTIMATE]
    return pd.DataFrame({**columns, **rows[list(of.activities)]}).round(2)
