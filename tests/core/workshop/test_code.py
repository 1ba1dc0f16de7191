import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.workshop.code import LENGTH, SIGNS, new_code, spelt, understood

MISREAD = {"0": "oO", "1": "iIlL", "V": "uU"}
codes = st.text(SIGNS, min_size=LENGTH, max_size=LENGTH)


@given(st.data())
def test_a_code_is_understood_however_it_is_typed(data: st.DataObject):
    code = data.draw(codes)
    typed = [data.draw(st.sampled_from([sign, sign.lower(), *MISREAD.get(sign, "")])) for sign in code]
    between = st.text(" -_.\t–\N{NO-BREAK SPACE}", max_size=2)
    assert understood("".join(data.draw(between) + sign for sign in typed) + data.draw(between)) == code


@given(st.text(max_size=40) | st.text(SIGNS, max_size=8))
def test_what_is_understood_is_a_code(typed: str):
    understood_as = understood(typed)
    assert understood_as is None or (len(understood_as) == LENGTH and set(understood_as) <= set(SIGNS))


@pytest.mark.parametrize("typed", ["", "K7M2Q", "K7M2QXX", "K7M2Q!", "١٢٣٤٥٦", "K7M2Q\0", "K7M 2QX" * 1000])
def test_what_is_no_code_is_none(typed: str):
    assert understood(typed) is None


def test_a_new_code_holds_no_sign_that_can_be_mistaken_and_is_read_as_it_is_spelt():
    made = {new_code() for _time in range(100)}
    assert len(made) == 100
    assert not set("ILOU") & {sign for code in made for sign in code}
    assert {understood(spelt(code)) for code in made} == made
    assert spelt("K7M2QX") == "K7M 2QX"
