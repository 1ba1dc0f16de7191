import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching.team import groups, score_team, shown_total
from ssi_core.rubric import load
from ssi_core.scoring import published_prior, score
from ssi_core.scoring.frame import complete

RUBRIC = load()


def frame(**columns):
    return complete(pd.DataFrame(columns), RUBRIC)


def test_a_small_team_is_scored_as_anybody():
    people = frame(person=["Ana", "Bo"], posts=[1.0, 2.0])
    team = score_team(people, RUBRIC)

    assert team.prior == published_prior(RUBRIC)
    pd.testing.assert_frame_equal(team.scored, score(people, RUBRIC))


@pytest.mark.parametrize(("people", "own"), [(14, set()), (15, {"posts"}), (16, {"posts"})])
def test_from_15_people_on_the_team_says_what_to_expect(people, own):
    names, rarely_known = [f"P{i}" for i in range(people)], [1.0] + [np.nan] * (people - 1)
    team = score_team(frame(person=names, posts=np.linspace(0, 3, people), comments_made=rarely_known))

    assert team.prior.from_team == own


def test_people_are_the_newest_row_of_each():
    dates = ["2026-02-02", None, "2026-01-05"]
    team = score_team(frame(person=["Ana", "Bo", "Ana"], date=dates, posts=[2.0, 0.0, 1.0]))

    assert team.people[["person", "posts"]].to_numpy().tolist() == [["Ana", 2], ["Bo", 0]]
    assert len(team.scored) == 3


def test_the_fit_is_that_of_the_team_and_made_once():
    team = score_team(frame(person=["Ana"], posts=[1.0], official_brand=[12.0]))

    assert (team.fit.kind_, team.fit.n_people_) == ("rubric", 1)
    assert team.fit is team.fit


def test_the_board_shows_linkedins_own_score_then_the_estimate_then_nothing():
    known = frame(person=["Ana", "Bo", "Cy"], posts=[1.0, 3.0, np.nan], official_total=[41, np.nan, np.nan])
    people = score_team(known).people

    shown = shown_total(people)
    assert shown[0] == 41
    assert shown[1] == people["total"][1] > 34
    assert np.isnan(shown[2])


def test_groups_are_compared_by_their_mean_per_active_person():
    team = score_team(
        frame(
            person=["Ana", "Bo", "Cy", "Di", "Ed"],
            group=["North", "North", "South", "South", ""],
            official_total=[40, 50, 60, np.nan, 99],
        )
    )

    board = groups(team.people)
    assert board.to_dict("list") == {"group": ["South", "North"], "people": [2, 2], "active": [1, 2], "mean": [60, 45]}


def test_of_several_weeks_people_are_scored_by_what_they_do_lately():
    dates, posts = ["2026-01-19", "2026-01-26", "2026-02-02"], [3.0, 3.0, 0.0]
    team = score_team(frame(person=["Ana"] * 3, date=dates, posts=posts))

    assert team.people["posts"].tolist() == [2]
    assert team.people["total"][0] == score(frame(person=["Ana"], posts=[2.0]), RUBRIC)["total"][0]
    assert team.scored["posts"].tolist() == posts
