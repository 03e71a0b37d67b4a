"""Prices of the sample market at each minute of a session: of one symbol, and of all members at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from market.sources.sample.bars import founding_day, frame
from market.sources.sample.factors import Floats, generator
from market.sources.sample.members import invented, universe_of
from market.sources.sample.sessions import LAST

_INDICES = {"russell2000": "^RUT", "sp500": "^GSPC"}
_SWING = 0.004  # how far a member strays from the straight way, as a fraction of its price


@dataclass(frozen=True, slots=True, eq=False)
class MemberMinutes:
    """A session of one universe.

    paths: minutes × members, from the close before to the session's own, NaN for those without both.
    before: closes of the session before. places: columns by ticker.
    """

    paths: Floats
    before: Floats
    places: dict[str, int]


def member_path(ticker: str, day: date, minutes: int) -> tuple[Floats, float] | None:
    """One member's price at each minute of `day`, and its close before; None for who is no member, or has
    not both closes."""
    universe = universe_of(ticker)
    if universe is None:
        return None
    session = member_minutes(universe, day, minutes)
    place = session.places.get(ticker) if session else None
    if session is None or place is None or np.isnan(session.paths[-1, place]):
        return None
    return session.paths[:, place], float(session.before[place])


@lru_cache(maxsize=4)
def member_minutes(universe: str, day: date, minutes: int) -> MemberMinutes | None:
    """All members' prices; None on a day that is no session of theirs."""
    closes = invented(universe).closes
    row = closes.index.get_indexer(pd.DatetimeIndex([day]))[0]
    if row < 1:
        return None
    before, close = (np.round(closes.iloc[at].to_numpy("float64"), 4) for at in (row - 1, row))
    random = generator(f"minutes {universe} {day}")
    gone = np.linspace(0.0, 1.0, minutes + 1)[:, None]
    walk = random.standard_normal((minutes + 1, len(close))).cumsum(axis=0) / np.sqrt(minutes)
    walk -= walk[0] + (walk[-1] - walk[0]) * gone  # a bridge: nothing at both ends
    common = _detour(_INDICES[universe], day, minutes)[:, None]
    paths = np.round(before * (close / before) ** gone * np.exp(_SWING * walk + common), 2).clip(0.01)
    paths[-1] = close
    return MemberMinutes(paths, before, {str(ticker): place for place, ticker in enumerate(closes.columns)})


def _detour(ticker: str, day: date, minutes: int) -> Floats:
    """How far an index is from the straight way between two closes, in logarithms: its members go with it."""
    bars = frame(ticker)
    row = bars.index.get_indexer(pd.DatetimeIndex([day]))[0]
    before, bar = float(bars["close"].iloc[row - 1]), bars.iloc[row]
    logs = np.log(minute_path(ticker, day, minutes, tuple(bar[["open", "high", "low", "close"]])) / before)
    return np.asarray(logs - logs[-1] * np.linspace(0.0, 1.0, minutes + 1))


@lru_cache(maxsize=64)
def minute_path(ticker: str, day: date, minutes: int, bar: tuple[float, float, float, float]) -> Floats:
    """The level at each minute of a session, from its open through its high and low to its close."""
    opening, high, low, close = bar
    random = generator(f"minutes {ticker} {day}")
    early, late = np.sort(random.choice(np.arange(1, minutes), size=2, replace=False))
    first, second = (low, high) if random.random() < 0.5 else (high, low)
    points: tuple[tuple[float, float], ...] = ((0, opening), (early, first), (late, second), (minutes, close))
    if day == LAST:
        points = founding_day(ticker) or points
    at, levels = np.array(points).T
    path = np.interp(np.arange(minutes + 1), at, levels)
    steps = random.standard_normal(minutes + 1) * (high - low) / 50
    for start, end in zip(at[:-1].astype(int), at[1:].astype(int), strict=True):
        walk = np.cumsum(steps[start : end + 1])
        # A bridge: the noise is nothing at both ends, so that the known points are met.
        path[start : end + 1] += walk - np.linspace(walk[0], walk[-1], len(walk))
    return np.asarray(np.clip(np.round(path, 2), low, high))
