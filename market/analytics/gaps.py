"""Sessions without a bar: which figures they leave open, and the stretches between them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

LEAST_REACH = 0.05  # logarithm: a session without a bar may have closed so far beyond both its neighbours


def first_gap(closes: pd.Series[float] | pd.DataFrame) -> date | None:
    """The first session without a close, or in a frame without one of them; None where there is none.

    >>> days = pd.bdate_range("2026-01-05", periods=3)
    >>> str(first_gap(pd.Series([1.0, float("nan"), 2.0], index=days)))
    '2026-01-06'
    """
    missing = closes.isna().to_numpy()
    at = np.flatnonzero(missing if missing.ndim == 1 else missing.any(axis=1))
    day: date | None = closes.index[at[0]].date() if len(at) else None
    return day


def hidden_extreme(closes: pd.Series[float], extreme: float, high: bool = True) -> date | None:
    """The last session without a bar whose close may have been beyond `extreme`; None where there is none.

    A missing close may have stood as far beyond both closes beside it as any close that is known ever has,
    and `LEAST_REACH` at least; a run of missing ones as far as that for each of them. Where nothing is
    known before it, it may have been anywhere.

    >>> days = pd.bdate_range("2026-01-05", periods=6)
    >>> closes = pd.Series([100.0, float("nan"), 101.0, 102.0, 103.0, 104.0], index=days)
    >>> str(hidden_extreme(closes, 104.0)), str(hidden_extreme(closes * [1, 1, 1, 1, 1, 1.1], 114.4))
    ('2026-01-06', 'None')
    """
    if not closes.isna().any():
        return None
    bound = float(np.log(extreme if high else 1.0 / extreme))
    at = np.flatnonzero((hidden_reach(closes if high else 1.0 / closes) >= bound).to_numpy())
    day: date | None = closes.index[at[-1]].date() if len(at) else None
    return day


def hidden_reach(closes: pd.Series[float]) -> pd.Series[float]:
    """How high each missing close may have stood, by the rule of `hidden_extreme`, as a logarithm; −inf where there
    is a close."""
    missing = closes.isna()
    logs = pd.Series(np.log(closes), closes.index)
    beyond = logs - np.maximum(logs.shift(1), logs.shift(-1))
    reach = max(float(np.nan_to_num(beyond.iloc[1:-1].max())), LEAST_REACH)
    run = missing.groupby((~missing).cumsum()).transform("sum")
    beside = np.fmax(logs.ffill().fillna(np.inf), logs.bfill())
    return pd.Series((beside + reach * run).where(missing, -np.inf))


def longest_whole(closes: pd.Series[float]) -> pd.Series[float]:
    """The longest stretch of `closes` without a gap; of two equally long ones the later.

    >>> longest_whole(pd.Series([1.0, 2.0, 3.0, float("nan"), 5.0])).tolist()
    [1.0, 2.0, 3.0]
    """
    gaps = np.concatenate(([-1], np.flatnonzero(closes.isna().to_numpy()), [len(closes)]))
    lengths = np.diff(gaps)
    widest = len(lengths) - 1 - int(np.argmax(lengths[::-1]))
    return closes.iloc[gaps[widest] + 1 : gaps[widest + 1]]
