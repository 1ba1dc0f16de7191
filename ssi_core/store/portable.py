"""The file in which an account takes its history along, and how such a file is checked before anything is loaded.

It holds what was kept, undone and corrected rows included, but neither the database's ids nor who signed in with what.
Moments are UTC.
"""

from datetime import date
from math import isfinite
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, NaiveDatetime, ValidationError

from ssi_core.coaching import plan as coaching
from ssi_core.i18n import _
from ssi_core.intake.cells import identity, text
from ssi_core.intake.columns import Choice
from ssi_core.intake.findings import Finding
from ssi_core.intake.official import Group
from ssi_core.intake.strict_json import parse
from ssi_core.store import current
from ssi_core.store.faults import StoreError
from ssi_core.store.plans import check_amounts
from ssi_core.store.rights import HALF_A_SIGN, SHOWN, Privacy, Role, checked
from ssi_core.store.tables import entries, teams, ticks

KIND, VERSION = "ssi-coach-history", 1
LARGEST = 100_000_000  # bytes
DEEPEST = 20  # levels; an export has eleven
LONGEST = 3650  # days for which a team may keep snapshots
MOST_WEEKS = 1000  # of a plan
MOST_HABITS = 1000
MOST = 3_000_000  # values and keys; 500 people have as many in three years
WIDEST = 10_000  # keys of one object; a wide table's headers are some hundreds
T = TypeVar("T")
# Without fail_fast pydantic collects a kilobyte for each of millions of values that don't fit.
Several = Annotated[list[T], Field(fail_fast=True)]
ByName = Annotated[dict[str, T], Field(fail_fast=True)]
Line = Annotated[str, AfterValidator(text)]


class NotAnExport(ValueError):
    """A file that can't be loaded; the message is a sentence for the person. Nothing of it was loaded."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Snapshot(_Part):
    """As snapshots.Snapshot. entry: its place in the team's entries, from 1; again: places of those that brought it
    once more."""

    entry: int
    again: Several[int]
    on: date
    group: Line
    values: ByName[float]
    origins: ByName[str]
    official: ByName[float]
    groups: ByName[Group]
    outcomes: ByName[float]
    answers: ByName[int | None] | None
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
    ticks: Several[Tick]


class CheckIn(_Part):
    week: date
    activity: str
    amount: float
    planned: float | None
    at: NaiveDatetime


class Person(_Part):
    name: Line
    snapshots: Several[Snapshot]
    plans: Several[Plan]
    check_ins: Several[CheckIn]


class Entry(_Part):
    what: Literal["sheet", "score", "file"]
    name: str
    digest: str
    replaces: bool
    findings: Several[Finding]
    mapping: ByName[Choice]
    bars: ByName[float]
    at: NaiveDatetime
    undone_at: NaiveDatetime | None


class Member(_Part):
    """Who else may see the team; for its owners to read, never loaded."""

    email: str | None
    role: Role
    person: str | None


class Team(_Part):
    """personal: the account's own history, whose one person has no name."""

    name: Line
    personal: bool
    privacy: Privacy
    keep_days: int | None
    people: Several[Person]
    entries: Several[Entry]
    members: Several[Member]


class History(_Part):
    kind: Literal["ssi-coach-history"]
    version: Literal[1]
    exported: NaiveDatetime
    teams: Several[Team]


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
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST:  # before all of them become objects
        raise NotAnExport(_("This file holds more than a history can."))
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
    _check_values(data)
    return decoded


def _foreign() -> str:
    return _("This file is no history saved by SSI Coach, or it is damaged.")


def _check_values(value: Any, depth: int = 0) -> None:
    """What JSON may hold and no history does."""
    if depth > DEEPEST:
        raise NotAnExport(_("This file is nested too deep."))
    if isinstance(value, dict):
        if len(value) > WIDEST:
            raise NotAnExport(_("This file holds more than a history can."))
        for key, part in value.items():
            _check_values(key, depth)
            _check_values(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check_values(part, depth + 1)
    elif isinstance(value, str) and HALF_A_SIGN.search(value):
        raise NotAnExport(_("This file holds a text with a sign that is none."))
    elif isinstance(value, float) and not isfinite(value):
        raise NotAnExport(_("This file holds a number that is not finite."))


def _check_plans(history: History) -> None:
    for team in history.teams:
        for person in team.people:
            for made in person.plans:
                habits = made.plan.get("habits")
                if isinstance(habits, list) and len(habits) > MOST_HABITS:
                    raise NotAnExport(_("A plan in this file has more habits than there are."))
                _Shape.model_validate({"plan": made.plan}, strict=False)


def _first(refusal: ValidationError) -> str:
    """Where the first thing is that doesn't fit, and what is wrong with it."""
    problem = refusal.errors(include_url=False, include_input=False)[0]
    where = " › ".join(str(part + 1 if isinstance(part, int) else part[:SHOWN]) for part in problem["loc"])
    return _("{where}: {problem}.").format(where=where or KIND, problem=problem["msg"])


def _check_team(team: Team) -> None:
    """What the types can't say: nobody stands twice, every entry named is there, and all of it can be kept."""
    names = [identity(person.name) for person in team.people]
    if len(set(names)) < len(names) or (team.personal and names != [""]):
        raise NotAnExport(_("Team “{team}”: the names of its people don't fit.").format(team=team.name))
    if not (team.personal or team.name):
        raise NotAnExport(_("A team in this file has no name."))
    if team.keep_days is not None and not 1 <= team.keep_days <= LONGEST:
        raise NotAnExport(_("Team “{team}”: kept for 1 to {n} days.").format(team=team.name, n=LONGEST))
    try:
        _check_kept(team)
    except StoreError as refusal:
        raise NotAnExport(str(refusal)) from None
    for person in team.people:
        _check_references(person, len(team.entries))


def _check_kept(team: Team) -> None:
    """Raises StoreError for what can't be kept in the app either."""
    checked(team.name, teams.c.name)
    for entry in team.entries:
        checked(entry.name, entries.c.name)
        checked(entry.digest, entries.c.digest)
    for person in team.people:
        if not team.personal:
            current.name_of(person.name)
        for one in person.snapshots:
            said = one.model_dump(exclude={"entry", "again", "at"})
            current.kept_as(current.Snapshot(person.name, **said), personal=team.personal)
        for said in person.check_ins:
            current.check_day(said.week)
            check_amounts([(said.activity, said.amount), (said.activity, said.planned or 0)])
        for made in person.plans:
            current.check_day(made.start)
            for tick in made.ticks:
                checked(tick.activity, ticks.c.activity)
                checked(tick.item, ticks.c.item)


def _check_references(person: Person, entries: int) -> None:
    """Raises NotAnExport with the person's name."""
    fits = all(1 <= place <= entries for one in person.snapshots for place in (one.entry, *one.again))
    fits &= all(len({one.entry, *one.again}) == 1 + len(one.again) for one in person.snapshots)
    fits &= all(1 <= tick.week <= MOST_WEEKS for made in person.plans for tick in made.ticks)
    fits &= all(said.week.weekday() == 0 for said in person.check_ins)
    if not fits:
        raise NotAnExport(_("“{person}”: a figure or a reference doesn't fit.").format(person=person.name))
