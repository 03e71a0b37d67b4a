"""One economic series drawn, recessions shaded, small against large beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from charts.pictures.macro import MacroSeries
from charts.spec import Caption, Line
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Fact, Headline, Reply, Table
from commands.inputs.economic_series import (
    SeriesSummary,
    SizeRatio,
    changed,
    evidence,
    flip,
    glance,
    period_of,
    rank,
    undated,
    years,
)
from commands.presentation.wording import opened
from market.calendars.recessions import dated_recessions, source_of_dates
from market.datasets.economic_series import PANEL, RECESSION, EconomicSeries, Frequency
from market.datasets.macro_observations import Observations, recessions
from market.errors import MarketError
from market.formatting import NEW_YORK, Unit, written
from market.services.macro import MacroService

LATEST = 6  # observations in the table
STRENGTHS = ((0.6, "strong"), (0.3, "moderate"), (0.1, "weak"))  # of correlations, from that size on


def one_series(series: EconomicSeries, economy: MacroService, beside: SizeRatio) -> Reply:
    """The answer about `series`. Raises MarketError when the series itself is not available."""
    wanted, flags = economy.many((series, RECESSION))
    if isinstance(wanted, MarketError):
        raise wanted
    summary = glance(wanted, beside.ratio)
    shade = _shade(flags, wanted)
    headline = _headline(summary)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=_facts(summary),
        table=_table(summary),
        chart=_chart(headline, summary, beside.ratio, shade),
        notes=(
            flip(summary),
            _association_note(summary, beside.ratio),
            *beside.notes,
            undated((summary,)),
            *shade.notes,
            *wanted.notes,
        ),
        actions=(
            Action("All series", "/macro"),
            *(Action(other.name, f"/macro {other}") for other in PANEL if other is not series),
        ),
        evidence=(evidence(summary),),
        provenance=wanted.provenance.named(beside.named(wanted.source, *shade.sources)),
        command=f"/macro {series}",
    )


@dataclass(frozen=True, slots=True)
class _Shade:
    """Recessions to shade.

    spans: first and last day of each.
    sources: where they are from, when that is not the source of the series; `notes` say so.
    """

    spans: tuple[tuple[date, date], ...]
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _shade(flags: Observations | MarketError, wanted: Observations) -> _Shade:
    """The source's own recessions, else the published dates. True ones are never laid over a sample."""
    if not isinstance(flags, MarketError):
        return _Shade(recessions(flags.values))
    if wanted.sample:
        return _Shade((), notes=(f"Without recessions: {flags}",))
    at = wanted.as_of.astimezone(NEW_YORK).date()
    dates = source_of_dates(at)
    return _Shade(dated_recessions(at), (dates,), (f"Recessions are {dates}. {flags}",))


def _headline(summary: SeriesSummary) -> Headline:
    series, now = summary.series, summary.reading
    value = written(now.last, series.unit)
    return Headline(
        f"{series.name}: {value} for {period_of(now.on, series)}, {changed(summary)} on the one before, "
        f"the {rank(summary)} percentile of its last {years(summary)}",
        rounded=f"{opened(series.named)} stood at {value} {_when(now.on, series)}, the {rank(summary)} percentile of "
        f"the last {years(summary)}",
    )


def _when(on: date, series: EconomicSeries) -> str:
    """Of an observation: "in Dec 2025", "in the week to 17 Jan 2026"."""
    before = {Frequency.DAILY: "on", Frequency.WEEKLY: "in the week to"}.get(series.frequency, "in")
    return f"{before} {period_of(on, series)}"


def _facts(summary: SeriesSummary) -> tuple[Fact, ...]:
    series, now, seen = summary.series, summary.reading, summary.seen
    facts = [
        Fact("Last", now.last, series.unit, str(series.measure), key=f"macro.{series.word}.last"),
        Fact(
            "Change",
            changed(summary),
            detail=f"on {written(now.previous, series.unit)} before",
            figures=(Figure(f"macro.{series.word}.change", now.change, series.change_unit),),
        ),
        Fact(
            "Percentile",
            now.percentile,
            Unit.SHARE,
            f"{now.count:,} observations since {now.since}",
            key=f"macro.{series.word}.percentile",
        ),
    ]
    if seen.released:
        facts.append(Fact("Released", written(seen.released, Unit.DATE)))
    if summary.association:
        beside = summary.association
        facts.append(
            Fact(
                "With small / large",
                beside.correlation,
                Unit.RATIO,
                key=f"macro.{series.word}.with_small_to_large",
                detail=f"correlation of changes, {beside.count} {_periods(beside.frequency)} to {beside.until:%Y-%m}",
            )
        )
    return tuple(replace(f, as_of=period_of(now.on, series), source=seen.source) for f in facts)


def _periods(frequency: Frequency) -> str:
    return "quarters" if frequency is Frequency.QUARTERLY else "months"


def _table(summary: SeriesSummary) -> Table:
    """The last observations, newest first."""
    latest = summary.figures.iloc[: -LATEST - 1 : -1]
    rows = tuple((period_of(day.date(), summary.series), float(value)) for day, value in latest.items())  # type: ignore[attr-defined]  # a date index
    return Table(
        (Column("For"), Column(summary.series.name, summary.series.unit)), rows, title="Last observations"
    )


_FLOWS, _RECENT = ("payrolls", "claims"), 24  # drawn over so many months


def _chart(
    headline: Headline,
    summary: SeriesSummary,
    ratio: pd.Series[float] | None,
    shade: _Shade,
) -> MacroSeries:
    """Both over the time that both have."""
    series, figures = summary.series, summary.figures
    bars = series.word in _FLOWS
    if bars:  # under the one spike of 2020 every other year would be a flat line
        figures = figures[figures.index > figures.index[-1] - pd.DateOffset(months=_RECENT)]
    beside = None
    if ratio is not None:
        figures = figures.loc[ratio.index[0] :]
        part = ratio.loc[figures.index[0] :] if len(figures) else ratio
        beside = Line.of("Small against large (Russell 2000 / S&P 500)", part)
    if len(figures) < 2:
        figures, beside = summary.figures, None
    first, last = figures.index[0].date(), figures.index[-1].date()
    below = ", below it the Russell 2000 over the S&P 500" if beside else ""
    drawn = tuple((max(a, first), b) for a, b in shade.spans if b > first)
    shaded = ", recessions shaded" if drawn else ""
    seen = summary.seen
    words = Caption(
        title=headline.over_picture,
        provenance=seen.provenance.named(" and ".join((seen.source, *(shade.sources if drawn else ())))),
        alt=f"{'Bars' if bars else 'Line chart'} of {series.name} from {first} to {last}{shaded}{below}. {headline}"[
            :1000
        ],
        subtitle=f"{series.frequency}, {period_of(first, series)} to {period_of(last, series)}; an association is no "
        "cause",
    )
    return MacroSeries(
        words,
        Line.of(series.name, figures),
        written(summary.reading.last, series.unit),
        series.unit,
        beside,
        drawn,
        bars,
    )


def strength_of(correlation: float) -> str:
    """How strong an association is, in a word, by `STRENGTHS` (our own classes)."""
    size = abs(correlation)
    return next((word for least, word in STRENGTHS if size >= least), "hardly any")


def _association_note(summary: SeriesSummary, ratio: pd.Series[float] | None) -> str:
    if summary.association is None:
        return (
            "" if ratio is None else "Too few periods in common with small against large to associate them."
        )
    beside = summary.association
    return (
        f"An association, no cause ({strength_of(beside.correlation)}): its changes and those of small against "
        f"large correlate by {written(beside.correlation, Unit.RATIO)} "
        f"over {beside.count} {_periods(beside.frequency)}."
    )
