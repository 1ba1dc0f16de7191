"""LinkedIn's own score: from the page's text as pasted, the JSON behind it, typed numbers or a tracker's table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class NotAScore(ValueError):
    """What was given holds no score; the message is a sentence for the person."""


@dataclass(frozen=True)
class Group:
    """The people a member is compared with. rank: the member is in the top so many percent; total, pillars: means.

    name: the industry's, where LinkedIn says it. change: since last week, as LinkedIn words it.
    """

    rank: float | None = None
    total: float | None = None
    pillars: Mapping[str, float] = field(default_factory=dict)
    name: str = ""
    change: str = ""


@dataclass(frozen=True)
class Official:
    """LinkedIn's own score as far as it is known: total 0 to 100, pillars by id 0 to 25 each.

    doubt: a question in words where the numbers don't fit each other, else empty.
    """

    total: float | None = None
    pillars: Mapping[str, float] = field(default_factory=dict)
    industry: Group | None = None
    network: Group | None = None
    team: Group | None = None
    on: date | None = None
    doubt: str = ""
