from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.intake.archive import moments
from ssi_core.intake.cells import Problem


@pytest.mark.parametrize(
    ("cell", "day_first", "at"),
    [
        ("2024-06-11 09:51:14", False, "2024-06-11T09:51:14"),
        ("2017/06/08 08:15:44 UTC", False, "2017-06-08T08:15:44"),
        ("2024-03-20 15:09:26 UTC", False, "2024-03-20T15:09:26"),
        ("6/4/24, 5:57 AM", False, "2024-06-04T05:57:00"),
        ("6/14/24, 5:57\u202fPM", False, "2024-06-14T17:57:00"),
        ("12/24/23, 12:28 AM", False, "2023-12-24T00:28:00"),
        ("12/24/23, 12:28 PM", False, "2023-12-24T12:28:00"),
        ("1/8/18, 18:14", False, "2018-01-08T18:14:00"),
        ("4/6/2024 5:57", True, "2024-06-04T05:57:00"),
        ("14.06.2024 05:57", False, "2024-06-14T05:57:00"),
        ("17 Jun 2021", False, "2021-06-17T00:00:00"),
        ("18-Jun-24", False, "2024-06-18T00:00:00"),
        ("18-juin-20", False, "2020-06-18T00:00:00"),
        ("01 Dec 2016", False, "2016-12-01T00:00:00"),
        ("2024-06-11", False, "2024-06-11T00:00:00"),
        ("Wed Jun 16 06:56:05 UTC 2021", False, "2021-06-16T06:56:05"),
    ],
)
def test_every_way_a_date_is_written(cell, day_first, at):
    assert datetime.fromtimestamp(moments.seconds(cell, day_first), UTC).isoformat()[:19] == at


@pytest.mark.parametrize("cell", ["", "soon", "2024-02-30 10:00:00", "2024-02-03 25:00:00", "31/31/2024", "2017"])
def test_what_is_no_date_is_refused_in_words(cell):
    with pytest.raises(Problem, match=r"[a-z]{2}"):
        moments.seconds(cell)


@given(
    st.datetimes(datetime(2003, 1, 1), datetime(2068, 12, 31)),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%m/%d/%y, %I:%M %p"]),
)
def test_a_date_comes_back(at, form):
    written = at.strftime(form)
    known = datetime.strptime(written, form).replace(tzinfo=UTC)
    assert moments.seconds(written) == known.timestamp()


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_problem(cell):
    try:
        assert isinstance(moments.seconds(cell), int)
    except Problem as problem:
        assert cell.strip() not in str(problem) or len(cell.strip()) < 3


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["3/4/24, 5:57 AM", "6/14/24, 5:57 AM"], False),
        (["3/4/2024 05:57", "14/6/2024 05:57"], True),
        (["3/4/2024"], False),
        (["2024-06-11 09:51:14"], False),
        ([], False),
    ],
)
def test_a_number_above_twelve_tells_the_order(cells, first):
    assert moments.day_first(cells) is first


@pytest.mark.parametrize("cell", ["6/14/24, 5:57 AM", "2024-13-01 25:00:00 UTC", "31 Feb 2024", "18-juin-20", "2017"])
def test_a_broken_date_may_be_shown(cell):
    assert moments.shown(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "Ana Müller",
        "May",
        "April Marsh 12",
        "Marina 21",
        "+49 170 1234567",
        "555-123-4567",
        "01 23 45 67 89",
        "12345",
        "",
        "ana@example.org",
        "https://www.linkedin.com/in/ana-12",
        "12 May 2024 and more",
        "1 2 3 4",
        "10.0.0.1 ",
    ],
)
def test_nothing_else_is_shown(cell):
    assert moments.shown(cell) == ""
