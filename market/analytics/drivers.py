"""Drivers: what a lead of small over large caps has gone with. Association, never cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.errors import NoData
from market.period import Period

WINDOW = 252  # sessions on which the regression is fitted, all before what it explains
TESTED = 504  # sessions before the period's end on which it is judged, each by a fit on earlier ones
REFIT = 21  # sessions for which one fit is used
LEAST = 0.25  # of the variance that must be explained out of sample; below it nothing is said


@dataclass(frozen=True, slots=True)
class Driver:
    """One series: what the lead has `gone_with` for a change of it of one, its own `moved` over the period (a
    sum of daily changes), and the product of the two, `part` of the lead, summed session by session."""

    name: str
    gone_with: float
    moved: float
    part: float


@dataclass(frozen=True, slots=True)
class Drivers:
    """A lead and what it went with.

    drivers: the largest part either way first.
    lead: the sum of daily leads over the period, a fraction.
    out_of_sample: the share of the variance of past daily leads that fits on earlier sessions explained.
    tested: on how many sessions.
    base, end: of the period.
    gap: the first session whose change is missing among those that the fits need; parts and shares are NaN then.
    """

    drivers: tuple[Driver, ...]
    lead: float
    out_of_sample: float
    tested: int
    base: date
    end: date
    sessions: int
    gap: date | None = None

    @property
    def rest(self) -> float:
        """What the drivers leave of the lead."""
        return self.lead - sum(driver.part for driver in self.drivers)

    @property
    def is_said(self) -> bool:
        """Whether enough of past leads was explained out of sample to say anything."""
        return self.out_of_sample >= LEAST


def drivers(lead: pd.Series[float], series: pd.DataFrame, period: Period) -> Drivers:
    """What daily leads went with over `period`. `lead`: daily, a fraction; `series`: sessions × drivers, daily
    changes; both a row a session, NaN where a close is missing.

    Ordinary least squares with an intercept on the `WINDOW` sessions before each stretch of `REFIT`; no
    session is explained by a fit that contains it, and none is fitted on other sessions than those. Raises
    NoData where there are too few, or where one within the period is not known.
    """
    both = pd.concat([lead.rename("lead"), series], axis=1, join="inner")
    inside = period.cut(both)
    base, end = inside.index[0], inside.index[-1]
    missing = inside.iloc[1:].isna().any(axis=1)
    if missing.any():
        known = _from_the_first(both.loc[:end])
        if len(known) and known.index[0] > inside.index[1]:
            raise NoData(f"All the drivers are known from {known.index[0].date()} on. Try a shorter period.")
        raise NoData(f"A change of {missing[missing].index[0].date()} is not known. Try another period.")
    table, count = _from_the_first(both.loc[:end]), len(inside) - 1
    if len(table) < WINDOW + TESTED or count > len(table) - WINDOW:
        raise NoData(
            f"There are fewer than {WINDOW + max(TESTED, count)} sessions to fit on. Try a shorter period."
        )
    table = table.iloc[-WINDOW - max(TESTED, count) :]
    unknown = table.index[table.isna().any(axis=1)]
    fitted = _fitted(table, max(TESTED, count)) if unknown.empty else None
    return Drivers(
        drivers=_parts(table, fitted, count),
        lead=float(table["lead"].iloc[-count:].sum()),
        out_of_sample=_explained(table["lead"].to_numpy(), fitted),
        tested=TESTED,
        base=base.date(),
        end=end.date(),
        sessions=count,
        gap=None if unknown.empty else unknown[0].date(),
    )


def _from_the_first(table: pd.DataFrame) -> pd.DataFrame:
    """From the first session on of which all is known."""
    known = table.index[table.notna().all(axis=1)]
    return table.loc[known[0] :] if len(known) else table.iloc[:0]


def _parts(table: pd.DataFrame, fitted: _Fitted | None, count: int) -> tuple[Driver, ...]:
    names = [str(name) for name in table.columns[1:]]
    unknown = np.full(len(names), np.nan)
    slopes, parts = (fitted.slopes[-1], fitted.parts[-count:].sum(axis=0)) if fitted else (unknown, unknown)
    moved = table.to_numpy()[-count:, 1:].sum(axis=0)
    every = [Driver(*row) for row in zip(names, slopes.tolist(), moved.tolist(), parts.tolist(), strict=True)]
    return tuple(sorted(every, key=lambda driver: -abs(driver.part)))


def _explained(lead: NDArray[np.float64], fitted: _Fitted | None) -> float:
    if fitted is None:
        return float("nan")
    judged = lead[-TESTED:]
    errors, spread = judged - fitted.sums[-TESTED:], judged - fitted.means[-TESTED:]
    return 1.0 - float((errors**2).sum() / (spread**2).sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """By session: slopes and their products with the drivers' changes, their sums with the intercept, and the
    mean lead of the sessions that the fit was made on."""

    slopes: NDArray[np.float64]
    parts: NDArray[np.float64]
    sums: NDArray[np.float64]
    means: NDArray[np.float64]


def _fitted(table: pd.DataFrame, count: int) -> _Fitted:
    values = table.to_numpy(dtype="float64")
    y, x = values[:, 0], values[:, 1:]
    first = len(y) - count
    slopes, parts = np.empty((count, x.shape[1])), np.empty((count, x.shape[1]))
    sums, means = np.empty(count), np.empty(count)
    for start in range(first, len(y), REFIT):
        stop = min(start + REFIT, len(y))
        seen = slice(start - WINDOW, start)
        design = np.column_stack([np.ones(WINDOW), x[seen]])
        fit, *_rest = np.linalg.lstsq(design, y[seen], rcond=None)
        rows = slice(start - first, stop - first)
        slopes[rows] = fit[1:]
        parts[rows] = x[start:stop] * fit[1:]
        sums[rows] = fit[0] + parts[rows].sum(axis=1)
        means[rows] = y[seen].mean()
    return _Fitted(slopes, parts, sums, means)
