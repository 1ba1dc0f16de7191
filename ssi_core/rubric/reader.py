"""Reads activities.toml into frozen models and refuses a rubric that does not add up."""

import math
import os
import re
import tomllib
import zlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

SHIPPED = Path(__file__).with_name("activities.toml")
PILLAR_POINTS = 25.0

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Synonyms = dict[Literal["en", "es", "nl", "de", "fr", "pt"], tuple[Text, ...]]


class RubricError(ValueError):
    """The rubric file cannot be used; the message names the file, the entry's id and the problem."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Pillar(_Entry):
    """One of the four parts of the index, 25 points each. `mean` is LinkedIn's published mean in points."""

    id: Id
    name: Text
    short: Text
    mean: Annotated[float, Field(ge=0, le=PILLAR_POINTS)]


class Band(_Entry):
    """A named stretch of whole scores, both ends included."""

    name: Text
    low: int = Field(alias="from")
    high: int = Field(alias="to")

    @property
    def edge(self) -> float:
        """The score from which on, rounded half up, it lies in this band or above."""
        return max(self.low - 0.5, 0.0)


class Benchmark(_Entry):
    """A published mean of the total, with where it comes from."""

    id: Id
    name: Text
    total: Annotated[float, Field(ge=0, le=100)]
    source: Id
    note: Text


class ChecklistItem(_Entry):
    """One line of a checklist; a member's own files answer those whose id they know."""

    id: Id
    item: Text
    percent: Annotated[float, Field(gt=0, le=100)]


class Activity(_Entry):
    """One thing a member does (or earns), in `unit`; `full` of it earns all of `weight` points."""

    id: Id
    pillar: Id
    name: Text
    unit: Text
    weight: Positive
    full: Positive
    curve: Annotated[float, Field(ge=0, le=20, allow_inf_nan=False)]
    kind: Literal["flow", "stock", "rate"]
    minutes: Positive
    action: Annotated[str, Field(pattern=r"\{to\}")]
    action_one: Annotated[str, Field(pattern=r"\{to\}")] | None = None
    unit_one: Text | None = None
    advice: Text
    question: Text
    count: Text
    where: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    lever: str | None = None
    limit: Positive | None = None
    options: tuple[Text, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    synonyms: Synonyms = {}

    @property
    def earned(self) -> bool:
        """Whether others decide about it, so that the advice is a lever and not a quantity."""
        return self.lever is not None

    @property
    def step(self) -> float:
        """The least amount that can be added: one, or what every item of the checklist is a multiple of."""
        return float(math.gcd(*(int(entry.percent) for entry in self.checklist))) if self.checklist else 1.0

    @property
    def percent(self) -> bool:
        """Whether the unit is percent, 0 to 100."""
        return self.unit.startswith("%")

    @model_validator(mode="after")
    def _has_answers(self) -> "Activity":
        if self.checklist:
            if self.options:
                raise ValueError("takes options or a checklist, not both")
            if abs(sum(entry.percent for entry in self.checklist) - 100) > 1e-9:
                raise ValueError("checklist must add up to 100 percent")
        elif len(self.options) != 5:
            raise ValueError(f"needs exactly five options, found {len(self.options)}")
        return self


class Column(_Entry):
    """A column of a team sheet that is no activity: who, when, the days a row covers, LinkedIn's own score, a count,
    a result. `bar`: from where on a result counts as reached, in percent.
    """

    id: Id
    role: Literal["person", "group", "date", "period", "official", "count", "outcome"]
    name: Text
    bar: Positive | None = None
    synonyms: Synonyms = {}


class UsageReport(_Entry):
    """Columns by which the usage reports of LinkedIn's paid tools are told from sheets that people keep themselves."""

    headers: tuple[Text, ...]


class Rate(_Entry):
    """A rate from two counts, (count + strength * prior) / (of + strength)."""

    id: Id
    count: Id
    of: Id
    prior: Annotated[float, Field(ge=0, le=1)]
    strength: Positive


class DecisionMakers(_Entry):
    """Words of job titles by language: who decides, what takes that back, who only serves somebody who does."""

    yes: Annotated[Synonyms, Field(min_length=1)]
    no: Synonyms = {}
    serves: Synonyms = {}

    @model_validator(mode="after")
    def _is_clear(self) -> "DecisionMakers":
        lists = (self.yes, self.no, self.serves)
        yes, no, serves = ({word.casefold() for words in listed.values() for word in words} for listed in lists)
        if both := sorted(yes & (no | serves)):
            raise ValueError(f"'{both[0]}' both makes a decision maker and takes it back")
        for word in sorted(yes | no | serves):
            if re.fullmatch(r"\*?[^*]*[^\W\d_][^*]*(?: \* [^*]+)?", word) is None:
                raise ValueError(f"'{word}': a * stands before an ending, or between two words")
        return self


class Unknown(_Entry):
    """How an activity nobody told us about is filled, and how unsure that is."""

    sd: Positive
    correlation: Annotated[float, Field(ge=0, lt=1)]
    people: Annotated[int, Field(gt=1)]
    place_from: Annotated[float, Field(ge=0, le=1)]
    self_report: Annotated[float, Field(ge=0)]


class Rubric(_Entry):
    """All of activities.toml. Activities keep the file's order."""

    version: int
    sources: dict[str, str]
    unknown: Unknown
    pillars: tuple[Pillar, ...]
    bands: tuple[Band, ...]
    benchmarks: tuple[Benchmark, ...]
    activities: tuple[Activity, ...]
    columns: tuple[Column, ...] = ()
    usage_report: UsageReport
    rates: tuple[Rate, ...] = ()
    decision_makers: DecisionMakers

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The activities' ids in the file's order."""
        return tuple(activity.id for activity in self.activities)

    @cached_property
    def by_id(self) -> dict[str, Activity]:
        return {activity.id: activity for activity in self.activities}

    @cached_property
    def pillar_ids(self) -> tuple[str, ...]:
        return tuple(pillar.id for pillar in self.pillars)

    @cached_property
    def fingerprint(self) -> str:
        """Eight characters that change whenever an amount would score otherwise."""
        scored = [(a.id, a.pillar, a.weight, a.full, a.curve) for a in self.activities]
        return f"{zlib.crc32(repr((scored, self.unknown)).encode()):08x}"

    @cached_property
    def questionnaire(self) -> str:
        """Four characters that change with the questions, so that an answer never counts for one that nobody saw."""
        seen = [(a.id, a.question, a.options, [entry.item for entry in a.checklist]) for a in self.activities]
        return f"{zlib.crc32(repr(seen).encode()) & 0xFFFF:04x}"

    def in_pillar(self, pillar: str) -> tuple[Activity, ...]:
        return tuple(activity for activity in self.activities if activity.pillar == pillar)

    def pillar_of(self, activity: Activity) -> Pillar:
        return next(pillar for pillar in self.pillars if pillar.id == activity.pillar)

    @model_validator(mode="after")
    def _adds_up(self) -> "Rubric":
        for kind in ("pillars", "benchmarks", "activities", "columns"):
            _refuse_twins(kind, [entry.id for entry in getattr(self, kind)])
        for activity in self.activities:
            if activity.pillar not in self.pillar_ids:
                raise ValueError(f"activity '{activity.id}': no pillar is called '{activity.pillar}'")
            for source in activity.sources:
                if source not in self.sources:
                    raise ValueError(f"activity '{activity.id}': no source is called '{source}'")
        for benchmark in self.benchmarks:
            if benchmark.source not in self.sources:
                raise ValueError(f"benchmark '{benchmark.id}': no source is called '{benchmark.source}'")
        for pillar in self.pillars:
            weight = sum(activity.weight for activity in self.in_pillar(pillar.id))
            if abs(weight - PILLAR_POINTS) > 1e-9:
                raise ValueError(f"pillar '{pillar.id}': weights add up to {weight:g}, must be {PILLAR_POINTS:g}")
        for before, band in zip((None, *self.bands), (*self.bands, None), strict=True):
            start = 0 if before is None else before.high + 1
            if band is None:
                if start != 101:
                    raise ValueError(f"band '{before.name}': the last band must end at 100")
            elif band.low != start or band.high < band.low:
                raise ValueError(f"band '{band.name}': must begin at {start} and end at or above it")
        for rate in self.rates:
            if rate.id not in self.by_id:
                raise ValueError(f"rate '{rate.id}': no activity has this id")
        return self


def _refuse_twins(kind: str, ids: list[str]) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"{kind}: the id '{name}' stands twice")


def load(path: str | Path | None = None) -> Rubric:
    """The rubric in `path`, else the file that SSI_RUBRIC names, else the one shipped with the app.

    Raises RubricError, with the file, the entry's id and the problem in its message.
    """
    file = Path(path or os.environ.get("SSI_RUBRIC") or SHIPPED)
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError as error:
        raise RubricError(f"{file}: cannot be read ({error.strerror})") from None


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int) -> Rubric:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return Rubric.model_validate(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RubricError(f"{file.name}: not a TOML file ({error})") from None
    except ValidationError as error:
        raise RubricError(f"{file.name}: {_in_words(error, data)}") from None


def _in_words(error: ValidationError, data: dict) -> str:
    """The first problem, named by the entry's id and not by its position."""
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ")
    where = first["loc"]
    if len(where) < 2 or not isinstance(where[1], int):
        return ": ".join([*map(str, where), message])
    entry = data[where[0]][where[1]]
    name = entry.get("id", f"number {where[1] + 1}") if isinstance(entry, dict) else f"number {where[1] + 1}"
    field = ".".join(map(str, where[2:]))
    found = "" if not field or isinstance(first["input"], dict) else f", found {first['input']!r}"
    return f"{where[0]} '{name}'" + (f", {field}" if field else "") + f": {message}{found}"
