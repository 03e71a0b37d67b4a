"""Divergence: the index moves one way while participation moves the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.breadth import LONG
from market.formatting import points


@dataclass(frozen=True, slots=True)
class DivergenceRule:
    """Over `sessions`, the index moved by at least `index_move` (a fraction) one way and the share
    of members above their 200-day average by at least `share_move` (a fraction) the other way."""

    sessions: int = 63
    index_move: float = 0.02
    share_move: float = 0.05

    @property
    def words(self) -> str:
        return (
            f"over {self.sessions} sessions the index moved at least {self.index_move:.0%} one way and the "
            f"share above the {LONG}-day average at least {points(self.share_move)} the other way"
        )


DIVERGENCE = DivergenceRule()


@dataclass(frozen=True, slots=True)
class Divergence:
    """A run of sessions, `first` to `last`, where index and participation part.

    narrowing: the index rises while fewer members do; otherwise it falls while more of them hold up.
    """

    first: date
    last: date
    narrowing: bool


def divergences(
    index: pd.Series[float], share: pd.Series[float], rule: DivergenceRule = DIVERGENCE
) -> tuple[Divergence, ...]:
    """Where `index` (closes) and `share` (fraction above the 200-day average) part, by `rule`,
    oldest first; only sessions that both have. Each session is judged on it and those before it.

    The rule is our own: both changes are measured over the same sessions, so that neither needs a chosen peak.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2026-01-05", periods=4)
    >>> index = pd.Series([100.0, 101, 104, 105], index=days)
    >>> share = pd.Series([0.60, 0.58, 0.52, 0.40], index=days)
    >>> [found] = divergences(index, share, DivergenceRule(sessions=2))
    >>> str(found.first), str(found.last), found.narrowing
    ('2026-01-07', '2026-01-08', True)
    """
    places = index.index.get_indexer(share.index)
    shared = places >= 0
    closes, shares = index.to_numpy()[places[shared]], share.to_numpy()[shared]
    move, shift = np.full((2, len(closes)), np.nan)
    move[rule.sessions :] = closes[rule.sessions :] / closes[: -rule.sessions] - 1.0
    shift[rule.sessions :] = shares[rule.sessions :] - shares[: -rule.sessions]
    narrowing = (move >= rule.index_move) & (shift <= -rule.share_move)
    widening = (move <= -rule.index_move) & (shift >= rule.share_move)
    state = np.asarray(narrowing, dtype=np.int64) - np.asarray(widening, dtype=np.int64)
    starts = np.flatnonzero(np.diff(state, prepend=0))  # where a state begins, 0 before the first
    ends = np.append(starts, len(state))[1:] - 1
    days = share.index[shared]
    return tuple(
        Divergence(days[int(first)].date(), days[int(last)].date(), bool(state[first] > 0))
        for first, last in zip(starts, ends, strict=True)
        if state[first]
    )
