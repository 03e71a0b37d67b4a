"""Periods as people say them are those that commands take."""

from __future__ import annotations

from datetime import date

import pytest

from market.errors import BadPeriod
from market.period import Period
from market.period_words import plain

TODAY = date(2026, 8, 21)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("over the past three months", "3m"),
        ("the last 6 months", "6m"),
        ("past two weeks", "2w"),
        ("a year", "1y"),
        ("last decade", "10y"),
        ("over the last month", "1m"),
        ("last 90 days", "3m"),
        ("five quarters", "15m"),
        ("so far this year", "ytd"),
        ("since the start of the year", "ytd"),
        ("quarter to date", "qtd"),
        ("all time", "max"),
        ("the entire history", "max"),
        ("today", "1d"),
        ("since election day 2024", "since 2024-11-05"),
        ("since the 2020 election", "since 2020-11-03"),
        ("since liberation day", "since 2025-04-02"),
        ("on liberation day", "2025-04-02..2025-04-02"),
        ("since the bottom in april", "since the april low"),
        ("from its october 2022 lows", "since the october 2022 low"),
        ("since the pandemic low", "since the march 2020 low"),
        ("since the april low of 2025", "since the april 2025 low"),
        ("since the peak of january 2022", "since the january 2022 high"),
        ("2020 to 2024", "2019-12-31..2024-12-31"),
        ("from march to june 2025", "2025-02-28..2025-06-30"),
        ("half a year", "6m"),
        ("past year and a half", "18m"),
        ("6 mos", "6m"),
        ("last 3 mths", "3m"),
        ("the year so far", "ytd"),
        ("on the week", "this week"),
        ("since the start of 2025", "since 2025"),
        ("since the end of 2024", "since 2024-12-31"),
        ("since mid 2024", "since 2024-07-01"),
        ("2022-01-03 to 2022-10-14", "2022-01-03..2022-10-14"),
        ("since 15.03.2025", "since 2025-03-15"),
        ("january 22, 2026", "2026-01-22..2026-01-22"),
        ("since 22 jan 2026", "since 2026-01-22"),
        ("back in 2022", "2022"),
        ("from easter til now", "since easter"),
        ("over christmas", "over christmas"),
    ],
)
def test_what_people_say_is_a_period(said: str, text: str) -> None:
    assert plain(said) == text
    assert Period.parse(said).text


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("last month", date(2026, 6, 30), date(2026, 7, 31)),
        ("last week", date(2026, 8, 9), date(2026, 8, 16)),
        ("in july", date(2026, 6, 30), date(2026, 7, 31)),
        ("q2", date(2026, 3, 31), date(2026, 6, 30)),
        ("first half of 2025", date(2024, 12, 31), date(2025, 6, 30)),
        ("h2 2024", date(2024, 6, 30), date(2024, 12, 31)),
        ("q3 last year", date(2025, 6, 30), date(2025, 9, 30)),
        ("2008", date(2007, 12, 31), date(2008, 12, 31)),
        ("yesterday", date(2026, 8, 19), date(2026, 8, 20)),
        ("last summer", date(2025, 5, 31), date(2025, 8, 31)),
        ("over the new year", date(2025, 12, 31), date(2026, 1, 2)),
        ("monday", date(2026, 8, 16), date(2026, 8, 17)),
        ("friday", date(2026, 8, 20), date(2026, 8, 21)),
    ],
)
def test_stretches_of_the_calendar_keep_their_names(said: str, first: date, last: date) -> None:
    assert (Period.parse(said).on(TODAY).first, Period.parse(said).on(TODAY).last) == (first, last)


def test_on_a_monday_yesterday_was_friday() -> None:
    assert Period.parse("yesterday").on(date(2026, 8, 24)).last == date(2026, 8, 21)


@pytest.mark.parametrize(
    "said", ["day", "years", "past weeks", "the market", "0 months", "february 30 2025", ""]
)
def test_anything_else_is_none(said: str) -> None:
    with pytest.raises(BadPeriod):
        Period.parse(said)
