"""Time zones by their names, or by the city alone."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from market.calendars.calendar import Calendar
from market.calendars.quiet_hours import QuietHours
from market.calendars.schedule import Days, Edition, Schedule
from market.calendars.zones import zone_of
from market.errors import BadSchedule


def test_a_zone_is_found_whatever_its_case_and_a_wrong_one_gets_the_nearest() -> None:
    assert zone_of("europe/berlin").key == "Europe/Berlin"
    assert zone_of("America/New York").key == "America/New_York"
    with pytest.raises(BadSchedule, match="Europe/Berlin"):
        zone_of("Europe/Berln")


@pytest.mark.parametrize(("name", "zone"), [("New York", "America/New_York"), ("berlin", "Europe/Berlin")])
def test_a_city_alone_names_its_zone(name: str, zone: str) -> None:
    assert zone_of(name).key == zone


@pytest.mark.parametrize("name", ["ET", "New York time"])
def test_the_exchanges_own_zone_is_known_by_the_letters_behind_our_times(name: str) -> None:
    assert zone_of(name).key == "America/New_York"


@pytest.mark.parametrize(
    ("name", "zone"),
    [("EST", "America/New_York"), ("eastern", "America/New_York"), ("CEST", "Europe/Berlin")],
)
def test_what_people_say_for_a_zone_names_the_one_that_they_may_mean(name: str, zone: str) -> None:
    with pytest.raises(BadSchedule, match=f"“{name}” is no time zone. Write one such as {zone}"):
        zone_of(name)


def test_a_digest_and_hours_kept_under_such_a_name_go_on() -> None:
    """An earlier release took "EST" for a zone."""
    schedule = Schedule(Edition.MORNING, "EST", time(8, 30), Days.parse("daily"))
    due = schedule.next(datetime(2026, 7, 1, 0, tzinfo=UTC), Calendar())
    assert due is not None
    assert due.at == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    quiet = QuietHours(time(22), time(7), "EST")
    assert quiet.until(datetime(2026, 7, 1, 4, tzinfo=UTC)) == datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["CEST", "eastern", "nowhere at all"])
def test_an_abbreviation_is_no_zone_and_no_offset_is_suggested_for_it(name: str) -> None:
    with pytest.raises(BadSchedule, match=f"“{name}” is no time zone. Write one such as [A-Z][a-z]+/"):
        zone_of(name)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("tokio", "Asia/Tokyo"),
        ("berlni", "Europe/Berlin"),
        ("banana", "Europe/Berlin or America/New_York"),
        ("half", "Europe/Berlin or America/New_York"),
    ],
)
def test_only_a_name_that_is_near_is_suggested(name: str, hint: str) -> None:
    with pytest.raises(BadSchedule, match=rf"“{name}” is no time zone. Write one such as {hint}\.$"):
        zone_of(name)
