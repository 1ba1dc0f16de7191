import io
import json

import numpy as np
import pandas as pd
import pytest

from ssi_core.coaching import Advice
from ssi_core.intake.findings import Finding
from ssi_core.report import batch
from ssi_core.rubric import load
from ssi_core.scoring import score
from ssi_core.scoring.frame import complete

RUBRIC = load()
FINDINGS = [
    Finding("team.csv", 3, "Posts", "=1+1", "not a number", "unknown"),
    Finding("b.png", None, "", "", "an image", "file not used"),
]


@pytest.fixture
def scored():
    rows = [
        {"person": "Ana", "date": "2026-01-05", "posts": 3.0, "official_brand": 12.5},
        {"person": "=Bo", "date": None, "posts": np.nan, "official_brand": np.nan},
    ]
    return score(complete(pd.DataFrame(rows), RUBRIC), RUBRIC)


def test_a_row_holds_what_is_known_of_somebody(scored):
    table = batch.one_row_each(scored, RUBRIC)

    head = ["person", "group", "date", *batch.SCORES, "brand", "finding", "insights", "relationships"]
    assert list(table) == [*head, "posts", "official_brand"]
    assert len(table) == 2


def test_json_says_null_or_nothing_for_the_unknown_and_never_nan(scored):
    ana, bo = json.loads(batch.as_json(scored, [], RUBRIC))["people"]

    assert (ana["activities"], ana["points"]) == ({"posts": 3}, {"posts": 6})
    assert ana["official"] == {"total": None, "brand": 12.5, "finding": None, "insights": None, "relationships": None}
    assert (bo["person"], bo["date"], bo["activities"], bo["points"], bo["official"]) == ("=Bo", None, {}, {}, None)


def test_findings_of_files_have_no_row(scored):
    content = json.loads(batch.as_json(scored, FINDINGS, RUBRIC))

    assert [finding["row"] for finding in content["findings"]] == [3, None]
    assert content["findings"][0]["value"] == "=1+1"
    lines = batch.findings_csv(FINDINGS).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["team.csv,3,Posts,'=1+1,not a number,unknown", "b.png,,,,an image,file not used"]


def test_a_workbook_has_the_findings_on_a_sheet_of_their_own(scored):
    book = io.BytesIO(batch.written(scored, FINDINGS, ".xlsx", RUBRIC))
    sheets = pd.read_excel(book, sheet_name=None, engine="calamine")

    assert {name: len(sheet) for name, sheet in sheets.items()} == {"Scores": 2, "Findings": 2}
    assert sheets["Scores"]["person"].tolist() == ["Ana", "'=Bo"]


@pytest.mark.parametrize("ending", batch.FORMATS)
def test_every_format_can_hold_nobody(ending, scored):
    assert batch.written(scored.head(0), [], ending, RUBRIC)


def test_an_advice_row_has_its_keys_in_order():
    row = batch.advice_row("Ana", Advice("posts", 1, 2.5, 30, 2.25, 1, 3, "rubric", False))

    assert tuple(row) == batch.ADVICE_KEYS
    assert tuple(row.values()) == ("Ana", "posts", 1, 2.5, 30, 2.25, 1, 3, "rubric")


def test_an_empty_list_still_has_its_header():
    assert json.loads(batch.listed([], batch.ADVICE_KEYS, True)) == []
    assert batch.listed([], batch.ADVICE_KEYS, False).decode("utf-8-sig").strip() == ",".join(batch.ADVICE_KEYS)
