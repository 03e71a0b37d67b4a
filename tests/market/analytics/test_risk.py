"""Risk against empyrical, hand-made tables, and the properties it must keep."""

from __future__ import annotations

import doctest
import importlib
import math
import warnings
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import market.analytics.risk
from market.analytics.performance import daily_returns
from market.analytics.risk import capture, declines, recent_volatility, relation, rolling, volatility
from market.errors import NoData


@pytest.fixture(scope="module")
def empyrical() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own imports warn on this pandas
        return importlib.import_module("empyrical")


def walk(sessions: int = 900, seed: int = 3, name: str = "A") -> pd.Series[float]:
    steps = np.random.default_rng(seed).standard_t(4, sessions) * 0.01
    days = pd.bdate_range("2021-01-04", periods=sessions, name="session")
    return pd.Series(100 * np.exp(np.cumsum(steps)), index=days, name=name)


def pair(sessions: int = 900) -> tuple[pd.Series[float], pd.Series[float]]:
    index = walk(sessions, 5, "Index")
    return (index**1.3 * walk(sessions, 6) ** 0.3).rename("Fund"), index


def closes_of(folder: Path, name: str) -> pd.Series[float]:
    frame = pd.read_csv(folder / f"{name}.csv.gz", index_col="date", parse_dates=True)
    return frame["close"].rename(name)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.risk).failed == 0


def assert_as_empyrical(own: pd.Series[float], other: pd.Series[float], empyrical: ModuleType) -> None:
    returns = daily_returns(own)
    for window in market.analytics.risk.WINDOWS:
        theirs = empyrical.annual_volatility(returns.iloc[-window:])
        assert recent_volatility(own, window) == pytest.approx(theirs, rel=1e-12)
    assert declines(own).worst == pytest.approx(empyrical.max_drawdown(returns), rel=1e-12)
    both = pd.concat([own, other], axis=1, join="inner").dropna()
    daily = both.pct_change().iloc[1:].iloc[-252:]
    found = relation(own, other)
    assert found.beta == pytest.approx(empyrical.beta(daily.iloc[:, 0], daily.iloc[:, 1]), rel=1e-10)
    assert found.correlation == pytest.approx(np.corrcoef(daily.to_numpy().T)[0, 1], rel=1e-10)
    monthly = both.resample("ME").last().iloc[:-1].pct_change().iloc[1:].iloc[-36:]
    up = empyrical.up_capture(monthly.iloc[:, 0], monthly.iloc[:, 1], period="monthly")
    down = empyrical.down_capture(monthly.iloc[:, 0], monthly.iloc[:, 1], period="monthly")
    assert found.capture is not None
    assert (found.capture.up, found.capture.down) == pytest.approx((up, down), rel=1e-10)


def test_figures_are_empyricals_on_made_up_walks(empyrical: ModuleType) -> None:
    assert_as_empyrical(*pair(), empyrical)


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["RUT", "NDX", "DJI", "IXIC"])
def test_figures_are_empyricals_on_real_indices(real_data: Path, name: str, empyrical: ModuleType) -> None:
    assert_as_empyrical(closes_of(real_data, name), closes_of(real_data, "GSPC"), empyrical)


@pytest.mark.realdata
def test_the_worst_fall_of_the_sp500_is_the_great_depression(real_data: Path) -> None:
    found = declines(closes_of(real_data, "GSPC"))
    assert (str(found.peak), str(found.trough), str(found.recovered)) == (
        "1929-09-16",
        "1932-06-01",
        "1954-09-22",
    )
    assert round(found.worst, 3) == -0.862


def test_the_last_row_of_the_rolling_figures_is_the_figure_now() -> None:
    own, index = pair()
    last, found = rolling(own, index).iloc[-1], relation(own, index)
    assert last["beta"] == pytest.approx(found.beta, rel=1e-9)
    assert last["correlation"] == pytest.approx(found.correlation, rel=1e-9)
    assert last["drawdown"] == declines(own).now
    assert last["volatility_60"] == pytest.approx(recent_volatility(own, 60), rel=1e-9)


@settings(max_examples=20)
@given(cut=st.integers(2, 599))
def test_no_rolling_figure_looks_ahead(cut: int) -> None:
    own, index = pair(600)
    whole = rolling(own, index).iloc[:cut]
    pd.testing.assert_frame_equal(rolling(own.iloc[:cut], index.iloc[:cut]), whole, check_freq=False)


@given(scale=st.floats(1e-3, 1e6))
def test_scaling_prices_changes_no_risk(scale: float) -> None:
    own, index = pair(400)
    assert relation(own * scale, index).beta == pytest.approx(relation(own, index).beta, rel=1e-9)
    assert declines(own * scale).worst == pytest.approx(declines(own).worst, rel=1e-12)
    assert recent_volatility(own * scale, 60) == pytest.approx(recent_volatility(own, 60), rel=1e-9)


def test_a_market_beside_itself_has_beta_correlation_and_capture_of_one() -> None:
    own, _ = pair()
    found = relation(own, own.rename("Same"))
    assert found.capture is not None
    figures = (found.beta, found.correlation, found.capture.up, found.capture.down)
    assert figures == pytest.approx((1.0, 1.0, 1.0, 1.0))


def test_a_running_month_does_not_count_for_capture() -> None:
    own, index = pair()
    middle = own.index[pd.DatetimeIndex(own.index).month == 5][10]
    assert capture(own.loc[:middle], index.loc[:middle]) == capture(
        own.loc[: middle - pd.Timedelta(days=4)], index.loc[: middle - pd.Timedelta(days=4)]
    )


def test_too_few_returns_give_nothing_rather_than_a_guess() -> None:
    own, index = pair()
    assert math.isnan(recent_volatility(own.iloc[:20], 20))
    assert not math.isnan(recent_volatility(own.iloc[:21], 20))
    assert math.isnan(volatility(daily_returns(own.iloc[:2])))
    with pytest.raises(NoData, match="Fund and Index have 15 daily returns"):
        relation(own.iloc[:16], index)
    with pytest.raises(NoData, match="drawdown"):
        declines(own.iloc[:0])


def test_a_motionless_benchmark_gives_no_beta() -> None:
    own, index = pair(100)
    found = relation(own, index * 0 + 5)
    assert math.isnan(found.beta)
    assert math.isnan(found.correlation)


def test_a_volatility_over_a_session_without_a_close_is_not_known() -> None:
    closes = pd.Series(
        [100.0, 101.0, math.nan, 102.0, 101.0, 103.0], index=pd.bdate_range("2026-01-05", periods=6)
    )

    assert math.isnan(recent_volatility(closes, 5))
    assert recent_volatility(closes, 2) == volatility(closes.pct_change().iloc[-2:])


def test_a_worst_fall_looks_past_a_session_without_a_close() -> None:
    closes = pd.Series([100.0, 120.0, math.nan, 90.0, 121.0], index=pd.bdate_range("2026-01-05", periods=5))

    assert declines(closes).worst == pytest.approx(-0.25)
    assert str(declines(closes).peak) == "2026-01-06"
    with pytest.raises(NoData, match="no completed sessions"):
        declines(closes * math.nan)


def test_an_unrecovered_fall_says_so() -> None:
    days = pd.bdate_range("2026-01-05", periods=4)
    assert declines(pd.Series([10.0, 12.0, 6.0, 11.9], index=days)).recovered is None


def test_a_beta_takes_twenty_common_returns_and_looks_at_a_year() -> None:
    own, index = pair(400)
    assert relation(own.iloc[:21], index).sessions == 20
    with pytest.raises(NoData, match="19 daily returns"):
        relation(own.iloc[:20], index)
    assert relation(own, index).sessions == 252


def test_a_capture_takes_twelve_complete_months_and_looks_at_thirty_six() -> None:
    days = pd.date_range("2020-01-31", periods=50, freq="ME")
    closes = pd.Series([100.0, 110.0] * 25, index=days)
    found = capture(closes, closes)
    assert found is not None
    assert found.months == 36
    twelve = capture(closes.iloc[:14], closes)  # a base, twelve complete months, and the month under way
    assert twelve is not None
    assert twelve.months == 12
    assert capture(closes.iloc[:13], closes) is None


def test_the_windows_are_a_month_a_quarter_and_a_year_of_sessions() -> None:
    rolled = rolling(walk(300))
    for window in (20, 60, 252):
        assert rolled[f"volatility_{window}"].first_valid_index() == rolled.index[window]


def test_a_month_in_which_the_benchmark_stood_still_counts_for_neither_capture() -> None:
    days = pd.date_range("2024-12-31", periods=16, freq="ME")
    index = pd.Series([100.0, 100.0, 110.0, 100.0] * 4, index=days)
    found = capture(index, index)
    assert found is not None
    assert (found.months, found.months_up, found.months_down) == (14, 4, 3)


def test_a_month_whose_end_has_no_bar_leaves_the_captures_open() -> None:
    days = pd.bdate_range("2024-01-01", "2025-12-31")
    other = pd.Series(100 + 10 * np.sin(np.arange(len(days)) / 9), days, name="B")
    own = (2 * other).rename("A")
    assert capture(own, other).gap is None
    for gap in ("2024-01-31", "2025-06-30"):  # the base of the first month, and an end inside
        cut = own.copy()
        cut.loc[gap] = np.nan
        found = capture(cut, other)
        assert str(found.gap) == gap
        assert np.isnan(found.up)
    inside = own.copy()
    inside.loc["2025-06-18"] = np.nan
    assert capture(inside, other).up == pytest.approx(capture(own, other).up)


def test_a_session_without_a_close_beside_the_high_leaves_the_fall_open_and_one_far_below_does_not() -> None:
    days = pd.bdate_range("2026-01-05", periods=7)
    near = declines(pd.Series([50.0, 100, np.nan, 99, 60, 70, 95], days))
    assert str(near.unknown_now) == "2026-01-07"
    far = declines(pd.Series([50.0, np.nan, 51, 100, 60, 70, 95], days))
    assert (far.unknown_now, far.unknown_worst) == (None, None)
    deep = declines(pd.Series([50.0, 51, 52, 100, 60, np.nan, 61], days))
    assert str(deep.unknown_worst) == "2026-01-12"


def test_a_month_counts_with_its_last_session() -> None:
    days = pd.date_range("2024-12-31", periods=15, freq="ME")
    index = pd.Series([100.0, 110, 99] * 5, index=days)
    running, over = capture(index, index), capture(index, index, month_over=True)
    assert running is not None
    assert over is not None
    assert (running.months, over.months) == (13, 14)
