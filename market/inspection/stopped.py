"""Closes that stand still because a series has stopped, not because a market is calm."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from market.inspection.limits import MoveLimits

Floats = NDArray[np.float64]


_LACKING = 1  # of a run's sessions that may have no bar


def stopped(
    closes: Floats,
    highs: Floats,
    lows: Floats,
    volumes: Floats,
    limits: MoveLimits,
    due: Callable[[int, int], int] = lambda first, last: last - first + 1,
) -> Iterator[tuple[int, int]]:
    """Runs of rows (start, stop exclusive) that repeat the close before them. The first row of such a
    run is a true close and not in it. `due`: how many sessions there are from one row to another.

    A run counts where no row of it has any range and none was traded, or where equal closes alone
    say enough: an index of two decimals does not close alike on five sessions, one of which may lack its bar.

    >>> closes = np.array([25.0, 25.5, 25.5, 25.5, 25.5, 25.5, 26.0])
    >>> none = np.full(7, np.nan)
    >>> list(stopped(closes, closes, closes, none * 0, MoveLimits(1, False, 1, 1, 1)))
    [(2, 6)]
    """
    same = np.concatenate(([False], closes[1:] == closes[:-1]))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    fewest = min(limits.frozen, limits.stopped or limits.frozen) - _LACKING
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        bars = stop - start + 1
        if bars < fewest:
            continue
        count = min(bars + _LACKING, due(start - 1, stop - 1))
        if limits.stopped and count >= limits.stopped and closes[start] >= 1:
            yield start, stop
        elif count >= limits.frozen:
            part = slice(start, stop)
            spread = highs[part] - lows[part]
            # A bar without range and trade: what a provider writes when it has no new one.
            if (np.isfinite(spread) & (spread == 0)).all() and not (volumes[part] > 0).any():
                yield start, stop
