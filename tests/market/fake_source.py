"""A provider made by hand: a world of bars that it shows as far as the clock says, and its faults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Lock

import numpy as np
import pandas as pd

from market.bars import RunningBar, tidy
from market.calendars.calendar import Calendar, Phase
from market.clock import Deadline
from market.errors import UnknownSymbol
from market.sources import History
from market.symbols import Symbol

CALENDAR = Calendar()
FIRST, LAST = date(2025, 6, 2), date(2026, 1, 30)
RUT, SPX, VIX = Symbol.parse("rut"), Symbol.parse("spx"), Symbol.parse("vix")
IWM, SPY = Symbol.parse("iwm"), Symbol.parse("spy")

IN_SESSION = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
AFTER_CLOSE = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
NEXT_OPEN = datetime(2026, 1, 23, 14, 30, tzinfo=UTC)
NEXT_CLOSE = datetime(2026, 1, 23, 21, 0, tzinfo=UTC)


def rising(times: int = 1) -> pd.DataFrame:
    """Closes 100, 101, … times `times` on every session of the world; each opens half a point lower."""
    days = pd.DatetimeIndex(CALENDAR.sessions(FIRST, LAST))
    closes = times * (100 + np.arange(len(days), dtype=float))
    return tidy(
        pd.DataFrame(
            {
                "open": closes - 0.5,
                "high": closes + 1,
                "low": closes - 1,
                "close": closes,
                "adj_close": closes,
                "volume": 1e6,
            },
            index=days,
        )
    )


class FakeSource:
    """A `PriceSource` whose bars and faults a test sets. `calls` lists (ticker, since) as asked.

    `fault` is called in the middle of every request: it may raise, or wait. `unsettled`: the
    newest bar due is in, but not final. A running session has gone half-way to its close.
    """

    key = "fake"
    terms = "Made by hand."
    sample = False

    def __init__(self, *symbols: Symbol, title: str = "Fake Finance", stores: bool = True) -> None:
        self.title, self.stores = title, stores
        self.world = {symbol.ticker: rising(n + 1) for n, symbol in enumerate(symbols)}
        self.splits: tuple[date, ...] = ()
        self.unsettled = False
        self.fault: Callable[[], object] = lambda: None
        self.calls: list[tuple[str, date | None]] = []
        self._lock = Lock()

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        with self._lock:
            self.calls.append((symbol.ticker, since))
        self.fault()
        if symbol.ticker not in self.world:
            raise UnknownSymbol(symbol.word)
        state = CALENDAR.state(now)
        everything = self.world[symbol.ticker]
        frame = everything.loc[: pd.Timestamp(state.last_completed)]
        running = None
        if (
            state.phase is Phase.IN_PROGRESS
            and state.session
            and pd.Timestamp(state.session) in everything.index
        ):
            row = everything.index.get_loc(pd.Timestamp(state.session))
            bar = dict(zip(everything.columns, everything.to_numpy()[row].tolist(), strict=True))
            last = (bar["open"] + bar["close"]) / 2
            running = RunningBar(state.session, bar["open"], bar["high"], bar["low"], last, 5e5, now)
        in_ = len(frame) > 0 and frame.index[-1].date() == state.last_completed
        return History(
            frame=frame.loc[pd.Timestamp(since or FIRST) :],
            running=running,
            asked_at=now,
            final=in_ and not self.unsettled,
            splits=tuple(day for day in self.splits if day >= (since or FIRST)),
        )

    def drop(self, symbol: Symbol, *days: date) -> None:
        """Lose these sessions."""
        self.world[symbol.ticker] = self.world[symbol.ticker].drop([pd.Timestamp(day) for day in days])

    def pay_dividend(self, symbol: Symbol, before: date, factor: float) -> None:
        """Adjust all closes before that day down, as a dividend does."""
        frame = self.world[symbol.ticker].copy()
        frame.loc[frame.index < pd.Timestamp(before), "adj_close"] *= factor
        self.world[symbol.ticker] = frame

    def split(self, symbol: Symbol, on: date, ratio: float) -> None:
        """Rewrite all prices as after a split, from the first bar on."""
        frame = self.world[symbol.ticker].copy()
        frame[["open", "high", "low", "close", "adj_close"]] /= ratio
        self.world[symbol.ticker], self.splits = frame, (on,)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
