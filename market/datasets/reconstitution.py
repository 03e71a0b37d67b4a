"""When indices are made up anew, and how old a list of their members is."""

from __future__ import annotations

from datetime import date, timedelta

from market.datasets.members import RUSSELL_2000, Universe

AGED = 35  # days: an older list is said to be old
_FRIDAY = 4
# Russell: after the close of June's fourth Friday, since 2026 of November's second, too (FTSE Russell's
# announcement). S&P 500: after the third Friday of each quarter's last month.
_TWICE_SINCE = 2026
_QUARTERS = (3, 6, 9, 12)


def newest_reconstitution(universe: Universe, until: date) -> date:
    """The last Friday up to `until` after whose close the index was made up anew, by its schedule.

    >>> str(newest_reconstitution(RUSSELL_2000, date(2026, 6, 26)))
    '2026-06-26'
    >>> str(newest_reconstitution(RUSSELL_2000, date(2026, 6, 25)))
    '2025-06-27'
    """
    days = [
        _friday(year, month, count)
        for year in (until.year - 1, until.year)
        for month, count in _schedule(universe, year)
    ]
    return max(day for day in days if day <= until)


def age_note(universe: Universe, listed: date, until: date) -> tuple[str, ...]:
    """What a reader must know of a list of `listed` beside figures of `until`: how old it is, and that the
    index has been made up anew since; nothing of a young one."""
    days, since = (until - listed).days, newest_reconstitution(universe, until - timedelta(days=1))
    what = "reconstituted" if universe is RUSSELL_2000 else "rebalanced"
    anew = f"; the index was {what} after the close of {since}" if since >= listed else ""
    if days <= AGED and not anew:
        return ()
    return (f"The list of members is of {listed}, {days} days before these figures{anew}.",)


def _schedule(universe: Universe, year: int) -> tuple[tuple[int, int], ...]:
    """Months and which of their Fridays."""
    if universe is RUSSELL_2000:
        return ((6, 4), (11, 2)) if year >= _TWICE_SINCE else ((6, 4),)
    return tuple((month, 3) for month in _QUARTERS)


def _friday(year: int, month: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(_FRIDAY - first.weekday()) % 7 + 7 * (count - 1))
