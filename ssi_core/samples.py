"""The samples that come with the app: teams and a member as files, and people for a training.

sample_data/make.py makes them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ssi_core.i18n import _

FOLDER = Path(__file__).parents[1] / "sample_data"


@dataclass(frozen=True)
class Sample:
    id: str
    name: str
    description: str
    kind: Literal["team", "person", "member"]
    file: str


@dataclass(frozen=True)
class Persona:
    """An invented person: a story of two sentences, the band of their estimate, activities in the rubric's units."""

    id: str
    name: str
    story: str
    band: str
    values: Mapping[str, float]


TEAMS = (
    Sample(
        "team",
        _("Sample team"),
        _("24 people in three groups: a usual week and LinkedIn's own scores."),
        "team",
        "team.csv",
    ),
    Sample(
        "team_messy",
        _("Messy sample team"),
        _("The same team in a sheet as they really are: five languages, decimal commas, a totals row, a name twice."),
        "team",
        "team_messy.csv",
    ),
    Sample(
        "team_panel",
        _("Sample team over 26 weeks"),
        _("12 people, a row a week, with LinkedIn's own scores and how much of their quota they reached."),
        "team",
        "team_panel.csv",
    ),
)
MEMBER = Sample(
    "linkedin_data",
    _("Sample LinkedIn data"),
    _("Everything that an invented member asked LinkedIn for: the complete archive, creator analytics and the score."),
    "member",
    "linkedin_archive.zip",
)
MEMBER_FILES = (MEMBER.file, "linkedin_analytics.xlsx", "linkedin_score.json")


def samples() -> tuple[Sample, ...]:
    """The teams, the member, then the people, whose description is their story."""
    people = (Sample(person.id, person.name, person.story, "person", "personas.json") for person in personas())
    return (*TEAMS, MEMBER, *people)


def load_member() -> list[tuple[str, bytes]]:
    """The sample member's files, by name, as somebody would drop them."""
    return [(name, (FOLDER / name).read_bytes()) for name in MEMBER_FILES]


def personas() -> tuple[Persona, ...]:
    """Five people, from beginner to excellent; an activity that is missing in `values` is unknown."""
    return tuple(Persona(**entry) for entry in json.loads((FOLDER / "personas.json").read_text(encoding="utf-8")))


def load_bytes(sample_id: str) -> bytes:
    """The sample's file as it is. Raises KeyError when there is no such sample."""
    return (FOLDER / {sample.id: sample.file for sample in samples()}[sample_id]).read_bytes()
