"""The sample market's futures, dollar and foreign indices: what trades while New York is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from market.bars import RunningBar
from market.calendars.calendar import Calendar
from market.calendars.trading_days import (
    TradingDays,
    futures_session,
    is_continuous,
    opens_early,
    trading_days,
)
from market.formatting import NEW_YORK
from market.sources.sample.factors import DAILY, Floats, factor, factors, generator
from market.sources.sample.sessions import LAST, position, session_index, sessions

_SINCE = date(2000, 1, 4)
_DELAY = timedelta(minutes=15)  # of foreign exchanges' prices
_EARLY_OPEN, _OPEN = time(8, 20), time(9, 30)  # in New York, of yields and of stocks
_FUTURES_HOURS = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class _Trait:
    """last: the newest close. market, load: on the market and on `factor`. noise: daily volatility of its own.

    opens: of a foreign exchange, in UTC on winter days.
    """

    last: float
    market: float
    factor: str
    load: float
    noise: float
    size: float = 0.0
    opens: time = time(0)


_TRAITS = {
    "RTY=F": _Trait(2731.4, 1.1, "", 0, 0.0004, size=1.0),
    "ES=F": _Trait(6946.25, 1.0, "", 0, 0.0003),
    "CL=F": _Trait(59.36, 0.3, "oil", 1.0, 0.0030),
    "DX-Y.NYB": _Trait(98.3, -0.1, "dollar", 1.0, 0.0008),
    "^N225": _Trait(53688.9, 0.7, "abroad", 1.0, 0.0080, opens=time(0)),
    "^STOXX50E": _Trait(5956.2, 0.8, "abroad", 1.1, 0.0060, opens=time(8)),
}
TICKERS = frozenset(_TRAITS)


@lru_cache(maxsize=8)
def overnight_frame(ticker: str, calendar: Calendar) -> pd.DataFrame:
    """All bars of `ticker` up to `LAST`, on the sessions of its own exchange."""
    trait, random = _TRAITS[ticker], generator(f"overnight {ticker}")
    index = _index(ticker, calendar)
    closes = trait.last * np.exp(_path(ticker, trait, index))
    before = np.concatenate((closes[:1], closes[:-1]))
    swing = DAILY * np.abs(random.standard_normal((3, len(index)))) * 0.4
    opens = before * np.sqrt(closes / before) * (1 + 0.2 * swing[0])
    table = {
        "open": opens,
        "high": np.maximum(opens, closes) * (1 + swing[1]),
        "low": np.minimum(opens, closes) * (1 - swing[2]),
        "close": closes,
        "adj_close": closes,
    }
    rounded = {name: np.round(values, 2) for name, values in table.items()}
    busy = np.round(2e5 * (1 + swing[0] / DAILY)) if ticker.endswith("=F") else np.nan
    return pd.DataFrame({**rounded, "volume": busy}, index=index)


def overnight_completed(ticker: str, calendar: Calendar, now: datetime) -> date:
    """The newest day whose session has ended by `now`."""
    return _days(ticker, calendar).last_completed(now)


def overnight_running(ticker: str, calendar: Calendar, now: datetime) -> RunningBar | None:
    """The bar of the session under way at `now`: from its open in even steps to its close, with noise between."""
    frame, days = overnight_frame(ticker, calendar), _days(ticker, calendar)
    continuous = is_continuous(ticker)
    day, at = (futures_session(now), now) if continuous else (now.astimezone(UTC).date(), now - _DELAY)
    if pd.Timestamp(day) not in frame.index or day <= days.last_completed(now):
        return None
    ends = days.close(day)
    starts = ends - _FUTURES_HOURS if continuous else datetime.combine(day, _TRAITS[ticker].opens, UTC)
    if not starts <= at < ends:
        return None
    prices = frame[["open", "close"]].loc[[pd.Timestamp(day)]].to_numpy()[0]
    gone = (at - starts) / (ends - starts)
    opening, close = float(prices[0]), float(prices[1])
    step = float(generator(f"{ticker} {at:%Y-%m-%d %H:%M}").standard_normal()) * 0.1
    last = round(opening + (close - opening) * min(max(gone + step * (1 - gone), 0.0), 1.0), 2)
    high, low = max(opening, last), min(opening, last)
    return RunningBar(day, opening, high, low, last, None, at)


def is_quoted_early(ticker: str, now: datetime) -> bool:
    """Whether it is a yield, which has quotes at `now` although stocks have not opened."""
    return opens_early(ticker) and _EARLY_OPEN <= now.astimezone(NEW_YORK).time() < _OPEN


def _index(ticker: str, calendar: Calendar) -> pd.DatetimeIndex:
    if is_continuous(ticker):
        return session_index()[position(_SINCE) :]
    dates = _days(ticker, calendar).sessions(_SINCE, LAST)
    return pd.DatetimeIndex(dates, name="session").as_unit("us")


def _days(ticker: str, calendar: Calendar) -> TradingDays:
    days = trading_days(ticker, calendar)
    if days is None:
        raise KeyError(ticker)
    return days


def _path(ticker: str, trait: _Trait, index: pd.DatetimeIndex) -> Floats:
    """Logarithms of closes over the newest: futures follow New York's session of the day, others the one before."""
    common = factors()
    steps = trait.market * common.market + trait.size * common.size
    if trait.factor:
        steps = steps + trait.load * factor(trait.factor)
    path = np.cumsum(steps)
    places = np.searchsorted(sessions(), index.values.astype("datetime64[D]")) - (not is_continuous(ticker))
    noise = np.cumsum(trait.noise * generator(f"own {ticker}").standard_normal(len(index)))
    trend = np.linspace(noise[0], noise[-1], len(noise))
    own = path[np.clip(places, 0, len(path) - 1)] + noise - trend
    return np.asarray(own - own[-1])
