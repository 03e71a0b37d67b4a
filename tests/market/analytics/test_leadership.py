"""Leadership and records against loops by hand, on invented and on real closes."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.leadership import leadership, streak
from market.analytics.records import record_closes

MOVES = st.lists(st.sampled_from([-0.02, -0.01, 0.0, 0.01, 0.02]), min_size=3, max_size=60)


def closes(moves: list[float], scale: float = 100.0, name: str = "A") -> pd.Series[float]:
    days = pd.bdate_range("2025-11-03", periods=len(moves) + 1, name="session")
    values = [scale]
    for move in moves:
        values.append(values[-1] * (1 + move))
    return pd.Series(values, days, name=name)


def by_hand(ahead: list[bool]) -> int:
    length = 0
    for day in ahead:
        length = length + 1 if day else 0
    return length


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_a_streak_is_what_a_loop_counts(ahead: list[bool]) -> None:
    days = pd.bdate_range("2026-01-05", periods=len(ahead))
    found = streak(pd.Series(ahead, index=days))
    assert found.length == by_hand(ahead)
    if found.longest_since is not None:
        until = days.get_loc(pd.Timestamp(found.longest_since))
        assert isinstance(until, int)
        assert by_hand(ahead[: until + 1]) >= found.length


@given(MOVES, st.floats(0.01, 1000))
def test_scaling_either_market_changes_no_streak(moves: list[float], scale: float) -> None:
    own, other = closes(moves), closes([0.005] * len(moves), name="B")
    first, second = leadership(own, other), leadership(own * scale, other / scale)
    assert first.daily == second.daily
    assert first.year_to_date == second.year_to_date


@given(MOVES)
def test_a_day_on_which_neither_moves_ends_the_daily_streak_and_keeps_the_lead(moves: list[float]) -> None:
    own, other = closes(moves), closes([0.005] * len(moves), name="B")
    before = leadership(own, other)
    after = leadership(*(pd.concat([s, s.iloc[-1:].shift(1, freq="B")]).rename(s.name) for s in (own, other)))
    assert after.daily.length == 0, "level is not ahead"
    if after.session.year == before.session.year and before.year_to_date.length:
        assert after.year_to_date.length == before.year_to_date.length + 1


@given(MOVES, st.integers(2, 60))
def test_no_record_looks_ahead(moves: list[float], cut: int) -> None:
    whole = record_closes(closes(moves))
    part = closes(moves).iloc[:cut]
    assert list(record_closes(part).sessions) == [day for day in whole.sessions if day <= part.index[-1]]


@pytest.mark.realdata
def test_the_founding_streak_is_fourteen_sessions_by_a_loop(real_data: Path) -> None:
    files = {
        name: pd.read_csv(real_data / f"{name}.csv.gz", index_col="date", parse_dates=True)["close"]
        for name in ("RUT", "GSPC")
    }
    own, other = (series.loc[:"2026-01-22"] for series in files.values())
    days = sorted(set(own.index) & set(other.index))
    ahead = [own[b] / own[a] > other[b] / other[a] for a, b in pairwise(days)]
    assert by_hand(ahead) == 14
    found = leadership(own.rename("RUT"), other.rename("GSPC"))
    assert (found.daily.length, str(found.daily.longest_since)) == (14, "1996-05-07")
    assert found.year_to_date.length == 14


def test_level_year_to_date_is_not_ahead() -> None:
    days = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05"])
    own = pd.Series([100.0, 101.0, 102.0], days, name="Own")
    found = leadership(own, (own * 2).rename("Other"))
    assert (found.year_to_date.length, found.daily.length) == (0, 0)


def test_a_streak_as_long_as_an_earlier_one_is_the_longest_since_that() -> None:
    days = pd.bdate_range("2026-01-05", periods=7)
    found = streak(pd.Series([True, True, True, False, True, True, False], index=days).iloc[:6])
    assert str(found.longest_since) == "2026-01-07"
    equal = streak(pd.Series([True, True, False, True, True], index=days[:5]))
    assert str(equal.longest_since) == "2026-01-06"


def test_a_session_without_a_bar_ends_the_count_and_hides_longer_runs_before_it() -> None:
    days = pd.bdate_range("2026-01-05", periods=12)
    own = pd.Series([100.0 * 1.01**n for n in range(12)], days, name="A")
    other = pd.Series(100.0, days, name="B")
    whole = leadership(own, other).daily
    assert (whole.length, whole.unknown, whole.history_from) == (11, None, days[0].date())
    own.iloc[6] = float("nan")
    cut = leadership(own, other)
    assert (cut.daily.length, cut.daily.unknown) == (4, days[6].date())  # the session that lacks its bar
    assert (cut.daily.longest_since, cut.daily.history_from) == (None, None)
    own.iloc[10] = float("nan")
    assert leadership(own, other).daily.length == 0
    assert math.isnan(leadership(own, other).day_lead)


def test_a_gap_older_than_an_equal_streak_hides_nothing() -> None:
    days = pd.bdate_range("2026-01-05", periods=12)
    steps = [0, 1, 1, 1, 1, 1, 1, -1, 1, 1, 1, 1]  # six ahead, one behind, four ahead
    own = pd.Series([100.0 + sum(steps[: n + 1]) for n in range(12)], days, name="A")
    own.iloc[1] = float("nan")
    found = leadership(own, pd.Series(100.0, days, name="B")).daily
    assert (found.length, found.longest_since, found.unknown) == (4, days[6].date(), None)


def test_the_last_session_of_a_year_without_a_bar_is_no_base() -> None:
    days = pd.DatetimeIndex(["2025-12-30", "2025-12-31", "2026-01-02", "2026-01-05"])
    own, other = pd.Series([100.0, 101, 102, 103], days, name="A"), pd.Series(100.0, days, name="B")
    assert leadership(own, other).ytd == pytest.approx(103 / 101 - 1)
    own.iloc[1] = float("nan")
    assert math.isnan(leadership(own, other).ytd)
