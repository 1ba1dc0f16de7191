"""What a member's own files show: activity by week, connections, rates by month, and the hours of posting."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ssi_core.charts.chart import GAP, Chart, date_axis, drawing, titled, to_spec, tooltips
from ssi_core.charts.palette import palette
from ssi_core.i18n import _, ngettext
from ssi_core.rubric import Activity, Rubric, load
from ssi_core.scoring.curve import share
from ssi_core.wording import amount, day
from ssi_core.wording import points as in_points

WEEKS, MONTHS = 52, 24  # so many at most are drawn, the newest
RECENT = 4  # weeks whose mean the text alternative sets against as many before
FEW = 5  # a month's rate of fewer is drawn hollow
HEIGHT, HOUR_ROW = 220, 26  # px
SHADES = [0.2, 0.4, 0.6, 0.8]  # share of the busiest hour at which the next shade begins


def weekly_activity(weeks: pd.DataFrame, *, dark: bool = False, rubric: Rubric | None = None) -> Chart:
    """The points that each week would earn if all weeks were like it, stacked by pillar, in front of all it could earn.

    weeks: amounts by week as ssi_core.intake.panels.weekly gives them; the rubric's flows among them count. What the
    files don't show of a week is neither in its bar nor in what stands behind it.
    """
    rubric = rubric or load()
    flows = [activity for activity in rubric.activities if activity.id in weeks and activity.kind == "flow"]
    drawn = weeks[[activity.id for activity in flows]].dropna(how="all").tail(WEEKS).rename_axis("week")
    parts = {p.short: _points(drawn, [a for a in flows if a.pillar == p.id]) for p in rubric.pillars}
    earned = pd.concat(parts, names=["pillar"]).reset_index().assign(role="earned")
    earned = earned[earned.groupby("pillar")["of"].transform("max") > 0]  # the files show something of these pillars
    earned["high"] = earned.groupby("week")["points"].cumsum()
    whole = earned.groupby("week", as_index=False)[["points", "of"]].sum().assign(role="whole", low=0.0)
    data = pd.concat([whole.assign(high=whole["of"]), earned.assign(low=earned["high"] - earned["points"])])
    data = data.assign(until=data["week"] + pd.Timedelta(days=6), when=data["week"].map(day))
    data["text"] = [f"{in_points(p)} / {in_points(of)}" for p, of in data[["points", "of"]].itertuples(index=False)]
    spec = _weekly_spec(tuple(parts), tuple(earned["pillar"].unique()), dark)
    return Chart(spec, data.reset_index(drop=True), _weekly_alt(whole, earned))


def _points(weeks: pd.DataFrame, activities: Sequence[Activity]) -> pd.DataFrame:
    """By week the points of these activities, `of` how many those that are seen could earn, and what was done."""
    points = {a.id: share(weeks[a.id], a.full, a.curve) * a.weight for a in activities}
    weights = {a.id: weeks[a.id].notna() * a.weight for a in activities}
    sums = {name: pd.DataFrame(parts, weeks.index).sum(axis=1) for name, parts in (("points", points), ("of", weights))}
    return pd.DataFrame(sums).assign(reads=[_done(week, activities) for _monday, week in weeks.iterrows()])


def _done(week: pd.Series, activities: Sequence[Activity]) -> str:
    """ "Posts and articles 2, New followers 14" """
    return ", ".join(f"{_(a.name)} {amount(week[a.id], a)}" for a in activities if pd.notna(week[a.id]))


@lru_cache(maxsize=4)
def _weekly_spec(pillars: tuple[str, ...], shown: tuple[str, ...], dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    columns = alt.expr("width < 400 ? 2 : 4")
    legend = alt.Legend(title=None, orient="top", columns=columns, symbolSize=100, values=list(shown))
    color = alt.Color("pillar:N", scale=alt.Scale(domain=pillars, range=colors.pillars[: len(pillars)]), legend=legend)
    title = _("Points a week earns; grey: the most your files could show")
    place: dict[str, Any] = {
        "x": alt.X("week:T", title=None, axis=date_axis()),
        "x2": "until:T",
        "y": alt.Y("low:Q", title=None, axis=alt.Axis(tickCount=4, labelPadding=GAP)),
        "y2": "high:Q",
    }
    tips = tooltips(when=_("Week of"), pillar=_("Pillar"), text=_("Points"), reads=_("Done"))
    layers = [
        drawing("whole").mark_rect(color=colors.grid, opacity=0.6).encode(**place),
        drawing("earned").mark_rect().encode(**place, color=color, tooltip=tips),
    ]
    return to_spec(titled(alt.layer(*layers), title, dark), HEIGHT, dark)


def _weekly_alt(whole: pd.DataFrame, earned: pd.DataFrame) -> str:
    if whole.empty:
        return _("Activity by week: your files cover no whole week yet.")
    points = whole["points"]
    best = whole.loc[points.idxmax()]
    pillars = earned.groupby("pillar", sort=False)["points"].mean()
    sentences = [
        ngettext(
            "Activity by week: {n} week to {last}, and the points it would earn if all weeks were like it.",
            "Activity by week: {n} weeks to {last}, and the points each would earn if all weeks were like it.",
            len(whole),
        ).format(n=len(whole), last=day(whole["week"].max() + pd.Timedelta(days=6))),
        _("On average {points} of {of} that your files show: {pillars}.").format(
            points=in_points(points.mean()),
            of=in_points(whole["of"].mean()),
            pillars=", ".join(f"{pillar} {in_points(mean)}" for pillar, mean in pillars.items()),
        ),
        _("Most in the week of {day}: {points}.").format(day=day(best["week"]), points=in_points(best["points"])),
    ]
    if len(points) >= 2 * RECENT:
        ends = {"now": points.tail(RECENT).mean(), "before": points.iloc[-2 * RECENT : -RECENT].mean()}
        words = _("The last {n} weeks average {now}, the {n} before {before}.")
        sentences.append(words.format(n=RECENT, **{name: in_points(mean) for name, mean in ends.items()}))
    return " ".join(sentences)


def connections(total: pd.DataFrame, *, dark: bool = False) -> Chart:
    """How many connections there were on each day.

    total: columns date and connections, as ssi_core.intake.panels.connections_over_time gives them.
    """
    texts = {"when": total["date"].map(day), "text": total["connections"].map("{:,}".format)}
    return Chart(_connections_spec(dark), total.assign(**texts), _connections_alt(total))


@lru_cache(maxsize=2)
def _connections_spec(dark: bool) -> dict[str, Any]:
    color = palette(dark).pillars[-1]
    place: dict[str, Any] = {
        "x": alt.X("date:T", title=None, axis=date_axis()),
        "y": alt.Y("connections:Q", title=None, axis=alt.Axis(tickCount=4, format=",d", labelPadding=GAP)),
    }
    tips = tooltips(when=_("Date"), text=_("Connections"))
    layers = [
        drawing().mark_line(interpolate="step-after", strokeWidth=2.5, color=color).encode(**place),
        drawing().mark_point(size=90, opacity=0, filled=True).encode(**place, tooltip=tips),
    ]
    return to_spec(titled(alt.layer(*layers), _("Connections"), dark), HEIGHT, dark)


def _connections_alt(total: pd.DataFrame) -> str:
    if total.empty:
        return _("Connections over time: your files show none with a date.")
    now = total.iloc[-1]
    dated = total.set_index("date")["connections"]
    new = dated.diff().fillna(dated).groupby(dated.index.to_period("M")).sum()
    year_ago = dated[: now["date"] - pd.DateOffset(years=1)]
    return _(
        "Connections over time: {n:,} on {day}, the first on {first}. {year:,} came within the last year of these. "
        "Most in one month: {most:,.0f} in {month}."
    ).format(
        n=now["connections"],
        day=day(now["date"]),
        first=day(total["date"].iloc[0]),
        year=now["connections"] - (year_ago.iloc[-1] if len(year_ago) else 0),
        most=new.max(),
        month=f"{new.idxmax():%B %Y}",
    )


def monthly_rates(months: pd.DataFrame, *, dark: bool = False) -> Chart:
    """The percent of invitations accepted and of first messages answered, by month; hollow where it rests on few.

    months: as ssi_core.intake.panels.by_month gives them.
    """
    drawn = months.set_index("month").asfreq("MS").tail(MONTHS).reset_index()
    names = {"accepted": _("Invitations accepted"), "answered": _("First messages answered")}
    columns = {"accepted": ("acceptance_rate", "invitations"), "answered": ("reply_rate", "approaches")}
    series = [
        pd.DataFrame({"month": drawn["month"], "rate": name, "percent": drawn[rate], "n": drawn[of].fillna(0)})
        for name, (rate, of) in columns.items()
    ]
    data = pd.concat(series, ignore_index=True)
    data = data.assign(
        few=data["n"] < FEW,
        when=data["month"].dt.strftime("%B %Y"),
        name=data["rate"].map(names),
        text=[f"{percent:.0f} %" if percent == percent else "" for percent in data["percent"]],
        of=data["n"].map("{:,.0f}".format),
    )
    known = data.dropna(subset="percent")
    alts = [_rate_alt(name, known[known["name"] == name]) for name in names.values()]
    return Chart(_rates_spec(tuple(names.values()), dark), data, " ".join([_("Rates by month, in percent."), *alts]))


@lru_cache(maxsize=4)
def _rates_spec(names: tuple[str, str], dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    legend = alt.Legend(title=None, orient="top", columns=alt.expr("width < 400 ? 1 : 2"), symbolSize=100)
    _brand, _finding, insights, relationships = colors.pillars
    color = alt.Color("name:N", scale=alt.Scale(domain=names, range=[relationships, insights]), legend=legend)
    shape = alt.Shape("name:N", scale=alt.Scale(domain=names, range=["circle", "square"]), legend=legend)
    percent = alt.Axis(tickCount=4, labelPadding=GAP)
    place: dict[str, Any] = {
        "x": alt.X("month:T", title=None, axis=date_axis()),
        "y": alt.Y("percent:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=percent),
    }
    tips = tooltips(when=_("Month"), name=_("Rate"), text=_("Percent"), of=_("Of"))
    dots = drawing().transform_filter("isValid(datum.percent)")
    layers = [
        drawing().mark_line(strokeWidth=2.5).encode(**place, color=color),
        dots.mark_point(filled=True, opacity=1, size=90).encode(**place, color=color, shape=shape, tooltip=tips),
        dots.transform_filter(alt.datum.few)
        .mark_point(filled=True, opacity=1, size=28, color=colors.page)
        .encode(**place, shape=shape, tooltip=tips),
    ]
    title = _("Percent by month; hollow: of fewer than {n}").format(n=FEW)
    return to_spec(titled(alt.layer(*layers), title, dark), HEIGHT, dark)


def _rate_alt(name: str, months: pd.DataFrame) -> str:
    if months.empty:
        return _("{name}: not known.").format(name=name)
    solid = months[~months["few"]]
    mean = (months["percent"] * months["n"]).sum() / months["n"].sum()
    text = _("{name}: {mean:.0f} % of {n:,.0f} in all").format(name=name, mean=mean, n=months["n"].sum())
    if solid.empty:
        return _("{text}, no month has {few} or more.").format(text=text, few=FEW)
    low, high = (solid.loc[index] for index in (solid["percent"].idxmin(), solid["percent"].idxmax()))
    return _("{text}, from {low} in {first} to {high} in {second}.").format(
        text=text, low=low["text"], first=low["when"], high=high["text"], second=high["when"]
    )


def posting_hours(hours: pd.DataFrame, *, dark: bool = False) -> Chart:
    """When posts and comments were made, by weekday and hour.

    hours: a row a weekday, a column an hour, as ssi_core.intake.panels.by_hour gives them.
    """
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    long = hours.set_axis(names).rename_axis("weekday").reset_index()
    data = long.melt("weekday", var_name="hour", value_name="count").astype({"hour": int})
    most = max(data["count"].max(), 1)
    data = data.assign(
        share=data["count"] / most,
        when=[_slot(weekday, hour) for weekday, hour in zip(data["weekday"], data["hour"], strict=True)],
        text=data["count"].astype(str),
    )
    return Chart(_hours_spec(tuple(names), dark), data, _hours_alt(data, names))


def _slot(weekday: str, hour: int) -> str:
    """ "Tue 9:00 to 10:00" """
    return _("{day} {hour}:00 to {next}:00").format(day=weekday, hour=hour, next=hour + 1)


@lru_cache(maxsize=2)
def _hours_spec(names: tuple[str, ...], dark: bool) -> dict[str, Any]:
    colors = palette(dark)
    hour = alt.Axis(orient="top", values=[0, 6, 12, 18], labelExpr="datum.value + ':00'", labelAngle=0)
    days_axis = alt.Axis(labelColor=colors.ink, labelPadding=GAP)
    place: dict[str, Any] = {
        "x": alt.X("hour:O", title=None, axis=hour, scale=alt.Scale(paddingInner=0.08)),
        "y": alt.Y("weekday:N", title=None, sort=list(names), axis=days_axis, scale=alt.Scale(paddingInner=0.08)),
    }
    shade = alt.Color("share:Q", scale=alt.Scale(type="threshold", domain=SHADES, range=list(colors.heat)), legend=None)
    tips = tooltips(when=_("When"), text=_("Posts and comments"))
    none = drawing().mark_rect(fill=None, stroke=colors.grid).transform_filter("datum.count == 0")
    some = drawing().mark_rect().transform_filter("datum.count > 0")
    layers = [none.encode(**place), some.encode(**place, color=shade, tooltip=tips)]
    title = _("Posts and comments; the stronger the colour, the more")
    return to_spec(titled(alt.layer(*layers), title, dark), alt.Step(HOUR_ROW), dark)


def _hours_alt(data: pd.DataFrame, names: Sequence[str]) -> str:
    total = data["count"].sum()
    text = _("{n:,} posts and comments by weekday and hour.").format(n=total)
    if not total:
        return text
    days, hours = data.groupby("weekday")["count"].sum(), data.groupby("hour")["count"].sum()
    best = data.loc[data["count"].idxmax()]
    words = _("Most on {day} ({of_day:,}) and {hour} ({of_hour:,}); the busiest hour is {slot} ({n:,}).").format(
        day=days.idxmax(),
        of_day=days.max(),
        hour=_("from {hour}:00 to {next}:00").format(hour=hours.idxmax(), next=hours.idxmax() + 1),
        of_hour=hours.max(),
        slot=best["when"],
        n=best["count"],
    )
    silent = [name for name in names if days[name] == 0]
    none = _("None on {days}.").format(days=", ".join(silent)) if silent else ""
    return " ".join(filter(None, [text, words, none]))
