"""The team in this session: its files as they were read, what the user said about them, and the scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps

import pandas as pd
import streamlit as st

from ssi_core.coaching import TeamAdvice, team_advice
from ssi_core.coaching.team import ScoredTeam, by_name, score_team
from ssi_core.i18n import _, ngettext
from ssi_core.intake.columns import Choice, Match, recognise
from ssi_core.intake.files import read_files
from ssi_core.intake.findings import Finding
from ssi_core.intake.questions import Answers
from ssi_core.intake.tables import Table, Unreadable
from ssi_core.intake.team import Team, read_team
from ssi_core.rubric import load
from ssi_core.samples import TEAMS, Sample, load_bytes
from ssi_core.scoring.frame import PERSON
from ssi_core.store.engine import NotAllowed, StoreError

_ROSTER, _PENDING, _REFUSAL, _PERSON = "team.roster", "team.pending", "team.refusal", "team.person"
_ON_PAGE = "team.on_page"
_PARAM = "team"
PANEL = next(sample for sample in TEAMS if sample.id == "team_panel")  # with results, over half a year


@dataclass(frozen=True)
class Roster:
    """A team sheet on show. mapping and answers are what the user said; everything else follows from the tables."""

    name: str
    tables: Sequence[Table]
    refused: Sequence[Finding] = ()
    mapping: dict[str, Choice] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    sample: str = ""  # the sample's id, empty for the user's own files
    remembered: Sequence[str] = ()  # headers that are read as was said before

    @cached_property
    def team(self) -> Team:
        return read_team(self.tables, load(), self.mapping, self.answers)

    @cached_property
    def key(self) -> str:
        """Tells these files from all others, in the keys of what is set for them; the same after every answer."""
        return f"team.{hash(tuple(self.tables)) & 0xFFFFFFFF:x}"

    def key_of(self, person: str) -> str:
        """The same for what is set for one person; a name in a key would stand in the page's source."""
        return f"{self.key}.{hash(person) & 0xFFFFFFFF:x}"

    def now(self) -> "Roster":
        """The same team as this visitor may see it now. Raises StoreError where it can't be shown."""
        return self

    @property
    def sees_all(self) -> bool:
        """Whether everybody's activities may be seen."""
        return True

    @property
    def matches(self) -> Sequence[Sequence[Match]]:
        """What each table's columns are taken for, also where they do not make a team yet."""
        try:
            return self.team.matches
        except Unreadable:
            return [recognise(table.header, load(), self.mapping) for table in self.tables]

    @cached_property
    def scores(self) -> ScoredTeam:
        return score_team(by_name(self.team.frame), load())

    @property
    def people(self) -> pd.DataFrame:
        """Each person's newest scored row."""
        return self.scores.people

    @cached_property
    def advice(self) -> list[TeamAdvice]:
        """What raises the team's mean most, the best first."""
        return team_advice(self.people, fit=self.scores.fit)

    @property
    def over_time(self) -> pd.DataFrame:
        """Everybody's totals by date as far as they may be seen: scored rows."""
        return self.scores.scored

    def asked(self, data: Callable[[], bytes]) -> Callable[[], bytes]:
        """The same file for a download, which asks first whether the team may still be seen."""
        return data

    @property
    def findings(self) -> list[Finding]:
        return [*self.refused, *self.team.findings]

    @property
    def summary(self) -> str:
        """What the data in use are, for the top of every team page."""
        people, findings = len(self.people), len(self.findings)
        return ", ".join(
            [
                self.name,
                ngettext("{n} person", "{n} people", people).format(n=people),
                ngettext("{n} finding", "{n} findings", findings).format(n=findings),
            ]
        )


def roster() -> Roster | None:
    """The team on show as this visitor may see it now; None before anything was opened, or where it can't be shown.

    That it may no longer be seen is then a sentence for `refusal`; faults of the store are said where others open.
    """
    if (current := st.session_state.get(_ROSTER)) is None:
        return None
    try:
        st.session_state[_ROSTER] = current.now()
    except NotAllowed as reason:
        st.session_state[_REFUSAL] = str(reason)
        close()
        return None
    except StoreError:
        return None
    return st.session_state[_ROSTER]


def fragment(part: Callable[..., None]) -> Callable[..., None]:
    """st.fragment for a part that shows people.

    Streamlit reruns it without its page, with what the page gave it last. So it asks first whether the team on show is
    still what this visitor may see; if not, the whole page is made anew.
    """

    @st.fragment
    @wraps(part)
    def shown(*args, **kwargs) -> None:
        if roster() is not st.session_state.get(_ON_PAGE):
            st.rerun()
        part(*args, **kwargs)

    return shown


def pending() -> Roster | None:
    """Files that make no team until the user says which column holds the names, or the figures."""
    return st.session_state.get(_PENDING)


def open_files(files: Sequence[tuple[str, bytes]], said: Mapping[str, Choice] | None = None) -> None:
    """Read the files as one team; what cannot be read at all becomes a sentence for `refusal`.

    said: what was said of columns before, by header.
    """
    st.session_state.pop(_PENDING, None)
    try:
        tables, refused = read_files(files)
    except Unreadable as refusal:
        st.session_state[_REFUSAL] = str(refusal)
    else:
        headers = {header for table in tables for header in table.header}
        known = {header: choice for header, choice in (said or {}).items() if header in headers}
        _again(Roster(_named(tables), tables, refused, known, remembered=tuple(known)))


def _named(tables: Sequence[Table]) -> str:
    """The first file, and how many more were read."""
    first, *more = dict.fromkeys(table.file for table in tables)
    return _("{file} and {n} more").format(file=first, n=len(more)) if more else first


def made_up(sample: Sample) -> Roster:
    """The sample team, without putting it on show."""
    tables, refused = read_files([(sample.file, load_bytes(sample.id))])
    return Roster(_(sample.name), tables, refused, sample=sample.id)


def open_sample(sample: Sample) -> None:
    """Put a sample team on show in place of the user's own."""
    show(made_up(sample))


def restore_from_address() -> None:
    """Open the sample team that the address names, at the start of a session."""
    sample = next((sample for sample in TEAMS if sample.id == st.query_params.get(_PARAM)), None)
    if sample and roster() is None:
        open_sample(sample)


def keep_in_address() -> None:
    """Name the sample team on show in the address, at the start of every run; a team of the user's own is not named."""
    current = st.session_state[_ON_PAGE] = roster()
    if current is not None and current.sample:
        st.query_params[_PARAM] = current.sample
    else:
        st.query_params.pop(_PARAM, None)


def close() -> None:
    """Forget the team on show."""
    st.session_state.pop(_ROSTER, None)
    st.session_state.pop(_PENDING, None)
    st.session_state.pop(_PERSON, None)


def remap(column: str, choice: Choice) -> None:
    """Read the same files again with what the user says a column is."""
    current = pending() or roster()
    _again(replace(current, mapping=current.mapping | {column: choice}))


def answer(about: str, value: object) -> None:
    """Read the same files again with the answer to a question about rows or cells."""
    current = roster()
    _again(replace(current, answers=replace(current.answers, **{about: value})))


def refusal() -> str | None:
    """Why the last files or the last change were refused, once."""
    return st.session_state.pop(_REFUSAL, None)


def choose(person: str) -> None:
    """Remember whom the manager clicked."""
    st.session_state[_PERSON] = person


def chosen() -> str | None:
    """The person clicked last, if the team on show still has them."""
    current, person = roster(), st.session_state.get(_PERSON)
    return person if current is not None and person in set(current.people[PERSON]) else None


def _again(changed: Roster) -> None:
    """Puts the team on show; new files that make no team yet wait for what the user says about their columns."""
    try:
        show(changed)
    except Unreadable as refusal:
        st.session_state[_REFUSAL] = str(refusal)
        if (current := roster()) is None or current.tables is not changed.tables:
            st.session_state[_PENDING] = changed


def show(new: Roster) -> None:
    """Replaces the team on show, once it is certain that it can be read. Raises Unreadable."""
    _team = new.team
    st.session_state[_ROSTER] = new
    st.session_state.pop(_PENDING, None)
