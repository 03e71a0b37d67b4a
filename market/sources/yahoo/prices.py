"""Yahoo Finance as a source of daily bars: real yfinance, held to its deadline, honest about failure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from market.calendars.calendar import Calendar
from market.catalog import SymbolKind
from market.clock import Deadline
from market.errors import EmptyAnswer, NoData, UnknownSymbol, Unlisted
from market.formatting import NEW_YORK
from market.live_quote import LiveQuote
from market.sources import History
from market.sources.yahoo.bars import ChartMeta, history
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.errors import TITLE, NotListed
from market.sources.yahoo.quotes import QUOTES_AT_ONCE, live_quotes
from market.symbols import Symbol, nearest


class YahooSource:
    """`PriceSource` over Yahoo's chart. One request a symbol; raw and adjusted closes from the
    same answer, the running session from the chart's own metadata."""

    key = "yahoo"
    title = TITLE
    terms = (
        "Yahoo describes this data as intended for personal use only; check its terms before you share it."
    )
    sample = False
    stores = True
    quotes_at_once = QUOTES_AT_ONCE

    def __init__(self, client: YahooClient, calendar: Calendar) -> None:
        self._client, self._calendar = client, calendar

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        """Daily bars from `since` (None: all there is) as known at `now`.

        Raises UnknownSymbol when Yahoo says that it has no such thing and nobody said that it exists;
        Throttled on HTTP 429; ProviderDown for everything else, among it Unlisted: "no such thing" about a
        symbol of the catalogue or one with stored bars is an outage, not a delisting. NoData for a
        symbol that exists but has no bars.
        """
        known = symbol.kind is not SymbolKind.OTHER or since is not None
        until = now.astimezone(NEW_YORK).date() + timedelta(days=2)  # exclusive, and ahead of Asia
        try:
            frame, meta = self._client.ask(
                symbol.ticker, deadline, lambda ticker: _daily(ticker, since, until)
            )
        except NotListed:
            if known:
                raise Unlisted(TITLE, f"no data for {symbol.ticker} at the moment") from None
            raise UnknownSymbol(symbol.ticker, nearest(symbol.ticker)) from None
        if meta is None:  # it names no symbol at all, so it says nothing of this one
            raise EmptyAnswer(TITLE, f"no data for {symbol.ticker} at the moment")
        if frame is None and since is None:
            if known:
                raise EmptyAnswer(TITLE, f"no data for {symbol.ticker} at the moment")
            raise NoData(f"{TITLE} knows {symbol.ticker} but has no daily bars of it. Try another symbol.")
        return history(_EMPTY if frame is None else frame, meta, symbol, self._calendar, now)

    def quotes(self, symbols: Sequence[Symbol], now: datetime, deadline: Deadline) -> dict[str, LiveQuote]:
        """As `QuoteSource.quotes`: one request for all of them. Raises Throttled, ProviderDown and, where
        none is priced, EmptyAnswer."""
        tickers = [symbol.ticker for symbol in symbols]
        try:
            found = self._client.ask(tickers[0], deadline, lambda ticker: live_quotes(ticker, tickers))
        except NotListed:
            found = {}
        if not found:
            raise EmptyAnswer(TITLE, "no quotes at the moment")
        return found


_LONGEST = timedelta(days=36_135)  # 99 years: all that yfinance asks for as "max"
_EMPTY = pd.DataFrame(
    columns=["Open", "High", "Low", "Close", "Adj Close", "Volume", "Dividends", "Stock Splits"],
    index=pd.DatetimeIndex([]),
    dtype="float64",
)


def _daily(ticker: Any, since: date | None, until: date) -> tuple[pd.DataFrame | None, ChartMeta | None]:
    """yfinance's daily frame and its metadata; None for what an empty answer lacks.

    All there is comes by dates, too: yfinance refuses "max" for a share of some days, of which Yahoo offers no long
    ranges, and where Yahoo does not say which it offers.
    """
    from yfinance.exceptions import YFPricesMissingError

    # yfinance would spend a request on the exchange's zone, only to read `start` and `end` by it.
    ticker._tz = "America/New_York"
    try:
        frame = ticker.history(start=since or until - _LONGEST, end=until, auto_adjust=False)
    except YFPricesMissingError:
        frame = None
    metadata = ticker.history_metadata
    return frame, ChartMeta.of(metadata) if "symbol" in metadata else None
