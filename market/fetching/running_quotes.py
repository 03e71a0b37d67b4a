"""Running bars of several kept histories, renewed with one request for quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from market.bars import RunningBar
from market.calendars.calendar import Calendar, Phase, SessionState
from market.calendars.trading_days import trades_outside
from market.clock import Deadline
from market.errors import MarketError
from market.fetching.archive import Archive
from market.fetching.quote_cache import QuoteCache
from market.live_quote import LiveQuote
from market.symbols import Symbol

_LEAST = 2  # histories; one is renewed by its own chart
_APART = 1e-3  # of the quote's close before from ours: a split, or a quote that is amiss
_REST = timedelta(minutes=1)  # after a failure
_AHEAD = timedelta(minutes=1)  # of our clock


class RunningQuotes:
    """Quotes of a source as running bars. What it does not renew is left to the chart of each symbol."""

    def __init__(self, cache: QuoteCache, calendar: Calendar) -> None:
        self._cache, self._calendar = cache, calendar
        self._failed_at: datetime | None = None

    def are_asked_for(self, now: datetime) -> bool:
        """Whether a session is in progress, and quotes have not just failed."""
        rests = self._failed_at is not None and timedelta(0) <= now - self._failed_at < _REST
        return not rests and self._calendar.state(now).phase is Phase.IN_PROGRESS

    def renewed(
        self, archives: Mapping[Symbol, Archive], now: datetime, deadline: Deadline
    ) -> dict[str, Archive]:
        """By ticker, those of `archives` that end with the last completed session, with the newest running bar. Empty
        where the source does not answer."""
        state = self._calendar.state(now)
        due = {
            symbol: archive
            for symbol, archive in archives.items()
            if archive.final and archive.covers(state) and not trades_outside(symbol.ticker)
        }
        if len(due) < _LEAST:
            return {}
        symbols = tuple(due)[: self._cache.source.quotes_at_once]
        try:
            quotes = self._cache.ask(symbols, deadline)
        except MarketError:
            self._failed_at = now
            return {}  # each chart is asked for, and says what is wrong
        made = {symbol: _with_quote(symbol, due[symbol], quotes, state) for symbol in symbols}
        return {symbol.ticker: archive for symbol, archive in made.items() if archive is not None}


def _with_quote(
    symbol: Symbol, archive: Archive, quotes: Mapping[str, LiveQuote], state: SessionState
) -> Archive | None:
    """The archive with its quote as the running bar; None where that is of another session, older than what is
    known or on another scale than the last close."""
    quote, kept = quotes.get(symbol.ticker), archive.running
    if quote is None or quote.session != state.session or quote.at > state.at + _AHEAD:
        return None
    close = float(archive.frame["close"].iloc[-1])
    if abs(quote.previous / close - 1.0) > _APART:
        return None
    if kept is not None and kept.session == quote.session and kept.at > quote.at:
        return None
    bar = RunningBar(
        session=quote.session,
        open=quote.open,
        high=quote.high,
        low=quote.low,
        last=quote.last,
        volume=quote.volume if symbol.has_volume else None,
        at=min(quote.at, state.at),
    )
    return replace(archive, running=bar, asked_at=state.at)
