"""Sessions in a row: how far back the newest of something is, counted without a loop."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray


def newest(flags: ArrayLike) -> NDArray[np.int64]:
    """At each session the position of the newest True up to it; −1 before the first.

    >>> newest([False, True, False, True]).tolist()
    [-1, 1, 1, 3]
    """
    given = np.asarray(flags, dtype=bool)
    return np.maximum.accumulate(np.where(given, np.arange(len(given)), -1))


def run_lengths(flags: ArrayLike, new_each: pd.Series[int] | None = None) -> NDArray[np.int64]:
    """How many sessions in a row, up to each, are True; 0 where it is not. `new_each`: a key per session; a run
    never spans two keys.

    >>> run_lengths([True, True, False, True]).tolist()
    [1, 2, 0, 1]
    >>> run_lengths([True, True, True], new_each=pd.Series([2025, 2026, 2026])).tolist()
    [1, 1, 2]
    """
    given = np.asarray(flags, dtype=bool)
    before = newest(~given)
    if new_each is not None:
        keys = new_each.to_numpy()
        before = np.maximum(before, newest(np.append(True, keys[1:] != keys[:-1])) - 1)
    return np.arange(len(given)) - before
