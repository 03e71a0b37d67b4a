"""Quotes of many symbols in one request, over Yahoo's wire and the real yfinance."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from market.clock import Deadline
from market.errors import EmptyAnswer, MarketError, ProviderDown, Throttled
from market.live_quote import LiveQuote
from market.sources.yahoo.prices import YahooSource
from market.symbols import Symbol
from tests.wire.series import rising
from tests.wire.yahoo import BAD_GATEWAY, MALFORMED, THROTTLED, Fault, YahooWire

IN_SESSION = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
RUT, IWM, ABSENT = (Symbol.parse(word) for word in ("rut", "iwm", "qqq"))


def asked(source: YahooSource, wire: YahooWire, *symbols: Symbol) -> dict[str, LiveQuote]:
    return source.quotes(symbols, wire.now, Deadline.after(8))


def test_one_request_brings_all_that_yahoo_lists(source: YahooSource, wire: YahooWire) -> None:
    wire.now = IN_SESSION
    quotes = asked(source, wire, RUT, IWM, ABSENT)
    assert wire.count("quote") == 1
    assert sorted(quotes) == ["IWM", "^RUT"]
    bars = wire.listing("IWM").daily
    quote = quotes["IWM"]
    assert (quote.session, quote.at) == (date(2026, 1, 22), IN_SESSION)
    assert quote.last == pytest.approx(bars.loc["2026-01-22", "open"], rel=1e-6)
    assert quote.previous == pytest.approx(bars.loc["2026-01-21", "close"], rel=1e-6)


def test_after_the_close_a_quote_is_of_the_session_that_has_ended(
    source: YahooSource, wire: YahooWire
) -> None:
    quote = asked(source, wire, IWM)["IWM"]
    bars = wire.listing("IWM").daily
    assert quote.session == date(2026, 1, 22)
    assert quote.last == pytest.approx(bars.loc["2026-01-22", "close"], rel=1e-6)


def test_a_price_that_cannot_be_one_is_left_out(source: YahooSource, wire: YahooWire) -> None:
    wire.know("IWM", rising(date(2025, 10, 1), date(2026, 1, 23), wire.calendar), quoted_previous=0.0)
    assert sorted(asked(source, wire, RUT, IWM)) == ["^RUT"]


def test_no_quote_at_all_is_an_outage(source: YahooSource, wire: YahooWire) -> None:
    with pytest.raises(EmptyAnswer):
        asked(source, wire, ABSENT)


@pytest.mark.parametrize(
    ("fault", "kind"), [(THROTTLED, Throttled), (BAD_GATEWAY, ProviderDown), (MALFORMED, ProviderDown)]
)
def test_a_failure_is_told_and_heals_in_the_same_process(
    source: YahooSource, wire: YahooWire, fault: Fault, kind: type[MarketError]
) -> None:
    wire.fail("quote", fault)
    with pytest.raises(kind):
        asked(source, wire, RUT, IWM)
    wire.mend()
    assert len(asked(source, wire, RUT, IWM)) == 2


def test_a_crumb_that_has_lost_its_worth_is_replaced(source: YahooSource, wire: YahooWire) -> None:
    assert len(asked(source, wire, IWM)) == 1
    wire.expire_crumb()
    assert len(asked(source, wire, IWM)) == 1
