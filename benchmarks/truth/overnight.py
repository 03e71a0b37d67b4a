"""Files of what trades outside New York's hours, made from its indices, and what has happened since its last close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import exchange_calendars
import pandas as pd

from benchmarks.truth.raw import RawData, calendar_sessions, closing_times, last_completed
from benchmarks.truth.reading import INDICES, NotStated

NEW_YORK = "America/New_York"
FUTURES, TOKYO, FRANKFURT = "CMES", "XTKS", "XETR"
# By the word of a key: ticker, index that it is made from, factor, calendar.
MADE = {
    "rty": ("RTY=F", "rut", 1.002, FUTURES),
    "es": ("ES=F", "spx", 1.003, FUTURES),
    "dxy": ("DX-Y.NYB", "dji", 0.002, FUTURES),
    "wti": ("CL=F", "ndx", 0.0024, FUTURES),
    "n225": ("^N225", "ixic", 2.3, TOKYO),
    "stoxx50e": ("^STOXX50E", "spx", 0.85, FRANKFURT),
}
_YEARS, _PRINTS, _BAR = pd.DateOffset(years=2), 60, pd.Timedelta(minutes=5)


@dataclass(frozen=True)
class NightMarket:
    """One market's closes by its own days, its prices since (by the end of their bars), and when its days end."""

    closes: pd.Series[float]
    prices: pd.Series[float]
    ends: Mapping[pd.Timestamp, pd.Timestamp]

    def since(self, last: pd.Timestamp) -> tuple[float, float, pd.Timestamp]:
        """Its close of New York's session `last` (or its last before), its newest price and the time of that."""
        later = self.closes.loc[self.closes.index > last]
        before = float(self.closes.loc[:last].iloc[-1])
        if len(self.prices):
            return before, float(self.prices.iloc[-1]), self.prices.index[-1]
        if later.empty:
            raise NotStated("it has not traded since")
        return before, float(later.iloc[-1]), self.ends[later.index[-1]]


def is_night(moment: pd.Timestamp) -> bool:
    """Whether New York's stocks are still to open on the day of `moment`."""
    local = moment.tz_convert(NEW_YORK)
    return pd.Timestamp(local.date()) in calendar_sessions() and local.hour * 60 + local.minute < 570


def night_market(whole: RawData, word: str, moment: pd.Timestamp) -> NightMarket:
    """As it truly stands at `moment`."""
    _ticker, index, factor, exchange = MADE[word]
    source = whole.series(INDICES[index], "close")
    if source is None:
        raise NotStated(word)
    ends = _ends(exchange, moment)
    days = pd.DatetimeIndex([day for day, end in ends.items() if end <= moment])
    closes = source.loc[: last_completed(moment)].dropna().reindex(days, method="ffill") * factor
    closes *= (
        1 + 0.001 * (pd.RangeIndex(len(days)) % 3).to_numpy()
    )  # a day that New York rests moves them, too
    prices = closes.iloc[:0]
    if exchange == FUTURES:
        times = pd.date_range(end=moment.tz_convert("UTC").floor("5min"), periods=_PRINTS, freq=_BAR)
        steps = 1 + 0.0001 * pd.RangeIndex(1, _PRINTS + 1).to_numpy()
        prices = pd.Series(steps * float(closes.iloc[-1]), times)
    return NightMarket(closes.round(4), prices.round(4), ends)


@lru_cache(maxsize=16)
def _ends(exchange: str, moment: pd.Timestamp) -> dict[pd.Timestamp, pd.Timestamp]:
    """When each day ends, of the two years before `moment`: futures at 17:00 in New York on every weekday."""
    today = pd.Timestamp(moment.tz_convert(NEW_YORK).date())
    if exchange == FUTURES:
        days = pd.bdate_range(today - _YEARS, today)
        early = pd.Series(closing_times(), calendar_sessions())
        out = {day: (day + pd.Timedelta(hours=17)).tz_localize(NEW_YORK).tz_convert("UTC") for day in days}
        short = {day: early[day] for day in days if day in early.index and early[day] < out[day]}
        noon = {day: end for day, end in short.items() if end.tz_convert(NEW_YORK).hour < 16}
        return out | noon
    calendar = exchange_calendars.get_calendar(exchange, start=today - _YEARS, end=today)
    days = pd.DatetimeIndex(calendar.sessions).tz_localize(None).as_unit("us")
    return dict(zip(days, pd.DatetimeIndex(calendar.closes), strict=True))


def write_overnight(folder: Path, whole: RawData, moment: pd.Timestamp, damage: str) -> None:
    """Files of all of them in `folder`, before New York opens. `damage`: the mutilation that strikes some, too."""
    if not is_night(moment):
        return
    last = last_completed(moment)
    for word, (ticker, *_how) in MADE.items():
        market = night_market(whole, word, moment)
        closes, prices = market.closes, market.prices
        if damage == "index_absent" and word == "es":
            continue
        if damage == "session_missing_for_all":
            closes = closes[closes.index != last]
        if damage == "last_row_empty" and word == "n225":
            closes = closes.iloc[:-1]
        if damage == "fund_late" and word == "wti":
            prices = prices.iloc[:-24]
        name = ticker.removeprefix("^")
        closes.rename("close").to_csv(folder / f"{name}.csv", index_label="date", date_format="%Y-%m-%d")
        if len(prices):
            starts = prices.set_axis(pd.DatetimeIndex(prices.index) - _BAR)
            bars = pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), starts))
            bars.to_csv(folder / f"{name}_5m.csv", index_label="ts_utc", date_format="%Y-%m-%dT%H:%M:%SZ")


def since_close(
    whole: RawData, given: RawData, word: str, what: str, moment: pd.Timestamp
) -> tuple[float, pd.Timestamp, bool]:
    """`rty.change.since_close`, `rty.last.since_close`: value, the time of its price, and whether what the folder
    `given` holds of it is damaged. Raises NotStated, and KeyError for a market that is not made here."""
    last = last_completed(moment)
    before, price, at = night_market(whole, word, moment).since(last)
    value = {"change": price / before - 1, "last": price}[what]
    return value, at, _stored(given.folder, word, last) != (before, price)


def _stored(folder: Path, word: str, last: pd.Timestamp) -> tuple[float | None, float | None]:
    """The same two prices as the files have them; None for one that they lack."""
    name = MADE[word][0].removeprefix("^")
    daily, prints = folder / f"{name}.csv", folder / f"{name}_5m.csv"
    if not daily.exists():
        return None, None
    closes = pd.read_csv(daily, index_col=0, parse_dates=True)["close"]
    newest = pd.read_csv(prints)["close"] if prints.exists() else closes.loc[closes.index > last]
    base = closes.loc[:last]
    return float(base.iloc[-1]), float(newest.iloc[-1]) if len(newest) else None
