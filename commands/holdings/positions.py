"""People's positions with their prices, each currency by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.inputs.basket import Basket, basket
from market.analytics.portfolio import Position, ValuedPortfolio, valued
from market.formatting import MISSING, listed
from market.period import Period
from market.provenance import Provenance, combined
from market.services.prices import Market
from market.symbols import Symbol

UNNAMED = "in an unnamed currency"


@dataclass(frozen=True, slots=True, eq=False)
class PricedPositions:
    """What somebody holds and what it is worth.

    by_currency: the currency of most positions first; of holdings that have prices.
    unpriced: tickers without prices, or whose value at the base of the period is not known, with the reason.
    """

    prices: Basket
    by_currency: Mapping[str, ValuedPortfolio]
    unpriced: Mapping[str, str]

    @property
    def currency(self) -> str:
        """The main one; empty where nothing has a price."""
        return next(iter(self.by_currency), "")

    @property
    def main(self) -> ValuedPortfolio | None:
        return next(iter(self.by_currency.values()), None)

    @property
    def lack(self) -> str:
        """Why nothing is said of the whole, where something has no price."""
        if self.unpriced:
            return f"{next(iter(self.unpriced.values())).rstrip('.')} ({listed(list(self.unpriced))})"
        return "" if self.main else "nothing has a price"

    @property
    def why(self) -> str:
        """Why the value of the whole is not known; empty where it is."""
        return self.lack or (self.main.why if self.main else "")

    @property
    def why_change(self) -> str:
        """Why its change is not known."""
        return self.lack or (self.main.why_change if self.main else "")

    @property
    def provenance(self) -> Provenance:
        return combined(*self.prices.all)


def priced_positions(market: Market, positions: Sequence[Position], period: Period) -> PricedPositions:
    """Raises MarketError where nothing has a price, and NoData where a period begins before a holding."""
    tickers = tuple(dict.fromkeys(position.ticker for position in positions))
    prices = basket(market, tickers)
    reason = prices.reason or "there are no prices"
    unpriced = {t: "all prices are in doubt" if t in prices.doubtful else reason for t in prices.missing}
    groups: dict[str, list[Position]] = {}
    for position in positions:
        bars = prices.bars.get(position.ticker)
        if bars is not None:
            groups.setdefault(bars.currency or UNNAMED, []).append(position)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0] != "USD"))
    closes = {ticker: bars.closes for ticker, bars in prices.bars.items()}
    by_currency = {
        currency: valued(own, {p.ticker: closes[p.ticker] for p in own}, period) for currency, own in ordered
    }
    return PricedPositions(prices, by_currency, unpriced)


def shares(count: float) -> str:
    """A number of shares, as it would be typed: "10", "2.5", "1,200"; a dash where it is not known.

    >>> shares(10.0), shares(0.00012345), shares(123456789012.0)
    ('10', '0.00012345', '123,456,789,012')
    """
    return MISSING if count != count else f"{Decimal(repr(round(count, 8))):,f}".removesuffix(".0")


def written_down(market: Market, symbol: Symbol, quantity: float, cost: float | None) -> Position:
    """A position with the last completed close, by which a later split is seen. Raises the provider's error."""
    bars = market.completed(market.bars(symbol))
    return Position(symbol.ticker, quantity, cost, bars.last_session, float(bars.frame["close"].iloc[-1]))
