import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.intake.columns import SURE, Choice, recognise, unit_choices
from ssi_core.intake.units import AMOUNT, FRACTION, NOW, PERCENT, Unit
from ssi_core.rubric import load

RUBRIC = load()
PER_WEEK, OVER_WEEK = Unit("per", 7), Unit("over", 7)

HEADERS = {
    # English
    "Rep": "person",
    "Sales Rep": "person",
    "Seat holder name": "person",
    "Employee Name": "person",
    "Region": "group",
    "Week starting": "date",
    "As of": "date",
    "SSI": "official_total",
    "SSI Score": "official_total",
    "Social Selling Index": "official_total",
    "Find the right people": "official_finding",
    "Connection requests sent": "invitations_sent",
    "Connection Requests Accepted": "invitations_accepted",
    "Acceptance Rate": "acceptance_rate",
    "Acceptance rate (%)": "acceptance_rate",
    "% accepted": "acceptance_rate",
    "InMails sent": "inmails_sent",
    "InMail Sent": "inmails_sent",
    "InMails accepted": "inmails_answered",
    "Response rate": "reply_rate",
    "InMail response rate": "reply_rate",
    "# of posts": "posts",
    "Number of comments": "comments_made",
    "Likes given": "reactions_and_shares",
    "Likes received": "engagement_received",
    "DMs sent": "messages_sent",
    "Replied within 24h (%)": "replied_within_a_day",
    "New followers": "followers_gained",
    "Groups": "groups_active",
    "Team": "group",
    "LinkedIn connections": "connections",
    "Profile completeness": "profile_completeness",
    "Quota attainment": "quota_attainment",
    "Meetings booked": "meetings_booked",
    # Sales Navigator's usage report, and other trackers
    "Days Active": "days_active",
    "Searches Performed": "people_searches",
    "Profile Views": "profiles_viewed",
    "Leads Saved": "leads_saved",
    "Accounts Saved": "accounts_saved",
    "prof_brand": "official_brand",
    "find_right_people": "official_finding",
    "insight_engagement": "official_insights",
    "relationship": "official_relationships",
    "establish_brand": "official_brand",
    "find_people": "official_finding",
    "engage_insights": "official_insights",
    "build_relationships": "official_relationships",
    "total_score": "official_total",
    # Spanish
    "Vendedor": "person",
    "Equipo": "group",
    "Fecha": "date",
    "Puntuación SSI": "official_total",
    "Establece tu marca profesional": "official_brand",
    "Publicaciones por semana": "posts",
    "Invitaciones enviadas": "invitations_sent",
    "Tasa de aceptación": "acceptance_rate",
    "Búsquedas de personas": "people_searches",
    "Días activos": "days_active",
    # Dutch
    "Medewerker": "person",
    "Afdeling": "group",
    "De juiste personen vinden": "official_finding",
    "Verstuurde uitnodigingen": "invitations_sent",
    "Bekeken profielen per maand": "profiles_viewed",
    "Antwoordpercentage": "reply_rate",
    "Gevolgde bedrijven": "accounts_saved",
    # German
    "Mitarbeiter": "person",
    "Vorname": "first_name",
    "Nachname": "last_name",
    "KW": "date",
    "SSI-Wert": "official_total",
    "Beziehungen aufbauen": "official_relationships",
    "Beiträge pro Woche": "posts",
    "Gesendete Kontaktanfragen": "invitations_sent",
    "Annahmequote": "acceptance_rate",
    "Erhaltene Reaktionen": "engagement_received",
    "Zielerreichung": "quota_attainment",
    # French
    "Commercial": "person",
    "Nom": "person",
    "Équipe": "group",
    "Semaine": "date",
    "Établir votre marque professionnelle": "official_brand",
    "Commentaires (30 derniers jours)": "comments_made",
    "Nouveaux abonnés": "followers_gained",
    "Taux de réponse": "reply_rate",
    "RDV pris": "meetings_booked",
    # Portuguese
    "Nome": "person",
    "Equipe": "group",
    "Data": "date",
    "Localizar as pessoas certas": "official_finding",
    "Interagir oferecendo insights": "official_insights",
    "Convites enviados": "invitations_sent",
    "Convites aceitos": "invitations_accepted",
    "Mensagens por mês": "messages_sent",
    "Conexões": "connections",
}


def one(header: str, mapping=None):
    return recognise([header], RUBRIC, mapping)[0]


@pytest.mark.parametrize(("header", "target"), HEADERS.items())
def test_recognises_what_managers_write(header, target):
    match = one(header)
    assert (match.target, match.asked) == (target, False)
    assert match.confidence >= SURE


@pytest.mark.parametrize("entry", [*RUBRIC.activities, *RUBRIC.columns], ids=lambda entry: entry.id)
def test_an_id_is_itself_in_the_rubrics_unit(entry):
    match = one(entry.id)
    assert (match.target, match.confidence, match.asked, match.unit_known) == (entry.id, 1, False, True)
    assert match.unit is None or not match.unit.whole


@pytest.mark.parametrize("activity", RUBRIC.activities, ids=lambda activity: activity.id)
def test_the_rubrics_name_with_its_unit_is_recognised(activity):
    for header in (f"{activity.name} ({activity.unit})", f"{activity.name} [{activity.unit}]"):
        assert one(header).target == activity.id


@pytest.mark.parametrize("entry", [*RUBRIC.activities, *RUBRIC.columns], ids=lambda entry: entry.id)
def test_every_synonym_leads_to_its_entry(entry):
    names = [name for names in entry.synonyms.values() for name in names]
    unsure = {match.header for match in recognise(names, RUBRIC) if match.guess != entry.id or match.confidence < SURE}
    assert unsure == set()


def test_all_activities_have_synonyms_in_six_languages():
    assert all(set(activity.synonyms) == {"en", "es", "nl", "de", "fr", "pt"} for activity in RUBRIC.activities)


def test_every_rate_has_its_counts_in_the_rubric():
    known = {entry.id for entry in (*RUBRIC.activities, *RUBRIC.columns)}
    assert {name for rate in RUBRIC.rates for name in (rate.count, rate.of)} <= known


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Calls",
            "Calls made",
            "Notes",
            "Email",
            "Emails sent",
            "Revenue",
            "Costs",
            "Deals",
            "Phone",
            "Title",
            "Company",
        ),
        *("Likes", "Reactions", "Followers", "New connections", "New leads", "Leads", "Views", "Impressions", "Sales"),
        *("Inactive days", "Unanswered InMails", "Invitations unaccepted", "Invitations received", "InMails declined"),
        *("Profile views received", "Connections this month", "Response time", "Comments per post", "Engagement rate"),
        *(
            "Brand",
            "Insights",
            "Total",
            "Score",
            "brand",
            "total",
            "low",
            "known",
            "band",
            "points_posts",
            "Industry SSI",
        ),
        *("SSI last week", "Coach Level", "Lists Created", "Searches saved", "LinkedIn", "Column C", "", "%", "/"),
    ],
)
def test_is_not_taken_for_something_without_asking(header):
    match = one(header)
    assert match.target is None
    assert match.asked == (match.guess is not None)
    assert match.confidence < SURE


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("Followers", "followers_gained"),
        ("Brand", "official_brand"),
        ("Likes", "reactions_and_shares"),
        ("Connections this month", "connections"),
        ("SSI last week", "official_total"),
        ("Conection requets sent", "invitations_sent"),
    ],
)
def test_offers_its_best_guess_as_a_question(header, guess):
    assert (one(header).guess, one(header).asked) == (guess, True)


@pytest.mark.parametrize(
    "header", ["Invitatons sent", "Invitations snet", "Invitations  SENT", "invitations-sent", "InvitationsSent"]
)
def test_forgives_one_typing_error_case_and_signs(header):
    assert one(header).target == "invitations_sent"


def test_the_percent_sign_tells_the_rate_from_the_count():
    assert one("Invitations accepted").target == "invitations_accepted"
    assert one("Invitations accepted %").target == "acceptance_rate"


def test_the_plural_tells_groups_from_the_group():
    assert (one("Group").target, one("Groups").target) == ("group", "groups_active")
    assert (one("Grupo").target, one("Grupos").target) == ("group", "groups_active")


@pytest.mark.parametrize(
    ("header", "unit", "known"),
    [
        ("posts", PER_WEEK, True),
        ("Posts", OVER_WEEK, False),
        ("Posts per month", Unit("per", 30), True),
        ("Posts last 90 days", Unit("over", 90), True),
        ("Average posts", PER_WEEK, False),
        ("connections", AMOUNT, True),
        ("Connections", NOW, False),
        ("Acceptance rate", PERCENT, False),
        ("acceptance_rate", PERCENT, True),
        ("Messages answered within a day (%)", PERCENT, False),
        ("InMails sent last month", Unit("over", 30), True),
        ("SSI", AMOUNT, False),
        ("Name", None, False),
    ],
)
def test_the_unit_is_what_the_header_says_or_usual(header, unit, known):
    assert (one(header).unit, one(header).unit_known) == (unit, known)


def test_the_surer_of_two_columns_wins_and_the_other_is_asked():
    first, second, third = recognise(["Articles", "posts", "Posts publishd"], RUBRIC)
    assert (second.target, second.asked) == ("posts", False)
    assert (first.target, first.guess, first.asked) == (None, "posts", True)
    assert (third.target, third.guess, third.asked) == (None, "posts", True)


def test_of_two_equally_sure_the_first_wins():
    assert [match.target for match in recognise(["Name", "Rep"], RUBRIC)] == ["person", None]


def test_a_guess_for_what_is_already_there_is_no_question():
    name, manager = recognise(["Name", "Manager"], RUBRIC)
    assert (name.target, manager.target, manager.asked) == ("person", None, False)


def test_results_may_be_many():
    assert [match.target for match in recognise(["Meetings", "Appointments", "Quota"], RUBRIC)] == [
        "meetings_booked",
        "meetings_booked",
        "quota_attainment",
    ]


def test_the_users_choice_goes_first():
    mapping = {
        "Calls": Choice("comments_made", Unit("over", 30)),
        "Comments": Choice(None),
        "Revenue": Choice("outcome"),
    }
    calls, comments, revenue, posts = recognise(["Calls", "Comments", "Revenue", "Posts"], RUBRIC, mapping)
    assert (calls.target, calls.unit, calls.unit_known) == ("comments_made", Unit("over", 30), True)
    assert (comments.target, comments.asked) == (None, False)
    assert (revenue.target, revenue.unit) == ("outcome", AMOUNT)
    assert posts.target == "posts"


def test_a_column_gives_way_to_the_users_choice_without_a_question():
    mapping = {"Likes": Choice("comments_made")}
    likes, comments = recognise(["Likes", "Comments"], RUBRIC, mapping)
    assert (likes.target, comments.target, comments.asked) == ("comments_made", None, False)


def test_a_column_that_the_user_leaves_out_makes_room():
    _comments, made = recognise(["Comments", "Comments made"], RUBRIC, {"Comments": Choice(None)})
    assert (made.target, made.asked) == ("comments_made", False)


def test_two_columns_may_be_one_activity_if_the_user_says_so():
    mapping = {"Posts": Choice("posts"), "Articles": Choice("posts")}
    assert [match.target for match in recognise(["Posts", "Articles"], RUBRIC, mapping)] == ["posts", "posts"]


def test_a_choice_that_makes_no_sense_is_put_right():
    assert one("Name", {"Name": Choice("person", PER_WEEK)}).unit is None
    assert one("Posts", {"Posts": Choice("an_older_rubrics_id")}).target == "posts"


def test_a_choice_without_a_unit_keeps_the_headers():
    assert one("posts", {"posts": Choice("posts")}).unit == PER_WEEK
    assert one("Calls per month", {"Calls per month": Choice("comments_made")}).unit == Unit("per", 30)


@pytest.mark.parametrize(
    ("target", "units"),
    [
        ("posts", {PER_WEEK, OVER_WEEK, Unit("per", 30), Unit("over", 30), Unit("per", 90), Unit("over", 90)}),
        ("connections", {NOW, AMOUNT}),
        ("reply_rate", {PERCENT, FRACTION}),
        ("profile_completeness", {PERCENT, FRACTION}),
    ],
)
def test_offers_the_units_that_an_activity_can_have(target, units):
    assert set(unit_choices(RUBRIC.by_id[target])) == units


def test_offers_no_unit_for_names():
    assert {
        column.id: unit_choices(column) for column in RUBRIC.columns if column.role in ("person", "group", "date")
    } == dict.fromkeys(("person", "first_name", "last_name", "group", "date"), ())


@given(st.lists(st.text(max_size=30), max_size=4, unique=True))
def test_any_header_gets_a_match_in_its_place(header):
    matches = recognise(header, RUBRIC)
    assert [match.column for match in matches] == list(range(len(header)))
    assert all(0 <= match.confidence <= 1 for match in matches)


@given(st.permutations(["Name", "Team", "Posts", "Comments", "SSI", "Notes", "InMails sent"]))
def test_the_order_of_columns_does_not_matter(header):
    targets = {match.header: match.target for match in recognise(header, RUBRIC)}
    assert targets == {
        "Name": "person",
        "Team": "group",
        "Posts": "posts",
        "Comments": "comments_made",
        "SSI": "official_total",
        "Notes": None,
        "InMails sent": "inmails_sent",
    }


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("Reacciones por semana", "reactions_and_shares"),
        ("Reações por semana", "reactions_and_shares"),
        ("Views of my profile per week", "profiles_viewed"),
    ],
)
def test_asks_about_the_activity_and_not_about_its_unit(header, guess):
    (match,) = recognise([header], RUBRIC)
    assert (match.target, match.asked, match.guess) == (None, True, guess)


def test_does_not_ask_about_a_short_word_that_is_like_another():
    (match,) = recognise(["Age"], RUBRIC)
    assert (match.asked, match.guess) == (False, None)


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Total profile views", "profiles_viewed"),
        ("Leads saved (total)", "leads_saved"),
        ("Profilaufrufe gesamt", "profiles_viewed"),
        ("SSI gesamt", "official_total"),
        ("Total score", "official_total"),
    ],
)
def test_a_total_over_the_period_is_the_activity(header, target):
    (match,) = recognise([header], RUBRIC)
    assert (match.target, match.asked) == (target, False)
