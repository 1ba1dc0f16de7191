"""The command line as the README documents it: keys, exit codes, what goes to which stream and into which file."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ssi_core.__main__ import main
from ssi_core.coaching import TeamFit
from ssi_core.intake.measure import measure
from ssi_core.intake.member import read_member
from ssi_core.rubric import load
from ssi_core.samples import FOLDER, MEMBER_FILES, load_member
from tests.bench.simulate import draw_team, draw_world
from tests.core.intake.member_files import reactions

CHECKOUT = Path(__file__).parents[2]
RUBRIC = load()
PILLARS = ("brand", "finding", "insights", "relationships")
NUMBERS = ("total", "low", "high", "hard_low", "hard_high", "known")
TEAM = FOLDER / "team.csv"
SAMPLE = [FOLDER / name for name in MEMBER_FILES]
WORKBOOK = partial(pd.read_excel, engine="calamine")
GOLDEN = (70, 2, 20, 1, 5, 8, 15, 4, 2, 4, 5, 10, 20, 1, 5, 14, 500, 8, 30, 10, 50)  # method, section 1


@pytest.fixture
def sheet(tmp_path):
    """Ana knows everything, Bo six activities and LinkedIn's own total; one cell is broken."""
    ids = RUBRIC.ids
    known = ("posts", "people_searches", "leads_saved", "comments_made", "reactions_and_shares", "invitations_sent")
    golden = dict(zip(ids, GOLDEN, strict=True))
    rows = [
        ["person", "date", "group", *ids, "official_total"],
        ["Ana", "2026-01-05", "North", *GOLDEN, ""],
        ["Bo, Jr", "2026-01-05", "North", *(golden[i] if i in known else "" for i in ids), 41],
        ["=Cy", "", "", *("-1" if i == "posts" else "" for i in ids), ""],
    ]
    path = tmp_path / "my team.csv"
    path.write_bytes("\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode())
    return path


def scored(sheet, capsys):
    assert main(["score", str(sheet), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_score_gives_the_documented_keys(sheet, capsys):
    content = scored(sheet, capsys)

    assert list(content) == ["people", "findings"]
    person = content["people"][1]
    assert list(person) == ["person", "date", *NUMBERS, "band", "pillars", "activities", "points", "official"]
    assert (person["person"], person["date"], person["band"]) == ("Bo, Jr", "2026-01-05", "above average")
    assert all(isinstance(person[key], float) for key in NUMBERS)
    assert tuple(person["pillars"]) == PILLARS
    assert list(person["activities"]) == list(person["points"])
    assert person["official"] == {"total": 41, **dict.fromkeys(PILLARS)}


def test_score_gives_the_golden_numbers(sheet, capsys):
    ana, bo, cy = scored(sheet, capsys)["people"]

    assert list(ana["pillars"].values()) == pytest.approx([15.073, 13.535, 11.991, 14.322], abs=0.001)
    assert [ana[key] for key in NUMBERS] == pytest.approx([54.920] * 5 + [1], abs=0.001)
    assert [bo[key] for key in NUMBERS] == pytest.approx([53.112, 43.026, 63.198, 15.711, 83.711, 0.32], abs=0.001)
    assert [cy[key] for key in NUMBERS] == pytest.approx([34, 8.576, 59.424, 0, 100, 0], abs=0.001)
    assert (ana["activities"]["acceptance_rate"], ana["official"], cy["date"], cy["activities"]) == (30, None, None, {})


def test_findings_stand_in_the_json_and_on_standard_error(sheet, capsys):
    assert main(["score", str(sheet), "--json"]) == 0
    printed = capsys.readouterr()

    (finding,) = json.loads(printed.out)["findings"]
    assert finding == {
        "file": "my team.csv",
        "row": 4,
        "column": "posts",
        "value": "-1",
        "problem": "-1, must be 0 or more",
        "taken_as": "unknown",
    }
    assert finding["problem"] in printed.err


def test_findings_go_to_a_file_instead(sheet, tmp_path, capsys):
    assert main(["score", str(sheet), "--findings", str(tmp_path / "f.csv")]) == 0

    assert capsys.readouterr().err == ""
    found = pd.read_csv(tmp_path / "f.csv")
    assert list(found) == ["file", "row", "column", "value", "problem", "taken_as"]
    assert found["row"].tolist() == [4]


@pytest.mark.parametrize(
    ("ending", "read"),
    [("csv", pd.read_csv), ("CSV", pd.read_csv), ("xlsx", WORKBOOK), ("parquet", pd.read_parquet)],
)
def test_one_row_a_person_in_every_format(ending, read, sheet, tmp_path, capsys):
    out = tmp_path / f"out file.{ending}"
    assert main(["score", str(sheet), "-o", str(out)]) == 0

    assert capsys.readouterr().out == ""
    table = read(out)
    assert {"person", "group", "date", *NUMBERS, "band", *PILLARS, *RUBRIC.ids, "official_total"} == set(table)
    assert table["total"].round(3).tolist() == [54.920, 53.112, 34.0]
    assert table["person"].tolist() == ["Ana", "Bo, Jr", "=Cy" if ending == "parquet" else "'=Cy"]


def test_json_goes_to_a_file_too(sheet, tmp_path, capsys):
    assert main(["score", str(sheet), "-o", str(tmp_path / "out.json")]) == 0

    assert json.loads((tmp_path / "out.json").read_bytes()) == scored(sheet, capsys)


def test_without_an_output_the_csv_is_printed(sheet, capsys):
    assert main(["score", str(sheet)]) == 0

    assert pd.read_csv(io.StringIO(capsys.readouterr().out))["person"].tolist() == ["Ana", "Bo, Jr", "'=Cy"]


def test_several_files_make_one_team_and_a_missing_one_is_a_finding(tmp_path, capsys):
    for folder, row in (("jan", "Łucja,2026-01-05,1"), ("feb", "Łucja,2026-02-05,2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "team.csv").write_text(f"person,date,posts\n{row}\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("jan/team.csv", "feb/team.csv", "none.csv", "jan")]
    assert main(["score", *files, "--json"]) == 0

    content = json.loads(capsys.readouterr().out)
    assert [person["date"] for person in content["people"]] == ["2026-01-05", "2026-02-05"]
    assert [finding["file"] for finding in content["findings"]] == files[2:]
    assert {finding["taken_as"] for finding in content["findings"]} == {"file not used"}


def test_folders_tell_whose_files_members_own_are(tmp_path, capsys):
    for folder, many in (("Ana", 2), ("Bo", 1)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Reactions.csv").write_bytes(reactions(*["2026-03-01", "2026-03-02"][:many]))
    assert main(["score", *(str(tmp_path / name / "Reactions.csv") for name in ("Ana", "Bo")), "--json"]) == 0

    people = json.loads(capsys.readouterr().out)["people"]
    counts = {person["person"]: person["activities"]["reactions_and_shares"] * 90 / 7 for person in people}
    assert counts == pytest.approx({"Ana": 2, "Bo": 1})


def test_what_a_sheet_leaves_open_is_said_with_what_was_done(tmp_path, capsys):
    (tmp_path / "team.csv").write_text("Name,Posts\nAna,1\n", encoding="utf-8")
    assert main(["score", str(tmp_path / "team.csv")]) == 0

    assert capsys.readouterr().err == "Which period do these counts cover? Taken as: a week (team.csv: Posts)\n"


@pytest.mark.parametrize("name", ["none.csv", "empty.csv", "."])
def test_nothing_readable_is_one_line_and_code_1(name, tmp_path, capsys):
    (tmp_path / "empty.csv").touch()
    assert main(["score", str(tmp_path / name)]) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["guess"],
        ["score"],
        ["score", "team.csv", "-o", "out.txt"],
        ["read"],
        *(["read", "a.zip", "--days", text] for text in ("0", "-5", "1.5", "99999", "²", "none")),
        *(["read", "a.zip", "--as-of", text] for text in ("today", "1066-10-14", "2026-02-30")),
        *(["advise", "team.csv", "--minutes", text] for text in ("0", "-5", "nan", "inf", "half an hour")),
        ["fit"],
        ["plan", "team.csv"],
        ["plan", "team.csv", "--minutes", "60", "--target", "60"],
        *(["plan", "team.csv", "--minutes", text] for text in ("nan", "0", "-1", "1e9")),
        *(["plan", "team.csv", "--target", text] for text in ("0", "101", "nan", "abc")),
        *(["plan", "team.csv", "--minutes", "60", "--habits", text] for text in ("2.5", "²", "few")),
        *(["plan", "team.csv", "--minutes", "60", "--weeks", text] for text in ("2.5", "four")),
    ],
)
def test_wrong_usage_is_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)

    assert stop.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage" in printed.err
    assert "_" not in printed.err.splitlines()[-1].replace("ssi_core", "")


def test_advice_is_a_list_with_the_documented_keys(sheet, capsys):
    assert main(["advise", str(sheet), "--person", " ana", "--json"]) == 0
    advice = json.loads(capsys.readouterr().out)

    keys = ["person", "activity", "from", "to", "minutes", "gain", "low", "high", "evidence"]
    assert all(list(step) == keys for step in advice)
    first = {key: advice[0][key] for key in ("person", "activity", "from", "to", "minutes", "evidence")}
    assert list(first.values()) == ["Ana", "comments_made", 5, 15, 30, "rubric"]
    assert [step["gain"] for step in advice[:4]] == pytest.approx([3.415, 3.094, 2.661, 2.400], abs=0.001)
    assert all(step["low"] <= step["high"] for step in advice)


def test_minutes_make_the_step(sheet, capsys):
    assert main(["advise", str(sheet), "--minutes", "15"]) == 0

    steps = pd.read_csv(io.StringIO(capsys.readouterr().out)).set_index(["person", "activity"])
    assert steps.loc[("Ana", "comments_made"), "to"] == 10
    assert steps["minutes"].max() == 15


def test_advice_for_nobody_is_code_1(sheet, capsys):
    assert main(["advise", str(sheet), "--person", "Zoe"]) == 1

    assert "nobody is called Zoe" in capsys.readouterr().err


def test_advice_says_on_standard_error_what_it_rests_on(sheet, capsys):
    assert main(["advise", str(sheet)]) == 0
    assert "With 8 more people whose LinkedIn pillar scores" in capsys.readouterr().err

    assert main(["advise", str(TEAM), "--json"]) == 0
    printed = capsys.readouterr()
    assert "pillar scores of 22 people" in printed.err
    assert {step["evidence"] for step in json.loads(printed.out)} > {"rubric"}


def planned(capsys, sheet, *arguments: str) -> dict:
    assert main(["plan", str(sheet), *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


def test_plan_gives_the_documented_keys(sheet, capsys):
    content, keys = planned(capsys, sheet, "--person", "ana ", "--minutes", "60"), documented("plan")

    assert list(content | content["habits"][0]) == list(keys)
    assert (content["person"], content["start"], content["own"], content["basis"]) == (
        "Ana", pytest.approx(54.920, abs=0.001), False, "rubric",
    )  # fmt: skip
    assert content["total"] == pytest.approx(content["start"] + content["gain"])


def test_plan_does_as_it_is_told(sheet, capsys):
    ana = partial(planned, capsys, sheet, "--person", "Ana")
    hour = ana("--minutes", "60")
    assert len(hour["habits"]) == 3
    assert hour["minutes"] <= 60 + 1e-9

    assert len(ana("--minutes", "60", "--habits", "1")["habits"]) == 1
    assert len(ana("--minutes", "60", "--habits", "all")["habits"]) > 3
    assert ana("--minutes", "60", "--weeks", "8")["weeks"] == 8
    first = hour["habits"][0]["activity"]
    without = [habit["activity"] for habit in ana("--minutes", "60", "--exclude", first)["habits"]]
    assert first not in without
    kept = ana("--minutes", "60", "--exclude", f" {first},", "--keep", "groups_active, posts")["habits"]
    assert {"groups_active", "posts"} < {habit["activity"] for habit in kept}


def test_plan_to_a_target_starts_from_linkedin_s_own_score(sheet, capsys):
    content = planned(capsys, sheet, "--person", "Bo, Jr", "--target", "45")

    assert (content["start"], content["own"], content["target"], content["reached"]) == (41, True, 45, True)
    assert content["total"] >= 45
    assert planned(capsys, sheet, "--person", "Bo, Jr", "--target", "100")["reached"] is False


def test_a_plan_is_readable_without_json(sheet, capsys):
    assert main(["plan", str(sheet), "--person", "Ana", "--minutes", "60"]) == 0
    printed = capsys.readouterr()

    assert printed.out.startswith("Ana is at 54.9 (estimate).")
    assert "With 8 more people" in printed.err
    assert "nan" not in printed.out.lower().split()


def test_the_only_person_of_a_file_needs_no_name(tmp_path, capsys):
    (tmp_path / "one.csv").write_text("person,posts\nAna,0\n", encoding="utf-8")

    content = planned(capsys, tmp_path / "one.csv", "--minutes", "40")
    assert (content["person"], content["habits"][0]["activity"]) == ("Ana", "posts")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "3 people are in the file"),
        (["--person", "Ana", "--exclude", "tweets"], "tweets"),
        (["--person", "Ana", "--keep", "posts", "--exclude", "posts"], "Posts"),
        (["--person", "Ana", "--keep", "posts,comments_made", "--habits", "1"], "2 habits"),
        *((["--person", "Ana", "--habits", text], "one to five habits") for text in ("0", "6", "-1")),
        *((["--person", "Ana", "--weeks", text], "weeks") for text in ("0", "-4", "99")),
    ],
)
def test_a_plan_that_cannot_be_is_wrong_usage(arguments, words, sheet, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["plan", str(sheet), "--minutes", "60", *arguments])

    printed = capsys.readouterr()
    assert (stop.value.code, printed.out) == (2, "")
    assert words in printed.err.splitlines()[-1]


def test_a_plan_for_nobody_is_code_1(sheet, capsys):
    assert main(["plan", str(sheet), "--person", "Zoe", "--minutes", "60"]) == 1

    assert "nobody is called Zoe" in capsys.readouterr().err


def test_a_plan_for_whom_nothing_is_known_is_empty(sheet, capsys):
    content = planned(capsys, sheet, "--person", "=Cy", "--minutes", "60")

    assert (content["habits"], content["minutes"], content["gain"]) == ([], 0, 0)


def fitted(capsys, file) -> dict:
    assert main(["fit", str(file), "--json"]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


def test_fit_gives_the_documented_keys(capsys):
    content, keys = fitted(capsys, TEAM), documented("fit")

    activity, part = content["activities"]["posts"], content["parts"]["total"]
    assert list(keys) == [
        key
        for name in content
        for key in (name, *({"activities": activity, "parts": part}.get(name, ())))
    ]  # fmt: skip
    assert list(content["predicted"][0]) == in_code(keys["predicted"])
    assert list(content["surer"]) == in_code(keys["surer"])
    assert list(content["parts"]) == [*PILLARS, "total"]


def test_fit_gives_what_is_learnt(tmp_path, capsys):
    random = np.random.default_rng(1)
    frame = draw_team(draw_world(RUBRIC, random), 20, random).frame
    frame.to_csv(tmp_path / "team.csv", index=False)
    content, fit = fitted(capsys, tmp_path / "team.csv"), TeamFit(RUBRIC).fit(frame)

    assert (content["kind"], content["n_people"], content["basis"]) == ("pillars", 20, "people")
    assert {i: worth["theta"] for i, worth in content["activities"].items()} == pytest.approx(fit.theta_.to_dict())
    np.testing.assert_allclose(content["covariance"], fit.covariance_)


def test_fit_of_a_few_says_how_many_more_it_takes(sheet, capsys):
    content = fitted(capsys, sheet)
    assert (content["kind"], content["people_needed"], content["parts"]["total"]) == ("rubric", 8, None)

    assert main(["fit", str(sheet)]) == 0
    assert "With 8 more people" in capsys.readouterr().out


def test_the_rubric_is_printed(capsys):
    assert main(["rubric"]) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert main(["rubric", "--json"]) == 0
    content = json.loads(capsys.readouterr().out)

    assert table["id"].tolist() == [activity["id"] for activity in content["activities"]] == list(RUBRIC.ids)
    assert table.groupby("pillar")["weight"].sum().tolist() == [25] * 4


def test_whoever_reads_only_the_beginning_is_no_failure(monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert main(["rubric"]) == 0


def test_as_a_program_names_get_through_any_code_page(tmp_path):
    (tmp_path / "team.csv").write_text("person,posts\nŁucja 👩🏽‍💻,1\n", encoding="utf-8")
    command = [sys.executable, "-m", "ssi_core", "score", str(tmp_path / "team.csv")]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=CHECKOUT)

    assert "Łucja 👩🏽‍💻" in done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")


def test_advice_on_scores_alone_is_empty_and_says_why(tmp_path, capsys):
    sheet = tmp_path / "ssi.csv"
    sheet.write_text("person,official_total\nAna,40\n", encoding="utf-8")
    assert main(["advise", str(sheet), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == []
    assert "Nothing to advise" in printed.err


def documented(command: str) -> dict[str, str]:
    """The README's table of the keys that a command prints: what is said of each, by its last part."""
    _before, table = (CHECKOUT / "README.md").read_text(encoding="utf-8").split(f"| key of `{command}` as JSON", 1)
    rows = [line.split("|")[1:3] for line in table.split("\n\n")[0].splitlines()[2:]]
    named = [(key, text) for keys, text in rows for key in in_code(keys)]
    return {key.split(".")[-1].removesuffix("[]"): text for key, text in named}


def in_code(text: str) -> list[str]:
    return re.findall("`([^`]+)`", text)


def read(capsys, *arguments: str, files=SAMPLE) -> dict:
    assert main(["read", *map(str, files), *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=pytest.fail)


def test_read_gives_the_documented_keys(capsys):
    content, keys = read(capsys), documented("read")

    file = max(content["files"], key=lambda file: len(file["findings"]))
    value = content["activities"]["posts"]
    assert list(content) == ["files", "activities", "unseen", "official", "as_of", "days"]
    assert list(keys) == [*file, "activities", *value, "unseen", "official", "as_of", "days"]
    assert list(file["findings"][0]) == in_code(keys["findings"])
    assert list(content["official"]) == in_code(keys["official"])


def test_read_gives_what_is_measured(capsys):
    content = read(capsys, "--days", "30", "--as-of", "2026-09-30")
    measured = measure(read_member(load_member()), 30, date(2026, 9, 30))

    assert (content["as_of"], content["days"]) == ("2026-09-30", 30)
    assert {i: value["numerator"] for i, value in content["activities"].items()} == {
        i: value.numerator for i, value in measured.activities.items()
    }
    assert content["unseen"] == list(measured.unseen)
    assert {*content["activities"], *content["unseen"]} == set(RUBRIC.ids)


def test_read_looks_90_days_back_from_the_newest_day_unless_told(capsys):
    assert (read(capsys)["days"], read(capsys)["as_of"]) == (90, read_member(load_member()).seen[0].end.isoformat())
    assert read(capsys, "--days", "all")["days"] is None


def test_read_prints_tables(capsys):
    assert main(["read", *map(str, SAMPLE)]) == 0
    printed = capsys.readouterr().out

    for text in ("linkedin_archive.zip/Connections.csv", "Posts and articles", "Not seen", "LinkedIn's own score"):
        assert text in printed
    assert "nan" not in printed.lower().split()
    assert "<NA>" not in printed


def test_a_score_alone_is_read(capsys):
    content = read(capsys, files=SAMPLE[-1:])

    assert content["official"]["total"] is not None
    assert (content["activities"], content["as_of"], len(content["unseen"])) == ({}, None, len(RUBRIC.ids))


@pytest.mark.parametrize("name", ["none.csv", "notes.txt", "."])
def test_files_that_are_not_linkedin_s_are_one_line_and_code_1(name, tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("Milk\nBread\n")
    assert main(["read", str(tmp_path / name), "--json"]) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
