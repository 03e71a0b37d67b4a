"""Surprise: how large a day's change is beside the days before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.performance import daily_returns

SHORT, LONG = 60, 252  # sessions


@dataclass(frozen=True, slots=True)
class Surprise:
    """A day's change beside its history.

    change: of the last session, or so far today; NaN where it is unknown.
    short, long: it over the standard deviation of the 60 and the 252 daily changes before it; NaN where one
        of them is missing, or where there are too few.
    rank: its place among this year's changes of the same direction, the largest first (those of equal size
        share a place); None where a change of this year is missing, or where it is zero.
    count: this year's changes of that direction, this one included.
    gap: a session of this year, or of the 252 before, whose change is missing; None without one.
    """

    change: float
    short: float
    long: float
    rank: int | None
    count: int
    year: int
    gap: date | None


def surprise(closes: pd.Series[float], so_far: float | None = None) -> Surprise:
    """The last session's surprise. `closes`: a row a session, NaN where a bar is missing. `so_far`: the change
    of a session in progress after the last close, which then is what is measured.

    The standard deviation is the sample's (n − 1) and never contains the change itself.

    >>> days = pd.bdate_range("2025-09-01", periods=63)
    >>> steps = [0.01, -0.01] * 31
    >>> closes = pd.Series(np.concatenate([[1.0], np.cumprod(1 + np.array(steps))]), days)
    >>> s = surprise(closes, 0.03)
    >>> round(s.short, 2), s.rank, s.long
    (2.98, None, nan)
    """
    returns = daily_returns(closes)
    if so_far is None and len(returns):
        change, before, year = float(returns.iloc[-1]), returns.iloc[:-1], returns.index[-1].year
        ours = returns[pd.DatetimeIndex(returns.index).year == year]
    else:
        change, before = float("nan") if so_far is None else so_far, returns
        year, ours = closes.index[-1].year, returns.iloc[:0]
    seen = returns.iloc[-LONG - 1 :] if len(ours) < LONG else ours
    gaps = seen.index[seen.isna()]
    short, long = (_times(change, before, window) for window in (SHORT, LONG))
    rank, count = _rank(change, ours)
    return Surprise(change, short, long, rank, count, year, gaps[-1].date() if len(gaps) else None)


def over(closes: pd.Series[float], base: pd.Timestamp, end: pd.Timestamp) -> float:
    """A change over several sessions beside what is usual for so many: over the standard deviation of the
    `LONG` daily changes up to the base, times the square root of the number of sessions. NaN as above."""
    part = closes.loc[base:end]
    if len(part) < 2 or part.index[0] != base or part.index[-1] != end:
        return float("nan")
    change = float(part.iloc[-1] / part.iloc[0] - 1.0)
    return _times(change, daily_returns(closes.loc[:base]), LONG) / float(np.sqrt(len(part) - 1))


def _times(change: float, before: pd.Series[float], window: int) -> float:
    last = before.iloc[-window:].to_numpy()
    if len(last) < window or not np.isfinite(last).all():
        return float("nan")
    usual = float(last.std(ddof=1))
    return change / usual if usual > 0 else float("nan")


def _rank(change: float, ours: pd.Series[float]) -> tuple[int | None, int]:
    if not len(ours) or ours.isna().any() or change == 0 or change != change:
        return None, 0
    alike = ours[np.sign(ours) == np.sign(change)].abs()
    return int((alike > abs(change)).sum()) + 1, len(alike)
