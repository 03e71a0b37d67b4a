"""Periods: how far back a question looks, and which close it is measured from."""

from __future__ import annotations

import calendar as months
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

import pandas as pd

from market.calendar_span import CalendarSpan
from market.calendar_span_words import read_calendar_span
from market.errors import BadPeriod, NoData
from market.period_dates import date_of
from market.period_words import plain

_HELP = (
    "Use 1d, 5d, 1m, 3m, 6m, mtd, qtd, ytd, 1y, 3y, 5y, 10y, max, “2024”, “july 2025”, “q2 2025”, “last week”, "
    "“since 2024-10-01” or “2022-01-03..2022-10-14”."
)
_SPAN = re.compile(r"(\d{1,3}) ?(d|w|m|y|(?:day|week|wk|month|mo|mth|year|yr)s?)")
_TO_DATE = {"mtd": (1, "month to date"), "qtd": (3, "quarter to date"), "ytd": (12, "year to date")}
_EXTREME = re.compile(r"since (?:the |its )?(.+?)(?:'s)? (low|high)")
# By which the base of a count of sessions may stand behind the day that is reckoned for it.
_SPARE = timedelta(days=8)
_EARLIEST = date(1900, 1, 1)
Rows = TypeVar("Rows", pd.DataFrame, "pd.Series[float]")


@dataclass(frozen=True, slots=True)
class Period:
    """How far back a question looks.

    text: as it would be typed again.
    sessions: back from the newest (`5d`: the base is the close five sessions ago).
    months, days: back from the newest by the calendar (`3m`, `52w`); the base is the last close on or
        before the day that many months or days ago.
    first, last: a range; the base is the last close on or before `first`. Without `last` it goes on to
        the newest close.
    span: a stretch of the calendar; the base is the last close before its first day.
    extreme: "low" or "high": from that close of `span` on.

    `mtd`, `qtd` and `ytd` have the last close of the previous month, quarter or year as their base.
    """

    text: str
    sessions: int = 0
    months: int = 0
    first: date | None = None
    last: date | None = None
    days: int = 0
    span: CalendarSpan | None = None
    extreme: str = ""

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `1d 5d 2w 1m 3m 6m mtd qtd ytd 1y … 10y max`, `since DATE`, `DATE..DATE`, a year, quarter,
        month, week or day by its name (`CalendarSpan`), `since` one of these or its low or high, and what people
        say for them (`market/period_words.py`). Raises BadPeriod."""
        word = plain(text)
        if word in _TO_DATE or word == "max":
            return cls(word)
        if match := _SPAN.fullmatch(word):
            count, unit = int(match[1]), match[2][0]
            if count == 0:
                raise BadPeriod(f"“{word}” is an empty period. {_HELP}")
            if unit == "d":
                return cls(f"{count}d", sessions=count)
            if unit == "w":
                return cls(f"{count}w", days=7 * count)
            total = count * (12 if unit == "y" else 1)
            if total > 12 * 100:
                raise BadPeriod(f"“{word}” is more than a hundred years. Use max for all there is.")
            return cls(f"{count}{unit}", months=total)
        if (match := _EXTREME.fullmatch(word)) and (span := read_calendar_span(match[1])):
            return cls(f"since the {span} {match[2]}", span=span, extreme=match[2])
        if word.startswith("since "):
            if span := read_calendar_span(word[6:]):
                return cls(f"since {span}", span=span, extreme="start")
            first = _day(word[6:])
            return cls(f"since {first}", first=first)
        if span := read_calendar_span(word):
            return cls(str(span), span=span)
        if ".." in word:
            start, _, end = word.partition("..")
            first, last = _day(start), _day(end)
            if first == last:  # one day is measured from the close before it
                return cls(f"{first}..{last}", first=first - timedelta(days=1), last=last)
            if first > last:
                raise BadPeriod(
                    f"The period {first}..{last} is reversed. Write the earlier date first: {last}..{first}."
                )
            return cls(f"{first}..{last}", first=first, last=last)
        raise BadPeriod(f"“{text[:40]}” is no period. {_HELP}")

    def on(self, today: date) -> Period:
        """This period as meant on `today`: stretches without a year, such as `july` and `last week`, become
        ranges of dates. Raises BadPeriod for one that has not begun."""
        if self.span is None:
            return self
        first, last = self.span.days(today)
        if first > today:
            raise BadPeriod(
                f"{self.span.words.capitalize()} there are no closes yet. Start the period earlier."
            )
        if self.extreme:
            return replace(self, span=self.span.dated(today), first=first)
        return replace(
            self, span=self.span.dated(today), first=first - timedelta(days=1), last=min(last, today)
        )

    def up_to(self, end: date, due: date) -> Period:
        """This period, or where it is to end with a session that `due`, the last completed one, allows and that data
        which go to `end` do not have, as far as they go.

        >>> str(Period.parse("2026-01-02..2026-01-22").up_to(date(2026, 1, 21), due=date(2026, 1, 22)))
        '2026-01-02..2026-01-21'
        """
        if self.first and self.last and self.first < end < self.last <= due and not self.span:
            return Period.parse(f"{self.first}..{end}")
        return self

    def cut(self, data: Rows, today: date | None = None) -> Rows:
        """The rows of `data` (session index, oldest first) from the base close to the end.

        The first row is the base. `today` (default: the last row's date) anchors calendar
        periods and must not be before a date that is named. When history starts inside the period
        the first row there is serves as the base; the caller sees it in the dates.

        Raises BadPeriod for dates to come, NoData when fewer than two rows remain.
        """
        if len(data) == 0:
            raise NoData("There are no completed sessions to show yet.")
        begins, end_of_data = data.index[0].date(), data.index[-1].date()
        anchor = today or end_of_data
        if self.span and not self.first:
            return self.on(anchor).cut(data, today)
        newest = f"the newest session here, {end_of_data}"
        is_day = self.first and self.last and self.last - self.first == timedelta(days=1)
        if self.first and self.first > anchor and not is_day:
            raise BadPeriod(f"{self.first} is after {newest}. Start the period earlier.")
        if self.last and self.last > anchor:
            raise BadPeriod(f"{self.last} is after {newest}. End the period there or earlier.")
        if len(data) == 1:
            raise NoData("There is one close, and a change takes two.", begins)
        if self.last:
            data = data.loc[: pd.Timestamp(self.last)]
        if self.sessions:
            part = data.iloc[-(self.sessions + 1) :]
        elif self.text == "max":
            part = data
        elif self.extreme in ("low", "high") and self.span:
            part = data.loc[pd.Timestamp(self._extreme_day(data)) :]
        else:
            base_day = self.base_day(end_of_data)
            position = data.index.searchsorted(pd.Timestamp(base_day), side="right") - 1
            part = data.iloc[max(int(position), 0) :]
        if len(part) < 2:
            if self.last and self.last > end_of_data:
                raise NoData(f"The closes here end on {end_of_data}. End the period there or earlier.")
            wanted = "later" if self.last and self.last <= begins else "longer"
            raise NoData(f"There are fewer than two closes in {self}. Try a {wanted} period.", begins)
        return part

    def base_day(self, end: date) -> date:
        """The day whose close (or the last before it) is the base, for a period ending at `end`."""
        if self.span and not self.first:
            return self.on(end).base_day(end)
        if self.first:
            return self.first
        if self.text in _TO_DATE:
            months = _TO_DATE[self.text][0]
            return date(end.year, (end.month - 1) // months * months + 1, 1) - timedelta(days=1)
        if self.days:
            return end - timedelta(days=self.days)
        if self.text == "max":
            return _EARLIEST
        if self.sessions:
            return end - timedelta(days=self.sessions * 7 // 5 + 7)
        return months_before(end, self.months)

    def measured(self, base: date, end: date, due: date | None = None) -> Period:
        """This period, or where data begin within it the dates that they have of it; also of a year, quarter or month
        to date that was over before `due`, the newest session that data should have.

        >>> Period.parse("30y").measured(date(2000, 1, 3), date(2026, 1, 22)).words
        'from 2000-01-03 to 2026-01-22'
        >>> Period.parse("ytd").measured(date(2024, 12, 31), date(2025, 12, 30), due=date(2026, 1, 22)).words
        'from 2024-12-31 to 2025-12-30'
        """
        if self.text in _TO_DATE and due and due > end and self.base_day(due) != self.base_day(end):
            return Period.parse(f"{base}..{end}")
        spare = _SPARE if self.sessions else timedelta(0)
        if self.text == "max" or self.extreme in ("low", "high") or base <= self.base_day(end) + spare:
            return self
        return Period.parse(f"{base}..{end}")

    def _extreme_day(self, data: Rows) -> date:
        """The session of the lowest or highest close in the stretch, of the first series in `data`."""
        first, last = (
            self.span.days(self.first or data.index[-1].date()) if self.span else (_EARLIEST, _EARLIEST)
        )
        closes = data if isinstance(data, pd.Series) else data.iloc[:, 0]
        closes = closes.loc[pd.Timestamp(first) : pd.Timestamp(last)].dropna()
        if closes.empty:
            begins = data.index[0].date()
            raise NoData(f"There are no closes {self.span and self.span.words}. Try another period.", begins)
        place = int(closes.argmin() if self.extreme == "low" else closes.argmax())
        day: date = closes.index[place].date()
        return day

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """For sentences: `Period.parse("1y").words == "over 1 year"`."""
        if self.text in _TO_DATE:
            return _TO_DATE[self.text][1]
        if self.text == "max":
            return "over the whole history"
        if self.span:
            if not self.extreme:
                return self.span.words
            name = self.span.name
            return f"since {name}" if self.extreme == "start" else f"since the {name} {self.extreme}"
        if self.days:
            weeks = self.days // 7
            return f"over {weeks} week{'s'[: weeks != 1]}"
        if self.first:
            if self.last and self.text == f"{self.last}..{self.last}":
                return f"on {self.last}"
            return f"from {self.first} to {self.last}" if self.last else self.text
        if self.sessions == 1:
            return "on the day"
        if self.sessions:
            return f"over {self.sessions} sessions"
        count, unit = (self.months // 12, "year") if self.months % 12 == 0 else (self.months, "month")
        return f"over {count} {unit}{'' if count == 1 else 's'}"


def words_to(period: Period, base: date, end: date, newest: date) -> str:
    """`period.words` as far as there are data from `base` to `end`, with the session that the figures end with where
    it is not the exchange's last completed one, `newest`; one session is always named.

    >>> words_to(Period.parse("1d"), date(2026, 1, 21), date(2026, 1, 22), date(2026, 1, 22))
    'on 2026-01-22'
    >>> words_to(Period.parse("5d"), date(2026, 1, 13), date(2026, 1, 21), date(2026, 1, 22))
    'over 5 sessions to 2026-01-21'
    """
    if period.sessions == 1:
        return f"on {end}"
    period = period.measured(base, end, newest)
    if end >= newest or period.last is not None or (period.span and not period.extreme):
        return period.words
    return f"{period.words} to {end}"


def months_before(day: date, count: int) -> date:
    """The same day `count` months earlier, or the last of that month; later where `count` is negative."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    if year < _EARLIEST.year:
        return _EARLIEST
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _day(text: str) -> date:
    if (day := date_of(text.strip())) is None:
        raise BadPeriod(f"“{text.strip()[:20]}” is no date. Write it as 2024-10-01.") from None
    if day < _EARLIEST:
        raise BadPeriod(f"{day} is before any data here. Use max for all there is.")
    return day


COMMON = tuple(Period.parse(word) for word in ("1m", "3m", "6m", "ytd", "1y", "3y", "5y"))
ALL_FORMS = ("1d", "5d", "1m", "3m", "6m", "ytd", "1y", "3y", "5y", "10y", "max")
ONE_DAY = Period.parse("1d")
ONE_YEAR = Period.parse("1y")
YEAR_TO_DATE = Period.parse("ytd")
EVERYTHING = Period.parse("max")
