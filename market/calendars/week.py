"""One calendar week of a market: what it did since the last close before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from market.analytics.records import record_closes
from market.errors import NoData

WINDOW = 52  # weeks that "the usual week" is made of


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week of sessions.

    base: the last session before the week.
    first: its first.
    end: its newest.
    change: the close at `end` over the one at `base`, less one (fraction).
    records: its record closes.
    times_usual: the size of the change over the standard deviation of the 52 weeks' before it; 0 with fewer.
    """

    base: date
    first: date
    end: date
    sessions: int
    close: float
    change: float
    records: tuple[date, ...]
    times_usual: float


def week(closes: pd.Series[float]) -> Week:
    """The week of the newest close. `closes`: raw closes of completed sessions, oldest first.

    Raises NoData when there is no close before that week.

    >>> days = pd.DatetimeIndex(["2026-01-14", "2026-01-16", "2026-01-20", "2026-01-21", "2026-01-22"])
    >>> found = week(pd.Series([90.0, 100.0, 99.0, 101.0, 102.0], index=days))
    >>> str(found.base), found.sessions, round(found.change, 4), [str(day) for day in found.records]
    ('2026-01-16', 3, 0.02, ['2026-01-21', '2026-01-22'])
    """
    end = closes.index[-1].date()
    monday = end - timedelta(days=end.weekday())
    before = closes.loc[: pd.Timestamp(monday - timedelta(days=1))]
    if before.empty:
        raise NoData(f"There is no close before the week of {end}.")
    ends = before.groupby(pd.DatetimeIndex(before.index).to_period("W")).tail(1)  # NaN where one has no bar
    earlier = (ends / ends.shift(1) - 1.0).iloc[1:].iloc[-WINDOW:]
    change = float(closes.iloc[-1] / before.iloc[-1] - 1.0)
    usual = float(earlier.std()) if earlier.notna().sum() == WINDOW else 0.0
    records = record_closes(closes).sessions
    return Week(
        base=before.index[-1].date(),
        first=closes.index[len(before)].date(),
        end=end,
        sessions=len(closes) - len(before),
        close=float(closes.iloc[-1]),
        change=change,
        records=tuple(day.date() for day in records[records >= pd.Timestamp(monday)]),
        times_usual=abs(change) / usual if usual > 0 else 0.0,
    )
