"""Yahoo Finance as a source of facts: valuation, news, the next earnings date."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from market.clock import Deadline
from market.datasets.facts import Earnings, Fundamentals, NewsItem
from market.errors import NoData
from market.formatting import NEW_YORK
from market.provenance import Provenance
from market.sources.yahoo.client import Answer, YahooClient
from market.sources.yahoo.errors import TITLE, NotListed
from market.symbols import Symbol, printable

_HEADLINES = 10


class YahooFacts:
    """`FactsSource` over Yahoo's quote, summary and news. Share one client with `YahooSource`."""

    title = TITLE
    sample = False
    local = False

    def __init__(self, client: YahooClient) -> None:
        self._client = client

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        """Valuation as Yahoo states it. Raises NoData where it states none (most indices)."""
        info = self._info(symbol, deadline)
        trailing, forward, book = (
            _ratio(info.get(key)) for key in ("trailingPE", "forwardPE", "priceToBook")
        )
        as_of = _moment(info.get("regularMarketTime"))
        if as_of is None or (trailing, forward, book) == (None, None, None):
            raise NoData(f"{TITLE} states no valuation for {symbol.label}. Try a fund, such as IWM.")
        return Fundamentals(
            trailing_pe=trailing,
            forward_pe=forward,
            price_to_book=book,
            provenance=Provenance(TITLE, as_of),
        )

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        """Up to ten headlines, newest first."""
        items = self._ask(symbol, deadline, lambda ticker: [_item(s) for s in ticker.get_news(_HEADLINES)])
        proper = [item for item in items if item is not None]
        return tuple(sorted(proper, key=lambda item: item.at, reverse=True))[:_HEADLINES]

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        """The reporting date Yahoo states. It comes with a moment, read as a day in New York;
        yfinance's own calendar would read it in this machine's zone."""
        try:
            info = self._info(symbol, deadline)
        except NoData:
            return None
        first = _moment(info.get("earningsTimestampStart") or info.get("earningsTimestamp"))
        last = _moment(info.get("earningsTimestampEnd")) or first
        if first is None or last is None:
            return None
        return Earnings(
            first=first.astimezone(NEW_YORK).date(),
            last=last.astimezone(NEW_YORK).date(),
            estimated=bool(info.get("isEarningsDateEstimate", True)),
        )

    def _info(self, symbol: Symbol, deadline: Deadline) -> Mapping[str, Any]:
        return self._ask(symbol, deadline, lambda ticker: dict(ticker.info))

    def _ask(self, symbol: Symbol, deadline: Deadline, question: Callable[[Any], Answer]) -> Answer:
        try:
            return self._client.ask(symbol.ticker, deadline, question)
        except NotListed:
            raise NoData(f"{TITLE} has no facts about {symbol.label}. Try a stock or a fund.") from None


def _item(story: Mapping[str, Any]) -> NewsItem | None:
    """A story as a headline; None where title, time or a proper link is missing."""
    content = story.get("content") or {}
    title, published = _text(content.get("title")), content.get("pubDate")
    link = next(
        (found["url"] for key in ("canonicalUrl", "clickThroughUrl") if (found := content.get(key))), None
    )
    if not title or not isinstance(published, str) or not str(link).startswith("https://"):
        return None
    return NewsItem(
        title=title,
        publisher=_text((content.get("provider") or {}).get("displayName")),
        at=datetime.fromisoformat(published).astimezone(UTC),
        link=str(link),
    )


def _ratio(value: Any) -> float | None:
    """A multiple that means something: positive and finite. Losses and negative book value have none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) and value > 0 else None


def _moment(value: Any) -> datetime | None:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, (int, float)) and value > 0 else None


def _text(value: Any) -> str:
    return printable(" ".join(str(value or "").split()))
