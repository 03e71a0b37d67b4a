"""Superlatives, on tables made by hand and against plain pandas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.analytics.ranking import (
    RankUnit,
    changes,
    first_time,
    longest_runs,
    period_end,
    rank_changes,
    rank_leads,
)
from market.errors import NoData

DAYS = pd.bdate_range("2025-12-29", periods=12)  # Monday 29 December to Tuesday 13 January


def series(*closes: float, days: pd.DatetimeIndex = DAYS) -> pd.Series:
    return pd.Series([float(close) for close in closes], index=days[: len(closes)])


def test_weeks_months_quarters_and_years_are_measured_from_the_last_close_before_them() -> None:
    closes = series(100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111)
    week = changes(closes, RankUnit.WEEK)
    assert [str(day.date()) for day in week["base"]] == ["2026-01-02", "2026-01-09"]
    assert week["change"].tolist() == pytest.approx([109 / 104 - 1, 111 / 109 - 1])
    for unit in (RankUnit.MONTH, RankUnit.QUARTER, RankUnit.YEAR):
        assert changes(closes, unit)["change"].tolist() == pytest.approx([111 / 102 - 1])


def test_a_close_that_is_missing_leaves_the_periods_at_whose_end_it_stood_unknown() -> None:
    closes = series(100, 101, 102, 103, float("nan"), 105, 106, 107, 108, 109, 110, 111)
    assert changes(closes, RankUnit.DAY)["change"].isna().sum() == 2
    assert bool(changes(closes, RankUnit.WEEK)["change"].isna().iloc[0])
    ranking = rank_changes(closes, RankUnit.DAY, best=False)
    assert ranking.unknown == (date(2026, 1, 5), date(2026, 1, 2))
    assert not ranking.since_is_sure  # a larger fall may be hidden there


def test_an_older_gap_does_not_disturb_since() -> None:
    closes = series(100, float("nan"), 102, 90, 104, 105, 99)
    ranking = rank_changes(closes, RankUnit.DAY, best=False)
    assert ranking.as_good is not None
    assert ranking.as_good.last == date(2026, 1, 1)
    assert ranking.since_is_sure


def test_equal_changes_share_the_better_rank_and_the_newest_of_them_is_as_good() -> None:
    ranking = rank_changes(series(100, 110, 100, 110), RankUnit.DAY)
    assert (ranking.rank, ranking.count) == (1, 3)
    assert ranking.as_good is not None
    assert ranking.as_good.last == date(2025, 12, 30)


def test_the_worst_are_ranked_from_the_other_end() -> None:
    ranking = rank_changes(series(100, 95, 94, 90), RankUnit.DAY, best=False)
    assert ranking.rank == 2
    assert ranking.runners_up[0].value == pytest.approx(-0.05)


def test_since_compares_only_what_ends_after_that_day() -> None:
    closes = series(100, 95, 94, 90)
    assert rank_changes(closes, RankUnit.DAY, best=False, since=date(2025, 12, 30)).rank == 1
    assert rank_changes(closes, RankUnit.DAY, best=False, since=date(2025, 12, 29)).rank == 2


def test_the_newest_period_must_have_a_value() -> None:
    with pytest.raises(NoData):
        rank_changes(series(100, 101, float("nan")), RankUnit.DAY)
    with pytest.raises(NoData):
        rank_changes(series(100), RankUnit.DAY)


def test_the_start_of_a_year_ends_on_the_same_day_of_the_calendar() -> None:
    days = pd.bdate_range("2023-12-25", "2026-01-14")
    closes = pd.Series(np.arange(100.0, 100.0 + len(days)), index=days)
    starts = changes(closes, RankUnit.START)
    assert [str(day.date()) for day in starts.index] == ["2024-01-12", "2025-01-14", "2026-01-14"]
    assert [str(day.date()) for day in starts["base"]] == ["2023-12-29", "2024-12-31", "2025-12-31"]
    assert starts["change"].iloc[-1] == pytest.approx(closes.iloc[-1] / closes["2025-12-31"] - 1)


def test_a_lead_is_the_difference_of_two_changes() -> None:
    own, other = series(100, 103, 102), series(100, 101, 101)
    ranking = rank_leads(own, other, RankUnit.DAY, best=False)
    assert ranking.current.value == pytest.approx(102 / 103 - 1)
    assert ranking.runners_up[0].value == pytest.approx(0.02)


@given(st.lists(st.booleans(), min_size=1, max_size=11))
def test_runs_are_those_of_a_count_by_hand(so: list[bool]) -> None:
    runs = longest_runs(pd.Series(so, index=DAYS[: len(so)]), top=20)
    text = "".join("x" if value else " " for value in so)
    assert sorted(int(run.value) for run in runs.longest) == sorted(len(part) for part in text.split())
    assert (runs.current.value if runs.current else 0) == len(text) - len(text.rstrip("x"))


def test_an_earlier_run_as_long_is_named() -> None:
    runs = longest_runs(pd.Series([True, True, False, True, True], index=DAYS[:5]))
    assert runs.rank == 1
    assert runs.as_long is not None
    assert runs.as_long.last == date(2025, 12, 30)
    assert longest_runs(pd.Series([True, False], index=DAYS[:2])).rank is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([1.0, -1.0, 0.0, float("nan")]), min_size=1, max_size=12))
def test_a_first_time_is_that_of_a_count_by_hand(values: list[float]) -> None:
    if values[-1] != values[-1]:
        with pytest.raises(NoData):
            first_time(series(*values))
        return
    found, text = (
        first_time(series(*values)),
        "".join("x" if v > 0 else "?" if v != v else " " for v in values),
    )
    spell = len(text) - len(text.rstrip("x"))
    head = text[: len(text) - spell]
    assert (found.so, found.length, found.between) == (spell > 0, spell, len(head) - 1 - head.rfind("x"))
    for day, place in ((found.before, head.rfind("x")), (found.last, text[:-1].rfind("x"))):
        assert day == (DAYS[place].date() if place >= 0 else None)
    gap = head.rfind("?")
    assert found.gap == (DAYS[gap].date() if gap > head.rfind("x") else None)


@pytest.mark.realdata
def test_the_best_day_of_the_s_and_p_since_2008_was_in_april_2025(real_data: Path) -> None:
    raw = pd.read_csv(real_data / "GSPC.csv.gz", parse_dates=["date"]).set_index("date")["close"]
    ranking = rank_changes(raw.loc[:"2025-04-09"], RankUnit.DAY)
    assert ranking.as_good is not None
    assert ranking.as_good.last == date(2008, 10, 28)
    assert ranking.current.value == pytest.approx(0.0952, abs=5e-5)
    assert ranking.rank == int((raw.loc[:"2025-04-09"].pct_change() > ranking.current.value).sum()) + 1


@pytest.mark.parametrize(
    ("unit", "last"),
    [
        (RankUnit.DAY, date(2026, 2, 10)), (RankUnit.WEEK, date(2026, 2, 15)), (RankUnit.MONTH, date(2026, 2, 28)),
        (RankUnit.QUARTER, date(2026, 3, 31)), (RankUnit.YEAR, date(2026, 12, 31)), (RankUnit.START, date(2026, 2, 10)),
    ],
)  # fmt: skip
def test_the_last_day_of_a_period(unit: RankUnit, last: date) -> None:
    assert period_end(date(2026, 2, 10), unit) == last
