"""Two windows on one axis: what markets did as many sessions after one close as after another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.performance import drawdown
from market.errors import NoData
from market.period import Period
from market.windows import Windows


@dataclass(frozen=True, slots=True, eq=False)
class MarketWindow:
    """One window, as long as the shorter of the two.

    closes: sessions from the base on × labels; NaN where a session has no bar.
    length: sessions that the window itself has.
    """

    period: Period
    closes: pd.DataFrame
    length: int

    @property
    def base(self) -> date:
        day: date = self.closes.index[0].date()
        return day

    @property
    def first(self) -> date:
        """The first session after the base."""
        day: date = self.closes.index[1].date()
        return day

    @property
    def end(self) -> date:
        day: date = self.closes.index[-1].date()
        return day

    @property
    def moved(self) -> pd.DataFrame:
        """The change since the base, a fraction, by sessions since it (0 at the base); a column whose base has no
        bar is NaN throughout."""
        return (self.closes / self.closes.iloc[0] - 1.0).reset_index(drop=True)

    def change(self, label: str) -> float:
        return float(self.moved[label].iloc[-1])

    def worst(self, label: str) -> float:
        """The deepest fall below a high within the window; NaN where a session of it has no bar."""
        return float(drawdown(self.closes[label]).min(skipna=False))

    def gap(self, label: str, *, ends: bool = False) -> date | None:
        """The first session without a bar; of the two `ends` only."""
        return first_gap(self.closes[label].iloc[[0, -1]] if ends else self.closes[label])


@dataclass(frozen=True, slots=True, eq=False)
class TwoWindows:
    """Two windows of `sessions` each; `earlier` begins before `later`."""

    earlier: MarketWindow
    later: MarketWindow
    sessions: int

    @property
    def both(self) -> tuple[MarketWindow, MarketWindow]:
        return self.earlier, self.later


def two_windows(closes: pd.DataFrame, asked: Windows) -> TwoWindows:
    """`closes`: sessions × labels, a row for every session, of which the last is known of each. A window's base is
    the last close on or before its first day; both are cut to the sessions of the shorter.

    Raises NoData where a window begins before the closes do, and NoData or BadPeriod as `Period.cut` does.

    >>> days = pd.bdate_range("2026-01-01", periods=8)
    >>> closes = pd.DataFrame({"A": [1.0, 2.0, 4.0, 4.0, 4.0, 8.0, 6.0, 10.0]}, index=days)
    >>> found = two_windows(closes, Windows.parse("2026-01-01 with 2026-01-07"))
    >>> found.sessions, str(found.earlier.end), found.earlier.change("A"), found.later.change("A")
    (3, '2026-01-06', 3.0, 1.5)
    """
    parts = [(period, _cut(closes, period)) for period in (asked.first, asked.second)]
    parts.sort(key=lambda part: part[1].index[0])
    if parts[0][1].index[0] == parts[1][1].index[0]:
        raise NoData(
            f"Both windows are measured from {parts[0][1].index[0].date()}. Ask for two different days."
        )
    rows = min(len(part) for _period, part in parts)
    earlier, later = (MarketWindow(period, part.iloc[:rows], len(part) - 1) for period, part in parts)
    return TwoWindows(earlier, later, rows - 1)


def _cut(closes: pd.DataFrame, period: Period) -> pd.DataFrame:
    start, end = closes.index[0].date(), closes.index[-1].date()
    part = period.cut(closes)
    if period.base_day(end) < start:
        names = " and ".join(map(str, closes.columns))
        raise NoData(
            f"The closes of {names} begin together on {start}: {period.words} there is no base before that. "
            "Ask for a later window."
        )
    return part
