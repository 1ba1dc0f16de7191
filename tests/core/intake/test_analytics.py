import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ssi_core.intake import analytics
from ssi_core.intake.analytics import NotAnalytics, joined, read_analytics
from ssi_core.intake.ledger import events
from ssi_core.intake.records import Unreadable
from tests.core.intake.bad_files import FILES

NAME = "Content_2024-01-01_2024-01-31_Ana.xlsx"
US, BR = "%-m/%-d/%Y", "%d/%m/%Y"
JANUARY = [date(2024, 1, 1) + timedelta(days) for days in range(31)]
ENGLISH = {
    "DISCOVERY": ("Overall Performance", "Impressions", "Members reached"),
    "ENGAGEMENT": ("Date", "Impressions", "Engagements"),
    "FOLLOWERS": ("Total followers on {day}:", "Date", "New followers"),
    "TOP POSTS": ("Post URL", "Post publish date", "Engagements"),
    "DEMOGRAPHICS": ("Top Demographics", "Value", "Percentage"),
}
PORTUGUESE = {
    "Descoberta": ("Desempenho geral", "Impressões", "Usuários alcançados"),
    "Engajamento": ("Data", "Impressões", "Engajamentos"),
    "Seguidores": ("Total de seguidores em {day}:", "Data", "Novos seguidores"),
    "Principais publicações": ("URL da publicação", "Data de publicação", "Engajamentos"),
    "Dados demográficos": ("Principais dados demográficos", "Valor", "Porcentagem"),
}
POLISH = {
    "Odkrywanie": ("Ogólne wyniki", "Wyświetlenia", "Dotarcie"),
    "Zaangażowanie": ("Data", "Wyświetlenia", "Zaangażowania"),
    "Obserwujący": ("Liczba obserwujących {day}:", "Data", "Nowi obserwujący"),
    "Posty": ("Adres", "Data publikacji", "Zaangażowania"),
    "Dane": ("Dane", "Wartość", "Procent"),
}
Sheets = dict[str, list[list]]


def workbook(sheets: Sheets) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return data.getvalue()


def export(words=ENGLISH, order=US, days: Sequence[date] = JANUARY, text=str) -> Sheets:
    """An export as LinkedIn writes it: on the n-th day 1,000 + n impressions, n engagements, n new followers."""
    (discovery, engagement, followers, posts, people), labels = words, list(words.values())
    first, last = min(days).strftime(order), max(days).strftime(order)
    counts = [(day.strftime(order), f"{1000 + n:,}", text(n)) for n, day in enumerate(days)]
    return {
        discovery: [[labels[0][0], f"{first} - {last}"], [labels[0][1], "40,000"], [labels[0][2], "< 1%"]],
        engagement: [list(labels[1]), *map(list, counts)],
        posts: [["top"], [], [*labels[3], "", *labels[3]], ["https://www.linkedin.com/feed/update/1", last, "12"]],
        followers: [
            [labels[2][0].format(day=last), "1,234"],
            [],
            list(labels[2][1:]),
            *([day, n] for day, _impressions, n in counts),
        ],
        people: [list(labels[4]), ["Job titles", "Founder", "2%"], ["Job titles", "Clerk", "< 1%"]],
    }


@pytest.fixture(autouse=True, scope="module")
def without_child():
    """Reads in this process: a child for each of many files takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analytics.child, "run", lambda function, data: function(data))
        yield


def read(sheets: Sheets):
    return read_analytics(NAME, workbook(sheets))


def by_day(frame: pd.DataFrame, kind: str) -> dict[date, float]:
    own = frame[frame["kind"] == kind]
    return dict(zip(own["at"].dt.date, own["count"], strict=True))


def told(file) -> list[tuple]:
    return [(f.file, f.row, f.column, f.value, f.problem, f.taken_as, f.rows) for f in file.findings]


@pytest.mark.parametrize("text", [str, int], ids=["all text", "numbers"])
@pytest.mark.parametrize(
    ("words", "order"), [(ENGLISH, US), (PORTUGUESE, BR), (POLISH, "%d.%m.%Y")], ids=["English", "Portuguese", "Polish"]
)
def test_every_day_is_an_event_of_each_kind(words, order, text):
    file, frame, seen = read(export(words, order, text=text))

    assert by_day(frame, "impression") == {day: 1000 + n for n, day in enumerate(JANUARY)}
    assert by_day(frame, "engagement") == by_day(frame, "follower") == {day: n for n, day in enumerate(JANUARY)}
    assert frame["hit"].isna().all()
    assert frame.dtypes.equals(events().dtypes)
    assert (file.name, file.kind, file.rows, file.used, file.findings) == (NAME, "analytics", 62, 62, ())
    assert (file.start, file.end) == (JANUARY[0], JANUARY[-1])
    windows = {(window.kind, window.file, window.start, window.end) for window in seen}
    assert windows == {(kind, NAME, JANUARY[0], JANUARY[-1]) for kind in ("impression", "engagement", "follower")}


def test_sheets_that_count_for_nothing_are_named():
    file, _frame, _seen = read(export())

    assert file.notes == ("Not needed for the score: TOP POSTS, DEMOGRAPHICS.",)


@pytest.mark.parametrize("order", [US, BR])
@pytest.mark.parametrize("start", [date(2024, 2, 1), date(2023, 12, 5), date(2024, 5, 5), date(2023, 8, 7)])
@pytest.mark.parametrize("many", [1, 2, 5, 7, 28, 90, 365])
def test_day_and_month_are_told_apart(start, many, order):
    days = [start + timedelta(n) for n in range(many)]

    file, frame, _seen = read(export(days=days, order=order))

    if order == US or len({*days}) > 1 or days[0].day == days[0].month:
        assert set(by_day(frame, "follower")) == {*days}
        assert (file.start, file.end) == (days[0], days[-1])
    else:
        assert any("month was taken" in note for note in file.notes)


@given(st.dates(date(2019, 1, 1), date(2026, 6, 1)), st.integers(2, 60), st.sampled_from([US, BR]), st.randoms())
@settings(max_examples=25, deadline=None)
def test_unsorted_days_of_any_period_come_back(start, many, order, random):
    sheets = export(days=[start + timedelta(n) for n in range(many)], order=order)
    sheets["ENGAGEMENT"][1:] = random.sample(sheets["ENGAGEMENT"][1:], many)

    file, frame, _seen = read(sheets)

    assert by_day(frame, "engagement") == {start + timedelta(n): n for n in range(many)}
    assert file.used == file.rows == 2 * many


def test_typed_days_need_no_order():
    sheets = export()
    for row, day in zip(sheets["ENGAGEMENT"][1:], JANUARY, strict=True):
        row[0] = datetime(day.year, day.month, day.day)

    assert set(by_day(read(sheets)[1], "engagement")) == {*JANUARY}


def test_without_a_window_the_days_make_the_period():
    sheets = export()
    del sheets["DISCOVERY"]

    file, _frame, seen = read(sheets)

    assert (file.start, file.end) == (JANUARY[0], JANUARY[-1])
    assert {(window.start, window.end) for window in seen} == {(JANUARY[0], JANUARY[-1])}


def test_a_window_that_does_not_fit_is_not_believed():
    sheets = export()
    sheets["DISCOVERY"][0][1] = "3/1/2019 - 3/31/2019"

    file, _frame, _seen = read(sheets)

    assert (file.start, file.end, file.used) == (JANUARY[0], JANUARY[-1], 62)
    assert "The period at the top doesn't fit the days below; the days were taken." in file.notes


def test_a_missing_sheet_leaves_its_figures_unknown():
    sheets = export()
    del sheets["ENGAGEMENT"]

    file, frame, seen = read(sheets)

    assert {*frame["kind"]} == {window.kind for window in seen} == {"follower"}
    assert "Impressions a day: not in this file, so unknown." in file.notes
    assert "Engagements a day: not in this file, so unknown." in file.notes


def test_followers_alone_are_known_by_their_title_in_any_language():
    _file, frame, _seen = read({"Obserwujący": export(POLISH, BR)["Obserwujący"]})

    assert by_day(frame, "follower") == {day: n for n, day in enumerate(JANUARY)}


@pytest.mark.parametrize("cell", ["-3", -3, "", "2%", "< 1", "1,5", 2.5, "Ana Lopez", "#Ana"])
def test_a_figure_that_is_no_count_is_unknown_and_the_days_other_stays(cell):
    sheets = export()
    sheets["ENGAGEMENT"][4][2] = cell

    file, frame, _seen = read(sheets)

    shown = str(cell) if cell in ("-3", -3, "1,5", 2.5) else ""
    assert told(file) == [
        (f"{NAME}, ENGAGEMENT", 5, "Engagements", shown, "no whole number, 0 or more", "unknown", 0),
    ]  # fmt: skip
    assert JANUARY[3] not in by_day(frame, "engagement")
    assert by_day(frame, "impression")[JANUARY[3]] == 1003
    assert file.used == file.rows == 62


@pytest.mark.parametrize(
    ("place", "cell", "shown", "problem"),
    [
        (0, "Ana Lopez", "", "not a date"),
        (0, "2/30/2024", "2/30/2024", "there is no such day"),
        (0, "", "", "no date"),
        (0, "1/3/2024", "1/3/2024", "this day stands twice; the first row counts"),
        (0, "2/3/2024", "2/3/2024", "outside the file's period"),
        (1, "-7", "1/4/2024", "none of its figures is a whole number, 0 or more"),
    ],
)
def test_a_row_that_is_not_understood_is_set_aside(place, cell, shown, problem):
    sheets = export()
    sheets["FOLLOWERS"][6][place] = cell

    file, frame, _seen = read(sheets)

    assert told(file) == [(f"{NAME}, FOLLOWERS", 7, "Date", shown, problem, "row not used", 1)]
    assert len(by_day(frame, "follower")) == 30
    assert file.used == 61


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 2), st.sampled_from(["", "x", "-1", "1/1/2031", "5"])),
        max_size=90,
    )
)
@settings(max_examples=40, deadline=None)
def test_used_rows_and_those_of_findings_are_all_rows(damage):
    sheets = export()
    for row, place, cell in damage:
        sheets["ENGAGEMENT"][1 + row][place] = cell
    days = [row[0] for row in sheets["ENGAGEMENT"][1:]]
    assume(sum(day[-4:] == "2024" for day in days) > 16)  # still a sheet of days

    file, frame, _seen = read(sheets)

    assert file.used + sum(finding.rows for finding in file.findings) == file.rows
    assert not frame.duplicated(["at", "kind"]).any()


def test_many_findings_of_one_problem_become_one():
    sheets = export()
    for row in sheets["ENGAGEMENT"][1:26]:
        row[1:] = ["?", "?"]

    file, _frame, _seen = read(sheets)

    *listed, last = told(file)
    assert len(listed) == 20
    assert last[1:] == (
        None,
        "Date",
        "",
        "none of its figures is a whole number, 0 or more; and 5 more",
        "row not used",
        5,
    )


def test_no_text_of_a_cell_gets_out():
    sheets = export()
    sheets["ENGAGEMENT"][3] = ["Canary Cove", "canary@nest.example", "+49 30 123"]
    sheets["FOLLOWERS"][9][1] = "=Canary"

    file, frame, seen = read(sheets)

    assert file.findings
    assert "anary" not in repr((file, seen)) + frame.to_csv()


def test_days_of_several_files_count_once_and_the_newest_file_decides():
    early, late = (events({"at": at, "kind": ["follower"] * 2, "count": count, "hit": [None] * 2}) for at, count in (
        ([datetime(2024, 1, 1), datetime(2024, 1, 2)], [1, 2]),
        ([datetime(2024, 1, 2), datetime(2024, 1, 3)], [5, 3]),
    ))  # fmt: skip

    for frames in ([early, late], [late, events(), early], [early, late, early]):
        assert by_day(joined(frames), "follower") == {date(2024, 1, 1): 1, date(2024, 1, 2): 5, date(2024, 1, 3): 3}
    assert joined([]).dtypes.equals(events().dtypes)


PAGE = ["Date", "Impressions (organic)", "Impressions (sponsored)", "Clicks (organic)", "Clicks (sponsored)"]


@pytest.mark.parametrize(
    ("sheets", "kind"),
    [
        ({"Update metrics": [["Aggregated metrics from 1/1/2024"], PAGE, ["01/01/2024", 5, 0, 1, 0]]}, "company page"),
        (
            {
                "New followers": [
                    ["Date", "Sponsored followers", "Organic followers", "Total followers"],
                    ["01/01/2024", 0, 1, 1],
                ]
            },
            "company page",
        ),
        ({"Team": [["Name", "Posts"], ["Ana", 3]]}, "no analytics"),
        ({"SSI": [["Date", "SSI", "New followers"], ["1/1/2024", 41, 3]]}, "no analytics"),
        ({"Team": [["1/1/2024 - 1/31/2024"], ["Name", "Posts"], ["Ana", 3]]}, "no analytics"),
        ({"DISCOVERY": export()["DISCOVERY"]}, "no analytics"),
    ],
    ids=["page updates", "page followers", "team", "tracker", "team with a period", "no days"],
)
def test_another_workbook_is_named_for_what_it_is(sheets, kind):
    with pytest.raises(NotAnalytics, match=kind):
        read(sheets)


@pytest.mark.parametrize("name", ["s24_binary_png.csv", "s01_empty.csv"])
def test_what_is_no_workbook_is_no_analytics(name):
    with pytest.raises(NotAnalytics, match="no workbook"):
        read_analytics("a.xlsx", FILES[name]())


@pytest.mark.parametrize("name", ["x30_truncated.xlsx", "x20_billion_laughs.xlsx"])
def test_a_damaged_workbook_is_refused_as_such(name):
    with pytest.raises(Unreadable, match="damaged") as refusal:
        read_analytics("a.xlsx", FILES[name]())

    assert not isinstance(refusal.value, NotAnalytics)
