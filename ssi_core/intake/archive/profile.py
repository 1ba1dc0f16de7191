"""What a member's profile has of the rubric's checklist: from Profile, Positions, Skills and Education."""

from typing import Protocol

from ssi_core.intake.archive.activity import Numbered, Row
from ssi_core.intake.archive.folding import folded, words
from ssi_core.intake.archive.tally import Tally

KINDS = ("profile", "positions", "skills", "education")
ABOUT_WORDS, SKILLS, EARLIER_JOBS = 80, 5, 2  # as the checklist words them
MOST = 1_000  # rows of a file that are looked at; nobody has more jobs or skills
_AT = {"at", "bei", "chez", "en", "bij", "em", "na", "no", "in", "a", "for", "de", "of", "the", "and"}


class Export(Protocol):
    """What files downloaded at one time have in common. end: seconds since 1970 of the newest row in any of them."""

    @property
    def end(self) -> int | None: ...


class Profile:
    """Keeps the rows of each file until the reading ends: whether a headline says more than the job needs two files."""

    def __init__(self) -> None:
        self._files: list[tuple[str, str, Export, list[Row]]] = []

    def read(self, kind: str, rows: Numbered, tally: Tally, export: Export) -> None:
        kept: list[Row] = []
        self._files.append((kind, tally.file, export, kept))
        for _number, row in rows:
            tally.use()
            if len(kept) < MOST:
                kept.append(row)

    @property
    def names(self) -> set[str]:
        """The member's full name, folded, as each Profile.csv has it."""
        people = [row for kind, _file, _export, rows in self._files if kind == "profile" for row in rows[:1]]
        return {folded(f"{row.get('firstname', '')} {row.get('lastname', '')}") for row in people} - {""}

    def finish(self) -> tuple[dict[str, bool], tuple[str, ...]]:
        """The checklist's answers by id, those that no file shows left out, and the files; of each kind the newest."""
        newest: dict[str, tuple[str, list[Row]]] = {}
        for kind, file, _export, rows in sorted(self._files, key=lambda entry: entry[2].end or 0):
            newest[kind] = file, rows
        answers = _checklist({kind: rows for kind, (_file, rows) in newest.items()})
        return answers, tuple(file for file, _rows in newest.values())


def _checklist(files: dict[str, list[Row]]) -> dict[str, bool]:
    person = next(iter(files.get("profile", [])), {})
    jobs, skills = files.get("positions"), files.get("skills")
    answers = {}
    if "summary" in person:
        answers["about"] = len(person["summary"].split()) >= ABOUT_WORDS
    if {"geolocation", "industry"} <= person.keys():
        answers["place"] = _is_filled(person, "geolocation") and _is_filled(person, "industry")
    if person and not _is_filled(person, "headline"):
        answers["headline"] = False
    elif person and jobs is not None:
        answers["headline"] = all(_says_more(person["headline"], job) for job in _current(jobs))
    if jobs is not None:
        answers["job"] = any(_is_filled(job, "description") for job in _current(jobs))
    if jobs is not None or "education" in files:
        earlier = len(jobs or []) - len(_current(jobs or []))
        answers["history"] = earlier >= EARLIER_JOBS or bool(files.get("education"))
    if skills is not None:
        answers["skills"] = len({folded(row["name"]) for row in skills} - {""}) >= SKILLS
    return answers


def _is_filled(row: Row, column: str) -> bool:
    return bool(row.get(column, "").strip())


def _current(jobs: list[Row]) -> list[Row]:
    return [job for job in jobs if not _is_filled(job, "finishedon")]


def _says_more(headline: str, job: Row) -> bool:
    """Whether it says more than "title" or "title at company", which LinkedIn fills in by itself."""
    return bool({*words(headline)} - {*words(job["title"]), *words(job["companyname"]), *_AT})
