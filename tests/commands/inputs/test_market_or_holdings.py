"""A market or a list of holdings, told apart by the words."""

from __future__ import annotations

import pytest

from commands.inputs.market_or_holdings import MarketOrHoldings, is_holdings
from market.analytics.exposure import BadHoldings, Holdings
from market.symbols import Symbol


@pytest.mark.parametrize(
    ("words", "ticker", "used"),
    [
        ("rut", "^RUT", 1),
        ("rut 5d", "^RUT", 1),
        ("russell 2000 ytd", "^RUT", 2),
        ("s&p 500 down", "^GSPC", 2),
        ("iwm since 2025-12-01", "IWM", 1),
    ],
)
def test_one_market(words: str, ticker: str, used: int) -> None:
    found = MarketOrHoldings().parse(words.split())
    assert found is not None
    market, count = found
    assert isinstance(market, Symbol)
    assert (market.ticker, count) == (ticker, used)
    assert not is_holdings(market)


@pytest.mark.parametrize("words", ["is the russell down", "did small caps fall", "the russell"])
def test_a_sentence_is_no_list_of_holdings(words: str) -> None:
    with pytest.raises(BadHoldings, match="no market that I know"):
        MarketOrHoldings().parse(words.split())


@pytest.mark.parametrize(
    ("words", "weights", "used"),
    [
        ("AAPL 40 NVDA 60", {"AAPL": 0.4, "NVDA": 0.6}, 4),
        ("AAPL 40% NVDA 60% 1m", {"AAPL": 0.4, "NVDA": 0.6}, 4),
        ("AAPL NVDA", {"AAPL": 0.5, "NVDA": 0.5}, 2),
        ("AAPL and NVDA ytd", {"AAPL": 0.5, "NVDA": 0.5}, 3),
        ("russell 2000 60 AAPL 40", {"^RUT": 0.6, "AAPL": 0.4}, 5),
    ],
)
def test_holdings(words: str, weights: dict[str, float], used: int) -> None:
    found = MarketOrHoldings().parse(words.split())
    assert found is not None
    held, count = found
    assert isinstance(held, Holdings)
    assert {line.symbol.ticker: line.weight for line in held.lines} == pytest.approx(weights)
    assert count == used
    assert is_holdings(held)
