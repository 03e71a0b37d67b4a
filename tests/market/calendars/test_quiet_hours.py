from __future__ import annotations

from datetime import UTC, datetime

import pytest

from market.calendars.quiet_hours import QuietHours
from market.errors import BadSchedule


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-07:00 Europe/Berlin", "22:00-07:00 Europe/Berlin"),
        ("10pm - 7am new york", "22:00-07:00 America/New_York"),
        ("22:00 to 07:30", "22:00-07:30 Europe/Paris"),
        ("9.30 am-11.00", "09:30-11:00 Europe/Paris"),
        ("between ten at night and seven", "22:00-07:00 Europe/Paris"),
        ("from half past nine in the evening until 6 London", "21:30-06:00 Europe/London"),
        ("22-7", "22:00-07:00 Europe/Paris"),
        ("midnight to 7am", "00:00-07:00 Europe/Paris"),
    ],
)
def test_hours_are_read_as_people_write_them_and_written_back(text: str, hours: str) -> None:
    read = QuietHours.parse(text, "Europe/Paris")
    assert str(read) == hours
    assert QuietHours.parse(str(read)) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "late",
        "22:00",
        "22:00-22:00 Europe/Berlin",
        "25:00-07:00 UTC",
        "22:00-07:00",
        "10 to 7 UTC",
        "12-7 UTC",
    ],
)
def test_what_is_no_span_of_hours_in_a_zone_is_refused(text: str) -> None:
    with pytest.raises(BadSchedule):
        QuietHours.parse(text)


@pytest.mark.parametrize(
    ("text", "at", "until"),
    [
        ("22:00-07:00 Europe/Berlin", "2026-01-22T20:59", None),
        ("22:00-07:00 Europe/Berlin", "2026-01-22T21:00", "2026-01-23T06:00"),
        ("22:00-07:00 Europe/Berlin", "2026-01-23T05:59", "2026-01-23T06:00"),
        ("22:00-07:00 Europe/Berlin", "2026-01-23T06:00", None),
        (
            "22:00-07:00 Europe/Berlin",
            "2026-03-28T22:00",
            "2026-03-29T05:00",
        ),  # the clocks go forward that night
        ("22:00-02:30 Europe/Berlin", "2026-10-25T00:10", "2026-10-25T00:30"),  # 02:10, for the first time
        ("22:00-02:30 Europe/Berlin", "2026-10-25T01:10", "2026-10-25T01:30"),  # and once more
        ("22:00-02:30 Europe/Berlin", "2026-03-29T00:50", "2026-03-29T01:30"),  # no 02:30 that night: 03:30
        ("09:00-11:00 America/New_York", "2026-01-22T14:30", "2026-01-22T16:00"),
        ("09:00-11:00 America/New_York", "2026-01-22T16:00", None),
    ],
)
def test_they_end_by_the_wall_clock_of_their_zone(text: str, at: str, until: str | None) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    ends = datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None
    assert QuietHours.parse(text).until(now) == ends
