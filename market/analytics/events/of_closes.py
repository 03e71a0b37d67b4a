"""Events of one series of closes, session by session: 0 where there is none, NaN where it cannot be said.

A session without a bar is NaN in the closes; an event is said only over sessions that all have one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from market.analytics.events.kinds import DEVIATIONS, LEAD, RUN, STEPS, WINDOW, YEAR

_TIE = 1e-12  # a fall of exactly 10 % in arithmetic is 10 % here, whatever its last bit


def record(closes: pd.Series[float]) -> pd.Series[float]:
    """1 where a close is above every earlier one. Open where a session is missing since the record before.

    >>> record(pd.Series([1.0, 2.0, 2.0, 3.0])).tolist()
    [nan, 1.0, 0.0, 1.0]
    """
    before = _highest_before(closes)
    return (closes > before).astype(float).where(before.notna() & closes.notna() & ~_gap_since_high(closes))


def intraday_record(closes: pd.Series[float], highs: pd.Series[float]) -> pd.Series[float]:
    """1 where a session's high is above every earlier close, and its own close is not.

    >>> intraday_record(pd.Series([1.0, 2.0, 1.9]), pd.Series([1.0, 2.0, 2.1])).tolist()
    [nan, 0.0, 1.0]
    """
    before = _highest_before(closes)
    reached = (highs > before) & (closes <= before)
    return reached.astype(float).where(
        before.notna() & closes.notna() & highs.notna() & ~_gap_since_high(closes)
    )


def drawdown_step(closes: pd.Series[float]) -> pd.Series[float]:
    """The deepest of `STEPS` below the record that a close is the first to reach since that record.

    >>> drawdown_step(pd.Series([100.0, 96.0, 88.0, 94.0, 89.0, 101.0, 95.0])).tolist()
    [nan, 0.0, 0.1, 0.0, 0.0, 0.0, 0.05]
    """
    below = closes / closes.cummax().ffill() - 1.0
    era = (closes > _highest_before(closes)).cumsum()
    deepest_before = below.groupby(era).cummin().groupby(era).shift(1).fillna(0.0)
    step = pd.Series(0.0, closes.index)
    for depth in STEPS:
        step = step.mask((below <= -depth + _TIE) & (deepest_before > -depth + _TIE), depth)
    whole = closes.notna() & ~_gap_since_high(closes)
    whole.iloc[:1] = False
    return step.where(whole)


def move(closes: pd.Series[float], level: bool = False) -> pd.Series[float]:
    """A change in standard deviations of the `WINDOW` changes before it, where it is at least `DEVIATIONS`.
    `level`: the change is in points (volatility, yields), else a return.

    >>> calm = [100.0, 101.0] * 31
    >>> round(float(move(pd.Series([*calm, 95.0])).iloc[-1]), 1)
    -5.9
    """
    changes = closes.diff() if level else closes / closes.shift(1) - 1.0
    times = changes / changes.rolling(WINDOW).std().shift(1)
    return times.where(times.abs() >= DEVIATIONS, 0.0).where(times.notna() & np.isfinite(times))


def extreme(closes: pd.Series[float]) -> pd.Series[float]:
    """+1 where a close is above all of the `YEAR` − 1 before it, −1 where below all of them.

    >>> extreme(pd.Series(range(1, 253), dtype=float)).iloc[-2:].tolist()
    [nan, 1.0]
    """
    before = closes.shift(1).rolling(YEAR - 1)
    highest, lowest = before.max(), before.min()
    side = (closes > highest).astype(float) - (closes < lowest).astype(float)
    return side.where(highest.notna() & closes.notna())


def run_end(closes: pd.Series[float]) -> pd.Series[float]:
    """The length of a run of at least `RUN` sessions up (above 0) or down (below 0) that this session ended.

    >>> run_end(pd.Series([1.0, 2, 3, 4, 5, 6, 7, 8, 7])).tolist()[-2:]
    [0.0, 7.0]
    """
    changes = closes.diff()
    up, down = (streak_end(side, changes.notna(), RUN) for side in (changes > 0, changes < 0))
    return up - down


def streak_end(ahead: pd.Series[bool], compared: pd.Series[bool], least: int) -> pd.Series[float]:
    """The length of a run of at least `least` sessions of `ahead` that this session, which is not, ended; open
    where an unknown session keeps the run from being counted."""
    lengths, whole = _run(ahead, compared)
    before = lengths.shift(1, fill_value=0)
    counted = whole.shift(1, fill_value=True) | (before >= least)
    ended = before.where((before >= least) & ~ahead, 0).astype(float)
    return ended.where(compared & (counted | ahead))


def lead(own: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    """The sessions in a row with a higher return than the other's, where there are at least `LEAD`."""
    ahead, compared = _ahead(own, other)
    lengths, whole = _run(ahead, compared)
    return lengths.where(lengths >= LEAD, 0).astype(float).where(compared & (whole | (lengths >= LEAD)))


def lead_end(own: pd.Series[float], other: pd.Series[float]) -> pd.Series[float]:
    """The length of a lead of at least `LEAD` sessions that this session ended."""
    return streak_end(*_ahead(own, other), LEAD)


def _ahead(own: pd.Series[float], other: pd.Series[float]) -> tuple[pd.Series[bool], pd.Series[bool]]:
    both = pd.concat({"own": own, "other": other}, axis=1, join="inner")
    returns = both / both.shift(1) - 1.0
    return returns["own"] > returns["other"], returns.notna().all(axis=1)


def _run(ahead: pd.Series[bool], compared: pd.Series[bool]) -> tuple[pd.Series[int], pd.Series[bool]]:
    """How long the run is that a session ends, and whether no unknown session cut it short. The first session
    of a history, which has none before it, cuts nothing short."""
    breaks = (~ahead).cumsum()
    lengths = ahead.astype(int).groupby(breaks).cumsum()
    opened = (~compared).groupby(breaks).cummax()  # the session that stopped the count was an unknown one
    opened[breaks == 1] = opened[breaks == 1] & (ahead.index[0] != opened.index[0])
    return lengths, ~opened


def _highest_before(closes: pd.Series[float]) -> pd.Series[float]:
    return closes.cummax().ffill().shift(1)


def _gap_since_high(closes: pd.Series[float]) -> pd.Series[bool]:
    """Whether a session is missing between the record that stood before and this session."""
    era = (closes > _highest_before(closes)).cumsum().shift(1, fill_value=0)
    return closes.isna().groupby(era).cummax()
