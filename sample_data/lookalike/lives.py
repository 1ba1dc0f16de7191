"""Invented LinkedIn members and everything they did, drawn from a seed: what the look-alike files are written from."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from sample_data.lookalike.words import COMPANIES, DECIDING, FIRST, LAST, OTHERS, QUERIES, REACTIONS, SKILLS, TEXTS

DAY = timedelta(days=1)
KEPT = 240  # days that LinkedIn keeps invitations


class Contact(NamedTuple):
    """decides: whether the title is a decision maker's, None without a title."""

    first: str
    last: str
    slug: str
    company: str
    title: str
    decides: bool | None

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def url(self) -> str:
        return f"https://www.linkedin.com/in/{quote(self.slug)}"


class Connection(NamedTuple):
    at: datetime
    contact: Contact


class Share(NamedTuple):
    """text "": a plain repost."""

    at: datetime
    text: str
    number: int


class Comment(NamedTuple):
    at: datetime
    text: str
    number: int


class Reaction(NamedTuple):
    at: datetime
    type: str
    number: int


class Repost(NamedTuple):
    at: datetime
    number: int


class Vote(NamedTuple):
    at: datetime
    text: str
    number: int


class Invitation(NamedTuple):
    at: datetime
    contact: Contact
    outgoing: bool
    text: str


class Search(NamedTuple):
    """keys: what stood in the field after each second or so."""

    at: datetime
    keys: tuple[str, ...]


class Endorsement(NamedTuple):
    at: datetime
    skill: str
    contact: Contact
    accepted: bool


class Recommendation(NamedTuple):
    at: datetime
    contact: Contact
    text: str
    visible: bool


class Message(NamedTuple):
    """sender None: the member."""

    at: datetime
    sender: Contact | None
    text: str
    draft: bool = False


class Conversation(NamedTuple):
    """others: more than one in a group. sponsored: an advertisement or a system's message."""

    number: int
    others: tuple[Contact, ...]
    messages: tuple[Message, ...]
    sponsored: bool = False

    @property
    def at(self) -> datetime:
        return self.messages[0].at


class Daily(NamedTuple):
    """A day of the analytics page; engagements may be negative, as LinkedIn now and then writes them."""

    at: datetime
    impressions: int
    engagements: int
    followers: int


class Profile(NamedTuple):
    headline: str
    about: str
    industry: str
    place: str
    jobs: tuple[tuple[str, str, str, str, str], ...]  # company, title, description, started, finished; current first
    skills: tuple[str, ...]
    schools: tuple[str, ...]


class Score(NamedTuple):
    """LinkedIn's own: the pillars in LinkedIn's order; ranks and means of the industry and the network."""

    pillars: tuple[float, float, float, float]
    ranks: tuple[int, int] = (37, 42)
    means: tuple[float, float] = (31.2, 35.7)

    @property
    def total(self) -> float:
        return sum(self.pillars)


class Habits(NamedTuple):
    """How often a week, when the account was new and at the end.

    engagements: at most so many a day, a year ago and now. accepted, answered: shares of invitations and of messages.
    """

    shares: tuple[float, float] = (1.5, 3)
    reposts: tuple[float, float] = (0.3, 0.5)
    comments: tuple[float, float] = (3, 4)
    reactions: tuple[float, float] = (5, 8)
    votes: tuple[float, float] = (0.3, 0.3)
    invitations: tuple[float, float] = (3, 5)
    incoming: tuple[float, float] = (1, 2)
    searches: tuple[float, float] = (2, 3)
    endorsements: tuple[float, float] = (0.3, 0.4)
    conversations: tuple[float, float] = (2, 4)
    sponsored: tuple[float, float] = (0.5, 0.7)
    engagements: tuple[int, int] = (50, 60)
    accepted: float = 0.6
    answered: float = 0.45


@dataclass(frozen=True)
class Member:
    """An invented member up to a day, with everything in order of time; daily: the last 365 days."""

    owner: Contact
    end: date
    profile: Profile
    score: Score
    connections: list[Connection]
    shares: list[Share]
    comments: list[Comment]
    reactions: list[Reaction]
    reposts: list[Repost]
    votes: list[Vote]
    invitations: list[Invitation]
    searches: list[Search]
    endorsements: list[Endorsement]
    received: list[Recommendation]
    given: list[Recommendation]
    conversations: list[Conversation]
    daily: list[Daily]

    def until(self, day: date, kept: int = KEPT) -> "Member":
        """The same member as an archive of that day shows them."""

        def before(rows: Sequence) -> list:
            return [row for row in rows if row.at.date() <= day]

        dated = {name: before(rows) for name, rows in vars(self).items() if isinstance(rows, list)}
        talks = [talk._replace(messages=tuple(before(talk.messages))) for talk in dated["conversations"]]
        invitations = since_an_outgoing(dated["invitations"], day - kept * DAY)
        return replace(self, **dated | {"conversations": talks, "invitations": invitations}, end=day)

    @property
    def secrets(self) -> set[str]:
        """Bits of text that must not leave a reader: names, addresses, companies and a word of every text."""
        return {*LAST, *(name for name in FIRST if len(name) > 5), *COMPANIES, "ibblewort", "@example", "/in/", "+31 6"}


def since_an_outgoing(invitations: Sequence[Invitation], day: date) -> list[Invitation]:
    """Those from the day on, beginning with one that the member sent: so the file's first day is beyond dispute."""
    kept = [row for row in invitations if row.at.date() >= day]
    first = next((place for place, row in enumerate(kept) if row.outgoing), len(kept))
    return kept[first:]


def draw(seed: int, end: date, days: int = 420, habits: Habits | None = None, kept: int = KEPT) -> Member:
    """A member whose account is so many days old. Their last contact is made on the last day, nothing happens later."""
    return Life(seed, end, days, habits or Habits()).member().until(end, kept)


class Life:
    def __init__(self, seed: int, end: date, days: int, habits: Habits):
        self.random, self.end, self.days, self.habits = random.Random(seed), end, days, habits
        doubled = [f"{one}-{other}" for one in LAST for other in LAST if one != other]
        names = [(first, last) for last in (*LAST, *doubled) for first in FIRST]
        self.random.shuffle(names)
        self.people = (self.contact(*name) for name in names)
        self.owner = next(self.people)
        self.met: list[Connection] = []
        self.asked: list[Invitation] = []

    def contact(self, first: str, last: str) -> Contact:
        pick = self.random.choice
        decides = pick((True, True, False, False, False, None))
        title = "" if decides is None else pick(DECIDING if decides else OTHERS)
        slug = f"{first}-{last}-{self.random.randrange(16**6):06x}".lower().replace("'", "")
        return Contact(first, last, slug, pick(COMPANIES), title, decides)

    def member(self) -> Member:
        self.meet()
        return Member(
            owner=self.owner,
            end=self.end,
            profile=self.profile(),
            connections=sorted(self.met),
            invitations=sorted(self.asked, key=lambda row: row.at),
            shares=self.drawn(self.habits.shares, lambda at, n: Share(at, self.text() if self.often(0.75) else "", n)),
            comments=self.drawn(self.habits.comments, lambda at, n: Comment(at, self.text(), n)),
            reactions=self.drawn(self.habits.reactions, lambda at, n: Reaction(at, self.random.choice(REACTIONS), n)),
            reposts=self.drawn(self.habits.reposts, Repost),
            votes=self.drawn(self.habits.votes, lambda at, n: Vote(at, "Yes, zibblewort", n)),
            searches=self.drawn(self.habits.searches, self.search),
            endorsements=self.drawn(self.habits.endorsements, self.endorsement),
            received=self.drawn((0.05, 0.08), lambda at, n: self.recommendation(at, self.often(0.8))),
            given=self.drawn((0.05, 0.05), lambda at, n: self.recommendation(at, True)),
            conversations=self.conversations(),
            daily=self.daily(),
            score=Score(tuple(round(25 * self.random.random(), 3) for _pillar in range(4))),
        )

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def text(self) -> str:
        return self.random.choice(TEXTS)

    def moments(self, day: date, times: int) -> list[datetime]:
        """Times between seven and seven, more than two minutes apart."""
        slots = sorted(self.random.sample(range(215), times))
        seven = datetime.combine(day, time(7))
        return [seven + timedelta(seconds=200 * slot + self.random.randrange(60)) for slot in slots]

    def drawn(self, weekly: tuple[float, float], make: Callable) -> list:
        """What make(moment, number) gives, day by day."""
        rows, (first, last) = [], weekly
        for number in range(self.days):
            expected = (first + (last - first) * number / self.days) / 7
            times = int(expected) + self.often(expected % 1)
            day = self.end - (self.days - 1 - number) * DAY
            rows += [make(at, len(rows) + place) for place, at in enumerate(self.moments(day, times))]
        return rows

    def meet(self) -> None:
        self.drawn(self.habits.invitations, partial(self.invite, outgoing=True))
        self.drawn(self.habits.incoming, partial(self.invite, outgoing=False))
        self.met = [row for row in self.met if row.at.date() < self.end]
        self.met.append(Connection(datetime.combine(self.end, time(21)), next(self.people)))

    def invite(self, at: datetime, number: int, outgoing: bool) -> None:
        contact = next(self.people)
        self.asked.append(Invitation(at, contact, outgoing, self.text() if self.often(0.3) else ""))
        if self.often(self.habits.accepted):
            self.met.append(Connection(at + timedelta(hours=self.random.randint(1, 400)), contact))

    def search(self, at: datetime, number: int) -> Search:
        query = self.random.choice(QUERIES)
        step = self.random.choice((1, 3, 9))
        return Search(at, tuple(query[:length] for length in range(1, len(query) + 1, step)))

    def endorsement(self, at: datetime, number: int) -> Endorsement:
        return Endorsement(at, self.random.choice(SKILLS), self.random.choice(self.met).contact, self.often(0.8))

    def recommendation(self, at: datetime, visible: bool) -> Recommendation:
        return Recommendation(at, self.random.choice(self.met).contact, self.text(), visible)

    def profile(self) -> Profile:
        title, company = self.random.choice(DECIDING), self.random.choice(COMPANIES)
        plain = self.random.choice((title, f"{title} at {company}", ""))
        return Profile(
            headline="I help growers plan their zibblewort | Talks" if self.often(0.5) else plain,
            about=" ".join(["zibblewort"] * self.random.choice((20, 79, 80, 140))),
            industry="Farming" if self.often(0.7) else "",
            place="Zwolle, Netherlands",
            jobs=(
                (company, title, self.text() if self.often(0.6) else "", "Nov 2022", ""),
                *((other, "Verkoper", "", "2017", "Oct 2022") for other in COMPANIES[: self.random.randrange(3)]),
            ),
            skills=SKILLS[: self.random.randint(3, 7)],
            schools=("Zibblewort Academy",) * self.often(0.5),
        )

    def conversations(self) -> list[Conversation]:
        """The last message of all is the member's own, so that it is beyond dispute which answers are still open."""
        talks = self.drawn(self.habits.conversations, self.talk)
        last = Message(datetime.combine(self.end, time(21, 30)), None, self.text())
        talks.append(Conversation(len(talks), (next(self.people),), (last,)))
        draft = Message(last.at - DAY, None, self.text(), draft=True)
        talks.append(Conversation(len(talks), (next(self.people),), (draft,)))
        return talks + self.drawn(self.habits.sponsored, lambda at, number: self.advert(at, len(talks) + number))

    def talk(self, at: datetime, number: int) -> Conversation:
        """Turns of one side after the other; an answer comes within ten hours or after thirty, so nobody can argue."""
        others = tuple(next(self.people) for _other in range(1 + self.often(0.1)))
        mine, messages = self.often(0.6), [Message(at, None, self.text(), draft=True)] * self.often(0.1)
        while True:
            for _message in range(self.random.choice((1, 1, 2))):
                at += timedelta(seconds=self.random.randint(61, 2000))
                messages.append(Message(at, None if mine else self.random.choice(others), self.text()))
            at += timedelta(hours=self.random.choice((1, 5, 10, 30, 70)))
            if self.often(self.habits.answered if mine else 0.75):
                mine = not mine
            elif not mine or self.often(0.7):
                return Conversation(number, others, tuple(messages))

    def advert(self, at: datetime, number: int) -> Conversation:
        sender = next(self.people)
        answer = [Message(at + timedelta(hours=2), None, "No Zibblewort, thanks")] if self.often(0.1) else []
        return Conversation(number, (sender,), (Message(at, sender, self.text()), *answer), sponsored=True)

    def daily(self) -> list[Daily]:
        first, last = self.habits.engagements
        return [self.received(364 - day, first + (last - first) * day / 364) for day in range(365)]

    def received(self, back: int, most: float) -> Daily:
        engagements = -1 if self.often(1 / 150) else int(self.random.random() * (most + 1))
        impressions, followers = self.random.randrange(3000), self.random.randrange(6)
        return Daily(datetime.combine(self.end - back * DAY, time()), impressions, engagements, followers)
