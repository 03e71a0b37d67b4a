"""Hours of the day in which nothing is posted by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from market.calendars.schedule import time_of
from market.calendars.zones import zone_of
from market.errors import BadSchedule

_SPAN = re.compile(
    r"(?P<start>\d[\d:.]*\s?(?:[ap]\.?m\.?|h|uhr)?)\s*(?:-|–|to)\s*"
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
        """Read `22:00-07:00 Europe/Berlin`; `zone` where the text names none. Raises BadSchedule."""
        match = _SPAN.fullmatch(text.strip().casefold())
        if match is None:
            raise BadSchedule(f"“{text[:30]}” are no hours. Write them as 22:00-07:00 Europe/Berlin.")
        start, end = time_of(match["start"]), time_of(match["end"])
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
