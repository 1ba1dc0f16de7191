import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching import TeamFit
from ssi_core.coaching.surer import Surer, surer
from ssi_core.rubric import load
from ssi_core.scoring.frame import official
from tests.bench.simulate import draw_panel, draw_team, draw_world

RUBRIC = load()


def team(people, seed=1):
    random = np.random.default_rng(seed)
    return draw_team(draw_world(RUBRIC, random), people, random).frame


def totals(frame):
    return frame.drop(columns=[official(pillar) for pillar in RUBRIC.pillar_ids])


def told(fit):
    return int((np.sqrt(np.diag(fit.covariance_)) < 0.35).sum())


def test_as_many_again_as_it_says_make_it_surer():
    frame = team(10)
    more = surer(TeamFit(RUBRIC).fit(frame)).more_people
    assert more is not None
    assert 0 < more < 90
    assert told(TeamFit(RUBRIC).fit(frame)) < 11
    times = 1 + int(np.ceil(more / len(frame)))
    again = [frame.assign(person=frame["person"] + f" {time}") for time in range(times)]
    assert told(TeamFit(RUBRIC).fit(pd.concat(again))) >= 8, "the noise and the prior are estimated anew"


def test_enough_people_need_no_more():
    fit = TeamFit(RUBRIC).fit(team(200))
    assert surer(fit) == Surer(0, told(fit), False, 11)


def test_more_people_reach_at_least_half():
    found = surer(TeamFit(RUBRIC).fit(totals(team(16))))
    assert found.more_people
    assert found.reaches >= 11
    assert found.pillar_scores


def test_what_cannot_be_told_needs_too_many():
    found = surer(TeamFit(RUBRIC).fit(team(10).assign(**dict.fromkeys(RUBRIC.ids, 1.0))))
    assert (found.more_people, found.reaches) == (None, 0)


def test_more_people_are_no_use_to_one_persons_own_weeks():
    random = np.random.default_rng(5)
    own = draw_panel(draw_world(RUBRIC, random), 1, 104, random).frame
    assert surer(TeamFit(RUBRIC).fit(own.iloc[:20])).more_people is None


@pytest.mark.parametrize(
    ("frame", "pillar_scores"),
    [(pd.DataFrame(), False), (team(7), False), (totals(team(7)), True), (totals(team(12)), True), (team(8), False)],
)
def test_pillar_scores_help_where_there_are_totals_only(frame, pillar_scores):
    assert surer(TeamFit(RUBRIC).fit(frame)).pillar_scores == pillar_scores


@pytest.mark.parametrize(("people", "weeks", "more"), [(8, 5, 7), (9, 12, 0), (1, 20, 0), (1, 7, 5), (3, 9, 3)])
def test_weeks_until_they_count(people, weeks, more):
    random = np.random.default_rng(5)
    frame = draw_panel(draw_world(RUBRIC, random), people, weeks, random).frame
    assert surer(TeamFit(RUBRIC).fit(frame)).more_weeks == more


def test_the_eighth_person_decides_when_weeks_count():
    random = np.random.default_rng(5)
    frame = draw_panel(draw_world(RUBRIC, random), 9, 12, random).frame
    late = frame["person"].isin(["person 0", "person 1"]) & (
        frame["date"] < frame["date"].max() - pd.Timedelta(weeks=3)
    )
    assert surer(TeamFit(RUBRIC).fit(frame[~late])).more_weeks == 8
