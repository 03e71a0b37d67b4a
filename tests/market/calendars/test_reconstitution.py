"""The Fridays on which the Russell indexes change their members."""

from __future__ import annotations

from datetime import date

import pytest

from market.calendars.reconstitution import reconstitutions


@pytest.mark.parametrize(
    "day", [date(2022, 6, 24), date(2023, 6, 23), date(2024, 6, 28), date(2025, 6, 27), date(2026, 6, 26)]
)
def test_the_fridays_of_june_as_they_were(day: date) -> None:
    assert reconstitutions(date(day.year, 1, 1), date(day.year, 10, 1)) == (day,)


def test_twice_a_year_from_2026_on() -> None:
    assert len(reconstitutions(date(2025, 1, 1), date(2025, 12, 31))) == 1
    assert reconstitutions(date(2026, 1, 1), date(2027, 1, 1)) == (date(2026, 6, 26), date(2026, 11, 13))


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        (date(2026, 6, 25), date(2026, 6, 26), 1),
        (date(2026, 6, 26), date(2026, 6, 27), 0),
        (date(2026, 5, 5), date(2026, 6, 25), 0),
    ],
)
def test_the_first_day_is_left_out_and_the_last_counts(after: date, until: date, count: int) -> None:
    assert len(reconstitutions(after, until)) == count
