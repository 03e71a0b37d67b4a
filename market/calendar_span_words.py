"""Words that name a stretch of the calendar: `2024`, `q2 2025`, `last summer`, `yesterday`, `over easter`."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace

from market.calendar_span import ORDINALS, SEASONS, CalendarSpan, SpanUnit
from market.feasts import feast_named, feast_on

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number}
_SHORT_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_MOST_DAYS = {month: calendar.monthrange(2024, month)[1] for month in range(1, 13)}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(calendar.day_name, start=1)}
_UNITS_WRITTEN = {"qtr": "quarter", "wk": "week", "yr": "year"}
_SHORT_UNITS = re.compile(r"\b(?:qtr|wk|yr)$")
_FOURTH = re.compile(r"^(?:last|final) quarter (?=of )")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BEFORE_LAST = re.compile(r"(?P<unit>year|half|season|quarter|month|week) before last")
_RELATIVE = re.compile(r"(?P<which>last|previous|prior|this) (?P<unit>week|month|quarter|year)")
_OF_YEAR = re.compile(r"(?P<rest>.+?)(?: of)?(?: the)? (?P<which>last|previous|this) year")
_YEAR_FIRST = re.compile(rf"{_YEAR} (?P<rest>(?!\d{{4}})\S+(?: quarter| half| day)?)")
_COMPACT = re.compile(
    r"(?:(?P<letter>[qh])(?P<number>[1-4])|(?P<count>[1-4])(?P<unit>[qh]))(?:[-']| ')?(?P<year>(?:19|20)?\d\d)"
)
_QUARTER = re.compile(
    rf"(?:q(?P<number>[1-4])|(?P<ordinal>{'|'.join(ORDINALS)}) quarter)(?: (?:of )?{_YEAR})?"
)
_HALF = re.compile(rf"(?:h(?P<number>[12])|(?P<ordinal>first|second) half)(?: (?:of )?{_YEAR})?")
_ISO_MONTH = re.compile(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])")
_MONTH = re.compile(rf"(?P<month>[a-z]+)\.?(?: (?:of )?{_YEAR})?")
_DAY = re.compile(
    r"(?P<first>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?|"
    r"(?P<number>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]+)\.?"
)
_SEASON = re.compile(
    rf"(?:(?P<which>last|past|previous|this) )?(?P<season>{'|'.join(SEASONS)}|autumn)"
    rf"(?:(?: of)? (?:{_YEAR}(?P<winter>[/ -]\d\d)?|(?P<of>last|previous|this) year))?"
)
_FEAST = re.compile(
    rf"(?P<around>over )?(?:the )?(?:last )?(?P<feast>[\w'’. ]+?)"
    rf"(?: (?:of |in )?{_YEAR})?(?(around)(?: weekend| holidays?)?)"
)


def read_calendar_span(text: str) -> CalendarSpan | None:
    """Read `2024`, `h1`, `q2`, `q2 2025`, `2q25`, `q2'25`, `second quarter of 2025`, `july`, `2024-07`, `jan 2024`,
    `july last year`, `last summer`, `last week`, `the week before last`, `last month`, `last quarter`, `last year`,
    `this week`, `yesterday`, `monday`, `june 5`, `easter`, `over christmas`; None for anything else. A month's short
    name wants its year or a day, since alone it may be a ticker."""
    word = " ".join(text.casefold().replace(",", " ").split())
    word = re.sub(r"^(?:in |on )?(?:the )?", "", word)
    word = _FOURTH.sub("fourth quarter ", word)
    word = _SHORT_UNITS.sub(lambda match: _UNITS_WRITTEN[match[0]], word)
    readers = (_weekday, _relative, _part_of_year, _season, _feast, _year, _numbered, _month, _day)
    if found := next(filter(None, (reader(word) for reader in readers)), None):
        return found
    match = _YEAR_FIRST.fullmatch(word)
    return read_calendar_span(f"{match['rest']} {match['year']}") if match else None


def _weekday(word: str) -> CalendarSpan | None:
    """`yesterday`, `day before yesterday`, `monday`, `last monday`."""
    if word in ("yesterday", "day before yesterday"):
        return CalendarSpan(SpanUnit.DAY, back=1 if word == "yesterday" else 2)
    number = _WEEKDAYS.get(word.removeprefix("last ").removeprefix("on "))
    return CalendarSpan(SpanUnit.DAY, number) if number else None


def _relative(word: str) -> CalendarSpan | None:
    """`last week`, `this quarter`, `month before last`."""
    if match := _RELATIVE.fullmatch(word):
        return CalendarSpan(SpanUnit(match["unit"]), back=0 if match["which"] == "this" else 1)
    match = _BEFORE_LAST.fullmatch(word)
    return CalendarSpan(SpanUnit(match["unit"]), back=2) if match else None


def _part_of_year(word: str) -> CalendarSpan | None:
    """`july last year`, `first half of this year`."""
    match = _OF_YEAR.fullmatch(word)
    part = read_calendar_span(match["rest"]) if match else None
    if not match or not part or not part.is_part_of_year:
        return None
    return replace(part, years_back=0 if match["which"] == "this" else 1)


def _season(word: str) -> CalendarSpan | None:
    """`last fall`, `summer of 2022`, `winter 2024/25`, `spring last year`; None alone, since "fall" is a verb, and
    for a winter of one year, which may be either."""
    match = _SEASON.fullmatch(word)
    if not match or not (match["which"] or match["year"] or match["of"]):
        return None
    number = SEASONS.index("fall" if match["season"] == "autumn" else match["season"]) + 1
    if year := _year_of(match):
        is_winter = number == len(SEASONS)
        return CalendarSpan(SpanUnit.SEASON, number, year) if is_winter == bool(match["winter"]) else None
    if match["of"]:
        return CalendarSpan(SpanUnit.SEASON, number, years_back=0 if match["of"] == "this" else 1)
    return CalendarSpan(SpanUnit.SEASON, number, back=0 if match["which"] == "this" else 1)


def _feast(word: str) -> CalendarSpan | None:
    """`easter`, `last thanksgiving`, `labor day 2024`, `over christmas`, `over july 4`."""
    match = _FEAST.fullmatch(word)
    feast = feast_named(match["feast"]) if match else ""
    if match and match["around"] and (day := _day(match["feast"])):
        feast = feast_on(day.month, day.number)
    if not match or not feast:
        return None
    return CalendarSpan(SpanUnit.DAY, year=_year_of(match), feast=feast, around=bool(match["around"]))


def _year(word: str) -> CalendarSpan | None:
    """`2024`."""
    return CalendarSpan(SpanUnit.YEAR, year=int(word)) if re.fullmatch(_YEAR, word) else None


def _numbered(word: str) -> CalendarSpan | None:
    """`q2 2025`, `2q25`, `h1`, `second half of 2025`."""
    if match := _COMPACT.fullmatch(word):
        year = match["year"]
        century = "" if len(year) == 4 else "19" if year >= "50" else "20"
        word = f"{match['letter'] or match['unit']}{match['number'] or match['count']} {century}{year}"
    for unit, pattern in ((SpanUnit.QUARTER, _QUARTER), (SpanUnit.HALF, _HALF)):
        if match := pattern.fullmatch(word):
            number = int(match["number"]) if match["number"] else ORDINALS.index(match["ordinal"]) + 1
            return CalendarSpan(unit, number, _year_of(match))
    return None


def _month(word: str) -> CalendarSpan | None:
    """`2024-07`, `july`, `july 2024`, `jan 2024`."""
    if match := _ISO_MONTH.fullmatch(word):
        return CalendarSpan(SpanUnit.MONTH, int(match["month"]), _year_of(match))
    match = _MONTH.fullmatch(word)
    if not match:
        return None
    year = _year_of(match)
    number = _MONTHS.get(match["month"]) or (_SHORT_MONTHS.get(match["month"]) if year else None)
    return CalendarSpan(SpanUnit.MONTH, number, year) if number else None


def _day(word: str) -> CalendarSpan | None:
    """`june 5`, `5th of june`, `jan. 31`."""
    match = _DAY.fullmatch(word)
    if not match:
        return None
    name, day = match["first"] or match["month"], int(match["day"] or match["number"])
    month = _MONTHS.get(name) or _SHORT_MONTHS.get(name, 0)
    return CalendarSpan(SpanUnit.DAY, day, month=month) if month and 1 <= day <= _MOST_DAYS[month] else None


def _year_of(match: re.Match[str]) -> int | None:
    """The year that it names."""
    return int(match["year"]) if match["year"] else None
