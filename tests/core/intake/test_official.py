import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.intake.official import (
    Group,
    NotAScore,
    Official,
    as_json,
    checked,
    doubt,
    groups_of,
    own_numbers,
    read_official,
    read_scores,
    standings,
)
from ssi_core.intake.tables import read_tables
from ssi_core.rubric import load

RUBRIC = load()
PILLARS = dict(zip(RUBRIC.pillar_ids, (12.275, 6, 3.1, 11.948), strict=True))
PAGE = """Home
My Network
99+
Notifications
12
Your Social Selling Index
Top 65%   Industry SSI rank
Top 81%   Network SSI rank
Current Social Selling Index   33 out of 100. Your Social Selling Index (SSI) measures how effective you are at \
establishing your professional brand, finding the right people, engaging with insights, and building relationships.
Four components of your score
12.275 | Establish your professional brand
6 | Find the right people
3.1 | Engage with insights
11.948 | Build relationships
People in your industry
Sales professionals in the Software Development industry have an average SSI of 31.
You rank in the top 37%.   No change since last week
People in your network
People in your network have an average SSI of 36.
You rank in the top 42%.   Up 1% since last week
"""
INDUSTRY = Group(37, 31, name="Software Development", change="No change since last week")
NETWORK = Group(42, 36, change="Up 1% since last week")


def answer(**changes) -> dict:
    """The JSON behind the page."""
    names = ("STRONG_RELATIONSHIP", "PROFESSIONAL_BRAND", "FIND_RIGHT_PEOPLE", "INSIGHT_ENGAGEMENT")
    own = zip((2.6077502, 13.118002, 3.68, 0.29999998), names, strict=True)
    means = zip((14.0, 10.0, 5.0, 1.99), names, strict=True)
    groups = [
        {"groupType": "INDUSTRY", "rank": 75, "groupSize": 9, "industry": "Software", "score": {"overall": 30.99}},
        {"groupType": "TEAM", "rank": 2, "score": {"overall": 40, "subScores": [{"score": 11, "pillar": names[1]}]}},
        {"groupType": "NETWORK", "rank": 81, "industry": "urn:li:industry:4", "score": None},
    ]
    groups[0]["score"]["subScores"] = [{"score": score, "pillar": name} for score, name in means]
    scores = [{"score": score, "pillar": name} for score, name in own]
    return {"memberScore": {"overall": 19.705751, "subScores": scores}, "groupScore": groups} | changes


def table(text: str):
    return read_tables("scores.csv", text.encode())[0]


# ------------------------------------------------------------------ the page


def test_the_page_as_it_is_copied():
    assert read_official(PAGE) == Official(33, PILLARS, INDUSTRY, NETWORK)


def test_the_page_in_portuguese():
    text = """Seu Social Selling Index
Primeiros 10%   Classificação do SSI no setor
Primeiros 12 %   Classificação do SSI na rede
53 de 100
Quatro componentes da sua pontuação
20,973 | Estabelecer sua marca profissional
9,2 | Localizar as pessoas certas
7,5 | Interagir oferecendo insights
15,01 | Criar relacionamentos
Pessoas do seu setor
Profissionais de vendas do setor de Software têm um SSI médio de 35.
Você está entre os primeiros 9%.   Sem alteração desde a semana passada
Pessoas da sua rede
As pessoas da sua rede têm um SSI médio de 40,5.
Subiu 2% desde a semana passada"""
    found = read_official(text)
    assert found.total == 53
    assert list(found.pillars.values()) == [20.973, 9.2, 7.5, 15.01]
    assert found.industry == Group(9, 35, change="Sem alteração desde a semana passada")
    assert found.network == Group(12, 40.5, change="Subiu 2% desde a semana passada")
    assert found.doubt == ""


LABELS = {
    "en": [pillar.name for pillar in RUBRIC.pillars],
    "pt": "Estabelecer sua marca profissional|Localizar as pessoas certas|Interagir oferecendo insights|"
    "Criar relacionamentos",
    "es": "Establece tu marca profesional|Encuentra a las personas adecuadas|Interactúa ofreciendo información|"
    "Crea relaciones",
    "nl": "Uw professionele merk vestigen|De juiste personen vinden|Inzichten delen|Relaties opbouwen",
    "fr": "Établir votre marque professionnelle|Trouver les bonnes personnes|Échanger des informations|"
    "Établir des relations",
    "de": "Professionelle Marke aufbauen|Die richtigen Personen finden|Mit Insights Interesse wecken|"
    "Beziehungen aufbauen",
    "it": "Costruisci il marchio|Trova le persone giuste|Interagisci con spunti|Crea rapporti",
}
LABELS = {language: labels.split("|") if isinstance(labels, str) else labels for language, labels in LABELS.items()}
OF = {"en": "out of", "pt": "de", "es": "de", "nl": "van", "fr": "sur", "de": "von", "it": "su"}
BETWEEN = (" | ", "\n", "\n\n", "   ", " ", ": ")


@st.composite
def pages(draw):
    """A page's text, its total, its pillars and its groups."""
    language, between = draw(st.sampled_from(sorted(LABELS))), draw(st.sampled_from(BETWEEN))
    side = draw(st.sampled_from((1, -1)))  # the figure before its name, or after it
    known, percent = language != "it", st.integers(1, 99)
    exact = [draw(st.integers(1, 25_000)) / 1000 for _pillar in PILLARS]
    total = round(sum(exact)) if draw(st.booleans()) or not known else None
    places = draw(st.permutations(range(4)))[: draw(st.integers(1, 4))] if known else range(4)
    rows = [between.join([f"{exact[place]:g}", LABELS[language][place]][::side]) for place in places]
    blocks = ["\n".join(["Four components of your score", *rows])]
    if total is not None:
        blocks.append(f"Current Social Selling Index   {total} {OF[language]} 100. It is updated daily.")
    groups = {}
    if draw(st.booleans()):
        groups = {"industry": Group(draw(percent)), "network": Group(draw(percent))}
        ranks = [[f"Top {group.rank}%", f"{kind.title()} SSI rank"][::side] for kind, group in groups.items()]
        blocks.append("\n".join(map(between.join, ranks)))
    for kind, people in (
        ("industry", "Sales professionals in the Toys industry"),
        ("network", "People in your network"),
    ):
        if draw(st.booleans()):
            groups[kind] = group = Group(draw(percent), draw(percent))
            sentences = f"{people} have an average SSI of {group.total}.\nYou rank in the top {group.rank}%."
            blocks.append(f"People in your {kind}\n{sentences}   Down 3% since last week")
    text = "\n".join(draw(st.permutations(blocks)))
    text = text.replace(" ", "\u00a0") if draw(st.booleans()) else text
    text = _comma(text) if draw(st.booleans()) else text
    return text, total, {RUBRIC.pillar_ids[place]: exact[place] for place in places}, groups


def _comma(text: str) -> str:
    """The text with decimal commas; full stops stay where they end a sentence."""
    return "".join("," if s == "." and text[i + 1 : i + 2].isdigit() else s for i, s in enumerate(text))


@settings(max_examples=300, deadline=None)
@given(pages())
def test_scores_come_back_from_every_layout_order_and_language(page):
    text, total, pillars, groups = page
    found = read_official(text)
    assert (found.total, found.pillars, found.doubt) == (total, pillars, "")
    kept = {kind: getattr(found, kind) for kind in ("industry", "network") if getattr(found, kind)}
    assert {kind: Group(group.rank, group.total) for kind, group in kept.items()} == groups


def test_the_members_parts_are_those_that_make_the_total():
    means = "\n".join(f"{mean} | {pillar.name}" for mean, pillar in zip((9, 8, 7, 7), RUBRIC.pillars, strict=True))
    own, rest = PAGE.split("People in your industry")
    text = f"People in your industry{rest.replace('average SSI of 31.', 'average SSI of 31.' + chr(10) + means)}\n{own}"
    found = read_official(text)
    assert found.pillars == PILLARS
    assert found.industry == replace(INDUSTRY, pillars=dict(zip(PILLARS, (9, 8, 7, 7), strict=True)))
    assert read_official(text.replace("33 out of 100", "")).pillars == PILLARS


@pytest.mark.parametrize(
    ("text", "total", "pillars"),
    [
        ("33 out of 100", 33, []),
        ("53 de 100", 53, []),
        ("SSI: 53/100", 53, []),
        ("My Social Selling Index is 47.", 47, []),
        ("33 | Current Social Selling Index", 33, []),
        ("Current Social Selling Index\n33\nEstablish your professional brand\n12.3\nFind the right people\n6\n"
         "Engage with insights\n3.1\nBuild relationships\n11.9", 33, [12.3, 6, 3.1, 11.9]),
        ("12.275\n6\n3.1\n11.948", None, [12.275, 6, 3.1, 11.948]),
        ("prof_brand: 12.3 / 25, find_right_people: 6/25", None, [12.3, 6]),
        ("12.3 Establish your professional brand 6 Find the right people 3.1 Engage with insights "
         "11.9 Build relationships", None, [12.3, 6, 3.1, 11.9]),
        ("3\nEstablish your professional brand\n12.3\nFind the right people\n6\nEngage with insights\n3.1\n"
         "Build relationships\n11.9\n33 of 100", 33, [12.3, 6, 3.1, 11.9]),
    ],
)  # fmt: skip
def test_pieces_of_the_page(text, total, pillars):
    found = read_official(text)
    assert found.total == total
    assert list(found.pillars.values()) == pillars


def test_ranks_above_labels_that_do_not_name_the_index():
    page = "Seu SSI\nPrimeiros 10%\nClassificação no setor\nPrimeiros 12%\nClassificação na rede\n53 de 100"
    found = read_official(page)

    assert (found.total, found.industry, found.network) == (53, Group(rank=10), Group(rank=12))


def test_a_rank_may_be_followed_by_words_before_its_label():
    page = "Tu SSI\n71 % superior\nClasificación de SSI del sector\n78 % superior\nClasificación de SSI de la red"
    found = read_official(page)
    assert (found.industry, found.network) == (Group(71), Group(78))


@pytest.mark.parametrize("total", ["", "51 von 100\n"])
@pytest.mark.parametrize("side", [1, -1])
def test_the_order_decides_where_only_some_names_are_known(side, total):
    names = ["Erste Komponente", LABELS["de"][1], "Dritte Komponente", LABELS["de"][3]]
    rows = [
        "\n".join([name, figure][::side]) for name, figure in zip(names, ["11,252", "6", "11,5", "22"], strict=True)
    ]
    found = read_official(f"Ihr Social Selling Index\n{total}" + "\n".join(rows))
    assert list(found.pillars.values()) == [11.252, 6, 11.5, 22]


def test_a_long_text_about_the_index_is_no_score():
    scale = "The Social Selling Index (SSI, 0 to 100) has four pillars: Find the right people 1. " * 60
    with pytest.raises(NotAScore):
        read_official(scale)


def test_the_networks_mean_is_no_score():
    found = read_official("People in your network have an average SSI of 36.\nYou rank in the top 42%.")
    assert found == Official(network=Group(42, 36))


def test_the_whole_page_on_one_line():
    found = read_official(" ".join(PAGE.split()))
    assert (found.total, found.pillars, found.industry, found.network) == (33, PILLARS, INDUSTRY, NETWORK)


def test_a_rank_counts_where_its_sentence_says_so():
    found = read_official("SSI\nTop 8% Industry SSI rank\nYou rank in the top 9% of your network")
    assert (found.industry, found.network) == (Group(8), Group(9))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana Lopez\nSales at Toys\nI have 3.5 years in sales, 12 customers, 4 awards and 20 of 100 targets met.",
        "https://www.linkedin.com/sales/ssi",
        "Your Social Selling Index",
        "x" * 300_000,
    ],
)
def test_text_without_a_score_says_what_to_copy(text):
    with pytest.raises(NotAScore, match=r"linkedin\.com/sales/ssi"):
        read_official(text)


def test_a_number_that_linkedin_cannot_give_is_refused():
    with pytest.raises(NotAScore, match="Find the right people: expected a number from 0 to 25"):
        read_official(PAGE.replace("6 | Find", "31 | Find"))
    with pytest.raises(NotAScore, match="total: expected a number from 0 to 100"):
        read_official("My SSI: 133 out of 100")


def test_numbers_that_do_not_fit_are_kept_and_asked_about():
    found = read_official(PAGE.replace("33 out of", "41 out of"))
    assert (found.total, found.pillars) == (41, PILLARS)
    assert found.doubt == "The four parts add up to 33.323, the total says 41. Which is right?"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text):
    for given_text in (text, f"SSI {text}", PAGE.replace("6 |", text)):
        try:
            found = read_official(given_text)
        except NotAScore as refusal:
            assert str(refusal).endswith(".")
        else:
            assert checked(own_numbers(found), RUBRIC) == own_numbers(found)


# ------------------------------------------------------------------ the JSON


@pytest.mark.parametrize("wrapped", [lambda a: a, lambda a: {"object": "ssi", "data": a}, lambda a: [1, {"data": [a]}]])
def test_the_json_behind_the_page(wrapped):
    found = read_official("\ufeff" + json.dumps(wrapped(answer())))
    own = dict(zip(RUBRIC.pillar_ids, (13.118002, 3.68, 0.29999998, 2.6077502), strict=True))
    means = dict(zip(RUBRIC.pillar_ids, (10.0, 5.0, 1.99, 14.0), strict=True))
    industry, team = Group(75, 30.99, means, "Software"), Group(2, 40, {"brand": 11})
    assert found == Official(19.705751, own, industry, Group(81), team)


def test_parts_of_the_json_may_be_missing():
    assert read_official(json.dumps({"memberScore": {"overall": 20}})) == Official(20)
    assert read_official(json.dumps(answer(memberScore={}))).total is None
    assert read_official(GOOD.replace("3.68", "null")).pillars.keys() == PILLARS.keys() - {"finding"}


GOOD = json.dumps(answer())


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "x",
        GOOD[:-20],
        GOOD.replace("3.68", "NaN"),
        GOOD.replace("3.68", "true"),
        GOOD.replace("3.68", '"3.68"'),
        GOOD.replace("3.68", "9" * 5000),
        GOOD.replace('"overall": 19', '"overall": 1, "overall": 19'),
        "[" * 100_000,
        '{"memberScore": [1]}',
    ],
)
def test_damaged_json_is_refused_in_words(text):
    with pytest.raises(NotAScore, match="damaged"):
        read_official(text)


@pytest.mark.parametrize("text", ["{}", "[1]", '{"memberScore": {}}', '{"a": {"b": []}}'])
def test_json_without_a_score_says_what_to_copy(text):
    with pytest.raises(NotAScore, match=r"linkedin\.com/sales/ssi"):
        read_official(text)


def test_json_with_numbers_that_cannot_be_is_refused():
    with pytest.raises(NotAScore, match="0 to 25"):
        read_official(GOOD.replace("3.68", "-3.68"))
    with pytest.raises(NotAScore, match="rank"):
        read_official(GOOD.replace("75", "175"))


# ------------------------------------------------------------------ typed numbers


def test_typed_numbers_are_checked():
    assert checked({"total": 33, "brand": 0}, RUBRIC) == {"total": 33.0, "brand": 0.0}
    for wrong in ({"brand": 25.1}, {"total": -1}, {"brand": True}, {"brand": "3"}, {"x": 3}, {"brand": float("nan")}):
        with pytest.raises(NotAScore):
            checked(wrong, RUBRIC)


@given(st.lists(st.floats(0, 25), min_size=4, max_size=4), st.integers(0, 3))
def test_a_total_is_in_doubt_only_beyond_rounding(points, digits):
    shown = {pillar: round(each, digits) for pillar, each in zip(RUBRIC.pillar_ids, points, strict=True)}
    assert doubt(shown | {"total": round(sum(points))}, RUBRIC) == ""
    assert doubt(shown | {"total": round(sum(points)) + 6}, RUBRIC).endswith("Which is right?")
    assert doubt({"total": 99, "brand": 1}, RUBRIC) == ""


# ------------------------------------------------------------------ a tracker's table


def test_a_trackers_table_oldest_first():
    scores, findings = read_scores(
        table("day;establish_brand;find_people;engage_insights;build_relationships;total_score\n"
              "13.2.2024;12,3;6;3,1;11,9;33\n1.2.2024;12,3;6;3,1;11,9;53\n")
    )  # fmt: skip
    own = dict(zip(RUBRIC.pillar_ids, (12.3, 6, 3.1, 11.9), strict=True))
    assert [score.on for score in scores] == [date(2024, 2, 1), date(2024, 2, 13)]
    assert scores[1] == Official(33, own, on=date(2024, 2, 13))
    assert scores[0].doubt
    assert findings == ()


def test_rows_of_a_tracker_that_are_not_taken_are_said():
    rows = "2024-02-01,12.3,6,Ana,11.9", "soon,1,2,3,4", "2024-01-05,,,,", "2024-02-01,12.3,6,Ana,11.9", "x,1,2,3,4,5,6"
    read = table("\n".join(["date,prof_brand,find_right_people,insight_engagement,relationship", *rows]))
    scores, findings = read_scores(read)
    assert [score.on for score in scores] == [date(2024, 2, 1), None]
    assert sorted((finding.row, finding.rows) for finding in findings) == [
        (2, 0),
        (3, 0),
        (4, 1),
        (5, 0),
        (5, 1),
        (6, 1),
    ]
    assert {finding.value for finding in findings} == {""}
    assert len(scores) + sum(finding.rows for finding in findings) == len(rows)


def test_dates_follow_the_column_and_a_guess_is_said():
    us, _nothing = read_scores(table("date,SSI\n01/13/2024,40\n02/03/2024,41\n"))
    assert us[1].on == date(2024, 2, 3)
    guessed, findings = read_scores(table("date,SSI\n01/02/2024,40\n02/03/2024,41\n"))
    assert guessed[1].on == date(2024, 3, 2)
    assert [finding.problem for finding in findings] == ["day or month first?"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,posts\n2024-01-01,3\n", "no column of LinkedIn's own scores"),
        ("name,SSI\nAna,40\nBen,50\n", "several people"),
    ],
)
def test_tables_that_are_no_trackers_are_refused(text, message):
    with pytest.raises(NotAScore, match=message):
        read_scores(table(text))


# ------------------------------------------------------------------ in words and for the command line


def test_ranks_are_said_as_linkedin_says_them():
    groups = {"industry": INDUSTRY, "network": Group(total=36), "team": Group(rank=2)}
    assert standings(groups) == [
        "top 37\u00a0% of your industry (mean 31)",
        "mean of your network 36",
        "top 2\u00a0% of your team",
    ]
    assert standings({"industry": Group(name="Toys")}) == []


def test_groups_of_a_score():
    assert groups_of(Official(33, network=NETWORK)) == {"network": NETWORK}


def test_as_json():
    assert as_json(None) is None
    assert as_json(Official(33, {"brand": 12.3}, Group(37, 31, {}, "Toys", "Up"), on=date(2024, 2, 1))) == {
        "total": 33,
        "pillars": {"brand": 12.3},
        "industry": {"rank": 37, "total": 31, "pillars": {}, "name": "Toys", "change": "Up"},
        "network": None,
        "team": None,
        "on": "2024-02-01",
        "doubt": "",
    }
