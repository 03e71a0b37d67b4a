"""Years, quarters, months and weeks by their names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.calendar_span import CalendarSpan

TODAY = date(2026, 1, 22)  # a Thursday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("q2", date(2025, 4, 1), date(2025, 6, 30)),
        ("q2 2025", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025 q2", date(2025, 4, 1), date(2025, 6, 30)),
        ("2q25", date(2025, 4, 1), date(2025, 6, 30)),
        ("q2'25", date(2025, 4, 1), date(2025, 6, 30)),
        ("h2-98", date(1998, 7, 1), date(1998, 12, 31)),
        ("2025-07", date(2025, 7, 1), date(2025, 7, 31)),
        ("the second quarter of 2025", date(2025, 4, 1), date(2025, 6, 30)),
        ("in july", date(2025, 7, 1), date(2025, 7, 31)),
        ("january", date(2026, 1, 1), date(2026, 1, 31)),
        ("february", date(2025, 2, 1), date(2025, 2, 28)),
        ("feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Sept. 2025", date(2025, 9, 1), date(2025, 9, 30)),
        ("last week", date(2026, 1, 12), date(2026, 1, 18)),
        ("this week", date(2026, 1, 19), date(2026, 1, 25)),
        ("last month", date(2025, 12, 1), date(2025, 12, 31)),
        ("last qtr", date(2025, 10, 1), date(2025, 12, 31)),
        ("prior month", date(2025, 12, 1), date(2025, 12, 31)),
        ("last quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("last year", date(2025, 1, 1), date(2025, 12, 31)),
        ("h1", date(2026, 1, 1), date(2026, 6, 30)),
        ("first half of 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("the second half of last year", date(2025, 7, 1), date(2025, 12, 31)),
        ("july last year", date(2025, 7, 1), date(2025, 7, 31)),
        ("the week before last", date(2026, 1, 5), date(2026, 1, 11)),
        ("month before last", date(2025, 11, 1), date(2025, 11, 30)),
        ("june 5", date(2025, 6, 5), date(2025, 6, 5)),
        ("on 5th of january", date(2026, 1, 5), date(2026, 1, 5)),
        ("feb 29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_stretch_by_its_name_has_these_days(text: str, first: date, last: date) -> None:
    span = CalendarSpan.parse(text)
    assert span is not None
    assert span.days(TODAY) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jan",
        "mar",
        "q5",
        "5q25",
        "2025-13",
        "week",
        "last",
        "1899",
        "2100",
        "20244",
        "rut",
        "next week",
        "quarter",
        "june 31",
        "aapl 5",
    ],
)
def test_other_words_are_no_stretch(text: str) -> None:
    assert CalendarSpan.parse(text) is None


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.integers(1, 12))
def test_a_month_without_a_year_is_the_newest_that_has_begun(today: date, month: int) -> None:
    text = date(2000, month, 1).strftime("%B")
    span = CalendarSpan.parse(text)
    assert span is not None
    first, last = span.days(today)
    assert first <= today
    assert first.month == last.month == month
    assert today - first < timedelta(days=366)
    assert span.dated(today).days(date(2040, 1, 1)) == (first, last)


@given(st.dates(date(1990, 1, 1), date(2035, 12, 31)), st.sampled_from(["week", "month", "quarter", "year"]))
def test_the_last_stretch_ends_the_day_before_this_one_begins(today: date, unit: str) -> None:
    last, this = CalendarSpan.parse(f"last {unit}"), CalendarSpan.parse(f"this {unit}")
    assert last is not None
    assert this is not None
    assert last.days(today)[1] + timedelta(days=1) == this.days(today)[0]
    assert this.days(today)[0] <= today <= this.days(today)[1]
