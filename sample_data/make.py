"""Makes the sample data, the same every time: `python -m sample_data.make` rewrites every file beside it.

All people are invented. LinkedIn's scores in these files come from a truth of their own, not from the rubric: weights,
thresholds and curves are drawn anew, with about a point of noise on the total, so that "what moves the score here" has
something to find.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd

from sample_data import member

HERE = Path(__file__).parent
SEED = 14

RUBRIC = tomllib.loads((HERE.parent / "ssi_core/rubric/activities.toml").read_text(encoding="utf-8"))
ACTIVITIES = RUBRIC["activities"]
IDS = [activity["id"] for activity in ACTIVITIES]
PILLARS = [pillar["id"] for pillar in RUBRIC["pillars"]]
IN_PILLAR = np.array([[activity["pillar"] == pillar for activity in ACTIVITIES] for pillar in PILLARS], dtype=float)
WEIGHT = np.array([activity["weight"] for activity in ACTIVITIES])
FULL = np.array([activity["full"] for activity in ACTIVITIES])
PERCENT = np.array([activity["unit"].startswith("%") for activity in ACTIVITIES])
FLOW, STOCK = (np.array([activity["kind"] == kind for activity in ACTIVITIES]) for kind in ("flow", "stock"))
MOST = np.array([7 if name == "days_active" else np.inf for name in IDS])

# What somebody in the middle does, as a share of full marks: by pillar, in percent columns, and where neither fits.
USUAL = np.array([0.22, 0.11, 0.06, 0.2])
USUAL_PERCENT = 0.5
USUAL_OWN = {"profile_completeness": 0.65, "days_active": 0.4}

NAMES = [
    "Amara Okonjo",
    "Lukas Brandauer",
    "Inés Valcárcel",
    "Pieter van Loon",
    "Chloé Marchetti",
    "Rohan Deshmukh",
    "Mafalda Teixeira",
    "Søren Kjeldgaard",
    "Yuki Hanamori",
    "Fatou Diabaté",
    "Marek Horvat",
    "Siobhán Keane",
    "Thiago Barreto",
    "Annelies De Wit",
    "Jürgen Ostwald",
    "Leila Farahani",
    "Mateo Quiroga",
    "Freya Lindqvist",
    "Kwame Asante",
    "Giulia Bernasco",
    "Aylin Demirci",
    "Noah Whitcombe",
    "Camila Sandoval",
    "Jonas Hübner",
]
PANEL_NAMES = [
    "Ebba Nordgård",
    "Diego Arrieta",
    "Nadia Benkirane",
    "Willem Postma",
    "Priya Raghunath",
    "Stefan Achleitner",
    "Aoife Gallagher",
    "Bruno Falcão",
    "Mei Tanizaki",
    "Clément Rousselot",
    "Zanele Mokoena",
    "Tobias Rehberg",
]
TEAMS = ["Enterprise", "Mid-market", "Inside sales"]

HEADERS = {
    "person": "Name",
    "group": "Team",
    "profile_completeness": "Profile complete (%)",
    "recommendations_received": "Recommendations received",
    "endorsements_received": "Skill endorsements received",
    "posts": "Posts per week",
    "followers_gained": "New followers per week",
    "people_searches": "People searches per week",
    "profiles_viewed": "Profiles viewed per week",
    "leads_saved": "Leads saved per week",
    "target_connections": "New decision makers per week",
    "days_active": "Active days per week",
    "comments_made": "Comments made per week",
    "reactions_and_shares": "Reactions and shares per week",
    "engagement_received": "Reactions and comments received per week",
    "accounts_saved": "Companies saved or followed",
    "reply_rate": "Reply rate (%)",
    "connections": "Connections",
    "invitations_sent": "Invitations sent per week",
    "acceptance_rate": "Acceptance rate (%)",
    "messages_sent": "Messages sent per week",
    "official_total": "SSI",
    "official_brand": "Establish your professional brand",
    "official_finding": "Find the right people",
    "official_insights": "Engage with insights",
    "official_relationships": "Build relationships",
}
PANEL_HEADERS = {"date": "Week starting", **HEADERS, "quota_attainment": "Quota attainment (%)"}

WEEKS_A_MONTH = 30 / 7
MESSY = {  # header, how a number is written, over how many weeks it counts
    "person": ("Mitarbeiter", "{}", 1),
    "group": ("Equipo", "{}", 1),
    "profile_completeness": ("Profil vollständig", "{:.0f} %", 1),
    "recommendations_received": ("Recomendaciones recibidas", "{:.0f}", 1),
    "endorsements_received": ("Onderschrijvingen", "{:.0f}", 1),
    "posts": ("Publications par mois", "{:.1f}", WEEKS_A_MONTH),
    "followers_gained": ("Neue Follower pro Woche", "{:.0f}", 1),
    "people_searches": ("Búsquedas de personas por semana", "{:.0f}", 1),
    "profiles_viewed": ("Bekeken profielen per maand", "{:.0f}", WEEKS_A_MONTH),
    "leads_saved": ("Leads enregistrés par semaine", "{:.0f}", 1),
    "target_connections": ("Neue Entscheider pro Woche", "{:.1f}", 1),
    "days_active": ("Actieve dagen per week", "{:.1f}", 1),
    "comments_made": ("Comentarios por semana", "{:.0f}", 1),
    "reactions_and_shares": ("Réactions et partages par semaine", "{:.0f}", 1),
    "engagement_received": ("Erhaltene Reaktionen und Kommentare pro Woche", "{:.0f}", 1),
    "accounts_saved": ("Gevolgde bedrijven", "{:.0f}", 1),
    "reply_rate": ("Antwortquote", "{:.1f}%", 1),
    "connections": ("Contactos", "{:,.0f}", 1),
    "invitations_sent": ("Invitations envoyées par mois", "{:.0f}", WEEKS_A_MONTH),
    "invitations_accepted": ("Invitations acceptées par mois", "{:.0f}", WEEKS_A_MONTH),
    "messages_sent": ("Mensajes enviados por semana", "{:.0f}", 1),
    "official_total": ("SSI", "{:.0f}", 1),
    "official_brand": ("Marca profesional", "{:.2f}", 1),
    "official_finding": ("Die richtigen Personen finden", "{:.2f}", 1),
    "official_insights": ("Interagir oferecendo insights", "{:.2f}", 1),
    "official_relationships": ("Relaties opbouwen", "{:.2f}", 1),
}

PERSONAS = [  # usual: share of full marks in each pillar; known: what the story says; unknown: nobody told us
    {
        "id": "newcomer",
        "name": "The newcomer",
        "band": "beginner",
        "story": "Noor opened her account last spring, has 110 connections and looks in on two days a week. "
        "She reads a lot, has never posted, and can't say how many of her invitations were accepted.",
        "usual": [0.1, 0.05, 0.03, 0.1],
        "known": {
            "profile_completeness": 50,
            "posts": 0,
            "leads_saved": 0,
            "days_active": 2,
            "engagement_received": 0,
            "connections": 110,
            "replied_within_a_day": 40,
        },
        "unknown": ["reply_rate", "acceptance_rate"],
    },
    {
        "id": "networker",
        "name": "The networker",
        "band": "average",
        "story": "Tomás invites everybody he meets, answers nearly everything the same day and has 1,600 connections. "
        "What they publish passes him by, and his own last post is months old.",
        "usual": [0.12, 0.15, 0.04, 0.9],
        "known": {
            "profile_completeness": 70,
            "posts": 0,
            "days_active": 5,
            "comments_made": 0,
            "engagement_received": 0,
            "reply_rate": 25,
            "connections": 1600,
            "replied_within_a_day": 90,
        },
        "unknown": ["profiles_viewed"],
    },
    {
        "id": "searcher",
        "name": "The searcher",
        "band": "average",
        "story": "Rafael starts every morning in Sales Navigator: 30 searches and 20 new leads a week. "
        "He knows his prospects well, and they have never heard of him.",
        "usual": [0.08, 0.7, 0.08, 0.2],
        "known": {
            "profile_completeness": 60,
            "posts": 0,
            "people_searches": 30,
            "leads_saved": 20,
            "days_active": 5,
            "engagement_received": 0,
            "accounts_saved": 40,
            "reply_rate": 10,
            "acceptance_rate": 25,
            "replied_within_a_day": 50,
        },
        "unknown": ["endorsements_received", "groups_active"],
    },
    {
        "id": "writer",
        "name": "The writer",
        "band": "above average",
        "story": "Ingrid posts three times a week, and about 90 reactions and comments come back. "
        "She answers them all, searches for nobody and waits for clients to write first.",
        "usual": [0.75, 0.15, 0.5, 0.35],
        "known": {
            "profile_completeness": 100,
            "posts": 3,
            "people_searches": 0,
            "days_active": 5,
            "engagement_received": 90,
            "acceptance_rate": 40,
        },
        "unknown": ["leads_saved", "replied_within_a_day"],
    },
    {
        "id": "all_rounder",
        "name": "The all-rounder",
        "band": "excellent",
        "story": "Mei gives LinkedIn half an hour every working day, posts twice a week and keeps in touch. "
        "No habit is missing, so each further point takes her longer than it takes others.",
        "usual": [0.7, 0.65, 0.6, 0.75],
        "known": {"profile_completeness": 95, "posts": 2, "days_active": 5},
        "unknown": [],
    },
]


@dataclass(frozen=True)
class Truth:
    """What really makes the score in these files: points, full marks and curve, one of each an activity."""

    weight: np.ndarray
    full: np.ndarray
    curve: np.ndarray

    def pillars(self, amounts: np.ndarray) -> np.ndarray:
        """Points in each pillar, 0 to 25, for amounts with one row a person and one column an activity."""
        share = np.expm1(-self.curve * np.clip(amounts / self.full, 0, 1)) / np.expm1(-self.curve)
        return (share * self.weight) @ IN_PILLAR.T


def draw_truth(rng: np.random.Generator) -> Truth:
    weight = WEIGHT * np.exp(rng.normal(0, 0.8, len(IDS)))
    full = FULL * np.exp(rng.normal(0, 0.25, len(IDS)))
    return Truth(weight * ((25 / (IN_PILLAR @ weight)) @ IN_PILLAR), full, rng.uniform(1, 3.5, len(IDS)))


def draw_habits(rng: np.random.Generator, people: int) -> np.ndarray:
    """What each person usually does: one row a person, one column an activity, in the rubric's units.

    One effort behind everything, spread evenly from idle to eager, then each person's leanings.
    """
    effort = [NormalDist().inv_cdf((rank + 0.5) / people) for rank in range(people)]
    leaning = rng.normal(0, 0.4, (people, 4)) @ IN_PILLAR + rng.normal(0, 0.7, (people, len(IDS)))
    drive = 0.8 * rng.permutation(effort)[:, None] + leaning
    usual = np.where(PERCENT, USUAL_PERCENT, USUAL @ IN_PILLAR)
    usual = np.array([USUAL_OWN.get(name, share) for name, share in zip(IDS, usual, strict=True)])
    share = np.where(PERCENT, usual + 0.2 * drive, usual * np.exp(drive))
    return np.clip(share, 0, np.where(PERCENT, 1, 1.4)) * FULL


def tidy(amounts: np.ndarray) -> np.ndarray:
    """Amounts as people write them: halves where one a week is much, whole numbers elsewhere."""
    step = np.where(FLOW & (FULL < 15), 0.5, 1)
    return np.minimum(np.round(amounts / step) * step, MOST)


def with_scores(frame: pd.DataFrame, amounts: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """The frame with LinkedIn's scores as its page shows them: pillars with two decimals, the total whole."""
    pillars = draw_truth(rng).pillars(amounts)
    noisy = np.clip(pillars + rng.normal(0, 0.5, pillars.shape), 0, 25).round(2)
    scores = {f"official_{name}": noisy[:, place] for place, name in enumerate(PILLARS)}
    return frame.assign(official_total=np.floor(noisy.sum(axis=1) + 0.5), **scores)


def make_team() -> pd.DataFrame:
    """24 people, a usual week, and LinkedIn's scores, with a few blanks; columns as in HEADERS."""
    rng = np.random.default_rng([SEED, 1])
    amounts = tidy(draw_habits(rng, len(NAMES)))
    frame = pd.DataFrame(amounts, columns=IDS).assign(person=NAMES, group=np.resize(TEAMS, len(NAMES)))
    return with_blanks(with_scores(frame, amounts, rng)[list(HEADERS)], rng)


def with_blanks(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Twelve amounts that nobody noted down, and two people who did not send their score."""
    activities = [name for name in frame if name in IDS]
    holes = np.zeros((len(frame), len(activities)), dtype=bool)
    holes.flat[rng.choice(holes.size, 12, replace=False)] = True
    blank = frame.assign(**frame[activities].mask(holes))
    official = [name for name in frame if name.startswith("official_")]
    blank.loc[rng.choice(len(frame), 2, replace=False), official] = np.nan
    return blank


def make_panel(weeks: int = 26) -> pd.DataFrame:
    """12 people over 26 weeks: what they did, LinkedIn's scores, percent of quota; columns as in PANEL_HEADERS."""
    rng = np.random.default_rng([SEED, 2])
    amounts = draw_weeks(rng, len(PANEL_NAMES), weeks)
    recent = np.stack([amounts[max(week - 3, 0) : week + 1].mean(axis=0) for week in range(weeks)])
    mondays = pd.date_range("2026-01-05", periods=weeks, freq="7D")
    rows = pd.MultiIndex.from_product([mondays, PANEL_NAMES], names=["date", "person"])
    frame = pd.DataFrame(amounts.reshape(-1, len(IDS)), index=rows, columns=IDS).reset_index()
    frame = with_scores(frame.assign(group=np.resize(TEAMS, len(frame))), recent.reshape(-1, len(IDS)), rng)
    frame["quota_attainment"] = draw_quota(rng, frame["official_total"].to_numpy().reshape(weeks, -1)).ravel()
    for rate, base in (("acceptance_rate", "invitations_sent"), ("reply_rate", "messages_sent")):
        frame[rate] = frame[rate].where(frame[base] > 0)
    return frame[list(PANEL_HEADERS)]


def draw_weeks(rng: np.random.Generator, people: int, weeks: int) -> np.ndarray:
    """Amounts by week, person and activity: habits that grow or fade, luck in each week, and two weeks off."""
    passed = np.linspace(0, 1, weeks)[:, None, None]
    habits = draw_habits(rng, people)
    flows = rng.poisson(habits * np.exp(rng.normal(0.2, 0.5, (people, 1)) * passed))
    stocks = np.minimum(habits * (1 + rng.uniform(0, 0.25, habits.shape) * passed), np.where(PERCENT, 100, np.inf))
    rates = np.clip(habits + rng.normal(0, 6, flows.shape), 0, 100)
    amounts = tidy(np.select([FLOW, STOCK], [flows, stocks], rates))
    for person in range(people):
        amounts[np.ix_(rng.choice(weeks, 2, replace=False), [person], FLOW)] = 0
    return amounts


def draw_quota(rng: np.random.Generator, totals: np.ndarray) -> np.ndarray:
    """Percent of quota by week and person: a little of the score, more of the person and the territory, some luck."""
    means = totals.mean(axis=0)
    usual = 97 + 7 * (means - means.mean()) / means.std() + rng.normal(0, 16, means.shape)
    return np.maximum(usual + rng.normal(0, 6, totals.shape), 0).round()


def clean_csv(frame: pd.DataFrame, headers: dict[str, str]) -> bytes:
    return frame.rename(columns=headers).to_csv(index=False, lineterminator="\n", float_format="%.6g").encode()


def messy_csv(team: pd.DataFrame) -> bytes:
    """The team as a sheet that went through many hands: Windows-1252, semicolons, German numbers, five languages."""
    team = team.assign(invitations_accepted=team["invitations_sent"] * team["acceptance_rate"] / 100)
    people = [messy_row(person) for person in team.to_dict("records")]
    people[4][list(MESSY).index("reply_rate")] = "#DIV/0!"
    twin = ["  inés VALCÁRCEL", *people[2][1:5], "9,9", *people[2][6:]]
    sums = team.sum(numeric_only=True).drop(["profile_completeness", "reply_rate"])
    title = [["Social Selling – Vertrieb Europa"], ["Stand: 30.06.2026"], []]
    header = [text for text, *_ in MESSY.values()]
    rows = [*title, header, *people, twin, messy_row({"person": "Summe", **sums})]
    return "".join(";".join(row + [""] * (len(MESSY) - len(row))) + "\r\n" for row in rows).encode("cp1252")


def messy_row(values: dict) -> list[str]:
    return [messy_cell(values.get(name, ""), name, *form) for name, (_, *form) in MESSY.items()]


def messy_cell(value: str | float, name: str, form: str, weeks: float) -> str:
    if isinstance(value, str):
        return value
    if np.isnan(value):
        return "n.a." if name.startswith("official_") else ""
    return form.format(value * weeks).translate(str.maketrans(",.", ".,"))


def make_personas() -> list[dict]:
    """Five people for a training, with what they do in the rubric's units; what nobody told us is left out."""
    rng = np.random.default_rng([SEED, 3])
    return [make_persona(persona, rng) for persona in PERSONAS]


def make_persona(persona: dict, rng: np.random.Generator) -> dict:
    share = (np.array(persona["usual"]) @ IN_PILLAR) * np.exp(rng.normal(0, 0.2, len(IDS)))
    drawn = tidy(np.minimum(share, np.where(PERCENT, 1, 1.2)) * FULL).tolist()
    values = {**dict(zip(IDS, drawn, strict=True)), **persona["known"]}
    told = {name: value for name, value in values.items() if name not in persona["unknown"]}
    return {**{key: persona[key] for key in ("id", "name", "story", "band")}, "values": told}


def files() -> dict[str, bytes]:
    """Every sample file's name and content."""
    team = make_team()
    return {
        "team.csv": clean_csv(team, HEADERS),
        "team_messy.csv": messy_csv(team),
        "team_panel.csv": clean_csv(make_panel(), PANEL_HEADERS),
        "personas.json": json.dumps(make_personas(), ensure_ascii=False, indent=1).encode() + b"\n",
        **member.files(),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (HERE / name).write_bytes(content)
