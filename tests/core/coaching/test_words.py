from types import SimpleNamespace

import pytest

from ssi_core.coaching.words import in_words


def fit(**known):
    usual = {"kind_": "rubric", "basis_": "people", "n_people_": 0, "n_weeks_": 1, "people_needed_": 0}
    return SimpleNamespace(**usual | {"tentative_": False} | known)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"people_needed_": 1}, "table alone. With 1 more person whose"),
        ({"people_needed_": 8}, "table alone. With 8 more people whose"),
        ({"people_needed_": 1, "n_people_": 14}, "table alone. With LinkedIn's total of 1 more person"),
        ({}, "table alone. Too many cells"),
        ({"kind_": "pillars", "n_people_": 8}, "pillar scores of 8 people."),
        ({"kind_": "total", "n_people_": 30}, "totals of 30 people. Pillar scores would make it surer."),
        ({"kind_": "total", "n_people_": 15, "tentative_": True}, "this is tentative."),
        ({"kind_": "pillars", "n_people_": 1, "n_weeks_": 20, "basis_": "own weeks"}, "LinkedIn's scores of 20 weeks."),
    ],
)
def test_what_a_fit_rests_on(known, words):
    assert words in in_words(fit(**known))
    assert ("tentative" in in_words(fit(**known))) == known.get("tentative_", False)
