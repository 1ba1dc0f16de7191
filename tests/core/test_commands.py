"""The commands that look after what is kept, as the README documents them."""

import json
import logging
from pathlib import Path

import pandas as pd
import pytest

from ssi_core.__main__ import main
from ssi_core.store.backup import backup
from ssi_core.store.engine import Store
from ssi_core.store.export import as_dict
from ssi_core.store.faults import DAMAGED
from ssi_core.store.rights import sign_in
from tests.core.store.histories import own_of, shared


@pytest.fixture
def use(monkeypatch, tmp_path):
    """Lets the commands work with this database."""

    def using(name: str) -> Store:
        url = f"sqlite:///{tmp_path / name}"
        monkeypatch.setenv("SSI_DATABASE_URL", url)
        monkeypatch.setenv("HOME", str(tmp_path))  # the doctor reads a .streamlit there
        return Store(url)

    return using


def kept(store: Store) -> list:
    return [{**team, "members": []} for team in as_dict(store, sign_in(store))["teams"]]


def test_a_backup_is_restored_elsewhere(use, tmp_path, capsys):
    first = use("first.db")
    shared(first, sign_in(first))
    held = kept(first)
    file = str(tmp_path / "copy.gz")

    assert main(["backup", file]) == 0
    assert main(["backup", file]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["backup", file, "--replace"]) == 0
    assert main(["restore", file]) == 1
    assert "--replace" in capsys.readouterr().err

    second = use("second.db")
    assert main(["restore", file]) == 0
    assert kept(second) == held
    own_of(second, sign_in(second))
    assert main(["restore", file, "--replace"]) == 0
    assert kept(second) == held


def test_an_export_is_imported_elsewhere_once(use, tmp_path, capsys):
    first = use("first.db")
    shared(first, sign_in(first))
    file = str(tmp_path / "history.json")
    assert main(["export", file]) == 0

    second = use("second.db")
    assert main(["import", file]) == 0
    assert capsys.readouterr().out == "Loaded, and new: 3 people, 10 snapshots, 4 plans, 8 check-ins.\n"
    assert main(["import", file]) == 0
    assert capsys.readouterr().out == "All of it was there already.\n"
    assert kept(second) == kept(first)


def test_an_export_as_a_workbook(use, tmp_path):
    store = use("first.db")
    own_of(store, sign_in(store))
    assert main(["export", str(tmp_path / "history.XLSX")]) == 0
    assert len(pd.read_excel(tmp_path / "history.XLSX", sheet_name="Snapshots", engine="calamine")) == 2


@pytest.mark.parametrize(("command", "file"), [("restore", "none.gz"), ("import", "none.json")])
def test_a_file_that_is_not_there_is_named_in_one_line(command, file, use, tmp_path, capsys):
    use("first.db")
    assert main([command, str(tmp_path / file)]) == 1
    said = capsys.readouterr().err
    assert (file in said, said.count("\n")) == (True, 1)


def test_a_file_that_is_no_export_is_refused_in_one_line(use, tmp_path, capsys):
    use("first.db")
    (tmp_path / "a.json").write_text("[]")
    assert main(["import", str(tmp_path / "a.json")]) == 1
    assert capsys.readouterr().err == "This file is no history saved by SSI Coach, or it is damaged.\n"


def test_a_file_of_another_kind_is_wrong_usage(use, tmp_path):
    with pytest.raises(SystemExit) as refusal:
        main(["export", str(tmp_path / "history.csv")])
    assert refusal.value.code == 2


def test_the_doctor_says_how_things_are(use, monkeypatch, capsys):
    monkeypatch.chdir(Path(__file__).parents[2])
    use("first.db")
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == [
        "address", "sign-in", "settings", "versions", "database", "file", "disk", "backup",
    ]  # fmt: skip
    assert main(["doctor", "--json"]) == 0
    assert [set(check) for check in json.loads(capsys.readouterr().out)] == [{"name", "state", "words"}] * len(lines)


def test_a_damaged_history_is_said_in_a_sentence_and_set_aside(use, tmp_path, monkeypatch, capsys):
    store = use("first.db")
    held, file = kept(store), str(tmp_path / "copy.gz")
    backup(store, Path(file))
    store.close()
    (tmp_path / "first.db").write_bytes(b"no database at all " * 100)
    monkeypatch.setattr(logging.root, "handlers", [])  # as outside of tests: what nobody handles goes to standard error
    assert main(["backup", file, "--replace"]) == 1
    assert capsys.readouterr().err == "The history's file is damaged, or is no database. " + DAMAGED[1] + "\n"
    assert main(["restore", file, "--replace"]) == 0
    said, shown = capsys.readouterr()
    assert (shown, str(tmp_path / "first.db.damaged-") in said) == ("", True)
    assert kept(store) == held


def test_a_problem_is_exit_code_1(use, monkeypatch, capsys):
    use("first.db")
    monkeypatch.setenv("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full")
    assert main(["doctor"]) == 1
