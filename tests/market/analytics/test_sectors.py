"""Sectors: plain arithmetic, and what is left out."""

from __future__ import annotations

import doctest
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.analytics.sectors
from market.analytics.rotation import SECTORS
from market.analytics.sectors import FUNDS, SMALL, survey
from market.errors import NoData
from market.period import Period
from tests.market.aftermath import Aftermath, aftermaths, dated

YTD = Period.parse("ytd")


def funds(sessions: int = 60) -> pd.DataFrame:
    steps = np.random.default_rng(6).normal(0.0005, 0.01, (sessions, len(FUNDS)))
    days = pd.bdate_range("2025-12-01", periods=sessions, name="session")
    return pd.DataFrame(100 * np.exp(steps.cumsum(axis=0)), index=days, columns=list(FUNDS))


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.sectors).failed == 0


@given(
    asked=st.sampled_from(["1d", "5d", "1m", "ytd", "since 2026-01-05"]),
    day=st.integers(30, 59),
    came=aftermaths,
)
def test_the_sectors_of_a_past_session_are_what_they_were_on_that_session(
    asked: str, day: int, came: Aftermath
) -> None:
    past, period = funds().iloc[: day + 1].assign(XLC=np.nan, PSCU=np.nan), Period.parse(asked)
    then = survey(past, period)
    now = survey(came.of(past), dated(period, past))  # two funds came since
    assert now == then
    assert then.missing == ("XLC",)


@given(row=st.integers(0, 59), ticker=st.sampled_from(FUNDS))
def test_only_the_closes_at_both_ends_move_a_sector_and_only_its_own(row: int, ticker: str) -> None:
    totals = funds()
    other = totals.copy()
    other.loc[other.index[row], ticker] *= 0.9
    ends = {totals.index.get_loc("2025-12-31"), len(totals) - 1}
    moved = set(survey(totals, YTD).rows) ^ set(survey(other, YTD).rows)
    assert {row.ticker for row in moved if ticker in (row.ticker, row.small_ticker)} == {
        row.ticker for row in moved
    }
    assert bool(moved) is (row in ends)


@given(scale=st.lists(st.floats(1e-3, 1e5), min_size=len(FUNDS), max_size=len(FUNDS)))
def test_scaling_each_funds_prices_changes_no_sector(scale: list[float]) -> None:
    totals = funds()
    one, other = survey(totals, YTD), survey(totals * scale, YTD)
    assert [row.ticker for row in other.rows] == [row.ticker for row in one.rows]
    assert [row.change for row in other.rows] == pytest.approx([row.change for row in one.rows])
    assert (other.spread, other.small_lead) == pytest.approx((one.spread, one.small_lead))


@given(priced=st.sets(st.sampled_from(SECTORS), min_size=2), ghosts=st.sets(st.sampled_from(FUNDS)))
def test_funds_without_prices_are_left_out_and_change_nothing_else(
    priced: set[str], ghosts: set[str]
) -> None:
    totals = funds()[[ticker for ticker in FUNDS if ticker in priced or ticker in SMALL.values()]]
    found = survey(totals.assign(**dict.fromkeys(ghosts - set(totals), np.nan)), YTD)
    assert repr(found) == repr(survey(totals, YTD))  # nan is written like nan
    assert {row.ticker for row in found.rows} == priced == set(SECTORS) - set(found.missing)


def test_a_session_that_one_fund_alone_has_is_no_end() -> None:
    totals = funds()
    totals.loc[totals.index[-1], [t for t in SECTORS if t != "XLK"]] = np.nan
    found = survey(totals, YTD)
    assert found.end == totals.index[-2].date()
    assert len(found.rows) == 11
    assert sum(row.small_change is not None for row in found.rows) == len(SMALL)


@pytest.mark.realdata
def test_real_sectors_are_plain_arithmetic(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet")
    found = survey(totals, Period.parse("2024-12-31..2025-12-31"))
    year = totals.loc["2025-12-31"] / totals.loc["2024-12-31"] - 1
    assert {row.ticker: row.change for row in found.rows} == pytest.approx(
        {row.ticker: year[row.ticker] for row in found.rows}
    )
    assert len(found.rows) == 11
    assert found.defensive == pytest.approx(year[["XLP", "XLV", "XLU"]].mean())
    assert math.isnan(found.small_lead)


@pytest.mark.realdata
def test_a_sector_that_did_not_exist_at_the_base_is_left_out_and_named(real_data: Path) -> None:
    totals = pd.read_parquet(real_data / "etf_adjclose.parquet")
    found = survey(totals, Period.parse("2016-12-30..2017-12-29"))
    assert found.missing == ("XLC",)
    assert len(found.rows) == 10


def test_one_sector_is_no_survey() -> None:
    days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    with pytest.raises(NoData, match="two sectors"):
        survey(pd.DataFrame({"XLI": [100.0, 104]}, index=days), YTD)


@pytest.mark.parametrize(("late", "lacking"), [(5, ()), (6, ("XLE",))])
def test_all_sectors_are_measured_up_to_the_last_session_that_they_share_unless_one_has_stopped(
    late: int, lacking: tuple[str, ...]
) -> None:
    totals = funds()
    totals.loc[totals.index[-late:], "XLE"] = np.nan
    found = survey(totals, YTD)
    assert found.lacking == lacking
    assert found.end == (totals.index[-1] if lacking else totals.index[-1 - late]).date()
    assert len(found.rows) == 11 - len(lacking)


def test_which_sectors_balance_is_open_is_said_by_who_is_lacking() -> None:
    totals = funds()
    energy, staples = survey(totals.drop(columns="XLE"), YTD), survey(totals.drop(columns="XLP"), YTD)
    assert energy.lacking == ("XLE",)
    assert energy.spread == survey(totals, YTD).spread  # energy is neither cyclical nor defensive
    assert math.isnan(energy.small_lead)
    assert math.isnan(staples.defensive)
    assert not math.isnan(staples.cyclical)


def test_a_gap_at_the_base_takes_its_own_sector_only_and_not_another_session() -> None:
    totals = funds()
    totals.loc["2025-12-31", ["XLK", "PSCE"]] = np.nan
    found = survey(totals, YTD)
    assert str(found.base) == "2025-12-31"
    assert found.lacking == ("XLK",)
    assert math.isnan(found.small_lead)
    totals.loc["2025-12-31"] = np.nan
    with pytest.raises(NoData, match="no bars of the sector funds for 2025-12-31"):
        survey(totals, YTD)


def test_a_small_sibling_that_is_absent_leaves_the_mean_open_and_none_at_all_have_no_mean() -> None:
    totals = funds()
    found = survey(totals.drop(columns="PSCE"), YTD)
    assert math.isnan(found.small_lead)
    assert math.isnan(next(row.small_change for row in found.rows if row.ticker == "XLE") or 0.0)
    alone = survey(totals[list(SECTORS)], YTD)
    assert {row.small_change for row in alone.rows} == {None}


def test_a_session_missing_for_all_is_counted() -> None:
    totals = funds()
    totals.iloc[-2] = np.nan
    assert survey(totals, Period.parse("5d")).base == totals.index[-6].date()
    with pytest.raises(NoData, match="no bars of the sector funds"):
        survey(totals, Period.parse("1d"))


def test_a_sector_that_stands_still_has_not_risen() -> None:
    days = pd.DatetimeIndex(["2025-12-31", "2026-01-02"])
    totals = pd.DataFrame({"XLK": [100.0, 100.0], "XLF": [100.0, 101.0], "XLV": [100.0, 99.0]}, days)
    assert survey(totals, Period.parse("ytd")).rising == 1
