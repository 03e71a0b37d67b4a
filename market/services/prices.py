"""The market service: what commands ask for data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

import pandas as pd

from market.bars import Bars
from market.calendars.calendar import Calendar, SessionState
from market.calendars.trading_days import ExchangeDays
from market.catalog import SymbolKind
from market.clock import Clock, Deadline
from market.errors import MarketError, NoData, UnknownSymbol
from market.fetching.price_cache import Failed, PriceCache
from market.fetching.rate_limit import RateLimit
from market.fetching.warmer import Warmer
from market.quote import Quote
from market.services import staleness_notes
from market.services.inspected_bars import InspectedBars
from market.sources import PriceSource, PrintSource
from market.symbols import Symbol, find, nearest

if TYPE_CHECKING:  # a process that stores nothing never loads SQLAlchemy
    from market.fetching.blob_store import BlobStore

PATIENCE = 3 / 4  # of a request's time may go into waiting for providers; the rest is for the answer


class Market:
    """Bars and quotes, stored, fresh by the exchange calendar, and honest about staleness.

    Thread-safe and synchronous; commands run in worker threads. Raises MarketError only. Every
    call returns within `seconds`, or within the deadline of `within`.

    fallbacks: further providers, asked in order when `source` fails. `pace` makes the pace of each.
    failed: told of requests that a provider did not answer.
    """

    calendar: Calendar
    source_title: str
    source_terms: str
    sample: bool

    def __init__(
        self,
        source: PriceSource,
        clock: Clock,
        calendar: Calendar,
        store: BlobStore | None = None,
        fallbacks: Sequence[PriceSource] = (),
        pace: Callable[[], RateLimit] = RateLimit,
        seconds: float = 8.0,
        failed: Failed | None = None,
        monotonic: Callable[[], float] = monotonic,
    ) -> None:
        self.calendar, self._clock = calendar, clock
        self.source_title, self.source_terms, self.sample = source.title, source.terms, source.sample
        self._seconds = seconds
        self._patience: Deadline | None = None
        self._inspected = InspectedBars(calendar)
        self._caches = tuple(
            PriceCache(
                each,
                clock,
                calendar,
                store=store if each.stores else None,
                pace=pace() if each.stores else RateLimit.at_hand(),  # what is not worth storing is at hand
                seconds=seconds,
                failed=failed,
                monotonic=monotonic,
            )
            for each in (source, *fallbacks)
        )

        self._warmer = Warmer(self._caches[0].fetch)

    def now(self) -> datetime:
        """The present moment (UTC) as the injected clock tells it."""
        return self._clock.now()

    def state(self) -> SessionState:
        """Where the exchange's day is now."""
        return self.calendar.state(self.now())

    def within(self, deadline: Deadline) -> Market:
        """This market for one request: all its calls together end by `deadline`."""
        view = copy(self)
        view._patience = Deadline.after(deadline.remaining() * PATIENCE)
        return view

    def warm(self, symbols: Iterable[Symbol]) -> None:
        """Fetch what is due of `symbols` in the background, for those who ask later."""
        if self._caches[0].source.stores:  # what is not stored is at hand
            self._warmer.add(symbols)

    def warmed(self, seconds: float) -> bool:
        """Wait until nothing is left to fetch in the background; False when that takes longer."""
        return self._warmer.join(seconds)

    @property
    def patience(self) -> Deadline:
        """Until when this request waits for providers."""
        return self._patience or Deadline.after(self._seconds * PATIENCE)

    def bars(self, symbol: Symbol, *, levels: bool = True) -> Bars:
        """All of the symbol's history: completed sessions, and the running bar beside them.

        Raises UnknownSymbol (the provider has no such thing; nearest names inside), Throttled or
        ProviderDown when nothing stored can stand in. A stored answer that stands in says so in
        `notes` and sets `stale`. When an index is not available up to its last completed session, the
        bars of its fund come instead: `symbol` is the fund then, and the first note says why.

        `levels`: whoever reads no prices, only `Bars.total`, says False and gets also what has
        adjusted closes only; for everybody else that raises NoData.
        """
        found = self._bars(symbol)
        if levels and not found.has_levels:
            name = found.symbol.word
            raise NoData(
                f"{found.source} hold only adjusted closes of {found.symbol.label}: its returns are known, its "
                f"prices are not. Try /compare {name} spy or /risk {name}."
            )
        return found

    def _bars(self, symbol: Symbol) -> Bars:
        if self._patience is None:
            return self.within(Deadline.after(self._seconds))._bars(symbol)
        best, failure = self._ask(self._caches[0], symbol, self._patience)
        if best is not None and (failure is None or best.last_session >= self.state().last_completed):
            return best
        if failure is None:
            raise NoData(f"There are no completed sessions of {symbol.label} yet.")
        for cache, stand_in in self._stand_ins(symbol):
            if best is not None and cache.hangs:
                continue  # it has let us wait for the index already
            bars, problem = self._ask(cache, stand_in, self._patience)
            if bars is None or (problem is not None and best is not None):
                continue
            best = replace(bars, provenance=bars.provenance.noted(self._reason(symbol, bars, failure)))
            if problem is None:
                break
        if best is None:
            raise self._named(symbol, failure)
        return best

    def many(self, symbols: Sequence[Symbol], *, levels: bool = True) -> tuple[Bars, ...]:
        """`bars` of several symbols side by side, in their order; the first error is raised."""
        market = self if self._patience else self.within(Deadline.after(self._seconds))
        self._caches[0].renew(symbols, Deadline.after(market.patience.remaining() / 3))
        for symbol in symbols:
            self._caches[0].begin(symbol)
        return tuple(market.bars(symbol, levels=levels) for symbol in symbols)

    def quote(self, symbol: Symbol) -> Quote:
        """The newest session of a symbol at a glance. Raises as `bars` does."""
        return Quote.of(self.bars(symbol))

    def completed(self, bars: Bars) -> Bars:
        """`bars` without the running session, as of their last close: for figures of closes only."""
        return bars.completed(self.closed_at(bars.last_session))

    def prints(self, symbol: Symbol, session: date) -> pd.DataFrame | None:
        """The five-minute bars of one session (see `PrintSource`), where the source keeps them."""
        source = self._caches[0].source
        return source.prints(symbol, session) if isinstance(source, PrintSource) else None

    def _ask(
        self, cache: PriceCache, symbol: Symbol, patience: Deadline
    ) -> tuple[Bars | None, MarketError | None]:
        """What one source has of the symbol, fresh or stale, and what went wrong if something did."""
        try:
            answer = cache.get(symbol, patience)
            others = partial(self._beside, cache, patience)
            return self._inspected.of(cache.source, symbol, answer, self.state(), others), answer.failure
        except MarketError as error:
            return None, error

    def _beside(self, cache: PriceCache, patience: Deadline, symbol: Symbol, fetch: bool) -> Bars | None:
        """What the same source has of another market, judged by itself. Without `fetch`, what is at hand."""
        if cache.source.sample:
            return None  # invented figures need no witness
        try:
            at_hand = fetch or not cache.source.stores
            answer = cache.get(symbol, patience) if at_hand else cache.at_hand(symbol)
            return self._inspected.of(cache.source, symbol, answer, self.state()) if answer else None
        except MarketError:
            return None

    def at_hand(self, symbol: Symbol) -> Bars | None:
        """What the source is known to have of the symbol, judged by itself, without asking a provider for it."""
        return self._beside(self._caches[0], self.patience, symbol, fetch=False)

    def _stand_ins(self, symbol: Symbol) -> Iterator[tuple[PriceCache, Symbol]]:
        """Where to turn when the source fails: other providers, then the index's fund anywhere."""
        for cache in self._caches[1:]:
            yield cache, symbol
        if symbol.proxy and (fund := find(symbol.proxy)):
            for cache in self._caches:
                yield cache, fund

    def _reason(self, symbol: Symbol, bars: Bars, failure: MarketError) -> str:
        if bars.symbol != symbol:
            return staleness_notes.proxy(symbol, bars.symbol, self.source_title, failure)
        return staleness_notes.other_provider(symbol, self.source_title, failure, bars.source)

    def _named(self, symbol: Symbol, failure: MarketError) -> MarketError:
        """The failure to raise. A market of the catalogue is known even where nobody here has prices of it; any
        other comes with the names most like it."""
        if isinstance(failure, UnknownSymbol) and symbol.kind is not SymbolKind.OTHER:
            return NoData(
                f"There are no prices of {symbol.label} at {self.source_title}. Ask for another market."
            )
        if isinstance(failure, UnknownSymbol) and not failure.nearest:
            others = (word for word in nearest(symbol.ticker, 4) if word != symbol.word)
            return UnknownSymbol(symbol.word, tuple(others)[:3])
        return failure

    def closed_at(self, session: date) -> datetime:
        """When the session closed; four o'clock where the calendar has no such session."""
        return ExchangeDays(self.calendar).close(session)
