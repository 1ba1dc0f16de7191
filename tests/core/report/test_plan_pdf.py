import io
import logging
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PageObject, PdfReader

from ssi_core.report.plan_pdf import MARGIN, as_pdf
from ssi_core.wording import action, from_to, how
from tests.core.report.plans import RUBRIC, everything, habit, plan

DAY = date(2026, 3, 29)
THREE = plan(habit("comments_made", 5, 15), habit("recommendations_received", 2, 5), habit("leads_saved", 4, 14))
POINTS = 72 / 25.4  # PDF's points in a mm


def page_of(made, name: str = "Ana Example") -> PageObject:
    [page] = PdfReader(io.BytesIO(as_pdf(made, name, DAY, RUBRIC))).pages
    return page


def text_of(*given) -> str:
    """All text of the one page, blanks and line breaks as one blank."""
    return " ".join(page_of(*given).extract_text().split())


def heights(page: PageObject) -> dict[str, float]:
    """How far above the page's bottom each piece of text stands, mm."""
    found = {}

    def see(text, _current, place, *_font):
        if text.strip():
            found[text.strip()] = place[5] / POINTS

    page.extract_text(visitor_text=see)
    return found


def test_the_page_says_where_the_plan_leads_and_how_to_get_there():
    text = text_of(THREE)

    for words in (
        "Your plan for 4 weeks",
        "Ana Example",
        "29 March 2026",
        "37 → 44",
        "average expected, from the estimate",
        "+7.0 points, 3.5 to 10.4",
        "56 more minutes a week",
        "44 after",
        "37 today, 31 to 42",
        "Comment on 15 posts a week",
        "from 5 to 15 comments a week",
        how(RUBRIC.by_id["leads_saved"]),
        "The points rest on our table",
        "The start is an estimate: the chances are 8 in 10 that LinkedIn's own score lies between 31 and 42.",
        "a memory, so it follows some weeks later",
    ):
        assert words in text


def test_the_ruler_names_all_bands():
    text = text_of(THREE)

    assert all(band.name in text and f"{band.low}–{band.high}" in text for band in RUBRIC.bands)


def test_linkedins_own_score_is_called_so():
    text = text_of(plan(*THREE.habits, own=True))

    assert "average expected, from LinkedIn's own score" in text
    assert "The start is LinkedIn's own score." in text
    assert "estimate" not in text.lower()
    assert "today," not in text


@pytest.mark.parametrize("evidence", ["mostly rubric", "mixed", "your team's data"])
def test_what_the_points_rest_on_is_said_once(evidence):
    mixed = plan(habit("posts", 1, 2, evidence=evidence), *THREE.habits)

    assert "The points rest on our table and your team's data, as" in text_of(mixed)


def test_minutes_and_points_add_up_as_they_stand_there():
    once = (habit("groups_active", 0, 1), habit("profile_completeness", 60, 75), habit("accounts_saved", 0, 6))
    made = plan(*once, habit("endorsements_received", 0, 1, 12))
    rows = re.findall(r"(<1|\d+) \+(\d\.\d)", text_of(made))

    assert [minutes for minutes, _points in rows] == ["4", "5", "4", "<1"]
    assert "13 more minutes a week" in text_of(made)
    assert f"+{sum(float(points) for _minutes, points in rows):.1f} points" in text_of(made)


def test_a_habit_that_hardly_anybody_in_the_team_has_bears_a_mark():
    beyond = replace(habit("posts", 1, 2), beyond_team=True)

    assert "Publish 2 posts a week * " in text_of(plan(beyond, *THREE.habits))
    assert "* Hardly anybody in this team does that much yet." in text_of(plan(beyond, *THREE.habits))
    assert "*" not in text_of(THREE)


def test_a_target_out_of_reach_is_said():
    assert "71 points are out of reach with these habits." in text_of(plan(*THREE.habits, target=70.5))
    assert "out of reach" not in text_of(plan(*THREE.habits, target=40))


def test_a_box_of_one_off_work_shows_where_to_be_by_then():
    assert "3 4 5" in text_of(plan(habit("recommendations_received", 2, 5)))


@pytest.mark.parametrize("weeks", [1, 12])
@pytest.mark.parametrize(("count", "has_room"), [(1, True), (5, True), (13, False), (21, False)])
def test_any_number_of_habits_stands_on_the_page_above_its_foot(count, has_room, weeks):
    made = plan(*everything(weeks).habits[-count:], weeks=weeks)
    page = page_of(made)
    text, places = " ".join(page.extract_text().split()), heights(page)

    for each in made.habits:
        activity = RUBRIC.by_id[each.activity]
        assert action(activity, each.target) in text
        assert from_to(activity, each.current, each.target) in text
    foot = next(height for words, height in places.items() if words.startswith("Tick a box"))
    last = next(height for words, height in places.items() if words.startswith("from 24 to 80"))
    assert MARGIN - 1 < foot < last - 3
    assert (how(RUBRIC.by_id["replied_within_a_day"]) in text) == has_room


def test_names_keep_their_letters():
    name = "Łukasz Đorđević, Ελένη, Ольга Їжак, Nguyễn Thị, Գարեգին, გიორგი"

    assert name in text_of(THREE, name)


@pytest.mark.parametrize(("first", "last"), [("דוד", "כהן"), ("محمد", "علي")])
def test_names_from_right_to_left_are_set_so(first, last):
    """The reader goes through the words from the left."""
    assert f"{last} {first} " in text_of(THREE, f"{first} {last}")


@pytest.mark.parametrize(("name", "shown"), [("Ana 🚀 Example 王", "Ana Example"), ("A\u202ena\n\0B\xa0C", "Ana B C")])
def test_letters_that_no_font_has_are_left_out_without_a_warning(name, shown, caplog):
    with caplog.at_level(logging.WARNING):
        assert f" {shown} " in text_of(THREE, name)
    assert not caplog.records


@pytest.mark.parametrize("name", ["王小明", "", "-"])
def test_without_a_letter_there_is_a_line_to_write_on(name):
    assert "________" in text_of(THREE, name)


def test_a_long_name_stays_on_its_line():
    name = "W" * 80
    places = heights(page_of(THREE, name))

    assert places[name] == pytest.approx(heights(page_of(THREE))["Ana Example"], abs=2)


def test_a_plan_without_habits_is_a_page_too():
    assert "There is no habit in this plan." in text_of(plan())


def test_the_same_plan_gives_the_same_bytes_and_says_what_it_is():
    file = as_pdf(THREE, "Ana Example", DAY)
    reader = PdfReader(io.BytesIO(file))

    assert file == as_pdf(THREE, "Ana Example", DAY)
    assert reader.metadata.title == "Your plan for 4 weeks"
    assert reader.metadata.creation_date.date() == DAY
    assert reader.root_object["/Lang"] == "en"
    assert len(file) < 100_000
