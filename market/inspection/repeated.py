"""Bars and closes that repeat the one before them. Pure: arrays in, flags out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_OUTSIDE = 5e-3  # beyond the range; prices of a few dollars miss it by their rounding
_LATELY = 10  # bars before one, of which any with a range shows what bars are here
_EXACT = 100.0  # a price whose four figures are never the same by chance
_TOGETHER = 0.25  # share of a table's funds; by chance 3 of 20 at most, on 2000-09-05
_FEW = 3  # funds; so many stood on two sessions in a row never (two did, short bonds and the dollar)


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


def copied(closes: pd.DataFrame) -> pd.DataFrame:
    """Which closes of a table, sessions × funds, were filled forward: more of them stand on one session, or on two in
    a row, than ever did by chance.

    >>> moving = {name: [1.0, 2.0, 3.0] for name in "abcdefgh"}
    >>> copied(pd.DataFrame(moving | {name: [1.0, 2.0, 2.0] for name in "xyz"})).sum().sum()
    np.int64(3)
    """
    values = closes.to_numpy("float64")
    same = np.zeros(values.shape, dtype=np.bool_)
    same[1:] = values[1:] == values[:-1]
    priced = np.isfinite(values).sum(axis=1)
    many = (same.sum(axis=1) >= _FEW) & (same.sum(axis=1) > _TOGETHER * priced)
    second = same.copy()
    second[1:] &= same[:-1]
    second[0] = False
    second &= second.sum(axis=1, keepdims=True) >= _FEW
    first = np.zeros_like(second)
    first[:-1] = second[1:]
    return pd.DataFrame((same & many[:, None]) | second | first, closes.index, closes.columns)
