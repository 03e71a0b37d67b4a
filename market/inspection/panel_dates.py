"""Whether a panel of members is dated by the sessions that its closes are of. Pure: closes in, a shift out."""

from __future__ import annotations

import numpy as np
import pandas as pd

_SESSIONS = 60  # newest ones in common; fewer say nothing


def dated_late(closes: pd.DataFrame, index: pd.Series[float]) -> int:
    """By how many sessions, one at most, the members' closes (sessions × tickers) are dated too late (1) or too early
    (-1), by whether the middle member moves with the index of the day or of a neighbouring one; 0 where they are not.

    On all sessions of 2016 to 2026-04 the correlation with the day's own move was at least 0.27 above both others.

    >>> days = pd.bdate_range("2025-09-01", periods=70)
    >>> index = pd.Series(100 + np.sin(np.arange(70.0) ** 2), days)
    >>> members = pd.DataFrame({"A": index, "B": index * 2, "C": index / 3})
    >>> dated_late(members, index), dated_late(members.shift(1), index), dated_late(members.shift(-1), index)
    (0, 1, -1)
    """
    newest = closes.iloc[-_SESSIONS - 3 :].to_numpy("float64")
    with np.errstate(invalid="ignore", divide="ignore"):
        moves = pd.DataFrame(np.diff(np.log(newest), axis=0), closes.index[-len(newest) + 1 :]).median(axis=1)
    own = pd.Series(np.log(index), index.index).diff()
    sides = {late: own.shift(late).reindex(moves.index) for late in (0, 1, -1)}
    both = pd.DataFrame({"members": moves, **{str(late): side for late, side in sides.items()}}).dropna()
    if len(both) < _SESSIONS or not both.std().all():
        return 0
    correlations = both.corr()["members"].drop("members")
    return int(str(correlations.idxmax()))
