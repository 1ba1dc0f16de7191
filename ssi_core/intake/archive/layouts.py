"""Which of LinkedIn's files a table is. Its header tells, its name only where the header can't."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ssi_core.i18n import _
from ssi_core.intake.archive.folding import squeezed
from ssi_core.intake.ledger import OTHER, PRIVATE, Event
from ssi_core.rubric import Rubric


@dataclass(frozen=True)
class Layout:
    """A kind of file. Columns are written as `squeezed` makes them; "a|b" means either of them.

    needed: without these it is another file; optional: read where they are there; only: it has no other columns.
    date: the column that tells when. shows: the kinds of events in it.
    dated: as LinkedIn writes it, each record begins with a date and time.
    """

    kind: str
    needed: tuple[str, ...]
    date: str = ""
    shows: tuple[Event, ...] = ()
    optional: tuple[str, ...] = ()
    dated: bool = False
    only: bool = False


@dataclass(frozen=True)
class Found:
    """A layout met in a file. places: where the columns stand that are read, from 0."""

    layout: Layout
    places: dict[str, int]
    dated: bool


_PARTIES = ("from", "to")
_SENDER = ("senderprofileurl", "recipientprofileurls", "content", "ismessagedraft", "isconversationdraft", *_PARTIES)
_ADDRESSES = ("inviterprofileurl", "inviteeprofileurl", "inviterprofileurn", "inviteeprofileurn", *_PARTIES)
_CONNECTED = "firstname|lastname|url|company|position"
_SHARED = "sharelink|sharedurl|mediaurl|visibility"
_ENDORSED, _ENDORSER = "endorsementdate", "endorserfirstname|endorserlastname|endorserpublicurl"
_TALK: tuple[Event, ...] = ("message", "approach", "turn")

LAYOUTS = (
    Layout("messages", ("conversationid", "date", "from|senderprofileurl"), "date", _TALK, _SENDER),
    Layout("messages", (*_PARTIES, "date", "direction"), "date", _TALK, ("content",)),
    Layout("invitations", ("sentat", "direction"), "sentat", ("invitation",), _ADDRESSES),
    Layout("connections", ("connectedon", _CONNECTED), "connectedon", ("connection",)),
    Layout("shares", ("date", "sharecommentary", _SHARED), "date", ("post", "repost")),
    Layout("comments", ("date", "link", "message"), "date", ("comment",), dated=True),
    Layout("votes", ("date", "optiontext"), "date", ("vote",), ("link",)),
    Layout("reactions", ("date", "type", "link"), "date", ("reaction",)),
    Layout("instant_reposts", ("date", "link"), "date", ("repost",), only=True),
    Layout("endorsements", (_ENDORSED, "skillname", _ENDORSER), _ENDORSED, ("endorsement",), ("endorsementstatus",)),
    Layout("endorsements_given", (_ENDORSED, "endorseefirstname|endorseelastname|endorseepublicurl")),
    Layout("recommendations", ("creationdate", "firstname|lastname", "text|status|jobtitle"), "creationdate"),
    Layout("searches", ("time", "searchquery"), "time", ("search",)),
    Layout("profile", ("headline", "summary|industry|geolocation|firstname|lastname")),
    Layout("positions", ("companyname", "title", "finishedon"), optional=("description",)),
    Layout("skills", ("name",), only=True),
    Layout("education", ("schoolname", "startdate|enddate|degreename|notes")),
    Layout("certifications", ("authority", "name|licensenumber")),
    Layout("company_follows", ("organization", "followedon"), "followedon"),
    Layout("member_follows", ("date", "status", "fullname"), "date"),
    Layout("rich_media", ("medialink|mediadescription",)),
    # Known by these columns even if renamed, so that nothing below the header is read:
    Layout(PRIVATE, ("ipaddress|useragent|registrationip|registeredat",)),
    Layout(PRIVATE, ("extension", "number", "type"), only=True),
    Layout(PRIVATE, ("emailaddress", "confirmed|primary")),
    Layout(PRIVATE, ("phonenumbers", "emails|emailaddresses|firstname")),
    Layout(PRIVATE, ("memberage|buyergroups|typeofinference|adclickeddate|adtitleid",)),
    Layout(PRIVATE, ("transactionmadeat|invoicenumber|paymentmethodtype",)),
)

# How names begin, squeezed. The last are files whose unknown header is worth a finding.
_PRIVATE_NAMES = (
    "logins", "registration", "phonenumbers", "emailaddresses", "adtargeting", "receipts", "inferences", "devices",
    "securitychallenges", "adsclicked", "lanadsengagement", "accountstatushistory", "whatsapp", "importedcontacts",
    "privateidentity", "verification", "payments", "jobapplica", "jobseeker", "savedjob", "screening",
)  # fmt: skip
_OTHER_NAMES = ("coachmessages", "guidemessages", "learning", "endorsementgiven", "profilesummary")
_KIND_NAMES = (
    "messages", "invitations", "connections", "shares", "comments", "votes", "reactions", "instantreposts",
    "endorsement", "recommendations", "searchqueries", "profile", "positions", "skills", "education",
)  # fmt: skip


def recognise(header: Sequence[str]) -> Found | None:
    """The layout whose columns the header has, in whatever order, case and spacing."""
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        places.setdefault(squeezed(cell), place)
    layout = next((layout for layout in LAYOUTS if _fits(layout, places)), None)
    if layout is None:
        return None
    wanted = {name for needed in layout.needed for name in needed.split("|")} | set(layout.optional)
    return Found(
        layout,
        {name: place for name, place in places.items() if name in wanted},
        layout.dated and tuple(places) == layout.needed,
    )


def foreign(header: Sequence[str], rubric: Rubric) -> str | None:
    """In words what a table is that is none of the member's own files; None where nothing is known of it."""
    columns = {squeezed(cell) for cell in header}
    if {"contentid", "userid"} <= columns or {"contentid", "type", "datetime"} <= columns:
        return _("This table comes from a data set for training analysts, not from LinkedIn.")
    if len(columns & set(map(squeezed, rubric.usage_report.headers))) >= 2:
        return _("This is a report about a team. Open it under Team data.")
    return None


def by_name(path: str) -> str:
    """PRIVATE or OTHER where the name alone decides that a file is not opened, else ""; ZIPs are."""
    name = squeezed(PurePosixPath(path).stem)
    if PurePosixPath(path).suffix.lower() == ".zip":
        return ""
    if name.startswith(_PRIVATE_NAMES):
        return PRIVATE
    return OTHER if name.startswith(_OTHER_NAMES) else ""


def is_named_like_ours(path: str) -> bool:
    """Whether the name promises one of the files that are read."""
    return squeezed(PurePosixPath(path).stem).startswith(_KIND_NAMES)


def named(layout: Layout, path: str) -> Layout:
    """The layout, told further by the file's name where two have one header: recommendations received and given."""
    name = squeezed(PurePosixPath(path).stem)
    if layout.kind != "recommendations" or ("received" in name) == ("given" in name):
        return layout
    if "received" in name:
        return replace(layout, kind="recommendations_received", shows=("recommendation",))
    return replace(layout, kind="recommendations_given")


def _fits(layout: Layout, places: dict[str, int]) -> bool:
    known = all(any(name in places for name in needed.split("|")) for needed in layout.needed)
    return known and not (layout.only and places.keys() - set(layout.needed) - {""})
