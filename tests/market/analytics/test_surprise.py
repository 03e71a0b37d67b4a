"""A day's change beside the days before it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.analytics.surprise import LONG, SHORT, over, surprise


def closes(returns: list[float], end: str = "2026-01-22") -> pd.Series[float]:
    days = pd.bdate_range(end=end, periods=len(returns) + 1, name="session")
    return pd.Series(np.concatenate([[100.0], 100 * np.cumprod(1 + np.array(returns))]), days)


def test_the_change_itself_is_not_among_what_is_usual() -> None:
    result = surprise(closes([*[0.01, -0.01] * 30, 0.05]))
    assert result.short == pytest.approx(0.05 / np.std([0.01, -0.01] * 30, ddof=1))
    assert result.change == pytest.approx(0.05)


@pytest.mark.parametrize(("window", "name"), [(SHORT, "short"), (LONG, "long")])
@pytest.mark.parametrize("enough", [True, False])
def test_a_young_history_has_no_size(window: int, name: str, enough: bool) -> None:
    steps = ([0.01, -0.01] * window)[: window if enough else window - 1]
    value = getattr(surprise(closes([*steps, 0.02])), name)
    assert (value == value) is enough


def test_a_missing_close_withholds_what_contains_it() -> None:
    series = closes([0.01, -0.01] * 150)
    series.iloc[-100] = np.nan
    result = surprise(series)
    assert result.short == result.short
    assert result.long != result.long
    assert result.gap is not None
    series.iloc[-2] = np.nan
    assert surprise(series).change != surprise(series).change


def test_the_rank_is_among_this_years_changes_of_the_same_direction() -> None:
    steps = [0.09, *[0.001, -0.001] * 30, 0.02, -0.03, 0.01, -0.05, 0.015]
    days = pd.bdate_range(end="2026-01-09", periods=len(steps) + 1)
    series = pd.Series(np.concatenate([[1.0], np.cumprod(1 + np.array(steps))]), days)
    result = surprise(series)
    ours = [step for step, day in zip(steps, days[1:], strict=True) if day.year == 2026 and step > 0]
    assert result.count == len(ours)
    assert result.rank == sorted(ours, reverse=True).index(0.015) + 1
    assert result.year == 2026
    series.iloc[-4] = np.nan
    assert surprise(series).rank is None


def test_a_session_in_progress_is_measured_by_all_completed_ones() -> None:
    series = closes([0.01, -0.01] * 40)
    result = surprise(series, 0.02)
    assert result.short == pytest.approx(0.02 / np.std([0.01, -0.01] * 30, ddof=1))
    assert result.rank is None


def test_several_sessions_are_set_beside_so_many_usual_ones() -> None:
    series = closes([*[0.01, -0.01] * 126, 0.01, 0.01, 0.01, 0.01])
    base, end = series.index[-5], series.index[-1]
    expected = (1.01**4 - 1) / np.std([0.01, -0.01] * 126, ddof=1) / 2
    assert over(series, base, end) == pytest.approx(expected)
    assert np.isnan(over(series.iloc[1:], base, end))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 1000))
def test_the_scale_of_prices_and_what_came_after_change_nothing(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    series = closes(rng.normal(0, 0.01, 300).tolist())
    one, other = surprise(series.iloc[:280]), surprise(series.iloc[:280] * scale)
    assert one.short == pytest.approx(other.short)
    assert one.rank == other.rank
    assert surprise(series.copy().iloc[:280]) == one
