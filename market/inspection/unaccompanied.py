"""Whether a fund of US shares made a move alone. Pure: closes in, doubts out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from market.doubts import Doubt
from market.inspection.contradicted import doubt_of
from market.inspection.jumps import Series, stretches
from market.inspection.limits import MoveLimits

# Of the catalogue's funds; one of an industry may crash alone, as regional banks did in 2023.
GROUPS = ("sector", "size", "style")
_STEP = 0.05  # as a logarithm; a smaller move is its own
_FAR = 16  # times the usual move of these months: 14.3 at most beside a calm market (XLV on 2000-01-10), 11 since 2001
_CALM = 5  # times its own: a market that moved further may have moved anything
_MONTHS, _LEAST = 61, 20  # sessions
_LIMITS = MoveLimits(_STEP, True, _STEP, _STEP, 250, splits=False)


def lonely_moves(closes: pd.Series[float]) -> list[int]:
    """The rows whose move is many times the usual one of the sessions around it.

    >>> days = pd.bdate_range("2025-09-01", periods=40)
    >>> calm = pd.Series(100 + np.arange(40) % 2, days)
    >>> lonely_moves(calm), lonely_moves(calm.where(calm.index < days[30], 120))
    ([], [30])
    """
    sizes = _sizes(closes)
    return np.flatnonzero((sizes["move"] > _STEP) & (sizes["move"] > _FAR * sizes["usual"])).tolist()


def unaccompanied(closes: pd.Series[float], market: pd.Series[float], name: str) -> tuple[Doubt, ...]:
    """Doubts of sessions on which these closes alone made such a move, while the market, which `name` names, was calm:
    one that comes back puts what lies between in doubt, one that stays is another scale before it."""
    rows = lonely_moves(closes)
    if not rows:
        return ()
    beside = _sizes(market).reindex(closes.index)
    calm = (beside["move"] < _CALM * beside["usual"]).to_numpy()
    alone = [row for row in rows if calm[row]]
    none = np.full(len(closes), np.nan)
    flags = np.zeros(len(closes), dtype=np.bool_)
    series = Series(np.asarray(closes, dtype=np.float64), none, none, none, none, flags)
    alien = stretches(series, _LIMITS, alone)
    return tuple(doubt_of(closes, closes.index, stretch.start, stretch.stop, name) for stretch in alien)


def _sizes(closes: pd.Series[float]) -> pd.DataFrame:
    """The size of each `move` as a logarithm, and the `usual` one."""
    moves = pd.Series(np.log(closes), closes.index).diff().abs()
    return pd.DataFrame(
        {"move": moves, "usual": moves.rolling(_MONTHS, center=True, min_periods=_LEAST).median()}
    )
