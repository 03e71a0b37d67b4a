"""In what an instrument is priced."""

from __future__ import annotations

import pytest

from market.inspection.currency import currency_of, unit_words
from market.symbols import Symbol


@pytest.mark.parametrize(
    ("ticker", "stated", "currency", "words"),
    [
        ("AAPL", "", "USD", ""),
        ("AAPL", "USD", "USD", ""),
        ("BRK-B", "", "USD", ""),
        ("VOD.L", "", "GBp", "pence"),
        ("VOD.L", "GBP", "GBP", "GBP"),
        ("SAP.DE", "", "EUR", "EUR"),
        ("BTC-EUR", "", "EUR", "EUR"),
        ("BTC-USD", "", "USD", ""),
        ("^FTSE", "GBP", "", ""),
        ("EURUSD=X", "USD", "", ""),
        ("NPN.JO", "ZAc", "ZAc", "South African cents"),
        ("ABC.XYZ", "", "", ""),
    ],
)
def test_a_price_outside_dollars_carries_its_unit(
    ticker: str, stated: str, currency: str, words: str
) -> None:
    symbol = Symbol(ticker, ticker)
    assert currency_of(symbol, stated) == currency
    assert unit_words(currency) == words
