"""In which currency an instrument is priced, and how that is written."""

from __future__ import annotations

from collections.abc import Mapping

from market.symbols import Symbol

DOLLARS = "USD"
# What Yahoo's suffixes are priced in, where a source does not say it itself.
_BY_SUFFIX: Mapping[str, str] = {
    **dict.fromkeys(("DE", "F", "PA", "AS", "BR", "LS", "MI", "MC", "HE", "VI", "IR"), "EUR"),
    **dict.fromkeys(("TO", "V", "NE"), "CAD"),
    **dict.fromkeys(("SS", "SZ"), "CNY"),
    **dict.fromkeys(("KS", "KQ"), "KRW"),
    **dict.fromkeys(("TW", "TWO"), "TWD"),
    **dict.fromkeys(("NS", "BO"), "INR"),
    **{"L": "GBp", "SW": "CHF", "ST": "SEK", "CO": "DKK", "OL": "NOK", "T": "JPY", "HK": "HKD"},
    **{"AX": "AUD", "NZ": "NZD", "SI": "SGD", "SA": "BRL", "MX": "MXN", "JO": "ZAc", "TA": "ILA"},
    **{"WA": "PLN", "PR": "CZK", "BD": "HUF", "IS": "TRY", "JK": "IDR", "BK": "THB", "KL": "MYR"},
}
# Units that are a hundredth of a currency: a price of 71 is 0.71 pounds.
_HUNDREDTHS: Mapping[str, str] = {
    "GBp": "pence",
    "GBX": "pence",
    "ZAc": "South African cents",
    "ILA": "agorot",
}


def currency_of(symbol: Symbol, stated: str) -> str:
    """The currency as the source states it, else by where the instrument is listed; empty where a
    price is no money (an index, a level, a rate of exchange) or nobody knows.

    >>> currency_of(Symbol("VOD.L", "VOD.L"), ""), currency_of(Symbol.parse("rut"), "USD")
    ('GBp', '')
    """
    ticker = symbol.ticker
    if ticker.startswith("^") or symbol.is_index or ticker.endswith("=X"):
        return ""
    if stated:
        return stated
    body, dot, suffix = ticker.rpartition(".")
    if dot and body:
        return _BY_SUFFIX.get(suffix, "")
    if "-" in ticker and ticker.rpartition("-")[2] in ("EUR", "GBP", "JPY"):
        return ticker.rpartition("-")[2]
    return DOLLARS


def unit_words(currency: str) -> str:
    """How a price's unit is written behind it; empty for dollars and where it is unknown.

    >>> unit_words("GBp"), unit_words("EUR"), unit_words("USD")
    ('pence', 'EUR', '')
    """
    return "" if currency in ("", DOLLARS) else _HUNDREDTHS.get(currency, currency)
