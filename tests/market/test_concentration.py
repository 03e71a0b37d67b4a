"""Concentration against hand-made baskets."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.concentration
from market.concentration import contributions, equal_weight_gap
from market.errors import NoData
from market.period import Period

DAYS = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05"])
YTD = Period.parse("ytd")


def basket(members: int = 30) -> tuple[pd.DataFrame, pd.Series[float]]:
    draw = np.random.default_rng(4)
    names = [f"M{n}" for n in range(members)]
    closes = pd.DataFrame(100 * np.exp(draw.normal(0, 0.1, (3, members)).cumsum(axis=0)), DAYS, names)
    return closes, pd.Series(draw.pareto(1.5, members) + 0.1, names)


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.concentration).failed == 0


def test_the_parts_add_up_to_what_the_shares_held_are_worth() -> None:
    closes, shares = basket()
    worth = (closes * shares).sum(axis=1)
    found = contributions(closes, closes.iloc[-1] * shares, YTD)
    assert found.move == pytest.approx(worth.iloc[-1] / worth.iloc[0] - 1)
    assert sum(part.weight for part in found.parts) == pytest.approx(1.0)
    ten = (closes.iloc[-1] * shares).nlargest(10).index
    gain = (closes.iloc[-1] - closes.iloc[0]) * shares
    assert found.top_share == pytest.approx(gain[ten].sum() / gain.sum())


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
