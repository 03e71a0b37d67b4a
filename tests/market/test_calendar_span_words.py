"""Words for stretches of the calendar, each with its first and last day."""

from __future__ import annotations

from datetime import date

import pytest

from market.calendar_span_words import read_calendar_span

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
        ("final quarter of last year", date(2025, 10, 1), date(2025, 12, 31)),
        ("last quarter of 2023", date(2023, 10, 1), date(2023, 12, 31)),
        ("last fall", date(2025, 9, 1), date(2025, 11, 30)),
        ("last winter", date(2024, 12, 1), date(2025, 2, 28)),  # in January this one goes on
        ("this winter", date(2025, 12, 1), date(2026, 2, 28)),
        ("autumn of 2022", date(2022, 9, 1), date(2022, 11, 30)),
        ("winter 2023/24", date(2023, 12, 1), date(2024, 2, 29)),
        ("the spring of last year", date(2025, 3, 1), date(2025, 5, 31)),
        ("easter", date(2025, 4, 20), date(2025, 4, 20)),
        ("good friday 2024", date(2024, 3, 29), date(2024, 3, 29)),
        ("last thanksgiving", date(2025, 11, 27), date(2025, 11, 27)),
        ("black friday", date(2025, 11, 28), date(2025, 11, 28)),
        ("christmas last year", date(2025, 12, 25), date(2025, 12, 25)),
        ("labour day", date(2025, 9, 1), date(2025, 9, 1)),
        ("memorial day of 2021", date(2021, 5, 31), date(2021, 5, 31)),
        ("martin luther king day", date(2026, 1, 19), date(2026, 1, 19)),
        ("presidents’ day", date(2025, 2, 17), date(2025, 2, 17)),
        ("the fourth of july", date(2025, 7, 4), date(2025, 7, 4)),
        ("over the new year", date(2026, 1, 1), date(2026, 1, 2)),  # from the close of Wednesday to Friday
        ("over easter", date(2025, 4, 19), date(2025, 4, 21)),
        ("over easter weekend", date(2025, 4, 19), date(2025, 4, 21)),
        ("over the 4th of july 2025", date(2025, 7, 4), date(2025, 7, 7)),
        ("over christmas 2021", date(2021, 12, 25), date(2021, 12, 27)),  # a Saturday
    ],
)
def test_a_stretch_by_its_name_has_these_days(text: str, first: date, last: date) -> None:
    span = read_calendar_span(text)
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
        "the fall",
        "spring",
        "winter 2024",
        "labor",
        "next christmas",
    ],
)
def test_other_words_are_no_stretch(text: str) -> None:
    assert read_calendar_span(text) is None
