"""The sample member's files: an archive, creator analytics and LinkedIn's own score, with two damaged rows."""

import io
import zipfile
from dataclasses import replace
from datetime import date

from sample_data.lookalike import analytics, archive, score_page
from sample_data.lookalike.lives import Habits, Member, Profile, Score, draw

END, YEAR = date(2026, 10, 18), 2026
HABITS = Habits(
    shares=(0.2, 3.2),
    comments=(0.5, 7),
    reactions=(3, 9),
    invitations=(5, 9),
    incoming=(1, 2.5),
    searches=(1, 3),
    endorsements=(0.2, 0.5),
    conversations=(1, 2.5),
    engagements=(2, 14),
    accepted=0.57,
)
PROFILE = Profile(
    headline="I help growers plan their zibblewort | B2B sales, Benelux",
    about=" ".join(["zibblewort"] * 96),
    industry="Farming",
    place="Zwolle, Netherlands",
    jobs=(
        ("Grumbelhoek & Zonen", "Account Manager", "Zibblewort for growers", "Nov 2022", ""),
        ("Northvaddle Ltd", "Sales Representative", "", "2017", "Oct 2022"),
    ),
    skills=("Negotiation", "B2B sales", "Forecasting", "CRM"),
    schools=("Zibblewort Academy",),
)
DAMAGE = {  # in which file the day and time of the fifth row are spoilt, and how
    "Connections.csv": "31 Sep 2026",
    "Reactions.csv": "2026-13-10 08:15:21",
}


def member() -> Member:
    """Posts ever more, sees three in five invitations accepted and lacks a fifth skill."""
    drawn = draw(36, END, days=500, habits=HABITS)
    return replace(drawn, profile=PROFILE, score=Score((18.274, 8.9, 11.912, 15.325), (12, 21), (34.2, 38.9)))


def files() -> dict[str, bytes]:
    """By name. ZIPs are stored, not deflated: not every zlib deflates to the same bytes."""
    shown = member()
    parts = {
        name: archive.written(name, YEAR, damaged(name, sheet)) for name, sheet in archive.sheets(shown, YEAR).items()
    }
    return {
        "linkedin_archive.zip": archive.zipped(parts, zipfile.ZIP_STORED),
        "linkedin_analytics.xlsx": stored(analytics.workbook(shown, YEAR)),
        "linkedin_score.json": score_page.as_json(shown).encode() + b"\n",
    }


def damaged(name: str, sheet: archive.Sheet) -> archive.Sheet:
    if name not in DAMAGE:
        return sheet
    place = next(place for place, column in enumerate(sheet.header) if column in ("Date", "Connected On"))
    row = sheet.rows[4]
    spoilt = (*row[:place], DAMAGE[name], *row[place + 1 :])
    return sheet._replace(rows=[*sheet.rows[:4], spoilt, *sheet.rows[5:]])


def stored(packed: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as source:
        return archive.zipped({name: source.read(name) for name in source.namelist()}, zipfile.ZIP_STORED)
