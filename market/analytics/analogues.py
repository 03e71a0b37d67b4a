"""Analogues: the past sessions on which a market's measures stood nearest to where they stand on the newest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from market.analytics.base_rates import LEAST
from market.errors import NoData

NEAREST = 20  # analogues at most
APART = 21  # sessions between two of them, and between the last one and the newest session
NEAR = 1.0  # standard deviations: the root mean square of the differences may be so large


@dataclass(frozen=True, slots=True, eq=False)
class Analogues:
    """Sessions like the newest.

    newest: the measures on the newest session.
    distances: of the analogues by session, oldest first.
    usual: the median distance of all sessions that could have been chosen.
    """

    newest: pd.Series[float]
    distances: pd.Series[float]
    usual: float

    @property
    def near(self) -> int:
        """How many of them are at most `NEAR` away: like the newest; the others are only the nearest there are."""
        return int((self.distances <= NEAR).sum())

    @property
    def nearest(self) -> pd.Series[float]:
        """`distances`, nearest first."""
        return self.distances.sort_values(kind="stable")


def analogues(measures: pd.DataFrame) -> Analogues:
    """`measures`: sessions × measures, oldest first, NaN where one is not known; such a session is no analogue.

    Each measure is divided by its standard deviation over the sessions on which all are known; the distance of two
    sessions is the root mean square of the differences. The nearest comes first, and each further one must be
    `APART` sessions from those that were chosen: days beside each other are one occasion. Those within `NEAR` are
    taken, ten at least and `NEAREST` at most.

    Raises NoData where a measure of the newest session is not known, and where fewer than ten are nearer to it than
    half of all sessions.

    >>> days = pd.bdate_range("2020-01-01", periods=600)
    >>> wave = pd.DataFrame({"lead": np.sin(np.arange(600) / 9.0), "breadth": np.cos(np.arange(600) / 9.0)}, index=days)
    >>> found = analogues(wave)
    >>> len(found.distances), bool(found.distances.max() < 0.1), round(found.usual, 1)
    (10, True, 1.4)
    """
    newest = measures.iloc[-1]
    for name in newest.index[newest.isna()]:
        raise NoData(f"The {name} of {measures.index[-1].date()} is not known. Ask again when it is.")
    known = measures.dropna()
    if len(known) <= LEAST * APART:
        raise NoData(
            f"All measures are known on {len(known)} days only, too few for {LEAST} that are {APART} sessions apart.",
            known.index[0].date(),
        )
    scale = known.std(ddof=1)
    scale = scale.where(scale > 0, 1.0)  # what never differs makes no distance
    gaps = (measures.iloc[:-APART] - newest) / scale
    distances = np.sqrt((gaps**2).mean(axis=1, skipna=False)).to_numpy()
    usual = float(np.nanmedian(distances))
    chosen: list[int] = []
    for at in np.argsort(distances, kind="stable").tolist():  # what is not known comes last
        enough = len(chosen) >= LEAST and not distances[at] <= NEAR
        if enough or len(chosen) == NEAREST or not distances[at] < usual:
            break
        if all(abs(at - other) >= APART for other in chosen):
            chosen.append(at)
    if len(chosen) < LEAST:
        raise NoData(
            f"Too few days are like {measures.index[-1].date()}: {len(chosen)} of {len(known):,} are nearer to it than "
            f"half of them and {APART} sessions apart, and a base rate needs {LEAST}.",
            known.index[0].date(),
        )
    chosen.sort()
    return Analogues(newest, pd.Series(distances[chosen], measures.index[chosen]), usual)
