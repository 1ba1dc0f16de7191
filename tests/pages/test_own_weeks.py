"""One person's own weeks in words."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete, official
from tests.pages.conftest import run, texts

RUBRIC = load()


@pytest.fixture
def said():
    """What the section says of these weeks."""

    def of(frame: pd.DataFrame) -> str:
        def page(frame):
            from pages.parts import own_weeks

            own_weeks.show(frame)

        return texts(run(AppTest.from_function(page, args=(frame,), default_timeout=30)))

    return of


def weeks(count: int, scores: int) -> pd.DataFrame:
    """So many weeks of somebody who comments now more and now less for months, and LinkedIn's own insights follow it.

    Only the last so many have LinkedIn's own score. Nothing else ever changes.
    """
    comments = 12 + 10 * np.sin(np.arange(count) / 5)
    date = pd.date_range("2025-01-05", periods=count, freq="7D")
    frame = complete(pd.DataFrame({"person": "Ana", "date": date, "comments_made": comments, "posts": 1.0}), RUBRIC)
    points = score(frame, RUBRIC)["points_comments_made"].rolling(8, min_periods=1).mean()
    own = (2 + 2 * points).where(np.arange(count) >= count - scores)
    return frame.assign(**{official("insights"): own, official("brand"): own.notna().map({True: 8.0, False: np.nan})})


def test_too_few_weeks_say_how_many_more(said):
    words = said(weeks(30, scores=5))
    assert "LinkedIn's own score is known for 5 weeks. From 12 on" in words
    assert "7 more to go" in words


def test_enough_weeks_say_what_went_along_and_that_it_is_no_cause(said):
    words = said(weeks(80, scores=80))
    assert "- **Comments on others' posts**, " in words
    assert "Going along is not causing" in words
    assert "Never changed in these weeks" in words
    assert "Posts and articles" in words


def test_weeks_that_never_change_teach_nothing(said):
    words = said(weeks(40, scores=40).assign(comments_made=5.0))
    assert "tell too little about any single activity" in words


def test_a_single_score_is_no_history(said):
    assert said(weeks(30, scores=1)) == ""
