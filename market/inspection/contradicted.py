"""Whether an index and the fund that tracks it have made the same moves. Pure: closes in, doubts out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.bars import Bars, RunningBar
from market.doubts import Doubt, DoubtKind
from market.inspection.jumps import Series, departures
from market.inspection.limits import MoveLimits

# Moves as logarithms.
_LATELY = 10  # sessions
_STARTLING = 0.07  # a move of an index: once in a year or two
_GAP = 0.105  # from a close to the next open: none since 1940
_APART = 0.04  # of two moves in one session; 0.035 at most since 2001 (the Nasdaq-100 and QQQ on 2008-09-30)
_USUAL = 20  # times the usual distance of these months: in 2000 funds closed later than their indices did, 16 times
_CLOSE = 0.01  # nearer ones may be an ex-dividend day's
_NEVER = 25  # times the usual distance, and
_MAINLY = 0.7  # of the larger move: 0.55 at most with the one before (2008-09-30), over a stretch 0.27
_MONTHS = 61  # sessions
_CLEAR = 3  # so many times the other move, and the other one is not at fault
_STRETCH = 10  # sessions of which most moves do not agree
# Their median distance, in times of the usual one, and as a share of the larger move; of no pair on any session since
# 1998, nor at two thirds of each.
_STRAYED, _OFTEN, _MOSTLY = 0.003, 8, 0.5
_ALSO = 5  # times the usual distance: so far apart, a session beside such a stretch belongs to it
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


def contradicted(
    closes: pd.Series[float],
    other: pd.Series[float],
    name: str,
    excused: Collection[date] = (),
    missing: Collection[date] = (),
) -> tuple[Doubt, ...]:
    """Doubts of the sessions of `closes` that `other`, which `name` names, contradicts. Of two moves that do not
    agree one that is many times larger is at fault, else both; a distance that stays is another scale before it.
    `excused`: sessions on which `other` is the one at fault, whatever the moves; `missing`: sessions without a bar.

    >>> days = pd.bdate_range("2026-01-12", periods=5)
    >>> index = pd.Series([2600.0, 2610.0, 2620.0, 3432.0, 2640.0], days)
    >>> (doubt,) = contradicted(index, index.where(index < 3000, 2630.0) / 10, "IWM")
    >>> [str(day) for day in doubt.days], doubt.usual, doubt.words
    (['2026-01-15'], 2620.0, '3,432.00; 2,620.00 before it, and IWM did not follow')
    """
    both, moves = _beside(closes, other)
    apart = (moves["own"] - moves["other"]).abs()
    usual = apart.rolling(_MONTHS, center=True, min_periods=1).median()
    larger = moves.abs().max(axis=1)
    wide = (apart > np.maximum(_APART, _USUAL * usual)) | (
        (apart > np.maximum(_CLOSE, _NEVER * usual))
        & (apart > _MAINLY * larger)
        & ~over_gaps(both.index, closes.index, other.index, missing)
    )
    pardoned = pd.Series(both.index.isin(pd.DatetimeIndex(list(excused))), both.index)
    wide &= ~(pardoned | pardoned.shift(1, fill_value=False))
    rows = np.flatnonzero(wide & (_CLEAR * moves["own"].abs() >= moves["other"].abs())).tolist()
    if not rows:
        return ()
    ratio = (both["own"] / both["other"]).to_numpy("float64")
    none = np.full(len(ratio), np.nan)
    series = Series(ratio, none, none, none, none, np.zeros(len(ratio), dtype=np.bool_))
    return tuple(
        doubt_of(closes, both.index, stretch.start, stretch.stop, name)
        for stretch in departures(series, _LIMITS, rows)
    )


def strayed(closes: pd.Series[float], other: pd.Series[float], name: str) -> tuple[Doubt, ...]:
    """Doubts of stretches of `closes` in which most moves are not those of `other`, though none is far from its own:
    sessions of another month, or dated a day late."""
    both, moves = _beside(closes, other)
    apart = (moves["own"] - moves["other"]).abs()
    usual = apart.rolling(2 * _MONTHS, center=True, min_periods=_MONTHS).median()
    newest, larger = (values.rolling(_STRETCH).median() for values in (apart, moves.abs().max(axis=1)))
    ends = (newest > np.maximum(_STRAYED, _OFTEN * usual)) & (newest > _MOSTLY * larger)
    bad = np.zeros(len(ends), dtype=np.int8)
    for end in np.flatnonzero(ends.to_numpy()).tolist():
        bad[end - _STRETCH + 1 : end + 1] = 1
    also = np.flatnonzero((apart > _ALSO * usual).to_numpy()).tolist()
    for row in (*also, *reversed(also)):
        bad[row] |= bad[max(row - 1, 0) : row + 2].max()
    edges = np.flatnonzero(np.diff(bad, prepend=0, append=0)).tolist()
    starts, stops = edges[::2], edges[1::2]
    return tuple(doubt_of(closes, both.index, *stretch, name) for stretch in zip(starts, stops, strict=True))


def over_gaps(
    common: pd.Index, own: pd.Index, other: pd.Index, missing: Collection[date]
) -> NDArray[np.bool_]:
    """Which rows of the sessions that two markets have in `common` come after one that either of them lacks: moves
    within such a stretch may cancel each other, so that a distance beside what is left of them says nothing."""
    days = own.union(other).union(pd.DatetimeIndex(list(missing)).as_unit("us"))
    places = days.searchsorted(common)
    return np.diff(places, prepend=places[:1] - 1) > 1


def _beside(closes: pd.Series[float], other: pd.Series[float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both on the sessions that both have, and their moves over these, in logarithms."""
    both = pd.concat({"own": closes, "other": other}, axis=1, join="inner").dropna()
    return both, pd.DataFrame(np.log(both), both.index, both.columns).diff()


def doubt_of(closes: pd.Series[float], common: pd.Index, start: int, stop: int, name: str) -> Doubt:
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
