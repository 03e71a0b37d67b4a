"""Whether closes are those of another market, by what they move with. Pure: closes in, a name out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

_YEAR = 250  # sessions
_LEAST = 60  # sessions in common, below which nothing is said
# The median distance of an index's moves from those of its fund, as a share of its own median move.
STRANGE = 0.15  # within a year; 0.125 at most since 2010, the Dow beside SPY 0.19 at least
FOREIGN = 0.45  # 0.39 at most in 2000 to 2002, when funds closed later than their indices did
_ALONE = 1.5  # times as far from the nearest; IWM dated a day late is twice as far as the Russell 2000
_TOGETHER = 0.8  # further away nothing moves together; of 20 sessions the Russell 2000 was so on one of 20
_NEARER = 0.5  # so much nearer is another fund; its own was never further than 0.8 times the nearest other


def distance(own: pd.Series[float], other: pd.Series[float], least: int = _LEAST) -> float:
    """How far the moves of the last year's common sessions are apart; NaN where there are fewer of them than `least`.

    >>> days = pd.bdate_range("2025-01-01", periods=80)
    >>> one = pd.Series(np.linspace(100, 120, 80) + np.arange(80) % 3, days)
    >>> distance(one, one / 10), distance(one, one.iloc[:50])
    (0.0, nan)
    """
    both = pd.concat({"own": own, "other": other}, axis=1, join="inner").dropna().iloc[-_YEAR:]
    if len(both) < least:
        return float("nan")
    moves = np.diff(np.log(both.to_numpy("float64")), axis=0)
    usual = float(np.median(np.abs(moves[:, 0])))
    return float(np.median(np.abs(moves[:, 0] - moves[:, 1]))) / usual if usual else float("nan")


def nearer(own: pd.Series[float], apart: float, others: Mapping[str, pd.Series[float]]) -> str:
    """The name of the one of `others` that these closes move with as an index moves with its fund, and much more nearly
    than `apart`; empty where none is."""
    distances = {name: distance(own, closes) for name, closes in others.items()}
    near = {name: far for name, far in distances.items() if far <= STRANGE and far < _NEARER * apart}
    return min(near, key=near.__getitem__) if near else ""


def stands_apart(
    own: pd.Series[float],
    other: pd.Series[float],
    witnesses: Mapping[str, pd.Series[float]],
    least: int = _LEAST,
) -> bool:
    """Whether these closes move with none of the `witnesses`, as `other` does: all that trade at the same hours
    move together to some part, and bars that are dated a day late do not."""
    own_apart, other_apart = (
        np.array([distance(closes, market, least) for market in witnesses.values()])
        for closes in (own, other)
    )
    if np.isnan(own_apart).all() or np.isnan(other_apart).all():
        return False
    nearest = float(np.nanmin(other_apart))
    return bool(np.nanmin(own_apart) > _ALONE * nearest and nearest < _TOGETHER)
