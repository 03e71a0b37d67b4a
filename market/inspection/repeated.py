"""Bars that repeat the one before them. Pure: arrays in, flags out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_OUTSIDE = 5e-3  # beyond the range; prices of a few dollars miss it by their rounding
_LATELY = 10  # bars before one, of which any with a range shows what bars are here
_EXACT = 100.0  # a price whose four figures are never the same by chance


def repeated(
    opens: Floats, highs: Floats, lows: Floats, closes: Floats, volumes: Floats
) -> NDArray[np.bool_]:
    """Which sessions have the close of the session before instead of their own: the whole bar is that session's,
    the close is outside the session's own range, or the bar is that close alone and nothing was traded.

    >>> opens, highs, lows = np.array([1.0, 3.0]), np.array([2.0, 4.0]), np.array([1.0, 3.0])
    >>> repeated(opens, highs, lows, np.array([2.0, 2.0]), np.array([9.0, 9.0])).tolist()
    [False, True]
    """
    before = [np.concatenate(([np.nan], column[:-1])) for column in (opens, highs, lows, closes)]
    same_close = closes == before[3]
    whole = (
        (opens == before[0])
        & (highs == before[1])
        & (lows == before[2])
        & (highs > lows)
        & (closes >= _EXACT)
    )
    outside = (highs < closes * (1 - _OUTSIDE)) | (lows > closes * (1 + _OUTSIDE))
    flat = (opens == closes) & (highs == closes) & (lows == closes) & (volumes == 0)
    ranged = np.concatenate(([0], np.cumsum(highs > lows)))
    rows = np.arange(len(closes))
    # The VIX, of few figures and without volume, did close unchanged; so did markets in histories of closes alone.
    sure = (closes >= _EXACT) | bool((volumes > 0).any())
    lively = ranged[rows] > ranged[np.maximum(rows - _LATELY, 0)]
    return np.asarray(same_close & (whole | outside | (flat & lively & sure)), dtype=np.bool_)
