"""Feasts and holidays that people count from ("since easter"), each by the rule that dates it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

_ONE = timedelta(days=1)


def weekday_of(year: int, month: int, weekday: int, number: int) -> date:
    """The `number`-th `weekday` (Monday is 0) from the first of `month` on.

    >>> weekday_of(2026, 9, 0, 1)
    datetime.date(2026, 9, 7)
    """
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def memorial_day(year: int) -> date:
    """The last Monday of May."""
    return weekday_of(year, 6, 0, 1) - timedelta(days=7)


def election_day(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    return weekday_of(year, 11, 0, 1) + _ONE


_DATED: dict[str, Callable[[int], date]] = {
    "New Year’s Day": lambda year: date(year, 1, 1),
    "Martin Luther King Day": lambda year: weekday_of(year, 1, 0, 3),
    "Valentine’s Day": lambda year: date(year, 2, 14),
    "Presidents’ Day": lambda year: weekday_of(year, 2, 0, 3),
    "Good Friday": lambda year: easter(year) - 2 * _ONE,
    "Easter": easter,
    "Easter Monday": lambda year: easter(year) + _ONE,
    "Memorial Day": memorial_day,
    "Juneteenth": lambda year: date(year, 6, 19),
    "Independence Day": lambda year: date(year, 7, 4),
    "Labor Day": lambda year: weekday_of(year, 9, 0, 1),
    "Columbus Day": lambda year: weekday_of(year, 10, 0, 2),
    "Halloween": lambda year: date(year, 10, 31),
    "Veterans Day": lambda year: date(year, 11, 11),
    "Thanksgiving": lambda year: weekday_of(year, 11, 3, 4),
    "Black Friday": lambda year: weekday_of(year, 11, 3, 4) + _ONE,
    "Christmas Eve": lambda year: date(year, 12, 24),
    "Christmas": lambda year: date(year, 12, 25),
    "Boxing Day": lambda year: date(year, 12, 26),
    "New Year’s Eve": lambda year: date(year, 12, 31),
}
_ALIASES = {
    "mlk day": "Martin Luther King Day",
    "washington birthday": "Presidents’ Day",
    "fourth of july": "Independence Day",
    "july fourth": "Independence Day",
    "labour day": "Labor Day",
    "easter sunday": "Easter",
    "new year": "New Year’s Day",
    "valentine": "Valentine’s Day",
}
_POSSESSIVE = re.compile(r"['’]s?(?!\w)|(?<=year)s\b|(?<=president)s\b|(?<=veteran)s\b|(?<=valentine)s\b")


def _key(name: str) -> str:
    """The name without its apostrophe: "new year's eve" is "new year eve"."""
    return _POSSESSIVE.sub("", " ".join(name.casefold().split())).replace("xmas", "christmas")


_NAMES = {_key(name): name for name in _DATED} | _ALIASES


def feast_named(text: str) -> str:
    """The feast that `text` names; empty for anything else.

    >>> feast_named("New Year's Day"), feast_named("labour day"), feast_named("presidents' day"), feast_named("labor")
    ('New Year’s Day', 'Labor Day', 'Presidents’ Day', '')
    """
    key = _key(text).removeprefix("the ")
    return _NAMES.get(key) or _NAMES.get(key.removesuffix(" day"), "")


def feast_day(name: str, year: int) -> date:
    """The day of `name`, as `feast_named` gives it, in `year`."""
    return _DATED[name](year)


def feast_on(month: int, day: int) -> str:
    """The feast that is on that day of every year ("July 4"); empty where there is none."""
    years = (2024, 2025)  # in two years in a row no weekday has the same date
    return next(
        (
            name
            for name, dated in _DATED.items()
            if all((dated(y).month, dated(y).day) == (month, day) for y in years)
        ),
        "",
    )


def weekdays_around(day: date) -> tuple[date, date]:
    """From the day behind the last weekday before `day`, whose close is the base, to the first one after it."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    before -= timedelta(days=max(before.isoweekday() - 5, 0))
    after += timedelta(days=(8 - after.isoweekday()) if after.isoweekday() > 5 else 0)
    return before + timedelta(days=1), after
