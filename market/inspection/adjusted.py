"""Whether adjusted closes belong to their closes. Pure: bars in, bars and doubts out."""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd

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
    given = frame["adj_close"]
    stated = given.where(given > 0)
    if not stated.notna().any():
        return frame.assign(adj_close=frame["close"]), frame.empty, []
    logs = pd.Series(np.log(stated / frame["close"]), frame.index)
    factors = logs.dropna()
    from_before, to_after = (factors - factors.shift(1)).abs(), (factors - factors.shift(-1)).abs()
    beside = (factors.shift(1) - factors.shift(-1)).abs()
    alone = factors.index[(from_before > _BACK) & (to_after > _BACK) & (beside < _BACK)]
    factors = factors.drop(alone)
    steps = factors.diff()
    fallen = factors.cummax() - factors > _BACK
    wrong = steps.index[(steps > _STEP) | (fallen & (steps < 0))]
    above = factors.index[(factors > _ABOVE) & (frame["close"].reindex(factors.index) > _CENTS)]
    doubts = []
    if len(alone):
        doubts.append(_doubt(frame, stated, alone))
    if len(wrong):
        doubts.append(_doubt(frame, stated, factors.index[factors.index < wrong[-1]]))
    elif len(above):
        doubts.append(_doubt(frame, stated, above))
    if len(wrong) or len(above):
        return frame.assign(adj_close=frame["close"]), False, doubts
    return frame.assign(adj_close=_completed(frame, stated.drop(alone).reindex(frame.index))), True, doubts


def _completed(frame: pd.DataFrame, stated: pd.Series[float]) -> pd.Series[float]:
    if stated.notna().all():
        return stated
    factor = stated / frame["close"]
    before, after = factor.ffill(), factor.bfill()
    agreed = before.where(np.isclose(before, after, rtol=1e-6) | after.isna(), np.nan)
    return stated.fillna(frame["close"] * agreed.fillna(after.where(before.isna())))


def _doubt(frame: pd.DataFrame, stated: pd.Series[float], days: pd.Index) -> Doubt:
    last = days[-1]
    return Doubt(
        DoubtKind.ADJUSTED,
        tuple(stamp.date() for stamp in days),
        float(stated.loc[last]),
        float(frame["close"].loc[last]),
    )
