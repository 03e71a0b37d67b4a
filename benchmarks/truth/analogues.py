"""The days like the newest (`/help history`), recomputed measure by measure and day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from benchmarks.truth.reading import NotStated, Reading, ticker

LEAD, SWING, LONG, APART, LEAST, MOST, NEAR = 63, 20, 200, 21, 10, 20, 1.0
UNIVERSES = {"rut": "russell2000", "iwm": "russell2000", "spx": "sp500", "spy": "sp500"}
EVERY = 100_000  # sessions

Days = tuple[pd.Series, list[int], list[float], float]
"""Closes of the compared sessions, places of the analogues among them in order of time, their distances from the
nearest on, and the median distance of any."""


def like_the_newest(read: Reading, subject: str) -> Days:
    """Notes all that is read of the damage; the computation itself is made once a day."""
    names = [
        (ticker(subject), "close"),
        ("^RUT", "close"),
        ("^GSPC", "close"),
        ("HYG", "total"),
        ("IEF", "total"),
    ]
    own, small, large, credit, bonds = (read.history(*name) for name in names)
    panel = read.panel(UNIVERSES[subject], EVERY)
    return _nearest_days(
        _Once(own, (small, large, credit, bonds), panel, (subject, read.day, read.damage.key))
    )


@dataclass(frozen=True)
class _Once:
    """Series under a `key` that stands for them."""

    own: pd.Series[float] = field(compare=False)
    pairs: tuple[pd.Series[float], ...] = field(compare=False)
    panel: pd.DataFrame = field(compare=False)
    key: tuple[object, ...]


@lru_cache(maxsize=32)
def _nearest_days(given: _Once) -> Days:
    own, (small, large, credit, bonds), panel = given.own, given.pairs, given.panel
    table = pd.DataFrame(
        {
            "lead": _moved(small) - _moved(large),
            "breadth": _above(panel),
            "swing": (own / own.shift(1) - 1).rolling(SWING).std() * 252**0.5,
            "credit": _moved(credit) - _moved(bonds),
        },
        index=own.index,
    ).dropna()
    if table.empty or table.index[-1] != own.index[-1]:
        raise NotStated("a measure of the day")
    rows = (table / table.std()).to_numpy()
    distances = [float(np.sqrt(((row - rows[-1]) ** 2).sum() / 4)) for row in rows[:-APART]]
    chosen: list[int] = []
    for place in sorted(range(len(distances)), key=distances.__getitem__):
        fits = all(abs(place - other) >= APART for other in chosen) and distances[place] < np.median(
            distances
        )
        if fits and len(chosen) < (MOST if distances[place] <= NEAR else LEAST):
            chosen.append(place)
    if len(chosen) < LEAST:
        raise NotStated("too few days")
    sizes = [distances[place] for place in chosen]
    return own.loc[table.index], sorted(chosen), sizes, float(np.median(distances))


def _moved(closes: pd.Series) -> pd.Series:
    return closes / closes.shift(LEAD) - 1


def _above(panel: pd.DataFrame) -> pd.Series:
    """Per session, the share of members with 200 closes in a row that close above their mean."""
    mean = panel.rolling(LONG, min_periods=LONG).mean()
    counted = mean.notna().sum(axis=1)
    return ((panel > mean * (1 + 1e-12)).sum(axis=1) / counted).where(counted > 0)
