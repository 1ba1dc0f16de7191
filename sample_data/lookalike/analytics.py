"""Look-alikes of the creator analytics workbook, 2023 to 2026, in English and Brazilian Portuguese."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

import xlsxwriter

from sample_data.lookalike.lives import Member


class Words(NamedTuple):
    """sheets in LinkedIn's order: discovery, engagement, top posts, followers, demographics."""

    sheets: tuple[str, str, str, str, str]
    overall: str
    impressions: str
    reached: str
    day: str
    engagements: str
    post: str
    published: str
    followers: str
    new: str
    demographics: tuple[str, str, str]
    date: str


ENGLISH = Words(
    ("DISCOVERY", "ENGAGEMENT", "TOP POSTS", "FOLLOWERS", "DEMOGRAPHICS"),
    "Overall Performance",
    "Impressions",
    "Members reached",
    "Date",
    "Engagements",
    "Post URL",
    "Post publish date",
    "Total followers on {}:",
    "New followers",
    ("Top Demographics", "Value", "Percentage"),
    "{0.month}/{0.day}/{0.year}",
)
PORTUGUESE = Words(
    ("Descoberta", "Engajamento", "Principais publicações", "Seguidores", "Dados demográficos"),
    "Desempenho geral",
    "Impressões",
    "Usuários alcançados",
    "Data",
    "Engajamentos",
    "URL da publicação",
    "Data de publicação",
    "Total de seguidores em {}:",
    "Novos seguidores",
    ("Principais dados demográficos", "Valor", "Porcentagem"),
    "{0:%d/%m/%Y}",
)
LANGUAGES = {"en": ENGLISH, "pt": PORTUGUESE}
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def workbook(member: Member, year: int = 2026, language: str = "en", without: Iterable[str] = ()) -> bytes:
    """The export of the member's last 365 days. without: English names of sheets that are missing."""
    words, buffer = LANGUAGES[language], io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": MADE})
    for english, name in zip(ENGLISH.sheets, words.sheets, strict=True):
        if english not in without:
            fill(book.add_worksheet(name), CONTENT[english](member, year, words), all_text=year >= 2026)
    if year >= 2026:
        fill(book.add_worksheet("LINKS"), [["Link clicks", 12]], all_text=True)
    book.close()
    return buffer.getvalue()


def fill(sheet, rows: Iterable[list], all_text: bool) -> None:
    for place, cells in enumerate(rows):
        sheet.write_row(place, 0, [f"{cell:,}" if all_text and isinstance(cell, int) else cell for cell in cells])


def discovery(member: Member, year: int, words: Words) -> list[list]:
    window = f"{shown(words, member.daily[0].at)} - {shown(words, member.end)}"
    reached = "Unique views" if year <= 2023 and words is ENGLISH else words.reached
    return [
        [words.overall, window],
        [words.impressions, sum(day.impressions for day in member.daily)],
        [reached, 4321],
    ]


def engagement(member: Member, year: int, words: Words) -> list[list]:
    days = member.daily[100:] + member.daily[:100] if year == 2024 else member.daily
    return [
        [words.day, words.impressions, words.engagements],
        *([shown(words, day.at), day.impressions, day.engagements] for day in days),
    ]


def top_posts(member: Member, year: int, words: Words) -> list[list]:
    ranking = [words.post, words.published]
    best = sorted(member.shares, key=lambda row: -row.number)[:10]
    links = [(f"https://www.linkedin.com/feed/update/7{row.number}", shown(words, row.at)) for row in best]
    return [
        ["Maximum of 50 posts available to include in this list"],
        [],
        [*ranking, words.engagements, "", *ranking, words.impressions],
        *([*link, 90, "", *link, 1200] for link in links),
    ]


def followers(member: Member, year: int, words: Words) -> list[list]:
    return [
        [words.followers.format(shown(words, member.end)), 1234],
        [],
        [words.day, words.new],
        *([shown(words, day.at), day.followers] for day in member.daily),
    ]


def demographics(member: Member, year: int, words: Words) -> list[list]:
    shares = ["2%", "< 1%"] if year >= 2026 else [0.02, "< 1%"]
    return [[*words.demographics], ["Company", member.owner.company, shares[0]], ["Location", "Zwolle", shares[1]]]


def shown(words: Words, day: date) -> str:
    return words.date.format(day)


CONTENT = dict(zip(ENGLISH.sheets, (discovery, engagement, top_posts, followers, demographics), strict=True))
