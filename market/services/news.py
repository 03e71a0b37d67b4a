"""Service for news and reporting dates: cached, stored, stale with a date when refreshing fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from market.clock import Clock, Deadline
from market.datasets.facts import Earnings, FactsSource, Fundamentals, NewsItem
from market.errors import NotInTime
from market.fetching.rate_limit import RateLimit, RateLimitExceeded
from market.fetching.refreshed_values import RefreshedValues, StoredForm
from market.formatting import moment
from market.provenance import Provenance, Sourced
from market.services.timed_service import TimedService
from market.symbols import Symbol

if TYPE_CHECKING:
    from market.fetching.blob_store import Blob, BlobStore

NEWS, EARNINGS = "news", "earnings"
FRESH = {NEWS: timedelta(minutes=10), EARNINGS: timedelta(hours=12)}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DatedFact(Sourced, Generic[T]):
    """A provider's answer.

    provenance: as of when it was asked.
    """

    value: T
    provenance: Provenance


class NewsService(TimedService):
    """Thread-safe. Raises MarketError only."""

    def __init__(
        self,
        source: FactsSource,
        clock: Clock,
        store: BlobStore | None = None,
        key: str = "",
        seconds: float = 8.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`key`: the source's stable word, part of what is stored."""
        super().__init__(seconds)
        self.source_title, self.sample = source.title, source.sample
        self._source, self._clock, self._key = source, clock, key
        self._values = RefreshedValues[DatedFact[Any]](
            source.title, clock, seconds, store, local=source.local, monotonic=monotonic
        )

    def news(self, symbol: Symbol) -> DatedFact[tuple[NewsItem, ...]]:
        """Headlines, newest first. Raises NoData, Throttled, ProviderDown when nothing is kept."""
        return self._refreshed(NEWS, symbol, self._source.news)

    def earnings(self, symbol: Symbol) -> DatedFact[Earnings | None]:
        """The next reporting date, None where the provider knows none. Raises as `news` does."""
        return self._refreshed(EARNINGS, symbol, self._source.earnings)

    def _refreshed(self, kind: str, symbol: Symbol, ask: Callable[[Symbol, Deadline], Any]) -> DatedFact[Any]:
        def asked(deadline: Deadline) -> DatedFact[Any]:
            return self._dated(ask(symbol, deadline), self._clock.now())

        def unpacked(blob: Blob) -> DatedFact[Any]:
            return self._dated(_unpacked(kind, blob.data), blob.at)

        form = StoredForm(kind, f"{self._key}/{symbol.ticker}", partial(_packed, kind), unpacked)
        refreshed = self._values.get(f"{kind}/{symbol.ticker}", FRESH[kind], asked, self._deadline, form)
        value = refreshed.value
        if refreshed.failure is None:
            return value
        note = f"{refreshed.failure} This is what it said at {moment(value.as_of)}."
        return replace(value, provenance=value.provenance.outdated(note))

    def _dated(self, value: Any, at: datetime) -> DatedFact[Any]:
        return DatedFact(value, Provenance(self._source.title, at, self._source.sample))


class RateLimitedFacts:
    """`FactsSource` that waits for its turn, so that facts and prices together stay polite."""

    def __init__(self, source: FactsSource, pace: RateLimit) -> None:
        self.title, self.sample, self.local = source.title, source.sample, source.local
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
            raise NotInTime(self.title, "too many requests are waiting") from None


def _packed(kind: str, fact: DatedFact[Any]) -> tuple[bytes, dict[str, Any]]:
    value, plain = fact.value, None
    if kind == NEWS:
        plain = [[i.title, i.publisher, i.at.isoformat(), i.link] for i in value]
    elif value is not None:
        plain = [value.first.isoformat(), value.last.isoformat(), value.estimated]
    return json.dumps(plain).encode(), {}


def _unpacked(kind: str, data: bytes) -> Any:
    kept = json.loads(data)
    if kind == NEWS:
        return tuple(NewsItem(t, by, datetime.fromisoformat(at), link) for t, by, at, link in kept)
    if kept is None:
        return None
    first, last, estimated = kept
    return Earnings(date.fromisoformat(first), date.fromisoformat(last), estimated)
