"""Whether bars of an index or its fund stand under the day of a neighbouring session, told by their closes and by how
far highs and lows are from these: that differs from session to session, and both of a pair have it alike. Pure: bars
in, places out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# On no session since 1993 were bars of any of four pairs so much nearer to neighbouring sessions of the other one.
_WINDOW, _NEARER = 8, 1.5  # sessions; of so many shifted by one, 99.5 % at least are told
# Two exchanged ones: by so many times, and by so many times the usual distance (2.4 and 4.5 on 1999-10-20). Of those
# made for a test since 2010 four of five are told (the Russell 2000, the S&P 500) to 95 % (the Nasdaq-100).
_EXCHANGED, _FURTHER = 2, 5
_MONTHS, _LEAST = 61, 20  # sessions
Floats = NDArray[np.float64]


def misdated(own: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.Index, list[tuple[int, int]]]:
    """The sessions of which both have a high, a low and a close, and from which row to before which one of them the
    bars of one of the two are nearer to a neighbouring session of the other one. Frames as in `Bars.frame`.

    >>> days = pd.bdate_range("2025-09-01", periods=40)
    >>> close = pd.Series(100.0, days)
    >>> high, low = close + np.arange(40) * 7 % 5, close - np.arange(40) * 3 % 7
    >>> bars = pd.DataFrame({"high": high, "low": low, "close": close})
    >>> late = pd.concat([bars[:30], bars.shift(1)[30:]])
    >>> misdated(bars, bars)[1], misdated(late, bars)[1]
    ([], [(30, 40)])
    """
    shapes = _shapes(other)
    sides = {"apart": shapes, "before": shapes.shift(1), "after": shapes.shift(-1)}
    both = pd.concat({"own": _shapes(own), **sides}, axis=1, join="inner")
    both = both[both[["own", "apart"]].notna().all(axis=1)]
    ratio = both[("own", "close")] - both[("apart", "close")]
    both[("own", "close")] -= ratio.rolling(_MONTHS, center=True, min_periods=1).median()
    if len(both) < _WINDOW:
        return both.index, []
    ours = both["own"].to_numpy()
    apart, before, after = (
        np.nan_to_num(np.abs(ours - both[side].to_numpy()).sum(axis=1), nan=np.inf) for side in sides
    )
    flags = np.zeros(len(both), dtype=np.int8)
    for neighbour in (before, after):
        _flag_shifted(flags, apart, neighbour)
    _flag_exchanged(flags, apart, before, after)
    edges = np.flatnonzero(np.diff(flags, prepend=0, append=0)).tolist()
    return both.index, list(zip(edges[::2], edges[1::2], strict=True))


def _shapes(frame: pd.DataFrame) -> pd.DataFrame:
    """The close of each session, and how far its high and its low are from it, in logarithms."""
    columns = ["high", "low", "close"]
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(frame[columns].to_numpy("float64"))
    logs[:, :2] -= logs[:, 2:]
    return pd.DataFrame(logs, frame.index, columns)


def _flag_shifted(flags: NDArray[np.int8], apart: Floats, neighbour: Floats) -> None:
    """Sessions of a window that is nearer to the neighbouring ones, from the first to the last that is so itself."""
    sums = [np.convolve(values, np.ones(_WINDOW), "valid") for values in (apart, neighbour)]
    for start in np.flatnonzero(sums[0] > _NEARER * sums[1]).tolist():
        nearer = start + np.flatnonzero(apart[start : start + _WINDOW] > neighbour[start : start + _WINDOW])
        flags[nearer[0] : nearer[-1] + 1] = 1


def _flag_exchanged(flags: NDArray[np.int8], apart: Floats, before: Floats, after: Floats) -> None:
    usual = pd.Series(apart).rolling(_MONTHS, center=True, min_periods=_LEAST).median().to_numpy()[:-1]
    own, exchanged = apart[:-1] + apart[1:], after[:-1] + before[1:]
    swapped = (own > _EXCHANGED * exchanged) & (own - exchanged > _FURTHER * usual)
    flags[:-1] |= swapped
    flags[1:] |= swapped
