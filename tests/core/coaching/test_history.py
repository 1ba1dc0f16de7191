import numpy as np
import pytest

from ssi_core.coaching.history import own_fit
from ssi_core.rubric import load
from ssi_core.scoring.frame import official
from tests.bench.simulate import draw_panel, draw_world

RUBRIC = load()


@pytest.fixture(scope="module")
def weeks():
    """A year of one person; LinkedIn's scores follow what they did in the weeks before."""
    random = np.random.default_rng(2)
    return draw_panel(draw_world(RUBRIC, random), 3, 52, random).frame.query("person == 'person 1'")


def test_too_few_weeks_say_how_many_more(weeks):
    own = own_fit(weeks.head(9), RUBRIC)
    assert (own.fit, own.weeks, own.needed, own.learnt) == (None, 9, 3, ())


def test_enough_weeks_are_fitted(weeks):
    own = own_fit(weeks.head(12), RUBRIC)
    assert (own.weeks, own.needed, own.learnt) == (12, 0, ())
    assert own.fit is not None
    assert own.fit.basis_ == "own weeks"


def test_a_year_teaches_and_what_stayed_the_same_does_not(weeks):
    own = own_fit(weeks.assign(groups_active=2.0, posts=0.0), RUBRIC)
    assert own.fit is not None
    assert {"posts", "groups_active"} <= set(own.unchanged)
    assert own.learnt
    assert set(own.fit.evidence_[list(own.learnt)]) <= {"mostly rubric", "mixed", "your team's data"}
    assert not set(own.learnt) & set(own.unchanged)
    assert (own.fit.theta_[list(own.unchanged)] == 1).all()


def test_totals_alone_do_not_count(weeks):
    own = own_fit(weeks.drop(columns=[official(pillar) for pillar in RUBRIC.pillar_ids]), RUBRIC)
    assert (own.fit, own.weeks, own.needed) == (None, 0, 12)


def test_a_person_without_anything_needs_it_all(weeks):
    assert own_fit(weeks.head(0), RUBRIC).needed == 12


def test_two_people_are_refused(weeks):
    with pytest.raises(ValueError, match="one person"):
        own_fit(weeks.assign(person=["a", "b"] * 26))
