"""Which rows are people: totals and means are left out, rows of one person and date are settled, files joined."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from ssi_core.i18n import _
from ssi_core.intake import units
from ssi_core.intake.cells import identity
from ssi_core.intake.sheet import KEY, ROW, Sheet
from ssi_core.scoring.frame import DATE, GROUP, PERSON

TOTAL = """total totals totaal gesamt gesamtsumme summe somme suma soma sum som subtotal subtotaal zwischensumme
    insgesamt ensemble average averages avg mean median durchschnitt mittelwert mittel schnitt promedio media moyenne
    gemiddelde gemiddeld mediaan mediana mediane ø"""
TOTAL_OF = "total totals totaal gesamt summe subtotal average avg durchschnitt promedio moyenne gemiddelde"
SHOWN = 5  # rows that a sentence names
COLUMNS, ROWS = 3, 4  # figures alone make a row a total only from so many columns and rows on
ROUNDED = 0.05  # a mean is written with one decimal at least

_FILE = "_file"


def leave_out_totals(sheet: Sheet) -> None:
    """Sets aside rows that are called a total or average in one of six languages, or whose figures are one."""
    called = sheet.frame[PERSON].map(_is_called_total).astype(bool)
    total = called | _is_total(sheet.frame[~called], sheet.numbers).reindex(called.index, fill_value=False)
    for row, name in sheet.frame.loc[total, [ROW, PERSON]].itertuples(index=False):
        sheet.ask("totals", _("row {row}, {name}").format(row=row, name=name))
    if sheet.answers.totals == "leave out":
        sheet.leave_out(total, _("looks like a total or an average of the other rows"))


def settle_twins(sheet: Sheet) -> None:
    """Rows of one person with the same date, or with none, are set aside until the user says what they are."""
    frame, answer = sheet.frame, sheet.answers.twins
    twins = frame.duplicated([KEY, DATE], keep=False)
    sentences: dict[int, str] = {}
    for _keys, group in frame[twins].groupby([KEY, DATE], dropna=False, sort=False):
        sentence = _("{name} is in rows {rows}").format(name=group[PERSON].iloc[0], rows=_listed(group[ROW]))
        sheet.ask("twins", sentence)
        sentences |= dict.fromkeys(group[ROW], sentence)
    if answer == "separate":
        _separate(sheet)
        return
    if answer == "add":
        sheet.frame = frame = _added(frame, twins, sheet.counted)
    left = frame.duplicated([KEY, DATE], keep={"ask": False, "add": "first", "last": "last"}[answer])
    taken_as = {"add": _("added to the first of them"), "last": _("the last of them is used")}.get(answer)
    sheet.leave_out(left, [sentences[row] for row in frame.loc[left, ROW]], taken_as)


def join(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """One frame of all sheets: rows of one person and date from several are merged, the first known figure counts.

    Where sheets contradict each other, the later one gets a finding. A sheet without dates, and one that tells how
    people do now, joins the newest date that the others know of a person.
    """
    frame = pd.concat([sheet.frame.assign(**{_FILE: place}) for place, sheet in enumerate(sheets)], ignore_index=True)
    _name_alike(frame, sheets)
    if len(sheets) > 1:
        frame = _merged(_dated(frame, sheets), sheets)
    return frame.drop(columns=[KEY, ROW, _FILE])


def _is_called_total(name: str) -> bool:
    words = units.plain(name).split()
    if len(words) < 2:
        return not set(TOTAL.split()).isdisjoint(words)
    return not set(TOTAL_OF.split()).isdisjoint((words[0], words[-1]))


def _is_total(frame: pd.DataFrame, figures: list[str]) -> pd.Series:
    """True for a last row that is the sum, or the mean, of the rows above in every figure it has."""
    total = pd.Series(False, frame.index)
    above, last = frame[figures].iloc[:-1], frame[figures].iloc[-1:].squeeze(axis=0)
    known = [name for name in figures if len(frame) >= ROWS and pd.notna(last[name]) and above[name].nunique() > 1]
    if len(known) >= COLUMNS:
        sums = np.isclose(last[known], above[known].sum())
        means = np.isclose(last[known], above[known].mean(), atol=ROUNDED)
        total.iloc[-1] = sums.all() or means.all()
    return total


def _listed(rows: pd.Series) -> str:
    shown = ", ".join(str(row) for row in rows[:SHOWN])
    return shown if len(rows) <= SHOWN else f"{shown}, …"


def _added(frame: pd.DataFrame, twins: pd.Series, counted: list[str]) -> pd.DataFrame:
    """The first row of each person and date holds the sums of what counts over a period, else the last known."""
    frame = frame.copy()
    groups = frame[twins].groupby([KEY, DATE], dropna=False, sort=False)
    others = [name for name in frame if name not in (KEY, DATE, ROW, PERSON, *counted)]
    frame.loc[twins, others] = groups[others].transform("last")
    frame.loc[twins, counted] = groups[counted].transform("sum", min_count=1)
    return frame


def _separate(sheet: Sheet) -> None:
    """The second Ana becomes Ana (2)."""
    frame = sheet.frame.copy()
    place = frame.groupby([KEY, DATE], dropna=False).cumcount() + 1
    for index in frame.index[place > 1]:
        name = f"{frame.at[index, PERSON]} ({place[index]})"
        frame.loc[index, [PERSON, KEY]] = [name, identity(name)]
        sheet.find(frame.at[index, ROW], PERSON, _("another person of this name"), name)
    sheet.frame = frame


def _name_alike(frame: pd.DataFrame, sheets: Sequence[Sheet]) -> None:
    """One person has one spelling, the first."""
    spelling = frame.groupby(KEY, sort=False)[PERSON].transform("first")
    for index in frame.index[frame[PERSON] != spelling]:
        sheet, row = sheets[frame.at[index, _FILE]], frame.at[index, ROW]
        sheet.find(row, PERSON, _("written otherwise in another row"), spelling[index])
    frame[PERSON] = spelling


def _dated(frame: pd.DataFrame, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """The frame with the dates that rows join, those of sheets without dates after all others."""
    current = frame[_FILE].isin([place for place, sheet in enumerate(sheets) if sheet.table.is_current])
    undated = frame[DATE].isna().groupby(frame[_FILE]).transform("all")
    for joining in (current, undated):
        newest = frame[DATE].mask(joining).groupby(frame[KEY]).transform("max")
        moved = joining & newest.notna()
        for place in frame.loc[moved, _FILE].unique():
            sheets[place].notes.append(_("These figures go with each person's newest date in the other files."))
        frame = frame.assign(**{DATE: newest.where(moved, frame[DATE])})
    return frame


def _merged(frame: pd.DataFrame, sheets: Sequence[Sheet]) -> pd.DataFrame:
    frame = frame.assign(**{GROUP: frame[GROUP].replace("", pd.NA)})
    groups = frame.groupby([KEY, DATE], dropna=False, sort=False)
    names = [name for name in frame if name not in (KEY, DATE, ROW, _FILE, PERSON)]
    first = groups[names].transform("first")
    for name, index in _contradictions(frame[names], first):
        kept = first.at[index, name]
        taken_as = kept if name == GROUP else f"{kept:g}"
        sheet, row = sheets[frame.at[index, _FILE]], frame.at[index, ROW]
        sheet.find(row, name, _("another file says otherwise"), taken_as)
    merged = frame.assign(**{name: first[name] for name in names})[~frame.duplicated([KEY, DATE])]
    return merged.assign(**{GROUP: merged[GROUP].fillna("")})


def _contradictions(frame: pd.DataFrame, first: pd.DataFrame) -> Iterator[tuple[str, int]]:
    for name in frame:
        if name == GROUP:
            differs = frame[name].notna() & (frame[name] != first[name])
        else:
            differs = frame[name].notna() & ~np.isclose(frame[name], first[name])
        yield from ((name, index) for index in frame.index[differs])
