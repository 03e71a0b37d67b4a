"""Cache of quotes of many symbols: a few requests in their turns, for all who ask within some minutes."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from market.clock import Clock, Deadline
from market.errors import MarketError, NotInTime, ProviderDown, Throttled
from market.fetching.negative_cache import NegativeCache
from market.fetching.rate_limit import RateLimit, RateLimitExceeded
from market.fetching.single_flight import NoFreeThread, SingleFlight
from market.live_quote import LiveQuote
from market.sources import QuoteSource
from market.symbols import Symbol

FRESH = timedelta(minutes=3)  # two thousand members are two dozen requests
STANDS_IN = timedelta(minutes=15)  # while newer ones are on their way; their time is told
LONGEST = 90.0  # seconds for all requests of one group
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class QuoteBatch:
    """Quotes by ticker, asked for from `at` (UTC) on: none is older news than that."""

    quotes: dict[str, LiveQuote]
    at: datetime


class QuoteCache:
    """Quotes of groups of symbols. Thread-safe."""

    def __init__(
        self,
        source: QuoteSource,
        clock: Clock,
        pace: RateLimit,
        failures: NegativeCache | None = None,
    ) -> None:
        self.source, self._clock = source, clock
        self._failures = failures or NegativeCache(time.monotonic)
        self._pace = pace if source.stores else RateLimit.at_hand()
        self._flights = SingleFlight[QuoteBatch]()
        self._kept: dict[str, QuoteBatch] = {}
        self._under_way: dict[str, int] = {}  # symbols asked for of a group

    def get(self, group: str, symbols: Sequence[Symbol], deadline: Deadline) -> QuoteBatch:
        """The quotes of `group`, which are those of `symbols`. What does not come by `deadline` is there for
        the next ask. Raises ProviderError; NotInTime says how many have come."""
        kept = self._kept.get(group)
        if kept is not None and self._age(kept) < FRESH:
            return kept
        flight = self._flights.join(group, partial(self._fetch, group, symbols), LONGEST)
        try:
            return flight.result.result(deadline.remaining())
        except (TimeoutError, MarketError, NoFreeThread) as problem:
            if kept is not None and self._age(kept) < STANDS_IN:
                return kept
            if isinstance(problem, MarketError):
                raise
            so_far = f"quotes of {self._under_way.get(group, 0):,} of {len(symbols):,} have been asked for"
            raise NotInTime(self.source.title, so_far) from None

    def _fetch(self, group: str, symbols: Sequence[Symbol], deadline: Deadline) -> QuoteBatch:
        """All requests of a group. One that fails costs its own symbols alone; where the rest would fail, too, there
        is no batch, since a part of it would stand for the whole."""
        at, quotes = self._clock.now(), dict[str, LiveQuote]()
        failure: MarketError | None = None
        size = self.source.quotes_at_once
        for start in range(0, len(symbols), size):
            self._under_way[group] = start
            try:
                quotes |= self.ask(symbols[start : start + size], deadline)
            except MarketError as problem:
                log.info("quotes of %s: %s", group, problem)
                if isinstance(problem, Throttled | NotInTime) or deadline.passed:
                    raise
                failure = problem
        if failure is not None and not quotes:
            raise failure
        self._kept[group] = batch = QuoteBatch(quotes, at)
        return batch

    def ask(self, symbols: Sequence[Symbol], deadline: Deadline) -> dict[str, LiveQuote]:
        """One request, in its turn. Raises MarketError."""
        if failure := self._failures.of(symbols[0]):
            raise failure
        try:
            with self._pace.turn(deadline):
                return self.source.quotes(symbols, self._clock.now(), deadline)
        except RateLimitExceeded:
            raise NotInTime(self.source.title, "too many requests are waiting") from None
        except MarketError as problem:
            self._failures.learn(symbols[0], problem, self._clock.now())
            raise
        except Exception as error:  # whatever a provider's client raises besides
            log.exception("quotes of %s and others failed", symbols[0].ticker)
            raise ProviderDown(self.source.title, "an answer that makes no sense") from error

    def _age(self, batch: QuoteBatch) -> timedelta:
        age = self._clock.now() - batch.at
        return age if age >= timedelta(0) else timedelta.max
