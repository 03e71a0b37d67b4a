"""Whether an index and the fund that tracks it have made the same moves. Pure: closes in, doubts out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from market.bars import Bars, RunningBar
from market.doubts import Doubt, DoubtKind
from market.inspection.jumps import Series, stretches
from market.inspection.limits import MoveLimits

# Moves as logarithms.
_LATELY = 10  # sessions
_STARTLING = 0.07  # a move of an index: once in a year or two
_GAP = 0.105  # from a close to the next open: none since 1940
_APART = 0.04  # of two moves in one session; 0.035 at most since 2001 (the Nasdaq-100 and QQQ on 2008-09-30)
_USUAL = 15  # times the usual distance of these months: in 2000 funds closed later than their indices did
_MONTHS = 61  # sessions
_APART_SO_FAR = 0.08
_LIMITS = MoveLimits(_APART, True, _APART, _APART, 250, splits=False)


def is_startling(frame: pd.DataFrame) -> bool:
    """Whether an index has made so large a move of late, or opened so far from a close, that its fund is worth
    asking for. `frame` as in `Bars.frame`.

    >>> calm = pd.DataFrame({"open": [99.0, 100.0], "close": [100.0, 101.0]})
    >>> is_startling(calm), is_startling(calm.assign(close=[100.0, 110.0]))
    (False, True)
    """
    opens, closes = frame["open"].to_numpy("float64"), frame["close"].to_numpy("float64")
    moves = np.diff(np.log(closes[-_LATELY:]))
    gaps = np.log(opens[1:] / closes[:-1])[pd.Index(frame.index[1:]) >= pd.Timestamp(1940, 1, 1)]
    return bool((np.abs(moves) > _STARTLING).any() or (np.abs(gaps) > _GAP).any())


def contradicted(closes: pd.Series[float], other: pd.Series[float], name: str) -> tuple[Doubt, ...]:
    """Doubts of the sessions of `closes` that `other`, which `name` names, contradicts. Of two moves that do not
    agree the larger one is at fault; a distance that stays is another scale before it.

    >>> days = pd.bdate_range("2026-01-12", periods=5)
    >>> index = pd.Series([2600.0, 2610.0, 2620.0, 3432.0, 2640.0], days)
    >>> (doubt,) = contradicted(index, index.where(index < 3000, 2630.0) / 10, "IWM")
    >>> [str(day) for day in doubt.days], doubt.usual, doubt.words
    (['2026-01-15'], 2620.0, '3,432.00; 2,620.00 before it, and IWM did not follow')
    """
    both = pd.concat({"own": closes, "other": other}, axis=1, join="inner").dropna()
    moves = pd.DataFrame(np.log(both), both.index, both.columns).diff()
    apart = (moves["own"] - moves["other"]).abs()
    usual = apart.rolling(_MONTHS, center=True, min_periods=1).median()
    wide = (apart > np.maximum(_APART, _USUAL * usual)) & (moves["own"].abs() >= moves["other"].abs())
    rows = np.flatnonzero(wide).tolist()
    if not rows:
        return ()
    ratio = (both["own"] / both["other"]).to_numpy("float64")
    none = np.full(len(ratio), np.nan)
    series = Series(ratio, none, none, none, none, np.zeros(len(ratio), dtype=np.bool_))
    return tuple(
        _doubt(closes, both.index, stretch.start, stretch.stop, name)
        for stretch in stretches(series, _LIMITS, rows)
    )


def _doubt(closes: pd.Series[float], common: pd.Index, start: int, stop: int, name: str) -> Doubt:
    """Of the sessions from one row of the common ones to before another."""
    own = pd.DatetimeIndex(closes.index)
    if start == 0:
        edge = int(own.get_indexer(common[stop : stop + 1])[0])
        days = tuple(stamp.date() for stamp in own[:edge])
        return Doubt(DoubtKind.SCALE, days, float(closes.iloc[edge - 1]), float(closes.iloc[edge]), name)
    first = int(own.get_indexer(common[start : start + 1])[0])
    end = int(own.get_indexer(common[stop : stop + 1])[0]) if stop < len(common) else len(own)
    days = tuple(stamp.date() for stamp in own[first:end])
    return Doubt(DoubtKind.CONTRADICTED, days, float(closes.iloc[first]), float(closes.iloc[first - 1]), name)


def is_startling_so_far(running: RunningBar, before: float) -> bool:
    """Whether a market has moved so far from its close `before` that its fund or index is worth asking for."""
    return bool(abs(np.log(running.last / before)) > _STARTLING)


def contradicted_so_far(running: RunningBar, before: float, day: date, other: Bars) -> Doubt | None:
    """A doubt of a running bar that the fund or index `other` has not followed since the close `before` of `day`; None
    where that has no bar of one of the two sessions."""
    beside = other.running
    if beside is None or (beside.session, other.last_session) != (running.session, day):
        return None
    own, theirs = np.log(running.last / before), np.log1p(other.running_change)
    if not (abs(own - theirs) > _APART_SO_FAR and abs(own) >= abs(theirs)):
        return None
    return Doubt(DoubtKind.CONTRADICTED, (running.session,), running.last, before, other.symbol.label)
