"""What this session knows of the person: answers, LinkedIn files, LinkedIn's own score, or a sample in their place.

It starts from what the person has kept. Answers that are not kept yet also stand in the page's address, so that a
reload or a restart of the server brings them back. What was read from files lives in the session until it is kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache

import pandas as pd
import streamlit as st

from pages.parts import history, kept
from pages.parts.history import History
from ssi_core.i18n import _
from ssi_core.intake.ledger import Ledger, joined
from ssi_core.intake.measure import Measured, Value, frame, measure
from ssi_core.intake.member import read_member
from ssi_core.intake.official import TOTAL, Group, Official, groups_of, own_numbers
from ssi_core.intake.window import USUAL_DAYS
from ssi_core.questionnaire import (
    Answers,
    NotAnswers,
    activity_frame,
    from_draft,
    in_words,
    own_score_of,
    to_draft,
    value,
)
from ssi_core.rubric import Rubric, load
from ssi_core.samples import MEMBER, Persona, load_member, personas
from ssi_core.scoring import score
from ssi_core.scoring.frame import PERSON, complete
from ssi_core.store.snapshots import Snapshot

_ANSWERS, _OWN, _PERSONA, _PROBLEM = "me.answers", "me.own_score", "me.persona", "me.problem"
_GROUPS = "me.groups"
_FILES, PERIOD = "me.files", "me.period"  # the period in days, 0 for everything
_KEPT, _FROM, _MARK = "me.kept", "me.from", "me.mark"
_BELOW = "me.below"  # what was kept, without the check-ins since
_DRAFT_PARAM, _OWN_PARAM, _PERSONA_PARAM, _MARK_PARAM = "a", "o", "sample", "k"


@dataclass(frozen=True)
class Files:
    """What LinkedIn files have left, and their figures by the days that were asked for."""

    ledger: Ledger
    _figures: dict[int, Measured] = field(default_factory=dict, init=False)

    @property
    def measured(self) -> Measured:
        """The figures over the days that this visitor chose."""
        days = st.session_state.get(PERIOD, USUAL_DAYS)
        if days not in self._figures:
            self._figures[days] = measure(self.ledger, days or None, rubric=load())
        return self._figures[days]


@dataclass(frozen=True)
class Subject:
    """The one person on show: a scored row, where each activity comes from, and for a sample its story.

    counted: ids of the activities that LinkedIn files show. kept: of those known from an earlier visit alone. groups:
    the people LinkedIn compares this one with.
    """

    title: str
    row: pd.Series
    rests_on: Mapping[str, str]
    counted: Collection[str] = ()
    kept: Collection[str] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    self_report: bool = False
    story: str = ""

    @property
    def sample(self) -> bool:
        return bool(self.story)


def answers() -> Answers:
    return st.session_state.setdefault(_ANSWERS, {})


def own_score() -> dict[str, float]:
    """LinkedIn's own pillar scores by pillar id, and its "total", as far as they were entered."""
    return st.session_state.setdefault(_OWN, {})


def groups() -> dict[str, Group]:
    """What LinkedIn says of the person's industry, network and team, as far as it was pasted or read."""
    return st.session_state.setdefault(_GROUPS, {})


def keep_score(score: Official) -> None:
    """Put LinkedIn's own score in place of the one known so far; one without numbers only adds its ranks."""
    st.session_state[_GROUPS] = groups() | groups_of(score)
    keep(answers(), own_numbers(score) or None)


def keep(new_answers: Answers, new_own: dict[str, float] | None = None) -> None:
    """Replace the answers (and LinkedIn's own score), as after loading a file; a sample on show steps aside."""
    st.session_state[_ANSWERS] = dict(new_answers)
    if new_own is not None:
        st.session_state[_OWN] = dict(new_own)
    st.session_state[_PERSONA] = None


def show_persona(persona: str | None) -> None:
    """Put a sample persona on show, or with None go back to the person's own answers."""
    st.session_state[_PERSONA] = persona


def files() -> Files | None:
    """The LinkedIn files in use: the person's own, or the sample member's while that is on show."""
    return _sample_member_files() if sample_files() else st.session_state.get(_FILES)


def sample_files() -> bool:
    """Whether the sample member's files are on show."""
    return st.session_state[_PERSONA] == MEMBER.id


def show_own() -> None:
    """Put the person on show, with the files that are on show."""
    if not sample_files():
        show_persona(None)


def read_files(dropped: Sequence[tuple[str, bytes]]) -> None:
    """Add what these files show to what earlier ones did; a sample on show steps aside.

    LinkedIn's own score among them is kept as if it had been pasted.
    """
    show_persona(None)
    read, before = read_member(dropped, load()), files()
    st.session_state[_FILES] = Files(joined(before.ledger, read) if before else read)
    if read.official:
        keep_score(read.official)


def take_files_away() -> None:
    st.session_state.pop(_FILES, None)


def counted() -> Mapping[str, Value]:
    """What the person's own files show, by activity id."""
    return {} if sample_files() or (own := files()) is None else own.measured.activities


def file_names(value: Value) -> str:
    """The files a figure comes from, without the archive they lie in."""
    return ", ".join(dict.fromkeys(map(short_name, value.from_files)))


def short_name(file: str) -> str:
    """The file's name without the archive it lies in; the archive's for all the rest of it ("export.zip/…")."""
    return file.removesuffix("/…").rpartition("/")[2]


def kept_values() -> Mapping[str, tuple[float, str]]:
    """Amounts from an earlier visit, with where they come from, by activity id; a new answer goes before."""
    return _not_answered(_KEPT)


def _not_answered(name: str) -> Mapping[str, tuple[float, str]]:
    return {i: kept for i, kept in st.session_state.get(name, {}).items() if i not in answers()}


def snapshot(on: date) -> Snapshot | None:
    """All that is to be kept of the person, as of this day; None where that is nothing.

    Check-ins are kept already and count on top of it: with them in it they would count twice.
    """
    amounts, origins = _known(load(), _not_answered(_BELOW))
    if not (amounts or own_score()):
        return None
    return Snapshot(
        "",
        on,
        values=amounts,
        origins=origins,
        official=own_score(),
        groups={kind: asdict(group) for kind, group in groups().items()},
        answers=answers() or None,
    )


def start_from(past: History) -> None:
    """Take over what was kept, below what this session was told already."""
    rubric, known, below = load(), past.known_on(date.today()), past.kept_by(date.today())
    now_kept(past)
    if known is None or below is None:
        return
    given = known.answers or {}
    still = {i: given[i] for i in rubric.ids if i in given and _says(rubric, known.values.get(i), i, given[i])}
    if not (answers() or own_score()):
        st.session_state[_ANSWERS], st.session_state[_OWN] = still, dict(known.official)
        st.session_state[_GROUPS] = _groups_of(known)
    covered = known.values.keys() - still
    for name, one in ((_KEPT, known), (_BELOW, below)):
        st.session_state[name] = {i: (one.values[i], one.origins.get(i, "")) for i in covered & one.values.keys()}
    st.session_state[_MARK] = past.mark


def now_kept(past: History) -> None:
    """Says what is kept; to be called whenever that changes."""
    known = past.kept_by(date.today())
    st.session_state[_FROM] = known and _figures(known), known and past.snapshots[-1].on


def checked_in(past: History) -> None:
    """Starts anew from what is kept, so that a check-in shows, unless something else is not kept yet."""
    if kept_on():
        st.session_state[_ANSWERS], st.session_state[_OWN] = {}, {}
        start_from(past)


def kept_on() -> date | None:
    """The day on which all that is known of the person was kept; None where something is not."""
    known, on = st.session_state.get(_FROM, (None, None))
    return on if (now := snapshot(date.today())) and _figures(now) == known else None


def subject() -> Subject | None:
    """The person on show; None when nothing is known yet and no sample was chosen."""
    rubric = load()
    if sample_files():
        return _sample_member(rubric)
    chosen = next((persona for persona in personas() if persona.id == st.session_state[_PERSONA]), None)
    return made_up(chosen) if chosen else _own(rubric)


def _own(rubric: Rubric) -> Subject | None:
    """The person from all that is known."""
    amounts, origins = _known(rubric, kept_values())
    if not (answers() or own_score() or amounts):
        return None
    found, earlier = counted(), kept_values()
    known = activity_frame({}, rubric, own_score(), person=_("You")).assign(**amounts)
    said = bool(origins.keys() - found - earlier.keys())
    row = score(known, rubric, margin=rubric.unknown.self_report if said else 0).iloc[0]
    return Subject(_("Your score"), row, origins, found, earlier.keys() - found, groups(), self_report=said)


def _known(rubric: Rubric, earlier: Mapping[str, tuple[float, str]]) -> tuple[dict[str, float], dict[str, str]]:
    """Amounts and where they come from, by activity id.

    What was counted in files stands in place of what was answered, and that in place of what was kept.
    """
    found = counted()
    given = {i: answer for i, answer in answers().items() if answer is not None}
    amounts = {i: amount for i, (amount, _origin) in earlier.items()}
    amounts |= {i: value(rubric.by_id[i], answer) for i, answer in given.items()}
    origins = {i: origin for i, (_amount, origin) in earlier.items()}
    origins |= {i: in_words(rubric.by_id[i], answer) for i, answer in given.items()}
    return amounts | {i: figure.scored for i, figure in found.items()}, origins | _origins(found)


def _origins(counted: Mapping[str, Value]) -> dict[str, str]:
    return {i: f"{file_names(value)}: {value.words}" for i, value in counted.items()}


def _says(rubric: Rubric, amount: float | None, activity: str, answer: int | None) -> bool:
    """Whether the amount is what the answer gives, and nothing counted since."""
    return amount is None if answer is None else amount == value(rubric.by_id[activity], answer)


def _figures(known: Snapshot) -> tuple:
    return known.values, known.official, _groups_of(known)


def _groups_of(known: Snapshot) -> dict[str, Group]:
    return {kind: Group(**group) for kind, group in known.groups.items()}


@cache
def _sample_member_files() -> Files:
    return Files(read_member(load_member(), load()))


def _sample_member(rubric: Rubric) -> Subject:
    sample, name = _sample_member_files(), _("Sample member")
    found = sample.measured.activities
    own = sample.ledger.official or Official()
    row = score(frame(sample.measured, name, own, rubric), rubric).iloc[0]
    return Subject(name, row, _origins(found), found, groups_of(own), story=_(MEMBER.description))


def made_up(persona: Persona) -> Subject:
    """The persona as a person to show."""
    rubric = load()
    frame = complete(pd.DataFrame([{PERSON: persona.name, **persona.values}]), rubric)
    origins = dict.fromkeys(persona.values, _("Made up"))
    return Subject(_(persona.name), score(frame, rubric).iloc[0], origins, story=_(persona.story))


def example() -> Subject:
    """A sample person to show before anything was entered."""
    return made_up(personas()[3])


def restore_from_address() -> None:
    """Bring back what the address holds and what was kept, at the start of a session."""
    if _ANSWERS not in st.session_state:
        _restore_address()
    if _FROM not in st.session_state:
        with kept.in_words():
            _restore_kept()


def _restore_address() -> None:
    rubric = load()
    try:
        draft, own = st.query_params.get(_DRAFT_PARAM), st.query_params.get(_OWN_PARAM)
        keep(from_draft(draft, rubric) if draft else {}, _own_from(own) if own else {})
    except NotAnswers as refusal:
        keep({}, {})
        st.session_state[_PROBLEM] = str(refusal)
    show_persona(st.query_params.get(_PERSONA_PARAM))


def _restore_kept() -> None:
    """Starts from the newest snapshot, unless the address holds answers that were not given on top of one of them."""
    if kept.place() == "session":
        return
    past, told = history.mine(), answers() or own_score()
    if not told or past.holds(st.query_params.get(_MARK_PARAM)):
        start_from(past)
    else:
        now_kept(past)


def keep_in_address() -> None:
    """Write answers and own score into the address as long as they are not kept elsewhere."""
    safe = kept.place() != "session" and kept_on()
    told = bool(answers() or own_score()) and not safe
    wanted = {
        _DRAFT_PARAM: to_draft(answers(), load()) if told and answers() else None,
        _OWN_PARAM: _own_to(own_score()) if told and own_score() else None,
        _MARK_PARAM: st.session_state.get(_MARK) if told else None,
        _PERSONA_PARAM: st.session_state[_PERSONA],
    }
    for name, text in wanted.items():
        if text is None:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != text:
            st.query_params[name] = text


def problem_with_address() -> str | None:
    """The sentence for an address that could not be read, once."""
    return st.session_state.pop(_PROBLEM, None)


def _own_to(own: dict[str, float]) -> str:
    """The pillars' points by "_", then the total where it was entered."""
    parts = (*load().pillar_ids, *({TOTAL} & own.keys()))
    return "_".join(f"{own[part]:g}" if part in own else "" for part in parts)


def _own_from(text: str) -> dict[str, float]:
    rubric = load()
    try:
        points = text.split("_")
        parts = (*rubric.pillar_ids, TOTAL)[: max(len(points), len(rubric.pillar_ids))]
        return own_score_of({part: float(each) for part, each in zip(parts, points, strict=True) if each}, rubric)
    except ValueError as error:
        raise NotAnswers(_("LinkedIn's own score in this address is damaged. Please type it again.")) from error
