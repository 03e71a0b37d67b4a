"""The sample market's ten-year yield: one path for the index ^TNX and for the macro series."""

from __future__ import annotations

from functools import cache

import numpy as np

from market.sources.sample.factors import Floats, factor
from market.sources.sample.sessions import sessions

# Year and rough level in per cent: the long fall, the floor of 2020, the rise after it.
_KNOTS = (
    (1987.7, 9.0),
    (1993.0, 6.2),
    (2000.0, 6.3),
    (2003.5, 4.0),
    (2007.0, 4.8),
    (2012.5, 2.0),
    (2018.8, 3.0),
    (2020.6, 0.9),
    (2023.8, 4.6),
    (2026.1, 4.2),
)
_DURATION = 7.0
_MEMORY = 120.0  # sessions after which a shock to the yield has mostly faded


@cache
def ten_year() -> Floats:
    """The ten-year yield on every session, in per cent; it falls when the bond factor rises."""
    years = 1970.0 + sessions().astype("float64") / 365.25
    path = np.interp(years, [year for year, _ in _KNOTS], [level for _, level in _KNOTS])
    shocks = (-100.0 / _DURATION * factor("bonds")).tolist()
    state, swings = 0.0, np.empty(len(path))
    for row, shock in enumerate(shocks):
        state = state * (1 - 1 / _MEMORY) + shock
        swings[row] = state
    return np.asarray(np.round(np.maximum(path + swings * np.minimum(1.0, path / 4.0), 0.4), 2))
