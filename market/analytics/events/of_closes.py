"""Events of one series of closes, session by session: 0 where there is none, NaN where it cannot be said.

A session without a bar is NaN in the closes; an event is said only over sessions that all have one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from market.analytics.events.kinds import DEVIATIONS, LEAD, RUN, STEPS, WINDOW, YEAR
from market.analytics.run_lengths import newest, run_lengths

Flags = NDArray[np.bool_]  # one a session

_TIE = 1e-12  # a fall of exactly 10 % in arithmetic is 10 % here, whatever its last bit


def record(closes: pd.Series[float]) -> pd.Series[float]:
    """1 where a close is above every earlier one. Open where a session is missing since the record before.

    >>> record(pd.Series([1.0, 2.0, 2.0, 3.0])).tolist()
    [nan, 1.0, 0.0, 1.0]
    """
    values = closes.to_numpy()
    return _sizes(closes.index, values > _highest_before(values), _is_whole(values))


def intraday_record(closes: pd.Series[float], highs: pd.Series[float]) -> pd.Series[float]:
    """1 where a session's high is above every earlier close, and its own close is not.

    >>> intraday_record(pd.Series([1.0, 2.0, 1.9]), pd.Series([1.0, 2.0, 2.1])).tolist()
    [nan, 0.0, 1.0]
    """
    values, high = closes.to_numpy(), highs.to_numpy()
    before = _highest_before(values)
    return _sizes(closes.index, (high > before) & (values <= before), _is_whole(values) & ~np.isnan(high))


def drawdown_step(closes: pd.Series[float]) -> pd.Series[float]:
    """The deepest of `STEPS` below the record that a close is the first to reach since that record.

    >>> drawdown_step(pd.Series([100.0, 96.0, 88.0, 94.0, 89.0, 101.0, 95.0])).tolist()
    [nan, 0.0, 0.1, 0.0, 0.0, 0.0, 0.05]
    """
    values = closes.to_numpy()
    below = values / np.fmax.accumulate(values) - 1.0
    high = newest(values > _highest_before(values))
    step = np.zeros(len(values))
    for depth in STEPS:
        reached = below <= -depth + _TIE
        step[reached & (_before(newest(reached), -1) <= high)] = depth
    return _sizes(closes.index, step, _is_whole(values))


def move(closes: pd.Series[float], level: bool = False) -> pd.Series[float]:
    """A change in standard deviations of the `WINDOW` changes before it, where it is at least `DEVIATIONS`.
    `level`: the change is in points (volatility, yields), else a return.

    >>> calm = [100.0, 101.0] * 31
    >>> round(float(move(pd.Series([*calm, 95.0])).iloc[-1]), 1)
    -5.9
    """
    values = closes.to_numpy(dtype=float)
    before = _before(values, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        changes = values - before if level else values / before - 1.0
        times = changes / _windows_before(changes, WINDOW).std(axis=1, ddof=1)
    return _sizes(closes.index, np.where(np.abs(times) >= DEVIATIONS, times, 0.0), np.isfinite(times))


def extreme(closes: pd.Series[float]) -> pd.Series[float]:
    """+1 where a close is above all of the `YEAR` − 1 before it, −1 where below all of them.

    >>> extreme(pd.Series(range(1, 253), dtype=float)).iloc[-2:].tolist()
    [nan, 1.0]
    """
    values = closes.to_numpy(dtype=float)
    before = _windows_before(values, YEAR - 1)
    highest, lowest = before.max(axis=1), before.min(axis=1)
    side = (values > highest).astype(float) - (values < lowest)
    return _sizes(closes.index, side, ~np.isnan(highest) & ~np.isnan(values))


def run_end(closes: pd.Series[float]) -> pd.Series[float]:
    """The length of a run of at least `RUN` sessions up (above 0) or down (below 0) that this session ended.

    >>> run_end(pd.Series([1.0, 2, 3, 4, 5, 6, 7, 8, 7])).tolist()[-2:]
    [0.0, 7.0]
    """
    changes = closes.diff().to_numpy()
    compared = ~np.isnan(changes)
    up, down = (_run_end(side, compared, RUN) for side in (changes > 0, changes < 0))
    return pd.Series(up - down, closes.index)


def lead(own: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    """The sessions in a row with a higher return than the other's, where there are at least `LEAD`."""
    index, ahead, compared = _ahead(own, other)
    lengths, whole = run_lengths(ahead), _is_counted(ahead, compared)
    return _sizes(index, np.where(lengths >= LEAD, lengths, 0), compared & (whole | (lengths >= LEAD)))


def lead_end(own: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    """The length of a lead of at least `LEAD` sessions that this session ended."""
    index, ahead, compared = _ahead(own, other)
    return pd.Series(_run_end(ahead, compared, LEAD), index)


def _ahead(own: pd.Series[float], other: pd.Series[float]) -> tuple[pd.Index[Any], Flags, Flags]:
    """The sessions that both have, on which of them `own` had the higher return, and which can be compared."""
    index = own.index.intersection(other.index)
    closes = (series.reindex(index).to_numpy() for series in (own, other))
    ours, theirs = (values / _before(values, np.nan) - 1.0 for values in closes)
    return index, ours > theirs, ~np.isnan(ours) & ~np.isnan(theirs)


def _run_end(ahead: Flags, compared: Flags, least: int) -> NDArray[np.float64]:
    """The length of a run of at least `least` sessions of `ahead` that this session, which is not, ended; open
    where an unknown session keeps the run from being counted."""
    before = _before(run_lengths(ahead), 0)
    counted = _before(_is_counted(ahead, compared), True) | (before >= least)
    ended = np.where((before >= least) & ~ahead, before, 0)
    return np.where(compared & (counted | ahead), ended, np.nan)


def _is_counted(ahead: Flags, compared: Flags) -> Flags:
    """Whether no unknown session cut short the run that a session ends. The first session of a history, which has
    none before it, cuts nothing short."""
    start = newest(~ahead)  # the session that stopped the count
    return (start <= 0) | compared[start]


def _highest_before(closes: NDArray[Any]) -> NDArray[Any]:
    return _before(np.fmax.accumulate(closes), np.nan)


def _is_whole(closes: NDArray[Any]) -> Flags:
    """Whether a session and one before it have closes, and none is missing since the record that stood before."""
    before, missing = _highest_before(closes), np.isnan(closes)
    gap_since_high = newest(missing) > _before(newest(closes > before), -1)
    whole: Flags = ~(missing | np.isnan(before) | gap_since_high)
    return whole


def _before(values: NDArray[Any], first: float | bool) -> NDArray[Any]:
    """What held at the session before; `first` where there is none."""
    return np.concatenate(([first], values))[:-1]


def _windows_before(values: NDArray[Any], count: int) -> NDArray[Any]:
    """The `count` values before each session, sessions × `count`; NaN for those before the first."""
    return sliding_window_view(np.concatenate((np.full(count, np.nan), values[:-1])), count)


def _sizes(index: pd.Index[Any], sizes: NDArray[Any], judged: Flags) -> pd.Series[float]:
    return pd.Series(np.where(judged, sizes, np.nan), index)
