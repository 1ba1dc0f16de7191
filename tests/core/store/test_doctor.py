"""The doctor looks at the database as it is, changes nothing, and quotes no password."""

import os
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from sqlalchemy import update

from ssi_core.store import backup, doctor
from ssi_core.store.doctor import examine, worst
from ssi_core.store.engine import database_file
from ssi_core.store.rights import sign_in
from ssi_core.store.tables import backups, now
from tests.core.store.histories import own_of

Usage = namedtuple("Usage", "free")


def checks(url, folder) -> dict:
    found = examine(str(url if isinstance(url, str) else url.render_as_string(hide_password=False)), [folder], {})
    return {check.name: check for check in found}


def test_a_history_with_a_backup_is_well(store, tmp_path):
    own_of(store, sign_in(store))
    backup.backup(store, tmp_path / "copy.gz")
    found = checks(store.url, tmp_path)
    assert {found[name].state for name in found if name not in ("address", "settings")} == {"ok"}
    assert "version 0" in found["database"].words
    assert ("file" in found) == (database_file(store) is not None)


def test_what_is_not_there_yet_is_not_made(tmp_path):
    found = checks(f"sqlite:///{tmp_path / 'new.db'}", tmp_path)
    assert (found["database"].state, "backup" in found) == ("ok", False)
    assert not (tmp_path / "new.db").exists()


def test_half_a_history_is_a_problem(sqlite_store, tmp_path):
    own_of(sqlite_store, sign_in(sqlite_store))
    database_file(sqlite_store).rename(tmp_path / "elsewhere.db")
    found = checks(sqlite_store.url, tmp_path)["database"]
    assert (found.state, "Put the file back" in found.words) == ("problem", True)
    assert not database_file(sqlite_store).exists()


def test_a_backup_is_missed_once_there_is_something_to_lose(sqlite_store, tmp_path):
    account = sign_in(sqlite_store)
    assert checks(sqlite_store.url, tmp_path)["backup"].state == "ok"
    own_of(sqlite_store, account)
    assert checks(sqlite_store.url, tmp_path)["backup"].state == "warning"


@pytest.mark.parametrize(("days", "state"), [(7, "ok"), (8, "warning")])
def test_a_backup_grows_old(days, state, sqlite_store, tmp_path):
    backup.backup(sqlite_store, tmp_path / "copy.gz")
    with sqlite_store.writing() as connection:
        connection.execute(update(backups).values(at=now() - timedelta(days=days)))
    found = checks(sqlite_store.url, tmp_path)["backup"]
    assert (found.state, f"{days} days" in found.words) == (state, True)


def test_a_damaged_file_is_a_problem(sqlite_store, tmp_path):
    own_of(sqlite_store, sign_in(sqlite_store))
    sqlite_store.close()
    file = database_file(sqlite_store)
    content = bytearray(file.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\x05" * 200
    file.write_bytes(content)
    found = checks(sqlite_store.url, tmp_path)["database"]
    assert (found.state, "restore FILE --replace" in found.words) == ("problem", True)


def test_a_file_that_is_no_database_is_a_problem(tmp_path):
    (tmp_path / "history.db").write_bytes(b"no database at all " * 100)
    found = checks(f"sqlite:///{tmp_path / 'history.db'}", tmp_path)["database"]
    assert (found.state, "restore FILE --replace" in found.words) == ("problem", True)
    assert "page" not in found.words


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_file_that_others_can_read_is_told(end, sqlite_store, tmp_path):
    sign_in(sqlite_store)
    file = database_file(sqlite_store)
    shown = file.with_name(f"{file.name}{end}")
    shown.chmod(0o644)
    found = checks(sqlite_store.url, tmp_path)["file"]
    assert (found.state, f"{shown}: chmod 600 {file}*" in found.words) == ("warning", True)
    shown.chmod(0o600)
    assert checks(sqlite_store.url, tmp_path)["file"].state == "ok"


@pytest.mark.parametrize(("free", "state"), [(49e6, "problem"), (51e6, "warning"), (1e9, "ok")])
def test_free_space(free, state, sqlite_store, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(free))
    assert checks(sqlite_store.url, tmp_path)["disk"].state == state


@pytest.mark.parametrize(
    "url", ["postgresql://me:geheim@localhost:1/x?password=geheim", "mysql://me:geheim@x/y", "geheim"]
)
def test_a_database_out_of_reach_is_a_problem_and_its_password_is_not_said(url, tmp_path):
    found = checks(url, tmp_path)
    assert found["database"].state == "problem"
    assert "geheim" not in repr(found)


def test_files_that_can_t_be_read_are_a_problem_and_not_quoted(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text("[auth\ncookie_secret = 'geheim'")
    found = checks(f"sqlite:///{tmp_path / 'new.db'}", tmp_path)
    assert found["settings"].state == "problem"
    assert "geheim" not in repr(found)


def test_the_worst_decides():
    states = [doctor.Check("", state, "") for state in ("ok", "warning", "problem")]
    assert [worst(states[:n]) for n in (1, 2, 3)] == ["ok", "warning", "problem"]
