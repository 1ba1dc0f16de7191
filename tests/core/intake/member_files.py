"""Small files of a member's own for tests, as LinkedIn writes them today."""

import csv
import io
import zipfile

HEADERS = {
    "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "Shares.csv": "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility",
    "Comments.csv": "Date,Link,Message",
    "Reactions.csv": "Date,Type,Link",
    "Invitations.csv": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "messages.csv": "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,"
    "CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT",
    "Endorsement_Received_Info.csv": "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
    "Endorser Public Url,Endorsement Status",
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
    "Profile.csv": "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On",
    "Skills.csv": "Name",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities",
    "SearchQueries.csv": "Time,Search Query",
    "Company Follows.csv": "Organization,Followed On",
    "PhoneNumbers.csv": "Extension,Number,Type",
    "Languages.csv": "Name,Proficiency",
}


def table(name: str, *rows: tuple[str, ...]) -> bytes:
    """A CSV file with the header that LinkedIn gives it."""
    text = io.StringIO()
    text.write(HEADERS[name] + "\n")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def reactions(*days: str) -> bytes:
    return table("Reactions.csv", *((f"{day} 08:00:00", "LIKE", f"https://x/{day}") for day in days))


def comments(*days: str) -> bytes:
    return table("Comments.csv", *((f"{day} 08:00:00", f"https://x/{day}", "well said") for day in days))


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()
