import numpy as np
import pytest

from ssi_core.coaching import TeamFit
from ssi_core.rubric import load
from tests.bench import simulate

RUBRIC = load()


def panel(memory, people, weeks=30, seed=1):
    random = np.random.default_rng(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulate, "MEMORY", [memory])
        return simulate.draw_panel(simulate.draw_world(RUBRIC, random), people, weeks, random).frame


@pytest.mark.parametrize("memory", [1, 4, 8, 13])
def test_the_window_by_which_the_scores_come_about_is_found(memory):
    assert TeamFit(RUBRIC).fit(panel(memory, 10)).window_ == memory


def test_too_few_people_do_not_choose():
    frame = panel(4, 8)
    frame = frame[(frame["person"] != "person 0") | (frame["date"] == frame["date"].max())]
    assert TeamFit(RUBRIC).fit(frame).window_ == 8


def test_one_person_does_not_choose():
    assert TeamFit(RUBRIC).fit(panel(4, 1)).window_ == 8
