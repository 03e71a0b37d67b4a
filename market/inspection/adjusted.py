"""Whether adjusted closes belong to their closes. Pure: bars in, bars and doubts out."""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.doubts import Doubt, DoubtKind

_STEP = log(1.8)  # of adjusted over raw close from one session to the next: no distribution is larger
_ABOVE = log(1.005)  # adjusted over raw close: what is taken off for dividends never adds to it
_CENTS = 1.0  # of a close; a smaller one is rounded by more
_BACK = 0.02  # by which it may fall, at once or over time: dividends only raise it


def inspect_adjusted(frame: pd.DataFrame) -> tuple[pd.DataFrame, bool, list[Doubt]]:
    """The bars with an adjusted close wherever it follows, whether any are known, and what is in doubt about them.

    One that is missing, is no price or stands alone is made by the factor that both neighbours agree on, or the one
    there is. Where the factor jumps for good, falls, or is above one, no adjusted close is believed.
    """
    closes, given = frame["close"].to_numpy("float64"), frame["adj_close"].to_numpy("float64")
    stated = np.where(given > 0, given, np.nan)
    if np.isnan(stated).all():
        return frame.assign(adj_close=frame["close"]), frame.empty, []
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(stated / closes)
    rows = np.flatnonzero(~np.isnan(logs))
    alone = _alone(logs[rows])
    doubts = [_doubt(frame, stated, rows[alone])] if alone.any() else []
    stated[rows[alone]] = np.nan
    rows = rows[~alone]
    factors = logs[rows]
    steps = np.diff(factors, prepend=factors[:1])
    fallen = np.maximum.accumulate(factors) - factors > _BACK
    wrong = np.flatnonzero((steps > _STEP) | (fallen & (steps < 0)))
    above = np.flatnonzero((factors > _ABOVE) & (closes[rows] > _CENTS))
    if len(wrong):
        doubts.append(_doubt(frame, stated, rows[: wrong[-1]]))
    elif len(above):
        doubts.append(_doubt(frame, stated, rows[above]))
    if len(wrong) or len(above):
        return frame.assign(adj_close=frame["close"]), False, doubts
    if np.isnan(stated).any():
        frame = frame.assign(adj_close=_completed(frame, pd.Series(stated, frame.index)))
    return frame, True, doubts


def _alone(factors: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the factors, as logarithms, stand alone: both neighbours are elsewhere, and agree."""
    apart = np.abs(np.diff(factors)) > _BACK
    alone = np.zeros(len(factors), dtype=np.bool_)
    alone[1:-1] = apart[:-1] & apart[1:] & (np.abs(factors[:-2] - factors[2:]) < _BACK)
    return alone


def _completed(frame: pd.DataFrame, stated: pd.Series[float]) -> pd.Series[float]:
    factor = stated / frame["close"]
    before, after = factor.ffill(), factor.bfill()
    agreed = before.where(np.isclose(before, after, rtol=1e-6) | after.isna(), np.nan)
    return stated.fillna(frame["close"] * agreed.fillna(after.where(before.isna())))


def _doubt(frame: pd.DataFrame, stated: NDArray[np.float64], rows: NDArray[np.intp]) -> Doubt:
    days, last = tuple(stamp.date() for stamp in frame.index[rows]), rows[-1]
    return Doubt(DoubtKind.ADJUSTED, days, float(stated[last]), float(frame["close"].iloc[last]))
