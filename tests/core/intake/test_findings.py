from ssi_core.intake.findings import COLUMNS, LISTED, Condensed, Finding, as_table


def test_of_one_problem_twenty_stand_by_themselves_and_the_rest_are_counted():
    findings = Condensed("a.csv")
    for row in range(LISTED + 5, 0, -1):
        findings.add(row, "Date", str(row), "not a date", "row not used", rows=1)
    findings.add(3, "Date", "", "no date", "unknown")

    *listed, last = findings.all()

    assert [finding.row for finding in listed] == [3, *range(6, LISTED + 6)]
    assert last == Finding("a.csv", None, "Date", "", "not a date; and 5 more", "row not used", rows=5)
    assert sum(finding.rows for finding in findings.all()) == LISTED + 5


def test_a_table_shows_a_finding_without_its_number_of_rows():
    table = as_table([Finding("a.csv", None, "", "", "damaged", "file not used", rows=7)])

    assert tuple(table) == COLUMNS
    assert table["row"].isna().all()
