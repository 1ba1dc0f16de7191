import pytest

from ssi_core.coaching.team import score_team
from ssi_core.intake.columns import Choice
from ssi_core.intake.tables import read_tables
from ssi_core.intake.team import Team, read_team
from tests.core.intake.bad_files import FILES


def read(data: str | bytes) -> Team:
    return read_team(read_tables("team.csv", data if isinstance(data, bytes) else data.encode()))


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        ("First name,Last name", "Ana,Ruiz", "Ana Ruiz"),
        ("Nom,Prénom", "Ruiz,Ana", "Ana Ruiz"),
        ("Nombre,Apellidos", "Ana,Ruiz", "Ana Ruiz"),
        ("Nome,Sobrenome", "Ana,Ruiz", "Ana Ruiz"),
        ("Naam,Achternaam", "Ana,Ruiz", "Ana Ruiz"),
        ("Name,Last name", "Ana Ruiz,Ruiz", "Ana Ruiz"),
        ("First name,Name", "Ana,Ana Ruiz", "Ana Ruiz"),
        ("First name,Last name", "Ana,Ana", "Ana Ana"),
        ("First name,Last name", "Ana,", "Ana"),
        ("First name,Email", "Ana,ana@example.org", "Ana"),
    ],
)
def test_a_name_in_two_parts_is_put_together(header, cells, name):
    assert read(f"{header},Posts per week\n{cells},1\n").frame["person"].tolist() == [name]


def test_people_who_share_a_first_name_stay_two():
    team = read("Nombre,Apellidos,Publicaciones por semana\nAna,Ruiz,1\nAna,Sanz,2\n")

    assert team.frame["posts"].tolist() == [1, 2]
    assert not team.questions


@pytest.mark.parametrize(
    ("name", "problem"),
    [("s22_nul_byte.csv", "has a NUL character"), ("t09_long_cell_1M.csv", "longer than 1,000 characters")],
)
def test_why_a_row_has_no_name_is_told(name, problem):
    team = read(FILES[name]().replace(b"Calls", b"Posts per week"))

    assert [(finding.row, finding.column, finding.problem) for finding in team.findings] == [
        (2, "Name", problem),
        (2, "", "no name"),
    ]


@pytest.mark.parametrize(
    "header", ["total", "known", "brand", "low", "band", "points_posts", "person", "posts", "_row", "_file"]
)
def test_a_result_called_like_another_column_gets_a_name_of_its_own(header):
    """Scoring would put its own total in place of it."""
    team = read_team(
        read_tables("team.csv", f"Who,Posts per week,{header}\nAna,1,90\n".encode()),
        mapping={"Who": Choice("person"), header: Choice("outcome")},
    )
    assert team.outcomes == (f"{header} (result)",)
    assert score_team(team.frame).people[team.outcomes[0]].tolist() == [90]


@pytest.mark.parametrize(
    ("header", "bars"),
    [
        ("Quota attainment", {"Quota attainment": 100}),
        ("Quota (%)", {"Quota (%)": 100}),
        ("Quota attainment (k€)", {}),
        ("Quota in $", {}),
        ("Meetings booked", {}),
    ],
)
def test_a_quota_in_percent_brings_its_bar(header, bars):
    tables = read_tables("team.csv", f"Name,Posts per week,{header}\nAna,1,90\n".encode())
    quota = {} if header == "Meetings booked" else {header: Choice("quota_attainment")}
    team = read_team(tables, mapping=quota)
    assert (team.outcomes, team.bars) == ((header,), bars)


def test_linkedins_scores_are_read_with_their_scale():
    team = read("Name,SSI (0-100),Professional brand (max 25)\nAna,41/100,10.5 out of 25\n")

    assert team.frame.loc[0, ["official_total", "official_brand"]].tolist() == [41, 10.5]
    assert not team.findings
