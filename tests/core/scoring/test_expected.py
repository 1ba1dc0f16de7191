import numpy as np
import pandas as pd
import pytest

from ssi_core.rubric import load
from ssi_core.scoring import expected_points, published_prior, score, team_prior

RUBRIC = load()


@pytest.fixture
def frame():
    random = np.random.default_rng(1)
    values = random.uniform(0, 60, (40, len(RUBRIC.ids)))
    values[random.random(values.shape) < 0.4] = np.nan
    values[0] = np.nan
    return pd.DataFrame(values, columns=list(RUBRIC.ids)).assign(person=[f"p{i}" for i in range(40)])


@pytest.mark.parametrize("of_team", [False, True])
def test_adds_up_to_the_scored_pillars(frame, of_team):
    prior = team_prior(frame, RUBRIC) if of_team else published_prior(RUBRIC)
    scored = score(frame, RUBRIC, prior)
    expected = expected_points(scored, RUBRIC, prior)
    assert list(expected) == list(RUBRIC.ids)
    for pillar in RUBRIC.pillar_ids:
        own = expected[[a.id for a in RUBRIC.in_pillar(pillar)]].sum(axis=1)
        np.testing.assert_allclose(own, scored[pillar], atol=1e-9)


def test_what_is_known_stays(frame):
    scored = score(frame, RUBRIC)
    expected = expected_points(scored, RUBRIC, published_prior(RUBRIC))
    known = scored["points_posts"].notna()
    pd.testing.assert_series_equal(expected["posts"][known], scored["points_posts"][known], check_names=False)
