"""The questionnaire's answers: what they are worth, how they travel in an address and in a small file.

Answers are a dict by activity id: the place of the option chosen (0 to 4), for a checklist the sum of 2^place of the
items ticked, None for "don't know". A question not answered yet is not in the dict.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import date

import pandas as pd

from ssi_core.i18n import _
from ssi_core.intake.official import NotAScore, checked
from ssi_core.intake.strict_json import parse
from ssi_core.rubric import Activity, Rubric
from ssi_core.scoring.curve import amount
from ssi_core.scoring.frame import DATE, PERSON, complete, official

Answers = dict[str, int | None]
FILE_KIND, FILE_VERSION = "ssi-coach-answers", 1
_OPEN, _UNKNOWN = "-", "x"


class NotAnswers(ValueError):
    """A draft or file that does not fit the questions; the message is a sentence for the person."""


def value(activity: Activity, answer: int | None) -> float:
    """The activity in its own unit, NaN for "don't know".

    Options stand at 0, 1/4, 1/2, 3/4 and all of the activity's points (method, section 3).
    """
    if answer is None:
        return math.nan
    if activity.checklist:
        return float(sum(entry.percent for place, entry in enumerate(activity.checklist) if answer >> place & 1))
    return amount(answer / (len(activity.options) - 1), activity.full, activity.curve)


def in_words(activity: Activity, answer: int | None) -> str:
    """What the person said, as they saw it."""
    if answer is None:
        return _("Don't know")
    if activity.checklist:
        ticked = answer.bit_count()
        return _("{ticked} of {all} ticked").format(ticked=ticked, all=len(activity.checklist))
    return _(activity.options[answer])


def activity_frame(
    answers: Answers, rubric: Rubric, own_score: Mapping[str, float] | None = None, person: str = ""
) -> pd.DataFrame:
    """One row for scoring. own_score: LinkedIn's pillar scores by pillar id and its "total", as far as known."""
    row = {activity.id: value(activity, answers.get(activity.id)) for activity in rubric.activities}
    row |= {official(part): points for part, points in (own_score or {}).items()}
    return complete(pd.DataFrame([{PERSON: person, DATE: pd.NaT, **row}]), rubric)


# ------------------------------------------------------------------ in an address


def to_draft(answers: Answers, rubric: Rubric) -> str:
    """The answers in some thirty characters that may stand in an address."""
    return rubric.questionnaire + "".join(_token(a, answers) for a in rubric.activities)


def from_draft(draft: str, rubric: Rubric) -> Answers:
    """The answers of `to_draft`. Raises NotAnswers when they were given to other questions."""
    mark = rubric.questionnaire
    tokens, rest = [], draft.removeprefix(mark)
    for activity in rubric.activities:
        tokens.append(rest[: _width(activity)])
        rest = rest[_width(activity) :]
    if rest or not draft.startswith(mark):
        raise NotAnswers(_("The answers in this address belong to other questions. Please start again."))
    answers = {
        a.id: _answer(a, token) for a, token in zip(rubric.activities, tokens, strict=True) if token.strip(_OPEN)
    }
    return answers


def _width(activity: Activity) -> int:
    return math.ceil(len(activity.checklist) / 4) if activity.checklist else 1


def _token(activity: Activity, answers: Answers) -> str:
    width = _width(activity)
    if activity.id not in answers:
        return _OPEN * width
    answer = answers[activity.id]
    return _UNKNOWN * width if answer is None else f"{answer:0{width}x}"


def _answer(activity: Activity, token: str) -> int | None:
    if token == _UNKNOWN * _width(activity):
        return None
    if not re.fullmatch(r"[0-9a-f]+", token) or len(token) != _width(activity):
        raise NotAnswers(_("The answers in this address are damaged. Please start again."))
    return checked_answer(activity, int(token, 16))


def checked_answer(activity: Activity, answer: object) -> int | None:
    """The answer, if the question has it. Raises NotAnswers with the question's name."""
    top = 2 ** len(activity.checklist) - 1 if activity.checklist else len(activity.options) - 1
    if answer is None:
        return None
    if isinstance(answer, bool) or not isinstance(answer, int) or not 0 <= answer <= top:
        raise NotAnswers(
            _("{question}: {found} is no answer to this question, expected a whole number from 0 to {top}.").format(
                question=_(activity.name), found=json.dumps(answer), top=top
            )
        )
    return answer


# ------------------------------------------------------------------ in a file


def to_file(
    answers: Answers, rubric: Rubric, own_score: Mapping[str, float] | None = None, on: date | None = None
) -> bytes:
    """The answers as a small JSON file that a person keeps."""
    content = {
        "kind": FILE_KIND,
        "version": FILE_VERSION,
        "questions": rubric.questionnaire,
        "date": (on or date.today()).isoformat(),
        "answers": {i: answers[i] for i in rubric.ids if i in answers},
        "own_score": dict(own_score or {}),
    }
    return json.dumps(content, indent=1).encode()


def from_file(content: bytes, rubric: Rubric) -> tuple[Answers, dict[str, float]]:
    """Answers and LinkedIn's own score of `to_file`. Raises NotAnswers with a sentence to show."""
    data = _parsed(content)
    if data.get("kind") != FILE_KIND:
        raise NotAnswers(_("This file does not hold answers saved by SSI Coach."))
    if data.get("version") != FILE_VERSION:
        raise NotAnswers(_("This file was saved by another version ({version}).").format(version=data.get("version")))
    if data.get("questions") != rubric.questionnaire:
        raise NotAnswers(_("The answers in this file belong to other questions. Please start again."))
    answers, own = data.get("answers"), data.get("own_score")
    if not isinstance(answers, dict) or not isinstance(own, dict) or set(answers) - set(rubric.ids):
        raise NotAnswers(_("This file does not hold answers saved by SSI Coach."))
    kept = {i: checked_answer(rubric.by_id[i], answer) for i, answer in answers.items()}
    return kept, own_score_of(own, rubric)


def own_score_of(given: Mapping[str, object], rubric: Rubric) -> dict[str, float]:
    """LinkedIn's own pillars by id and its "total", checked as `official.checked` does. Raises NotAnswers."""
    try:
        return checked(given, rubric)
    except NotAScore as refusal:
        raise NotAnswers(str(refusal)) from None


def _parsed(content: bytes) -> dict:
    try:
        data = parse(content.decode("utf-8-sig"))
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise NotAnswers(_("This file does not hold answers saved by SSI Coach."))
    return data
