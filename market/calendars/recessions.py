"""Business cycles: the recessions of the United States as the NBER has dated them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True, slots=True)
class Recession:
    """From the month after `peak` to the month of `trough` (both year-month).

    peak_told, trough_told: the days on which the NBER published them. There were no announcements before its
        committee was formed; those turning points count as known since then.
    """

    peak: str
    trough: str
    peak_told: date = date(1978, 1, 1)
    trough_told: date = date(1978, 1, 1)


RECESSIONS = (
    Recession("1945-02", "1945-10"),
    Recession("1948-11", "1949-10"),
    Recession("1953-07", "1954-05"),
    Recession("1957-08", "1958-04"),
    Recession("1960-04", "1961-02"),
    Recession("1969-12", "1970-11"),
    Recession("1973-11", "1975-03"),
    Recession("1980-01", "1980-07", date(1980, 6, 3), date(1981, 7, 8)),
    Recession("1981-07", "1982-11", date(1982, 1, 6), date(1983, 7, 8)),
    Recession("1990-07", "1991-03", date(1991, 4, 25), date(1992, 12, 22)),
    Recession("2001-03", "2001-11", date(2001, 11, 26), date(2003, 7, 17)),
    Recession("2007-12", "2009-06", date(2008, 12, 1), date(2010, 9, 20)),
    Recession("2020-02", "2020-04", date(2020, 6, 8), date(2021, 7, 19)),
)
"""Source: NBER, "US Business Cycle Expansions and Contractions", and the announcements of its
Business Cycle Dating Committee."""


def dated_recessions(at: date) -> tuple[tuple[date, date], ...]:
    """First and last day of each recession as published by `at`, oldest first; one whose end was
    not published yet lasts until `at`. Months count as in FRED's USREC: the peak's is the last of
    the expansion, the trough's the last of the recession.

    >>> [f"{first} {last}" for first, last in dated_recessions(date(2026, 1, 22))[-2:]]
    ['2008-01-01 2009-06-30', '2020-03-01 2020-04-30']
    >>> [f"{first} {last}" for first, last in dated_recessions(date(2020, 7, 1))[-1:]]
    ['2020-03-01 2020-07-01']
    """
    return tuple(
        (
            (pd.Period(each.peak, "M") + 1).start_time.date(),
            pd.Period(each.trough, "M").end_time.date() if each.trough_told <= at else at,
        )
        for each in RECESSIONS
        if each.peak_told <= at
    )


def source_of_dates(at: date) -> str:
    """What `dated_recessions(at)` is called where sources are named.

    >>> source_of_dates(date(2026, 1, 22))
    'NBER business-cycle dates as published up to 2021-07'
    """
    return f"NBER business-cycle dates as published up to {min(at, RECESSIONS[-1].trough_told):%Y-%m}"
