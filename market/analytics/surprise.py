"""Surprise: how large a change is beside those before it, of one session or of several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SHORT, LONG = 60, 252  # sessions


@dataclass(frozen=True, slots=True)
class Surprise:
    """A change beside its history.

    change: over `sessions` sessions up to the last, or so far today; NaN where it is unknown.
    short, long: it over the standard deviation of the 60 and the 252 daily changes before it, times the square
        root of its sessions; NaN where one of them is missing, or where there are too few.
    rank: its place among the changes over as many sessions that ended this year, of the same direction, the largest
        first (those of equal size share a place); None where one of them is missing, or where it is zero.
    count: those of that direction, this one included.
    gap: the newest session among those looked at whose daily change is missing; None without one.
    """

    change: float
    short: float
    long: float
    rank: int | None
    count: int
    year: int
    gap: date | None
    sessions: int = 1


def surprise(closes: pd.Series[float], so_far: float | None = None, sessions: int = 1) -> Surprise:
    """The surprise of the last `sessions` sessions. `closes`: a row a session, NaN where a bar is missing. `so_far`:
    a change since the last close, as of a session in progress, which then is what is measured.

    The standard deviation is the sample's (n − 1) and never contains the change itself.

    >>> days = pd.bdate_range("2025-09-01", periods=63)
    >>> steps = [0.01, -0.01] * 31
    >>> closes = pd.Series(np.concatenate([[1.0], np.cumprod(1 + np.array(steps))]), days)
    >>> s = surprise(closes, 0.03)
    >>> round(s.short, 2), s.rank, s.long
    (2.98, None, nan)
    """
    days, year = pd.DatetimeIndex(closes.index), closes.index[-1].year
    values = closes.to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):  # of a level, which may be zero
        daily, moves = (values[many:] / values[:-many] - 1.0 for many in (1, sessions))
    if so_far is None:
        of_year = len(days) - int(days.searchsorted(pd.Timestamp(year, 1, 1)))
        ours = moves[max(len(moves) - of_year, 0) :]
        change, before = float(moves[-1]) if len(moves) else float("nan"), daily[:-sessions]
    else:
        ours, change, before = daily[:0], so_far, daily
    looked = max(len(daily) - len(before) + LONG, len(ours) + sessions - 1)
    gaps = days[1:][-looked:][np.isnan(daily[-looked:])]
    short, long = (_times(change, before, window) / sqrt(sessions) for window in (SHORT, LONG))
    rank, count = _rank(change, ours)
    return Surprise(change, short, long, rank, count, year, gaps[-1].date() if len(gaps) else None, sessions)


def over(closes: pd.Series[float], base: pd.Timestamp, end: pd.Timestamp) -> Surprise:
    """The surprise of the change from the close at `base` to that at `end`; nothing is known of it where one of
    these is no session of `closes`."""
    upto = closes.loc[:end]
    sessions = len(upto.loc[base:]) - 1
    if sessions < 1 or upto.index[-1] != end or upto.index[-1 - sessions] != base:
        return Surprise(float("nan"), float("nan"), float("nan"), None, 0, end.year, None)
    return surprise(upto, sessions=sessions)


def _times(change: float, before: NDArray[np.float64], window: int) -> float:
    last = before[-window:]
    if len(last) < window or not np.isfinite(last).all():
        return float("nan")
    usual = float(last.std(ddof=1))
    return change / usual if usual > 0 else float("nan")


def _rank(change: float, ours: NDArray[np.float64]) -> tuple[int | None, int]:
    if not len(ours) or np.isnan(ours).any() or change == 0 or change != change:
        return None, 0
    alike = np.abs(ours[np.sign(ours) == np.sign(change)])
    return int((alike > abs(change)).sum()) + 1, len(alike)
