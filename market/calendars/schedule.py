"""When something that repeats is due: a wall clock in its own zone, or a session of the exchange.

Pure: the moment to count from and the exchange calendar are parameters, nothing reads a clock.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from market.calendars.calendar import Calendar
from market.errors import BadSchedule
from market.formatting import NEW_YORK

BEFORE_OPEN = timedelta(minutes=30)
AFTER_CLOSE = timedelta(minutes=20)  # closing auctions and the provider's last print settle meanwhile
_HORIZON = 400  # days looked ahead; every schedule here falls due at least once a year
_MINUTE = timedelta(minutes=1)
_RULES_MOVE = timedelta(hours=3)  # more than any zone has moved at once; less than lies between runs
_TIME = re.compile(
    r"(?P<hour>\d\d(?=\d)|\d{1,2})[:.]?(?P<minute>[0-5]\d)?(?:(?P<half>[ap])\.?m\.?|(?P<hours>h|uhr))?"
)
_HOURS = re.compile(r"(\d{1,2})h([0-5]\d)")
NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_NAMED_DAYS = {"weekend": (5, 6)} | dict.fromkeys(("weekday", "workday", "business-day"), tuple(range(5)))
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Edition(StrEnum):
    """Which digest: before breakfast, before the open, after the close, or once a week."""

    MORNING = "morning"
    PRE_OPEN = "pre-open"
    CLOSE = "close"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Days:
    """The days something runs on.

    market: those whose moment falls on a date in New York that is a session; else the `weekdays` of the
        schedule's own zone (0 is Monday).
    """

    market: bool = True
    weekdays: frozenset[int] = frozenset()

    def __or__(self, other: Days) -> Days:
        """The days of both; those of the exchange only where both are."""
        return self if self.market and other.market else Days(False, self.weekdays | other.weekdays)

    @classmethod
    def parse(cls, text: str) -> Days:
        """Read `market days`, `daily`, `mon-fri`, `weekdays`, `sat`, `mon,wed,fri`. Raises BadSchedule."""
        word = " ".join(text.casefold().replace(" - ", "-").split())
        if word in ("market", "market days", "market-days"):
            return cls()
        if word in ("daily", "day", "every day"):
            return cls(False, frozenset(range(7)))
        if named := _NAMED_DAYS.get(word.removesuffix("s")):
            return cls(False, frozenset(named))
        days: set[int] = set()
        for part in re.split(r"[,\s]+", word):
            first, _, last = part.partition("-")
            try:
                start, end = _WEEK.index(first[:3]), _WEEK.index((last or first)[:3])
            except ValueError:
                raise BadSchedule(
                    f"“{text[:30]}” are no days. Write “market days”, “mon-fri”, “daily” or “sat”."
                ) from None
            days |= {day % 7 for day in range(start, end + 1 if end >= start else end + 8)}
        return cls(False, frozenset(days))

    def __str__(self) -> str:
        if self.market:
            return "market days"
        days = sorted(self.weekdays)
        if len(days) == 7:
            return "daily"
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            return f"{_WEEK[days[0]]}-{_WEEK[days[-1]]}"
        return ",".join(_WEEK[day] for day in days)


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """One run.

    at: the moment (UTC).
    day: the date it is for, in the schedule's zone (the session's date when it follows the exchange); at most
        one run has it.
    """

    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a digest runs.

    zone: its IANA name.
    at: local time in `zone`, or None to follow the exchange (30 minutes before each open, 20 minutes after
    each close, early ones included).
    """

    edition: Edition
    zone: str
    at: time | None = None
    days: Days = Days()

    @property
    def words(self) -> str:
        """`08:30 Europe/Berlin, market days`, `20 minutes after each close`."""
        if self.at is None:
            return "30 minutes before each open" if self._before_open else "20 minutes after each close"
        return f"{self.at:%H:%M} {self.zone}, {self.days}"

    @property
    def _before_open(self) -> bool:
        return self.edition is Edition.PRE_OPEN

    def runs(self, after: datetime, calendar: Calendar) -> Iterator[ScheduledRun]:
        """The runs later than `after`, in order, for a little more than a year."""
        zone = ZoneInfo(self.zone)
        start = after.astimezone(zone).date() - timedelta(days=1)
        if self.at is None:
            found = self._session_runs(start, calendar)
        else:
            found = self._clock_runs(start, zone, self.at, calendar)
        return (due for due in found if due.at > after)

    def next(self, after: datetime, calendar: Calendar) -> ScheduledRun | None:
        """The first run later than `after`; None when the calendar knows of none."""
        return next(self.runs(after, calendar), None)

    def _session_runs(self, start: date, calendar: Calendar) -> Iterator[ScheduledRun]:
        last = min(start + timedelta(days=_HORIZON), calendar.last_known)
        for session in calendar.sessions(start, last):
            if self._before_open:
                yield ScheduledRun(calendar.open(session) - BEFORE_OPEN, session)
            else:
                yield ScheduledRun(calendar.close(session) + AFTER_CLOSE, session)

    def _clock_runs(
        self, start: date, zone: ZoneInfo, at: time, calendar: Calendar
    ) -> Iterator[ScheduledRun]:
        """RFC 5545's rule: a time inside a gap is read with the offset before it (02:30 becomes
        03:30), a repeated time means its first occurrence. Where the gap ends at midnight, the run is the
        day's last minute. A date that a zone skips has no run."""
        for ahead in range(_HORIZON):
            day = start + timedelta(days=ahead)
            moment = _moment(day, at, zone)
            if moment is not None and self._wanted(day, moment, calendar):
                yield ScheduledRun(moment, day)

    def _wanted(self, day: date, moment: datetime, calendar: Calendar) -> bool:
        if not self.days.market:
            return day.weekday() in self.days.weekdays
        in_new_york = moment.astimezone(NEW_YORK).date()
        return in_new_york <= calendar.last_known and calendar.is_session(in_new_york)


@dataclass(frozen=True, slots=True)
class Catchup:
    """What a clock that has moved asks for: `deliver` (at most one), what is too late and is
    `skipped`, and what comes `next`."""

    deliver: ScheduledRun | None
    skipped: tuple[ScheduledRun, ...]
    next: ScheduledRun | None


def catch_up(
    schedule: Schedule, first: datetime, now: datetime, calendar: Calendar, grace: timedelta
) -> Catchup:
    """The runs from `first` (what was due next, not later than `now`) to `now`: the newest is
    delivered when it is late by less than `grace`, all others are skipped, so that a machine
    which slept posts no flood. `first` may have been worked out by rules of the zone that have
    changed since: a run that they have moved a little before it counts too."""
    missed: list[ScheduledRun] = []
    for due in schedule.runs(first - _RULES_MOVE, calendar):
        if due.at > now:
            break
        missed.append(due)
    following = schedule.next(now, calendar)
    if missed and now - missed[-1].at < grace:
        return Catchup(missed[-1], tuple(missed[:-1]), following)
    return Catchup(None, tuple(missed), following)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """When `at` is on `day` in `zone`; None on a date that the zone skips."""
    moment = datetime.combine(day, at, zone).astimezone(UTC)
    if moment.astimezone(zone).date() == day:
        return moment
    noon = datetime.combine(day, time(12), zone).astimezone(UTC)
    if noon.astimezone(zone).date() != day:
        return None
    minutes = range((moment - noon) // _MINUTE)
    after = bisect_left(minutes, True, key=lambda n: (noon + n * _MINUTE).astimezone(zone).date() != day)
    return noon + (after - 1) * _MINUTE


def time_of(text: str) -> time:
    """A time of day written `08:30`, `8.30`, `0830`, `8:30am`, `5pm`, `17h`, `17h30`, `noon`. Raises BadSchedule."""
    word = _HOURS.sub(r"\1:\2", text.strip().casefold().replace(" ", ""))
    if word in NAMED_TIMES:
        return NAMED_TIMES[word]
    match = _TIME.fullmatch(word)
    hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match else (24, 0)
    if match and match["half"]:
        hour = hour % 12 + (12 if match["half"][0] == "p" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or (match and not any(match[name] for name in ("minute", "half", "hours"))):
        raise BadSchedule(f"“{text[:20]}” is no time of day. Write it as 08:30 or 17:00.")
    return time(hour, minute)
