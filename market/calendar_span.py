"""Stretches of the calendar that people name: a year, a half, a season, a quarter, a month, a week, a day, a feast."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from market.feasts import feast_day, weekdays_around

ORDINALS = ("first", "second", "third", "fourth")
SEASONS = ("spring", "summer", "fall", "winter")  # of three whole months, the first in March
_LENGTHS = {"year": 12, "half": 6, "season": 3, "quarter": 3, "month": 1}


class SpanUnit(StrEnum):
    """How long a stretch is."""

    YEAR = "year"
    HALF = "half"
    SEASON = "season"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """A year, half, season, quarter, month, week, weekday or day of the calendar.

    number: of the half, season (1 is spring), quarter (1 to 4), month (1 to 12), weekday (Monday is 1) or day of
        `month`; unused for years, weeks and feasts.
    year: None where only the newest such stretch can be meant ("july").
    back: how many stretches before the current one ("last week" is 1); None where a number names it.
    month: of a day that is named by its date ("june 5"); 0 for a weekday.
    years_back: how many years before the current one ("july last year" is 1); None where none is said.
    feast: the name of a day that a rule dates ("Easter"); empty for other days.
    around: from the last weekday before that day to the first one after it ("over easter").
    """

    unit: SpanUnit
    number: int = 0
    year: int | None = None
    back: int | None = None
    month: int = 0
    years_back: int | None = None
    feast: str = ""
    around: bool = False

    @property
    def is_part_of_year(self) -> bool:
        """A half, quarter, month or day of the year without its year."""
        named = self.unit is not SpanUnit.DAY or self.month > 0 or bool(self.feast)
        return not self.is_dated and self.back is None and named

    @property
    def is_dated(self) -> bool:
        """Whether it names its year, and so means the same on every day."""
        return self.year is not None

    def dated(self, today: date) -> CalendarSpan:
        """The same stretch with its year: the newest that has begun by `today`. A week and a day stay as they
        are."""
        if self.is_dated or self.unit in (SpanUnit.WEEK, SpanUnit.DAY):
            return self
        if self.years_back is not None:
            return replace(self, year=today.year - self.years_back, years_back=None)
        if self.unit is SpanUnit.SEASON:
            return replace(self, year=self._season_year(today), back=None)
        if self.back is not None:
            months = _LENGTHS[self.unit]
            year, month = divmod(today.year * 12 + today.month - 1 - self.back * months, 12)
            return CalendarSpan(self.unit, 0 if self.unit is SpanUnit.YEAR else month // months + 1, year)
        this_year = replace(self, year=today.year)
        return this_year if this_year.days(today)[0] <= today else replace(self, year=today.year - 1)

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day, as meant on `today`."""
        if self.unit is SpanUnit.WEEK:
            monday = today - timedelta(days=today.weekday() + 7 * (self.back or 0))
            return monday, monday + timedelta(days=6)
        if self.month or self.feast:
            day = self._day_of_year(today)
            return weekdays_around(day) if self.around else (day, day)
        if self.unit is SpanUnit.DAY:
            day = today - timedelta(days=0 if self.back else (today.isoweekday() - self.number) % 7)
            for _ in range(self.back or 0):  # of a Monday yesterday is Friday
                day -= timedelta(days=1)
                day -= timedelta(days=max(day.isoweekday() - 5, 0))
            return day, day
        if self.year is None:
            return self.dated(today).days(today)
        length = _LENGTHS[self.unit]
        month = 1 if self.unit is SpanUnit.YEAR else (self.number - 1) * length + 1
        if self.unit is SpanUnit.SEASON:
            month += 2
        years, last = divmod(month + length - 2, 12)  # a winter ends in the next year
        end = date(self.year + years, last + 1, 1)
        return date(self.year, month, 1), end.replace(day=calendar.monthrange(end.year, end.month)[1])

    def _day_of_year(self, today: date) -> date:
        """The newest such day by `today`, or the one of the year that is said."""
        said = today.year - (self.years_back or 0) if self.year is None else self.year
        for year in range(said, date.min.year, -1):
            found = feast_day(self.feast, year) if self.feast else _date(year, self.month, self.number)
            if found and (found <= today or self.years_back is not None or self.year is not None):
                return found
        raise ValueError(f"no {self} by {today}")

    def _season_year(self, today: date) -> int:
        """The year in which the one that is meant begins: "last summer" is over, in summer that of the year before."""
        year = today.year - (self.number == len(SEASONS) and today.month < 3)
        over = replace(self, year=year, back=None).days(today)[1] < today
        return year if over or not self.back else year - 1

    @property
    def name(self) -> str:
        """As a noun: "2024", "Q2 2025", "July 2025", "last week", "fall 2025", "Easter"."""
        text = self.feast + self._of_year if self.feast else str(self)
        return text[:1].upper() + text[1:] if self.back is None and self.unit is not SpanUnit.SEASON else text

    @property
    def words(self) -> str:
        """For sentences: "in 2024", "in the second quarter of 2025", "in July 2025", "last week"."""
        if self.feast:
            return f"{'over' if self.around else 'on'} {self.feast}{self._of_year}"
        if self.month:
            return f"on {calendar.month_name[self.month]} {self.number}{self._of_year}"
        if self.unit is SpanUnit.DAY:
            if self.back:
                return "yesterday" if self.back == 1 else "the day before yesterday"
            return f"on {calendar.day_name[self.number - 1]}"
        if self.back is not None:
            unit = SEASONS[self.number - 1] if self.unit is SpanUnit.SEASON else self.unit
            return f"the {unit} before last" if self.back > 1 else f"{'last' if self.back else 'this'} {unit}"
        of = self._of_year
        if self.unit is SpanUnit.YEAR:
            return f"in{of}"
        if self.unit in (SpanUnit.QUARTER, SpanUnit.HALF):
            return f"in the {ORDINALS[self.number - 1]} {self.unit}{of and f' of{of}'}"
        if self.unit is SpanUnit.SEASON:
            return f"in the {SEASONS[self.number - 1]}{of and f' of{of}'}"
        return f"in {calendar.month_name[self.number]}{of}"

    def __str__(self) -> str:
        """As it would be typed."""
        if self.unit is SpanUnit.DAY:
            return self.words.removeprefix("on ").lower()
        if self.back is not None:
            return self.words
        of = self._of_year
        if self.unit is SpanUnit.YEAR:
            return of.strip()
        if self.unit is SpanUnit.SEASON:
            return SEASONS[self.number - 1] + of
        letter = {SpanUnit.QUARTER: "q", SpanUnit.HALF: "h"}.get(self.unit)
        return (f"{letter}{self.number}" if letter else calendar.month_name[self.number].lower()) + of

    @property
    def _of_year(self) -> str:
        """Its year, as it stands behind a name."""
        if self.years_back is not None:
            return f" {'last' if self.years_back else 'this'} year"
        if self.year is None:
            return ""
        winter = self.unit is SpanUnit.SEASON and self.number == len(SEASONS)
        return f" {self.year}/{(self.year + 1) % 100:02}" if winter else f" {self.year}"


def _date(year: int, month: int, day: int) -> date | None:
    """The day; None on February 29 of most years."""
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None
