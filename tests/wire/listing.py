"""One symbol as the stand-in for Yahoo knows it, and Yahoo's chart document of it at a moment."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from market.calendars.calendar import Calendar, Phase
from market.formatting import NEW_YORK

_RANGES = ("1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max")
_COLUMNS = ("open", "high", "low", "close", "volume", "adj_close")
Row = dict[str, float | int | None]


@dataclass
class Listing:
    """`daily`: one row a day (index of dates; open, high, low, close, and optionally volume and
    adj_close). `intraday`: five-minute bars with UTC stamps, from which the running session is
    made; without them it stands at its open. `traded_at`: when the newest price was made, and
    `period`: the trading period called current, where they differ from what the clock suggests.
    `quoted_previous`: the close before that its quote states, where that is not its own.
    `blank`: days sent as nulls. `live`: of what trades outside New York's stock hours, prices and their
    moments, oldest first; the newest by then is sent as the last row, and days
    before its own as closes. `ranges`: what Yahoo offers of it; a share of some days has few; None: it does not say."""

    ticker: str
    daily: pd.DataFrame
    instrument: str = "EQUITY"
    name: str = ""
    intraday: pd.DataFrame | None = None
    zone: ZoneInfo = NEW_YORK
    splits: dict[date, tuple[int, int]] = field(default_factory=dict)
    dividends: dict[date, float] = field(default_factory=dict)
    blank: set[date] = field(default_factory=set)
    ranges: tuple[str, ...] | None = _RANGES
    currency: str = "USD"
    traded_at: datetime | None = None
    period: tuple[datetime, datetime] | None = None
    quoted_previous: float | None = None
    live: tuple[tuple[datetime, float], ...] = ()

    def __post_init__(self) -> None:
        self._days: list[date] = [stamp.date() for stamp in pd.DatetimeIndex(self.daily.index)]
        self._stamps = [self._opening(day) for day in self._days]
        self._columns = {name: _sent(self.daily, name) for name in _COLUMNS}

    def chart(self, query: dict[str, str], now: datetime, calendar: Calendar) -> dict[str, Any]:
        """The answer to a daily chart request at `now`."""
        if self.live:
            return self._outside(query, now, calendar)
        state, today = calendar.state(now), now.astimezone(self.zone).date()
        end = bisect_left(self._days, today)
        listed = end < len(self._days) and self._days[end] == today
        if listed and state.phase in (Phase.CLOSED, Phase.HOLIDAY, Phase.WEEKEND):
            end, listed = end + 1, False
        first, last = self._span(query, end)
        stamps = self._stamps[first : min(last, end)]
        columns = {name: values[first : min(last, end)] for name, values in self._columns.items()}
        if listed and state.phase is Phase.IN_PROGRESS and last > end:
            stamps.append(int(self._traded(now, calendar).timestamp()))
            for name, value in self._so_far(end, now).items():
                columns[name].append(value)
        for day in self.blank:
            if self._opening(day) in stamps:
                for values in columns.values():
                    values[stamps.index(self._opening(day))] = None
        return self._document(stamps, columns, now, calendar)

    def _outside(self, query: dict[str, str], now: datetime, calendar: Calendar) -> dict[str, Any]:
        """The answer of a market with hours of its own: closes before the day of its newest price, and that one
        as a row by itself, as Yahoo sends it."""
        at, price = [seen for seen in self.live if seen[0] <= now][-1]
        self.traded_at = at
        end = bisect_left(self._days, at.astimezone(self.zone).date())
        first, last = self._span(query, end)
        stamps = [*self._stamps[first : min(last, end)], int(at.timestamp())]
        columns = {
            name: [*values[first : min(last, end)], _single(price)] for name, values in self._columns.items()
        }
        return self._document(stamps, columns, now, calendar)

    def quote(self, now: datetime, calendar: Calendar) -> dict[str, Any]:
        """The answer about it among many quotes at `now`."""
        state, today = calendar.state(now), now.astimezone(self.zone).date()
        end = bisect_left(self._days, today)
        listed = end < len(self._days) and self._days[end] == today
        if listed and state.phase is Phase.IN_PROGRESS:
            bar, before = self._so_far(end, now), end - 1
        else:
            closed = listed and state.phase in (Phase.CLOSED, Phase.HOLIDAY, Phase.WEEKEND)
            newest = end if closed else end - 1
            bar, before = {name: self._columns[name][newest] for name in _COLUMNS}, newest - 1
        previous = self._columns["close"][before] if self.quoted_previous is None else self.quoted_previous
        return {
            "symbol": self.ticker,
            "quoteType": self.instrument,
            "currency": self.currency,
            "exchangeTimezoneName": str(self.zone),
            "regularMarketPrice": bar["close"],
            "regularMarketOpen": bar["open"],
            "regularMarketDayHigh": bar["high"],
            "regularMarketDayLow": bar["low"],
            "regularMarketVolume": bar["volume"],
            "regularMarketPreviousClose": previous,
            "regularMarketTime": int(self._traded(now, calendar).timestamp()),
        }

    def _span(self, query: dict[str, str], end: int) -> tuple[int, int]:
        if "period1" in query:
            return bisect_left(self._stamps, int(query["period1"])), bisect_left(
                [*self._stamps, self._stamps[-1] + 86_400 * 365], int(query["period2"])
            )
        return (end - 1 if query["range"] == "1d" else 0), len(self._stamps) + 1

    def _document(
        self, stamps: list[int], columns: dict[str, list[Any]], now: datetime, calendar: Calendar
    ) -> dict[str, Any]:
        adjusted = columns.pop("adj_close")
        result: dict[str, Any] = {"meta": self._meta(now, calendar)}
        if events := self._events(stamps, now):
            result["events"] = events
        if stamps:
            result["timestamp"] = stamps
        result["indicators"] = {
            "quote": [columns if stamps else {}],
            "adjclose": [{"adjclose": adjusted} if stamps else {}],
        }
        return {"chart": {"result": [result], "error": None}}

    def _so_far(self, row: int, now: datetime) -> Row:
        """Today's bar up to `now`, from the five-minute bars that have ended by then."""
        opening: Any = self._columns["open"][row]
        bar: Row = dict.fromkeys(("open", "high", "low", "close", "adj_close"), opening)
        bar["volume"] = self._columns["volume"][row]
        if self.intraday is None:
            return bar
        index = pd.DatetimeIndex(self.intraday.index)
        seen = self.intraday[
            (index >= pd.Timestamp(self._stamps[row], unit="s", tz="UTC"))
            & (index <= pd.Timestamp(now - timedelta(minutes=5)))
        ]
        if len(seen):
            close = _single(seen["close"].iloc[-1])
            bar |= {"open": _single(seen["open"].iloc[0]), "close": close, "adj_close": close}
            bar |= {"high": _single(seen["high"].max()), "low": _single(seen["low"].min())}
        return bar

    def _traded(self, now: datetime, calendar: Calendar) -> datetime:
        if self.traded_at is not None:
            return self.traded_at
        state = calendar.state(now)
        return now if state.phase is Phase.IN_PROGRESS else state.last_close + timedelta(seconds=1)

    def _meta(self, now: datetime, calendar: Calendar) -> dict[str, Any]:
        state = calendar.state(now)
        session = state.session or state.last_completed
        opens, closes = self.period or (calendar.open(session), calendar.close(session))
        return {
            "currency": self.currency,
            "symbol": self.ticker,
            "instrumentType": self.instrument,
            "firstTradeDate": self._stamps[0],
            "regularMarketTime": int(self._traded(now, calendar).timestamp()),
            "gmtoffset": -18000,
            "timezone": "EST",
            "exchangeTimezoneName": str(self.zone),
            "chartPreviousClose": 0.01,  # Yahoo has sent such a thing; nobody may believe it
            "previousClose": 0.01,
            "longName": self.name or self.ticker,
            "shortName": self.name or self.ticker,
            "priceHint": 2,
            "currentTradingPeriod": {
                "pre": _period(opens - timedelta(hours=5, minutes=30), opens),
                "regular": _period(opens, closes),
                "post": _period(closes, closes + timedelta(hours=4)),
            },
            "dataGranularity": "1d",
            "range": "max",
            **({} if self.ranges is None else {"validRanges": list(self.ranges)}),
        }

    def _events(self, stamps: list[int], now: datetime) -> dict[str, Any]:
        """Splits and dividends since the first bar asked for, today's included."""

        def by_stamp(days: dict[date, Any]) -> list[tuple[int, Any]]:
            found = [(self._opening(day), what) for day, what in days.items()]
            return [
                (at, what) for at, what in found if stamps and stamps[0] <= at <= now.timestamp() + 86_400
            ]

        splits = {
            str(at): {"date": at, "numerator": up, "denominator": down, "splitRatio": f"{up}:{down}"}
            for at, (up, down) in by_stamp(self.splits)
        }
        dividends = {str(at): {"amount": paid, "date": at} for at, paid in by_stamp(self.dividends)}
        events = {"splits": splits, "dividends": dividends}
        return {name: found for name, found in events.items() if found}

    def _opening(self, day: date) -> int:
        return int(datetime.combine(day, time(9, 30), self.zone).timestamp())


def _period(start: datetime, end: datetime) -> dict[str, Any]:
    return {
        "timezone": "EST",
        "start": int(start.timestamp()),
        "end": int(end.timestamp()),
        "gmtoffset": -18000,
    }


def _sent(daily: pd.DataFrame, name: str) -> list[Any]:
    """A column as Yahoo sends it: prices squeezed through 32-bit floats, missing values as null."""
    if name == "volume":
        volumes = daily.get("volume", pd.Series(np.nan, daily.index))
        return [None if pd.isna(value) else int(value) for value in volumes]
    prices = daily.get(name, daily["close"]).to_numpy("float32").astype("float64")
    return [None if np.isnan(value) else value for value in prices.tolist()]


def _single(price: float) -> float:
    return float(np.float32(price))
