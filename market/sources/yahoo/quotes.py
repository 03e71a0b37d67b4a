"""Yahoo's quotes of many symbols in one request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

import numpy as np

from market.live_quote import LiveQuote
from market.sources.yahoo.bars import shortest_decimals

QUOTES_AT_ONCE = 90  # with more than 99 Yahoo has answered "too many requests" since 2025
_ADDRESS = "https://query1.finance.yahoo.com/v7/finance/quote"


def live_quotes(ticker: Any, tickers: Sequence[str]) -> dict[str, LiveQuote]:
    """The quotes of `tickers`, asked through yfinance's `Ticker` with its cookie and crumb; those that lack a
    price or its time are left out. Raises whatever yfinance does."""
    document = ticker._data.get_raw_json(_ADDRESS, {"symbols": ",".join(tickers), "formatted": "false"})
    quotes = map(_quote, document["quoteResponse"]["result"])
    return {quote.ticker: quote for quote in quotes if quote is not None and quote.ticker in tickers}


def _quote(row: Mapping[str, Any]) -> LiveQuote | None:
    last, previous = (row.get(f"regularMarket{name}") for name in ("Price", "PreviousClose"))
    at, zone = row.get("regularMarketTime"), row.get("exchangeTimezoneName")
    if not (_is_price(last) and _is_price(previous) and isinstance(at, int) and zone):
        return None
    moment = datetime.fromtimestamp(at, UTC)
    session = moment.astimezone(ZoneInfo(str(zone))).date()
    day = [row.get(f"regularMarket{name}") for name in ("Open", "DayHigh", "DayLow")]
    prices = [float(price) if _is_price(price) else float("nan") for price in (last, previous, *day)]
    volume = row.get("regularMarketVolume")
    traded = float(volume) if _is_price(volume) else None
    last, previous, opening, high, low = shortest_decimals(np.array(prices)).tolist()
    return LiveQuote(str(row["symbol"]), session, moment, last, previous, opening, high, low, traded)


def _is_price(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value) and value > 0
