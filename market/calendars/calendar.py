"""The exchange calendar: which days are sessions, and where in its day the market is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd

from market.calendars.holiday_names import own_name
from market.calendars.session_cache import SessionTable
from market.errors import MarketError
from market.formatting import NEW_YORK, moment


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A weekday that is no ordinary session.

    closes: when trading ends early (UTC); None on a holiday, when there is none.
    name: empty where the calendar has none.
    """

    day: date
    name: str
    closes: datetime | None = None


_YEARS_AHEAD = 2
_LEAST_AHEAD = timedelta(days=400)  # schedules look so far ahead
_LAST_YEAR = 2100


class CalendarBegins(MarketError):
    """A moment before the first close of the exchange's calendar was asked about."""

    def __init__(self, first: date) -> None:
        super().__init__(f"The exchange calendar begins on {first}. Ask about a later day.")


class CalendarEnds(MarketError):
    """A day beyond the exchange's calendar was asked about."""

    def __init__(self) -> None:
        super().__init__(f"The exchange calendar ends in {_LAST_YEAR - 1}. Ask about an earlier day.")


def _machines_day() -> date:
    return datetime.now(UTC).date()


SHORT_NOTICE = "closed at short notice"
_NAMING = Lock()


class Phase(StrEnum):
    PRE_MARKET = "pre-market"  # a session day, before the open
    IN_PROGRESS = "in progress"
    CLOSED = "closed"  # a session day, after the close
    HOLIDAY = "holiday"  # no session today, on a weekday
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where the market is at `at`.

    session: today's session if today is one.
    last_completed: the newest session whose close has passed. Times are UTC.
    """

    at: datetime
    phase: Phase
    last_completed: date
    last_close: datetime
    next_open: datetime
    session: date | None = None
    opens: datetime | None = None
    closes: datetime | None = None
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
    """New York Stock Exchange sessions (exchange_calendars' XNYS), loaded at first use.

    kept: a file for the computed sessions, so that the next process need not load the library (0.3 s) to know
        where the market's day is; a new version or month of the library computes anew.
    closed: days on which the exchange was closed at short notice, which no library knows yet.
    today: the machine's day, which the calendar reaches a year beyond.
    """

    def __init__(
        self,
        name: str = "XNYS",
        start: str = "1985-01-01",
        kept: Path | None = None,
        closed: Collection[date] = (),
        today: Callable[[], date] = _machines_day,
    ) -> None:
        self._name, self._start, self._kept, self._closed = name, start, kept, frozenset(closed)
        self._today, self._lock = today, Lock()
        self._names: dict[date, str] = {}
        self._table: SessionTable | None = None

    @cached_property
    def _exchange(self) -> Any:
        return self._library(self._today())

    def _library(self, day: date) -> Any:
        import exchange_calendars  # 0.3 s: only those who ask about holidays pay for it

        end = f"{min(day.year + _YEARS_AHEAD, _LAST_YEAR)}-12-31"
        return exchange_calendars.get_calendar(self._name, start=self._start, end=end)

    @property
    def _timetable(self) -> SessionTable:
        """The sessions to a year ahead at least: computed anew while the process runs on."""
        return self._reaching(self._today())

    def _reaching(self, day: date) -> SessionTable:
        """The sessions to a year after `day` at least. Raises CalendarEnds."""
        table, needed = self._table, day + _LEAST_AHEAD
        if table is not None and table.days[-1] >= needed:
            return table
        if needed.year > _LAST_YEAR:
            raise CalendarEnds
        with self._lock:
            if self._table is None or self._table.days[-1] < needed:
                planned = self._planned(day)
                self._table = planned.without(self._closed) if self._closed else planned
            return self._table

    def _planned(self, day: date) -> SessionTable:
        if self._kept is None:
            return SessionTable.of(self._library(day))
        # A year's calendar may change with the month: exchanges announce days on which they are closed.
        month = f"{datetime.now(UTC):%Y-%m}, to {day.year + _YEARS_AHEAD}"
        key = f"{self._name} from {self._start}, exchange_calendars {version('exchange_calendars')}, {month}"
        table = SessionTable.kept(self._kept, key)
        if table is None:
            table = SessionTable.of(self._library(day))
            table.keep(self._kept, key)
        return table

    def state(self, at: datetime) -> SessionState:
        """The market's state at an aware moment. Raises CalendarBegins, CalendarEnds."""
        today = at.astimezone(NEW_YORK).date()
        table = self._reaching(max(today, self._today()))
        place = self._place(today)
        session = opens = closes = None
        if place is not None:
            session, opens, closes = today, table.opens[place], table.closes[place]
            phase = Phase.PRE_MARKET if at < opens else Phase.IN_PROGRESS if at < closes else Phase.CLOSED
        else:
            phase = Phase.WEEKEND if today.weekday() >= 5 else Phase.HOLIDAY
        newest = bisect_right(table.closes, at) - 1
        if newest < 0:
            raise CalendarBegins(table.days[0])
        return SessionState(
            at=at,
            phase=phase,
            last_completed=table.days[newest],
            last_close=table.closes[newest],
            next_open=table.opens[bisect_right(table.opens, at)],
            session=session,
            opens=opens,
            closes=closes,
            holiday=self.holiday(today) if phase is Phase.HOLIDAY else "",
        )

    def is_session(self, day: date) -> bool:
        return self._place(day) is not None

    def sessions(self, first: date, last: date) -> list[date]:
        """All sessions from `first` to `last`, both included."""
        days = self._timetable.days
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def ends_month(self, session: date) -> bool:
        """Whether it is the last session of its month."""
        following = self.sessions(session + timedelta(days=1), session + timedelta(days=10))
        return bool(following) and following[0].month != session.month

    def close(self, session: date) -> datetime:
        """When the session's regular trading ends (UTC). Raises ValueError for a day without one."""
        return self._timetable.closes[self._known(session)]

    def open(self, session: date) -> datetime:
        """When the session's regular trading starts (UTC). Raises ValueError for a day without one."""
        return self._timetable.opens[self._known(session)]

    def is_early_close(self, session: date) -> bool:
        return self.close(session).astimezone(NEW_YORK).hour < 16

    def holiday(self, day: date) -> str:
        """The name of the holiday on `day`, empty where the calendar has none."""
        if day in self._closed:
            return SHORT_NOTICE
        # One at a time, and once a day: pandas silences a warning of its own for the whole process meanwhile.
        with _NAMING:
            if day not in self._names:
                self._names[day] = self._regular_name(day)
            return self._names[day]

    def _regular_name(self, day: date) -> str:
        stamp = pd.Timestamp(day)
        regular = self._exchange.regular_holidays
        names = regular.holidays(stamp, stamp + timedelta(days=1), return_name=True)
        return own_name(str(names.iloc[0])) if len(names) and names.index[0].date() == day else ""

    def special_days(self, first: date, last: date) -> tuple[SpecialDay, ...]:
        """Holidays and early closes from `first` to `last` (both included), as far as they are known."""
        found = []
        for stamp in pd.bdate_range(first, min(last, self.last_known)):
            day = stamp.date()
            if not self.is_session(day):
                found.append(SpecialDay(day, self.holiday(day)))
            elif self.is_early_close(day):
                found.append(SpecialDay(day, self._early_name(day), self.close(day)))
        return tuple(found)

    def _early_name(self, day: date) -> str:
        for _closes, rule in self._exchange.special_closes:
            if hasattr(rule, "holidays"):  # some rules are a plain weekday
                names = rule.holidays(pd.Timestamp(day), pd.Timestamp(day), return_name=True)
                if len(names):
                    return own_name(str(names.iloc[0]))
        return ""

    @property
    def last_known(self) -> date:
        """The last session the calendar knows; beyond it nothing may be asked."""
        return self._timetable.days[-1]

    def _place(self, day: date) -> int | None:
        days = self._timetable.days
        place = bisect_left(days, day)
        return place if place < len(days) and days[place] == day else None

    def _known(self, session: date) -> int:
        place = self._place(session)
        if place is None:
            raise ValueError(f"{session} is no session of {self._name}")
        return place
