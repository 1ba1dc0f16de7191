"""The file in which an account takes its history along, and how such a file is checked before anything is loaded.

It holds what was kept, undone and corrected rows included, but neither the database's ids nor who signed in with what.
Moments are UTC.
"""

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, NaiveDatetime, ValidationError

from ssi_core.coaching import plan as coaching
from ssi_core.i18n import _
from ssi_core.intake.cells import LIMIT, identity, text
from ssi_core.intake.columns import Choice
from ssi_core.intake.findings import Finding
from ssi_core.intake.official import Group
from ssi_core.intake.strict_json import parse
from ssi_core.store.rights import Privacy, Role

KIND, VERSION = "ssi-coach-history", 1
LARGEST = 100_000_000  # bytes
DEEPEST = 20  # levels; an export has eleven
LONGEST = 3650  # days for which a team may keep snapshots
MOST_WEEKS = 1000  # of a plan
NO_SIGN = re.compile("[\0\ud800-\udfff]")


class NotAnExport(ValueError):
    """A file that can't be loaded; the message is a sentence for the person. Nothing of it was loaded."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Snapshot(_Part):
    """As snapshots.Snapshot. entry: its place in the team's entries, from 1; again: places of those that brought it
    once more."""

    entry: int
    again: list[int]
    on: date
    group: str
    values: dict[str, float]
    origins: dict[str, str]
    official: dict[str, float]
    groups: dict[str, Group]
    outcomes: dict[str, float]
    answers: dict[str, int | None] | None
    rubric: str
    at: NaiveDatetime


class Tick(_Part):
    week: int
    activity: str
    item: str
    done: bool
    at: NaiveDatetime


class Plan(_Part):
    start: date
    plan: dict[str, JsonValue]
    wish: dict[str, JsonValue]
    at: NaiveDatetime
    ended_at: NaiveDatetime | None
    ticks: list[Tick]


class CheckIn(_Part):
    week: date
    activity: str
    amount: float
    planned: float | None
    at: NaiveDatetime


class Person(_Part):
    name: str
    snapshots: list[Snapshot]
    plans: list[Plan]
    check_ins: list[CheckIn]


class Entry(_Part):
    what: Literal["sheet", "score", "file"]
    name: str
    digest: str
    replaces: bool
    findings: list[Finding]
    mapping: dict[str, Choice]
    bars: dict[str, float]
    at: NaiveDatetime
    undone_at: NaiveDatetime | None


class Member(_Part):
    """Who else may see the team; for its owners to read, never loaded."""

    email: str | None
    role: Role
    person: str | None


class Team(_Part):
    """personal: the account's own history, whose one person has no name."""

    name: str
    personal: bool
    privacy: Privacy
    keep_days: int | None
    people: list[Person]
    entries: list[Entry]
    members: list[Member]


class History(_Part):
    kind: Literal["ssi-coach-history"]
    version: Literal[1]
    exported: NaiveDatetime
    teams: list[Team]


class _Shape(_Part):
    plan: coaching.Plan


def parsed(content: bytes) -> History:
    """What the file holds. Raises NotAnExport for whatever is not an export in full, and says where."""
    try:
        history = History.model_validate_json(_text(content))
        _check_plans(history)
    except ValidationError as refusal:
        raise NotAnExport(_first(refusal)) from None
    for team in history.teams:
        _check_team(team)
    if sum(team.personal for team in history.teams) > 1:
        raise NotAnExport(_("This file holds more than one person's own history."))
    return history


def _text(content: bytes) -> str:
    """The file's text, if it is JSON of our kind and version without loose ends."""
    if len(content) > LARGEST:
        raise NotAnExport(_("This file is larger than {n} MB.").format(n=LARGEST // 1_000_000))
    try:
        decoded = content.decode("utf-8-sig")
        data = parse(decoded)
    except ValueError as error:
        raise NotAnExport(_foreign()) from error
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise NotAnExport(_foreign())
    version = data.get("version")
    if type(version) is not int:  # True is 1
        raise NotAnExport(_foreign())
    if version > VERSION:
        raise NotAnExport(
            _("This file was made by a newer version ({version}). Update the app.").format(version=version)
        )
    for value, depth in _values(data):
        _check_value(value, depth)
    return decoded


def _foreign() -> str:
    return _("This file is no history saved by SSI Coach, or it is damaged.")


def _values(content: Any) -> Iterator[tuple[Any, int]]:
    """Every key and value of the JSON, with its depth."""
    waiting = [(content, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if isinstance(value, dict):
            waiting += [(key, depth) for key in value]
            value = list(value.values())
        if isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]


def _check_value(value: Any, depth: int) -> None:
    """What JSON may hold and no database takes."""
    if depth > DEEPEST:
        raise NotAnExport(_("This file is nested too deep."))
    if isinstance(value, str) and NO_SIGN.search(value):
        raise NotAnExport(_("This file holds a text with a sign that is none."))
    if isinstance(value, float) and not math.isfinite(value):
        raise NotAnExport(_("This file holds a number that is not finite."))


def _check_plans(history: History) -> None:
    for team in history.teams:
        for person in team.people:
            for made in person.plans:
                _Shape.model_validate({"plan": made.plan}, strict=False)


def _first(refusal: ValidationError) -> str:
    """Where the first thing is that doesn't fit, and what is wrong with it."""
    problem = refusal.errors(include_url=False, include_input=False)[0]
    where = " › ".join(str(part + 1 if isinstance(part, int) else part) for part in problem["loc"])
    return _("{where}: {problem}.").format(where=where or KIND, problem=problem["msg"])


def _check_team(team: Team) -> None:
    """What the types can't say: nobody stands twice, every entry named is there, amounts are amounts."""
    names = [identity(person.name) for person in team.people]
    if len(set(names)) < len(names) or (team.personal and names != [""]):
        raise NotAnExport(_("Team “{team}”: the names of its people don't fit.").format(team=team.name))
    if not (team.personal or text(team.name)):
        raise NotAnExport(_("A team in this file has no name."))
    if team.keep_days is not None and not 1 <= team.keep_days <= LONGEST:
        raise NotAnExport(_("Team “{team}”: kept for 1 to {n} days.").format(team=team.name, n=LONGEST))
    for person in team.people:
        _check_person(person, len(team.entries))


def _check_person(person: Person, entries: int) -> None:
    """Raises NotAnExport with the person's name."""
    fits = all(
        all(1 <= place <= entries for place in (one.entry, *one.again)) and _amounts(*one.values.values())
        for one in person.snapshots
    )
    fits &= all(_amounts(said.amount, said.planned or 0) for said in person.check_ins)
    fits &= all(1 <= tick.week <= MOST_WEEKS for made in person.plans for tick in made.ticks)
    if not fits:
        raise NotAnExport(_("“{person}”: a figure or a reference doesn't fit.").format(person=person.name))


def _amounts(*values: float) -> bool:
    return all(0 <= value <= LIMIT for value in values)
