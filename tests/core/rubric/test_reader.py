import re

import pytest

from ssi_core.rubric import RubricError, load
from ssi_core.rubric.reader import SHIPPED

TEXT = SHIPPED.read_text(encoding="utf-8")


@pytest.fixture
def changed(tmp_path):
    """A copy of the shipped rubric with one passage replaced."""

    def write(old: str, new: str):
        assert old in TEXT
        path = tmp_path / "own.toml"
        path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def test_shipped_rubric_has_21_activities_worth_25_points_a_pillar():
    rubric = load()
    assert len(rubric.activities) == 21
    assert [sum(a.weight for a in rubric.in_pillar(p)) for p in rubric.pillar_ids] == [25, 25, 25, 25]
    assert [(band.low, band.high) for band in rubric.bands] == [
        (0, 25), (26, 50), (51, 70), (71, 80), (81, 90), (91, 100),
    ]  # fmt: skip


def test_every_activity_has_a_question_with_answers_and_known_sources():
    rubric = load()
    assert [a.id for a in rubric.activities if a.checklist] == ["profile_completeness"]
    assert all(len(a.options) == 5 for a in rubric.activities if not a.checklist)
    assert {source for a in rubric.activities for source in a.sources} <= set(rubric.sources)


def test_earned_activities_name_their_lever():
    earned = {a.id for a in load().activities if a.earned}
    assert earned == {"followers_gained", "engagement_received", "reply_rate", "connections", "acceptance_rate"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight = 6\nfull = 3", "weight = 7\nfull = 3", "pillar 'brand': weights add up to 26, must be 25"),
        ("full = 3\ncurve = 2", "full = 3\ncurve = -2", "activities 'posts', curve: .* found -2"),
        ("full = 3\ncurve = 2", "full = 0\ncurve = 2", "activities 'posts', full: .* found 0"),
        ('id = "posts"', 'id = "followers_gained"', "activities: the id 'followers_gained' stands twice"),
        ('options = ["Not once", ', "options = [", "activities 'posts': needs exactly five options, found 4"),
        ('sources = ["tatum"]', 'sources = ["rumour"]', "activity 'followers_gained': no source is called 'rumour'"),
        ('pillar = "insights"', 'pillar = "luck"', "activity 'comments_made': no pillar is called 'luck'"),
        ('action = "Publish {to} posts a week"', 'action = "Publish"', "activities 'posts', action"),
        ("percent = 15", "percent = 20", "activities 'profile_completeness': checklist must add up to 100 percent"),
        ("from = 26\nto = 50", "from = 27\nto = 50", "band 'average': must begin at 26"),
        ('weight = 6\nfull = 3', 'wieght = 6\nfull = 3', "activities 'posts', w"),
        ('yes.en = ["owner", ', 'yes.en = ["intern", ', "decision_makers: 'intern' both makes a decision maker"),
        ('yes.en = ["owner", ', 'yes.en = ["ow*er", ', r"decision_makers: 'ow\*er': a \* stands before an ending"),
        ("[decision_makers]", "[deciders]", "decision_makers: Field required"),
        ("version = 1", "version = ", "not a TOML file"),
    ],
)  # fmt: skip
def test_a_rubric_that_does_not_add_up_is_refused_by_name(changed, old, new, message):
    with pytest.raises(RubricError, match=f"own.toml: .*{message}"):
        load(changed(old, new))


def test_own_rubric_by_environment(changed, monkeypatch):
    monkeypatch.setenv("SSI_RUBRIC", str(changed("full = 1500", "full = 800")))
    assert load().by_id["connections"].full == 800


def test_missing_file_is_named(tmp_path):
    with pytest.raises(RubricError, match=re.escape(str(tmp_path / "none.toml"))):
        load(tmp_path / "none.toml")


def test_rubric_is_frozen():
    with pytest.raises(ValueError, match="frozen"):
        load().activities[0].weight = 9
