"""Whether the newest closes of a panel of members are prints of their session: the members leave too much of their
market's move unexplained. Pure: closes in, flags out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Moves as logarithms.
_YEAR, _LEAST = 250, 120  # sessions before the newest one, by which weights are estimated
_PRICED, _MEMBERS = 0.9, 50  # of these sessions, of members that are counted; so many of them
_RIDGE = 0.1  # times the mean square of a session
_WILD = 0.3  # a member that moves further counts so much
_APART = 0.006  # of the index's move from what its members explain, and from the mean of their moves
_STRANGE = 9.5  # times the usual rest
_MILD = 0.025  # the index's move; on 2020-03-13 and 2020-03-23 up to 0.9 % was left


def is_print(closes: pd.DataFrame, *markets: pd.Series[float]) -> bool:
    """Whether the members' newest closes (sessions × tickers) are prints of their session: each of `markets`, the index
    and its fund as far as there are any, has moved too far from what they explain. Where they explain one of the two,
    the other one is at fault. False where too little is known.

    What they explain is the mean of their moves and what each of them departs from it, weighted by a ridge regression
    over the year before; the usual rest is the middle one of that year, each session left out in turn.
    """
    priced = [market for market in markets if market.reindex(closes.index[-2:]).notna().all()]
    return bool(priced) and all(_leaves_too_much(closes, market) for market in priced)


def _leaves_too_much(closes: pd.DataFrame, index: pd.Series[float]) -> bool:
    own = _moves(index.reindex(closes.index[-_YEAR - 2 :]).to_frame())[:, 0]
    latest = _moves(closes.iloc[-2:])
    if not len(latest) or not abs(own[-1]) < _MILD or not np.isfinite(latest).any():
        return False
    if abs(own[-1] - np.nanmean(latest)) < _APART:  # as nearly always; what follows takes its time
        return False
    moves = _moves(closes.iloc[-_YEAR - 2 :])
    moves = moves[:, np.isfinite(moves).mean(axis=0) > _PRICED]
    held = np.isfinite(own) & np.isfinite(moves).any(axis=1)
    if moves.shape[1] < _MEMBERS or not held[-1] or held.sum() <= _LEAST:
        return False
    mean = np.nanmean(moves[held], axis=1)
    left, usual = _left(np.nan_to_num(moves[held] - mean[:, None]), own[held] - mean)
    return left > max(_APART, _STRANGE * usual)


def _moves(closes: pd.DataFrame) -> NDArray[np.float64]:
    """Their moves between sessions (sessions - 1 × columns), each within what counts."""
    with np.errstate(invalid="ignore", divide="ignore"):
        moves = np.diff(np.log(closes.to_numpy("float64")), axis=0)
    return np.where(np.isfinite(moves), np.clip(moves, -_WILD, _WILD), np.nan)


def _left(departures: NDArray[np.float64], rest: NDArray[np.float64]) -> tuple[float, float]:
    """What the departures (sessions × members) leave of the newest `rest`, and usually."""
    kernel = departures @ departures.T
    before = kernel[:-1, :-1]
    inverse = np.linalg.inv(before + _RIDGE * np.trace(before) / len(before) * np.eye(len(before)))
    weights = inverse @ rest[:-1]
    usual = float(np.median(np.abs(weights / np.diag(inverse))))
    return abs(float(rest[-1] - kernel[-1, :-1] @ weights)), usual
