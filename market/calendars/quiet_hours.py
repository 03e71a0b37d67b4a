"""Hours of the day in which nothing is posted by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from market.calendars.clock_words import in_digits
from market.calendars.schedule import time_of
from market.calendars.zones import zone_of
from market.errors import BadSchedule

_SPAN = re.compile(
    r"(?:from |between )?(?P<start>\d[\d:.]*\s?(?:[ap]\.?m\.?|h|uhr)?)\s*(?:-|–|to|until|till|and)\s*"
    r"(?P<end>\d[\d:.]*\s?(?:[ap]\.?m\.?|h|uhr)?)(?:\s+(?P<zone>\S.*))?"
)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end` of each day in `zone` (its IANA name), over midnight where the end is the earlier."""

    start: time
    end: time
    zone: str

    @classmethod
    def parse(cls, text: str, zone: str = "") -> QuietHours:
        """Read `22:00-07:00 Europe/Berlin`, `between ten at night and seven`; `zone` where the text names none.
        Raises BadSchedule."""
        match = _SPAN.fullmatch(in_digits(text.strip().casefold(), alone=True))
        if match is None:
            raise BadSchedule(f"“{text[:30]}” are no hours. Write them as 22:00-07:00 Europe/Berlin.")
        start, end = map(time_of, _whole_hours(match["start"], match["end"]))
        if start == end:
            raise BadSchedule("The hours begin when they end. To be told nothing, remove the alerts.")
        if not (match["zone"] or zone):
            raise BadSchedule("In which time zone? Write it, too: 22:00-07:00 Europe/Berlin.")
        return cls(start, end, zone_of(match["zone"] or zone).key)

    def until(self, now: datetime) -> datetime | None:
        """When they end (UTC), where it is quiet `now`."""
        zone = ZoneInfo(self.zone)
        local = now.astimezone(zone)
        at = local.time()
        over_midnight = self.end < self.start
        begun, ended = at >= self.start, at >= self.end
        if not ((begun or not ended) if over_midnight else (begun and not ended)):
            return None
        day = local.date() if at < self.end else local.date() + timedelta(days=1)
        # In the hour that autumn repeats, the end is that of the same pass as now.
        return datetime.combine(day, self.end.replace(fold=local.fold), zone).astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M} {self.zone}"


def _whole_hours(*sides: str) -> tuple[str, ...]:
    """`22` as `22:00`, where one of the two tells the half of the day: "10 to 7" may begin at either."""
    told = any(not side.isdigit() or int(side) > 12 for side in sides)
    return tuple(f"{side}:00" if told and side.isdigit() else side for side in sides)
