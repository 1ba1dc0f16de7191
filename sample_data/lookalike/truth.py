"""What the figures of an invented member are, counted from what they did and not from any file."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sample_data.lookalike.archive import header, visible
from sample_data.lookalike.lives import DAY, Conversation, Member

PENDING = 28  # days in which an invitation may still be accepted
FEW_TURNS = 10
INVITATIONS_SEEN = 150  # days back, also where the oldest invitation is younger
CHECKS = {"headline": 15, "about": 15, "job": 15, "history": 10, "skills": 10, "place": 10}


class Figure(NamedTuple):
    """numerator / denominator, times 100 for rates; denominator None: the number itself, weeks for what is per week."""

    numerator: float
    denominator: float | None
    pending: int = 0
    percent: bool = False

    @property
    def value(self) -> float:
        return self.numerator / (self.denominator or 1) * (100 if self.percent else 1)


def truth(
    member: Member, year: int, days: int | None = 90, basic: bool = False, analytics: bool = False
) -> dict[str, Figure]:
    """Each activity that the files of that year show, over the days up to the member's last; without, not visible."""
    start = member.end - ((days or 100_000) - 1) * DAY
    figures = {**network(member, year, start), **conversing(member, year, start), **profile(member)}
    if not basic:
        figures |= publishing(member, year, start)
    if analytics:
        figures |= received(member, start)
    return {name: figure for name, figure in figures.items() if figure.denominator != 0}


def weekly(rows: Iterable, start: date, end: date, seen_from: date | None = None) -> Figure:
    """Rows have a moment, at; weeks from the first of them where the period has no beginning."""
    days = [row.at.date() for row in rows]
    first = max(start, seen_from or (min(days, default=end) if start.year < 1900 else start))
    return Figure(sum(day >= first for day in days), ((end - first).days + 1) / 7)


def network(member: Member, year: int, start: date) -> dict[str, Figure]:
    friends = member.connections
    titled = [row for row in friends if row.at.date() >= start and row.contact.decides is not None]
    deciding = [row for row in friends if row.contact.decides]
    asked = [row for row in member.invitations if row.outgoing]
    kept = min([member.end - INVITATIONS_SEEN * DAY, *(row.at.date() for row in member.invitations[:1])])
    known = {row.contact.slug for row in friends}
    recent = [row for row in asked if row.at.date() >= start]
    settled = [row for row in recent if row.at.date() <= member.end - PENDING * DAY]
    accepted = sum(row.contact.slug in known for row in settled)
    by_url = "URL" in header("Connections.csv", year) and "inviteeProfileUrl" in header("Invitations.csv", year)
    since = min(row.at.date() for row in friends) if start.year < 1900 else None
    return {
        "connections": Figure(len(friends), None),
        "target_connections": weekly(deciding, start, member.end, since) if titled else Figure(0, 0),
        "invitations_sent": weekly(asked, start, member.end, kept),
        "acceptance_rate": Figure(accepted, len(settled) * by_url, len(recent) - len(settled), percent=True),
        "endorsements_received": Figure(
            sum(row.accepted for row in member.endorsements), None, sum(not row.accepted for row in member.endorsements)
        ),
        "recommendations_received": Figure(
            sum(row.visible for row in member.received), None, sum(not row.visible for row in member.received)
        ),
    }


def publishing(member: Member, year: int, start: date) -> dict[str, Figure]:
    posts = [row for row in member.shares if row.text]
    plain = [row for row in member.shares if not row.text] + (
        member.reposts if header("InstantReposts.csv", year) else []
    )
    figures = {"posts": weekly(posts, start, member.end), "people_searches": weekly(member.searches, start, member.end)}
    if header("Comments.csv", year):
        figures["comments_made"] = weekly(member.comments, start, member.end)
    if header("Reactions.csv", year):
        since = member.reactions[0].at.date() if start.year < 1900 else None
        figures["reactions_and_shares"] = weekly([*member.reactions, *plain], start, member.end, since)
    return figures


def conversing(member: Member, year: int, start: date) -> dict[str, Figure]:
    """Without drafts and advertisements."""
    rows = [(talk, row) for talk, row in visible(member, year) if not (talk.sponsored or row.draft)]
    talks = {talk.number: talk for talk, _row in rows}.values()
    newest = max(row.at for _talk, row in rows)
    mine = [row for _talk, row in rows if row.sender is None]
    asked = [answered for talk in talks for answered in approach(talk, start)]
    turns = [quick for talk in talks for quick in replies(talk, start, newest)]
    return {
        "messages_sent": weekly(mine, start, member.end),
        "reply_rate": Figure(sum(asked), len(asked), percent=True),
        "replied_within_a_day": Figure(sum(turns), len(turns) if len(turns) >= FEW_TURNS else 0, percent=True),
    }


def spoken(talk: Conversation) -> list:
    return sorted((row for row in talk.messages if not row.draft), key=lambda row: row.at)


def approach(talk: Conversation, start: date) -> Sequence[bool]:
    """Whether a conversation that the member began was answered."""
    first = spoken(talk)[0]
    mine = first.sender is None and first.at.date() >= start
    return [any(row.sender for row in talk.messages)] if mine else []


def replies(talk: Conversation, start: date, newest: datetime) -> Iterable[bool]:
    """For each time that others wrote, whether the member did within a day; the newest day's are open."""
    began = None
    for row in [*spoken(talk), None]:
        if row is not None and row.sender:
            began = began or row.at
        elif began:
            if began.date() >= start and began <= newest - timedelta(hours=24):
                yield row is not None and row.at - began <= timedelta(hours=24)
            began = None


def profile(member: Member) -> dict[str, Figure]:
    shown = member.profile
    company, title, description, *_dates = shown.jobs[0]
    has = {
        "headline": shown.headline not in ("", title, f"{title} at {company}"),
        "about": len(shown.about.split()) >= 80,
        "job": bool(description),
        "history": len(shown.jobs) >= 3 or bool(shown.schools),
        "skills": len(shown.skills) >= 5,
        "place": bool(shown.place and shown.industry),
    }
    done = sum(CHECKS[check] for check, fulfilled in has.items() if fulfilled)
    return {"profile_completeness": Figure(done, sum(CHECKS.values()), percent=True)}


def received(member: Member, start: date) -> dict[str, Figure]:
    """From the analytics file, whose window is a year; negative numbers are no numbers."""
    days = [row for row in member.daily if row.at.date() >= start]
    weeks = ((member.end - max(start, member.daily[0].at.date())).days + 1) / 7
    return {
        "engagement_received": Figure(sum(row.engagements for row in days if row.engagements >= 0), weeks),
        "followers_gained": Figure(sum(row.followers for row in days if row.followers >= 0), weeks),
    }
