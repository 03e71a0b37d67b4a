"""The economy: how each series is read, and how it goes with small against large."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.clock import Deadline
from market.datasets.economic_series import EconomicSeries, Frequency, Measure
from market.errors import NoData
from market.provenance import Provenance, Sourced

YEARS = 10  # of history that a percentile and an association look at
TAIL = 0.1  # a percentile up to this, or from one less this on, is at an end of the history
ENOUGH = 24  # periods below which an association is not stated


@dataclass(frozen=True, slots=True, eq=False)
class Observations(Sourced):
    """A series as published.

    values: by observation date (naive midnight, increasing, unique), float64 in FRED's own unit, none
        missing.
    provenance: as of when the source was asked.
    released: when the newest value came out, where the source says so.
    """

    series: EconomicSeries
    values: pd.Series[float]
    provenance: Provenance
    released: date | None = None

    @property
    def read(self) -> pd.Series[float]:
        """The figures people are shown: measured and scaled as the series says."""
        values = self.values
        if self.series.measure is Measure.DIFFERENCE:
            values = values.diff().iloc[1:]
        elif self.series.measure is Measure.MEAN_OF_FOUR:
            values = values.rolling(4).mean().iloc[3:]
        return (values * self.series.scale).rename(self.series.name)


class MacroSource(Protocol):
    """A provider of economic series."""

    key: str
    title: str
    sample: bool
    local: bool  # on this machine: when it is late, we are

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> Observations:
        """All that was published by `now`. Raises NoData, Throttled, ProviderDown."""
        ...


@dataclass(frozen=True, slots=True)
class MacroReading:
    """A series at a glance.

    last, previous: in the series' unit.
    on: the observation date of the last.
    percentile: of the last among `count` observations since `since`, a fraction.
    """

    last: float
    on: date
    previous: float
    percentile: float
    since: date
    count: int

    @property
    def change(self) -> float:
        """Last less previous."""
        return self.last - self.previous

    @property
    def years(self) -> float:
        """How much history the percentile knows: ten years, or less where there is less."""
        return (self.on - self.since).days / 365.25


def reading(figures: pd.Series[float]) -> MacroReading:
    """Last, change and percentile of `figures` (`Observations.read`).

    The percentile is the mean rank within the last ten years, the newest observation among them:
    (count below + half the count equal) / count; source: Langford, "Quartiles in Elementary
    Statistics" (2006), for the mean-rank convention. Raises NoData for fewer than two figures.

    >>> days = pd.to_datetime(["2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01"])
    >>> found = reading(pd.Series([0.041, 0.044, 0.046, 0.044], days))
    >>> round(found.change, 4), found.percentile, found.on.isoformat(), found.since.isoformat()
    (-0.002, 0.5, '2026-01-01', '2025-10-01')
    """
    if len(figures) < 2:
        raise NoData("There are fewer than two observations of this series.")
    window = _last_years(figures)
    last = float(figures.iloc[-1])
    rank = float((window < last).sum() + 0.5 * (window == last).sum())
    return MacroReading(
        last=last,
        on=figures.index[-1].date(),
        previous=float(figures.iloc[-2]),
        percentile=rank / len(window),
        since=window.index[0].date(),
        count=len(window),
    )


def tails(figures: pd.Series[float]) -> tuple[float, float]:
    """The figures below and above which lie the lowest and the highest tenth of the last ten years
    (linear interpolation between observations).

    >>> days = pd.date_range("2016-02-01", periods=11, freq="YS")
    >>> tails(pd.Series(range(11), days, dtype="float64"))
    (1.9, 9.1)
    """
    window = _last_years(figures)
    return float(window.quantile(TAIL)), float(window.quantile(1 - TAIL))


@dataclass(frozen=True, slots=True)
class Association:
    """`correlation` of changes over `count` periods of `frequency`, `since` to `until`."""

    correlation: float
    count: int
    frequency: Frequency
    since: date
    until: date


def association(figures: pd.Series[float], ratio: pd.Series[float], frequency: Frequency) -> Association:
    """How changes in `figures` went with changes in `ratio` (small over large, per session), over
    the last ten years: Pearson's correlation of the figures' change with the ratio's log change,
    month by month (quarter by quarter for quarterly figures), only between neighbouring periods.

    An association, not a cause, and nothing to trade on: figures are set beside the period they
    are about, and are published after it. Raises NoData below 24 periods in common.

    >>> months = pd.date_range("2023-01-31", periods=30, freq="ME")
    >>> steps = np.tile([1.0, -1.0, 2.0], 10)
    >>> opposite = association(pd.Series(steps.cumsum(), months), pd.Series(np.exp(-steps.cumsum()), months),
    ...                        Frequency.MONTHLY)
    >>> round(opposite.correlation, 6), opposite.count
    (-1.0, 29)
    """
    period = "Q" if frequency is Frequency.QUARTERLY else "M"
    ours, figure_steps = _steps(figures, period)
    theirs, ratio_steps = _steps(pd.Series(np.log(ratio), ratio.index), period)
    both, *places = np.intersect1d(ours, theirs, assume_unique=True, return_indices=True)
    steps = np.column_stack([figure_steps[places[0]], ratio_steps[places[1]]])
    known = ~np.isnan(steps).any(axis=1)
    both, steps = both[known], steps[known]
    newest = both > both[-1:] - YEARS * (4 if period == "Q" else 12)
    both, steps = both[newest], steps[newest]
    if len(both) < ENOUGH:
        raise NoData(f"There are fewer than {ENOUGH} periods in common, too few to state an association.")
    first, last = (pd.Period(ordinal=int(number), freq=period) for number in (both[0], both[-1]))
    return Association(
        correlation=float(pd.Series(steps[:, 0]).corr(pd.Series(steps[:, 1]))),
        count=len(both),
        frequency=Frequency.QUARTERLY if period == "Q" else Frequency.MONTHLY,
        since=first.start_time.date(),
        until=last.end_time.date(),
    )


def month_ends(ratio: pd.Series[float]) -> pd.Series[float]:
    """The last value of each month on its own session: `association` reads no others, so that several series
    need not look through every session.

    >>> days = pd.to_datetime(["2026-01-29", "2026-01-30", "2026-02-02"])
    >>> month_ends(pd.Series([1.0, 2.0, 3.0], days)).tolist()
    [2.0, 3.0]
    """
    known = ratio.dropna()
    months = _months(known.index)
    return known[np.append(months[1:] != months[:-1], True)[: len(months)]]


def recessions(flags: pd.Series[float]) -> tuple[tuple[date, date], ...]:
    """First and last day of each run of months flagged 1 (`RECESSION`), oldest first.

    >>> months = pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01"])
    >>> [(str(a), str(b)) for a, b in recessions(pd.Series([0.0, 1, 1, 0], months))]
    [('2020-02-01', '2020-03-31')]
    """
    on = flags > 0.5
    runs = (on != on.shift()).cumsum()[on]
    return tuple(
        (days.index[0].date(), (days.index[-1] + pd.offsets.MonthEnd(0)).date())
        for _run, days in runs.groupby(runs)
    )


def _last_years(figures: pd.Series[float]) -> pd.Series[float]:
    before = figures.index.searchsorted(figures.index[-1] - pd.DateOffset(years=YEARS), side="right")
    return figures.iloc[int(before) :]


def _months(days: pd.Index[Any]) -> NDArray[np.int64]:
    """The calendar month of each day, counted from January 1970, as `pd.Period` counts them."""
    return days.to_numpy().astype("datetime64[M]").astype(np.int64)


def _steps(values: pd.Series[float], period: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Periods, counted through, and the change of the last value in each on the last in the one just before, where
    both are known."""
    known = values.dropna()
    numbers = _months(known.index) // (3 if period == "Q" else 1)
    is_last = np.append(numbers[1:] != numbers[:-1], True)[: len(numbers)]
    numbers, ends = numbers[is_last], known.to_numpy()[is_last]
    neighbours = np.diff(numbers) == 1
    return numbers[1:][neighbours], np.diff(ends)[neighbours]
