"""Periods: how far back a question looks, and which close it is measured from."""

from __future__ import annotations

import calendar as months
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import pandas as pd

from market.errors import BadPeriod, NoData

_HELP = "Use 1d, 5d, 1m, 3m, 6m, ytd, 1y, 3y, 5y, 10y, max, “since 2024-10-01” or “2022-01-03..2022-10-14”."
_SPAN = re.compile(r"(\d{1,3})(d|w|m|mo|y|yr)")
_EARLIEST = date(1900, 1, 1)
Rows = TypeVar("Rows", pd.DataFrame, "pd.Series[float]")


@dataclass(frozen=True, slots=True)
class Period:
    """`sessions` back, `months` back, year to date, a first day, a range, or all there is.

    The base is the last close on or before the period's first day; `ytd`'s base is the last
    close of the previous year; `5d`'s base is the close five sessions ago.
    """

    text: str
    sessions: int = 0
    months: int = 0
    first: date | None = None
    last: date | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `1d 5d 2w 1m 3m 6m ytd 1y … 10y max`, `since DATE`, `DATE..DATE`. Raises BadPeriod."""
        word = " ".join(text.casefold().split())
        if word in ("ytd", "max"):
            return cls(word)
        if match := _SPAN.fullmatch(word):
            count, unit = int(match[1]), match[2][0]
            if count == 0:
                raise BadPeriod(f"“{word}” is an empty period. {_HELP}")
            if unit in "dw":
                return cls(word, sessions=count * (5 if unit == "w" else 1))
            total = count * (12 if unit == "y" else 1)
            if total > 12 * 100:
                raise BadPeriod(f"“{word}” is more than a hundred years. Use max for all there is.")
            return cls(f"{count}{unit}", months=total)
        if word.startswith("since "):
            first = _day(word[6:])
            return cls(f"since {first}", first=first)
        if ".." in word:
            start, _, end = word.partition("..")
            first, last = _day(start), _day(end)
            if first >= last:
                raise BadPeriod(
                    f"The period {first}..{last} is reversed. Write the earlier date first: {last}..{first}."
                )
            return cls(f"{first}..{last}", first=first, last=last)
        raise BadPeriod(f"“{text[:40]}” is no period. {_HELP}")

    @property
    def years(self) -> float:
        """Rough length in years, for choosing a scale; 100 for max."""
        if self.text == "max":
            return 100.0
        if self.first:
            return (self.last - self.first).days / 365.25 if self.last else 0.0
        return self.months / 12 + self.sessions / 252 or 1.0

    def cut(self, data: Rows, today: date | None = None) -> Rows:
        """The rows of `data` (session index, oldest first) from the base close to the end.

        The first row is the base. `today` (default: the last row's date) anchors calendar
        periods and must not be before a date that is named. When history starts inside the period
        the first row there is serves as the base; the caller sees it in the dates.

        Raises BadPeriod for dates to come, NoData when fewer than two rows remain.
        """
        if len(data) == 0:
            raise NoData("There are no completed sessions to show yet.")
        end_of_data: date = data.index[-1].date()
        anchor = today or end_of_data
        newest = f"the last completed session, {end_of_data}"
        if self.first and self.first > anchor:
            raise BadPeriod(f"{self.first} is after {newest}. Start the period earlier.")
        if self.last and self.last > anchor:
            raise BadPeriod(f"{self.last} is after {newest}. End the period there or earlier.")
        if self.last:
            data = data.loc[: pd.Timestamp(self.last)]
        if self.sessions:
            part = data.iloc[-(self.sessions + 1) :]
        elif self.text == "max":
            part = data
        else:
            base_day = self.base_day(end_of_data)
            position = data.index.searchsorted(pd.Timestamp(base_day), side="right") - 1
            part = data.iloc[max(int(position), 0) :]
        if len(part) < 2:
            start = data.index[0].date() if len(data) else end_of_data
            raise NoData(f"There are fewer than two closes in {self}. Try a longer period.", start)
        return part

    def base_day(self, end: date) -> date:
        """The day whose close (or the last before it) is the base, for a period ending at `end`."""
        if self.first:
            return self.first
        if self.text == "ytd":
            return date(end.year - 1, 12, 31)
        if self.text == "max":
            return _EARLIEST
        if self.sessions:
            return end - timedelta(days=self.sessions * 7 // 5 + 7)
        return _months_before(end, self.months)

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """For sentences: `Period.parse("1y").words == "over 1 year"`."""
        if self.text == "ytd":
            return "year to date"
        if self.text == "max":
            return "over the whole history"
        if self.first:
            return f"from {self.first} to {self.last}" if self.last else self.text
        if self.sessions == 1:
            return "on the last session"
        if self.sessions:
            return f"over {self.sessions} sessions"
        count, unit = (self.months // 12, "year") if self.months % 12 == 0 else (self.months, "month")
        return f"over {count} {unit}{'' if count == 1 else 's'}"


def _months_before(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    if year < _EARLIEST.year:
        return _EARLIEST
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
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
