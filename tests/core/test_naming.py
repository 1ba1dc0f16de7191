from hypothesis import given
from hypothesis import strategies as st

from ssi_core.naming import shown_names


def test_initials_of_two_people_stay_apart():
    names = ["Ana Müller", "Al-Amin Mo", "Anton Maier", ""]
    assert list(shown_names(names, "initials").values()) == ["AM", "AAM", "AM 2", "?"]


def test_numbers_follow_the_order():
    assert shown_names(["Zoë", "Ana"], "numbers") == {"Zoë": "Person 1", "Ana": "Person 2"}


@given(st.lists(st.text(max_size=8)), st.sampled_from(["names", "initials", "numbers"]))
def test_no_two_people_are_called_alike(people, manner):
    shown = shown_names(people, manner)
    assert list(shown) == list(dict.fromkeys(people))
    assert len(set(shown.values())) == len(shown)
