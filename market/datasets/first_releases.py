"""When a figure of the economy came out first, by the period that it is about: what a look at the past may know.

The dates of `market/calendars/releases.py` where they reach; before and after them the agencies' own rules, and the
dates of the figures that lapses in the government's funding delayed since 2013.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd

from market.calendars.releases import federal_holidays, is_known, may_move, scheduled
from market.datasets.economic_series import EconomicSeries, Frequency
from market.formatting import NEW_YORK

_MORNING = time(8, 30)
_DAY = timedelta(days=1)
_JOBS = ("payrolls", "unemployment")
_ESTIMATED = 20 * _DAY  # from the end of a quarter on; what comes before it is of an older one
_LATEST = 62 * _DAY
_OF_THE_WEEK = 5 * _DAY  # from the end of a week to the Wednesday or Thursday of its release
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
    if series.frequency is Frequency.DAILY:
        return datetime.combine(on + _DAY, time(), NEW_YORK)
    return datetime.combine(
        _delayed(series, on) or _tabled(series, on) or _by_rule(series, on), _MORNING, NEW_YORK
    )


def stated_release(series: EconomicSeries, on: date) -> date | None:
    """The day on which that figure came out, where the agencies have stated it; None where only a rule tells.

    >>> claims = EconomicSeries.parse("claims")
    >>> str(stated_release(claims, date(2026, 3, 7))), stated_release(claims, date(2024, 3, 9))
    ('2026-03-12', None)
    """
    if series.frequency is Frequency.DAILY:
        return None
    day = _delayed(series, on) or _tabled(series, on)
    if day is None and series.frequency is Frequency.WEEKLY:
        expected = _by_rule(series, on)
        return expected if is_known(expected) and not may_move(series.word, expected) else None
    return day


def _delayed(series: EconomicSeries, on: date) -> date | None:
    return next(
        (out for words, first, last, out in _DELAYED if series.word in words and first <= on <= last), None
    )


def _tabled(series: EconomicSeries, on: date) -> date | None:
    """The first date of the table that can be of that month or quarter; None beyond it, and for weekly figures."""
    if series.frequency is Frequency.WEEKLY:
        return None
    after = following(series, on)
    earliest = after + _ESTIMATED if series.frequency is Frequency.QUARTERLY else after
    dates = scheduled(earliest, earliest + _LATEST) if is_known(earliest) else ()
    return next((release.at.date() for release in dates if series.word in release.series), None)


def _by_rule(series: EconomicSeries, on: date) -> date:
    """The latest day that the agency's rule allows."""
    match series.frequency:
        case Frequency.QUARTERLY:  # the first estimate comes out in the last days of the month that follows
            return (pd.Timestamp(following(series, on)) + pd.offsets.MonthEnd(0)).date()
        case Frequency.MONTHLY:
            return _friday_of_jobs(on)
        case _:
            day = on + _OF_THE_WEEK
            return day + _DAY if series.word == "nfci" and may_move("nfci", day) else day


def _friday_of_jobs(month: date) -> date:
    """The third Friday after the week, from Sunday on, of the month's twelfth day, or the day before where that is a
    federal holiday; in January not before the fourth."""
    twelfth = month.replace(day=12)
    saturday = twelfth + (5 - twelfth.weekday()) % 7 * _DAY
    friday = saturday + 20 * _DAY
    if friday.month == 1 and friday.day < 4:
        return friday + 7 * _DAY
    return friday - _DAY if friday in federal_holidays(friday.year) else friday
