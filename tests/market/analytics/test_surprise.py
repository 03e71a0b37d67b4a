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


@pytest.mark.parametrize("sessions", [1, 4])
def test_several_sessions_are_set_beside_so_many_usual_ones(sessions: int) -> None:
    series = closes([*[0.01, -0.02] * 126, 0.01, 0.01, 0.01, 0.01])
    base, end = series.index[-1 - sessions], series.index[-1]
    result, steps = over(series, base, end), [*[0.01, -0.02] * 126, 0.01, 0.01, 0.01][: 256 - sessions]
    for window, value in ((SHORT, result.short), (LONG, result.long)):
        usual = np.std(steps[-window:], ddof=1) * sessions**0.5
        assert value == pytest.approx((1.01**sessions - 1) / usual)
    assert over(series.iloc[1 + 3 - sessions + 1 :], base, end).long != result.long
    assert over(series.drop(base), base, end).change != result.change


@pytest.mark.parametrize("sessions", [1, 3, 30])
def test_a_span_is_ranked_among_the_spans_of_its_length_that_ended_this_year(sessions: int) -> None:
    rng = np.random.default_rng(sessions)
    series = closes(rng.normal(0, 0.01, 300).tolist())
    result = surprise(series, sessions=sessions)
    days = [n for n, day in enumerate(series.index) if day.year == 2026]
    moves = [series.iloc[n] / series.iloc[n - sessions] - 1 for n in days]
    alike = [abs(move) for move in moves if move * moves[-1] > 0]
    assert result.change == pytest.approx(moves[-1])
    assert (result.rank, result.count) == (1 + sum(m > abs(moves[-1]) for m in alike), len(alike))


@pytest.mark.parametrize(("back", "known"), [(20, False), (21, True)])
def test_a_rank_needs_the_bases_of_all_spans_that_ended_this_year(back: int, known: bool) -> None:
    series = closes([0.01, -0.011] * 150)  # the 16th newest is the first of 2026
    assert [day.year for day in series.index[-17:-15]] == [2025, 2026]
    series.iloc[-1 - back] = np.nan
    result = surprise(series, sessions=5)
    assert (result.rank is not None) is known
    assert result.gap is not None  # the 252 before reach further back


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 1000))
def test_the_scale_of_prices_and_what_came_after_change_nothing(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    series = closes(rng.normal(0, 0.01, 300).tolist())
    one, other = surprise(series.iloc[:280]), surprise(series.iloc[:280] * scale)
    assert one.short == pytest.approx(other.short)
    assert one.rank == other.rank
    assert surprise(series.copy().iloc[:280]) == one
