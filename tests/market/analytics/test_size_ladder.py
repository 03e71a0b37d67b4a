"""The size ladder against plain arithmetic, and which fund stands for a rung."""

from __future__ import annotations

import doctest
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.analytics.size_ladder
from market.analytics.size_ladder import size_ladder
from market.errors import NoData
from market.period import Period
from tests.market.aftermath import Aftermath, aftermaths, dated

YTD = Period.parse("ytd")


def funds(*tickers: str, sessions: int = 60) -> pd.DataFrame:
    steps = np.random.default_rng(2).normal(0.0005, 0.01, (sessions, len(tickers)))
    days = pd.bdate_range("2025-12-01", periods=sessions, name="session")
    return pd.DataFrame(100 * np.exp(np.cumsum(steps, axis=0)), index=days, columns=list(tickers))


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.size_ladder).failed == 0


def test_the_preferred_fund_stands_for_its_rung() -> None:
    ladder = size_ladder(funds("OEF", "MGC", "SPY", "RSP", "IWM"), YTD)
    assert [(s.rung, s.ticker, s.equal) for s in ladder.steps] == [
        ("Mega", "MGC", False),
        ("Large", "SPY", False),
        ("Large", "RSP", True),
        ("Small", "IWM", False),
    ]
    assert ladder.missing == ("Mid", "Micro")


def test_a_fund_that_starts_after_the_base_gives_way_to_the_next() -> None:
    totals = funds("MGC", "OEF", "SPY", "IWM")
    totals.loc[:"2026-01-15", "MGC"] = np.nan
    assert size_ladder(totals, YTD).steps[0].ticker == "OEF"
    totals.loc[:"2026-01-15", "OEF"] = np.nan
    assert "Mega" in size_ladder(totals, YTD).missing
    assert size_ladder(totals, Period.parse("max")).base > pd.Timestamp("2026-01-15").date()


def test_a_session_that_one_fund_lacks_is_left_out_for_all() -> None:
    totals = funds("SPY", "IWM")
    totals.iloc[-1, 0] = np.nan
    assert size_ladder(totals, YTD).end == totals.index[-2].date()


def test_the_order_is_named_only_when_every_rung_agrees() -> None:
    days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    last = {"MGC": 101.0, "SPY": 102.0, "IWM": 103.0}
    assert (
        size_ladder(pd.DataFrame({k: [100.0, v] for k, v in last.items()}, days), YTD).order
        == "smaller was better"
    )
    last["SPY"] = 104.0
    assert size_ladder(pd.DataFrame({k: [100.0, v] for k, v in last.items()}, days), YTD).order == "no order"
    last = {"MGC": 103.0, "SPY": 102.0, "IWM": 101.0}
    assert (
        size_ladder(pd.DataFrame({k: [100.0, v] for k, v in last.items()}, days), YTD).order
        == "larger was better"
    )


def test_one_rung_is_no_ladder() -> None:
    with pytest.raises(NoData, match="shorter period"):
        size_ladder(funds("SPY", "RSP"), YTD)


def test_the_volatility_of_a_short_period_is_that_of_the_last_twenty_returns() -> None:
    totals = funds("SPY", "IWM")
    returns = totals["SPY"].pct_change().iloc[-20:]
    found = size_ladder(totals, Period.parse("5d")).steps[0].volatility
    assert found == pytest.approx(returns.std() * math.sqrt(252))
    assert math.isnan(size_ladder(totals.iloc[-20:], Period.parse("5d")).steps[0].volatility)


def test_breadth_goes_with_the_cap_weighted_rung_only() -> None:
    totals = funds("SPY", "RSP", "IWM")
    ladder = size_ladder(totals, YTD, {"Large": pd.Series([0.4, 0.61], index=totals.index[-2:])})
    assert [s.above_200 for s in ladder.steps] == [0.61, None, None]


def test_breadth_of_another_day_is_none_of_the_ladder() -> None:
    totals = funds("SPY", "RSP", "IWM")
    ladder = size_ladder(totals, YTD, {"Large": pd.Series([0.4], index=totals.index[-2:-1])})
    assert ladder.steps[0].above_200 is not None
    assert math.isnan(ladder.steps[0].above_200)


def test_a_rung_without_a_bar_at_the_base_has_no_change_and_the_others_have() -> None:
    totals = funds("SPY", "IJH", "IWM")
    base = size_ladder(totals, YTD).base
    totals.loc[str(base), "IWM"] = math.nan
    ladder = size_ladder(totals, YTD)
    assert [step.ticker for step in ladder.steps if math.isnan(step.change)] == ["IWM"]
    assert {ladder.leader.ticker, ladder.laggard.ticker} == {"SPY", "IJH"}
    assert math.isnan(ladder.steps[2].worst_drawdown)
    totals.loc[str(base), "IJH"] = math.nan
    with pytest.raises(NoData, match="from which the period is measured"):
        size_ladder(totals, YTD)


@given(
    asked=st.sampled_from(["5d", "1m", "ytd", "since 2026-01-05"]), day=st.integers(30, 59), came=aftermaths
)
def test_the_ladder_of_a_past_session_is_what_it_was_on_that_session(
    asked: str, day: int, came: Aftermath
) -> None:
    totals, period = funds("MGC", "OEF", "SPY", "RSP", "IWM", "IWC"), Period.parse(asked)
    totals.loc[: totals.index[10], "MGC"] = np.nan
    past = totals.iloc[: day + 1]
    then = size_ladder(past, period)
    now = size_ladder(came.of(past.assign(IJH=np.nan)), dated(period, past))  # a mid-cap fund came since
    assert repr(now.steps) == repr(then.steps)
    assert now.missing == then.missing == ("Mid",)
    pd.testing.assert_frame_equal(now.rebased, then.rebased, check_freq=False)


@given(row=st.integers(0, 59), ticker=st.sampled_from(["SPY", "IWM", "IWC"]))
def test_a_close_of_the_period_moves_its_own_step_and_one_before_it_moves_none(row: int, ticker: str) -> None:
    totals = funds("SPY", "IWM", "IWC")
    base = totals.index.searchsorted(pd.Timestamp("2025-12-31"))
    other = totals.copy()
    other.loc[other.index[row], ticker] *= 0.9
    moved = [
        one.ticker
        for one, two in zip(size_ladder(totals, YTD).steps, size_ladder(other, YTD).steps, strict=True)
        if one != two
    ]
    assert moved == ([ticker] if row >= base else [])


def test_a_fund_without_prices_is_as_if_it_were_not_there() -> None:
    totals = funds("SPY", "IWM", "IWC")
    with_ghost = size_ladder(totals.assign(MGC=np.nan, EWSC=np.nan), YTD)
    assert (with_ghost.steps, with_ghost.missing) == (size_ladder(totals, YTD).steps, ("Mega", "Mid"))


@given(scale=st.lists(st.floats(1e-3, 1e5), min_size=3, max_size=3))
def test_scaling_each_funds_prices_changes_no_step(scale: list[float]) -> None:
    totals = funds("SPY", "IWM", "IWC")
    for one, other in zip(
        size_ladder(totals, YTD).steps, size_ladder(totals * scale, YTD).steps, strict=True
    ):
        assert (one.change, one.volatility, one.worst_drawdown) == pytest.approx(
            (other.change, other.volatility, other.worst_drawdown), rel=1e-9
        )


@pytest.mark.realdata
def test_the_real_ladder_in_2025_is_plain_arithmetic_on_adjusted_closes(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet")
    ladder = size_ladder(totals, Period.parse("2024-12-31..2025-12-31"))
    assert [s.ticker for s in ladder.steps] == ["SPY", "RSP", "IJH", "IWM", "IWC"]
    for step in ladder.steps:
        own = totals[step.ticker].loc["2024-12-31":"2025-12-31"]
        assert step.change == pytest.approx(own.iloc[-1] / own.iloc[0] - 1)
        assert step.worst_drawdown == pytest.approx((own / own.cummax() - 1).min())
        assert step.volatility == pytest.approx(own.pct_change().std() * math.sqrt(252))


@pytest.mark.parametrize(("sessions", "is_known"), [(21, True), (20, False)])
def test_a_volatility_takes_twenty_returns(sessions: int, is_known: bool) -> None:
    ladder = size_ladder(funds("SPY", "IWM", sessions=sessions), Period.parse("5d"))
    assert math.isfinite(ladder.steps[0].volatility) is is_known


@pytest.mark.parametrize(("tickers", "is_ordered"), [(("SPY", "IJH", "IWM"), True), (("SPY", "IWM"), False)])
def test_an_order_of_sizes_takes_three_rungs(tickers: tuple[str, ...], is_ordered: bool) -> None:
    days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    totals = pd.DataFrame({ticker: [100.0, 101.0 + n] for n, ticker in enumerate(tickers)}, days)
    assert size_ladder(totals, YTD).order == ("smaller was better" if is_ordered else "no order")
    assert size_ladder(1 / totals, YTD).order == ("larger was better" if is_ordered else "no order")


@pytest.mark.parametrize(("rows", "is_known"), [(21, True), (20, False)])
def test_a_young_fund_takes_no_other_fund_s_volatility(rows: int, is_known: bool) -> None:
    totals = funds("MGC", "SPY", "IWM")
    whole = {step.ticker: step.volatility for step in size_ladder(totals, Period.parse("5d")).steps}
    totals["IWM"] = totals["IWM"].iloc[-rows:]
    young = {step.ticker: step.volatility for step in size_ladder(totals, Period.parse("5d")).steps}
    assert (young["SPY"], young["MGC"]) == (whole["SPY"], whole["MGC"])
    assert (young["IWM"] == young["IWM"]) is is_known
