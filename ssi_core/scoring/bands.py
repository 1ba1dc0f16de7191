"""From a score to its band. Scores are real numbers, bands are given for whole ones: round half up, then look up."""

import math

from ssi_core.rubric import Band, Rubric

NOISE = 1e-6  # added before rounding half up, so that 25.5 made of 21 summands is still 25.5


def whole(score: float) -> int:
    """The score as LinkedIn's page shows it: rounded half up."""
    return math.floor(score + NOISE + 0.5)


def band(score: float, rubric: Rubric) -> Band:
    """The band a score of 0 to 100 lies in; 25.49 is beginner, 25.5 average."""
    return next(entry for entry in rubric.bands if whole(score) <= entry.high)


def band_column(columns, total, rubric: Rubric):
    """The band's name for a column of totals (an expression or an array); null where the total is unknown."""
    tops = [entry.high + 0.5 - 2 * NOISE for entry in rubric.bands]
    tops[-1] = math.inf
    return columns.label(total, tops, [entry.name for entry in rubric.bands])


def next_band(score: float, rubric: Rubric) -> Band | None:
    """The band above the score's own, None at the top."""
    place = rubric.bands.index(band(score, rubric)) + 1
    return rubric.bands[place] if place < len(rubric.bands) else None


def distance(score: float, target: Band) -> int:
    """Whole points from the score, as shown, to the band's lower edge; 0 when it is reached."""
    return max(target.low - whole(score), 0)
