"""Yahoo's daily chart as completed sessions and a running one. Pure: no request is made here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.bars import COLUMNS, RunningBar, tidy
from market.calendars.calendar import Calendar, Phase
from market.calendars.trading_days import FuturesDays, futures_session, is_continuous, opens_early
from market.sources import History
from market.symbols import Symbol

US_ZONES = {"America/New_York", "America/Chicago"}  # Chicago is where Yahoo puts ^VIX and ^TNX
_PRICES = ["open", "high", "low", "close", "adj_close"]
_SETTLING = timedelta(minutes=30)  # index closes are recomputed for a while after the bell
_QUIET = timedelta(hours=1)  # so long after the close, no late print is to be expected
_THIN = timedelta(minutes=15)  # a thinly traded fund's last trade may lie so far before the close
_PAID, _ROUNDED = 1e-4, 2e-5  # of a close: a dividend to speak of, and what rounding makes of adjusted closes


@dataclass(frozen=True, slots=True)
class ChartMeta:
    """What Yahoo's chart says about itself.

    traded_at: when the newest price was made; `opens` and `closes`: of the trading period it calls current
        (UTC).
    """

    zone: ZoneInfo
    instrument: str
    currency: str
    traded_at: datetime
    opens: datetime
    closes: datetime

    @classmethod
    def of(cls, metadata: Mapping[str, Any]) -> ChartMeta:
        """From yfinance's `history_metadata`. Raises KeyError or TypeError when it is incomplete."""
        regular = metadata["currentTradingPeriod"]["regular"]
        return cls(
            zone=ZoneInfo(metadata["exchangeTimezoneName"]),
            instrument=metadata["instrumentType"],
            currency=str(metadata.get("currency") or ""),
            traded_at=_utc(metadata["regularMarketTime"]),
            opens=_utc(regular["start"]),
            closes=_utc(regular["end"]),
        )

    @property
    def traded_on(self) -> date:
        return self.traded_at.astimezone(self.zone).date()

    @property
    def period(self) -> date:
        """The day of the trading period that Yahoo calls current."""
        return self.opens.astimezone(self.zone).date()

    def settled(self, session: date, close: datetime, now: datetime) -> bool:
        """Whether the bar of `session`, which ended at `close`, holds its close: Yahoo's newest
        price is not older than the end, early closes included. An hour after the end a last price
        from its last quarter of an hour will do: thinly traded funds have no later one."""
        if self.traded_on != session:
            return self.traded_on > session
        end = min(close, self.closes) if self.period == session else close
        return self.traded_at >= end or (now >= close + _QUIET and self.traded_at >= end - _THIN)


def history(
    frame: pd.DataFrame, meta: ChartMeta, symbol: Symbol, calendar: Calendar, now: datetime
) -> History:
    """yfinance's daily frame (unadjusted, with splits) as known at `now`.

    Rows without a close, on days without a session and from after `now` are left out. The bar of a
    session whose close is not in yet is `running`. Volume is NaN for indices, where Yahoo sends
    zero or another index's, and where it is zero, which is how yfinance writes a missing one. Adjusted closes that do
    not know of the last dividend are NaN: yfinance writes closes where Yahoo sends none.
    """
    table = _table(frame)
    if symbol.is_index or meta.instrument == "INDEX":
        table["volume"] = np.nan
    table["volume"] = table["volume"].where(table["volume"] > 0)
    continuous = is_continuous(symbol.ticker)
    american = str(meta.zone) in US_ZONES and not continuous
    if american:
        table = _sessions_only(table, calendar)
        done, open_session = _us_progress(meta, calendar, now, opens_early(symbol.ticker))
    else:
        done, open_session = _futures_progress(meta, calendar, now) if continuous else _progress(meta, now)
    completed = table[table.index <= pd.Timestamp(done)]
    newest = completed.index[-1].date() if len(completed) else None
    if american:
        state = calendar.state(now)
        final = newest == state.last_completed and now >= state.last_close + _SETTLING
    else:
        final = newest is not None and (open_session is not None or newest >= _traded(meta, continuous))
    if _lacks_last_dividend(completed, frame):
        completed = completed.assign(adj_close=np.nan)
    return History(
        frame=completed,
        running=_running(table, open_session, meta, now, continuous),
        asked_at=now,
        final=final,
        splits=tuple(stamp.date() for stamp in frame.index[frame["Stock Splits"] != 0]),
        currency=meta.currency,
    )


def shortest_decimals(prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """The prices that Yahoo meant. It sends them through 32-bit floats: 2718.77 arrives as
    2718.77001953125. Each value becomes the decimal of fewest places (two at least, eight at most)
    that is the same 32-bit float, which gives back every price of two decimals below 131,072
    exactly. A fixed number of places would spoil old split-adjusted prices (0.128348). Values that
    are no 32-bit floats were never rounded so, and stay."""
    out = prices.copy()
    single = prices.astype(np.float32)
    open_ = np.isfinite(prices) & (single.astype(np.float64) == prices)
    for places in range(2, 9):
        candidate = np.round(prices, places)
        fits = open_ & (candidate.astype(np.float32) == single)
        out[fits] = candidate[fits]
        open_ &= ~fits
    return out


def _lacks_last_dividend(table: pd.DataFrame, answer: pd.DataFrame) -> bool:
    """Whether the adjusted closes of `table` take no step where the last dividend that the answer names was paid."""
    paid = answer["Dividends"][answer["Dividends"] > 0]
    rows = table.index.searchsorted(pd.DatetimeIndex(paid.index).tz_localize(None).normalize())
    inside = (rows > 0) & (rows < len(table))
    if not inside.any():
        return False
    row, amount = int(rows[inside][-1]), float(paid[inside].iloc[-1])
    before, after = (table["adj_close"] / table["close"]).iloc[row - 1 : row + 1]
    return amount > _PAID * table["close"].iloc[row - 1] and bool(abs(after / before - 1) < _ROUNDED)


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    named = frame.rename(columns=lambda column: str(column).lower().replace(" ", "_"))[COLUMNS].astype(
        "float64"
    )
    for column in _PRICES:
        named[column] = shortest_decimals(named[column].to_numpy())
    return tidy(named[~(named["close"] == 0)])  # a zero is how Yahoo writes a close that it lacks


def _sessions_only(table: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Without bars on days that are no session (^VIX has them on stock holidays). Days before the
    calendar begins are believed."""
    if table.empty:
        return table
    sessions = pd.DatetimeIndex(calendar.sessions(table.index[0].date(), table.index[-1].date()))
    if sessions.empty:
        return table.iloc[:0]
    return table[table.index.isin(sessions) | (table.index < sessions[0])]


def _us_progress(
    meta: ChartMeta, calendar: Calendar, now: datetime, early: bool = False
) -> tuple[date, date | None]:
    """The newest session that may count as completed, and the one in progress; `early`: which may be under way
    before stocks open."""
    state = calendar.state(now)
    if not meta.settled(state.last_completed, state.last_close, now):
        return state.last_completed - timedelta(days=1), state.last_completed
    under_way = state.phase is Phase.IN_PROGRESS or (early and state.phase is Phase.PRE_MARKET)
    return state.last_completed, state.session if under_way else None


def _progress(meta: ChartMeta, now: datetime) -> tuple[date, date | None]:
    """The same where no calendar is at hand: by what Yahoo says about its own trading period."""
    day = meta.traded_on
    if meta.period != day or meta.settled(day, meta.closes, now):
        return day, None
    return day - timedelta(days=1), day


def _futures_progress(meta: ChartMeta, calendar: Calendar, now: datetime) -> tuple[date, date | None]:
    """The same of what trades as futures do, whose session of a day starts on the evening before."""
    day = futures_session(meta.traded_at)
    if day <= FuturesDays(calendar).last_completed(now):
        return day, None
    return day - timedelta(days=1), day


def _traded(meta: ChartMeta, continuous: bool) -> date:
    """The session that Yahoo's newest price belongs to."""
    return futures_session(meta.traded_at) if continuous else meta.traded_on


def _running(
    table: pd.DataFrame, session: date | None, meta: ChartMeta, now: datetime, continuous: bool
) -> RunningBar | None:
    """The bar of the session in progress; None when Yahoo has none yet, or only a later one."""
    if session is None or _traded(meta, continuous) != session or meta.traded_at > now + timedelta(minutes=1):
        return None
    row = table[table.index == pd.Timestamp(session)]
    if row.empty:
        return None
    opening, high, low, last, _adjusted, volume = (float(figure) for figure in row.to_numpy()[0])
    return RunningBar(
        session=session,
        open=opening,
        high=high,
        low=low,
        last=last,
        volume=None if np.isnan(volume) else volume,
        at=min(meta.traded_at, now),
    )


def _utc(moment: Any) -> datetime:
    if isinstance(moment, (int, float)):
        return datetime.fromtimestamp(moment, UTC)
    at: datetime = pd.Timestamp(moment).to_pydatetime()
    return at.astimezone(UTC)
