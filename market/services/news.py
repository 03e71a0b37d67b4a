"""Service for news and reporting dates: cached, stored, stale with a date when refreshing fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from market.clock import Clock
from market.datasets.facts import Earnings, FactsSource, Fundamentals, NewsItem
from market.deadline import Deadline
from market.errors import MarketError, NoData, ProviderDown, StoreFailed
from market.fetching.rate_limit import RateLimit, RateLimitExceeded
from market.fetching.single_flight import Flight, NoFreeThread, SingleFlight
from market.formatting import moment
from market.provenance import Provenance, Sourced
from market.symbols import Symbol

if TYPE_CHECKING:
    from market.fetching.blob_store import BlobStore

NEWS, EARNINGS = "news", "earnings"
FRESH = {NEWS: timedelta(minutes=10), EARNINGS: timedelta(hours=12)}
RETRY = timedelta(minutes=1)  # after a failure; until then nobody waits for the provider again
PATIENCE = 7 / 8  # of the time left, so that whoever has waited in vain can still answer
IN_MEMORY = 500  # answers
T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DatedFact(Sourced, Generic[T]):
    """A provider's answer. `provenance`: as of when it was asked."""

    value: T
    provenance: Provenance


class NewsService:
    """Thread-safe. Raises MarketError only."""

    def __init__(
        self,
        source: FactsSource,
        clock: Clock,
        store: BlobStore | None = None,
        key: str = "",
        seconds: float = 8.0,
    ) -> None:
        """`key`: the source's stable word, part of what is stored."""
        self.source_title, self.sample = source.title, source.sample
        self._source, self._clock, self._store, self._key = source, clock, store, key
        self._seconds = seconds
        self._deadline: Deadline | None = None
        self._flights = SingleFlight[DatedFact[Any]]()
        self._memory: dict[tuple[str, str], DatedFact[Any]] = {}
        self._failed: dict[tuple[str, str], tuple[datetime, MarketError]] = {}

    def within(self, deadline: Deadline) -> NewsService:
        """This service for one request: all its calls together end by `deadline`."""
        view = copy(self)
        view._deadline = Deadline.after(deadline.remaining() * PATIENCE)
        return view

    def news(self, symbol: Symbol) -> DatedFact[tuple[NewsItem, ...]]:
        """Headlines, newest first. Raises NoData, Throttled, ProviderDown when nothing is kept."""
        return self._told(NEWS, symbol, partial(self._source.news, symbol))

    def earnings(self, symbol: Symbol) -> DatedFact[Earnings | None]:
        """The next reporting date, None where the provider knows none. Raises as `news` does."""
        return self._told(EARNINGS, symbol, partial(self._source.earnings, symbol))

    def _told(self, kind: str, symbol: Symbol, ask: Callable[[Deadline], Any]) -> DatedFact[Any]:
        now, kept = self._clock.now(), self._kept(kind, symbol)
        if kept is not None and timedelta(0) <= now - kept.as_of < FRESH[kind]:
            return kept
        at, failure = self._failed.get((kind, symbol.ticker), (None, None))
        if at is None or failure is None or not timedelta(0) <= now - at < RETRY:
            work = partial(self._ask, kind, symbol, ask)
            outcome = self._landed(self._flights.join((kind, symbol.ticker), work, self._seconds))
            if isinstance(outcome, DatedFact):
                return outcome
            failure = outcome
            self._failed[kind, symbol.ticker] = (now, failure)
            _shrink(self._failed)
        if kept is None:
            raise failure
        note = f"{failure} This is what it said at {moment(kept.as_of)}."
        return replace(kept, provenance=kept.provenance.outdated(note))

    def _landed(self, flight: Flight[DatedFact[Any]]) -> DatedFact[Any] | MarketError:
        """What came of it by the deadline. Raises NoData: an answer, too."""
        deadline = self._deadline or Deadline.after(self._seconds)
        try:
            return flight.result.result(deadline.remaining())
        except TimeoutError:
            return ProviderDown(self._source.title, "no answer in time")
        except NoFreeThread:
            return ProviderDown(self._source.title, "too many requests are waiting")
        except NoData:
            raise
        except MarketError as error:
            return error

    def _ask(
        self, kind: str, symbol: Symbol, ask: Callable[[Deadline], Any], deadline: Deadline
    ) -> DatedFact[Any]:
        told = DatedFact(
            ask(deadline), Provenance(self._source.title, self._clock.now(), self._source.sample)
        )
        self._memory[kind, symbol.ticker] = told
        self._failed.pop((kind, symbol.ticker), None)
        _shrink(self._memory)
        if self._store is not None:
            try:
                self._store.put(kind, self._name(symbol), _packed(kind, told.value), {}, told.as_of)
            except StoreFailed:
                log.warning("%s of %s cannot be kept", kind, symbol.ticker, exc_info=True)
        return told

    def _kept(self, kind: str, symbol: Symbol) -> DatedFact[Any] | None:
        kept = self._memory.get((kind, symbol.ticker))
        if kept is not None or self._store is None:
            return kept
        try:
            blob = self._store.get(kind, self._name(symbol))
            if blob is None:
                return None
            return DatedFact(
                _unpacked(kind, blob.data, symbol, self._source.title),
                Provenance(self._source.title, blob.at),
            )
        except (StoreFailed, ValueError, KeyError, TypeError):
            log.warning("%s of %s: what is kept cannot be read", kind, symbol.ticker, exc_info=True)
            return None

    def _name(self, symbol: Symbol) -> str:
        return f"{self._key}/{symbol.ticker}"


class RateLimitedFacts:
    """`FactsSource` that waits for its turn, so that facts and prices together stay polite."""

    def __init__(self, source: FactsSource, pace: RateLimit) -> None:
        self.title, self.sample = source.title, source.sample
        self._source, self._pace = source, pace

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        return self._in_turn(self._source.fundamentals, symbol, deadline)

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        return self._in_turn(self._source.news, symbol, deadline)

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        return self._in_turn(self._source.earnings, symbol, deadline)

    def _in_turn(self, ask: Callable[[Symbol, Deadline], T], symbol: Symbol, deadline: Deadline) -> T:
        try:
            with self._pace.turn(deadline):
                return ask(symbol, deadline)
        except RateLimitExceeded:
            raise ProviderDown(self.title, "too many requests are waiting") from None


def _shrink(kept: dict[Any, Any]) -> None:
    """Forget the oldest beyond what memory may hold."""
    if len(kept) > IN_MEMORY:
        kept.pop(next(iter(kept)), None)


def _packed(kind: str, value: Any) -> bytes:
    if kind == NEWS:
        return json.dumps([[i.title, i.publisher, i.at.isoformat(), i.link] for i in value]).encode()
    if value is None:
        return b"null"
    return json.dumps([value.first.isoformat(), value.last.isoformat(), value.estimated]).encode()


def _unpacked(kind: str, data: bytes, symbol: Symbol, source: str) -> Any:
    kept = json.loads(data)
    if kind == NEWS:
        return tuple(NewsItem(t, by, datetime.fromisoformat(at), link) for t, by, at, link in kept)
    if kept is None:
        return None
    first, last, estimated = kept
    return Earnings(symbol, date.fromisoformat(first), date.fromisoformat(last), estimated, source)
