"""The market regime's rule, its memory and its flips."""

from __future__ import annotations

import doctest
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import market.analytics.rotation
from market.analytics.rotation import FUNDS, RULE, SECTORS, RegimeLabel, RegimeRule, market_regime, readings
from market.errors import NoData


def funds(sessions: int = 400, seed: int = 9) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    common = draw.normal(0.0003, 0.009, (sessions, 1))
    steps = common + draw.normal(0, 0.006, (sessions, len(FUNDS)))
    days = pd.bdate_range("2024-01-02", periods=sessions, name="session")
    return pd.DataFrame(100 * np.exp(steps.cumsum(axis=0)), index=days, columns=list(FUNDS))


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.rotation).failed == 0


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [
        ((-0.02, 0.01, -0.01, 0.05, 0.2), RegimeLabel.BROAD_DECLINE),
        ((-0.02, 0.03, -0.01, 0.00, 0.2), RegimeLabel.SMALL_CAP_LED),
        ((-0.02, 0.03, -0.01, 0.05, 0.5), RegimeLabel.DEFENSIVE),
        ((0.01, 0.02, 0.02, 0.0, 0.9), RegimeLabel.SMALL_CAP_LED),
        ((-0.02, 0.015, 0.0, 0.0, 0.5), RegimeLabel.MIXED),
        ((0.02, 0.005, 0.012, 0.0, 0.9), RegimeLabel.MEGA_CAP_NARROW),
        ((0.02, 0.005, 0.002, 0.0, 0.9), RegimeLabel.BROAD_ADVANCE),
        ((0.02, 0.005, 0.002, 0.0, 0.5), RegimeLabel.MIXED),
    ],
)
def test_the_rule_names_a_session_by_the_first_that_applies(
    readings: tuple[float, float, float, float, float], verdict: RegimeLabel
) -> None:
    assert RULE.read(*readings) is verdict


def test_the_readings_are_plain_arithmetic() -> None:
    totals = funds()
    change = totals.iloc[-1] / totals.iloc[-22] - 1
    last = readings(totals).iloc[-1]
    sectors = change[list(market.analytics.rotation.SECTORS)]
    assert last["market"] == pytest.approx(change["SPY"])
    assert last["small"] == pytest.approx(change["IWM"] - change["SPY"])
    assert last["narrow"] == pytest.approx(change["SPY"] - change["RSP"])
    assert last["defence"] == pytest.approx(
        change[["XLP", "XLV", "XLU"]].mean() - change[["XLY", "XLI", "XLF", "XLB"]].mean()
    )
    assert last["rising"] == pytest.approx((sectors > 0).mean())


def test_a_verdict_changes_only_after_it_has_come_often_enough_in_a_row() -> None:
    found = market_regime(funds())
    raw, standing = found.raw.tolist(), found.verdicts.tolist()
    for day in range(1, len(standing)):
        if standing[day] != standing[day - 1]:
            assert set(raw[day - RULE.confirm + 1 : day + 1]) == {standing[day]}
    changes = [day for day in range(1, len(standing)) if standing[day] != standing[day - 1]]
    assert found.held == len(standing) - changes[-1]
    assert found.since == found.raw.index[changes[-1]].date()


def test_a_waiting_reading_is_counted() -> None:
    steady = funds(60)
    calm = steady * 0 + 100 * np.exp(np.arange(60)[:, None] * 0.002)
    assert (market_regime(calm).verdict, market_regime(calm).pending) == (RegimeLabel.BROAD_ADVANCE, 0)
    calm.iloc[-3:] *= 0.8
    found = market_regime(calm)
    assert (found.verdict, found.reading, found.pending) == (
        RegimeLabel.BROAD_ADVANCE,
        RegimeLabel.BROAD_DECLINE,
        3,
    )


@settings(max_examples=30)
@given(day=st.integers(30, 399))
def test_every_flip_flips_and_half_way_does_not(day: int) -> None:
    found = market_regime(funds().iloc[: day + 1])
    now = {str(name): value for name, value in found.readings.iloc[-1].items()}
    for flip in found.flips:
        sign = 1 if flip.distance >= 0 else -1
        assert RULE.read(**{**now, flip.reading: flip.threshold + sign * 1e-9}) is flip.becomes
        assert flip.becomes is not found.reading
        assert RULE.read(**{**now, flip.reading: flip.value + flip.distance / 2}) is found.reading


@settings(max_examples=20)
@given(cut=st.integers(30, 399))
def test_no_verdict_looks_ahead(cut: int) -> None:
    whole, past = market_regime(funds()), market_regime(funds().iloc[:cut])
    pd.testing.assert_series_equal(past.verdicts, whole.verdicts.loc[past.verdicts.index], check_freq=False)


@settings(max_examples=10)
@given(scale=st.floats(0.01, 1e4))
def test_scaling_prices_changes_no_verdict(scale: float) -> None:
    pd.testing.assert_frame_equal(readings(funds() * scale), readings(funds()))


def test_a_sector_fund_counts_from_its_listing_on_and_is_required_then() -> None:
    totals = funds()
    totals.loc[: totals.index[200], "XLC"] = np.nan
    young = readings(totals)
    assert len(young) == len(readings(funds()))  # before its listing the other ten are all there are
    hole = totals.copy()
    hole.loc[hole.index[-1], "XLC"] = np.nan
    assert readings(hole).index[-1] == totals.index[-2]
    hole = totals.copy()
    hole.loc[hole.index[-22], "XLK"] = np.nan  # the base of the last session's return
    assert readings(hole).index[-1] == totals.index[-2]


def test_without_one_of_the_eleven_sectors_nothing_is_said() -> None:
    """One missing fund of eleven once turned "defensive" into "small-cap-led" without a word."""
    for ticker in SECTORS:
        with pytest.raises(NoData, match=f"without {ticker}: its rule reads eleven sectors"):
            market_regime(funds().drop(columns=ticker))


def test_without_its_funds_there_is_no_tape() -> None:
    with pytest.raises(NoData, match="without IWM"):
        market_regime(funds().drop(columns="IWM"))
    with pytest.raises(NoData, match="22 in common"):
        market_regime(funds(21))


def test_the_rule_is_written_from_its_own_numbers() -> None:
    assert "at least 3 points" in RegimeRule(defence=0.03).words[1]


@pytest.mark.realdata
def test_the_real_tape_of_the_founding_session_is_led_by_small_caps(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet").loc[:"2026-01-22"]
    found = market_regime(totals)
    assert found.verdict is RegimeLabel.SMALL_CAP_LED
    assert round(found.readings["small"].iloc[-1], 4) == 0.0634
    shares = found.verdicts.value_counts(normalize=True)
    assert set(shares.index) == {str(verdict) for verdict in RegimeLabel}


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [
        ((-0.01, 0.0, 0.0, 0.0, 1 / 3), RegimeLabel.BROAD_DECLINE),
        ((-0.01, 0.0, 0.0, 0.0, 0.34), RegimeLabel.MIXED),
        ((0.0, -0.01, 0.0, 0.0, 0.2), RegimeLabel.MIXED),
        ((-0.01, 0.01, 0.0, 0.0, 0.2), RegimeLabel.MIXED),
        ((0.01, 0.0, 0.0, 0.02, 0.9), RegimeLabel.DEFENSIVE),
        ((0.01, 0.0, 0.0, 0.0199, 0.9), RegimeLabel.BROAD_ADVANCE),
        ((0.01, 0.01, 0.0, 0.0, 0.5), RegimeLabel.SMALL_CAP_LED),
        ((0.01, 0.0099, 0.0, 0.0, 0.5), RegimeLabel.MIXED),
        ((0.01, 0.0, 0.01, 0.0, 0.5), RegimeLabel.MEGA_CAP_NARROW),
        ((0.01, 0.0, 0.0099, 0.0, 0.5), RegimeLabel.MIXED),
        ((0.0, 0.0, 0.02, 0.0, 0.9), RegimeLabel.MIXED),
        ((0.01, 0.0, 0.0, 0.0, 2 / 3), RegimeLabel.BROAD_ADVANCE),
        ((0.01, 0.0, 0.0, 0.0, 0.66), RegimeLabel.MIXED),
        ((0.0, 0.0, 0.0, 0.0, 0.9), RegimeLabel.MIXED),
    ],
)
def test_each_threshold_of_the_rule_decides_at_its_value(
    readings: tuple[float, float, float, float, float], verdict: RegimeLabel
) -> None:
    assert RULE.read(*readings) is verdict


@pytest.mark.parametrize(
    ("days", "verdict", "pending"), [(4, RegimeLabel.BROAD_ADVANCE, 4), (5, RegimeLabel.BROAD_DECLINE, 0)]
)
def test_a_new_reading_stands_on_its_fifth_session(days: int, verdict: RegimeLabel, pending: int) -> None:
    closes = pd.DataFrame({ticker: 1.002 ** np.arange(60) for ticker in FUNDS}, funds(60).index)
    closes.iloc[-days:] *= 0.8
    found = market_regime(closes)
    assert (found.verdict, found.pending) == (verdict, pending)


def test_six_sector_funds_listed_vote_and_five_do_not() -> None:
    totals = funds()
    totals[["XLK", "XLE", "XLRE", "XLC", "XLB"]] = np.nan  # not listed yet
    assert len(readings(totals)) == len(readings(funds()))
    totals["XLF"] = np.nan
    with pytest.raises(NoData):
        readings(totals)


@pytest.mark.parametrize(("wild_until", "same"), [(-252 - 21, True), (-252 + 10, False)])
def test_flips_are_ordered_by_the_variation_of_the_last_252_readings(wild_until: int, same: bool) -> None:
    totals = funds(seed=11)
    wild = totals.copy()
    wild.loc[wild.index[:wild_until:2], "XLP"] *= 30
    orders = [[flip.reading for flip in market_regime(each).flips] for each in (totals, wild)]
    assert (orders[0] == orders[1]) is same


def test_a_fund_that_stands_still_has_not_risen() -> None:
    totals = pd.DataFrame({ticker: np.full(30, 100.0) for ticker in FUNDS}, funds(30).index)
    assert readings(totals)["rising"].iloc[-1] == 0.0
