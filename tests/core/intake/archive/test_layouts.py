import pytest

from ssi_core.intake.archive.layouts import by_name, foreign, is_named_like_ours, named, recognise
from ssi_core.intake.ledger import PRIVATE
from ssi_core.rubric import load

MESSAGES = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER"
ENDORSEMENTS = "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status"
RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
HEADERS = [  # of all years, as LinkedIn writes them
    ("connections", "First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
    ("connections", "First Name,Last Name,Email Address,Company,Position,Connected On"),
    ("connections", "First Name,Last Name,Address,Email Address,Company,Position,Connected On,Websites"),
    ("connections", "Company,Position,Connected On"),
    ("shares", "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility"),
    ("shares", "Date,ShareLink,ShareCommentary,SharedURL,MediaURL,Visibility"),
    ("shares", "Date,Share Title,Share Description,Share Link,Share Commentary,Shared URL,Media URL,Type,Visibility"),
    ("comments", "Date,Link,Message"),
    ("reactions", "Date,Type,Link"),
    ("instant_reposts", "Date,Link"),
    ("votes", "Date,Link,OptionText"),
    ("invitations", "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"),
    ("invitations", "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn"),
    ("invitations", "From,To,Sent At,Message,Direction"),
    ("messages", MESSAGES),
    ("messages", MESSAGES.replace("TO,", "TO,RECIPIENT PROFILE URLS,") + ",IS MESSAGE DRAFT,IS CONVERSATION DRAFT"),
    ("messages", MESSAGES.replace("TO,", "TO,RECIPIENT PROFILE URLS,") + ",ATTACHMENTS,IS MESSAGE DRAFT"),
    ("messages", "From,To,Date,Subject,Content,Direction,Folder"),
    ("endorsements", ENDORSEMENTS.replace("Name,Endorsement", "Name,Endorser Public Url,Endorsement")),
    ("endorsements", ENDORSEMENTS),
    ("endorsements_given", ENDORSEMENTS.replace("Endorser", "Endorsee")),
    ("recommendations", RECOMMENDATIONS),
    ("profile", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location"),
    ("positions", "Company Name,Title,Description,Location,Started On,Finished On"),
    ("skills", "Name"),
    ("education", "School Name,Start Date,End Date,Notes,Degree Name,Activities"),
    ("certifications", "Name,Url,Authority,Started On,Finished On,License Number"),
    ("searches", "Time,Search Query"),
    ("company_follows", "Organization,Followed On"),
    ("member_follows", "Date,Status,FullName"),
    ("rich_media", "Date/Time,Media Description,Media Link"),
    (PRIVATE, "Login Date,IP Address,User Agent,Login Type"),
    (PRIVATE, "Registered At,Registration Ip,Subscription Types"),
    (PRIVATE, "Extension,Number,Type"),
    (PRIVATE, "Email Address,Confirmed,Primary,Updated On"),
    (PRIVATE, "FirstName,LastName,Emails,PhoneNumbers"),
    (PRIVATE, "Member Age,Company Names,Buyer Groups"),
]  # fmt: skip
STRANGERS = [
    "Name,Calls",
    "Date,Type",
    "Name,Proficiency",
    "First Name,Last Name,Email Address",
    "",
    "From,To,Date,Subject",
]


@pytest.mark.parametrize(("kind", "header"), HEADERS)
def test_every_years_header_is_known(kind, header):
    assert recognise(header.split(",")).layout.kind == kind


@pytest.mark.parametrize(("kind", "header"), HEADERS)
def test_in_any_order_case_and_spacing(kind, header):
    shuffled = [f" {column.upper().replace(' ', '_')} " for column in reversed(header.split(","))]
    assert recognise(shuffled).layout.kind == kind


@pytest.mark.parametrize("header", [*STRANGERS, ",Content ID,User ID,Type,Datetime"])
def test_other_tables_are_none_of_ours(header):
    assert recognise(header.split(",")) is None


def test_places_are_those_of_the_columns_that_are_read():
    found = recognise(["Position", "Email Address", "Connected On", "URL"])
    assert found.places == {"position": 0, "connectedon": 2, "url": 3}


def test_comments_are_read_by_their_dates_only_as_linkedin_writes_them():
    assert recognise(["Date", "Link", "Message"]).dated
    assert not recognise(["Link", "Date", "Message"]).dated


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Recommendations_Received (1).csv", "recommendations_received"),
        ("in/Recommendations Given.csv", "recommendations_given"),
        ("Recommendations.csv", "recommendations"),
        ("given and received.csv", "recommendations"),
    ],
)
def test_the_name_tells_which_recommendations(name, kind):
    layout = recognise(RECOMMENDATIONS.split(",")).layout
    assert named(layout, name).kind == kind
    assert bool(named(layout, name).shows) == (kind == "recommendations_received")


def test_names_decide_what_is_not_opened():
    private = [
        "Logins.csv",
        "PhoneNumbers.csv",
        "Email Addresses.csv",
        "Ad_Targeting.csv",
        "a/Receipts_v2.csv",
        "Inferences_about_you.csv",
    ]
    others = ["coach_messages.csv", "guide_messages.csv", "learning_role_play_messages.csv", "Profile Summary.csv"]
    ours = [
        "Connections.csv",
        "messages (1).csv",
        "Endorsement_Received_Info.csv",
        "x/Search Queries.csv",
        "Profile.csv",
    ]
    assert {by_name(name) for name in private} == {"private"}
    assert {by_name(name) for name in others} == {"other"}
    assert {by_name(name) for name in ours} == {""}
    assert all(map(is_named_like_ours, ours))
    assert not is_named_like_ours("Languages.csv")


def test_foreign_tables_are_named_for_what_they_are():
    rubric = load()
    assert "training" in foreign(["", "Content ID", "User ID", "Type", "Datetime"], rubric)
    assert "Team data" in foreign(["Name", "Searches Performed", "Coach Level", "Profile Views"], rubric)
    assert foreign(["Name", "Days Active"], rubric) is None
