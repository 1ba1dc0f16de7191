"""Look-alikes of what LinkedIn hands its members, in the layout of any year from 2016 to 2026, quirks included.

`archive(draw(seed, end), year=2018)` is a ZIP. `sheets` tells how many rows each of its files has.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sample_data.lookalike.lives import Contact, Conversation, Member, Message

YEARS = (2016, 2018, 2021, 2022, 2023, 2024, 2025, 2026)
COMPLETE_ONLY = (
    *("Shares.csv", "Comments.csv", "Reactions.csv", "InstantReposts.csv", "Votes.csv"),
    *("SearchQueries.csv", "Search Queries.csv"),
)
NINE = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER"
TEN = NINE.replace("TO,", "TO,RECIPIENT PROFILE URLS,")
INVITED = "From,To,Sent At,Message,Direction"
ENDORSED = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status"
RECOMMENDED = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
CONNECTED = "First Name,Last Name,Email Address,Company,Position,Connected On"
SHARED_2018 = "Date,Share Title,Share Description,Share Link,Share Commentary,Shared URL,Media URL,Type,Visibility"
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
    "Twitter Handles,Websites,Instant Messengers"
)
HEADERS: dict[str, dict[int, str]] = {  # from which year on; "" where the file went away
    "Connections.csv": {
        2016: "First Name,Last Name,Address,Email Address,Company,Position,Connected On,Websites,Instant Messengers",
        2018: CONNECTED,
        2023: CONNECTED.replace("Last Name,", "Last Name,URL,"),
    },
    "Shares.csv": {
        2016: SHARED_2018,
        2021: "Date,ShareLink,ShareCommentary,SharedURL,MediaURL,Visibility",
        2024: "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility",
    },
    "Comments.csv": {2018: "Date,Link,Message"},
    "Reactions.csv": {2018: "Date,Type,Link"},
    "InstantReposts.csv": {2023: "Date,Link"},
    "Votes.csv": {2021: "Date,Link,OptionText"},
    "Invitations.csv": {
        2016: INVITED,
        2023: f"{INVITED},inviterProfileUrn,inviteeProfileUrn",
        2024: f"{INVITED},inviterProfileUrl,inviteeProfileUrl",
    },
    "Messages.csv": {2016: "From,To,Date,Subject,Content,Direction,Folder", 2021: ""},
    "messages.csv": {
        2021: NINE,
        2022: TEN,
        2024: f"{TEN},IS MESSAGE DRAFT,IS CONVERSATION DRAFT",
        2026: f"{TEN},ATTACHMENTS,IS MESSAGE DRAFT",
    },
    "Endorsement_Received_Info.csv": {
        2016: ENDORSED,
        2023: ENDORSED.replace(",Endorsement Status", ",Endorser Public Url,Endorsement Status"),
    },
    "Endorsement Received Info.csv": {2022: ENDORSED, 2023: ""},
    "Recommendations_Received.csv": {2016: RECOMMENDED},
    "Recommendations_Given.csv": {2016: RECOMMENDED},
    "Profile.csv": {2016: PROFILE},
    "Positions.csv": {2016: "Company Name,Title,Description,Location,Started On,Finished On"},
    "Skills.csv": {2016: "Name"},
    "Education.csv": {2016: "School Name,Start Date,End Date,Notes,Degree Name,Activities"},
    "Search Queries.csv": {2016: "Time,Search Query", 2021: ""},
    "SearchQueries.csv": {2021: "Time,Search Query"},
    "Company Follows.csv": {2021: "Organization,Followed On"},
    "coach_messages.csv": {2025: TEN},
    "Logins.csv": {2018: "Login Date,IP Address,User Agent,Login Type"},
    "PhoneNumbers.csv": {2016: "Extension,Number,Type"},
    "Email Addresses.csv": {2016: "Email Address,Confirmed,Primary,Updated On"},
    "Ad_Targeting.csv": {2018: "Member Age,Company Names,Job Titles"},
    "Registration.csv": {2016: "Registered At,Registration Ip,Subscription Types"},
}
PRIVATE = {"Logins.csv", "PhoneNumbers.csv", "Email Addresses.csv", "Ad_Targeting.csv", "Registration.csv"}
NOTES = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. You will only '
    'see email addresses for connections who have allowed their connections to see or download their email address."\n'
    "\n"
)

Row = Mapping[str, str]


class Sheet(NamedTuple):
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]


def archive(member: Member, year: int, basic: bool = False, folder: str = "") -> bytes:
    """An archive as LinkedIn made them that year; folder: one on top, as re-packed ones have."""
    extra = {"Profile Summary.csv": b"", "Articles/Articles/On Zibblewort.html": b"<html>Zibblewort</html>"}
    return zipped({f"{folder}{name}": data for name, data in {**files(member, year, basic), **extra}.items()})


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Always the same bytes for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3  # on Windows too
            target.writestr(entry, data, method)
    return buffer.getvalue()


def files(member: Member, year: int, basic: bool = False) -> dict[str, bytes]:
    """Every CSV of the archive as it stood in the ZIP of that year."""
    return {name: written(name, year, sheet) for name, sheet in sheets(member, year, basic).items()}


def sheets(member: Member, year: int, basic: bool = False) -> dict[str, Sheet]:
    """Every CSV's header and rows, newest first as LinkedIn sorts them."""
    made = {}
    for name in HEADERS:
        if columns := header(name, year) if not (basic and name in COMPLETE_ONLY) else ():
            rows = [tuple(row.get(column, "") for column in columns) for row in ROWS[name](member, year)]
            made[name] = Sheet(columns, rows[::-1])
    return made


def header(name: str, year: int) -> tuple[str, ...]:
    """The file's columns in that year, none where there was no such file."""
    known = [columns for since, columns in HEADERS[name].items() if since <= year]
    return tuple(known[-1].split(",")) if known and known[-1] else ()


def written(name: str, year: int, sheet: Sheet) -> bytes:
    if name in ("Search Queries.csv", "Endorsement Received Info.csv") or (name == "Shares.csv" and year <= 2018):
        return delimited(sheet, "\t").encode("utf-16")
    if name == "Comments.csv":
        return (comments_backslashed if year >= 2025 else comments_bare)(sheet).encode()
    if name == "Shares.csv":
        broken = [[cell.replace("\n", '"\n"') for cell in row] for row in sheet.rows]
        sheet = sheet._replace(rows=broken)
    preamble = NOTES if name == "Connections.csv" and year >= 2021 else ""
    return (preamble + delimited(sheet, end="\n" if year >= 2024 else "\r\n")).encode()


def delimited(sheet: Sheet, by: str = ",", end: str = "\r\n") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=by, lineterminator=end).writerows((sheet.header, *sheet.rows))
    return buffer.getvalue()


def comments_bare(sheet: Sheet) -> str:
    """The writer up to March 2024: quotes a text only where it holds a comma, also one of several lines."""

    def line(row: tuple[str, ...]) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' if "," in cell else cell for cell in row)

    return "".join(line(row) + "\r\n" for row in (sheet.header, *sheet.rows))


def comments_backslashed(sheet: Sheet) -> str:
    """The writer of 2025: a quotation mark inside of quotes is escaped with a backslash."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '\\"') + '"' if re.search('[",\n]', text) else text

    return "".join(",".join(map(cell, row)) + "\n" for row in (sheet.header, *sheet.rows))


def resaved(
    sheet: Sheet, dates: Callable[[int, datetime], str], encoding: str, by: str, above: Iterable[str] = ()
) -> bytes:
    """The file after it was opened and saved in Excel.

    dates: what Excel makes of the date in the nth row. above: lines over the header.
    """
    column, form = next((column, form) for column, form in EXCEL_READS.items() if column in sheet.header)
    place, rows = sheet.header.index(column), []
    for number, row in enumerate(sheet.rows):
        at = datetime.strptime(row[place], form)
        rows.append((*row[:place], dates(number, at), *row[place + 1 :]))
    padded = [(line, *[""] * (len(sheet.header) - 1)) for line in above]
    first, *others = [*padded, sheet.header, *rows]
    return delimited(Sheet(first, others), by).encode(encoding, errors="replace")


EXCEL_READS = {"Date": "%Y-%m-%d %H:%M:%S", "Connected On": "%d %b %Y"}


# How each file writes a moment


def iso(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def slashed(at: datetime) -> str:
    return f"{at:%Y/%m/%d %H:%M:%S} UTC"


def american(at: datetime) -> str:
    return f"{at.month}/{at.day}/{at:%y}, {at.hour % 12 or 12}:{at:%M} {at:%p}"


# The rows of each file, oldest first, with the columns of every year


def connections(member: Member, year: int) -> Iterable[Row]:
    for place, (at, contact) in enumerate(member.connections):
        yield {
            "First Name": contact.first,
            "Last Name": contact.last,
            "URL": contact.url,
            "Email Address": f"{contact.slug}@example.org" if place % 40 == 0 else "",
            "Company": contact.company if contact.title else "",
            "Position": contact.title,
            "Connected On": american(at) if year <= 2018 else f"{at:%d %b %Y}",
        }


def shares(member: Member, year: int) -> Iterable[Row]:
    for at, text, number in member.shares:
        link = f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7{number:08}"
        yield {
            "Date": slashed(at) if year <= 2018 else iso(at),
            **dict.fromkeys(("ShareLink", "Share Link"), link),
            **dict.fromkeys(("ShareCommentary", "Share Commentary"), text),
            **dict.fromkeys(("SharedUrl", "SharedURL", "Shared URL"), "" if text else "https://example.org/story"),
            "Share Title": "A story on Zibblewort" * (not text),
            "Type": "ARTICLE",
            "Visibility": "MEMBER_NETWORK",
        }


def linked(number: int) -> str:
    return f"https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A6{number:08}"


def comments(member: Member, year: int) -> Iterable[Row]:
    return ({"Date": iso(at), "Link": linked(number), "Message": text} for at, text, number in member.comments)


def reactions(member: Member, year: int) -> Iterable[Row]:
    return ({"Date": iso(at), "Type": kind, "Link": linked(number)} for at, kind, number in member.reactions)


def reposts(member: Member, year: int) -> Iterable[Row]:
    return ({"Date": iso(at), "Link": linked(number)} for at, number in member.reposts)


def votes(member: Member, year: int) -> Iterable[Row]:
    return ({"Date": iso(at), "Link": linked(number), "OptionText": text} for at, text, number in member.votes)


def invitations(member: Member, year: int) -> Iterable[Row]:
    for at, contact, outgoing, text in member.invitations:
        sender, receiver = (member.owner, contact) if outgoing else (contact, member.owner)
        yield {
            "From": sender.name,
            "To": receiver.name,
            "Sent At": american(at),
            "Message": text,
            "Direction": "OUTGOING" if outgoing else "INCOMING",
            "inviterProfileUrl": sender.url,
            "inviteeProfileUrl": receiver.url,
            "inviterProfileUrn": urn(sender),
            "inviteeProfileUrn": urn(receiver),
        }


def urn(contact: Contact) -> str:
    return f"urn:li:member:{int(contact.slug[-6:], 16)}"


def visible(member: Member, year: int) -> list[tuple[Conversation, Message]]:
    """Messages that the year's file can tell apart: drafts only where a column marks them; in 2018 neither groups nor
    advertisements, because that file tells neither."""
    columns = {*header("messages.csv", year)}
    talks = [t for t in member.conversations if columns or (len(t.others) == 1 and not t.sponsored)]
    rows = [(talk, row) for talk in talks for row in talk.messages if "IS MESSAGE DRAFT" in columns or not row.draft]
    return sorted(rows, key=lambda pair: pair[1].at)


def messages(member: Member, year: int) -> Iterable[Row]:
    told_by_talk = "IS CONVERSATION DRAFT" in header("messages.csv", year)
    for talk, (at, sender, text, draft) in visible(member, year):
        unsent = told_by_talk and draft and len(talk.messages) == 1
        to = [member.owner, *(other for other in talk.others if other is not sender)] if sender else talk.others
        yield {
            "CONVERSATION ID": f"2-{talk.number:06}==",
            "CONVERSATION TITLE": "Sponsored Conversation" if talk.sponsored else "",
            **dict.fromkeys(("FROM", "From"), (sender or member.owner).name),
            "SENDER PROFILE URL": "" if talk.sponsored and sender else (sender or member.owner).url,
            **dict.fromkeys(("TO", "To"), ",".join(one.name for one in to)),
            "RECIPIENT PROFILE URLS": ",".join(one.url for one in to),
            "DATE": f"{iso(at)} UTC",
            "Date": american(at) if year < 2018 else slashed(at),
            **dict.fromkeys(("CONTENT", "Content"), text),
            "Direction": "INCOMING" if sender else "OUTGOING",
            **dict.fromkeys(("FOLDER", "Folder"), "INBOX"),
            "IS MESSAGE DRAFT": "Yes" if draft and not unsent else "No",
            "IS CONVERSATION DRAFT": "Yes" if unsent else "No",
        }


def endorsements(member: Member, year: int) -> Iterable[Row]:
    for at, skill, contact, accepted in member.endorsements:
        yield {
            "Endorsement Date": slashed(at),
            "Skill Name": skill,
            "Endorser First Name": contact.first,
            "Endorser Last Name": contact.last,
            "Endorser Public Url": contact.url.removeprefix("https://"),
            "Endorsement Status": "ACCEPTED" if accepted else "PENDING",
        }


def recommendations(member: Member, year: int, given: bool = False) -> Iterable[Row]:
    for number, (at, contact, text, shown) in enumerate(member.given if given else member.received):
        yield {
            "First Name": contact.first,
            "Last Name": contact.last,
            "Company": contact.company,
            "Job Title": contact.title,
            "Text": text,
            "Creation Date": f"{at:%m/%d/%y, %I:%M %p}",
            "Status": ("VISIBLE", "")[number % 2] if shown else "HIDDEN",
        }


def profile(member: Member, year: int) -> Iterable[Row]:
    shown = member.profile
    yield {
        "First Name": member.owner.first,
        "Last Name": member.owner.last,
        "Headline": shown.headline,
        "Summary": shown.about,
        "Industry": shown.industry,
        "Geo Location": shown.place,
        "Address": "Zibblewort Lane 3",
        "Birth Date": "Jan 1",
    }


def positions(member: Member, year: int) -> Iterable[Row]:
    names = ("Company Name", "Title", "Description", "Started On", "Finished On")
    return (dict(zip(names, job, strict=True)) for job in reversed(member.profile.jobs))


def searches(member: Member, year: int) -> Iterable[Row]:
    for at, keys in member.searches:
        for second, key in enumerate(keys):
            yield {"Time": slashed(at + timedelta(seconds=second)), "Search Query": key}


def private(member: Member, year: int) -> Iterable[Row]:
    yield {
        "IP Address": "192.0.2.77",
        "Number": "+31 6 5550 1234",
        "Email Address": f"{member.owner.slug}@example.org",
        "Company Names": member.owner.company,
        "Login Date": "Sun Jun 16 06:56:05 UTC 2021",
    }


def coach(member: Member, year: int) -> Iterable[Row]:
    at = datetime.combine(member.end, datetime.min.time())
    yield {"CONVERSATION ID": "coach", "FROM": "Zibblewort Coach", "DATE": f"{iso(at)} UTC", "CONTENT": "Zibblewort?"}


ROWS: dict[str, Callable[[Member, int], Iterable[Row]]] = {
    "Connections.csv": connections,
    "Shares.csv": shares,
    "Comments.csv": comments,
    "Reactions.csv": reactions,
    "InstantReposts.csv": reposts,
    "Votes.csv": votes,
    "Invitations.csv": invitations,
    "Messages.csv": messages,
    "messages.csv": messages,
    "Endorsement_Received_Info.csv": endorsements,
    "Endorsement Received Info.csv": endorsements,
    "Recommendations_Received.csv": recommendations,
    "Recommendations_Given.csv": lambda member, year: recommendations(member, year, given=True),
    "Profile.csv": profile,
    "Positions.csv": positions,
    "Skills.csv": lambda member, year: ({"Name": skill} for skill in member.profile.skills),
    "Education.csv": lambda member, year: ({"School Name": school} for school in member.profile.schools),
    "Search Queries.csv": searches,
    "SearchQueries.csv": searches,
    "Company Follows.csv": lambda member, year: [
        {"Organization": member.owner.company, "Followed On": "Wed Jun 16 06:56:05 UTC 2021"}
    ],
    "coach_messages.csv": coach,
    **dict.fromkeys(PRIVATE, private),
}
