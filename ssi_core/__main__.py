"""The command line: python -m ssi_core score | advise | plan | fit | read | rubric | backup | doctor | workshop ..."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from ssi_core import commands as keeping
from ssi_core.coaching import advise_all
from ssi_core.coaching.gains import WEEKS
from ssi_core.coaching.plan import HABITS, plan
from ssi_core.coaching.team import ScoredTeam, score_team
from ssi_core.coaching.words import in_words
from ssi_core.i18n import _
from ssi_core.intake.cells import identity
from ssi_core.intake.files import read_files
from ssi_core.intake.findings import Finding, as_table
from ssi_core.intake.measure import measure
from ssi_core.intake.member import read_member
from ssi_core.intake.questions import Question
from ssi_core.intake.tables import Unreadable
from ssi_core.intake.team import read_team
from ssi_core.intake.window import USUAL_DAYS
from ssi_core.report import batch, coaching, member
from ssi_core.rubric import RubricError, load
from ssi_core.scoring.frame import PERSON
from ssi_core.store.faults import StoreError
from ssi_core.store.portable import NotAnExport

NOTHING_READ = 1
LONGEST, FIRST_YEAR, LAST_YEAR = 36_500, 2003, 2100  # days and years of a period; LinkedIn opened in 2003


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Exit code 0 even with findings, 1 when nothing could be read or kept, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except BrokenPipeError:  # head and the like have read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Unreadable, RubricError, StoreError, NotAnExport, OSError) as refusal:
        print(_one_line(refusal), file=sys.stderr)
        return NOTHING_READ


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ssi_core", description=_("Scores, advice, and care for what is kept.")
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    score = commands.add_parser("score", help=_("score every person and date in the files"))
    score.add_argument("files", nargs="+", type=Path, metavar="FILE")
    score.add_argument(
        "-o", "--output", type=_output, metavar="OUT", help=_("write here: .csv, .xlsx, .json or .parquet")
    )
    score.add_argument("--findings", type=Path, metavar="F.csv", help=_("write what was not taken as it stood here"))
    score.add_argument("--json", action="store_true", help=_("print JSON instead of CSV"))
    score.set_defaults(run=_score)

    advise = commands.add_parser("advise", help=_("say what raises each person's score most"))
    advise.add_argument("file", type=Path, metavar="FILE")
    advise.add_argument("--person", metavar="NAME", help=_("only this person"))
    advise.add_argument(
        "--minutes", type=_minutes, default=30.0, metavar="N", help=_("minutes a week, 30 unless given")
    )
    advise.add_argument("--json", action="store_true", help=_("print JSON instead of CSV"))
    advise.set_defaults(run=_advise)

    _add_plan(commands)

    fit = commands.add_parser("fit", help=_("say what each activity is worth on this team"))
    fit.add_argument("file", type=Path, metavar="FILE")
    fit.add_argument("--json", action="store_true", help=_("print JSON instead of tables"))
    fit.set_defaults(run=_fit)

    read = commands.add_parser("read", help=_("count what a member's own LinkedIn files show"))
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    usual = _("so many days, {days} unless given, or all")
    read.add_argument("--days", type=_days, default=USUAL_DAYS, metavar="N", help=usual.format(days=USUAL_DAYS))
    read.add_argument(
        "--as-of", type=_day, metavar="DATE", help=_("the last day, 2026-12-31; the files' newest unless given")
    )
    read.add_argument("--json", action="store_true", help=_("print JSON instead of tables"))
    read.set_defaults(run=_read_member)

    rubric = commands.add_parser("rubric", help=_("show the activities, their weights and thresholds"))
    rubric.add_argument("--json", action="store_true", help=_("print JSON instead of CSV"))
    rubric.set_defaults(run=_rubric)

    keeping.add_to(commands)
    return parser


def _add_plan(commands) -> None:
    parser = commands.add_parser("plan", help=_("plan one person's weeks"))
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--person", metavar="NAME", help=_("whose; needed where the file holds several people"))
    aim = parser.add_mutually_exclusive_group(required=True)
    aim.add_argument("--minutes", type=_minutes, metavar="N", help=_("the most points for so many minutes a week"))
    aim.add_argument("--target", type=_target, metavar="N", help=_("the fewest minutes that reach a score of N"))
    most = _("at most so many habits, {few} unless given, or all")
    parser.add_argument("--habits", type=_habits, default=HABITS, metavar="K", help=most.format(few=HABITS))
    spread = _("weeks over which one-off work is spread, {usual} unless given")
    parser.add_argument("--weeks", type=int, default=WEEKS, metavar="N", help=spread.format(usual=WEEKS))
    parser.add_argument("--exclude", type=_ids, default=(), metavar="ID,ID", help=_("activities not to plan"))
    parser.add_argument("--keep", type=_ids, default=(), metavar="ID,ID", help=_("activities to plan in any case"))
    parser.add_argument("--json", action="store_true", help=_("print JSON instead of a table"))
    parser.set_defaults(run=_plan, refuse=parser.error)


def _score(options: argparse.Namespace) -> int:
    rubric = load()
    frame, findings = _read(options.files)
    scored = score_team(frame, rubric).scored
    if options.output:
        options.output.write_bytes(batch.written(scored, findings, options.output.suffix.lower(), rubric))
    else:
        _print(batch.written(scored, findings, ".json" if options.json else ".csv", rubric))
    if options.findings:
        options.findings.write_bytes(batch.findings_csv(findings))
    else:
        _tell(findings)
    return 0


def _chosen(options: argparse.Namespace) -> tuple[ScoredTeam, pd.DataFrame, list[Finding]]:
    """The team in the file, the people of it that are meant, and the findings."""
    frame, findings = _read([options.file])
    team = score_team(frame)
    return team, _called(options.person, team.people, options.file), findings


def _advise(options: argparse.Namespace) -> int:
    team, people, findings = _chosen(options)
    advice = advise_all(people, minutes=options.minutes, fit=team.fit)
    rows = [
        batch.advice_row(person, step) for person, steps in zip(people[PERSON], advice, strict=True) for step in steps
    ]
    if not rows:
        words = _("Nothing to advise: no activity is known, or every one that is earns all of its points.")
        print(words, file=sys.stderr)
    _print(batch.listed(rows, batch.ADVICE_KEYS, options.json))
    print(in_words(team.fit), file=sys.stderr)
    _tell(findings)
    return 0


def _plan(options: argparse.Namespace) -> int:
    rubric = load()
    team, people, findings = _chosen(options)
    if len(people) > 1:
        options.refuse(_("{n} people are in the file; say with --person whose plan").format(n=len(people)))
    person = people.iloc[0]
    wanted = {key: getattr(options, key) for key in ("minutes", "target", "habits", "weeks", "exclude", "keep")}
    try:
        made = plan(person, rubric, **wanted, fit=team.fit)
    except ValueError as refusal:
        options.refuse(str(refusal))
    name = person[PERSON]
    _print(coaching.plan_json(name, made, team.fit, rubric) if options.json else coaching.plan_text(name, made, rubric))
    print(in_words(team.fit), file=sys.stderr)
    _tell(findings)
    return 0


def _fit(options: argparse.Namespace) -> int:
    rubric = load()
    frame, findings = _read([options.file])
    fit = score_team(frame, rubric).fit
    _print((coaching.fit_json if options.json else coaching.fit_text)(fit, rubric))
    _tell(findings)
    return 0


def _read_member(options: argparse.Namespace) -> int:
    rubric = load()
    ledger = read_member([(file.name, file) for file in options.files], rubric)
    if not member.is_of_use(ledger):
        raise Unreadable(member.refusals(ledger))
    measured = measure(ledger, options.days, options.as_of, rubric)
    _print((member.as_json if options.json else member.as_text)(ledger, measured, rubric))
    return 0


def _rubric(options: argparse.Namespace) -> int:
    rubric = load()
    if options.json:
        _print(rubric.model_dump_json(by_alias=True, indent=1).encode())
    else:
        keys = ("id", "pillar", "weight", "full", "curve", "kind", "minutes", "unit", "name")
        _print(batch.listed([{key: getattr(a, key) for key in keys} for a in rubric.activities], keys, False))
    return 0


def _read(files: Sequence[Path]) -> tuple[pd.DataFrame, list[Finding]]:
    """The frame and the findings of all files; what they leave open is said on standard error."""
    contents, findings = _opened(files)
    tables, refused = read_files(contents)
    team = read_team(tables)
    for question in team.questions:
        print(_assumed(question), file=sys.stderr)
    return team.frame, [*findings, *refused, *team.findings]


def _called(name: str | None, people: pd.DataFrame, file: Path) -> pd.DataFrame:
    """The rows of whoever is called so, everybody's without a name; Unreadable where nobody is."""
    if name is None:
        return people
    called = people[people[PERSON].map(identity) == identity(name)]
    if called.empty:
        raise Unreadable(_("{file}: nobody is called {name}").format(file=file, name=name))
    return called


def _tell(findings: Sequence[Finding]) -> None:
    """What was not taken as it stood, on standard error."""
    if findings:
        print(as_table(findings).to_string(index=False), file=sys.stderr)


def _opened(files: Sequence[Path]) -> tuple[list[tuple[str, bytes]], list[Finding]]:
    """Name and content of each file that is there, a finding for each other; OSError when none is."""
    contents, refusals = [], []
    for name, file in zip(_names(files), files, strict=True):
        try:
            contents.append((name, file.read_bytes()))
        except OSError as refusal:
            refusals.append(refusal)
    if not contents:
        raise refusals[0]
    return contents, [Finding(str(r.filename), None, "", "", str(r.strerror), _("file not used")) for r in refusals]


def _names(files: Sequence[Path]) -> list[str]:
    """Each file's path below the folder that all are in: a folder may tell whose files these are."""
    try:
        shared = os.path.commonpath([file.absolute().parent for file in files])
    except ValueError:  # on several drives
        return [file.name for file in files]
    return [file.absolute().relative_to(shared).as_posix() for file in files]


def _assumed(question: Question) -> str:
    """A question that nobody can answer here, with what was done unasked."""
    about = f" ({'; '.join(question.places)})" if question.places else ""
    return _("{question} Taken as: {answer}").format(question=question.text, answer=question.options[0].label) + about


def _output(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in batch.FORMATS:
        raise argparse.ArgumentTypeError(
            _("{name} must end in {endings}").format(name=text, endings=", ".join(batch.FORMATS))
        )
    return path


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 7 * 24 * 60:
        raise argparse.ArgumentTypeError(_("{text} is no number of minutes a week").format(text=text))
    return minutes


def _target(text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = 0.0
    if not 0 < score <= 100:
        raise argparse.ArgumentTypeError(_("{text} is no score from 1 to 100").format(text=text))
    return score


def _habits(text: str) -> int | None:
    """None for all."""
    try:
        return None if text == "all" else int(text)
    except ValueError as refusal:
        raise argparse.ArgumentTypeError(_("{text} is no number of habits, nor all").format(text=text)) from refusal


def _ids(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _days(text: str) -> int | None:
    """None for all."""
    if text == "all":
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= LONGEST:
        raise argparse.ArgumentTypeError(_("{text} is no number of days, nor all").format(text=text))
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(_("{text} is no date such as 2026-12-31").format(text=text))
    return day


def _one_line(refusal: Exception) -> str:
    if isinstance(refusal, OSError):
        return f"{refusal.filename}: {refusal.strerror}"
    return str(refusal)


def _print(content: bytes) -> None:
    sys.stdout.write(content.decode().replace("\r\n", "\n").rstrip("\n") + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):  # a pipe gets every name, whatever the console's code page
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
