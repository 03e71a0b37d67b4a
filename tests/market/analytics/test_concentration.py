"""Concentration against hand-made baskets."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.analytics.concentration
from market.analytics.concentration import EqualWeightGap, contributions, equal_weight_gap
from market.errors import NoData
from market.period import Period
from tests.market.aftermath import Aftermath, aftermaths, dated

DAYS = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05"])
YTD = Period.parse("ytd")


def basket(members: int = 30) -> tuple[pd.DataFrame, pd.Series[float]]:
    draw = np.random.default_rng(4)
    names = [f"M{n}" for n in range(members)]
    closes = pd.DataFrame(100 * np.exp(draw.normal(0, 0.1, (3, members)).cumsum(axis=0)), DAYS, names)
    return closes, pd.Series(draw.pareto(1.5, members) + 0.1, names)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.concentration).failed == 0


def test_the_parts_add_up_to_what_the_shares_held_are_worth() -> None:
    closes, shares = basket()
    worth = (closes * shares).sum(axis=1)
    found = contributions(closes, closes.iloc[-1] * shares, YTD)
    assert found.move == pytest.approx(worth.iloc[-1] / worth.iloc[0] - 1)
    assert sum(part.weight for part in found.parts) == pytest.approx(1.0)
    ten = (closes.iloc[-1] * shares).nlargest(10).index
    gain = (closes.iloc[-1] - closes.iloc[0]) * shares
    assert found.top_share == pytest.approx(gain[ten].sum() / gain.sum())


def pair(sessions: int = 60) -> pd.DataFrame:
    """The fund by market value and the one in equal parts."""
    steps = np.random.default_rng(5).normal(0.0005, 0.01, (sessions, 2))
    days = pd.bdate_range("2025-12-01", periods=sessions, name="session")
    return pd.DataFrame(100 * np.exp(steps.cumsum(axis=0)), index=days, columns=["SPY", "RSP"])


def gap(totals: pd.DataFrame, period: Period) -> EqualWeightGap:
    return equal_weight_gap(totals["SPY"], totals["RSP"], period)


@given(asked=st.sampled_from(["1d", "5d", "1m", "ytd"]), day=st.integers(30, 59), came=aftermaths)
def test_the_gap_of_a_past_session_is_what_it_was_on_that_session(
    asked: str, day: int, came: Aftermath
) -> None:
    past, period = pair().iloc[: day + 1], Period.parse(asked)
    then, now = gap(past, period), gap(came.of(past), dated(period, past))
    assert (now.cap, now.equal) == (then.cap, then.equal)
    pd.testing.assert_series_equal(now.gap, then.gap, check_freq=False)


@given(row=st.integers(0, 59), ticker=st.sampled_from(["SPY", "RSP"]))
def test_a_close_of_the_period_moves_the_gap_and_one_before_it_does_not(row: int, ticker: str) -> None:
    totals = pair()
    other = totals.copy()
    other.loc[other.index[row], ticker] *= 0.9
    assert gap(other, YTD).gap.equals(gap(totals, YTD).gap) is (totals.index[row] < DAYS[0])


@given(cap=st.floats(1e-3, 1e5), equal=st.floats(1e-3, 1e5))
def test_scaling_either_funds_prices_leaves_the_gap(cap: float, equal: float) -> None:
    totals = pair()
    assert gap(totals * [cap, equal], YTD).difference == pytest.approx(gap(totals, YTD).difference)


@given(
    asked=st.sampled_from(["1d", "5d", "1m", "ytd"]),
    day=st.integers(30, 58),
    came=aftermaths,
    drift=st.floats(0.2, 5),
)
def test_who_made_a_past_move_is_what_it_was_on_that_session(
    asked: str, day: int, came: Aftermath, drift: float
) -> None:
    """Shares held are worth what their weights say on any day, and the days between are not asked."""
    steps = np.random.default_rng(7).normal(0, 0.02, (60, 12))
    days = pd.bdate_range("2025-12-01", periods=60, name="session")
    closes = pd.DataFrame(100 * np.exp(steps.cumsum(axis=0)), days, [f"M{n}" for n in range(12)])
    shares = pd.Series(np.arange(1.0, 13.0) ** 2, closes.columns)
    past, period = closes.iloc[: day + 1], Period.parse(asked)
    since = came.of(past)
    since.iloc[-1] = closes.iloc[-1] * np.linspace(drift, 1 / drift, 12)
    then = contributions(past, past.iloc[-1] * shares, period)
    now = contributions(since, since.iloc[-1] * shares, dated(period, past))
    assert [part.ticker for part in now.parts] == [part.ticker for part in then.parts]
    for field in ("weight", "change", "contribution"):
        assert [getattr(part, field) for part in now.parts] == pytest.approx(
            [getattr(part, field) for part in then.parts]
        )
    assert now.move == pytest.approx(then.move)
    assert (now.covered, now.end) == (1.0, then.end)


@given(row=st.integers(0, 2), member=st.integers(0, 29))
def test_only_the_closes_at_the_base_and_today_move_a_members_part(row: int, member: int) -> None:
    closes, weights = basket()
    other = closes.copy()
    other.iloc[row : row + 1, member] *= 0.9
    moved = contributions(other, weights, YTD).move != contributions(closes, weights, YTD).move
    assert moved is (row != 1)


def test_a_member_without_bars_lowers_coverage_and_nothing_else() -> None:
    closes, weights = basket()
    whole = contributions(closes, weights, YTD)
    ghost = contributions(closes, pd.concat([weights, pd.Series({"GHOST": 3.0})]), YTD)
    assert (ghost.parts, ghost.move) == (whole.parts, whole.move)
    assert ghost.covered == pytest.approx(weights.sum() / (weights.sum() + 3.0))


def test_a_late_listing_is_left_out_rather_than_given_a_change() -> None:
    closes, weights = basket()
    closes.iloc[0, 3] = np.nan
    found = contributions(closes, weights, YTD)
    assert "M3" not in {part.ticker for part in found.parts}
    assert found.covered < 1


@pytest.mark.parametrize("price", [0.0, -1.0, np.inf])
@pytest.mark.parametrize("row", [0, -1])
def test_a_close_that_is_no_price_is_left_out(price: float, row: int) -> None:
    closes, weights = basket()
    hurt, gone = closes.copy(), closes.copy()
    hurt.iloc[row, 3], gone.iloc[row, 3] = price, np.nan
    assert contributions(hurt, weights, YTD) == contributions(gone, weights, YTD)


def test_a_still_basket_gives_no_share_of_the_move() -> None:
    closes, weights = basket()
    closes.iloc[-1] = closes.iloc[0]
    assert contributions(closes, weights, YTD).top_share is None


def test_equal_weights_are_as_many_as_there_are() -> None:
    closes, _ = basket(25)
    equal = contributions(closes, pd.Series(1.0, closes.columns), YTD)
    assert equal.effective_number == pytest.approx(25)


@given(scale=st.floats(1e-3, 1e6))
def test_scaling_prices_or_weights_changes_nothing(scale: float) -> None:
    closes, weights = basket()
    one, other = contributions(closes, weights, YTD), contributions(closes * scale, weights * scale, YTD)
    assert other.move == pytest.approx(one.move)
    assert other.top_contribution == pytest.approx(one.top_contribution)


def test_nobody_priced_is_a_sentence() -> None:
    closes, weights = basket()
    with pytest.raises(NoData, match="weighted members"):
        contributions(closes * np.nan, weights, YTD)


@pytest.mark.realdata
def test_spy_less_rsp_is_plain_arithmetic(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet")
    found = equal_weight_gap(totals["SPY"], totals["RSP"], Period.parse("2024-12-31..2025-12-31"))
    year = totals.loc[["2024-12-31", "2025-12-31"], ["SPY", "RSP"]]
    change = year.iloc[1] / year.iloc[0] - 1
    assert (found.cap, found.equal) == pytest.approx((change["SPY"], change["RSP"]))
    assert found.gap.iloc[-1] == pytest.approx(found.difference)


@pytest.mark.parametrize(
    ("close", "is_given"), [(1005.0, True), (1004.9, False), (995.0, True), (995.1, False)]
)
def test_a_share_of_the_move_is_given_from_half_a_per_cent_on(close: float, is_given: bool) -> None:
    closes = pd.DataFrame({"A": [1000.0, 1000.0, close]}, DAYS)
    found = contributions(closes, pd.Series({"A": close}), YTD)
    assert (found.top_share is not None) is is_given


def test_the_top_are_ten() -> None:
    closes, shares = basket(12)
    assert len(contributions(closes, shares, YTD).top) == 10
