"""Whether an index and its fund have parted a little on a session on which no other pair did, or another one clearly:
one of their closes is a print of that session. Pure: closes in, days out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pandas as pd

from market.inspection.contradicted import over_gaps
from market.inspection.jumps import Series, departures
from market.inspection.limits import MoveLimits

# Moves as logarithms.
_APART = 0.003
# In times of the usual distance; 14.1 at most since 1998 (the Nasdaq-100 on 2008-07-21), 12.8 since 2010.
_STRANGE = 17
_NEAR = 6e-4  # the usual distance, beyond which a fund is no such witness: in 2002 to 2009 and in March 2020
_MILD = 0.03  # the larger move; on wilder days funds close apart from their indices
_PART = 0.25  # of it, on wilder days: 0.21 at most since 2001 (the S&P 500 on 2025-04-10)
_CALM = 5  # times its own usual distance: then the other pair has not parted
_CLEARLY = 20  # then that one, too, is a print; no two have ever been beyond 17 at once
_MONTHS, _LEAST = 61, 20  # sessions
_BACK = MoveLimits(_APART, True, _APART, _APART, 5, splits=False)


def distances(index: pd.Series[float], fund: pd.DataFrame, missing: Collection[date] = ()) -> pd.DataFrame:
    """By session that both have: how far the moves of an index and its fund are `apart`, in times of the `usual`
    distance of the months around it, the `larger` of the moves, whether these are `over` one of the sessions that are
    `missing` or that one of the two lacks, and the `ratio` of the closes. `fund` as in `Bars.frame`; of its moves with
    and without dividends the nearer one counts, as an ex-dividend day shows in one.

    >>> days = pd.bdate_range("2025-09-01", periods=41)
    >>> index = pd.Series(100 + np.arange(41.0) % 5, days)
    >>> fund = index / 10 * (1 + np.arange(41) % 3 / 10_000)
    >>> pair = distances(index.where(index.index < days[40], 101), pd.DataFrame({"close": fund, "adj_close": fund}))
    >>> bool(pair["times"].iloc[-1] > _STRANGE), bool(pair["times"].iloc[-2] < _CALM)
    (True, True)
    """
    columns = {"index": index, "close": fund["close"], "adjusted": fund["adj_close"]}
    both = pd.concat(columns, axis=1, join="inner").dropna()
    moves = pd.DataFrame(np.log(both), both.index, both.columns).diff()
    apart = moves[["close", "adjusted"]].sub(moves["index"], axis=0).abs().min(axis=1)
    usual = apart.rolling(_MONTHS, center=True, min_periods=_LEAST).median()
    return pd.DataFrame(
        {
            "apart": apart,
            "usual": usual,
            "times": apart / usual,
            "larger": moves[["index", "close"]].abs().max(axis=1),
            "over": over_gaps(both.index, index.index, fund.index, missing),
            "ratio": both["index"] / both["close"],
        }
    )


def strange(pair: pd.DataFrame) -> pd.Series[bool]:
    """On which sessions of `distances` an index and its fund have parted as they never do by themselves."""
    far = (pair["apart"] > _APART) & (pair["times"] > _STRANGE) & (pair["usual"] < _NEAR)
    return far & ((pair["larger"] < _MILD) | _wildly(pair))


def _wildly(pair: pd.DataFrame) -> pd.Series[bool]:
    """On which sessions so much of a wild day's move is lacking that no other pair need say more."""
    return (pair["larger"] >= _MILD) & (pair["apart"] > _PART * pair["larger"]) & ~pair["over"]


def parted(pair: pd.DataFrame, others: Sequence[pd.DataFrame]) -> list[tuple[int, int]]:
    """The rows (start, stop exclusive) of `pair` on which it has parted while none of the `others` did, of which there
    must be one at least, or one of them clearly; both `distances`. What does not come back is told of the newest
    sessions only."""
    beside = pd.DataFrame({n: other["times"] for n, other in enumerate(others)}).max(axis=1)
    clear = pd.DataFrame({n: strange(o) & (o["times"] > _CLEARLY) for n, o in enumerate(others)}).any(axis=1)
    judged = ((beside < _CALM) | clear).reindex(pair.index, fill_value=False) | _wildly(pair)
    rows = np.flatnonzero(strange(pair) & judged).tolist()
    if not rows:
        return []
    ratio = pair["ratio"].to_numpy("float64")
    none, flags = np.full(len(ratio), np.nan), np.zeros(len(ratio), dtype=np.bool_)
    doubtful = departures(Series(ratio, none, none, none, none, flags), _BACK, rows)
    return [(stretch.start, stretch.stop) for stretch in doubtful if stretch.start]
