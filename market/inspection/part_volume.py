"""Whether the newest bar has the volume of a part of its session only: then its close may be a print of that session.
Pure: volumes in, shares out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.calendars.trading_days import TradingDays
from market.formatting import NEW_YORK

# Sessions before one, whose middle volume is the usual one, and how many of them must have any.
_USUAL, _LEAST = 20, 10
# Sessions whose shares tell how light a whole session of this market can be, and how many shares must be known.
_YEARS, _ENOUGH = 1000, 120
# The lowest but two of them: two that the vendor has broken do no harm, and what is often broken is no witness.
_BROKEN = 2
_LIGHTER = 0.7  # times that one
_MOST = 0.5
_FESTIVE = 0.5  # times the bound before early closes and in the last days of the year
_WHOLE = 0.75  # a share that clears the newest bar of a market whose index or fund has the volume of a part


def volume_share(volumes: pd.Series[float]) -> float:
    """The newest volume as a share of the usual one; NaN where one of the two is not known.

    >>> volume_share(pd.Series([100.0] * 20 + [40.0]))
    0.4
    """
    newest = volumes.to_numpy("float64")[-_USUAL - 1 :]
    traded = newest[:-1][newest[:-1] > 0]
    if len(traded) < _LEAST or not newest[-1] > 0:
        return float("nan")
    return float(newest[-1] / np.median(traded))


def is_of_a_part(volumes: pd.Series[float], share: float, days: TradingDays) -> bool:
    """Whether the newest volume, that `share` of the usual one, is so far below those of whole sessions of this market
    that it is one of a part of a session. Sessions that close early, and those from 20 December on, are known to be
    light.

    Since 2012 it was so of 5 whole sessions of 36,000 (five indices and five funds), each of them with a volume that
    the vendor had broken; a print of 11:30 has a third of the usual volume and is seen in 19 of 20 sessions of an
    index and in half of those of a fund.
    """
    if not share < _MOST:
        return False
    shares = _shares(volumes)[-_YEARS - 1 : -1]
    index = pd.DatetimeIndex(volumes.index)[-len(shares) - 1 :]
    if int(np.isfinite(shares).sum()) < _ENOUGH:
        return False
    lowest = []
    for place in np.argsort(shares).tolist():
        if not _is_festive(index[place], days):
            lowest.append(float(shares[place]))
        if len(lowest) > _BROKEN:
            break
    bound = min(_LIGHTER * lowest[-1], _MOST)
    return share < bound * (_FESTIVE if _is_festive(index[-1], days) else 1)


def is_whole_beside(share: float) -> bool:
    """Whether a share of the usual volume speaks against a print where the bar of its index or fund is in doubt; an
    unknown one does not."""
    return share >= _WHOLE


def _shares(volumes: pd.Series[float]) -> NDArray[np.float64]:
    traded = volumes.where(volumes > 0)
    usual = traded.rolling(_USUAL, min_periods=_LEAST).median().shift(1)
    return (traded / usual).to_numpy("float64")


def _is_festive(session: pd.Timestamp, days: TradingDays) -> bool:
    if session.month == 12 and session.day >= 20:
        return True
    return days.close(session.date()).astimezone(NEW_YORK).hour < 16
