"""Families of markets that move together: alerts on one of them are told together."""

from __future__ import annotations

from market.alerts.rules import AlertRule
from market.catalog import SymbolKind
from market.symbols import COIN_SIDES, Symbol

US_STOCKS = "US stock indices and funds"
_OTHER_FUNDS = "bonds, commodities and other funds"
_OVERNIGHT = "overnight"


def family_of(rule: AlertRule) -> str:
    """The family of a rule's market, in words; of the first where it compares two. Breadth, the regime and
    contributions are of US stocks."""
    return _family(rule.symbol) if rule.symbol else US_STOCKS


def _family(symbol: Symbol) -> str:
    if symbol.is_level:
        return "volatility and yields"
    if symbol.ticker.endswith(COIN_SIDES):
        return "coins"
    if symbol.ticker.endswith("=X"):
        return "currencies"
    if symbol.kind is SymbolKind.FUTURE or symbol.ticker.endswith("=F") or symbol.group == _OVERNIGHT:
        return "futures and markets abroad"
    if symbol.kind is SymbolKind.FUND and symbol.group == "other":
        return _OTHER_FUNDS
    if symbol.kind in (SymbolKind.INDEX, SymbolKind.FUND):
        return US_STOCKS
    return "single stocks"
