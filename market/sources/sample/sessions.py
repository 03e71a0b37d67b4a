"""The sample market's sessions: New York's trading days by rule, so that nothing heavy is loaded.

The rules are the exchange's own (NYSE Rule 7.2 and its notices of special closings); a test
holds them against exchange_calendars day by day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
from dateutil.easter import easter
from numpy.typing import NDArray

from market.feasts import memorial_day, weekday_of

FIRST = date(1987, 9, 10)
LAST = date(2026, 1, 22)

# Days of mourning, the attacks of 2001, hurricane Sandy.
_SPECIAL = (
    date(1994, 4, 27),
    *(date(2001, 9, day) for day in (11, 12, 13, 14)),
    date(2004, 6, 11),
    date(2007, 1, 2),
    date(2012, 10, 29),
    date(2012, 10, 30),
    date(2018, 12, 5),
    date(2025, 1, 9),
)


@cache
def sessions() -> NDArray[np.datetime64]:
    """Every session from `FIRST` to `LAST`, datetime64[D], increasing."""
    holidays = [day for year in range(FIRST.year, LAST.year + 1) for day in _holidays(year)]
    days = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + 1)
    trading = np.is_busday(days, holidays=np.array([*holidays, *_SPECIAL], dtype="datetime64[D]"))
    return np.asarray(days[trading])


@cache
def session_index() -> pd.DatetimeIndex:
    """`sessions` in the shape that `Bars.frame` promises."""
    return pd.DatetimeIndex(sessions().astype("datetime64[us]"), name="session")


def position(day: date) -> int:
    """How many sessions lie before `day`: the row of the first session on or after it."""
    return int(np.searchsorted(sessions(), np.datetime64(day)))


def _holidays(year: int) -> list[date]:
    days = [
        weekday_of(year, 2, 0, 3),  # Presidents' Day
        easter(year) - timedelta(days=2),  # Good Friday
        memorial_day(year),
        _observed(date(year, 7, 4)),
        weekday_of(year, 9, 0, 1),  # Labor Day
        weekday_of(year, 11, 3, 4),  # Thanksgiving
        _observed(date(year, 12, 25)),
    ]
    new_year = date(year, 1, 1)
    # On a Saturday it is not observed: the Friday before belongs to the old year's books.
    days.append(new_year + timedelta(days=1) if new_year.weekday() == 6 else new_year)
    if year >= 1998:
        days.append(weekday_of(year, 1, 0, 3))  # Martin Luther King Jr. Day
    if year >= 2022:
        days.append(_observed(date(year, 6, 19)))  # Juneteenth
    return days


def _observed(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
