from types import SimpleNamespace

import pytest

from ssi_core.intake.archive.profile import Profile
from ssi_core.intake.archive.tally import Tally
from ssi_core.rubric import load

PERSON = {
    "firstname": "Ana", "lastname": "López", "headline": "I help plants save energy", "summary": "word " * 80,
    "industry": "Software", "geolocation": "Ghent",
}  # fmt: skip
JOB = {"title": "CEO", "companyname": "Acme Ltd", "description": "Runs it", "finishedon": ""}
PAST = JOB | {"finishedon": "2020"}


def answers(**files: list[dict]) -> dict[str, bool]:
    profile = Profile()
    for kind, rows in files.items():
        profile.read(kind, enumerate(rows, 2), Tally(f"{kind}.csv", {}), SimpleNamespace(end=1))
    return profile.finish()[0]


def test_a_full_profile_has_every_line_that_files_show():
    skills = [{"name": str(n)} for n in range(5)]
    found = answers(profile=[PERSON], positions=[JOB, PAST, PAST], skills=skills, education=[])
    assert found == dict.fromkeys(["about", "place", "headline", "job", "history", "skills"], True)
    assert found.keys() < {item.id for item in load().by_id["profile_completeness"].checklist}


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("headline", {"profile": [PERSON | {"headline": "CEO"}], "positions": [JOB]}),
        ("headline", {"profile": [PERSON | {"headline": "ceo at Acme Ltd."}], "positions": [JOB]}),
        ("headline", {"profile": [PERSON | {"headline": " "}]}),
        ("about", {"profile": [PERSON | {"summary": "word " * 79}]}),
        ("place", {"profile": [PERSON | {"geolocation": ""}]}),
        ("job", {"positions": [JOB | {"description": ""}]}),
        ("job", {"positions": [PAST]}),
        ("history", {"positions": [JOB, PAST]}),
        ("skills", {"skills": [{"name": name} for name in ("a", "A ", "b", "c", "d")]}),
        ("skills", {"skills": []}),
    ],
)
def test_what_is_missing(line, files):
    assert answers(**files)[line] is False


def test_education_is_history_enough():
    assert answers(positions=[JOB], education=[{"schoolname": "x"}])["history"] is True
    assert answers(education=[])["history"] is False


def test_what_no_file_shows_is_not_answered():
    assert answers(profile=[PERSON]).keys() == {"about", "place"}  # the headline may be the job's title
    assert answers(profile=[]) == {}
    assert answers(skills=[]).keys() == {"skills"}


def test_of_two_exports_the_newer_profile_counts():
    profile = Profile()
    for end, summary in ((5, "word " * 90), (3, ""), (None, "")):
        rows = enumerate([PERSON | {"summary": summary}], 2)
        profile.read("profile", rows, Tally(f"{end}.csv", {}), SimpleNamespace(end=end))
    assert profile.finish()[0]["about"] is True
    assert profile.finish()[1] == ("5.csv",)
    assert profile.names == {"ana lópez"}
