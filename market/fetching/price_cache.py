"""Cache of one source's price histories: in memory and in the store, refreshed when due."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

import pandas as pd
from cachetools import LRUCache

from market.calendars.calendar import Calendar
from market.calendars.trading_days import opens_early, trades_outside
from market.catalog import SymbolKind
from market.clock import Clock, Deadline
from market.errors import (
    MarketError,
    NoData,
    NotInTime,
    ProviderDown,
    ProviderError,
    StoreFailed,
)
from market.fetching.archive import Archive
from market.fetching.doubt_watch import DoubtWatch
from market.fetching.negative_cache import NegativeCache
from market.fetching.quote_cache import QuoteCache
from market.fetching.rate_limit import RateLimit, RateLimitExceeded
from market.fetching.running_quotes import RunningQuotes
from market.fetching.single_flight import Flight, NoFreeThread, SingleFlight, landed
from market.sources import History, PriceSource, QuoteSource
from market.symbols import Symbol

if TYPE_CHECKING:  # a process that stores nothing never loads SQLAlchemy
    from market.fetching.blob_store import BlobStore

KIND = "bars"
IN_MEMORY = 64  # histories; some 500 kB each
BRIEFLY = 0.5  # seconds from its start that a question is waited for, where the provider has just hung
LATE, WAITING = "no answer in time", "too many requests are waiting"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CachedHistory:
    """What is kept of a symbol, and what went wrong when something newer was asked for."""

    archive: Archive
    failure: MarketError | None = None


Failed = Callable[[ProviderError], None]
"""Told of every request that a provider did not answer, also where what is kept stands in."""


class PriceCache:
    """One source's histories. Thread-safe.

    hangs: whether the source has last let somebody wait in vain.
    """

    def __init__(
        self,
        source: PriceSource,
        clock: Clock,
        calendar: Calendar,
        store: BlobStore | None = None,
        pace: RateLimit | None = None,
        seconds: float = 8.0,
        failed: Failed | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source, self._failed = source, failed
        self._clock, self._calendar, self._store = clock, calendar, store
        self._pace, self._seconds = pace, seconds
        self._flights = SingleFlight[None]()
        self._doubts = DoubtWatch(calendar)
        self._memory: LRUCache[str, Archive] = LRUCache(IN_MEMORY)
        self._failures = NegativeCache(monotonic)
        self._quotes = (
            RunningQuotes(QuoteCache(source, clock, pace or RateLimit(), self._failures), calendar)
            if isinstance(source, QuoteSource) and source.stores
            else None
        )
        self.hangs = False
        self._turns: dict[str, bool] = {}  # by ticker of a request: whether its turn at the source has come
        self._lock = Lock()

    def begin(self, symbol: Symbol) -> Flight[None]:
        """Start fetching what is due, without waiting; several symbols come in side by side."""
        ticker = symbol.ticker
        archive = self._recalled(ticker)
        if archive is not None and self._is_fresh(symbol, archive):
            return landed()
        if failure := self._failures.of(symbol):
            return landed(failure)
        return self._flights.join(ticker, partial(self._refresh, symbol), self._seconds)

    def fetch(self, symbol: Symbol) -> None:
        """Fetch what is due, and wait for it. Raises MarketError."""
        flight = self.begin(symbol)
        if failure := self._outcome(symbol, flight, Deadline.after(self._seconds)):
            raise failure

    def get(self, symbol: Symbol, deadline: Deadline) -> CachedHistory:
        """The symbol's history, fresh if it can be had in time, else what is kept and why.

        Raises the source's MarketError when nothing is kept.
        """
        failure: MarketError | None = self._late() if self.hangs else NotInTime(self.source.title, LATE)
        if not deadline.passed:
            flight = self.begin(symbol)
            if self.hangs and self._kept(symbol) is not None:
                briefly = Deadline(flight.deadline.at - self._seconds + BRIEFLY)
                deadline = min(deadline, briefly, key=lambda each: each.at)
            failure = self._outcome(symbol, flight, deadline)
            if failure is not None and flight.deadline.passed and not deadline.passed:
                # We joined an older fetch that timed out first; start our own.
                failure = self._outcome(symbol, self.begin(symbol), deadline)
        archive = self._kept(symbol)
        if archive is None:
            raise failure or NoData(f"{self.source.title} has no daily bars of {symbol.label}.")
        return CachedHistory(archive, None if failure and self._is_fresh(symbol, archive) else failure)

    def renew(self, symbols: Sequence[Symbol], deadline: Deadline) -> None:
        """The running bars that are due of several kept histories, in one request where the source has quotes."""
        now = self._clock.now()
        if self._quotes is None or not self._quotes.are_asked_for(now):
            return
        kept = {symbol: archive for symbol in symbols if (archive := self._kept(symbol))}
        due = {s: a for s, a in kept.items() if not (self._is_fresh(s, a) or self._doubts.is_due(s, a, now))}
        for ticker, archive in self._quotes.renewed(due, now, deadline).items():
            self._remember(ticker, archive)

    def at_hand(self, symbol: Symbol) -> CachedHistory | None:
        """The stored history of a symbol, whatever its age; the source is not asked. None where nothing is stored."""
        archive = self._kept(symbol)
        if archive is None:
            return None
        self._remember(symbol.ticker, archive)
        return CachedHistory(archive)

    def _outcome(self, symbol: Symbol, flight: Flight[None], deadline: Deadline) -> MarketError | None:
        """What went wrong with a flight, if something did by the deadline."""
        try:
            flight.result.result(deadline.remaining())
        except TimeoutError:
            turn = self._turns.get(symbol.ticker)
            if not (turn or self.hangs or (self._pace is not None and self._pace.is_full)):
                return NotInTime(self.source.title, LATE if turn is None else WAITING)
            self.hangs = True
            return self._late()
        except NoFreeThread:
            return NotInTime(self.source.title, WAITING)
        except MarketError as error:
            return error
        return None

    def _late(self) -> MarketError:
        """A source on this machine is as slow as we are; another one has not answered."""
        return (ProviderDown if self.source.stores else NotInTime)(self.source.title, LATE)

    def _refresh(self, symbol: Symbol, deadline: Deadline) -> None:
        """What one flight does: look into the store, where another process may have been quicker,
        and ask the source if that is not fresh either."""
        archive = _newer(self._recalled(symbol.ticker), self._stored(symbol))
        if archive is not None:
            self._remember(symbol.ticker, archive)
            if self._is_fresh(symbol, archive):
                return
        try:
            archive = self._asked(symbol, archive, deadline)
        except ProviderError as error:
            if self._failed is not None:
                self._failed(error)
            raise
        self._remember(symbol.ticker, archive)
        self._keep(symbol, archive)

    def _asked(self, symbol: Symbol, archive: Archive | None, deadline: Deadline) -> Archive:
        if archive is not None and not self._doubts.is_due(symbol, archive, self._clock.now()):
            topped_up = archive.topped_up(self._history(symbol, archive.since, deadline))
            if topped_up is not None:
                return topped_up
            log.info("%s: the kept history no longer fits, fetching all of it", symbol.ticker)
        answer = self._history(symbol, None, deadline)
        if answer.frame.empty:
            raise NoData(f"{self.source.title} has no completed session of {symbol.label} yet.")
        whole = self._replaced(symbol, archive, answer) if archive else Archive.whole(answer)
        if whole is None:
            raise ProviderDown(self.source.title, "an incomplete history")
        return whole

    def _replaced(self, symbol: Symbol, archive: Archive, answer: History) -> Archive | None:
        """All of the history anew; nothing spoiled of the kept one comes along, nothing trusted of it
        is lost to a spoiled answer."""
        trusted = self._doubts.cleaned(symbol, archive)
        whole = trusted.replaced(answer)
        if whole is None or archive.splits != answer.splits:
            return whole
        mended = self._doubts.mended(symbol, trusted, Archive.whole(answer))
        return trusted.replaced(replace(answer, frame=mended.frame)) or whole

    def _history(self, symbol: Symbol, since: date | None, deadline: Deadline) -> History:
        """One request to the source, in its turn, cleaned; failures that hold for a while are noted."""
        title = self.source.title
        self._turns[symbol.ticker] = False
        try:
            with self._pace.turn(deadline) if self._pace else nullcontext():
                now = self._clock.now()
                self._turns[symbol.ticker] = True
                answer = self.source.history(symbol, since, now, deadline)
                self.hangs = False
                self._failures.answered(symbol)
        except MarketError as error:
            kept = self._recalled(symbol.ticker) is not None
            self._failures.learn(symbol, error, self._clock.now(), kept)
            raise
        except RateLimitExceeded:
            raise NotInTime(title, WAITING) from None
        except Exception as error:
            # Whatever a provider's client raises besides must not reach people, nor end the answer.
            log.exception("%s: %s failed", title, symbol.ticker)
            raise ProviderDown(title, "an answer that makes no sense") from error
        finally:
            self._turns.pop(symbol.ticker, None)
        return replace(answer, frame=self._cleaned(symbol, answer.frame))

    def _cleaned(self, symbol: Symbol, frame: pd.DataFrame) -> pd.DataFrame:
        """Without rows on days the exchange was closed (Yahoo has some for ^VIX). Other
        exchanges' symbols stay as they are."""
        elsewhere = trades_outside(symbol.ticker) and not opens_early(symbol.ticker)
        if symbol.kind is SymbolKind.OTHER or elsewhere or frame.empty:
            return frame
        sessions = self._calendar.sessions(frame.index[0].date(), frame.index[-1].date())
        if sessions:
            known = frame.index < pd.Timestamp(sessions[0])  # before the calendar's first year
            frame = frame[known | frame.index.isin(pd.DatetimeIndex(sessions))]
        return frame

    def _is_fresh(self, symbol: Symbol, archive: Archive) -> bool:
        now = self._clock.now()
        fresh = archive.is_fresh(self._calendar.state(now), trades_outside(symbol.ticker))
        return fresh and not self._doubts.is_due(symbol, archive, now)

    def _stored(self, symbol: Symbol) -> Archive | None:
        """What the store holds; a store that fails, or holds what cannot be read, holds nothing."""
        if self._store is None:
            return None
        try:
            blob = self._store.get(KIND, self._key(symbol))
            return Archive.from_stored(blob.data, blob.meta) if blob else None
        except StoreFailed:
            log.warning("%s: the store cannot be read", symbol.ticker, exc_info=True)
        except (ValueError, KeyError, TypeError, OSError):
            log.warning("%s: what is stored cannot be read and will be fetched anew", symbol.ticker)
        return None

    def _keep(self, symbol: Symbol, archive: Archive) -> None:
        if self._store is None:
            return
        try:
            data, meta = archive.to_bytes(), archive.to_meta()
            self._store.put(KIND, self._key(symbol), data, meta, archive.asked_at)
        except StoreFailed:
            log.warning("%s: the store cannot be written", symbol.ticker, exc_info=True)

    def _kept(self, symbol: Symbol) -> Archive | None:
        return self._recalled(symbol.ticker) or self._stored(symbol)

    def _recalled(self, ticker: str) -> Archive | None:
        with self._lock:
            return self._memory.get(ticker)

    def _remember(self, ticker: str, archive: Archive) -> None:
        with self._lock:
            self._memory[ticker] = _newer(archive, self._memory.get(ticker)) or archive

    def _key(self, symbol: Symbol) -> str:
        return f"{self.source.key}/{symbol.ticker}"


def _newer(one: Archive | None, other: Archive | None) -> Archive | None:
    if one is None or other is None:
        return one or other
    return one if one.asked_at >= other.asked_at else other
