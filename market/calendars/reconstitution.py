"""When the Russell indexes change their members as a whole."""

from __future__ import annotations

from datetime import date, timedelta

# The fourth Friday of June; from 2026 twice a year, the second time late in the year (FTSE Russell's
# announcements name November first and December later), so that a list from before November may be old.
_JUNE, _SECOND = (6, 4), (11, 2)
_TWICE_SINCE = 2026


def reconstitutions(after: date, until: date) -> tuple[date, ...]:
    """Fridays later than `after` and up to `until` at whose close new members were due, oldest first.

    >>> reconstitutions(date(2026, 5, 5), date(2026, 7, 1))
    (datetime.date(2026, 6, 26),)
    """
    days = []
    for year in range(after.year, until.year + 1):
        days.append(_friday(year, *_JUNE))
        if year >= _TWICE_SINCE:
            days.append(_friday(year, *_SECOND))
    return tuple(day for day in days if after < day <= until)


def _friday(year: int, month: int, number: int) -> date:
    """The Friday of that number in a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(4 - first.weekday()) % 7 + 7 * (number - 1))
