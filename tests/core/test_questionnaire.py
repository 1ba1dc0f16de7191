import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core import questionnaire as q
from ssi_core.rubric import Rubric, load
from ssi_core.scoring import score

RUBRIC = load()


def answers_to(activity):
    top = 2 ** len(activity.checklist) - 1 if activity.checklist else 4
    return st.one_of(st.none(), st.integers(0, top))


any_answers = st.fixed_dictionaries({}, optional={a.id: answers_to(a) for a in RUBRIC.activities})
own_scores = st.fixed_dictionaries({}, optional={p: st.floats(0, 25) for p in (*RUBRIC.pillar_ids, "total")})


def test_options_earn_quarters_of_the_points():
    for answer in range(5):
        row = score(q.activity_frame(dict.fromkeys(RUBRIC.ids[1:], answer), RUBRIC)).iloc[0]
        assert row["points_posts"] == pytest.approx(6 * answer / 4)
        assert row["points_acceptance_rate"] == pytest.approx(6 * answer / 4)


def test_checklist_adds_the_percentages_of_what_is_ticked():
    activity = RUBRIC.by_id["profile_completeness"]
    assert q.value(activity, 0b11) == 30
    assert q.value(activity, 2**9 - 1) == 100
    assert q.value(activity, 0) == 0
    assert q.in_words(activity, 0b11) == "2 of 9 ticked"


def test_dont_know_and_not_answered_are_both_unknown_but_nothing_is_not():
    frame = q.activity_frame({"posts": None, "comments_made": 0}, RUBRIC)
    assert np.isnan(frame.loc[0, "posts"])
    assert np.isnan(frame.loc[0, "leads_saved"])
    assert frame.loc[0, "comments_made"] == 0


def test_own_score_becomes_official_columns():
    own = {"brand": 12.3, "finding": 6, "insights": 3.1, "relationships": 11.9}
    frame = q.activity_frame({}, RUBRIC, own)
    assert frame.loc[0, "official_brand"] == 12.3
    assert frame.loc[0, "official_total"] == pytest.approx(33.3)
    assert np.isnan(q.activity_frame({}, RUBRIC, {"brand": 12.3}).loc[0, "official_total"])
    assert q.activity_frame({}, RUBRIC, {"total": 33}).loc[0, "official_total"] == 33


@given(any_answers)
def test_draft_round_trip_is_short_and_safe_in_an_address(answers):
    draft = q.to_draft(answers, RUBRIC)
    assert q.from_draft(draft, RUBRIC) == answers
    assert len(draft) < 40
    assert draft.replace("-", "").isalnum()


@given(any_answers, own_scores)
def test_file_round_trip(answers, own):
    assert q.from_file(q.to_file(answers, RUBRIC, own), RUBRIC) == (answers, own)


@given(st.text(max_size=60))
def test_a_damaged_draft_is_refused_in_words(text):
    try:
        assert q.to_draft(q.from_draft(text, RUBRIC), RUBRIC) == text
    except q.NotAnswers as refusal:
        assert str(refusal).endswith("start again.") or "no answer" in str(refusal)


def test_a_draft_of_other_questions_is_refused():
    content = RUBRIC.model_dump(by_alias=True)
    other = Rubric.model_validate(content | {"activities": content["activities"][::-1]})
    with pytest.raises(q.NotAnswers, match="other questions"):
        q.from_draft(q.to_draft({}, other), RUBRIC)


def saved(**changes) -> bytes:
    content = json.loads(q.to_file({"posts": 2}, RUBRIC)) | changes
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (saved(answers={"posts": 5}), "Posts and articles: 5 is no answer"),
        (saved(answers={"posts": 2.0}), "Posts and articles: 2.0 is no answer"),
        (saved(answers={"posts": True}), "Posts and articles: true is no answer"),
        (saved(answers={"posts": "2"}), 'Posts and articles: "2" is no answer'),
        (saved(answers={"__proto__": 1}), "does not hold answers"),
        (saved(answers=[]), "does not hold answers"),
        (saved(own_score={"brand": 26}), "0 to 25"),
        (saved(own_score={"brand": "12"}), "0 to 25"),
        (saved(own_score={"total": 101}), "0 to 100"),
        (saved(own_score={"typo": 1}), "unknown part"),
        (saved(version=99), r"another version \(99\)"),
        (saved(questions="beef"), "other questions"),
        (saved(kind="x"), "does not hold answers"),
        (b"[1]", "does not hold answers"),
        (b"", "does not hold answers"),
        (b"\xff\xfe", "does not hold answers"),
        (b"[" * 100_000, "does not hold answers"),
        (saved().replace(b'"posts": 2', b'"posts": 2, "posts": 3'), "does not hold answers"),
        (saved().replace(b'"posts": 2', b'"posts": NaN'), "does not hold answers"),
        (saved() + b"x", "does not hold answers"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_in_words(content, message):
    with pytest.raises(q.NotAnswers, match=message):
        q.from_file(content, RUBRIC)


def test_a_byte_order_mark_is_no_obstacle():
    assert q.from_file(b"\xef\xbb\xbf" + saved(), RUBRIC)[0] == {"posts": 2}
