"""When a figure of the economy came out first, by the period that it is about: what a look at the past may know.

The dates of `market/calendars/releases.py` where they reach; before and after them the agencies' own rules, and the
dates of the figures that lapses in the government's funding delayed since 2013.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pandas as pd
from pandas.tseries.holiday import USFederalHolidayCalendar

from market.calendars.releases import is_known, scheduled
from market.datasets.economic_series import EconomicSeries, Frequency
from market.formatting import NEW_YORK

_MORNING = time(8, 30)
_DAY = timedelta(days=1)
_JOBS = ("payrolls", "unemployment")
_ESTIMATED = 20 * _DAY  # from the end of a quarter on; what comes before it is of an older one
_LATEST = 62 * _DAY
# Words of the series, the first and the last period, and when its first figure came out.
_DELAYED = (
    (("gdp",), date(2013, 7, 1), date(2013, 7, 1), date(2013, 11, 7)),
    (_JOBS, date(2013, 9, 1), date(2013, 9, 1), date(2013, 10, 22)),
    (_JOBS, date(2013, 10, 1), date(2013, 10, 1), date(2013, 11, 8)),
    (("gdp",), date(2018, 10, 1), date(2018, 10, 1), date(2019, 2, 28)),
    (("gdp",), date(2025, 7, 1), date(2025, 7, 1), date(2025, 12, 23)),
    (_JOBS, date(2025, 9, 1), date(2025, 9, 1), date(2025, 11, 20)),
    (_JOBS, date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 16)),
    (("claims",), date(2025, 9, 27), date(2025, 11, 8), date(2025, 11, 20)),
)


def out_by(series: EconomicSeries, values: pd.Series[float], at: datetime) -> pd.Series[float]:
    """The values, by observation date, of which the first figure was out at the moment `at`."""
    known = values.loc[: pd.Timestamp(at.astimezone(NEW_YORK).date())]
    count = len(known)
    while count and first_release(series, known.index[count - 1].date()) > at:
        count -= 1
    return known.iloc[:count]


def following(series: EconomicSeries, on: date) -> date:
    """The observation date after `on`; of a daily series one that is due at the latest."""
    step = {
        Frequency.DAILY: pd.DateOffset(days=4),
        Frequency.WEEKLY: pd.DateOffset(weeks=1),
        Frequency.MONTHLY: pd.DateOffset(months=1),
        Frequency.QUARTERLY: pd.DateOffset(months=3),
    }[series.frequency]
    return (pd.Timestamp(on) + step).date()


def first_release(series: EconomicSeries, on: date) -> datetime:
    """When the first figure for the period of the observation date `on` came or comes out, or some days later where
    only a rule tells: never before.

    >>> from market.datasets.economic_series import EconomicSeries as Series
    >>> [f"{first_release(Series.parse(word), date(2025, 10, 1)):%Y-%m-%d %H:%M}" for word in ("gdp", "payrolls")]
    ['2026-02-20 08:30', '2025-12-16 08:30']
    """
    delayed = [out for words, first, last, out in _DELAYED if series.word in words and first <= on <= last]
    if delayed:
        return _at(delayed[0])
    if series.word in ("gdp", *_JOBS):
        quarterly = series.frequency is Frequency.QUARTERLY
        after = (pd.Timestamp(on) + pd.DateOffset(months=3 if quarterly else 1)).date()
        earliest = after + _ESTIMATED if quarterly else after
        dates = scheduled(earliest, earliest + _LATEST) if is_known(earliest) else ()
        tabled = next((release.at for release in dates if series.word in release.series), None)
        return tabled or _at(_end_of_month(after) if quarterly else _friday_of_jobs(on))
    if series.word == "nfci":
        return _at(_after_holidays(on + series.lag * _DAY))
    morning = _MORNING if series.frequency is Frequency.WEEKLY else time()
    return datetime.combine(on + series.lag * _DAY, morning, NEW_YORK)


def _at(day: date) -> datetime:
    return datetime.combine(day, _MORNING, NEW_YORK)


def _friday_of_jobs(month: date) -> date:
    """The third Friday after the week, from Sunday on, of the month's twelfth day, or the day before where that is a
    public holiday; in January not before the fourth."""
    twelfth = month.replace(day=12)
    saturday = twelfth + (5 - twelfth.weekday()) % 7 * _DAY
    friday = saturday + 20 * _DAY
    if friday.month == 1 and friday.day < 4:
        return friday + 7 * _DAY
    return friday - _DAY if friday in _holidays(friday.year) else friday


def _end_of_month(after: date) -> date:
    """The end of the month after a quarter: the first estimate of growth comes out in its last days."""
    end: date = (pd.Timestamp(after) + pd.offsets.MonthEnd(0)).date()
    return end


def _after_holidays(wednesday: date) -> date:
    """A day later in a week of which a public holiday falls on a day up to then."""
    monday = wednesday - wednesday.weekday() * _DAY
    return wednesday + _DAY if _holidays(monday.year) & {monday, monday + _DAY, wednesday} else wednesday


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    """Public holidays of a year and the first days of the next."""
    days = USFederalHolidayCalendar().holidays(f"{year}-01-01", f"{year + 1}-01-07")
    return frozenset(day.date() for day in days)
