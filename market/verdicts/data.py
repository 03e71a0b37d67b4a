"""What verdicts are given on: bars, lists of members and economic series, cut to the day that is meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pandas as pd

from market.bars import Bars
from market.calendars.calendar import Calendar
from market.claims.expressions.when import Turn, When
from market.datasets.macro_observations import Observations
from market.datasets.members import MemberPanel
from market.errors import NoData
from market.symbols import Symbol

Prints = Callable[[Symbol, date], "pd.DataFrame | None"]
_CALENDAR_BEGINS = date(1985, 1, 1)


def _no_prints(symbol: Symbol, session: date) -> pd.DataFrame | None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class JudgementData:
    """What claims are judged on, cut to the day that is meant.

    last: the last completed session.
    bars, panels, series: by ticker, by universe, by id.
    problems: why one of them is missing, by the same keys.
    prints: the five-minute bars of a session, where they are stored (open, high, low, close by their start in
        UTC).
    """

    last: date
    calendar: Calendar
    bars: Mapping[str, Bars] = field(default_factory=dict)
    panels: Mapping[str, MemberPanel] = field(default_factory=dict)
    series: Mapping[str, Observations] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    prints: Prints = _no_prints

    def of(self, symbol: Symbol) -> Bars:
        """The symbol's own bars. Raises NoData, with the reason where one is known."""
        bars = self.bars.get(symbol.ticker)
        if bars is None:
            raise NoData(self.problems.get(symbol.ticker) or f"There are no prices of {symbol.label} here.")
        if bars.symbol.ticker != symbol.ticker:
            raise NoData(f"Only {bars.symbol.label} could be loaded, which stands in for {symbol.label}.")
        return bars

    def session(self, when: When) -> date:
        """The session that `when` ends with. Raises NoData for one that has not closed, and for a
        named day that is none."""
        if when.last > self.last and (when.exact or when.one_day):
            raise NoData(f"The session of {when.last} has not closed; the last one that has is {self.last}.")
        last = min(when.last, self.last)
        if last < _CALENDAR_BEGINS:
            return last
        if when.exact and not self.calendar.is_session(last):
            name = self.calendar.holiday(last)
            raise NoData(f"{last} was no session{f' ({name})' if name else ''}.")
        return self._on_or_before(last)

    def base_session(self, when: When) -> date:
        """The session whose close `when` is measured from."""
        end = self.session(when)
        if when.first is not None:
            if when.first > end:
                raise NoData(f"The period begins on {when.first}, after the last completed session, {end}.")
            return self._on_or_before(when.first - timedelta(days=1))
        reach = timedelta(days=10 + 2 * when.sessions)
        before = self.calendar.sessions(max(end - reach, _CALENDAR_BEGINS), end)
        if len(before) <= when.sessions:
            raise NoData(f"There are not {when.sessions} sessions before {end}.")
        return before[-1 - when.sessions]

    def _on_or_before(self, day: date) -> date:
        if day < _CALENDAR_BEGINS + timedelta(days=10):
            return day
        return self.calendar.sessions(day - timedelta(days=10), day)[-1]


@dataclass(frozen=True, slots=True)
class Window:
    """Two closes and their sessions.

    change: the one over the other, less one.
    """

    base_day: date
    day: date
    base: float
    close: float

    @property
    def change(self) -> float:
        return self.close / self.base - 1.0

    @property
    def points(self) -> float:
        return self.close - self.base


def window(data: JudgementData, series: pd.Series[float], when: When, name: str) -> Window:
    """The closes of `series` that `when` is measured between. Raises NoData where one is missing;
    none is carried forward."""
    day = data.session(when) if when.end is None else _turn(series, when.end, data.session(when.end), name)
    base_day = _turn(series, when, day, name) if when.turn is not Turn.NONE else data.base_session(when)
    return Window(base_day, day, close_on(series, base_day, name), close_on(series, day, name))


def _turn(series: pd.Series[float], when: When, day: date, name: str) -> date:
    """The session of the lowest or highest value of the stretch that `when` names, up to `day`."""
    last = min(when.named or day, day)
    part = series.loc[pd.Timestamp(when.first or last) : pd.Timestamp(last)].dropna()
    if part.empty:
        raise NoData(f"There are no prices of {name} from {when.first} to {last}.")
    place = int(part.argmin() if when.turn is Turn.LOW else part.argmax())
    base: date = part.index[place].date()
    return base


def close_on(series: pd.Series[float], day: date, name: str) -> float:
    """The value of exactly that session; before the calendar begins, of the last one up to it."""
    upto = series.loc[: pd.Timestamp(day)]
    if upto.empty:
        raise NoData(f"The prices of {name} begin on {series.index[0].date()}.")
    newest = upto.index[-1].date()
    if newest != day and day >= _CALENDAR_BEGINS + timedelta(days=10):
        raise NoData(f"There is no close of {name} on {day}.")
    value = float(upto.iloc[-1])
    if value != value:  # a session that took place and has no bar that can be trusted
        raise NoData(f"There is no close of {name} on {newest}.")
    return value


def closes_to(symbol: Symbol, when: When, data: JudgementData) -> tuple[Bars, pd.Series[float]]:
    """The symbol's bars, and its closes up to the session that `when` ends with (adjusted ones where it has no
    others). Raises NoData where that session has none."""
    bars, day = data.of(symbol), data.session(when)
    series = (bars.closes if bars.has_levels else bars.total).loc[: pd.Timestamp(day)]
    close_on(series, day, symbol.label)
    return bars, series


def start_of(since: When, closes: pd.Series[float], symbol: Symbol) -> date:
    """The last day of what `since` names; of the whole history the day before `closes` begin. Raises NoData where
    it is not over before their last, and where they begin later."""
    named = since.named
    begin: date = closes.index[0].date()
    if named is None or named >= closes.index[-1].date():
        raise NoData("The time it is compared with is not over.")
    if since.first and since.first.year > 1900 and named < begin:
        raise NoData(f"The prices of {symbol.label} begin on {begin}.")
    return max(named, begin - timedelta(days=1))


def refuse_gap(gap: date | None, bars: Bars) -> None:
    """Raises NoData where a session without a trusted bar leaves the answer open."""
    if gap is not None:
        raise _lost(bars, gap, ", which it may hang on")


def _lost(bars: Bars, day: date, rest: str = "") -> NoData:
    why = bars.lack(day, bars.symbol.label)
    return NoData(f"{why[:1].upper()}{why[1:]}{rest}.")


def bar_on(bars: Bars, day: date) -> pd.Series[float]:
    """The whole bar of exactly that session. Raises NoData where there is none."""
    stamp = pd.Timestamp(day)
    if stamp not in bars.frame.index:
        raise _lost(bars, day)
    return bars.frame.iloc[bars.frame.index.searchsorted(stamp)]


def at_utc(stamp: pd.Timestamp) -> datetime:
    moment: datetime = stamp.to_pydatetime()
    return moment
