"""Negative cache: what a provider is not asked again for a while, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from threading import Lock

from cachetools import TLRUCache

from market.errors import MarketError, Throttled, UnknownSymbol, Unlisted
from market.formatting import NEW_YORK
from market.symbols import Symbol

THROTTLED_FOR = timedelta(seconds=30)  # when the provider does not say how long
DOUBTED_FOR = timedelta(minutes=10)  # what has bars or is an index of ours exists, whoever says otherwise
MOST = 512  # symbols
EVERYTHING = ""  # in place of a ticker: all of the source


class NegativeCache:
    """Failed answers that hold for a while: a throttled provider is left alone for all symbols, a symbol that is not
    listed until midnight in New York. Thread-safe.

    monotonic: seconds by a clock that nobody can set.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until: TLRUCache[str, tuple[float, MarketError]] = TLRUCache(MOST, _end, monotonic)
        self._answered: set[str] = set()
        self._lock = Lock()

    def of(self, symbol: Symbol) -> MarketError | None:
        """Why not to ask for `symbol` now."""
        with self._lock:
            _, failure = self._until.get(symbol.ticker) or self._until.get(EVERYTHING) or (0.0, None)
        return failure

    def answered(self, symbol: Symbol) -> None:
        """The provider has answered about `symbol`: it is at work, so what it does not list does not exist."""
        with self._lock:
            if len(self._answered) < 2:
                self._answered.add(symbol.ticker)

    def learn(self, symbol: Symbol, failure: MarketError, now: datetime, kept: bool = False) -> None:
        """A request for `symbol`, made at `now`, has failed. `kept`: it was answered before.

        A symbol of the catalogue that is said not to exist is left alone only by a provider that has answered
        about another one: until then it may be the provider that is amiss.
        """
        if isinstance(failure, Throttled):
            lasts = failure.retry_at - now if failure.retry_at else THROTTLED_FOR
            self._keep(EVERYTHING, lasts, failure)
        elif isinstance(failure, UnknownSymbol) or (isinstance(failure, Unlisted) and self._answers(symbol)):
            exists = kept or symbol.is_index
            self._keep(symbol.ticker, DOUBTED_FOR if exists else _rest_of_the_day(now), failure)
        elif not isinstance(failure, Unlisted):
            with self._lock:
                self._answered.clear()

    def _answers(self, symbol: Symbol) -> bool:
        """Whether the provider has answered about another symbol."""
        with self._lock:
            return bool(self._answered - {symbol.ticker})

    def _keep(self, ticker: str, lasts: timedelta, failure: MarketError) -> None:
        with self._lock:
            self._until[ticker] = self._monotonic() + lasts.total_seconds(), failure


def _end(ticker: str, kept: tuple[float, MarketError], now: float) -> float:
    return kept[0]


def _rest_of_the_day(now: datetime) -> timedelta:
    there = now.astimezone(NEW_YORK)
    midnight = datetime.combine(there.date() + timedelta(days=1), time(), NEW_YORK)
    return midnight - now
