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
from market.analytics.regime_rule import MEASURED, RULE, RegimeLabel
from market.analytics.rotation import (
    DEFENSIVE,
    FUNDS,
    LISTED,
    SECTORS,
    Regime,
    market_regime,
    readings,
)
from market.errors import NoData


def funds(sessions: int = 400, seed: int = 9) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    common = draw.normal(0.0003, 0.009, (sessions, 1))
    steps = common + draw.normal(0, 0.006, (sessions, len(FUNDS)))
    days = pd.bdate_range("2024-01-02", periods=sessions, name="session")
    return pd.DataFrame(100 * np.exp(steps.cumsum(axis=0)), index=days, columns=list(FUNDS))


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.rotation).failed == 0


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


def test_a_verdict_changes_only_after_its_own_condition_has_failed_often_enough() -> None:
    regime = market_regime(funds())
    rows, standing = regime.readings.to_numpy().tolist(), regime.verdicts.tolist()
    changes = [day for day in range(1, len(standing)) if standing[day] != standing[day - 1]]
    for day in changes:
        ended = RegimeLabel(standing[day - 1])
        assert not any(RULE.holds(ended, *row) for row in rows[day - RULE.ends_after + 1 : day + 1])
        assert standing[day] == regime.raw.iloc[day]
    assert regime.held == len(standing) - changes[-1]
    assert regime.since == regime.raw.index[changes[-1]].date()


def test_a_condition_that_fails_is_counted_up_to_the_end() -> None:
    assert (steady(60).verdict, steady(60).failed) == (RegimeLabel.BROAD_ADVANCE, 0)
    fallen = steady(60, fallen=3)
    assert (fallen.verdict, fallen.reading, fallen.failed) == (
        RegimeLabel.BROAD_ADVANCE,
        RegimeLabel.BROAD_DECLINE,
        3,
    )


def steady(days: int, fallen: int = 0) -> Regime:
    """All funds rise alike, and on the last `fallen` sessions stand a fifth lower."""
    closes = pd.DataFrame({ticker: 1.002 ** np.arange(days) for ticker in FUNDS}, funds(days).index)
    if fallen:
        closes.iloc[-fallen:] *= 0.8
    return market_regime(closes)


@pytest.mark.parametrize(
    ("days", "verdict", "failed", "held"),
    [(4, RegimeLabel.BROAD_ADVANCE, 4, 39), (5, RegimeLabel.BROAD_DECLINE, 0, 1)],
)
def test_a_verdict_ends_with_the_fifth_failure_of_its_condition(
    days: int, verdict: RegimeLabel, failed: int, held: int
) -> None:
    regime = steady(60, fallen=days)
    assert (regime.verdict, regime.failed, regime.held) == (verdict, failed, held)


def test_another_reading_does_not_end_a_verdict_whose_condition_holds() -> None:
    """Defensive sectors come first in the order; an advance that goes on stays one."""
    closes = pd.DataFrame({ticker: 1.002 ** np.arange(60) for ticker in FUNDS}, funds(60).index)
    closes.loc[closes.index[-20:], list(DEFENSIVE)] *= 1.1
    regime = market_regime(closes)
    assert (regime.verdict, regime.reading, regime.failed) == (
        RegimeLabel.BROAD_ADVANCE,
        RegimeLabel.DEFENSIVE,
        0,
    )


@settings(max_examples=30)
@given(day=st.integers(30, 399))
def test_flips_are_measured_from_the_standing_verdict(day: int) -> None:
    regime = market_regime(funds().iloc[: day + 1])
    now = {str(name): value for name, value in regime.readings.iloc[-1].items()}
    holds = RULE.holds(regime.verdict, **now)
    assert holds is (regime.failed == 0)
    for flip in regime.flips:
        sign = 1 if flip.distance >= 0 else -1
        moved = {**now, flip.reading: flip.threshold + sign * 1e-9}
        assert RULE.holds(regime.verdict, **moved) is not holds
        assert RULE.read(**moved) is flip.becomes
        assert (RULE.holds(regime.verdict, **{**now, flip.reading: flip.threshold}) is not holds) is flip.at
        assert RULE.holds(regime.verdict, **{**now, flip.reading: flip.value + flip.distance / 2}) is holds


@settings(max_examples=20)
@given(cut=st.integers(30, 399))
def test_no_verdict_looks_ahead(cut: int) -> None:
    whole, past = market_regime(funds()), market_regime(funds().iloc[:cut])
    pd.testing.assert_series_equal(past.verdicts, whole.verdicts.loc[past.verdicts.index], check_freq=False)


@settings(max_examples=10)
@given(scale=st.floats(0.01, 1e4))
def test_scaling_prices_changes_no_verdict(scale: float) -> None:
    pd.testing.assert_frame_equal(readings(funds() * scale), readings(funds()))


def listed_day(totals: pd.DataFrame, ticker: str) -> int:
    """The place of a fund's first session in `totals`, which begin at the end of 2018-05."""
    return int(totals.index.searchsorted(pd.Timestamp(LISTED[ticker])))


def test_a_sector_fund_is_required_from_its_listing_on_and_named() -> None:
    totals = funds().set_axis(pd.bdate_range("2018-05-01", periods=400, name="session"))
    young = totals.copy()
    first = listed_day(totals, "XLC")
    young.loc[: totals.index[first - 1], "XLC"] = np.nan
    pd.testing.assert_frame_equal(readings(young), readings(totals))  # its earlier closes count for nothing
    last_without = market_regime(young.iloc[: first + RULE.window])
    assert last_without.sectors == tuple(ticker for ticker in SECTORS if ticker != "XLC")
    assert last_without.end == totals.index[first + RULE.window - 1].date()
    assert market_regime(young.iloc[: first + RULE.window + 1]).sectors == SECTORS
    assert (
        market_regime(young.iloc[: first + RULE.window].drop(columns="XLC")).sectors == last_without.sectors
    )
    with pytest.raises(NoData, match="without XLK: its rule reads ten sectors"):
        market_regime(young.iloc[: first + RULE.window].drop(columns=["XLK", "XLC"]))


def test_before_two_funds_were_listed_the_other_nine_are_the_sectors() -> None:
    totals = funds().set_axis(pd.bdate_range("2012-05-01", periods=400, name="session"))
    assert market_regime(totals).sectors == tuple(t for t in SECTORS if t not in LISTED)
    with pytest.raises(NoData, match="without XLE: its rule reads nine sectors"):
        market_regime(totals.drop(columns="XLE"))


def test_a_session_without_one_of_its_funds_has_no_reading() -> None:
    for day, fund in ((-1, "XLC"), (-1 - RULE.window, "XLK")):
        hole = funds()
        hole.loc[hole.index[day], fund] = np.nan
        assert readings(hole).index[-1] == hole.index[-2]  # the last verdict, with its date
    hole = funds()
    hole.loc[hole.index[-3], "XLK"] = np.nan
    assert readings(hole).iloc[-3].isna().all()
    assert readings(hole).iloc[-2:].notna().all(axis=None)
    assert market_regime(hole).raw.iloc[-3] is None


def test_a_hole_leaves_open_only_what_it_may_have_changed() -> None:
    closes = pd.DataFrame({ticker: 1.002 ** np.arange(80) for ticker in FUNDS}, funds(80).index)
    hole = closes.copy()
    hole.loc[hole.index[-3], "XLK"] = np.nan
    assert (market_regime(hole).verdict, market_regime(hole).held) == (RegimeLabel.BROAD_ADVANCE, 59)
    hole.iloc[-7:-3] *= 0.8  # four failures before the hole: with it the verdict may have ended
    with pytest.raises(NoData, match=f"no bar of XLK for {hole.index[-3].date()}"):
        market_regime(hole)


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


@pytest.mark.realdata
def test_the_real_tape_of_the_founding_session_is_led_by_small_caps(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet").loc[:"2026-01-22"]
    regime = market_regime(totals)
    assert regime.verdict is RegimeLabel.SMALL_CAP_LED
    assert round(regime.readings["small"].iloc[-1], 4) == 0.0634
    assert set(regime.verdicts) == {str(verdict) for verdict in RegimeLabel}


@pytest.fixture(scope="module")
def real_regime(real_data: Path) -> Regime:
    """Of all sessions of the published record, and those before it."""
    return market_regime(pd.read_parquet(real_data / "etf_adjclose.parquet").loc[: str(MEASURED.last)])


@pytest.mark.realdata
def test_on_no_real_session_does_a_verdict_stand_whose_condition_failed_on_the_last_five(
    real_regime: Regime,
) -> None:
    totals = real_regime.readings.loc[str(MEASURED.first) :]
    up, down = totals["market"] > 0, (totals["market"] < 0) & (totals["market"] + totals["small"] < 0)
    holds = {
        "broad decline": down & (totals["rising"] <= 1 / 3),
        "defensive": totals["defence"] >= 0.02,
        "small-cap-led": (totals["small"] >= 0.01) & (totals["market"] + totals["small"] > 0),
        "mega-cap-narrow": up & (totals["narrow"] >= 0.01),
        "broad advance": up & (totals["rising"] >= 2 / 3),
    }
    table = pd.DataFrame(holds)
    table["mixed"] = ~table.any(axis=1)
    standing = real_regime.verdicts.loc[totals.index]
    own = pd.Series([table.at[day, name] for day, name in standing.items()], totals.index)
    failed = (~table).rolling(5).sum() == 5
    assert len(totals) > 2500
    assert not any(failed.at[day, name] for day, name in standing.items())
    turns = (standing != standing.shift())[1:]
    assert turns.groupby(pd.DatetimeIndex(turns.index).year).sum().max() == MEASURED.most <= 15
    assert round(float(own.mean()), 2) == MEASURED.own
    assert round(float((standing == real_regime.raw.loc[totals.index]).mean()), 2) == MEASURED.agreement
    assert round(float(turns.sum() / len(totals) * 252), 1) == MEASURED.turns


@pytest.mark.realdata
def test_the_verdict_of_a_real_session_does_not_depend_on_where_the_data_begin(
    real_data: Path, real_regime: Regime
) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet").loc[: str(MEASURED.last)]
    for year in ("2010", "2018", "2024"):
        later = market_regime(totals.loc[year:])
        agreed = later.verdicts.iloc[252:]
        assert agreed.equals(real_regime.verdicts.loc[agreed.index])


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


def test_of_a_fund_whose_beginning_is_in_doubt_the_last_session_without_it_is_named() -> None:
    totals = funds(60)
    totals.loc[totals.index[:30], "IWM"] = np.nan
    day = totals.index[29].date()
    with pytest.raises(NoData, match=f"is open: there is no bar of IWM for {day}, and the verdict before"):
        market_regime(totals.iloc[:53], begins_open=True)
