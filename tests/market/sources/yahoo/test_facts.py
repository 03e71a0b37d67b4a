"""Valuation, news and earnings dates through the real yfinance, in the shapes Yahoo sends."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from market.clock import Deadline
from market.datasets.facts import FactsSource
from market.errors import MarketError, NoData, ProviderDown, Throttled
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.facts import YahooFacts
from market.symbols import Symbol
from tests.wire.server import Answer
from tests.wire.yahoo import BAD_GATEWAY, HANG, MALFORMED, THROTTLED, WEB_PAGE, Fault, YahooWire

IWM, AAPL = Symbol.parse("IWM"), Symbol.parse("AAPL")
QUOTE = {
    "symbol": "IWM",
    "longName": "iShares Russell 2000  ETF",
    "trailingPE": 18.5,
    "forwardPE": "Infinity",
    "priceToBook": 1.9,
    "regularMarketTime": 1769115601,
}


@pytest.fixture
def facts(client: YahooClient) -> FactsSource:
    return YahooFacts(client)


def soon(seconds: float = 8) -> Deadline:
    return Deadline.after(seconds)


def quote(wire: YahooWire, **changes: Any) -> None:
    """Let the wire know a quote of IWM."""
    wire.facts["quote", "IWM"] = {"quoteResponse": {"result": [{**QUOTE, **changes}], "error": None}}
    wire.facts["summary", "IWM"] = {"quoteSummary": {"result": [{"quoteType": {}}], "error": None}}


def story(title: str, published: str, link: str = "https://example.com/a") -> dict[str, Any]:
    provider = {"displayName": "The Paper"}
    return {
        "content": {
            "title": title,
            "pubDate": published,
            "provider": provider,
            "canonicalUrl": {"url": link},
        }
    }


def news(wire: YahooWire, *stories: dict[str, Any]) -> None:
    wire.facts["news", "IWM"] = {"data": {"tickerStream": {"stream": list(stories)}}}


def test_valuation_comes_with_its_time_and_without_what_is_not_stated(
    facts: FactsSource, wire: YahooWire
) -> None:
    quote(wire)
    found = facts.fundamentals(IWM, soon())
    assert (found.trailing_pe, found.forward_pe, found.price_to_book) == (18.5, None, 1.9)
    assert found.as_of == datetime(2026, 1, 22, 21, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("loss", [-12.5, 0, None, float("nan"), "N/A", True])
def test_a_loss_has_no_multiple(facts: FactsSource, wire: YahooWire, loss: object) -> None:
    quote(wire, forwardPE=loss)
    assert facts.fundamentals(IWM, soon()).forward_pe is None


def test_an_index_has_no_valuation_and_no_earnings(facts: FactsSource) -> None:
    rut = Symbol.parse("rut")
    with pytest.raises(NoData, match="no facts about Russell 2000"):
        facts.fundamentals(rut, soon())
    assert facts.earnings(rut, soon()) is None
    assert facts.news(rut, soon()) == ()


def test_a_quote_without_ratios_is_no_valuation(facts: FactsSource, wire: YahooWire) -> None:
    quote(wire, trailingPE=None, forwardPE=None, priceToBook=None)
    with pytest.raises(NoData, match="states no valuation for IWM"):
        facts.fundamentals(IWM, soon())


def test_earnings_are_days_in_new_york_and_estimates_until_confirmed(
    facts: FactsSource, wire: YahooWire
) -> None:
    quote(wire, earningsTimestampStart=1769742000, earningsTimestampEnd=1770087600)
    found = facts.earnings(IWM, soon())
    assert found is not None
    assert (found.first, found.last, found.estimated) == (date(2026, 1, 29), date(2026, 2, 2), True)


def test_headlines_come_newest_first_and_malformed_ones_not_at_all(
    facts: FactsSource, wire: YahooWire
) -> None:
    news(
        wire,
        story("Older\x07 story", "2026-01-20T10:00:00Z"),
        story("Newer story", "2026-01-22T10:00:00Z"),
        story("", "2026-01-22T11:00:00Z"),
        story("No proper link", "2026-01-22T11:00:00Z", "javascript:alert(1)"),
        {"content": None},
    )
    items = facts.news(IWM, soon())
    assert [item.title for item in items] == ["Newer story", "Older story"]
    assert items[0].publisher == "The Paper"
    assert items[0].at == datetime(2026, 1, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (THROTTLED, Throttled),
        (BAD_GATEWAY, ProviderDown),
        (WEB_PAGE, ProviderDown),
        (MALFORMED, ProviderDown),
        (Answer(200, {"data": {"tickerStream": {"stream": [{"content": "text"}]}}}), ProviderDown),
        (HANG, ProviderDown),
    ],
)
def test_outages_are_told_and_recovered_from(
    facts: FactsSource, wire: YahooWire, fault: Fault, kind: type[MarketError]
) -> None:
    quote(wire)
    news(wire, story("A story", "2026-01-22T10:00:00Z"))
    seconds = 0.6 if fault is HANG else 8
    for route in ("news", "summary", "quote"):
        wire.fail(route, fault)
    with pytest.raises(kind):
        facts.news(IWM, soon(seconds))
    if not isinstance(fault, Answer) or fault.status != 200:
        with pytest.raises(kind):
            facts.fundamentals(IWM, soon(seconds))
    wire.mend()
    assert facts.fundamentals(IWM, soon()).trailing_pe == 18.5
    assert len(facts.news(IWM, soon())) == 1


@pytest.mark.parametrize(
    "poison",
    [THROTTLED, Answer(200, "Too Many Requests"), BAD_GATEWAY, WEB_PAGE, Answer(200, "<html>wait</html>")],
    ids=["throttled", "throttled, with 200", "bad gateway", "web page", "a page that yfinance knows"],
)
def test_an_error_page_never_becomes_the_crumb(facts: FactsSource, wire: YahooWire, poison: Fault) -> None:
    quote(wire)
    wire.fail("crumb", poison)
    with pytest.raises(ProviderDown, match="HTTP 401"):  # facts need a crumb, and none is to be had
        facts.fundamentals(IWM, soon())
    wire.mend()
    assert facts.fundamentals(IWM, soon()).trailing_pe == 18.5
    assert wire.crumbs == {"crumb1"}


def test_an_expired_crumb_is_replaced_within_the_same_call(facts: FactsSource, wire: YahooWire) -> None:
    quote(wire)
    facts.fundamentals(IWM, soon())
    wire.expire_crumb()
    assert facts.fundamentals(IWM, soon()).trailing_pe == 18.5


def test_a_cookie_that_yahoo_no_longer_takes_is_replaced_for_the_next_call(
    facts: FactsSource, wire: YahooWire
) -> None:
    quote(wire)
    facts.fundamentals(IWM, soon())
    wire.expire_cookie()
    with pytest.raises(ProviderDown, match="HTTP 401"):
        facts.fundamentals(IWM, soon())
    assert facts.fundamentals(IWM, soon()).trailing_pe == 18.5


@pytest.mark.realdata
def test_recorded_answers_are_read(facts: FactsSource, wire: YahooWire, real_data: Path) -> None:
    def recorded(name: str) -> Any:
        return json.loads((real_data / "cassettes" / "yfinance-rs" / f"{name}.json").read_text())

    wire.facts["quote", "AAPL"] = recorded("quote_v7_AAPL")
    wire.facts["summary", "AAPL"] = recorded("profile_api_assetProfile-quoteType-fundProfile_AAPL")
    wire.facts["news", "AAPL"] = recorded("news_latestNews_AAPL")
    found = facts.fundamentals(AAPL, soon())
    assert (found.trailing_pe, found.forward_pe, found.price_to_book) == (40.925644, 32.454872, 60.866623)
    assert found.as_of == datetime(2025, 10, 29, 20, 0, 1, tzinfo=UTC)
    earnings = facts.earnings(AAPL, soon())
    assert earnings is not None
    assert (earnings.first, earnings.last, earnings.estimated) == (
        date(2025, 10, 30),
        date(2025, 10, 30),
        False,
    )
    items = facts.news(AAPL, soon())
    assert len(items) == 10
    assert all(item.link.startswith("https://") and item.title for item in items)
    assert list(items) == sorted(items, key=lambda item: item.at, reverse=True)
