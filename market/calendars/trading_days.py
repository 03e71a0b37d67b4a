"""The days on which an instrument trades: exchange sessions, every day, weekdays, futures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Protocol

from market.calendars.calendar import Calendar
from market.formatting import NEW_YORK
from market.symbols import COIN_SIDES

_DAY = timedelta(days=1)
_START = "2000-01-01"  # of other exchanges' calendars; days before it are believed
_DECADE = (date(2015, 1, 1), date(2024, 12, 31))

# Yahoo's suffixes, and the names by which exchange_calendars knows their exchanges.
_BY_SUFFIX: Mapping[str, str] = {
    "L": "XLON", "IL": "XLON", "DE": "XETR", "F": "XFRA", "PA": "XPAR", "AS": "XAMS", "BR": "XBRU",
    "LS": "XLIS", "MI": "XMIL", "MC": "XMAD", "SW": "XSWX", "ST": "XSTO", "HE": "XHEL", "CO": "XCSE",
    "OL": "XOSL", "VI": "XWBO", "IR": "XDUB", "WA": "XWAR", "PR": "XPRA", "BD": "XBUD", "IS": "XIST",
    "T": "XTKS", "HK": "XHKG", "SS": "XSHG", "SZ": "XSHG", "KS": "XKRX", "KQ": "XKRX", "TW": "XTAI",
    "TWO": "XTAI", "SI": "XSES", "AX": "XASX", "NZ": "XNZE", "NS": "XBOM", "BO": "XBOM", "TO": "XTSE",
    "V": "XTSE", "NE": "XTSE", "SA": "BVMF", "MX": "XMEX", "JO": "XJSE", "TA": "XTAE", "JK": "XIDX",
    "BK": "XBKK", "KL": "XKLS",
}  # fmt: skip
# Indices whose ticker does not say where they live.
_BY_INDEX: Mapping[str, str] = {
    "^FTSE": "XLON", "^FTMC": "XLON", "^GDAXI": "XETR", "^MDAXI": "XETR", "^FCHI": "XPAR", "^AEX": "XAMS",
    "^BFX": "XBRU", "^IBEX": "XMAD", "^SSMI": "XSWX", "^OMX": "XSTO", "^STOXX50E": "XETR", "^STOXX": "XETR",
    "^N225": "XTKS", "^HSI": "XHKG", "^KS11": "XKRX", "^TWII": "XTAI", "^STI": "XSES", "^AXJO": "XASX",
    "^AORD": "XASX", "^NZ50": "XNZE", "^BSESN": "XBOM", "^NSEI": "XBOM", "^GSPTSE": "XTSE",
    "^BVSP": "BVMF", "^MXX": "XMEX", "^JKSE": "XIDX", "^KLSE": "XKLS",
}  # fmt: skip
_CONTINUOUS = frozenset({"DX-Y.NYB"})  # indices that are quoted as long as futures trade
_EARLY = frozenset({"^TNX", "^FVX", "^TYX", "^IRX"})  # quoted from 08:20 on, before stocks
_FUTURES_END = time(17)  # in New York; an hour later the next session starts
_SINCE_MIDNIGHT, _UNTIL_MIDNIGHT, _EVENING = timedelta(hours=17), timedelta(hours=6), timedelta(hours=18)


class TradingDays(Protocol):
    """When an instrument has bars.

    year: how many of its sessions a year has, for annualising.
    strict: a bar on any other day is a provider's mistake; otherwise it is believed.
    """

    @property
    def year(self) -> int: ...

    @property
    def strict(self) -> bool: ...

    def sessions(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` (both included) on which a bar is due; none before the
        first day that is known."""
        ...

    def last_completed(self, at: datetime) -> date:
        """The newest day that has ended by `at`."""
        ...

    def close(self, day: date) -> datetime:
        """When that day's trading ends (UTC)."""
        ...


class ExchangeDays:
    """The sessions of one exchange."""

    strict = True

    def __init__(self, calendar: Calendar, year: int | None = None) -> None:
        self._calendar, self._year = calendar, year

    @cached_property
    def year(self) -> int:
        return self._year or round(len(self._calendar.sessions(*_DECADE)) / 10)

    def sessions(self, first: date, last: date) -> list[date]:
        return self._calendar.sessions(first, last)

    def last_completed(self, at: datetime) -> date:
        return self._calendar.state(at).last_completed

    def close(self, day: date) -> datetime:
        if self._calendar.is_session(day):
            return self._calendar.close(day)
        return datetime.combine(day, time(16), NEW_YORK).astimezone(UTC)


class FuturesDays(ExchangeDays):
    """Futures: bars are due on the stock exchange's sessions; those of its holidays, on which futures
    trade for some hours, are believed and not due. A session ends at 17:00 in New York."""

    strict = False

    def last_completed(self, at: datetime) -> date:
        """The newest calendar day whose session has ended; on weekends a day without one."""
        return (at.astimezone(NEW_YORK).replace(tzinfo=None) - _SINCE_MIDNIGHT).date()

    def close(self, day: date) -> datetime:
        if self._calendar.is_session(day) and self._calendar.is_early_close(day):
            return super().close(day)
        return datetime.combine(day, _FUTURES_END, NEW_YORK).astimezone(UTC)


class EveryDay:
    """Coins: each day of the year, from midnight to midnight UTC."""

    year, strict = 365, True

    def sessions(self, first: date, last: date) -> list[date]:
        return [first + n * _DAY for n in range((last - first).days + 1)]

    def last_completed(self, at: datetime) -> date:
        return at.astimezone(UTC).date() - _DAY

    def close(self, day: date) -> datetime:
        return datetime.combine(day + _DAY, time(), UTC)


class Weekdays(EveryDay):
    """Currencies: Monday to Friday, without Christmas and New Year's Day."""

    year, strict = 260, False

    def sessions(self, first: date, last: date) -> list[date]:
        days = super().sessions(first, last)
        return [day for day in days if day.weekday() < 5 and (day.month, day.day) not in ((12, 25), (1, 1))]


def is_continuous(ticker: str) -> bool:
    """Whether it trades as futures do, from 18:00 to 17:00 in New York."""
    return ticker.endswith("=F") or ticker in _CONTINUOUS


def futures_session(at: datetime) -> date:
    """The session that a trade at `at` belongs to: from 18:00 in New York on the next day's.

    >>> str(futures_session(datetime(2026, 1, 21, 23, 30, tzinfo=UTC)))
    '2026-01-22'
    """
    return (at.astimezone(NEW_YORK).replace(tzinfo=None) + _UNTIL_MIDNIGHT).date()


def futures_opening(session: date) -> datetime:
    """When the futures' session of that day begins: at 18:00 in New York on the evening before (UTC)."""
    evening = datetime.combine(session - _DAY, time(), NEW_YORK) + _EVENING
    return evening.astimezone(UTC)


def opens_early(ticker: str) -> bool:
    """Whether it is quoted in New York before stocks are."""
    return ticker in _EARLY


def trades_outside(ticker: str) -> bool:
    """Whether it has prices while New York's stock exchange is closed."""
    if is_continuous(ticker) or opens_early(ticker) or "=" in ticker or ticker.endswith(COIN_SIDES):
        return True
    body, dot, suffix = ticker.rpartition(".")
    return ticker in _BY_INDEX or bool(dot and body and suffix in _BY_SUFFIX)


def trading_days(ticker: str, home: Calendar) -> TradingDays | None:
    """The days on which `ticker` (Yahoo's spelling) trades; None where nobody knows. `home`: the
    calendar of everything that names no other place.

    >>> trading_days("BTC-USD", Calendar()).year, trading_days("ES=F", Calendar()).strict
    (365, False)
    """
    if ticker.endswith(COIN_SIDES):
        return EveryDay()
    if is_continuous(ticker):
        return FuturesDays(home, 252)
    if "=" in ticker:
        return Weekdays()
    exchange = _BY_INDEX.get(ticker)
    if exchange is None:
        body, dot, suffix = ticker.rpartition(".")
        if not dot or not body:
            return ExchangeDays(home, 252)
        exchange = _BY_SUFFIX.get(suffix)
    return _foreign(exchange) if exchange else None


@lru_cache(maxsize=32)
def _foreign(exchange: str) -> TradingDays | None:
    import exchange_calendars.errors

    calendar = Calendar(exchange, _START)
    try:
        calendar.sessions(*_DECADE)
    except (exchange_calendars.errors.CalendarError, ValueError):  # this release does not know it
        return None
    return ExchangeDays(calendar)
