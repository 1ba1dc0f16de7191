import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.intake.archive.talks import NOBODY, NOT_TOLD, Talks, most_present

HOUR, DAY = 3_600, 86_400
ME, BO, CY = 0, 1, 2


def talks(*messages: tuple[int, int, int]) -> Talks:
    """From conversation, hour and sender of each message; the newest first, as in the file."""
    rows = sorted(messages, key=lambda message: -message[1])
    talk, hour, sender = np.array(rows or np.empty((0, 3)), np.int64).T
    return Talks(talk, hour * HOUR, sender, sender, np.full(len(talk), NOT_TOLD))


def own(of: Talks) -> np.ndarray:
    return of.own([ME], [])


def test_an_approach_is_answered_if_somebody_else_writes_later():
    of = talks((0, 1, ME), (0, 5, ME), (0, 9, BO), (1, 2, ME), (2, 1, CY), (2, 2, ME))
    at, hit = of.approaches(own(of))
    assert sorted(zip(at // HOUR, hit, strict=True)) == [(1, True), (2, False)]


def test_a_turn_lasts_until_the_member_writes():
    of = talks((0, 1, BO), (0, 2, BO), (0, 20, ME), (0, 30, BO), (0, 60, ME), (1, 90, CY), (1, 200, ME), (1, 201, CY))
    at, hit = of.turns(own(of))
    assert sorted(zip(at // HOUR, hit, strict=True)) == [(1, True), (30, False), (90, False)]  # at 201 it is still open


def test_what_was_written_at_one_time_keeps_the_files_order():
    talk, at = np.zeros(3, np.int64), np.full(3, DAY)
    sender = np.array([BO, BO, ME])  # the member's is the oldest
    of = Talks(talk, at, sender, sender, np.full(3, NOT_TOLD))
    assert len(of.approaches(own(of))[0]) == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 500), st.integers(0, 2)), max_size=30, unique_by=lambda m: m[1]
    )
)
def test_as_told_one_conversation_at_a_time(messages):
    of = talks(*messages)
    began, turns = [], []
    newest = max((hour for _talk, hour, _sender in messages), default=0)
    for number in range(4):
        spoken = sorted((hour, sender) for talk, hour, sender in messages if talk == number)
        if spoken and spoken[0][1] == ME:
            began.append((spoken[0][0], any(sender != ME for _hour, sender in spoken)))
        for place, (hour, sender) in enumerate(spoken):
            if sender != ME and (place == 0 or spoken[place - 1][1] == ME) and hour <= newest - 24:
                replies = [later for later, who in spoken[place:] if who == ME]
                turns.append((hour, bool(replies) and replies[0] - hour <= 24))
    for expected, (at, hit) in ((began, of.approaches(own(of))), (turns, of.turns(own(of)))):
        assert sorted(zip(at // HOUR, hit, strict=True)) == sorted(expected)


def test_a_conversation_without_anybodys_address_is_impersonal():
    talk = np.array([0, 0, 1, 1, 2, 3])
    address = np.array([NOBODY, ME, NOBODY, BO, ME, NOT_TOLD])
    of = Talks(talk, talk, address, address, np.full(6, NOT_TOLD))
    assert of.impersonal(own(of)).tolist() == [True, True, False, False, False, False]


def test_the_member_is_known_by_address_by_name_and_by_what_the_file_says():
    address = np.array([ME, BO, NOBODY, NOT_TOLD, NOT_TOLD, BO])
    name = np.array([7, 8, 7, 7, 9, 7])  # somebody else is called 7 as well
    said = np.array([NOT_TOLD] * 4 + [1, 0])
    of = Talks(np.zeros(6, np.int64), np.zeros(6, np.int64), address, name, said)
    assert of.own([ME], []).tolist() == [True, False, True, True, True, False]
    assert of.own([], [8]).tolist() == [False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("pairs", "most"),
    [([], []), ([(0, 5), (1, 5), (0, 6)], [5]), ([(0, 5), (0, 6)], []), ([(0, 5), (1, 5), (0, 6), (1, 6)], [])],
)
def test_who_is_in_the_most_conversations(pairs, most):
    assert most_present(np.array([talk << 32 | party for talk, party in pairs], np.int64)) == most
