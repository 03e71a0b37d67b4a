"""The sample market: an invented, seeded market that needs no key and no network.

It ends in the founding session with its true closes; whoever asks later is told of that session
as the newest. Whoever asks about an earlier moment gets what was known then.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd

from market.bars import RunningBar
from market.calendars.calendar import Calendar
from market.clock import Deadline
from market.errors import NoData, UnknownSymbol
from market.formatting import NEW_YORK
from market.live_quote import LiveQuote
from market.sources import History
from market.sources.sample.bars import frame
from market.sources.sample.factors import Floats
from market.sources.sample.members import SAMPLE_TITLE
from market.sources.sample.minutes import member_path, minute_path
from market.sources.sample.overnight import (
    TICKERS,
    is_quoted_early,
    overnight_completed,
    overnight_frame,
    overnight_running,
)
from market.sources.sample.sessions import LAST, sessions
from market.symbols import Symbol, nearest

SAMPLE_NOW = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)  # an hour after the founding session's close
SAMPLE_TERMS = (
    "Invented by a seeded generator; no real market data, free to use, good for nothing but trying."
)

_BAR_MINUTES = 5
_OPEN, _CLOSE = time(9, 30), time(16, 0)


class SampleSource:
    """`PriceSource` of the sample market."""

    key = "sample"
    title = SAMPLE_TITLE
    terms = SAMPLE_TERMS
    sample = True
    stores = False
    quotes_at_once = 250

    def __init__(self, calendar: Calendar | None = None) -> None:
        self._calendar = calendar or Calendar()

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        """Daily bars from `since` as known at `now`; nothing that came after is in them."""
        everything = self._frame(symbol)
        last, day = self._completed(now)
        if symbol.ticker in TICKERS:
            last = overnight_completed(symbol.ticker, self._calendar, now)
            running = overnight_running(symbol.ticker, self._calendar, now)
        else:
            running = (
                self._running(symbol, everything, day, now) if day else self._early(symbol, everything, now)
            )
        known = everything.loc[: pd.Timestamp(last)]
        if known.empty:
            raise NoData(f"The sample market has no bars of {symbol.label} yet.", everything.index[0].date())
        # Adjusted closes are anchored at the newest close, as a provider would have sent them then.
        scale = known["close"].iloc[-1] / known["adj_close"].iloc[-1]
        known = known.assign(adj_close=known["adj_close"] * scale)
        if since:
            known = known.loc[pd.Timestamp(since) :]
        return History(known, running, asked_at=now, final=True)

    def quotes(self, symbols: Sequence[Symbol], now: datetime, deadline: Deadline) -> dict[str, LiveQuote]:
        """The newest price of each, where a session is in progress; unknown symbols are left out."""
        last, day = self._completed(now)
        if day is None:
            return {}
        at, gone, minutes = self._progress(day, now)
        out: dict[str, LiveQuote] = {}
        for symbol in symbols:
            if of_member := member_path(symbol.ticker, day, minutes):
                path, before = of_member
                out[symbol.ticker] = LiveQuote(symbol.ticker, day, at, float(path[gone]), before)
                continue
            with suppress(UnknownSymbol):
                everything = self._frame(symbol)
                running = self._running(symbol, everything, day, now)
                closes = everything["close"].loc[: pd.Timestamp(last)]
                if running is not None and len(closes):
                    before = float(closes.iloc[-1])
                    out[symbol.ticker] = LiveQuote(symbol.ticker, day, at, running.last, before)
        return out

    def prints(self, symbol: Symbol, session: date) -> pd.DataFrame | None:
        """The session's five-minute bars, from its minutes; None for what has no session or bar that day."""
        stamp = pd.Timestamp(session)
        if symbol.ticker in TICKERS or not self._calendar.is_session(session):
            return None
        everything = self._frame(symbol)
        if stamp not in everything.index:
            return None
        opened, closed = self._calendar.open(session), self._calendar.close(session)
        minutes = int((closed - opened).total_seconds() // 60)
        bar = everything.loc[[stamp]].to_numpy()[0][:4].tolist()  # open, high, low, close
        path = pd.Series(self._path(symbol, session, minutes, bar))
        # A bar holds the price at its start and at each minute up to the next bar's.
        starts = range(0, minutes, _BAR_MINUTES)
        held = [path.iloc[start : start + _BAR_MINUTES + 1] for start in starts]
        rows = [(p.iloc[0], p.max(), p.min(), p.iloc[-1]) for p in held]
        index = pd.DatetimeIndex([opened + timedelta(minutes=start) for start in starts])
        return pd.DataFrame(rows, index, ["open", "high", "low", "close"])

    def _path(self, symbol: Symbol, day: date, minutes: int, bar: Sequence[float]) -> Floats:
        of_member = member_path(symbol.ticker, day, minutes)
        opening, high, low, close = bar
        return (
            of_member[0]
            if of_member
            else minute_path(symbol.ticker, day, minutes, (opening, high, low, close))
        )

    def _progress(self, day: date, now: datetime) -> tuple[datetime, int, int]:
        """The whole minute of the session at `now`, its number, and how many the session has."""
        opened, closed = self._calendar.open(day), self._calendar.close(day)
        gone = int((now - opened).total_seconds() // 60)
        return opened + timedelta(minutes=gone), gone, int((closed - opened).total_seconds() // 60)

    def _frame(self, symbol: Symbol) -> pd.DataFrame:
        try:
            if symbol.ticker in TICKERS:
                return overnight_frame(symbol.ticker, self._calendar)
            return frame(symbol.ticker)
        except KeyError:
            raise UnknownSymbol(symbol.ticker, nearest(symbol.ticker)) from None

    def _completed(self, now: datetime) -> tuple[date, date | None]:
        """The newest day that may be shown as closed, and the session in progress, if any."""
        local = now.astimezone(NEW_YORK)
        today = local.date()
        if today > LAST or local.time() >= _CLOSE:
            return today, None
        yesterday = today - timedelta(days=1)
        if local.time() < _OPEN or np.datetime64(today) not in sessions():
            return yesterday, None
        # Only a moment inside the day needs the calendar: it knows the early closes.
        return (today, None) if now >= self._calendar.close(today) else (yesterday, today)

    def _early(self, symbol: Symbol, everything: pd.DataFrame, now: datetime) -> RunningBar | None:
        """The bar of a yield that is quoted before stocks open: half way to its open."""
        day = now.astimezone(NEW_YORK).date()
        if not is_quoted_early(symbol.ticker, now) or pd.Timestamp(day) not in everything.index:
            return None
        known = everything.loc[: pd.Timestamp(day)]
        before, opening = float(known["close"].iloc[-2]), float(known["open"].iloc[-1])
        last = round(before + (opening - before) / 2, 2)
        return RunningBar(day, last, last, last, last, None, now)

    def _running(
        self, symbol: Symbol, everything: pd.DataFrame, day: date, now: datetime
    ) -> RunningBar | None:
        if pd.Timestamp(day) not in everything.index:
            return None
        at, gone, minutes = self._progress(day, now)
        *prices, _adjusted, volume = everything.loc[[pd.Timestamp(day)]].to_numpy()[0].tolist()
        path = self._path(symbol, day, minutes, prices)[: gone + 1]
        return RunningBar(
            session=day,
            open=float(path[0]),
            high=float(path.max()),
            low=float(path.min()),
            last=float(path[-1]),
            volume=None if np.isnan(volume) else round(volume * gone / minutes),
            at=at,
        )
