"""What this session knows of the person: answers, LinkedIn's own score, or a sample persona in their place.

The answers also stand in the page's address, so that a reload or a restart of the server brings them back.
"""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from ssi_core.i18n import _
from ssi_core.questionnaire import Answers, NotAnswers, activity_frame, from_draft, in_words, own_score_of, to_draft
from ssi_core.rubric import Rubric, load
from ssi_core.samples import Persona, personas
from ssi_core.scoring import score
from ssi_core.scoring.frame import PERSON, complete

_ANSWERS, _OWN, _PERSONA, _PROBLEM = "me.answers", "me.own_score", "me.persona", "me.problem"
_DRAFT_PARAM, _OWN_PARAM, _PERSONA_PARAM = "a", "o", "sample"


@dataclass(frozen=True)
class Subject:
    """The one person on show: a scored row, where each activity comes from, and for a sample its story."""

    title: str
    row: pd.Series
    rests_on: dict[str, str]
    self_report: bool = False
    story: str = ""

    @property
    def sample(self) -> bool:
        return bool(self.story)


def answers() -> Answers:
    return st.session_state.setdefault(_ANSWERS, {})


def own_score() -> dict[str, float]:
    """LinkedIn's own pillar scores by pillar id, as far as they were entered."""
    return st.session_state.setdefault(_OWN, {})


def keep(new_answers: Answers, new_own: dict[str, float] | None = None) -> None:
    """Replace the answers (and LinkedIn's own score), as after loading a file; a sample on show steps aside."""
    st.session_state[_ANSWERS] = dict(new_answers)
    if new_own is not None:
        st.session_state[_OWN] = dict(new_own)
    st.session_state[_PERSONA] = None


def show_persona(persona: str | None) -> None:
    """Put a sample persona on show, or with None go back to the person's own answers."""
    st.session_state[_PERSONA] = persona


def subject() -> Subject | None:
    """The person on show; None when nothing was answered yet and no sample was chosen."""
    rubric = load()
    chosen = next((persona for persona in personas() if persona.id == st.session_state[_PERSONA]), None)
    if chosen:
        return _sample(chosen, rubric)
    if not answers() and not own_score():
        return None
    given = answers()
    frame = activity_frame(given, rubric, own_score(), person=_("You"))
    row = score(frame, rubric, margin=rubric.unknown.self_report if given else 0).iloc[0]
    said = {i: in_words(rubric.by_id[i], answer) for i, answer in given.items() if answer is not None}
    return Subject(_("Your score"), row, said, self_report=bool(given))


def _sample(persona: Persona, rubric: Rubric) -> Subject:
    frame = complete(pd.DataFrame([{PERSON: persona.name, **persona.values}]), rubric)
    origins = dict.fromkeys(persona.values, _("Made up"))
    return Subject(_(persona.name), score(frame, rubric).iloc[0], origins, story=_(persona.story))


def example() -> Subject:
    """A sample person to show before anything was entered."""
    return _sample(personas()[3], load())


def restore_from_address() -> None:
    """Bring back what the address holds; called once at the start of a session."""
    if _ANSWERS in st.session_state:
        return
    rubric = load()
    try:
        draft, own = st.query_params.get(_DRAFT_PARAM), st.query_params.get(_OWN_PARAM)
        keep(from_draft(draft, rubric) if draft else {}, _own_from(own) if own else {})
    except NotAnswers as refusal:
        keep({}, {})
        st.session_state[_PROBLEM] = str(refusal)
    show_persona(st.query_params.get(_PERSONA_PARAM))


def keep_in_address() -> None:
    """Write answers and own score into the address, where they are not there yet."""
    wanted = {
        _DRAFT_PARAM: to_draft(answers(), load()) if answers() else None,
        _OWN_PARAM: _own_to(own_score()) if own_score() else None,
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
    return "_".join(f"{own[pillar]:g}" if pillar in own else "" for pillar in load().pillar_ids)


def _own_from(text: str) -> dict[str, float]:
    rubric = load()
    try:
        given = dict(zip(rubric.pillar_ids, text.split("_"), strict=True))
        return own_score_of({pillar: float(points) for pillar, points in given.items() if points}, rubric)
    except ValueError as error:
        raise NotAnswers(_("LinkedIn's own score in this address is damaged. Please type it again.")) from error
