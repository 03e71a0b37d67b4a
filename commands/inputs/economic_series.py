"""One economic series at a glance: how it is typed, read, compared and put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from commands.framework.parsers import ArgumentType, Choice
from commands.framework.reply import Evidence
from market.analytics.relative_strength import price_ratio
from market.datasets.economic_series import ALL, RECESSION, EconomicSeries, Frequency, UnknownSeries
from market.datasets.first_releases import first_release, following
from market.datasets.macro_observations import (
    TAIL,
    Association,
    MacroReading,
    Observations,
    association,
    reading,
    tails,
)
from market.errors import MarketError, NoData
from market.formatting import Unit, brief, listed, ordinal, written
from market.notes import merged
from market.services.prices import Market
from market.symbols import Symbol

SMALL, LARGE = Symbol.parse("rut"), Symbol.parse("spx")
KNOWN = tuple(series for series in ALL if series is not RECESSION)


@dataclass(frozen=True, slots=True)
class SeriesWord(ArgumentType):
    """Reads `unemployment`, `10y`, `high-yield spread` and FRED's own ids."""

    description: str = "one series: gdp, payrolls, unemployment, claims, nfci, spread, 10y, real, 2y, curve"

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(series.word for series in KNOWN)

    def parse(self, words: Sequence[str]) -> tuple[EconomicSeries, int] | None:
        for length in range(min(5, len(words)), 0, -1):
            try:
                series = EconomicSeries.parse(" ".join(words[:length]))
            except UnknownSeries:
                continue
            return (series, length) if series in KNOWN else None
        return None

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        typed = prefix.casefold()
        return tuple(
            Choice(f"{series.word} · {series.name}", series.word)
            for series in KNOWN
            if series.word.startswith(typed) or typed in series.name.casefold()
        )


@dataclass(frozen=True, slots=True, eq=False)
class SeriesSummary:
    """A series as it is read.

    figures: `Observations.read`.
    association: None where small against large, or enough periods of both, are not available.
    """

    seen: Observations
    figures: pd.Series[float]
    reading: MacroReading
    association: Association | None

    @property
    def series(self) -> EconomicSeries:
        return self.seen.series


def glance(seen: Observations, ratio: pd.Series[float] | None) -> SeriesSummary:
    """Raises NoData for fewer than two figures."""
    figures = seen.read
    newest = reading(figures)
    try:
        beside = association(figures, ratio, seen.series.frequency) if ratio is not None else None
    except NoData:
        beside = None
    return SeriesSummary(seen, figures, newest, beside)


@dataclass(frozen=True, slots=True, eq=False)
class SizeRatio:
    """Small against large.

    ratio: Russell 2000 / S&P 500 per session, of `source`; None where it is not available.
    notes: the reason for that, or what must be known of both.
    """

    ratio: pd.Series[float] | None
    source: str
    notes: tuple[str, ...]

    def named(self, *sources: str) -> str:
        """These sources and that of small against large, each once."""
        every = (sources[0], self.source, *sources[1:])
        return listed([source for source in dict.fromkeys(every) if source])


def small_against_large(market: Market) -> SizeRatio:
    try:
        small, large = market.many((SMALL, LARGE))
        ratio = price_ratio(small.total, large.total)
    except MarketError as problem:
        return SizeRatio(None, "", (f"Without small against large: {problem}",))
    return SizeRatio(ratio, small.source, merged((*small.notes, *large.notes)))


def changed(summary: SeriesSummary) -> str:
    """The change on the observation before, always with its sign, in as many decimals as are published."""
    if summary.series.unit is Unit.SHARE:
        return f"{brief(summary.reading.change, Unit.LEAD)} points"
    text = written(summary.reading.change, summary.series.change_unit)
    unsigned = summary.series.change_unit in (Unit.COUNT, Unit.RATIO)
    return f"+{text}" if unsigned and summary.reading.change > 0 else text


def rank(summary: SeriesSummary) -> str:
    """Its percentile: "78th"."""
    return ordinal(round(summary.reading.percentile * 100))


def years(summary: SeriesSummary) -> str:
    """How long the percentile looks back: "10 years"; "1.5 years" where there is less than two."""
    length = summary.reading.years
    return f"{length:.0f} years" if length >= 2 else f"{length:.1f} years"


def period_of(day: date, series: EconomicSeries) -> str:
    """What an observation is about: "Q3 2025", "2025-12", or its day."""
    if series.frequency is Frequency.QUARTERLY:
        return f"Q{(day.month + 2) // 3} {day.year}"
    return f"{day:%Y-%m}" if series.frequency is Frequency.MONTHLY else f"{day}"


GRACE = 7  # days beyond the date of its release before a value is called overdue


def overdue(seen: Observations, today: date) -> str:
    """That the value after the newest should be out by `today`; empty where it need not be."""
    series, on = seen.series, seen.values.index[-1].date()
    after = following(series, on)
    due = first_release(series, after).date()
    if today <= due + timedelta(days=GRACE):
        return ""
    wanted = (
        "a newer one" if series.frequency is Frequency.DAILY else f"the value for {period_of(after, series)}"
    )
    newest = period_of(on, series)
    return f"{series.name} is overdue: the newest value is that for {newest}; {wanted} was due about {due}."


def undated(glances: Sequence[SeriesSummary]) -> str:
    """The note that names the series whose day of release is not known. Yields come out every day and need none."""
    names = [
        glance.series.named
        for glance in glances
        if not glance.seen.released and glance.series.frequency is not Frequency.DAILY
    ]
    return f"Without the date of release of {listed(names)}: the source does not state it." if names else ""


def flip(summary: SeriesSummary) -> str:
    """What would take it into, or out of, the tenths at the ends of its last ten years."""
    low, high = (written(bound, summary.series.unit) for bound in tails(summary.figures))
    now, span = written(summary.reading.last, summary.series.unit), f"of its last {years(summary)}"
    said = f"What would change it ({summary.series.name}): a reading"
    if summary.reading.percentile <= TAIL:
        return f"{said} above {low} would leave the lowest tenth {span} (now {now})."
    if summary.reading.percentile >= 1 - TAIL:
        return f"{said} below {high} would leave the highest tenth {span} (now {now})."
    return f"{said} below {low} would be in the lowest tenth {span}, above {high} in the highest (now {now})."


def evidence(summary: SeriesSummary) -> Evidence:
    """The evidence of its figures."""
    series, now, beside = summary.series, summary.reading, summary.association
    inputs = [
        f"{written(now.last, series.unit)} for {period_of(now.on, series)}",
        f"{written(now.previous, series.unit)} before it",
        f"{now.count:,} observations since {now.since}",
    ]
    if beside:
        correlation = f"{written(beside.correlation, Unit.RATIO)} with small / large"
        inputs.append(
            f"{correlation} over {beside.count} periods, {beside.since:%Y-%m} to {beside.until:%Y-%m}"
        )
    return Evidence(
        f"{series.name} {written(now.last, series.unit)}, {rank(summary)} percentile",
        f"FRED {series.id}, {series.measure}; percentile = (count below + half of those equal) / count",
        tuple(inputs),
        summary.seen.source,
    )
