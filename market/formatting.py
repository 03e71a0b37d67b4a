"""How figures are written. Text, tables, pictures and alt texts all call these, so they agree.

Every function takes a raw value (fractions for percentages) and gives text; a missing value
(None, NaN or infinite) is written as an en dash, never as zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from math import floor, isfinite, log10
from zoneinfo import ZoneInfo

MISSING = "–"
NEW_YORK = ZoneInfo("America/New_York")


class Unit(StrEnum):
    """What a raw value means, and so how it is written."""

    LEVEL = "level"  # price or index level: 2,718.77
    CHANGE = "change"  # signed fraction: +0.76%
    SHARE = "share"  # unsigned fraction: 61.3%
    RATE = "rate"  # interest rate, growth rate, spread as a fraction: 4.26%
    LEAD = "lead"  # signed difference of two fractions, in percentage points: +8.55 points
    COUNT = "count"  # 1,874
    SESSIONS = "sessions"  # 14 sessions
    RATIO = "ratio"  # 1.12
    DATE = "date"  # 2026-01-22
    TEXT = "text"


def written(value: object, unit: Unit) -> str:
    """`value` as text in its unit."""
    if value is None or value != value:
        return MISSING
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = float(value)  # type: ignore[arg-type]  # the units above hold numbers only
    if not isfinite(number):
        return MISSING
    match unit:
        case Unit.LEVEL:
            return level(number)
        case Unit.CHANGE:
            return change(number)
        case Unit.SHARE:
            return share(number)
        case Unit.RATE:
            return rate(number)
        case Unit.LEAD:
            return lead(number)
        case Unit.COUNT:
            return f"{number:,.0f}".replace("-", "−")
        case Unit.SESSIONS:
            return sessions(int(number))
        case _:
            return f"{number:,.2f}".replace("-", "−")


def level(value: float) -> str:
    """A price or index level with thousands separators; four decimals below one, and below a cent as
    many as four significant digits need. `level(0.00002914) == "0.00002914"`."""
    if not isfinite(value):
        return MISSING
    size = abs(value)
    if size >= 1e15:  # no price; as a doubt names it
        return f"{value:.2g}".replace("-", "−")
    decimals = 2 if size >= 1 or value == 0 else 4 if size >= 0.01 else min(3 - floor(log10(size)), 12)
    return f"{value:,.{decimals}f}".replace("-", "−")


def change(fraction: float) -> str:
    """A signed percentage of two decimals. `change(0.00763) == "+0.76%"`."""
    return _signed(fraction * 100, 2, "%")


def brief(value: float | None, unit: Unit) -> str:
    """A figure where there is little room: a change or a share of one decimal, else as it is `written`.
    `brief(0.0324, Unit.CHANGE) == "+3.2%"`."""
    if value is not None and unit is Unit.CHANGE:
        return _signed(value * 100, 1, "%")
    if value is not None and unit is Unit.LEAD:
        return _signed(value * 100, 1, "")
    return written(value, unit)


def share(fraction: float) -> str:
    """An unsigned percentage of one decimal. `share(0.6131) == "61.3%"`."""
    return _unsigned(fraction * 100, 1)


def rate(fraction: float) -> str:
    """A rate of two decimals, unsigned unless below zero. `rate(0.0426) == "4.26%"`."""
    return _unsigned(fraction * 100, 2)


def lead(fraction: float) -> str:
    """A difference of two returns in percentage points. `lead(0.0855) == "+8.55 points"`."""
    return _signed(fraction * 100, 2, " points")


def points_of(fraction: float) -> str:
    """The size of such a difference, without a sign. `points_of(-0.0047) == "0.47 points"`."""
    return lead(abs(fraction)).removeprefix("+")


def is_nothing(fraction: float) -> bool:
    """Whether a change or a difference is zero as it is written; a missing one is not.
    `is_nothing(0.00004)`"""
    return round(fraction * 100, 2) == 0


def moved_points(difference: float) -> str:
    """A change of a measured level in its own points. `moved_points(-1.256) == "−1.26 points"`."""
    return _signed(difference, 2, " points")


def points(fraction: float) -> str:
    """A threshold in percentage points, in its shortest digits. `points(0.05) == "5 points"`."""
    number = f"{fraction * 100:g}"
    return f"{number} point{'' if number == '1' else 's'}"


def sessions(count: int) -> str:
    return counted(count, "session")


def counted(count: int, noun: str) -> str:
    """`counted(1, "decliner") == "1 decliner"`, `counted(1_930, "member") == "1,930 members"`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def ordinal(number: int) -> str:
    """`ordinal(8) == "8th"`."""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{suffix}"


def day(session: date) -> str:
    """A date in a picture: `22 Jan 2026`."""
    return f"{session.day} {session:%b %Y}"


def moment(at: datetime) -> str:
    """A moment in New York time, for people: `2026-01-22 11:30 ET`."""
    return f"{at.astimezone(NEW_YORK):%Y-%m-%d %H:%M} ET"


def _signed(value: float, decimals: int, unit: str) -> str:
    if not isfinite(value):
        return MISSING
    rounded = round(value, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{decimals}f}{unit}"


def _unsigned(percent: float, decimals: int) -> str:
    if not isfinite(percent):
        return MISSING
    rounded = round(percent, decimals) + 0.0  # and no minus before a zero
    return f"{rounded:,.{decimals}f}%".replace("-", "−")
