"""A person's history: kept with a click, there again next time, checked in weekly, corrected, saved and loaded."""

from datetime import date, timedelta

import pytest

from pages.parts import kept
from pages.parts.history import History
from ssi_core.coaching.check_in import usual_week
from ssi_core.questionnaire import to_draft
from ssi_core.rubric import load
from ssi_core.store import plans, snapshots
from ssi_core.store.engine import Store, StoreError
from ssi_core.store.export import to_json
from ssi_core.store.rights import own_history, sign_in
from ssi_core.store.snapshots import Snapshot, Source
from tests.pages.conftest import click, run, texts

RUBRIC = load()
TODAY = date.today()
ANSWERS = dict.fromkeys(RUBRIC.ids, 2) | {"profile_completeness": 2**9 - 1}
DRAFT = to_draft(ANSWERS, RUBRIC)
OWN = "12.3_6_3.1_11.9"


@pytest.fixture
def at_home(monkeypatch, tmp_path):
    """The visitor sits at the computer that the server listens to alone; its database is a new one."""
    monkeypatch.setattr(kept, "place", lambda: "computer")
    monkeypatch.setenv("SSI_DATABASE_URL", f"sqlite:///{tmp_path / 'history.db'}")


@pytest.fixture
def mine(at_home):
    """The store, the account and the history that the visitor's pages read."""
    store = Store()
    account = sign_in(store)
    yield store, account, own_history(store, account)
    store.close()


def keep(mine, on: date, **figures) -> int | None:
    store, account, own = mine
    return snapshots.keep(store, account, own.team, [Snapshot("", on, **figures)], Source("score"))[0]


def go(app, page: str):
    app.switch_page(f"me/{page}.py")
    return run(app)


def test_a_score_is_kept_with_a_click_there_again_next_time_and_undone_with_another(open_app, mine):
    app = go(open_app(a=DRAFT, o=OWN), "score")
    click(app, "Keep this score")
    assert f"Kept on this computer, {TODAY.day} {TODAY:%B %Y}." in texts(app)
    assert "a" not in app.query_params, "what is kept needs no place in the address"
    store, account, own = mine
    (one,) = snapshots.snapshots_of(store, account, own.team)
    assert (one.on, one.answers, one.official["brand"]) == (TODAY, ANSWERS, 12.3)
    assert one.origins["posts"] == "About once a week"
    again = open_app()
    assert "Go to your score" in [button.label for button in again.button]
    assert again.session_state["me.answers"] == ANSWERS
    assert again.session_state["me.own_score"]["brand"] == 12.3
    assert "a" not in again.query_params
    click(app, "Undo")
    assert "Keep this score" in [button.label for button in app.button]
    assert not snapshots.snapshots_of(store, account, own.team)
    assert "a" in app.query_params


def test_what_files_counted_comes_back_with_the_day_it_is_of(open_app, mine):
    before = TODAY - timedelta(days=20)
    keep(mine, before, values={"posts": 2.0, "connections": 480.0}, origins={"posts": "Shares.csv: 9 in 30 days"})
    app = go(open_app(), "score")
    assert "Of 21: 2 from an earlier visit" in texts(app)
    origins = app.dataframe[-1].value.set_index("Activity")["From"]
    assert origins["Posts and articles"] == f"as on {before.day} {before:%B %Y}: Shares.csv: 9 in 30 days"
    assert f"Kept on this computer, {before.day} {before:%B %Y}." in texts(app)


def test_a_new_answer_goes_before_what_was_kept_and_both_survive_a_reload(open_app, mine):
    keep(mine, TODAY, values={"posts": 2.0, "connections": 480.0})
    app = click(open_app(), "Find out my score")
    app.radio(key="question-posts").set_value(4)
    run(app)
    app = go(open_app(**{name: "".join(app.query_params[name]) for name in ("a", "k")}), "score")
    assert "Of 21: 1 from your answers, 1 from an earlier visit" in texts(app)
    click(app, "Keep this score")
    store, account, own = mine
    assert snapshots.snapshots_of(store, account, own.team)[-1].values == {"posts": 3.0, "connections": 480.0}


def test_an_address_from_elsewhere_is_not_mixed_with_what_was_kept(open_app, mine):
    keep(mine, TODAY, values={"connections": 480.0})
    for mark in ({}, {"k": "00000000"}):
        app = open_app(a=to_draft({"posts": 4}, RUBRIC), **mark)
        assert app.session_state["me.answers"] == {"posts": 4}
        assert "me.kept" not in app.session_state
        assert "k" not in app.query_params


def test_a_sample_is_neither_kept_nor_changed_by_what_was(open_app, mine):
    keep(mine, TODAY, values={"connections": 480.0})
    app = go(open_app(sample="writer"), "score")
    assert "Keep this score" not in [button.label for button in app.button]
    assert "Close the sample" in [button.label for button in app.button]
    go(app, "progress")
    assert "Check in" not in [header.value for header in app.header]
    assert "Milestones" in [header.value for header in app.header]
    assert mine_has(mine) == 1


def mine_has(mine) -> int:
    store, account, own = mine
    return len(snapshots.snapshots_of(store, account, own.team))


def test_nothing_kept_yet_leads_on(open_app, mine):
    app = go(open_app(), "progress")
    assert "It begins with a first score" in texts(app)
    click(app, "Show me a sample")
    assert len(app.get("vega_lite_chart")) == 3
    app = go(open_app(a=DRAFT), "progress")
    click(app, "Keep this score")
    assert "1 snapshot since" in texts(app)
    assert "Change shows from the week after your first snapshot." in texts(app)


def test_months_of_snapshots_say_what_has_changed(open_app, mine):
    for weeks, total in ((20, 30.0), (9, 35.0), (1, 41.0)):
        day = TODAY - timedelta(weeks=weeks)
        keep(mine, day, values={"posts": 1.0}, official={"total": total}, groups={"industry": {"total": 31.0}})
    app = go(open_app(), "progress")
    assert "LinkedIn's own score: 41" in texts(app)
    assert app.metric[0].value == "41"
    assert any(caption.value.startswith("+6 since ") for caption in app.caption)
    assert "industry" in app.get("vega_lite_chart")[0].proto.alt
    table = app.dataframe[0].value
    assert table["LinkedIn's own"].tolist() == [41, 35, 30]
    assert set(table["From"]) == {"the score page"}


def test_a_snapshot_is_taken_out_and_counts_again(open_app, mine):
    keep(mine, TODAY - timedelta(days=40), values={"posts": 1.0})
    keep(mine, TODAY - timedelta(days=3), values={"posts": 3.0})
    app = click(go(open_app(), "progress"), "Take it out")
    assert mine_has(mine) == 1
    assert "1 snapshot since" in texts(app)
    click(app, "Count it again")
    assert mine_has(mine) == 2


def official(app, total: float | None, on: date = TODAY, text: str = ""):
    field = next(field for field in app.number_input if field.label == "LinkedIn's total")
    field.set_value(total)
    app.date_input[0].set_value(on)
    next(area for area in app.text_area if area.label == "Or paste the page here").set_value(text)
    return click(app, "Keep LinkedIn's score")


def test_linkedins_own_score_alone_leaves_the_estimate_where_it_was(open_app, mine):
    before = TODAY - timedelta(days=30)
    keep(mine, before, values={"posts": 2.0}, origins={"posts": "said so"}, official={"total": 38.0})
    app = official(go(open_app(), "progress"), 41.0)
    assert "Kept: LinkedIn's own score of" in texts(app)
    store, account, own = mine
    first, last = snapshots.snapshots_of(store, account, own.team)
    assert (last.on, last.values, last.official) == (TODAY, {}, {"total": 41.0}), "only its own line gets a point"
    assert app.session_state["me.kept"] == {"posts": (2.0, f"as on {before.day} {before:%B %Y}: said so")}
    assert app.session_state["me.own_score"] == {"total": 41.0}
    official(app, 36.5, before)
    first, last = snapshots.snapshots_of(store, account, own.team)
    assert (first.official, first.origins) == ({"total": 36.5}, {"posts": "said so"}), "a correction of that day alone"
    assert last.official == {"total": 41.0}
    assert app.session_state["me.own_score"] == {"total": 41.0}


def test_what_is_no_score_is_refused_in_words(open_app, mine):
    keep(mine, TODAY - timedelta(days=30), values={"posts": 2.0})
    app = official(go(open_app(), "progress"), 41.0)
    said = {"no number": (None, ""), "too high": (143.0, ""), "no score": (None, "good morning")}
    words = ["Type LinkedIn's total", "expected a number from 0 to 100", "There is no Social Selling Index in this"]
    for given, refusal in zip(said.values(), words, strict=True):
        official(app, given[0], text=given[1])
        assert refusal in app.error[0].value
        assert not app.success, "what was kept before is not said again"
    assert mine_has(mine) == 2


def test_the_same_score_again_is_there_already_and_a_correction_has_its_number(open_app, mine):
    keep(mine, TODAY - timedelta(days=30), values={"posts": 2.0})
    app = go(open_app(), "progress")
    for total in (41.0, 43.0, 43.0):
        official(app, total)
    assert app.success[0].value.endswith("is kept already.")
    choice = next(box for box in app.selectbox if box.label == "What came in")
    assert [words.partition(": ")[2] for words in choice.options[:2]] == [
        "LinkedIn's own score, 43",
        "LinkedIn's own score, 41",
    ]
    assert choice.options[0].startswith(f"{TODAY.day} {TODAY:%B %Y}, ")


def questions(app) -> dict:
    """The check-in's pills by activity id, in their order."""
    return {group.key.split(".")[2]: group for group in app.get("button_group") if group.key.startswith("check-in.")}


def tap(app, activity: str, amount: float):
    questions(app)[activity].set_value(amount)
    return run(app)


def checked_in(mine) -> dict[str, float]:
    store, account, own = mine
    said = plans.check_ins_of(store, account, own.person)
    assert set(said["week"].dt.date) <= {usual_week(TODAY)}
    return dict(zip(said["activity"], said["amount"], strict=True))


def test_a_tap_is_kept_at_once_and_seven_are_all(open_app, mine):
    keep(mine, TODAY - timedelta(days=30), values=dict.fromkeys(RUBRIC.ids, 1.0))
    app = go(open_app(), "progress")
    asked = list(questions(app))
    assert len(asked) == 7
    tap(app, "posts", 1.0)
    assert checked_in(mine) == {"posts": 1}
    assert "1 of 7. Streak: 1 week. The estimate is " in texts(app)
    for activity in asked:
        questions(app)[activity].set_value(float(questions(app)[activity].options[2]))
    assert "7 of 7" in texts(run(app))
    again = go(open_app(), "progress")
    assert questions(again)["posts"].value == 2
    assert checked_in(mine).keys() == set(asked)
    assert "your check-ins up to the week of" in " ".join(go(open_app(), "score").dataframe[-1].value["From"])


def said_of(mine) -> History:
    """The history as the pages read it."""
    store, account, own = mine
    return History(
        tuple(snapshots.snapshots_of(store, account, own.team)), plans.check_ins_of(store, account, own.person)
    )


def tell(mine, week: date, **amounts: float) -> None:
    store, account, own = mine
    plans.check_in(store, account, own.person, week, amounts, {})


THIS_WEEK = TODAY - timedelta(days=TODAY.weekday())


def test_a_score_kept_in_the_middle_of_a_week_counts_its_check_in_once(open_app, mine):
    keep(mine, TODAY - timedelta(days=30), values={"posts": 0.0, "comments_made": 4.0})
    tell(mine, THIS_WEEK, posts=4)
    before = said_of(mine).known_on(TODAY).values
    app = go(open_app(), "score")
    assert app.session_state["me.kept"]["posts"][0] == before["posts"] == 1
    app.number_input(key="own-total").set_value(41.0)
    click(run(app), "Keep this score")
    assert "Kept on this computer" in texts(app)
    past = said_of(mine)
    assert past.known_on(TODAY).values == before
    assert past.progress(TODAY).rows["posts"].iloc[-1] == 1
    tell(mine, THIS_WEEK, posts=0)
    assert said_of(mine).known_on(TODAY).values["posts"] == 0, "a wrong tap corrected later is out altogether"


def test_a_check_in_on_the_day_of_a_snapshot_shows_alike_on_both_pages(open_app, mine):
    keep(mine, TODAY, values=dict.fromkeys(RUBRIC.ids, 1.0), official={"total": 43.0})
    app = go(open_app(), "progress")
    app.selectbox(key="check-in.week").set_value(THIS_WEEK)
    tap(run(app), "posts", 2.0)
    expected = 1 if TODAY.weekday() == 6 else (2 + 3) / 4  # a snapshot of the Sunday has the week in it
    found = said_of(mine).progress(TODAY)
    assert (found.rows["posts"].iloc[-1], found.own["total"].now) == (expected, 43)
    assert app.session_state["me.kept"]["posts"][0] == expected, "in the same visit"


def test_a_week_before_the_first_snapshot_claims_no_change(open_app, mine):
    keep(mine, TODAY, values=dict.fromkeys(RUBRIC.ids, 1.0))
    app = go(open_app(), "progress")
    app.selectbox(key="check-in.week").set_value(THIS_WEEK - timedelta(weeks=1))
    tap(run(app), "posts", 2.0)
    assert "1 of 7. Streak: 1 week. The estimate is " in texts(app)
    assert ". Change shows from the week after your first snapshot." in texts(app)
    assert "1 snapshot and 1 week checked in since" in texts(run(app))


def test_more_that_is_known_is_told_apart_beside_the_check_in_and_above_the_chart(open_app, mine):
    keep(mine, TODAY - timedelta(days=100), values=dict.fromkeys(RUBRIC.ids[:5], 1.0))
    keep(mine, TODAY, values=dict.fromkeys(RUBRIC.ids, 1.0))
    app = go(open_app(), "progress")
    assert [caption.value.endswith(", because more is known") for caption in app.caption].count(True) == 2
    assert texts(app).count("because more is known now, no news in what you do") == 2


def test_a_check_in_during_a_fault_keeps_its_taps_and_writes_them_with_the_next(open_app, mine, monkeypatch):
    keep(mine, TODAY - timedelta(days=30), values=dict.fromkeys(RUBRIC.ids, 1.0))
    app = tap(go(open_app(), "progress"), "posts", 1.0)

    def gone(*_args):
        raise StoreError("The disk is full.")

    with monkeypatch.context() as fault:
        fault.setattr(plans, "check_in", gone)
        tap(app, "comments_made", 7.0)
        assert "The disk is full. What you tapped stays here" in texts(app)
        assert questions(app)["comments_made"].value == 7
    assert checked_in(mine) == {"posts": 1}
    tap(app, "messages_sent", 3.0)
    assert checked_in(mine) == {"posts": 1, "comments_made": 7, "messages_sent": 3}


def test_a_database_that_cannot_be_read_is_said_on_every_page_and_is_back_by_itself(open_app, mine, monkeypatch):
    keep(mine, TODAY, values={"posts": 2.0})

    def gone():
        raise StoreError("The database can't be used now.")

    with monkeypatch.context() as fault:
        fault.setattr(kept, "store", gone)
        app = go(open_app(), "progress")
        assert "The database can't be used now." in texts(app)
    assert "1 snapshot since" in texts(run(app))
    assert app.session_state["me.kept"] == {"posts": (2.0, "")}


def test_a_plan_is_taken_and_there_again_with_its_ticks(open_app, mine):
    keep(mine, TODAY, values=dict.fromkeys(RUBRIC.ids, 1.0))
    app = go(open_app(), "plan")
    app.multiselect(key="me.plan.keep").set_value(["messages_sent"])
    app.slider(key="me.minutes").set_value(60)
    run(app)
    click(app, "Take this plan")
    assert "Your plan begins on" in texts(app)
    app.checkbox[0].check()
    run(app)
    again = go(open_app(), "plan")
    assert again.checkbox[0].value
    assert "1 of 3 done in week 1. Ticks are kept on this computer." in texts(again)
    click(again, "Change the plan")
    assert again.slider(key="me.minutes").value == 60
    assert again.multiselect(key="me.plan.keep").value == ["messages_sent"]
    click(again, "Back to my plan")
    assert again.checkbox[0].value
    click(again, "Give it up")
    assert "Take this plan" in [button.label for button in again.button]


def test_a_check_in_begins_with_the_plan_of_that_week(open_app, mine):
    keep(mine, TODAY - timedelta(days=30), values=dict.fromkeys(RUBRIC.ids, 1.0))
    app = go(open_app(), "plan")
    app.multiselect(key="me.plan.keep").set_value(["invitations_sent"])
    app.date_input(key="me.plan.start").set_value(usual_week(TODAY))
    click(run(app), "Take this plan")
    assert "Week " in texts(app)
    group = next(iter(questions(go(app, "progress")).values()))
    store, account, own = mine
    habits = [
        h
        for h in plans.plans_of(store, account, own.person)[0].plan["habits"]
        if RUBRIC.by_id[h["activity"]].kind == "flow"
    ]
    planned = {h["activity"]: h["target"] for h in habits}
    first = next(iter(questions(app)))
    assert first in planned
    assert group.label.endswith(f"· {planned[first]:.0f} planned")
    tap(app, first, planned[first])
    said = plans.check_ins_of(store, account, own.person)
    assert said["planned"].tolist() == [planned[first]]
    assert "Habits planned and kept" in [header.value for header in go(app, "progress").header]


def test_on_an_open_server_the_history_travels_in_a_file(open_app):
    app = click(go(open_app(a=DRAFT), "score"), "Keep this score")
    assert "Kept for this visit; save the file to have it next time." in texts(app)
    assert "a" in app.query_params, "a reload loses the visit"
    assert "Save my history as a file" in [button.label for button in go(app, "progress").get("download_button")]
    later = go(open_app(), "progress")
    later.file_uploader(key="saved.upload").upload("history.json", saved(app))
    run(later)
    assert "Loaded, and new: 1 snapshot." in texts(later)
    assert "You are at 54" in texts(go(later, "score"))


def saved(app) -> bytes:
    """The file behind the button, which AppTest doesn't press."""
    store = app.session_state["kept.store"]
    return to_json(store, sign_in(store))


def test_a_file_that_is_none_is_refused_in_words(open_app):
    app = go(open_app(), "progress")
    app.file_uploader(key="saved.upload").upload("history.json", b"{}")
    assert run(app).error
