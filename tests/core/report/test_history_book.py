"""The workbook of everything kept: its sheets, headed in words, unknown blank, nothing in it a formula."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from ssi_core.report.history_book import as_workbook
from ssi_core.rubric import load
from ssi_core.store import snapshots
from ssi_core.store.engine import IN_MEMORY, Store
from ssi_core.store.rights import new_team, sign_in
from ssi_core.store.snapshots import Snapshot, Source
from tests.core.store.histories import shared

POSTS = "{0.name} ({0.unit})".format(load().by_id["posts"])


@pytest.fixture(scope="module")
def book():
    store = Store(IN_MEMORY)
    account = sign_in(store)
    shared(store, account)
    hostile = new_team(store, account, "=1+1")
    row = Snapshot("@Eve", date(2026, 1, 5), "+G", {"posts": 1.0}, outcomes={"=H": 1.0})
    snapshots.keep(
        store, account, hostile.team, [row, Snapshot("Unknown", date(2026, 1, 5))], Source("sheet", "=a.csv")
    )
    return as_workbook(store, account)


@pytest.fixture(scope="module")
def sheets(book):
    return pd.read_excel(io.BytesIO(book), sheet_name=None, engine="calamine", keep_default_na=False, na_values=[""])


def test_the_sheets(sheets):
    assert list(sheets) == ["Snapshots", "Plans", "Check-ins", "Entries", "Findings"]


def test_a_snapshot_is_a_row_with_its_score_and_amounts(sheets):
    rows = sheets["Snapshots"]
    assert rows["Person"].fillna("").tolist() == [
        "",
        "",
        "'@Eve",
        "Unknown",
        "Ana Müller",
        "Ana Müller",
        "Bo",
        "Bo",
        "Steady",
    ]
    own = rows.iloc[1]
    assert (own[POSTS], own["LinkedIn's own: total"]) == (2.5, 41)
    assert own["Low (8 in 10)"] < own["Estimate"] < own["High (8 in 10)"]
    assert own["Band"]
    ana = rows[rows["Person"] == "Ana Müller"].iloc[1]
    assert (ana["Date"], ana["Group"], ana["Result: Deals Ana Müller"]) == (
        pd.Timestamp(2026, 1, 12),
        "Group of Ana Müller",
        2.5,
    )


def test_what_is_unknown_is_blank(sheets):
    rows = sheets["Snapshots"].set_index("Person")
    assert rows.loc["Unknown", ["Estimate", "Low (8 in 10)", "Band", POSTS]].isna().all()


def test_plans_and_check_ins_as_last_said(sheets):
    plans, said = sheets["Plans"], sheets["Check-ins"]
    assert plans["Begins"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-05", "2026-01-12"] * 2
    assert plans["Ended"].notna().tolist() == [True, False] * 2
    assert (plans["To"].tolist(), plans["Ticked off"].tolist()) == ([2] * 4, [0] * 4)
    posts = said[said["Planned"].notna()]
    assert (posts["Amount"].tolist(), posts["Planned"].tolist()) == ([2, 2], [2, 2])


def test_entries_and_findings(sheets):
    entries, findings = sheets["Entries"], sheets["Findings"]
    assert entries["Rows"].tolist() == [1, 1, 1, 2, 3, 2, 2]
    assert entries["Undone (UTC)"].notna().tolist() == [False] * 6 + [True]
    assert findings["value"].fillna("").tolist() == ["Ana Müller", "-1"] * 3


def test_nothing_is_a_formula(book):
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert {"'=1+1", "'@Eve", "'+G", "'=a.csv"} <= set(texts)
    assert not [text for text in texts if text[:1] in "=+@"]


def test_somebody_who_has_kept_nothing_has_a_book_too():
    store = Store(IN_MEMORY)
    sheets = pd.read_excel(io.BytesIO(as_workbook(store, sign_in(store))), sheet_name=None, engine="calamine")
    assert [len(sheet) for sheet in sheets.values()] == [0] * 5
