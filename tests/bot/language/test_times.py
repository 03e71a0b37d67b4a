"""Periods of questions are read by the commands' reader, and written with their dates."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.language.times import period_at
from bot.language.words import words_of

FRIDAY = date(2026, 8, 21)


def read(text: str, now: date = FRIDAY) -> str:
    words = words_of(text)
    return next((span[0] for start in range(len(words)) if (span := period_at(words, start, now))), "")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("how did it do last week", "2026-08-07..2026-08-14"),
        ("last month", "2026-06-30..2026-07-31"),
        ("over the last month", "1m"),
        ("in q2", "2026-03-31..2026-06-30"),
        ("how bad was 2008", "2007-12-31..2008-12-31"),
        ("since the march low", "since the march low"),
        ("since october 2024", "since 2024-10-01"),
        ("this year", "ytd"),
        ("this quarter", "qtd"),
        ("this month", "mtd"),
        ("this week", "5d"),
        ("yesterday", "2026-08-19..2026-08-20"),
        ("today", "1d"),
        ("may i ask", ""),
        ("in may", "2026-04-30..2026-05-31"),
        ("at 52 week highs", ""),
        ("at an all time high", ""),
        ("of all time", "max"),
        ("in 2026", "ytd"),
        ("in 2025", "2024-12-31..2025-12-31"),
        ("how was may", "2026-04-30..2026-05-31"),
        ("what may fall", ""),
        ("and may we see it", ""),
        ("in feb", "2026-01-31..2026-02-28"),
        ("from feb to april", "2026-01-31..2026-04-30"),
        ("the day before yesterday", "2026-08-18..2026-08-19"),
        ("since 5 years", "5y"),
        ("since easter", "since 2026-04-05"),
        ("since last thanksgiving", "since 2025-11-27"),
        ("since new year's eve", "since 2025-12-31"),
        ("over christmas", "2025-12-24..2025-12-26"),
        ("between christmas and new year", "2025-12-24..2026-01-01"),
        ("how did the dow do last fall", "2025-08-31..2025-11-30"),
        ("when did it last fall", ""),
        ("did it last fall 3%", ""),
        ("this summer", "2026-05-31..2026-08-21"),
        ("is it open on labor day", ""),
        ("does christmas matter", ""),
        ("first six weeks of the year", "2025-12-31..2026-02-11"),
        ("first three months of 2025", "2024-12-31..2025-03-31"),
        ("the first 10 days of august", "2026-07-31..2026-08-10"),
        ("final two months of last year", "2025-10-31..2025-12-31"),
        ("the first nine months of the year", "2025-12-31..2026-08-21"),
    ],
)
def test_a_period_as_commands_take_it(said: str, line: str) -> None:
    assert read(said) == line


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        ("2026-08-17T09:00-04:00", "this week"),
        ("2026-08-17T15:59-04:00", "this week"),
        ("2026-08-17T16:00-04:00", "1d"),
        ("2026-08-19T12:00-04:00", "2d"),
        ("2025-11-28T12:59-05:00", "3d"),
        ("2025-11-28T13:00-05:00", "4d"),  # an early close
    ],
)
def test_this_week_is_its_sessions_that_are_over(moment: str, line: str) -> None:
    assert read("this week", datetime.fromisoformat(moment)) == line


def test_before_a_holiday_yesterday_was_the_last_session() -> None:
    assert read("yesterday", date(2026, 1, 2)) == "2025-12-30..2025-12-31"
