"""Look-alikes of LinkedIn's own score: the page as people copy it, and the JSON behind it."""

import json
import re

from sample_data.lookalike.lives import Member

JSON_PILLARS = ("PROFESSIONAL_BRAND", "FIND_RIGHT_PEOPLE", "INSIGHT_ENGAGEMENT", "STRONG_RELATIONSHIP")
ENGLISH = """\
Your Social Selling Index
Top {ranks[0]}%   Industry SSI rank
Top {ranks[1]}%   Network SSI rank
Current Social Selling Index   {total:.0f} out of 100. Your Social Selling Index (SSI) measures how effective you are
Four components of your score
{pillars[0]:g} | Establish your professional brand
{pillars[1]:g} | Find the right people
{pillars[2]:g} | Engage with insights
{pillars[3]:g} | Build relationships
People in your industry
Sales professionals in the Software Development industry have an average SSI of {means[0]:.0f}.
You rank in the top {ranks[0]}%.   No change since last week
People in your network
People in your network have an average SSI of {means[1]:.0f}.
You rank in the top {ranks[1]}%.   Up 1% since last week
"""
PORTUGUESE = """\
Seu Social Selling Index
Primeiros {ranks[0]}%   Classificação do SSI no setor
Primeiros {ranks[1]}%   Classificação do SSI na rede
Social Selling Index atual   {total:.0f} de 100
{pillars[0]:g} | Estabelecer sua marca profissional
{pillars[1]:g} | Localizar as pessoas certas
{pillars[2]:g} | Interagir oferecendo insights
{pillars[3]:g} | Criar relacionamentos
Profissionais do setor têm um SSI médio de {means[0]:.0f}.
Pessoas da sua rede têm um SSI médio de {means[1]:.0f}.
"""


def page(member: Member, portuguese: bool = False) -> str:
    """The text of linkedin.com/sales/ssi, selected and copied."""
    score = member.score
    text = (PORTUGUESE if portuguese else ENGLISH).format(**score._asdict(), total=score.total)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", text) if portuguese else text


def as_json(member: Member) -> str:
    """What the page loads; the groups' own parts are shares of their means."""
    industry, network = (
        {"groupType": kind, "rank": rank, "score": scores(mean, [mean * share for share in (0.35, 0.2, 0.15, 0.3)])}
        for kind, rank, mean in zip(("INDUSTRY", "NETWORK"), member.score.ranks, member.score.means, strict=True)
    )
    own = scores(member.score.total, member.score.pillars)
    return json.dumps({"activeSeat": False, "memberScore": own, "groupScore": [industry, network]}, indent=1)


def scores(total: float, pillars) -> dict:
    parts = [{"score": round(part, 6), "pillar": name} for name, part in zip(JSON_PILLARS, pillars, strict=True)]
    return {"overall": round(total, 6), "subScores": parts}
