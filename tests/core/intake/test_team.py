from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.intake.cells import Expected, Problem, number
from ssi_core.intake.columns import Choice
from ssi_core.intake.findings import Finding
from ssi_core.intake.questions import Answers
from ssi_core.intake.tables import Table, Unreadable
from ssi_core.intake.team import Team, read_team
from ssi_core.intake.units import FRACTION, PERCENT, WEEK, Unit
from ssi_core.rubric import load
from ssi_core.scoring.frame import official_columns

RUBRIC = load()


def table(header: str, *rows: tuple | str, file: str = "team.csv", sheet: str | None = None) -> Table:
    """Header and rows separated by |, the first row in line 2 of the file; "" is a blank cell."""
    cells = [tuple(cell or None for cell in row.split("|")) if isinstance(row, str) else row for row in rows]
    return Table(file, sheet, tuple(header.split("|")), tuple(cells), tuple(range(2, len(rows) + 2)))


def read(header: str, *rows: tuple | str, mapping=None, **answers) -> Team:
    return read_team([table(header, *rows)], RUBRIC, mapping, Answers(**answers))


def column(team: Team, name: str) -> dict[str, float | None]:
    values = zip(team.frame["person"], team.frame[name], strict=True)
    return {person: None if pd.isna(value) else value for person, value in values}


def told(team: Team) -> list[tuple]:
    return [(finding.row, finding.column, finding.value, finding.problem) for finding in team.findings]


def asked(team: Team) -> set[str]:
    return {question.about for question in team.questions}


# What a table becomes


def test_a_table_becomes_an_activity_frame():
    team = read("Name|Team|posts|connections", "Ana|North|2.5|512", "Bob|South||1,060")
    assert list(team.frame.columns) == ["person", "group", "date", *RUBRIC.ids, *official_columns(RUBRIC)]
    assert team.frame["group"].tolist() == ["North", "South"]
    assert column(team, "posts") == {"Ana": 2.5, "Bob": None}
    assert column(team, "reply_rate") == {"Ana": None, "Bob": None}
    assert column(team, "connections") == {"Ana": 512, "Bob": 1060}
    assert team.findings == ()


def test_ids_mean_the_rubrics_unit_and_raise_no_question():
    ids = "|".join(RUBRIC.ids)
    values = "|".join(str(place / 2) for place in range(1, len(RUBRIC.ids) + 1))
    team = read(f"person|{ids}", f"Ana|{values.replace('5.5', '4')}")
    assert (team.findings, team.questions) == ((), ())
    assert team.frame[list(RUBRIC.ids)].notna().all(axis=None)


def test_a_typed_zero_is_zero_and_a_blank_is_unknown():
    assert column(read("person|posts", "Ana|0", "Bob|"), "posts") == {"Ana": 0, "Bob": None}


def test_counts_become_weekly_by_what_the_header_says():
    team = read(
        "person|Posts per month|Comments (last 90 days)|Messages per week|Profile views per day", "Ana|30|90|4|2"
    )
    assert team.frame.loc[0, ["posts", "comments_made", "messages_sent", "profiles_viewed"]].tolist() == [7, 7, 4, 14]
    assert team.questions == ()


def test_a_count_without_a_period_is_a_weeks_and_asked():
    team = read("Name|Posts|Comments", "Ana|3|4")
    (question,) = team.questions
    assert (question.about, question.options[0].value) == ("period", 7)
    assert question.places == ("team.csv: Posts, Comments",)
    assert column(team, "posts") == {"Ana": 3}
    assert column(read("Name|Posts", "Ana|3", period=30), "posts") == {"Ana": pytest.approx(0.7)}


def test_stocks_have_no_period():
    assert read("Name|Connections|Recommendations", "Ana|512|3").questions == ()


def test_linkedins_own_scores_alone_are_welcome():
    team = read("Rep|SSI|Find the right people", "Ana|53|20,973", "Bob|34.5|")
    assert column(team, "official_total") == {"Ana": 53, "Bob": 34.5}
    assert column(team, "official_finding") == {"Ana": 20.973, "Bob": None}
    assert (team.findings, team.questions) == ((), ())


def test_results_keep_the_users_header():
    mapping = {"Revenue": Choice("outcome"), "posts": Choice("outcome")}
    team = read("Name|Quota|Revenue|posts|SSI", "Ana|105 %|-1.200,50 €|3|40", mapping=mapping)
    assert team.outcomes == ("Quota", "Revenue", "posts (result)")
    assert team.frame.loc[0, list(team.outcomes)].tolist() == [105, -1200.5, 3]
    assert column(team, "posts") == {"Ana": None}


def test_first_and_last_name_make_a_person():
    assert read("Vorname|Nachname|SSI", "Ana|Müller|40").frame["person"].tolist() == ["Ana Müller"]
    assert read("Nom|Prénom|SSI", "Dupont|Zoé|40").frame["person"].tolist() == ["Zoé Dupont"]
    assert read("First name|SSI", "Ana|40").frame["person"].tolist() == ["Ana"]


def test_two_columns_that_the_user_calls_one_activity_are_added_up():
    mapping = {"Posts": Choice("posts", Unit("per", 7)), "Articles": Choice("posts", Unit("per", 30))}
    team = read("Name|Posts|Articles", "Ana|2|30", "Bob|2|", mapping=mapping)
    assert column(team, "posts") == {"Ana": 9, "Bob": None}


def test_of_two_columns_for_one_score_the_first_known_counts():
    mapping = {"SSI": Choice("official_total"), "Old": Choice("official_total")}
    assert column(read("Name|SSI|Old", "Ana|40|30", "Bob||30", mapping=mapping), "official_total") == {
        "Ana": 40,
        "Bob": 30,
    }


def test_what_is_not_used_is_said():
    assert "Not used: Notes, Email." in read("Name|SSI|Notes|Email", "Ana|40|x|y").notes


# What is refused


def test_a_table_without_names_is_refused():
    with pytest.raises(Unreadable, match=r"^no column for the person's name; found: Calls, SSI$"):
        read("Calls|SSI", "3|40")


def test_the_user_can_say_which_column_is_the_name():
    assert column(read("Who is it|SSI", "Ana|40", mapping={"Who is it": Choice("person")}), "official_total") == {
        "Ana": 40
    }


def test_a_table_without_figures_is_refused():
    with pytest.raises(Unreadable, match=r"^no column for an activity or a score; found: Nom, Appels$"):
        read("Nom|Appels", "Ana|3")


def test_a_table_without_names_does_not_stop_the_others():
    team = read_team([table("Calls|SSI", "3|40", file="calls.csv"), table("Name|SSI", "Ana|40")], RUBRIC)
    assert len(team.frame) == 1
    assert team.findings == (
        Finding("calls.csv", None, "", "", "no column for the person's name; found: Calls, SSI", "table not used"),
    )


# Cells


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("45%", "45% is a percentage, a count is expected"),
        ("€12", "an amount of money, a count is expected"),
        ("-3", "-3, must be 0 or more"),
        ("n.a.", "no value"),
        ("#DIV/0!", "Excel error #DIV/0!"),
        ("0x1F", "not a number"),
        ("1e309", "above the limit (1e9)"),
        (True, "a yes or no, a number is expected"),
        (date(2026, 1, 5), "a date, a number is expected"),
    ],
)
def test_a_bad_cell_is_a_finding_and_stops_nothing(cell, problem):
    team = read("Name|Posts per week|Comments per week", ("Ana", "3", cell), ("Bob", "4", "5"))
    assert told(team) == [(2, "Comments per week", str(cell), problem)]
    assert team.findings[0].taken_as == "unknown"
    assert column(team, "posts") == {"Ana": 3, "Bob": 4}
    assert column(team, "comments_made") == {"Ana": None, "Bob": 5}


def test_a_count_over_a_period_is_whole_and_an_average_need_not_be():
    team = read("Name|Posts last 30 days", "Ana|0.5")
    assert told(team) == [(2, "Posts last 30 days", "0.5", "whole number expected")]
    (question,) = team.questions
    average = question.options[1].value
    assert (question.about, average) == ("mapping", Choice("posts", Unit("per", 30)))
    answered = read("Name|Posts last 30 days", "Ana|0.5", mapping={question.column: average})
    assert column(answered, "posts") == {"Ana": pytest.approx(0.5 * 7 / 30)}
    assert read("Name|Posts per month", "Ana|0.5").findings == ()


def test_a_percentage_lies_between_0_and_100():
    team = read("person|profile_completeness|acceptance_rate", "Ana|101|55 %", "Bob|100|-1")
    assert column(team, "profile_completeness") == {"Ana": None, "Bob": 100}
    assert [finding.problem for finding in team.findings] == ["101, must be 100 or less", "-1, must be 0 or more"]


def test_nobody_is_active_on_more_days_than_there_are():
    assert told(read("person|days_active", "Ana|9")) == [(2, "days_active", "9", "9, must be 7 or less")]
    assert column(read("person|Days active per month", "Ana|30"), "days_active") == {"Ana": 7}


def test_pillars_end_at_25_and_the_total_at_100():
    team = read("person|official_brand|official_total", "Ana|25.1|100", "Bob|25|101")
    assert [finding.problem for finding in team.findings] == ["25.1, must be 25 or less", "101, must be 100 or less"]


@pytest.mark.parametrize(
    ("total", "parts", "problem"),
    [
        ("37", "12.3|5.5|7.2|11.948", None),
        ("37", "12|6|7|12", None),
        ("37", "13|6|8|12", None),  # each rounded up
        ("37", "14|6|8|12", "the four parts add up to 40"),
        ("38", "12.3|5.5|7.2|11.948", "the four parts add up to 36.948"),
        ("37", "12.3|5.5|7.2|", None),
    ],
)
def test_the_parts_must_add_up_to_the_total_within_rounding(total, parts, problem):
    names = "|".join(official_columns(RUBRIC))
    team = read(f"person|{names}", f"Ana|{total}|{parts}")
    assert [finding.problem for finding in team.findings] == ([problem] if problem else [])
    assert column(team, "official_total") == {"Ana": float(total)}


def test_two_readings_of_a_number_are_unknown_until_the_user_decides():
    header, row = "Name|Posts per week", "Ana|1.234"
    assert column(read(header, row), "posts") == {"Ana": None}
    assert asked(read(header, row)) == {"decimal"}
    assert column(read(header, row, decimal=","), "posts") == {"Ana": 1234}
    assert column(read(header, row, decimal="."), "posts") == {"Ana": 1.234}


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        (("Ana|1.234|1", "Bob|1,5|1"), 1234),  # the column shows it
        (("Ana|1.234|1", "Bob|1.5|1"), 1.234),
        (("Ana|1.234|2,5", "Bob|1|1"), 1234),  # another column shows it
        (("Ana|1.234|1", "Bob|1.234.567|1"), 1234),
        (("Ana|1.234|1", "Bob|1,5|1", "Cem|1.5|1"), None),  # the column contradicts itself
        (("Ana|1.234|2,5", "Bob|1|2.5"), None),
    ],
)
def test_other_cells_decide_how_a_number_is_read(rows, value):
    team = read("Name|Posts per week|Comments per week", *rows)
    assert column(team, "posts")["Ana"] == value
    assert ("decimal" in asked(team)) == (value is None)


def test_says_how_numbers_were_read():
    notes = read("Name|Posts per week", "Ana|1.234", "Bob|1,5").notes
    assert "In “Posts per week” “,” was read as the decimal sign, so in 1.234, as other cells show." in notes


@pytest.mark.parametrize(
    ("cells", "values", "unit"),
    [
        (("0.45", "0.5"), (45, 50), FRACTION),
        ((0.45, 1.0), (45, 100), FRACTION),
        (("45", "0.5"), (45, 0.5), None),
        (("45%", "1%"), (45, 1), None),
        (("0.4%", "1%"), (0.4, 1), None),
        (("0", "0"), (0, 0), None),
    ],
)
def test_a_rate_that_is_never_above_1_is_taken_for_a_share_and_asked(cells, values, unit):
    team = read("Name|Acceptance rate", ("Ana", cells[0]), ("Bob", cells[1]))
    assert list(column(team, "acceptance_rate").values()) == pytest.approx(list(values))
    assert [question.options[0].value.unit for question in team.questions] == ([unit] if unit else [])


def test_a_share_is_percent_if_the_user_says_so_and_for_the_rubrics_id():
    mapping = {"Acceptance rate": Choice("acceptance_rate", PERCENT)}
    assert column(read("Name|Acceptance rate", "Ana|0.5", mapping=mapping), "acceptance_rate") == {"Ana": 0.5}
    assert column(read("Name|acceptance_rate", "Ana|0.5"), "acceptance_rate") == {"Ana": 0.5}


# Rates from two counts


def test_two_counts_make_a_rate_that_few_do_not_push_far():
    team = read(
        "Name|Invites sent per week|Invites accepted per week|InMails sent (30 days)|InMails answered (30 days)",
        "Ana|1|1|20|5",
        "Bob|0|0||3",
        "Cem|10||10|0",
    )
    assert column(team, "acceptance_rate") == {"Ana": pytest.approx(400 / 11), "Bob": None, "Cem": None}
    assert column(team, "reply_rate") == {"Ana": pytest.approx(650 / 30), "Bob": None, "Cem": pytest.approx(7.5)}
    assert column(team, "invitations_sent") == {"Ana": 1, "Bob": 0, "Cem": 10}
    assert not {"inmails_sent", "inmails_answered", "invitations_accepted"} & set(team.frame)
    assert team.findings == ()


def test_a_rate_rests_on_the_counts_of_the_files_period():
    team = read("Name|Invitations sent per month|Invitations accepted per week", "Ana|60|7")
    assert column(team, "acceptance_rate") == {"Ana": pytest.approx(100 * (30 + 3) / (60 + 10))}


def test_more_accepted_than_sent_is_a_finding():
    team = read("Name|Invitations sent per week|Invitations accepted per week", "Ana|4|5")
    assert told(team) == [(2, "Invitations accepted per week", "5", "more than in “Invitations sent per week”")]
    assert column(team, "acceptance_rate") == {"Ana": None}


def test_a_rate_in_the_file_stands_and_counts_fill_its_gaps():
    team = read(
        "Name|Invitations sent per week|Invitations accepted per week|Acceptance rate", "Ana|10|4|40", "Bob|10|4|"
    )
    assert column(team, "acceptance_rate") == {"Ana": 40, "Bob": 35}


def test_a_count_without_its_denominator_makes_no_rate():
    team = read("Name|InMails answered|SSI", "Ana|4|40")
    assert column(team, "reply_rate") == {"Ana": None}
    assert "“InMails answered” needs the number sent beside it to make a rate." in team.notes


# Dates


def test_reads_dates_of_every_kind():
    team = read("Name|Week|SSI", ("Ana", "2026-W03", "40"), ("Ana", date(2026, 1, 5), "41"), ("Ana", "46034", "42"))
    assert (
        team.frame["date"].dt.date.tolist() == [date(2026, 1, 12), date(2026, 1, 5), date(2026, 1, 12)] or team.findings
    )
    assert told(team) == [
        (2, "", "Ana", "Ana is in rows 2, 4"),
        (4, "", "Ana", "Ana is in rows 2, 4"),
    ]


def test_one_cell_shows_how_the_column_writes_dates():
    month_first = read("Name|Date|SSI", "Ana|03/04/2026|40", "Bob|01/13/2026|40")
    assert month_first.frame["date"].dt.date.tolist() == [date(2026, 3, 4), date(2026, 1, 13)]
    assert month_first.questions == ()


def test_without_such_a_cell_the_day_comes_first_and_is_asked():
    header, row = "Name|Date|SSI", "Ana|03/04/2026|40"
    assert read(header, row).frame["date"].dt.date.tolist() == [date(2026, 4, 3)]
    assert asked(read(header, row)) == {"day_first"}
    assert read(header, row, day_first=False).frame["date"].dt.date.tolist() == [date(2026, 3, 4)]


def test_a_column_that_contradicts_itself_is_not_guessed():
    rows = ("Ana|03/04/2026|40", "Bob|13/01/2026|40", "Cem|01/13/2026|40")
    team = read("Name|Date|SSI", *rows)
    assert told(team) == [(2, "Date", "03/04/2026", "day or month first? Nothing in the column decides it")]
    assert asked(team) == {"day_first"}
    assert read("Name|Date|SSI", *rows, day_first=True).findings == ()


def test_an_impossible_date_is_a_finding():
    team = read("Name|Date|SSI", "Ana|30/02/2026|40", "Bob|13/01/2026|41")
    assert told(team) == [(2, "Date", "30/02/2026", "there is no such day")]
    assert column(team, "official_total") == {"Ana": 40, "Bob": 41}


# People


def test_keeps_names_as_they_stand():
    names = ["00123", "Null", "NA", "True", "nan", "None", "O'Brien", "=1+1", "Ana **bold**"]
    team = read("Name|SSI", *((name, "40") for name in names))
    assert team.frame["person"].tolist() == names
    assert team.findings == ()


@pytest.mark.parametrize("name", [None, " ", "#REF!", "#N/A"])
def test_a_row_without_a_name_is_left_out(name):
    team = read("Name|SSI", ("Ana", "40"), (name, "n.a."))
    assert [(finding.row, finding.column, finding.problem) for finding in team.findings] == [(3, "", "no name")]
    assert team.frame["person"].tolist() == ["Ana"]


@pytest.mark.parametrize("other", ["Ana", "ANA", " ana ", "Ána", "A\u0301na"])
def test_rows_of_one_person_are_left_out_until_the_user_says_what_they_are(other):
    first = "Ána" if "\u0301" in other or "Á" in other else "Ana"
    team = read("Name|SSI", (first, "40"), (other, "41"), ("Bob", "42"))
    assert team.frame["person"].tolist() == ["Bob"]
    assert [finding.row for finding in team.findings] == [2, 3]
    (question,) = team.questions
    assert (question.about, question.places) == ("twins", (f"team.csv: {first} is in rows 2, 3",))


TWINS = ("Ana|40|2|10", "Bob|30|1|", "Ana|42|3|", "ana||4|12")


def test_twins_can_be_added_up():
    team = read("Name|SSI|Posts per week|Connections", *TWINS, twins="add")
    assert column(team, "posts") == {"Ana": 9, "Bob": 1}
    assert column(team, "official_total") == {"Ana": 42, "Bob": 30}
    assert column(team, "connections") == {"Ana": 12, "Bob": None}
    assert [(finding.row, finding.taken_as) for finding in team.findings] == [
        (4, "added to the first of them"),
        (5, "added to the first of them"),
    ]


def test_counts_of_twins_are_added_before_they_make_a_rate():
    header = "Name|Invitations sent per week|Invitations accepted per week"
    team = read(header, "Ana|5|1", "Ana|5|3", twins="add")
    assert column(team, "acceptance_rate") == {"Ana": pytest.approx(35)}


def test_of_twins_the_last_can_be_kept():
    team = read("Name|SSI|Posts per week|Connections", *TWINS, twins="last")
    assert column(team, "posts") == {"Bob": 1, "ana": 4}
    assert [finding.row for finding in team.findings] == [2, 4]


def test_twins_can_be_kept_apart():
    team = read("Name|SSI|Posts per week|Connections", *TWINS, twins="separate")
    assert column(team, "posts") == {"Ana": 2, "Bob": 1, "Ana (2)": 3, "ana (3)": 4}
    assert [(finding.row, finding.value, finding.taken_as) for finding in team.findings] == [
        (4, "Ana", "Ana (2)"),
        (5, "ana", "ana (3)"),
    ]


def test_several_dates_of_a_person_are_kept_under_one_spelling():
    team = read("Name|Date|SSI", "Ana|2026-01-05|40", "ANA|2026-01-12|42")
    assert team.frame["person"].tolist() == ["Ana", "Ana"]
    assert told(team) == [(3, "Name", "ANA", "written otherwise in another row")]


@pytest.mark.parametrize(
    "name",
    [
        *("Total", "TOTALS", "Grand total", "Team total", "Total North", "Totaal", "Summe", "Gesamt", "Suma", "Soma"),
        *("Average", "Ø", "Mittelwert", "Durchschnitt", "Promedio", "Gemiddelde", "Moyenne", "Média", "Total général"),
    ],
)
def test_rows_called_a_total_are_left_out_and_asked(name):
    team = read("Name|SSI", "Ana|40", f"{name}|n.a.")
    assert told(team) == [(3, "", name, "looks like a total or an average of the other rows")]
    assert [question.places for question in team.questions] == [(f"team.csv: row 3, {name}",)]
    assert len(read("Name|SSI", "Ana|40", f"{name}|41", totals="keep").frame) == 2


@pytest.mark.parametrize("name", ["Tota Lee", "Somchai", "Sumaya", "Ana Total-Reyes"])
def test_people_are_no_totals(name):
    assert read("Name|SSI", f"{name}|40").frame["person"].tolist() == [name]


@pytest.mark.parametrize("last", ["9|12|15", "3|4|5"])
def test_a_last_row_that_sums_up_the_others_is_left_out(last):
    rows = ("Ana|1|7|4", "Bob|3|2|9", "Cem|5|3|2")
    team = read("Name|Posts per week|Comments per week|Messages per week", *rows, f"North|{last}")
    assert [finding.row for finding in team.findings] == [5]
    assert "totals" in asked(team)


def test_alike_figures_alone_make_no_total():
    rows = ("Ana|1|1|1", "Bob|1|1|1", "Cem|1|1|1", "Dee|1|1|1")
    assert len(read("Name|Posts per week|Comments per week|Messages per week", *rows).frame) == 4


# Several tables


def test_files_are_joined_by_person_and_date():
    first = table("Name|Team|Posts per week", "Ana|North|3", "Bob|South|4", file="a.csv")
    second = table("Rep|SSI", "bob|40", "Cem|50", file="b.csv")
    team = read_team([first, second], RUBRIC)
    assert column(team, "posts") == {"Ana": 3, "Bob": 4, "Cem": None}
    assert column(team, "official_total") == {"Ana": None, "Bob": 40, "Cem": 50}
    assert team.frame["group"].tolist() == ["North", "South", ""]
    assert [(finding.file, finding.row, finding.taken_as) for finding in team.findings] == [("b.csv", 2, "Bob")]


def test_of_contradicting_files_the_first_counts():
    first = table("Name|Team|SSI", "Ana|North|40", "Bob|North|", file="a.csv")
    second = table("Name|Team|SSI", "Ana|South|41", "Bob|North|42", file="b.csv")
    team = read_team([first, second], RUBRIC)
    assert column(team, "official_total") == {"Ana": 40, "Bob": 42}
    assert [(f.file, f.row, f.column, f.value, f.taken_as) for f in team.findings] == [
        ("b.csv", 2, "Team", "South", "North"),
        ("b.csv", 2, "SSI", "41", "40"),
    ]


def test_a_file_without_dates_joins_each_persons_newest_date():
    dated = table("Name|Date|SSI", "Ana|2026-01-05|40", "Bob|2026-01-12|51", "Bob|2026-01-05|50", file="a.csv")
    undated = table("Name|Posts per week", "Ana|3", "Bob|4", "Cy|5", file="b.csv")
    team = read_team([dated, undated], RUBRIC)
    frame = team.frame.set_index(["person", "date"])[["official_total", "posts"]]
    assert frame.loc[("Ana", "2026-01-05")].tolist() == [40, 3]
    assert frame.loc[("Bob", "2026-01-12")].tolist() == [51, 4]
    assert frame.loc[("Bob", "2026-01-05")].isna().tolist() == [False, True]
    assert len(frame) == 4
    assert team.notes == ("b.csv: These figures go with each person's newest date in the other files.",)


def test_a_table_of_current_figures_leaves_its_own_date_for_the_newest_of_others():
    dated = table("Name|Date|SSI", "Ana|2026-01-05|40", "Ana|2026-01-12|41")
    current = replace(table("person|date|posts", "Ana|2026-03-01|3", "Bob|2026-03-02|4", file="own"), is_current=True)
    undated = table("Name|Leads saved per week", "Ana|5", "Bob|6", file="report.csv")
    frame = read_team([dated, current, undated], RUBRIC).frame.set_index(["person", "date"])
    figures = ["official_total", "posts", "leads_saved"]
    assert frame.loc[("Ana", "2026-01-12"), figures].tolist() == [41, 3, 5]
    assert frame.loc[("Bob", "2026-03-02"), figures[1:]].tolist() == [4, 6]
    assert len(frame) == 3


def test_sheets_of_one_workbook_are_told_apart():
    sheets = [
        table("Name|SSI", "Ana|n.a.", file="t.xlsx", sheet="North"),
        table("Name|SSI", "Bob|n.a.", file="t.xlsx", sheet="South"),
    ]
    assert [finding.file for finding in read_team(sheets, RUBRIC).findings] == ["t.xlsx, North", "t.xlsx, South"]


def test_findings_and_notes_of_the_reader_come_along():
    early = Finding("team.csv", 9, "", "", "the row has 3 cells, the header has 2", "row not used")
    given = Table("team.csv", None, ("Name", "SSI"), (("Ana", "40"),), (2,), ("Read as UTF-8.",), (early,))
    team = read_team([given], RUBRIC)
    assert (team.findings, team.notes) == ((early,), ("Read as UTF-8.",))


def test_columns_that_are_not_sure_are_asked():
    team = read("Name|SSI|Followers", "Ana|40|900")
    (question,) = team.questions
    assert (question.about, question.column) == ("mapping", "Followers")
    assert [option.value for option in question.options] == [Choice(None), Choice("followers_gained")]
    assert [match.target for match in team.matches[0]] == ["person", "official_total", None]


# Properties

HEADER = "Name|Date|Posts per week|Connections|Acceptance rate (%)|SSI"
NAMES = st.sampled_from(["Ana", "ana", "Bob", "Cem", "Total", "", "NA", "José", "Jose\u0301"])
DATES = st.sampled_from(["", "2026-01-05", "05/01/2026", "13/01/2026", "30/02/2026", "soon"])
CELLS = st.sampled_from(["", "1", "2,5", "2.5", "1.234", "45%", "n.a.", "#REF!", "-3", "1e308", "0"]) | st.text(
    max_size=6
)
ROWS = st.lists(st.tuples(NAMES, DATES, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8)
TWINS_ANSWERS = st.sampled_from(["ask", "add", "last", "separate"])


def given_table(rows) -> Table:
    return table(HEADER, *(tuple(cell or None for cell in row) for row in rows))


@given(ROWS, TWINS_ANSWERS)
@settings(max_examples=25)
def test_no_row_is_lost(rows, twins):
    team = read_team([given_table(rows)], RUBRIC, answers=Answers(twins=twins))
    left_out = [finding.row for finding in team.findings if not finding.column]
    assert len(team.frame) + len(left_out) == len(rows)
    assert len(set(left_out)) == len(left_out)


@given(ROWS)
@settings(max_examples=25)
def test_every_number_stood_in_its_cell(rows):
    frame = read_team([given_table(rows)], RUBRIC).frame
    for place, name in enumerate(("posts", "connections", "acceptance_rate", "official_total"), 2):
        possible = {value for row in rows for value in readings(row[place])}
        taken = set(frame[name].dropna())
        assert taken <= possible | ({value * 100 for value in possible} if name == "acceptance_rate" else set())


def readings(cell: str) -> set[float]:
    """Every number that a cell can mean."""
    found = set()
    for sign in (".", ","):
        try:
            found.add(number(cell, Expected(percent=True), sign))
        except Problem:
            continue
    return found - {None}


def test_weekly_sheets_go_by_their_names():
    weeks = [
        table("Name|Posts per week", f"Ana|{posts}", sheet=name) for posts, name in ((1, "2026-W28"), (2, "Juli 2026"))
    ]
    team = read_team(weeks, RUBRIC)
    assert team.frame["posts"].tolist() == [1, 2]
    assert team.frame["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-07-06", "2026-07-01"]
    assert "The sheet's name is taken as its date: 2026-07-06." in " ".join(team.notes)


def test_derived_rates_that_contradict_each_other_are_a_finding():
    header = "Name|Invitations sent|Invitations accepted"
    team = read_team([table(header, "Ana|10|5", file="a.csv"), table(header, "Ana|10|2", file="b.csv")], RUBRIC)
    assert [(f.file, f.row, f.column) for f in team.findings] == [
        ("b.csv", 2, "Invitations accepted"),
        ("b.csv", 2, "acceptance_rate"),
    ]
    assert team.frame["acceptance_rate"].tolist() == [40]


@given(st.data(), ROWS)
@settings(max_examples=25)
def test_the_order_of_rows_does_not_matter(data, rows):
    unlike = list({row[0].casefold(): row for row in rows if row[0] not in ("José", "Jose\u0301")}.values())
    shuffled = data.draw(st.permutations(unlike))
    frames = [read_team([given_table(some)], RUBRIC).frame for some in (unlike, shuffled) if some]
    values = [frame.drop(columns="date").set_index("person").sort_index() for frame in frames]
    if values:
        pd.testing.assert_frame_equal(*values)


@given(ROWS)
@settings(max_examples=25)
def test_every_cell_is_taken_or_explained(rows):
    team = read_team([given_table(rows)], RUBRIC)
    left_out = {finding.row for finding in team.findings if not finding.column}
    filled = [
        cell for row, line in enumerate(rows, 2) if row not in left_out for cell in line[2:] if not is_blank(cell)
    ]
    taken = team.frame[["posts", "connections", "acceptance_rate", "official_total"]].notna().sum().sum()
    explained = [finding for finding in team.findings if finding.column not in ("", "Name", "Date")]
    assert len(filled) == taken + len(explained)


def is_blank(cell: str) -> bool:
    try:
        return number(cell, Expected()) is None
    except Problem:
        return False


# LinkedIn's usage reports

USAGE = (
    "Seat holder name|Seat id|Coach Level|Days Active|Searches Performed|Profile Views|Leads Saved|Lists Created|SSI"
)


def test_a_usage_report_counts_30_days_and_asks():
    team = read(USAGE, "Ana|7|2|15|60|1,230|30|4|53", "Bob|8|1|30|0|6.000|3|0|41")
    week = 7 / 30
    assert column(team, "days_active") == {"Ana": pytest.approx(15 * week), "Bob": pytest.approx(30 * week)}
    assert column(team, "people_searches") == {"Ana": pytest.approx(60 * week), "Bob": 0}
    assert column(team, "profiles_viewed") == {"Ana": pytest.approx(1230 * week), "Bob": pytest.approx(6000 * week)}
    assert column(team, "leads_saved") == {"Ana": pytest.approx(30 * week), "Bob": pytest.approx(3 * week)}
    assert column(team, "official_total") == {"Ana": 53, "Bob": 41}
    (question,) = team.questions
    assert (question.about, question.options[0].value) == ("report_period", 30)
    assert question.places == ("team.csv: Days Active, Searches Performed, Profile Views, Leads Saved",)
    assert team.findings == ()
    assert "Not used: Seat id, Coach Level, Lists Created." in team.notes


@pytest.mark.parametrize(
    "header",
    [
        "User|Total Days Active|Total Searches|Total Profile Views|Total Leads Saved|Number of Lists Created",
        "Seat|Days active (last 30 days)|Searches|Profiles viewed|Saved leads|Lists",
        "Name|Aktive Tage|Durchgeführte Suchen|Profilaufrufe|Gespeicherte Leads|Erstellte Listen",
        "Nombre|Días activos|Búsquedas realizadas|Visualizaciones de perfiles|Leads guardados|Listas creadas",
        "seat_holder_name|days_active|searches_performed|profile_views|leads_saved|lists_created",
    ],
)
def test_a_usage_report_is_known_in_other_words_too(header):
    team = read(header, "Ana|15|60|1.230|30|4", "Bob|||||")
    known = team.frame.loc[0, ["days_active", "people_searches", "profiles_viewed", "leads_saved"]]
    assert known.tolist() == [3.5, 14, 287, 7]
    assert asked(team) == {"report_period"}
    assert [(finding.row, finding.taken_as) for finding in team.findings] == [(3, "unknown, not zero")]


def test_the_user_decides_on_an_id_in_a_usage_report_too():
    header = "Name|Coach level|Searches performed|leads_saved"
    team = read(header, "Ana|1|60|3", mapping={"leads_saved": Choice("leads_saved", Unit("per", WEEK))})
    assert team.frame.loc[0, ["people_searches", "leads_saved"]].tolist() == [14, 3]


def test_companies_saved_in_a_usage_report_are_said_to_be_all():
    team = read("Name|Days active|Profile views|Accounts saved", "Ana|15|30|12")
    assert column(team, "accounts_saved") == {"Ana": 12}
    assert [note for note in team.notes if "“Accounts saved” is taken as how many there are in all" in note]


def test_the_user_can_say_which_period_a_usage_report_covers():
    team = read(USAGE, "Ana|7|2|15|60|1,230|30|4|53", report_period=90.0, period=WEEK)
    assert column(team, "leads_saved") == {"Ana": pytest.approx(30 * 7 / 90)}


def test_headers_that_name_the_period_leave_nothing_to_ask():
    header = "User|Coach Level|Days active (last 30 days)|Searches performed in last 30 days|SSI - Professional Brand"
    team = read(header, "Ana|2|15|60|12.3")
    assert team.frame.loc[0, ["days_active", "people_searches", "official_brand"]].tolist() == [3.5, 14, 12.3]
    assert (team.questions, team.findings) == ((), ())


def test_a_sheet_with_a_few_such_columns_is_still_a_persons_own():
    header = "Name|Profile views|Leads saved|Posts|Comments|Invites|Messages"
    team = read(header, "Ana|10|7|1|2|3|4")
    assert column(team, "leads_saved") == {"Ana": 7}
    assert asked(team) == {"period"}


@pytest.mark.parametrize(
    "header",
    ["person|days_active|leads_saved|accounts_saved", "Name|Days active per week|Leads saved (per week)|Posts"],
)
def test_averages_and_ids_make_no_usage_report(header):
    team = read(header, "Ana||3|4", "Bob|||")
    assert team.findings == ()
    assert "report_period" not in asked(team)


def test_each_report_and_sheet_has_its_own_period():
    team = read_team([table(USAGE, "Ana|7|2|15|60|1|30|4|53"), table("Name|Posts", "Ana|3", file="own.csv")], RUBRIC)
    assert {question.about: question.places for question in team.questions} == {
        "report_period": ("team.csv: Days Active, Searches Performed, Profile Views, Leads Saved",),
        "period": ("own.csv: Posts",),
    }
    assert team.frame.loc[0, ["leads_saved", "posts"]].tolist() == [7, 3]


def test_a_seat_that_was_never_used_is_unknown_and_told():
    team = read(USAGE, "Ana|7|2|15|60|1|30|4|53", "Bob|8|||||||29", "Cy|9|0|0|0|0|0|0|")
    assert column(team, "leads_saved") == {"Ana": 7, "Bob": None, "Cy": 0}
    assert column(team, "official_total") == {"Ana": 53, "Bob": 29, "Cy": None}
    assert [(f.row, f.column, f.value, f.problem, f.taken_as) for f in team.findings] == [
        (3, "Seat holder name", "Bob", "this seat shows no activity; perhaps it was never used", "unknown, not zero")
    ]


RECRUITER = (
    "Seat holder name|Seat id|Profiles viewed|Projects created|Profiles saved to project|Searches saved|"
    "Searches performed|InMails sent|InMails accepted|InMails declined|Start date|End date"
)


def test_a_seat_whose_days_are_wrong_is_not_called_unused():
    team = read(RECRUITER, "Ana|1|1,400|3|50|2|28|20|8|4|2024-01-14|2024-01-01")
    assert [finding.problem for finding in team.findings] == ["no days from the first to the last"]


def test_recruiters_counts_cover_the_days_of_their_row():
    team = read(
        RECRUITER,
        "Ana|1|1,400|3|50|2|28|20|8|4|1/1/2024|1/14/2024",
        "Bob|2|7|0|0|0|14|0|0|0|1/1/2024|1/7/2024",
    )
    assert column(team, "profiles_viewed") == {"Ana": 700, "Bob": 7}
    assert column(team, "people_searches") == {"Ana": 14, "Bob": 14}
    assert column(team, "reply_rate") == {"Ana": pytest.approx(100 * (8 + 1.5) / 30), "Bob": None}
    assert team.frame["date"].tolist() == [pd.Timestamp(2024, 1, 14), pd.Timestamp(2024, 1, 7)]
    assert team.outcomes == ()
    assert list(team.frame) == ["person", "group", "date", *RUBRIC.ids, *official_columns(RUBRIC)]
    assert (team.questions, team.findings) == ((), ())
    (unused,) = (note for note in team.notes if note.startswith("Not used"))
    assert "date" not in unused


def test_a_seats_other_periods_are_rows_of_their_own_and_the_same_one_is_asked():
    rows = [
        "Ana|1|14|0|0|0|7|10|5|0|2024-01-01|2024-01-07",
        "Ana|1|28|0|0|0|7|10|5|0|2024-01-08|2024-01-14",
        "Ana|1|1|0|0|0|7|10|1|0|2024-01-08|2024-01-14",
    ]
    alone, apart, summed = read(RECRUITER, *rows[:2]), read(RECRUITER, *rows), read(RECRUITER, *rows, twins="add")
    assert alone.frame["profiles_viewed"].tolist() == [14, 28]
    assert apart.frame["profiles_viewed"].tolist() == [14]
    assert asked(apart) == {"twins"}
    assert summed.frame["profiles_viewed"].tolist() == [14, 29]
    assert summed.frame["reply_rate"].tolist() == [
        pytest.approx(100 * (5 + 1.5) / 20),
        pytest.approx(100 * (6 + 1.5) / 30),
    ]


@pytest.mark.parametrize("days", ["2024-01-08|2024-01-01", "|2024-01-08", "2024-01-08|", "soon|2024-01-08"])
def test_counts_without_days_to_cover_are_unknown(days):
    team = read(RECRUITER, "Ana|1|14|0|0|0|7|10|5|0|" + days, "Bob|2|14|0|0|0|7|10|5|0|2024-01-01|2024-01-07")
    assert column(team, "profiles_viewed") == {"Ana": None, "Bob": 14}
    assert (2, "no days from the first to the last") in [(f.row, f.problem) for f in team.findings]


def test_any_sheet_may_name_the_days_of_its_rows():
    team = read("Name|Posts|Comments per week|Connections|Start date|End date", "Ana|4|4|400|2024-01-01|2024-01-28")
    assert team.frame.loc[0, ["posts", "comments_made", "connections"]].tolist() == [1, 4, 400]
    assert team.questions == ()


def test_a_start_date_alone_says_nothing_about_counts():
    team = read("Name|Posts|Start date", "Ana|4|2019-01-01")
    assert column(team, "posts") == {"Ana": 4}
    assert team.frame["date"].isna().all()
    assert asked(team) == {"period"}
    assert team.notes == ("Not used: Start date.",)


def test_the_order_of_day_and_month_shows_in_either_date_of_a_row():
    team = read("Name|Posts|Start date|End date", "Ana|4|13/01/2024|09/02/2024", "Bob|4|14/01/2024|10/02/2024")
    assert team.frame["date"].tolist() == [pd.Timestamp(2024, 2, 9), pd.Timestamp(2024, 2, 10)]
    assert (column(team, "posts"), team.questions) == ({"Ana": 1, "Bob": 1}, ())
