"""Where a period stands in its history, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from commands.presentation.rank_words import period_label, rank_words, since_words
from market.analytics.ranking import RankedPeriod, Ranking, RankUnit

NEWEST = RankedPeriod(date(2025, 12, 31), date(2026, 1, 22), 0.0954)


def ranking(rank: int, as_good: date | None, unknown: tuple[date, ...] = (), best: bool = True) -> Ranking:
    earlier = RankedPeriod(date(1999, 1, 1), as_good, 0.1) if as_good else None
    return Ranking(NEWEST, rank, 38, (), earlier, date(1987, 9, 10), unknown, best)


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        (RankUnit.DAY, "2026-01-22"),
        (RankUnit.WEEK, "week to 2026-01-22"),
        (RankUnit.MONTH, "January 2026"),
        (RankUnit.QUARTER, "Q1 2026"),
        (RankUnit.YEAR, "2026"),
        (RankUnit.START, "start of 2026"),
    ],
)
def test_periods_have_names(unit: RankUnit, label: str) -> None:
    assert period_label("2026-01-22", unit) == label


def test_a_rank_and_since_when() -> None:
    result = ranking(4, date(2019, 1, 22))
    assert rank_words(result, RankUnit.START) == "4th best of 38 starts of a year"
    assert since_words(result, RankUnit.START) == ", the best since 2019"
    assert rank_words(ranking(1, None, best=False), RankUnit.WEEK) == "worst of 38 weeks"
    assert since_words(ranking(1, None), RankUnit.WEEK) == " since the history began on 1987-09-10"
    assert rank_words(result, RankUnit.MONTH, lead=True) == "4th largest of 38 months"


def test_one_that_has_none_beside_it_has_no_rank() -> None:
    alone = replace(ranking(1, None), count=1)
    assert rank_words(alone, RankUnit.MONTH) == "only month"
    assert rank_words(alone, RankUnit.START) == "only start of a year"
    assert rank_words(replace(alone, count=2), RankUnit.MONTH) == "best of 2 months"


def test_since_is_not_said_where_a_missing_close_may_hide_a_better_one() -> None:
    later, earlier = (ranking(4, date(2019, 1, 22), (day,)) for day in (date(2020, 1, 1), date(2018, 1, 1)))
    unknown = "; since when it is the best is unknown: an earlier close is missing or in doubt"
    assert since_words(later, RankUnit.DAY) == unknown
    assert since_words(earlier, RankUnit.DAY) == ", the best since 2019-01-22"
