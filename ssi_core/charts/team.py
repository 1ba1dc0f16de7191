"""The team as a whole: how many are in each band, and people by pillars."""

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import Chart, drawing, row_axis, row_names, to_spec, tooltips
from ssi_core.charts.figures import figures, is_mixed, marked, points_text, points_texts, shown, source
from ssi_core.charts.leaderboard import CHOSEN, highest_first, rows_of, unless_other, with_note
from ssi_core.charts.palette import palette
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Rubric, load
from ssi_core.rubric.reader import PILLAR_POINTS
from ssi_core.scoring.bands import band
from ssi_core.scoring.frame import PERSON

DENSE = 60  # with more people the map's rows are thin and unnamed, so that it stays one picture
BAND_ROW, CELL_ROW, DENSE_ROW = 32, 32, 5  # px
COUNT_COLUMN = 34  # px, for the count after the longest bar
SHADES = [0.2, 0.4, 0.6, 0.8]  # share of a pillar's points at which the next shade begins
KNOWN = "isValid(datum.share)"


def distribution(scored: pd.DataFrame, *, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """How many people are in each band, by LinkedIn's own total where known, else by the estimate.

    scored: a scored activity frame, one row a person.
    """
    rubric = rubric or load()
    scores = shown(figures(scored, "", rubric))
    found = scores.dropna().map(lambda score: band(score, rubric).name).value_counts()
    rows = [(entry.name, int(found.get(entry.name, 0))) for entry in rubric.bands]
    if unknown := int(scores.isna().sum()):
        rows.append((_("not known"), unknown))
    data = pd.DataFrame(rows, columns=["name", "people"]).assign(order=range(len(rows)))
    text = _("{people} by band: {counts}.")
    counts = ", ".join(f"{name} {people}" for name, people in rows)
    return Chart(_distribution_spec(len(rubric.bands), dark), data, text.format(people=_people(scored), counts=counts))


@lru_cache(maxsize=8)
def _distribution_spec(bands: int, dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    scale = alt.Scale(domain=list(range(bands + 1)), range=[*colors.bands[:bands], colors.page])
    counted = alt.Scale(domain={"unionWith": [0, 1]}, nice=False, range=[0, alt.expr(f"width - {COUNT_COLUMN}")])
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelColor=colors.ink, labelPadding=10))
    bars = (
        drawing()
        .mark_bar(height=18, cornerRadiusEnd=3, stroke=colors.outline)
        .encode(
            x=alt.X("people:Q", axis=None, scale=counted),
            y=y,
            color=alt.Color("order:O", scale=scale, legend=None),
            strokeWidth=alt.condition(alt.datum.people > 0, alt.value(1), alt.value(0)),
        )
    )
    count = drawing().mark_text(align="left", dx=7, fontWeight=600)
    count = count.encode(x=alt.X("people:Q", axis=None), y=y, text="people:Q")
    return to_spec(alt.layer(bars, count), alt.Step(BAND_ROW), dark)


def heat_map(scored: pd.DataFrame, *, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """People by pillars, highest total first, by LinkedIn's own score where known, else by the estimate.

    scored: a scored activity frame, one row a person, no name twice.
    A click selects under CHOSEN, by the field "person". A cell with too little known stays blank.
    """
    rubric = rubric or load()
    ordered = highest_first(scored, rubric)
    rows = rows_of(ordered, PERSON)
    cells = [rows.assign(pillar=p.short, **_cells(figures(ordered, p.id, rubric))) for p in rubric.pillars]
    data = pd.concat(cells, ignore_index=True)
    data["label"] = data["label"].where(data["pillar"] == rubric.pillars[0].short, "")
    data["text"] = marked(data["text"], data["source"]).replace("", _("not known"))
    return Chart(_heat_spec(len(ordered) > DENSE, is_mixed(data["source"]), dark), data, _heat_alt(data, ordered))


def _cells(scores: pd.DataFrame) -> dict[str, pd.Series]:
    """A pillar's column of the map."""
    points = shown(scores)
    return {
        "points": points,
        "share": points / PILLAR_POINTS,
        "text": points_texts(points),
        "source": source(scores),
    }


@lru_cache(maxsize=8)
def _heat_spec(dense: bool, mixed: bool, dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    chosen = alt.selection_point(CHOSEN, fields=[PERSON])
    x = alt.X("pillar:N", sort=None, axis=_pillar_axis(colors.ink), scale=alt.Scale(padding=0))
    tips = tooltips(person=_("Person"), pillar=_("Pillar"), text=_("Points of 25"))
    place: dict[str, Any] = {"x": x, "y": row_axis(named=not dense), "opacity": unless_other(chosen), "tooltip": tips}
    cells = drawing().mark_rect(strokeWidth=0 if dense else 2, stroke=colors.page, cursor="pointer")
    layers = [cells.transform_filter(KNOWN).encode(**place, color=_shade(colors.heat)).add_params(chosen)]
    if not dense:
        text = drawing().mark_text(cursor="pointer").transform_filter(KNOWN)
        blank = drawing().mark_text(cursor="pointer", fontSize=11, color=colors.muted).transform_filter(f"!{KNOWN}")
        layers += [
            text.encode(**place, text="text:N", color=_shade(colors.heat_text)),
            blank.encode(**place, text="text:N"),
            row_names(drawing(), tooltips(person=_("Person"))),
        ]
    map_ = alt.layer(*layers).resolve_scale(color="independent")
    return to_spec(with_note(map_, mixed, dark), alt.Step(DENSE_ROW if dense else CELL_ROW), dark)


def _pillar_axis(color: str) -> alt.Axis:
    """The pillars' short names over their columns, on a phone a word a line."""
    return alt.Axis(
        orient="top",
        title=None,
        labelAngle=0,
        labelOverlap=False,
        labelColor=color,
        labelExpr="width < 300 ? split(datum.label, ' ') : datum.label",
        labelFontSize=alt.expr("width < 300 ? 11 : 13"),
        labelPadding=alt.expr("width < 300 ? 18 : 6"),
    )


def _shade(colors: tuple[str, ...]) -> alt.Color:
    return alt.Color("share:Q", scale=alt.Scale(type="threshold", domain=SHADES, range=list(colors)), legend=None)


def _people(frame: pd.DataFrame) -> str:
    return ngettext("{n} person", "{n} people", len(frame)).format(n=len(frame))


def _heat_alt(data: pd.DataFrame, ordered: pd.DataFrame) -> str:
    known = data.dropna(subset="points")
    means = known.groupby("pillar", sort=False)["points"].mean()
    sentences = [_("{people} by pillar, of 25 points each.").format(people=_people(ordered))]
    if len(means):
        listed = ", ".join(f"{pillar} {points_text(mean)}" for pillar, mean in means.items())
        sentences.append(_("Means: {means}.").format(means=listed))
    unknown = len(data) - len(known)
    if unknown:
        text = ngettext("{n} score is not known.", "{n} scores are not known.", unknown)
        sentences.append(text.format(n=unknown))
    return " ".join(sentences)
