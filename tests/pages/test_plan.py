"""A plan's journey: time or a band, fewer or other habits, half of it, a week's ticks; on the manager's page too."""

import re

import pytest

from ssi_core.questionnaire import to_draft
from ssi_core.rubric import load
from ssi_core.samples import personas
from tests.pages.conftest import click, run, texts

RUBRIC = load()
ANSWERS = to_draft(dict.fromkeys(RUBRIC.ids, 2) | {"profile_completeness": 2**9 - 1}, RUBRIC)
OWN = "12.3_6_3.1_11.9"


@pytest.fixture
def open_plan(open_app):
    def go(**query):
        app = open_app(**query)
        app.switch_page("me/plan.py")
        return run(app)

    return go


@pytest.fixture
def plan(open_plan):
    """The plan of a sample person with two activities unknown."""
    return open_plan(sample="writer")


def control(app, name: str):
    """A pill or segment of the page by the end of its key."""
    return next(group for group in app.get("button_group") if group.key.endswith(name))


def choose(app, name: str, value):
    control(app, name).set_value(value)
    return run(app)


def to_band(app, low: float):
    choose(app, "plan.goal", "Reach a band")
    app.selectbox(key="me.plan.band").set_value(low)
    return run(app)


def cards(app) -> list[tuple[str, float, float]]:
    """What to do, points and minutes of each card."""
    said = [element.value for element in app.markdown]
    figures = [re.fullmatch(r":blue\[\*\*\+([\d.]+) points\*\*\] for ([\d.,]+) minutes a week", text) for text in said]
    return [(what.strip("*"), float(f[1]), float(f[2])) for what, f in zip(said, figures[1:], strict=False) if f]


def number(app) -> tuple[int, int]:
    """Now and after, as the big number says."""
    html = next(element.value for element in app.get("html") if 'class="ssi-number"' in element.value)
    before, after = re.search(r"(\d+) → (\d+)", html).groups()
    return int(before), int(after)


def test_minutes_give_a_few_habits_within_them(plan):
    habits = cards(plan)
    assert 1 <= len(habits) <= 3
    assert sum(minutes for _what, _gain, minutes in habits) <= 30.2, "each is rounded to .1"
    before, after = number(plan)
    assert after - before == pytest.approx(sum(gain for _what, gain, _minutes in habits), abs=1.2)
    assert "the chances are 8 in 10 that it brings between" in texts(plan)
    assert re.search(r"It starts from the estimate, \d+ \(\d+ to \d+\)\.", texts(plan))
    assert "worth finding out first: Leads saved" in texts(plan)


def test_more_minutes_lead_further_and_more_habits_too(plan):
    first = number(plan)[1]
    plan.slider(key="me.minutes").set_value(120)
    longer = number(run(plan))[1]
    assert longer > first
    choose(plan, "plan.habits", 0)
    assert number(plan)[1] > longer
    assert len(cards(plan)) > 3


def test_a_band_to_reach(plan):
    to_band(plan, 70.5)
    before, after = number(plan)
    assert before < 71 <= after
    assert plan.selectbox(key="me.plan.band").options[0] == "Strong: 5 more points"
    assert "Above average to strong" in texts(plan)


def test_a_band_out_of_reach_is_said_with_the_most_that_can_be_had(plan):
    to_band(plan, 90.5)
    choose(plan, "plan.habits", 1)
    assert "Outstanding is out of reach this way." in texts(plan)
    assert "More habits may lead further." in texts(plan)
    assert len(cards(plan)) == 1
    assert number(plan)[1] < 91
    choose(plan, "plan.habits", 0)
    assert "More habits may lead further." not in texts(plan)


def test_more_weeks_have_more_to_tick_and_their_own_ticks(plan):
    assert len(control(plan, "plan.week.4").options) == 4
    choose(plan, "plan.weeks", 12)
    choose(plan, "plan.week.12", 12)
    plan.checkbox[0].check()
    run(plan)
    assert re.search(r"1 of \d done in week 12", texts(plan))
    choose(plan, "plan.week.12", 1)
    assert re.search(r"0 of \d done in week 1\.", texts(plan))
    choose(plan, "plan.week.12", 12)
    assert plan.checkbox[0].value


def test_a_week_in_which_nothing_is_due_says_so(plan):
    plan.slider(key="me.minutes").set_value(5)
    choose(plan, "plan.habits", 1)
    choose(plan, "plan.weeks", 12)
    choose(plan, "plan.week.12", 12)
    assert "Save or follow companies" in cards(plan)[0][0]
    assert "Nothing is due in week 12." in texts(plan)


def test_another_amount_is_another_thing_to_tick(plan):
    plan.checkbox[0].check()
    run(plan)
    plan.slider(key="me.minutes").set_value(180)
    run(plan)
    assert not any(box.value for box in plan.checkbox)


def test_half_of_it_stands_beside_the_whole(plan):
    assert "Half of it" not in texts(plan)
    plan.toggle(key="me.plan.half").set_value(True)
    run(plan)
    half = int(re.search(r"Half of it leads to (\d+):", texts(plan))[1])
    before, after = number(plan)
    assert before < half <= after


def test_what_is_left_out_is_gone_and_what_is_kept_is_there(plan):
    best = cards(plan)[0][0]
    left_out = next(a.id for a in RUBRIC.activities if a.action.split("{to}")[0] in best)
    plan.multiselect(key="me.plan.exclude").set_value([left_out])
    run(plan)
    assert best not in [what for what, *_figures in cards(plan)]
    plan.multiselect(key="me.plan.keep").set_value(["messages_sent"])
    run(plan)
    assert any(re.match(r"Write \d+ messages a week", what) for what, *_figures in cards(plan))


def test_wishes_that_contradict_each_other_are_said_and_can_be_taken_back(plan):
    plan.multiselect(key="me.plan.exclude").set_value(["profiles_viewed", "messages_sent"])
    plan.multiselect(key="me.plan.keep").set_value(["messages_sent"])
    run(plan)
    assert plan.warning
    assert not cards(plan)
    plan.multiselect(key="me.plan.exclude").set_value([])
    run(plan)
    assert not plan.warning
    assert cards(plan)


def test_the_wish_survives_other_pages_and_another_person(plan):
    to_band(plan, 70.5)
    choose(plan, "plan.weeks", 8)
    plan.multiselect(key="me.plan.keep").set_value(["messages_sent"])
    run(plan)
    before = cards(plan)
    plan.switch_page("me/score.py")
    run(plan)
    click(plan, "Make a plan of it")
    assert plan.title[0].value == "Your plan"
    assert control(plan, "plan.weeks").value == 8
    assert cards(plan) == before
    for persona in personas():
        plan.session_state["me.persona"] = persona.id
        run(plan)
        assert texts(plan)


def test_minutes_of_the_score_page_carry_over(open_app):
    app = click(open_app(a=ANSWERS), "Go to your score")
    app.slider(key="me.minutes").set_value(90)
    run(app)
    click(app, "Make a plan of it")
    assert app.slider(key="me.minutes").value == 90


def test_linkedins_own_score_is_the_start_where_it_is_known(open_plan):
    app = open_plan(a=ANSWERS, o=OWN)
    assert number(app)[0] == 33
    assert "It starts from LinkedIn's own score, 33; our estimate is" in texts(app)


def test_with_linkedins_own_alone_the_page_says_what_to_find_out(open_plan):
    app = open_plan(o=OWN)
    assert "nothing of that is known yet" in texts(app)
    assert "worth finding out first" in texts(app)
    assert not app.button_group


def test_nobody_yet(open_plan):
    app = open_plan()
    assert "There is no score yet" in texts(app)
    click(app, "Show me a sample")
    assert cards(app)


def test_minutes_that_the_slider_has_not_are_not_taken(plan):
    for impossible in (0, -30, 10_000):
        plan.slider(key="me.minutes").set_value(impossible)
        assert 5 <= run(plan).slider(key="me.minutes").value <= 180
        assert cards(plan)


def test_at_the_top_there_is_no_band_to_reach(open_plan):
    app = open_plan(a=to_draft(dict.fromkeys(RUBRIC.ids, 4) | {"profile_completeness": 2**9 - 1}, RUBRIC))
    assert len(control(app, "plan.goal").options) == 1
    assert "Nothing fits" in texts(app)


def test_without_days_there_is_no_calendar(plan):
    choose(plan, "plan.days", [])
    disabled = {button.label: button.proto.disabled for button in plan.get("download_button")}
    assert disabled == {"Calendar file": True, "One page to print": False}


def test_a_manager_sees_each_persons_plan_with_its_own_ticks(open_app):
    app = open_app(team="team")
    app.switch_page("team/person.py")
    run(app)
    assert "A plan" in [header.value for header in app.header]
    app.checkbox[0].check()
    run(app)
    assert "1 of 3 done in week 1" in texts(app)
    app.selectbox[0].select("Jonas Hübner")
    run(app)
    assert "0 of 3 done in week 1" in texts(app)
