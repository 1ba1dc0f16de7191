"""The workbook a manager fills in: an empty sheet "Team", and a sheet "Columns" that explains each of its columns."""

import io
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from ssi_core.i18n import _
from ssi_core.report.export import MADE, WORKBOOK
from ssi_core.rubric import Activity, Column, Rubric
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.curve import amount
from ssi_core.scoring.frame import DATE, GROUP, PERSON, official

ROWS = 1000  # in which numbers are checked as they are typed

HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F4F6FA"}
# By column: what to enter, and an example.
ABOUT = {
    PERSON: (_("First and last name, spelled the same in every file."), "Ana Example"),
    GROUP: (_("Team, region or whatever you compare. May stay empty."), "North"),
    DATE: (_("The last day that the row's numbers cover. May stay empty if each person has one row."), "2026-06-30"),
}


@dataclass(frozen=True)
class Line:
    """One column of the sheet "Team", its explanation, and the check on what is typed there."""

    header: str
    enter: str
    unit: str
    where: str
    pillar: str
    full: float | None
    example: str | float
    check: dict


def template(rubric: Rubric) -> bytes:
    """An XLSX workbook with columns for the person, group, date, every activity and LinkedIn's own scores.

    No row is filled in, so that no example ends up in somebody's team.
    """
    lines = _lines(rubric)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, WORKBOOK) as book:
        book.set_properties({"created": MADE})
        _write_team(book, lines)
        _write_columns(book, lines)
    return buffer.getvalue()


def _lines(rubric: Rubric) -> list[Line]:
    about = [_about(column) for column in rubric.columns if column.id in ABOUT]
    scores = [_score(column, rubric) for column in rubric.columns if column.role == "official"]
    return [*about, *(_activity(activity, rubric) for activity in rubric.activities), *scores]


def _about(column: Column) -> Line:
    enter, example = ABOUT[column.id]
    day = {"validate": "date", "criteria": ">=", "value": date(2003, 5, 5)}  # the day LinkedIn opened
    message = {"error_title": _("Not a date"), "error_message": _("Please enter a date.")}
    return Line(column.name, enter, "", "", "", None, example, day | message if column.id == DATE else {})


def _activity(activity: Activity, rubric: Rubric) -> Line:
    checklist = ", ".join(f"{entry.item} {entry.percent:g}" for entry in activity.checklist)
    return Line(
        header=_header(activity),
        enter=_(activity.count).format(checklist=checklist),
        unit=activity.unit,
        where=_(activity.where),
        pillar=rubric.pillar_of(activity).name,
        full=activity.full,
        example=max(round(amount(0.5, activity.full, activity.curve)), 1),
        check=_from_zero(100 if activity.percent else None),
    )


def _header(activity: Activity) -> str:
    if activity.percent:
        return f"{activity.name} (%)"
    return f"{activity.name} ({_('per week')})" if activity.kind == "flow" else activity.name


def _score(column: Column, rubric: Rubric) -> Line:
    pillar = next((pillar for pillar in rubric.pillars if column.id == official(pillar.id)), None)
    most = PILLAR_POINTS * (1 if pillar else len(rubric.pillars))
    enter = _("LinkedIn's own score, 0 to {most:g}. It is shown beside the estimate, never mixed with it.")
    return Line(
        header=column.name,
        enter=enter.format(most=most),
        unit=_("points"),
        where=_("linkedin.com/sales/ssi; everybody sees only their own"),
        pillar=pillar.name if pillar else "",
        full=None,
        example=most * 0.4,
        check=_from_zero(most),
    )


def _from_zero(most: float | None) -> dict:
    if most is None:
        limits, message = {"criteria": ">=", "value": 0}, _("Please enter a number, 0 or more.")
    else:
        limits = {"criteria": "between", "minimum": 0, "maximum": most}
        message = _("Please enter a number from 0 to {most:g}.").format(most=most)
    return {"validate": "decimal", **limits, "error_title": _("Not in range"), "error_message": message}


def _write_team(book: xlsxwriter.Workbook, lines: list[Line]) -> None:
    sheet = book.add_worksheet("Team")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_row(0, 62)
    sheet.freeze_panes(1, 1)
    for place, line in enumerate(lines):
        sheet.set_column(place, place, 17 if place else 26, day if line.check.get("validate") == "date" else None)
        sheet.write_string(0, place, line.header, book.add_format(HEAD))
        sheet.write_comment(0, place, line.enter, {"x_scale": 2})
        if line.check:
            sheet.data_validation(1, place, ROWS, place, line.check)


def _write_columns(book: xlsxwriter.Workbook, lines: list[Line]) -> None:
    sheet = book.add_worksheet("Columns")
    sheet.write_string(0, 0, _("Leave a cell blank where you don't know the number: blank is unknown, 0 is none."))
    sheet.freeze_panes(3, 1)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    titles = {
        _("Column"): 34,
        _("What to enter"): 60,
        _("Unit"): 26,
        _("Where to find it"): 48,
        _("Pillar"): 34,
        _("Full marks at"): 14,
        _("Example"): 14,
    }
    for place, (title, width) in enumerate(titles.items()):
        sheet.set_column(place, place, width, wrap)
        sheet.write_string(2, place, title, book.add_format(HEAD))
    for row, line in enumerate(lines, start=3):
        sheet.write_row(row, 0, [line.header, line.enter, line.unit, line.where, line.pillar, line.full, line.example])
