import pytest

from ssi_core.intake.units import AMOUNT, FRACTION, NOW, PERCENT, Said, Unit, plain, said


@pytest.mark.parametrize(
    ("header", "rest", "kind", "days"),
    [
        ("Posts", "posts", "over", 0),
        ("Posts per week", "posts", "per", 7),
        ("Posts/week", "posts", "per", 7),
        ("Posts / wk", "posts", "per", 7),
        ("posts per month", "posts", "per", 30),
        ("Weekly posts", "posts", "per", 7),
        ("Messages per day", "messages", "per", 1),
        ("Messages per quarter", "messages", "per", 91),
        ("Comments (last 30 days)", "comments", "over", 30),
        ("Posts 90d", "posts", "over", 90),
        ("Posts last week", "posts", "over", 7),
        ("Posts this month", "posts", "over", 30),
        ("Posts in the last 4 weeks", "posts", "over", 28),
        ("Posts (month)", "posts", "over", 30),
        ("Posts Q1", "posts", "over", 91),
        ("Posts Q1 2026", "posts", "over", 91),
        ("Posts 2026 Q1", "posts", "over", 91),
        ("Anzahl Beiträge im Monat", "anzahl beitrage", "over", 30),
        ("Kommentare in der Woche", "kommentare", "over", 7),
        ("Publications du mois", "publications", "over", 30),
        ("Publicaciones del mes", "publicaciones", "over", 30),
        ("Postagens no mês", "postagens", "over", 30),
        ("Publicaciones por mes", "publicaciones", "per", 30),
        ("Mensajes semanales", "mensajes", "per", 7),
        ("Días activos por semana", "dias activos", "per", 7),
        ("Berichten per maand", "berichten", "per", 30),
        ("Berichten afgelopen 30 dagen", "berichten", "over", 30),
        ("Beiträge pro Woche", "beitrage", "per", 7),
        ("Kommentare (letzte 30 Tage)", "kommentare", "over", 30),
        ("Kommentare im letzten Monat", "kommentare", "over", 30),
        ("Publications par mois", "publications", "per", 30),
        ("Commentaires (30 derniers jours)", "commentaires", "over", 30),
        ("Mensagens por mês", "mensagens", "per", 30),
        ("Postagens (últimos 3 meses)", "postagens", "over", 90),
        ("Average posts per week", "posts", "per", 7),
        ("Ø Posts/Woche", "posts", "per", 7),
        ("Average posts last 30 days", "posts", "per", 30),
        ("Avg. messages", "messages", "per", 0),
        ("Days active", "days active", "over", 0),
        ("Social media posts", "social media posts", "over", 0),
    ],
)
def test_a_header_says_its_period(header, rest, kind, days):
    assert said(header) == Said(rest, kind, days)


@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ("SSI score (0-100)", "ssi score"),
        ("Brand (max 25)", "brand"),
        ("Marque /25", "marque"),
        ("SSI out of 100", "ssi"),
        ("Acceptance (0 to 1)", "acceptance"),
        ("Pillar 1 brand", "pillar 1 brand"),
    ],
)
def test_a_scale_is_no_part_of_the_name(header, rest):
    assert said(header) == Said(rest)


@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ("Acceptance rate %", "acceptance rate"),
        ("% accepted", "accepted"),
        ("Antwortquote in Prozent", "antwortquote"),
        ("Antwortquote in %", "antwortquote"),
        ("Tasa de respuesta en %", "tasa de respuesta"),
        ("Taxa de resposta em %", "taxa de resposta"),
        ("Profile complete (0-100 %)", "profile complete"),
        ("Porcentaje de respuesta", "de respuesta"),
        ("Taux de réponse (pourcentage)", "taux de reponse"),
    ],
)
def test_a_header_says_percent(header, rest):
    assert said(header) == Said(rest, percent=True)


def test_plain_words_have_no_case_accents_or_signs():
    assert plain("  N.º de  Mensagens_Enviadas (ＬinkedIn) ") == "n º de mensagens enviadas linkedin".replace("º", "o")


def test_only_counts_are_whole():
    assert Unit("over", 30).whole
    assert NOW.whole
    assert not any(unit.whole for unit in (Unit("per", 7), AMOUNT, PERCENT, FRACTION))


def test_units_have_words():
    units = (Unit("per", 7), Unit("per", 30), Unit("over", 7), Unit("over", 90), NOW, AMOUNT, PERCENT, FRACTION)
    assert [unit.words for unit in units] == [
        "average per week",
        "average per month",
        "count in a week",
        "count in 90 days",
        "how many there are",
        "as it stands",
        "percent",
        "share of 1",
    ]


def test_a_month_has_thirty_days_and_the_rest_no_weeks():
    assert Unit("per", 30).weeks == 30 / 7
    assert PERCENT.weeks is None
