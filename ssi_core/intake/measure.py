"""From a ledger to the activities' figures over a stretch of days.

Only what the files show is measured: an activity that they don't show, or not in these days, is unseen, never zero.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pandas as pd

from ssi_core.i18n import _, ngettext
from ssi_core.intake.ledger import AT, HIT, Event, Ledger
from ssi_core.intake.official import Official, own_numbers
from ssi_core.intake.units import WEEK
from ssi_core.intake.window import FLOWS, PENDING_DAYS, USUAL_DAYS, Flow, Window
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.scoring.frame import DATE, PERSON, complete
from ssi_core.scoring.frame import official as official_column
from ssi_core.wording import day

LEAST_TURNS = 10  # with fewer, one message answered late would move the share by more than ten points
_SHOWN_BY: dict[Event, str] = {  # the file of LinkedIn's archive to ask for; the others stand in the analytics
    "connection": "Connections.csv",
    "post": "Shares.csv",
    "reaction": "Reactions.csv",
    "comment": "Comments.csv",
    "search": "SearchQueries.csv",
    "invitation": "Invitations.csv",
    "message": "messages.csv",
    "approach": "messages.csv",
    "turn": "messages.csv",
    "endorsement": "Endorsement_Received_Info.csv",
    "recommendation": "Recommendations_Received.csv",
}
_ONLY_COMPLETE = {"post", "comment", "reaction", "search"}  # a Basic archive lacks their files


@dataclass(frozen=True)
class Value:
    """One activity's figure, in the rubric's unit, with the counts behind it.

    numerator and denominator: of a flow the count and the weeks seen, of a rate the hits and how many could have been,
    of the profile the percent of the checklist that it has and that the files show; any other stock is the numerator
    alone. pending: of a rate, and of what others write on the profile, how many don't count yet. scored: the value for
    the activity frame, a rate with the rubric's average ones added. words: the counts in a sentence that does not name
    the activity.
    """

    value: float
    unit: str
    from_files: tuple[str, ...]
    numerator: float
    denominator: float | None
    pending: int | None
    scored: float
    words: str


@dataclass(frozen=True)
class Measured:
    """The figures of the `days` days that end with as_of (days None: of all there are), by activity id.

    Each activity of the rubric is either in `activities` or, with the reason in a sentence, in `unseen`.
    """

    as_of: date | None
    days: int | None
    activities: dict[str, Value]
    unseen: dict[str, str]


def measure(
    ledger: Ledger, days: int | None = USUAL_DAYS, as_of: date | None = None, rubric: Rubric | None = None
) -> Measured:
    """The activities over `as_of - days < day <= as_of`; without as_of up to the newest day that the files cover."""
    rubric = rubric or load()
    window = Window(ledger, days, as_of)
    found = {activity.id: _figure(window, activity, rubric) for activity in rubric.activities}
    values = {i: figure for i, figure in found.items() if isinstance(figure, Value)}
    return Measured(window.end, days, values, {i: why for i, why in found.items() if isinstance(why, str)})


def frame(
    measured: Measured, person: str = "", official: Official | None = None, rubric: Rubric | None = None
) -> pd.DataFrame:
    """The figures as one row of an activity frame, dated as_of."""
    row = {PERSON: person, DATE: measured.as_of, **{i: value.scored for i, value in measured.activities.items()}}
    if official:
        row |= {official_column(part): score for part, score in own_numbers(official).items()}
    return complete(pd.DataFrame([row]), rubric or load())


def _figure(window: Window, activity: Activity, rubric: Rubric) -> Value | str:
    """The activity's figure, or the reason why there is none."""
    measures: dict[str, Callable[[Window, Activity, Rubric], Value | str]] = {
        **{i: partial(_flow, flow=flow) for i, flow in FLOWS.items()},
        "connections": _connections,
        "endorsements_received": partial(_shown, kind="endorsement"),
        "recommendations_received": partial(_shown, kind="recommendation"),
        "profile_completeness": _profile,
        "acceptance_rate": _acceptance,
        "reply_rate": _replies,
        "replied_within_a_day": _answers,
    }
    return measures.get(activity.id, _in_no_file)(window, activity, rubric)


def _flow(window: Window, activity: Activity, _rubric: Rubric, flow: Flow) -> Value | str:
    days = window.covered(flow.kinds[0])
    if days.empty:
        return _not_seen(window, flow.kinds[0])
    found = window.on(days, *flow.kinds)
    untold = int(found[HIT].isna().sum()) if flow.column == HIT else 0
    if untold and untold == len(found):
        return _("None of your new connections of these days shows a job title.")
    count, weeks = float(found[flow.column].sum()), len(days) / WEEK
    words = _in_days(count, len(days), window.days)
    if untold:
        words = _("{words}; {n:,} more show no job title").format(words=words, n=untold)
    return _value(activity, count / weeks, window.files(*flow.kinds), count, weeks, words=words)


def _in_days(count: float, seen: int, asked: int | None) -> str:
    """ "12 in 90 days", or in how many of them the files tell."""
    words = ngettext("{count:,.0f} in {seen:,} day", "{count:,.0f} in {seen:,} days", seen)
    if asked not in (None, seen):
        words = _("{count:,.0f} in the {seen:,} of {asked:,} days that your files cover")
    return words.format(count=count, seen=seen, asked=asked)


def _connections(window: Window, activity: Activity, _rubric: Rubric) -> Value | str:
    files = window.files("connection")
    if not files:
        return _missing("connection")
    found = window.until_end("connection")
    words = _("{n:,} up to {day}").format(n=len(found), day=day(window.end))
    if undated := int(found[AT].isna().sum()):
        words = _("{words}, {n:,} of them without a date").format(words=words, n=undated)
    return _value(activity, len(found), files, len(found), words=words)


def _shown(window: Window, activity: Activity, _rubric: Rubric, kind: Event) -> Value | str:
    """Endorsements and recommendations: what the profile shows counts, the rest is pending."""
    files = window.files(kind)
    if not files:
        return _missing(kind)
    hits = window.until_end(kind)[HIT]
    shown, pending = int((hits == 1).sum()), int((hits == 0).sum())
    words = _("{n:,} on your profile").format(n=shown)
    if pending:
        words = _("{words}, {n:,} more not shown").format(words=words, n=pending)
    return _value(activity, shown, files, shown, pending=pending, words=words)


def _profile(window: Window, activity: Activity, rubric: Rubric) -> Value | str:
    """Percent of the checklist that the profile has, of that part of it which the files show."""
    profile = window.ledger.profile
    seen = [item for item in activity.checklist if item.id in profile]
    has = [item for item in seen if profile[item.id]]
    of, percent = (sum(item.percent for item in items) for items in (seen, has))
    if of < 100 * rubric.unknown.place_from:
        words = _("Your files show {percent:.0f} % of the profile checklist. Add {files} from LinkedIn's archive.")
        return words.format(percent=of, files="Profile.csv, Positions.csv, Skills.csv")
    words = _("{has} of the {seen} lines of the profile checklist that your files show")
    words = words.format(has=len(has), seen=len(seen))
    return _value(activity, 100 * percent / of, window.ledger.profile_files, percent, of, words=words)


def _acceptance(window: Window, activity: Activity, rubric: Rubric) -> Value | str:
    told, pending = window.told("invitation")
    if told.empty:
        return _not_seen(window, "invitation") or _no_acceptance(window, pending)
    words = _("{hits:,} of {of:,} accepted")
    if pending:
        words = _("{hits:,} of {of:,} accepted; {pending:,} more from the last {days} days don't count yet")
    return _rate(window, activity, rubric, "invitation", words)


def _no_acceptance(window: Window, pending: int) -> str:
    sent = len(window.on(window.covered("invitation"), "invitation"))
    if sent == 0:
        return _("You sent no invitation in these days.")
    if sent == pending:
        return _("All your invitations are from the last {days} days: too early to say.").format(days=PENDING_DAYS)
    return _("Your files don't tell who accepted. Add Connections.csv as LinkedIn wrote it, with its column URL.")


def _replies(window: Window, activity: Activity, rubric: Rubric) -> Value | str:
    if window.told("approach")[0].empty:
        return _not_seen(window, "approach") or _("You began no conversation in these days.")
    return _rate(window, activity, rubric, "approach", _("{hits:,} of {of:,} first messages answered"))


def _answers(window: Window, activity: Activity, rubric: Rubric) -> Value | str:
    found = len(window.told("turn")[0])
    if found < LEAST_TURNS:
        few = _("Others wrote to you {n} times in these days, too few to say. It takes {least}.")
        return _not_seen(window, "turn") or few.format(n=found, least=LEAST_TURNS)
    return _rate(window, activity, rubric, "turn", _("{hits:,} of {of:,} answered within a day"))


def _rate(window: Window, activity: Activity, rubric: Rubric, kind: Event, words: str) -> Value:
    """Percent of the events that hit, of those that tell; scored as (hits + strength * prior) / (of + strength)."""
    told, pending = window.told(kind)
    hits, of = int(told[HIT].sum()), len(told)
    words = words.format(hits=hits, of=of, pending=pending, days=PENDING_DAYS)
    files = window.files(kind, *(["connection"] if kind == "invitation" else []))
    value = _value(activity, 100 * hits / of, files, hits, of, pending, words=words)
    rule = next((rate for rate in rubric.rates if rate.id == activity.id), None)
    if rule is None:
        return value
    scored = 100 * (hits + rule.strength * rule.prior) / (of + rule.strength)
    more = _("{words}; scored as {scored:.0f} % ({strength:g} average ones added)")
    return replace(value, scored=scored, words=more.format(words=words, scored=scored, strength=rule.strength))


def _value(
    activity: Activity,
    value: float,
    files: tuple[str, ...],
    numerator: float,
    denominator: float | None = None,
    pending: int | None = None,
    *,
    words: str,
) -> Value:
    return Value(float(value), activity.unit, files, numerator, denominator, pending, float(value), words)


def _not_seen(window: Window, kind: Event) -> str:
    """Why nothing is known of the kind in these days, and which file would tell; empty where they are covered."""
    if len(window.covered(kind)):
        return ""
    files = window.files(kind)
    if not files:
        return _missing(kind)
    seen = [seen for seen in window.ledger.seen if seen.kind == kind]
    starts = [s.start for s in seen if s.start]
    last = day(max(s.end for s in seen))
    if len(starts) < len(seen):
        return _("{files}: ends on {last}, before these days.").format(files=", ".join(files), last=last)
    words = _("{files}: from {first} to {last}, none of these days.")
    return words.format(files=", ".join(files), first=day(min(starts)), last=last)


def _missing(kind: Event) -> str:
    if kind not in _SHOWN_BY:
        return _("Add your analytics: on LinkedIn open your profile, Analytics, Export.")
    words = _("Add {file} from LinkedIn's archive.")
    if kind in _ONLY_COMPLETE:
        words = _("Add {file}: LinkedIn's complete archive has it, the basic one doesn't.")
    return words.format(file=_SHOWN_BY[kind])


def _in_no_file(_window: Window, activity: Activity, _rubric: Rubric) -> str:
    where, _dot, _for_managers = _(activity.where).partition(". ")
    return _("LinkedIn's files don't show this. Where to look: {where}.").format(where=where)
