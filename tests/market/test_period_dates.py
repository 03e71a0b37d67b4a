"""Periods whose first or last day is written out."""

from __future__ import annotations

import pytest

from market.errors import BadPeriod
from market.period import Period
from market.period_dates import day, decade, from_to, since_edge


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("january 22, 2026", "2026-01-22..2026-01-22"),
        ("since 22 jan 2026", "since 2026-01-22"),
        ("since 15.03.2025", "since 2025-03-15"),
        ("on march 3rd, 2025", "2025-03-03..2025-03-03"),
        ("2025-03-15", "2025-03-15..2025-03-15"),
        ("2025/03/15", "2025-03-15..2025-03-15"),
        ("since 2025.03.15", "since 2025-03-15"),
    ],
)
def test_a_date_is_a_day_or_a_beginning(said: str, text: str) -> None:
    assert day(said) == text
    assert Period.parse(said).text == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("2020 to 2024", "2019-12-31..2024-12-31"),
        ("from march to june 2025", "2025-02-28..2025-06-30"),
        ("between h1 2024 and q1 2025", "2023-12-31..2025-03-31"),
        ("2022-01-03 to 2022-10-14", "2022-01-03..2022-10-14"),
        ("2022-01-03 - 2022-10-14", "2022-01-03..2022-10-14"),
        ("from 3 jan to 14 oct 2022", "2022-01-03..2022-10-14"),
        ("2019-2021", "2018-12-31..2021-12-31"),
        ("oct-dec 2024", "2024-09-30..2024-12-31"),
    ],
)
def test_two_stretches_are_a_range_over_the_whole_of_both(said: str, text: str) -> None:
    assert from_to(said) == text


@pytest.mark.parametrize(
    "said", ["2024 to 2020", "rut to spx", "june to july", "2025", "2021-2019", "brk-b", "mar-may"]
)
def test_no_range_is_made_of_anything_else(said: str) -> None:
    assert from_to(said) == ""


def test_the_edges_of_a_stretch_are_beginnings() -> None:
    assert since_edge("since the start of july") == "since july"
    assert since_edge("since the end of 2024") == "since 2024-12-31"
    assert since_edge("from mid 2024") == "since 2024-07-01"
    assert since_edge("since the end of july") == ""  # which year's tells only the day of the question


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("the nineties", "1989-12-31..1999-12-31"),
        ("in the 1970s", "1969-12-31..1979-12-31"),
        ("the 80s", "1979-12-31..1989-12-31"),
        ("the 2010s", "2009-12-31..2019-12-31"),
        ("the 2020s", "since 2020-01-01"),
        ("ninety", ""),
        ("the 10s", ""),  # Treasuries of ten years
        ("90s", ""),
        ("1995s", ""),
    ],
)
def test_a_decade_is_ten_calendar_years(said: str, text: str) -> None:
    assert decade(said) == text


def test_a_day_that_does_not_exist_is_no_period() -> None:
    with pytest.raises(BadPeriod):
        Period.parse("february 30 2025")
