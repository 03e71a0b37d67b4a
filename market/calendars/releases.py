"""When figures of the economy come out: the agencies' published dates as a table, and two weekly rules.

The table ends on `LAST_KNOWN`. Later days have the weekly releases only, and whoever tells them says so (`is_known`);
the next year's dates come with a release of this program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from market.formatting import NEW_YORK

LAST_READ = date(2026, 5, 1)  # when the dates of the table were last compared with the agencies' pages
SOURCE = (
    f"release dates published by the BLS, the BEA, the Fed and the Department of Labor, read on {LAST_READ}"
)
FIRST_KNOWN, LAST_KNOWN = date(2026, 1, 1), date(2026, 12, 31)
_MORNING, _AFTERNOON = time(8, 30), time(14)
_DAY = timedelta(days=1)
# Weekly releases: weekday, name, series, and the weekdays of which a federal holiday may move it.
_WEEKLY: tuple[tuple[int, str, str, tuple[int, ...]], ...] = (
    (2, "financial conditions", "nfci", (0, 1, 2)),
    (3, "initial claims", "claims", (2, 3, 4)),
)
_MOVED_BY = {series: weekdays for _weekday, _name, series, weekdays in _WEEKLY}


@dataclass(frozen=True, slots=True)
class ScheduledRelease:
    """One release: at `at` (aware, New York's wall clock), called `name`; `series`: words of `/macro` in it."""

    at: datetime
    name: str
    series: tuple[str, ...] = ()


# Months and days of 2026. The jobs report and consumer prices for January moved after a lapse in funding.
_DATES: tuple[tuple[str, tuple[str, ...], time, str], ...] = (
    (
        "jobs report", ("payrolls", "unemployment"), _MORNING,
        "01-09 02-11 03-06 04-03 05-08 06-05 07-02 08-07 09-04 10-02 11-06 12-04",
    ),
    (
        "consumer prices", (), _MORNING,
        "01-13 02-13 03-11 04-10 05-12 06-10 07-14 08-12 09-11 10-14 11-10 12-10",
    ),
    ("GDP", ("gdp",), _MORNING, "02-20 03-13 04-09 04-30 05-28 06-25 07-30 08-26 10-29 11-25"),
    (
        "personal income and PCE prices", (), _MORNING,
        "03-13 04-09 04-30 05-28 06-25 07-30 08-26 09-30 10-29 11-25 12-23",
    ),
    ("Fed decision", (), _AFTERNOON, "01-28 03-18 04-29 06-17 07-29 09-16 10-28 12-09"),
)  # fmt: skip


def scheduled(first: date, last: date) -> tuple[ScheduledRelease, ...]:
    """Releases from `first` to `last` (both included), in their order; no weekly one that a holiday may move.

    >>> [f"{r.at:%m-%d %H:%M} {r.name}" for r in scheduled(date(2026, 1, 27), date(2026, 1, 28))]
    ['01-28 08:30 financial conditions', '01-28 14:00 Fed decision']
    """
    releases = [*_table(first, last), *_weekly(first, last)]
    return tuple(sorted(releases, key=lambda release: release.at))


def is_known(day: date) -> bool:
    """Whether the table reaches that day."""
    return FIRST_KNOWN <= day <= LAST_KNOWN


def may_move(series: str, day: date) -> bool:
    """Whether a federal holiday in that day's week may move the weekly release of `series` (a word of `/macro`)."""
    monday = day - day.weekday() * _DAY
    return not federal_holidays(day.year).isdisjoint(monday + n * _DAY for n in _MOVED_BY[series])


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Those of the year, with the last days of the year before and the first of the next."""
    # Imported here: few questions need it.
    from pandas.tseries.holiday import USFederalHolidayCalendar

    days = USFederalHolidayCalendar().holidays(f"{year - 1}-12-28", f"{year + 1}-01-03")
    return frozenset(day.date() for day in days)


def _table(first: date, last: date) -> Iterator[ScheduledRelease]:
    for name, series, at, days in _DATES:
        for text in days.split():
            day = date.fromisoformat(f"2026-{text}")
            if first <= day <= last:
                yield ScheduledRelease(datetime.combine(day, at, NEW_YORK), name, series)


def _weekly(first: date, last: date) -> Iterator[ScheduledRelease]:
    """Claims on Thursdays and the NFCI on Wednesdays, both at 08:30."""
    for n in range((last - first).days + 1):
        day = first + n * _DAY
        for weekday, name, series, _moved_by in _WEEKLY:
            if day.weekday() == weekday and not may_move(series, day):
                yield ScheduledRelease(datetime.combine(day, _MORNING, NEW_YORK), name, (series,))
