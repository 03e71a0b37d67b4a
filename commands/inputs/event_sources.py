"""What the digest looks for events in: indices, sector funds, gauges of the market, members, the regime."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from commands.inputs.basket import Basket, basket
from market.analytics.events.kinds import SeriesClass
from market.analytics.events.table import ClosesSeries, EventSources, MembersSeries
from market.analytics.rotation import SECTORS, Regime
from market.bars import Bars
from market.datasets.members import UNIVERSES
from market.errors import MarketError
from market.services.members import MemberService
from market.services.prices import Market

VOLATILITY = "^VIX"
GAUGES = (VOLATILITY, "HYG", "UUP", "USO")  # volatility, credit, the dollar, oil


def event_sources(
    market: Market, members: MemberService, indices: Basket, funds: Basket, regime: Regime | None
) -> EventSources:
    """What can be had of it. `indices`: the subject first; `funds`: with the sector funds."""
    sessions = pd.DatetimeIndex(indices.all[0].closes.index)
    series = {bars.symbol.ticker: _index(bars) for bars in indices.all}
    series |= {t: ClosesSeries(SeriesClass.SECTOR, funds.bars[t].total) for t in SECTORS if t in funds.bars}
    for bars in _gauges(market, GAUGES):
        level = bars.symbol.is_level
        closes = bars.closes if level else bars.total
        on = closes[closes.index.isin(sessions)]  # a volatility index has bars on stock holidays
        series[bars.symbol.ticker] = ClosesSeries(SeriesClass.GAUGE, on, level=level)
    return EventSources(series, indices.all[0].symbol.ticker, dict(_members(members)), regime)


def _index(bars: Bars) -> ClosesSeries:
    closes = bars.closes
    return ClosesSeries(SeriesClass.INDEX, closes, bars.frame["high"].reindex(closes.index))


def _gauges(market: Market, tickers: Iterable[str]) -> Iterator[Bars]:
    try:
        yield from basket(market, tickers, levels=False).all
    except MarketError:
        return  # what cannot be had is not looked at, and not counted


def _members(members: MemberService) -> Iterator[tuple[str, MembersSeries]]:
    for universe in UNIVERSES:
        try:
            panel = members.panel(universe)
        except MarketError:
            continue
        yield universe.key, MembersSeries(panel.breadth, panel.missing)
