"""Stretches of the calendar that people name: a year, a half, a season, a quarter, a month, a week, a day, a feast."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from market.feasts import feast_day, feast_named, weekdays_around

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number}
_SHORT = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if number} | {"sept": 9}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(calendar.day_name, start=1)}
_ORDINALS = ("first", "second", "third", "fourth")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_QUARTER = re.compile(
    rf"(?:q(?P<number>[1-4])|(?P<ordinal>{'|'.join(_ORDINALS)}) quarter)(?: (?:of )?{_YEAR})?"
)
_YEAR_FIRST = re.compile(rf"{_YEAR} (?P<rest>(?!\d{{4}})\S+(?: quarter| half| day)?)")
_HALF = re.compile(rf"(?:h(?P<number>[12])|(?P<ordinal>first|second) half)(?: (?:of )?{_YEAR})?")
_COMPACT = re.compile(
    r"(?:(?P<letter>[qh])(?P<number>[1-4])|(?P<count>[1-4])(?P<unit>[qh]))(?:[-']| ')?(?P<year>(?:19|20)?\d\d)"
)
_ISO_MONTH = re.compile(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])")
_MONTH = re.compile(rf"(?P<month>[a-z]+)\.?(?: (?:of )?{_YEAR})?")
_DAY = re.compile(
    r"(?P<first>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?|"
    r"(?P<number>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]+)\.?"
)
_SEASONS = ("spring", "summer", "fall", "winter")  # of three whole months, the first in March
_SEASON = re.compile(
    rf"(?:(?P<which>last|past|previous|this) )?(?P<season>{'|'.join(_SEASONS)}|autumn)"
    rf"(?:(?: of)? (?:{_YEAR}(?P<winter>[/ -]\d\d)?|(?P<of>last|previous|this) year))?"
)
_FEAST = re.compile(rf"(?P<around>over )?(?:the )?(?:last )?(?P<feast>[a-z'’ ]+?)(?: (?:of |in )?{_YEAR})?")
_FOURTH = re.compile(r"^(?:last|final) quarter (?=of )")
_OF_YEAR = re.compile(r"(?P<rest>.+?)(?: of)?(?: the)? (?P<which>last|previous|this) year")
_UNITS_WRITTEN = {"qtr": "quarter", "wk": "week", "yr": "year"}
_SHORT_UNITS = re.compile(r"\b(?:qtr|wk|yr)$")
_LENGTHS = {"year": 12, "half": 6, "season": 3, "quarter": 3, "month": 1}


_MOST_DAYS = {month: calendar.monthrange(2024, month)[1] for month in range(1, 13)}


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

    @classmethod
    def parse(cls, text: str) -> CalendarSpan | None:
        """Read `2024`, `h1`, `q2`, `q2 2025`, `2q25`, `q2'25`, `second quarter of 2025`, `july`, `2024-07`, `jan 2024`,
        `july last year`, `last summer`, `last week`, `the week before last`, `last month`, `last quarter`,
        `last year`, `this week`, `yesterday`, `monday`, `june 5`, `easter`, `over christmas`; None for anything
        else. A month's short name wants its year or a day, since alone it may be a ticker."""
        word = " ".join(text.casefold().replace(",", " ").split())
        word = re.sub(r"^(?:in |on )?(?:the )?", "", word)
        word = _FOURTH.sub("fourth quarter ", word)
        word = _SHORT_UNITS.sub(lambda match: _UNITS_WRITTEN[match[0]], word)
        first, _, second = word.partition(" ")
        if word in ("yesterday", "day before yesterday"):
            return cls(SpanUnit.DAY, back=1 if word == "yesterday" else 2)
        weekday = word.removeprefix("last ").removeprefix("on ")
        if weekday in _WEEKDAYS:
            return cls(SpanUnit.DAY, _WEEKDAYS[weekday])
        if first in ("last", "previous", "prior", "this") and second in ("week", "month", "quarter", "year"):
            return cls(SpanUnit(second), back=0 if first == "this" else 1)
        if second == "before last" and first in (*_LENGTHS, "week"):
            return cls(SpanUnit(first), back=2)
        if (
            (match := _OF_YEAR.fullmatch(word))
            and (part := cls.parse(match["rest"]))
            and part.is_part_of_year
        ):
            return replace(part, years_back=0 if match["which"] == "this" else 1)
        if named := _season(word) or _feast(word):
            return named
        if re.fullmatch(_YEAR, word):
            return cls(SpanUnit.YEAR, year=int(word))
        if match := _ISO_MONTH.fullmatch(word):
            return cls(SpanUnit.MONTH, int(match["month"]), int(match["year"]))
        if match := _COMPACT.fullmatch(word):
            year = match["year"]
            century = "" if len(year) == 4 else "19" if year >= "50" else "20"
            word = f"{match['letter'] or match['unit']}{match['number'] or match['count']} {century}{year}"
        if match := _QUARTER.fullmatch(word) or _HALF.fullmatch(word):
            unit = SpanUnit.QUARTER if match.re is _QUARTER else SpanUnit.HALF
            number = int(match["number"]) if match["number"] else _ORDINALS.index(match["ordinal"]) + 1
            return cls(unit, number, int(match["year"]) if match["year"] else None)
        if match := _MONTH.fullmatch(word):
            number = _MONTHS.get(match["month"]) or (_SHORT.get(match["month"], 0) if match["year"] else 0)
            return (
                cls(SpanUnit.MONTH, number, int(match["year"]) if match["year"] else None) if number else None
            )
        if match := _DAY.fullmatch(word):
            name = match["first"] or match["month"]
            month, day = _MONTHS.get(name) or _SHORT.get(name, 0), int(match["day"] or match["number"])
            return cls(SpanUnit.DAY, day, month=month) if month and 1 <= day <= _MOST_DAYS[month] else None
        if match := _YEAR_FIRST.fullmatch(word):
            return cls.parse(f"{match['rest']} {match['year']}")
        return None

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
        year = today.year - (self.number == len(_SEASONS) and today.month < 3)
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
            unit = _SEASONS[self.number - 1] if self.unit is SpanUnit.SEASON else self.unit
            return f"the {unit} before last" if self.back > 1 else f"{'last' if self.back else 'this'} {unit}"
        of = self._of_year
        if self.unit is SpanUnit.YEAR:
            return f"in{of}"
        if self.unit in (SpanUnit.QUARTER, SpanUnit.HALF):
            return f"in the {_ORDINALS[self.number - 1]} {self.unit}{of and f' of{of}'}"
        if self.unit is SpanUnit.SEASON:
            return f"in the {_SEASONS[self.number - 1]}{of and f' of{of}'}"
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
            return _SEASONS[self.number - 1] + of
        letter = {SpanUnit.QUARTER: "q", SpanUnit.HALF: "h"}.get(self.unit)
        return (f"{letter}{self.number}" if letter else calendar.month_name[self.number].lower()) + of

    @property
    def _of_year(self) -> str:
        """Its year, as it stands behind a name."""
        if self.years_back is not None:
            return f" {'last' if self.years_back else 'this'} year"
        if self.year is None:
            return ""
        winter = self.unit is SpanUnit.SEASON and self.number == len(_SEASONS)
        return f" {self.year}/{(self.year + 1) % 100:02}" if winter else f" {self.year}"


def _season(word: str) -> CalendarSpan | None:
    """`last fall`, `summer of 2022`, `winter 2024/25`, `spring last year`; None alone, since "fall" is a verb, and
    for a winter of one year, which may be either."""
    match = _SEASON.fullmatch(word)
    if not match or not (match["which"] or match["year"] or match["of"]):
        return None
    number = _SEASONS.index("fall" if match["season"] == "autumn" else match["season"]) + 1
    if match["year"]:
        winter = number == len(_SEASONS)
        return (
            None
            if winter != bool(match["winter"])
            else CalendarSpan(SpanUnit.SEASON, number, int(match["year"]))
        )
    if match["of"]:
        return CalendarSpan(SpanUnit.SEASON, number, years_back=0 if match["of"] == "this" else 1)
    return CalendarSpan(SpanUnit.SEASON, number, back=0 if match["which"] == "this" else 1)


def _feast(word: str) -> CalendarSpan | None:
    """`easter`, `last thanksgiving`, `labor day 2024`, `over christmas`."""
    match = _FEAST.fullmatch(word)
    feast = feast_named(match["feast"]) if match else ""
    if not match or not feast:
        return None
    year = int(match["year"]) if match["year"] else None
    return CalendarSpan(SpanUnit.DAY, year=year, feast=feast, around=bool(match["around"]))


def _date(year: int, month: int, day: int) -> date | None:
    """The day; None on February 29 of most years."""
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None
