"""Which row is the header: below titles and comments, above the people, sometimes in two rows."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ssi_core.i18n import _
from ssi_core.intake.records import CONTROL, Cell, Unreadable

LOOK = 50  # filled rows in which the header must be
LONGEST = 40  # characters of a number or date
NARROWEST = 3  # cells of a row that is no pair of a name and a value above the table
FULL = 0.75  # share of the table's width from which a row belongs to the table and is no title

_DATA = re.compile(
    r"[\s(+\-−–'$€£¥]*\d[\d\s.,'’_]*[\s%)€$£¥]*"  # a number, perhaps with sign, currency or percent
    r"|\d{1,4}([-/.])\d{1,2}\1\d{1,4}([ T].*)?"  # a date
    r"|#[A-Z0-9/]+[!?]"  # an Excel error
)


class Header(NamedTuple):
    """The header's rows, records[start:stop], and a label for each of its cells, "" where a column has none."""

    start: int
    stop: int
    labels: list[str]


def find(records: Sequence[Sequence[Cell]], row_numbers: Sequence[int]) -> Header:
    """Finds the header in the first LOOK records.

    It is the widest row without numbers and dates above the first row that has some; where the whole table is
    text, the first row that is about as wide as the widest. Raises Unreadable where the first full row has numbers.
    """
    top = records[:LOOK]
    filled = [sum(cell is not None for cell in record) for record in top]
    typical = sorted(filled)[-2:][0]
    numbers = [any(map(_is_data, record)) for record in top]
    body = next((i for i in range(len(top)) if numbers[i] and _is_full(i, filled, typical)), None)
    titles = [i for i in range(len(top) if body is None else body) if not numbers[i]]
    titles = [i for i in titles if not _is_comment(top[i])] or titles
    widest = max((filled[i] for i in titles), default=0)
    if widest < typical / 2:
        raise _headless(row_numbers[body or 0])
    wide_enough = widest if body is not None else FULL * widest
    start = next(i for i in titles if filled[i] >= wide_enough)
    labels = _labels(top[start])
    if start - 1 in titles and filled[start - 1] > 1:
        labels = _filled(labels, _labels(top[start - 1]))
    if body is not None and start + 1 in titles and _continues(top[start], top[start + 1]):
        return Header(start, start + 2, _joined(labels, _labels(top[start + 1])))
    return Header(start, start + 1, labels)


def _is_full(row: int, filled: Sequence[int], typical: int) -> bool:
    """Whether a row is about as wide as the table, or right below a header of its own width: rows may be overlong."""
    return filled[row] >= FULL * typical or (row > 0 and filled[row - 1] >= filled[row] >= NARROWEST)


def _filled(labels: list[str], above: list[str]) -> list[str]:
    """Where the header is blank, the label of the row above, whose cells may span both rows."""
    return [label or over for label, over in zip(labels, above + [""] * len(labels), strict=False)]


def _headless(row: int) -> Unreadable:
    message = _(
        "Row {row} looks like data: is there a header? "
        "Give each column a name in the first row, such as Name or Posts per week."
    )
    return Unreadable(message.format(row=row))


def _is_data(cell: Cell) -> bool:
    if isinstance(cell, str):
        return len(cell) <= LONGEST and _DATA.fullmatch(cell.strip()) is not None
    return cell is not None


def _is_comment(record: Sequence[Cell]) -> bool:
    first = str(record[0] or "").strip()
    return first.startswith("#") and len(first) > 1


def _continues(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether a row without numbers under the header is units or a second level, not a person: it names nobody."""
    first = next(i for i, cell in enumerate(upper) if cell is not None)
    return all(cell is None for cell in lower[: first + 1])


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Units are put behind their label; under a group's name, which spans several columns, the lower label stands."""
    width = max(len(upper), len(lower))
    pairs = list(zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True))
    if any(below and not above for above, below in pairs):
        return [below or above for above, below in pairs]
    return [f"{above} {below}".strip() for above, below in pairs]


def _labels(record: Sequence[Cell]) -> list[str]:
    return [" ".join(CONTROL.sub(" ", str("" if cell is None else cell)).split()) for cell in record]
