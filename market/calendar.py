"""The exchange calendar: which days are sessions, and where in its day the market is."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from market.numbers import NEW_YORK, moment


class Phase(StrEnum):
    PRE_MARKET = "pre-market"  # a session day, before the open
    IN_PROGRESS = "in progress"
    CLOSED = "closed"  # a session day, after the close
    HOLIDAY = "holiday"  # no session today, on a weekday
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where the market is at `at`. `session`: today's session if today is one. `last_completed`:
    the newest session whose close has passed. Times are UTC."""

    at: datetime
    phase: Phase
    last_completed: date
    last_close: datetime
    next_open: datetime
    session: date | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    early_close: bool = False
    holiday: str = ""

    @property
    def words(self) -> str:
        """`in progress (as of 2026-01-22 11:30 ET)`, `closed`, `holiday (Christmas)`, `pre-market`."""
        if self.phase is Phase.IN_PROGRESS:
            return f"in progress (as of {moment(self.at)})"
        if self.phase is Phase.HOLIDAY and self.holiday:
            return f"holiday ({self.holiday})"
        return str(self.phase)


class Calendar:
    """New York Stock Exchange sessions (exchange_calendars' XNYS), loaded at first use."""

    def __init__(self, name: str = "XNYS", start: str = "1985-01-01") -> None:
        self._name, self._start = name, start

    @cached_property
    def _exchange(self) -> Any:
        import exchange_calendars  # 0.2 s: only those who ask about time pay for it

        with warnings.catch_warnings():
            # It uses what pandas 3.1 deprecates, here and in the tables it builds at first use.
            warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
            exchange = exchange_calendars.get_calendar(self._name, start=self._start)
            exchange.next_open(exchange.first_minute)
        return exchange

    def state(self, at: datetime) -> SessionState:
        """The market's state at an aware moment."""
        exchange, today = self._exchange, at.astimezone(NEW_YORK).date()
        moment_utc = pd.Timestamp(at).tz_convert("UTC")
        session = today if self.is_session(today) else None
        opens = closes = None
        if session:
            opens = exchange.session_open(pd.Timestamp(session)).to_pydatetime()
            closes = exchange.session_close(pd.Timestamp(session)).to_pydatetime()
            phase = Phase.PRE_MARKET if at < opens else Phase.IN_PROGRESS if at < closes else Phase.CLOSED
        else:
            phase = Phase.WEEKEND if today.weekday() >= 5 else Phase.HOLIDAY
        newest = exchange.date_to_session(pd.Timestamp(today), "previous")
        if phase in (Phase.PRE_MARKET, Phase.IN_PROGRESS):
            newest = exchange.previous_session(newest)
        return SessionState(
            at=at,
            phase=phase,
            last_completed=newest.date(),
            last_close=exchange.session_close(newest).to_pydatetime(),
            next_open=exchange.next_open(moment_utc).to_pydatetime(),
            session=session,
            opens=opens,
            closes=closes,
            early_close=bool(session and self.is_early_close(session)),
            holiday=self.holiday(today) if phase is Phase.HOLIDAY else "",
        )

    def is_session(self, day: date) -> bool:
        return bool(self._exchange.is_session(pd.Timestamp(day)))

    def sessions(self, first: date, last: date) -> list[date]:
        """All sessions from `first` to `last`, both included."""
        lower = max(pd.Timestamp(first), self._exchange.first_session)
        upper = min(pd.Timestamp(last), self._exchange.last_session)
        if lower > upper:
            return []
        return [stamp.date() for stamp in self._exchange.sessions_in_range(lower, upper)]

    def close(self, session: date) -> datetime:
        """When the session's regular trading ends (UTC)."""
        close: datetime = self._exchange.session_close(pd.Timestamp(session)).to_pydatetime()
        return close

    def open(self, session: date) -> datetime:
        """When the session's regular trading starts (UTC)."""
        opening: datetime = self._exchange.session_open(pd.Timestamp(session)).to_pydatetime()
        return opening

    def is_early_close(self, session: date) -> bool:
        return bool(self.close(session).astimezone(NEW_YORK).hour < 16)

    def holiday(self, day: date) -> str:
        """The name of the holiday on `day`, empty where the calendar has none."""
        stamp = pd.Timestamp(day)
        regular = self._exchange.regular_holidays
        names = regular.holidays(stamp, stamp + timedelta(days=1), return_name=True)
        return str(names.iloc[0]) if len(names) and names.index[0].date() == day else ""

    @property
    def last_known(self) -> date:
        """The last session the calendar knows; beyond it nothing may be asked."""
        last: date = self._exchange.last_session.date()
        return last
