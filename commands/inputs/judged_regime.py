"""The market regime as `/rotation` and the digest state it."""

from __future__ import annotations

from collections.abc import Iterable

from commands.inputs.basket import Basket, fund_basket
from market.analytics.rotation import FUNDS, Regime, market_regime
from market.errors import MarketError
from market.services.prices import Market


def judged_regime(market: Market, more: Iterable[str] = ()) -> tuple[Basket, Regime | None, str]:
    """The funds that have prices, `more` among them, and the verdict that they give; where there is none, a
    sentence with the reason, since other figures do not depend on it."""
    funds = Basket({})
    try:
        funds = fund_basket(market, dict.fromkeys((*FUNDS, *more)))
        with funds.excused():
            return funds, market_regime(funds.totals, begins_open=funds.begins_in_doubt), ""
    except MarketError as problem:
        return funds, None, f"Without a verdict on the market regime: {problem}"
