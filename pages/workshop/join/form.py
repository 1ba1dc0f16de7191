"""What a phone's form says: the answers that its questions have, and in words what isn't one.

A question's field is its place in the rubric, from 1: all 21 questions have to fit on one page of 10 KB.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pages.workshop.join.limits import Fields
from ssi_core.i18n import _
from ssi_core.questionnaire import Answers, NotAnswers, checked_answer
from ssi_core.rubric import Activity, Rubric

ROUND, ASKED, QUIET = "round", "asked", "quiet"
ALL = "all"  # asked on one page
UNKNOWN, NONE = "x", "none"  # "don't know", and of a checklist "none of these"
SHOWN = 40  # characters of what is refused
NAMED = 5  # questions that a sentence names, and sentences on what is refused, so that the page stays small


@dataclass(frozen=True)
class Filled:
    """A form as it was sent. asked: id of the question, or ALL. quiet: the page stays where it is.

    problems: sentences on fields that don't count; the others do.
    """

    round: int
    asked: str
    quiet: bool
    answers: Answers
    problems: tuple[str, ...]


def filled(fields: Fields, rubric: Rubric) -> Filled:
    """The form of these fields. What was left empty is no answer."""
    sent: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        sent[name].append(value[:SHOWN])
    said = {name: sent.pop(name, [""])[0] for name in (ROUND, ASKED, QUIET)}
    answers, problems = {}, []
    for name, values in sent.items():
        try:
            answers |= _answered(rubric, name, values)
        except NotAnswers as refusal:
            problems.append(str(refusal))
    return Filled(_number(said[ROUND]), asked(said[ASKED], rubric), bool(said[QUIET]), answers, tuple(problems[:NAMED]))


def asked(field: str, rubric: Rubric) -> str:
    """The id of the question with this field; ALL; "" for anything else."""
    activity = _by_field(rubric).get(field)
    return activity.id if activity else field if field == ALL else ""


def field_of(activity: str, rubric: Rubric) -> str:
    """The field of the question with this id."""
    return str(rubric.ids.index(activity) + 1)


def unanswered(asked: str, answers: Answers, activities: Sequence[str], rubric: Rubric) -> list[str]:
    """A sentence on the questions asked that have no answer yet, if there are any."""
    wanted = activities if asked == ALL else [asked]
    names = [_(rubric.by_id[i].name) for i in activities if i in wanted and i not in answers]
    if len(names) > NAMED:
        names[NAMED:] = [_("{n} more").format(n=len(names) - NAMED)]
    return [_("Not answered yet: {questions}.").format(questions=", ".join(names))] if names else []


def _by_field(rubric: Rubric) -> dict[str, Activity]:
    return {str(place): activity for place, activity in enumerate(rubric.activities, 1)}


def _answered(rubric: Rubric, name: str, values: list[str]) -> Answers:
    if (activity := _by_field(rubric).get(name)) is None:
        raise NotAnswers(_("“{name}” is no question.").format(name=name[:SHOWN]))
    if values == [""]:
        return {}
    return {activity.id: _ticked(activity, values) if activity.checklist else _chosen(activity, values)}


def _chosen(activity: Activity, values: list[str]) -> int | None:
    if len(values) > 1:
        raise NotAnswers(
            _("{question}: two answers came at once, so neither counts.").format(question=_(activity.name))
        )
    return _one_of(activity, values[0], len(activity.options))


def _ticked(activity: Activity, values: list[str]) -> int | None:
    """A checklist's ticks are places of its items; a word stands alone."""
    if values in ([UNKNOWN], [NONE]):
        return None if values == [UNKNOWN] else 0
    if {UNKNOWN, NONE} & set(values) or max(Counter(values).values()) > 1:
        words = _("{question}: tick either what is there, or one of the last two lines.")
        raise NotAnswers(words.format(question=_(activity.name)))
    places = (_one_of(activity, value, len(activity.checklist)) for value in values)
    return sum(1 << place for place in places if place is not None)


def _one_of(activity: Activity, value: str, number: int) -> int | None:
    """The place, of so many, that a field's text stands for; only the texts that our own pages send."""
    known = {UNKNOWN: None} | {str(place): place for place in range(number)}
    return known[value] if value in known else checked_answer(activity, value)


def _number(text: str) -> int:
    """Of a round; 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() else 0
