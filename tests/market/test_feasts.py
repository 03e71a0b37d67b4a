"""Feasts and holidays are dated by their rules, and known by the names that people use."""

from __future__ import annotations

from datetime import date

import pytest

from market.feasts import election_day, feast_day, feast_named, weekdays_around


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("New Year’s Eve", date(2025, 12, 31)),
        ("new year eve", date(2025, 12, 31)),  # as the words of a question
        ("new year's day", date(2025, 1, 1)),
        ("the new year", date(2025, 1, 1)),
        ("mlk day", date(2025, 1, 20)),
        ("valentine's day", date(2025, 2, 14)),
        ("presidents day", date(2025, 2, 17)),
        ("washington's birthday", date(2025, 2, 17)),
        ("good friday", date(2025, 4, 18)),
        ("easter monday", date(2025, 4, 21)),
        ("memorial day", date(2025, 5, 26)),
        ("juneteenth", date(2025, 6, 19)),
        ("the fourth of july", date(2025, 7, 4)),
        ("labour day", date(2025, 9, 1)),
        ("columbus day", date(2025, 10, 13)),
        ("veterans day", date(2025, 11, 11)),
        ("thanksgiving day", date(2025, 11, 27)),
        ("black friday", date(2025, 11, 28)),
        ("xmas", date(2025, 12, 25)),
    ],
)
def test_a_feast_has_its_day(said: str, day: date) -> None:
    assert feast_day(feast_named(said), 2025) == day


@pytest.mark.parametrize("said", ["labor", "memorial", "friday", "day", "", "president", "year"])
def test_other_words_are_no_feast(said: str) -> None:
    assert feast_named(said) == ""


def test_easter_and_election_days_of_several_years() -> None:
    assert [feast_day("Easter", year) for year in (1961, 2000, 2024, 2038)] == [
        date(1961, 4, 2),
        date(2000, 4, 23),
        date(2024, 3, 31),
        date(2038, 4, 25),
    ]
    assert [election_day(year) for year in (2016, 2020, 2022, 2024)] == [
        date(2016, 11, 8),
        date(2020, 11, 3),
        date(2022, 11, 8),
        date(2024, 11, 5),
    ]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2025, 12, 25), date(2025, 12, 25), date(2025, 12, 26)),  # a Thursday
        (date(2021, 12, 25), date(2021, 12, 25), date(2021, 12, 27)),  # a Saturday
        (date(2025, 4, 20), date(2025, 4, 19), date(2025, 4, 21)),  # a Sunday
        (date(2025, 9, 1), date(2025, 8, 30), date(2025, 9, 2)),  # a Monday
        (date(2025, 7, 4), date(2025, 7, 4), date(2025, 7, 7)),  # a Friday
    ],
)
def test_around_a_day_lies_the_close_before_it_and_the_weekday_after_it(
    day: date, first: date, last: date
) -> None:
    assert weekdays_around(day) == (first, last)
