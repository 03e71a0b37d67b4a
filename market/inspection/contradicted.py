"""Whether an index's newest bars are contradicted by the fund that tracks it. Pure: closes in, a doubt out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from market.bars import Bars, RunningBar
from market.doubts import Doubt, DoubtKind

_LOOKED_AT = 10  # sessions
_STARTLING = 0.07  # a move of an index, as a logarithm: once in a year or two
_APART = (
    0.08  # from the fund, as a logarithm; QQQ was 0.063 from its index in December 2000, others at most 0.02
)


def is_startling(closes: pd.Series[float]) -> bool:
    """Whether an index has made so large a move of late that its fund is worth asking."""
    moves = np.diff(np.log(closes.iloc[-_LOOKED_AT:].to_numpy("float64")))
    return bool((np.abs(moves) > _STARTLING).any())


def contradicted(closes: pd.Series[float], fund: pd.Series[float]) -> tuple[Doubt, ...]:
    """A doubt of the newest sessions on which an index stands further from its fund than it usually does.

    >>> days = pd.bdate_range("2026-01-12", periods=5)
    >>> index = pd.Series([2600.0, 2610.0, 2620.0, 3432.0, 2640.0], days)
    >>> (doubt,) = contradicted(index, index.where(index < 3000, 2630.0) / 10)
    >>> [str(day) for day in doubt.days], doubt.usual
    (['2026-01-15'], 2620.0)
    """
    both = pd.concat({"own": closes, "fund": fund}, axis=1, join="inner").dropna().iloc[-_LOOKED_AT:]
    apart = pd.Series(np.log(both["own"] / both["fund"]), both.index)
    bad = both.index[(apart - apart.median()).abs() > _APART]
    if bad.empty:
        return ()
    before = closes.loc[: bad[0]].iloc[:-1]
    usual = float(before.iloc[-1]) if len(before) else float("nan")
    days = tuple(stamp.date() for stamp in bad)
    return (Doubt(DoubtKind.CONTRADICTED, days, float(closes.loc[bad[0]]), usual),)


def is_startling_so_far(running: RunningBar, before: float) -> bool:
    """Whether an index has moved so far from its close `before` that its fund is worth asking."""
    return bool(abs(np.log(running.last / before)) > _STARTLING)


def contradicted_so_far(running: RunningBar, before: float, day: date, fund: Bars) -> Doubt | None:
    """A doubt of an index's running bar that its fund has not followed since the close `before` of `day`; None where
    the fund has no bar of one of the two sessions."""
    other = fund.running
    if other is None or (other.session, fund.last_session) != (running.session, day):
        return None
    apart = np.log(running.last / before) - np.log1p(fund.running_change)
    if not abs(apart) > _APART:
        return None
    return Doubt(DoubtKind.CONTRADICTED, (running.session,), running.last, before)
