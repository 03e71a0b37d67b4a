"""Dates of releases, against the agencies' published calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from market.calendars.calendar import Calendar
from market.calendars.releases import FIRST_KNOWN, LAST_KNOWN, is_known, scheduled


def named(first: str, last: str) -> list[str]:
    found = scheduled(date.fromisoformat(first), date.fromisoformat(last))
    return [f"{release.at:%m-%d %H:%M} {release.name}" for release in found]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-02-11", "2026-02-11", ["02-11 08:30 jobs report", "02-11 08:30 financial conditions"]),
        ("2026-02-13", "2026-02-13", ["02-13 08:30 consumer prices"]),
        ("2026-04-30", "2026-04-30", [
            "04-30 08:30 GDP", "04-30 08:30 personal income and PCE prices", "04-30 08:30 initial claims",
        ]),
        ("2026-12-09", "2026-12-09", ["12-09 08:30 financial conditions", "12-09 14:00 Fed decision"]),
        ("2026-02-06", "2026-02-06", []),  # the jobs report was due then, before it moved
    ],
)  # fmt: skip
def test_a_day_names_what_comes_out_with_its_hour(first: str, last: str, expected: list[str]) -> None:
    assert named(first, last) == expected


def test_near_a_holiday_a_weekly_release_is_not_named() -> None:
    assert named("2026-01-20", "2026-01-23") == ["01-22 08:30 initial claims"]
    assert named("2026-11-23", "2026-11-27") == [
        "11-25 08:30 GDP",
        "11-25 08:30 personal income and PCE prices",
        "11-25 08:30 financial conditions",
    ]
    # Columbus Day, on which the exchange is open.
    assert named("2026-10-13", "2026-10-15") == ["10-14 08:30 consumer prices", "10-15 08:30 initial claims"]


def test_no_release_falls_on_a_day_without_a_session_but_good_friday() -> None:
    """The jobs report of March 2026 came out on Good Friday."""
    calendar, days = Calendar(), {release.at.date() for release in scheduled(FIRST_KNOWN, LAST_KNOWN)}
    closed = {day.day for day in calendar.special_days(FIRST_KNOWN, LAST_KNOWN) if day.closes is None}
    assert days & closed == {date(2026, 4, 3)}
    assert len(days) > 110


def test_beyond_the_table_nothing_is_known_of_it() -> None:
    assert is_known(LAST_KNOWN)
    assert not is_known(LAST_KNOWN + timedelta(days=1))
