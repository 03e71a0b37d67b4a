"""Sector and style funds during a session: what stands in for members, whose prices come at night."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from commands.inputs.basket import Basket
from market.analytics.rotation import SECTORS
from market.analytics.sectors import SMALL
from market.bars import Bars
from market.calendars.calendar import Phase
from market.errors import MarketError
from market.provenance import Provenance, Sourced, combined
from market.services.prices import Market
from market.symbols import Symbol

STYLES = ("IWN", "IWO")
ENOUGH = 6  # sector funds that trade, of eleven


@dataclass(frozen=True, slots=True, eq=False)
class SoFar(Sourced):
    """A session in progress by funds.

    own: the market asked about.
    changes: of each fund by ticker, the highest first, of those that have traded today.
    """

    own: Bars
    changes: dict[str, float]
    at: datetime
    provenance: Provenance


def so_far(market: Market, symbol: Symbol, small: bool) -> SoFar | None:
    """None where no session is in progress, or where the market or most of the funds have no price of it.
    `small`: the small-cap sector funds, where there are enough of them."""
    if market.state().phase is not Phase.IN_PROGRESS:
        return None
    with suppress(MarketError):
        own = market.bars(symbol)
        if own.running is None or own.running_change != own.running_change:
            return None
        funds = _running(market, tuple(SMALL.values())) if small else {}
        if len(funds) < ENOUGH:
            funds = _running(market, SECTORS)
        if len(funds) < ENOUGH:
            return None
        funds |= _running(market, STYLES)
        ranked = sorted(funds.items(), key=lambda item: -item[1].running_change)
        origin = combined(own, *funds.values())
        return SoFar(own, {t: bars.running_change for t, bars in ranked}, own.running.at, origin)
    return None


def totals_so_far(market: Market, funds: Basket) -> tuple[pd.DataFrame, datetime] | None:
    """The funds' `totals` with a row of the session in progress, and since when its prices hold: the last total ×
    (1 + change so far). None outside of sessions, and where too few sector funds have traded."""
    state = market.state()
    if state.phase is not Phase.IN_PROGRESS or state.session is None:
        return None
    now = _running(market, tuple(funds.bars))
    if sum(ticker in now for ticker in SECTORS) < ENOUGH:
        return None
    totals = funds.totals
    if totals.index[-1] != pd.Timestamp(state.last_completed):
        return None
    moved = pd.Series({ticker: bars.running_change for ticker, bars in now.items()})
    row = totals.iloc[-1] * (1.0 + moved.reindex(totals.columns))
    day = pd.DatetimeIndex([state.session]).as_unit("us")
    times = [bars.running.at for bars in now.values() if bars.running is not None]
    return pd.concat([totals, row.to_frame().T.set_axis(day)]).rename_axis("session"), min(times)


def _running(market: Market, tickers: tuple[str, ...]) -> dict[str, Bars]:
    """Those of the funds that have a price of the session in progress."""
    out = {}
    for ticker in tickers:
        with suppress(MarketError):
            bars = market.bars(Symbol.parse(ticker), levels=False)
            if bars.running is not None and bars.running_change == bars.running_change:
                out[ticker] = bars
    return out
