"""Positions with their prices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.settings import Settings
from bot.wiring.app import build_app
from commands.holdings.positions import priced_positions, shares, written_down
from market.analytics.portfolio import Position
from market.bars import Bars
from market.period import ONE_DAY
from market.services.prices import Market
from market.symbols import Symbol


@pytest.fixture(scope="module")
def market() -> Market:
    return build_app(Settings(source="sample")).market


def held(market: Market, *words: str) -> list[Position]:
    return [written_down(market, Symbol.parse(word), 10, 100.0) for word in words]


def test_what_is_written_down_has_the_last_completed_close(market: Market) -> None:
    (position,) = held(market, "iwm")
    bars = market.bars(Symbol.parse("iwm"))
    assert (position.ticker, position.day) == ("IWM", bars.last_session)
    assert position.close == bars.closes.iloc[-1]


def test_each_currency_is_by_itself_and_that_of_most_positions_is_first(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = Market._bars

    def priced(self: Market, symbol: Symbol) -> Bars:
        return replace(bars(self, symbol), currency="EUR" if symbol.ticker == "QQQ" else "USD")

    monkeypatch.setattr(Market, "_bars", priced)
    result = priced_positions(market, held(market, "qqq", "iwm", "spy"), ONE_DAY)
    assert list(result.by_currency) == ["USD", "EUR"]
    assert {h.ticker for h in result.by_currency["USD"].holdings} == {"IWM", "SPY"}
    assert result.why == ""


def test_without_the_prices_of_one_nothing_is_said_of_the_whole(market: Market) -> None:
    positions = [*held(market, "iwm"), Position("ZZZZ", 1, None, market.state().last_completed, 1.0)]
    result = priced_positions(market, positions, ONE_DAY)
    assert set(result.unpriced) == {"ZZZZ"}
    assert result.why == "there are no prices (ZZZZ)"


@pytest.mark.parametrize(("count", "text"), [(float("nan"), "–"), (2.5, "2.5"), (0.00012345, "0.00012345")])
def test_a_number_of_shares_is_written_as_it_would_be_typed(count: float, text: str) -> None:
    assert shares(count) == text
