"""Real mornings replayed: closes from the real data; what trades overnight from Yahoo's wire on loopback.

Futures stand where the index opened that day. The dollar, oil, the Nikkei and the Euro Stoxx 50 are not in the real
data: their bars are written by hand, small and round, and prove the way of a figure, not its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from market.calendars.trading_days import is_continuous, trading_days
from market.clock import Deadline
from market.formatting import NEW_YORK
from market.services.prices import Market
from market.sources import History, PriceSource
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.prices import YahooSource
from market.symbols import Symbol
from tests.commands.desk import Desk
from tests.wire.yahoo import YahooWire, fresh_process

BEFORE_OPEN = time(8, 45)
# Ticker, zone, instrument, close of New York's last session, price since, hour of that price in its zone.
_BY_HAND = (
    ("DX-Y.NYB", "America/New_York", "INDEX", 98.40, 98.60, time(8, 40)),
    ("CL=F", "America/New_York", "FUTURE", 59.00, 58.41, time(8, 44)),
    ("^TNX", "America/Chicago", "INDEX", 4.25, 4.27, time(7, 40)),
    ("^N225", "Asia/Tokyo", "INDEX", 53000.0, 53265.0, time(15, 45)),
    ("^STOXX50E", "Europe/Berlin", "INDEX", 5900.0, 5882.3, time(14, 29)),
)
_FUTURES = (("RTY=F", "^RUT"), ("ES=F", "^GSPC"))


class _Both:
    """Prices of the files, and of Yahoo for what trades overnight. Satisfies `PriceSource`."""

    sample = stores = False

    def __init__(self, files: PriceSource, yahoo: PriceSource, of_yahoo: set[str]) -> None:
        self._files, self._yahoo, self._of_yahoo = files, yahoo, of_yahoo
        self.key, self.title, self.terms = files.key, files.title, files.terms

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        source = self._yahoo if symbol.ticker in self._of_yahoo else self._files
        return source.history(symbol, since, now, deadline)


@contextmanager
def morning(folder: Path, real_data: Path, day: str) -> Iterator[tuple[Desk, YahooWire]]:
    """Somebody to talk to at 08:45 in New York on `day`, and the wire that the overnight prices come from."""
    now = datetime.combine(date.fromisoformat(day), BEFORE_OPEN, NEW_YORK)
    desk = Desk(folder, f"files:{real_data}", now.isoformat())
    fresh_process()
    with YahooWire(now, desk.app.market.calendar) as wire:
        tickers = {*_record(wire, desk.app.market, now)}
        client = YahooClient(folder / "yfinance", wire.session())
        files = desk.app.market._caches[0].source
        both = _Both(files, YahooSource(client, desk.app.market.calendar), tickers)
        desk.market = Market(both, desk.app.clock, desk.app.market.calendar)
        yield desk, wire
        client.close()
    desk.close()


def _record(wire: YahooWire, market: Market, now: datetime) -> Iterator[str]:
    today = now.date()
    for ticker, index in _FUTURES:
        bars = market._caches[0].source.history(
            Symbol.parse(index), None, now.replace(hour=17), Deadline.after(9)
        )
        frame = bars.frame.loc[: str(today)]
        opened = float(frame["open"].iloc[-1])
        _know(wire, market, ticker, "America/New_York", "FUTURE", float(frame["close"].iloc[-2]), opened, now)
        yield ticker
    for ticker, zone, instrument, before, price, hour in _BY_HAND:
        at = datetime.combine(today, hour, ZoneInfo(zone))
        _know(wire, market, ticker, zone, instrument, before, price, at)
        yield ticker


def _know(
    wire: YahooWire,
    market: Market,
    ticker: str,
    zone: str,
    instrument: str,
    before: float,
    price: float,
    at: datetime,
) -> None:
    """Bars of `before` up to New York's last session, and `price` at `at`."""
    days = trading_days(ticker, market.calendar)
    assert days is not None
    first = at.date().replace(year=at.year - 1)
    dates = pd.DatetimeIndex([day for day in days.sessions(first, at.date()) if day < at.date()])
    steps = [before * (1 + 0.002 * (place % 2)) for place in range(len(dates))][::-1]
    daily = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), steps), index=dates)
    period = None
    if not is_continuous(ticker) and "America" not in zone:
        hours = (time(9), time(15, 30)) if "Tokyo" in zone else (time(9), time(17, 30))
        period = tuple(datetime.combine(at.date(), hour, ZoneInfo(zone)) for hour in hours)
    wire.know(ticker, daily, instrument=instrument, zone=ZoneInfo(zone), live=((at, price),), period=period)
