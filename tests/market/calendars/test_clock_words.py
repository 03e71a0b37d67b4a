"""Times of day in words are the digits that everything else reads; other numbers stay as they are."""

from __future__ import annotations

from datetime import time

import pytest

from market.calendars.clock_words import in_digits, time_in, zone_in


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("half past eight", "8:30"),
        ("Half past 12", "12:30"),
        ("a quarter past seven", "7:15"),
        ("twenty past 8", "8:20"),
        ("ten minutes after nine", "9:10"),
        ("quarter to nine", "8:45"),
        ("quarter to one", "12:45"),
        ("ten minutes to six", "5:50"),
        ("move it to twenty to nine", "move it to 8:40"),
        ("seven thirty", "7:30"),
        ("Nine Forty Five", "9:45"),
        ("eight o'clock", "8:00"),
        ("at eight", "at 8:00"),
        ("half past eight in the evening", "8:30pm"),
        ("8:30 in the evening", "8:30pm"),
        ("seven in the morning", "7am"),
        ("twelve at night", "12am"),
        ("ten at night", "10pm"),
        ("20 in the evening", "20:00"),
        ("half eight", "8:30"),  # British
        ("at half-10 at night", "at 10:30pm"),
        ("12 noon", "12:00"),
        ("twelve midday", "12:00"),
        ("at midnight", "at 0:00"),
        ("3 half past eight Europe/Berlin #Half", "3 8:30 Europe/Berlin #Half"),
    ],
)
def test_a_time_of_day_is_written_in_digits(said: str, digits: str) -> None:
    assert in_digits(said) == digits


@pytest.mark.parametrize(
    "said",
    [
        "fell to five to ten names",
        "two thirty year bonds",
        "at one of the indices",
        "at eight percent",
        "ten days after eight sessions",
        "half of eight",
        "half 8%",
        "the first half 24",
        "#noon-news",
        "at 8:30",
        "a quarter of the ten",
        "nvda at 120",
    ],
)
def test_other_numbers_are_no_time_of_day(said: str) -> None:
    assert in_digits(said) == said


def test_where_hours_are_meant_a_number_alone_is_one() -> None:
    assert in_digits("between ten at night and seven", alone=True) == "between 10pm and 7"
    assert in_digits("midnight to noon", alone=True) == "0:00 to 12:00"
    assert in_digits("seven names") == "seven names"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("digest at 8", time(8)),
        ("at 7:30 pm", time(19, 30)),
        ("12am", time(0)),
        ("17h30", time(17, 30)),
        ("by 9", None),  # a number behind "by" is no time yet
        ("digest 3", None),
        ("at 25", None),
        ("at 8:75", None),
    ],
)
def test_the_time_of_a_sentence(text: str, named: time | None) -> None:
    assert time_in(text) == named


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("at 8:30 new york time", "America/New_York"),
        ("8:30 europe/berlin", "Europe/Berlin"),
        ("at 9 in london", "Europe/London"),
        ("at 9 every day", None),
    ],
)
def test_the_zone_of_a_sentence(text: str, zone: str | None) -> None:
    read = zone_in(text)
    assert (read and read.key) == zone
