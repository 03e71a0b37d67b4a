"""Stretches of the calendar that people name: a year, a quarter, a month, a week."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number}
_SHORT = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if number} | {"sept": 9}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(calendar.day_name, start=1)}
_ORDINALS = ("first", "second", "third", "fourth")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_QUARTER = re.compile(
    rf"(?:q(?P<number>[1-4])|(?P<ordinal>{'|'.join(_ORDINALS)}) quarter)(?: (?:of )?{_YEAR})?"
)
_YEAR_FIRST = re.compile(rf"{_YEAR} (?P<rest>\S+(?: quarter)?)")
_MONTH = re.compile(rf"(?P<month>[a-z]+)\.?(?: (?:of )?{_YEAR})?")


class SpanUnit(StrEnum):
    """How long a stretch is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """A year, quarter, month, week or weekday of the calendar.

    number: of the quarter (1 to 4), month (1 to 12) or weekday (Monday is 1); unused for years and weeks.
    year: None where only the newest such stretch can be meant ("july").
    back: how many stretches before the current one ("last week" is 1); None where a number names it.
    """

    unit: SpanUnit
    number: int = 0
    year: int | None = None
    back: int | None = None

    @classmethod
    def parse(cls, text: str) -> CalendarSpan | None:
        """Read `2024`, `q2`, `q2 2025`, `second quarter of 2025`, `july`, `jan 2024`, `last week`,
        `last month`, `last quarter`, `last year`, `this week`, `yesterday`, `monday`; None for anything else. A
        month's short name wants its year, since alone it may be a ticker."""
        word = " ".join(text.casefold().replace(",", " ").split()).removeprefix("in ").removeprefix("the ")
        first, _, second = word.partition(" ")
        if word == "yesterday":
            return cls(SpanUnit.DAY, back=1)
        weekday = word.removeprefix("last ").removeprefix("on ")
        if weekday in _WEEKDAYS:
            return cls(SpanUnit.DAY, _WEEKDAYS[weekday])
        if first in ("last", "previous", "this") and second in ("week", "month", "quarter", "year"):
            return cls(SpanUnit(second), back=0 if first == "this" else 1)
        if re.fullmatch(_YEAR, word):
            return cls(SpanUnit.YEAR, year=int(word))
        if match := _QUARTER.fullmatch(word):
            number = int(match["number"]) if match["number"] else _ORDINALS.index(match["ordinal"]) + 1
            return cls(SpanUnit.QUARTER, number, int(match["year"]) if match["year"] else None)
        if match := _MONTH.fullmatch(word):
            number = _MONTHS.get(match["month"]) or (_SHORT.get(match["month"], 0) if match["year"] else 0)
            return (
                cls(SpanUnit.MONTH, number, int(match["year"]) if match["year"] else None) if number else None
            )
        if match := _YEAR_FIRST.fullmatch(word):
            return cls.parse(f"{match['rest']} {match['year']}")
        return None

    @property
    def is_dated(self) -> bool:
        """Whether it names its year, and so means the same on every day."""
        return self.year is not None

    def dated(self, today: date) -> CalendarSpan:
        """The same stretch with its year: the newest that has begun by `today`. A week and a day stay as they
        are."""
        if self.is_dated or self.unit in (SpanUnit.WEEK, SpanUnit.DAY):
            return self
        if self.back is not None:
            months = {SpanUnit.YEAR: 12, SpanUnit.QUARTER: 3, SpanUnit.MONTH: 1}[self.unit]
            year, month = divmod(today.year * 12 + today.month - 1 - self.back * months, 12)
            numbers = {SpanUnit.YEAR: 0, SpanUnit.QUARTER: month // 3 + 1, SpanUnit.MONTH: month + 1}
            return CalendarSpan(self.unit, numbers[self.unit], year)
        this_year = replace(self, year=today.year)
        return this_year if this_year.days(today)[0] <= today else replace(self, year=today.year - 1)

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day, as meant on `today`."""
        if self.unit is SpanUnit.WEEK:
            monday = today - timedelta(days=today.weekday() + 7 * (self.back or 0))
            return monday, monday + timedelta(days=6)
        if self.unit is SpanUnit.DAY:
            day = today - timedelta(days=1 if self.back else (today.isoweekday() - self.number) % 7)
            day -= timedelta(days=max(day.isoweekday() - 5, 0) if self.back else 0)  # on Monday it was Friday
            return day, day
        if self.year is None:
            return self.dated(today).days(today)
        length = {SpanUnit.YEAR: 12, SpanUnit.QUARTER: 3, SpanUnit.MONTH: 1}[self.unit]
        month = 1 if self.unit is SpanUnit.YEAR else (self.number - 1) * length + 1
        last = month + length - 1
        return date(self.year, month, 1), date(self.year, last, calendar.monthrange(self.year, last)[1])

    @property
    def name(self) -> str:
        """As a noun: "2024", "Q2 2025", "July 2025", "last week"."""
        text = str(self)
        return text[:1].upper() + text[1:] if self.back is None else text

    @property
    def words(self) -> str:
        """For sentences: "in 2024", "in the second quarter of 2025", "in July 2025", "last week"."""
        if self.unit is SpanUnit.DAY:
            return "yesterday" if self.back else f"on {calendar.day_name[self.number - 1]}"
        if self.back is not None:
            return f"{'this' if self.back == 0 else 'last'} {self.unit}"
        of = "" if self.year is None else f" {self.year}"
        if self.unit is SpanUnit.YEAR:
            return f"in{of}"
        if self.unit is SpanUnit.QUARTER:
            return f"in the {_ORDINALS[self.number - 1]} quarter{of and f' of{of}'}"
        return f"in {calendar.month_name[self.number]}{of}"

    def __str__(self) -> str:
        """As it would be typed."""
        if self.unit is SpanUnit.DAY:
            return self.words.removeprefix("on ").lower()
        if self.back is not None:
            return self.words
        of = "" if self.year is None else f" {self.year}"
        if self.unit is SpanUnit.YEAR:
            return of.strip()
        return (
            f"q{self.number}" if self.unit is SpanUnit.QUARTER else calendar.month_name[self.number].lower()
        ) + of
